/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <time.h>

#include "loft-conversation-store.h"
#include "loft-folder-store.h"

/* The same messages in any order make the same conversations, and counts are always what a recount
 * gives. */

#define MAX_MESSAGES 24

typedef struct {
  const char *id; /* "" for none */
  const char *references; /* ids parted by spaces */
} Node;

typedef struct {
  const char *name;
  Node nodes[7];
  const char *conversations; /* which node is with which: a letter each */
} Graph;

static const Graph graphs[] = {
  { "alone", { { "a", "" } }, "A" },
  { "strangers", { { "a", "" }, { "b", "" }, { "c", "" } }, "ABC" },
  { "chain", { { "a", "" }, { "b", "a" }, { "c", "a b" }, { "d", "b c" } }, "AAAA" },
  { "reply-chain",
    { { "a", "" }, { "b", "a" }, { "c", "b" }, { "d", "c" }, { "e", "d" } },
    "AAAAA" },
  { "missing-middle", { { "a", "" }, { "c", "a b" }, { "d", "b" }, { "x", "" } }, "AAAB" },
  { "missing-root", { { "b", "a" }, { "c", "a" }, { "d", "z" } }, "AAB" },
  { "fork", { { "a", "" }, { "b", "a" }, { "c", "a" }, { "d", "b" }, { "e", "c" } }, "AAAAA" },
  { "merge", { { "a", "" }, { "b", "" }, { "c", "a b" }, { "d", "a" }, { "e", "b" } }, "AAAAA" },
  { "merge-of-three", { { "a", "" }, { "b", "" }, { "c", "" }, { "d", "a b c" } }, "AAAA" },
  { "self-reference", { { "a", "a" }, { "b", "b a" }, { "c", "c" } }, "AAB" },
  { "cycle", { { "a", "c" }, { "b", "a" }, { "c", "b" } }, "AAA" },
  { "same-id-twice", { { "a", "" }, { "a", "" }, { "b", "a" } }, "AAA" },
  { "without-ids", { { "", "" }, { "", "" }, { "", "" } }, "ABC" },
  { "without-id-but-references", { { "a", "" }, { "", "a" }, { "", "a" }, { "", "" } }, "AAAB" },
  { "two-chains-joined-late",
    { { "a", "" }, { "b", "a" }, { "c", "" }, { "d", "c" }, { "e", "b d" }, { "f", "" } },
    "AAAAAB" },
  { "only-a-name-in-common", { { "a", "x" }, { "b", "x y" }, { "c", "y" }, { "d", "z" } }, "AAAB" },
  { "doubled-references", { { "a", "" }, { "b", "a a a" }, { "c", "b a b" } }, "AAA" },
};

/* ---- a store ------------------------------------------------------------------------------ */

typedef struct {
  char *directory;
  LoftMailStore *store;
  gint64 folders[2];
} Fixture;

static void
fixture_open (Fixture *fixture)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("loft-conversations-XXXXXX", NULL);
  path = g_build_filename (fixture->directory, "store.db", NULL);
  fixture->store = loft_mail_store_open (path, LOFT_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      LoftFolderFacts facts = { .remote_id = i ? "Work" : "INBOX", .path = i ? "Work" : "INBOX" };

      loft_folder_store_put (fixture->store, &facts, &fixture->folders[i], NULL, &error);
      g_assert_no_error (error);
    }
}

static void
fixture_close (Fixture *fixture)
{
  static const char *const names[] = { "store.db", "store.db-wal", "store.db-shm" };

  loft_mail_store_close (fixture->store);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->directory, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->directory);
  g_free (fixture->directory);
}

