/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "config.h"
#include "loft-account-limits.h"
#include "loft-error-text.h"
#include "loft-folder-chooser.h"
#include "loft-folder-look.h"
#include "loft-settings.h"

#include <glib/gi18n.h>

/* How many steps can be taken back. */
#define MAX_UNDO 30

#define UNDO_SECONDS 8

/* ---- taking back -------------------------------------------------------------------------- */

static void
on_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftMailPane) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (loft_move_undo_run_finish (result, &error))
    return;
  text = error->code == LOFT_ERROR_GONE ? g_strdup (_ ("That cannot be taken back any more"))
                                        : loft_error_text_for_change (error);
  if (text != NULL)
    loft_mail_pane_tell (self, text);
}

void
loft_mail_pane_undo (LoftMailPane *self)
{
  LoftMoveUndo *undo;

  if (self->undo->len == 0)
    return;
  if (self->undo_toast != NULL)
    adw_toast_dismiss (self->undo_toast);
  undo = g_ptr_array_steal_index (self->undo, self->undo->len - 1);
  loft_move_undo_run_async (undo, G_OBJECT (self), on_undone, g_object_ref (self));
  loft_mail_pane_update_actions (self);
}

/* One at a time: what its button takes back is always the last step. */
static void
show_toast (LoftMailPane *self, const char *text)
{
  AdwToast *toast = adw_toast_new (text);

  if (self->undo_toast != NULL)
    adw_toast_dismiss (self->undo_toast);
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_action_name (toast, "mail.undo");
  adw_toast_set_timeout (toast, UNDO_SECONDS);
  g_set_weak_pointer (&self->undo_toast, toast);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
loft_mail_pane_add_undo (LoftMailPane *self, LoftMoveUndo *undo, const char *text)
{
  if (self->undo->len == MAX_UNDO)
    g_ptr_array_remove_index (self->undo, 0);
  g_ptr_array_add (self->undo, undo);
  show_toast (self, text);
  loft_mail_pane_update_actions (self);
}

/* ---- moving ------------------------------------------------------------------------------- */

typedef struct {
  LoftMailPane *self; /* (owned) */
  LoftMove move;
  char *target; /* (nullable) name of the folder */
} PaneMove;

static void
pane_move_free (PaneMove *move)
{
  g_object_unref (move->self);
  g_free (move->target);
  g_free (move);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PaneMove, pane_move_free)

static char *
text_for_role (LoftFolderRole role, guint n)
{
  switch (role)
    {
    case LOFT_FOLDER_ROLE_TRASH:
      return g_strdup_printf (ngettext ("%'u message moved to Trash", "%'u messages moved to Trash",
                                        n),
                              n);
    case LOFT_FOLDER_ROLE_ARCHIVE:
      return g_strdup_printf (ngettext ("%'u message archived", "%'u messages archived", n), n);
    case LOFT_FOLDER_ROLE_JUNK:
      return g_strdup_printf (ngettext ("%'u message is junk", "%'u messages are junk", n), n);
    default:
      return g_strdup_printf (ngettext ("%'u message moved to the inbox",
                                        "%'u messages moved to the inbox", n),
                              n);
    }
}

static char *
text_for (const PaneMove *move, guint n)
{
  switch (move->move.kind)
    {
    case LOFT_MOVE_TO_ROLE:
      return text_for_role (move->move.role, n);
    case LOFT_MOVE_TO_FOLDER:
      /* Translators: how many, name of a folder. */
      return g_strdup_printf (ngettext ("%1$'u message moved to %2$s",
                                        "%1$'u messages moved to %2$s", n),
                              n, move->target);
    case LOFT_MOVE_COPY:
      /* Translators: how many, name of a folder. */
      return g_strdup_printf (ngettext ("%1$'u message copied to %2$s",
                                        "%1$'u messages copied to %2$s", n),
                              n, move->target);
    case LOFT_MOVE_DELETE:
    default:
      return g_strdup_printf (ngettext ("%'u message deleted", "%'u messages deleted", n), n);
    }
}

static void
tell_final (LoftMailPane *self, const char *moved)
{
  g_autofree char *text =
    /* Translators: "3 messages moved to Work", to another account. */
    g_strdup_printf (_ ("%s for good: Exchange takes no messages back"), moved);

  loft_mail_pane_tell (self, text);
}

static void
on_moved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PaneMove) move = data;
  LoftMailPane *self = move->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMoveUndo) undo =
    loft_message_move_finish (LOFT_MESSAGE_LIST (source), result, &error);
  g_autofree char *trouble = error == NULL ? NULL : loft_error_text_for_change (error);
  g_autofree char *text = NULL;

  if (self->toasts == NULL)
    return;
  if (undo != NULL)
    {
      text = text_for (move, loft_move_undo_get_n_messages (undo));
      if (loft_move_undo_is_final (undo))
        tell_final (self, text);
      else
        loft_mail_pane_add_undo (self, g_steal_pointer (&undo), text);
    }
  if (trouble != NULL)
    loft_mail_pane_tell (self, trouble);
}

