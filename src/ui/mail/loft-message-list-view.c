/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-list-view.h"

#include "config.h"
#include "loft-clock.h"
#include "loft-date-text.h"
#include "loft-message-list-row.h"
#include "loft-selection.h"
#include "loft-shortcuts.h"
#include "loft-ui.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define SPINNER_AFTER_MS   800
#define DAY_CHECK_SECONDS  60

struct _LoftMessageListView {
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkSpinner *spinner;
  GtkScrolledWindow *scroller;
  GtkListView *list_view;
  AdwStatusPage *empty;
  GtkPopover *menu;

  LoftMessageList *list;
  LoftListKind kind;
  LoftSelection *selection;

  /* The message a person is at, so that it is found again after a list was made anew. */
  gint64 current_id;
  gboolean selecting;

  guint spinner_source;
  guint day_source;
  guint top_source;
  guint restore_source;
  gint64 shown_day;
};

enum {
  SELECTION_CHANGED,
  ACTIVATE,
  CLEAR_SEARCH,
  MENU_OPENING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftMessageListView, loft_message_list_view, GTK_TYPE_WIDGET)

/* Rows */

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
update_heading (GtkListItem *item, gpointer unused, LoftMessageListView *self)
{
  LoftMessageListRow *child = LOFT_MESSAGE_LIST_ROW (gtk_list_item_get_child (item));
  guint position = gtk_list_item_get_position (item);
  gint64 now = loft_clock_now ();
  gint64 date = 0, date_above = 0;
  g_autofree char *heading = NULL;

  if (position == GTK_INVALID_LIST_POSITION || gtk_list_item_get_item (item) == NULL)
    return;
  if (row_date (self, position, &date) &&
      (position == 0 || !row_date (self, position - 1, &date_above) ||
       loft_date_group_key (date, now) != loft_date_group_key (date_above, now)))
    heading = loft_date_group_heading (date, now);
  loft_message_list_row_set_heading (child, heading);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, LoftMessageListView *self)
{
  gtk_list_item_set_child (item, loft_message_list_row_new ());
  /* A row that moves may become the first of its day, or cease to be. */
  g_signal_connect_object (item, "notify::position", G_CALLBACK (update_heading), self, 0);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, LoftMessageListView *self)
{
  LoftMessageListRow *child = LOFT_MESSAGE_LIST_ROW (gtk_list_item_get_child (item));

  loft_message_list_row_set_shows_recipients (child, (self->kind & LOFT_LIST_SENT) != 0);
  loft_message_list_row_set_row (child, gtk_list_item_get_item (item));
  g_object_set_data (G_OBJECT (child), "list-item", item);
  update_heading (item, NULL, self);
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

static GtkWidget *
find_widget (LoftMessageListView *self, guint position)
{
  GtkWidget *widget = gtk_widget_get_first_child (GTK_WIDGET (self->list_view));

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

/* Pages */

static gboolean
show_spinner (gpointer data)
{
  LoftMessageListView *self = data;

  self->spinner_source = 0;
  gtk_spinner_start (self->spinner);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  return G_SOURCE_REMOVE;
}

static void
update_page (LoftMessageListView *self)
{
  guint n_items = self->list == NULL ? 0 : g_list_model_get_n_items (G_LIST_MODEL (self->list));

  if (n_items == 0 && self->list != NULL && loft_message_list_get_loading (self->list))
    {
      if (self->spinner_source == 0)
        self->spinner_source = g_timeout_add (SPINNER_AFTER_MS, show_spinner, self);
      if (gtk_spinner_get_spinning (self->spinner))
        return;
      gtk_stack_set_visible_child_name (self->stack, "blank");
      return;
    }
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  gtk_spinner_stop (self->spinner);
  if (self->list == NULL)
    gtk_stack_set_visible_child_name (self->stack, "blank");
  else if (n_items > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if ((self->kind & LOFT_LIST_SEARCH) != 0)
    gtk_stack_set_visible_child_name (self->stack, "no-results");
  else
    gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
describe_empty (LoftMessageListView *self)
{
  gboolean inbox = (self->kind & LOFT_LIST_INBOX) != 0;

  adw_status_page_set_title (self->empty, inbox ? _ ("All Clear") : _ ("No Messages"));
  adw_status_page_set_description (self->empty, inbox ? _ ("The inbox is empty.")
                                                      : _ ("This folder is empty."));
  adw_status_page_set_icon_name (self->empty, inbox ? "loft-inbox-symbolic" : "folder-symbolic");
}

/* Selection */

static void
emit_selection_changed (LoftMessageListView *self)
{
  guint position = loft_selection_get_only (self->selection);

  if (self->selecting)
    return;
  if (position != GTK_INVALID_LIST_POSITION && self->list != NULL)
    self->current_id = loft_message_list_get_id (self->list, position);
  else if (loft_selection_get_n_selected (self->selection) > 1)
    self->current_id = 0;
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

static gboolean
scroll_to_top (gpointer data)
{
  LoftMessageListView *self = data;

  self->top_source = 0;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  return G_SOURCE_REMOVE;
}

static void
scroll_to (LoftMessageListView *self, guint position)
{
  gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);
}

static gboolean
scroll_to_current (gpointer data)
{
  LoftMessageListView *self = data;
  guint position = loft_selection_get_only (self->selection);

  self->restore_source = 0;
  if (position != GTK_INVALID_LIST_POSITION)
    scroll_to (self, position);
  return G_SOURCE_REMOVE;
}

/* The list was emptied and filled again, or the row removed and put in at another place. */
static gboolean
restore_current (LoftMessageListView *self)
{
  guint position = 0;

  if (self->current_id == 0 || loft_selection_get_n_selected (self->selection) > 0 ||
      !loft_message_list_find (self->list, self->current_id, &position))
    return FALSE;
  self->selecting = TRUE;
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  self->selecting = FALSE;
  return TRUE;
}

static void
on_items_changed (LoftMessageListView *self, guint position, guint removed, guint added)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (self->scroller);

  update_page (self);
  for_each_widget (self, refresh_heading);

  /* At the top, new mail is what people wait for; further down the place is kept by GtkListView. */
  if (added > 0 && position == 0 && removed == 0 && added < n_items &&
      gtk_adjustment_get_value (place) < 1.0 && self->top_source == 0)
    self->top_source = g_idle_add (scroll_to_top, self);

  if (n_items == 0)
    return;
  if (added == n_items && restore_current (self))
    {
      /* When the new rows have their places. */
      if (self->restore_source == 0)
        self->restore_source = g_idle_add_full (G_PRIORITY_LOW, scroll_to_current, self, NULL);
      return;
    }
  restore_current (self);
  if (removed > 0)
    emit_selection_changed (self);
}

static void
on_loading_changed (LoftMessageListView *self)
{
  update_page (self);
}

void
loft_message_list_view_set_list (LoftMessageListView *self,
                                 LoftMessageList     *list,
                                 LoftListKind         kind)
{
  g_return_if_fail (LOFT_IS_MESSAGE_LIST_VIEW (self));

  if (self->list == list)
    return;
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  self->kind = kind;
  self->current_id = 0;
  self->selecting = TRUE;
  g_set_object (&self->list, list);
  loft_selection_set_model (self->selection, list == NULL ? NULL : G_LIST_MODEL (list));
  self->selecting = FALSE;
  describe_empty (self);
  if (list != NULL)
    {
      /* After the selection's own handler, so that positions agree. */
      g_signal_connect_object (list, "items-changed", G_CALLBACK (on_items_changed), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (list, "notify::loading", G_CALLBACK (on_loading_changed), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_spinner_stop (self->spinner);
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  update_page (self);
  emit_selection_changed (self);
}

LoftMessageList *
loft_message_list_view_get_list (LoftMessageListView *self)
{
  return self->list;
}

guint
loft_message_list_view_get_n_selected (LoftMessageListView *self)
{
  return loft_selection_get_n_selected (self->selection);
}

LoftMessageRow *
loft_message_list_view_get_only (LoftMessageListView *self)
{
  guint position = loft_selection_get_only (self->selection);

  if (position == GTK_INVALID_LIST_POSITION || self->list == NULL)
    return NULL;
  return g_list_model_get_item (G_LIST_MODEL (self->list), position);
}

GArray *
loft_message_list_view_get_selected_ids (LoftMessageListView *self, guint max)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GtkBitset) selected =
    gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GtkBitsetIter iter;
  guint position = 0;

  if (self->list == NULL || !gtk_bitset_iter_init_first (&iter, selected, &position))
    return ids;
  do
    {
      gint64 id = loft_message_list_get_id (self->list, position);

      if (id != 0)
        g_array_append_val (ids, id);
    }
  while (ids->len < max && gtk_bitset_iter_next (&iter, &position));
  return ids;
}

static LoftMessage *
message_at (LoftMessageListView *self, guint position, LoftMessageRow **row)
{
  *row = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  return *row == NULL ? NULL : loft_message_row_get_message (*row);
}

gboolean
loft_message_list_view_selection_lacks (LoftMessageListView *self, LoftFlags flag, guint max)
{
  g_autoptr (GtkBitset) selected =
    gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GtkBitsetIter iter;
  guint position = 0;

  if (self->list == NULL || !gtk_bitset_iter_init_first (&iter, selected, &position))
    return FALSE;
  do
    {
      g_autoptr (LoftMessageRow) row = NULL;
      LoftMessage *message = message_at (self, position, &row);

      if (message != NULL && (message->flags & flag) == 0)
        return TRUE;
    }
  while (--max > 0 && gtk_bitset_iter_next (&iter, &position));
  return FALSE;
}

static void
focus_position (LoftMessageListView *self, guint position)
{
  GtkWidget *widget = find_widget (self, position);

  if (widget != NULL)
    gtk_widget_grab_focus (widget);
}

static void
go_to (LoftMessageListView *self, guint position)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  scroll_to (self, position);
  focus_position (self, position);
}

/* Where moving starts: the only selected row, else before the first. */
static gint64
start_position (LoftMessageListView *self)
{
  guint position = loft_selection_get_only (self->selection);

  return position == GTK_INVALID_LIST_POSITION ? -1 : (gint64) position;
}

gboolean
loft_message_list_view_move (LoftMessageListView *self, int step)
{
  gint64 target = start_position (self) + step;
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  if (target < 0 || target >= n_items)
    return FALSE;
  go_to (self, target);
  return TRUE;
}

gboolean
loft_message_list_view_move_to_unread (LoftMessageListView *self, guint max)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  gint64 start = start_position (self) + 1;

  for (gint64 position = start; position < n_items && position < start + max; position++)
    {
      g_autoptr (LoftMessageRow) row = NULL;
      LoftMessage *message = message_at (self, position, &row);

      if (message == NULL || (message->flags & LOFT_FLAG_SEEN) != 0)
        continue;
      go_to (self, position);
      return TRUE;
    }
  return FALSE;
}

void
loft_message_list_view_unselect_all (LoftMessageListView *self)
{
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
}

void
loft_message_list_view_focus_list (LoftMessageListView *self)
{
  guint position = loft_selection_get_only (self->selection);

  if (position != GTK_INVALID_LIST_POSITION && find_widget (self, position) != NULL)
    focus_position (self, position);
  else
    gtk_widget_child_focus (GTK_WIDGET (self->list_view), GTK_DIR_TAB_FORWARD);
}

/* Context menu */

void
loft_message_list_view_set_menu (LoftMessageListView *self, GMenuModel *menu)
{
  g_clear_pointer ((GtkWidget **) &self->menu, gtk_widget_unparent);
  if (menu == NULL)
    return;
  self->menu = GTK_POPOVER (gtk_popover_menu_new_from_model (menu));
  gtk_popover_set_has_arrow (self->menu, FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self->menu), GTK_ALIGN_START);
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
}

static guint
position_at (LoftMessageListView *self, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  GtkListItem *item = NULL;

  while (widget != NULL && !LOFT_IS_MESSAGE_LIST_ROW (widget))
    widget = gtk_widget_get_parent (widget);
  if (widget != NULL)
    item = g_object_get_data (G_OBJECT (widget), "list-item");
  return item == NULL ? GTK_INVALID_LIST_POSITION : gtk_list_item_get_position (item);
}

static void
popup_menu (LoftMessageListView *self, double x, double y)
{
  if (self->menu == NULL)
    return;
  g_signal_emit (self, signals[MENU_OPENING], 0);
  gtk_popover_set_pointing_to (self->menu, &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (self->menu);
}

/* A right click on what is not selected selects it first, as everywhere. */
static void
on_secondary_pressed (LoftMessageListView *self, int n_press, double x, double y)
{
  guint position = position_at (self, x, y);

  if (position == GTK_INVALID_LIST_POSITION)
    return;
  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  popup_menu (self, x, y);
}

static gboolean
on_menu_key (GtkWidget *widget, GVariant *args, gpointer data)
{
  LoftMessageListView *self = LOFT_MESSAGE_LIST_VIEW (widget);
  guint position = loft_selection_get_only (self->selection);
  GtkWidget *row = position == GTK_INVALID_LIST_POSITION ? NULL : find_widget (self, position);
  double x = 24, y = 24;

  if (loft_selection_get_n_selected (self->selection) == 0)
    return FALSE;
  if (row != NULL)
    gtk_widget_translate_coordinates (row, widget, 24, 24, &x, &y);
  popup_menu (self, x, y);
  return TRUE;
}

static void
on_activate (LoftMessageListView *self, guint position)
{
  /* The focus can be on a row that is not selected. */
  if (loft_selection_get_only (self->selection) != position)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  g_signal_emit (self, signals[ACTIVATE], 0);
}

static void
on_clear_search (LoftMessageListView *self)
{
  g_signal_emit (self, signals[CLEAR_SEARCH], 0);
}

static void
loft_message_list_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LoftMessageListView *self = LOFT_MESSAGE_LIST_VIEW (widget);

  gtk_widget_allocate (GTK_WIDGET (self->stack), width, height, baseline, NULL);
  if (self->menu != NULL)
    gtk_popover_present (self->menu);
}

static void
loft_message_list_view_measure (GtkWidget     *widget,
                                GtkOrientation orientation,
                                int            for_size,
                                int           *minimum,
                                int           *natural,
                                int           *minimum_baseline,
                                int           *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (LOFT_MESSAGE_LIST_VIEW (widget)->stack), orientation, for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
}

static void
loft_message_list_view_dispose (GObject *object)
{
  LoftMessageListView *self = LOFT_MESSAGE_LIST_VIEW (object);

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  g_clear_handle_id (&self->day_source, g_source_remove);
  g_clear_handle_id (&self->top_source, g_source_remove);
  g_clear_handle_id (&self->restore_source, g_source_remove);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_pointer ((GtkWidget **) &self->menu, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->stack, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (loft_message_list_view_parent_class)->dispose (object);
}

static void
loft_message_list_view_class_init (LoftMessageListViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_message_list_view_dispose;
  widget_class->measure = loft_message_list_view_measure;
  widget_class->size_allocate = loft_message_list_view_size_allocate;
  signals[SELECTION_CHANGED] = g_signal_new ("selection-changed", type, G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATE] = g_signal_new ("activate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
  signals[CLEAR_SEARCH] = g_signal_new ("clear-search", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 0);
  signals[MENU_OPENING] = g_signal_new ("menu-opening", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, LOFT_UI_RESOURCE ("mail/loft-message-list-view.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListView, stack);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListView, spinner);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListView, scroller);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListView, list_view);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListView, empty);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_search);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
}

static void
loft_message_list_view_init (LoftMessageListView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  gtk_list_view_set_factory (self->list_view, factory);
  g_object_unref (factory);

  self->selection = loft_selection_new (NULL);
  g_signal_connect_object (self->selection, "selection-changed",
                           G_CALLBACK (emit_selection_changed), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->list_view, "activate", G_CALLBACK (on_activate), self,
                           G_CONNECT_SWAPPED);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_secondary_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  loft_shortcuts_add_to_widget (GTK_WIDGET (self->list_view), LOFT_SHORTCUT_LIST);

  self->shown_day = today ();
  self->day_source = g_timeout_add_seconds (DAY_CHECK_SECONDS, check_day, self);
}
