/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events and contacts changed on both sides: what happened before the first sync, what happened there and
 * here after it, and what both sides must have in the end. Each row is run plainly, synced again (nothing may
 * happen), and with the process ending before its steps. */
#include <string.h>

#include "loft-clock.h"
#include "resource-world.h"

typedef struct {
  const char *name;
  const char *before; /* then synced */
  const char *then; /* while offline */
  const char *expected; /* on both sides */
  guint problems;
  guint writes; /* to the server, at most */
} Row;

static const Row rows[] = {
  { "nothing", "there add cal a Lunch; there add book e Eva", "",
    "book e FN=Eva\ncal a SUMMARY=Lunch\n", 0, 0 },
  { "event added there", "", "there add cal a Lunch", "cal a SUMMARY=Lunch\n", 0, 0 },
  { "event changed there", "there add cal a Lunch", "there set cal a LOCATION Canteen",
    "cal a SUMMARY=Lunch LOCATION=Canteen\n", 0, 0 },
  { "event removed there", "there add cal a Lunch; there add cal b Tea", "there del cal a",
    "cal b SUMMARY=Tea\n", 0, 0 },
  { "contact added there", "", "there add book e Eva", "book e FN=Eva\n", 0, 0 },
  { "contact changed there", "there add book e Eva", "there set book e TEL 123",
    "book e FN=Eva TEL=123\n", 0, 0 },
  { "contact removed there", "there add book e Eva", "there del book e", "", 0, 0 },
  { "same text, new version", "there add cal a Lunch", "there touch cal a", "cal a SUMMARY=Lunch\n",
    0, 0 },

  { "event added here", "", "here add cal a Lunch", "cal a SUMMARY=Lunch\n", 0, 1 },
  { "event changed here", "there add cal a Lunch", "here set cal a LOCATION Canteen",
    "cal a SUMMARY=Lunch LOCATION=Canteen\n", 0, 1 },
  { "event changed here twice", "there add cal a Lunch",
    "here set cal a LOCATION Canteen; here set cal a SUMMARY Dinner",
    "cal a SUMMARY=Dinner LOCATION=Canteen\n", 0, 1 },
  { "event removed here", "there add cal a Lunch", "here del cal a", "", 0, 1 },
  { "event changed, then removed here", "there add cal a Lunch",
    "here set cal a SUMMARY Dinner; here del cal a", "", 0, 1 },
  { "event added and removed here", "", "here add cal a Lunch; here del cal a", "", 0, 0 },
  { "contact added here", "", "here add book e Eva", "book e FN=Eva\n", 0, 1 },
  { "contact changed here", "there add book e Eva", "here set book e TEL 123",
    "book e FN=Eva TEL=123\n", 0, 1 },
  { "contact removed here", "there add book e Eva", "here del book e", "", 0, 1 },
  { "several here", "there add cal a Lunch; there add book e Eva",
    "here set cal a SUMMARY Dinner; here del book e; here add cal b Tea",
    "cal a SUMMARY=Dinner\ncal b SUMMARY=Tea\n", 0, 3 },

  { "different fields on both sides", "there add cal a Lunch",
    "there set cal a LOCATION Canteen; here set cal a SUMMARY Dinner",
    "cal a SUMMARY=Dinner LOCATION=Canteen\n", 0, 1 },
  { "the same change on both sides", "there add cal a Lunch",
    "there set cal a SUMMARY Dinner; here set cal a SUMMARY Dinner", "cal a SUMMARY=Dinner\n", 0,
    0 },
  { "the same field differently", "there add cal a Lunch",
    "there set cal a SUMMARY Dinner; here set cal a SUMMARY Brunch", "cal a SUMMARY=Dinner\n", 1,
    0 },
  { "one field differs, one does not", "there add cal a Lunch",
    "there set cal a SUMMARY Dinner; here set cal a SUMMARY Brunch; here set cal a LOCATION Canteen",
    "cal a SUMMARY=Dinner\n", 1, 0 },
  { "contact: different fields", "there add book e Eva",
    "there set book e TITLE Baker; here set book e NOTE Tall",
    "book e FN=Eva NOTE=Tall TITLE=Baker\n", 0, 1 },
  { "contact: the same field differently", "there add book e Eva",
    "there set book e TITLE Baker; here set book e TITLE Cook", "book e FN=Eva TITLE=Baker\n", 1,
    0 },
  { "removed there, changed here", "there add cal a Lunch",
    "there del cal a; here set cal a SUMMARY Dinner", "", 1, 0 },
  { "changed there, removed here", "there add cal a Lunch",
    "there set cal a SUMMARY Dinner; here del cal a", "cal a SUMMARY=Dinner\n", 1, 0 },
  { "touched there, removed here", "there add cal a Lunch", "there touch cal a; here del cal a", "",
    0, 1 },
  { "removed on both sides", "there add cal a Lunch", "there del cal a; here del cal a", "", 0, 0 },
  { "contact removed there, changed here", "there add book e Eva",
    "there del book e; here set book e TEL 123", "", 1, 0 },
  { "the same event added on both sides", "", "there add cal a Lunch; here add cal a Lunch",
    "cal a SUMMARY=Lunch\n", 0, 0 },
  { "an event of the same name added differently", "",
    "there add cal a Lunch; here add cal a Dinner", "cal a SUMMARY=Lunch\n", 1, 0 },
  { "removed and added anew there", "there add cal a Lunch",
    "there del cal a; there add cal a Dinner", "cal a SUMMARY=Dinner\n", 0, 0 },

  { "token lost", "there add cal a Lunch; there add cal b Tea",
    "there forget-token; there del cal a; there add cal c Cake",
    "cal b SUMMARY=Tea\ncal c SUMMARY=Cake\n", 0, 0 },
  { "token lost while something waits", "there add cal a Lunch; there add cal b Tea",
    "there forget-token; there del cal b; here set cal a SUMMARY Dinner; here add cal c Cake",
    "cal a SUMMARY=Dinner\ncal c SUMMARY=Cake\n", 0, 2 },
  { "refused for ever", "there add cal a Lunch",
    "there refuse cal a; here set cal a SUMMARY Dinner; here add cal b Tea",
    "cal a SUMMARY=Lunch\ncal b SUMMARY=Tea\n", 1, 1 },
  { "new one refused", "", "there refuse cal a; here add cal a Lunch; here add cal b Tea",
    "cal b SUMMARY=Tea\n", 1, 1 },
  { "removal refused", "there add cal a Lunch", "there refuse cal a; here del cal a",
    "cal a SUMMARY=Lunch\n", 1, 0 },
  { "change discarded", "there add cal a Lunch", "here set cal a SUMMARY Dinner; here discard",
    "cal a SUMMARY=Lunch\n", 0, 0 },
  { "removal discarded", "there add cal a Lunch", "here del cal a; here discard",
    "cal a SUMMARY=Lunch\n", 0, 0 },
  { "new one discarded", "", "here add cal a Lunch; here discard", "", 0, 0 },
  { "discarded after a change there", "there add cal a Lunch",
    "there set cal a SUMMARY Dinner; here set cal a SUMMARY Brunch; here discard",
    "cal a SUMMARY=Dinner\n", 0, 0 },
  { "change undone", "there add cal a Lunch", "here set cal a SUMMARY Dinner; here undo",
    "cal a SUMMARY=Lunch\n", 0, 1 },
  { "removal undone", "there add cal a Lunch", "here del cal a; here undo", "cal a SUMMARY=Lunch\n",
    0, 1 },
  { "removal undone after it was sent", "there add cal a Lunch", "here del cal a; sync; here undo",
    "cal a SUMMARY=Lunch\n", 0, 2 },
  { "adding undone", "", "here add cal a Lunch; here undo", "", 0, 0 },
  { "adding undone after it was sent", "", "here add cal a Lunch; sync; here undo", "", 0, 2 },

  { "the server adds a line", "there normalise; there add cal a Lunch",
    "here set cal a SUMMARY Dinner; here add book e Eva", "book e FN=Eva\ncal a SUMMARY=Dinner\n",
    0, 2 },
  { "the server has no place for a line", "there leave-out; there add cal a Lunch",
    "here set cal a SUMMARY Dinner; here set cal a LOCATION Canteen", "cal a SUMMARY=Dinner\n", 1,
    1 },
  { "the server tells no versions", "there no-etags; there add cal a Lunch",
    "here set cal a SUMMARY Dinner; here add book e Eva", "book e FN=Eva\ncal a SUMMARY=Dinner\n",
    0, 2 },
  { "no versions, changed on both sides", "there no-etags; there add cal a Lunch",
    "there set cal a LOCATION Canteen; here set cal a SUMMARY Dinner",
    "cal a SUMMARY=Dinner LOCATION=Canteen\n", 0, 1 },
  { "store lost, new one", "there add cal b Tea",
    "here add cal a Lunch; here lose-store; sync; sync", "cal a SUMMARY=Lunch\ncal b SUMMARY=Tea\n",
    0, 1 },
  { "store lost, changed", "there add cal a Lunch",
    "here set cal a SUMMARY Dinner; here lose-store; sync; sync", "cal a SUMMARY=Dinner\n", 0, 1 },
  { "store lost, removed", "there add cal a Lunch; there add cal b Tea",
    "here del cal a; here lose-store; sync; sync", "cal b SUMMARY=Tea\n", 0, 1 },
};

