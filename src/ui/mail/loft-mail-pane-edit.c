/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "config.h"
#include "loft-error-text.h"
#include "loft-folder-look.h"

#include <glib/gi18n.h>
#include <string.h>

/* A folder that something is done to, and what is told afterwards. */
typedef struct {
  LoftMailPane *self;       /* (owned) */
  LoftMailAccount *account; /* (owned) */
  LoftFolder *folder;       /* (owned) (nullable) NULL: the account itself */
  GtkWidget *dialog;        /* while it asks */
  GtkEditable *name;        /* (nullable) of the dialog */
  char *done;               /* (nullable) */
  void (*act) (gpointer edit);
} Edit;

static void
edit_free (Edit *edit)
{
  g_object_unref (edit->self);
  g_object_unref (edit->account);
  g_clear_pointer (&edit->folder, loft_folder_unref);
  g_free (edit->done);
  g_free (edit);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Edit, edit_free)

static LoftFolder *
find_folder (LoftMailAccount *account, gint64 folder_id)
{
  GListModel *folders = loft_mail_account_get_folders (account);

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (folders, i);

      if (loft_mail_folder_get (folder)->id == folder_id)
        return loft_folder_ref (loft_mail_folder_get (folder));
    }
  return NULL;
}

/* (transfer full) (nullable) NULL when account or folder have gone. */
static Edit *
edit_new (LoftMailPane *self, GVariant *parameter)
{
  g_autoptr (LoftMailAccount) account = NULL;
  const char *account_id = NULL;
  gint64 folder_id = 0;
  LoftFolder *folder = NULL;
  Edit *edit;

  g_variant_get (parameter, "(&sx)", &account_id, &folder_id);
  account = loft_mail_pane_find_account (self, account_id);
  if (account != NULL && folder_id != 0)
    folder = find_folder (account, folder_id);
  if (account == NULL || (folder_id != 0 && folder == NULL))
    return NULL;
  edit = g_new0 (Edit, 1);
  edit->self = g_object_ref (self);
  edit->account = g_steal_pointer (&account);
  edit->folder = folder;
  return edit;
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Edit) edit = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMailUndo) undo =
    loft_mail_account_act_finish (LOFT_MAIL_ACCOUNT (source), result, &error);
  g_autofree char *trouble = error == NULL ? NULL : loft_error_text_for_change (error);

  if (edit->self->toasts == NULL)
    return;
  if (trouble != NULL)
    loft_mail_pane_tell (edit->self, trouble);
  else if (undo != NULL && edit->done != NULL)
    loft_mail_pane_add_undo (edit->self, loft_move_undo_new (g_steal_pointer (&undo)), edit->done);
}

/* ---- asking ------------------------------------------------------------------------------- */

static void
on_answer (AdwMessageDialog *dialog, const char *response, Edit *edit)
{
  if (edit->name != NULL)
    g_signal_handlers_disconnect_by_data (edit->name, edit);
  if (g_str_equal (response, "do"))
    edit->act (edit);
  else
    edit_free (edit);
}

static void
ask (Edit *edit, const char *title, const char *text, const char *button,
     AdwResponseAppearance appearance)
{
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (edit->self), GTK_TYPE_WINDOW);
  AdwMessageDialog *dialog;

  edit->dialog = adw_message_dialog_new (GTK_WINDOW (window), title, text);
  dialog = ADW_MESSAGE_DIALOG (edit->dialog);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "do", button, NULL);
  adw_message_dialog_set_response_appearance (dialog, "do", appearance);
  adw_message_dialog_set_default_response (
    dialog, appearance == ADW_RESPONSE_DESTRUCTIVE ? "cancel" : "do");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (on_answer), edit);
}

/* A level of a path: what separates levels is no part of it. */
static gboolean
is_name (const char *text)
{
  g_autofree char *name = g_strstrip (g_strdup (text));

  return name[0] != '\0' && strchr (name, '/') == NULL && g_utf8_strlen (name, -1) <= 200;
}

static char *
path_of (Edit *edit, const char *parent)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (edit->name)));

  return parent[0] == '\0' ? g_steal_pointer (&name) : g_strconcat (parent, "/", name, NULL);
}

static gboolean
is_taken (Edit *edit, const char *path)
{
  GListModel *folders = loft_mail_account_get_folders (edit->account);

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (folders, i);

      if (g_str_equal (loft_mail_folder_get (folder)->path, path))
        return TRUE;
    }
  return FALSE;
}

static char *
parent_of (const LoftFolder *folder)
{
  const char *slash = strrchr (folder->path, '/');

  return slash == NULL ? g_strdup ("") : g_strndup (folder->path, (gsize) (slash - folder->path));
}

static void
on_name_changed (GtkEditable *name, Edit *edit)
{
  const char *text = gtk_editable_get_text (name);
  gboolean renames = g_object_get_data (G_OBJECT (edit->dialog), "renames") != NULL;
  g_autofree char *parent = edit->folder == NULL ? g_strdup ("")
                            : renames            ? parent_of (edit->folder)
                                                 : g_strdup (edit->folder->path);
  g_autofree char *path = path_of (edit, parent);
  gboolean good = is_name (text) && !is_taken (edit, path);

  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (edit->dialog), "do", good);
  if (good || text[0] == '\0')
    gtk_widget_remove_css_class (GTK_WIDGET (name), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (name), "error");
}

