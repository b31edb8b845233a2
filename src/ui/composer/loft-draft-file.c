/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-draft-file.h"

#include "loft-error.h"
#include "loft-thread-task.h"

#define MAX_FILE (200 * 1024 * 1024)
#define ATTRIBUTES                                                                                 \
  G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME                                                           \
  "," G_FILE_ATTRIBUTE_STANDARD_CONTENT_TYPE "," G_FILE_ATTRIBUTE_STANDARD_TYPE                    \
  "," G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_ETAG_VALUE

LoftDraftFile *
loft_draft_file_new (LoftDraftPart *part)
{
  LoftDraftFile *self = g_new0 (LoftDraftFile, 1);

  self->part = part;
  return self;
}

void
loft_draft_file_free (LoftDraftFile *self)
{
  if (self == NULL)
    return;
  loft_draft_part_free (self->part);
  loft_draft_part_free (self->original);
  g_clear_object (&self->file);
  g_free (self->etag);
  g_free (self);
}

static gboolean
is_good (GFileInfo *info, GError **error)
{
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "Not a file");
      return FALSE;
    }
  if (g_file_info_get_size (info) > MAX_FILE)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "Larger than any message");
      return FALSE;
    }
  return TRUE;
}

static LoftDraftPart *
make_part (GFileInfo *info, GBytes *bytes)
{
  const char *content = g_file_info_get_content_type (info);
  g_autofree char *type = content == NULL ? NULL : g_content_type_get_mime_type (content);

  return loft_draft_part_new (g_file_info_get_display_name (info),
                              type != NULL ? type : "application/octet-stream", NULL, bytes);
}

/* Clocks of file systems are coarse: the size tells more. */
static char *
state_of (const char *etag, guint64 size)
{
  return g_strdup_printf ("%s %" G_GUINT64_FORMAT, etag != NULL ? etag : "", size);
}

static LoftDraftFile *
read_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info =
    g_file_query_info (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, cancellable, error);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *etag = NULL;
  LoftDraftFile *self = NULL;

  if (info == NULL || !is_good (info, error))
    return NULL;
  bytes = g_file_load_bytes (file, cancellable, &etag, error);
  if (bytes == NULL)
    return NULL;
  self = loft_draft_file_new (make_part (info, bytes));
  self->file = g_object_ref (file);
  self->etag = state_of (etag, g_bytes_get_size (bytes));
  return self;
}

static void
read_in_thread (GTask *task, gpointer source, gpointer file, GCancellable *cancellable)
{
  GError *error = NULL;
  LoftDraftFile *self = read_file (file, cancellable, &error);

  if (self != NULL)
    g_task_return_pointer (task, self, (GDestroyNotify) loft_draft_file_free);
  else
    g_task_return_error (task, error);
}

void
loft_draft_file_read_async (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  loft_thread_task_run (task, read_in_thread);
}

LoftDraftFile *
loft_draft_file_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Comparing */

typedef struct {
  GPtrArray *files;
  GPtrArray *etags;
} Comparison;

static void
comparison_free (gpointer data)
{
  Comparison *self = data;

  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->etags);
  g_free (self);
}

static gboolean
has_changed (GFile *file, const char *etag)
{
  g_autoptr (GFileInfo) info =
    g_file_query_info (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, NULL, NULL);
  g_autofree char *now = NULL;

  if (info == NULL)
    return FALSE;
  now = state_of (g_file_info_get_etag (info), (guint64) g_file_info_get_size (info));
  return g_strcmp0 (now, etag) != 0;
}

static void
compare_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Comparison *self = data;
  GPtrArray *changed = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->files->len; i++)
    {
      GFile *file = g_ptr_array_index (self->files, i);

      if (has_changed (file, g_ptr_array_index (self->etags, i)))
        g_ptr_array_add (changed, g_object_ref (file));
    }
  g_task_return_pointer (task, changed, (GDestroyNotify) g_ptr_array_unref);
}

void
loft_draft_file_compare_async (GPtrArray *files, GPtrArray *etags, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Comparison *self = g_new0 (Comparison, 1);

  self->files = g_ptr_array_ref (files);
  self->etags = g_ptr_array_ref (etags);
  g_task_set_task_data (task, self, comparison_free);
  loft_thread_task_run (task, compare_in_thread);
}

GPtrArray *
loft_draft_file_compare_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
