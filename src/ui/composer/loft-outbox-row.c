/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-outbox-row.h"

#include "config.h"
#include "loft-aside-layout.h"
#include "loft-clock.h"
#include "loft-outgoing-buttons.h"
#include "loft-send-time.h"
#include "loft-sending-text.h"

#include <glib/gi18n.h>

#define MAX_CHARS 200
#define ROOM      220 /* pixels for the text; else the buttons stand below */

struct _LoftOutboxRow {
  AdwPreferencesRow parent_instance;

  LoftMailAccount *account;
  LoftOutgoingItem *item;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *buttons;
};

G_DEFINE_FINAL_TYPE (LoftOutboxRow, loft_outbox_row, ADW_TYPE_PREFERENCES_ROW)

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
                                     loft_account_get_sending_host (
                                       loft_mail_account_get_account (self->account)));
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
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->subtitle, subtitle);
  loft_outgoing_buttons_fill (GTK_BOX (self->buttons), self->account, outgoing, "small-text-button",
                              TRUE);
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

static GtkLabel *
add_label (GtkWidget *box, int n_lines, const char *style)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (label, n_lines > 1);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (label, n_lines);
  gtk_label_set_width_chars (label, 3);
  gtk_widget_add_css_class (GTK_WIDGET (label), style);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (label));
  return label;
}

static void
loft_outbox_row_init (LoftOutboxRow *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  /* Subjects and what servers say are no markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  self->title = add_label (text, 1, "outbox-row-title");
  self->subtitle = add_label (text, 4, "outbox-row-subtitle");
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_valign (text, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->buttons, GTK_ALIGN_CENTER);
  gtk_widget_set_layout_manager (content, loft_aside_layout_new (12, ROOM));
  gtk_box_append (GTK_BOX (content), text);
  gtk_box_append (GTK_BOX (content), self->buttons);
  gtk_widget_add_css_class (content, "outbox-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), content);
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
