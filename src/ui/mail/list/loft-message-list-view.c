/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-list-view-private.h"

#include "config.h"
#include "loft-shortcuts.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

#define SPINNER_AFTER_MS 800
#define TOP_FRAMES       4

enum {
  SELECTION_CHANGED,
  ACTIVATE,
  OPEN_WINDOW,
  SORT,
  SWIPED,
  CLEAR_SEARCH,
  MENU_OPENING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftMessageListView, loft_message_list_view, GTK_TYPE_WIDGET)

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

static LoftMessageFilter
get_filter (LoftMessageListView *self)
{
  return self->list == NULL ? LOFT_FILTER_NONE
                            : loft_message_list_get_arrangement (self->list)->filter;
}

static void
describe_empty (LoftMessageListView *self)
{
  gboolean inbox = (self->kind & LOFT_LIST_INBOX) != 0;

  if (get_filter (self) != LOFT_FILTER_NONE)
    {
      adw_status_page_set_title (self->empty, _ ("No Matching Messages"));
      adw_status_page_set_description (self->empty, _ ("Nothing here fits the filter."));
      adw_status_page_set_icon_name (self->empty, "system-search-symbolic");
      return;
    }
  if (self->never_synced && (self->kind & LOFT_LIST_SEARCH) == 0)
    {
      adw_status_page_set_title (self->empty, _ ("Nothing Here Yet"));
      adw_status_page_set_description (self->empty,
                                       loft_message_list_get_account (self->list) != NULL
                                         ? _ ("This folder has not been downloaded yet.")
                                         : _ ("Not every account has been downloaded yet."));
      adw_status_page_set_icon_name (self->empty,
                                     inbox ? "loft-inbox-symbolic" : "folder-symbolic");
      return;
    }
  adw_status_page_set_title (self->empty, inbox ? _ ("All Clear") : _ ("No Messages"));
  if (self->remark != NULL)
    adw_status_page_set_description (self->empty, self->remark);
  else
    adw_status_page_set_description (self->empty, inbox ? _ ("The inbox is empty.")
                                                        : _ ("This folder is empty."));
  adw_status_page_set_icon_name (self->empty, inbox ? "loft-inbox-symbolic" : "folder-symbolic");
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
    {
      describe_empty (self);
      gtk_stack_set_visible_child_name (self->stack, "empty");
    }
}

void
loft_message_list_view_set_never_synced (LoftMessageListView *self, gboolean never_synced)
{
  if (self->never_synced == never_synced)
    return;
  self->never_synced = never_synced;
  update_page (self);
}

void
loft_message_list_view_set_remark (LoftMessageListView *self, const char *remark)
{
  if (g_strcmp0 (self->remark, remark) == 0)
    return;
  g_free (self->remark);
  self->remark = g_strdup (remark);
  update_page (self);
  loft_message_list_view_refresh_headings (self);
}

/* Selection */

void
loft_message_list_view_selection_changed (LoftMessageListView *self)
{
  guint position = loft_selection_get_only (self->selection);

  if (self->selecting)
    return;
  if (position != GTK_INVALID_LIST_POSITION && self->list != NULL)
    self->current_key = loft_message_list_get_key (self->list, position);
  else if (loft_selection_get_n_selected (self->selection) > 1)
    self->current_key = 0;
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

/* The list moves its place down for new rows above it when it is laid out, and once more when the date
 * heading has gone from one row to another; the tick comes before the layout of its frame. */
static gboolean
scroll_to_top (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  LoftMessageListView *self = LOFT_MESSAGE_LIST_VIEW (widget);

  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  if (self->top_frames-- > 0)
    return G_SOURCE_CONTINUE;
  self->top_tick = 0;
  return G_SOURCE_REMOVE;
}

static void
go_to_top (LoftMessageListView *self)
{
  self->top_frames = TOP_FRAMES;
  if (self->top_tick == 0)
    self->top_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_to_top, NULL, NULL);
}

