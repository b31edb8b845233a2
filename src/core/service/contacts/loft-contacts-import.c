/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contacts-private.h"

#include "loft-untaken-private.h"
#include "loft-resources.h"
#include "loft-thread-task.h"
#include "loft-vcard-object.h"

#define MAX_FILE (64 * 1024 * 1024) /* bytes */
#define BATCH    100 /* cards that are done together */

typedef struct {
  GFile *file;
  GHashTable *uids; /* of char*: those that are in the book */
  GPtrArray *cards; /* of GBytes: to be added */
  LoftContactStep *into;
  LoftContactProgressFunc func; /* (nullable) */
  gpointer func_data;
  GPtrArray *undos; /* of LoftResourceUndo */
  guint next; /* card */
  LoftContactImport report;
} Import;

static void
import_free (gpointer data)
{
  Import *import = data;

  g_object_unref (import->file);
  g_hash_table_unref (import->uids);
  g_ptr_array_unref (import->cards);
  g_ptr_array_unref (import->undos);
  loft_contact_step_free (import->into);
  g_free (import);
}

/* ---- in a thread -------------------------------------------------------------------------- */

static GBytes *
read_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *block = g_malloc (65536);
  gssize got = stream != NULL ? 1 : -1;

  while (got > 0)
    {
      got = g_input_stream_read (G_INPUT_STREAM (stream), block, 65536, cancellable, error);
      if (got > 0)
        g_byte_array_append (bytes, block, (guint) got);
      if (bytes->len <= MAX_FILE)
        continue;
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "The file is too large");
      return NULL;
    }
  return got == 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

/* The same twice in one file is a twin, too. */
static void
take_card (Import *import, GBytes *card)
{
  g_autoptr (LoftContact) contact = loft_vcard_read (card, NULL);

  if (contact == NULL)
    {
      loft_untaken_list_add_piece (&import->report.left_out, card, LOFT_UNTAKEN_LIMIT);
      return;
    }
  if (g_hash_table_add (import->uids, g_strdup (contact->uid)))
    g_ptr_array_add (import->cards, g_bytes_ref (card));
  else
    import->report.n_twins++;
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Import *import = data;
  GError *error = NULL;
  g_autoptr (GBytes) file = read_file (import->file, cancellable, &error);
  g_autoptr (GPtrArray) damages =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_content_damage_free);
  g_autoptr (GPtrArray) cards = file != NULL ? loft_vcard_split_file (file, damages) : NULL;

  loft_untaken_list_add_damages (&import->report.left_out, damages);
  if (cards != NULL && cards->len + damages->len == 0)
    g_set_error_literal (&error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "There is no vCard in this file");
  for (guint i = 0; error == NULL && i < cards->len; i++)
    if (!g_cancellable_set_error_if_cancelled (cancellable, &error))
      take_card (import, g_ptr_array_index (cards, i));
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* ---- main thread -------------------------------------------------------------------------- */

static void
finish_import (GTask *client, gboolean cancelled)
{
  Import *import = g_task_get_task_data (client);
  LoftContacts *self = g_task_get_source_object (client);

  import->report.cancelled = cancelled;
  if (import->undos->len > 0)
    import->report.undo = loft_contacts_keep_undo (self, import->undos);
  g_task_return_boolean (client, TRUE);
}

static GPtrArray *
make_steps (Import *import)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_step_free);

  for (guint i = 0; i < BATCH && import->next < import->cards->len; i++)
    {
      LoftContactStep *step = loft_contact_step_new ();

      step->target = g_object_ref (import->into->target);
      step->folder_id = import->into->folder_id;
      step->version = import->into->version;
      step->raw = g_bytes_ref (g_ptr_array_index (import->cards, import->next++));
      g_ptr_array_add (steps, step);
    }
  return steps;
}

static void add_next (GTask *client);

/* What was added before stays, and is counted. */
static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  Import *import = g_task_get_task_data (client);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) undos = loft_contact_steps_run_finish (result, &error);
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  if (undos == NULL && !cancelled && import->undos->len == 0)
    {
      g_task_return_error (client, g_steal_pointer (&error));
      return;
    }
  if (undos == NULL)
    {
      finish_import (client, TRUE);
      return;
    }
  g_ptr_array_extend_and_steal (import->undos, g_steal_pointer (&undos));
  import->report.n_added = import->next;
  add_next (g_steal_pointer (&client));
}

/* Takes client. */
static void
add_next (GTask *client)
{
  Import *import = g_task_get_task_data (client);
  gboolean cancelled = g_cancellable_is_cancelled (g_task_get_cancellable (client));
  g_autoptr (GPtrArray) steps = NULL;

  if (import->func != NULL && !cancelled)
    import->func (import->next, import->cards->len, import->func_data);
  if (cancelled || import->next == import->cards->len)
    {
      finish_import (client, cancelled && import->next < import->cards->len);
      g_object_unref (client);
      return;
    }
  steps = make_steps (import);
  loft_contact_steps_run_async (steps, NULL, on_added, client);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      add_next (g_steal_pointer (&client));
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (client, error);
      return;
    }
  g_error_free (error);
  finish_import (client, TRUE);
}

static GHashTable *
list_uids (LoftContacts *self, LoftCalendarItem *book)
{
  gint64 id = loft_contact_actions_get_book_id (LOFT_CONTACT_ACTIONS (self), book);
  g_autoptr (GPtrArray) contacts = loft_contact_list_get_contacts (self->list);
  GHashTable *uids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < contacts->len; i++)
    {
      const LoftContact *contact = g_ptr_array_index (contacts, i);

      if (contact->folder_id == id)
        g_hash_table_add (uids, g_strdup (contact->uid));
    }
  return uids;
}

static void
keep (gpointer data)
{
}

void
loft_contacts_import_async (LoftContactActions *actions, GFile *file, LoftCalendarItem *book,
                            LoftContactProgressFunc func, gpointer func_data,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  LoftContacts *self = LOFT_CONTACTS (actions);
  g_autoptr (GTask) client = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  LoftContactStep *into = loft_contacts_step_into (self, book, &error);
  g_autoptr (GTask) task = NULL;
  Import *import;

  g_task_set_check_cancellable (client, FALSE); /* what was done is told */
  if (into == NULL)
    {
      g_task_return_error (client, error);
      return;
    }
  import = g_new0 (Import, 1);
  import->file = g_object_ref (file);
  import->into = into;
  import->uids = list_uids (self, book);
  import->cards = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  import->undos = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_resource_undo_unref);
  import->func = func;
  import->func_data = func_data;
  g_task_set_task_data (client, import, import_free);
  task = g_task_new (NULL, cancellable, on_read, g_object_ref (client));
  g_task_set_task_data (task, import, keep);
  loft_thread_task_run (task, read_in_thread);
}

gboolean
loft_contacts_import_finish (LoftContactActions *actions, GAsyncResult *result,
                             LoftContactImport *report, GError **error)
{
  const Import *import = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *report = import->report;
  return TRUE;
}
