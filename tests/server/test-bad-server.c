/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers and settings that are wrong: a clear sentence, the right exit status, and what was here
 * before is still here. */
#include <signal.h>
#include <string.h>

#include "loft-script-server.h"
#include "loft-witness.h"

typedef struct {
  LoftPrivateDovecot *server;
  LoftTestProfile *profile;
  char *before; /* (owned) what the store showed */
} Fixture;

static Fixture
set_up (void)
{
  Fixture fixture = { loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL),
                      loft_test_profile_new (), NULL };
  g_autofree char *trust =
      g_strconcat ("--trust ", loft_private_dovecot_get_fingerprint (fixture.server), NULL);

  for (guint i = 0; i < 5; i++)
    loft_witness_deliver (fixture.server, "alice", i % 2 == 0 ? "" : ".Work", "Kept", "safe");
  loft_test_profile_add_account (fixture.profile, "alice",
                                 loft_private_dovecot_get_imaps_port (fixture.server), trust);
  loft_test_profile_expect (fixture.profile, 0, "sync");
  fixture.before = loft_test_profile_dump (fixture.profile);
  return fixture;
}

static void
tear_down (Fixture *fixture)
{
  g_free (fixture->before);
  loft_test_profile_free (fixture->profile);
  loft_private_dovecot_free (fixture->server);
}

static void
assert_unharmed (Fixture *fixture)
{
  g_autofree char *now = loft_test_profile_dump (fixture->profile);

  loft_witness_assert_equal (fixture->before, now);
  loft_test_profile_expect (fixture->profile, 0, "doctor");
}

static void
assert_complaint (Fixture *fixture, const char *words)
{
  const char *errors = loft_test_profile_get_errors (fixture->profile);

  if (strstr (errors, words) == NULL)
    g_test_fail_printf ("the complaint does not speak of \"%s\": %s", words, errors);
  g_assert_nonnull (strstr (errors, "loftctl: Test: "));
  g_assert_cmpuint (strlen (errors), <, 2000);
}

/* ---- settings ----------------------------------------------------------------------------- */

static void
test_settings (void)
{
  static const struct {
    const char *setting;
    int status;
    const char *words;
  } cases[] = {
    { "host=no-such-host.invalid", 5, "there is no such name" },
    { "host=localhost port=1", 5, "refused" },
    { "host=localhost security=tls trust=", 1, "issuer" },
    { "host=localhost trust="
      "0000000000000000000000000000000000000000000000000000000000000000", 1, "certificate" },
  };
  Fixture fixture = set_up ();
  guint16 port = loft_private_dovecot_get_imaps_port (fixture.server);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      loft_test_profile_expect (fixture.profile, 0, "account set Test port=%u %s", port,
                                cases[i].setting);
      loft_test_profile_expect (fixture.profile, cases[i].status, "sync");
      assert_complaint (&fixture, cases[i].words);
      loft_test_profile_expect (fixture.profile, cases[i].status, "account test Test");
      assert_complaint (&fixture, cases[i].words);
      if (cases[i].status == 1)
        g_assert_nonnull (strstr (loft_test_profile_get_errors (fixture.profile),
                                  loft_private_dovecot_get_fingerprint (fixture.server)));
      assert_unharmed (&fixture);
    }
  tear_down (&fixture);
}

static void
test_wrong_password (void)
{
  Fixture fixture = set_up ();

  g_assert_cmpint (loft_test_profile_run_with_input (fixture.profile, "wrong\n",
                                                     "account set Test --password-stdin"), ==, 0);
  loft_test_profile_expect (fixture.profile, 4, "sync");
  assert_complaint (&fixture, "password");
  loft_test_profile_expect (fixture.profile, 4, "account test Test");
  assert_unharmed (&fixture);
  g_assert_cmpint (loft_test_profile_run_with_input (fixture.profile, "alice-secret\n",
                                                     "account set Test --password-stdin"), ==, 0);
  loft_test_profile_expect (fixture.profile, 0, "account test Test");
  loft_test_profile_expect (fixture.profile, 0, "sync");
  tear_down (&fixture);
}

/* ---- servers that misbehave --------------------------------------------------------------- */

#define PREAUTH "S: * PREAUTH [CAPABILITY IMAP4rev1] hi\n"
#define LISTED                                                                                     \
  PREAUTH "C: <a> LIST *\nC: <b> LSUB *\nS: * LIST () \"/\" INBOX\nS: <a> OK\nS: <b> OK\n"
#define SELECTED                                                                                   \
  LISTED "C: <tag> STATUS *\nS: * STATUS INBOX (MESSAGES 3 UIDNEXT 4 UIDVALIDITY 7 UNSEEN 0)\n"    \
         "S: <tag> OK\n"                                                                           \
         "C: <tag> SELECT \"INBOX\"*\nS: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] x\n"                   \
         "S: * OK [UIDNEXT 4] x\nS: <tag> OK [READ-WRITE] x\n"                                      \
         "C: <tag> UID SEARCH *\nS: * SEARCH 1 2 3\nS: <tag> OK x\n"

