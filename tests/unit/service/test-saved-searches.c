/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "loft-error.h"
#include "loft-saved-searches.h"

typedef struct {
  char *directory;
  char *path;
  LoftSavedSearches *searches;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("loft-saved-searches-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->directory, "searches.ini", NULL);
  fixture->searches = loft_saved_searches_new (fixture->directory);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->searches);
  g_unlink (fixture->path);
  g_rmdir (fixture->directory);
  g_free (fixture->path);
  g_free (fixture->directory);
}

static LoftSavedSearch *
add (Fixture *fixture, const char *name, const char *query)
{
  g_autoptr (GError) error = NULL;
  LoftSavedSearch *search =
    loft_saved_searches_add (fixture->searches, name, query, "", "", &error);

  g_assert_no_error (error);
  return search;
}

/* As another start of the program finds them. */
static void
open_again (Fixture *fixture)
{
  g_object_unref (fixture->searches);
  fixture->searches = loft_saved_searches_new (fixture->directory);
}

static char *
list_names (Fixture *fixture)
{
  GListModel *model = G_LIST_MODEL (fixture->searches);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LoftSavedSearch) search = g_list_model_get_item (model, i);

      g_string_append_printf (names, "%s=%s;", loft_saved_search_get_name (search),
                              loft_saved_search_get_query (search));
    }
  return g_string_free (names, FALSE);
}

static void
assert_names (Fixture *fixture, const char *expected)
{
  g_autofree char *now = list_names (fixture);
  g_autofree char *then = NULL;

  g_assert_cmpstr (now, ==, expected);
  open_again (fixture);
  then = list_names (fixture);
  g_assert_cmpstr (then, ==, expected);
}

static void
test_kept_in_order (Fixture *fixture, gconstpointer data)
{
  assert_names (fixture, "");
  add (fixture, "Report", "report is:unread");
  add (fixture, "Eva", "from:eva \"two words\" OR größe");
  add (fixture, "Harbour;=\n[x]", "=;[a]\\");
  assert_names (fixture, "Eva=from:eva \"two words\" OR größe;Harbour;= [x]==;[a]\\;"
                         "Report=report is:unread;");
}

static void
test_where (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftSavedSearch) search = NULL;

  loft_saved_searches_add (fixture->searches, "Plans", "plan", "3fa9c01b", "Work/Žluťoučký",
                           &error);
  g_assert_no_error (error);
  open_again (fixture);
  search = g_list_model_get_item (G_LIST_MODEL (fixture->searches), 0);
  g_assert_cmpstr (loft_saved_search_get_account (search), ==, "3fa9c01b");
  g_assert_cmpstr (loft_saved_search_get_folder (search), ==, "Work/Žluťoučký");
}

static void
test_replaced_renamed_removed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftSavedSearch) second = NULL;

  add (fixture, "One", "first");
  add (fixture, "One", "second");
  assert_names (fixture, "One=second;");
  add (fixture, "Two", "third");
  second = g_list_model_get_item (G_LIST_MODEL (fixture->searches), 1);
  loft_saved_searches_change (fixture->searches, second, "Another",
                              loft_saved_search_get_query (second), "", "", &error);
  g_assert_no_error (error);
  assert_names (fixture, "Another=third;One=second;");
  g_clear_object (&second);
  second = g_list_model_get_item (G_LIST_MODEL (fixture->searches), 1);
  /* Onto the name of another: that one goes. */
  loft_saved_searches_change (fixture->searches, second, "Another",
                              loft_saved_search_get_query (second), "", "", &error);
  g_assert_no_error (error);
  assert_names (fixture, "Another=second;");
  g_clear_object (&second);
  second = g_list_model_get_item (G_LIST_MODEL (fixture->searches), 0);
  loft_saved_searches_remove (fixture->searches, second, &error);
  g_assert_no_error (error);
  assert_names (fixture, "");
}

