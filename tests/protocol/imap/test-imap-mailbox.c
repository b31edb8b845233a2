/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap-fixture.h"

#include <string.h>
#include <time.h>

/* LIST, STATUS, NAMESPACE, SELECT, SEARCH, STORE. */

/* --- LIST --------------------------------------------------------------------------------- */

static char *
describe_mailboxes (GPtrArray *mailboxes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < mailboxes->len; i++)
    {
      LoftImapMailbox *mailbox = g_ptr_array_index (mailboxes, i);

      g_string_append_printf (text, "%s%s%s%s", mailbox->path,
                              mailbox->selectable ? "" : "!", mailbox->subscribed ? "+" : "",
                              mailbox->role != 0 ? "=" : "");
      if (mailbox->role != 0)
        g_string_append (text, loft_folder_role_to_name (mailbox->role));
      if (mailbox->has_status)
        g_string_append_printf (text, "(%u,%u,%u,%u,%" G_GUINT64_FORMAT ")", mailbox->messages,
                                mailbox->unseen, mailbox->uid_next, mailbox->uid_validity,
                                mailbox->highest_modseq);
      g_string_append_c (text, ' ');
    }
  return g_strchomp (g_string_free (text, FALSE));
}

static const struct {
  const char *name;
  gboolean with_status;
  const char *script;
  const char *expected; /* NULL: an error */
  int code;
} lists[] = {
  { "all-in-one", TRUE,
    IMAP_PREAUTH ("LIST-EXTENDED LIST-STATUS SPECIAL-USE CONDSTORE")
    "C: <a> LIST \"\" \"?\" RETURN (SUBSCRIBED SPECIAL-USE STATUS (MESSAGES UNSEEN UIDNEXT "
    "UIDVALIDITY HIGHESTMODSEQ))\n"
    "S: * LIST (\\Subscribed) \"/\" INBOX\n"
    "S: * STATUS INBOX (MESSAGES 3 UNSEEN 1 UIDNEXT 9 UIDVALIDITY 7 HIGHESTMODSEQ 12)\n"
    "S: * LIST (\\Sent \\HasNoChildren) \"/\" \"Work/Sent\"\n"
    "S: * STATUS \"Work/Sent\" (MESSAGES 1 UNSEEN 0 UIDNEXT 2 UIDVALIDITY 8 HIGHESTMODSEQ 1)\n"
    "S: * LIST (\\NonExistent) \"/\" Work\n"
    "S: <a> OK x\neof\n",
    "INBOX+=inbox(3,1,9,7,12) Work/Sent=sent(1,0,2,8,1) Work!" },
  { "names-only", FALSE,
    IMAP_PREAUTH ("LIST-EXTENDED LIST-STATUS SPECIAL-USE")
    "C: <a> LIST \"\" \"?\" RETURN (SUBSCRIBED SPECIAL-USE)\n"
    "S: * LIST () \"/\" INBOX\nS: <a> OK x\neof\n", "INBOX=inbox" },
  { "bare", TRUE,
    IMAP_PREAUTH ("")
    "C: <a> LIST \"\" \"?\"\n"
    "C: <b> LSUB \"\" \"?\"\n"
    "S: * LIST () \".\" INBOX\n"
    "S: * LIST (\\Noselect) \".\" a\n"
    "S: * LIST () \".\" \"a.b c\"\n"
    "S: <a> OK x\n"
    "S: * LSUB () \".\" inbox\n"
    "S: * LSUB () \".\" \"a.b c\"\n"
    "S: * LSUB () \".\" \"gone\"\n"
    "S: <b> OK x\n"
    "C: <a> STATUS \"INBOX\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)\n"
    "C: <b> STATUS \"a.b c\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)\n"
    "S: * STATUS Inbox (MESSAGES 3 UNSEEN 1 UIDNEXT 9 UIDVALIDITY 7)\n"
    "S: <a> OK x\n"
    "S: <b> NO not yours\neof\n",
    "INBOX+=inbox(3,1,9,7,0) a! a/b c+" },
  { "status-left-out-for-one", TRUE,
    IMAP_PREAUTH ("LIST-EXTENDED LIST-STATUS")
    "C: <a> LIST *\n"
    "S: * LIST () \"/\" a\nS: * STATUS a (MESSAGES 1)\nS: * LIST () \"/\" b\nS: <a> OK x\n"
    "C: <a> STATUS \"b\" *\nS: * STATUS b (MESSAGES 2)\nS: <a> OK x\neof\n",
    "a(1,0,0,0,0) b(2,0,0,0,0)" },
  { "namespaces", FALSE,
    IMAP_PREAUTH ("LIST-EXTENDED NAMESPACE")
    "C: <a> NAMESPACE\n"
    "S: * NAMESPACE ((\"\" \"/\")) ((\"~\" \"/\")) ((\"#shared/\" \"/\") (\"\" \"/\"))\n"
    "S: <a> OK x\n"
    "C: <a> LIST \"\" \"?\" RETURN (SUBSCRIBED)\n"
    "C: <b> LIST \"\" \"~?\" RETURN (SUBSCRIBED)\n"
    "C: <c> LIST \"\" \"#shared/?\" RETURN (SUBSCRIBED)\n"
    "S: * LIST () \"/\" INBOX\n"
    "S: * LIST () \"/\" \"#shared/a\"\n"
    "S: <a> OK x\n"
    "S: <b> NO no\n"
    "S: * LIST (\\Subscribed) \"/\" \"#shared/a\"\n"
    "S: * LIST () \"/\" \"#shared/b\"\n"
    "S: <c> OK x\neof\n",
    "INBOX=inbox #shared/a+ #shared/b" },
  { "prefix-is-quoted", FALSE,
    IMAP_PREAUTH ("LIST-EXTENDED NAMESPACE")
    "C: <a> NAMESPACE\n"
    "S: * NAMESPACE NIL ((\"a\\\"b\" \"/\")({7}\nraw a\\r\\nb c/\nS:  \"/\")) NIL\n"
    "S: <a> OK x\n"
    "C: <a> LIST \"\" \"?\" RETURN (SUBSCRIBED)\n"
    "C: <b> LIST \"\" \"a?\"b?\" RETURN (SUBSCRIBED)\n"
    "C: <c> LIST \"\" {8}\n"
    "S: <a> OK x\nS: <b> OK x\n"
    "S: + go\n"
    "C: a\nC: b c/? RETURN (SUBSCRIBED)\n"
    "S: <c> OK x\neof\n", "" },
  { "own-refused-others-not", FALSE,
    IMAP_PREAUTH ("LIST-EXTENDED NAMESPACE")
    "C: <a> NAMESPACE\nS: * NAMESPACE NIL ((\"~\" \"/\")) NIL\nS: <a> OK x\n"
    "C: <a> LIST *\nC: <b> LIST *\n"
    "S: <a> NO no\nS: * LIST () \"/\" \"~a\"\nS: <b> OK x\neof\n", NULL, LOFT_ERROR_REFUSED },
  { "other-not-just-now", FALSE,
    IMAP_PREAUTH ("LIST-EXTENDED NAMESPACE")
    "C: <a> NAMESPACE\nS: * NAMESPACE NIL ((\"~\" \"/\")(\"#\" \"/\")) NIL\nS: <a> OK x\n"
    "C: <a> LIST *\nC: <b> LIST *\nC: <c> LIST *\n"
    "S: * LIST () \"/\" a\nS: <a> OK x\nS: <b> NO [NOPERM] x\nS: <c> NO [UNAVAILABLE] x\neof\n",
    NULL, LOFT_ERROR_TEMPORARY },
  { "refused", FALSE,
    IMAP_PREAUTH ("LIST-EXTENDED") "C: <a> LIST *\nS: <a> NO [NOPERM] no\neof\n", NULL,
    LOFT_ERROR_REFUSED },
  { "literal-names", FALSE,
    IMAP_PREAUTH ("LIST-EXTENDED")
    "C: <a> LIST *\n"
    "raw * LIST () \"/\" {5}\\r\\na\"b\\\\c\\r\\n\n"
    "raw * LIST () \"/\" {4}\\r\\na\\r\\nb\\r\\n\n"
    "raw * LIST () \"/\" {3}\\r\\na\\0b\\r\\n\n"
    "S: <a> OK x\neof\n", "a\"b\\c" },
};