static gint64
add (Fixture *fixture, const Node *node, guint n, gint64 date)
{
  g_auto (GStrv) words = g_strsplit (node->references, " ", -1);
  g_autoptr (GPtrArray) references = g_ptr_array_new ();
  g_autofree char *remote_id = g_strdup_printf ("%" G_GINT64_FORMAT, date);
  g_autoptr (GError) error = NULL;
  LoftNewMessage message = {
    .folder_id = fixture->folders[n % 2],
    .remote_id = remote_id,
    .date = date,
    .flags = n % 3   ? LOFT_FLAG_SEEN
             : n % 2 ? LOFT_FLAG_FLAGGED
                     : 0,
    .server_keywords = "",
    .keywords = "",
    .message_id = node->id,
    .subject = "",
    .sender = "",
    .recipients = "",
    .copies = "",
  };
  gint64 id = 0;

  for (gsize i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_ptr_array_add (references, words[i]);
  loft_conversation_store_join (fixture->store, node->id, references, &message.conversation_id,
                                &error);
  g_assert_no_error (error);
  loft_mail_store_insert (fixture->store, &message, &id, &error);
  g_assert_no_error (error);
  return id;
}

static void
check_counts (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *finding = loft_mail_store_check_counts (fixture->store, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (finding, ==, NULL);
}

/* A letter for each message, in the order of nodes. */
static void
read_partition (Fixture *fixture, const gint64 *ids, guint n, char *letters)
{
  gint64 seen[MAX_MESSAGES];
  guint n_seen = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMessage) message = loft_mail_store_get (fixture->store, ids[i], NULL);
      guint j = 0;

      while (j < n_seen && seen[j] != message->conversation_id)
        j++;
      if (j == n_seen)
        seen[n_seen++] = message->conversation_id;
      letters[i] = (char) ('A' + j);
    }
  letters[n] = '\0';
}

/* In a transaction. */
static void
recount (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  loft_mail_store_recount (fixture->store, &error);
  g_assert_no_error (error);
}

static gboolean
same_conversation (Fixture *fixture, gint64 a, gint64 b)
{
  g_autoptr (LoftMessage) first = loft_mail_store_get (fixture->store, a, NULL);
  g_autoptr (LoftMessage) second = loft_mail_store_get (fixture->store, b, NULL);

  return first->conversation_id == second->conversation_id;
}

static gint64
count (Fixture *fixture, const char *sql)
{
  g_autofree char *path = g_build_filename (fixture->directory, "store.db", NULL);
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 n;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (handle);
  return n;
}

static void
forget_everything (Fixture *fixture)
{
  loft_mail_store_rollback (fixture->store);
}

/* Inserts in this order; the transaction stays open and is rolled back by the caller. */
static void
insert_in_order (Fixture *fixture, const Node *nodes, const guint *order, guint n, gint64 *ids)
{
  g_assert_true (loft_mail_store_begin (fixture->store, NULL));
  for (guint i = 0; i < n; i++)
    ids[order[i]] = add (fixture, &nodes[order[i]], order[i], 1000 + order[i]);
}

/* ---- tables ------------------------------------------------------------------------------- */

static gboolean
next_permutation (guint *order, guint n)
{
  guint i = n - 1;
  guint j = n - 1;
  guint kept;

  while (i > 0 && order[i - 1] >= order[i])
    i--;
  if (i == 0)
    return FALSE;
  while (order[j] <= order[i - 1])
    j--;
  kept = order[i - 1];
  order[i - 1] = order[j];
  order[j] = kept;
  for (guint low = i, high = n - 1; low < high; low++, high--)
    {
      kept = order[low];
      order[low] = order[high];
      order[high] = kept;
    }
  return TRUE;
}

/* Deletion splits nothing and keeps the counts right, whichever goes first. */
static void
remove_one_by_one (Fixture *fixture, const gint64 *ids, const guint *order, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (loft_mail_store_remove (fixture->store, ids[order[i]], NULL));
      check_counts (fixture);
    }
}

static void
test_graph (gconstpointer data)
{
  const Graph *graph = data;
  guint n = (guint) strlen (graph->conversations);
  guint order[7] = { 0, 1, 2, 3, 4, 5, 6 };
  gint64 ids[7];
  char letters[8];
  Fixture fixture;

  fixture_open (&fixture);
  do
    {
      insert_in_order (&fixture, graph->nodes, order, n, ids);
      read_partition (&fixture, ids, n, letters);
      g_assert_cmpstr (letters, ==, graph->conversations);
      check_counts (&fixture);
      remove_one_by_one (&fixture, ids, order, n);
      forget_everything (&fixture);
    }
  while (next_permutation (order, n));
  fixture_close (&fixture);
}

/* ---- random graphs ------------------------------------------------------------------------ */

