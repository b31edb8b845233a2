/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-http.h"

#include <libsoup/soup.h>
#include <string.h>

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-http-redirect-private.h"
#include "loft-log.h"
#include "loft-text.h"
#include "loft-tls-database-private.h"

#define MAX_REDIRECTS   10
#define READ_SIZE       (64 * 1024)
#define MAX_RETRY_AFTER (24 * 60 * 60)
#define MAX_HEADERS     200

struct _LoftHttp {
  GObject parent;

  GMainContext *context; /* (owned) nothing of the caller's runs while a call blocks */
  SoupSession *session;
  LoftTlsDatabase *database;
  guint n_requests;
};

G_DEFINE_FINAL_TYPE (LoftHttp, loft_http, G_TYPE_OBJECT)

/* One call of loft_http_send (). */
typedef struct {
  LoftHttp *http; /* (borrowed) */
  const LoftHttpRequest *request; /* (borrowed) */
  GUri *origin; /* of the request */
  gboolean left_origin; /* nothing secret is sent any more */
  gint64 deadline;
  GCancellable *stop; /* by the caller or by time */
  gboolean timed_out;
  gboolean finished; /* the step that runs */
  gboolean is_fresh; /* the connection was made for the message that runs */
  GInputStream *stream;
  GBytes *chunk;
  LoftCertificateProblem *problem;
  GError *error;
} Exchange;

/* ---- waiting ------------------------------------------------------------------------------ */

static gboolean
on_deadline (gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->timed_out = TRUE;
  g_cancellable_cancel (exchange->stop);
  return G_SOURCE_REMOVE;
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));
}

static void
wait_for_step (Exchange *exchange)
{
  while (!exchange->finished)
    g_main_context_iteration (exchange->http->context, TRUE);
  exchange->finished = FALSE;
}

static LoftError
class_of (const GError *error)
{
  if (error->domain == G_TLS_ERROR)
    return error->code == G_TLS_ERROR_BAD_CERTIFICATE ? LOFT_ERROR_UNTRUSTED : LOFT_ERROR_PROTOCOL;
  if (error->domain == SOUP_SESSION_ERROR)
    return LOFT_ERROR_PROTOCOL;
  return loft_error_class (error);
}

static gboolean
fail_step (Exchange *exchange, const char *host, GError **error)
{
  g_autoptr (GError) cause = g_steal_pointer (&exchange->error);

  if (exchange->timed_out)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY, "%s did not answer in time", host);
  else if (loft_error_is_cancelled (cause))
    g_propagate_error (error, g_steal_pointer (&cause));
  else if (exchange->problem != NULL)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_UNTRUSTED, "%s: %s", host,
                 exchange->problem->reason);
  else
    g_set_error (error, LOFT_ERROR, class_of (cause), "%s: %s", host, cause->message);
  return FALSE;
}

/* ---- one request -------------------------------------------------------------------------- */

static gboolean
on_certificate (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags flags,
                gpointer user_data)
{
  Exchange *exchange = user_data;
  GUri *uri = soup_message_get_uri (message);
  int port = g_uri_get_port (uri);
  gboolean ours = !exchange->left_origin && exchange->request->trusted_leaf != NULL;
  g_autoptr (LoftEndpoint) endpoint =
    loft_endpoint_new (g_uri_get_host (uri), port > 0 ? (guint16) port : 443, LOFT_ENDPOINT_TLS,
                       ours ? exchange->request->trusted_leaf : "");

  if (ours)
    endpoint->trusted_faults = g_strdup (exchange->request->trusted_faults);
  g_clear_pointer (&exchange->problem, loft_certificate_problem_free);
  exchange->problem = loft_tls_database_judge (exchange->http->database, certificate, endpoint);
  return exchange->problem == NULL;
}

static gboolean
is_one_of (const LoftHttpRequest *request, const char *const *methods)
{
  return g_strv_contains (methods, request->method != NULL ? request->method : "GET");
}

static gboolean
changes_nothing (const LoftHttpRequest *request)
{
  static const char *const methods[] = { "GET", "HEAD", "PROPFIND", "REPORT", "OPTIONS", NULL };

  return is_one_of (request, methods);
}

/* What a connection that was kept did not answer is sent again, mostly by libsoup itself. */
static gboolean
may_repeat (const LoftHttpRequest *request)
{
  return request->may_repeat || changes_nothing (request);
}

static void
on_network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *connection,
                  gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->is_fresh = TRUE;
}