typedef struct {
  const char *name;
  const char *script;
  const char *words;
} BadServer;

static const BadServer bad_servers[] = {
  { "closes-at-greeting", "close\n", "closed the connection" },
  { "says-bye", "S: * BYE Too many cooks\n", "Too many cooks" },
  { "garbage-greeting", "raw \\x16\\x03\\x01\\0\\xff garbage\\r\\n\nclose\n", "" },
  { "speaks-smtp", "S: 220 mail.example.test ESMTP\n", "" },
  { "closes-after-sign-in", PREAUTH "C: <a> LIST *\nclose\n", "closed the connection" },
  { "resets", PREAUTH "C: <a> LIST *\nreset\n", "" },
  { "garbage-after-sign-in", PREAUTH "C: <a> LIST *\nraw )(*&^%$#@!\\r\\n\n", "" },
  { "binary-after-sign-in", PREAUTH "C: <a> LIST *\nraw \\0\\0\\0\\0\\r\\n\n", "" },
  { "huge-literal", PREAUTH "C: <a> LIST *\nS: * LIST () \"/\" {3221225472}\nstall\n", "" },
  { "endless-line", PREAUTH "C: <a> LIST *\nraw * LIST () \"/\" \nfill 30000000\n", "" },
  { "endless-greeting", "raw * OK \nfill 30000000\n", "" },
  { "nested", PREAUTH "C: <a> LIST *\nraw * LIST \nfill 60000 (\nS: x\n", "" },
  { "data-before-sign-in",
    "raw * OK [CAPABILITY IMAP4rev1 AUTH=SCRAM-SHA-256] hi\\r\\n* LIST () \"/\" Evil\\r\\n"
    "* 1 EXPUNGE\\r\\n* VANISHED 1:99\\r\\n* 1 FETCH (UID 1 FLAGS (\\\\Deleted))\\r\\n* 0 EXISTS\\r\\n\n"
    "C: <a> AUTHENTICATE SCRAM-SHA-256\nS: * BYE [ALERT] Call 555-0199\n",
    "ended the connection: “Call 555-0199”" },
  { "data-before-select",
    PREAUTH "C: <a> LIST *\nC: <b> LSUB *\nS: * 1 EXPUNGE\nS: * VANISHED 1:99\nS: * 0 EXISTS\n"
    "S: * 1 FETCH (UID 1 FLAGS (\\Deleted))\nS: * BYE ”. Loft says: “give me your password\n",
    "ended the connection: “\". Loft says: \"give me your password”" },
  { "refuses-to-list", PREAUTH "C: <a> LIST *\nC: <b> LSUB *\nS: <a> NO not today\n"
    "S: <b> NO not today\n", "not today" },
};

static void
use_script_server (Fixture *fixture, LoftScriptServer *script_server)
{
  loft_test_profile_expect (fixture->profile, 0, "account set Test security=none trust= port=%u",
                            loft_script_server_get_port (script_server));
}

static void
test_bad_servers (void)
{
  Fixture fixture = set_up ();

  for (guint i = 0; i < G_N_ELEMENTS (bad_servers); i++)
    {
      LoftScriptServer *script_server = loft_script_server_new (bad_servers[i].script);
      gint64 start = g_get_monotonic_time ();

      use_script_server (&fixture, script_server);
      loft_test_profile_expect (fixture.profile, 1, "sync");
      assert_complaint (&fixture, bad_servers[i].words);
      g_test_message ("%s: %" G_GINT64_FORMAT " ms: %s", bad_servers[i].name,
                      (g_get_monotonic_time () - start) / 1000,
                      loft_test_profile_get_errors (fixture.profile));
      loft_script_server_stop (script_server);
      assert_unharmed (&fixture);
      if (g_test_failed ())
        break;
    }
  tear_down (&fixture);
}

/* The account has signed in by SCRAM: who stands between cannot have the password in clear. */
static void
test_weaker_sign_in (void)
{
  Fixture fixture = set_up ();
  LoftScriptServer *script_server =
      loft_script_server_new ("S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\neof\n");

  use_script_server (&fixture, script_server);
  loft_test_profile_expect (fixture.profile, 4, "sync");
  assert_complaint (&fixture, "does not offer SCRAM-SHA-256 any more");
  assert_unharmed (&fixture);
  loft_script_server_finish (script_server);
  tear_down (&fixture);
}

/* What it wants a person to read is read, and cannot be taken for ours. */
static void
test_alert (void)
{
  static const char script[] =
      PREAUTH "C: <a> LIST *\nC: <b> LSUB *\nS: * OK [ALERT] Disk full\" (no, \"not\" ours\n"
      "S: * LIST () \"/\" INBOX\nS: <a> OK\nS: <b> OK\nclose\n";
  Fixture fixture = set_up ();
  LoftScriptServer *script_server = loft_script_server_new (script);

  use_script_server (&fixture, script_server);
  loft_test_profile_expect (fixture.profile, 1, "sync");
  assert_complaint (&fixture, "the server says: \"Disk full' (no, 'not' ours\"");
  loft_script_server_stop (script_server);
  assert_unharmed (&fixture);
  tear_down (&fixture);
}

