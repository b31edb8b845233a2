/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-outbox-row.h"

#include "config.h"
#include "loft-clock.h"
#include "loft-outgoing-buttons.h"
#include "loft-send-time.h"
#include "loft-sending-text.h"

#include <glib/gi18n.h>

#define MAX_CHARS 200

struct _LoftOutboxRow {
  AdwActionRow parent_instance;

  LoftMailAccount *account;
  LoftOutgoingItem *item;
  GtkWidget *buttons;
};

G_DEFINE_FINAL_TYPE (LoftOutboxRow, loft_outbox_row, ADW_TYPE_ACTION_ROW)

static const LoftOutgoing *
get_outgoing (LoftOutboxRow *self)
{
  return loft_outgoing_item_get (self->item);
}

/* What is said */

/* (transfer full) (nullable) of the first that was refused. */
static char *
first_refusal (const LoftOutgoing *outgoing)
{
  for (guint i = 0; i < outgoing->recipients->len; i++)
    {
      const LoftOutgoingRecipient *each = g_ptr_array_index (outgoing->recipients, i);

      if (each->state == LOFT_RECIPIENT_REFUSED)
        return loft_sending_text_recipient (each);
    }
  return NULL;
}

static char *
state_text (LoftOutboxRow *self)
{
  const LoftOutgoing *outgoing = get_outgoing (self);
  gint64 now = loft_clock_now ();
  char *refusal = NULL;

  if (outgoing->state == LOFT_OUTGOING_DRAFT)
    return g_strdup (_ ("Draft"));
  if (outgoing->state == LOFT_OUTGOING_QUEUED && outgoing->not_before > now)
    {
      g_autofree char *time = loft_send_time_short (outgoing->not_before, now);

      return g_strdup_printf (_ ("Will be sent at %s"), time);
    }
  refusal = outgoing->state == LOFT_OUTGOING_REFUSED ? first_refusal (outgoing) : NULL;
  if (refusal != NULL)
    return refusal;
  return loft_sending_text_sentence (outgoing, loft_mail_account_get_outgoing_error (self->account),
                                     loft_mail_account_get_account (self->account)->outgoing.host);
}

static char *
people_text (const LoftOutgoing *outgoing)
{
  g_autoptr (GPtrArray) people = loft_addresses_unpack (outgoing->people);

  if (people->len == 0)
    return g_strdup (_ ("to nobody yet"));
  if (people->len == 1)
    return g_strdup_printf (C_ ("recipients", "to %s"),
                            loft_address_label (g_ptr_array_index (people, 0)));
  return g_strdup_printf (ngettext ("to %1$s and %2$'u other", "to %1$s and %2$'u others",
                                    people->len - 1),
                          loft_address_label (g_ptr_array_index (people, 0)), people->len - 1);
}

static char *
cut (const char *text)
{
  return g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_CHARS));
}

static void
update (LoftOutboxRow *self)
{
  const LoftOutgoing *outgoing = get_outgoing (self);
  g_autofree char *title =
    cut (outgoing->subject[0] != '\0' ? outgoing->subject : _ ("No Subject"));
  g_autofree char *state = state_text (self);
  g_autofree char *people = people_text (outgoing);
  g_autofree char *both = g_strdup_printf ("%s\n%s", people, state);
  g_autofree char *subtitle = cut (both);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  loft_outgoing_buttons_fill (GTK_BOX (self->buttons), self->account, outgoing,
                              "small-text-button", TRUE);
}

static void
loft_outbox_row_finalize (GObject *object)
{
  g_object_unref (LOFT_OUTBOX_ROW (object)->account);
  g_object_unref (LOFT_OUTBOX_ROW (object)->item);
  G_OBJECT_CLASS (loft_outbox_row_parent_class)->finalize (object);
}

static void
loft_outbox_row_class_init (LoftOutboxRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_outbox_row_finalize;
}

static void
loft_outbox_row_init (LoftOutboxRow *self)
{
  /* Subjects and what servers say are no markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 4);
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_valign (self->buttons, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->buttons);
}

GtkWidget *
loft_outbox_row_new (LoftMailAccount *account, LoftOutgoingItem *item)
{
  LoftOutboxRow *self = g_object_new (LOFT_TYPE_OUTBOX_ROW, NULL);

  self->account = g_object_ref (account);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify::outgoing", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
