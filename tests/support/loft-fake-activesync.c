/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-fake-activesync.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include <glib/gstdio.h>

#include "loft-test-tls.h"

struct _LoftFakeActivesync {
  char *directory; /* of its certificate */
  char *root;
  char *url;
  GSubprocess *process;
  SoupSession *session;
};

/* ---- start and end ------------------------------------------------------------------------ */

static char *
write_file (LoftFakeActivesync *self, const char *name, const char *text)
{
  char *path = g_build_filename (self->directory, name, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (path, text, -1, &error))
    g_error ("%s", error->message);
  return path;
}

static void
die_with_test (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
start (LoftFakeActivesync *self, const char *versions)
{
  g_autoptr (GTlsCertificate) certificate =
    loft_test_tls_new_gio_certificate (LOFT_TEST_CERTIFICATE_GOOD);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *pem = NULL;
  g_autofree char *key = NULL;
  g_autofree char *pem_file = NULL;
  g_autofree char *key_file = NULL;
  g_autoptr (GError) error = NULL;

  g_object_get (certificate, "certificate-pem", &pem, "private-key-pem", &key, NULL);
  pem_file = write_file (self, "server.pem", pem);
  key_file = write_file (self, "server.key", key);
  g_subprocess_launcher_set_child_setup (launcher, die_with_test, NULL, NULL);
  self->process =
    g_subprocess_launcher_spawn (launcher, &error, "/usr/bin/python3",
                                 LOFT_TEST_SUPPORT_DIR "/fake-activesync.py", "--certificate",
                                 pem_file, "--key", key_file, "--heartbeat", "1-3540", "--versions",
                                 versions != NULL ? versions : "12.1,14.0,14.1,16.0,16.1", NULL);
  if (self->process == NULL)
    g_error ("%s", error->message);
}

static void
read_port (LoftFakeActivesync *self)
{
  g_autoptr (GDataInputStream) output =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, NULL);

  if (line == NULL)
    g_error ("fake-activesync.py did not start");
  self->root = g_strconcat ("https://localhost:", line, NULL);
  self->url = g_strconcat (self->root, "/Microsoft-Server-ActiveSync", NULL);
}

LoftFakeActivesync *
loft_fake_activesync_new (const char *versions)
{
  LoftFakeActivesync *self = g_new0 (LoftFakeActivesync, 1);
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("loft-fake-activesync-XXXXXX", &error);
  g_assert_no_error (error);
  self->session = soup_session_new_with_options ("timeout", 0, NULL);
  start (self, versions);
  read_port (self);
  return self;
}

static void
remove_file (LoftFakeActivesync *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->directory, name, NULL);

  g_unlink (path);
}

void
loft_fake_activesync_free (LoftFakeActivesync *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_object_unref (self->session);
  remove_file (self, "server.pem");
  remove_file (self, "server.key");
  g_rmdir (self->directory);
  g_free (self->directory);
  g_free (self->root);
  g_free (self->url);
  g_free (self);
}

const char *
loft_fake_activesync_get_url (LoftFakeActivesync *self)
{
  return self->url;
}

const char *
loft_fake_activesync_get_root (LoftFakeActivesync *self)
{
  return self->root;
}

/* ---- control ------------------------------------------------------------------------------ */

static gboolean
accept (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags flags,
        gpointer user_data)
{
  return TRUE;
}

static char *
ask (LoftFakeActivesync *self, const char *word, const char *json)
{
  g_autofree char *url = g_strconcat (self->root, "/control/", word, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("POST", url);
  g_autoptr (GBytes) sent = g_bytes_new (json, strlen (json));
  g_autoptr (GBytes) got = NULL;
  g_autofree char *answer = NULL;
  g_autoptr (GError) error = NULL;

  /* Else each has a connection of its own. */
  soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept), NULL);
  soup_message_set_request_body_from_bytes (message, "application/json", sent);
  got = soup_session_send_and_read (self->session, message, NULL, &error);
  g_assert_no_error (error);
  answer = g_strndup (g_bytes_get_data (got, NULL), g_bytes_get_size (got));
  if (soup_message_get_status (message) != SOUP_STATUS_OK)
    g_error ("fake-activesync.py: %s %s: %s", word, json, answer);
  return g_steal_pointer (&answer);
}

char *
loft_fake_activesync_ask (LoftFakeActivesync *self, const char *word, const char *json)
{
  g_autofree char *quoted = g_strdup (json != NULL ? json : "{}");

  return ask (self, word, g_strdelimit (quoted, "'", '"'));
}

void
loft_fake_activesync_tell (LoftFakeActivesync *self, const char *word, const char *json)
{
  g_free (loft_fake_activesync_ask (self, word, json));
}

/* As a string of JSON, with its quotes. */
static void
append_string (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  for (const char *p = text; *p != '\0'; p++)
    if (*p == '"' || *p == '\\')
      g_string_append_printf (json, "\\%c", *p);
    else if ((guchar) *p < 0x20)
      g_string_append_printf (json, "\\u%04x", (guchar) *p);
    else
      g_string_append_c (json, *p);
  g_string_append_c (json, '"');
}

char *
loft_fake_activesync_put_mail (LoftFakeActivesync *self, const char *user, const char *folder,
                               const char *mime)
{
  g_autoptr (GString) json = g_string_new ("{\"user\": ");
  g_autofree char *answer = NULL;
  g_auto (GStrv) parts = NULL;

  append_string (json, user);
  append_string (g_string_append (json, ", \"folder\": "), folder);
  append_string (g_string_append (json, ", \"mime\": "), mime);
  answer = ask (self, "put", g_string_append_c (json, '}')->str);
  parts = g_strsplit (answer, "\"", -1); /* {"id": "1:7"} */
  g_assert_cmpuint (g_strv_length (parts), ==, 5);
  return g_strdup (parts[3]);
}

guint
loft_fake_activesync_get_count (LoftFakeActivesync *self, const char *command)
{
  g_autofree char *answer = ask (self, "counts", "{}");
  g_autofree char *name = g_strdup_printf ("\"%s\": ", command);
  const char *found = strstr (answer, name);

  return found != NULL ? (guint) g_ascii_strtoull (found + strlen (name), NULL, 10) : 0;
}

void
loft_fake_activesync_wait (LoftFakeActivesync *self, const char *command, guint count)
{
  g_autofree char *json = g_strdup_printf ("{\"command\": \"%s\", \"count\": %u}", command, count);

  g_free (ask (self, "wait", json));
}