/* What was sent before is read to its end. */
static void
on_restarted (SoupMessage *message, gpointer user_data)
{
  const Exchange *exchange = user_data;
  const LoftHttpRequest *request = exchange->request;

  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, request->content_type, request->body);
}

static SoupMessage *
new_message (Exchange *exchange, GUri *uri)
{
  const LoftHttpRequest *request = exchange->request;
  const char *method = request->method != NULL ? request->method : "GET";
  SoupMessage *message = soup_message_new_from_uri (method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (may_repeat (request))
    soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
  for (guint i = 0; request->headers != NULL && request->headers[i] != NULL; i += 2)
    soup_message_headers_replace (headers, request->headers[i], request->headers[i + 1]);
  if (request->accept != NULL)
    soup_message_headers_replace (headers, "Accept", request->accept);
  if (request->authorization != NULL && !exchange->left_origin)
    soup_message_headers_replace (headers, "Authorization", request->authorization);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, request->content_type, request->body);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (on_certificate), exchange);
  g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), exchange);
  g_signal_connect (message, "restarted", G_CALLBACK (on_restarted), exchange);
  return message;
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->stream = soup_session_send_finish (SOUP_SESSION (source), result, &exchange->error);
  exchange->finished = TRUE;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->chunk =
    g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &exchange->error);
  exchange->finished = TRUE;
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;

  g_input_stream_close_finish (G_INPUT_STREAM (source), result, NULL);
  exchange->finished = TRUE;
}

static void
close_stream (Exchange *exchange)
{
  g_input_stream_close_async (exchange->stream, G_PRIORITY_DEFAULT, NULL, on_closed, exchange);
  wait_for_step (exchange);
  g_clear_object (&exchange->stream);
}

/* body: (nullable) else the sink. */
static gboolean
take (Exchange *exchange, GBytes *chunk, GByteArray *body, GError **error)
{
  const LoftHttpRequest *request = exchange->request;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (chunk, &length);

  if (body == NULL)
    return request->sink (bytes, length, request->sink_data, error);
  g_byte_array_append (body, bytes, (guint) length);
  return TRUE;
}

static gboolean
read_all (Exchange *exchange, const char *host, gboolean sunk, GByteArray *body, GError **error)
{
  gsize length = 0;

  for (;;)
    {
      g_autoptr (GBytes) chunk = NULL;

      g_input_stream_read_bytes_async (exchange->stream, READ_SIZE, G_PRIORITY_DEFAULT,
                                       exchange->stop, on_read, exchange);
      wait_for_step (exchange);
      chunk = g_steal_pointer (&exchange->chunk);
      if (chunk == NULL)
        return fail_step (exchange, host, error);
      if (g_bytes_get_size (chunk) == 0)
        return TRUE;
      length += g_bytes_get_size (chunk);
      if (length > exchange->request->limit)
        {
          g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "%s: the answer is too large", host);
          return FALSE;
        }
      if (!take (exchange, chunk, sunk ? NULL : body, error))
        return FALSE;
    }
}

static gboolean
is_sunk (const LoftHttpRequest *request, SoupMessage *message)
{
  return request->sink != NULL && soup_message_get_status (message) == request->sink_status;
}

static void
send_message (Exchange *exchange, SoupMessage *message)
{
  exchange->is_fresh = FALSE;
  exchange->http->n_requests++;
  soup_session_send_async (exchange->http->session, message, G_PRIORITY_DEFAULT, exchange->stop,
                           on_sent, exchange);
  wait_for_step (exchange);
}

/* A connection that was kept may have ended unseen, in a way that libsoup takes for a failure. */
static gboolean
is_worth_repeating (Exchange *exchange)
{
  return may_repeat (exchange->request) && !exchange->is_fresh && exchange->stream == NULL &&
         !g_cancellable_is_cancelled (exchange->stop);
}

/* (transfer full) as it was sent. */
static SoupMessage *
send_to (Exchange *exchange, GUri *uri)
{
  SoupMessage *message = new_message (exchange, uri);

  send_message (exchange, message);
  if (!is_worth_repeating (exchange))
    return message;
  g_clear_error (&exchange->error);
  g_signal_handlers_disconnect_by_data (message, exchange);
  g_object_unref (message);
  message = new_message (exchange, uri);
  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  send_message (exchange, message);
  return message;
}

