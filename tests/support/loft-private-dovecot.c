/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-private-dovecot.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include <glib/gstdio.h>

struct _LoftPrivateDovecot {
  char *directory;
  GHashTable *values; /* name to value, as DIR/ports says */
  guint delivered;    /* makes file names unique */
};

static const char *const profile_names[] = { "full", "condstore", "plain", "extended" };

static void
run_script (LoftPrivateDovecot *self, const char *command, LoftPrivateDovecotProfile profile)
{
  const char *argv[] = { LOFT_TEST_SUPPORT_DIR "/private-dovecot.sh", command, self->directory,
                         NULL };
  g_auto (GStrv) environment = g_get_environ ();
  g_autofree char *pid = g_strdup_printf ("%d", (int) getpid ());
  g_autofree char *messages = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  environment = g_environ_setenv (environment, "PROFILE", profile_names[profile], TRUE);
  environment = g_environ_setenv (environment, "WATCH_PID", pid, TRUE);
  environment = g_environ_setenv (environment, "REMOVE_WHEN_DEAD", "1", TRUE);
  if (!g_spawn_sync (NULL, (char **) argv, environment, G_SPAWN_DEFAULT, NULL, NULL, NULL,
                     &messages, &status, &error) ||
      !g_spawn_check_wait_status (status, &error))
    g_error ("private-dovecot.sh %s: %s: %s", command, error->message, messages);
}

static void
read_values (LoftPrivateDovecot *self)
{
  g_autofree char *file = g_build_filename (self->directory, "ports", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_file_get_contents (file, &text, NULL, &error))
    g_error ("%s", error->message);
  g_hash_table_remove_all (self->values);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *equals = strchr (lines[i], '=');

      if (equals != NULL)
        g_hash_table_insert (self->values, g_strndup (lines[i], equals - lines[i]),
                             g_shell_unquote (equals + 1, NULL));
    }
}

static const char *
get_value (LoftPrivateDovecot *self, const char *name)
{
  const char *value = g_hash_table_lookup (self->values, name);

  if (value == NULL)
    g_error ("private Dovecot: no %s", name);
  return value;
}

/* Below the build folder, so that a failed test's server log is found there. */
static char *
make_directory (void)
{
  const char *build_root = g_getenv ("LOFT_TEST_BUILD_ROOT");
  g_autofree char *parent = NULL;
  g_autofree char *directory = NULL;

  parent = g_build_filename (build_root != NULL ? build_root : g_get_tmp_dir (), "test-servers",
                             NULL);
  directory = g_build_filename (parent, "dovecot-XXXXXX", NULL);
  if (g_mkdir_with_parents (parent, 0755) != 0 || g_mkdtemp_full (directory, 0755) == NULL)
    g_error ("%s: %s", directory, g_strerror (errno));
  return g_steal_pointer (&directory);
}

LoftPrivateDovecot *
loft_private_dovecot_new (LoftPrivateDovecotProfile profile)
{
  LoftPrivateDovecot *self = g_new0 (LoftPrivateDovecot, 1);

  self->directory = make_directory ();
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  loft_private_dovecot_start (self, profile);
  return self;
}

void
loft_private_dovecot_free (LoftPrivateDovecot *self)
{
  run_script (self, "remove", LOFT_PRIVATE_DOVECOT_FULL);
  g_hash_table_unref (self->values);
  g_free (self->directory);
  g_free (self);
}

void
loft_private_dovecot_start (LoftPrivateDovecot *self, LoftPrivateDovecotProfile profile)
{
  run_script (self, "start", profile);
  read_values (self);
}

void
loft_private_dovecot_stop (LoftPrivateDovecot *self)
{
  run_script (self, "stop", LOFT_PRIVATE_DOVECOT_FULL);
}

guint16
loft_private_dovecot_get_imap_port (LoftPrivateDovecot *self)
{
  return (guint16) g_ascii_strtoull (get_value (self, "IMAP_PORT"), NULL, 10);
}

guint16
loft_private_dovecot_get_imaps_port (LoftPrivateDovecot *self)
{
  return (guint16) g_ascii_strtoull (get_value (self, "IMAPS_PORT"), NULL, 10);
}

guint16
loft_private_dovecot_get_pop3_port (LoftPrivateDovecot *self)
{
  return (guint16) g_ascii_strtoull (get_value (self, "POP3_PORT"), NULL, 10);
}

guint16
loft_private_dovecot_get_pop3s_port (LoftPrivateDovecot *self)
{
  return (guint16) g_ascii_strtoull (get_value (self, "POP3S_PORT"), NULL, 10);
}

const char *
loft_private_dovecot_get_ca_file (LoftPrivateDovecot *self)
{
  return get_value (self, "CA_FILE");
}

const char *
loft_private_dovecot_get_fingerprint (LoftPrivateDovecot *self)
{
  return get_value (self, "FINGERPRINT");
}

const char *
loft_private_dovecot_get_directory (LoftPrivateDovecot *self)
{
  return self->directory;
}

char *
loft_private_dovecot_dup_maildir (LoftPrivateDovecot *self, const char *user)
{
  return g_build_filename (get_value (self, "MAIL_HOME"), user, "Maildir", NULL);
}

void
loft_private_dovecot_adopt (LoftPrivateDovecot *self)
{
  run_script (self, "adopt", LOFT_PRIVATE_DOVECOT_FULL);
}

/* The server does not run as root: what a test writes as root would be out of its reach. */
static void
give_to_owner_of (const char *maildir, const char *path)
{
  struct stat info;

  if (stat (maildir, &info) != 0 || lchown (path, info.st_uid, info.st_gid) != 0)
    g_error ("%s: %s", path, g_strerror (errno));
}

static void
make_folder (const char *maildir, const char *path)
{
  static const char *const names[] = { "", "cur", "new", "tmp" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *child = g_build_filename (path, names[i], NULL);

      if (g_mkdir_with_parents (child, 0755) != 0)
        g_error ("%s: %s", child, g_strerror (errno));
      give_to_owner_of (maildir, child);
    }
}

void
loft_private_dovecot_deliver (LoftPrivateDovecot *self,
                              const char         *user,
                              const char         *folder,
                              const char         *message,
                              gssize              length,
                              const char         *flags,
                              gint64              date)
{
  g_autofree char *maildir = loft_private_dovecot_dup_maildir (self, user);
  g_autofree char *path = g_build_filename (maildir, folder, NULL);
  g_autofree char *name = NULL;
  g_autofree char *temporary = NULL;
  g_autofree char *final = NULL;
  g_autoptr (GError) error = NULL;
  struct utimbuf times = { .actime = date, .modtime = date };

  make_folder (maildir, path);
  name = g_strdup_printf ("%" G_GINT64_FORMAT ".M%uP%d.loft:2,%s", date, self->delivered++,
                          (int) getpid (), flags);
  temporary = g_build_filename (path, "tmp", name, NULL);
  final = g_build_filename (path, "cur", name, NULL);
  if (!g_file_set_contents (temporary, message, length, &error))
    g_error ("%s", error->message);
  give_to_owner_of (maildir, temporary);
  if (utime (temporary, &times) != 0 || g_rename (temporary, final) != 0)
    g_error ("%s: %s", final, g_strerror (errno));
}
