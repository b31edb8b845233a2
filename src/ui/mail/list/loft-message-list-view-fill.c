/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-list-view-private.h"

/* GtkListView keeps some 200 rows, of which a screen shows a dozen. What is far from the screen gets
 * its texts later, in pieces: to read, shape and measure all of them at once takes longer than a
 * frame may, when a folder is opened and when the scroll bar is dragged. */

#define ALL_AT_ONCE 48 /* lists that short are filled as they are */
#define FEWEST      12
#define MOST        60
#define PIECE       12
#define PAUSE_MS    30

/* By the part of the whole that is on screen, which is near enough for rows of nearly one height;
 * a screen's worth around it as well. */
gboolean
loft_message_list_view_is_near (LoftMessageListView *self, guint position)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (self->scroller);
  double n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  double upper = MAX (gtk_adjustment_get_upper (place), 1.0);
  double first = gtk_adjustment_get_value (place) / upper * n_rows;
  double shown = CLAMP (gtk_adjustment_get_page_size (place) / upper * n_rows, FEWEST, MOST);

  if (n_rows <= ALL_AT_ONCE)
    return TRUE;
  return position + shown >= first && position <= first + 2 * shown;
}

static gboolean
is_empty (GtkListItem *item)
{
  return item != NULL && gtk_list_item_get_item (item) != NULL &&
         loft_message_list_row_get_row (LOFT_MESSAGE_LIST_ROW (gtk_list_item_get_child (item))) ==
           NULL;
}

/* Those near the screen, and n_others; TRUE when there are more. */
static gboolean
fill (LoftMessageListView *self, guint n_others)
{
  GtkWidget *widget = gtk_widget_get_first_child (GTK_WIDGET (self->list_view));
  guint n_filled = 0;

  for (; widget != NULL; widget = gtk_widget_get_next_sibling (widget))
    {
      GtkWidget *child = gtk_widget_get_first_child (widget);
      GtkListItem *item = LOFT_IS_MESSAGE_LIST_ROW (child)
                            ? g_object_get_data (G_OBJECT (child), "list-item")
                            : NULL;

      if (!is_empty (item))
        continue;
      if (loft_message_list_view_is_near (self, gtk_list_item_get_position (item)))
        loft_message_list_view_fill_row (self, item);
      else if (n_filled++ < n_others)
        loft_message_list_view_fill_row (self, item);
    }
  return n_filled > n_others;
}

static gboolean
fill_piece (gpointer data)
{
  LoftMessageListView *self = data;

  if (fill (self, PIECE))
    return G_SOURCE_CONTINUE;
  self->fill_source = 0;
  return G_SOURCE_REMOVE;
}

void
loft_message_list_view_fill_later (LoftMessageListView *self)
{
  if (self->fill_source == 0)
    self->fill_source =
      g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, PAUSE_MS, fill_piece, self, NULL);
}

static gboolean
fill_near (gpointer data)
{
  LoftMessageListView *self = data;

  self->near_source = 0;
  fill (self, 0);
  return G_SOURCE_REMOVE;
}

/* Not at once: the place also changes while rows are laid out. */
static void
on_place_changed (LoftMessageListView *self)
{
  if (self->fill_source != 0 && self->near_source == 0)
    self->near_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fill_near, self, NULL);
}

void
loft_message_list_view_follow_place (LoftMessageListView *self)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (self->scroller);

  g_signal_connect_object (place, "value-changed", G_CALLBACK (on_place_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (place, "changed", G_CALLBACK (on_place_changed), self,
                           G_CONNECT_SWAPPED);
}
