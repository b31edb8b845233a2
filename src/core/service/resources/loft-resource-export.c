/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-resource-transfer.h"

#include <string.h>

#include "loft-content-component.h"
#include "loft-mail-account-private.h"
#include "loft-mail-reader-private.h"
#include "loft-resource-store.h"

typedef struct {
  LoftFolder *folder; /* (owned) */
  GString *text; /* (owned) */
  GHashTable *zones; /* (owned) of char*: TZIDs that are in text */
  guint n_items;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  loft_folder_unref (work->folder);
  g_string_free (work->text, TRUE);
  g_hash_table_unref (work->zones);
  g_free (work);
}

static void
end_line (GString *text)
{
  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append (text, "\r\n");
}

static void
append (GString *text, GBytes *bytes)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);

  g_string_append_len (text, data, (gssize) size);
  end_line (text);
}

/* Zones of one name are taken for one: what they say differs by which years were written down. */
static gboolean
is_wanted (Work *work, LoftContentComponent *component)
{
  LoftContentProperty *tzid;

  if (!loft_content_component_is (component, "VTIMEZONE"))
    return TRUE;
  tzid = loft_content_component_get_property (component, "TZID");
  return tzid != NULL &&
         g_hash_table_add (work->zones, g_strdup (loft_content_property_get_value (tzid)));
}

static void
add_object (Work *work, GBytes *raw)
{
  g_autoptr (LoftContentComponent) root = loft_content_component_read (raw, NULL);
  LoftContentComponent *calendar =
    root != NULL ? loft_content_component_get_component (root, "VCALENDAR") : NULL;
  LoftContentComponent *component;
  guint position = 0;

  while (calendar != NULL &&
         (component = loft_content_component_next_component (calendar, &position, NULL)) != NULL)
    {
      g_autoptr (GBytes) bytes = NULL;

      if (!is_wanted (work, component))
        continue;
      bytes = loft_content_component_write (component);
      append (work->text, bytes);
    }
  work->n_items += calendar != NULL;
}

static gboolean
add_all (Work *work, LoftMailStore *store, LoftFolderKinds kind, GCancellable *cancellable,
         GError **error)
{
  g_autoptr (GArray) ids = loft_resource_store_list (store, work->folder->id, kind, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autoptr (LoftResource) resource =
        loft_resource_store_get (store, g_array_index (ids, gint64, i), NULL);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (resource == NULL)
        continue;
      if (kind != LOFT_FOLDER_KIND_CONTACTS)
        {
          add_object (work, resource->raw);
          continue;
        }
      append (work->text, resource->raw);
      work->n_items++;
    }
  return ids != NULL;
}

static gboolean
export_calendar (Work *work, LoftMailStore *store, GCancellable *cancellable, GError **error)
{
  g_string_append (work->text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Loft//Loft//EN\r\n");
  if (!add_all (work, store, LOFT_FOLDER_KIND_EVENTS, cancellable, error) ||
      !add_all (work, store, LOFT_FOLDER_KIND_TASKS, cancellable, error))
    return FALSE;
  g_string_append (work->text, "END:VCALENDAR\r\n");
  return TRUE;
}

static void
export_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  Work *work = g_task_get_task_data (task);
  LoftMailStore *store = loft_mail_reader_current_store (reader)->mail;
  GError *error = NULL;
  gboolean done = work->folder->kinds & LOFT_FOLDER_KIND_CONTACTS
                    ? add_all (work, store, LOFT_FOLDER_KIND_CONTACTS, cancellable, &error)
                    : export_calendar (work, store, cancellable, &error);

  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
loft_resource_export_async (LoftMailAccount *account, const LoftFolder *folder,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (account, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->folder = loft_folder_ref ((LoftFolder *) folder);
  work->text = g_string_new (NULL);
  work->zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_task_set_task_data (task, work, work_free);
  loft_mail_account_queue_list (account, LOFT_WORKER_NORMAL, task, export_in_worker);
}

GBytes *
loft_resource_export_finish (GAsyncResult *result, guint *n_items, GError **error)
{
  Work *work = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  if (n_items != NULL)
    *n_items = work->n_items;
  return g_bytes_new (work->text->str, work->text->len);
}
