/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calendars without a color of their own get one, each another, and keep it. */
#include "loft-given-colors.h"

#include <glib/gstdio.h>
#include <string.h>

#define MOST 10

/* One look at the calendars of an account: what they have ("-": nothing), and what is shown. */
typedef struct {
  const char *path;
  const char *have;
  const char *shown;
} Row;

static const Row rows[] = {
  { "none", "- - -", "#3584e4 #26a269 #e5a50a" },
  { "own", "#123456 - #3584e4", "#123456 #26a269 #3584e4" },
  /* One of its default alone is as its owner has it. */
  { "default", "#aaaaaa #26a269", "#aaaaaa #26a269" },
  { "shared-default", "#aaaaaa #aaaaaa", "#3584e4 #26a269" },
  /* What people have chosen for several is their choice. */
  { "shared-choice", "#26a269 #26a269", "#26a269 #26a269" },
  { "many", "- - - - - - - - -",
    "#3584e4 #26a269 #e5a50a #c64600 #813d9c #a51d2d #63452c #1c71d8 #3584e4" },
};

typedef struct {
  char *profile;
  LoftGivenColors *colors;
} World;

static void
set_up (World *world, gconstpointer row)
{
  world->profile = g_dir_make_tmp ("loft-colors-XXXXXX", NULL);
  world->colors = loft_given_colors_new (world->profile);
}

static void
tear_down (World *world, gconstpointer row)
{
  g_autofree char *file = g_build_filename (world->profile, "calendar-colors.ini", NULL);

  g_object_unref (world->colors);
  g_remove (file);
  g_assert_cmpint (g_rmdir (world->profile), ==, 0);
  g_free (world->profile);
}

static GPtrArray *
make_folders (const char *have)
{
  g_auto (GStrv) words = g_strsplit (have, " ", MOST);
  GPtrArray *folders = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_folder_unref);

  for (guint i = 0; words[i] != NULL; i++)
    {
      LoftFolder *folder = loft_folder_new ();

      folder->id = i + 1;
      g_free (folder->color);
      folder->color = g_strdup (g_str_equal (words[i], "-") ? "" : words[i]);
      g_ptr_array_add (folders, folder);
    }
  return folders;
}

static void
assert_shown (World *world, const char *account, const char *have, const char *shown)
{
  g_autoptr (GPtrArray) folders = make_folders (have);
  g_autoptr (GHashTable) use = loft_given_colors_new_use ();
  g_autoptr (GString) text = g_string_new (NULL);

  loft_given_colors_note (world->colors, account, folders, use);
  for (guint i = 0; i < folders->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            loft_given_colors_get (world->colors, account, folders,
                                                   g_ptr_array_index (folders, i), use));
  loft_given_colors_save (world->colors);
  g_assert_cmpstr (text->str, ==, shown);
}

static void
start_again (World *world)
{
  g_object_unref (world->colors);
  world->colors = loft_given_colors_new (world->profile);
}

static void
test_row (World *world, gconstpointer data)
{
  const Row *row = data;

  assert_shown (world, "a", row->have, row->shown);
  assert_shown (world, "a", row->have, row->shown);
  start_again (world);
  assert_shown (world, "a", row->have, row->shown);
}

/* It stays when others come and go, and gives way to what somebody chooses. */
static void
test_kept (World *world, gconstpointer data)
{
  assert_shown (world, "a", "#aaaaaa #aaaaaa", "#3584e4 #26a269");
  assert_shown (world, "a", "#aaaaaa #3584e4", "#3584e4 #3584e4");
  assert_shown (world, "a", "#aaaaaa", "#3584e4");
  assert_shown (world, "a", "#ff0000", "#ff0000");
  start_again (world);
  assert_shown (world, "a", "- - -", "#3584e4 #26a269 #e5a50a");
}

/* Another account's first is not the same again. */
static void
test_accounts (World *world, gconstpointer data)
{
  g_autoptr (GPtrArray) folders = make_folders ("-");
  g_autoptr (GHashTable) use = loft_given_colors_new_use ();
  const LoftFolder *folder = g_ptr_array_index (folders, 0);
  const char *first = NULL;

  loft_given_colors_note (world->colors, "a", folders, use);
  loft_given_colors_note (world->colors, "b", folders, use);
  first = loft_given_colors_get (world->colors, "a", folders, folder, use);
  g_assert_cmpstr (loft_given_colors_get (world->colors, "b", folders, folder, use), !=, first);
}

/* A file that somebody has written into. */
static void
test_nonsense (World *world, gconstpointer data)
{
  g_autofree char *file = g_build_filename (world->profile, "calendar-colors.ini", NULL);

  g_assert_true (g_file_set_contents (file, "[a]\n1=red\n2=#26a269\n", -1, NULL));
  start_again (world);
  assert_shown (world, "a", "- -", "#3584e4 #26a269");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/given-colors/", rows[i].path, NULL);

      g_test_add (path, World, &rows[i], set_up, test_row, tear_down);
    }
  g_test_add ("/given-colors/kept", World, NULL, set_up, test_kept, tear_down);
  g_test_add ("/given-colors/accounts", World, NULL, set_up, test_accounts, tear_down);
  g_test_add ("/given-colors/nonsense", World, NULL, set_up, test_nonsense, tear_down);
  return g_test_run ();
}
