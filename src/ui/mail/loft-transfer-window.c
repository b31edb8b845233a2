/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-transfer-window.h"

#include "config.h"
#include "loft-error-text.h"
#include "loft-work.h"

#include <glib/gi18n.h>
#include <string.h>

#define WIDTH       460
#define LIST_HEIGHT 180
#define MAX_SHOWN   200 /* lines; the saved report has all */
#define MARGIN      18

struct _LoftTransferWindow {
  AdwWindow parent_instance;

  GtkLabel *title;
  GtkProgressBar *bar;
  GtkLabel *text;
  GtkLabel *file;
  GtkWidget *troubles; /* scrolled */
  GtkTextBuffer *lines;
  GtkButton *save;
  GtkButton *button; /* Cancel, then Close */

  LoftMailAccount *account;
  char *path;
  GPtrArray *sources; /* of char* */
  guint next;
  GCancellable *cancellable;
  gboolean over;
  char *failure; /* (nullable) */
  GPtrArray *all_troubles; /* of char* */
  guint n_done;
  guint n_known;
  guint n_bad;
  LoftWork *work; /* (owned) what of it is in Activity */
};

G_DEFINE_FINAL_TYPE (LoftTransferWindow, loft_transfer_window, ADW_TYPE_WINDOW)

gboolean
loft_transfer_window_is_over (LoftTransferWindow *self)
{
  return self->over;
}

/* ---- the outcome -------------------------------------------------------------------------- */

static void
show_troubles (LoftTransferWindow *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = MIN (self->all_troubles->len, MAX_SHOWN);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "",
                            (const char *) g_ptr_array_index (self->all_troubles, i));
  if (n < self->all_troubles->len)
    g_string_append (text, "\n…");
  gtk_text_buffer_set_text (self->lines, text->str, (int) text->len);
  gtk_widget_set_visible (self->troubles, n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->save), n > 0);
}

static void
take_troubles (LoftTransferWindow *self, GPtrArray *troubles)
{
  for (guint i = 0; i < troubles->len; i++)
    g_ptr_array_add (self->all_troubles, g_strdup (g_ptr_array_index (troubles, i)));
}

/* Where nobody looks at the window, Activity says how it ended; one that has nothing more to say goes. */
static void
end_work (LoftTransferWindow *self, const char *text)
{
  gboolean seen = gtk_widget_get_visible (GTK_WIDGET (self));

  loft_work_end (self->work, seen ? NULL : self->failure != NULL ? self->failure : text);
  if (seen || self->all_troubles->len > 0)
    return;
  loft_work_set_show (self->work, NULL);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* stopped: a person did. text: what was done. */
static void
end (LoftTransferWindow *self, gboolean stopped, const char *done, const char *text)
{
  self->over = TRUE;
  gtk_label_set_text (self->title, self->failure != NULL ? _ ("It Could Not Be Finished")
                                   : stopped             ? _ ("Stopped")
                                                         : done);
  gtk_label_set_text (self->text, text);
  gtk_label_set_text (self->file, self->failure != NULL ? self->failure : "");
  gtk_widget_set_visible (GTK_WIDGET (self->file), self->failure != NULL);
  gtk_label_set_ellipsize (self->file, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (self->file, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), FALSE);
  gtk_button_set_label (self->button, _ ("_Close"));
  show_troubles (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->button));
  end_work (self, text);
}

/* ---- saving the report -------------------------------------------------------------------- */

static char *
report_text (LoftTransferWindow *self)
{
  g_autoptr (GString) text = g_string_new (gtk_label_get_text (self->text));

  g_string_append_c (text, '\n');
  for (guint i = 0; i < self->all_troubles->len; i++)
    g_string_append_printf (text, "%s\n", (const char *) g_ptr_array_index (self->all_troubles, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
on_report_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftTransferWindow) self = data;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, NULL))
    gtk_label_set_text (self->text, _ ("The report could not be saved. Choose another folder."));
}

static void
on_report_named (GtkNativeDialog *dialog, int response, LoftTransferWindow *self)
{
  g_autoptr (GtkNativeDialog) owned = dialog;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *text;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file == NULL)
    return;
  text = report_text (self);
  bytes = g_bytes_new_take (text, strlen (text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       on_report_written, g_object_ref (self));
}

