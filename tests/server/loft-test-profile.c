/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-test-profile.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include "loft-mail-reader.h"

struct _LoftTestProfile {
  char *directory;
  GSubprocessLauncher *launcher;
  GBytes *output; /* (nullable) */
  char *output_text;
  char *errors_text;
};

static const GSubprocessFlags pipes =
    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE;

static void
run_or_die (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);

  if (process == NULL || !g_subprocess_wait_check (process, NULL, &error))
    g_error ("%s: %s", argv[0], error->message);
}

LoftTestProfile *
loft_test_profile_new (void)
{
  LoftTestProfile *self = g_new0 (LoftTestProfile, 1);
  const char *build_root = g_getenv ("LOFT_TEST_BUILD_ROOT");
  g_autofree char *parent =
      g_build_filename (build_root != NULL ? build_root : g_get_tmp_dir (), "test-profiles", NULL);

  self->directory = g_build_filename (parent, "profile-XXXXXX", NULL);
  if (g_mkdir_with_parents (parent, 0755) != 0 || g_mkdtemp (self->directory) == NULL)
    g_error ("%s: %s", self->directory, g_strerror (errno));
  self->launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  return self;
}

static void
remove_files (const char *directory)
{
  g_autoptr (GDir) folder = g_dir_open (directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      if (g_remove (path) != 0)
        g_error ("%s: %s", path, g_strerror (errno));
    }
}

void
loft_test_profile_forget (LoftTestProfile *self)
{
  g_autofree char *directory = loft_test_profile_dup_account_directory (self);

  remove_files (directory);
}

void
loft_test_profile_free (LoftTestProfile *self)
{
  const char *argv[] = { "rm", "-rf", self->directory, NULL };

  /* What a failed test leaves is what there is to look at. */
  if (!g_test_failed ())
    run_or_die (argv);
  g_object_unref (self->launcher);
  g_clear_pointer (&self->output, g_bytes_unref);
  g_free (self->output_text);
  g_free (self->errors_text);
  g_free (self->directory);
  g_free (self);
}

const char *
loft_test_profile_get_directory (LoftTestProfile *self)
{
  return self->directory;
}

char *
loft_test_profile_dup_account_directory (LoftTestProfile *self)
{
  g_autofree char *parent = g_build_filename (self->directory, "accounts", NULL);
  g_autoptr (GDir) folder = g_dir_open (parent, 0, NULL);
  const char *name = folder != NULL ? g_dir_read_name (folder) : NULL;

  /* The one that is always there is not meant. */
  if (g_strcmp0 (name, "local") == 0)
    name = g_dir_read_name (folder);
  if (name == NULL)
    g_error ("%s: no account", parent);
  return g_build_filename (parent, name, NULL);
}

void
loft_test_profile_set_environment (LoftTestProfile *self, const char *name, const char *value)
{
  if (value != NULL)
    g_subprocess_launcher_setenv (self->launcher, name, value, TRUE);
  else
    g_subprocess_launcher_unsetenv (self->launcher, name);
}

/* ---- running ------------------------------------------------------------------------------ */

/* (transfer full) */
static GSubprocess *
spawn (LoftTestProfile *self, const char *line, GSubprocessFlags flags)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  if (!g_shell_parse_argv (line, NULL, &words, &error) &&
      !g_error_matches (error, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING))
    g_error ("%s: %s", line, error->message);
  g_clear_error (&error);
  g_strv_builder_add_many (builder, LOFT_TEST_LOFTCTL, "--profile", self->directory, NULL);
  if (words != NULL)
    g_strv_builder_addv (builder, (const char **) words);
  argv = g_strv_builder_end (builder);
  g_subprocess_launcher_set_flags (self->launcher, flags);
  process = g_subprocess_launcher_spawnv (self->launcher, (const char *const *) argv, &error);
  if (process == NULL)
    g_error ("%s: %s", LOFT_TEST_LOFTCTL, error->message);
  return process;
}

