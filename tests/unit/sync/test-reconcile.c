/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reconcile.h"

#define S LOFT_FLAG_SEEN
#define A LOFT_FLAG_ANSWERED
#define F LOFT_FLAG_FLAGGED

/* ---- one message -------------------------------------------------------------------------- */

typedef struct {
  LoftFlags add;
  LoftFlags remove;
  const char *add_keywords;
  const char *remove_keywords;
} Waits;

typedef struct {
  const char *name;
  LoftStoredValues stored;
  gint64 lost_id;
  LoftServerValues server;
  guint n_waiting;
  Waits waiting[3];
  LoftReconcileAction expected;
} Row;

#define NONE        { 0 }
#define GONE        { TRUE, FALSE, 0, NULL }
#define NEW(f, k)   { FALSE, TRUE, f, k }
#define FLAGS(f, k) { FALSE, FALSE, f, k }

static const Row rows[] = {
  { "new", NONE, 0, NEW (S, "$Work"), 0, { NONE },
    { LOFT_RECONCILE_INSERT, 0, S, "$Work", S, "$Work" } },
  { "new without keywords", NONE, 0, NEW (0, NULL), 0, { NONE },
    { LOFT_RECONCILE_INSERT, 0, 0, "", 0, "" } },
  { "flags of an unknown one", NONE, 0, FLAGS (S, ""), 0, { NONE }, { LOFT_RECONCILE_NOTHING } },
  { "flags of an unknown one, something lost", NONE, 7, FLAGS (S, ""), 0, { NONE },
    { LOFT_RECONCILE_NOTHING } },
  { "unknown gone", NONE, 0, GONE, 0, { NONE }, { LOFT_RECONCILE_NOTHING } },
  { "gone", { 5, S, "", S, "" }, 0, GONE, 0, { NONE }, { LOFT_RECONCILE_REMOVE, 5 } },
  { "gone while a change waits", { 5, 0, "", S, "" }, 0, GONE, 1, { { S } },
    { LOFT_RECONCILE_REMOVE, 5 } },
  { "the same", { 5, S, "a", S, "a" }, 0, FLAGS (S, "a"), 0, { NONE },
    { LOFT_RECONCILE_NOTHING, 5 } },
  { "told as new again", { 5, S, "a", S, "a" }, 0, NEW (S, "a"), 0, { NONE },
    { LOFT_RECONCILE_NOTHING, 5 } },
  { "told as new again, changed", { 5, S, "", S, "" }, 0, NEW (F, ""), 0, { NONE },
    { LOFT_RECONCILE_UPDATE, 5, F, "", F, "" } },
  { "flag there", { 5, 0, "", 0, "" }, 0, FLAGS (S, ""), 0, { NONE },
    { LOFT_RECONCILE_UPDATE, 5, S, "", S, "" } },
  { "keyword there", { 5, 0, "", 0, "" }, 0, FLAGS (0, "a b"), 0, { NONE },
    { LOFT_RECONCILE_UPDATE, 5, 0, "a b", 0, "a b" } },
  { "waiting, server says nothing new", { 5, 0, "", S, "" }, 0, FLAGS (0, ""), 1, { { S } },
    { LOFT_RECONCILE_NOTHING, 5 } },
  { "waiting, other flag there", { 5, 0, "", S, "" }, 0, FLAGS (F, ""), 1, { { S } },
    { LOFT_RECONCILE_UPDATE, 5, F, "", S | F, "" } },
  { "waiting, same flag there", { 5, 0, "", S, "" }, 0, FLAGS (S, ""), 1, { { S } },
    { LOFT_RECONCILE_UPDATE, 5, S, "", S, "" } },
  { "waiting removal, set there again", { 5, S, "", 0, "" }, 0, FLAGS (S | A, ""), 1,
    { { 0, S } }, { LOFT_RECONCILE_UPDATE, 5, S | A, "", A, "" } },
  { "waiting in order", { 5, 0, "", F, "" }, 0, FLAGS (A, ""), 3, { { S }, { F, S }, { 0, A } },
    { LOFT_RECONCILE_UPDATE, 5, A, "", F, "" } },
  { "waiting keywords", { 5, 0, "a", 0, "b" }, 0, FLAGS (0, "a c"), 1, { { 0, 0, "b", "a" } },
    { LOFT_RECONCILE_UPDATE, 5, 0, "a c", 0, "b c" } },
  { "shown drifted from what follows", { 5, S, "", 0, "" }, 0, FLAGS (S, ""), 0, { NONE },
    { LOFT_RECONCILE_UPDATE, 5, S, "", S, "" } },
  { "lost and found", NONE, 7, NEW (S, ""), 0, { NONE },
    { LOFT_RECONCILE_RELINK, 7, S, "", S, "" } },
  { "lost and found, change waits", NONE, 7, NEW (A, "a"), 1, { { F, A, "b", "" } },
    { LOFT_RECONCILE_RELINK, 7, A, "a", F, "a b" } },
  { "known, and something lost looks like it", { 5, S, "", S, "" }, 7, NEW (S, ""), 0, { NONE },
    { LOFT_RECONCILE_NOTHING, 5 } },
};

