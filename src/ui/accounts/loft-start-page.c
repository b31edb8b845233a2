/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-start-page.h"

#include "config.h"
#include "loft-account-assistant.h"
#include "loft-removed-banner.h"
#include "loft-ui.h"

struct _LoftStartPage {
  GtkWidget parent_instance;

  GtkWidget *box;
  LoftBanner *removed_banner;
  GtkImage *icon;
  LoftAccountAssistant *assistant;
};

G_DEFINE_FINAL_TYPE (LoftStartPage, loft_start_page, GTK_TYPE_WIDGET)

static void
loft_start_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (loft_start_page_parent_class)->map (widget);
  loft_account_assistant_focus_first (LOFT_START_PAGE (widget)->assistant);
}

static void
loft_start_page_dispose (GObject *object)
{
  g_clear_pointer (&LOFT_START_PAGE (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_start_page_parent_class)->dispose (object);
}

static void
loft_start_page_class_init (LoftStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_start_page_dispose;
  widget_class->map = loft_start_page_map;
  g_type_ensure (LOFT_TYPE_BANNER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("accounts/loft-start-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftStartPage, box);
  gtk_widget_class_bind_template_child (widget_class, LoftStartPage, icon);
  gtk_widget_class_bind_template_child (widget_class, LoftStartPage, removed_banner);
  gtk_widget_class_bind_template_child (widget_class, LoftStartPage, assistant);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_start_page_init (LoftStartPage *self)
{
  GtkIconTheme *theme = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  gtk_image_set_from_icon_name (self->icon,
                                gtk_icon_theme_has_icon (theme, LOFT_APPLICATION_ID)
                                  ? LOFT_APPLICATION_ID
                                  : "loft-letter-symbolic");
}

GtkWidget *
loft_start_page_new (LoftService *service)
{
  LoftStartPage *self = g_object_new (LOFT_TYPE_START_PAGE, NULL);

  loft_account_assistant_set_service (self->assistant, service);
  loft_removed_banner_follow (self->removed_banner, service);
  return GTK_WIDGET (self);
}
