/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contacts-pane-private.h"

#include "config.h"
#include "loft-error-text.h"

#include <glib/gi18n.h>

/* ---- toasts ------------------------------------------------------------------------------- */

static AdwToast *
show_toast (LoftContactsPane *self, const char *text)
{
  AdwToast *toast = adw_toast_new (text);

  if (self->undo_toast != NULL)
    adw_toast_dismiss (self->undo_toast);
  adw_toast_overlay_add_toast (self->toasts, toast);
  return toast;
}

void
loft_contacts_pane_tell (LoftContactsPane *self, const char *text)
{
  if (self->toasts != NULL)
    show_toast (self, text);
}

void
loft_contacts_pane_tell_error (LoftContactsPane *self, const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = loft_error_text_for_change (error);
  loft_contacts_pane_tell (self, text);
}

void
loft_contacts_pane_offer_undo (LoftContactsPane *self, guint64 undo, const char *done)
{
  AdwToast *toast;

  self->undo = undo;
  loft_contacts_pane_update_actions (self);
  if (self->toasts == NULL)
    return;
  toast = show_toast (self, done);
  if (undo == 0)
    return;
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "contacts.undo");
  g_set_weak_pointer (&self->undo_toast, toast);
}

/* ---- changing ----------------------------------------------------------------------------- */

typedef struct {
  LoftContactsPane *pane;
  char *done;
} Change;

static void
change_free (Change *change)
{
  g_object_unref (change->pane);
  g_free (change->done);
  g_free (change);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static void
on_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Change) change = data;
  g_autoptr (GError) error = NULL;
  guint64 undo = 0;

  if (loft_contact_actions_change_finish (LOFT_CONTACT_ACTIONS (source), result, &undo, &error))
    loft_contacts_pane_offer_undo (change->pane, undo, change->done);
  else
    loft_contacts_pane_tell_error (change->pane, error);
}

void
loft_contacts_pane_change (LoftContactsPane *self, const LoftContactChange *changes, guint n,
                           char *done)
{
  Change *data = g_new0 (Change, 1);

  data->pane = g_object_ref (self);
  data->done = done;
  loft_contact_actions_change_async (self->contacts, changes, n, NULL, on_changed, data);
}

static void
on_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftContactsPane) self = data;
  g_autoptr (GError) error = NULL;

  if (!loft_contact_actions_undo_finish (LOFT_CONTACT_ACTIONS (source), result, &error))
    loft_contacts_pane_tell_error (self, error);
}

void
loft_contacts_pane_undo (LoftContactsPane *self)
{
  guint64 undo = self->undo;

  if (undo == 0)
    return;
  self->undo = 0;
  if (self->undo_toast != NULL)
    adw_toast_dismiss (self->undo_toast);
  loft_contacts_pane_update_actions (self);
  loft_contact_actions_undo_async (self->contacts, undo, NULL, on_undone, g_object_ref (self));
}

/* ---- books -------------------------------------------------------------------------------- */

LoftCalendarItem *
loft_contacts_pane_find_book (LoftContactsPane *self, gint64 folder_id)
{
  GListModel *books = loft_contact_actions_get_books (self->contacts);

  for (guint i = 0; i < g_list_model_get_n_items (books); i++)
    {
      g_autoptr (LoftCalendarItem) book = g_list_model_get_item (books, i);

      if (loft_contact_actions_get_book_id (self->contacts, book) == folder_id)
        return book; /* the model holds it */
    }
  return NULL;
}

LoftCalendarItem *
loft_contacts_pane_find_writable (LoftContactsPane *self)
{
  GListModel *books = loft_contact_actions_get_books (self->contacts);
  LoftCalendarItem *chosen = loft_contacts_pane_get_book (self);

  if (chosen != NULL && loft_calendar_item_get_writable (chosen))
    return chosen;
  for (guint i = 0; i < g_list_model_get_n_items (books); i++)
    {
      g_autoptr (LoftCalendarItem) book = g_list_model_get_item (books, i);

      if (loft_calendar_item_get_writable (book))
        return book; /* the model holds it */
    }
  return NULL;
}

gboolean
loft_contacts_pane_may_write (LoftContactsPane *self, const LoftContact *contact)
{
  LoftCalendarItem *book = loft_contacts_pane_find_book (self, contact->folder_id);

  return book != NULL && loft_calendar_item_get_writable (book);
}

static gboolean
may_write_all (LoftContactsPane *self, GPtrArray *contacts)
{
  for (guint i = 0; i < contacts->len; i++)
    {
      const LoftContact *contact = g_ptr_array_index (contacts, i);
      LoftCalendarItem *book = loft_contacts_pane_find_book (self, contact->folder_id);
      g_autofree char *text = NULL;

      if (loft_contacts_pane_may_write (self, contact))
        continue;
      /* Translators: the name of an address book. */
      text = g_strdup_printf (_ ("“%s” can only be read"),
                              book != NULL ? loft_calendar_item_get_name (book) : "");
      loft_contacts_pane_tell (self, text);
      return FALSE;
    }
  return contacts->len > 0;
}

/* ---- several ------------------------------------------------------------------------------ */

static void
change_all (LoftContactsPane *self, GPtrArray *contacts, LoftContactChangeKind kind,
            LoftCalendarItem *book, char *done)
{
  g_autofree LoftContactChange *changes = g_new0 (LoftContactChange, contacts->len);

  for (guint i = 0; i < contacts->len; i++)
    changes[i] = (LoftContactChange){ kind, g_ptr_array_index (contacts, i), NULL, book };
  loft_contacts_pane_change (self, changes, contacts->len, done);
}

void
loft_contacts_pane_remove (LoftContactsPane *self, GPtrArray *contacts)
{
  if (!may_write_all (self, contacts))
    return;
  loft_contacts_pane_expect_next (self);
  change_all (self, contacts, LOFT_CONTACT_REMOVE, NULL,
              contacts->len == 1 ? g_strdup (_ ("Contact deleted"))
                                 : g_strdup_printf (ngettext ("%u contact deleted",
                                                              "%u contacts deleted", contacts->len),
                                                    contacts->len));
}

void
loft_contacts_pane_move (LoftContactsPane *self, GPtrArray *contacts, LoftCalendarItem *book)
{
  if (!may_write_all (self, contacts))
    return;
  /* Translators: the name of an address book. */
  change_all (self, contacts, LOFT_CONTACT_MOVE, book,
              g_strdup_printf (_ ("Moved to “%s”"), loft_calendar_item_get_name (book)));
}
