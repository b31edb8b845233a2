/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-problem-row.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-attachment-file.h"
#include "loft-clock.h"
#include "loft-date-text.h"
#include "loft-error-text.h"
#include "loft-save-dialog.h"
#include "loft-text.h"

#include <glib/gi18n.h>

#define MAX_NAME   200
#define MAX_REASON 500

typedef struct {
  LoftMailAccount *account; /* (owned) */
  gint64 id;
  gint64 message_id;
  char *subject;
  gboolean is_only_here;
  GtkWidget *row; /* not a reference: it owns this */
} Problem;

static void
problem_free (gpointer data, GClosure *closure)
{
  Problem *problem = data;

  g_object_unref (problem->account);
  g_free (problem->subject);
  g_free (problem);
}

static Problem *
problem_new (LoftMailAccount *account, const LoftProblem *from, GtkWidget *row)
{
  Problem *problem = g_new0 (Problem, 1);

  problem->account = g_object_ref (account);
  problem->id = from->id;
  problem->message_id = from->message_id;
  problem->subject = g_strdup (from->subject);
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
on_dismissed (GObject *source, GAsyncResult *result, gpointer data)
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
  loft_mail_account_forget_problem_async (problem->account, problem->id, on_dismissed,
                                          g_object_ref (problem->row));
}

static void
ask (Problem *problem, const LoftProblem *copy)
{
  GtkWidget *dialog = adw_message_dialog_new (
    GTK_WINDOW (gtk_widget_get_root (problem->row)), _ ("Discard the Only Copy?"),
    _ ("This message is on no server. Export it first if it is still wanted."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "discard",
                                    _ ("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response::discard", G_CALLBACK (dismiss),
                         problem_new (problem->account, copy, problem->row), problem_free,
                         G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_dismiss (Problem *problem)
{
  const LoftProblem copy = { .id = problem->id,
                             .message_id = problem->message_id,
                             .subject = problem->subject,
                             .is_only_here = problem->is_only_here };

  if (problem->is_only_here)
    ask (problem, &copy);
  else
    dismiss (problem);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) row = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMessageBody) body =
    loft_mail_account_open_message_finish (LOFT_MAIL_ACCOUNT (source), result, &error);
  g_autofree char *name = NULL;
  g_autofree char *file_name = NULL;

  if (body == NULL)
    {
      tell (row, error);
      return;
    }
  gtk_widget_set_sensitive (row, TRUE);
  name = loft_attachment_file_safe_name (
    body->message->subject[0] == '\0' ? _ ("Message") : body->message->subject);
  file_name = g_strconcat (name, ".eml", NULL);
  if (gtk_widget_get_root (row) != NULL)
    loft_save_dialog_open (row, body, 0, file_name);
}

static void
on_export (Problem *problem)
{
  gtk_widget_set_sensitive (problem->row, FALSE);
  loft_mail_account_open_message_async (problem->account, problem->message_id, NULL, on_opened,
                                        g_object_ref (problem->row));
}

/* ---- the row ------------------------------------------------------------------------------ */

static void
add_button (GtkWidget *row, const char *icon, const char *name, Problem *problem,
            void (*func) (Problem *problem))
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  loft_accessibility_set_button_name (button, name);
  g_signal_connect_data (button, "clicked", G_CALLBACK (func), problem, problem_free,
                         G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

GtkWidget *
loft_problem_row_new (LoftMailAccount *account, const LoftProblem *problem)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = title_of (problem);
  g_autofree char *subtitle = subtitle_of (problem);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 5);
  if (problem->message_id != 0)
    add_button (row, "document-save-symbolic", _ ("Export as File"),
                problem_new (account, problem, row), on_export);
  add_button (row, "edit-delete-symbolic",
              problem->is_only_here ? _ ("Discard Message") : _ ("Dismiss"),
              problem_new (account, problem, row), on_dismiss);
  return row;
}