static void
free_changes (LoftFlagChange **changes, guint n)
{
  for (guint i = 0; i < n; i++)
    loft_flag_change_free (changes[i]);
}

static LoftReconcileAction
reconcile (const Row *row, const LoftStoredValues *stored, gint64 lost_id)
{
  LoftFlagChange *changes[3];
  LoftReconcileAction action;

  for (guint i = 0; i < row->n_waiting; i++)
    changes[i] =
        loft_flag_change_new (row->waiting[i].add, row->waiting[i].remove,
                              row->waiting[i].add_keywords, row->waiting[i].remove_keywords);
  action = loft_reconcile_message (stored, lost_id, &row->server, changes, row->n_waiting);
  free_changes (changes, row->n_waiting);
  return action;
}

static void
test_message (gconstpointer data)
{
  const Row *row = data;
  g_auto (LoftReconcileAction) action = reconcile (row, &row->stored, row->lost_id);

  g_assert_cmpint (action.kind, ==, row->expected.kind);
  if (action.kind == LOFT_RECONCILE_NOTHING)
    return;
  g_assert_cmpint (action.id, ==, row->expected.id);
  g_assert_cmpint (action.server_flags, ==, row->expected.server_flags);
  g_assert_cmpstr (action.server_keywords, ==, row->expected.server_keywords);
  g_assert_cmpint (action.flags, ==, row->expected.flags);
  g_assert_cmpstr (action.keywords, ==, row->expected.keywords);
}

/* What the action leaves behind calls for nothing more when the server says it again. */
static void
test_message_again (gconstpointer data)
{
  const Row *row = data;
  g_auto (LoftReconcileAction) first = reconcile (row, &row->stored, row->lost_id);
  g_auto (LoftReconcileAction) again = { 0 };
  LoftStoredValues after = { first.id != 0 ? first.id : 99, first.server_flags,
                             first.server_keywords, first.flags, first.keywords };

  if (first.kind == LOFT_RECONCILE_NOTHING || first.kind == LOFT_RECONCILE_REMOVE)
    return;
  again = reconcile (row, &after, 0);
  g_assert_cmpint (again.kind, ==, LOFT_RECONCILE_NOTHING);
}

/* ---- after a replay ----------------------------------------------------------------------- */