static gboolean
scroll_to_current (gpointer data)
{
  LoftMessageListView *self = data;
  guint position = loft_selection_get_only (self->selection);

  self->restore_source = 0;
  if (position != GTK_INVALID_LIST_POSITION)
    loft_message_list_view_scroll_to (self, position);
  if (self->had_focus)
    loft_message_list_view_focus_list (self);
  self->had_focus = FALSE;
  return G_SOURCE_REMOVE;
}

void
loft_message_list_view_keep_place (LoftMessageListView *self)
{
  /* When the rows have their places. */
  if (self->restore_source == 0)
    self->restore_source = g_idle_add_full (G_PRIORITY_LOW, scroll_to_current, self, NULL);
}

void
loft_message_list_view_arranged (LoftMessageListView *self)
{
  if (loft_selection_get_only (self->selection) == GTK_INVALID_LIST_POSITION)
    go_to_top (self);
}

/* The list was emptied and filled again, or the row removed and put in at another place. */
static gboolean
restore_current (LoftMessageListView *self)
{
  guint position = 0;

  if (self->current_key == 0 || loft_selection_get_n_selected (self->selection) > 0 ||
      !loft_message_list_find (self->list, self->current_key, &position))
    return FALSE;
  self->selecting = TRUE;
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  self->selecting = FALSE;
  return TRUE;
}

/* Before GtkListView's own turn, which takes the focus away with the rows. */
static void
on_items_changing (LoftMessageListView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list_view)))
    self->had_focus = TRUE;
}

static void
on_items_changed (LoftMessageListView *self, guint position, guint removed, guint added)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (self->scroller);

  update_page (self);
  loft_message_list_view_refresh_headings (self);

  /* At the top, new mail is what people wait for; further down the place is kept by GtkListView. */
  if (added > 0 && position == 0 && removed == 0 && added < n_items &&
      (gtk_adjustment_get_value (place) < 1.0 || self->top_tick != 0))
    go_to_top (self);

  if (n_items == 0)
    return;
  if (added == n_items && restore_current (self))
    {
      loft_message_list_view_keep_place (self);
      return;
    }
  if (added < n_items)
    self->had_focus = FALSE;
  restore_current (self);
  if (removed > 0)
    loft_message_list_view_selection_changed (self);
}

static void
on_loading_changed (LoftMessageListView *self)
{
  update_page (self);
}

void
loft_message_list_view_set_list (LoftMessageListView *self, LoftMessageList *list,
                                 LoftListKind kind)
{
  g_return_if_fail (LOFT_IS_MESSAGE_LIST_VIEW (self));

  if (self->list == list)
    return;
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  self->kind = kind;
  self->current_key = 0;
  self->selecting = TRUE;
  self->had_focus = FALSE;
  g_set_object (&self->list, list);
  if (list != NULL)
    g_signal_connect_object (list, "items-changed", G_CALLBACK (on_items_changing), self,
                             G_CONNECT_SWAPPED);
  loft_selection_set_model (self->selection, list == NULL ? NULL : G_LIST_MODEL (list));
  self->selecting = FALSE;
  loft_list_header_set_shows_recipients (self->header, (kind & LOFT_LIST_SENT) != 0);
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
  loft_message_list_view_selection_changed (self);
}

LoftMessageList *
loft_message_list_view_get_list (LoftMessageListView *self)
{
  return self->list;
}

static void
on_activate (LoftMessageListView *self, guint position)
{
  /* The focus can be on a row that is not selected. */
  if (loft_selection_get_only (self->selection) != position)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  g_signal_emit (self, signals[self->double_click ? OPEN_WINDOW : ACTIVATE], 0);
  self->double_click = FALSE;
}

static void
on_sort (LoftMessageListView *self, guint column)
{
  g_signal_emit (self, signals[SORT], 0, column);
}

