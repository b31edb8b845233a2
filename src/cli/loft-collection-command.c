/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-resource-command.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "loft-output.h"
#include "loft-resource-transfer.h"

/* Calendars, task lists and address books as a whole: listed, read from files, written into files. */

#define ALL_KINDS  (LOFT_FOLDER_KIND_EVENTS | LOFT_FOLDER_KIND_TASKS | LOFT_FOLDER_KIND_CONTACTS)
#define MOST_DEPTH 16

/* ---- folders ------------------------------------------------------------------------------ */

const char *
loft_folder_kind_name (const LoftFolder *folder)
{
  if (folder->kinds & LOFT_FOLDER_KIND_CONTACTS)
    return "contacts";
  if (folder->kinds & LOFT_FOLDER_KIND_EVENTS)
    return "calendar";
  return folder->kinds & LOFT_FOLDER_KIND_TASKS ? "tasks" : "mail";
}

void
loft_print_collection (LoftContext *context, LoftMailAccount *account, const LoftFolder *folder)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *path = loft_output_safe (folder->path);

  if (!context->json)
    {
      printf ("%-40s %-8s\n", path, loft_folder_kind_name (folder));
      return;
    }
  json_builder_begin_object (builder);
  loft_output_add_text (builder, "account", loft_mail_account_get_name (account));
  loft_output_add_text (builder, "path", folder->path);
  loft_output_add_text (builder, "kind", loft_folder_kind_name (folder));
  json_builder_set_member_name (builder, "writable");
  json_builder_add_boolean_value (builder, folder->writable);
  json_builder_set_member_name (builder, "tasks");
  json_builder_add_boolean_value (builder, (folder->kinds & LOFT_FOLDER_KIND_TASKS) != 0);
  loft_output_add_text (builder, "color", folder->color);
  loft_output_add_time (builder, "synced", folder->synced_at);
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

LoftFolder *
loft_find_collection (LoftMailAccount *account, const char *path, LoftFolderKinds kinds)
{
  g_autoptr (GPtrArray) folders = loft_resources_list_folders (account, kinds, NULL);

  for (guint i = 0; folders != NULL && i < folders->len; i++)
    if (g_str_equal (((LoftFolder *) g_ptr_array_index (folders, i))->path, path))
      return loft_folder_ref (g_ptr_array_index (folders, i));
  return NULL;
}

/* ---- import ------------------------------------------------------------------------------- */

/* Only its beginning: what is mail may be gigabytes. */
static LoftFolderKinds
look (const char *path)
{
  char beginning[4096];
  FILE *file = fopen (path, "rb");
  size_t size = file != NULL ? fread (beginning, 1, sizeof beginning, file) : 0;
  g_autoptr (GBytes) bytes = g_bytes_new (beginning, size);

  if (file != NULL)
    fclose (file);
  return loft_resource_transfer_look (bytes);
}

gboolean
loft_is_collection_source (LoftMailAccount *account, const char *source, const char *path)
{
  g_autoptr (LoftFolder) folder = loft_find_collection (account, path, ALL_KINDS);

  if (g_file_test (source, G_FILE_TEST_IS_REGULAR))
    return look (source) != 0;
  return folder != NULL && g_file_test (source, G_FILE_TEST_IS_DIR);
}

/* One import of several files. */
typedef struct {
  LoftContext *context;
  LoftMailAccount *account;
  LoftFolder *folder;
  const char *file;
  gint64 told_at;
  guint n_imported;
  guint n_known;
  guint n_unreadable;
} Import;

static void
tell (guint done, guint total, gpointer user_data)
{
  Import *self = user_data;
  gint64 now = g_get_monotonic_time ();
  gboolean is_terminal = isatty (STDERR_FILENO);

  if ((!is_terminal && !self->context->progress) ||
      (!is_terminal && now - self->told_at < G_USEC_PER_SEC))
    return;
  self->told_at = now;
  fprintf (stderr, "%s%s: %u/%u%s", is_terminal ? "\r\033[K" : "", self->file, done, total,
           is_terminal && done < total ? "" : "\n");
}

static void
complain (Import *self, const char *why)
{
  g_autofree char *name = loft_output_safe (self->file);

  fprintf (stderr, "loftctl: %s: %s\n", name, why);
}

/* A file that cannot be read stops no other one; FALSE: it is not the file's fault. */
static gboolean
leave_out (Import *self, GError **error)
{
  g_autoptr (GError) reason = g_steal_pointer (error);

  if (!g_error_matches (reason, LOFT_ERROR, LOFT_ERROR_PROTOCOL) &&
      !g_error_matches (reason, LOFT_ERROR, LOFT_ERROR_LIMIT))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  complain (self, reason->message);
  self->n_unreadable++;
  return TRUE;
}

static gboolean
import_file (Import *self, const char *path, GError **error)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LoftResourceImport) report = NULL;
  g_autoptr (GBytes) bytes = NULL;

  self->file = path;
  bytes = loft_read_argument_file (path);
  if (bytes == NULL)
    {
      self->n_unreadable++;
      return TRUE;
    }
  loft_resource_import_async (self->account, self->folder, bytes, tell, self,
                              self->context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  report = loft_resource_import_finish (result, error);
  if (report == NULL)
    return leave_out (self, error);
  if (*report->trouble != '\0')
    complain (self, report->trouble);
  self->n_imported += report->n_imported;
  self->n_known += report->n_known;
  self->n_unreadable += report->n_unreadable;
  return TRUE;
}