/* Where one goes on reading, or only looks. */
static void
leave_moved (LoftMailPane *self)
{
  if (loft_settings_get_boolean (LOFT_SETTING_SELECT_NEXT, TRUE))
    {
      loft_message_list_view_leave_selected (self->list);
      return;
    }
  loft_message_list_view_unselect_moved (self->list);
  if (loft_columns_get_mode (self->columns) == LOFT_COLUMNS_NARROW)
    loft_columns_show (self->columns, LOFT_COLUMN_MIDDLE);
}

/* list: as it was when the person decided. */
static void
move_keys (LoftMailPane *self, LoftMessageList *list, GArray *keys, const LoftMove *move,
           const char *target)
{
  PaneMove *pane_move;

  if (list == NULL || keys->len == 0)
    return;
  pane_move = g_new0 (PaneMove, 1);
  pane_move->self = g_object_ref (self);
  pane_move->move = *move;
  pane_move->target = g_strdup (target);
  loft_message_move_async (list, (const gint64 *) (gpointer) keys->data, keys->len, move, on_moved,
                           pane_move);
  if (move->kind != LOFT_MOVE_COPY && list == loft_message_list_view_get_list (self->list))
    {
      loft_message_list_view_set_checks (self->list, FALSE);
      leave_moved (self);
    }
}

/* Says why when it cannot be. */
static gboolean
check_target (LoftMailPane *self, LoftMailAccount *from, LoftMailAccount *to, gboolean copy)
{
  if (loft_account_kind_takes_messages (loft_mail_account_get_account (to)->kind) || from == NULL ||
      (from == to && !copy))
    return TRUE;
  loft_mail_pane_tell (self, from == to
                               ? _ ("Exchange accounts cannot copy messages, only move them.")
                               : _ ("Exchange accounts take no messages from other accounts."));
  return FALSE;
}

static void
move_to_folder (LoftMailPane *self, LoftMessageDrag *messages, LoftMailAccount *account,
                LoftMailFolder *folder, gboolean copy)
{
  const LoftFolder *to = loft_mail_folder_get (folder);
  const LoftMove move = { .kind = copy ? LOFT_MOVE_COPY : LOFT_MOVE_TO_FOLDER,
                          .account = account,
                          .folder_id = to->id };

  if (!check_target (self, loft_message_list_get_account (messages->list), account, copy))
    return;
  move_keys (self, messages->list, messages->keys, &move, loft_folder_look_name (to));
}

void
loft_mail_pane_on_messages_dropped (LoftMailPane *self, LoftMailAccount *account,
                                    LoftMailFolder *folder, LoftMessageDrag *drag, gboolean copy)
{
  loft_folder_chooser_note (account, folder);
  move_to_folder (self, drag, account, folder, copy);
}

void
loft_mail_pane_move_to_role (LoftMailPane *self, LoftFolderRole role)
{
  const LoftMove move = { .kind = LOFT_MOVE_TO_ROLE, .role = role };
  g_autoptr (GArray) keys = loft_message_list_view_get_selected_keys (self->list, G_MAXUINT);

  move_keys (self, loft_message_list_view_get_list (self->list), keys, &move, NULL);
}