static void
make_random_graph (Node *nodes, guint n, GPtrArray *strings)
{
  for (guint i = 0; i < n; i++)
    {
      GString *references = g_string_new (NULL);
      guint n_references = g_test_rand_int_range (0, 3);

      for (guint j = 0; j < n_references; j++)
        g_string_append_printf (references, "%sm%d", j > 0 ? " " : "",
                                g_test_rand_int_range (0, 2 * (gint32) n));
      nodes[i].id = g_test_rand_int_range (0, 10) == 0 ? g_strdup ("") : g_strdup_printf ("m%u", i);
      nodes[i].references = g_string_free (references, FALSE);
      g_ptr_array_add (strings, (gpointer) nodes[i].id);
      g_ptr_array_add (strings, (gpointer) nodes[i].references);
    }
}

static gboolean
share_an_id (const Node *a, const Node *b)
{
  g_autofree char *names_a = g_strconcat (a->id, " ", a->references, NULL);
  g_autofree char *names_b = g_strconcat (b->id, " ", b->references, NULL);
  g_auto (GStrv) words_a = g_strsplit (names_a, " ", -1);
  g_auto (GStrv) words_b = g_strsplit (names_b, " ", -1);

  for (gsize i = 0; words_a[i] != NULL; i++)
    if (words_a[i][0] != '\0' && g_strv_contains ((const char *const *) words_b, words_a[i]))
      return TRUE;
  return FALSE;
}

/* The naive answer: whoever shares an id is together, until nothing changes. */
static void
expected_partition (const Node *nodes, guint n, char *letters)
{
  guint set[MAX_MESSAGES];
  gboolean changed = TRUE;
  guint n_letters = 0;
  char letter_of[MAX_MESSAGES] = { 0 };

  for (guint i = 0; i < n; i++)
    set[i] = i;
  while (changed)
    {
      changed = FALSE;
      for (guint i = 0; i < n; i++)
        for (guint j = 0; j < n; j++)
          if (set[j] < set[i] && share_an_id (&nodes[i], &nodes[j]))
            {
              set[i] = set[j];
              changed = TRUE;
            }
    }
  for (guint i = 0; i < n; i++)
    {
      if (letter_of[set[i]] == 0)
        letter_of[set[i]] = (char) ('A' + n_letters++);
      letters[i] = letter_of[set[i]];
    }
  letters[n] = '\0';
}

static void
shuffle (guint *order, guint n)
{
  for (guint i = 0; i < n; i++)
    order[i] = i;
  for (guint i = n - 1; i > 0; i--)
    {
      guint j = g_test_rand_int_range (0, (gint32) i + 1);
      guint kept = order[i];

      order[i] = order[j];
      order[j] = kept;
    }
}

static void
test_random_graphs (void)
{
  Fixture fixture;

  fixture_open (&fixture);
  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
      guint n = g_test_rand_int_range (2, MAX_MESSAGES);
      Node nodes[MAX_MESSAGES];
      char expected[MAX_MESSAGES + 1];

      make_random_graph (nodes, n, strings);
      expected_partition (nodes, n, expected);
      for (guint try = 0; try < 4; try++)
        {
          guint order[MAX_MESSAGES];
          gint64 ids[MAX_MESSAGES];
          char letters[MAX_MESSAGES + 1];

          shuffle (order, n);
          insert_in_order (&fixture, nodes, order, n, ids);
          read_partition (&fixture, ids, n, letters);
          g_assert_cmpstr (letters, ==, expected);
          check_counts (&fixture);
          recount (&fixture);
          read_partition (&fixture, ids, n, letters);
          g_assert_cmpstr (letters, ==, expected);
          check_counts (&fixture);
          shuffle (order, n);
          remove_one_by_one (&fixture, ids, order, n);
          forget_everything (&fixture);
        }
    }
  fixture_close (&fixture);
}

/* ---- large ones --------------------------------------------------------------------------- */

/* Two conversations that somebody's References join: the cost must not be their product. */
static void
test_large_merge (void)
{
  const guint n = 5000;
  Node left = { "", "left" };
  Node right = { "", "right" };
  Node joining = { "joining", "left right" };
  Fixture fixture;
  clock_t began;

  fixture_open (&fixture);
  g_assert_true (loft_mail_store_begin (fixture.store, NULL));
  for (guint i = 0; i < n; i++)
    {
      add (&fixture, &left, 2 * i, 2 * i);
      add (&fixture, &right, 2 * i, 2 * i + 1);
    }
  began = clock ();
  add (&fixture, &joining, 0, 2 * n);
  g_test_message ("%ld ms", (clock () - began) / (CLOCKS_PER_SEC / 1000));
  g_assert_cmpint (clock () - began, <, 3 * CLOCKS_PER_SEC);
  check_counts (&fixture);
  g_assert_true (loft_mail_store_commit (fixture.store, NULL));
  fixture_close (&fixture);
}

