/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-card.h"

#include "loft-category-dots.h"
#include "loft-color-edge.h"
#include "loft-priority-look.h"
#include "loft-ui.h"

struct _LoftMessageCard {
  GtkWidget parent_instance;

  GtkWidget *box;
  LoftColorEdge *mark;
  GtkWidget *dot;
  GtkLabel *people;
  GtkLabel *count;
  GtkLabel *date;
  GtkLabel *subject;
  GtkLabel *preview;
  GtkImage *priority;
  GtkWidget *answered;
  GtkWidget *attachment;
  GtkWidget *remote;
  GtkWidget *flag;
  LoftCategoryDots *categories;
};

G_DEFINE_FINAL_TYPE (LoftMessageCard, loft_message_card, GTK_TYPE_WIDGET)

void
loft_message_card_show (LoftMessageCard *self, const LoftMessageRowText *text)
{
  gtk_label_set_text (self->people, text->people);
  gtk_label_set_text (self->subject, text->subject);
  gtk_label_set_text (self->preview, text->preview);
  gtk_label_set_text (self->date, text->date);
  gtk_label_set_text (self->count, text->count == NULL ? "" : text->count);
  gtk_widget_set_visible (GTK_WIDGET (self->count), text->count != NULL);
  if (text->unread)
    gtk_widget_add_css_class (GTK_WIDGET (self), "unread");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "unread");
  /* Opacity, not visibility: text must not move when a message is read. */
  gtk_widget_set_opacity (self->dot, text->unread ? 1.0 : 0.0);
  gtk_widget_set_visible (self->flag, text->flagged);
  loft_priority_look_show (self->priority, text->priority);
  loft_message_row_text_show_mark (text, GTK_IMAGE (self->answered));
  gtk_widget_set_visible (self->attachment, text->attached);
  gtk_widget_set_visible (self->remote, text->remote);
  loft_category_dots_show (self->categories, text->keywords);
}

void
loft_message_card_set_compact (LoftMessageCard *self, gboolean compact)
{
  gtk_widget_set_visible (GTK_WIDGET (self->preview), !compact);
}

void
loft_message_card_set_color (LoftMessageCard *self, const GdkRGBA *color)
{
  gtk_widget_set_visible (GTK_WIDGET (self->mark), color != NULL);
  if (color != NULL)
    loft_color_edge_set_color (self->mark, color);
}

static void
loft_message_card_dispose (GObject *object)
{
  g_clear_pointer (&LOFT_MESSAGE_CARD (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_message_card_parent_class)->dispose (object);
}

static void
loft_message_card_class_init (LoftMessageCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_message_card_dispose;
  g_type_ensure (LOFT_TYPE_COLOR_EDGE);
  g_type_ensure (LOFT_TYPE_CATEGORY_DOTS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/list/loft-message-card.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftMessageCard, box);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageCard, mark);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageCard, dot);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageCard, people);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageCard, count);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageCard, date);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageCard, subject);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageCard, preview);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageCard, priority);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageCard, answered);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageCard, attachment);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageCard, remote);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageCard, flag);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageCard, categories);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "messagecard");
}

static void
loft_message_card_init (LoftMessageCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_tooltip_text (self->remote, loft_message_row_text_describe_remote ());
}
