/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-room-window.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-error-text.h"
#include "loft-folder-look.h"
#include "loft-local-account.h"
#include "loft-mail-folder.h"
#include "loft-message-saving.h"
#include "loft-quota-row.h"
#include "loft-room-look.h"
#include "loft-room-row.h"

#include <glib/gi18n.h>

#define WIDTH        560
#define HEIGHT       680
#define MAX_FOLDERS  6
#define MAX_MESSAGES 40
#define MAX_FILES    20
#define LATER_MS     400 /* several changes make one look */

struct _LoftRoomWindow {
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwPreferencesPage *page;
  AdwPreferencesGroup *groups[3]; /* (nullable) folders, messages, attachments: on the page */
  GtkWidget *quota;
  GtkWidget *trash;
  GtkRevealer *bar;
  GtkLabel *chosen_text;
  GtkWidget *keep; /* button that moves to this computer */

  LoftService *service;
  LoftMailAccount *account;
  GCancellable *looking;
  LoftRoomLook *look; /* (nullable) what is shown */
  GPtrArray *checks; /* of GtkCheckButton, in the order of look's messages */
  LoftMailUndo *undo; /* (nullable) of the last step */
  guint later_source;
};

static guint lead_to_signal;

G_DEFINE_FINAL_TYPE (LoftRoomWindow, loft_room_window, ADW_TYPE_WINDOW)

static void look_again (LoftRoomWindow *self);

/* ---- what is chosen ----------------------------------------------------------------------- */

static gboolean
is_chosen (LoftRoomWindow *self, guint i)
{
  return gtk_check_button_get_active (g_ptr_array_index (self->checks, i));
}

/* (transfer full) of gint64 */
static GArray *
chosen_ids (LoftRoomWindow *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->checks->len; i++)
    if (is_chosen (self, i))
      g_array_append_val (ids, ((LoftMessage *) g_ptr_array_index (self->look->messages, i))->id);
  return ids;
}

static void
update_chosen (LoftRoomWindow *self)
{
  g_autofree char *text = NULL;
  g_autofree char *size = NULL;
  guint64 bytes = 0;
  guint n = 0;

  for (guint i = 0; i < self->checks->len; i++)
    if (is_chosen (self, i))
      {
        bytes += ((LoftMessage *) g_ptr_array_index (self->look->messages, i))->size;
        n++;
      }
  size = g_format_size (bytes);
  /* Translators: number of messages that were chosen, and their size. */
  text = g_strdup_printf (ngettext ("%1$'u message, %2$s", "%1$'u messages, %2$s", n), n, size);
  gtk_label_set_text (self->chosen_text, text);
  gtk_revealer_set_reveal_child (self->bar, n > 0);
}

/* ---- what helps --------------------------------------------------------------------------- */

static void
tell (LoftRoomWindow *self, const char *text, gboolean can_undo)
{
  AdwToast *toast = adw_toast_new (text);

  if (can_undo)
    {
      adw_toast_set_button_label (toast, _ ("Undo"));
      adw_toast_set_action_name (toast, "room.undo");
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftRoomWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (self->toasts != NULL && !loft_mail_undo_run_finish (result, &error))
    tell (self, _ ("That cannot be taken back any more"), FALSE);
}

static void
on_undo (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftRoomWindow *self = data;

  if (self->undo != NULL)
    loft_mail_undo_run_async (g_steal_pointer (&self->undo), on_undone, g_object_ref (self));
}

static void
on_acted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftRoomWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMailUndo) undo =
    loft_mail_account_act_finish (LOFT_MAIL_ACCOUNT (source), result, &error);
  g_autofree char *text = NULL;
  guint n;

  if (self->toasts == NULL)
    return;
  if (undo == NULL)
    {
      text = loft_error_text_for_change (error);
      tell (self, text, FALSE);
      return;
    }
  n = loft_mail_undo_get_n_messages (undo);
  text = g_strdup_printf (ngettext ("%'u message moved", "%'u messages moved", n), n);
  g_clear_pointer (&self->undo, loft_mail_undo_free);
  self->undo = g_steal_pointer (&undo);
  tell (self, text, n > 0);
  look_again (self);
}

static void
on_delete (LoftRoomWindow *self)
{
  g_autoptr (GArray) ids = chosen_ids (self);

  loft_mail_account_move_to_role_async (self->account, (const gint64 *) (gpointer) ids->data,
                                        ids->len, LOFT_FOLDER_ROLE_TRASH, on_acted,
                                        g_object_ref (self));
}