/* Thousands of pairs, of which the second half refers to the first in another order: some references
 * are in the large table by then, and a recount takes all there. */
static void
test_settled (void)
{
  const guint n = 3000;
  g_autofree gint64 *first = g_new (gint64, n);
  g_autofree gint64 *second = g_new (gint64, n);
  gint64 settled = 0;
  gint64 recent = 0;
  gint64 twice = 0;
  Fixture fixture;

  fixture_open (&fixture);
  for (guint pass = 0; pass < 2; pass++)
    {
      g_assert_true (loft_mail_store_begin (fixture.store, NULL));
      for (guint i = 0; i < n; i++)
        {
          guint which = pass ? (i * 1237) % n : i;
          g_autofree char *id = g_strdup_printf ("%s%u", pass ? "second" : "first", which);
          g_autofree char *reference = g_strdup_printf ("first%u", which);
          Node node = { id, pass ? reference : "" };

          (pass ? second : first)[which] = add (&fixture, &node, i, pass * n + i);
        }
      g_assert_true (loft_mail_store_commit (fixture.store, NULL));
      for (guint i = 0; pass && i < n; i++)
        g_assert_true (same_conversation (&fixture, first[i], second[i]));
      check_counts (&fixture);
    }
  settled = count (&fixture, "SELECT count (*) FROM conversation_reference");
  recent = count (&fixture, "SELECT count (*) FROM recent_reference");
  twice = count (&fixture, "SELECT count (*) FROM recent_reference JOIN conversation_reference"
                           " USING (hash)");
  g_assert_cmpint (settled, >, 0);
  g_assert_cmpint (recent, >, 0);
  g_assert_cmpint (settled + recent, ==, 2 * n);
  g_assert_cmpint (twice, ==, 0);

  g_assert_true (loft_mail_store_begin (fixture.store, NULL));
  recount (&fixture);
  g_assert_true (loft_mail_store_commit (fixture.store, NULL));
  g_assert_cmpint (count (&fixture, "SELECT count (*) FROM conversation_reference"), ==, 2 * n);
  for (guint i = 0; i < n; i++)
    g_assert_true (same_conversation (&fixture, first[i], second[i]));
  fixture_close (&fixture);
}

/* The newest of twins; nothing for ids that were only referred to. */
static void
test_find_message (void)
{
  const Node nodes[] = { { "one", "" }, { "two", "one never-seen" }, { "one", "" } };
  gint64 ids[G_N_ELEMENTS (nodes)];
  gint64 folder = 0;
  gint64 id = 0;
  Fixture fixture;

  fixture_open (&fixture);
  g_assert_true (loft_mail_store_begin (fixture.store, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    ids[i] = add (&fixture, &nodes[i], i, i + 1);
  g_assert_true (loft_mail_store_commit (fixture.store, NULL));
  g_assert_true (loft_conversation_store_find_message (fixture.store, "two", &folder, &id, NULL));
  g_assert_cmpint (id, ==, ids[1]);
  g_assert_cmpint (folder, ==, fixture.folders[1]);
  g_assert_true (loft_conversation_store_find_message (fixture.store, "one", &folder, &id, NULL));
  g_assert_cmpint (id, ==, ids[2]);
  g_assert_cmpint (folder, ==, fixture.folders[0]);
  g_assert_true (
    loft_conversation_store_find_message (fixture.store, "never-seen", &folder, &id, NULL));
  g_assert_cmpint (id, ==, 0);
  g_assert_true (loft_conversation_store_find_message (fixture.store, "", &folder, &id, NULL));
  g_assert_cmpint (id, ==, 0);
  fixture_close (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (graphs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/conversations/%s", graphs[i].name);

      g_test_add_data_func (path, &graphs[i], test_graph);
    }
  g_test_add_func ("/conversations/random", test_random_graphs);
  g_test_add_func ("/conversations/large-merge", test_large_merge);
  g_test_add_func ("/conversations/settled", test_settled);
  g_test_add_func ("/conversations/find-message", test_find_message);
  return g_test_run ();
}
