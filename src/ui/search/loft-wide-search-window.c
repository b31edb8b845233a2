/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-wide-search-window.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-wide-row.h"

#include <glib/gi18n.h>

#define WIDTH   600
#define HEIGHT  560
#define SLOW_MS 400 /* what takes no longer is not said to be going on */

struct _LoftWideSearchWindow {
  AdwWindow parent_instance;

  LoftWideSearch *search;
  GtkWidget *entry;
  GtkStack *pages; /* "list", "status" */
  GtkWidget *status;
  GtkListBox *list; /* of LoftWideRow */
  GtkAdjustment *scrolling;
  GtkLabel *note;

  gboolean has_chosen; /* a row, by the arrows */
  gboolean opens_first; /* Enter came before what was found */
  gboolean is_slow;
  guint slow_source;
};

G_DEFINE_FINAL_TYPE (LoftWideSearchWindow, loft_wide_search_window, ADW_TYPE_WINDOW)

static guint chosen;

LoftWideSearch *
loft_wide_search_window_get_search (LoftWideSearchWindow *self)
{
  return self->search;
}

GtkEditable *
loft_wide_search_window_get_entry (LoftWideSearchWindow *self)
{
  return GTK_EDITABLE (self->entry);
}

/* ---- rows --------------------------------------------------------------------------------- */

/* (transfer none) (nullable) */
static LoftWideResult *
result_at (LoftWideSearchWindow *self, int index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, index);

  return row != NULL ? loft_wide_row_get_result (LOFT_WIDE_ROW (row)) : NULL;
}

/* (transfer full) of LoftWideResult (borrowed): all of them in order. */
static GPtrArray *
gather (LoftWideSearchWindow *self)
{
  GPtrArray *all = g_ptr_array_new ();

  for (guint place = 0; place < LOFT_WIDE_N_PLACES; place++)
    g_ptr_array_extend (all, loft_wide_search_get_results (self->search, place), NULL, NULL);
  return all;
}

static gboolean
shows (LoftWideSearchWindow *self, GPtrArray *results)
{
  for (guint i = 0; i < results->len; i++)
    {
      LoftWideResult *shown = result_at (self, (int) i);

      if (shown == NULL || !loft_wide_result_equal (shown, g_ptr_array_index (results, i)))
        return FALSE;
    }
  return gtk_list_box_get_row_at_index (self->list, (int) results->len) == NULL;
}

static void
select_index (LoftWideSearchWindow *self, int index)
{
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, index));
}

/* What the arrows went to stays selected, wherever it stands now. */
static void
fill (LoftWideSearchWindow *self, GPtrArray *results)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  g_autoptr (LoftWideResult) before =
    row != NULL && self->has_chosen
      ? loft_wide_result_ref (loft_wide_row_get_result (LOFT_WIDE_ROW (row)))
      : NULL;
  int selected = 0;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < results->len; i++)
    {
      LoftWideResult *result = g_ptr_array_index (results, i);

      gtk_list_box_append (self->list, loft_wide_row_new (result));
      if (before != NULL && before->place == result->place && before->item == result->item &&
          g_strcmp0 (before->action, result->action) == 0)
        selected = (int) i;
    }
  select_index (self, selected);
}

static void
show_heading (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  LoftWidePlace place = loft_wide_row_get_result (LOFT_WIDE_ROW (row))->place;
  GtkWidget *heading = NULL;

  if (before == NULL || loft_wide_row_get_result (LOFT_WIDE_ROW (before))->place != place)
    {
      heading = gtk_label_new (loft_wide_place_get_heading (place));
      gtk_label_set_xalign (GTK_LABEL (heading), 0);
      gtk_widget_add_css_class (heading, "day-heading");
    }
  gtk_list_box_row_set_header (row, heading);
}

/* ---- what is said ------------------------------------------------------------------------- */

static void
show_status (LoftWideSearchWindow *self)
{
  AdwStatusPage *page = ADW_STATUS_PAGE (self->status);

  if (!loft_wide_search_is_asked (self->search))
    {
      adw_status_page_set_title (page, _ ("Search Everything"));
      adw_status_page_set_description (page, _ ("Messages, events, people, tasks and commands."));
    }
  else if (!loft_wide_search_is_searching (self->search))
    {
      adw_status_page_set_title (page, _ ("No Results Found"));
      adw_status_page_set_description (
        page, loft_wide_search_has_directories (self->search)
                ? _ ("Everything that is on this computer was searched, and the directories.")
                : _ ("Everything that is on this computer was searched."));
    }
  else if (self->is_slow)
    {
      adw_status_page_set_title (page, _ ("Searching…"));
      adw_status_page_set_description (page, NULL);
    }
}

