/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-attachment-card.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-attachment-file.h"
#include "loft-attachment-kind.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

struct _LoftAttachmentCard {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *size;
  GtkWidget *show;
  GtkWidget *open;
  GtkWidget *save;

  guint n;
  char *safe_name;
};

enum { SHOW, OPEN, SAVE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftAttachmentCard, loft_attachment_card, GTK_TYPE_WIDGET)

static void
on_show_clicked (LoftAttachmentCard *self)
{
  g_signal_emit (self, signals[SHOW], 0);
}

static void
on_open_clicked (LoftAttachmentCard *self)
{
  g_signal_emit (self, signals[OPEN], 0);
}

static void
on_save_clicked (LoftAttachmentCard *self)
{
  g_signal_emit (self, signals[SAVE], 0);
}

guint
loft_attachment_card_get_n (LoftAttachmentCard *self)
{
  return self->n;
}

const char *
loft_attachment_card_get_name (LoftAttachmentCard *self)
{
  return self->safe_name;
}

static void
loft_attachment_card_dispose (GObject *object)
{
  LoftAttachmentCard *self = LOFT_ATTACHMENT_CARD (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->safe_name, g_free);
  G_OBJECT_CLASS (loft_attachment_card_parent_class)->dispose (object);
}

static void
loft_attachment_card_class_init (LoftAttachmentCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_attachment_card_dispose;
  signals[SHOW] =
    g_signal_new ("show-attachment", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OPEN] =
    g_signal_new ("open", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SAVE] =
    g_signal_new ("save", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/reading/loft-attachment-card.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentCard, box);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentCard, icon);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentCard, name);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentCard, size);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentCard, show);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentCard, open);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentCard, save);
  gtk_widget_class_bind_template_callback (widget_class, on_show_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_open_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_attachment_card_init (LoftAttachmentCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
label_button (GtkWidget *button, const char *format, const char *name)
{
  g_autofree char *label = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  label = g_strdup_printf (format, name);
#pragma GCC diagnostic pop
  loft_accessibility_set_button_name (button, label);
}

/* What is not shown here is opened by another program, as the button beside it does. */
static void
show_what_a_click_does (LoftAttachmentCard *self, const LoftAttachment *attachment)
{
  gboolean shown = loft_attachment_kind_guess (attachment) != LOFT_ATTACHMENT_KIND_OTHER;
  g_autofree char *size = g_format_size (attachment->size);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", self->safe_name, size);

  gtk_widget_set_tooltip_text (self->show, self->safe_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->show), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  shown ? _ ("Show here") : _ ("Open with another program"), -1);
}

/* The icon tells the type that the name will have on disk, not the one that the sender claims. */
GtkWidget *
loft_attachment_card_new (const LoftAttachment *attachment)
{
  LoftAttachmentCard *self = g_object_new (LOFT_TYPE_ATTACHMENT_CARD, NULL);
  g_autofree char *size = g_format_size (attachment->size);
  g_autofree char *type = NULL;
  g_autoptr (GIcon) icon = NULL;

  self->n = attachment->n;
  self->safe_name = loft_attachment_file_safe_name (attachment->name);
  type = g_content_type_guess (self->safe_name, NULL, 0, NULL);
  icon = g_content_type_get_symbolic_icon (type);
  gtk_image_set_from_gicon (self->icon, icon);
  gtk_label_set_text (self->name, self->safe_name);
  gtk_label_set_text (self->size, size);
  show_what_a_click_does (self, attachment);
  label_button (self->open, _ ("Open %s"), self->safe_name);
  label_button (self->save, _ ("Save %s"), self->safe_name);
  return GTK_WIDGET (self);
}
