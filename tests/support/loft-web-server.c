/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-web-server.h"

#include <string.h>

typedef struct {
  guint status; /* 0: silence */
  char *headers;
  char *body;
} Answer;

struct _LoftWebServer {
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  SoupServer *server;
  guint16 port;
  LoftWebServerFunc func;
  gpointer user_data;
  GMutex lock;
  GHashTable *answers; /* place -> Answer */
  GString *log;
};

static void
answer_free (Answer *answer)
{
  g_free (answer->headers);
  g_free (answer->body);
  g_free (answer);
}

/* ---- the server's thread ------------------------------------------------------------------ */

static char *
host_of (SoupServerMessage *message)
{
  const char *host =
    soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Host");

  return host != NULL ? g_strndup (host, strcspn (host, ":")) : g_strdup ("");
}

static void
note_request (LoftWebServer *self, SoupServerMessage *message, const char *host)
{
  GUri *uri = soup_server_message_get_uri (message);
  const char *authorization =
    soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                  "Authorization");
  const char *query = g_uri_get_query (uri);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);

  g_string_append_printf (self->log, "%s %s%s%s%s", soup_server_message_get_method (message), host,
                          g_uri_get_path (uri), query != NULL ? "?" : "",
                          query != NULL ? query : "");
  if (authorization != NULL)
    g_string_append_printf (self->log, " [%s]", authorization);
  g_string_append_printf (self->log, " %.*s\n", (int) g_bytes_get_size (bytes),
                          (const char *) g_bytes_get_data (bytes, NULL));
}

static void
add_headers (SoupServerMessage *message, const char *headers)
{
  g_auto (GStrv) lines = g_strsplit (headers, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *colon = strstr (lines[i], ": ");

      if (colon == NULL)
        continue;
      *colon = '\0';
      soup_message_headers_append (soup_server_message_get_response_headers (message), lines[i],
                                   colon + 2);
    }
}

static void
give (SoupServerMessage *message, const Answer *answer)
{
  if (answer->status == 0)
    {
      soup_server_message_pause (message);
      return;
    }
  soup_server_message_set_status (message, answer->status, NULL);
  if (answer->headers != NULL)
    add_headers (message, answer->headers);
  if (answer->body != NULL)
    soup_server_message_set_response (message, "application/xml", SOUP_MEMORY_COPY, answer->body,
                                      strlen (answer->body));
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer user_data)
{
  LoftWebServer *self = user_data;
  g_autofree char *host = host_of (message);
  g_autofree char *place = g_strconcat (host, path, NULL);
  Answer *answer;

  g_mutex_lock (&self->lock);
  note_request (self, message, host);
  answer = g_hash_table_lookup (self->answers, place);
  if (answer != NULL)
    give (message, answer);
  g_mutex_unlock (&self->lock);
  if (answer == NULL && (self->func == NULL || !self->func (message, path, query, self->user_data)))
    soup_server_message_set_status (message, 404, NULL);
}

static gpointer
run (gpointer data)
{
  LoftWebServer *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

/* ---- the test's side ---------------------------------------------------------------------- */

static LoftWebServer *
new_server (GTlsCertificate *certificate, LoftWebServerFunc func, gpointer user_data)
{
  LoftWebServer *self = g_new0 (LoftWebServer, 1);
  g_autoptr (GError) error = NULL;
  GSList *uris;

  self->func = func;
  self->user_data = user_data;
  self->log = g_string_new (NULL);
  self->answers =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) answer_free);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_main_context_push_thread_default (self->context);
  self->server = soup_server_new ("tls-certificate", certificate, NULL);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  soup_server_listen_local (self->server, 0,
                            SOUP_SERVER_LISTEN_IPV4_ONLY |
                              (certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0),
                            &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->port = (guint16) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_main_context_pop_thread_default (self->context);
  self->thread = g_thread_new ("web-server", run, self);
  return self;
}

LoftWebServer *
loft_web_server_new (LoftTestCertificate certificate, LoftWebServerFunc func, gpointer user_data)
{
  g_autoptr (GTlsCertificate) converted = loft_test_tls_new_gio_certificate (certificate);

  return new_server (converted, func, user_data);
}

LoftWebServer *
loft_web_server_new_plain (void)
{
  return new_server (NULL, NULL, NULL);
}

static gboolean
stop (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

void
loft_web_server_free (LoftWebServer *self)
{
  g_main_context_invoke (self->context, stop, self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_hash_table_unref (self->answers);
  g_string_free (self->log, TRUE);
  g_mutex_clear (&self->lock);
  g_free (self);
}

guint16
loft_web_server_get_port (LoftWebServer *self)
{
  return self->port;
}

void
loft_web_server_add (LoftWebServer *self, const char *place, guint status, const char *headers,
                     const char *body)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->status = status;
  answer->headers = g_strdup (headers);
  answer->body = g_strdup (body);
  g_mutex_lock (&self->lock);
  g_hash_table_replace (self->answers, g_strdup (place), answer);
  g_mutex_unlock (&self->lock);
}

void
loft_web_server_add_silence (LoftWebServer *self, const char *place)
{
  loft_web_server_add (self, place, 0, NULL, NULL);
}

char *
loft_web_server_dup_log (LoftWebServer *self)
{
  char *log;

  g_mutex_lock (&self->lock);
  log = g_strdup (self->log->str);
  g_mutex_unlock (&self->lock);
  return log;
}

void
loft_web_server_clear_log (LoftWebServer *self)
{
  g_mutex_lock (&self->lock);
  g_string_truncate (self->log, 0);
  g_mutex_unlock (&self->lock);
}
