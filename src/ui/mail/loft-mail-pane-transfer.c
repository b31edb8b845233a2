/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "config.h"
#include "loft-account-limits.h"
#include "loft-folder-look.h"
#include "loft-local-account.h"
#include "loft-message-drag-files.h"
#include "loft-transfer-window.h"

#include <glib/gi18n.h>
#include <string.h>

/* Mail from files and into files: what is asked before a LoftTransferWindow does it. */

typedef struct {
  LoftMailPane *self; /* (owned) */
  LoftMailAccount *account; /* (owned) */
  char *path; /* (nullable) of a folder */
  LoftExportFormat format;
  GtkDropDown *formats; /* while it asks */
} Transfer;

static void
transfer_free (Transfer *transfer)
{
  g_object_unref (transfer->self);
  g_object_unref (transfer->account);
  g_free (transfer->path);
  g_free (transfer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Transfer, transfer_free)

static GtkWindow *
window_of (LoftMailPane *self)
{
  return GTK_WINDOW (gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW));
}

/* (transfer full) (nullable) */
static char *
path_of (LoftMailAccount *account, gint64 folder_id)
{
  GListModel *folders = loft_mail_account_get_folders (account);

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (folders, i);

      if (loft_mail_folder_get (folder)->id == folder_id)
        return g_strdup (loft_mail_folder_get (folder)->path);
    }
  return NULL;
}

/* (transfer full) (nullable) NULL when account or folder have gone. parameter: account's id and folder's;
 * 0: all of the account. */
static Transfer *
transfer_new (LoftMailPane *self, const char *account_id, gint64 folder_id)
{
  g_autoptr (LoftMailAccount) account = loft_mail_pane_find_account (self, account_id);
  char *path = account != NULL && folder_id != 0 ? path_of (account, folder_id) : NULL;
  Transfer *transfer;

  if (account == NULL || (folder_id != 0 && path == NULL))
    return NULL;
  transfer = g_new0 (Transfer, 1);
  transfer->self = g_object_ref (self);
  transfer->account = g_steal_pointer (&account);
  transfer->path = path;
  return transfer;
}

/* (transfer full) paths that can be read; those of no file system cannot. */
static GPtrArray *
paths_of (GListModel *files)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      char *path = g_file_get_path (file);

      if (path != NULL)
        g_ptr_array_add (paths, path);
    }
  return paths;
}

/* Says why when it cannot be. */
static gboolean
check_takes (LoftMailPane *self, LoftMailAccount *account)
{
  if (loft_account_kind_takes_messages (loft_mail_account_get_account (account)->kind))
    return TRUE;
  loft_mail_pane_tell (self,
                       _ ("Exchange accounts take no messages from elsewhere. Import them into "
                          "“On This Computer” instead."));
  return FALSE;
}

/* ---- import ------------------------------------------------------------------------------- */

static void
on_sources_chosen (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr (Transfer) transfer = data;
  g_autoptr (GtkNativeDialog) owned = dialog;
  g_autoptr (GListModel) files = NULL;
  g_autoptr (GPtrArray) paths = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  paths = paths_of (files);
  if (paths->len > 0)
    loft_transfer_window_import (window_of (transfer->self), transfer->account, transfer->path,
                                 paths);
  else
    loft_mail_pane_tell (transfer->self, _ ("Only files on this computer can be imported"));
}

static void
choose_sources (Transfer *transfer, gboolean folder)
{
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (_ ("Import Mail"), window_of (transfer->self),
                                 folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
                                        : GTK_FILE_CHOOSER_ACTION_OPEN,
                                 _ ("_Import"), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (on_sources_chosen), transfer);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
on_import_answer (AdwMessageDialog *dialog, const char *response, Transfer *transfer)
{
  if (g_str_equal (response, "files") || g_str_equal (response, "folder"))
    choose_sources (transfer, g_str_equal (response, "folder"));
  else
    transfer_free (transfer);
}

/* transfer: (transfer full) A file chooser can choose files or folders, not both. */
static void
ask_import (Transfer *transfer)
{
  g_autofree char *where = g_strdup_printf (
    _ ("Mail from mbox files, messages (.eml) and Maildir folders goes into “%s” of "
       "%s. What is there already is not imported again."),
    transfer->path, loft_mail_account_get_name (transfer->account));
  GtkWidget *dialog = adw_message_dialog_new (window_of (transfer->self), _ ("Import Mail"), where);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "folder",
                                    _ ("Choose _Folder…"), "files", _ ("Choose F_iles…"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "files");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (on_import_answer), transfer);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_import (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  const char *account_id = NULL;
  gint64 folder_id = 0;
  Transfer *transfer;

  g_variant_get (parameter, "(&sx)", &account_id, &folder_id);
  transfer = transfer_new (self, account_id, folder_id);
  if (transfer == NULL)
    return;
  if (!check_takes (self, transfer->account))
    {
      transfer_free (transfer);
      return;
    }
  /* A folder of its own, so that nothing is mixed that was apart. */
  if (transfer->path == NULL)
    transfer->path = g_strdup (C_ ("folder", "Imported"));
  ask_import (transfer);
}

/* From the main menu: to where it troubles no server. */
static void
on_import_here (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GVariant) all =
    g_variant_ref_sink (g_variant_new ("(sx)", LOFT_LOCAL_ACCOUNT_ID, (gint64) 0));

  on_import (action, all, self);
}

