/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-oauth-redirect.h"

#include <libsoup/soup.h>
#include <string.h>

#include "loft-credentials.h"
#include "loft-error.h"
#include "loft-oauth-reply.h"
#include "loft-text.h"

#define MAX_STRANGERS 50
#define MAX_QUERY     16384
#define MAX_CODE      8192

static const char sorry[] = "<!DOCTYPE html><title>Loft</title><p>This is not the answer that was "
                            "waited for.</p>";

struct _LoftOauthRedirect {
  GMainContext *context;
  SoupServer *server; /* (nullable) when it is over */
  char *url;
  char *place; /* "127.0.0.1:PORT": what Host must be */
  char *state;
  char *issuer;
  gboolean names_issuer;
  const char *page; /* (borrowed) while waiting */
  guint n_strangers;
  char *code; /* (nullable) the end */
  GError *error; /* (nullable) the other end */
  gboolean answered; /* the browser was told */
  gboolean timed_out;
};

/* ---- judging ------------------------------------------------------------------------------ */

/* In a time that does not depend on how much is right. */
static gboolean
is_same (const char *a, const char *b)
{
  gsize length = strlen (a);
  guchar difference = 0;

  if (strlen (b) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    difference |= (guchar) (a[i] ^ b[i]);
  return difference == 0;
}

/* (transfer full) (nullable) NULL when a name stands there twice (RFC 6749, 3.1) or cannot be
 * decoded. */
static GHashTable *
parse_query (const char *query)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) pairs = NULL;

  if (query == NULL || strlen (query) > MAX_QUERY)
    return NULL;
  pairs = g_strsplit (query, "&", -1);
  for (guint i = 0; pairs[i] != NULL; i++)
    {
      char *equals = strchr (pairs[i], '=');
      char *value;

      if (equals == NULL)
        continue;
      *equals = '\0';
      g_strdelimit (equals + 1, "+", ' ');
      value = g_uri_unescape_string (equals + 1, NULL);
      if (value == NULL || !g_hash_table_insert (values, g_strdup (pairs[i]), value))
        return NULL;
    }
  return g_steal_pointer (&values);
}

static gboolean
came_by_the_door (LoftOauthRedirect *self, SoupServerMessage *message, const char *path)
{
  const char *host =
    soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Host");

  /* Another host name that leads here is a web page's trick (DNS rebinding). */
  return strcmp (soup_server_message_get_method (message), "GET") == 0 && strcmp (path, "/") == 0 &&
         host != NULL && strcmp (host, self->place) == 0;
}

static gboolean
is_right_issuer (LoftOauthRedirect *self, const char *issuer)
{
  if (issuer == NULL)
    return !self->names_issuer;
  return self->issuer[0] == '\0' || strcmp (issuer, self->issuer) == 0;
}

static void
take_refusal (LoftOauthRedirect *self, GHashTable *values, const char *code)
{
  const char *description = g_hash_table_lookup (values, "error_description");
  g_autofree char *valid = loft_text_to_utf8 (description != NULL ? description : code, -1);
  g_autofree char *line = loft_text_one_line (valid, 200);

  g_set_error (&self->error, LOFT_ERROR, loft_oauth_reply_class_of (code),
               "The sign-in was refused: %s", line);
}

/* TRUE when this was the answer, good or bad. */
static gboolean
take_answer (LoftOauthRedirect *self, GHashTable *values)
{
  const char *state = g_hash_table_lookup (values, "state");
  const char *code = g_hash_table_lookup (values, "code");
  const char *refusal = g_hash_table_lookup (values, "error");

  if (state == NULL || !is_same (state, self->state))
    return FALSE;
  if (!is_right_issuer (self, g_hash_table_lookup (values, "iss")))
    g_set_error_literal (&self->error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                         "Another server than the one that was asked has answered the sign-in");
  else if (refusal != NULL)
    take_refusal (self, values, refusal);
  else if (code == NULL || code[0] == '\0' || strlen (code) > MAX_CODE)
    g_set_error_literal (&self->error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                         "The sign-in server's redirect has no code");
  else
    self->code = g_strdup (code);
  return TRUE;
}

/* ---- answering ---------------------------------------------------------------------------- */

static void
show_page (SoupServerMessage *message, guint status, const char *page)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, status, NULL);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "Content-Security-Policy", "default-src 'none'");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Connection", "close");
  soup_server_message_set_response (message, "text/html; charset=utf-8", SOUP_MEMORY_COPY, page,
                                    strlen (page));
}

