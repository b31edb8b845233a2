/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The parts of the window's search: what becomes a pill, and what is said of where was searched. */

#include "fake-service.h"
#include "loft-search-entry.h"
#include "loft-search-note.h"
#include "ui-test.h"

#include <string.h>

/* ---- pills -------------------------------------------------------------------------------- */

static LoftSearchEntry *
new_entry (void)
{
  return g_object_ref_sink (g_object_new (LOFT_TYPE_SEARCH_ENTRY, NULL));
}

/* Key by key, as a person types. */
static void
type (LoftSearchEntry *entry, const char *text)
{
  GtkEditable *editable = loft_search_entry_get_text (entry);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      int position = (int) g_utf8_strlen (gtk_editable_get_text (editable), -1);

      gtk_editable_insert_text (editable, p, (int) (g_utf8_next_char (p) - p), &position);
    }
}

static void
test_pills (void)
{
  static const struct {
    const char *typed;
    const char *left; /* words that are no pill */
    const char *query;
  } rows[] = {
    { "", "", "" },
    { "report", "report", "report" },
    { "from:eva", "from:eva", "from:eva" },
    { "from:eva ", "", "from:eva" },
    { "from:eva report", "report", "from:eva report" },
    { "report from:eva ", "report ", "from:eva report" },
    { "from:\"eva adler\" x", "x", "from:\"eva adler\" x" },
    { "from:\"eva adler", "from:\"eva adler", "from:\"eva adler" },
    { "-from:eva ", "", "-from:eva" },
    { "is:unread has:attachment ", "", "is:unread has:attachment" },
    { "from: ", "from: ", "from:" },
    { "before:someday ", "before:someday ", "before:someday" },
    { "from:eva OR from:bob ", "", "from:eva OR from:bob" },
    { "plan OR from:bob ", "plan OR from:bob ", "plan OR from:bob" },
    { "grün 東京 ", "grün 東京 ", "grün 東京" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftSearchEntry) entry = new_entry ();
      g_autofree char *query = NULL;

      type (entry, rows[i].typed);
      query = loft_search_entry_get_query (entry);
      g_test_message ("%s", rows[i].typed);
      g_assert_cmpstr (gtk_editable_get_text (loft_search_entry_get_text (entry)), ==,
                       rows[i].left);
      g_assert_cmpstr (query, ==, rows[i].query);
      g_assert_cmpint (loft_search_entry_has_pills (entry), ==,
                       strcmp (rows[i].left, rows[i].typed) != 0);
    }
}

static void
test_typed_word_is_a_prefix (void)
{
  static const char *const rows[][2] = {
    { "r", "r*" },
    { "report", "report*" },
    { "report ", "report" },
    { "rep*", "rep*" },
    { "from:eva", "from:eva*" },
    { "from:eva ", "from:eva" },
    { "is:unread", "is:unread" },
    { "\"quarterly re", "\"quarterly re" },
    { "from:eva rep", "from:eva rep*" },
    { "-rep", "-rep*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftSearchEntry) entry = new_entry ();
      g_autofree char *query = NULL;

      type (entry, rows[i][0]);
      query = loft_search_entry_get_typed_query (entry);
      g_assert_cmpstr (query, ==, rows[i][1]);
    }
}

static void
count (guint *n)
{
  ++*n;
}

static void
test_query_makes_pills (void)
{
  g_autoptr (LoftSearchEntry) entry = new_entry ();
  g_autofree char *query = NULL;
  guint n_changed = 0;

  g_signal_connect_swapped (entry, "changed", G_CALLBACK (count), &n_changed);
  loft_search_entry_set_query (entry, "from:eva is:unread plan");
  g_assert_cmpuint (n_changed, ==, 1);
  loft_search_entry_set_query (entry, "from:eva is:unread plan");
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_true (loft_search_entry_has_pills (entry));
  g_assert_cmpstr (gtk_editable_get_text (loft_search_entry_get_text (entry)), ==, "plan");
  loft_search_entry_add_pill (entry, "has:attachment");
  query = loft_search_entry_get_query (entry);
  g_assert_cmpstr (query, ==, "from:eva is:unread has:attachment plan");
}

/* ---- the note ----------------------------------------------------------------------------- */

static char *
note_of (const LoftServerSearchPart *parts, guint n_parts)
{
  g_autoptr (GPtrArray) array = g_ptr_array_new ();

  for (guint i = 0; i < n_parts; i++)
    g_ptr_array_add (array, (gpointer) &parts[i]);
  return loft_search_note_new (array);
}

static void
test_note (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  LoftMailAccount *work = fake_service_add_account (service, "Work", "eva@work.example");
  LoftMailAccount *home = fake_service_add_account (service, "Home", "eva@home.example");
  const struct {
    LoftServerSearchPart parts[2];
    guint n_parts;
    const char *note;
  } rows[] = {
    { { { work, LOFT_SERVER_SEARCH_NOT_NEEDED, 1, 0 } }, 1, "Searched the 1 message of Work." },
    { { { work, LOFT_SERVER_SEARCH_NOT_NEEDED, 7, 3 } }, 1, "Searched all 7 messages of Work." },
    { { { work, LOFT_SERVER_SEARCH_NOT_NEEDED, 7, 0 },
        { home, LOFT_SERVER_SEARCH_NOT_NEEDED, 9, 0 } },
      2,
      "Searched all of 2 accounts." },
    { { { work, LOFT_SERVER_SEARCH_RUNNING, 7, 3 } },
      1,
      "Asking the server about 3 messages of Work that are not downloaded…" },
    { { { work, LOFT_SERVER_SEARCH_DONE, 7, 1 } },
      1,
      "The server searched the text of 1 message of Work that is not downloaded." },
    { { { work, LOFT_SERVER_SEARCH_OFFLINE, 7, 3 }, { home, LOFT_SERVER_SEARCH_OFFLINE, 9, 4 } },
      2,
      "Offline: the text of 7 messages of Work, Home, not downloaded, was not searched." },
    { { { work, LOFT_SERVER_SEARCH_DONE, 7, 2 }, { home, LOFT_SERVER_SEARCH_FAILED, 9, 1 } },
      2,
      "The server searched the text of 2 messages of Work that are not downloaded. The server did"
      " not answer: the text of 1 message of Home was not searched." },
    { { { work, LOFT_SERVER_SEARCH_REFUSED, 7, 2 } },
      1,
      "The server cannot search for this: the text of 2 messages of Work is left out." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *note = note_of (rows[i].parts, rows[i].n_parts);

      g_assert_cmpstr (note, ==, rows[i].note);
    }
}

static void
test_note_of_problems (void)
{
  g_autoptr (LoftSearchQuery) good = loft_search_query_parse ("before:2024-03-01 plan");
  g_autoptr (LoftSearchQuery) bad = loft_search_query_parse ("plan before:someday");
  g_autofree char *nothing = loft_search_note_new_for_problems (good);
  g_autofree char *something = loft_search_note_new_for_problems (bad);

  g_assert_null (nothing);
  g_assert_nonnull (something);
  g_assert_nonnull (strstr (something, "someday"));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/pills", test_pills);
  g_test_add_func ("/search/typed-word-is-a-prefix", test_typed_word_is_a_prefix);
  g_test_add_func ("/search/query-makes-pills", test_query_makes_pills);
  g_test_add_func ("/search/note", test_note);
  g_test_add_func ("/search/note-of-problems", test_note_of_problems);
  return g_test_run ();
}