static void
ask_for_name (Edit *edit, const char *title, const char *text, const char *button,
              const char *name, gboolean renames)
{
  GtkWidget *entry = gtk_entry_new ();

  ask (edit, title, text, button, ADW_RESPONSE_SUGGESTED);
  if (renames)
    g_object_set_data (G_OBJECT (edit->dialog), "renames", edit);
  edit->name = GTK_EDITABLE (entry);
  gtk_editable_set_text (edit->name, name);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Folder Name"), -1);
  g_signal_connect (entry, "changed", G_CALLBACK (on_name_changed), edit);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (edit->dialog), entry);
  on_name_changed (edit->name, edit);
  gtk_widget_remove_css_class (entry, "error");
  gtk_window_present (GTK_WINDOW (edit->dialog));
  gtk_widget_grab_focus (entry);
}

/* ---- the actions -------------------------------------------------------------------------- */

static void
create (gpointer data)
{
  Edit *edit = data;
  g_autofree char *path = path_of (edit, edit->folder == NULL ? "" : edit->folder->path);
  const char *name = strrchr (path, '/') == NULL ? path : strrchr (path, '/') + 1;

  edit->done = g_strdup_printf (_ ("Folder %s created"), name);
  loft_mail_account_create_folder_async (edit->account, path, on_done, edit);
}

static void
on_new_folder (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Edit *edit = edit_new (data, parameter);
  g_autofree char *text = NULL;

  if (edit == NULL)
    return;
  edit->act = create;
  text = g_strdup_printf (_ ("In %s"), edit->folder == NULL
                                         ? loft_mail_account_get_name (edit->account)
                                         : loft_folder_look_name (edit->folder));
  ask_for_name (edit, _ ("New Folder"), text, _ ("C_reate"), "", FALSE);
}

static void
rename_folder (gpointer data)
{
  Edit *edit = data;
  g_autofree char *parent = parent_of (edit->folder);
  g_autofree char *path = path_of (edit, parent);

  edit->done = g_strdup (_ ("Folder renamed"));
  loft_mail_account_rename_folder_async (edit->account, edit->folder->id, path, on_done, edit);
}

static void
on_rename_folder (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Edit *edit = edit_new (data, parameter);

  if (edit == NULL)
    return;
  edit->act = rename_folder;
  ask_for_name (edit, _ ("Rename Folder"), NULL, _ ("_Rename"), edit->folder->name, TRUE);
}

static void
delete_folder (gpointer data)
{
  Edit *edit = data;

  edit->done = g_strdup_printf (_ ("Folder %s deleted"), edit->folder->name);
  loft_mail_account_delete_folder_async (edit->account, edit->folder->id, on_done, edit);
}

static void
on_delete_folder (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Edit *edit = edit_new (data, parameter);
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  if (edit == NULL)
    return;
  edit->act = delete_folder;
  title = g_strdup_printf (_ ("Delete Folder %s?"), loft_folder_look_name (edit->folder));
  text = g_strdup_printf (ngettext ("Its %'u message is deleted for ever, here and on the server.",
                                    "Its %'u messages are deleted for ever, here and on the server.",
                                    edit->folder->total),
                          edit->folder->total);
  ask (edit, title, edit->folder->total == 0 ? _ ("It is empty.") : text, _ ("_Delete"),
       ADW_RESPONSE_DESTRUCTIVE);
  gtk_window_present (GTK_WINDOW (edit->dialog));
}

static void
empty_folder (gpointer data)
{
  Edit *edit = data;

  edit->done = g_strdup_printf (_ ("%s emptied"), loft_folder_look_name (edit->folder));
  loft_mail_account_empty_folder_async (edit->account, edit->folder->id, on_done, edit);
}

static void
on_empty_folder (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Edit *edit = edit_new (data, parameter);
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  if (edit == NULL)
    return;
  edit->act = empty_folder;
  title = g_strdup_printf (_ ("Empty %s?"), loft_folder_look_name (edit->folder));
  text = g_strdup_printf (ngettext ("%'u message is deleted for ever, here and on the server.",
                                    "%'u messages are deleted for ever, here and on the server.",
                                    edit->folder->total),
                          edit->folder->total);
  ask (edit, title, text, _ ("_Empty"), ADW_RESPONSE_DESTRUCTIVE);
  gtk_window_present (GTK_WINDOW (edit->dialog));
}

static void
on_mark_folder_read (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Edit *edit = edit_new (data, parameter);

  if (edit == NULL)
    return;
  edit->done = g_strdup_printf (_ ("%s marked as read"), loft_folder_look_name (edit->folder));
  loft_mail_account_mark_folder_read_async (edit->account, edit->folder->id, on_done, edit);
}

static const GActionEntry entries[] = {
  { "new-folder", on_new_folder, "(sx)" },
  { "rename-folder", on_rename_folder, "(sx)" },
  { "delete-folder", on_delete_folder, "(sx)" },
  { "empty-folder", on_empty_folder, "(sx)" },
  { "mark-folder-read", on_mark_folder_read, "(sx)" },
};

void
loft_mail_pane_add_edit_actions (LoftMailPane *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}