static void
test_list (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GPtrArray) mailboxes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = NULL;

  imap_fixture_init_connected (&fixture, lists[i].script);
  mailboxes = loft_imap_session_list (fixture.session, lists[i].with_status, NULL, &error);
  if (mailboxes != NULL)
    shown = describe_mailboxes (mailboxes);
  g_assert_cmpstr (shown, ==, lists[i].expected);
  if (lists[i].expected == NULL)
    g_assert_error (error, LOFT_ERROR, lists[i].code);
  g_assert_true (loft_imap_session_is_connected (fixture.session));
}

/* Names that are no names are left out; the others come. */
static void
test_hostile_names (void)
{
  g_autoptr (GString) script = g_string_new (IMAP_PREAUTH ("LIST-EXTENDED") "C: <a> LIST *\n");
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GPtrArray) mailboxes = NULL;
  g_autofree char *shown = NULL;

  g_string_append (script, "S: * LIST () \"/\" \"../../etc/passwd\"\n"
                           "S: * LIST () \"/\" \"a&AAAAYg-\"\n"
                           "S: * LIST () NIL \"..\"\n"
                           "S: * LIST () \"/\" \"/abs\"\n");
  g_string_append (script, "S: * LIST () \"/\" \"a");
  for (guint i = 0; i < 10000; i++)
    g_string_append (script, "/a");
  g_string_append (script, "\"\nS: * LIST () \"/\" last\nS: <a> OK x\neof\n");
  imap_fixture_init_connected (&fixture, script->str);
  mailboxes = loft_imap_session_list (fixture.session, FALSE, NULL, NULL);
  g_assert_nonnull (mailboxes);
  shown = describe_mailboxes (mailboxes);
  g_assert_cmpstr (shown, ==, "../../etc/passwd a&AAAAYg- .. last");
}

