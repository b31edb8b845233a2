/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contacts-pane-private.h"

#include "config.h"
#include "loft-error-text.h"
#include "loft-error.h"
#include "loft-untaken-text.h"
#include "loft-work.h"

#include <glib/gi18n.h>

/* vCard files: what is asked before they are read or written, and what came of it. */

typedef struct {
  LoftContactsPane *pane;
  LoftWork *work;
  GCancellable *cancellable;
  AdwToast *toast; /* (weak) (nullable) how far it is */
} Transfer;

static void
transfer_free (Transfer *transfer)
{
  if (transfer->toast != NULL)
    adw_toast_dismiss (transfer->toast);
  g_clear_weak_pointer (&transfer->toast);
  g_object_unref (transfer->pane);
  g_object_unref (transfer->work);
  g_object_unref (transfer->cancellable);
  g_free (transfer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Transfer, transfer_free)

static void
cancel (gpointer data)
{
  g_cancellable_cancel (data);
}

static void
on_toast_button (AdwToast *toast, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static Transfer *
transfer_new (LoftContactsPane *self, const char *title)
{
  Transfer *transfer = g_new0 (Transfer, 1);
  AdwToast *toast = adw_toast_new (title);

  transfer->pane = g_object_ref (self);
  transfer->cancellable = g_cancellable_new ();
  transfer->work = loft_work_begin (title, cancel, G_OBJECT (transfer->cancellable));
  adw_toast_set_timeout (toast, 0);
  adw_toast_set_button_label (toast, _ ("_Cancel"));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_toast_button),
                           transfer->cancellable, 0);
  g_set_weak_pointer (&transfer->toast, toast);
  adw_toast_overlay_add_toast (self->toasts, toast);
  return transfer;
}

static void
fail (Transfer *transfer, const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL))
    text = g_strdup (_ ("There are no contacts in this file"));
  else if (g_error_matches (error, LOFT_ERROR, LOFT_ERROR_LIMIT))
    text = g_strdup (_ ("The file is too large"));
  else if (error->domain == LOFT_ERROR)
    text = loft_error_text_for_change (error);
  else
    text = g_strdup (error->message);
  loft_work_end (transfer->work, NULL);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    loft_contacts_pane_tell (transfer->pane, text);
}

/* ---- import ------------------------------------------------------------------------------- */

/* (transfer full) "12 contacts imported, 3 were there already" */
static char *
say_import (const LoftContactImport *report)
{
  g_autofree char *added =
    g_strdup_printf (ngettext ("%u contact imported", "%u contacts imported", report->n_added),
                     report->n_added);
  g_autofree char *twins =
    g_strdup_printf (ngettext ("%u was there already", "%u were there already", report->n_twins),
                     report->n_twins);

  if (report->n_twins == 0)
    return g_steal_pointer (&added);
  /* Translators: two parts of one sentence: how many were imported, how many were there. */
  return g_strdup_printf (_ ("%s, %s"), added, twins);
}

/* More than a toast has room for. */
static void
tell_left_out (LoftContactsPane *self, const char *imported, const LoftUntakenList *left_out)
{
  GtkRoot *window = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *text = loft_untaken_text_make (left_out);
  GtkWidget *dialog = NULL;

  if (window == NULL)
    return;
  dialog = adw_message_dialog_new (GTK_WINDOW (window), imported, text);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_imported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Transfer) transfer = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  LoftContactImport report = { 0 };

  if (!loft_contact_actions_import_finish (LOFT_CONTACT_ACTIONS (source), result, &report, &error))
    {
      fail (transfer, error);
      return;
    }
  text = say_import (&report);
  loft_work_end (transfer->work, NULL);
  if (report.undo != 0 || report.left_out.n == 0)
    loft_contacts_pane_offer_undo (transfer->pane, report.undo, text);
  if (report.left_out.n > 0)
    tell_left_out (transfer->pane, text, &report.left_out);
}

static void
on_progress (guint n_done, guint n_total, gpointer data)
{
  Transfer *transfer = data;
  g_autofree char *detail =
    g_strdup_printf (ngettext ("%u of %u contact", "%u of %u contacts", n_total), n_done, n_total);

  loft_work_tell (transfer->work, detail, n_total > 0 ? (double) n_done / n_total : -1);
  if (transfer->toast != NULL)
    adw_toast_set_title (transfer->toast, detail);
}