/* The body of what is redirected is of no interest. */
static gboolean
read_answer (Exchange *exchange, SoupMessage *message, GBytes **body, GError **error)
{
  const char *host = g_uri_get_host (soup_message_get_uri (message));
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean read = TRUE;

  if (exchange->stream == NULL)
    return fail_step (exchange, host, error);
  if (!SOUP_STATUS_IS_REDIRECTION (soup_message_get_status (message)))
    read = read_all (exchange, host, is_sunk (exchange->request, message), bytes, error);
  close_stream (exchange);
  if (read)
    *body = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  return read;
}

/* ---- redirects ---------------------------------------------------------------------------- */

static gboolean
is_followed (Exchange *exchange, guint status)
{
  static const char *const anywhere[] = { "GET", "HEAD", NULL };

  if (is_one_of (exchange->request, anywhere))
    return TRUE;
  if (exchange->left_origin)
    return FALSE;
  return status == 307 || status == 308 || (status != 303 && changes_nothing (exchange->request));
}

/* (transfer full) where the answer leads. */
static GUri *
next_uri (Exchange *exchange, SoupMessage *message, GError **error)
{
  guint status = soup_message_get_status (message);
  const char *location =
    soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");
  g_autoptr (GUri) next = loft_http_redirect_resolve (soup_message_get_uri (message), location,
                                                      exchange->request->plain, error);

  if (next == NULL)
    return NULL;
  if (!loft_http_redirect_is_same_origin (next, exchange->origin))
    exchange->left_origin = TRUE;
  if (is_followed (exchange, status))
    return g_steal_pointer (&next);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "The request is not sent elsewhere: %s",
               g_uri_get_host (next));
  return NULL;
}

/* ---- reply -------------------------------------------------------------------------------- */

/* Only names and values that are text: what is shown, compared and sent back later. */
static GHashTable *
read_headers (SoupMessageHeaders *headers)
{
  GHashTable *read = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      g_autofree char *key = g_ascii_strdown (name, -1);

      if (g_hash_table_size (read) < MAX_HEADERS && !g_hash_table_contains (read, key))
        g_hash_table_insert (read, g_steal_pointer (&key),
                             loft_text_to_utf8 (soup_message_headers_get_list (headers, name), -1));
    }
  return read;
}

static char *
read_location (Exchange *exchange, SoupMessage *message)
{
  const char *location =
    soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");
  g_autoptr (GUri) uri = NULL;

  if (location == NULL)
    return NULL;
  uri = loft_http_redirect_resolve (soup_message_get_uri (message), location,
                                    exchange->request->plain, NULL);
  return uri != NULL ? g_uri_to_string (uri) : NULL;
}

/* (nullable) value of a header; 0 for what is no date. */
static gint64
read_date (const char *value)
{
  g_autoptr (GDateTime) date = value != NULL ? soup_date_time_new_from_http_string (value) : NULL;

  return date != NULL ? g_date_time_to_unix (date) : 0;
}

/* Seconds or a date (RFC 9110, 10.2.3), the latter by the server's own clock. */
static guint
read_retry_after (const char *value, gint64 now)
{
  guint64 seconds;
  gint64 date;

  if (value == NULL)
    return 0;
  if (g_ascii_string_to_unsigned (value, 10, 0, MAX_RETRY_AFTER, &seconds, NULL))
    return (guint) seconds;
  date = read_date (value);
  if (now == 0)
    now = loft_clock_now ();
  return date > now ? (guint) MIN (date - now, MAX_RETRY_AFTER) : 0;
}

static LoftHttpReply *
new_reply (Exchange *exchange, SoupMessage *message, GBytes *body)
{
  LoftHttpReply *reply = g_new0 (LoftHttpReply, 1);
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  const char *retry = soup_message_headers_get_one (headers, "Retry-After");

  reply->status = soup_message_get_status (message);
  reply->url = g_uri_to_string (soup_message_get_uri (message));
  reply->content_type = g_ascii_strdown (type != NULL ? type : "", -1);
  reply->body = g_bytes_ref (body);
  reply->headers = read_headers (headers);
  reply->location = read_location (exchange, message);
  reply->date = read_date (soup_message_headers_get_one (headers, "Date"));
  reply->retry_after = read_retry_after (retry, reply->date);
  return reply;
}

void
loft_http_reply_free (LoftHttpReply *self)
{
  if (self == NULL)
    return;
  g_free (self->url);
  g_free (self->content_type);
  g_free (self->location);
  g_hash_table_unref (self->headers);
  g_bytes_unref (self->body);
  g_free (self);
}

const char *
loft_http_reply_get_header (const LoftHttpReply *self, const char *name)
{
  return g_hash_table_lookup (self->headers, name);
}

/* ---- sending ------------------------------------------------------------------------------ */

