/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-client.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-dav-failure.h"
#include "loft-error.h"
#include "loft-http-authorization.h"
#include "loft-text.h"

#define MAX_ANSWER                                                                                 \
  ((gsize) 512 * 1024 * 1024) /* what is read piece by piece, and more than any mailbox */
#define MAX_SECONDS 300
#define MAX_PRODUCT 200

/* Where credentials may go, and how they go there. */
typedef struct {
  char *name; /* "https://host:port" */
  LoftHttpAuthorization *authorization; /* (nullable) */
  gboolean challenged; /* authorization answers what the server asked */
} Origin;

struct _LoftDavClient {
  GObject parent;

  LoftHttp *http;
  LoftCredentialsFunc func;
  gpointer user_data;
  gboolean plain;
  gboolean expects_basic;
  GPtrArray *origins; /* of Origin */
  char *trusted_origin; /* (nullable) */
  char *trusted_leaf;
  char *trusted_faults; /* (nullable) */
  const char *scheme; /* (nullable) */
  gint64 not_before; /* monotonic, microseconds */
  LoftCertificateProblem *problem;
};

G_DEFINE_FINAL_TYPE (LoftDavClient, loft_dav_client, G_TYPE_OBJECT)

/* ---- origins ------------------------------------------------------------------------------ */

static void
origin_free (Origin *origin)
{
  g_free (origin->name);
  loft_http_authorization_free (origin->authorization);
  g_free (origin);
}

/* (transfer full) (nullable) */
static char *
name_of_origin (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *host = NULL;
  int port;

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return NULL;
  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  port = g_uri_get_port (uri);
  if (port <= 0)
    port = strcmp (g_uri_get_scheme (uri), "http") == 0 ? 80 : 443;
  return g_strdup_printf ("%s://%s:%d", g_uri_get_scheme (uri), host, port);
}

static Origin *
find_origin (LoftDavClient *self, const char *url)
{
  g_autofree char *name = name_of_origin (url);

  for (guint i = 0; i < self->origins->len; i++)
    {
      Origin *origin = g_ptr_array_index (self->origins, i);

      if (g_strcmp0 (origin->name, name) == 0)
        return origin;
    }
  return NULL;
}

void
loft_dav_client_allow (LoftDavClient *self, const char *url)
{
  Origin *origin;

  if (find_origin (self, url) != NULL || name_of_origin (url) == NULL)
    return;
  origin = g_new0 (Origin, 1);
  origin->name = name_of_origin (url);
  g_ptr_array_add (self->origins, origin);
}

gboolean
loft_dav_client_is_allowed (LoftDavClient *self, const char *url)
{
  return find_origin (self, url) != NULL;
}

void
loft_dav_client_set_trust (LoftDavClient *self, const char *url, const char *leaf,
                           const char *faults)
{
  g_free (self->trusted_origin);
  g_free (self->trusted_leaf);
  g_free (self->trusted_faults);
  self->trusted_origin = name_of_origin (url);
  self->trusted_leaf = g_strdup (leaf);
  self->trusted_faults = g_strdup (faults);
}

/* ---- signing in --------------------------------------------------------------------------- */

void
loft_dav_client_expect_basic (LoftDavClient *self)
{
  self->expects_basic = TRUE;
}

static gboolean
expect (LoftDavClient *self, Origin *origin, GCancellable *cancellable, GError **error)
{
  LoftCredentials *credentials;

  if (origin == NULL || origin->authorization != NULL || !self->expects_basic || self->func == NULL)
    return TRUE;
  credentials = self->func (self->user_data, cancellable, error);
  if (credentials == NULL)
    return FALSE;
  origin->authorization = loft_http_authorization_new_basic (credentials);
  return TRUE;
}

/* The person's password is for the servers that they named. */
static gboolean
refuse_origin (const char *url, GError **error)
{
  g_autofree char *name = name_of_origin (url);

  g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
               "%s asks for a password, but is not the server that was named; it gets none. Where "
               "it is the right one, give its address",
               name);
  return FALSE;
}

/* Again with a fresh token: they are revoked before their time. A password is not tried twice. */
static gboolean
may_try (Origin *origin, const char *challenges)
{
  LoftHttpAuthorization *authorization = origin->authorization;

  if (authorization == NULL)
    return TRUE;
  if (loft_http_authorization_renew (authorization, challenges))
    return TRUE;
  return !origin->challenged &&
         (strstr (challenges, "igest") != NULL ||
          strcmp (loft_http_authorization_get_scheme (authorization), "BEARER") == 0);
}

