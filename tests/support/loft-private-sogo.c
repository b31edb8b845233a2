/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-private-sogo.h"

#include <string.h>
#include <unistd.h>

#include <libsoup/soup.h>

struct _LoftPrivateSogo {
  LoftPrivateDovecot *dovecot;
  char *directory;
  char *root; /* "https://localhost:PORT" */
  char *url;
  char *plain_url;
  guint16 smtp_port;
  SoupSession *session;
};

/* ---- start and end ------------------------------------------------------------------------ */

static void
run_script (const char *command, const char *directory, const char *dovecot)
{
  const char *argv[] = { LOFT_TEST_SUPPORT_DIR "/private-sogo.sh", command, directory, dovecot,
                         NULL };
  g_auto (GStrv) environment = g_get_environ ();
  g_autofree char *pid = g_strdup_printf ("%d", (int) getpid ());
  g_autofree char *messages = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  environment = g_environ_setenv (environment, "WATCH_PID", pid, TRUE);
  if (!g_spawn_sync (NULL, (char **) argv, environment, G_SPAWN_DEFAULT, NULL, NULL, NULL,
                     &messages, &status, &error) ||
      !g_spawn_check_wait_status (status, &error))
    g_error ("private-sogo.sh %s: %s: %s", command, error->message, messages);
}

static guint64
get_port (const char *ports, const char *name)
{
  const char *line = strstr (ports, name);

  if (line == NULL)
    g_error ("private SOGo: no %s", name);
  return g_ascii_strtoull (line + strlen (name), NULL, 10);
}

static void
read_ports (LoftPrivateSogo *self)
{
  g_autofree char *file = g_build_filename (self->directory, "ports", NULL);
  g_autofree char *ports = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_file_get_contents (file, &ports, NULL, &error))
    g_error ("%s", error->message);
  self->root =
    g_strdup_printf ("https://localhost:%" G_GUINT64_FORMAT, get_port (ports, "HTTPS_PORT="));
  self->url = g_strconcat (self->root, "/SOGo/Microsoft-Server-ActiveSync", NULL);
  self->plain_url =
    g_strdup_printf ("http://127.0.0.1:%" G_GUINT64_FORMAT "/SOGo/Microsoft-Server-ActiveSync",
                     get_port (ports, "HTTP_PORT="));
  self->smtp_port = (guint16) get_port (ports, "SMTP_PORT=");
}

LoftPrivateSogo *
loft_private_sogo_new (LoftPrivateDovecot *dovecot)
{
  LoftPrivateSogo *self = g_new0 (LoftPrivateSogo, 1);

  self->dovecot = dovecot;
  self->directory = g_build_filename (loft_private_dovecot_get_directory (dovecot), "sogo", NULL);
  self->session = soup_session_new_with_options ("timeout", 0, NULL);
  run_script ("start", self->directory, loft_private_dovecot_get_directory (dovecot));
  read_ports (self);
  return self;
}

void
loft_private_sogo_free (LoftPrivateSogo *self)
{
  run_script ("stop", self->directory, NULL);
  g_object_unref (self->session);
  g_free (self->directory);
  g_free (self->root);
  g_free (self->url);
  g_free (self->plain_url);
  g_free (self);
}

const char *
loft_private_sogo_get_url (LoftPrivateSogo *self)
{
  return self->url;
}

const char *
loft_private_sogo_get_plain_url (LoftPrivateSogo *self)
{
  return self->plain_url;
}

guint16
loft_private_sogo_get_smtp_port (LoftPrivateSogo *self)
{
  return self->smtp_port;
}

char *
loft_private_sogo_dup_dav_url (LoftPrivateSogo *self, const char *user)
{
  return g_strdup_printf ("%s/SOGo/dav/%s/", self->root, user);
}

/* ---- the other side ----------------------------------------------------------------------- */

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

static char *
make_authorization (const char *user)
{
  g_autofree char *words = g_strdup_printf ("%s:%s-secret", user, user);
  g_autofree char *basic = g_base64_encode ((const guchar *) words, strlen (words));

  return g_strconcat ("Basic ", basic, NULL);
}

guint
loft_private_sogo_ask (LoftPrivateSogo *self, const char *user, const char *method,
                       const char *path, const char *headers, const char *body, char **answer)
{
  g_autofree char *home = loft_private_sogo_dup_dav_url (self, user);
  g_autofree char *url = g_strconcat (home, path, NULL);
  g_autofree char *authorization = make_authorization (user);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GBytes) sent = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  g_autoptr (GBytes) got = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept), NULL);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                authorization);
  /* On a kept connection a PUT has reached SOGo without its body, who then says 404. */
  soup_message_headers_replace (soup_message_get_request_headers (message), "Connection", "close");
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

char *
loft_private_sogo_witness (LoftPrivateSogo *self, const char *user, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *password = g_strconcat (user, "-secret", NULL);
  char *output = NULL;
  g_autofree char *messages = NULL;
  g_autoptr (GError) error = NULL;
  const char *word;
  int status;
  va_list words;

  g_ptr_array_add (argv, "/usr/bin/python3");
  g_ptr_array_add (argv, LOFT_TEST_SUPPORT_DIR "/activesync-witness.py");
  g_ptr_array_add (argv, self->plain_url);
  g_ptr_array_add (argv, (char *) user);
  g_ptr_array_add (argv, password);
  va_start (words, user);
  while ((word = va_arg (words, const char *)) != NULL)
    g_ptr_array_add (argv, (char *) word);
  va_end (words);
  g_ptr_array_add (argv, NULL);
  if (!g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output,
                     &messages, &status, &error) ||
      !g_spawn_check_wait_status (status, &error))
    g_error ("activesync-witness.py: %s: %s", error->message, messages);
  return output;
}
