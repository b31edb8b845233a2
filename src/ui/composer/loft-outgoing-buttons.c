/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-outgoing-buttons.h"

#include "config.h"
#include "loft-compose.h"

#include <glib/gi18n.h>

typedef struct {
  LoftMailAccount *account; /* (owned) */
  gint64 id;
  LoftOutgoingState state;
  LoftOutgoingChange what; /* CANCEL: it is written on */
} Decision;

static void
decision_free (gpointer data, GClosure *closure)
{
  Decision *decision = data;

  g_object_unref (decision->account);
  g_free (decision);
}

typedef struct {
  GtkWidget *button; /* (owned) */
  gint64 edited;     /* 0: it is not written on */
} Deciding;

/* It may be on its way by now: then the buttons are made anew. */
static void
on_decided (GObject *source, GAsyncResult *result, gpointer data)
{
  LoftMailAccount *account = LOFT_MAIL_ACCOUNT (source);
  Deciding *deciding = data;
  g_autoptr (GError) error = NULL;

  if (!loft_mail_account_change_outgoing_finish (account, result, &error))
    g_message ("What is on its way out was not changed: %s", error->message);
  else if (deciding->edited != 0)
    loft_compose_outgoing (account, deciding->edited);
  gtk_widget_set_sensitive (deciding->button, TRUE);
  g_object_unref (deciding->button);
  g_free (deciding);
}

/* What waits is taken back before it is written on: nobody sends it meanwhile. */
static void
on_clicked (GtkWidget *button, Decision *decision)
{
  Deciding *deciding;

  if (decision->what == LOFT_OUTGOING_CANCEL && decision->state == LOFT_OUTGOING_DRAFT)
    {
      loft_compose_outgoing (decision->account, decision->id);
      return;
    }
  deciding = g_new0 (Deciding, 1);
  deciding->button = g_object_ref (button);
  deciding->edited = decision->what == LOFT_OUTGOING_CANCEL ? decision->id : 0;
  gtk_widget_set_sensitive (button, FALSE);
  loft_mail_account_change_outgoing_async (decision->account, decision->id, decision->what, NULL,
                                           on_decided, deciding);
}

static const struct {
  LoftOutgoingChange what;
  guint states; /* bits */
  const char *label;
} choices[] = {
#define STATE(name) (1u << LOFT_OUTGOING_##name)
  { LOFT_OUTGOING_ARRIVED, STATE (UNCONFIRMED), N_ ("It Arrived") },
  { LOFT_OUTGOING_SEND_AGAIN, STATE (UNCONFIRMED) | STATE (REFUSED) | STATE (HELD),
    N_ ("Send Again") },
  { LOFT_OUTGOING_SEND_NOW, STATE (QUEUED), N_ ("Send Now") },
  { LOFT_OUTGOING_CANCEL, STATE (DRAFT) | STATE (QUEUED) | STATE (REFUSED) | STATE (HELD),
    N_ ("Edit") },
  { LOFT_OUTGOING_DISCARD,
    STATE (DRAFT) | STATE (QUEUED) | STATE (REFUSED) | STATE (HELD) | STATE (UNCONFIRMED),
    N_ ("Discard") },
#undef STATE
};

void
loft_outgoing_buttons_fill (GtkBox *box, LoftMailAccount *account, const LoftOutgoing *outgoing,
                            const char *style, gboolean discards)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      GtkWidget *button;
      Decision *decision;

      if ((choices[i].states & (1u << outgoing->state)) == 0 ||
          (choices[i].what == LOFT_OUTGOING_DISCARD && !discards))
        continue;
      decision = g_new0 (Decision, 1);
      decision->account = g_object_ref (account);
      decision->id = outgoing->id;
      decision->state = outgoing->state;
      decision->what = choices[i].what;
      button = gtk_button_new_with_label (_ (choices[i].label));
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, style);
      g_signal_connect_data (button, "clicked", G_CALLBACK (on_clicked), decision, decision_free, 0);
      gtk_box_append (box, button);
    }
}
