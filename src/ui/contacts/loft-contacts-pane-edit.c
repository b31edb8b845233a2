/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contacts-pane-private.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

gboolean
loft_contacts_pane_is_editing (LoftContactsPane *self)
{
  return self->editor != NULL &&
         gtk_stack_get_visible_child (self->main_stack) == GTK_WIDGET (self->editor);
}

static void
end (LoftContactsPane *self)
{
  GtkWidget *editor = GTK_WIDGET (self->editor);
  gboolean had_focus = gtk_widget_get_focus_child (editor) != NULL;

  self->editor = NULL;
  self->is_saving = FALSE;
  gtk_stack_remove (self->main_stack, editor);
  loft_contacts_pane_show_selected (self);
  if (had_focus && !gtk_widget_child_focus (GTK_WIDGET (self->rows), GTK_DIR_TAB_FORWARD))
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* ---- saving ------------------------------------------------------------------------------- */

typedef struct {
  LoftContactsPane *pane;
  LoftContactEditor *editor; /* (owned) */
  LoftContact *after; /* (owned) */
  gboolean is_new;
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->pane);
  g_object_unref (saving->editor);
  loft_contact_unref (saving->after);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

/* What was typed is not lost: it is shown again. */
static void
on_refused (LoftContactsPane *self, const GError *error)
{
  if (self->editor == NULL) /* the window was closed meanwhile */
    return;
  self->is_saving = FALSE;
  gtk_stack_set_visible_child (self->main_stack, GTK_WIDGET (self->editor));
  loft_contacts_pane_update_main (self);
  loft_contacts_pane_tell_error (self, error);
}

/* Before the list has it. */
static void
show_saved (LoftContactsPane *self, const Saving *saving)
{
  if (saving->is_new)
    {
      self->is_restoring = TRUE;
      gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
      self->is_restoring = FALSE;
    }
  loft_contacts_pane_expect (self, saving->after->uid);
  g_clear_pointer (&self->shown, loft_contact_unref);
  self->shown = loft_contact_ref (saving->after);
  loft_contact_view_show (self->view, saving->after);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Saving) saving = data;
  LoftContactsPane *self = saving->pane;
  g_autoptr (GError) error = NULL;
  gboolean was_left = !loft_contacts_pane_is_editing (self);
  guint64 undo = 0;

  if (!loft_contact_actions_change_finish (LOFT_CONTACT_ACTIONS (source), result, &undo, &error))
    {
      on_refused (self, error);
      return;
    }
  if (self->editor == saving->editor && self->editor != NULL)
    end (self);
  if (!was_left)
    show_saved (self, saving);
  loft_contacts_pane_offer_undo (self, undo,
                                 saving->is_new ? _ ("Contact added") : _ ("Contact saved"));
}

static gboolean
is_elsewhere (LoftContactsPane *self, const LoftContact *before, LoftCalendarItem *book)
{
  return loft_contact_actions_get_book_id (self->contacts, book) != before->folder_id;
}

static void
save (LoftContactsPane *self)
{
  LoftContact *before = loft_contact_editor_get_before (self->editor);
  g_autoptr (LoftContact) after = loft_contact_editor_make (self->editor);
  LoftCalendarItem *book = loft_contact_editor_get_book (self->editor);
  gboolean is_new = *before->uid == '\0' && before->resource_id == 0;
  LoftContactChange change = { is_new ? LOFT_CONTACT_ADD : LOFT_CONTACT_EDIT,
                               is_new ? NULL : before, after, NULL };
  Saving *saving = g_new0 (Saving, 1);

  if (is_new || is_elsewhere (self, before, book))
    change.book = book;
  saving->pane = g_object_ref (self);
  saving->editor = g_object_ref (self->editor);
  saving->after = loft_contact_ref (after);
  saving->is_new = is_new;
  self->is_saving = TRUE;
  loft_contacts_pane_update_main (self);
  loft_contact_actions_change_async (self->contacts, &change, 1, NULL, on_saved, saving);
}

void
loft_contacts_pane_save (LoftContactsPane *self)
{
  if (self->editor == NULL || self->is_saving)
    return;
  if (!loft_contact_editor_is_changed (self->editor))
    end (self);
  else if (loft_contact_editor_can_save (self->editor))
    save (self);
}

