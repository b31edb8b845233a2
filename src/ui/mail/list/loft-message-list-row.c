/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-list-row.h"

#include "loft-account-color.h"
#include "loft-clock.h"
#include "loft-message-card.h"
#include "loft-message-line.h"
#include "loft-message-row-text.h"
#include "loft-swipe.h"

struct _LoftMessageListRow {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *heading;
  GtkWidget *swipe;
  GtkWidget *line; /* the check mark and the content */
  GtkWidget *check; /* (nullable) made when rows are first chosen */
  gboolean selected;
  GtkWidget *content; /* LoftMessageCard or LoftMessageLine */
  GtkWidget *foot; /* (nullable) made when there is one */

  LoftMessageRow *row;
  gulong row_handler;
  gboolean shows_recipients;
  gboolean is_found;
  GListModel *accounts; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (LoftMessageListRow, loft_message_list_row, GTK_TYPE_WIDGET)

static void
update_color (LoftMessageListRow *self)
{
  GdkRGBA color = { 0 };
  gboolean marks = self->accounts != NULL && self->row != NULL;

  if (marks)
    loft_account_color_get (self->accounts, loft_message_row_get_account (self->row), &color);
  if (LOFT_IS_MESSAGE_CARD (self->content))
    loft_message_card_set_color (LOFT_MESSAGE_CARD (self->content), marks ? &color : NULL);
  else
    loft_message_line_set_color (LOFT_MESSAGE_LINE (self->content), marks ? &color : NULL);
}

static void
update (LoftMessageListRow *self)
{
  g_autoptr (LoftMessageRowText) text =
    self->row == NULL
      ? NULL
      : loft_message_row_text_new (self->row, self->shows_recipients, loft_clock_now ());

  if (text == NULL)
    return;
  if (self->is_found && !loft_message_row_get_message (self->row)->cached)
    loft_message_row_text_mark_remote (text);
  if (LOFT_IS_MESSAGE_CARD (self->content))
    loft_message_card_show (LOFT_MESSAGE_CARD (self->content), text);
  else
    loft_message_line_show (LOFT_MESSAGE_LINE (self->content), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text->sentence, -1);
}

void
loft_message_list_row_update_date (LoftMessageListRow *self)
{
  update (self);
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
  update_color (self);
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
    gtk_label_set_text (GTK_LABEL (self->heading), heading);
  gtk_widget_set_visible (self->heading, heading != NULL);
}

static GtkWidget *
new_foot (void)
{
  GtkWidget *foot = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (foot), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (foot), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (foot), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (foot, "list-foot");
  /* It belongs to the list, not to the message: a click on it is none. */
  gtk_widget_set_can_target (foot, FALSE);
  return foot;
}

void
loft_message_list_row_set_foot (LoftMessageListRow *self, const char *foot)
{
  if (foot != NULL && self->foot == NULL)
    {
      self->foot = new_foot ();
      gtk_box_append (GTK_BOX (self->box), self->foot);
    }
  if (self->foot == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->foot), foot != NULL ? foot : "");
  gtk_widget_set_visible (self->foot, foot != NULL);
}

void
loft_message_list_row_set_compact (LoftMessageListRow *self, gboolean compact)
{
  if (LOFT_IS_MESSAGE_CARD (self->content))
    loft_message_card_set_compact (LOFT_MESSAGE_CARD (self->content), compact);
}

void
loft_message_list_row_set_shows_recipients (LoftMessageListRow *self, gboolean recipients)
{
  self->shows_recipients = recipients;
}

void
loft_message_list_row_set_is_found (LoftMessageListRow *self, gboolean found)
{
  self->is_found = found;
}

void
loft_message_list_row_set_accounts (LoftMessageListRow *self, GListModel *accounts)
{
  g_set_object (&self->accounts, accounts);
  update_color (self);
}

/* It only shows: the row as a whole is what is tapped. */
static void
add_check (LoftMessageListRow *self)
{
  self->check = gtk_check_button_new ();
  gtk_widget_add_css_class (self->check, "selection-mode");
  gtk_widget_set_can_target (self->check, FALSE);
  gtk_widget_set_can_focus (self->check, FALSE);
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  gtk_box_prepend (GTK_BOX (self->line), self->check);
}

void
loft_message_list_row_set_checks (LoftMessageListRow *self, gboolean checks)
{
  if (!checks && self->check == NULL)
    return;
  if (self->check == NULL)
    add_check (self);
  gtk_widget_set_visible (self->check, checks);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), self->selected);
}

void
loft_message_list_row_set_selected (LoftMessageListRow *self, gboolean selected)
{
  self->selected = selected;
  if (self->check != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), selected);
}

void
loft_message_list_row_set_swipe (LoftMessageListRow *self, double offset, const char *icon,
                                 gboolean armed)
{
  loft_swipe_set_offset (LOFT_SWIPE (self->swipe), offset, icon, armed);
}

static void
loft_message_list_row_dispose (GObject *object)
{
  LoftMessageListRow *self = LOFT_MESSAGE_LIST_ROW (object);

  loft_message_list_row_set_row (self, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (loft_message_list_row_parent_class)->dispose (object);
}

static void
loft_message_list_row_class_init (LoftMessageListRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_message_list_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "messagerow");
}

static GtkWidget *
new_heading (void)
{
  GtkWidget *heading = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_ellipsize (GTK_LABEL (heading), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (heading, "day-heading");
  gtk_widget_set_visible (heading, FALSE);
  return heading;
}

static void
loft_message_list_row_init (LoftMessageListRow *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->heading = new_heading ();
  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->swipe = loft_swipe_new (self->line);
  gtk_box_append (GTK_BOX (self->box), self->heading);
  gtk_box_append (GTK_BOX (self->box), self->swipe);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
loft_message_list_row_new (LoftListColumns *columns)
{
  LoftMessageListRow *self = g_object_new (LOFT_TYPE_MESSAGE_LIST_ROW, NULL);

  self->content =
    columns != NULL ? loft_message_line_new (columns) : g_object_new (LOFT_TYPE_MESSAGE_CARD, NULL);
  gtk_widget_set_hexpand (self->content, TRUE);
  gtk_box_append (GTK_BOX (self->line), self->content);
  return GTK_WIDGET (self);
}