static void
show_note (LoftWideSearchWindow *self, gboolean has_found)
{
  gboolean is_problem = FALSE;
  const char *note = loft_wide_search_get_note (self->search, &is_problem);

  if (note == NULL && has_found && self->is_slow)
    note = _ ("Searching…");
  else if (note == NULL && has_found && loft_wide_search_is_asking (self->search))
    note = _ ("Asking the directories…");
  gtk_label_set_text (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
  if (is_problem)
    gtk_widget_add_css_class (GTK_WIDGET (self->note), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->note), "warning");
}

static gboolean
on_slow (gpointer data)
{
  LoftWideSearchWindow *self = data;

  self->slow_source = 0;
  self->is_slow = TRUE;
  show_status (self);
  show_note (self, loft_wide_search_count (self->search) > 0);
  return G_SOURCE_REMOVE;
}

static void
follow_speed (LoftWideSearchWindow *self)
{
  if (!loft_wide_search_is_searching (self->search))
    {
      g_clear_handle_id (&self->slow_source, g_source_remove);
      self->is_slow = FALSE;
    }
  else if (self->slow_source == 0 && !self->is_slow)
    self->slow_source = g_timeout_add (SLOW_MS, on_slow, self);
}

/* ---- going through them ------------------------------------------------------------------- */

static void
choose (LoftWideSearchWindow *self, GtkListBoxRow *row)
{
  g_autoptr (LoftWideResult) result =
    loft_wide_result_ref (loft_wide_row_get_result (LOFT_WIDE_ROW (row)));

  g_object_ref (self);
  g_signal_emit (self, chosen, 0, result);
  gtk_window_close (GTK_WINDOW (self));
  g_object_unref (self);
}

static void
on_changed (LoftWideSearchWindow *self)
{
  g_autoptr (GPtrArray) results = gather (self);

  follow_speed (self);
  if (!shows (self, results))
    fill (self, results);
  show_status (self);
  show_note (self, results->len > 0);
  gtk_stack_set_visible_child_name (self->pages, results->len > 0 ? "list" : "status");
  if (!self->opens_first || loft_wide_search_is_searching (self->search))
    return;
  self->opens_first = FALSE;
  if (results->len > 0)
    choose (self, gtk_list_box_get_selected_row (self->list));
}

/* The entry tells of words late, and of those that an Enter has taken already once more. */
static void
on_typed (LoftWideSearchWindow *self)
{
  if (!loft_wide_search_set_typed (self->search,
                                   gtk_editable_get_text (GTK_EDITABLE (self->entry))))
    return;
  self->has_chosen = FALSE;
  self->opens_first = FALSE;
  gtk_adjustment_set_value (self->scrolling, 0);
  select_index (self, 0);
  follow_speed (self);
}

/* What was typed last may not be searched for yet. */
static void
on_enter (LoftWideSearchWindow *self)
{
  GtkListBoxRow *row = NULL;

  loft_wide_search_set_typed (self->search, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  row = gtk_list_box_get_selected_row (self->list);
  if (row != NULL && (self->has_chosen || !loft_wide_search_is_searching (self->search)))
    choose (self, row);
  else
    self->opens_first = loft_wide_search_is_asked (self->search);
}

/* With its heading. */
static void
scroll_to (LoftWideSearchWindow *self, GtkListBoxRow *row)
{
  GtkWidget *heading = gtk_list_box_row_get_header (row);
  graphene_rect_t bounds, above;

  if (!gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds))
    return;
  if (heading != NULL && gtk_widget_compute_bounds (heading, GTK_WIDGET (self->list), &above))
    graphene_rect_union (&bounds, &above, &bounds);
  gtk_adjustment_clamp_page (self->scrolling, bounds.origin.y,
                             bounds.origin.y + bounds.size.height);
}

