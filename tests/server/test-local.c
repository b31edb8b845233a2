/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "On this computer": there without anybody adding it, and not to be removed; what loftctl imports into it
 * and exports from it. */
#include "loft-test-profile.h"

#include <string.h>

#define HERE "\"On this computer\""

typedef struct {
  LoftTestProfile *profile;
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->profile = loft_test_profile_new ();
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  loft_test_profile_free (fixture->profile);
}

static void
assert_listed (Fixture *fixture, const char *what, gboolean listed)
{
  loft_test_profile_expect (fixture->profile, 0, "account list%s", what);
  g_assert_cmpint (strstr (loft_test_profile_get_output (fixture->profile), "On this computer") !=
                     NULL,
                   ==, listed);
}

/* Nobody who looks at a list of accounts is told of it before there is something in it. */
static void
test_always_there (Fixture *fixture, gconstpointer data)
{
  assert_listed (fixture, "", FALSE);
  assert_listed (fixture, " --all", TRUE);
  loft_test_profile_expect (fixture->profile, 0, "account show " HERE);
  loft_test_profile_expect (fixture->profile, 2, "sync");
  loft_test_profile_expect (fixture->profile, 0, "sync --account " HERE);
  loft_test_profile_expect (fixture->profile, 1, "account remove " HERE);
  assert_listed (fixture, " --all", TRUE);
  loft_test_profile_expect (fixture->profile, 0, "folders --account " HERE);
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile), "Archive"));
  loft_test_profile_expect (fixture->profile, 0, "doctor");
}

static void
test_folders (Fixture *fixture, gconstpointer data)
{
  loft_test_profile_expect (fixture->profile, 0, "folder create Old --account " HERE);
  loft_test_profile_expect (fixture->profile, 0, "folder create Old/2025 --account " HERE);
  assert_listed (fixture, "", TRUE);
  loft_test_profile_expect (fixture->profile, 0, "folder rename Old Older --account " HERE);
  loft_test_profile_expect (fixture->profile, 0, "folders --account " HERE);
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile), "Older/2025"));
  loft_test_profile_expect (fixture->profile, 0, "folder delete Older/2025 --account " HERE);
  loft_test_profile_expect (fixture->profile, 0, "folder delete Older --account " HERE);
  loft_test_profile_expect (fixture->profile, 0, "--offline pending");
  g_assert_cmpstr (loft_test_profile_get_output (fixture->profile), ==, "");
  assert_listed (fixture, "", FALSE);
}

static void
test_renamed (Fixture *fixture, gconstpointer data)
{
  loft_test_profile_expect (fixture->profile, 0, "account set " HERE " name=Attic");
  loft_test_profile_expect (fixture->profile, 0, "folder create Old --account Attic");
  loft_test_profile_expect (fixture->profile, 0, "account list");
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile), "Attic"));
  g_assert_null (strstr (loft_test_profile_get_output (fixture->profile), "computer"));
  loft_test_profile_expect (fixture->profile, 1, "account remove Attic");
}

/* Whoever had the name first keeps it; others of that kind come and go as they did. */
static void
test_name_taken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path =
    g_build_filename (loft_test_profile_get_directory (fixture->profile), "accounts.ini", NULL);

  g_assert_true (
    g_file_set_contents (path, "[0123abcd]\nkind=local\nname=On this computer\n", -1, NULL));
  loft_test_profile_expect (fixture->profile, 0, "account show \"On this computer 2\"");
  loft_test_profile_expect (fixture->profile, 0, "account remove " HERE);
  loft_test_profile_expect (fixture->profile, 1, "account remove " HERE);
}

#define ADD(path, test)                                                                            \
  g_test_add ("/server-local/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("always-there", test_always_there);
  ADD ("folders", test_folders);
  ADD ("renamed", test_renamed);
  ADD ("name-taken", test_name_taken);
  return g_test_run ();
}
