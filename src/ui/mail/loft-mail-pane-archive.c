/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "config.h"
#include "loft-archive-window.h"
#include "loft-error-text.h"
#include "loft-work.h"

#include <glib/gi18n.h>

#define WORK_KEY "loft-work"

/* ---- what runs ---------------------------------------------------------------------------- */

static void
show_progress (LoftArchiving *run)
{
  LoftWork *work = g_object_get_data (G_OBJECT (run), WORK_KEY);
  guint total = loft_archiving_get_total (run);
  guint done = loft_archiving_get_done (run);
  g_autofree char *text = NULL;

  if (total == 0)
    return;
  text =
    g_strdup_printf (ngettext ("%'u of %'u message", "%'u of %'u messages", total), done, total);
  loft_work_tell (work, text, (double) done / (double) total);
}

static void
cancel (gpointer run)
{
  loft_archiving_cancel (run);
}

static void
on_running_changed (LoftMailPane *self, guint position, guint n_removed, guint n_added,
                    GListModel *running)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (LoftArchiving) run = g_list_model_get_item (running, i);
      g_autofree char *title =
        g_strdup_printf (_ ("Archiving Old Messages of %s"),
                         loft_mail_account_get_name (loft_archiving_get_account (run)));

      g_object_set_data_full (G_OBJECT (run), WORK_KEY,
                              loft_work_begin (title, cancel, G_OBJECT (run)), g_object_unref);
      g_signal_connect (run, "notify::progress", G_CALLBACK (show_progress), NULL);
    }
}

/* ---- what has run ------------------------------------------------------------------------- */

static void
offer_undo (LoftMailPane *self, LoftArchiving *run, const char *text)
{
  g_autoptr (GPtrArray) parts = loft_archiving_take_undo (run);
  LoftMoveUndo *undo = loft_move_undo_new (NULL);

  for (guint i = 0; i < parts->len; i++)
    loft_move_undo_add (undo, g_ptr_array_index (parts, i));
  g_ptr_array_set_free_func (parts, NULL);
  loft_mail_pane_add_undo (self, undo, text);
}

static char *
describe_end (LoftArchiving *run, const GError *error)
{
  guint done = loft_archiving_get_done (run);
  g_autofree char *archived =
    g_strdup_printf (ngettext ("%'u message archived", "%'u messages archived", done), done);
  g_autofree char *trouble = error != NULL ? loft_error_text_for_change (error) : NULL;

  if (trouble != NULL && done == 0)
    return g_steal_pointer (&trouble);
  if (trouble != NULL)
    /* Translators: “12 messages archived”, then why not more. */
    return g_strdup_printf (_ ("%1$s. %2$s"), archived, trouble);
  return g_steal_pointer (&archived);
}

/* What happens by itself interrupts nobody: the activity window has it. */
static void
on_ended (LoftMailPane *self, LoftArchiving *run, gboolean by_itself, const GError *error)
{
  LoftWork *work = g_object_get_data (G_OBJECT (run), WORK_KEY);
  guint done = loft_archiving_get_done (run);
  g_autofree char *text = describe_end (run, error);
  gboolean told = done > 0 || error != NULL;

  if (work != NULL)
    loft_work_end (work, told ? text : NULL);
  /* Whoever owns the other waits for this to be free. */
  g_object_set_data (G_OBJECT (run), WORK_KEY, NULL);
  if (by_itself || self->toasts == NULL)
    return;
  if (done > 0)
    offer_undo (self, run, text);
  else
    loft_mail_pane_tell (self, error != NULL ? text : _ ("No message is that old"));
}

/* ---- asking for it ------------------------------------------------------------------------ */

static void
on_archive_old (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  g_autoptr (LoftMailAccount) account = NULL;
  const char *account_id = NULL;
  gint64 folder_id = 0;
  GListModel *folders;
  LoftFolder *folder = NULL;

  g_variant_get (parameter, "(&sx)", &account_id, &folder_id);
  account = loft_mail_pane_find_account (self, account_id);
  if (account == NULL)
    return;
  folders = loft_mail_account_get_folders (account);
  for (guint i = 0; folder_id != 0 && i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) row = g_list_model_get_item (folders, i);

      if (loft_mail_folder_get (row)->id == folder_id)
        folder = loft_mail_folder_get (row);
    }
  if (folder_id != 0 && folder == NULL)
    return;
  gtk_window_present (GTK_WINDOW (loft_archive_window_new (
    GTK_WINDOW (gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW)), self->service,
    account, folder)));
}

static const GActionEntry entries[] = {
  { "archive-old", on_archive_old, "(sx)" },
};

void
loft_mail_pane_follow_archiver (LoftMailPane *self)
{
  LoftArchiver *archiver = loft_service_get_archiver (self->service);
  GListModel *running = loft_archiver_get_running (archiver);

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  g_signal_connect_object (running, "items-changed", G_CALLBACK (on_running_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (archiver, "ended", G_CALLBACK (on_ended), self, G_CONNECT_SWAPPED);
  on_running_changed (self, 0, 0, g_list_model_get_n_items (running), running);
}
