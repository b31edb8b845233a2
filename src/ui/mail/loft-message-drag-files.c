/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-drag-files.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "loft-message-files.h"

#define KEPT_SECONDS (10 * 60) /* a program may copy them long after the drop */
#define PREFIX       "dragged-"

struct _LoftMessageDragFiles {
  GdkContentProvider parent_instance;

  LoftMessageDrag *drag; /* (owned) */
  GSList *files; /* (owned) (nullable) of GFile: once they were written */
  char *directory; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (LoftMessageDragFiles, loft_message_drag_files, GDK_TYPE_CONTENT_PROVIDER)

static char *place; /* (nullable) */

void
loft_message_drag_files_set_place (const char *directory)
{
  g_free (place);
  place = g_strdup (directory);
}

gboolean
loft_message_drag_files_is_own (GdkDrop *drop)
{
  return drop != NULL && gdk_drop_get_drag (drop) != NULL;
}

/* ---- the folder --------------------------------------------------------------------------- */

static void
remove_folder (const char *directory)
{
  GDir *dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      g_unlink (path);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_rmdir (directory);
}

/* What a run left that ended too early. */
static void
remove_old (const char *parent)
{
  GDir *dir = g_dir_open (parent, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (parent, name, NULL);
      GStatBuf facts;

      if (g_str_has_prefix (name, PREFIX) && g_stat (path, &facts) == 0 &&
          facts.st_mtime + KEPT_SECONDS < g_get_real_time () / G_USEC_PER_SEC)
        remove_folder (path);
    }
  g_clear_pointer (&dir, g_dir_close);
}

static char *
make_folder (GError **error)
{
  g_autofree char *parent =
    place != NULL ? g_strdup (place) : g_build_filename (g_get_user_cache_dir (), "loft", NULL);
  char *directory;

  remove_old (parent);
  directory = g_build_filename (parent, PREFIX "XXXXXX", NULL);
  if (g_mkdir_with_parents (parent, 0700) == 0 && g_mkdtemp (directory) != NULL)
    return directory;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
  g_free (directory);
  return NULL;
}

static gboolean
on_kept_long_enough (gpointer directory)
{
  remove_folder (directory);
  return G_SOURCE_REMOVE;
}

/* ---- writing them ------------------------------------------------------------------------- */

typedef struct {
  char *mime_type;
  GOutputStream *stream; /* (owned) */
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->mime_type);
  g_object_unref (request->stream);
  g_free (request);
}

static void
on_serialized (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (gdk_content_serialize_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* task: (transfer full) */
static void
serialize (GTask *task)
{
  LoftMessageDragFiles *self = g_task_get_source_object (task);
  const Request *request = g_task_get_task_data (task);
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, self->files);
  gdk_content_serialize_async (request->stream, request->mime_type, &value,
                               g_task_get_priority (task), g_task_get_cancellable (task),
                               on_serialized, task);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  LoftMessageDragFiles *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) paths = loft_message_files_write_finish (result, &error);

  if (paths == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_slist_free_full (g_steal_pointer (&self->files), g_object_unref);
  for (guint i = paths->len; i > 0; i--)
    self->files =
      g_slist_prepend (self->files, g_file_new_for_path (g_ptr_array_index (paths, i - 1)));
  serialize (g_steal_pointer (&task));
}

static void
on_gathered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  LoftMessageDragFiles *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) groups =
    loft_message_list_gather_finish (LOFT_MESSAGE_LIST (source), result, &error);

  if (groups != NULL && self->directory == NULL)
    self->directory = make_folder (&error);
  if (groups == NULL || self->directory == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  loft_message_files_write_async (groups, self->directory, g_task_get_cancellable (task),
                                  on_written, task);
  g_steal_pointer (&task);
}

/* The second program that asks gets the same files. */
static void
write_mime_type_async (GdkContentProvider *provider, const char *mime_type, GOutputStream *stream,
                       int io_priority, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer user_data)
{
  LoftMessageDragFiles *self = LOFT_MESSAGE_DRAG_FILES (provider);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->mime_type = g_strdup (mime_type);
  request->stream = g_object_ref (stream);
  g_task_set_priority (task, io_priority);
  g_task_set_task_data (task, request, request_free);
  if (self->files != NULL)
    {
      serialize (task);
      return;
    }
  loft_message_list_gather_async (self->drag->list,
                                  (const gint64 *) (gpointer) self->drag->keys->data,
                                  self->drag->keys->len, LOFT_GATHER_HERE, cancellable, on_gathered,
                                  task);
}

static gboolean
write_mime_type_finish (GdkContentProvider *provider, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* As GDK writes lists of files, without the type itself: inside this program messages are dragged. */
static GdkContentFormats *
ref_formats (GdkContentProvider *provider)
{
  GdkContentFormats *all = gdk_content_formats_union_serialize_mime_types (
    gdk_content_formats_new_for_gtype (GDK_TYPE_FILE_LIST));
  gsize n = 0;
  const char *const *mime_types = gdk_content_formats_get_mime_types (all, &n);
  GdkContentFormats *formats = gdk_content_formats_new ((const char **) mime_types, (guint) n);

  gdk_content_formats_unref (all);
  return formats;
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_message_drag_files_finalize (GObject *object)
{
  LoftMessageDragFiles *self = LOFT_MESSAGE_DRAG_FILES (object);

  if (self->directory != NULL)
    g_timeout_add_seconds_full (G_PRIORITY_LOW, KEPT_SECONDS, on_kept_long_enough, self->directory,
                                g_free);
  g_slist_free_full (self->files, g_object_unref);
  loft_message_drag_free (self->drag);
  G_OBJECT_CLASS (loft_message_drag_files_parent_class)->finalize (object);
}

static void
loft_message_drag_files_class_init (LoftMessageDragFilesClass *klass)
{
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = loft_message_drag_files_finalize;
  provider_class->ref_formats = ref_formats;
  provider_class->write_mime_type_async = write_mime_type_async;
  provider_class->write_mime_type_finish = write_mime_type_finish;
}

static void
loft_message_drag_files_init (LoftMessageDragFiles *self)
{
}

GdkContentProvider *
loft_message_drag_files_new (LoftMessageDrag *drag)
{
  LoftMessageDragFiles *self = g_object_new (LOFT_TYPE_MESSAGE_DRAG_FILES, NULL);

  self->drag = loft_message_drag_copy (drag);
  return GDK_CONTENT_PROVIDER (self);
}