/* (transfer full) (nullable) */
static LoftMailAccount *
find_local (LoftRoomWindow *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      if (loft_local_account_is (loft_mail_account_get_account (account)))
        return g_steal_pointer (&account);
    }
  return NULL;
}

/* (transfer full) (nullable) */
static LoftFolder *
find_role (LoftMailAccount *account, LoftFolderRole role)
{
  GListModel *folders = loft_mail_account_get_folders (account);

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) row = g_list_model_get_item (folders, i);

      if (loft_mail_folder_get (row)->role == role)
        return loft_folder_ref (loft_mail_folder_get (row));
    }
  return NULL;
}

static void
on_keep (LoftRoomWindow *self)
{
  g_autoptr (GArray) ids = chosen_ids (self);
  g_autoptr (LoftMailAccount) local = find_local (self);
  g_autoptr (LoftFolder) archive =
    local != NULL ? find_role (local, LOFT_FOLDER_ROLE_ARCHIVE) : NULL;

  if (archive == NULL)
    return;
  loft_mail_account_move_async (self->account, (const gint64 *) (gpointer) ids->data, ids->len,
                                local, archive->id, on_acted, g_object_ref (self));
}

static void
on_folder_chosen (GtkNativeDialog *dialog, int response, LoftRoomWindow *self)
{
  g_autoptr (GtkNativeDialog) owned = dialog;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  path = file != NULL ? g_file_get_path (file) : NULL;
  if (path == NULL)
    return;
  ids = chosen_ids (self);
  loft_message_saving_run (self->account, ids, path);
  tell (self, _ ("Attachments are being saved; Activity says how it goes"), FALSE);
}

static void
on_save (LoftRoomWindow *self)
{
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (_ ("Save Attachments"), GTK_WINDOW (self),
                                 GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Save"), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_folder_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* ---- what takes room ---------------------------------------------------------------------- */

#define FOLDER_KEY  "loft-folder"
#define MESSAGE_KEY "loft-message"

static void
on_activated (GtkWidget *row, LoftRoomWindow *self)
{
  const gint64 *folder = g_object_get_data (G_OBJECT (row), FOLDER_KEY);
  const gint64 *message = g_object_get_data (G_OBJECT (row), MESSAGE_KEY);

  g_signal_emit (self, lead_to_signal, 0, *folder, *message);
}

static void
lead_to (LoftRoomWindow *self, GtkWidget *row, gint64 folder_id, gint64 message_id)
{
  g_object_set_data_full (G_OBJECT (row), FOLDER_KEY, g_memdup2 (&folder_id, sizeof folder_id),
                          g_free);
  g_object_set_data_full (G_OBJECT (row), MESSAGE_KEY, g_memdup2 (&message_id, sizeof message_id),
                          g_free);
  g_signal_connect (row, "activated", G_CALLBACK (on_activated), self);
}

static AdwPreferencesGroup *
new_group (LoftRoomWindow *self, guint n, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
  self->groups[n] = ADW_PREFERENCES_GROUP (group);
  return self->groups[n];
}

static void
show_folders (LoftRoomWindow *self)
{
  g_autofree char *all = g_format_size (self->look->bytes);
  g_autofree char *here = g_format_size (self->look->here);
  /* Translators: the size of all mail, and of what is on this computer. */
  g_autofree char *text =
    g_strdup_printf (_ ("%1$s in all, %2$s of it on this computer"), all, here);
  AdwPreferencesGroup *group = new_group (self, 0, _ ("Folders"), text);
  guint64 most = 0;

  for (guint i = 0; i < MIN (self->look->folders->len, MAX_FOLDERS); i++)
    {
      const LoftRoomFolder *folder = g_ptr_array_index (self->look->folders, i);
      GtkWidget *row;

      most = MAX (most, folder->bytes);
      row = loft_room_row_new_folder (folder, most);
      lead_to (self, row, folder->folder->id, 0);
      adw_preferences_group_add (group, row);
    }
}

static const char *
folder_name (LoftRoomWindow *self, gint64 id)
{
  for (guint i = 0; i < self->look->folders->len; i++)
    {
      const LoftRoomFolder *folder = g_ptr_array_index (self->look->folders, i);

      if (folder->folder->id == id)
        return loft_folder_look_name (folder->folder);
    }
  return "";
}

static void
show_messages (LoftRoomWindow *self)
{
  guint n = MIN (self->look->messages->len, MAX_MESSAGES);
  AdwPreferencesGroup *group =
    new_group (self, 1, _ ("Large Messages"),
               n > 0 ? NULL : _ ("No message is larger than a quarter of a megabyte"));

  for (guint i = 0; i < n; i++)
    {
      const LoftMessage *message = g_ptr_array_index (self->look->messages, i);
      GtkCheckButton *check = NULL;
      GtkWidget *row =
        loft_room_row_new_message (message, folder_name (self, message->folder_id), &check);

      lead_to (self, row, message->folder_id, message->id);
      g_signal_connect_swapped (check, "toggled", G_CALLBACK (update_chosen), self);
      g_ptr_array_add (self->checks, check);
      adw_preferences_group_add (group, row);
    }
}

static void
show_attachments (LoftRoomWindow *self)
{
  guint n = MIN (self->look->attachments->len, MAX_FILES);
  AdwPreferencesGroup *group;

  if (n == 0)
    return;
  group = new_group (self, 2, _ ("Large Attachments"), NULL);
  for (guint i = 0; i < n; i++)
    {
      const LoftRoomAttachment *attachment = g_ptr_array_index (self->look->attachments, i);
      GtkWidget *row = loft_room_row_new_attachment (attachment);

      lead_to (self, row, attachment->message->folder_id, attachment->message->id);
      adw_preferences_group_add (group, row);
    }
}

/* What was thrown away takes room until it is emptied. */
static void
show_trash (LoftRoomWindow *self)
{
  g_autoptr (LoftFolder) trash = find_role (self->account, LOFT_FOLDER_ROLE_TRASH);
  g_autofree char *text = NULL;
  const LoftRoomFolder *found = NULL;

  for (guint i = 0; trash != NULL && i < self->look->folders->len; i++)
    if (((LoftRoomFolder *) g_ptr_array_index (self->look->folders, i))->folder->id == trash->id)
      found = g_ptr_array_index (self->look->folders, i);
  gtk_widget_set_visible (self->trash, found != NULL);
  if (found == NULL)
    return;
  text = g_format_size (found->bytes);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->trash), text);
  g_object_set_data_full (G_OBJECT (self->trash), FOLDER_KEY,
                          g_memdup2 (&trash->id, sizeof trash->id), g_free);
}

