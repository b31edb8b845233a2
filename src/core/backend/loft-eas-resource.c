/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-resource.h"

#include <string.h>

#include "loft-eas-clearing.h"
#include "loft-eas-contact.h"
#include "loft-eas-event-files.h"
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

static char *
dup_text (GBytes *raw)
{
  gsize length;
  const char *bytes = g_bytes_get_data (raw, &length);

  return g_strndup (bytes, length);
}

static LoftWbxmlElement *
write_one (LoftFolderKinds kinds, GBytes *raw, const LoftEasMapping *how, GPtrArray **instances,
           GError **error)
{
  g_autofree char *text = dup_text (raw);

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

static gboolean
add_files (LoftFolderKinds kinds, LoftWbxmlElement *data, GBytes *raw, GBytes *before,
           const LoftEasMapping *how, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *old = NULL;

  if ((kinds & (LOFT_FOLDER_KIND_CONTACTS | LOFT_FOLDER_KIND_TASKS)) != 0)
    return TRUE;
  text = dup_text (raw);
  old = before != NULL ? dup_text (before) : NULL;
  return loft_eas_event_files_add_changes (data, old, text, how, error);
}

/* What it is but for files. */
static LoftWbxmlElement *
write_rest (LoftFolderKinds kinds, GBytes *raw, GBytes *before, gboolean with_dates,
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

LoftWbxmlElement *
loft_eas_resource_write (LoftFolderKinds kinds, GBytes *raw, GBytes *before, gboolean with_dates,
                         const LoftEasMapping *how, GPtrArray **instances, GError **error)
{
  LoftWbxmlElement *data = write_rest (kinds, raw, before, with_dates, how, instances, error);

  if (data == NULL || add_files (kinds, data, raw, before, how, error))
    return data;
  loft_wbxml_element_free (data);
  return NULL;
}