static ResourceWorld *
begin (const Row *row)
{
  ResourceWorld *world = resource_world_new ();

  resource_world_do (world, row->before);
  resource_world_do (world, "sync");
  resource_world_do (world, row->then);
  return world;
}

static void
check_end (ResourceWorld *world, const Row *row)
{
  g_autofree char *there = resource_world_describe_there (world);
  g_autofree char *here = resource_world_describe_here (world);

  g_assert_cmpstr (there, ==, row->expected);
  g_assert_cmpstr (here, ==, row->expected);
  g_assert_cmpuint (resource_world_count_operations (world), ==, 0);
  g_assert_cmpuint (resource_world_count_problems (world), ==, row->problems);
  resource_world_check (world);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  ResourceWorld *world = begin (row);
  guint n_writes;

  resource_world_do (world, "sync");
  check_end (world, row);
  n_writes = resource_world_count_writes (world);
  g_assert_cmpuint (n_writes, <=, row->writes);
  resource_world_do (world, "sync");
  check_end (world, row);
  g_assert_cmpuint (resource_world_count_writes (world), ==, n_writes);
  resource_world_free (world);
}

/* The process ends before its nth step: a request, an answer, a commit. FALSE: it came to its end. */
static gboolean
run_cut (const Row *row, guint nth)
{
  ResourceWorld *world = begin (row);
  g_autoptr (GError) error = NULL;
  gboolean finished;

  sync_fuse_set (nth);
  finished = resource_world_sync (world, &error);
  sync_fuse_set (0);
  resource_world_close (world);
  resource_world_open (world);
  resource_world_do (world, "sync; sync");
  check_end (world, row);
  resource_world_free (world);
  return !finished;
}

