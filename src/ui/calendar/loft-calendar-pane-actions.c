/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendar-pane-private.h"

#include "loft-sync-shown.h"
#include "loft-wall.h"

static void
on_today (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_calendar_pane_show_day (data, loft_calendar_pane_get_today (data));
}

static void
step (LoftCalendarPane *self, int direction)
{
  loft_calendar_pane_show_day (self, loft_calendar_view_step (loft_calendar_pane_get_view (self),
                                                              direction));
}

/* Alt+Left goes back to the calendars first where one column is seen at a time. */
static void
on_back (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  step (data, -1);
}

static void
on_forward (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  step (data, 1);
}

static void
on_view (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_calendar_pane_show_view (data, g_variant_get_string (parameter, NULL));
}

static void
on_sidebar (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftCalendarPane *self = data;
  gboolean open = loft_columns_is_shown (self->columns, LOFT_COLUMN_SIDEBAR);

  loft_columns_show (self->columns, open ? LOFT_COLUMN_MIDDLE : LOFT_COLUMN_SIDEBAR);
}

static void
on_menu (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftCalendarPane *self = data;

  if (!loft_columns_is_shown (self->columns, LOFT_COLUMN_SIDEBAR))
    loft_columns_show (self->columns, LOFT_COLUMN_SIDEBAR);
  gtk_menu_button_popup (GTK_MENU_BUTTON (self->menu_button));
}

/* The next full hour of today, else when work begins on the day that is shown. */
static gint64
find_start (LoftCalendarPane *self)
{
  gint64 now = loft_calendar_view_get_now (self->mini);

  if (self->day == loft_wall_get_day (now))
    return (now / 3600 + 1) * 3600;
  return self->day * LOFT_WALL_DAY + 9 * 3600;
}

static void
on_new (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftCalendarPane *self = data;
  gint64 start = find_start (self);

  loft_calendar_pane_show_new (self, NULL, start, start + 3600, FALSE, NULL);
}

static void
on_undo (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_calendar_pane_undo (data);
}

static void
on_delete (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftOccurrenceItem *item = loft_calendar_view_get_selected (loft_calendar_pane_get_view (data));

  if (item != NULL)
    loft_calendar_pane_remove (data, item);
}

/* Once more: back. */
static void
on_search (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftCalendarPane *self = data;

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "search") == 0)
    loft_calendar_pane_end_search (self);
  else
    loft_calendar_pane_search (self);
}

static void
on_copy (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_calendar_pane_copy (data);
}

static void
on_paste (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_calendar_pane_paste (data);
}

static void
on_print (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_calendar_pane_print (data);
}

/* What can be taken back goes on saying so. */
static void
on_sync (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftCalendarPane *self = data;
  const char *text = NULL;

  if (self->service == NULL)
    return;
  text =
    loft_sync_shown (self->service, loft_calendar_actions_get_calendars (self->calendar), NULL);
  if (self->undo_toast == NULL)
    loft_calendar_pane_tell (self, text);
}

static const GActionEntry entries[] = {
  { "today", on_today },     { "back", on_back },
  { "forward", on_forward }, { "view", on_view, "s", "'month'" },
  { "sidebar", on_sidebar }, { "menu", on_menu },
  { "new", on_new },         { "quick-add", on_new },
  { "undo", on_undo },       { "delete", on_delete },
  { "search", on_search },   { "copy", on_copy },
  { "paste", on_paste },     { "print", on_print },
  { "sync", on_sync },
};

void
loft_calendar_pane_add_actions (LoftCalendarPane *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}
