/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-resource.h"

#include <string.h>

#include "loft-eas-clearing.h"
#include "loft-eas-contact.h"
#include "loft-eas-event.h"
#include "loft-eas-task.h"

char *
loft_eas_resource_dup_etag (const char *text)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

LoftRemoteResource *
loft_eas_resource_read (LoftFolderKinds kinds, const char *id, const LoftWbxmlElement *data,
                        const LoftEasMapping *how, GError **error)
{
  g_autofree char *text =
    (kinds & LOFT_FOLDER_KIND_CONTACTS) != 0 ? loft_eas_contact_to_vcard (data, id, how, error)
    : (kinds & LOFT_FOLDER_KIND_TASKS) != 0  ? loft_eas_task_to_ical (data, id, how, error)
                                             : loft_eas_event_to_ical (data, id, how, error);
  g_autofree char *etag = text != NULL ? loft_eas_resource_dup_etag (text) : NULL;
  g_autoptr (GBytes) raw = text != NULL ? g_bytes_new (text, strlen (text)) : NULL;

  return raw != NULL ? loft_remote_resource_new (id, etag, raw) : NULL;
}

static LoftWbxmlElement *
write_one (LoftFolderKinds kinds, GBytes *raw, const LoftEasMapping *how, GPtrArray **instances,
           GError **error)
{
  gsize length;
  const char *bytes = g_bytes_get_data (raw, &length);
  g_autofree char *text = g_strndup (bytes, length);

  *instances = NULL;
  if ((kinds & LOFT_FOLDER_KIND_CONTACTS) != 0)
    return loft_eas_contact_from_vcard (text, how, error);
  if ((kinds & LOFT_FOLDER_KIND_TASKS) != 0)
    return loft_eas_task_from_ical (text, how, error);
  return loft_eas_event_from_ical (text, how, instances, error);
}

/* after: (transfer full) */
static LoftWbxmlElement *
differ (LoftFolderKinds kinds, const LoftWbxmlElement *before, LoftWbxmlElement *after,
        gboolean with_dates, const LoftEasMapping *how)
{
  LoftWbxmlElement *changes;

  if ((kinds & (LOFT_FOLDER_KIND_CONTACTS | LOFT_FOLDER_KIND_TASKS)) != 0)
    {
      loft_eas_clearing_add (after, before, with_dates);
      return after;
    }
  changes = loft_eas_event_changes (before, after, how);
  loft_wbxml_element_free (after);
  return changes != NULL ? changes : loft_wbxml_element_new (LOFT_EAS_AIRSYNC_APPLICATION_DATA);
}

LoftWbxmlElement *
loft_eas_resource_write (LoftFolderKinds kinds, GBytes *raw, GBytes *before, gboolean with_dates,
                         const LoftEasMapping *how, GPtrArray **instances, GError **error)
{
  LoftWbxmlElement *after = write_one (kinds, raw, how, instances, error);
  g_autoptr (GPtrArray) untold = g_ptr_array_new_with_free_func (g_free);
  LoftEasMapping how_before = *how;
  g_autoptr (GPtrArray) old_instances = NULL;
  g_autoptr (LoftWbxmlElement) old = NULL;

  if (after == NULL || before == NULL)
    return after;
  how_before.left_out = untold;
  old = write_one (kinds, before, &how_before, &old_instances, NULL);
  if (old == NULL)
    return after;
  if (*instances != NULL && old_instances != NULL)
    {
      GPtrArray *changed = loft_eas_event_instance_changes (old_instances, *instances);

      g_ptr_array_unref (*instances);
      *instances = changed;
    }
  return differ (kinds, old, after, with_dates, how);
}