/* LOFT_TEST_SOAK=1 cuts at every step; else at every sixth, from another one on for each row. */
static void
test_cuts (gconstpointer data)
{
  gboolean all = g_getenv ("LOFT_TEST_SOAK") != NULL;
  guint first = all ? 1 : 1 + (guint) ((const Row *) data - rows) % 6;

  for (guint nth = first; run_cut (data, nth); nth += all ? 1 : 6)
    g_assert_cmpuint (nth, <, 500);
}

/* What Loft does not know comes back as it was. */
static void
test_untouched_lines (void)
{
  ResourceWorld *world = resource_world_new ();
  g_autofree char *raw = NULL;

  resource_world_do (world, "there add cal a Lunch; sync; here set cal a SUMMARY Dinner; sync");
  raw = resource_world_get_raw (world, "cal", "a");
  g_assert_nonnull (strstr (raw, "X-KEPT:as it is\r\n"));
  resource_world_free (world);
}

static void
test_read_only (void)
{
  ResourceWorld *world = resource_world_new ();

  resource_world_do (world, "there add cal a Lunch; there read-only cal; sync");
  g_assert_false (resource_world_may_change (world, "cal", "a"));
  g_assert_true (resource_world_count_operations (world) == 0);
  resource_world_free (world);
}

static void
assert_colors (ResourceWorld *world, const char *there, const char *here)
{
  g_autofree char *shown = resource_world_dup_color_here (world, "cal");

  g_assert_cmpstr (resource_world_get_color_there (world, "cal"), ==, there);
  g_assert_cmpstr (shown, ==, here);
}

