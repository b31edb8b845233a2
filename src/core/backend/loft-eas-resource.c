/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-resource.h"

#include <string.h>

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

LoftWbxmlElement *
loft_eas_resource_write (LoftFolderKinds kinds, GBytes *raw, const LoftEasMapping *how,
                         GPtrArray **instances, GError **error)
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