/* A server that says nothing more: Ctrl-C ends it at once. */
static void
test_stall (void)
{
  static const char *const scripts[] = {
    "pause\n",
    PREAUTH "pause\n",
    PREAUTH "C: <a> LIST *\nraw * LIST () \\\"/\npause\n",
  };
  Fixture fixture = set_up ();

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      LoftScriptServer *script_server = loft_script_server_new (scripts[i]);
      g_autoptr (GSubprocess) sync = NULL;
      g_autofree char *errors = NULL;
      gint64 start;

      use_script_server (&fixture, script_server);
      sync = loft_test_profile_start_piped (fixture.profile, "sync");
      loft_script_server_wait_paused (script_server);
      start = g_get_monotonic_time ();
      g_subprocess_send_signal (sync, SIGINT);
      g_assert_true (g_subprocess_communicate_utf8 (sync, NULL, NULL, NULL, &errors, NULL));
      g_test_message ("ended %" G_GINT64_FORMAT " ms after Ctrl-C: %s",
                      (g_get_monotonic_time () - start) / 1000, errors);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);
      g_assert_true (g_subprocess_get_if_exited (sync));
      g_assert_cmpint (g_subprocess_get_exit_status (sync), ==, 1);
      loft_script_server_stop (script_server);
      assert_unharmed (&fixture);
    }
  tear_down (&fixture);
}

/* ---- one bad message among good ones ------------------------------------------------------- */

#define SELECTED_AGAIN                                                                             \
  PREAUTH "C: <tag> SELECT \"INBOX\"*\nS: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] x\n"                  \
          "S: * OK [UIDNEXT 4] x\nS: <tag> OK [READ-WRITE] x\n"                                      \
          "C: <tag> UID FETCH 3 (UID INTERNALDATE)\n"                                              \
          "S: * 3 FETCH (UID 3 INTERNALDATE \"21-Nov-2026 10:00:00 +0000\")\nS: <tag> OK x\n"

#define HEADER(uid)                                                                                \
  "S: * " uid " FETCH (UID " uid " FLAGS () RFC822.SIZE 40 INTERNALDATE "                           \
  "\"21-Nov-2026 10:00:00 +0000\" BODY[HEADER] {15}\n"                                             \
  "raw Subject: M" uid "\\r\\n\\r\\n\n" /* 13 bytes and the end of the block */                     \
  "S: )\n"

/* The body of message 2 is said to have 3 GB: the others come, this one stays listed. */
static void
test_huge_body (void)
{
  static const char first[] =
      SELECTED "C: <tag> UID FETCH *HEADER*\n" HEADER ("1") HEADER ("2") HEADER ("3")
      "S: <tag> OK x\n"
      "C: <tag> UID FETCH *BODY.PEEK*\n"
      "S: * 3 FETCH (UID 3 BODY[] {16}\nraw Subject: M3\\r\\n\\r\\n3\nS: )\n"
      "S: * 2 FETCH (UID 2 BODY[] {3221225472}\nstall\n";
  /* Then one by one, to find out which. */
  static const char second[] = SELECTED_AGAIN "C: <tag> UID FETCH 2 *\n"
                               "S: * 2 FETCH (UID 2 BODY[] {3221225472}\nstall\n";
  static const char third[] = SELECTED_AGAIN "C: <tag> UID FETCH 1 *\n"
                              "S: * 1 FETCH (UID 1 BODY[] {16}\nraw Subject: M1\\r\\n\\r\\n1\n"
                              "S: )\nS: <tag> OK x\nstall\n";
  g_autoptr (LoftTestProfile) profile = loft_test_profile_new ();
  LoftScriptServer *script_server = loft_script_server_new (first);
  g_autoptr (GPtrArray) remote_ids = NULL;
  g_autoptr (GPtrArray) cached = NULL;

  loft_script_server_add (script_server, second);
  loft_script_server_add (script_server, third);
  loft_test_profile_add_account (profile, "alice", loft_script_server_get_port (script_server),
                                 "--security none --window all");
  loft_test_profile_expect (profile, 3, "sync");
  loft_test_profile_expect (profile, 0, "--json messages");
  remote_ids = loft_test_profile_list_field (profile, "remote_id");
  cached = loft_test_profile_list_field (profile, "cached");
  g_assert_cmpuint (remote_ids->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr (g_ptr_array_index (cached, i), ==,
                     strcmp (g_ptr_array_index (remote_ids, i), "2") == 0 ? "false" : "true");
  loft_test_profile_expect (profile, 0, "doctor");
  loft_script_server_stop (script_server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/bad-server/settings", test_settings);
  g_test_add_func ("/server/bad-server/wrong-password", test_wrong_password);
  g_test_add_func ("/server/bad-server/misbehaves", test_bad_servers);
  g_test_add_func ("/server/bad-server/weaker-sign-in", test_weaker_sign_in);
  g_test_add_func ("/server/bad-server/alert", test_alert);
  g_test_add_func ("/server/bad-server/stalls", test_stall);
  g_test_add_func ("/server/bad-server/huge-body", test_huge_body);
  return g_test_run ();
}