void
loft_mail_pane_on_files_dropped (LoftMailPane *self, LoftMailAccount *account,
                                 LoftMailFolder *folder, GPtrArray *paths)
{
  if (check_takes (self, account))
    loft_transfer_window_import (window_of (self), account, loft_mail_folder_get (folder)->path,
                                 paths);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, LoftMailPane *self)
{
  g_autoptr (GPtrArray) paths = loft_message_drag_list_paths (value);

  if (self->folder == NULL || paths->len == 0)
    return FALSE;
  loft_mail_pane_on_files_dropped (self, self->account, self->folder, paths);
  return TRUE;
}

/* What is dragged from the list is here already. */
static gboolean
on_accept (GtkDropTarget *target, GdkDrop *drop)
{
  return !loft_message_drag_files_is_own (drop) &&
         gdk_content_formats_match (gtk_drop_target_get_formats (target),
                                    gdk_drop_get_formats (drop));
}

void
loft_mail_pane_accept_files (LoftMailPane *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "accept", G_CALLBACK (on_accept), NULL);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (target));
}

/* ---- export ------------------------------------------------------------------------------- */

/* What one is called that is not there yet. */
static char *
name_of (Transfer *transfer)
{
  const char *slash = transfer->path != NULL ? strrchr (transfer->path, '/') : NULL;
  const char *name = transfer->path == NULL ? loft_mail_account_get_name (transfer->account)
                     : slash != NULL        ? slash + 1
                                            : transfer->path;
  char *safe = g_strdup (name);

  return g_strdelimit (safe, "/\\", '-');
}

static gboolean
is_single_file (Transfer *transfer)
{
  return transfer->path != NULL && transfer->format == LOFT_EXPORT_MBOX;
}

static void
on_place_chosen (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr (Transfer) transfer = data;
  g_autoptr (GtkNativeDialog) owned = dialog;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;
  g_autofree char *name = name_of (transfer);
  g_autofree char *output = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  path = file != NULL ? g_file_get_path (file) : NULL;
  if (path == NULL)
    return;
  output = is_single_file (transfer) ? g_strdup (path) : g_build_filename (path, name, NULL);
  loft_transfer_window_export (window_of (transfer->self), transfer->account, transfer->path,
                               output, transfer->format);
}

static void
choose_place (Transfer *transfer)
{
  gboolean single = is_single_file (transfer);
  g_autofree char *name = name_of (transfer);
  g_autofree char *file = g_strconcat (name, ".mbox", NULL);
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (_ ("Export Mail"), window_of (transfer->self),
                                 single ? GTK_FILE_CHOOSER_ACTION_SAVE
                                        : GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                 _ ("_Export"), NULL);

  if (single)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), file);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (on_place_chosen), transfer);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
on_export_answer (AdwMessageDialog *dialog, const char *response, Transfer *transfer)
{
  if (!g_str_equal (response, "choose"))
    {
      transfer_free (transfer);
      return;
    }
  transfer->format = (LoftExportFormat) gtk_drop_down_get_selected (transfer->formats);
  choose_place (transfer);
}

/* transfer: (transfer full) */
static void
ask_export (Transfer *transfer)
{
  const char *const formats[] = { _ ("mbox: a file for each folder"),
                                  _ ("Maildir: with flags, for mail servers"),
                                  _ ("EML: a file for each message"), NULL };
  g_autofree char *name = name_of (transfer);
  g_autofree char *title = g_strdup_printf (_ ("Export “%s”"), name);
  GtkWidget *dialog = adw_message_dialog_new (
    window_of (transfer->self), title,
    _ ("Other programs can read what is written. Messages that are not on this computer are "
       "downloaded first."));

  transfer->formats = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (formats));
  gtk_accessible_update_property (GTK_ACCESSIBLE (transfer->formats), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Format"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), GTK_WIDGET (transfer->formats));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "choose",
                                    _ ("Choose _Place…"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "choose",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "choose");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (on_export_answer), transfer);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_export (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  const char *account_id = NULL;
  gint64 folder_id = 0;
  Transfer *transfer;

  g_variant_get (parameter, "(&sx)", &account_id, &folder_id);
  transfer = transfer_new (self, account_id, folder_id);
  if (transfer != NULL)
    ask_export (transfer);
}

static const GActionEntry entries[] = {
  { "import", on_import, "(sx)" },
  { "import-here", on_import_here },
  { "export", on_export, "(sx)" },
};

void
loft_mail_pane_add_transfer_actions (LoftMailPane *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}
