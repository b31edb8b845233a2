/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap-fixture.h"

#include <string.h>

/* What changes mailboxes: APPEND, CREATE, RENAME, DELETE, EXPUNGE without UIDPLUS; one dialogue each,
 * and each ended by a server that goes away at every command and after every reply. */

#define BODY "From: a\r\nSubject: s\r\n\r\nhello\r\n"

/* ---- append ------------------------------------------------------------------------------- */

static const struct {
  const char *name;
  const char *capabilities;
  const char *dialogue;
  const char *raw;
  const char *keywords;
  int code; /* -1: fine */
  guint32 uid;
} appends[] = {
  { "told", "UIDPLUS LITERAL+",
    "C: <a> APPEND \"Old Mail\" (\\Seen $Work) \" 1-Jan-2024 00:00:00 +0000\" {30+}\n"
    "C: From: a\nC: Subject: s\nC: \nC: hello\nC: \nS: <a> OK [APPENDUID 9 44] done\n",
    BODY, "$Work", -1, 44 },
  { "untold", "LITERAL+",
    "C: <a> APPEND *\nC: From: a\nC: Subject: s\nC: \nC: hello\nC: \nS: <a> OK done\n", BODY, "",
    -1, 0 },
  { "waits-for-the-server", "",
    "C: <a> APPEND * {30}\nS: + go on\n"
    "C: From: a\nC: Subject: s\nC: \nC: hello\nC: \nS: <a> OK done\n",
    BODY, "", -1, 0 },
  { "refused-before-it-is-sent", "", "C: <a> APPEND * {30}\nS: <a> NO [OVERQUOTA] full\n", BODY, "",
    LOFT_ERROR_FULL, 0 },
  { "no-such-mailbox", "LITERAL+",
    "C: <a> APPEND *\nC: From: a\nC: Subject: s\nC: \nC: hello\nC: \n"
    "S: <a> NO [TRYCREATE] no such\n",
    BODY, "", LOFT_ERROR_GONE, 0 },
  { "too-large", "LITERAL+ APPENDLIMIT=20", "", BODY, "", LOFT_ERROR_LIMIT, 0 },
  { "empty", "LITERAL+", "", "", "", LOFT_ERROR_REFUSED, 0 },
  { "keyword-that-is-no-atom", "LITERAL+",
    "C: <a> APPEND \"Old Mail\" (\\Seen) *\nC: From: a\nC: Subject: s\nC: \nC: hello\nC: \n"
    "S: <a> OK done\n",
    BODY, "(x", -1, 0 },
};

static void
test_appends (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (appends); i++)
    {
      g_autofree char *script =
        g_strconcat ("S: * PREAUTH [CAPABILITY IMAP4rev1 ", appends[i].capabilities, "] hi\n",
                     appends[i].dialogue, NULL);
      g_autoptr (GBytes) raw = g_bytes_new (appends[i].raw, strlen (appends[i].raw));
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (GError) error = NULL;
      guint32 uid = 0;

      g_test_message ("%s", appends[i].name);
      imap_fixture_init_connected (&fixture, script);
      g_assert_cmpint (loft_imap_session_append (fixture.session, "Old Mail", LOFT_FLAG_SEEN,
                                                 appends[i].keywords, 1704067200, raw, &uid, NULL,
                                                 &error),
                       ==, appends[i].code < 0);
      if (appends[i].code >= 0)
        g_assert_error (error, LOFT_ERROR, appends[i].code);
      g_assert_cmpuint (uid, ==, appends[i].uid);
    }
}

