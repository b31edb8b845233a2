/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contacts-private.h"

#include "loft-account.h"
#include "loft-resource-undos.h"
#include "loft-resources.h"
#include "loft-unfinished.h"

LoftMailAccount *
loft_contacts_find_account (LoftContacts *self, gint64 id)
{
  GListModel *accounts = loft_service_get_accounts (self->service);
  guint n = g_list_model_get_n_items (accounts);
  guint number = (guint) (id >> LOFT_CONTACTS_ACCOUNT_SHIFT);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      const char *account_id = loft_mail_account_get_account (account)->id;

      if (GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, account_id)) == number)
        return account; /* the list holds it */
    }
  return NULL;
}

gint64
loft_contacts_get_store_id (gint64 id)
{
  return id & (((gint64) 1 << LOFT_CONTACTS_ACCOUNT_SHIFT) - 1);
}

guint64
loft_contacts_keep_undo (LoftContacts *self, GPtrArray *undos)
{
  guint64 id = ++self->last_undo;

  g_hash_table_insert (self->undos, g_memdup2 (&id, sizeof id), g_ptr_array_ref (undos));
  return id;
}

/* 3.0 is what every server takes; 4.0 where others wrote it already. */
static guint
find_version (LoftContacts *self, LoftCalendarItem *book, LoftMailAccount *account)
{
  gint64 id = loft_contact_actions_get_book_id (LOFT_CONTACT_ACTIONS (self), book);

  if (g_hash_table_contains (self->fourth, &id))
    return 4;
  return loft_account_kind_is_local (loft_mail_account_get_account (account)->kind) ? 0 : 3;
}

LoftContactStep *
loft_contacts_step_into (LoftContacts *self, LoftCalendarItem *book, GError **error)
{
  LoftMailAccount *account = book != NULL ? loft_calendars_find_account (self->books, book) : NULL;
  LoftContactStep *step;

  if (account == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE,
                           "The address book is no longer there");
      return NULL;
    }
  step = loft_contact_step_new ();
  step->target = g_object_ref (account);
  step->folder_id = loft_calendar_item_get_folder_id (book);
  step->version = find_version (self, book, account);
  return step;
}

static gboolean
add_source (LoftContacts *self, LoftContactStep *step, LoftContact *contact, GError **error)
{
  LoftMailAccount *account = loft_contacts_find_account (self, contact->resource_id);

  if (account == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "The account was removed");
      return FALSE;
    }
  step->source = g_object_ref (account);
  step->resource_id = loft_contacts_get_store_id (contact->resource_id);
  step->before = loft_contact_ref (contact);
  return TRUE;
}

static gboolean
is_of_book (LoftContacts *self, const LoftContact *contact, LoftCalendarItem *book)
{
  return contact->folder_id == loft_contact_actions_get_book_id (LOFT_CONTACT_ACTIONS (self), book);
}

/* (transfer full) */
static LoftContactStep *
make_step (LoftContacts *self, const LoftContactChange *change, GError **error)
{
  gboolean is_new = change->kind == LOFT_CONTACT_ADD;
  gboolean goes = change->kind != LOFT_CONTACT_REMOVE && change->book != NULL &&
                  (is_new || !is_of_book (self, change->before, change->book));
  g_autoptr (LoftContactStep) step =
    goes || is_new ? loft_contacts_step_into (self, change->book, error) : loft_contact_step_new ();

  if (step == NULL || (!is_new && !add_source (self, step, change->before, error)))
    return NULL;
  if (is_new || change->kind == LOFT_CONTACT_EDIT)
    step->after = loft_contact_ref (change->after);
  return g_steal_pointer (&step);
}

static void
on_run (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;
  GPtrArray *undos = loft_contact_steps_run_finish (result, &error);

  if (undos != NULL)
    g_task_return_pointer (client, undos, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (client, error);
}

/* A move to where it is already does nothing. */
static gboolean
is_needless (LoftContacts *self, const LoftContactChange *change)
{
  return change->kind == LOFT_CONTACT_MOVE && change->book != NULL &&
         is_of_book (self, change->before, change->book);
}

void
loft_contacts_change_async (LoftContactActions *actions, const LoftContactChange *changes, guint n,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  LoftContacts *self = LOFT_CONTACTS (actions);
  g_autoptr (GTask) client = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GPtrArray) steps =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_step_free);
  GError *error = NULL;

  loft_unfinished_add (self->service, client);
  for (guint i = 0; i < n; i++)
    {
      LoftContactStep *step =
        is_needless (self, &changes[i]) ? NULL : make_step (self, &changes[i], &error);

      if (step != NULL)
        g_ptr_array_add (steps, step);
      if (error == NULL)
        continue;
      g_task_return_error (client, error);
      return;
    }
  loft_contact_steps_run_async (steps, cancellable, on_run, g_steal_pointer (&client));
}

gboolean
loft_contacts_change_finish (LoftContactActions *actions, GAsyncResult *result, guint64 *undo,
                             GError **error)
{
  g_autoptr (GPtrArray) undos = g_task_propagate_pointer (G_TASK (result), error);

  if (undos != NULL && undo != NULL)
    *undo = undos->len > 0 ? loft_contacts_keep_undo (LOFT_CONTACTS (actions), undos) : 0;
  return undos != NULL;
}

static void
on_undone (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  if (loft_resource_undos_run_finish (result, &error))
    g_task_return_boolean (client, TRUE);
  else
    g_task_return_error (client, error);
}

void
loft_contacts_undo_async (LoftContactActions *actions, guint64 undo, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  LoftContacts *self = LOFT_CONTACTS (actions);
  g_autoptr (GTask) client = g_task_new (self, NULL, callback, user_data);
  GPtrArray *undos = g_hash_table_lookup (self->undos, &undo);

  if (undos == NULL)
    {
      g_task_return_new_error (client, LOFT_ERROR, LOFT_ERROR_GONE, "It was taken back already");
      return;
    }
  loft_unfinished_add (self->service, client);
  loft_resource_undos_run_async (undos, NULL, on_undone, g_steal_pointer (&client));
  g_hash_table_remove (self->undos, &undo);
}

gboolean
loft_contacts_undo_finish (LoftContactActions *actions, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