static void
on_save (LoftTransferWindow *self)
{
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (_ ("Save Report"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE,
                                 _ ("_Save"), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), _ ("Report.txt"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_report_named), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* ---- import ------------------------------------------------------------------------------- */

/* "1,204 messages imported, 12 were there already" */
static char *
import_counts (LoftTransferWindow *self, guint n_imported, guint n_known)
{
  g_autofree char *imported =
    g_strdup_printf (ngettext ("%'u message imported", "%'u messages imported", n_imported),
                     n_imported);

  if (n_known == 0)
    return g_steal_pointer (&imported);
  /* Translators: “12 messages imported”, and how many of them Loft had. */
  return g_strdup_printf (ngettext ("%s, %'u was there already", "%s, %'u were there already",
                                    n_known),
                          imported, n_known);
}

/* total: 0 not known */
static void
tell (LoftTransferWindow *self, const char *text, double done, double total)
{
  double fraction = total > 0 ? MIN (1.0, done / total) : -1.0;

  if (total > 0)
    gtk_progress_bar_set_fraction (self->bar, fraction);
  loft_work_tell (self->work, text, fraction);
}

static void
on_import_progress (const LoftImportProgress *progress, gpointer data)
{
  LoftTransferWindow *self = data;
  g_autofree char *counts =
    import_counts (self, self->n_done + progress->n_imported, self->n_known + progress->n_known);
  g_autofree char *name = g_path_get_basename (progress->file);

  gtk_label_set_text (self->text, counts);
  gtk_label_set_text (self->file, progress->file[0] != '\0' ? name : "");
  tell (self, counts, (double) progress->bytes, (double) progress->total);
}

static void import_next (LoftTransferWindow *self);

static void
end_import (LoftTransferWindow *self, gboolean stopped)
{
  g_autofree char *counts = import_counts (self, self->n_done, self->n_known);
  g_autofree char *text = NULL;

  if (self->n_bad > 0)
    text = g_strdup_printf (ngettext ("%s. %'u could not be read.", "%s. %'u could not be read.",
                                      self->n_bad),
                            counts, self->n_bad);
  else
    text = g_strdup_printf ("%s.", counts);
  end (self, stopped, _ ("Import Finished"), text);
}

static void
on_imported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftTransferWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftImportReport) report = loft_mail_import_finish (result, &error);

  if (report != NULL)
    {
      self->n_done += report->n_imported;
      self->n_known += report->n_known;
      self->n_bad += report->n_unreadable;
      take_troubles (self, report->troubles);
    }
  else
    self->failure = loft_error_text_for_change (error);
  if (report == NULL || report->cancelled)
    end_import (self, report != NULL);
  else
    import_next (self);
}

static void
import_next (LoftTransferWindow *self)
{
  if (self->next == self->sources->len)
    {
      end_import (self, FALSE);
      return;
    }
  loft_mail_import_async (self->account, g_ptr_array_index (self->sources, self->next++),
                          self->path, on_import_progress, self, self->cancellable, on_imported,
                          g_object_ref (self));
}

/* ---- export ------------------------------------------------------------------------------- */

static void
on_export_progress (const LoftExportProgress *progress, gpointer data)
{
  LoftTransferWindow *self = data;
  g_autofree char *text =
    g_strdup_printf (ngettext ("%'u of %'u message", "%'u of %'u messages", progress->total),
                     progress->done, progress->total);

  gtk_label_set_text (self->text, text);
  gtk_label_set_text (self->file, progress->folder);
  tell (self, text, progress->done, progress->total);
}

static char *
export_text (const LoftExportReport *report)
{
  g_autofree char *exported =
    g_strdup_printf (ngettext ("%'u message was exported and read back.",
                               "%'u messages were exported and read back.", report->n_exported),
                     report->n_exported);

  if (report->n_missing == 0)
    return g_steal_pointer (&exported);
  return g_strdup_printf (ngettext ("%s %'u is not downloaded and could not be had.",
                                    "%s %'u are not downloaded and could not be had.",
                                    report->n_missing),
                          exported, report->n_missing);
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftTransferWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftExportReport) report = loft_mail_export_finish (result, &error);
  g_autofree char *text = report != NULL ? export_text (report) : g_strdup ("");

  if (report != NULL)
    take_troubles (self, report->troubles);
  else
    self->failure = loft_error_text_for_change (error);
  end (self, report != NULL && report->cancelled, _ ("Export Finished"), text);
}

/* ---- the window --------------------------------------------------------------------------- */

static void
on_button (LoftTransferWindow *self)
{
  if (self->over)
    gtk_window_close (GTK_WINDOW (self));
  else
    g_cancellable_cancel (self->cancellable);
}

/* It goes on without its window; Activity has it. */
static gboolean
loft_transfer_window_close_request (GtkWindow *window)
{
  LoftTransferWindow *self = LOFT_TRANSFER_WINDOW (window);

  if (!self->over)
    {
      gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
      return TRUE;
    }
  loft_work_dismiss (self->work);
  return GTK_WINDOW_CLASS (loft_transfer_window_parent_class)->close_request (window);
}

