/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "loft-categories.h"
#include "loft-error.h"

typedef struct {
  char *directory;
  char *path;
  LoftCategories *categories;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("loft-categories-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->directory, "categories.ini", NULL);
  fixture->categories = loft_categories_new (fixture->directory);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->categories);
  g_unlink (fixture->path);
  g_rmdir (fixture->directory);
  g_free (fixture->path);
  g_free (fixture->directory);
}

/* As another start of the program finds them. */
static void
open_again (Fixture *fixture)
{
  g_object_unref (fixture->categories);
  fixture->categories = loft_categories_new (fixture->directory);
}

static char *
list (Fixture *fixture)
{
  GListModel *model = G_LIST_MODEL (fixture->categories);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LoftCategory) category = g_list_model_get_item (model, i);

      g_string_append_printf (text, "%s%s=%s", i > 0 ? ", " : "", loft_category_get_name (category),
                              loft_category_get_keyword (category));
    }
  return g_string_free (text, FALSE);
}

static void
expect (Fixture *fixture, const char *expected)
{
  g_autofree char *found = list (fixture);

  g_assert_cmpstr (found, ==, expected);
}

#define ORIGINALS "Important=$label1, Work=$label2, Personal=$label3, To Do=$label4, Later=$label5"

static LoftCategory *
add (Fixture *fixture, const char *name)
{
  g_autoptr (GError) error = NULL;
  LoftCategory *category = loft_categories_add (fixture->categories, name, "#123456", NULL, &error);

  g_assert_no_error (error);
  return category;
}

static void
test_originals (Fixture *fixture, gconstpointer data)
{
  expect (fixture, ORIGINALS);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_true (
    loft_category_is_original (loft_categories_find_keyword (fixture->categories, "$LABEL3")));
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  LoftCategory *fair = add (fixture, " Spring\nfair ");
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (loft_category_get_keyword (fair), ==, "spring_fair");
  g_assert_true (loft_categories_move (fixture->categories, fair, 0, &error));
  g_assert_true (loft_categories_change (fixture->categories,
                                         loft_categories_find_name (fixture->categories, "WORK"),
                                         "Job", NULL, &error));
  g_assert_true (loft_categories_remove (fixture->categories,
                                         loft_categories_find_name (fixture->categories, "Later"),
                                         &error));
  for (guint i = 0; i < 2; i++, open_again (fixture))
    expect (fixture, "Spring fair=spring_fair, Important=$label1, Job=$label2, Personal=$label3,"
                     " To Do=$label4");
  g_assert_cmpstr (loft_category_get_color (loft_categories_find_name (fixture->categories, "job")),
                   ==, "#e66100");
  g_assert_false (
    loft_category_is_original (loft_categories_find_name (fixture->categories, "Job")));
}

/* Who removed all of them wants none at the next start. */
static void
test_none (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (LoftCategory) first =
        g_list_model_get_item (G_LIST_MODEL (fixture->categories), 0);

      g_assert_true (loft_categories_remove (fixture->categories, first, NULL));
    }
  open_again (fixture);
  expect (fixture, "");
}