/* ---- giving up ---------------------------------------------------------------------------- */

static void
on_answer (AdwMessageDialog *dialog, const char *response, LoftContactsPane *self)
{
  if (self->editor == NULL)
    return;
  if (g_str_equal (response, "discard"))
    end (self);
  else if (g_str_equal (response, "save"))
    loft_contacts_pane_save (self);
}

static void
ask (LoftContactsPane *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *dialog =
    adw_message_dialog_new (window, _ ("Save Changes?"), _ ("What you typed is not saved yet."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Keep Editing"),
                                    "discard", _ ("_Discard"), "save", _ ("_Save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "save",
                                           loft_contact_editor_can_save (self->editor));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answer), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* What cannot be saved as it is, is neither thrown away. */
static void
stay (LoftContactsPane *self)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (self->selection);
  int place =
    loft_contact_list_find (self->list, loft_contact_editor_get_before (self->editor)->uid);

  self->is_restoring = TRUE;
  if (place >= 0)
    gtk_selection_model_select_item (selection, (guint) place, TRUE);
  else
    gtk_selection_model_unselect_all (selection);
  self->is_restoring = FALSE;
  ask (self);
}

void
loft_contacts_pane_leave (LoftContactsPane *self)
{
  if (self->editor == NULL || self->is_saving)
    return;
  if (!loft_contact_editor_is_changed (self->editor))
    {
      end (self);
      return;
    }
  if (!loft_contact_editor_can_save (self->editor))
    {
      stay (self);
      return;
    }
  save (self);
  gtk_stack_set_visible_child (self->main_stack, GTK_WIDGET (self->view));
}

void
loft_contacts_pane_cancel (LoftContactsPane *self)
{
  if (self->editor == NULL || self->is_saving)
    return;
  if (loft_contact_editor_is_changed (self->editor))
    ask (self);
  else
    end (self);
}

/* ---- beginning ---------------------------------------------------------------------------- */

static void
begin (LoftContactsPane *self, LoftContact *contact, LoftCalendarItem *book)
{
  if (self->editor != NULL)
    gtk_stack_remove (self->main_stack, GTK_WIDGET (self->editor));
  self->editor =
    loft_contact_editor_new (loft_contact_actions_get_books (self->contacts), contact, book);
  gtk_stack_add_named (self->main_stack, GTK_WIDGET (self->editor), "editor");
  gtk_stack_set_visible_child (self->main_stack, GTK_WIDGET (self->editor));
  g_signal_connect_swapped (self->editor, "changed", G_CALLBACK (loft_contacts_pane_update_main),
                            self);
  g_signal_connect_swapped (self->editor, "save", G_CALLBACK (loft_contacts_pane_save), self);
  g_signal_connect_swapped (self->editor, "cancel", G_CALLBACK (loft_contacts_pane_cancel), self);
  loft_contacts_pane_update_main (self);
  loft_columns_show (self->columns, LOFT_COLUMN_MAIN);
  loft_contact_editor_begin (self->editor);
}

void
loft_contacts_pane_edit (LoftContactsPane *self, LoftContact *contact)
{
  LoftCalendarItem *book = loft_contacts_pane_find_book (self, contact->folder_id);
  g_autofree char *text = NULL;

  if (self->editor != NULL)
    return;
  if (book != NULL && loft_calendar_item_get_writable (book))
    {
      begin (self, contact, book);
      return;
    }
  text = g_strdup_printf (_ ("“%s” can only be read"),
                          book != NULL ? loft_calendar_item_get_name (book) : "");
  loft_contacts_pane_tell (self, text);
}

void
loft_contacts_pane_edit_new (LoftContactsPane *self)
{
  LoftCalendarItem *book = loft_contacts_pane_find_writable (self);
  g_autoptr (LoftContact) contact = loft_contact_new ();

  loft_contacts_pane_leave (self);
  if (self->editor != NULL)
    return;
  if (book == NULL)
    {
      loft_contacts_pane_tell (self, _ ("There is no address book that can be written"));
      return;
    }
  begin (self, contact, book);
}