/* A list that does not end here would look as if the rest was gone. */
static void
test_too_many_mailboxes (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  imap_fixture_init_connected (&fixture,
                               IMAP_PREAUTH ("LIST-EXTENDED")
                               "C: <a> LIST *\n"
                               "repeat 200001\n"
                               "S: * LIST () \"/\" f<i>\n"
                               "end\n"
                               "S: <a> OK x\neof\n");
  g_assert_null (loft_imap_session_list (fixture.session, FALSE, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
}

/* Of this thread, so that a busy machine does not count. */
static gint64
processor_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec;
}

static void
test_many_mailboxes (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GPtrArray) mailboxes = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start;

  imap_fixture_init_connected (&fixture,
                               IMAP_PREAUTH ("LIST-EXTENDED LIST-STATUS")
                               "C: <a> LIST *\n"
                               "repeat 100000\n"
                               "S: * LIST () \"/\" \"folder/<i>\"\n"
                               "S: * STATUS \"folder/<i>\" (MESSAGES 1)\n"
                               "end\n"
                               "S: <a> OK x\neof\n");
  start = processor_seconds ();
  mailboxes = loft_imap_session_list (fixture.session, TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mailboxes->len, ==, 100000);
  g_assert_cmpint (processor_seconds () - start, <, 5);
}

/* --- SELECT ------------------------------------------------------------------------------- */

