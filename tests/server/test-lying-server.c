/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers that lie (loft-lies.h): while they do, nothing wrong is shown and the other folders go on,
 * or the run ends with a sentence; when they stop, the store is true again. */
#include <string.h>
#include <time.h>

#include "loft-error.h"
#include "loft-lies.h"
#include "loft-lying-world.h"

typedef struct {
  const LoftLieRow *row;
  LoftLyingStyle style;
} Case;

static LoftLyingWorld *
new_world (LoftLyingStyle style)
{
  static const char *const subjects[] = { "a", "b", "c", "d", "e", "f" };
  LoftLyingWorld *world = loft_lying_world_new (style);
  g_autoptr (GError) error = NULL;

  loft_lying_server_add_mailbox (world->server, "Other");
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    loft_lying_server_deliver (world->server, "INBOX", 0, subjects[i], i % 2 ? "S" : "", 0);
  loft_lying_server_deliver (world->server, "Other", 0, "x", "", 0);
  loft_lying_server_deliver (world->server, "Other", 0, "y", "SF", 0);
  loft_lying_world_sync (world, &error);
  g_assert_no_error (error);
  loft_lying_world_assert_true (world, NULL);
  return world;
}

static void
change_something (LoftLyingWorld *world)
{
  loft_lying_server_set_flags (world->server, "INBOX", 2, "SF");
  loft_lying_server_expunge (world->server, "INBOX", 3);
  loft_lying_server_deliver (world->server, "INBOX", 0, "g", "", 0);
  loft_lying_server_set_flags (world->server, "Other", 1, "S");
  loft_lying_server_deliver (world->server, "Other", 0, "z", "", 0);
}

static void
change_more (LoftLyingWorld *world)
{
  loft_lying_server_set_flags (world->server, "INBOX", 5, "A");
  loft_lying_server_expunge (world->server, "INBOX", 1);
  loft_lying_server_deliver (world->server, "INBOX", 0, "h", "", 0);
}

static void
check_sentence (const GError *error)
{
  g_test_message ("%s", error->message);
  g_assert_true (error->domain == LOFT_ERROR);
  g_assert_cmpuint (strlen (error->message), >, 10);
  g_assert_cmpuint (strlen (error->message), <, 1000);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

static void
sync_among_lies (LoftLyingWorld *world, const LoftLieRow *row)
{
  g_autoptr (GError) error = NULL;
  gboolean done = loft_lying_world_sync (world, &error);

  loft_lying_world_assert_sound (world);
  if (done)
    loft_lying_world_assert_true (world, row->harm != LOFT_LIE_ENDS_RUN ? "Other" : "");
  else if (row->harm == LOFT_LIE_ENDS_RUN)
    check_sentence (error);
  else
    g_test_fail_printf ("the run ended: %s", error->message);
}

/* Damage that one run does not see is seen by the next. */
static void
sync_truly (LoftLyingWorld *world)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      loft_lying_world_sync (world, &error);
      g_assert_no_error (error);
    }
}

static void
assert_recovered (LoftLyingWorld *world, const LoftLieRow *row)
{
  g_autofree char *truth = loft_lying_server_describe (world->server, NULL);
  g_autofree char *shown = loft_lying_world_describe (world, NULL);

  loft_lying_world_assert_sound (world);
  if (row->harm != LOFT_LIE_COSTS_A_BODY)
    loft_lying_world_assert_true (world, NULL);
  else
    g_assert_cmpstr (shown, ==, truth);
}

static void
test_lie (gconstpointer data)
{
  const Case *lie = data;
  g_autoptr (LoftLyingWorld) world = new_world (lie->style);

  change_something (world);
  loft_lying_server_lie (world->server, lie->row->command, lie->row->kind, lie->row->text);
  sync_among_lies (world, lie->row);
  sync_among_lies (world, lie->row);
  if (loft_lying_server_get_n_lies (world->server) == 0)
    g_test_message ("there was nothing to lie about");
  loft_lying_server_stop_lying (world->server);
  change_more (world);
  sync_truly (world);
  assert_recovered (world, lie->row);
}

/* The same lie from the first run on. */
static void
test_lie_at_first (gconstpointer data)
{
  const Case *lie = data;
  g_autoptr (LoftLyingWorld) world = loft_lying_world_new (lie->style);

  loft_lying_server_add_mailbox (world->server, "Other");
  for (guint i = 0; i < 7; i++)
    {
      char subject[] = { (char) ('a' + i), '\0' };

      loft_lying_server_deliver (world->server, "INBOX", 0, subject, "", 0);
    }
  loft_lying_server_lie (world->server, lie->row->command, lie->row->kind, lie->row->text);
  loft_lying_world_sync (world, NULL);
  loft_lying_world_assert_sound (world);
  loft_lying_server_stop_lying (world->server);
  change_more (world);
  sync_truly (world);
  assert_recovered (world, lie->row);
}

