/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap-fixture.h"

#include <string.h>

/* What servers can beyond RFC 3501, one dialogue each. */

static LoftImapUidSet *
set_of (const char *text)
{
  return loft_imap_uid_set_parse (text, -1, 0);
}

/* --- COPY, MOVE, EXPUNGE ------------------------------------------------------------------ */

typedef gboolean (*TransferFunc) (LoftImapSession *, const LoftImapUidSet *, const char *,
                                  LoftImapCopied *, GCancellable *, GError **);

static const struct {
  const char *name;
  TransferFunc func;
  const char *capabilities;
  const char *dialogue;
  int code;             /* -1: fine */
  guint32 uid_validity;
  guint32 third;        /* what message 3 became */
  const char *log;
} transfers[] = {
  { "move", loft_imap_session_move, "MOVE UIDPLUS",
    "C: <a> UID MOVE 1,3 \"Old Mail\"\nS: * OK [COPYUID 9 1,3 20:21] moved\n"
    "S: * 3 EXPUNGE\nS: * 1 EXPUNGE\nS: <a> OK done\n", -1, 9, 21, "expunged expunged" },
  { "move-in-reverse", loft_imap_session_move, "MOVE UIDPLUS",
    "C: <a> UID MOVE 1,3 \"Old Mail\"\nS: * OK [COPYUID 9 3,1 20:21] moved\n"
    "S: * VANISHED 1,3\nS: <a> OK done\n", -1, 9, 20, "vanished=1,3" },
  { "move-with-the-reply", loft_imap_session_move, "MOVE UIDPLUS",
    "C: <a> UID MOVE 1,3 *\nS: * VANISHED 1,3\nS: <a> OK [COPYUID 9 1,3 20:21] done\n", -1, 9, 21,
    "vanished=1,3" },
  { "move-untold", loft_imap_session_move, "MOVE",
    "C: <a> UID MOVE 1,3 *\nS: * VANISHED 1,3\nS: <a> OK done\n", -1, 0, 0, "vanished=1,3" },
  { "move-of-nothing", loft_imap_session_move, "MOVE UIDPLUS",
    "C: <a> UID MOVE 1,3 *\nS: <a> OK nothing there\n", -1, 0, 0, "" },
  { "move-mismatched", loft_imap_session_move, "MOVE UIDPLUS",
    "C: <a> UID MOVE 1,3 *\nS: * OK [COPYUID 9 1,3 20] x\nS: * VANISHED 1,3\nS: <a> OK done\n", -1,
    0, 0, "vanished=1,3" },
  { "move-not-offered", loft_imap_session_move, "UIDPLUS", "", LOFT_ERROR_REFUSED, 0, 0, "" },
  { "move-into-nowhere", loft_imap_session_move, "MOVE",
    "C: <a> UID MOVE 1,3 *\nS: <a> NO [TRYCREATE] no such\n", LOFT_ERROR_GONE, 0, 0, "" },
  { "move-over-quota", loft_imap_session_move, "MOVE",
    "C: <a> UID MOVE 1,3 *\nS: <a> NO [OVERQUOTA] full\n", LOFT_ERROR_FULL, 0, 0, "" },
  { "move-forbidden", loft_imap_session_move, "MOVE",
    "C: <a> UID MOVE 1,3 *\nS: <a> NO [NOPERM] not yours\n", LOFT_ERROR_REFUSED, 0, 0, "" },
  { "copy", loft_imap_session_copy, "UIDPLUS",
    "C: <a> UID COPY 1,3 \"Old Mail\"\nS: <a> OK [COPYUID 9 1,3 20:21] done\n", -1, 9, 21, "" },
  { "copy-untold", loft_imap_session_copy, "", "C: <a> UID COPY 1,3 *\nS: <a> OK done\n", -1, 0, 0,
    "" },
  { "cut-off", loft_imap_session_move, "MOVE",
    "C: <a> UID MOVE 1,3 *\nS: * OK [COPYUID 9 1,3 20:21] moved\nclose\n", LOFT_ERROR_TEMPORARY, 9,
    21, "" },
};

