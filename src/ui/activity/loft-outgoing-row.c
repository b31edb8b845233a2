/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-outgoing-row.h"

#include "config.h"
#include "loft-outgoing-buttons.h"
#include "loft-sending-text.h"

#include <glib/gi18n.h>

#define MAX_RECIPIENTS 20 /* with reasons in a row */

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
  const char *host = loft_account_get_sending_host (loft_mail_account_get_account (account));
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
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *subtitle = subtitle_of (account, outgoing);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), outgoing->subject[0] != '\0'
                                                              ? outgoing->subject
                                                              : _ ("(No Subject)"));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (buttons, GTK_ALIGN_CENTER);
  loft_outgoing_buttons_fill (GTK_BOX (buttons), account, outgoing, "flat", FALSE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), buttons);
  return row;
}