/* Names that servers cannot keep as they are. */
static void
test_keywords (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *name;
    const char *keyword;
  } rows[] = {
    { "Größe", "grosse" },   { "東京", "category" },         { "大阪", "category_2" },
    { "Seen", "seen_2" },    { "a(b)c{%*\"\\] d", "abc_d" }, { "a b c - d", "a_b_c___d" },
    { "!!!", "category_3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *keyword = loft_category_get_keyword (add (fixture, rows[i].name));

      /* How "ö" is written in ASCII is the C library's business. */
      if (i > 0)
        g_assert_cmpstr (keyword, ==, rows[i].keyword);
      g_assert_true (g_str_is_ascii (keyword) && strpbrk (keyword, " (){%*\"\\]") == NULL);
    }
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  LoftCategory *work = loft_categories_find_name (fixture->categories, "Work");
  static const struct {
    const char *name;
    const char *keyword;
  } rows[] = { { "", NULL },         { " \n ", NULL },       { "work", NULL },
               { "New", "$Label1" }, { "New", "two words" }, { "New", "\\Seen" },
               { "New", "größe" },   { "New", "" } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (loft_categories_add (fixture->categories, rows[i].name, "#000000",
                                          rows[i].keyword, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
    }
  g_assert_false (loft_categories_change (fixture->categories, work, "later", NULL, NULL));
  g_assert_true (loft_categories_change (fixture->categories, work, "WORK", NULL, NULL));
  for (guint i = 5; i < LOFT_CATEGORIES_MAX; i++)
    {
      g_autofree char *name = g_strdup_printf ("Number %u", i);

      add (fixture, name);
    }
  g_assert_null (loft_categories_add (fixture->categories, "One more", "#000000", NULL, NULL));
}

/* Where it cannot be kept nothing is changed. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  g_assert_null (loft_categories_add (fixture->categories, "Fair", "#000000", NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
  expect (fixture, ORIGINALS);
  g_rmdir (fixture->path);
}

static void
test_hostile_file (Fixture *fixture, gconstpointer data)
{
  g_assert_true (
    g_file_set_contents (fixture->path,
                         "[category 1]\nname=Good\ncolor=red\nkeyword=good\n"
                         "[category 2]\nname=Same\ncolor=#000000\nkeyword=GOOD\n"
                         "[category 3]\nname=good\ncolor=#000000\nkeyword=other\n"
                         "[category 4]\nname=Two words\ncolor=#000000\nkeyword=two words\n"
                         "[category 5]\nname=\ncolor=#000000\nkeyword=empty\n"
                         "[category 6]\ncolor=#000000\nkeyword=nameless\n",
                         -1, NULL));
  open_again (fixture);
  expect (fixture, "Good=good");
  g_assert_true (g_file_set_contents (fixture->path, "no file of keys", -1, NULL));
  open_again (fixture);
  expect (fixture, ORIGINALS);
}

static void
test_list_of (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) two =
    loft_categories_list_of (fixture->categories, "$LABEL5 $NotJunk $label1");
  g_autofree char *all = loft_categories_join_keywords (fixture->categories);

  g_assert_cmpuint (two->len, ==, 2);
  g_assert_cmpstr (loft_category_get_name (g_ptr_array_index (two, 0)), ==, "Important");
  g_assert_cmpstr (all, ==, "$label1 $label2 $label3 $label4 $label5");
}

static const char *
name_in_german (LoftCategory *category)
{
  return strcmp (loft_category_get_name (category), "Work") == 0 ? "Arbeit" : "";
}

static void
test_resolve (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *query;
    const char *resolved;
  } rows[] = {
    { "category:work", "keyword:$label2" },
    { "plan category:\"To Do\" -from:eva", "plan keyword:$label4 -from:eva" },
    { "-category:LATER OR category:arbeit", "-keyword:$label5 OR keyword:$label2" },
    { "category:nothing", "category:nothing" },
    { "keyword:$label1", "keyword:$label1" },
    { "ž category:work ž", "ž keyword:$label2 ž" },
    { "\"category:work\"", "\"category:work\"" },
    { "category:", "category:" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found =
        loft_categories_resolve (fixture->categories, rows[i].query, name_in_german);

      g_assert_cmpstr (found, ==, rows[i].resolved);
    }
}

#define ADD(name, func) g_test_add ("/categories/" name, Fixture, NULL, set_up, func, tear_down)

/* ---- what servers bring ------------------------------------------------------------------- */

static void
test_learn (Fixture *fixture, gconstpointer data)
{
  LoftCategory *fair = loft_categories_learn (fixture->categories, "Spring_fair", "Spring fair");
  LoftCategory *green = loft_categories_learn (fixture->categories, "Gr=C3=BCn", "Grün");

  g_assert_cmpstr (loft_category_get_name (fair), ==, "Spring fair");
  g_assert_cmpstr (loft_category_get_color (fair), !=, loft_category_get_color (green));
  g_assert_null (loft_categories_learn (fixture->categories, "spring_FAIR", "Spring fair"));
  g_assert_null (loft_categories_learn (fixture->categories, "other", "WORK"));
  g_assert_null (loft_categories_learn (fixture->categories, "no(word", "No word"));
  open_again (fixture);
  expect (fixture, ORIGINALS ", Spring fair=Spring_fair, Grün=Gr=C3=BCn");
}

/* What a person removed stays away, until the person makes it anew. */
static void
test_removed_is_not_learnt (Fixture *fixture, gconstpointer data)
{
  LoftCategory *work = loft_categories_find_keyword (fixture->categories, "$label2");
  LoftCategory *fair = loft_categories_learn (fixture->categories, "Fair", "Fair");
  g_autoptr (GError) error = NULL;

  loft_categories_remove (fixture->categories, fair, &error);
  loft_categories_remove (fixture->categories, work, &error);
  g_assert_no_error (error);
  open_again (fixture);
  g_assert_null (loft_categories_learn (fixture->categories, "fair", "Fair"));
  g_assert_null (loft_categories_learn (fixture->categories, "$label2", "Work"));
  g_assert_nonnull (loft_categories_add (fixture->categories, "Fair", "#000000", "Fair", &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("originals", test_originals);
  ADD ("kept", test_kept);
  ADD ("none", test_none);
  ADD ("keywords", test_keywords);
  ADD ("refused", test_refused);
  ADD ("full-disk", test_full_disk);
  ADD ("hostile-file", test_hostile_file);
  ADD ("list-of", test_list_of);
  ADD ("resolve", test_resolve);
  ADD ("learn", test_learn);
  ADD ("removed-is-not-learnt", test_removed_is_not_learnt);
  return g_test_run ();
}
