/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-outgoing-row.h"

#include "config.h"
#include "loft-compose.h"
#include "loft-sending-text.h"

#include <glib/gi18n.h>

#define MAX_RECIPIENTS 20 /* with reasons in a row */

typedef struct {
  LoftMailAccount *account;
  gint64 id;
  LoftOutgoingChange what;
  gboolean edits;
} Decision;

static void
decision_free (gpointer data, GClosure *closure)
{
  Decision *decision = data;

  g_object_unref (decision->account);
  g_free (decision);
}

/* It may be on its way by now: then the row says so. */
static void
on_decided (GObject *source, GAsyncResult *result, gpointer data)
{
  LoftMailAccount *account = LOFT_MAIL_ACCOUNT (source);
  g_autofree gint64 *edited = data;
  g_autoptr (GError) error = NULL;

  if (!loft_mail_account_change_outgoing_finish (account, result, &error))
    g_message ("What is on its way out was not changed: %s", error->message);
  else if (edited != NULL)
    loft_compose_outgoing (account, *edited);
}

static void
on_clicked (GtkWidget *button, Decision *decision)
{
  gint64 *edited = decision->edits ? g_memdup2 (&decision->id, sizeof decision->id) : NULL;

  gtk_widget_set_sensitive (button, FALSE);
  loft_mail_account_change_outgoing_async (decision->account, decision->id, decision->what, NULL,
                                           on_decided, edited);
}

static void
add_button (GtkBox *box, const char *label, LoftMailAccount *account, const LoftOutgoing *outgoing,
            LoftOutgoingChange what)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  Decision *decision = g_new0 (Decision, 1);

  decision->account = g_object_ref (account);
  decision->id = outgoing->id;
  decision->what = what;
  decision->edits = what == LOFT_OUTGOING_CANCEL;
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_clicked), decision, decision_free, 0);
  gtk_box_append (box, button);
}

static GtkWidget *
new_buttons (LoftMailAccount *account, const LoftOutgoing *outgoing)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));

  gtk_widget_set_valign (GTK_WIDGET (box), GTK_ALIGN_CENTER);
  switch (outgoing->state)
    {
    case LOFT_OUTGOING_QUEUED:
      add_button (box, _ ("Send Now"), account, outgoing, LOFT_OUTGOING_SEND_NOW);
      add_button (box, _ ("Edit"), account, outgoing, LOFT_OUTGOING_CANCEL);
      break;
    case LOFT_OUTGOING_REFUSED:
    case LOFT_OUTGOING_HELD:
      add_button (box, _ ("Send Again"), account, outgoing, LOFT_OUTGOING_SEND_AGAIN);
      add_button (box, _ ("Edit"), account, outgoing, LOFT_OUTGOING_CANCEL);
      break;
    case LOFT_OUTGOING_UNCONFIRMED:
      add_button (box, _ ("It Arrived"), account, outgoing, LOFT_OUTGOING_ARRIVED);
      add_button (box, _ ("Send Again"), account, outgoing, LOFT_OUTGOING_SEND_AGAIN);
      break;
    case LOFT_OUTGOING_DRAFT:
    case LOFT_OUTGOING_SENDING:
    case LOFT_OUTGOING_AT_DOT:
    case LOFT_OUTGOING_SENT:
      break;
    }
  return GTK_WIDGET (box);
}

static gboolean
has_trouble (const LoftOutgoingRecipient *recipient)
{
  return recipient->state == LOFT_RECIPIENT_REFUSED ||
         (recipient->state == LOFT_RECIPIENT_WAITING && recipient->code != 0);
}

/* Title of the state, a sentence, then each recipient that had trouble. */
static char *
subtitle_of (LoftMailAccount *account, const LoftOutgoing *outgoing)
{
  const GError *error = loft_mail_account_get_outgoing_error (account);
  const char *host = loft_mail_account_get_account (account)->outgoing.host;
  g_autofree char *sentence = loft_sending_text_sentence (outgoing, error, host);
  g_autoptr (GString) text = g_string_new (loft_sending_text_title (outgoing));
  guint n_told = 0;

  if (sentence[0] != '\0')
    g_string_append_printf (text, "\n%s", sentence);
  for (guint i = 0; i < outgoing->recipients->len && n_told < MAX_RECIPIENTS; i++)
    {
      const LoftOutgoingRecipient *recipient = g_ptr_array_index (outgoing->recipients, i);
      g_autofree char *trouble = NULL;

      if (!has_trouble (recipient))
        continue;
      trouble = loft_sending_text_recipient (recipient);
      g_string_append_printf (text, "\n%s", trouble);
      n_told++;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

GtkWidget *
loft_outgoing_row_new (LoftMailAccount *account, const LoftOutgoing *outgoing)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = subtitle_of (account, outgoing);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), outgoing->subject[0] != '\0'
                                                              ? outgoing->subject
                                                              : _ ("(No Subject)"));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_buttons (account, outgoing));
  return row;
}
