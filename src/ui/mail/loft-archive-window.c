/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-archive-window.h"

#include "config.h"
#include "loft-archive-fields.h"
#include "loft-archive-look.h"
#include "loft-error-text.h"
#include "loft-folder-look.h"

#include <glib/gi18n.h>
#include <string.h>

#define WIDTH 460

struct _LoftArchiveWindow {
  AdwWindow parent_instance;

  LoftArchiveFields *fields;
  GtkLabel *text;
  GtkWidget *archive;

  LoftService *service;
  LoftMailAccount *account;
  char *path; /* (nullable) of the one folder */
  GCancellable *looking;
};

G_DEFINE_FINAL_TYPE (LoftArchiveWindow, loft_archive_window, ADW_TYPE_WINDOW)

const char *
loft_archive_window_get_text (LoftArchiveWindow *self)
{
  return gtk_label_get_text (self->text);
}

/* ---- the dry look ------------------------------------------------------------------------- */

static char *
describe (const LoftArchiveLook *look)
{
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_local (look->before);
  /* Translators: a day: “22 November 2025”. */
  g_autofree char *date =
    day != NULL ? g_date_time_format (day, C_ ("archive", "%-d %B %Y")) : g_strdup ("");
  g_autofree char *size = g_format_size (look->bytes);

  if (look->n_messages == 0)
    return g_strdup_printf (_ ("There is no such message from before %s."), date);
  /* Translators: number of messages, their size, a day. */
  return g_strdup_printf (ngettext ("%1$'u message (%2$s) from before %3$s will move.",
                                    "%1$'u messages (%2$s) from before %3$s will move.",
                                    look->n_messages),
                          look->n_messages, size, date);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftArchiveWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftArchiveLook) look =
    loft_archive_look_finish (LOFT_MAIL_ACCOUNT (source), result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = look != NULL ? describe (look) : loft_error_text_for_change (error);
  gtk_label_set_text (self->text, text);
  /* With nothing old today the rule can be kept all the same. */
  gtk_widget_set_sensitive (self->archive,
                            look != NULL && (look->n_messages > 0 || self->path == NULL));
}

static void
look_again (LoftArchiveWindow *self)
{
  g_auto (LoftArchiveRule) rule = { 0 };

  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  self->looking = g_cancellable_new ();
  loft_archive_rule_init (&rule);
  loft_archive_fields_read (self->fields, &rule);
  gtk_widget_set_sensitive (self->archive, FALSE);
  gtk_label_set_text (self->text, _ ("Counting…"));
  loft_archive_look_async (self->account, &rule, self->looking, on_looked, g_object_ref (self));
}

/* ---- doing it ----------------------------------------------------------------------------- */

static void
run (LoftArchiveWindow *self, const LoftArchiveRule *rule)
{
  loft_archiver_run (loft_service_get_archiver (self->service), self->account, rule);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftArchiveWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (loft_service_update_account_finish (LOFT_SERVICE (source), result, &error))
    {
      run (self, &loft_mail_account_get_account (self->account)->archive);
      return;
    }
  text = loft_error_text_for_account (error, NULL);
  gtk_label_set_text (self->text, text);
  gtk_widget_set_sensitive (self->archive, TRUE);
}

static gboolean
is_same (const LoftArchiveRule *a, const LoftArchiveRule *b)
{
  return a->daily == b->daily && a->months == b->months && a->place == b->place &&
         a->unread == b->unread && a->flagged == b->flagged && strcmp (a->folders, b->folders) == 0;
}

static void
on_archive (LoftArchiveWindow *self)
{
  LoftAccount *account = loft_mail_account_get_account (self->account);
  g_autoptr (LoftAccount) changed = loft_account_copy (account);

  gtk_widget_set_sensitive (self->archive, FALSE);
  loft_archive_fields_read (self->fields, &changed->archive);
  if (self->path != NULL || is_same (&account->archive, &changed->archive))
    {
      run (self, &changed->archive);
      return;
    }
  loft_service_update_account_async (self->service, changed, NULL, NULL, on_saved,
                                     g_object_ref (self));
}

/* ---- the window --------------------------------------------------------------------------- */

static void
loft_archive_window_dispose (GObject *object)
{
  LoftArchiveWindow *self = LOFT_ARCHIVE_WINDOW (object);

  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_clear_object (&self->account);
  g_clear_object (&self->service);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (loft_archive_window_parent_class)->dispose (object);
}

static void
loft_archive_window_class_init (LoftArchiveWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_archive_window_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static GtkWidget *
header_new (LoftArchiveWindow *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));

  self->archive = gtk_button_new_with_mnemonic (_ ("_Archive"));
  gtk_widget_add_css_class (self->archive, "suggested-action");
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->archive);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_close), self);
  g_signal_connect_swapped (self->archive, "clicked", G_CALLBACK (on_archive), self);
  return header;
}

static void
loft_archive_window_init (LoftArchiveWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_preferences_page_new ();
  AdwPreferencesGroup *outcome = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  GtkWidget *text = gtk_label_new (NULL);

  self->fields = g_object_new (LOFT_TYPE_ARCHIVE_FIELDS, NULL);
  self->text = GTK_LABEL (text);
  gtk_label_set_wrap (self->text, TRUE);
  gtk_label_set_xalign (self->text, 0);
  gtk_widget_add_css_class (text, "numeric");
  adw_preferences_group_add (outcome, text);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (self->fields));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), outcome);
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), header_new (self));
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self), 340, -1);
  g_signal_connect_swapped (self->fields, "changed", G_CALLBACK (look_again), self);
}

static void
show_rule (LoftArchiveWindow *self, LoftFolder *folder)
{
  const LoftArchiveRule *rule = &loft_mail_account_get_account (self->account)->archive;
  g_autofree char *description = NULL;

  if (folder == NULL)
    {
      description =
        g_markup_printf_escaped (_ (
                                   "Old messages of %s leave their folders and stay within reach."),
                                 loft_mail_account_get_name (self->account));
      loft_archive_fields_show (self->fields, self->account, rule);
    }
  else
    {
      description =
        g_markup_printf_escaped (_ ("Old messages leave %1$s of %2$s and stay within reach."),
                                 loft_folder_look_name (folder),
                                 loft_mail_account_get_name (self->account));
      self->path = g_strdup (folder->path);
      loft_archive_fields_show_folder (self->fields, self->account, rule, self->path);
    }
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->fields), description);
}

GtkWidget *
loft_archive_window_new (GtkWindow *parent, LoftService *service, LoftMailAccount *account,
                         LoftFolder *folder)
{
  LoftArchiveWindow *self = g_object_new (LOFT_TYPE_ARCHIVE_WINDOW, "transient-for", parent,
                                          "title", _ ("Archive Old Messages"), NULL);
  int width = parent != NULL ? gtk_widget_get_width (GTK_WIDGET (parent)) : 0;

  self->service = g_object_ref (service);
  self->account = g_object_ref (account);
  show_rule (self, folder);
  gtk_window_set_default_size (GTK_WINDOW (self), width > 0 ? MIN (WIDTH, width) : WIDTH,
                               folder == NULL ? 600 : 460);
  look_again (self);
  return GTK_WIDGET (self);
}