/* TRUE: the request goes again, with another Authorization. */
static gboolean
answer_challenge (LoftDavClient *self, Origin *origin, const LoftHttpReply *reply,
                  GCancellable *cancellable, GError **error)
{
  const char *told = loft_http_reply_get_header (reply, "www-authenticate");
  const char *challenges = told != NULL ? told : "";
  LoftCredentials *credentials;

  if (self->func == NULL || origin == NULL)
    return refuse_origin (reply->url, error);
  if (!may_try (origin, challenges))
    {
      loft_dav_failure_set (error, "Sign-in", 401, NULL, 0);
      return FALSE;
    }
  if (origin->authorization != NULL && origin->challenged)
    return TRUE;
  credentials = self->func (self->user_data, cancellable, error);
  if (credentials == NULL)
    return FALSE;
  loft_http_authorization_free (origin->authorization);
  origin->authorization = loft_http_authorization_new (challenges, credentials, error);
  origin->challenged = TRUE;
  return origin->authorization != NULL;
}

/* ---- requests ----------------------------------------------------------------------------- */

static gboolean
may_send (LoftDavClient *self, GError **error)
{
  gint64 wait = self->not_before - loft_clock_monotonic ();

  if (wait <= 0)
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
               "The server wants to be left alone for %u more seconds",
               (guint) (wait / G_USEC_PER_SEC + 1));
  return FALSE;
}

/* (transfer full) what RFC 7616 calls the digest-uri. */
static char *
target_of (const char *url)
{
  const char *slashes = strstr (url, "://");
  const char *path = slashes != NULL ? strchr (slashes + 3, '/') : NULL;

  return g_strndup (path != NULL ? path : "/", path != NULL ? strcspn (path, "#") : 1);
}

static LoftHttpReply *
send_once (LoftDavClient *self, const LoftDavCall *call, Origin *origin, LoftHttpSink sink,
           gpointer sink_data, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = name_of_origin (call->url);
  g_autofree char *target = target_of (call->url);
  g_autofree char *authorization =
    origin != NULL && origin->authorization != NULL
      ? loft_http_authorization_make (origin->authorization, call->method, target)
      : NULL;
  gboolean trusted = self->trusted_origin != NULL && g_strcmp0 (name, self->trusted_origin) == 0;
  LoftHttpRequest request = {
    .method = call->method,
    .url = call->url,
    .content_type =
      call->content_type != NULL ? call->content_type : "application/xml; charset=utf-8",
    .body = call->body,
    .authorization = authorization,
    .headers = call->headers,
    .trusted_leaf = trusted ? self->trusted_leaf : NULL,
    .trusted_faults = trusted ? self->trusted_faults : NULL,
    .limit = MAX_ANSWER,
    .seconds = MAX_SECONDS,
    .stay = call->stay,
    .plain = self->plain,
    .sink = sink,
    .sink_data = sink_data,
  };
  LoftHttpReply *reply;

  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  reply = loft_http_send (self->http, &request, &self->problem, cancellable, error);
  if (authorization != NULL)
    memset (authorization, 0, strlen (authorization));
  return reply;
}

/* A token is good until it is not; the next refusal asks for another one. */
static void
note_answer (LoftDavClient *self, Origin *origin, const LoftHttpReply *reply)
{
  if (origin != NULL && origin->authorization != NULL && reply->status < 400)
    {
      self->scheme = loft_http_authorization_get_scheme (origin->authorization);
      if (strcmp (self->scheme, "BEARER") == 0)
        origin->challenged = FALSE;
    }
  if ((reply->status == 429 || reply->status == 503) && reply->retry_after > 0)
    self->not_before = loft_clock_monotonic () + (gint64) reply->retry_after * G_USEC_PER_SEC;
}

static LoftHttpReply *
send_signed (LoftDavClient *self, const LoftDavCall *call, LoftHttpSink sink, gpointer sink_data,
             GCancellable *cancellable, GError **error)
{
  Origin *origin = find_origin (self, call->url);

  if (!may_send (self, error) || !expect (self, origin, cancellable, error))
    return NULL;
  for (guint i = 0;; i++)
    {
      g_autoptr (LoftHttpReply) reply =
        send_once (self, call, origin, sink, sink_data, cancellable, error);

      if (reply == NULL)
        return NULL;
      if (reply->status != 401)
        {
          note_answer (self, origin, reply);
          return g_steal_pointer (&reply);
        }
      if (i == 2)
        {
          loft_dav_failure_set (error, "Sign-in", 401, NULL, 0);
          return NULL;
        }
      if (!answer_challenge (self, origin, reply, cancellable, error))
        return NULL;
    }
}

LoftHttpReply *
loft_dav_client_send (LoftDavClient *self, const LoftDavCall *call, GCancellable *cancellable,
                      GError **error)
{
  return send_signed (self, call, NULL, NULL, cancellable, error);
}

/* ---- multistatus -------------------------------------------------------------------------- */

static gboolean
feed (const guint8 *bytes, gsize length, gpointer user_data, GError **error)
{
  return loft_dav_multistatus_feed (user_data, bytes, length, error);
}

