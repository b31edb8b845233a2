/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Messages of a pretended account as files: as many as are asked for, with their numbers in them. */

#include "fake-service-private.h"
#include "loft-message-files.h"

void
loft_message_files_write_async (GPtrArray *groups, const char *directory, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < groups->len; i++)
    {
      const LoftMessageGroup *group = g_ptr_array_index (groups, i);

      for (guint k = 0; k < group->ids->len; k++)
        {
          char *path = g_strdup_printf ("%s/%u-%u.eml", directory, i, k);
          g_autofree char *text =
            g_strdup_printf ("%" G_GINT64_FORMAT, g_array_index (group->ids, gint64, k));

          g_file_set_contents (path, text, -1, NULL);
          g_ptr_array_add (paths, path);
        }
    }
  g_task_return_pointer (task, paths, (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
loft_message_files_write_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
