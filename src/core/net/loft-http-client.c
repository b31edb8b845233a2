/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-http-client.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-http-authorization.h"

#define MAX_ANSWER                                                                                 \
  ((gsize) 512 * 1024 * 1024) /* what is read piece by piece, and more than any mailbox */
#define SECONDS 300

/* Where credentials may go, and how they go there. */
typedef struct {
  char *name; /* "https://host:port" */
  LoftHttpAuthorization *authorization; /* (nullable) */
  gboolean challenged; /* authorization answers what the server asked */
} Origin;

struct _LoftHttpClient {
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

G_DEFINE_FINAL_TYPE (LoftHttpClient, loft_http_client, G_TYPE_OBJECT)

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
find_origin (LoftHttpClient *self, const char *url)
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
loft_http_client_allow (LoftHttpClient *self, const char *url)
{
  Origin *origin;

  if (find_origin (self, url) != NULL || name_of_origin (url) == NULL)
    return;
  origin = g_new0 (Origin, 1);
  origin->name = name_of_origin (url);
  g_ptr_array_add (self->origins, origin);
}

gboolean
loft_http_client_is_allowed (LoftHttpClient *self, const char *url)
{
  return find_origin (self, url) != NULL;
}

void
loft_http_client_set_trust (LoftHttpClient *self, const char *url, const char *leaf,
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
loft_http_client_expect_basic (LoftHttpClient *self)
{
  self->expects_basic = TRUE;
}

static gboolean
expect (LoftHttpClient *self, Origin *origin, GCancellable *cancellable, GError **error)
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

static void
refuse_sign_in (GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_AUTH,
                       "Sign-in: the sign-in was refused (401)");
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
answer_challenge (LoftHttpClient *self, Origin *origin, const LoftHttpReply *reply,
                  GCancellable *cancellable, GError **error)
{
  const char *told = loft_http_reply_get_header (reply, "www-authenticate");
  const char *challenges = told != NULL ? told : "";
  LoftCredentials *credentials;

  if (self->func == NULL || origin == NULL)
    return refuse_origin (reply->url, error);
  if (!may_try (origin, challenges))
    {
      refuse_sign_in (error);
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

gboolean
loft_http_client_may_send (LoftHttpClient *self, GError **error)
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
send_once (LoftHttpClient *self, const LoftHttpCall *call, Origin *origin,
           GCancellable *cancellable, GError **error)
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
    .content_type = call->content_type,
    .body = call->body,
    .authorization = authorization,
    .headers = call->headers,
    .trusted_leaf = trusted ? self->trusted_leaf : NULL,
    .trusted_faults = trusted ? self->trusted_faults : NULL,
    .limit = MAX_ANSWER,
    .seconds = call->seconds > 0 ? call->seconds : SECONDS,
    .may_repeat = call->may_repeat,
    .stay = call->stay,
    .plain = self->plain,
    .sink_status = call->sink_status,
    .sink = call->sink,
    .sink_data = call->sink_data,
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
note_answer (LoftHttpClient *self, Origin *origin, const LoftHttpReply *reply)
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

LoftHttpReply *
loft_http_client_send (LoftHttpClient *self, const LoftHttpCall *call, GCancellable *cancellable,
                       GError **error)
{
  Origin *origin = find_origin (self, call->url);

  if (!loft_http_client_may_send (self, error) || !expect (self, origin, cancellable, error))
    return NULL;
  for (guint i = 0;; i++)
    {
      g_autoptr (LoftHttpReply) reply = send_once (self, call, origin, cancellable, error);

      if (reply == NULL)
        return NULL;
      if (reply->status != 401)
        {
          note_answer (self, origin, reply);
          return g_steal_pointer (&reply);
        }
      if (i == 2)
        {
          refuse_sign_in (error);
          return NULL;
        }
      if (!answer_challenge (self, origin, reply, cancellable, error))
        return NULL;
    }
}

/* ---- object ------------------------------------------------------------------------------- */

const char *
loft_http_client_get_scheme (LoftHttpClient *self)
{
  return self->scheme;
}

const LoftCertificateProblem *
loft_http_client_get_certificate_problem (LoftHttpClient *self)
{
  return self->problem;
}

guint
loft_http_client_get_n_requests (LoftHttpClient *self)
{
  return loft_http_get_n_requests (self->http);
}

static void
loft_http_client_finalize (GObject *object)
{
  LoftHttpClient *self = LOFT_HTTP_CLIENT (object);

  g_clear_object (&self->http);
  g_ptr_array_unref (self->origins);
  g_free (self->trusted_origin);
  g_free (self->trusted_leaf);
  g_free (self->trusted_faults);
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  G_OBJECT_CLASS (loft_http_client_parent_class)->finalize (object);
}

static void
loft_http_client_class_init (LoftHttpClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_http_client_finalize;
}

static void
loft_http_client_init (LoftHttpClient *self)
{
  self->origins = g_ptr_array_new_with_free_func ((GDestroyNotify) origin_free);
}

LoftHttpClient *
loft_http_client_new (LoftCredentialsFunc func, gpointer user_data, gboolean plain, GError **error)
{
  g_autoptr (LoftHttpClient) self = g_object_new (LOFT_TYPE_HTTP_CLIENT, NULL);

  self->func = func;
  self->user_data = user_data;
  self->plain = plain;
  self->http = loft_http_new (error);
  return self->http != NULL ? g_steal_pointer (&self) : NULL;
}

LoftHttpClient *
loft_http_client_new_sibling (LoftHttpClient *self, GError **error)
{
  g_autoptr (LoftHttpClient) sibling =
    loft_http_client_new (self->func, self->user_data, self->plain, error);

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