static void
test_transfers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (transfers); i++)
    {
      g_autofree char *script =
        g_strconcat ("S: * PREAUTH [CAPABILITY IMAP4rev1 ", transfers[i].capabilities, "] hi\n",
                     IMAP_SELECT, transfers[i].dialogue, NULL);
      g_auto (ImapFixture) fixture = { NULL };
      g_auto (LoftImapCopied) copied = { 0 };
      g_autoptr (LoftImapUidSet) uids = set_of ("1,3");
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", transfers[i].name);
      imap_fixture_init_selected (&fixture, script);
      g_assert_cmpint (transfers[i].func (fixture.session, uids, "Old Mail", &copied, NULL, &error),
                       ==, transfers[i].code < 0);
      if (transfers[i].code >= 0)
        g_assert_error (error, LOFT_ERROR, transfers[i].code);
      g_assert_cmpuint (copied.uid_validity, ==, transfers[i].uid_validity);
      g_assert_cmpuint (loft_imap_copied_find (&copied, 3), ==, transfers[i].third);
      imap_fixture_assert_log (&fixture, transfers[i].log);
    }
}

/* 5,000 messages that do not lie together go in lines that servers can read. */
static void
test_long_move (void)
{
  g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_new ();
  g_autoptr (GError) error = NULL;
  g_auto (ImapFixture) fixture = { NULL };
  g_auto (LoftImapCopied) copied = { 0 };

  for (guint32 uid = 1000001; uid < 1004000; uid += 2)
    loft_imap_uid_set_add (uids, uid);
  imap_fixture_init_selected (&fixture,
                              IMAP_PREAUTH ("MOVE") IMAP_SELECT
                              "C: <a> UID MOVE *,1003999 *\n"
                              "S: * OK [COPYUID 9 1003999 7] x\nS: <a> OK x\n"
                              "C: <a> UID MOVE *\nS: <a> OK x\n"
                              "C: <a> UID MOVE 1000001,* *\n"
                              "S: * OK [COPYUID 9 1000001 1] x\nS: <a> OK x\n");
  g_assert_true (loft_imap_session_move (fixture.session, uids, "a", &copied, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (loft_imap_copied_find (&copied, 1003999), ==, 7);
  g_assert_cmpuint (loft_imap_copied_find (&copied, 1000001), ==, 1);
}

static void
test_expunge (void)
{
  static const char *const scripts[] = {
    IMAP_PREAUTH ("UIDPLUS") IMAP_SELECT
    "C: <a> UID EXPUNGE 1,3\nS: * 3 EXPUNGE\nS: <a> OK x\neof\n",
    IMAP_PREAUTH ("MOVE") IMAP_SELECT "eof\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (LoftImapUidSet) uids = set_of ("1,3");
      g_autoptr (GError) error = NULL;

      imap_fixture_init_selected (&fixture, scripts[i]);
      g_assert_cmpint (loft_imap_session_expunge (fixture.session, uids, NULL, &error), ==, i == 0);
      g_assert_true (i == 0 || g_error_matches (error, LOFT_ERROR, LOFT_ERROR_REFUSED));
      imap_fixture_assert_log (&fixture, i == 0 ? "expunged" : "");
    }
}

/* --- One mailbox -------------------------------------------------------------------------- */

static void
test_subscribe (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  imap_fixture_init_connected (&fixture,
                               IMAP_PREAUTH ("")
                               "C: <a> SUBSCRIBE \"Entw&APw-rfe\"\nS: <a> OK x\n"
                               "C: <a> UNSUBSCRIBE \"Entw&APw-rfe\"\nS: <a> OK x\n"
                               "C: <a> SUBSCRIBE \"a\"\nS: <a> NO [NONEXISTENT] x\neof\n");
  g_assert_true (loft_imap_session_subscribe (fixture.session, "Entw&APw-rfe", TRUE, NULL, &error));
  g_assert_true (loft_imap_session_subscribe (fixture.session, "Entw&APw-rfe", FALSE, NULL,
                                              &error));
  g_assert_no_error (error);
  g_assert_false (loft_imap_session_subscribe (fixture.session, "a", TRUE, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
}

static void
test_quota (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GPtrArray) quotas = NULL;
  g_autoptr (GError) error = NULL;
  const LoftImapQuota *quota;

  imap_fixture_init_connected (&fixture,
                               IMAP_PREAUTH ("QUOTA")
                               "C: <a> GETQUOTAROOT \"INBOX\"\n"
                               "S: * QUOTAROOT INBOX \"\" all\n"
                               "S: * QUOTA \"\" (STORAGE 10 512)\n"
                               "S: * QUOTA all (MESSAGE 7 1000)\n"
                               "S: <a> OK x\n"
                               "C: <a> GETQUOTAROOT \"a\"\nS: * QUOTAROOT a\nS: <a> OK none\neof\n");
  quotas = loft_imap_session_get_quotas (fixture.session, "INBOX", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (quotas->len, ==, 2);
  quota = g_ptr_array_index (quotas, 0);
  g_assert_cmpuint (quota->storage_limit, ==, 524288);
  g_ptr_array_unref (quotas);
  quotas = loft_imap_session_get_quotas (fixture.session, "a", NULL, &error);
  g_assert_cmpuint (quotas->len, ==, 0);
}

static void
test_size (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  guint n_messages = 0;
  guint64 bytes = 0;

  imap_fixture_init_connected (
    &fixture, IMAP_PREAUTH ("STATUS=SIZE")
    "C: <a> STATUS \"INBOX\" (MESSAGES SIZE)\n"
    "S: * STATUS INBOX (MESSAGES 3 SIZE 8589934592)\nS: <a> OK x\n"
    "C: <a> STATUS \"a\" (MESSAGES SIZE)\nS: * STATUS a (MESSAGES 3)\nS: <a> OK x\n"
    "C: <a> STATUS \"b\" (MESSAGES SIZE)\nS: <a> NO no such mailbox\neof\n");
  loft_imap_session_get_size (fixture.session, "INBOX", &n_messages, &bytes, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_messages, ==, 3);
  g_assert_cmpuint (bytes, ==, G_GUINT64_CONSTANT (8589934592));
  g_assert_false (loft_imap_session_get_size (fixture.session, "a", &n_messages, &bytes, NULL,
                                              &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (loft_imap_session_get_size (fixture.session, "b", &n_messages, &bytes, NULL,
                                              &error));
  g_assert_nonnull (error);
}

static void
test_rights (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  LoftImapRights rights = 0;

  imap_fixture_init_connected (&fixture,
                               IMAP_PREAUTH ("ACL")
                               "C: <a> MYRIGHTS \"Team\"\nS: * MYRIGHTS Team lrs\nS: <a> OK x\n"
                               "C: <a> MYRIGHTS \"Team\"\nS: <a> OK and nothing said\n"
                               "C: <a> MYRIGHTS \"Team\"\nS: <a> NO [NOPERM] no\neof\n");
  g_assert_true (loft_imap_session_get_rights (fixture.session, "Team", &rights, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (rights, ==,
                   LOFT_IMAP_RIGHT_LOOKUP | LOFT_IMAP_RIGHT_READ | LOFT_IMAP_RIGHT_SEEN);
  for (guint i = 0; i < 2; i++)
    {
      g_clear_error (&error);
      g_assert_false (loft_imap_session_get_rights (fixture.session, "Team", &rights, NULL,
                                                    &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
    }
}

#define SELECT(flags, mode) \
  "C: <tag> SELECT \"INBOX\"*\nS: * OK [PERMANENTFLAGS (" flags ")] x\nS: * 3 EXISTS\n" \
  "S: * OK [UIDVALIDITY 7] x\nS: <tag> OK [" mode "] done\n"
#define STORE "C: <a> UID STORE 3 +FLAGS.SILENT (*)\nS: <a> OK x\n"

/* What a server that keeps no new keywords (PERMANENTFLAGS without \\*) is asked all the same. */
static const struct {
  const char *permanent;
  const char *add;
  const char *remove;
  gboolean stored;
} keyword_stores[] = {
  { "\\Seen \\*", "Fair", "", TRUE },     { "\\Seen", "Fair", "", FALSE },
  { "\\Seen fair", "Fair", "", TRUE },     { "\\Seen Fair", "Fair Later", "", FALSE },
  { "\\Seen", "$Junk", "$NotJunk", TRUE }, { "\\Seen", "", "Fair", TRUE },
};

static void
test_keywords (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (keyword_stores); i++)
    {
      const char *both = "C: <a> UID STORE 3 +FLAGS.SILENT (*)\nS: <a> OK x\n"
                         "C: <b> UID STORE 3 -FLAGS.SILENT (*)\nS: <b> OK x\n";
      const char *one = "C: <a> UID STORE 3 *FLAGS.SILENT (*)\nS: <a> OK x\n";
      gboolean two = keyword_stores[i].add[0] != '\0' && keyword_stores[i].remove[0] != '\0';
      g_autofree char *script = g_strdup_printf (
        IMAP_PREAUTH ("") "C: <tag> SELECT \"INBOX\"*\nS: * OK [PERMANENTFLAGS (%s)] x\n"
                          "S: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] x\nS: <tag> OK done\n%s",
        keyword_stores[i].permanent, !keyword_stores[i].stored ? "eof\n" : two ? both : one);
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (LoftImapUidSet) uids = set_of ("3");
      g_autoptr (GError) error = NULL;

      g_test_message ("%s: %s", keyword_stores[i].permanent, keyword_stores[i].add);
      imap_fixture_init_selected (&fixture, script);
      loft_imap_session_store (fixture.session, uids, 0, 0, keyword_stores[i].add,
                               keyword_stores[i].remove, NULL, &error);
      if (keyword_stores[i].stored)
        g_assert_no_error (error);
      else
        g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
    }
}

/* Why a flag is not changed, before a server says OK and forgets it. */
static const struct {
  const char *name;
  const char *script;
  LoftFlags add;
  const char *reason; /* NULL: stored */
} stores[] = {
  { "all-permanent", IMAP_PREAUTH ("ACL") SELECT ("\\Seen \\Flagged", "READ-WRITE") STORE,
    LOFT_FLAG_FLAGGED, NULL },
  { "seen-only",
    IMAP_PREAUTH ("ACL") SELECT ("\\Seen", "READ-WRITE")
    "C: <a> MYRIGHTS \"INBOX\"\nS: * MYRIGHTS INBOX lrs\nS: <a> OK x\neof\n", LOFT_FLAG_FLAGGED,
    "right “w” is missing" },
  { "seen-where-it-may", IMAP_PREAUTH ("ACL") SELECT ("\\Seen", "READ-WRITE") STORE, LOFT_FLAG_SEEN,
    NULL },
  { "more-rights-than-flags",
    IMAP_PREAUTH ("ACL") SELECT ("", "READ-WRITE")
    "C: <a> MYRIGHTS \"INBOX\"\nS: * MYRIGHTS INBOX lrsw\nS: <a> OK x\n" STORE, LOFT_FLAG_FLAGGED,
    NULL },
  { "flags-nobody-means", IMAP_PREAUTH ("") SELECT ("", "READ-WRITE") STORE, LOFT_FLAG_FLAGGED,
    NULL },
  { "rights-not-told",
    IMAP_PREAUTH ("ACL") SELECT ("", "READ-WRITE") "C: <a> MYRIGHTS *\nS: <a> NO x\n" STORE,
    LOFT_FLAG_FLAGGED, NULL },
  { "read-only", IMAP_PREAUTH ("") SELECT ("", "READ-ONLY") "eof\n", LOFT_FLAG_SEEN,
    "only be read" },
  { "read-only-by-rights",
    IMAP_PREAUTH ("ACL") SELECT ("", "READ-ONLY")
    "C: <a> MYRIGHTS *\nS: * MYRIGHTS INBOX lr\nS: <a> OK x\neof\n", LOFT_FLAG_SEEN,
    "right “s” is missing" },
  { "read-only-with-all-rights",
    IMAP_PREAUTH ("ACL") SELECT ("", "READ-ONLY")
    "C: <a> MYRIGHTS *\nS: * MYRIGHTS INBOX lrswt\nS: <a> OK x\neof\n", LOFT_FLAG_SEEN,
    "only be read" },
};

static void
test_refused_flags (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stores); i++)
    {
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (LoftImapUidSet) uids = set_of ("3");
      g_autoptr (GError) error = NULL;
      gboolean stored;

      g_test_message ("%s", stores[i].name);
      imap_fixture_init_selected (&fixture, stores[i].script);
      stored = loft_imap_session_store (fixture.session, uids, stores[i].add, 0, NULL, NULL, NULL,
                                        &error);
      g_assert_true (stored == (stores[i].reason == NULL));
      if (stored)
        continue;
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
      g_assert_nonnull (strstr (error->message, stores[i].reason));
    }
}

static void
test_metadata (void)
{
  static const struct {
    const char *capabilities;
    const char *mailbox;
    const char *dialogue;
    const char *value; /* NULL: refused */
  } rows[] = {
    { "METADATA", "INBOX",
      "C: <a> GETMETADATA \"INBOX\" (/shared/comment)\n"
      "S: * METADATA INBOX (/shared/comment \"hello there\")\nS: <a> OK x\n", "hello there" },
    { "METADATA", "INBOX",
      "C: <a> GETMETADATA *\nraw * METADATA INBOX (/shared/comment {5}\\r\\na\\nb\\xff" "c)\\r\\n\n"
      "S: <a> OK x\n", "a\nb\xef\xbf\xbd" "c" },
    { "METADATA", "INBOX",
      "C: <a> GETMETADATA *\nS: * METADATA INBOX (/SHARED/COMMENT NIL)\nS: <a> OK x\n", "" },
    { "METADATA", "INBOX", "C: <a> GETMETADATA *\nS: <a> OK x\n", "" },
    { "METADATA-SERVER", "",
      "C: <a> GETMETADATA \"\" (/shared/comment)\n"
      "S: * METADATA \"\" (/shared/comment \"x\")\nS: <a> OK x\n", "x" },
    { "METADATA-SERVER", "INBOX", "eof\n", NULL },
    { "", "INBOX", "eof\n", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *script = g_strconcat ("S: * PREAUTH [CAPABILITY IMAP4rev1 ",
                                             rows[i].capabilities, "] hi\n", rows[i].dialogue,
                                             NULL);
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (GError) error = NULL;
      g_autofree char *value = NULL;

      imap_fixture_init_connected (&fixture, script);
      value = loft_imap_session_get_metadata (fixture.session, rows[i].mailbox, "/shared/comment",
                                              NULL, &error);
      g_assert_cmpstr (value, ==, rows[i].value);
      g_assert_true (value != NULL || g_error_matches (error, LOFT_ERROR, LOFT_ERROR_REFUSED));
    }
}

static void
test_append_limit (void)
{
  static const struct {
    const char *capabilities;
    const char *dialogue;
    guint64 limit;
  } rows[] = {
    { "APPENDLIMIT=35651584", "eof\n", 35651584 },
    { "APPENDLIMIT=99999999999999999999", "eof\n", 0 },
    { "APPENDLIMIT=x", "eof\n", 0 },
    { "APPENDLIMIT=", "eof\n", 0 },
    { "", "eof\n", 0 },
    { "APPENDLIMIT",
      "C: <a> STATUS \"INBOX\" (APPENDLIMIT)\nS: * STATUS INBOX (APPENDLIMIT 257890)\nS: <a> OK x\n",
      257890 },
    { "APPENDLIMIT", "C: <a> STATUS *\nS: * STATUS INBOX (APPENDLIMIT NIL)\nS: <a> OK x\n", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *script = g_strconcat ("S: * PREAUTH [CAPABILITY IMAP4rev1 ",
                                             rows[i].capabilities, "] hi\n", rows[i].dialogue,
                                             NULL);
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (GError) error = NULL;
      guint64 limit = 77;

      imap_fixture_init_connected (&fixture, script);
      g_assert_true (loft_imap_session_get_append_limit (fixture.session, "INBOX", &limit, NULL,
                                                         &error));
      g_assert_no_error (error);
      g_assert_cmpuint (limit, ==, rows[i].limit);
    }
}

/* --- Lists -------------------------------------------------------------------------------- */

/* MAILBOXID (RFC 8474) and rights (RFC 8440) come in the one round trip. */
static void
test_list (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GPtrArray) mailboxes = NULL;
  g_autoptr (GError) error = NULL;
  const LoftImapMailbox *team;

  imap_fixture_init_connected (&fixture,
    IMAP_PREAUTH ("LIST-EXTENDED LIST-STATUS LIST-MYRIGHTS OBJECTID")
    "C: <a> LIST \"\" \"*\" RETURN (SUBSCRIBED MYRIGHTS STATUS "
    "(MESSAGES UNSEEN UIDNEXT UIDVALIDITY MAILBOXID))\n"
    "S: * LIST () \"/\" INBOX\n"
    "S: * STATUS INBOX (MESSAGES 1 UIDVALIDITY 4 MAILBOXID (F1))\n"
    "S: * MYRIGHTS INBOX lrswipkxtea\n"
    "S: * LIST () \"/\" Team\n"
    "S: * MYRIGHTS Team lr\n"
    "S: * MYRIGHTS Nobody lr\n"
    "S: * STATUS Team (MESSAGES 1 UIDVALIDITY 4 MAILBOXID (F2))\n"
    "S: <a> OK x\n");
  mailboxes = loft_imap_session_list (fixture.session, TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mailboxes->len, ==, 2);
  team = g_ptr_array_index (mailboxes, 1);
  g_assert_cmpstr (team->mailbox_id, ==, "F2");
  g_assert_true (team->has_rights);
  g_assert_cmpint (team->rights, ==, LOFT_IMAP_RIGHT_LOOKUP | LOFT_IMAP_RIGHT_READ);
}

/* UTF8=ACCEPT: names go and come as UTF-8, the keys stay what they were. */
static void
test_utf8 (void)
{
  static const char *const greetings[] = {
    IMAP_PREAUTH ("ENABLE UTF8=ACCEPT") "C: <a> ENABLE UTF8=ACCEPT\n"
    "S: * ENABLED UTF8=ACCEPT\nS: <a> OK x\n",
    IMAP_PREAUTH ("ENABLE CONDSTORE UTF8=ONLY") "C: <a> ENABLE CONDSTORE UTF8=ACCEPT\n"
    "S: * ENABLED UTF8=ACCEPT CONDSTORE\nS: <a> OK x\n",
    "S: * PREAUTH [CAPABILITY IMAP4rev2] hi\nC: <a> NAMESPACE\nS: <a> OK x\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (greetings); i++)
    {
      g_autofree char *script = g_strconcat (greetings[i],
        "C: <a> LIST *\nS: * LIST (\\NoInferiors) \"/\" \"Entw\xc3\xbcrfe & mehr\"\nS: <a> OK x\n",
        i == 2 ? "" : "C: <a> LSUB *\nS: <a> OK x\n",
        "C: <a> SELECT \"Entw\xc3\xbcrfe & mehr\"*\nS: * 1 EXISTS\nS: <a> OK x\n"
        "C: <a> SUBSCRIBE \"Entw\xc3\xbcrfe & mehr\"\nS: <a> OK x\n", NULL);
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (GPtrArray) mailboxes = NULL;
      g_autoptr (GError) error = NULL;
      const LoftImapMailbox *mailbox;
      LoftImapSelected selected;

      imap_fixture_init_connected (&fixture, script);
      mailboxes = loft_imap_session_list (fixture.session, FALSE, NULL, &error);
      g_assert_no_error (error);
      mailbox = g_ptr_array_index (mailboxes, 0);
      g_assert_cmpstr (mailbox->name, ==, "Entw&APw-rfe &- mehr");
      g_assert_cmpstr (mailbox->path, ==, "Entwürfe & mehr");
      g_assert_true (loft_imap_session_select (fixture.session, mailbox->name, 0, 0, &selected,
                                               NULL, &error));
      g_assert_true (loft_imap_session_subscribe (fixture.session, mailbox->name, TRUE, NULL,
                                                  &error));
      g_assert_no_error (error);
    }
}

/* Offered and not confirmed: names stay in modified UTF-7. */
static void
test_utf8_not_enabled (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  imap_fixture_init_connected (&fixture,
                               IMAP_PREAUTH ("ENABLE UTF8=ACCEPT")
                               "C: <a> ENABLE UTF8=ACCEPT\nS: <a> OK x\n"
                               "C: <a> SUBSCRIBE \"Entw&APw-rfe\"\nS: <a> OK x\n");
  g_assert_true (loft_imap_session_subscribe (fixture.session, "Entw&APw-rfe", TRUE, NULL,
                                              &error));
}

/* --- Identities of messages --------------------------------------------------------------- */

static gboolean
take_identities (const LoftImapFetch *fetch, gpointer user_data)
{
  g_string_append_printf (user_data, "%u", fetch->uid);
  if (fetch->valid & LOFT_IMAP_FETCH_EMAIL_ID)
    g_string_append_printf (user_data, " email=%s", fetch->email_id);
  if (fetch->valid & LOFT_IMAP_FETCH_THREAD_ID)
    g_string_append_printf (user_data, " thread=%s", fetch->thread_id);
  if (fetch->valid & LOFT_IMAP_FETCH_LABELS)
    for (guint i = 0; i < fetch->labels->len; i++)
      g_string_append_printf (user_data, " [%s]", (char *) g_ptr_array_index (fetch->labels, i));
  return TRUE;
}

static void
test_identities (void)
{
  static const struct {
    const char *capabilities;
    const char *dialogue;
    const char *log;
  } rows[] = {
    { "OBJECTID",
      "C: <a> UID FETCH 5 (UID FLAGS EMAILID THREADID)\n"
      "S: * 1 FETCH (UID 5 FLAGS () EMAILID (M1) THREADID (T1))\nS: <a> OK x\n",
      "5 email=M1 thread=T1" },
    { "X-GM-EXT-1",
      "C: <a> UID FETCH 5 (UID FLAGS X-GM-MSGID X-GM-THRID X-GM-LABELS)\n"
      "S: * 1 FETCH (X-GM-THRID 12 X-GM-MSGID 11 X-GM-LABELS (\"\\\\Inbox\" Reisen) UID 5 FLAGS ())\n"
      "S: <a> OK x\n", "5 email=11 thread=12 [\\Inbox] [Reisen]" },
    { "", "C: <a> UID FETCH 5 (UID FLAGS)\nS: * 1 FETCH (UID 5 FLAGS ())\nS: <a> OK x\n", "5" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *script = g_strconcat ("S: * PREAUTH [CAPABILITY IMAP4rev1 ",
                                             rows[i].capabilities, "] hi\n", IMAP_SELECT,
                                             rows[i].dialogue, NULL);
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (LoftImapUidSet) uids = set_of ("5");
      g_autoptr (GString) log = g_string_new (NULL);
      g_autoptr (GError) error = NULL;

      imap_fixture_init_selected (&fixture, script);
      g_assert_true (loft_imap_session_fetch (fixture.session, uids,
                                              LOFT_IMAP_FETCH_FLAGS | LOFT_IMAP_FETCH_EMAIL_ID |
                                                LOFT_IMAP_FETCH_THREAD_ID | LOFT_IMAP_FETCH_LABELS,
                                              0, 10, 0, take_identities, log, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (log->str, ==, rows[i].log);
    }
}

/* --- NOTIFY ------------------------------------------------------------------------------- */

#define NOTIFY "C: <a> NOTIFY SET (selected-delayed *FlagChange*\nS: <a> OK x\n"

static const struct {
  const char *name;
  const char *script; /* after SELECT: notify, then idle for a second */
  gboolean notifies;
  gboolean changed;
  gboolean elsewhere;
} notifications[] = {
  { "another-mailbox",
    NOTIFY "C: <a> IDLE\nS: +\nS: * STATUS Work (MESSAGES 4 UIDNEXT 9)\nC: DONE\nS: <a> OK x\neof\n",
    TRUE, TRUE, TRUE },
  { "new-mailbox",
    NOTIFY "C: <a> IDLE\nS: +\nS: * LIST () \"/\" Work\nC: DONE\nS: <a> OK x\neof\n", TRUE, TRUE,
    TRUE },
  { "before-idle", "C: <a> NOTIFY *\nS: * STATUS Work (MESSAGES 4)\nS: <a> OK x\neof\n", TRUE,
    FALSE, FALSE },
  { "selected",
    NOTIFY "C: <a> IDLE\nS: +\nS: * 4 EXISTS\nC: DONE\nS: <a> OK x\neof\n", TRUE, TRUE, FALSE },
  { "overflow",
    NOTIFY "C: <a> IDLE\nS: +\nS: * OK [NOTIFICATIONOVERFLOW] lost\nC: DONE\nS: <a> OK x\neof\n",
    FALSE, TRUE, TRUE },
  { "few-events",
    "C: <a> NOTIFY SET *MailboxName*\nS: <a> NO [BADEVENT (MessageNew MessageExpunge)] x\n"
    "C: <a> NOTIFY SET (selected-delayed (MessageNew MessageExpunge)) "
    "(personal (MessageNew MessageExpunge))\nS: <a> OK x\n"
    "C: <a> IDLE\nS: +\nS: * STATUS Work (MESSAGES 4)\nC: DONE\nS: <a> OK x\neof\n", TRUE, TRUE,
    TRUE },
  { "refused",
    "C: <a> NOTIFY *\nS: <a> NO x\nC: <a> NOTIFY *\nS: <a> BAD x\n"
    "C: <a> IDLE\nS: +\nS: * STATUS Work (MESSAGES 4)\nC: DONE\nS: <a> OK x\neof\n", FALSE, FALSE,
    FALSE },
};

static void
run_notification (gsize i)
{
  g_autofree char *script = g_strconcat (IMAP_PREAUTH ("NOTIFY IDLE") IMAP_SELECT,
                                         notifications[i].script, NULL);
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;
  gboolean early;

  g_test_message ("%s", notifications[i].name);
  imap_fixture_init_selected (&fixture, script);
  g_assert_true (loft_imap_session_notify (fixture.session, NULL, &error));
  g_assert_true (loft_imap_session_notify (fixture.session, NULL, &error));
  g_assert_no_error (error);
  early = strstr (notifications[i].script, "IDLE") == NULL;
  g_assert_true (loft_imap_session_idle (fixture.session, early ? 0 : 1, &changed, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (loft_imap_session_notifies (fixture.session), ==, notifications[i].notifies);
  g_assert_cmpint (changed, ==, notifications[i].changed);
  g_assert_cmpint (loft_imap_session_changed_elsewhere (fixture.session), ==,
                   notifications[i].elsewhere);
}

static void
test_notify (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (notifications); i++)
    run_notification (i);
}

/* What is told between commands ends the next idle, unless everything is listed before it. */
static void
test_notify_meanwhile (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GPtrArray) mailboxes = NULL;
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;

  imap_fixture_init_selected (&fixture,
    IMAP_PREAUTH ("NOTIFY IDLE LIST-EXTENDED") IMAP_SELECT NOTIFY
    "C: <a> NOOP\nS: * STATUS Work (MESSAGES 4)\nS: <a> OK x\n"
    "C: <a> NOOP\nS: * STATUS Work (MESSAGES 5)\nS: <a> OK x\n"
    "C: <a> LIST *\nS: * LIST () \"/\" Work\nS: <a> OK x\n"
    "C: <a> IDLE\nS: +\nS: * 9 EXISTS\nC: DONE\nS: <a> OK x\n");
  g_assert_true (loft_imap_session_notify (fixture.session, NULL, &error));
  g_assert_true (loft_imap_session_noop (fixture.session, NULL, &error));
  g_assert_true (loft_imap_session_idle (fixture.session, 60, &changed, NULL, &error));
  g_assert_true (changed);
  g_assert_true (loft_imap_session_changed_elsewhere (fixture.session));
  g_assert_true (loft_imap_session_noop (fixture.session, NULL, &error));
  mailboxes = loft_imap_session_list (fixture.session, FALSE, NULL, &error);
  g_assert_nonnull (mailboxes);
  g_assert_true (loft_imap_session_idle (fixture.session, 60, &changed, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (loft_imap_session_changed_elsewhere (fixture.session));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/extensions/transfers", test_transfers);
  g_test_add_func ("/imap/extensions/long-move", test_long_move);
  g_test_add_func ("/imap/extensions/expunge", test_expunge);
  g_test_add_func ("/imap/extensions/subscribe", test_subscribe);
  g_test_add_func ("/imap/extensions/quota", test_quota);
  g_test_add_func ("/imap/extensions/size", test_size);
  g_test_add_func ("/imap/extensions/rights", test_rights);
  g_test_add_func ("/imap/extensions/refused-flags", test_refused_flags);
  g_test_add_func ("/imap/extensions/keywords", test_keywords);
  g_test_add_func ("/imap/extensions/metadata", test_metadata);
  g_test_add_func ("/imap/extensions/append-limit", test_append_limit);
  g_test_add_func ("/imap/extensions/list", test_list);
  g_test_add_func ("/imap/extensions/utf8", test_utf8);
  g_test_add_func ("/imap/extensions/utf8-not-enabled", test_utf8_not_enabled);
  g_test_add_func ("/imap/extensions/identities", test_identities);
  g_test_add_func ("/imap/extensions/notify", test_notify);
  g_test_add_func ("/imap/extensions/notify-meanwhile", test_notify_meanwhile);
  return g_test_run ();
}