static void
test_changed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  LoftSavedSearch *search = NULL;

  add (fixture, "One", "first");
  search = loft_saved_searches_find_name (fixture->searches, "One");
  g_assert_nonnull (search);
  id = g_strdup (loft_saved_search_get_id (search));
  g_assert_true (loft_saved_searches_change (fixture->searches, search, "Plans", "plan", "3fa9c01b",
                                             "Work", &error));
  g_assert_no_error (error);
  open_again (fixture);
  search = loft_saved_searches_find (fixture->searches, id);
  g_assert_nonnull (search);
  g_assert_cmpstr (loft_saved_search_get_name (search), ==, "Plans");
  g_assert_cmpstr (loft_saved_search_get_query (search), ==, "plan");
  g_assert_cmpstr (loft_saved_search_get_folder (search), ==, "Work");
  g_assert_false (
    loft_saved_searches_change (fixture->searches, search, "Plans", "", "", "", &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  g_assert_null (loft_saved_searches_find (fixture->searches, "unknown"));
  assert_names (fixture, "Plans=plan;");
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const rows[][2] = { { "", "query" }, { " \t", "query" }, { "name", "" } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (
        loft_saved_searches_add (fixture->searches, rows[i][0], rows[i][1], "", "", &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
    }
  assert_names (fixture, "");
}

static void
test_too_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < LOFT_SAVED_SEARCHES_MAX; i++)
    {
      g_autofree char *name = g_strdup_printf ("Search %03u", i);

      add (fixture, name, "query");
    }
  g_assert_null (loft_saved_searches_add (fixture->searches, "Last", "query", "", "", &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  open_again (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->searches)), ==,
                    LOFT_SAVED_SEARCHES_MAX);
}

static void
test_recent (Fixture *fixture, gconstpointer data)
{
  const char *const *recent;

  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *query = g_strdup_printf ("query %u", i % 40);

      loft_saved_searches_add_recent (fixture->searches, query);
    }
  loft_saved_searches_add_recent (fixture->searches, "");
  loft_saved_searches_add_recent (fixture->searches, "query 9");
  open_again (fixture);
  recent = loft_saved_searches_get_recent (fixture->searches);
  g_assert_cmpstr (recent[0], ==, "query 9");
  g_assert_cmpstr (recent[1], ==, "query 8");
  g_assert_cmpuint (g_strv_length ((char **) recent), <, 40);
  for (guint i = 0; recent[i] != NULL; i++)
    for (guint k = i + 1; recent[k] != NULL; k++)
      g_assert_cmpstr (recent[i], !=, recent[k]);
  loft_saved_searches_clear_recent (fixture->searches);
  open_again (fixture);
  g_assert_null (loft_saved_searches_get_recent (fixture->searches)[0]);
}

/* What is no such file is as if there were none, and nothing is lost before something is saved. */
static void
test_bad_file (Fixture *fixture, gconstpointer data)
{
  static const char *const rows[] = { "",
                                      "\xff\xfe",
                                      "no group",
                                      "[saved",
                                      "[search x]\n",
                                      "[search x]\nname=\xff\nquery=a\n",
                                      "[search x]\nname=only\n",
                                      "[recent]\nqueries=\xff;\n" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *kept = NULL;
      g_autofree char *names = NULL;

      g_assert_true (g_file_set_contents (fixture->path, rows[i], -1, NULL));
      open_again (fixture);
      names = list_names (fixture);
      g_assert_cmpstr (names, ==, "");
      g_assert_true (g_file_get_contents (fixture->path, &kept, NULL, NULL));
      g_assert_cmpstr (kept, ==, rows[i]);
    }
  add (fixture, "Name", "query");
  assert_names (fixture, "Name=query;");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/saved-searches/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("kept-in-order", test_kept_in_order);
  ADD ("where", test_where);
  ADD ("replaced-renamed-removed", test_replaced_renamed_removed);
  ADD ("changed", test_changed);
  ADD ("refused", test_refused);
  ADD ("too-many", test_too_many);
  ADD ("recent", test_recent);
  ADD ("bad-file", test_bad_file);
#undef ADD
  return g_test_run ();
}
