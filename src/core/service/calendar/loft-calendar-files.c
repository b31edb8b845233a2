/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendar-files.h"

#include "loft-ical-join.h"
#include "loft-ical-object.h"
#include "loft-ical-split.h"
#include "loft-untaken-private.h"
#include "loft-mail-account-private.h"
#include "loft-mail-reader-private.h"
#include "loft-resource-store.h"
#include "loft-resources.h"

/* One step is one transaction: long ones would hold up what a person does meanwhile. */
#define STEP 100

/* ---- import ------------------------------------------------------------------------------- */

typedef struct {
  gint64 folder_id;
  GBytes *text; /* (owned) */
  GPtrArray *pieces; /* (owned) (nullable) of GBytes: what is new */
  guint next;
  LoftCalendarImported counts;
  LoftCalendarProgress progress;
  gpointer progress_data;
} Import;

static void
import_free (gpointer data)
{
  Import *import = data;

  g_bytes_unref (import->text);
  g_clear_pointer (&import->pieces, g_ptr_array_unref);
  g_free (import);
}

/* Why a piece is no event. object: (nullable) what could be read of it. */
static LoftUntakenReason
explain (LoftIcalObject *object)
{
  return object == NULL                                                  ? LOFT_UNTAKEN_LIMIT
         : loft_ical_object_get_kind (object) == LOFT_FOLDER_KIND_EVENTS ? LOFT_UNTAKEN_NO_START
                                                                         : LOFT_UNTAKEN_KIND;
}

/* FALSE with error: the store cannot be read. */
static gboolean
look_at (Import *import, LoftMailStore *store, GHashTable *seen, GBytes *piece, GError **error)
{
  g_autoptr (LoftIcalObject) object = loft_ical_object_read (piece, NULL);
  const char *uid = object != NULL ? loft_ical_object_get_uid (object) : "";
  g_autoptr (LoftResource) twin = NULL;
  g_autoptr (GError) failure = NULL;

  if (object == NULL || loft_ical_object_get_events (object)->len == 0)
    {
      loft_untaken_list_add_piece (&import->counts.left_out, piece, explain (object));
      return TRUE;
    }
  twin = loft_resource_store_find_uid (store, import->folder_id, uid, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if ((twin != NULL && !twin->removed) || !g_hash_table_add (seen, g_strdup (uid)))
    import->counts.twins++;
  else
    g_ptr_array_add (import->pieces, g_bytes_ref (piece));
  return TRUE;
}

static gboolean
look_at_all (Import *import, LoftMailStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) damages =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_content_damage_free);
  g_autoptr (GPtrArray) pieces = loft_ical_split_file (import->text, damages, NULL, error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  loft_untaken_list_add_damages (&import->counts.left_out, damages);
  import->pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; pieces != NULL && i < pieces->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !look_at (import, store, seen, g_ptr_array_index (pieces, i), error))
      return FALSE;
  return pieces != NULL;
}

static void
look_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  GTask *client = g_task_get_task_data (task);
  Import *import = g_task_get_task_data (client);
  GError *error = NULL;

  if (look_at_all (import, loft_mail_reader_current_store (reader)->mail, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void add_step (GTask *client);

static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  Import *import = g_task_get_task_data (client);
  GError *error = NULL;

  if (!loft_resources_act_finish (LOFT_MAIL_ACCOUNT (source), result, NULL, NULL, &error))
    {
      g_task_return_error (client, error);
      return;
    }
  import->counts.added = import->next;
  if (import->progress != NULL)
    import->progress (import->next, import->pieces->len, import->progress_data);
  add_step (g_steal_pointer (&client));
}

/* What was added until somebody cancels stays. Takes client. */
static void
add_step (GTask *client)
{
  Import *import = g_task_get_task_data (client);
  g_autoptr (GArray) wishes = g_array_new (FALSE, FALSE, sizeof (LoftResourceWish));

  for (guint i = 0; i < STEP && import->next < import->pieces->len; i++)
    {
      LoftResourceWish wish = { 0, import->folder_id,
                                g_ptr_array_index (import->pieces, import->next++) };

      g_array_append_val (wishes, wish);
    }
  if (wishes->len > 0 && !g_cancellable_is_cancelled (g_task_get_cancellable (client)))
    {
      loft_resources_act_async (g_task_get_source_object (client),
                                (const LoftResourceWish *) (gpointer) wishes->data, wishes->len,
                                on_added, client);
      return;
    }
  g_task_return_boolean (client, TRUE);
  g_object_unref (client);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    add_step (g_steal_pointer (&client));
  else
    g_task_return_error (client, error);
}

void
loft_calendar_files_import_async (LoftMailAccount *account, gint64 folder_id, GBytes *text,
                                  LoftCalendarProgress progress, gpointer progress_data,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *client = g_task_new (account, cancellable, callback, user_data);
  Import *import = g_new0 (Import, 1);
  g_autoptr (GTask) task = NULL;

  import->folder_id = folder_id;
  import->text = g_bytes_ref (text);
  import->progress = progress;
  import->progress_data = progress_data;
  /* Cancelled between two steps it has still done something. */
  g_task_set_check_cancellable (client, FALSE);
  g_task_set_task_data (client, import, import_free);
  task = g_task_new (account, cancellable, on_looked, client);
  g_task_set_task_data (task, g_object_ref (client), g_object_unref);
  loft_mail_account_queue_read (account, LOFT_WORKER_URGENT, task, look_in_worker);
}

gboolean
loft_calendar_files_import_finish (LoftMailAccount *account, GAsyncResult *result,
                                   LoftCalendarImported *imported, GError **error)
{
  Import *import = g_task_get_task_data (G_TASK (result));

  *imported = import->counts;
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- export ------------------------------------------------------------------------------- */

typedef struct {
  gint64 folder_id;
  gint64 resource_id;
} Export;

static gboolean
read_one (LoftMailStore *store, gint64 id, GPtrArray *raws, GError **error)
{
  g_autoptr (LoftResource) resource = loft_resource_store_get (store, id, error);

  if (resource == NULL)
    return FALSE;
  if (!resource->removed)
    g_ptr_array_add (raws, g_bytes_ref (resource->raw));
  return TRUE;
}

static GBytes *
read_all (const Export *export, LoftMailStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) raws = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GArray) ids = NULL;

  if (export->resource_id != 0)
    return read_one (store, export->resource_id, raws, error) ? loft_ical_join (raws, NULL) : NULL;
  ids = loft_resource_store_list (store, export->folder_id, LOFT_FOLDER_KIND_EVENTS, error);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !read_one (store, g_array_index (ids, gint64, i), raws, error))
      return NULL;
  return ids != NULL ? loft_ical_join (raws, NULL) : NULL;
}

static void
export_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  const Export *export = g_task_get_task_data (task);
  GError *error = NULL;
  GBytes *text =
    read_all (export, loft_mail_reader_current_store (reader)->mail, cancellable, &error);

  if (text != NULL)
    g_task_return_pointer (task, text, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

void
loft_calendar_files_export_async (LoftMailAccount *account, gint64 folder_id, gint64 resource_id,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (account, cancellable, callback, user_data);
  Export *export = g_new0 (Export, 1);

  export->folder_id = folder_id;
  export->resource_id = resource_id;
  g_task_set_task_data (task, export, g_free);
  loft_mail_account_queue_read (account, LOFT_WORKER_URGENT, task, export_in_worker);
}

GBytes *
loft_calendar_files_export_finish (LoftMailAccount *account, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