static void
move_selection (LoftWideSearchWindow *self, int by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  GtkListBoxRow *next =
    row != NULL ? gtk_list_box_get_row_at_index (self->list, gtk_list_box_row_get_index (row) + by)
                : NULL;

  if (next == NULL)
    return;
  self->has_chosen = TRUE;
  gtk_list_box_select_row (self->list, next);
  scroll_to (self, next);
}

/* The list is gone through without leaving the entry. */
static gboolean
on_key (LoftWideSearchWindow *self, guint key)
{
  switch (key)
    {
    case GDK_KEY_Down:
      move_selection (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
      move_selection (self, -1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* ---- the window --------------------------------------------------------------------------- */

static GtkWidget *
new_header (LoftWideSearchWindow *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->entry = gtk_search_entry_new ();
  g_object_set (self->entry, "placeholder-text", _ ("Search Everything"), "hexpand", TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search Everything"), -1);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (on_typed), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_enter), self);
  g_signal_connect_swapped (self->entry, "stop-search", G_CALLBACK (gtk_window_close), self);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->entry);
  gtk_widget_set_hexpand (clamp, TRUE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), clamp);
  return header;
}

static GtkWidget *
new_list (LoftWideSearchWindow *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_header_func (self->list, show_heading, NULL, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "wide-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Results"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (choose), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  self->scrolling = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  return scrolled;
}

static GtkWidget *
new_pages (LoftWideSearchWindow *self)
{
  self->pages = GTK_STACK (gtk_stack_new ());
  self->status = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->status), "system-search-symbolic");
  gtk_widget_add_css_class (self->status, "compact");
  gtk_stack_add_named (self->pages, self->status, "status");
  gtk_stack_add_named (self->pages, new_list (self), "list");
  gtk_widget_set_vexpand (GTK_WIDGET (self->pages), TRUE);
  return GTK_WIDGET (self->pages);
}

static GtkWidget *
new_note (LoftWideSearchWindow *self)
{
  GtkWidget *note = gtk_label_new (NULL);

  self->note = GTK_LABEL (note);
  g_object_set (note, "wrap", TRUE, "xalign", 0.0, "visible", FALSE, NULL);
  gtk_widget_add_css_class (note, "caption");
  gtk_widget_add_css_class (note, "wide-note");
  return note;
}

static void
loft_wide_search_window_dispose (GObject *object)
{
  LoftWideSearchWindow *self = LOFT_WIDE_SEARCH_WINDOW (object);

  g_clear_handle_id (&self->slow_source, g_source_remove);
  if (self->search != NULL)
    g_signal_handlers_disconnect_by_data (self->search, self);
  g_clear_object (&self->search);
  G_OBJECT_CLASS (loft_wide_search_window_parent_class)->dispose (object);
}

static void
loft_wide_search_window_class_init (LoftWideSearchWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_wide_search_window_dispose;
  chosen = g_signal_new ("chosen", LOFT_TYPE_WIDE_SEARCH_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                         NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
loft_wide_search_window_init (LoftWideSearchWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), new_pages (self));
  gtk_box_append (GTK_BOX (box), new_note (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_widget_set_size_request (GTK_WIDGET (self), 320, 280);
  g_object_set (self, "modal", TRUE, "destroy-with-parent", TRUE, "title", _ ("Search Everything"),
                NULL);
}

/* No larger than the window it stands before. */
static void
set_size (LoftWideSearchWindow *self, GtkWidget *parent)
{
  int width = gtk_widget_get_width (parent), height = gtk_widget_get_height (parent);

  gtk_window_set_default_size (GTK_WINDOW (self), width > 0 ? MIN (WIDTH, width) : WIDTH,
                               height > 0 ? MIN (HEIGHT, height) : HEIGHT);
}

GtkWidget *
loft_wide_search_window_new (GtkWindow *parent, LoftService *service)
{
  LoftWideSearchWindow *self =
    g_object_new (LOFT_TYPE_WIDE_SEARCH_WINDOW, "transient-for", parent, NULL);

  set_size (self, GTK_WIDGET (parent));
  self->search = loft_wide_search_new (service);
  g_signal_connect_swapped (self->search, "changed", G_CALLBACK (on_changed), self);
  show_status (self);
  loft_accessibility_prepare (GTK_WIDGET (self));
  gtk_widget_grab_focus (self->entry);
  return GTK_WIDGET (self);
}
