/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pending-row.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-category-look.h"
#include "loft-clock.h"
#include "loft-date-text.h"
#include "loft-error-text.h"
#include "loft-follow-up.h"

#include <glib/gi18n.h>
#include <string.h>

#define UPLOAD "upload to "

static const struct {
  const char *change;
  const char *text;
} words[] = {
  { "+seen", N_ ("Mark as read") },
  { "-seen", N_ ("Mark as unread") },
  { "+flagged", N_ ("Flag") },
  { "-flagged", N_ ("Remove the flag") },
  { "+answered", N_ ("Mark as answered") },
  { "+deleted", N_ ("Delete") },
  { "-deleted", N_ ("Do not delete") },
};

static const char *
word_of (const char *change)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (g_str_equal (words[i].change, change))
        return _ (words[i].text);
    }
  return _ ("Change labels");
}

/* What the core says of an operation that is not about flags: a verb before the name of a folder. */
static const struct {
  const char *before;
  const char *words;
} verbs[] = {
  { "move to ", N_ ("Move to %s") },
  { "copy to ", N_ ("Copy to %s") },
  { UPLOAD, N_ ("Upload to %s") },
  { "create folder ", N_ ("Create the folder %s") },
  { "rename folder ", N_ ("Rename the folder %s") },
  { "delete folder ", N_ ("Delete the folder %s") },
  { "subscribe to folder ", N_ ("Subscribe to the folder %s") },
  { "unsubscribe from folder ", N_ ("Unsubscribe from the folder %s") },
};

/* (transfer full) (nullable) */
static char *
words_of_verb (const char *what)
{
  if (g_str_equal (what, "delete for ever"))
    return g_strdup (_ ("Delete for ever"));
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_has_prefix (what, verbs[i].before))
      {
        g_auto (GStrv) parts = g_strsplit (_ (verbs[i].words), "%s", 2);

        return g_strjoinv (what + strlen (verbs[i].before), parts);
      }
  return NULL;
}

/* (transfer full) "+$label2" as the category it is; other keywords are no business of people. */
static char *
words_of_change (const char *change)
{
  LoftCategory *category =
    change[0] == '\0' ? NULL
                      : loft_categories_find_keyword (loft_category_look_get_list (), change + 1);

  if (change[0] != '\0' && loft_follow_up_get_kind_length (change + 1) > 0)
    return g_strdup (g_str_has_prefix (change, "+" LOFT_FOLLOW_UP_DONE) ? _ ("Mark as done")
                                                                        : _ ("Follow-up"));
  if (category == NULL)
    return g_strdup (word_of (change));
  /* Translators: %s is the name of a category. */
  return g_strdup_printf (change[0] == '+' ? _ ("Into the category %s")
                                           : _ ("Out of the category %s"),
                          loft_category_look_name (category));
}

char *
loft_pending_row_words (const char *what)
{
  g_auto (GStrv) changes = g_strsplit (what, " ", 20);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  char *verb = words_of_verb (what);

  if (verb != NULL)
    return verb;
  for (guint i = 0; changes[i] != NULL; i++)
    {
      g_autofree char *text = words_of_change (changes[i]);

      if (changes[i][0] != '\0' &&
          !g_ptr_array_find_with_equal_func (texts, text, g_str_equal, NULL))
        g_ptr_array_add (texts, g_steal_pointer (&text));
    }
  g_ptr_array_add (texts, NULL);
  return g_strjoinv (", ", (char **) texts->pdata);
}

typedef struct {
  LoftMailAccount *account;
  gint64 id;
  GtkWidget *row; /* not a reference: it owns this */
} Pending;

static void
pending_free (gpointer data, GClosure *closure)
{
  Pending *pending = data;

  g_object_unref (pending->account);
  g_free (pending);
}

/* It may have been sent meanwhile: then it is gone from the list by itself. */
static void
on_decided (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!loft_mail_account_decide_pending_finish (LOFT_MAIL_ACCOUNT (source), result, &error))
    g_message ("What waited was not changed: %s", error->message);
}

static void
decide (Pending *pending, LoftPendingDecision decision)
{
  gtk_widget_set_sensitive (pending->row, FALSE);
  loft_mail_account_decide_pending_async (pending->account, pending->id, decision, NULL, on_decided,
                                          NULL);
}

static void
on_retry (Pending *pending)
{
  decide (pending, LOFT_PENDING_RETRY);
}

static Pending *pending_new (LoftMailAccount *account, gint64 id, GtkWidget *row);

static void
on_discard (Pending *pending)
{
  decide (pending, LOFT_PENDING_DISCARD);
}

/* What has not been uploaded is on no server yet. */
static void
on_discard_upload (Pending *pending)
{
  GtkWidget *dialog =
    adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (pending->row)),
                            _ ("Discard What Was Not Uploaded?"),
                            _ ("It is only on this computer and cannot come back."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "discard",
                                    _ ("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response::discard", G_CALLBACK (on_discard),
                         pending_new (pending->account, pending->id, pending->row), pending_free,
                         G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_button (GtkWidget *row, const char *icon, const char *name, Pending *pending,
            void (*func) (Pending *pending))
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  loft_accessibility_set_button_name (button, name);
  g_signal_connect_data (button, "clicked", G_CALLBACK (func), pending, pending_free,
                         G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static Pending *
pending_new (LoftMailAccount *account, gint64 id, GtkWidget *row)
{
  Pending *pending = g_new0 (Pending, 1);

  pending->account = g_object_ref (account);
  pending->id = id;
  pending->row = row;
  return pending;
}

static char *
subtitle_of (const LoftPendingOperation *operation)
{
  g_autofree char *since = loft_date_text_medium (operation->since, loft_clock_now ());
  g_autofree char *messages =
    g_strdup_printf (ngettext ("%u message", "%u messages", operation->items), operation->items);

  if (operation->error[0] == '\0')
    return g_strdup_printf ("%s · %s", messages, since);
  /* Translators: messages, since when, and what the server answered at the last try. */
  return g_strdup_printf (_ ("%1$s · %2$s\nNot accepted yet: %3$s"), messages, since,
                          operation->error);
}

GtkWidget *
loft_pending_row_new (LoftMailAccount *account, const LoftPendingOperation *operation)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = loft_pending_row_words (operation->what);
  g_autofree char *subtitle = subtitle_of (operation);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  add_button (row, "view-refresh-symbolic", _ ("Try Now"),
              pending_new (account, operation->id, row), on_retry);
  add_button (row, "edit-undo-symbolic", _ ("Take Back"), pending_new (account, operation->id, row),
              g_str_has_prefix (operation->what, UPLOAD) ? on_discard_upload : on_discard);
  return row;
}
