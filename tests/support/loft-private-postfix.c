/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-private-postfix.h"

#include <string.h>
#include <unistd.h>

struct _LoftPrivatePostfix {
  char *directory;
  char *ports; /* the file */
};

static void
run_script (const char *command, const char *directory, const char *dovecot)
{
  const char *argv[] = { LOFT_TEST_SUPPORT_DIR "/private-postfix.sh", command, directory, dovecot,
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
    g_error ("private-postfix.sh %s: %s: %s", command, error->message, messages);
}

LoftPrivatePostfix *
loft_private_postfix_new (LoftPrivateDovecot *dovecot)
{
  LoftPrivatePostfix *self = g_new0 (LoftPrivatePostfix, 1);
  const char *beside = loft_private_dovecot_get_directory (dovecot);
  g_autofree char *file = NULL;
  g_autoptr (GError) error = NULL;

  self->directory = g_build_filename (beside, "postfix", NULL);
  run_script ("start", self->directory, beside);
  file = g_build_filename (self->directory, "ports", NULL);
  if (!g_file_get_contents (file, &self->ports, NULL, &error))
    g_error ("%s", error->message);
  return self;
}

void
loft_private_postfix_free (LoftPrivatePostfix *self)
{
  run_script ("stop", self->directory, NULL);
  g_free (self->directory);
  g_free (self->ports);
  g_free (self);
}

static guint16
get_port (LoftPrivatePostfix *self, const char *name)
{
  const char *line = strstr (self->ports, name);

  if (line == NULL)
    g_error ("private Postfix: no %s", name);
  return (guint16) g_ascii_strtoull (line + strlen (name), NULL, 10);
}

guint16
loft_private_postfix_get_submission_port (LoftPrivatePostfix *self)
{
  return get_port (self, "SUBMISSION_PORT=");
}

guint16
loft_private_postfix_get_submissions_port (LoftPrivatePostfix *self)
{
  return get_port (self, "SUBMISSIONS_PORT=");
}
