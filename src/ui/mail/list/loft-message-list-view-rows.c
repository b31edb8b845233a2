/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-list-view-private.h"

#include "loft-clock.h"
#include "loft-date-text.h"

#define DAY_CHECK_SECONDS 60

static gboolean
row_date (LoftMessageListView *self, guint position, gint64 *date)
{
  g_autoptr (LoftMessageRow) row = NULL;
  LoftMessage *message = NULL;

  if (self->list == NULL)
    return FALSE;
  row = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  message = row == NULL ? NULL : loft_message_row_get_message (row);
  if (message == NULL)
    return FALSE;
  *date = message->date;
  return TRUE;
}

static void
update_foot (LoftMessageListView *self, LoftMessageListRow *child, guint position)
{
  gboolean is_last = self->remark != NULL && (self->kind & LOFT_LIST_SEARCH) == 0 &&
                     position + 1 == g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  loft_message_list_row_set_foot (child, is_last ? self->remark : NULL);
}

/* What stands above and below the row. Not before the row itself is filled. */
static void
update_heading (GtkListItem *item, gpointer unused, LoftMessageListView *self)
{
  LoftMessageListRow *child = LOFT_MESSAGE_LIST_ROW (gtk_list_item_get_child (item));
  guint position = gtk_list_item_get_position (item);
  gint64 now = loft_clock_now ();
  gint64 date = 0, date_above = 0;
  g_autofree char *heading = NULL;

  if (position == GTK_INVALID_LIST_POSITION || gtk_list_item_get_item (item) == NULL ||
      loft_message_list_row_get_row (child) == NULL)
    return;
  /* Sorted by anything else, every day would come again and again. */
  if (self->sort == LOFT_SORT_DATE && row_date (self, position, &date) &&
      (position == 0 || !row_date (self, position - 1, &date_above) ||
       loft_date_group_key (date, now) != loft_date_group_key (date_above, now)))
    heading = loft_date_group_heading (date, now);
  loft_message_list_row_set_heading (child, heading);
  update_foot (self, child, position);
}

static void
update_selected (GtkListItem *item)
{
  loft_message_list_row_set_selected (LOFT_MESSAGE_LIST_ROW (gtk_list_item_get_child (item)),
                                      gtk_list_item_get_selected (item));
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, LoftMessageListView *self)
{
  gtk_list_item_set_child (item, loft_message_list_row_new (self->as_table ? self->columns : NULL));
  g_signal_connect (item, "notify::selected", G_CALLBACK (update_selected), NULL);
  /* A row that moves may become the first of its day, or cease to be. */
  g_signal_connect_object (item, "notify::position", G_CALLBACK (update_heading), self, 0);
}

/* In a list of one account a colour would say nothing. */
static GListModel *
mixed_accounts (LoftMessageListView *self)
{
  if (self->list == NULL || loft_message_list_get_account (self->list) != NULL ||
      self->accounts == NULL || g_list_model_get_n_items (self->accounts) < 2)
    return NULL;
  return self->accounts;
}

void
loft_message_list_view_fill_row (LoftMessageListView *self, GtkListItem *item)
{
  loft_message_list_row_set_row (LOFT_MESSAGE_LIST_ROW (gtk_list_item_get_child (item)),
                                 gtk_list_item_get_item (item));
  update_heading (item, NULL, self);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, LoftMessageListView *self)
{
  LoftMessageListRow *child = LOFT_MESSAGE_LIST_ROW (gtk_list_item_get_child (item));

  loft_message_list_row_set_compact (child, self->compact);
  loft_message_list_row_set_accounts (child, mixed_accounts (self));
  loft_message_list_row_set_checks (child, self->checks);
  loft_message_list_row_set_selected (child, gtk_list_item_get_selected (item));
  loft_message_list_row_set_shows_recipients (child, (self->kind & LOFT_LIST_SENT) != 0);
  loft_message_list_row_set_is_found (child, (self->kind & LOFT_LIST_SEARCH) != 0);
  g_object_set_data (G_OBJECT (child), "list-item", item);
  if (loft_message_list_view_is_near (self, gtk_list_item_get_position (item)))
    loft_message_list_view_fill_row (self, item);
  else
    loft_message_list_view_fill_later (self);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, LoftMessageListView *self)
{
  GtkWidget *child = gtk_list_item_get_child (item);

  g_object_set_data (G_OBJECT (child), "list-item", NULL);
  loft_message_list_row_set_row (LOFT_MESSAGE_LIST_ROW (child), NULL);
}

typedef void (*RowFunc) (LoftMessageListView *self, LoftMessageListRow *row, GtkListItem *item);

