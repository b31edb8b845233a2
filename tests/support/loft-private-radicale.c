/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-private-radicale.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include <glib/gstdio.h>

#include "loft-test-tls.h"

struct _LoftPrivateRadicale {
  char *directory;
  char *url;
  GSubprocess *process;
  GThread *reader; /* of what it writes, so that it never waits */
  GDataInputStream *log;
  SoupSession *session;
};

/* ---- start -------------------------------------------------------------------------------- */

static guint16
find_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_assert_cmpuint (port, !=, 0);
  g_socket_listener_close (listener);
  return port;
}

static void
write_file (LoftPrivateRadicale *self, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (self->directory, name, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (path, text, -1, &error))
    g_error ("%s", error->message);
}

static void
write_certificate (LoftPrivateRadicale *self)
{
  g_autoptr (GTlsCertificate) certificate =
    loft_test_tls_new_gio_certificate (LOFT_TEST_CERTIFICATE_GOOD);
  g_autofree char *pem = NULL;
  g_autofree char *key = NULL;

  g_object_get (certificate, "certificate-pem", &pem, "private-key-pem", &key, NULL);
  write_file (self, "server.pem", pem);
  write_file (self, "server.key", key);
}

static void
write_configuration (LoftPrivateRadicale *self, guint16 port)
{
  g_autofree char *text =
    g_strdup_printf ("[server]\nhosts = 127.0.0.1:%u\nmax_connections = 40\ntimeout = 60\n"
                     "ssl = True\ncertificate = %s/server.pem\nkey = %s/server.key\n"
                     "[auth]\ntype = htpasswd\nhtpasswd_filename = %s/users\n"
                     "htpasswd_encryption = plain\ndelay = 0\n"
                     "[rights]\ntype = from_file\nfile = %s/rights\n"
                     "[storage]\nfilesystem_folder = %s/collections\n"
                     "[web]\ntype = none\n[logging]\nlevel = info\n",
                     port, self->directory, self->directory, self->directory, self->directory,
                     self->directory);

  write_file (self, "conf", text);
  write_file (self, "users", "alice:alice-secret\nbob:bob-secret\n");
  write_file (self, "rights",
              "[root]\nuser: .+\ncollection:\npermissions: R\n"
              "[principal]\nuser: .+\ncollection: {user}\npermissions: RW\n"
              "[fixed]\nuser: .+\ncollection: {user}/fixed\npermissions: r\n"
              "[own]\nuser: .+\ncollection: {user}/[^/]+\npermissions: rw\n");
}

static void
make_directory (LoftPrivateRadicale *self)
{
  const char *root = g_getenv ("LOFT_TEST_BUILD_ROOT");
  g_autofree char *parent =
    g_build_filename (root != NULL ? root : g_get_tmp_dir (), "test-servers", NULL);

  self->directory = g_build_filename (parent, "radicale-XXXXXX", NULL);
  if (g_mkdir_with_parents (parent, 0755) != 0 || g_mkdtemp (self->directory) == NULL)
    g_error ("%s: %s", self->directory, g_strerror (errno));
}

static void
die_with_test (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static gpointer
read_log (gpointer data)
{
  LoftPrivateRadicale *self = data;
  char *line;

  while ((line = g_data_input_stream_read_line (self->log, NULL, NULL, NULL)) != NULL)
    g_free (line);
  return NULL;
}

static void
await_ready (LoftPrivateRadicale *self)
{
  g_autoptr (GString) said = g_string_new (NULL);

  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (self->log, NULL, NULL, NULL);

      if (line == NULL)
        g_error ("Radicale did not start: %s", said->str);
      g_string_append (g_string_append (said, line), "\n");
      if (strstr (line, "server ready") != NULL)
        return;
    }
}

static void
start (LoftPrivateRadicale *self)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autofree char *file = g_build_filename (self->directory, "conf", NULL);
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_child_setup (launcher, die_with_test, NULL, NULL);
  self->process = g_subprocess_launcher_spawn (launcher, &error, "/usr/bin/python3", "-m",
                                               "radicale", "--config", file, NULL);
  if (self->process == NULL)
    g_error ("%s", error->message);
  self->log = g_data_input_stream_new (g_subprocess_get_stderr_pipe (self->process));
  await_ready (self);
  self->reader = g_thread_new ("radicale", read_log, self);
}

LoftPrivateRadicale *
loft_private_radicale_new (void)
{
  LoftPrivateRadicale *self = g_new0 (LoftPrivateRadicale, 1);
  guint16 port = find_port ();

  make_directory (self);
  write_certificate (self);
  write_configuration (self, port);
  self->url = g_strdup_printf ("https://localhost:%u", port);
  self->session = soup_session_new_with_options ("timeout", 0, NULL);
  start (self);
  return self;
}

static void
remove_all (const char *directory)
{
  const char *argv[] = { "rm", "-rf", directory, NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
}

void
loft_private_radicale_free (LoftPrivateRadicale *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_thread_join (self->reader);
  g_object_unref (self->log);
  g_object_unref (self->process);
  g_object_unref (self->session);
  remove_all (self->directory);
  g_free (self->directory);
  g_free (self->url);
  g_free (self);
}

const char *
loft_private_radicale_get_url (LoftPrivateRadicale *self)
{
  return self->url;
}

/* ---- what tests do to it ------------------------------------------------------------------ */

void
loft_private_radicale_forget_tokens (LoftPrivateRadicale *self)
{
  g_autofree char *root = g_build_filename (self->directory, "collections", NULL);
  const char *argv[] = { "find",  root, "-type", "d",  "-name", "sync-token",
                         "-exec", "rm", "-rf",   "{}", "+",     NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
}

static gboolean
accept (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags flags,
        gpointer user_data)
{
  return TRUE;
}

static void
add_headers (SoupMessage *message, const char *headers)
{
  g_auto (GStrv) lines = g_strsplit (headers, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *colon = strstr (lines[i], ": ");

      g_assert_nonnull (colon);
      *colon = '\0';
      soup_message_headers_replace (soup_message_get_request_headers (message), lines[i],
                                    colon + 2);
    }
}

guint
loft_private_radicale_ask (LoftPrivateRadicale *self, const char *method, const char *path,
                           const char *headers, const char *body, char **answer)
{
  g_autofree char *url = g_strconcat (self->url, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autofree char *basic = g_base64_encode ((const guchar *) "alice:alice-secret", 18);
  g_autofree char *authorization = g_strconcat ("Basic ", basic, NULL);
  g_autoptr (GBytes) sent = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  g_autoptr (GBytes) got = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept), NULL);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                authorization);
  if (sent != NULL)
    soup_message_set_request_body_from_bytes (message, "text/calendar; charset=utf-8", sent);
  if (headers != NULL)
    add_headers (message, headers);
  got = soup_session_send_and_read (self->session, message, NULL, &error);
  g_assert_no_error (error);
  if (answer != NULL)
    *answer = g_strndup (g_bytes_get_data (got, NULL), g_bytes_get_size (got));
  return soup_message_get_status (message);
}
