/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-selection.h"

struct _LoftSelection {
  GObject parent_instance;

  GListModel *model;
  GtkBitset *selected;
};

static void list_model_init (GListModelInterface *iface);
static void selection_model_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftSelection, loft_selection, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                      selection_model_init))

static GType
loft_selection_get_item_type (GListModel *list)
{
  return G_TYPE_OBJECT;
}

static guint
loft_selection_get_n_items (GListModel *list)
{
  LoftSelection *self = LOFT_SELECTION (list);

  return self->model == NULL ? 0 : g_list_model_get_n_items (self->model);
}

static gpointer
loft_selection_get_item (GListModel *list, guint position)
{
  LoftSelection *self = LOFT_SELECTION (list);

  return self->model == NULL ? NULL : g_list_model_get_item (self->model, position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = loft_selection_get_item_type;
  iface->get_n_items = loft_selection_get_n_items;
  iface->get_item = loft_selection_get_item;
}

static gboolean
loft_selection_is_selected (GtkSelectionModel *model, guint position)
{
  return gtk_bitset_contains (LOFT_SELECTION (model)->selected, position);
}

static GtkBitset *
loft_selection_get_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  GtkBitset *part = gtk_bitset_new_range (position, n_items);

  gtk_bitset_intersect (part, LOFT_SELECTION (model)->selected);
  return part;
}

/* All other changes are made of this one: rows in mask become selected or not as in wanted. */
static gboolean
loft_selection_set (GtkSelectionModel *model, GtkBitset *wanted, GtkBitset *mask)
{
  LoftSelection *self = LOFT_SELECTION (model);
  g_autoptr (GtkBitset) changed = gtk_bitset_copy (self->selected);
  guint first = 0;

  gtk_bitset_difference (changed, wanted);
  gtk_bitset_intersect (changed, mask);
  gtk_bitset_remove_range_closed (changed, loft_selection_get_n_items (G_LIST_MODEL (self)),
                                  G_MAXUINT);
  if (gtk_bitset_is_empty (changed))
    return TRUE;
  gtk_bitset_difference (self->selected, changed);
  first = gtk_bitset_get_minimum (changed);
  gtk_selection_model_selection_changed (model, first,
                                         gtk_bitset_get_maximum (changed) - first + 1);
  return TRUE;
}

static gboolean
loft_selection_change_range (GtkSelectionModel *model,
                             guint              position,
                             guint              n_items,
                             gboolean           select,
                             gboolean           unselect_rest)
{
  guint n_all = loft_selection_get_n_items (G_LIST_MODEL (model));
  g_autoptr (GtkBitset) range = gtk_bitset_new_range (position, n_items);
  g_autoptr (GtkBitset) none = gtk_bitset_new_empty ();
  g_autoptr (GtkBitset) all = gtk_bitset_new_range (0, n_all);

  return loft_selection_set (model, select ? range : none, unselect_rest ? all : range);
}

static gboolean
loft_selection_select_item (GtkSelectionModel *model, guint position, gboolean unselect_rest)
{
  return loft_selection_change_range (model, position, 1, TRUE, unselect_rest);
}

static gboolean
loft_selection_unselect_item (GtkSelectionModel *model, guint position)
{
  return loft_selection_change_range (model, position, 1, FALSE, FALSE);
}

static gboolean
loft_selection_select_range (GtkSelectionModel *model,
                             guint              position,
                             guint              n_items,
                             gboolean           unselect_rest)
{
  return loft_selection_change_range (model, position, n_items, TRUE, unselect_rest);
}

static gboolean
loft_selection_unselect_range (GtkSelectionModel *model, guint position, guint n_items)
{
  return loft_selection_change_range (model, position, n_items, FALSE, FALSE);
}

static gboolean
loft_selection_select_all (GtkSelectionModel *model)
{
  guint n_all = loft_selection_get_n_items (G_LIST_MODEL (model));

  return loft_selection_change_range (model, 0, n_all, TRUE, FALSE);
}

static gboolean
loft_selection_unselect_all (GtkSelectionModel *model)
{
  guint n_all = loft_selection_get_n_items (G_LIST_MODEL (model));

  return loft_selection_change_range (model, 0, n_all, FALSE, FALSE);
}

static void
selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = loft_selection_is_selected;
  iface->get_selection_in_range = loft_selection_get_in_range;
  iface->select_item = loft_selection_select_item;
  iface->unselect_item = loft_selection_unselect_item;
  iface->select_range = loft_selection_select_range;
  iface->unselect_range = loft_selection_unselect_range;
  iface->select_all = loft_selection_select_all;
  iface->unselect_all = loft_selection_unselect_all;
  iface->set_selection = loft_selection_set;
}

static void
on_items_changed (LoftSelection *self, guint position, guint removed, guint added)
{
  gtk_bitset_splice (self->selected, position, removed, added);
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

void
loft_selection_set_model (LoftSelection *self, GListModel *model)
{
  guint n_old = loft_selection_get_n_items (G_LIST_MODEL (self));
  guint n_new = model == NULL ? 0 : g_list_model_get_n_items (model);

  g_return_if_fail (LOFT_IS_SELECTION (self));

  if (self->model == model)
    return;
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);

  /* Two signals, not (0, n, n): GtkListView searches all new rows for each old one then. */
  g_clear_object (&self->model);
  gtk_bitset_remove_all (self->selected);
  if (n_old > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, 0);
  if (model == NULL)
    return;
  self->model = g_object_ref (model);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  if (n_new > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n_new);
}

GListModel *
loft_selection_get_model (LoftSelection *self)
{
  return self->model;
}

guint
loft_selection_get_n_selected (LoftSelection *self)
{
  return gtk_bitset_get_size (self->selected);
}

guint
loft_selection_get_only (LoftSelection *self)
{
  if (gtk_bitset_get_size (self->selected) != 1)
    return GTK_INVALID_LIST_POSITION;
  return gtk_bitset_get_minimum (self->selected);
}

static void
loft_selection_dispose (GObject *object)
{
  LoftSelection *self = LOFT_SELECTION (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (loft_selection_parent_class)->dispose (object);
}

static void
loft_selection_finalize (GObject *object)
{
  gtk_bitset_unref (LOFT_SELECTION (object)->selected);
  G_OBJECT_CLASS (loft_selection_parent_class)->finalize (object);
}

static void
loft_selection_class_init (LoftSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_selection_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_selection_finalize;
}

static void
loft_selection_init (LoftSelection *self)
{
  self->selected = gtk_bitset_new_empty ();
}

LoftSelection *
loft_selection_new (GListModel *model)
{
  LoftSelection *self = g_object_new (LOFT_TYPE_SELECTION, NULL);

  loft_selection_set_model (self, model);
  return self;
}