/* Queries may hold codes and addresses; the trace shows none. */
static void
trace (SoupMessage *message)
{
  GUri *uri = soup_message_get_uri (message);

  if (!loft_log_traces ("http"))
    return;
  loft_log_trace ("http", "%s %s://%s:%d%s -> %u", soup_message_get_method (message),
                  g_uri_get_scheme (uri), g_uri_get_host (uri), loft_http_redirect_port_of (uri),
                  g_uri_get_path (uri), soup_message_get_status (message));
}

static LoftHttpReply *
follow (Exchange *exchange, GError **error)
{
  g_autoptr (GUri) uri = g_uri_ref (exchange->origin);

  for (guint i = 0; i <= MAX_REDIRECTS; i++)
    {
      g_autoptr (SoupMessage) message = send_to (exchange, uri);
      g_autoptr (GBytes) body = NULL;
      GUri *next;
      gboolean sent = read_answer (exchange, message, &body, error);

      g_signal_handlers_disconnect_by_data (message, exchange);
      if (!sent)
        return NULL;
      trace (message);
      if (exchange->request->stay ||
          !loft_http_redirect_is_followed (soup_message_get_status (message)))
        return new_reply (exchange, message, body);
      next = next_uri (exchange, message, error);
      if (next == NULL)
        return NULL;
      g_uri_unref (uri);
      uri = next;
    }
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "%s: more than %d redirects",
               g_uri_get_host (exchange->origin), MAX_REDIRECTS);
  return NULL;
}

static LoftHttpReply *
run_exchange (Exchange *exchange, GCancellable *cancellable, GError **error)
{
  g_autoptr (GSource) timer = g_timeout_source_new_seconds (MAX (exchange->request->seconds, 1));
  LoftHttpReply *reply;
  gulong handler = 0;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), exchange->stop, NULL);
  g_main_context_push_thread_default (exchange->http->context);
  g_source_set_callback (timer, on_deadline, exchange, NULL);
  g_source_attach (timer, exchange->http->context);
  reply = follow (exchange, error);
  g_source_destroy (timer);
  while (g_main_context_iteration (exchange->http->context, FALSE))
    ;
  g_main_context_pop_thread_default (exchange->http->context);
  g_cancellable_disconnect (cancellable, handler);
  return reply;
}

LoftHttpReply *
loft_http_send (LoftHttp *self, const LoftHttpRequest *request, LoftCertificateProblem **problem,
                GCancellable *cancellable, GError **error)
{
  g_autoptr (GUri) uri = loft_http_redirect_resolve (NULL, request->url, request->plain, error);
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  Exchange exchange = { .http = self, .request = request, .origin = uri, .stop = stop };
  LoftHttpReply *reply;

  if (problem != NULL)
    *problem = NULL;
  if (uri == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  reply = run_exchange (&exchange, cancellable, error);
  if (problem != NULL)
    *problem = g_steal_pointer (&exchange.problem);
  g_clear_pointer (&exchange.problem, loft_certificate_problem_free);
  return reply;
}

guint
loft_http_get_n_requests (LoftHttp *self)
{
  return self->n_requests;
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_http_finalize (GObject *object)
{
  LoftHttp *self = LOFT_HTTP (object);

  if (self->session != NULL)
    {
      g_main_context_push_thread_default (self->context);
      soup_session_abort (self->session);
      g_clear_object (&self->session);
      while (g_main_context_iteration (self->context, FALSE))
        ;
      g_main_context_pop_thread_default (self->context);
    }
  g_clear_object (&self->database);
  g_main_context_unref (self->context);
  G_OBJECT_CLASS (loft_http_parent_class)->finalize (object);
}

static void
loft_http_class_init (LoftHttpClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_http_finalize;
}

static void
loft_http_init (LoftHttp *self)
{
  self->context = g_main_context_new ();
}

LoftHttp *
loft_http_new (GError **error)
{
  g_autoptr (LoftHttp) self = g_object_new (LOFT_TYPE_HTTP, NULL);

  self->database = loft_tls_database_new (error);
  if (self->database == NULL)
    return NULL;
  g_main_context_push_thread_default (self->context);
  /* No time-out but that of a request: some servers think for minutes before the first byte. */
  self->session = soup_session_new_with_options ("tls-database", self->database, "user-agent",
                                                 "Loft", "idle-timeout", 30, "timeout", 0, NULL);
  /* Nobody but a request itself brings credentials. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  g_main_context_pop_thread_default (self->context);
  return g_steal_pointer (&self);
}