/* What a listing leaves out while the server counts more is asked for before it is given up: with it
 * would go its local id, its body and what waits for it. */
static void
test_short_listing (gconstpointer data)
{
  static const char *const listings[] = { "", "* SEARCH\r\n", "* SEARCH 7 2\r\n",
                                          "* ESEARCH (TAG \"Z\") UID ALL 7\r\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (listings); i++)
    {
      g_autoptr (LoftLyingWorld) world = new_world (GPOINTER_TO_UINT (data));
      gint64 id = loft_lying_world_find (world, "INBOX", "a");
      g_autoptr (GError) error = NULL;

      change_something (world);
      loft_lying_server_lie (world->server, "INBOX UID SEARCH", LOFT_LIE_ONLY, listings[i]);
      loft_lying_world_sync (world, &error);
      g_assert_no_error (error);
      g_assert_cmpint (loft_lying_world_find (world, "INBOX", "a"), ==, id);
      g_assert_cmpint (loft_lying_world_find (world, "INBOX", "c"), ==, 0);
    }
}

static double
cpu_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

/* Somebody empties the mailbox elsewhere. Judged in soak: 100,000 within 5 s of this thread. */
static void
test_emptied (gconstpointer data)
{
  gboolean soak = g_getenv ("LOFT_TEST_SOAK") != NULL;
  guint n = soak ? 100000 : 3000;
  g_autoptr (LoftLyingWorld) world = loft_lying_world_new (GPOINTER_TO_UINT (data));
  g_autoptr (GError) error = NULL;
  double seconds;

  loft_account_sync_set_window (world->sync, 0);
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *subject = g_strdup_printf ("n%u", i);

      loft_lying_server_deliver (world->server, "INBOX", 0, subject, "", 0);
    }
  loft_lying_world_sync (world, &error);
  g_assert_no_error (error);
  for (guint i = n; i > 10; i--)
    loft_lying_server_expunge (world->server, "INBOX", i);
  seconds = cpu_seconds ();
  loft_lying_world_sync (world, &error);
  seconds = cpu_seconds () - seconds;
  g_assert_no_error (error);
  g_test_message ("%u messages gone within %.2f s", n - 10, seconds);
  if (soak)
    g_assert_cmpfloat (seconds, <=, 5);
  g_assert_cmpint (loft_lying_world_find (world, "INBOX", "n10"), !=, 0);
  g_assert_cmpint (loft_lying_world_find (world, "INBOX", "n11"), ==, 0);
  loft_lying_world_assert_sound (world);
}

static void
add_case (const char *group, const LoftLieRow *row, LoftLyingStyle style, GTestDataFunc func)
{
  Case *lie = g_new (Case, 1);
  g_autofree char *path =
    g_strdup_printf ("/lying-server/%s/%s/%s", group, row->name, loft_lying_style_get_name (style));

  *lie = (Case){ row, style };
  g_test_add_data_func_full (path, lie, func, g_free);
}

/* All styles of server in soak, else each lie by one of them. */
int
main (int argc, char **argv)
{
  gboolean soak = g_getenv ("LOFT_TEST_SOAK") != NULL;
  guint n_rows;
  const LoftLieRow *rows = loft_lies_list (&n_rows);

  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  for (LoftLyingStyle style = 0; style < LOFT_LYING_N_STYLES; style++)
    {
      const char *name = loft_lying_style_get_name (style);
      g_autofree char *path = g_strdup_printf ("/lying-server/short-listing/%s", name);
      g_autofree char *emptied = g_strdup_printf ("/lying-server/emptied/%s", name);

      g_test_add_data_func (path, GUINT_TO_POINTER (style), test_short_listing);
      g_test_add_data_func (emptied, GUINT_TO_POINTER (style), test_emptied);
    }
  for (guint i = 0; i < n_rows; i++)
    for (LoftLyingStyle style = 0; style < LOFT_LYING_N_STYLES; style++)
      {
        if (soak || style == (i + 2) % LOFT_LYING_N_STYLES)
          add_case ("later", &rows[i], style, test_lie);
        if (soak || style == i % LOFT_LYING_N_STYLES)
          add_case ("first", &rows[i], style, test_lie_at_first);
      }
  return g_test_run ();
}
