/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-problem-row.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-attachment-file.h"
#include "loft-clock.h"
#include "loft-date-text.h"
#include "loft-error-text.h"
#include "loft-save-dialog.h"
#include "loft-source-window.h"
#include "loft-text.h"

#include <glib/gi18n.h>

#define MAX_NAME   200
#define MAX_REASON 500
#define KEY        "loft-problem" /* of a row: its Problem */

typedef struct {
  LoftMailAccount *account; /* (owned) */
  gint64 id;
  gint64 message_id;
  gint64 shown_in;
  gboolean is_only_here;
  GtkWidget *row; /* not a reference: it owns this */
} Problem;

static void
problem_free (gpointer data)
{
  Problem *problem = data;

  g_object_unref (problem->account);
  g_free (problem);
}

static Problem *
problem_new (LoftMailAccount *account, const LoftProblem *from, GtkWidget *row)
{
  Problem *problem = g_new0 (Problem, 1);

  problem->account = g_object_ref (account);
  problem->id = from->id;
  problem->message_id = from->message_id;
  problem->shown_in = from->shown_in;
  problem->is_only_here = from->is_only_here;
  problem->row = row;
  return problem;
}

/* ---- words -------------------------------------------------------------------------------- */

static const struct {
  const char *kind;
  const char *words; /* with the folder */
} kinds[] = {
  /* Translators: what was tried; %s is a folder. */
  { "move", N_ ("Move to %s") },
  { "copy", N_ ("Copy to %s") },
  { "append", N_ ("Upload to %s") },
  { "across-move", N_ ("Move to %s") },
  { "across-copy", N_ ("Copy to %s") },
  { "flags", N_ ("Change marks in %s") },
  { "delete", N_ ("Delete for ever from %s") },
  { "folder-create", N_ ("Create the folder %s") },
  { "folder-rename", N_ ("Rename the folder %s") },
  { "folder-delete", N_ ("Delete the folder %s") },
  { "folder-subscribe", N_ ("Subscribe to the folder %s") },
  { "download", N_ ("Download from %s") },
  { "read", N_ ("Read a message in %s") },
  { "resource", N_ ("Change in %s") },
  { "left-out", N_ ("Kept in part in %s") },
};

/* An operation that this version does not know is named as it is. */
char *
loft_problem_row_words (const LoftProblem *problem)
{
  g_autofree char *folder = loft_text_one_line (problem->folder, MAX_NAME);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, problem->kind) && folder[0] != '\0')
      {
        /* Put in without a format string that a compiler cannot check. */
        g_auto (GStrv) parts = g_strsplit (_ (kinds[i].words), "%s", 2);

        return g_strjoinv (folder, parts);
      }
  return loft_text_one_line (problem->kind, MAX_NAME);
}

static char *
title_of (const LoftProblem *problem)
{
  if (problem->message_id == 0 && problem->subject[0] == '\0')
    return loft_problem_row_words (problem);
  return loft_text_one_line (problem->subject[0] == '\0' ? _ ("No Subject") : problem->subject,
                             MAX_NAME);
}

static char *
subtitle_of (const LoftProblem *problem)
{
  GString *text = g_string_new (NULL);
  g_autofree char *words = loft_problem_row_words (problem);
  g_autofree char *when = loft_date_text_medium (problem->at, loft_clock_now ());
  g_autofree char *reason = loft_text_one_line (problem->reason, MAX_REASON);

  if (problem->message_id != 0 || problem->subject[0] != '\0')
    g_string_append_printf (text, "%s · ", words);
  if (problem->items > 1)
    {
      g_string_append_printf (text, ngettext ("%u message", "%u messages", problem->items),
                              problem->items);
      g_string_append (text, " · ");
    }
  g_string_append_printf (text, "%s\n%s", when, reason);
  if (problem->is_only_here)
    g_string_append_printf (text, "\n%s", _ ("This message is only on this computer."));
  return g_string_free (text, FALSE);
}

/* ---- what people do ----------------------------------------------------------------------- */

static void
tell (GtkWidget *row, const GError *error)
{
  g_autofree char *text = loft_error_text_for_change (error);

  gtk_widget_set_sensitive (row, TRUE);
  if (text != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
}

/* What worked takes the row away: the list is made anew. */
static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) row = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMailUndo) unused =
    loft_mail_account_act_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  if (error != NULL)
    tell (row, error);
}

static void
dismiss (Problem *problem)
{
  gtk_widget_set_sensitive (problem->row, FALSE);
  loft_mail_account_forget_problem_async (problem->account, problem->id, on_done,
                                          g_object_ref (problem->row));
}

/* The list is made anew by any change: the row may be gone when the answer comes. */
static void
on_discard (GtkWidget *row)
{
  dismiss (g_object_get_data (G_OBJECT (row), KEY));
}

