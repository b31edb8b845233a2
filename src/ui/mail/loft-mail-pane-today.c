/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-end-layout.h"
#include "loft-settings.h"
#include "loft-today-view.h"

#include <glib/gi18n.h>

#define WIDTH         264
#define ROOM          420 /* that a message keeps */
#define POPOVER_WIDTH 300

static gboolean
is_wanted (void)
{
  return loft_settings_get_boolean (LOFT_SETTING_TODAY, TRUE);
}

static GtkWidget *
new_view (LoftMailPane *self)
{
  return loft_today_view_new (loft_service_get_calendar (self->service),
                              loft_service_get_tasks (self->service));
}

/* A column that only says that there is nothing leaves its room to the message. */
static void
show_column (LoftMailPane *self)
{
  gboolean is_shown = is_wanted () && !loft_today_view_is_empty (LOFT_TODAY_VIEW (self->today));

  gtk_widget_set_visible (self->today, is_shown);
  if (is_shown && loft_end_layout_has_room (self->reading))
    gtk_popover_popdown (GTK_POPOVER (self->today_popover));
}

static void
add_column (LoftMailPane *self)
{
  self->today = new_view (self);
  gtk_widget_add_css_class (self->today, "docked");
  gtk_widget_set_parent (self->today, self->reading);
  g_signal_connect_object (self->today, "notify::empty", G_CALLBACK (show_column), self,
                           G_CONNECT_SWAPPED);
}

/* Made when it is first seen: what nobody looks at asks for nothing. */
static void
update (LoftMailPane *self)
{
  if (self->service == NULL || self->toasts == NULL)
    return;
  if (is_wanted () && self->today == NULL)
    add_column (self);
  if (self->today != NULL)
    show_column (self);
}

static void
on_closed (GtkPopover *popover, gpointer unused)
{
  gtk_popover_set_child (popover, NULL);
}

/* Where a column has no room, or nothing to show. */
static void
popup (LoftMailPane *self)
{
  GtkWidget *view = new_view (self);

  gtk_widget_set_size_request (view, POPOVER_WIDTH, -1);
  gtk_popover_set_child (GTK_POPOVER (self->today_popover), view);
  gtk_popover_popup (GTK_POPOVER (self->today_popover));
}

static void
on_today (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;

  if (self->service == NULL)
    return;
  if (!loft_end_layout_has_room (self->reading))
    {
      popup (self);
      return;
    }
  if (!is_wanted () || gtk_widget_get_visible (self->today))
    loft_settings_set_boolean (LOFT_SETTING_TODAY, !is_wanted ());
  update (self);
  /* Who asks for it gets an answer; with something to show, the column takes its place. */
  if (is_wanted () && !gtk_widget_get_visible (self->today))
    popup (self);
}

void
loft_mail_pane_add_today (LoftMailPane *self)
{
  static const GActionEntry entries[] = { { "today", on_today } };

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_set_layout_manager (self->reading, loft_end_layout_new (WIDTH, ROOM));
  self->today_popover = gtk_popover_new ();
  gtk_widget_set_parent (self->today_popover, self->today_button);
  g_signal_connect (self->today_popover, "closed", G_CALLBACK (on_closed), NULL);
  loft_accessibility_set_button_name (self->today_button, _ ("Today"));
}

void
loft_mail_pane_drop_today (LoftMailPane *self)
{
  g_clear_pointer (&self->today, gtk_widget_unparent);
  g_clear_pointer (&self->today_popover, gtk_widget_unparent);
}

/* Without a calendar and tasks there is nothing to show. */
void
loft_mail_pane_follow_today (LoftMailPane *self)
{
  gboolean has_any = loft_service_get_calendar (self->service) != NULL ||
                     loft_service_get_tasks (self->service) != NULL;

  if (!has_any)
    return;
  loft_settings_follow (LOFT_SETTING_TODAY, G_CALLBACK (update), self);
  update (self);
  loft_mail_pane_update_today (self);
}

/* Where one sees less, the calendar itself is as near. */
void
loft_mail_pane_update_today (LoftMailPane *self)
{
  gboolean has_any = self->service != NULL && (loft_service_get_calendar (self->service) != NULL ||
                                               loft_service_get_tasks (self->service) != NULL);

  gtk_widget_set_visible (self->today_button,
                          has_any && loft_columns_get_mode (self->columns) == LOFT_COLUMNS_WIDE);
}