static gboolean
is_over (LoftOauthRedirect *self)
{
  return self->code != NULL || self->error != NULL;
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer user_data)
{
  LoftOauthRedirect *self = user_data;
  g_autoptr (GHashTable) values = NULL;

  if (!is_over (self) && came_by_the_door (self, message, path))
    values = parse_query (g_uri_get_query (soup_server_message_get_uri (message)));
  if (values != NULL && take_answer (self, values))
    {
      show_page (message, self->code != NULL ? 200 : 400, self->code != NULL ? self->page : sorry);
      g_object_set_data (G_OBJECT (message), "loft-answer", self);
      return;
    }
  show_page (message, 400, sorry);
  if (!is_over (self) && ++self->n_strangers > MAX_STRANGERS)
    {
      g_set_error_literal (&self->error, LOFT_ERROR, LOFT_ERROR_LIMIT,
                           "Too many wrong answers to the sign-in");
      self->answered = TRUE;
    }
}

static void
on_request_done (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  LoftOauthRedirect *self = user_data;

  if (g_object_get_data (G_OBJECT (message), "loft-answer") == self)
    self->answered = TRUE;
}

/* ---- waiting ------------------------------------------------------------------------------ */

static gboolean
on_deadline (gpointer user_data)
{
  LoftOauthRedirect *self = user_data;

  self->timed_out = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  return G_SOURCE_REMOVE; /* it only wakes the loop */
}

static void
close_server (LoftOauthRedirect *self)
{
  if (self->server == NULL)
    return;
  g_main_context_push_thread_default (self->context);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
}

static void
wait_for_browser (LoftOauthRedirect *self, guint seconds, GCancellable *cancellable)
{
  g_autoptr (GSource) timer = g_timeout_source_new_seconds (seconds);
  g_autoptr (GSource) stop = g_cancellable_source_new (cancellable);

  g_main_context_push_thread_default (self->context);
  g_source_set_callback (timer, on_deadline, self, NULL);
  g_source_attach (timer, self->context);
  g_source_set_callback (stop, G_SOURCE_FUNC (on_cancelled), NULL, NULL);
  if (cancellable != NULL)
    g_source_attach (stop, self->context);
  while (!self->answered && !self->timed_out && !g_cancellable_is_cancelled (cancellable))
    g_main_context_iteration (self->context, TRUE);
  g_source_destroy (timer);
  g_source_destroy (stop);
  g_main_context_pop_thread_default (self->context);
}

char *
loft_oauth_redirect_wait (LoftOauthRedirect *self, const char *page, guint seconds,
                          GCancellable *cancellable, GError **error)
{
  self->page = page;
  if (self->server != NULL)
    wait_for_browser (self, seconds, cancellable);
  close_server (self);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  else if (self->code == NULL)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                         "The sign-in was not finished in the browser");
  return g_steal_pointer (&self->code);
}

/* ---- making ------------------------------------------------------------------------------- */

static gboolean
listen (LoftOauthRedirect *self, const char *host, GError **error)
{
  g_autoptr (GError) cause = NULL;
  GSList *uris;

  g_main_context_push_thread_default (self->context);
  self->server = soup_server_new ("server-header", NULL, NULL);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  g_signal_connect (self->server, "request-finished", G_CALLBACK (on_request_done), self);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &cause);
  uris = soup_server_get_uris (self->server);
  g_main_context_pop_thread_default (self->context);
  if (uris == NULL)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                   "No port of this computer could be opened for the sign-in: %s",
                   cause != NULL ? cause->message : "unknown");
      return FALSE;
    }
  self->place = g_strdup_printf ("%s:%d", host, g_uri_get_port (uris->data));
  self->url = g_strconcat ("http://", self->place, NULL);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return TRUE;
}

LoftOauthRedirect *
loft_oauth_redirect_new (const char *host, const char *state, const char *issuer,
                         gboolean names_issuer, GError **error)
{
  g_autoptr (LoftOauthRedirect) self = g_new0 (LoftOauthRedirect, 1);

  self->context = g_main_context_new ();
  self->state = g_strdup (state);
  self->issuer = g_strdup (issuer);
  self->names_issuer = names_issuer;
  return listen (self, host, error) ? g_steal_pointer (&self) : NULL;
}

const char *
loft_oauth_redirect_get_url (LoftOauthRedirect *self)
{
  return self->url;
}

void
loft_oauth_redirect_free (LoftOauthRedirect *self)
{
  if (self == NULL)
    return;
  close_server (self);
  g_main_context_unref (self->context);
  g_free (self->url);
  g_free (self->place);
  loft_secret_free (self->state);
  loft_secret_free (self->code);
  g_free (self->issuer);
  g_clear_error (&self->error);
  g_free (self);
}
