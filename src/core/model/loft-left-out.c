/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-left-out.h"

#define MAX_KEPT 1000

LoftLeftOut *
loft_left_out_new (gint64 folder_id, const char *folder, gint64 message_id, const char *subject,
                   const GError *reason)
{
  LoftLeftOut *self = g_atomic_rc_box_new0 (LoftLeftOut);

  self->folder_id = folder_id;
  self->message_id = message_id;
  self->folder = g_strdup (folder);
  self->subject = g_strdup (subject);
  self->reason = g_error_copy (reason);
  return self;
}

LoftLeftOut *
loft_left_out_ref (LoftLeftOut *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  LoftLeftOut *self = data;

  g_free (self->folder);
  g_free (self->subject);
  g_error_free (self->reason);
}

void
loft_left_out_unref (LoftLeftOut *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

GPtrArray *
loft_left_out_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) loft_left_out_unref);
}

gboolean
loft_left_out_list_remove_message (GPtrArray *list, gint64 message_id)
{
  for (guint i = 0; i < list->len; i++)
    {
      LoftLeftOut *item = g_ptr_array_index (list, i);

      if (item->message_id == message_id)
        {
          g_ptr_array_remove_index (list, i);
          return TRUE;
        }
    }
  return FALSE;
}

void
loft_left_out_list_merge (GPtrArray *list, gint64 folder_id, GPtrArray *found)
{
  for (guint i = list->len; i > 0; i--)
    {
      LoftLeftOut *item = g_ptr_array_index (list, i - 1);

      if (item->message_id == 0 && (folder_id == 0 || item->folder_id == folder_id))
        g_ptr_array_remove_index (list, i - 1);
    }
  for (guint i = 0; i < found->len && list->len < MAX_KEPT; i++)
    {
      LoftLeftOut *item = g_ptr_array_index (found, i);

      if (item->message_id != 0)
        loft_left_out_list_remove_message (list, item->message_id);
      g_ptr_array_add (list, loft_left_out_ref (item));
    }
}
