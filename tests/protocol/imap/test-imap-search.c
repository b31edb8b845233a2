/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap-fixture.h"

#include <string.h>

#include "loft-imap-search.h"

/* Queries as search keys, and what servers answer. */

static char *
keys_of (const char *text, gboolean utf8)
{
  g_autoptr (LoftSearchQuery) query = loft_search_query_parse (text);
  g_autoptr (LoftImapCommand) command =
    loft_imap_command_new ("UID SEARCH", LOFT_IMAP_LITERAL_PLUS);
  GString *all = g_string_new (NULL);
  LoftImapCommandPart part;

  if (!loft_imap_search_can_ask (query))
    return g_string_free (all, FALSE);
  loft_imap_search_add_keys (command, query, utf8);
  for (guint i = 0; loft_imap_command_get_part (command, i, &part); i++)
    g_string_append_len (all, part.bytes, (gssize) part.length);
  g_string_erase (all, 0, strlen ("UID SEARCH "));
  return g_string_free (all, FALSE);
}

static void
test_keys (void)
{
  static const struct {
    const char *query;
    const char *keys; /* "": it cannot be asked */
  } rows[] = {
    { "plan", "TEXT \"plan\"" },
    { "plan report", "TEXT \"plan\" TEXT \"report\"" },
    { "\"two words\"", "TEXT \"two words\"" },
    { "-plan", "NOT TEXT \"plan\"" },
    { "a OR b", "OR TEXT \"a\" TEXT \"b\"" },
    { "a OR -b OR from:c d", "OR TEXT \"a\" OR NOT TEXT \"b\" FROM \"c\" TEXT \"d\"" },
    { "from:eva@example.org", "FROM \"eva@example.org\"" },
    { "-to:eva", "NOT OR TO \"eva\" CC \"eva\"" },
    { "subject:re*", "SUBJECT \"re\"" },
    { "body:x", "BODY \"x\"" },
    { "plan is:unread before:2024 in:Work", "TEXT \"plan\"" },
    { "plan OR is:unread", "" },
    { "b plan OR is:unread", "TEXT \"b\"" },
    { "is:unread", "" },
    { "filename:x", "" },
    { "plan filename:x", "" },
    { "", "" },
    { "a\\b", "TEXT \"a\\\\b\"" },
    { "größe", "TEXT {7+}\r\ngröße" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *keys = keys_of (rows[i].query, FALSE);

      g_test_message ("%s", rows[i].query);
      g_assert_cmpstr (keys, ==, rows[i].keys);
    }
}

static void
test_keys_utf8 (void)
{
  g_autofree char *keys = keys_of ("größe", TRUE);

  g_assert_cmpstr (keys, ==, "TEXT \"größe\"");
}

static const struct {
  const char *name;
  const char *query;
  const char *capabilities;
  const char *dialogue;
  int code; /* -1: fine */
  const char *uids;
} dialogues[] = {
  { "esearch", "plan", "ESEARCH",
    "C: <a> UID SEARCH RETURN (ALL) TEXT \"plan\"\nS: * ESEARCH (TAG \"x\") UID ALL 2,5:7\n"
    "S: <a> OK done\n",
    -1, "2,5:7" },
  { "old", "plan", "", "C: <a> UID SEARCH TEXT \"plan\"\nS: * SEARCH 7 2\nS: <a> OK done\n", -1,
    "2,7" },
  { "nothing", "plan", "", "C: <a> UID SEARCH TEXT \"plan\"\nS: * SEARCH\nS: <a> OK done\n", -1,
    "" },
  { "beyond-ascii", "größe", "LITERAL+",
    "C: <a> UID SEARCH CHARSET UTF-8 TEXT {7+}\nC: größe\nS: * SEARCH 3\nS: <a> OK done\n", -1,
    "3" },
  { "no-utf-8", "größe", "LITERAL+",
    "C: <a> UID SEARCH CHARSET UTF-8 TEXT {7+}\nC: größe\nS: <a> NO [BADCHARSET (US-ASCII)] no\n",
    LOFT_ERROR_REFUSED, NULL },
  { "names-of-files", "filename:x", "", "", LOFT_ERROR_REFUSED, NULL },
  { "cut-off", "plan", "", "C: <a> UID SEARCH TEXT \"plan\"\nS: * SEARCH 3\nclose\n",
    LOFT_ERROR_TEMPORARY, NULL },
};

static void
test_dialogues (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dialogues); i++)
    {
      g_autofree char *script =
        g_strconcat ("S: * PREAUTH [CAPABILITY IMAP4rev1 ", dialogues[i].capabilities, "] hi\n",
                     IMAP_SELECT, dialogues[i].dialogue, NULL);
      g_autoptr (LoftSearchQuery) query = loft_search_query_parse (dialogues[i].query);
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (LoftImapUidSet) uids = NULL;
      g_autofree char *found = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", dialogues[i].name);
      imap_fixture_init_selected (&fixture, script);
      uids = loft_imap_session_search (fixture.session, query, NULL, &error);
      if (dialogues[i].code >= 0)
        {
          g_assert_null (uids);
          g_assert_error (error, LOFT_ERROR, dialogues[i].code);
          continue;
        }
      g_assert_no_error (error);
      found = loft_imap_uid_set_to_text (uids);
      g_assert_cmpstr (found, ==, dialogues[i].uids);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap-search/keys", test_keys);
  g_test_add_func ("/imap-search/keys-utf8", test_keys_utf8);
  g_test_add_func ("/imap-search/dialogues", test_dialogues);
  return g_test_run ();
}