/* What is selected now, for an answer that comes later. (transfer full) (nullable) */
static LoftMessageDrag *
get_selected (LoftMailPane *self)
{
  LoftMessageList *list = loft_message_list_view_get_list (self->list);
  g_autoptr (GArray) keys = loft_message_list_view_get_selected_keys (self->list, G_MAXUINT);

  return list == NULL || keys->len == 0 ? NULL : loft_message_drag_new (list, keys);
}

/* ---- for ever ----------------------------------------------------------------------------- */

/* About messages that were selected when it was asked. */
typedef struct {
  LoftMailPane *self; /* (owned) */
  LoftMessageDrag *messages; /* (owned) */
  gboolean copy;
} Question;

static void
question_free (Question *question, GClosure *closure)
{
  g_object_unref (question->self);
  loft_message_drag_free (question->messages);
  g_free (question);
}

static Question *
question_new (LoftMailPane *self, LoftMessageDrag *messages)
{
  Question *question = g_new0 (Question, 1);

  question->self = g_object_ref (self);
  question->messages = messages;
  return question;
}

static void
on_delete_answer (AdwMessageDialog *dialog, const char *response, Question *question)
{
  const LoftMove move = { .kind = LOFT_MOVE_DELETE };

  if (g_str_equal (response, "delete"))
    move_keys (question->self, question->messages->list, question->messages->keys, &move, NULL);
}

void
loft_mail_pane_delete_for_ever (LoftMailPane *self)
{
  LoftMessageDrag *messages = get_selected (self);
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW);
  g_autofree char *title = NULL;
  GtkWidget *dialog;

  if (messages == NULL)
    return;
  title = g_strdup_printf (ngettext ("Delete %'u Message for Ever?",
                                     "Delete %'u Messages for Ever?", messages->keys->len),
                           messages->keys->len);
  dialog = adw_message_dialog_new (GTK_WINDOW (window), title,
                                   _ ("What is deleted goes from the server too and cannot come "
                                      "back."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "delete",
                                    _ ("_Delete"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_delete_answer),
                         question_new (self, messages), (GClosureNotify) question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
loft_mail_pane_is_role (LoftMailPane *self, LoftFolderRole role)
{
  return self->folder != NULL && loft_mail_folder_get (self->folder)->role == role;
}

/* What is thrown away twice is gone. */
void
loft_mail_pane_delete (LoftMailPane *self)
{
  if (loft_mail_pane_is_role (self, LOFT_FOLDER_ROLE_TRASH) ||
      loft_mail_pane_is_role (self, LOFT_FOLDER_ROLE_JUNK))
    loft_mail_pane_delete_for_ever (self);
  else
    loft_mail_pane_move_to_role (self, LOFT_FOLDER_ROLE_TRASH);
}

/* ---- by name ------------------------------------------------------------------------------ */

static void
on_folder_chosen (LoftFolderChooser *chooser, LoftMailAccount *account, LoftMailFolder *folder,
                  Question *question)
{
  move_to_folder (question->self, question->messages, account, folder, question->copy);
}

void
loft_mail_pane_choose_folder (LoftMailPane *self, gboolean copy)
{
  LoftMessageDrag *messages = get_selected (self);
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW);
  g_autoptr (LoftMessageRow) only = loft_message_list_view_get_only (self->list);
  LoftMailAccount *account = only != NULL ? loft_message_row_get_account (only) : self->account;
  g_autofree char *title = NULL;
  GtkWidget *chooser;
  Question *question;
  guint n;

  if (messages == NULL)
    return;
  n = messages->keys->len;
  title = copy ? g_strdup_printf (ngettext ("Copy %'u Message", "Copy %'u Messages", n), n)
               : g_strdup_printf (ngettext ("Move %'u Message", "Move %'u Messages", n), n);
  chooser = loft_folder_chooser_new (GTK_WINDOW (window), self->service, title,
                                     copy ? _ ("Co_py") : _ ("_Move"), account, self->folder);
  question = question_new (self, messages);
  question->copy = copy;
  g_signal_connect_data (chooser, "chosen", G_CALLBACK (on_folder_chosen), question,
                         (GClosureNotify) question_free, 0);
  gtk_window_present (GTK_WINDOW (chooser));
}