static void
show_look (LoftRoomWindow *self)
{
  g_ptr_array_set_size (self->checks, 0);
  for (guint i = 0; i < G_N_ELEMENTS (self->groups); i++)
    if (self->groups[i] != NULL)
      {
        adw_preferences_page_remove (self->page, self->groups[i]);
        self->groups[i] = NULL;
      }
  show_folders (self);
  show_messages (self);
  show_attachments (self);
  show_trash (self);
  update_chosen (self);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftRoomWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  LoftRoomLook *look = loft_room_look_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  if (self->toasts == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      loft_room_look_free (look);
      return;
    }
  if (look == NULL)
    {
      text = loft_error_text_for_change (error);
      tell (self, text, FALSE);
      return;
    }
  loft_room_look_free (self->look);
  self->look = look;
  show_look (self);
}

static void
look_again (LoftRoomWindow *self)
{
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  self->looking = g_cancellable_new ();
  loft_room_look_async (self->account, self->looking, on_looked, g_object_ref (self));
}

static gboolean
on_later (gpointer data)
{
  LoftRoomWindow *self = data;

  self->later_source = 0;
  look_again (self);
  return G_SOURCE_REMOVE;
}

/* Not while something is chosen: rows must not change below the hand. */
static void
on_messages_changed (LoftRoomWindow *self)
{
  if (self->later_source == 0 && !gtk_revealer_get_reveal_child (self->bar))
    self->later_source = g_timeout_add (LATER_MS, on_later, self);
}

/* ---- the window --------------------------------------------------------------------------- */

static void
on_empty (LoftRoomWindow *self)
{
  const gint64 *folder = g_object_get_data (G_OBJECT (self->trash), FOLDER_KEY);

  gtk_widget_activate_action (self->trash, "mail.empty-folder", "(sx)",
                              loft_mail_account_get_account (self->account)->id, *folder);
}