static char *
dup_header (const LoftHttpReply *reply, const char *name)
{
  const char *value = loft_http_reply_get_header (reply, name);

  return value != NULL ? loft_text_one_line (value, MAX_PRODUCT) : NULL;
}

static void
fill_in (LoftDavAnswer *answer, const LoftHttpReply *reply, LoftDavMultistatus *multistatus)
{
  loft_dav_answer_clear (answer);
  answer->status = reply->status;
  answer->url = g_strdup (reply->url);
  answer->location = g_strdup (reply->location);
  answer->condition = loft_dav_failure_dup_condition (reply);
  answer->sync_token = g_strdup (loft_dav_multistatus_get_sync_token (multistatus));
  answer->features = dup_header (reply, "dav");
  answer->product = dup_header (reply, "server");
  answer->date = reply->date;
  answer->retry_after = reply->retry_after;
}

static gboolean
check (const LoftHttpReply *reply, LoftDavMultistatus *multistatus, const char *what,
       GError **error)
{
  if (reply->status == 207)
    return loft_dav_multistatus_end (multistatus, error);
  if (!loft_dav_failure_check (reply, what, error))
    return FALSE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
               "%s: the answer (%u, %s) is no multistatus, so this is no WebDAV server", what,
               reply->status, reply->content_type);
  return FALSE;
}

gboolean
loft_dav_client_query (LoftDavClient *self, const LoftDavCall *call, guint depth, const char *what,
                       LoftDavResponseFunc func, gpointer user_data, LoftDavAnswer *answer,
                       GCancellable *cancellable, GError **error)
{
  const char *headers[] = { "Depth", depth == 0 ? "0" : "1", NULL };
  LoftDavCall asked = *call;
  g_autoptr (LoftDavMultistatus) multistatus =
    loft_dav_multistatus_new (call->url, func, user_data);
  g_autoptr (LoftHttpReply) reply = NULL;

  asked.headers = headers;
  reply = send_signed (self, &asked, feed, multistatus, cancellable, error);
  if (reply == NULL)
    return FALSE;
  if (answer != NULL)
    fill_in (answer, reply, multistatus);
  return check (reply, multistatus, what, error);
}

void
loft_dav_answer_clear (LoftDavAnswer *self)
{
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->location, g_free);
  g_clear_pointer (&self->condition, g_free);
  g_clear_pointer (&self->sync_token, g_free);
  g_clear_pointer (&self->features, g_free);
  g_clear_pointer (&self->product, g_free);
}

/* ---- object ------------------------------------------------------------------------------- */

const char *
loft_dav_client_get_scheme (LoftDavClient *self)
{
  return self->scheme;
}

const LoftCertificateProblem *
loft_dav_client_get_certificate_problem (LoftDavClient *self)
{
  return self->problem;
}

guint
loft_dav_client_get_n_requests (LoftDavClient *self)
{
  return loft_http_get_n_requests (self->http);
}

static void
loft_dav_client_finalize (GObject *object)
{
  LoftDavClient *self = LOFT_DAV_CLIENT (object);

  g_clear_object (&self->http);
  g_ptr_array_unref (self->origins);
  g_free (self->trusted_origin);
  g_free (self->trusted_leaf);
  g_free (self->trusted_faults);
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  G_OBJECT_CLASS (loft_dav_client_parent_class)->finalize (object);
}

static void
loft_dav_client_class_init (LoftDavClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_dav_client_finalize;
}

static void
loft_dav_client_init (LoftDavClient *self)
{
  self->origins = g_ptr_array_new_with_free_func ((GDestroyNotify) origin_free);
}

LoftDavClient *
loft_dav_client_new (LoftCredentialsFunc func, gpointer user_data, gboolean plain, GError **error)
{
  g_autoptr (LoftDavClient) self = g_object_new (LOFT_TYPE_DAV_CLIENT, NULL);

  self->func = func;
  self->user_data = user_data;
  self->plain = plain;
  self->http = loft_http_new (error);
  return self->http != NULL ? g_steal_pointer (&self) : NULL;
}

LoftDavClient *
loft_dav_client_new_sibling (LoftDavClient *self, GError **error)
{
  g_autoptr (LoftDavClient) sibling =
    loft_dav_client_new (self->func, self->user_data, self->plain, error);

  if (sibling == NULL)
    return NULL;
  for (guint i = 0; i < self->origins->len; i++)
    {
      const Origin *origin = g_ptr_array_index (self->origins, i);
      Origin *copy = g_new0 (Origin, 1);

      copy->name = g_strdup (origin->name);
      copy->authorization = loft_http_authorization_copy (origin->authorization);
      copy->challenged = origin->challenged;
      g_ptr_array_add (sibling->origins, copy);
    }
  sibling->trusted_origin = g_strdup (self->trusted_origin);
  sibling->trusted_leaf = g_strdup (self->trusted_leaf);
  sibling->trusted_faults = g_strdup (self->trusted_faults);
  return g_steal_pointer (&sibling);
}