static void
ask (Problem *problem)
{
  GtkWidget *dialog = adw_message_dialog_new (
    GTK_WINDOW (gtk_widget_get_root (problem->row)), _ ("Discard the Only Copy?"),
    _ ("This message is on no server. Export it first if it is still wanted."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "discard",
                                    _ ("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response::discard", G_CALLBACK (on_discard), problem->row,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_dismiss (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Problem *problem = data;

  if (problem->is_only_here)
    ask (problem);
  else
    dismiss (problem);
}

static void
on_retry (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Problem *problem = data;

  gtk_widget_set_sensitive (problem->row, FALSE);
  loft_mail_account_retry_problem_async (problem->account, problem->id, on_done,
                                         g_object_ref (problem->row));
}

/* ---- the message -------------------------------------------------------------------------- */

/* (transfer full) NULL: it is told in the row why. */
static LoftMessageBody *
finish_opening (GObject *source, GAsyncResult *result, GtkWidget *row)
{
  g_autoptr (GError) error = NULL;
  LoftMessageBody *body =
    loft_mail_account_open_message_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  if (body == NULL)
    tell (row, error);
  gtk_widget_set_sensitive (row, TRUE);
  return body;
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) row = data;
  g_autoptr (LoftMessageBody) body = finish_opening (source, result, row);
  g_autofree char *name = NULL;
  g_autofree char *file_name = NULL;

  if (body == NULL || gtk_widget_get_root (row) == NULL)
    return;
  name = loft_attachment_file_safe_name (
    body->message->subject[0] == '\0' ? _ ("Message") : body->message->subject);
  file_name = g_strconcat (name, ".eml", NULL);
  loft_save_dialog_open (row, body, 0, file_name);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) row = data;
  g_autoptr (LoftMessageBody) body = finish_opening (source, result, row);
  GtkRoot *root = gtk_widget_get_root (row);

  if (body != NULL && root != NULL)
    gtk_window_present (GTK_WINDOW (loft_source_window_new (GTK_WINDOW (root), body)));
}

static void
load (Problem *problem, GAsyncReadyCallback callback)
{
  gtk_widget_set_sensitive (problem->row, FALSE);
  loft_mail_account_open_message_async (problem->account, problem->message_id, NULL, callback,
                                        g_object_ref (problem->row));
}

static void
on_export (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  load (data, on_exported);
}

/* In its folder, in the window behind this one; where it is in none, as it was written. */
static void
on_open (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Problem *problem = data;
  GApplication *application = g_application_get_default ();
  GtkRoot *root = gtk_widget_get_root (problem->row);

  if (problem->shown_in == 0 || application == NULL)
    {
      load (problem, on_opened);
      return;
    }
  g_action_group_activate_action (
    G_ACTION_GROUP (application), "show-mail",
    g_variant_new ("(sxx)", loft_mail_account_get_account (problem->account)->id, problem->shown_in,
                   problem->message_id));
  if (root != NULL)
    gtk_window_close (GTK_WINDOW (root));
}

/* ---- the row ------------------------------------------------------------------------------ */

static const GActionEntry entries[] = {
  { "retry", on_retry },
  { "open", on_open },
  { "export", on_export },
  { "dismiss", on_dismiss },
};

static void
add_actions (GtkWidget *row, Problem *problem)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), problem);
  gtk_widget_insert_action_group (row, "problem", G_ACTION_GROUP (group));
}

/* Both sides changed the same: what was written here, or what the server has. */
static gboolean
is_choice (const LoftProblem *problem)
{
  return problem->error_class == LOFT_ERROR_CONFLICT && g_str_equal (problem->kind, "resource");
}

/* The server has no place for it, however often it is asked. */
static gboolean
can_be_tried (const LoftProblem *problem)
{
  return !g_str_equal (problem->kind, "left-out");
}

static GMenuModel *
menu_of (const LoftProblem *problem)
{
  GMenu *menu = g_menu_new ();

  if (problem->message_id != 0)
    {
      g_menu_append (menu, _ ("_Open Message"), "problem.open");
      g_menu_append (menu, _ ("_Export as File…"), "problem.export");
    }
  if (is_choice (problem))
    g_menu_append (menu, _ ("_Keep the Server’s Version"), "problem.dismiss");
  else
    g_menu_append (menu, problem->is_only_here ? _ ("_Discard Message…") : _ ("_Dismiss"),
                   "problem.dismiss");
  return G_MENU_MODEL (menu);
}

static void
add_suffix (GtkWidget *row, GtkWidget *button, const char *name)
{
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  loft_accessibility_set_button_name (button, name);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add_buttons (GtkWidget *row, const LoftProblem *problem)
{
  GtkWidget *retry = is_choice (problem) ? gtk_button_new_with_mnemonic (_ ("_Use My Version"))
                                         : gtk_button_new_from_icon_name ("view-refresh-symbolic");
  GtkWidget *more = gtk_menu_button_new ();
  g_autoptr (GMenuModel) menu = menu_of (problem);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (retry), "problem.retry");
  gtk_widget_set_visible (retry, can_be_tried (problem));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (more), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (more), menu);
  add_suffix (row, retry, is_choice (problem) ? _ ("Use My Version") : _ ("Try Again"));
  add_suffix (row, more, _ ("More Actions"));
}

GtkWidget *
loft_problem_row_new (LoftMailAccount *account, const LoftProblem *problem)
{
  GtkWidget *row = adw_action_row_new ();
  Problem *kept = problem_new (account, problem, row);
  g_autofree char *title = title_of (problem);
  g_autofree char *subtitle = subtitle_of (problem);

  g_object_set_data_full (G_OBJECT (row), KEY, kept, problem_free);
  add_actions (row, kept);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 5);
  add_buttons (row, problem);
  return row;
}