static void
test_replayed (void)
{
  g_autoptr (LoftFlagChange) done = loft_flag_change_new (S, F, "a", NULL);
  g_autoptr (LoftFlagChange) waits = loft_flag_change_new (0, S, NULL, "a");
  LoftStoredValues stored = { 5, F | A, "b", A, "b" };
  g_auto (LoftReconcileAction) alone = loft_reconcile_replayed (&stored, done, NULL, 0);
  g_auto (LoftReconcileAction) action = loft_reconcile_replayed (&stored, done, &waits, 1);

  g_assert_cmpint (action.kind, ==, LOFT_RECONCILE_UPDATE);
  g_assert_cmpint (action.server_flags, ==, S | A);
  g_assert_cmpstr (action.server_keywords, ==, "a b");
  g_assert_cmpint (action.flags, ==, A);
  g_assert_cmpstr (action.keywords, ==, "b");
  g_assert_cmpint (alone.server_flags, ==, S | A);
  g_assert_cmpint (alone.flags, ==, S | A);
}

/* ---- a change of flags -------------------------------------------------------------------- */

static void
test_change_text (void)
{
  static const Waits changes[] = { { S, F, "$Work b", "c" },
                                   { 0, 0, NULL, NULL },
                                   { LOFT_FLAGS_ALL, 0, "", "" },
                                   { 0, LOFT_FLAGS_ALL, "", "x y z" } };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (LoftFlagChange) change =
          loft_flag_change_new (changes[i].add, changes[i].remove, changes[i].add_keywords,
                                changes[i].remove_keywords);
      g_autofree char *text = loft_flag_change_format (change);
      g_autoptr (LoftFlagChange) parsed = loft_flag_change_parse (text);

      g_assert_nonnull (parsed);
      g_assert_cmpint (parsed->add, ==, change->add);
      g_assert_cmpint (parsed->remove, ==, change->remove);
      g_assert_cmpstr (parsed->add_keywords, ==, change->add_keywords);
      g_assert_cmpstr (parsed->remove_keywords, ==, change->remove_keywords);
    }
}

static void
test_change_rubbish (void)
{
  static const char *const rubbish[] = { "", "add", "add seen", "\n\n\n\n",
                                         "add seen\nremove\nadd-keywords a\n" };

  for (guint i = 0; i < G_N_ELEMENTS (rubbish); i++)
    g_assert_null (loft_flag_change_parse (rubbish[i]));
}

/* Adding wins where both are asked for; doing it twice is doing it once. */
static void
test_change_apply (void)
{
  for (guint add = 0; add < 8; add++)
    for (guint remove = 0; remove < 8; remove++)
      for (guint before = 0; before < 8; before++)
        {
          g_autoptr (LoftFlagChange) change =
              loft_flag_change_new ((LoftFlags) add, (LoftFlags) remove, "a b", "c");
          g_autofree char *keywords = g_strdup ("c d");
          LoftFlags flags = (LoftFlags) before;

          for (guint i = 0; i < 2; i++)
            {
              loft_flag_change_apply (change, &flags, &keywords);
              g_assert_cmpint (flags, ==, (before & ~remove) | add);
              g_assert_cmpstr (keywords, ==, "a b d");
            }
        }
}

static void
test_change_describe (void)
{
  g_autoptr (LoftFlagChange) change = loft_flag_change_new (S, F, "$Work", "b c");
  g_autofree char *text = loft_flag_change_describe (change);

  g_assert_cmpstr (text, ==, "+seen -flagged +$Work -b -c");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (rows[i].name), " ,", '-');
      g_autofree char *once = g_strdup_printf ("/reconcile/%s/once", name);
      g_autofree char *again = g_strdup_printf ("/reconcile/%s/again", name);

      g_test_add_data_func (once, &rows[i], test_message);
      g_test_add_data_func (again, &rows[i], test_message_again);
    }
  g_test_add_func ("/reconcile/replayed", test_replayed);
  g_test_add_func ("/flag-change/text", test_change_text);
  g_test_add_func ("/flag-change/rubbish", test_change_rubbish);
  g_test_add_func ("/flag-change/apply", test_change_apply);
  g_test_add_func ("/flag-change/describe", test_change_describe);
  return g_test_run ();
}
