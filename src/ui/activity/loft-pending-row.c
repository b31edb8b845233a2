/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pending-row.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-clock.h"
#include "loft-date-text.h"
#include "loft-error-text.h"

#include <glib/gi18n.h>

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

char *
loft_pending_row_words (const char *what)
{
  g_auto (GStrv) changes = g_strsplit (what, " ", 20);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  for (guint i = 0; changes[i] != NULL; i++)
    {
      const char *word = word_of (changes[i]);

      if (changes[i][0] != '\0' && !g_ptr_array_find (texts, word, NULL))
        g_ptr_array_add (texts, (char *) word);
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

static void
on_discard (Pending *pending)
{
  decide (pending, LOFT_PENDING_DISCARD);
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
              on_discard);
  return row;
}