static char *
as_text (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  char *text = g_malloc0 (length + 1);

  if (length > 0)
    memcpy (text, data, length);
  return text;
}

static int
run_line (LoftTestProfile *self, const char *input, const char *line)
{
  g_autoptr (GBytes) input_bytes =
      input != NULL ? g_bytes_new_static (input, strlen (input)) : NULL;
  g_autoptr (GSubprocess) process =
      spawn (self, line, pipes | (input != NULL ? G_SUBPROCESS_FLAGS_STDIN_PIPE : 0));
  g_autoptr (GBytes) errors = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->output, g_bytes_unref);
  g_free (self->output_text);
  g_free (self->errors_text);
  if (!g_subprocess_communicate (process, input_bytes, NULL, &self->output, &errors, &error))
    g_error ("loftctl %s: %s", line, error->message);
  self->output_text = as_text (self->output);
  self->errors_text = as_text (errors);
  if (!g_subprocess_get_if_exited (process))
    g_error ("loftctl %s: signal %d: %s", line, g_subprocess_get_term_sig (process),
             loft_test_profile_get_errors (self));
  return g_subprocess_get_exit_status (process);
}

int
loft_test_profile_run (LoftTestProfile *self, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  return run_line (self, NULL, line);
}

int
loft_test_profile_run_with_input (LoftTestProfile *self, const char *input, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  return run_line (self, input, line);
}

void
loft_test_profile_expect (LoftTestProfile *self, int status, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list args;
  int got;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  got = run_line (self, NULL, line);
  if (got != status)
    {
      g_test_message ("loftctl %s: %s%s", line, loft_test_profile_get_output (self),
                      loft_test_profile_get_errors (self));
      g_test_fail_printf ("loftctl %s: exit status %d instead of %d", line, got, status);
    }
}

const char *
loft_test_profile_get_output (LoftTestProfile *self)
{
  return self->output_text;
}

const char *
loft_test_profile_get_errors (LoftTestProfile *self)
{
  return self->errors_text;
}

GBytes *
loft_test_profile_get_bytes (LoftTestProfile *self)
{
  return self->output;
}

static GSubprocess *
start_line (LoftTestProfile *self, GSubprocessFlags flags, const char *format, va_list args)
{
  g_autofree char *line = g_strdup_vprintf (format, args);

  return spawn (self, line, flags);
}

GSubprocess *
loft_test_profile_start (LoftTestProfile *self, const char *format, ...)
{
  GSubprocess *process;
  va_list args;

  va_start (args, format);
  process = start_line (
      self, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, format, args);
  va_end (args);
  return process;
}

GSubprocess *
loft_test_profile_start_piped (LoftTestProfile *self, const char *format, ...)
{
  GSubprocess *process;
  va_list args;

  va_start (args, format);
  process = start_line (self, pipes, format, args);
  va_end (args);
  return process;
}

void
loft_test_profile_add_account (LoftTestProfile *self, const char *user, guint16 port,
                               const char *more)
{
  g_autofree char *password = g_strconcat (user, "-secret\n", NULL);
  int status = loft_test_profile_run_with_input (
      self, password,
      "account add imap --name Test --address %s@example.test --user %s --host localhost "
      "--port %u --password-stdin --secrets-file %s",
      user, user, port, more);

  if (status != 0)
    g_error ("account add: %s", loft_test_profile_get_errors (self));
}

/* ---- reading ------------------------------------------------------------------------------ */

static char *
node_text (JsonNode *node)
{
  if (node == NULL)
    return g_strdup ("");
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  return json_to_string (node, FALSE);
}

GPtrArray *
loft_test_profile_list_field (LoftTestProfile *self, const char *name)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) lines = g_strsplit (loft_test_profile_get_output (self), "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) root = NULL;

      if (lines[i][0] == '\0')
        continue;
      root = json_from_string (lines[i], &error);
      if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
        g_error ("no JSON object: %s", lines[i]);
      g_ptr_array_add (found, node_text (json_object_get_member (json_node_get_object (root), name)));
    }
  return found;
}

