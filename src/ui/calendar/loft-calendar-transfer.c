/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendar-transfer.h"

#include "config.h"
#include "loft-calendar-chooser.h"
#include "loft-error-text.h"
#include "loft-untaken-text.h"
#include "loft-work.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MOST_BYTES (64 * 1024 * 1024)

/* One import or export; it lives as long as something of it runs or is open. */
typedef struct {
  gatomicrefcount ref_count;
  GtkWidget *parent;
  LoftCalendarActions *actions;
  LoftCalendarItem *calendar; /* (nullable) */
  LoftOccurrenceItem *item; /* (nullable) */
  GFile *file; /* (nullable) */
  GCancellable *cancellable;
  AdwMessageDialog *dialog; /* (nullable) (weak) */
  GtkWidget *chooser;
  GtkWidget *bar;
  LoftWork *work; /* (owned) (nullable) what of it is in Activity */
} Transfer;

static Transfer *
transfer_new (GtkWidget *parent, LoftCalendarActions *actions, LoftCalendarItem *calendar)
{
  Transfer *self = g_new0 (Transfer, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->parent = g_object_ref (parent);
  self->actions = g_object_ref (actions);
  g_set_object (&self->calendar, calendar);
  self->cancellable = g_cancellable_new ();
  return self;
}

static Transfer *
transfer_ref (Transfer *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
transfer_unref (gpointer data)
{
  Transfer *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_weak_pointer (&self->dialog);
  g_object_unref (self->parent);
  g_object_unref (self->actions);
  g_clear_object (&self->calendar);
  g_clear_object (&self->item);
  g_clear_object (&self->file);
  g_object_unref (self->cancellable);
  g_clear_object (&self->work);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Transfer, transfer_unref)

static GtkWindow *
get_window (Transfer *self)
{
  return GTK_WINDOW (gtk_widget_get_root (self->parent));
}

static void
say (Transfer *self, const char *title, const char *text)
{
  GtkWidget *dialog = NULL;

  if (get_window (self) == NULL)
    return;
  dialog = adw_message_dialog_new (get_window (self), title, text);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
say_error (Transfer *self, const char *title, const GError *error)
{
  g_autofree char *text = loft_error_text_for_account (error, NULL);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, title, text);
}

/* Import */

static void
close_progress (Transfer *self)
{
  if (self->dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (self->dialog));
}

static char *
describe (const LoftCalendarImported *imported)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text,
                          ngettext ("%u event was added.", "%u events were added.",
                                    imported->added),
                          imported->added);
  if (imported->twins > 0)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text,
                              ngettext ("%u was there already.", "%u were there already.",
                                        imported->twins),
                              imported->twins);
    }
  if (imported->left_out.n > 0)
    {
      g_autofree char *left_out = loft_untaken_text_make (&imported->left_out);

      g_string_append_printf (text, "\n\n%s", left_out);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
on_imported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Transfer) self = data;
  g_autoptr (GError) error = NULL;
  LoftCalendarImported imported;
  g_autofree char *text = NULL;

  loft_work_end (self->work, NULL);
  if (loft_calendar_actions_import_finish (LOFT_CALENDAR_ACTIONS (source), result, &imported,
                                           &error))
    {
      close_progress (self);
      text = describe (&imported);
      say (self,
           g_cancellable_is_cancelled (self->cancellable) ? _ ("Import Cancelled")
                                                          : _ ("Import Finished"),
           text);
      return;
    }
  close_progress (self);
  say_error (self, _ ("The File Was Not Imported"), error);
}

static void
on_progress (guint done, guint total, gpointer data)
{
  Transfer *self = data;
  double fraction = (double) done / MAX (total, 1);

  loft_work_tell (self->work, "", fraction);
  if (self->dialog != NULL)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), fraction);
}

static void
on_progress_response (AdwMessageDialog *dialog, const char *response, Transfer *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
cancel_work (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
show_progress (Transfer *self)
{
  GtkWidget *dialog = adw_message_dialog_new (get_window (self), _ ("Importing Events"), NULL);

  self->bar = gtk_progress_bar_new ();
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), self->bar);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"));
  g_set_weak_pointer (&self->dialog, ADW_MESSAGE_DIALOG (dialog));
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_progress_response), transfer_ref (self),
                         (GClosureNotify) (GCallback) transfer_unref, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Transfer) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) text = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (text == NULL)
    {
      close_progress (self);
      say_error (self, _ ("The File Was Not Imported"), error);
      return;
    }
  self->work = loft_work_begin (_ ("Importing Events"), cancel_work, G_OBJECT (self->cancellable));
  loft_calendar_actions_import_async (self->actions, self->calendar, text, on_progress, self,
                                      self->cancellable, on_imported, transfer_ref (self));
}