static void
test_select (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  LoftImapSelected selected;

  imap_fixture_init_connected (&fixture,
                               IMAP_PREAUTH ("")
                               "C: <a> SELECT \"Entw&APw-rfe\"\n"
                               "S: * FLAGS (\\Seen \\Draft work Forwarded)\n"
                               "S: * OK [PERMANENTFLAGS (\\Seen work \\*)] x\n"
                               "S: * 172 EXISTS\n"
                               "S: * 1 RECENT\n"
                               "S: * OK [UNSEEN 12] x\n"
                               "S: * OK [UIDVALIDITY 3857529045] x\n"
                               "S: * OK [UIDNEXT 4392] x\n"
                               "S: <a> OK [READ-WRITE] x\n"
                               "C: <a> SELECT \"gone\"\n"
                               "S: <a> NO [NONEXISTENT] no such\n"
                               "C: <a> SELECT \"old\"\n"
                               "S: * 0 EXISTS\n"
                               "S: * FLAGS (\\Seen b a)\n"
                               "S: <a> OK [READ-ONLY] x\n"
                               "eof\n");
  g_assert_true (loft_imap_session_select (fixture.session, "Entw&APw-rfe", 0, 0, &selected, NULL,
                                           &error));
  g_assert_cmpuint (selected.uid_validity, ==, 3857529045);
  g_assert_cmpuint (selected.uid_next, ==, 4392);
  g_assert_cmpuint (selected.exists, ==, 172);
  g_assert_cmpuint (selected.highest_modseq, ==, 0);
  g_assert_true (selected.keywords_allowed);
  g_assert_false (selected.read_only);
  g_assert_cmpstr (selected.permanent_keywords, ==, "work");
  g_assert_cmpstr (loft_imap_session_get_selected (fixture.session), ==, "Entw&APw-rfe");

  g_assert_false (loft_imap_session_select (fixture.session, "gone", 0, 0, &selected, NULL,
                                            &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
  g_assert_null (loft_imap_session_get_selected (fixture.session));
  g_clear_error (&error);

  g_assert_true (loft_imap_session_select (fixture.session, "old", 0, 0, &selected, NULL, &error));
  g_assert_true (selected.read_only);
  g_assert_false (selected.keywords_allowed);
  g_assert_cmpstr (selected.permanent_keywords, ==, "a b");
  imap_fixture_assert_log (&fixture, "");
}

static void
test_condstore (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  LoftImapSelected selected;

  imap_fixture_init_connected (&fixture,
                               IMAP_PREAUTH ("CONDSTORE")
                               "C: <a> SELECT \"a\" (CONDSTORE)\n"
                               "S: * OK [HIGHESTMODSEQ 715194045007] x\n"
                               "S: <a> OK x\n"
                               "C: <a> SELECT \"b\" (CONDSTORE)\n"
                               "S: * OK [NOMODSEQ] x\n"
                               "S: <a> OK x\n"
                               "eof\n");
  g_assert_true (loft_imap_session_select (fixture.session, "a", 7, 5, &selected, NULL, NULL));
  g_assert_cmpuint (selected.highest_modseq, ==, 715194045007);
  g_assert_true (loft_imap_session_select (fixture.session, "b", 0, 0, &selected, NULL, NULL));
  g_assert_cmpuint (selected.highest_modseq, ==, 0);
}

#define QRESYNC \
  IMAP_PREAUTH ("ENABLE QRESYNC CONDSTORE") \
  "C: <a> ENABLE QRESYNC CONDSTORE\n" \
  "S: * ENABLED QRESYNC CONDSTORE\n" \
  "S: <a> OK x\n"

static const struct {
  const char *name;
  const char *script;
  guint32 validity;
  guint64 modseq;
  const char *log;
} resyncs[] = {
  { "changes",
    QRESYNC
    "C: <a> SELECT \"INBOX\" (QRESYNC (67890007 20050715194045000))\n"
    "S: * 314 EXISTS\n"
    "S: * OK [UIDVALIDITY 67890007] x\n"
    "S: * OK [HIGHESTMODSEQ 20050715194045319] x\n"
    "S: * VANISHED (EARLIER) 41,43:116\n"
    "S: * 49 FETCH (UID 117 FLAGS (\\Seen) MODSEQ (20050715194045001))\n"
    "S: <a> OK [READ-WRITE] x\neof\n",
    67890007, 20050715194045000,
    "vanished=41,43:116,earlier update 117:flags=1,;modseq=20050715194045001;" },
  { "other-validity",
    QRESYNC
    "C: <a> SELECT \"INBOX\" (QRESYNC (5 9))\n"
    "S: * OK [UIDVALIDITY 6] x\n"
    "S: * VANISHED (EARLIER) 1:1000\n"
    "S: * 1 FETCH (UID 1 FLAGS ())\n"
    "S: <a> OK x\neof\n", 5, 9, "" },
  { "no-validity",
    QRESYNC
    "C: <a> SELECT \"INBOX\" (QRESYNC (5 9))\n"
    "S: * VANISHED (EARLIER) 1:1000\n"
    "S: <a> OK x\neof\n", 5, 9, "" },
  { "unknown-modseq",
    QRESYNC "C: <a> SELECT \"INBOX\" (CONDSTORE)\nS: <a> OK x\neof\n", 5, 0, "" },
  { "enable-refused",
    IMAP_PREAUTH ("ENABLE QRESYNC")
    "C: <a> ENABLE QRESYNC CONDSTORE\nS: <a> BAD x\n"
    "C: <a> SELECT \"INBOX\"\nS: <a> OK x\neof\n", 5, 9, "" },
  { "not-enabled",
    IMAP_PREAUTH ("ENABLE QRESYNC")
    "C: <a> ENABLE QRESYNC CONDSTORE\nS: * ENABLED CONDSTORE\nS: <a> OK x\n"
    "C: <a> SELECT \"INBOX\"\nS: <a> OK x\neof\n", 5, 9, "" },
};

static void
test_resync (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  LoftImapSelected selected;

  imap_fixture_init_connected (&fixture, resyncs[i].script);
  g_assert_true (loft_imap_session_select (fixture.session, "INBOX", resyncs[i].validity,
                                           resyncs[i].modseq, &selected, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (loft_imap_session_has_capability (fixture.session, "QRESYNC"), ==,
                   strstr (resyncs[i].script, "ENABLED QRESYNC") != NULL);
  imap_fixture_assert_log (&fixture, resyncs[i].log);
}

/* What the server still has to say about the mailbox before is not told of the new one. */
static void
test_closed (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  LoftImapSelected selected;

  imap_fixture_init_connected (&fixture,
                               QRESYNC
                               "C: <a> SELECT \"one\" (CONDSTORE)\n"
                               "S: * OK [UIDVALIDITY 1] x\n"
                               "S: <a> OK x\n"
                               "C: <a> SELECT \"two\" (QRESYNC (1 5))\n"
                               "S: * 99 EXISTS\n"
                               "S: * VANISHED 1:50\n"
                               "S: * 4 FETCH (UID 4 FLAGS (\\Deleted))\n"
                               "S: * OK [CLOSED] bye\n"
                               "S: * 3 EXISTS\n"
                               "S: * OK [UIDVALIDITY 1] x\n"
                               "S: * VANISHED (EARLIER) 60\n"
                               "S: <a> OK x\n"
                               "eof\n");
  g_assert_true (loft_imap_session_select (fixture.session, "one", 0, 0, &selected, NULL, &error));
  g_assert_true (loft_imap_session_select (fixture.session, "two", 1, 5, &selected, NULL, &error));
  g_assert_cmpuint (selected.exists, ==, 3);
  imap_fixture_assert_log (&fixture, "vanished=60,earlier");
}

static void
test_names_in_commands (void)
{
  static const struct {
    const char *mailbox;
    const char *script;
  } rows[] = {
    { "a\"b\\c", IMAP_PREAUTH ("") "C: <a> SELECT \"a?\"b??c\"\nS: <a> OK\neof\n" },
    { "a\r\nA9 DELETE b", IMAP_PREAUTH ("LITERAL+")
      "C: <a> SELECT {14+}\nreceive 16\nS: <a> OK\neof\n" },
    { "\xc3\xa4", IMAP_PREAUTH ("") "C: <a> SELECT {2}\nS: +\nC: \xc3\xa4\nS: <a> OK\neof\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (ImapFixture) fixture = { NULL };
      LoftImapSelected selected;

      imap_fixture_init_connected (&fixture, rows[i].script);
      g_assert_true (loft_imap_session_select (fixture.session, rows[i].mailbox, 0, 0, &selected,
                                               NULL, NULL));
    }
}

/* After NO to a literal the rest of the command must not come, now or later. */
static void
test_literal_refused (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  LoftImapSelected selected;

  imap_fixture_init_connected (&fixture,
                               IMAP_PREAUTH ("")
                               "C: <a> SELECT {2}\n"
                               "S: <a> NO [CANNOT] no such names\n"
                               "C: <a> NOOP\n"
                               "S: <a> OK x\n"
                               "eof\n");
  g_assert_false (loft_imap_session_select (fixture.session, "\xc3\xa4", 0, 0, &selected, NULL,
                                            &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  g_assert_true (loft_imap_session_noop (fixture.session, NULL, NULL));
}

/* --- SEARCH ------------------------------------------------------------------------------- */

static const struct {
  const char *name;
  const char *script;
  const char *found;
} searches[] = {
  { "plain", IMAP_PREAUTH ("") IMAP_SELECT
    "C: <a> UID SEARCH ALL\nS: * SEARCH 5 1 2 3\nS: <a> OK x\neof\n", "1:3,5" },
  { "in-pieces", IMAP_PREAUTH ("") IMAP_SELECT
    "C: <a> UID SEARCH ALL\nS: * SEARCH 1 2\nS: * SEARCH 3\nS: * SEARCH\nS: <a> OK x\neof\n",
    "1:3" },
  { "nothing", IMAP_PREAUTH ("") IMAP_SELECT
    "C: <a> UID SEARCH ALL\nS: * SEARCH\nS: <a> OK x\neof\n", "" },
  { "not-even-an-answer", IMAP_PREAUTH ("") IMAP_SELECT
    "C: <a> UID SEARCH ALL\nS: <a> OK x\neof\n", "" },
  { "extended", IMAP_PREAUTH ("ESEARCH") IMAP_SELECT
    "C: <a> UID SEARCH RETURN (ALL) ALL\nS: * ESEARCH (TAG \"A2\") UID ALL 1:4294967295\n"
    "S: <a> OK x\neof\n", "1:4294967295" },
  { "extended-nothing", IMAP_PREAUTH ("ESEARCH") IMAP_SELECT
    "C: <a> UID SEARCH RETURN (ALL) ALL\nS: * ESEARCH (TAG \"A2\") UID\nS: <a> OK x\neof\n", "" },
  { "extended-answered-plain", IMAP_PREAUTH ("ESEARCH") IMAP_SELECT
    "C: <a> UID SEARCH RETURN (ALL) ALL\nS: * SEARCH 4 3\nS: <a> OK x\neof\n", "3:4" },
  { "with-news", IMAP_PREAUTH ("") IMAP_SELECT
    "C: <a> UID SEARCH ALL\nS: * 4 EXISTS\nS: * SEARCH 4\nS: * 1 EXPUNGE\nS: <a> OK x\neof\n",
    "4" },
  { "refused", IMAP_PREAUTH ("") IMAP_SELECT
    "C: <a> UID SEARCH ALL\nS: <a> NO x\neof\n", NULL },
};

static void
test_search (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (LoftImapUidSet) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  imap_fixture_init_selected (&fixture, searches[i].script);
  found = loft_imap_session_search_all (fixture.session, NULL, &error);
  if (found != NULL)
    text = loft_imap_uid_set_to_text (found);
  g_assert_cmpstr (text, ==, searches[i].found);
}

/* 300,000 messages on a server without ESEARCH: one line of 2 MB. */
static void
test_search_long (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (LoftImapUidSet) found = NULL;
  g_autoptr (GError) error = NULL;

  imap_fixture_init_selected (&fixture, IMAP_PREAUTH ("") IMAP_SELECT
                              "C: <a> UID SEARCH ALL\n"
                              "raw * SEARCH\n"
                              "repeat 300000\n"
                              "raw  <i>\n"
                              "end\n"
                              "raw \\r\\n\n"
                              "S: <a> OK x\neof\n");
  found = loft_imap_session_search_all (fixture.session, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loft_imap_uid_set_count (found), ==, 300000);
}

static void
test_nothing_selected (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_parse ("1", -1, 0);
  gboolean changed = TRUE;

  imap_fixture_init_connected (&fixture, IMAP_PREAUTH ("") "eof\n");
  g_assert_null (loft_imap_session_search_all (fixture.session, NULL, NULL));
  g_assert_false (loft_imap_session_store (fixture.session, uids, LOFT_FLAG_SEEN, 0, NULL, NULL,
                                           NULL, NULL));
  g_assert_false (loft_imap_session_fetch (fixture.session, uids, LOFT_IMAP_FETCH_FLAGS, 0, 1, 0,
                                           imap_fixture_take_fetch, &fixture, NULL, NULL));
  g_assert_null (loft_imap_session_fetch_range (fixture.session, 1, 0, 1, NULL, NULL));
  g_assert_false (loft_imap_session_idle (fixture.session, 1, &changed, NULL, NULL));
  g_assert_false (changed);
  g_assert_true (loft_imap_session_is_connected (fixture.session));
}

/* --- STORE -------------------------------------------------------------------------------- */

static const struct {
  const char *name;
  const char *script;
  LoftFlags add;
  LoftFlags remove;
  const char *add_keywords;
  const char *remove_keywords;
  int code; /* -1: fine */
  const char *log;
} stores[] = {
  { "both-pipelined",
    "C: <a> UID STORE 1:3,9 +FLAGS.SILENT (\\Seen $Forwarded work)\n"
    "C: <b> UID STORE 1:3,9 -FLAGS.SILENT (\\Flagged old older)\n"
    "S: * 1 FETCH (UID 1 MODSEQ (12))\n"
    "S: <a> OK x\nS: <b> OK x\neof\n",
    LOFT_FLAG_SEEN | LOFT_FLAG_FORWARDED, LOFT_FLAG_FLAGGED, "work", "old older", -1,
    "update 1:modseq=12;" },
  { "all-flags",
    "C: <a> UID STORE 1:3,9 +FLAGS.SILENT (\\Seen \\Answered \\Flagged \\Draft \\Deleted "
    "$Forwarded)\nS: <a> OK x\neof\n", LOFT_FLAGS_ALL, 0, "", NULL, -1, "" },
  { "keywords-only", "C: <a> UID STORE 1:3,9 -FLAGS.SILENT (a)\nS: <a> OK x\neof\n", 0, 0, NULL,
    "a", -1, "" },
  { "nothing", "eof\n", 0, 0, NULL, NULL, -1, "" },
  { "keyword-not-ascii", "eof\n", LOFT_FLAG_SEEN, 0, "größe", NULL, LOFT_ERROR_REFUSED, "" },
  { "keyword-with-a-command", "eof\n", LOFT_FLAG_SEEN, 0, "a)\r\nA9 DELETE (b", NULL,
    LOFT_ERROR_REFUSED, "" },
  { "refused",
    "C: <a> UID STORE 1:3,9 +FLAGS.SILENT (\\Seen)\nC: <b> UID STORE 1:3,9 -FLAGS.SILENT (x)\n"
    "S: <a> NO [NOPERM] no\nS: <b> OK x\neof\n", LOFT_FLAG_SEEN, 0, NULL, "x", LOFT_ERROR_REFUSED,
    "" },
  { "quota",
    "C: <a> UID STORE *\nS: <a> NO [OVERQUOTA] no\neof\n", LOFT_FLAG_SEEN, 0, NULL, NULL,
    LOFT_ERROR_FULL, "" },
};

static void
test_store (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *script = g_strconcat (IMAP_PREAUTH ("") IMAP_SELECT, stores[i].script, NULL);
  g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_parse ("1:3,9", -1, 0);
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  imap_fixture_init_selected (&fixture, script);
  g_assert_cmpint (loft_imap_session_store (fixture.session, uids, stores[i].add, stores[i].remove,
                                            stores[i].add_keywords, stores[i].remove_keywords, NULL,
                                            &error),
                   ==, stores[i].code < 0);
  if (stores[i].code >= 0)
    g_assert_error (error, LOFT_ERROR, stores[i].code);
  g_assert_true (loft_imap_session_is_connected (fixture.session));
  imap_fixture_assert_log (&fixture, stores[i].log);
}

static void
test_store_old_forwarded (void)
{
  g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_parse ("4", -1, 0);
  g_auto (ImapFixture) fixture = { NULL };

  imap_fixture_init_selected (&fixture,
                              IMAP_PREAUTH ("")
                              "C: <a> SELECT *\n"
                              "S: * FLAGS (\\Seen Forwarded)\n"
                              "S: <a> OK x\n"
                              "C: <a> UID STORE 4 -FLAGS.SILENT ($Forwarded Forwarded)\n"
                              "S: <a> OK x\n"
                              "C: <a> UID STORE 4 +FLAGS.SILENT ($Forwarded)\n"
                              "S: <a> OK x\n"
                              "eof\n");
  g_assert_true (loft_imap_session_store (fixture.session, uids, 0, LOFT_FLAG_FORWARDED, NULL, NULL,
                                          NULL, NULL));
  g_assert_true (loft_imap_session_store (fixture.session, uids, LOFT_FLAG_FORWARDED, 0, NULL, NULL,
                                          NULL, NULL));
}

/* 5,000 scattered UIDs: every line under 8,000 bytes, each UID once. */
static void
test_store_long (void)
{
  g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_new ();
  g_autoptr (LoftImapUidSet) seen = loft_imap_uid_set_new ();
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *received = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint32 i = 0; i < 5000; i++)
    loft_imap_uid_set_add (uids, 1000000000 + 2 * i);
  imap_fixture_init_selected (&fixture, IMAP_PREAUTH ("") IMAP_SELECT
                              "repeat 8\n"
                              "C: <a> UID STORE *\n"
                              "S: <a> OK x\n"
                              "end\n");
  g_assert_true (loft_imap_session_store (fixture.session, uids, LOFT_FLAG_SEEN, 0, NULL, NULL,
                                          NULL, &error));
  g_assert_no_error (error);
  received = loft_script_server_get_received_plain (fixture.server, NULL);
  lines = g_strsplit (received, "\r\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *set = strstr (lines[i], "UID STORE ");
      g_autoptr (LoftImapUidSet) part = NULL;

      g_assert_cmpuint (strlen (lines[i]), <, 8000);
      if (set == NULL)
        continue;
      set += strlen ("UID STORE ");
      part = loft_imap_uid_set_parse (set, (gssize) strcspn (set, " "), 0);
      g_assert_nonnull (part);
      loft_imap_uid_set_remove (uids, part);
    }
  g_assert_true (loft_imap_uid_set_is_empty (uids));
}

static void
add_numbered (const char *group, const char *name, gsize i, GTestDataFunc func)
{
  g_autofree char *path = g_strdup_printf ("/imap/mailbox/%s/%s", group, name);

  g_test_add_data_func (path, GSIZE_TO_POINTER (i), func);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    add_numbered ("list", lists[i].name, i, test_list);
  for (gsize i = 0; i < G_N_ELEMENTS (resyncs); i++)
    add_numbered ("resync", resyncs[i].name, i, test_resync);
  for (gsize i = 0; i < G_N_ELEMENTS (searches); i++)
    add_numbered ("search", searches[i].name, i, test_search);
  for (gsize i = 0; i < G_N_ELEMENTS (stores); i++)
    add_numbered ("store", stores[i].name, i, test_store);
  g_test_add_func ("/imap/mailbox/hostile-names", test_hostile_names);
  g_test_add_func ("/imap/mailbox/many", test_many_mailboxes);
  g_test_add_func ("/imap/mailbox/too-many", test_too_many_mailboxes);
  g_test_add_func ("/imap/mailbox/select", test_select);
  g_test_add_func ("/imap/mailbox/condstore", test_condstore);
  g_test_add_func ("/imap/mailbox/closed", test_closed);
  g_test_add_func ("/imap/mailbox/names-in-commands", test_names_in_commands);
  g_test_add_func ("/imap/mailbox/literal-refused", test_literal_refused);
  g_test_add_func ("/imap/mailbox/search-long", test_search_long);
  g_test_add_func ("/imap/mailbox/nothing-selected", test_nothing_selected);
  g_test_add_func ("/imap/mailbox/store-old-forwarded", test_store_old_forwarded);
  g_test_add_func ("/imap/mailbox/store-long", test_store_long);
  return g_test_run ();
}
