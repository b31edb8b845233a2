/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-composer-window.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-compose.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

#define DEFAULT_WIDTH  720
#define DEFAULT_HEIGHT 640

struct _LoftComposerWindow {
  AdwApplicationWindow parent_instance;

  GtkWidget *box;
  GtkWidget *send;
  AdwWindowTitle *title;
  LoftComposer *composer; /* (nullable) when it is done */
};

G_DEFINE_FINAL_TYPE (LoftComposerWindow, loft_composer_window, ADW_TYPE_APPLICATION_WINDOW)

LoftComposer *
loft_composer_window_get_composer (LoftComposerWindow *self)
{
  return self->composer;
}

static void
show_title (LoftComposerWindow *self)
{
  const char *title = loft_composer_get_title (self->composer);
  g_autofree char *label = loft_composer_send_label (self->composer);

  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_window_title_set_title (self->title, title);
  adw_split_button_set_label (ADW_SPLIT_BUTTON (self->send), label);
}

static void
forget_composer (LoftComposerWindow *self)
{
  LoftComposer *composer = g_steal_pointer (&self->composer);

  if (composer == NULL)
    return;
  g_signal_handlers_disconnect_by_data (composer, self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "composer", NULL);
  gtk_box_remove (GTK_BOX (self->box), GTK_WIDGET (composer));
}

/* Its widget outlives the window when sending can be undone. */
static void
on_done (LoftComposerWindow *self)
{
  forget_composer (self);
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
loft_composer_window_close_request (GtkWindow *window)
{
  LoftComposerWindow *self = LOFT_COMPOSER_WINDOW (window);

  if (self->composer == NULL)
    return GTK_WINDOW_CLASS (loft_composer_window_parent_class)->close_request (window);
  loft_composer_close (self->composer);
  return TRUE;
}

static void
loft_composer_window_dispose (GObject *object)
{
  LoftComposerWindow *self = LOFT_COMPOSER_WINDOW (object);

  if (self->composer != NULL)
    g_signal_handlers_disconnect_by_data (self->composer, self);
  self->composer = NULL;
  G_OBJECT_CLASS (loft_composer_window_parent_class)->dispose (object);
}

static void
loft_composer_window_class_init (LoftComposerWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_composer_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = loft_composer_window_close_request;
}

static GtkWidget *
new_header (LoftComposerWindow *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *attach = gtk_button_new_from_icon_name ("mail-attachment-symbolic");
  GtkWidget *more = gtk_menu_button_new ();
  g_autoptr (GMenuModel) later = loft_composer_new_later_menu ();
  g_autoptr (GMenuModel) menu = loft_composer_new_menu ();

  self->title = ADW_WINDOW_TITLE (adw_window_title_new ("", NULL));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), GTK_WIDGET (self->title));
  gtk_widget_add_css_class (header, "flat");
  self->send = adw_split_button_new ();
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->send), "composer.send");
  adw_split_button_set_menu_model (ADW_SPLIT_BUTTON (self->send), later);
  gtk_widget_add_css_class (self->send, "suggested-action");
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->send);
  loft_accessibility_set_button_name (attach, _ ("Attach Files"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (attach), "composer.attach");
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), attach);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (more), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (more), menu);
  gtk_menu_button_set_primary (GTK_MENU_BUTTON (more), TRUE);
  gtk_widget_set_tooltip_text (more, _ ("More"));
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), more);
  return header;
}

/* The key for a new message works where one is written, too. */
static void
on_compose (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_compose_new (NULL);
}

static void
add_actions (LoftComposerWindow *self)
{
  static const GActionEntry entries[] = { { "compose", on_compose } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "mail", G_ACTION_GROUP (actions));
}

static void
loft_composer_window_init (LoftComposerWindow *self)
{
  add_actions (self);
  gtk_window_set_default_size (GTK_WINDOW (self), DEFAULT_WIDTH, DEFAULT_HEIGHT);
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, 294);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->box, "main-column");
  gtk_box_append (GTK_BOX (self->box), new_header (self));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), self->box);
  loft_accessibility_prepare (GTK_WIDGET (self));
}

LoftComposerWindow *
loft_composer_window_open (LoftComposer *composer)
{
  GApplication *application = g_application_get_default ();
  LoftComposerWindow *self = g_object_new (LOFT_TYPE_COMPOSER_WINDOW, NULL);

  if (GTK_IS_APPLICATION (application))
    gtk_window_set_application (GTK_WINDOW (self), GTK_APPLICATION (application));
  self->composer = composer;
  loft_composer_resume (composer);
  loft_composer_set_inline (composer, FALSE);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "composer",
                                  loft_composer_get_actions (composer));
  gtk_widget_set_vexpand (GTK_WIDGET (composer), TRUE);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (composer));
  g_signal_connect_swapped (composer, "title-changed", G_CALLBACK (show_title), self);
  g_signal_connect_swapped (composer, "done", G_CALLBACK (on_done), self);
  show_title (self);
  gtk_window_present (GTK_WINDOW (self));
  loft_composer_focus (composer);
  return self;
}