static gboolean
open_clicked (gpointer data)
{
  LoftMessageListView *self = data;

  if (loft_selection_get_only (self->selection) != GTK_INVALID_LIST_POSITION)
    g_signal_emit (self, signals[ACTIVATE], 0);
  return G_SOURCE_REMOVE;
}

void
loft_message_list_view_set_click_opens (LoftMessageListView *self, gboolean click_opens)
{
  self->click_opens = click_opens;
}

/* Before the row's own turn: Return and a double click activate it alike. */
static void
on_primary_pressed (LoftMessageListView *self, int n_press)
{
  self->double_click = n_press == 2;
}

/* After the row was selected by it. */
static void
on_primary_released (LoftMessageListView *self, int n_press, double x, double y,
                     GtkGesture *gesture)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  if (self->click_opens && !self->checks && n_press == 1 &&
      (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == 0 &&
      loft_message_list_view_find_item (self, x, y) != NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT, open_clicked, g_object_ref (self), g_object_unref);
}

static void
add_double_click_gesture (LoftMessageListView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_primary_pressed), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_primary_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

void
loft_message_list_view_set_searched (LoftMessageListView *self, const char *words)
{
  if (self->elsewhere == NULL)
    {
      self->elsewhere = LOFT_SEARCH_ELSEWHERE (loft_search_elsewhere_new ("mail"));
      gtk_box_append (self->no_results, GTK_WIDGET (self->elsewhere));
    }
  loft_search_elsewhere_set_words (self->elsewhere, words);
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
loft_message_list_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                                int *minimum, int *natural, int *minimum_baseline,
                                int *natural_baseline)
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
  g_clear_handle_id (&self->fill_source, g_source_remove);
  g_clear_handle_id (&self->near_source, g_source_remove);
  if (self->top_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->top_tick);
  self->top_tick = 0;
  g_clear_handle_id (&self->restore_source, g_source_remove);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_pointer ((GtkWidget **) &self->menu, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->stack, gtk_widget_unparent);
  g_clear_weak_pointer (&self->swiped);
  g_clear_object (&self->columns);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->remark, g_free);
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
  signals[SELECTION_CHANGED] = g_signal_new ("selection-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                             NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATE] =
    g_signal_new ("activate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OPEN_WINDOW] =
    g_signal_new ("open-window", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SORT] = g_signal_new ("sort", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                1, G_TYPE_UINT);
  signals[SWIPED] = g_signal_new ("swiped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, LOFT_TYPE_MESSAGE_ROW, G_TYPE_STRING);
  signals[CLEAR_SEARCH] =
    g_signal_new ("clear-search", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MENU_OPENING] =
    g_signal_new ("menu-opening", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/list/loft-message-list-view.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListView, stack);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListView, spinner);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListView, header);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListView, scroller);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListView, list_view);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListView, empty);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageListView, no_results);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_search);
  gtk_widget_class_bind_template_callback (widget_class, on_sort);
  loft_message_list_view_bind_menu_keys (widget_class);
}

void
loft_message_list_view_menu_opens (LoftMessageListView *self)
{
  g_signal_emit (self, signals[MENU_OPENING], 0);
}

static void
loft_message_list_view_init (LoftMessageListView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  loft_message_list_view_make_rows (self);
  self->selection = loft_selection_new (NULL);
  g_signal_connect_object (self->selection, "selection-changed",
                           G_CALLBACK (loft_message_list_view_selection_changed), self,
                           G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->list_view, "activate", G_CALLBACK (on_activate), self,
                           G_CONNECT_SWAPPED);
  loft_message_list_view_add_menu_gesture (self);
  loft_message_list_view_add_drag_source (self);
  add_double_click_gesture (self);
  loft_message_list_view_add_touch_gestures (self);
  loft_shortcuts_add_to_widget (GTK_WIDGET (self->list_view), LOFT_SHORTCUT_LIST);
}