/* Links are not followed: they may lead round in a circle. */
static gboolean
import_directory (Import *self, const char *path, guint depth, GError **error)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, error);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      gboolean done = TRUE;

      if (g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        continue;
      if (g_file_test (child, G_FILE_TEST_IS_DIR) && depth < MOST_DEPTH)
        done = import_directory (self, child, depth + 1, error);
      else if (g_file_test (child, G_FILE_TEST_IS_REGULAR) && look (child) != 0)
        done = import_file (self, child, error);
      if (!done)
        return FALSE;
    }
  return directory != NULL;
}

static void
print_import (const Import *self)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!self->context->json)
    {
      printf ("%u imported, %u already there, %u could not be read\n", self->n_imported,
              self->n_known, self->n_unreadable);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  loft_output_add_int (builder, "imported", self->n_imported);
  loft_output_add_int (builder, "known", self->n_known);
  loft_output_add_int (builder, "unreadable", self->n_unreadable);
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

int
loft_import_collection (LoftContext *context, LoftMailAccount *account, const char *source,
                        const char *path)
{
  g_autoptr (LoftFolder) folder = loft_find_collection (account, path, ALL_KINDS);
  Import self = { context, account, folder };
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (folder == NULL)
    return loft_usage_error ("\"%s\" has no calendar, task list or address book \"%s\"",
                             loft_mail_account_get_name (account), path);
  done = g_file_test (source, G_FILE_TEST_IS_DIR) ? import_directory (&self, source, 0, &error)
                                                  : import_file (&self, source, &error);
  if (self.n_imported > 0)
    loft_send_resources (context, account);
  if (!done)
    return loft_report_error (loft_mail_account_get_name (account), error);
  print_import (&self);
  return self.n_unreadable > 0 ? LOFT_EXIT_PARTLY : LOFT_EXIT_DONE;
}

/* ---- export ------------------------------------------------------------------------------- */

/* A path as the name of one file: "Work/Team" is no folder, and ".." no way out. */
static char *
name_file (const char *directory, const char *path, gboolean contacts)
{
  g_autofree char *plain = g_strdelimit (g_strdup (path), "/\\:\n\r\t", '_');
  g_autofree char *name =
    g_strconcat (*plain == '.' ? "_" : "", plain, contacts ? ".vcf" : ".ics", NULL);

  return g_build_filename (directory, name, NULL);
}

static gboolean
export_one (LoftContext *context, LoftMailAccount *account, const LoftFolder *folder,
            const char *file, guint *n_items, GError **error)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size = 0;
  const char *text;
  guint n = 0;

  loft_resource_export_async (account, folder, context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  bytes = loft_resource_export_finish (result, &n, error);
  if (bytes == NULL)
    return FALSE;
  text = g_bytes_get_data (bytes, &size);
  *n_items += n;
  return g_file_set_contents_full (file, size > 0 ? text : "", (gssize) size,
                                   G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static gboolean
export_all (LoftContext *context, LoftMailAccount *account, GPtrArray *folders, const char *output,
            gboolean contacts, guint *n_items, GError **error)
{
  gboolean is_file = folders->len == 1 && !g_file_test (output, G_FILE_TEST_IS_DIR);

  if (!is_file && g_mkdir_with_parents (output, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", output,
                   g_strerror (errno));
      return FALSE;
    }
  for (guint i = 0; i < folders->len; i++)
    {
      const LoftFolder *folder = g_ptr_array_index (folders, i);
      g_autofree char *file =
        is_file ? g_strdup (output) : name_file (output, folder->path, contacts);

      if (!export_one (context, account, folder, file, n_items, error))
        return FALSE;
    }
  return TRUE;
}

static GPtrArray *
choose (LoftMailAccount *account, const char *path, gboolean contacts)
{
  LoftFolderKinds kinds =
    contacts ? LOFT_FOLDER_KIND_CONTACTS : LOFT_FOLDER_KIND_EVENTS | LOFT_FOLDER_KIND_TASKS;
  g_autoptr (GPtrArray) folders = NULL;
  LoftFolder *folder;

  if (path == NULL)
    return loft_resources_list_folders (account, kinds, NULL);
  folder = loft_find_collection (account, path, kinds);
  folders = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_folder_unref);
  if (folder != NULL)
    g_ptr_array_add (folders, folder);
  return g_steal_pointer (&folders);
}

int
loft_export_collections (LoftContext *context, LoftMailAccount *account, const char *path,
                         const char *output, gboolean contacts)
{
  g_autoptr (GPtrArray) folders = choose (account, path, contacts);
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (GError) error = NULL;
  guint n_items = 0;

  if (folders == NULL || folders->len == 0)
    return loft_usage_error ("\"%s\" has no %s%s%s%s", loft_mail_account_get_name (account),
                             contacts ? "address book" : "calendar", path != NULL ? " \"" : "",
                             path != NULL ? path : "", path != NULL ? "\"" : "");
  if (!export_all (context, account, folders, output, contacts, &n_items, &error))
    return loft_report_error (loft_mail_account_get_name (account), error);
  if (!context->json)
    {
      printf ("%u exported\n", n_items);
      return LOFT_EXIT_DONE;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  loft_output_add_int (builder, "exported", n_items);
  loft_output_add_int (builder, "missing", 0);
  json_builder_end_object (builder);
  loft_output_json_line (builder);
  return LOFT_EXIT_DONE;
}