static void
cancel (gpointer self)
{
  g_cancellable_cancel (LOFT_TRANSFER_WINDOW (self)->cancellable);
}

static void
show (gpointer self)
{
  gtk_window_present (self);
}

static void
loft_transfer_window_finalize (GObject *object)
{
  LoftTransferWindow *self = LOFT_TRANSFER_WINDOW (object);

  g_clear_object (&self->account);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->work);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_ptr_array_unref (self->all_troubles);
  g_free (self->path);
  g_free (self->failure);
  G_OBJECT_CLASS (loft_transfer_window_parent_class)->finalize (object);
}

static void
loft_transfer_window_class_init (LoftTransferWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_transfer_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = loft_transfer_window_close_request;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static GtkLabel *
add_label (GtkWidget *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
add_troubles (LoftTransferWindow *self, GtkWidget *box)
{
  GtkWidget *view = gtk_text_view_new ();

  self->troubles = gtk_scrolled_window_new ();
  self->lines = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  g_object_set (view, "left-margin", 9, "right-margin", 9, "top-margin", 9, "bottom-margin", 9,
                NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What could not be read"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->troubles), view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->troubles), LIST_HEIGHT);
  gtk_widget_set_vexpand (self->troubles, TRUE);
  gtk_widget_add_css_class (self->troubles, "card");
  gtk_widget_set_visible (self->troubles, FALSE);
  gtk_box_append (GTK_BOX (box), self->troubles);
}

static void
add_buttons (LoftTransferWindow *self, GtkWidget *box)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *save = gtk_button_new_with_mnemonic (_ ("_Save Report…"));
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Cancel"));

  gtk_widget_set_visible (save, FALSE);
  gtk_widget_set_hexpand (button, TRUE);
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_widget_set_margin_top (row, 6);
  g_signal_connect_swapped (save, "clicked", G_CALLBACK (on_save), self);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_button), self);
  gtk_box_append (GTK_BOX (row), save);
  gtk_box_append (GTK_BOX (row), button);
  gtk_box_append (GTK_BOX (box), row);
  self->save = GTK_BUTTON (save);
  self->button = GTK_BUTTON (button);
}

static void
loft_transfer_window_init (LoftTransferWindow *self)
{
  GtkWidget *handle = gtk_window_handle_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->cancellable = g_cancellable_new ();
  self->all_troubles = g_ptr_array_new_with_free_func (g_free);
  self->title = add_label (box, "title-4");
  gtk_label_set_wrap (self->title, TRUE);
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bar));
  self->text = add_label (box, "numeric");
  gtk_label_set_wrap (self->text, TRUE);
  self->file = add_label (box, "dim-label");
  gtk_label_set_ellipsize (self->file, PANGO_ELLIPSIZE_MIDDLE);
  add_troubles (self, box);
  add_buttons (self, box);
  g_object_set (box, "margin-start", MARGIN, "margin-end", MARGIN, "margin-top", MARGIN,
                "margin-bottom", MARGIN, NULL);
  gtk_window_handle_set_child (GTK_WINDOW_HANDLE (handle), box);
  adw_window_set_content (ADW_WINDOW (self), handle);
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, -1);
}

static LoftTransferWindow *
window_new (GtkWindow *parent, LoftMailAccount *account, const char *path, const char *title)
{
  LoftTransferWindow *self =
    g_object_new (LOFT_TYPE_TRANSFER_WINDOW, "transient-for", parent, "title", title, NULL);

  self->account = g_object_ref (account);
  self->path = g_strdup (path);
  gtk_label_set_text (self->title, title);
  self->work = loft_work_begin (title, cancel, G_OBJECT (self));
  loft_work_set_show (self->work, show);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

GtkWidget *
loft_transfer_window_import (GtkWindow *parent, LoftMailAccount *account, const char *path,
                             GPtrArray *sources)
{
  g_autofree char *title = g_strdup_printf (_ ("Importing into “%s”"), path);
  LoftTransferWindow *self = window_new (parent, account, path, title);

  self->sources = g_ptr_array_ref (sources);
  import_next (self);
  return GTK_WIDGET (self);
}

GtkWidget *
loft_transfer_window_export (GtkWindow *parent, LoftMailAccount *account, const char *path,
                             const char *output, LoftExportFormat format)
{
  g_autofree char *title =
    g_strdup_printf (_ ("Exporting “%s”"),
                     path != NULL ? path : loft_mail_account_get_name (account));
  LoftTransferWindow *self = window_new (parent, account, path, title);

  loft_mail_export_async (account, path, output, format, TRUE, on_export_progress, self,
                          self->cancellable, on_exported, g_object_ref (self));
  return GTK_WIDGET (self);
}