static void
test_zero_bytes (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GBytes) raw = g_bytes_new_static ("a: b\r\n\r\n\0x", 10);
  g_autoptr (GError) error = NULL;
  guint32 uid = 0;

  imap_fixture_init_connected (&fixture, IMAP_PREAUTH ("LITERAL+"));
  g_assert_false (
    loft_imap_session_append (fixture.session, "a", 0, "", 0, raw, &uid, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
}

/* ---- mailboxes ---------------------------------------------------------------------------- */

static gboolean
run_create (LoftImapSession *session, GError **error)
{
  return loft_imap_session_create (session, "Archive", LOFT_FOLDER_ROLE_ARCHIVE, NULL, error);
}

static gboolean
run_rename (LoftImapSession *session, GError **error)
{
  return loft_imap_session_rename (session, "Old", "New", NULL, error);
}

static gboolean
run_delete (LoftImapSession *session, GError **error)
{
  return loft_imap_session_delete (session, "Old", NULL, error);
}

static gboolean
run_expunge (LoftImapSession *session, GError **error)
{
  LoftImapSelected selected;

  return loft_imap_session_select (session, "INBOX", 0, 0, &selected, NULL, error) &&
         loft_imap_session_expunge_all (session, NULL, error);
}

static const struct {
  const char *name;
  gboolean (*func) (LoftImapSession *session, GError **error);
  const char *capabilities;
  const char *dialogue;
  int code; /* -1: fine */
} changes[] = {
  { "create", run_create, "", "C: <a> CREATE \"Archive\"\nS: <a> OK done\n", -1 },
  { "create-for-a-role", run_create, "CREATE-SPECIAL-USE",
    "C: <a> CREATE \"Archive\" (USE (\\Archive))\nS: <a> OK done\n", -1 },
  { "create-without-its-role", run_create, "CREATE-SPECIAL-USE",
    "C: <a> CREATE \"Archive\" (USE (\\Archive))\nS: <a> NO [USEATTR] not here\n"
    "C: <a> CREATE \"Archive\"\nS: <a> OK done\n",
    -1 },
  { "create-refused", run_create, "", "C: <a> CREATE \"Archive\"\nS: <a> NO [NOPERM] no\n",
    LOFT_ERROR_REFUSED },
  { "rename", run_rename, "", "C: <a> RENAME \"Old\" \"New\"\nS: <a> OK done\n", -1 },
  { "rename-of-what-is-gone", run_rename, "",
    "C: <a> RENAME \"Old\" \"New\"\nS: <a> NO [NONEXISTENT] none\n", LOFT_ERROR_GONE },
  { "delete", run_delete, "", "C: <a> DELETE \"Old\"\nS: <a> OK done\n", -1 },
  { "delete-in-use", run_delete, "", "C: <a> DELETE \"Old\"\nS: <a> NO [INUSE] wait\n",
    LOFT_ERROR_TEMPORARY },
  { "expunge", run_expunge, "",
    "C: <a> SELECT \"INBOX\"*\nS: <a> OK done\nC: <a> EXPUNGE\nS: * 1 EXPUNGE\nS: <a> OK done\n",
    -1 },
};

static void
run_change (gsize i, const char *dialogue, int code)
{
  g_autofree char *script = g_strconcat ("S: * PREAUTH [CAPABILITY IMAP4rev1 ",
                                         changes[i].capabilities, "] hi\n", dialogue, NULL);
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  imap_fixture_init_connected (&fixture, script);
  g_assert_cmpint (changes[i].func (fixture.session, &error), ==, code < 0);
  if (code >= 0)
    g_assert_error (error, LOFT_ERROR, code);
}

static void
test_changes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_test_message ("%s", changes[i].name);
      run_change (i, changes[i].dialogue, changes[i].code);
    }
}

/* Behind every line that the client sends the server goes away without a word. */
static void
test_dies (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      const char *dialogue = changes[i].dialogue;

      for (const char *p = strstr (dialogue, "C: "); p != NULL; p = strstr (p + 1, "\nC: "))
        {
          const char *end = strchr (p + 1, '\n');
          g_autofree char *begun = g_strndup (dialogue, (gsize) (end - dialogue) + 1);
          g_autofree char *cut = g_strconcat (begun, "close\n", NULL);

          g_test_message ("%s: %s", changes[i].name, cut);
          run_change (i, cut, LOFT_ERROR_TEMPORARY);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/changes/append", test_appends);
  g_test_add_func ("/imap/changes/zero-bytes", test_zero_bytes);
  g_test_add_func ("/imap/changes/mailboxes", test_changes);
  g_test_add_func ("/imap/changes/dies", test_dies);
  return g_test_run ();
}
