/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-image-banner.h"

#include "config.h"
#include "loft-image-permission.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

struct _LoftImageBanner {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *title;
  GtkWidget *load;
  GtkMenuButton *always;

  LoftMessageBody *body;
  gboolean allowed;
};

enum { ALLOWED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftImageBanner, loft_image_banner, GTK_TYPE_WIDGET)

static void
allow (LoftImageBanner *self)
{
  if (self->body == NULL)
    return;
  self->allowed = TRUE;
  g_signal_emit (self, signals[ALLOWED], 0);
}

static void
on_load_clicked (LoftImageBanner *self)
{
  allow (self);
}

static void
on_always (GtkWidget *widget, const char *action, GVariant *name)
{
  loft_image_permission_add (g_variant_get_string (name, NULL));
  allow (LOFT_IMAGE_BANNER (widget));
}

static void
add_choice (GMenu *menu, const char *label, const char *name)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "images.always", "s", name);
  g_menu_append_item (menu, item);
}

static void
show_title (LoftImageBanner *self)
{
  guint n = self->body->n_tracking;
  const char *title =
    _ ("Remote images were not loaded, so the sender does not learn that you read this.");
  g_autofree char *trackers = NULL;
  g_autofree char *both = NULL;

  if (n > 0)
    trackers =
      g_strdup_printf (ngettext ("%u tracker was removed.", "%u trackers were removed.", n), n);
  both = n > 0 ? g_strconcat (title, " ", trackers, NULL) : g_strdup (title);
  gtk_label_set_text (self->title, both);
}

static void
fill_menu (LoftImageBanner *self)
{
  g_autofree char *sender = loft_image_permission_sender (self->body);
  g_autofree char *domain = loft_image_permission_domain (self->body);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autofree char *of_sender = NULL;
  g_autofree char *of_domain = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->always), sender != NULL);
  if (sender == NULL)
    return;
  of_sender = g_strdup_printf (_ ("Always Load From %s"), sender);
  of_domain = g_strdup_printf (_ ("Always Load From %s"), domain);
  add_choice (menu, of_sender, sender);
  add_choice (menu, of_domain, domain);
  gtk_menu_button_set_menu_model (self->always, G_MENU_MODEL (menu));
}

void
loft_image_banner_set_body (LoftImageBanner *self, LoftMessageBody *body)
{
  g_clear_pointer (&self->body, loft_message_body_unref);
  self->allowed = FALSE;
  if (body == NULL)
    return;
  self->body = loft_message_body_ref (body);
  self->allowed = body->has_remote_content && loft_image_permission_has (body);
  if (!loft_image_banner_has_something (self))
    return;
  show_title (self);
  fill_menu (self);
}

gboolean
loft_image_banner_get_allowed (LoftImageBanner *self)
{
  return self->allowed;
}

gboolean
loft_image_banner_has_something (LoftImageBanner *self)
{
  return self->body != NULL && self->body->has_remote_content && !self->allowed;
}

static void
loft_image_banner_dispose (GObject *object)
{
  LoftImageBanner *self = LOFT_IMAGE_BANNER (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->body, loft_message_body_unref);
  G_OBJECT_CLASS (loft_image_banner_parent_class)->dispose (object);
}

static void
loft_image_banner_class_init (LoftImageBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_image_banner_dispose;
  signals[ALLOWED] = g_signal_new ("allowed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "images.always", "s", on_always);
  gtk_widget_class_set_css_name (widget_class, "loftbanner");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/reading/loft-image-banner.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftImageBanner, box);
  gtk_widget_class_bind_template_child (widget_class, LoftImageBanner, title);
  gtk_widget_class_bind_template_child (widget_class, LoftImageBanner, load);
  gtk_widget_class_bind_template_child (widget_class, LoftImageBanner, always);
  gtk_widget_class_bind_template_callback (widget_class, on_load_clicked);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_image_banner_init (LoftImageBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
