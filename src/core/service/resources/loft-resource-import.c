/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-resource-transfer.h"

#include <string.h>

#include "loft-error.h"
#include "loft-ical-object.h"
#include "loft-ical-split.h"
#include "loft-untaken-private.h"
#include "loft-mail-account-private.h"
#include "loft-mail-reader-private.h"
#include "loft-resource-store.h"
#include "loft-vcard-object.h"

#define LOOKED_AT 4096 /* bytes: blank lines may stand before the first */
#define STEP      200 /* in one transaction: nobody who acts waits for longer */

typedef struct {
  LoftFolder *folder; /* (owned) */
  GBytes *file; /* (owned) */
  GPtrArray *parts; /* (owned) (nullable) of GBytes: to be added */
  GPtrArray *damages; /* (owned) (nullable) of LoftContentDamage */
  LoftUntakenList left_out;
  guint next;
  LoftResourceImport *report; /* (owned) */
  LoftResourceProgressFunc progress;
  gpointer progress_data;
} Work;

void
loft_resource_import_free (LoftResourceImport *self)
{
  if (self == NULL)
    return;
  g_free (self->trouble);
  g_free (self);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  loft_folder_unref (work->folder);
  g_bytes_unref (work->file);
  g_clear_pointer (&work->parts, g_ptr_array_unref);
  g_clear_pointer (&work->damages, g_ptr_array_unref);
  loft_resource_import_free (work->report);
  g_free (work);
}

/* ---- looking ------------------------------------------------------------------------------ */

LoftFolderKinds
loft_resource_transfer_look (GBytes *file)
{
  g_autoptr (GBytes) head =
    g_bytes_new_from_bytes (file, 0, MIN (g_bytes_get_size (file), LOOKED_AT));
  g_autoptr (GBytes) utf8 = loft_content_to_utf8 (head);
  gsize size = 0;
  const char *text = g_bytes_get_data (utf8, &size);
  gsize start = 0;

  while (start < size && g_ascii_isspace (text[start]))
    start++;
  if (size - start >= 15 && g_ascii_strncasecmp (text + start, "BEGIN:VCALENDAR", 15) == 0)
    return LOFT_FOLDER_KIND_EVENTS | LOFT_FOLDER_KIND_TASKS;
  if (size - start >= 11 && g_ascii_strncasecmp (text + start, "BEGIN:VCARD", 11) == 0)
    return LOFT_FOLDER_KIND_CONTACTS;
  return 0;
}

/* ---- in a worker -------------------------------------------------------------------------- */

static gboolean
shows_something (LoftIcalObject *object, LoftFolderKinds kinds)
{
  return loft_ical_object_get_kind (object) & kinds &&
         (loft_ical_object_get_events (object)->len > 0 ||
          loft_ical_object_get_tasks (object)->len > 0);
}

/* (transfer full) (nullable) the UID of what the folder takes. */
static char *
read_uid (GBytes *part, LoftFolderKinds kinds, LoftUntakenList *left_out)
{
  LoftUntakenReason reason = LOFT_UNTAKEN_LIMIT;

  if (kinds & LOFT_FOLDER_KIND_CONTACTS)
    {
      g_autoptr (LoftContact) contact = loft_vcard_read (part, NULL);

      if (contact != NULL)
        return g_strdup (contact->uid);
    }
  else
    {
      g_autoptr (LoftIcalObject) object = loft_ical_object_read (part, NULL);

      if (object != NULL && shows_something (object, kinds))
        return g_strdup (loft_ical_object_get_uid (object));
      if (object != NULL)
        reason =
          loft_ical_object_get_kind (object) & kinds ? LOFT_UNTAKEN_NO_START : LOFT_UNTAKEN_KIND;
    }
  loft_untaken_list_add_piece (left_out, part, reason);
  return NULL;
}

static GPtrArray *
split (Work *work, GError **error)
{
  LoftFolderKinds kinds = loft_resource_transfer_look (work->file);

  if (kinds == 0)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                           "The file is neither a calendar nor a list of contacts");
      return NULL;
    }
  if (!(kinds & work->folder->kinds) || !work->folder->writable)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                   work->folder->writable ? "\"%s\" does not keep things of this kind"
                                          : "\"%s\" can be read only",
                   work->folder->path);
      return NULL;
    }
  work->damages = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_content_damage_free);
  return kinds & LOFT_FOLDER_KIND_CONTACTS
           ? loft_vcard_split_file (work->file, work->damages)
           : loft_ical_split_file (work->file, work->damages, NULL, error);
}