static GtkWidget *
add_button (GtkWidget *box, const char *icon, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  loft_accessibility_set_button_name (button, name);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
bar_new (LoftRoomWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *text = gtk_label_new (NULL);
  GtkWidget *revealer = gtk_revealer_new ();

  self->chosen_text = GTK_LABEL (text);
  self->bar = GTK_REVEALER (revealer);
  gtk_label_set_xalign (self->chosen_text, 0);
  gtk_label_set_ellipsize (self->chosen_text, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_add_css_class (text, "numeric");
  gtk_box_append (GTK_BOX (box), text);
  g_signal_connect_swapped (add_button (box, "document-save-symbolic", _ ("Save Attachments…")),
                            "clicked", G_CALLBACK (on_save), self);
  self->keep = add_button (box, "computer-symbolic", _ ("Move to This Computer"));
  g_signal_connect_swapped (self->keep, "clicked", G_CALLBACK (on_keep), self);
  g_signal_connect_swapped (add_button (box, "user-trash-symbolic", _ ("Delete")), "clicked",
                            G_CALLBACK (on_delete), self);
  gtk_widget_add_css_class (box, "toolbar");
  g_object_set (box, "margin-start", 12, "margin-end", 12, NULL);
  gtk_revealer_set_child (self->bar, box);
  return revealer;
}

static void
add_first_group (LoftRoomWindow *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *empty = gtk_button_new_with_mnemonic (_ ("_Empty…"));

  self->quota = loft_quota_row_new ();
  self->trash = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->trash), _ ("Trash"));
  gtk_widget_set_valign (empty, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->trash, FALSE);
  g_signal_connect_swapped (empty, "clicked", G_CALLBACK (on_empty), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->trash), empty);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->quota);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->trash);
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
}

static void
loft_room_window_dispose (GObject *object)
{
  LoftRoomWindow *self = LOFT_ROOM_WINDOW (object);

  g_clear_handle_id (&self->later_source, g_source_remove);
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_clear_pointer (&self->look, loft_room_look_free);
  g_clear_pointer (&self->undo, loft_mail_undo_free);
  g_clear_object (&self->account);
  g_clear_object (&self->service);
  g_ptr_array_set_size (self->checks, 0);
  self->toasts = NULL;
  G_OBJECT_CLASS (loft_room_window_parent_class)->dispose (object);
}

static void
loft_room_window_finalize (GObject *object)
{
  g_ptr_array_unref (LOFT_ROOM_WINDOW (object)->checks);
  G_OBJECT_CLASS (loft_room_window_parent_class)->finalize (object);
}

static void
loft_room_window_class_init (LoftRoomWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_room_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_room_window_finalize;
  lead_to_signal = g_signal_new ("lead-to", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static const GActionEntry entries[] = {
  { "undo", on_undo },
};

static void
loft_room_window_init (LoftRoomWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *toasts = adw_toast_overlay_new ();
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  self->checks = g_ptr_array_new ();
  self->toasts = ADW_TOAST_OVERLAY (toasts);
  self->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "room", G_ACTION_GROUP (actions));
  add_first_group (self);
  gtk_widget_add_css_class (header, "flat");
  gtk_widget_set_vexpand (GTK_WIDGET (self->page), TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->page));
  gtk_box_append (GTK_BOX (box), bar_new (self));
  adw_toast_overlay_set_child (self->toasts, box);
  adw_window_set_content (ADW_WINDOW (self), toasts);
  gtk_widget_set_size_request (GTK_WIDGET (self), 340, -1);
}

GtkWidget *
loft_room_window_new (GtkWindow *parent, LoftService *service, LoftMailAccount *account,
                      GActionGroup *actions)
{
  LoftRoomWindow *self =
    g_object_new (LOFT_TYPE_ROOM_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE,
                  "title", _ ("What Takes Room"), NULL);
  int width = parent != NULL ? gtk_widget_get_width (GTK_WIDGET (parent)) : 0;

  self->service = g_object_ref (service);
  self->account = g_object_ref (account);
  gtk_window_set_default_size (GTK_WINDOW (self), width > 0 ? MIN (WIDTH, width) : WIDTH, HEIGHT);
  if (actions != NULL)
    gtk_widget_insert_action_group (GTK_WIDGET (self), "mail", actions);
  loft_quota_row_set (LOFT_QUOTA_ROW (self->quota), service, account);
  gtk_widget_set_visible (self->quota, !loft_account_kind_is_local (
                                         loft_mail_account_get_account (account)->kind));
  gtk_widget_set_visible (self->keep,
                          !loft_local_account_is (loft_mail_account_get_account (account)));
  g_signal_connect_object (account, "messages-changed", G_CALLBACK (on_messages_changed), self,
                           G_CONNECT_SWAPPED);
  look_again (self);
  return GTK_WIDGET (self);
}