static void
on_import_chosen (GtkNativeDialog *dialog, int response, LoftContactsPane *self)
{
  g_autoptr (GtkNativeDialog) owned = dialog;
  LoftCalendarItem *book = loft_contacts_pane_find_writable (self);
  g_autoptr (GFile) file = NULL;
  Transfer *transfer;

  if (response != GTK_RESPONSE_ACCEPT || book == NULL || self->toasts == NULL)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  transfer = transfer_new (self, _ ("Importing Contacts"));
  loft_contact_actions_import_async (self->contacts, file, book, on_progress, transfer,
                                     transfer->cancellable, on_imported, transfer);
}

static void
add_filter (GtkFileChooserNative *dialog)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("vCards"));
  gtk_file_filter_add_mime_type (filter, "text/vcard");
  gtk_file_filter_add_suffix (filter, "vcf");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
}

static GtkFileChooserNative *
new_dialog (LoftContactsPane *self, const char *title, GtkFileChooserAction action,
            const char *accept)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, window, action, accept, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  add_filter (dialog);
  return dialog;
}

void
loft_contacts_pane_import (LoftContactsPane *self)
{
  LoftCalendarItem *book = loft_contacts_pane_find_writable (self);
  g_autofree char *title = NULL;
  GtkFileChooserNative *dialog;

  if (book == NULL)
    {
      loft_contacts_pane_tell (self, _ ("There is no address book that can be written"));
      return;
    }
  /* Translators: the name of an address book. */
  title = g_strdup_printf (_ ("Import Contacts Into “%s”"), loft_calendar_item_get_name (book));
  dialog = new_dialog (self, title, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Import"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_import_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* ---- export ------------------------------------------------------------------------------- */

static void
on_exported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Transfer) transfer = data;
  g_autoptr (GError) error = NULL;

  if (!loft_contact_actions_export_finish (LOFT_CONTACT_ACTIONS (source), result, &error))
    {
      fail (transfer, error);
      return;
    }
  loft_work_end (transfer->work, NULL);
  loft_contacts_pane_tell (transfer->pane, _ ("Contacts exported"));
}

/* The selected ones, else all that are shown. */
static GPtrArray *
dup_wanted (LoftContactsPane *self)
{
  GPtrArray *wanted = loft_contacts_pane_dup_selected (self);
  guint n = wanted->len > 0 ? 0 : g_list_model_get_n_items (G_LIST_MODEL (self->list));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftContactItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      g_ptr_array_add (wanted, loft_contact_ref (loft_contact_item_get (item)));
    }
  return wanted;
}

static void
on_export_chosen (GtkNativeDialog *dialog, int response, LoftContactsPane *self)
{
  g_autoptr (GtkNativeDialog) owned = dialog;
  GPtrArray *contacts = g_object_get_data (G_OBJECT (dialog), "contacts");
  g_autoptr (GFile) file = NULL;
  Transfer *transfer;

  if (response != GTK_RESPONSE_ACCEPT || self->toasts == NULL)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  transfer = transfer_new (self, _ ("Exporting Contacts"));
  loft_contact_actions_export_async (self->contacts, contacts, file, transfer->cancellable,
                                     on_exported, transfer);
}

/* (transfer full) A name for the file: of the one contact, else of the place. */
static char *
dup_name (LoftContactsPane *self, GPtrArray *contacts)
{
  const LoftContact *first = g_ptr_array_index (contacts, 0);
  const char *name =
    contacts->len == 1 ? first->name : adw_window_title_get_title (self->list_title);
  g_autofree char *safe = g_strdelimit (g_strndup (name, 100), "/\\:*?\"<>|\n", '-');
  g_autofree char *valid = g_utf8_make_valid (safe, -1);

  return g_strconcat (*valid == '.' || *valid == '\0' ? "contacts" : valid, ".vcf", NULL);
}

void
loft_contacts_pane_export (LoftContactsPane *self)
{
  g_autoptr (GPtrArray) contacts = dup_wanted (self);
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  GtkFileChooserNative *dialog;

  if (contacts->len == 0)
    {
      loft_contacts_pane_tell (self, _ ("There is nobody to export"));
      return;
    }
  title = g_strdup_printf (ngettext ("Export %u Contact", "Export %u Contacts", contacts->len),
                           contacts->len);
  name = dup_name (self, contacts);
  dialog = new_dialog (self, title, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_object_set_data_full (G_OBJECT (dialog), "contacts", g_ptr_array_ref (contacts),
                          (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_export_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
