/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told of a change. */
#include <string.h>

#include "loft-eas-event-private.h"

LoftEasInstance *
loft_eas_instance_new (const char *instance_id, LoftWbxmlElement *data)
{
  LoftEasInstance *self = g_new0 (LoftEasInstance, 1);

  self->instance_id = g_strdup (instance_id);
  self->data = data;
  return self;
}

void
loft_eas_instance_free (LoftEasInstance *self)
{
  g_free (self->instance_id);
  g_clear_pointer (&self->data, loft_wbxml_element_free);
  g_free (self);
}

static void
add_gone (LoftWbxmlElement *data, const LoftWbxmlElement *before)
{
  for (guint i = 0; i < loft_wbxml_element_get_n_children (before); i++)
    {
      guint tag = loft_wbxml_element_get_child (before, i)->tag;

      if (loft_wbxml_element_find (data, tag) == NULL)
        loft_wbxml_element_add (data, tag);
    }
}

LoftWbxmlElement *
loft_eas_event_changes (const LoftWbxmlElement *before, const LoftWbxmlElement *after,
                        const LoftEasMapping *how)
{
  g_autoptr (LoftWbxmlElement) changes =
    loft_eas_event_diff (before, after, LOFT_EAS_AIRSYNC_APPLICATION_DATA, NULL);

  for (guint i = loft_wbxml_element_get_n_children (changes); i-- > 0;)
    if (loft_wbxml_element_get_child (changes, i)->tag == LOFT_EAS_CALENDAR_CLIENT_UID)
      g_ptr_array_remove_index (changes->children, i);
  if (loft_wbxml_element_get_n_children (changes) == 0)
    return NULL;
  if (how->version >= LOFT_EAS_FIRST_16)
    return g_steal_pointer (&changes);
  loft_wbxml_element_free (g_steal_pointer (&changes));
  changes = loft_wbxml_element_copy (after);
  add_gone (changes, before);
  return g_steal_pointer (&changes);
}

static gboolean
is_told (const LoftEasInstance *one, const LoftEasInstance *before)
{
  if (before == NULL || (one->data == NULL) != (before->data == NULL))
    return FALSE;
  return one->data == NULL || loft_wbxml_element_equal (one->data, before->data);
}

static LoftEasInstance *
copy_instance (const LoftEasInstance *one)
{
  return loft_eas_instance_new (one->instance_id,
                                one->data != NULL ? loft_wbxml_element_copy (one->data) : NULL);
}

GPtrArray *
loft_eas_event_instance_changes (GPtrArray *before, GPtrArray *after)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_eas_instance_free);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < before->len; i++)
    {
      LoftEasInstance *one = g_ptr_array_index (before, i);

      g_hash_table_insert (known, one->instance_id, one);
    }
  for (guint i = 0; i < after->len; i++)
    {
      const LoftEasInstance *one = g_ptr_array_index (after, i);

      if (!is_told (one, g_hash_table_lookup (known, one->instance_id)))
        g_ptr_array_add (changes, copy_instance (one));
    }
  return changes;
}