char *
loft_test_profile_dup_field (LoftTestProfile *self, const char *name)
{
  g_autoptr (GPtrArray) all = loft_test_profile_list_field (self, name);

  return all->len > 0 ? g_strdup (g_ptr_array_index (all, 0)) : NULL;
}

char *
loft_test_profile_find_message (LoftTestProfile *self, const char *folder, const char *remote_id)
{
  g_autofree char *quoted = g_shell_quote (folder);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GPtrArray) remote_ids = NULL;

  loft_test_profile_expect (self, 0, "--json --offline messages --folder %s", quoted);
  ids = loft_test_profile_list_field (self, "id");
  remote_ids = loft_test_profile_list_field (self, "remote_id");
  for (guint i = 0; i < ids->len; i++)
    if (strcmp (g_ptr_array_index (remote_ids, i), remote_id) == 0)
      return g_strdup (g_ptr_array_index (ids, i));
  g_error ("%s: no message %s", folder, remote_id);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
describe_flags (LoftMessage *message)
{
  g_autofree const char **names = loft_flags_to_names (message->flags);
  g_autofree char *flags = g_strjoinv (" ", (char **) names);
  g_autofree char *lower = g_ascii_strdown (message->keywords, -1);
  g_autofree char *both = g_strjoin (" ", flags, lower, NULL);
  g_auto (GStrv) words = g_strsplit (g_strstrip (both), " ", -1);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_ptr_array_add (sorted, words[i]);
  g_ptr_array_sort (sorted, compare_lines);
  g_ptr_array_add (sorted, NULL);
  return g_strjoinv (" ", (char **) sorted->pdata);
}

static char *
describe_message (LoftMailReader *reader, const LoftFolder *folder, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMessage) message = loft_mail_reader_get_message (reader, id, &error);
  g_autoptr (GBytes) raw = NULL;
  g_autofree char *flags = NULL;
  g_autofree char *digest = NULL;

  if (message == NULL)
    g_error ("message %" G_GINT64_FORMAT ": %s", id, error->message);
  if (message->cached)
    {
      raw = loft_mail_reader_get_raw (reader, id, &error);
      if (raw == NULL)
        g_error ("message %" G_GINT64_FORMAT " is said to be here: %s", id, error->message);
      digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, raw);
    }
  flags = describe_flags (message);
  return g_strdup_printf ("%s\t%s\t%s\t%" G_GUINT64_FORMAT "\t%s", folder->path,
                          message->remote_id != NULL ? message->remote_id : "?", flags,
                          message->size, digest != NULL ? digest : "-");
}

static void
dump_folder (LoftMailReader *reader, const LoftFolder *folder, GPtrArray *lines)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids =
      loft_mail_reader_list_ids (reader, folder->id, G_MAXINT32, 0, NULL, &error);

  if (ids == NULL)
    g_error ("%s: %s", folder->path, error->message);
  if (ids->len == 0)
    g_ptr_array_add (lines, g_strconcat (folder->path, "\t", NULL));
  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (lines, describe_message (reader, folder, g_array_index (ids, gint64, i)));
}

char *
loft_test_profile_dump (LoftTestProfile *self)
{
  g_autofree char *directory = loft_test_profile_dup_account_directory (self);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMailReader) reader = loft_mail_reader_open (directory, &error);
  g_autoptr (GPtrArray) folders = NULL;

  if (reader == NULL)
    g_error ("%s: %s", directory, error->message);
  folders = loft_mail_reader_list_folders (reader, &error);
  if (folders == NULL)
    g_error ("%s: %s", directory, error->message);
  for (guint i = 0; i < folders->len; i++)
    dump_folder (reader, g_ptr_array_index (folders, i), lines);
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}
