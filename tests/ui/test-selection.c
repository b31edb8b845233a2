/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-selection.h"
#include "ui-test.h"

#define MANY 1000000

/* A model of a million that fails the test when it is asked for an item. */
#define TYPE_COUNTED (counted_get_type ())
G_DECLARE_FINAL_TYPE (Counted, counted, COUNTED, MODEL, GObject)

struct _Counted {
  GObject parent_instance;
  guint n;
  guint n_asked;
};

static guint
counted_n (GListModel *model)
{
  return COUNTED_MODEL (model)->n;
}

static gpointer
counted_item (GListModel *model, guint position)
{
  COUNTED_MODEL (model)->n_asked++;
  return position < COUNTED_MODEL (model)->n ? g_object_new (G_TYPE_OBJECT, NULL) : NULL;
}

static GType
counted_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static void
counted_model_init (GListModelInterface *iface)
{
  iface->get_n_items = counted_n;
  iface->get_item = counted_item;
  iface->get_item_type = counted_type;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Counted, counted, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, counted_model_init))

static void
counted_class_init (CountedClass *klass)
{
}

static void
counted_init (Counted *self)
{
}

static Counted *
counted_new (guint n)
{
  Counted *self = g_object_new (TYPE_COUNTED, NULL);

  self->n = n;
  return self;
}

static void
change (Counted *self, guint position, guint removed, guint added)
{
  self->n = self->n - removed + added;
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

typedef struct {
  guint n_signals;
  guint position;
  guint n;
} Heard;

static void
on_changed (GtkSelectionModel *model, guint position, guint n, Heard *heard)
{
  heard->n_signals++;
  heard->position = position;
  heard->n = n;
}

static void
test_one (void)
{
  g_autoptr (Counted) model = counted_new (10);
  g_autoptr (LoftSelection) selection = loft_selection_new (G_LIST_MODEL (model));
  GtkSelectionModel *interface = GTK_SELECTION_MODEL (selection);
  Heard heard = { 0 };

  g_signal_connect (selection, "selection-changed", G_CALLBACK (on_changed), &heard);
  g_assert_cmpuint (loft_selection_get_only (selection), ==, GTK_INVALID_LIST_POSITION);
  gtk_selection_model_select_item (interface, 3, TRUE);
  g_assert_cmpuint (loft_selection_get_only (selection), ==, 3);
  g_assert_cmpuint (heard.n_signals, ==, 1);
  g_assert_cmpuint (heard.position, ==, 3);
  g_assert_cmpuint (heard.n, ==, 1);

  gtk_selection_model_select_item (interface, 3, TRUE);
  g_assert_cmpuint (heard.n_signals, ==, 1);

  gtk_selection_model_select_item (interface, 7, TRUE);
  g_assert_cmpuint (loft_selection_get_only (selection), ==, 7);
  g_assert_cmpuint (heard.position, ==, 3);
  g_assert_cmpuint (heard.n, ==, 5);

  gtk_selection_model_select_item (interface, 8, FALSE);
  g_assert_cmpuint (loft_selection_get_n_selected (selection), ==, 2);
  g_assert_cmpuint (loft_selection_get_only (selection), ==, GTK_INVALID_LIST_POSITION);
  gtk_selection_model_unselect_item (interface, 7);
  g_assert_cmpuint (loft_selection_get_only (selection), ==, 8);
  gtk_selection_model_unselect_all (interface);
  g_assert_cmpuint (loft_selection_get_n_selected (selection), ==, 0);
}

static void
test_ranges (void)
{
  g_autoptr (Counted) model = counted_new (100);
  g_autoptr (LoftSelection) selection = loft_selection_new (G_LIST_MODEL (model));
  GtkSelectionModel *interface = GTK_SELECTION_MODEL (selection);
  g_autoptr (GtkBitset) part = NULL;

  gtk_selection_model_select_range (interface, 10, 20, FALSE);
  gtk_selection_model_select_range (interface, 50, 5, FALSE);
  g_assert_cmpuint (loft_selection_get_n_selected (selection), ==, 25);
  gtk_selection_model_unselect_range (interface, 12, 3);
  g_assert_cmpuint (loft_selection_get_n_selected (selection), ==, 22);
  part = gtk_selection_model_get_selection_in_range (interface, 0, 12);
  g_assert_cmpuint (gtk_bitset_get_size (part), ==, 2);
  gtk_selection_model_select_range (interface, 90, 50, TRUE);
  g_assert_cmpuint (loft_selection_get_n_selected (selection), ==, 10);
}

static void
test_follows_changes (void)
{
  g_autoptr (Counted) model = counted_new (10);
  g_autoptr (LoftSelection) selection = loft_selection_new (G_LIST_MODEL (model));
  GtkSelectionModel *interface = GTK_SELECTION_MODEL (selection);

  gtk_selection_model_select_item (interface, 4, TRUE);
  change (model, 0, 0, 3);
  g_assert_cmpuint (loft_selection_get_only (selection), ==, 7);
  change (model, 9, 2, 0);
  g_assert_cmpuint (loft_selection_get_only (selection), ==, 7);
  change (model, 0, 2, 1);
  g_assert_cmpuint (loft_selection_get_only (selection), ==, 6);
  change (model, 5, 3, 0);
  g_assert_cmpuint (loft_selection_get_n_selected (selection), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), ==, model->n);
}

static void
on_items (GListModel *model, guint position, guint removed, guint added, guint *n_both)
{
  if (removed > 0 && added > 0)
    (*n_both)++;
}

static void
test_new_model (void)
{
  g_autoptr (Counted) first = counted_new (10);
  g_autoptr (Counted) second = counted_new (20);
  g_autoptr (LoftSelection) selection = loft_selection_new (G_LIST_MODEL (first));
  guint n_both = 0;

  g_signal_connect (selection, "items-changed", G_CALLBACK (on_items), &n_both);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (selection));
  loft_selection_set_model (selection, G_LIST_MODEL (second));
  g_assert_cmpuint (loft_selection_get_n_selected (selection), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), ==, 20);
  g_assert_cmpuint (n_both, ==, 0);
  change (first, 0, 0, 5);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), ==, 20);
  loft_selection_set_model (selection, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), ==, 0);
}

static void
test_million (void)
{
  g_autoptr (Counted) model = counted_new (MANY);
  g_autoptr (LoftSelection) selection = loft_selection_new (G_LIST_MODEL (model));
  GtkSelectionModel *interface = GTK_SELECTION_MODEL (selection);
  gint64 start = g_get_monotonic_time ();

  gtk_selection_model_select_all (interface);
  g_assert_cmpuint (loft_selection_get_n_selected (selection), ==, MANY);
  change (model, 0, 0, 1);
  g_assert_false (gtk_selection_model_is_selected (interface, 0));
  g_assert_true (gtk_selection_model_is_selected (interface, MANY));
  gtk_selection_model_unselect_item (interface, 500000);
  g_assert_cmpuint (loft_selection_get_n_selected (selection), ==, MANY - 1);
  g_test_minimized_result ((g_get_monotonic_time () - start) / 1000.0, "select all, ms");
  g_assert_cmpuint (model->n_asked, ==, 0);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/selection/one", test_one);
  g_test_add_func ("/selection/ranges", test_ranges);
  g_test_add_func ("/selection/follows-changes", test_follows_changes);
  g_test_add_func ("/selection/new-model", test_new_model);
  g_test_add_func ("/selection/million", test_million);
  return g_test_run ();
}