/* A color chosen here is the server's from the next sync on, and another one from there counts then. */
static void
test_color (void)
{
  ResourceWorld *world = resource_world_new ();
  guint n;

  resource_world_do (world, "there color cal #111111; sync");
  assert_colors (world, "#111111", "#111111");
  resource_world_do (world, "here color cal #222222");
  assert_colors (world, "#111111", "#222222");
  resource_world_do (world, "sync");
  assert_colors (world, "#222222", "#222222");
  n = resource_world_count_writes (world);
  resource_world_do (world, "sync; there color cal #333333; sync");
  assert_colors (world, "#333333", "#333333");
  g_assert_cmpuint (resource_world_count_writes (world), ==, n);
  resource_world_free (world);
}

/* Where the server wants none it stays here, and nobody asks twice. */
static void
test_color_refused (void)
{
  ResourceWorld *world = resource_world_new ();
  guint n;

  resource_world_do (world, "there color cal #111111; there read-only cal; sync;"
                            "here color cal #222222; sync");
  assert_colors (world, "#111111", "#222222");
  n = resource_world_count_writes (world);
  resource_world_do (world, "there color cal #333333; sync");
  assert_colors (world, "#333333", "#222222");
  g_assert_cmpuint (resource_world_count_writes (world), ==, n);
  resource_world_free (world);
}

/* What could not be read once is read when it can be, whatever the token says. */
static void
test_unreadable (void)
{
  ResourceWorld *world = resource_world_new ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  resource_world_do (world, "there add cal a Lunch; there add cal b Walk; sync;"
                            "there unreadable cal a; there set cal a SUMMARY Dinner;"
                            "there set cal b SUMMARY Run; sync");
  before = resource_world_describe_here (world);
  g_assert_nonnull (strstr (before, "a SUMMARY=Lunch"));
  g_assert_nonnull (strstr (before, "b SUMMARY=Run"));
  resource_world_do (world, "there readable cal a; sync");
  after = resource_world_describe_here (world);
  g_assert_nonnull (strstr (after, "a SUMMARY=Dinner"));
  resource_world_free (world);
}

/* What can never be read is asked for again once a day, and does not make every sync a long one. */
static void
test_never_readable (void)
{
  ResourceWorld *world = resource_world_new ();
  gint64 now = loft_clock_now ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  resource_world_do (world, "there add cal a Lunch; sync; there unreadable cal a;"
                            "there set cal a SUMMARY Dinner; sync; sync; sync; sync; sync; sync;"
                            "there readable cal a; sync");
  before = resource_world_describe_here (world);
  g_assert_nonnull (strstr (before, "a SUMMARY=Lunch"));
  loft_clock_set_for_test (now + 24 * 60 * 60);
  resource_world_do (world, "sync");
  after = resource_world_describe_here (world);
  g_assert_nonnull (strstr (after, "a SUMMARY=Dinner"));
  loft_clock_set_for_test (now);
  resource_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *plain = g_strdup_printf ("/resources/%s", rows[i].name);
      g_autofree char *cut = g_strdup_printf ("/resources/%s/cut", rows[i].name);

      g_test_add_data_func (plain, &rows[i], test_row);
      g_test_add_data_func (cut, &rows[i], test_cuts);
    }
  g_test_add_func ("/resources/untouched-lines", test_untouched_lines);
  g_test_add_func ("/resources/read-only", test_read_only);
  g_test_add_func ("/resources/color", test_color);
  g_test_add_func ("/resources/color-refused", test_color_refused);
  g_test_add_func ("/resources/unreadable", test_unreadable);
  g_test_add_func ("/resources/never-readable", test_never_readable);
  return g_test_run ();
}