static gboolean
is_known (LoftMailStore *store, gint64 folder_id, const char *uid, gboolean *known, GError **error)
{
  GError *failure = NULL;
  g_autoptr (LoftResource) resource =
    loft_resource_store_find_uid (store, folder_id, uid, &failure);

  if (failure != NULL)
    g_propagate_error (error, failure);
  *known = resource != NULL && !resource->removed;
  return failure == NULL;
}

static gboolean
choose (Work *work, LoftMailStore *store, GPtrArray *parts, GCancellable *cancellable,
        GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  loft_untaken_list_add_damages (&work->left_out, work->damages);
  for (guint i = 0; i < parts->len; i++)
    {
      GBytes *part = g_ptr_array_index (parts, i);
      g_autofree char *uid = read_uid (part, work->folder->kinds, &work->left_out);
      gboolean known = FALSE;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (uid == NULL)
        continue;
      if (*uid != '\0' && !is_known (store, work->folder->id, uid, &known, error))
        return FALSE;
      known = known || (*uid != '\0' && !g_hash_table_add (seen, g_strdup (uid)));
      work->report->n_known += known;
      if (!known)
        g_ptr_array_add (work->parts, g_bytes_ref (part));
    }
  work->report->n_unreadable = work->left_out.n;
  work->report->trouble = loft_untaken_list_explain (&work->left_out);
  return TRUE;
}

static void
choose_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) parts = split (work, &error);

  if (parts != NULL &&
      choose (work, loft_mail_reader_current_store (reader)->mail, parts, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* ---- adding ------------------------------------------------------------------------------- */

static void add_next (GTask *client);

static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  Work *work = g_task_get_task_data (client);
  GError *error = NULL;
  guint n = MIN (STEP, work->parts->len - work->next);

  if (!loft_resources_act_finish (LOFT_MAIL_ACCOUNT (source), result, NULL, NULL, &error))
    {
      g_task_return_error (client, error);
      return;
    }
  work->next += n;
  work->report->n_imported += n;
  if (work->progress != NULL)
    work->progress (work->next, work->parts->len, work->progress_data);
  if (!g_task_return_error_if_cancelled (client))
    add_next (g_steal_pointer (&client));
}

/* Takes client. */
static void
add_next (GTask *client)
{
  Work *work = g_task_get_task_data (client);
  g_autoptr (GArray) wishes = g_array_new (FALSE, FALSE, sizeof (LoftResourceWish));

  for (guint i = work->next; i < work->parts->len && wishes->len < STEP; i++)
    {
      LoftResourceWish wish = { 0, work->folder->id, g_ptr_array_index (work->parts, i) };

      g_array_append_val (wishes, wish);
    }
  if (wishes->len == 0)
    {
      g_task_return_pointer (client, g_steal_pointer (&work->report),
                             (GDestroyNotify) loft_resource_import_free);
      g_object_unref (client);
      return;
    }
  loft_resources_act_async (g_task_get_source_object (client),
                            (const LoftResourceWish *) (gpointer) wishes->data, wishes->len,
                            on_added, client);
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  Work *chosen = g_task_get_task_data (G_TASK (result));
  Work *work = g_task_get_task_data (client);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (client, error);
      return;
    }
  work->parts = g_steal_pointer (&chosen->parts);
  work->report = g_steal_pointer (&chosen->report);
  add_next (g_steal_pointer (&client));
}

static Work *
work_new (const LoftFolder *folder, GBytes *file)
{
  Work *work = g_new0 (Work, 1);

  work->folder = loft_folder_ref ((LoftFolder *) folder);
  work->file = g_bytes_ref (file);
  return work;
}

void
loft_resource_import_async (LoftMailAccount *account, const LoftFolder *folder, GBytes *file,
                            LoftResourceProgressFunc progress, gpointer progress_data,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) client = g_task_new (account, cancellable, callback, user_data);
  g_autoptr (GTask) task = NULL;
  Work *work = work_new (folder, file);
  Work *chosen = work_new (folder, file);

  work->progress = progress;
  work->progress_data = progress_data;
  chosen->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  chosen->report = g_new0 (LoftResourceImport, 1);
  g_task_set_task_data (client, work, work_free);
  task = g_task_new (account, cancellable, on_chosen, g_steal_pointer (&client));
  g_task_set_task_data (task, chosen, work_free);
  loft_mail_account_queue_list (account, LOFT_WORKER_NORMAL, task, choose_in_worker);
}

LoftResourceImport *
loft_resource_import_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