static void
on_size (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Transfer) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (info != NULL && g_file_info_get_size (info) <= MOST_BYTES)
    {
      g_file_load_bytes_async (self->file, self->cancellable, on_loaded, transfer_ref (self));
      return;
    }
  close_progress (self);
  if (info == NULL)
    say_error (self, _ ("The File Was Not Imported"), error);
  else
    say (self, _ ("The File Was Not Imported"), _ ("It is larger than 64 MB."));
}

static void
on_import (AdwMessageDialog *dialog, const char *response, Transfer *self)
{
  LoftCalendarItem *calendar = loft_calendar_chooser_get (LOFT_CALENDAR_CHOOSER (self->chooser));

  if (!g_str_equal (response, "import") || calendar == NULL)
    return;
  g_set_object (&self->calendar, calendar);
  show_progress (self);
  g_file_query_info_async (self->file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT, self->cancellable, on_size, transfer_ref (self));
}

static void
ask_where (Transfer *self)
{
  g_autofree char *base = g_file_get_basename (self->file);
  g_autofree char *name = g_filename_display_name (base);
  /* Translators: the name of a file. */
  g_autofree char *title = g_strdup_printf (_ ("Import “%s”?"), name);
  GtkWidget *dialog = adw_message_dialog_new (get_window (self), title,
                                              _ ("Events that the calendar has already stay as "
                                                 "they are."));

  self->chooser = loft_calendar_chooser_new (loft_calendar_actions_get_calendars (self->actions));
  if (self->calendar != NULL)
    loft_calendar_chooser_set (LOFT_CALENDAR_CHOOSER (self->chooser), self->calendar);
  gtk_widget_set_halign (self->chooser, GTK_ALIGN_CENTER);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), self->chooser);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "import",
                                    _ ("_Import"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "import",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "import");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_import), transfer_ref (self),
                         (GClosureNotify) (GCallback) transfer_unref, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
loft_calendar_transfer_import (GtkWidget *parent, LoftCalendarActions *actions,
                               LoftCalendarItem *calendar, GFile *file)
{
  g_autoptr (Transfer) self = transfer_new (parent, actions, calendar);

  self->file = g_object_ref (file);
  ask_where (self);
}

/* Files */

static void
add_filter (GtkFileChooserNative *dialog)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Calendars"));
  gtk_file_filter_add_mime_type (filter, "text/calendar");
  gtk_file_filter_add_pattern (filter, "*.ics");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
}

static void
show_chooser (Transfer *self, GtkFileChooserNative *dialog, GCallback response)
{
  add_filter (dialog);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_data (dialog, "response", response, transfer_ref (self),
                         (GClosureNotify) (GCallback) transfer_unref, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
on_chosen (GtkNativeDialog *dialog, int response, Transfer *self)
{
  g_autoptr (GtkNativeDialog) owned = dialog;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  self->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  ask_where (self);
}

void
loft_calendar_transfer_choose (GtkWidget *parent, LoftCalendarActions *actions,
                               LoftCalendarItem *calendar)
{
  g_autoptr (Transfer) self = transfer_new (parent, actions, calendar);

  show_chooser (self,
                gtk_file_chooser_native_new (_ ("Import Events"), get_window (self),
                                             GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Import"),
                                             _ ("_Cancel")),
                G_CALLBACK (on_chosen));
}

/* Export */

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Transfer) self = data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    say_error (self, _ ("The File Was Not Written"), error);
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Transfer) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) text =
    loft_calendar_actions_export_finish (LOFT_CALENDAR_ACTIONS (source), result, &error);

  if (text == NULL)
    say_error (self, _ ("The File Was Not Written"), error);
  else
    g_file_replace_contents_bytes_async (self->file, text, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                         on_written, transfer_ref (self));
}

static void
on_place (GtkNativeDialog *dialog, int response, Transfer *self)
{
  g_autoptr (GtkNativeDialog) owned = dialog;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  self->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  loft_calendar_actions_export_async (self->actions, self->calendar, self->item, NULL, on_exported,
                                      transfer_ref (self));
}

static char *
propose_name (Transfer *self)
{
  const char *name = self->item != NULL ? loft_occurrence_item_get (self->item)->summary
                                        : loft_calendar_item_get_name (self->calendar);
  g_autofree char *base = g_strdup (*name != '\0' ? name : _ ("Event"));

  return g_strconcat (g_strdelimit (base, "/\\:*?\"<>|\n\r\t", '-'), ".ics", NULL);
}

void
loft_calendar_transfer_export (GtkWidget *parent, LoftCalendarActions *actions,
                               LoftCalendarItem *calendar, LoftOccurrenceItem *item)
{
  g_autoptr (Transfer) self = transfer_new (parent, actions, calendar);
  g_autofree char *name = NULL;
  GtkFileChooserNative *dialog = NULL;

  g_set_object (&self->item, item);
  name = propose_name (self);
  dialog = gtk_file_chooser_native_new (_ ("Export Events"), get_window (self),
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  show_chooser (self, dialog, G_CALLBACK (on_place));
}
