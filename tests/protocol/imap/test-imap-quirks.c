/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap-fixture.h"
#include "loft-imap-quirks.h"

#include <string.h>

/* Known servers by what they say, and what is done about it. The dialogues are as people have
 * recorded them, cut to what matters. */

/* --- The table ---------------------------------------------------------------------------- */

static const struct {
  const char *product; /* NULL: none of them */
  const char *host;
  const char *greeting;
  const char *id_name;
  const char *capability;
  LoftImapQuirks quirks;
} facts[] = {
  { "iCloud", "p03-imap.mail.me.com", NULL, NULL, NULL, LOFT_IMAP_QUIRK_NO_QRESYNC },
  { "iCloud", "mail.me.com", NULL, NULL, NULL, LOFT_IMAP_QUIRK_NO_QRESYNC },
  { "iCloud", "localhost", "(2109B29-d3afe4d5aba6) pv33p00im-iscream021.me.com", NULL, NULL,
    LOFT_IMAP_QUIRK_NO_QRESYNC },
  { NULL, "evilmail.me.com", "hi", NULL, NULL, 0 },
  { "Coremail", "imap.163.com", "Coremail System IMap Server Ready", NULL, NULL,
    LOFT_IMAP_QUIRK_WANTS_ID },
  { "Coremail", "imap.example.cn", "ready", NULL, "X-CM-EXT-1", LOFT_IMAP_QUIRK_WANTS_ID },
  { "Exchange", "mail.example.com",
    "The Microsoft Exchange IMAP4 service is ready. [RgBSADIAUAAyADgAMQBDAEEA]", NULL, NULL,
    LOFT_IMAP_QUIRK_LOSES_BACK_END | LOFT_IMAP_QUIRK_SHORT_PIPELINE },
  { "Exchange", "mail.example.com", "Microsoft Exchange IMAP4 service ready.", NULL, NULL,
    LOFT_IMAP_QUIRK_LOSES_BACK_END | LOFT_IMAP_QUIRK_SHORT_PIPELINE },
  { "Outlook.com", "outlook.office365.com", NULL, NULL, NULL,
    LOFT_IMAP_QUIRK_LOSES_BACK_END | LOFT_IMAP_QUIRK_SHORT_PIPELINE },
  { "Courier", "mail.example.com",
    "Courier-IMAP ready. Copyright 1998-2011 Double Precision, Inc.", NULL, NULL,
    LOFT_IMAP_QUIRK_MUTES_ALERT },
  { "Yahoo", "imap.mail.yahoo.com", "IMAP4rev1 imapgate-1.8.1_01.20166", "Y!IMAP", NULL,
    LOFT_IMAP_QUIRK_BAD_MESSAGES },
  { "Yahoo", "imap.aol.com", NULL, NULL, "XYMHIGHESTMODSEQ", LOFT_IMAP_QUIRK_BAD_MESSAGES },
  { NULL, "imap.gmail.com", "Gimap ready for requests", "GImap", "X-GM-EXT-1", 0 },
  { NULL, "mail.example.org", "Dovecot (Debian) ready.", "Dovecot", "NOTIFY", 0 },
  { NULL, NULL, NULL, NULL, NULL, 0 },
};

static gboolean
is_tested (const char *product)
{
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    if (g_strcmp0 (facts[i].product, product) == 0)
      return TRUE;
  return FALSE;
}

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autoptr (GHashTable) capabilities = g_hash_table_new (g_str_hash, g_str_equal);
      LoftImapServerFacts given = { facts[i].host, facts[i].greeting, facts[i].id_name,
                                    capabilities };

      g_hash_table_add (capabilities, "IMAP4REV1");
      if (facts[i].capability != NULL)
        g_hash_table_add (capabilities, (char *) facts[i].capability);
      g_assert_cmpint (loft_imap_quirks_find (&given), ==, facts[i].quirks);
    }
  for (guint i = 0; loft_imap_quirks_get_product (i) != NULL; i++)
    g_assert_true (is_tested (loft_imap_quirks_get_product (i)));
}