/* GtkListView keeps some 200 widgets, however long the list is. */
static void
for_each_widget (LoftMessageListView *self, RowFunc func)
{
  GtkWidget *widget = gtk_widget_get_first_child (GTK_WIDGET (self->list_view));

  for (; widget != NULL; widget = gtk_widget_get_next_sibling (widget))
    {
      GtkWidget *child = gtk_widget_get_first_child (widget);
      GtkListItem *item = NULL;

      if (!LOFT_IS_MESSAGE_LIST_ROW (child))
        continue;
      item = g_object_get_data (G_OBJECT (child), "list-item");
      if (item != NULL)
        func (self, LOFT_MESSAGE_LIST_ROW (child), item);
    }
}

GtkWidget *
loft_message_list_view_find_widget (LoftMessageListView *self, guint position)
{
  GtkWidget *widget = gtk_widget_get_first_child (GTK_WIDGET (self->list_view));

  if (position == GTK_INVALID_LIST_POSITION)
    return NULL;
  for (; widget != NULL; widget = gtk_widget_get_next_sibling (widget))
    {
      GtkWidget *child = gtk_widget_get_first_child (widget);
      GtkListItem *item = NULL;

      if (!LOFT_IS_MESSAGE_LIST_ROW (child))
        continue;
      item = g_object_get_data (G_OBJECT (child), "list-item");
      if (item != NULL && gtk_list_item_get_position (item) == position)
        return widget;
    }
  return NULL;
}

static void
refresh_row_date (LoftMessageListView *self, LoftMessageListRow *row, GtkListItem *item)
{
  loft_message_list_row_update_date (row);
  update_heading (item, NULL, self);
}

static void
refresh_heading (LoftMessageListView *self, LoftMessageListRow *row, GtkListItem *item)
{
  update_heading (item, NULL, self);
}

static gint64
today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (loft_clock_now ());

  return g_date_time_get_year (now) * 1000 + g_date_time_get_day_of_year (now);
}

static gboolean
check_day (gpointer data)
{
  LoftMessageListView *self = data;
  gint64 day = today ();

  if (day == self->shown_day)
    return G_SOURCE_CONTINUE;
  self->shown_day = day;
  for_each_widget (self, refresh_row_date);
  return G_SOURCE_CONTINUE;
}

void
loft_message_list_view_refresh_rows (LoftMessageListView *self)
{
  for_each_widget (self, refresh_row_date);
}

void
loft_message_list_view_refresh_headings (LoftMessageListView *self)
{
  for_each_widget (self, refresh_heading);
}

static void
refresh_density (LoftMessageListView *self, LoftMessageListRow *row, GtkListItem *item)
{
  loft_message_list_row_set_compact (row, self->compact);
}

void
loft_message_list_view_set_compact (LoftMessageListView *self, gboolean compact)
{
  self->compact = compact;
  for_each_widget (self, refresh_density);
}

static void
refresh_checks (LoftMessageListView *self, LoftMessageListRow *row, GtkListItem *item)
{
  loft_message_list_row_set_checks (row, self->checks);
}

void
loft_message_list_view_refresh_checks (LoftMessageListView *self)
{
  for_each_widget (self, refresh_checks);
}

GtkListItem *
loft_message_list_view_find_item (LoftMessageListView *self, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  while (widget != NULL && !LOFT_IS_MESSAGE_LIST_ROW (widget))
    widget = gtk_widget_get_parent (widget);
  return widget == NULL ? NULL : g_object_get_data (G_OBJECT (widget), "list-item");
}

static void
set_factory (LoftMessageListView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  gtk_list_view_set_factory (self->list_view, factory);
}

void
loft_message_list_view_set_columns (LoftMessageListView *self, LoftListColumns *columns)
{
  self->columns = g_object_ref (columns);
  loft_list_header_set_columns (self->header, columns);
}

void
loft_message_list_view_set_as_table (LoftMessageListView *self, gboolean as_table)
{
  if (self->as_table == as_table)
    return;
  self->as_table = as_table;
  gtk_widget_set_visible (GTK_WIDGET (self->header), as_table);
  if (as_table)
    gtk_widget_add_css_class (GTK_WIDGET (self->list_view), "table");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->list_view), "table");
  set_factory (self);
  loft_message_list_view_keep_place (self);
}

void
loft_message_list_view_set_accounts (LoftMessageListView *self, GListModel *accounts)
{
  g_set_object (&self->accounts, accounts);
}

void
loft_message_list_view_set_sort (LoftMessageListView *self, LoftMessageSort sort,
                                 gboolean ascending)
{
  self->sort = sort;
  loft_list_header_set_sort (self->header, sort, ascending);
  loft_message_list_view_refresh_headings (self);
}

void
loft_message_list_view_make_rows (LoftMessageListView *self)
{
  loft_message_list_view_follow_place (self);
  set_factory (self);
  self->shown_day = today ();
  self->day_source = g_timeout_add_seconds (DAY_CHECK_SECONDS, check_day, self);
}
