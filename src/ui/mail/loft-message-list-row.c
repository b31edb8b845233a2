/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-list-row.h"

#include "config.h"
#include "loft-clock.h"
#include "loft-date-text.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

#define MAX_PEOPLE_SHOWN 4

struct _LoftMessageListRow {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *heading;
  GtkWidget *card;
  GtkWidget *dot;
  GtkLabel *people;
  GtkLabel *date;
  GtkLabel *subject;
  GtkLabel *preview;
  GtkWidget *answered;
  GtkWidget *attachment;
  GtkWidget *flag;

  LoftMessageRow *row;
  gulong row_handler;
  gboolean shows_recipients;
};

G_DEFINE_FINAL_TYPE (LoftMessageListRow, loft_message_list_row, GTK_TYPE_WIDGET)

static char *
people_text (GPtrArray *addresses)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < addresses->len && i < MAX_PEOPLE_SHOWN; i++)
    {
      const char *label = loft_address_label (g_ptr_array_index (addresses, i));

      /* Translators: between the names of several people. */
      if (text->len > 0)
        g_string_append (text, C_ ("people", ", "));
      g_string_append (text, label);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
has_attachment (LoftMessage *message)
{
  for (guint i = 0; i < message->attachments->len; i++)
    {
      LoftAttachment *attachment = g_ptr_array_index (message->attachments, i);

      if (!attachment->is_inline)
        return TRUE;
    }
  return FALSE;
}

static void
show_people (LoftMessageListRow *self, LoftMessage *message)
{
  g_autofree char *people = people_text (self->shows_recipients ? message->to : message->from);
  g_autofree char *label = NULL;

  if (people[0] == '\0')
    label = g_strdup (self->shows_recipients ? _ ("No Recipient") : _ ("Unknown Sender"));
  else if (self->shows_recipients)
    label = g_strdup_printf (C_ ("recipients", "To %s"), people);
  gtk_label_set_text (self->people, label != NULL ? label : people);
}

/* A screen reader gets the row as one sentence instead of eight pieces. */
static void
describe (LoftMessageListRow *self, LoftMessage *message)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if ((message->flags & LOFT_FLAG_SEEN) == 0)
    g_string_append_printf (text, "%s, ", _ ("Unread"));
  if ((message->flags & LOFT_FLAG_FLAGGED) != 0)
    g_string_append_printf (text, "%s, ", _ ("Flagged"));
  g_string_append_printf (text, "%s, %s, %s", gtk_label_get_text (self->people),
                          gtk_label_get_text (self->subject), gtk_label_get_text (self->date));
  if (has_attachment (message))
    g_string_append_printf (text, ", %s", _ ("with attachment"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text->str,
                                  -1);
}

static void
show_flags (LoftMessageListRow *self, LoftMessage *message)
{
  gboolean unread = (message->flags & LOFT_FLAG_SEEN) == 0;

  if (unread)
    gtk_widget_add_css_class (self->card, "unread");
  else
    gtk_widget_remove_css_class (self->card, "unread");
  /* Opacity, not visibility: text must not move when a message is read. */
  gtk_widget_set_opacity (self->dot, unread ? 1.0 : 0.0);
  gtk_widget_set_visible (self->flag, (message->flags & LOFT_FLAG_FLAGGED) != 0);
  gtk_widget_set_visible (self->answered, (message->flags & LOFT_FLAG_ANSWERED) != 0);
  gtk_widget_set_visible (self->attachment, has_attachment (message));
}

void
loft_message_list_row_update_date (LoftMessageListRow *self)
{
  LoftMessage *message = self->row == NULL ? NULL : loft_message_row_get_message (self->row);
  g_autofree char *date = NULL;

  if (message == NULL)
    return;
  date = loft_date_text_short (message->date, loft_clock_now ());
  gtk_label_set_text (self->date, date);
}

static void
update (LoftMessageListRow *self)
{
  LoftMessage *message = self->row == NULL ? NULL : loft_message_row_get_message (self->row);

  if (message == NULL)
    return;
  show_people (self, message);
  gtk_label_set_text (self->subject,
                      message->subject[0] == '\0' ? _ ("No Subject") : message->subject);
  gtk_label_set_text (self->preview, message->preview);
  show_flags (self, message);
  loft_message_list_row_update_date (self);
  describe (self, message);
}

void
loft_message_list_row_set_row (LoftMessageListRow *self, LoftMessageRow *row)
{
  if (self->row == row)
    return;
  if (self->row != NULL)
    g_clear_signal_handler (&self->row_handler, self->row);
  g_set_object (&self->row, row);
  if (row == NULL)
    return;
  self->row_handler = g_signal_connect_swapped (row, "notify::message", G_CALLBACK (update), self);
  update (self);
}

LoftMessageRow *
loft_message_list_row_get_row (LoftMessageListRow *self)
{
  return self->row;
}

void
loft_message_list_row_set_heading (LoftMessageListRow *self, const char *heading)
{
  if (heading != NULL)
    gtk_label_set_text (self->heading, heading);
  gtk_widget_set_visible (GTK_WIDGET (self->heading), heading != NULL);
}

void
loft_message_list_row_set_compact (LoftMessageListRow *self, gboolean compact)
{
  gtk_widget_set_visible (GTK_WIDGET (self->preview), !compact);
}

void
loft_message_list_row_set_shows_recipients (LoftMessageListRow *self, gboolean recipients)
{
  self->shows_recipients = recipients;
}

static void
loft_message_list_row_dispose (GObject *object)
{
  LoftMessageListRow *self = LOFT_MESSAGE_LIST_ROW (object);

  loft_message_list_row_set_row (self, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_message_list_row_parent_class)->dispose (object);
}

static void
loft_message_list_row_class_init (LoftMessageListRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_message_list_row_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, LOFT_UI_RESOURCE ("mail/loft-message-list-row.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListRow, box);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListRow, heading);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListRow, card);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListRow, dot);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListRow, people);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListRow, date);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListRow, subject);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListRow, preview);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListRow, answered);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListRow, attachment);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListRow, flag);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "messagerow");
}

static void
loft_message_list_row_init (LoftMessageListRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
loft_message_list_row_new (void)
{
  return g_object_new (LOFT_TYPE_MESSAGE_LIST_ROW, NULL);
}