/* --- What is done ------------------------------------------------------------------------- */

/* ENABLE without QRESYNC, and SELECT without it, whatever is offered and confirmed. */
static void
test_icloud (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  LoftImapSelected selected;

  imap_fixture_init_connected (&fixture,
    "S: * PREAUTH [CAPABILITY XAPPLEPUSHSERVICE IMAP4rev1 CONDSTORE ENABLE QRESYNC] (2109B29) "
    "pv33p00im-iscream021.me.com\n"
    "C: <a> ENABLE CONDSTORE\nS: * ENABLED CONDSTORE QRESYNC\nS: <a> OK ENABLE completed\n"
    "C: <a> SELECT \"INBOX\" (CONDSTORE)\nS: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] x\n"
    "S: * OK [HIGHESTMODSEQ 9] x\nS: <a> OK x\n");
  g_assert_false (loft_imap_session_has_capability (fixture.session, "QRESYNC"));
  g_assert_true (loft_imap_session_select (fixture.session, "INBOX", 7, 5, &selected, NULL,
                                           &error));
  g_assert_no_error (error);
}

/* Who enables QRESYNC and then refuses its parameters is asked without, from then on; whoever
 * refuses that too, means the mailbox. */
static void
test_qresync_refused (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  LoftImapSelected selected;

  imap_fixture_init_connected (&fixture,
    "S: * PREAUTH [CAPABILITY IMAP4rev1 ENABLE CONDSTORE QRESYNC] ready\n"
    "C: <a> ENABLE QRESYNC CONDSTORE\nS: * ENABLED CONDSTORE QRESYNC\nS: <a> OK x\n"
    "C: <a> SELECT \"Gone\" (QRESYNC (7 5))\nS: <a> NO not for you\n"
    "C: <a> SELECT \"Gone\" (CONDSTORE)\nS: <a> NO not for you\n"
    "C: <a> SELECT \"Lost\" (QRESYNC (7 5))\nS: <a> NO [NONEXISTENT] gone\n"
    "C: <a> SELECT \"INBOX\" (QRESYNC (7 5))\nS: <a> BAD SELECT failed. Illegal arguments.\n"
    "C: <a> SELECT \"INBOX\" (CONDSTORE)\nS: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] x\n"
    "S: * OK [HIGHESTMODSEQ 9] x\nS: <a> OK x\n"
    "C: <a> SELECT \"INBOX\" (CONDSTORE)\nS: * 3 EXISTS\nS: <a> OK x\n");
  g_assert_false (loft_imap_session_select (fixture.session, "Gone", 7, 5, &selected, NULL,
                                            &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (loft_imap_session_select (fixture.session, "Lost", 7, 5, &selected, NULL,
                                            &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
  g_clear_error (&error);
  g_assert_true (loft_imap_session_has_capability (fixture.session, "QRESYNC"));
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (loft_imap_session_select (fixture.session, "INBOX", 7, 5, &selected, NULL,
                                               &error));
      g_assert_no_error (error);
      g_assert_false (loft_imap_session_has_capability (fixture.session, "QRESYNC"));
    }
}

/* ID before SELECT, although it is not offered. */
static void
test_coremail (void)
{
  static const char *const greetings[] = {
    "S: * PREAUTH [CAPABILITY IMAP4rev1 XLIST SPECIAL-USE ID LITERAL+ X-CM-EXT-1] Coremail System\n",
    "S: * PREAUTH [CAPABILITY IMAP4rev1 XLIST SPECIAL-USE LITERAL+ X-CM-EXT-1] ready\n",
    "S: * PREAUTH [CAPABILITY IMAP4rev1] Coremail System IMap Server Ready(163com[071018])\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (greetings); i++)
    {
      g_autofree char *script = g_strconcat (greetings[i],
        "C: <a> ID (\"name\" \"Loft\" \"version\" *\nS: * ID (\"name\" \"Coremail Imap\")\n"
        "S: <a> OK ID completed\n" IMAP_SELECT, NULL);
      g_auto (ImapFixture) fixture = { NULL };

      imap_fixture_init_selected (&fixture, script);
    }
}

/* A lost back end is a reason to come anew; what anybody else says so is a plain refusal. */
static void
test_exchange_back_end (void)
{
  static const char *const greetings[] = {
    "S: * PREAUTH [CAPABILITY IMAP4rev1] The Microsoft Exchange IMAP4 service is ready.\n",
    "S: * PREAUTH [CAPABILITY IMAP4rev1] ready\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (greetings); i++)
    {
      g_autofree char *script = g_strconcat (greetings[i],
        "C: <a> NOOP\nS: <a> BAD User is authenticated but not connected.\neof\n", NULL);
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (GError) error = NULL;
      int code = i == 0 ? LOFT_ERROR_TEMPORARY : LOFT_ERROR_REFUSED;

      imap_fixture_init_connected (&fixture, script);
      g_assert_false (loft_imap_session_noop (fixture.session, NULL, &error));
      g_assert_error (error, LOFT_ERROR, code);
      g_assert_true (loft_imap_session_is_connected (fixture.session) == (i == 1));
    }
}

/* Four STATUS in flight, not sixteen: the fifth comes after the first answer. */
static void
test_exchange_pipeline (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GPtrArray) mailboxes = NULL;
  g_autoptr (GError) error = NULL;

  imap_fixture_init_connected (&fixture,
    "S: * PREAUTH [CAPABILITY IMAP4rev1] The Microsoft Exchange IMAP4 service is ready.\n"
    "C: <a> LIST *\nrepeat 6\nS: * LIST () \"/\" m<i>\nend\nS: <a> OK x\n"
    "C: <a> LSUB *\nS: <a> OK x\n"
    "C: <a> STATUS \"m1\" *\nC: <b> STATUS \"m2\" *\nC: <c> STATUS \"m3\" *\nC: <d> STATUS \"m4\" *\n"
    "S: * STATUS m1 (MESSAGES 1)\nS: <a> OK x\n"
    "C: <e> STATUS \"m5\" *\n"
    "S: <b> OK x\nC: <f> STATUS \"m6\" *\n"
    "S: <c> OK x\nS: <d> OK x\nS: <e> OK x\nS: <f> OK x\n");
  mailboxes = loft_imap_session_list (fixture.session, TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mailboxes->len, ==, 6);
}

static void
test_courier_alert (void)
{
  g_auto (ImapFixture) fixture = { NULL };

  imap_fixture_init_selected (&fixture,
    "S: * PREAUTH [CAPABILITY IMAP4rev1 IDLE] Courier-IMAP ready. Copyright 1998-2011\n"
    "C: <tag> SELECT *\n"
    "S: * OK [ALERT] Filesystem notification initialization error -- contact your mail "
    "administrator (check for configuration errors with the FAM/Gamin library)\n"
    "S: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] x\nS: <tag> OK x\n"
    "C: <tag> NOOP\nS: * OK [ALERT] The disk is full\nS: <tag> OK x\n");
  g_assert_null (loft_imap_session_get_alert (fixture.session));
  g_assert_true (loft_imap_session_noop (fixture.session, NULL, NULL));
  g_assert_cmpstr (loft_imap_session_get_alert (fixture.session), ==, "The disk is full");
}

/* --- One bad message among many ----------------------------------------------------------- */

#define YAHOO "S: * PREAUTH [CAPABILITY IMAP4rev1 ID MOVE XYMHIGHESTMODSEQ] imapgate-1.8.1\n" \
  "C: <a> ID *\nS: * ID (\"name\" \"Y!IMAP\")\nS: <a> OK x\n"
#define EXCHANGE "S: * PREAUTH [CAPABILITY IMAP4rev1] The Microsoft Exchange IMAP4 service\n"
#define OTHER "S: * PREAUTH [CAPABILITY IMAP4rev1] hi\n"
#define BODY(n) "raw * " n " FETCH (UID " n " BODY[] {1}\\r\\n" n ")\\r\\n\n"

static const struct {
  const char *name;
  const char *script;
  int code;
  const char *log;
} bad_messages[] = {
  { "yahoo",
    YAHOO IMAP_SELECT
    "C: <a> UID FETCH 1:4 *\n" BODY ("4") "S: <a> NO [UNAVAILABLE] UID FETCH Server error while "
    "fetching messages\n"
    "C: <a> UID FETCH 3 *\n" BODY ("3") "S: <a> OK x\n"
    "C: <a> UID FETCH 2 *\nS: <a> NO [SERVERBUG] UID FETCH Server error - Please try again later\n"
    "C: <a> UID FETCH 1 *\n" BODY ("1") "S: <a> OK x\n", -1, "4:data=4; 3:data=3; 1:data=1;" },
  { "exchange",
    EXCHANGE IMAP_SELECT
    "C: <a> UID FETCH 1:4 *\nS: <a> NO The requested message could not be converted to an RFC-822 "
    "compatible format.\n"
    "C: <a> UID FETCH 4 *\n" BODY ("4") "S: <a> OK x\n"
    "C: <a> UID FETCH 3 *\n" BODY ("3") "S: <a> OK x\n"
    "C: <a> UID FETCH 2 *\nS: <a> NO The requested message could not be converted to an RFC-822 "
    "compatible format.\n"
    "C: <a> UID FETCH 1 *\n" BODY ("1") "S: <a> OK x\n", -1, "4:data=4; 3:data=3; 1:data=1;" },
  { "a-bad-day-of-anybody-else",
    OTHER IMAP_SELECT "C: <a> UID FETCH 1:4 *\nS: <a> NO [UNAVAILABLE] come back\neof\n",
    LOFT_ERROR_TEMPORARY, "" },
  { "everything-refused",
    OTHER IMAP_SELECT "C: <a> UID FETCH 1:4 *\nS: <a> NO no\n"
    "repeat 4\nC: <a> UID FETCH ? *\nS: <a> NO no\nend\n", -1, "" },
  { "cut-off-meanwhile",
    OTHER IMAP_SELECT "C: <a> UID FETCH 1:4 *\nS: <a> NO no\nC: <a> UID FETCH 4 *\nclose\n",
    LOFT_ERROR_TEMPORARY, "" },
};

static void
test_bad_messages (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_messages); i++)
    {
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_parse ("1:4", -1, 0);
      g_autoptr (GError) error = NULL;
      gboolean fetched;

      g_test_message ("%s", bad_messages[i].name);
      imap_fixture_init_selected (&fixture, bad_messages[i].script);
      fetched = loft_imap_session_fetch (fixture.session, uids, LOFT_IMAP_FETCH_BODY, 0, 10, 1000,
                                         imap_fixture_take_fetch, &fixture, NULL, &error);
      g_assert_cmpint (fetched, ==, bad_messages[i].code < 0);
      if (bad_messages[i].code >= 0)
        g_assert_error (error, LOFT_ERROR, bad_messages[i].code);
      imap_fixture_assert_log (&fixture, bad_messages[i].log);
    }
}

/* A server that refuses everything is asked 21 times more, not once a message. */
static void
test_all_bad (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_parse ("1:1000", -1, 0);
  g_autoptr (GError) error = NULL;

  imap_fixture_init_selected (&fixture,
    OTHER IMAP_SELECT "C: <a> UID FETCH 1:1000 *\nS: <a> NO no\n"
    "repeat 21\nC: <a> UID FETCH *\nS: <a> NO no\nend\neof\n");
  g_assert_false (loft_imap_session_fetch (fixture.session, uids, LOFT_IMAP_FETCH_BODY, 0, 1000,
                                           1000, imap_fixture_take_fetch, &fixture, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
}

/* --- What every server may do ------------------------------------------------------------- */

/* Oddities that need no row, because nobody's are a reason to stop. */
static const struct {
  const char *name;
  const char *script;
  const char *uids;  /* found by SEARCH */
  const char *log;
} tolerated[] = {
  { "yahoo-blank-after-search", OTHER IMAP_SELECT "C: <a> UID SEARCH ALL\nS: * SEARCH 7456 \n"
    "S: <a> OK x\n", "7456", "" },
  { "gmail-bracket-in-flag", OTHER IMAP_SELECT "C: <a> UID SEARCH ALL\n"
    "S: * 1 FETCH (UID 4 FLAGS (\\Seen OIB-Seen-[Gmail]/Alles))\nS: * SEARCH 4\nS: <a> OK x\n", "4",
    "update 4:flags=1,OIB-Seen-[Gmail]/Alles;" },
  { "fastmail-fetch-before-exists", OTHER IMAP_SELECT "C: <a> UID SEARCH ALL\n"
    "S: * 919 FETCH (FLAGS (\\Recent) UID 919)\nS: * 919 EXISTS\nS: * SEARCH 919\nS: <a> OK x\n",
    "919", "update 919:flags=0,; exists=919" },
  { "courier-untagged-search-in-parts", OTHER IMAP_SELECT "C: <a> UID SEARCH ALL\n"
    "S: * SEARCH 1 2\nS: * SEARCH 3\nS: <a> OK x\n", "1:3", "" },
  { "exchange-code-at-the-end", "S: * PREAUTH The Microsoft Exchange IMAP4 service is ready. [RgBSA]\n"
    "C: <a> CAPABILITY\nS: * CAPABILITY IMAP4 IMAP4rev1\nS: <a> OK CAPABILITY completed.\n"
    IMAP_SELECT "C: <a> UID SEARCH ALL\nS: * SEARCH\nS: <a> OK x\n", "", "" },
};

static void
test_tolerated (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tolerated); i++)
    {
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (LoftImapUidSet) found = NULL;
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", tolerated[i].name);
      imap_fixture_init_selected (&fixture, tolerated[i].script);
      found = loft_imap_session_search_all (fixture.session, NULL, &error);
      g_assert_no_error (error);
      text = loft_imap_uid_set_to_text (found);
      g_assert_cmpstr (text, ==, tolerated[i].uids);
      imap_fixture_assert_log (&fixture, tolerated[i].log);
    }
}

/* hMailServer's and Exchange's RFC822.SIZE is an estimate: what comes is whole, whatever it says.
 * QQ refuses "5:3": sets go out ascending. */
static void
test_wrong_size (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_parse ("5:3", -1, 0);
  g_autoptr (GError) error = NULL;

  imap_fixture_init_selected (&fixture,
    OTHER IMAP_SELECT "C: <a> UID FETCH 3:5 (UID RFC822.SIZE BODY.PEEK[])\n"
    "raw * 3 FETCH (UID 3 RFC822.SIZE 2 BODY[] {5}\\r\\nhello)\\r\\n\nS: <a> OK x\n");
  g_assert_true (loft_imap_session_fetch (fixture.session, uids,
                                          LOFT_IMAP_FETCH_SIZE | LOFT_IMAP_FETCH_BODY, 0, 10, 100,
                                          imap_fixture_take_fetch, &fixture, NULL, &error));
  g_assert_no_error (error);
  imap_fixture_assert_log (&fixture, "3:size=2;data=hello;");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/quirks/table", test_table);
  g_test_add_func ("/imap/quirks/icloud", test_icloud);
  g_test_add_func ("/imap/quirks/qresync-refused", test_qresync_refused);
  g_test_add_func ("/imap/quirks/coremail", test_coremail);
  g_test_add_func ("/imap/quirks/exchange-back-end", test_exchange_back_end);
  g_test_add_func ("/imap/quirks/exchange-pipeline", test_exchange_pipeline);
  g_test_add_func ("/imap/quirks/courier-alert", test_courier_alert);
  g_test_add_func ("/imap/quirks/bad-messages", test_bad_messages);
  g_test_add_func ("/imap/quirks/all-bad", test_all_bad);
  g_test_add_func ("/imap/quirks/tolerated", test_tolerated);
  g_test_add_func ("/imap/quirks/wrong-size", test_wrong_size);
  return g_test_run ();
}
