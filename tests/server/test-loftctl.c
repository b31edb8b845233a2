/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What scripts may rely on: commands, options, fields, exit statuses, and where secrets are. */
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include "loft-witness.h"

typedef struct {
  LoftPrivateDovecot *server;
  LoftTestProfile *profile;
} Fixture;

#define SECRET "alice-secret"

static char *
attachment_data (gsize length)
{
  char *data = g_malloc (length);

  for (gsize i = 0; i < length; i++)
    data[i] = (char) (i * 7 + i / 256);
  return data;
}

/* One text with a file of every byte value, one in Japanese and Chinese, one with diacritics. */
static void
deliver_specials (LoftPrivateDovecot *server)
{
  g_autofree char *data = attachment_data (5000);
  g_autofree char *base64 = g_base64_encode ((guchar *) data, 5000);
  g_autoptr (GString) message = g_string_new (
      "From: =?UTF-8?Q?Zo=C3=AB_M=C3=BCller?= <zoe@example.test>\n"
      "To: Alice <alice@example.test>, bob@example.test\nCc: carol@example.test\n"
      "Date: Thu, 19 Nov 2026 10:00:00 +0000\nMessage-ID: <with-file@example.test>\n"
      "Subject: Quarterly figures\nMIME-Version: 1.0\n"
      "Content-Type: multipart/mixed; boundary=sep\n\n--sep\nContent-Type: text/plain\n\n"
      "The unmistakable figures.\n--sep\nContent-Type: application/octet-stream\n"
      "Content-Transfer-Encoding: base64\n"
      "Content-Disposition: attachment; filename=\"figures final.bin\"\n\n");

  for (gsize at = 0; base64[at] != '\0'; at += MIN (76, strlen (base64 + at)))
    g_string_append_printf (message, "%.76s\n", base64 + at);
  g_string_append (message, "--sep--\n");
  loft_private_dovecot_deliver (server, "alice", "", message->str, -1, "F", 1795082400);
  loft_private_dovecot_deliver (
      server, "alice", ".Long name &- more",
      "From: tokyo@example.test\nTo: alice@example.test\nDate: Sat, 1 Aug 2026 10:00:00 +0000\n"
      "Message-ID: <cjk@example.test>\nSubject: =?UTF-8?B?5p2x5Lqs44Gu5aSp5rCX?=\nMIME-Version: 1.0\n"
      "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
      "\xe4\xbb\x8a\xe6\x97\xa5\xe3\x81\xaf\xe9\x9b\xa8\xe3\x81\xa7\xe3\x81\x99\n", -1, "S", 1785578400);
  loft_private_dovecot_deliver (
      server, "alice", ".Long name &- more",
      "From: paris@example.test\nTo: alice@example.test\nDate: Sun, 2 Aug 2026 10:00:00 +0000\n"
      "Message-ID: <cafe@example.test>\nSubject: R\xc3\xa9servation\nMIME-Version: 1.0\n"
      "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
      "<p>Le caf\xc3\xa9 <b>na\xc3\xafve</b></p>\n", -1, "", 1785664800);
}

static Fixture
set_up (void)
{
  Fixture fixture = { loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL),
                      loft_test_profile_new () };
  g_autofree char *options = g_strconcat (
      "--window all --trust ", loft_private_dovecot_get_fingerprint (fixture.server), NULL);

  deliver_specials (fixture.server);
  loft_witness_deliver (fixture.server, "alice", "", "Plain", "ordinary words");
  loft_test_profile_add_account (fixture.profile, "alice",
                                 loft_private_dovecot_get_imaps_port (fixture.server), options);
  loft_test_profile_expect (fixture.profile, 0, "sync");
  return fixture;
}

static void
tear_down (Fixture *fixture)
{
  loft_test_profile_free (fixture->profile);
  loft_private_dovecot_free (fixture->server);
}

/* ---- fields ------------------------------------------------------------------------------- */

/* "id:s total:i cached:b from:a role:?": every line of the output has these, of these types (? also
 * null), and is one JSON object. */
static void
assert_fields (Fixture *fixture, const char *fields)
{
  g_auto (GStrv) lines = g_strsplit (loft_test_profile_get_output (fixture->profile), "\n", -1);
  g_auto (GStrv) wanted = g_strsplit (fields, " ", -1);

  g_assert_cmpstr (lines[0], !=, "");
  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_autoptr (JsonNode) root = json_from_string (lines[i], NULL);

      g_assert_nonnull (root);
      for (guint j = 0; wanted[j] != NULL; j++)
        {
          g_autofree char *name = g_strndup (wanted[j], strlen (wanted[j]) - 2);
          char type = wanted[j][strlen (wanted[j]) - 1];
          JsonNode *node = json_object_get_member (json_node_get_object (root), name);
          GType value = node != NULL && JSON_NODE_HOLDS_VALUE (node)
                            ? json_node_get_value_type (node)
                            : G_TYPE_INVALID;
          gboolean fits = (type == 's' && value == G_TYPE_STRING) ||
                          (type == 'i' && value == G_TYPE_INT64) ||
                          (type == 'b' && value == G_TYPE_BOOLEAN) ||
                          (type == 'a' && node != NULL && JSON_NODE_HOLDS_ARRAY (node)) ||
                          (type == '?' && node != NULL &&
                           (JSON_NODE_HOLDS_NULL (node) || value == G_TYPE_STRING));

          if (!fits)
            g_test_fail_printf ("%s is not as it should be in %s", wanted[j], lines[i]);
        }
    }
}

static void
test_fields (void)
{
  static const char message_fields[] =
      "id:s account:s folder:s remote_id:s date:s from:a to:a cc:a subject:s flags:a keywords:a "
      "size:i cached:b attachments:a";
  Fixture fixture = set_up ();
  g_autofree char *id = NULL;

  loft_test_profile_expect (fixture.profile, 0, "--json folders --account Test");
  assert_fields (&fixture, "account:s path:s role:? total:i unread:i cached:i bytes:i");
  loft_test_profile_expect (fixture.profile, 0, "--json messages --account Test --folder INBOX");
  assert_fields (&fixture, message_fields);
  id = loft_test_profile_dup_field (fixture.profile, "id");
  loft_test_profile_expect (fixture.profile, 0, "--json search alice --account Test --limit 2");
  assert_fields (&fixture, message_fields);
  loft_test_profile_expect (fixture.profile, 0, "--json --offline flag %s +answered", id);
  loft_test_profile_expect (fixture.profile, 0, "--json pending");
  assert_fields (&fixture, "id:s account:s what:s items:i since:s tries:i error:s");
  loft_test_profile_expect (fixture.profile, 0, "--json doctor");
  assert_fields (&fixture, "account:s");
  loft_test_profile_expect (fixture.profile, 0, "--json show %s", id);
  assert_fields (&fixture, message_fields);
  loft_test_profile_expect (fixture.profile, 0, "--json account list");
  assert_fields (&fixture, "name:s kind:s address:s host:s");
  loft_test_profile_expect (fixture.profile, 0, "--json sync");
  assert_fields (&fixture, "account:s");
  tear_down (&fixture);
}

/* ---- search ------------------------------------------------------------------------------- */

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
test_search (void)
{
  static const struct {
    const char *query;
    const char *subjects; /* sorted, joined with "|" */
  } cases[] = {
    { "unmistakable", "Quarterly figures" },
    { "unmistak*", "Quarterly figures" },
    { "unmistak", "" },
    { "雨", "東京の天気" },
    { "今日", "東京の天気" },
    { "subject:天気", "東京の天気" },
    { "気天", "" },
    { "cafe", "Réservation" },
    { "café", "Réservation" },
    { "NAIVE", "Réservation" },
    { "reservation", "Réservation" },
    { "from:muller", "Quarterly figures" },
    { "from:zoë", "Quarterly figures" },
    { "to:bob", "Quarterly figures" },
    { "filename:final", "Quarterly figures" },
    { "has:attachment", "Quarterly figures" },
    { "is:flagged", "Quarterly figures" },
    { "is:read", "東京の天気" },
    { "in:INBOX", "Plain|Quarterly figures" },
    { "in:\"Long name & more\" cafe", "Réservation" },
    { "in:\"Long name & more\"", "Réservation|東京の天気" },
    { "before:2026-09-01", "Réservation|東京の天気" },
    { "after:2026-11-01 -figures", "Plain" },
    { "larger:5k", "Quarterly figures" },
    { "ordinary OR unmistakable", "Plain|Quarterly figures" },
    { "ordinary unmistakable", "" },
  };
  Fixture fixture = set_up ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *quoted = NULL;
      g_autofree char *joined = NULL;
      g_autoptr (GPtrArray) subjects = NULL;

      quoted = g_shell_quote (cases[i].query);
      loft_test_profile_expect (fixture.profile, 0, "--json --offline search %s", quoted);
      subjects = loft_test_profile_list_field (fixture.profile, "subject");
      g_ptr_array_sort (subjects, compare_texts);
      g_ptr_array_add (subjects, NULL);
      joined = g_strjoinv ("|", (char **) subjects->pdata);
      if (strcmp (joined, cases[i].subjects) != 0)
        g_test_fail_printf ("%s finds \"%s\" instead of \"%s\"", cases[i].query, joined,
                            cases[i].subjects);
    }
  tear_down (&fixture);
}

/* ---- attachments -------------------------------------------------------------------------- */

static void
test_attachment (void)
{
  Fixture fixture = set_up ();
  g_autofree char *data = attachment_data (5000);
  g_autofree char *path =
      g_build_filename (loft_test_profile_get_directory (fixture.profile), "saved.bin", NULL);
  g_autofree char *id = NULL;
  g_autofree char *saved = NULL;
  gsize length = 0;

  loft_test_profile_expect (fixture.profile, 0, "--json search filename:figures");
  id = loft_test_profile_dup_field (fixture.profile, "id");
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture.profile),
                            "\"attachments\":[{\"n\":1,\"name\":\"figures final.bin\","
                            "\"type\":\"application/octet-stream\",\"size\":5000,"
                            "\"inline\":false}]"));
  loft_test_profile_expect (fixture.profile, 0, "show %s --attachment 1 --output %s", id, path);
  g_assert_true (g_file_get_contents (path, &saved, &length, NULL));
  g_assert_cmpmem (saved, length, data, 5000);
  /* Never over a file that is there. */
  loft_test_profile_expect (fixture.profile, 1, "show %s --attachment 1 --output %s", id, path);
  loft_test_profile_expect (fixture.profile, 1, "show %s --attachment 2", id);
  loft_test_profile_expect (fixture.profile, 0, "show %s --attachment 1", id);
  g_assert_cmpmem (g_bytes_get_data (loft_test_profile_get_bytes (fixture.profile), NULL),
                   g_bytes_get_size (loft_test_profile_get_bytes (fixture.profile)), data, 5000);
  loft_test_profile_expect (fixture.profile, 0, "show %s --headers", id);
  g_assert_true (g_str_has_suffix (loft_test_profile_get_output (fixture.profile), "\r\n\r\n"));
  loft_test_profile_expect (fixture.profile, 0, "show %s --text", id);
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture.profile), "unmistakable"));
  tear_down (&fixture);
}

/* ---- secrets ------------------------------------------------------------------------------ */

static gboolean
contains (const char *bytes, gsize length, const char *word)
{
  gsize n = strlen (word);

  for (gsize i = 0; i + n <= length; i++)
    if (memcmp (bytes + i, word, n) == 0)
      return TRUE;
  return FALSE;
}

/* The files below a folder that hold the password, in any form it takes on the wire. */
static guint
count_files_with_secret (const char *directory)
{
  g_autofree char *plain = g_base64_encode ((const guchar *) "\0alice\0" SECRET, 7 + strlen (SECRET));
  g_autofree char *alone = g_base64_encode ((const guchar *) SECRET, strlen (SECRET));
  g_autoptr (GDir) folder = g_dir_open (directory, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length = 0;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        n += count_files_with_secret (path);
      else if (g_file_get_contents (path, &bytes, &length, NULL) &&
               (contains (bytes, length, SECRET) || contains (bytes, length, plain) ||
                contains (bytes, length, alone)))
        n++;
    }
  return n;
}

static void
assert_no_secret_in_trace (Fixture *fixture, const char *mechanism)
{
  static const char *const words[] = { SECRET, "AGFsaWNlAGFsaWNlLXNlY3JldA", "YWxpY2Utc2VjcmV0" };
  const char *trace;

  loft_test_profile_expect (fixture->profile, 0, "account set Test auth=%s", mechanism);
  loft_test_profile_set_environment (fixture->profile, "LOFT_TRACE", "all,imap");
  loft_test_profile_expect (fixture->profile, 0, "sync");
  loft_test_profile_set_environment (fixture->profile, "LOFT_TRACE", NULL);
  trace = loft_test_profile_get_errors (fixture->profile);
  g_assert_nonnull (strstr (trace, "LIST"));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (trace, words[i]) != NULL)
      g_test_fail_printf ("%s: the trace tells the password", mechanism);
}

static void
test_secrets (void)
{
  static const char *const mechanisms[] = { "", "PLAIN", "LOGIN", "SCRAM-SHA-1", "SCRAM-SHA-256" };
  Fixture fixture = set_up ();
  const char *directory = loft_test_profile_get_directory (fixture.profile);
  g_autofree char *secrets = g_build_filename (directory, "secrets.ini", NULL);
  GStatBuf info;

  g_assert_cmpint (g_stat (secrets, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    assert_no_secret_in_trace (&fixture, mechanisms[i]);
  g_assert_cmpuint (count_files_with_secret (directory), ==, 1);
  loft_test_profile_expect (fixture.profile, 0, "account show Test");
  g_assert_null (strstr (loft_test_profile_get_output (fixture.profile), SECRET));

  loft_test_profile_expect (fixture.profile, 0, "account remove Test");
  g_assert_cmpuint (count_files_with_secret (directory), ==, 0);
  loft_test_profile_expect (fixture.profile, 0, "--json account list");
  g_assert_cmpstr (loft_test_profile_get_output (fixture.profile), ==, "");
  tear_down (&fixture);
}

/* Run at each sign-in; what it prints is nowhere kept. */
static void
test_password_command (void)
{
  Fixture fixture = set_up ();
  guint16 port = loft_private_dovecot_get_imaps_port (fixture.server);
  const char *directory = loft_test_profile_get_directory (fixture.profile);

  loft_test_profile_expect (fixture.profile, 0, "account remove Test");
  loft_test_profile_expect (fixture.profile, 0,
                            "account add imap --name Test --address alice@example.test "
                            "--user alice --host localhost --port %u --trust %s "
                            "--password-command 'printf %%s-%%s\\\\n alice secret'",
                            port, loft_private_dovecot_get_fingerprint (fixture.server));
  loft_test_profile_expect (fixture.profile, 0, "sync");
  g_assert_cmpuint (count_files_with_secret (directory), ==, 0);
  loft_test_profile_expect (fixture.profile, 0, "account set Test password-command=false");
  loft_test_profile_expect (fixture.profile, 4, "sync");
  tear_down (&fixture);
}

/* ---- finding and trying servers ---------------------------------------------------------- */

/* Addresses of the table and of nobody; neither needs a network. */
static void
test_find (void)
{
  static const struct {
    const char *line;
    int status;
    const char *host; /* (nullable) of the account */
    const char *user;
  } adds[] = {
    { "--name Known --address anna@posteo.de", 0, "posteo.de", "anna@posteo.de" },
    { "--name Short --address anna@free.fr", 0, "imap.free.fr", "anna" },
    { "--name Other --address anna@free.fr --user other", 0, "imap.free.fr", "other" },
    { "--name NoServers --address anna@proton.me", 1 },
    { "--name Browser --address anna@outlook.com", 4 },
    { "--name NoDomain --address anna", 1 },
    { "--name Port --address anna@posteo.de --port 993", 2 },
  };
  LoftTestProfile *profile = loft_test_profile_new ();

  loft_test_profile_expect (profile, 0, "--json account find anna@posteo.de");
  g_assert_nonnull (strstr (loft_test_profile_get_output (profile),
                            "\"by\":\"table\",\"origin\":\"posteo.de\""));
  loft_test_profile_expect (profile, 1, "account find anna");
  loft_test_profile_expect (profile, 5, "--offline account find anna@posteo.de");
  loft_test_profile_expect (profile, 2, "account find");
  for (guint i = 0; i < G_N_ELEMENTS (adds); i++)
    {
      int status = loft_test_profile_run_with_input (
          profile, "secret\n", "account add imap --password-stdin --secrets-file %s", adds[i].line);

      g_test_message ("%s", adds[i].line);
      g_assert_cmpint (status, ==, adds[i].status);
    }
  for (guint i = 0; i < 3; i++)
    {
      g_auto (GStrv) words = g_strsplit (adds[i].line, " ", -1);
      g_autofree char *host = NULL;
      g_autofree char *user = NULL;

      loft_test_profile_expect (profile, 0, "--json account show %s", words[1]);
      host = loft_test_profile_dup_field (profile, "host");
      user = loft_test_profile_dup_field (profile, "user");
      g_assert_cmpstr (host, ==, adds[i].host);
      g_assert_cmpstr (user, ==, adds[i].user);
    }
  loft_test_profile_free (profile);
}

static void
test_try (void)
{
  Fixture fixture = set_up ();

  loft_test_profile_expect (fixture.profile, 0, "--json account test Test");
  assert_fields (&fixture, "account:s user:s mechanism:s offered:s");
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture.profile),
                            "\"user\":\"alice\",\"mechanism\":\"SCRAM-SHA-256\""));
  loft_test_profile_expect (fixture.profile, 0, "account set Test user=nobody");
  loft_test_profile_expect (fixture.profile, 4, "account test Test");
  loft_test_profile_expect (fixture.profile, 0, "account set Test user=alice trust=");
  loft_test_profile_expect (fixture.profile, 1, "account test Test");
  g_assert_nonnull (strstr (loft_test_profile_get_errors (fixture.profile),
                            loft_private_dovecot_get_fingerprint (fixture.server)));
  tear_down (&fixture);
}

/* ---- statuses ----------------------------------------------------------------------------- */

static void
test_usage (void)
{
  static const struct {
    const char *line;
    int status;
  } cases[] = {
    { "", 2 },
    { "no-such-command", 2 },
    { "--help", 0 },
    { "sync --help", 0 },
    { "--version", 0 },
    { "sync --account Nobody", 2 },
    { "sync --no-such-option", 2 },
    { "sync --watch soon", 2 },
    { "messages --folder 'No such folder'", 1 },
    { "messages --limit many", 2 },
    { "show", 2 },
    { "show 12345", 2 },
    { "show nonsense.1 --raw", 2 },
    { "flag", 2 },
    { "flag +seen", 2 },
    { "search", 2 },
    { "pending retry", 2 },
    { "account", 2 },
    { "account add nntp --name X --address x@example.test --host localhost", 2 },
    { "account add imap --name X", 2 },
    { "account set Test port=many", 2 },
    { "account set Test no-such-key=1", 2 },
    { "account set Test trust=xyz", 2 },
    { "account remove Nobody", 2 },
    { "account test Nobody", 2 },
    { "folders", 0 },
    { "doctor", 0 },
    { "account list", 0 },
  };
  Fixture fixture = set_up ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      loft_test_profile_expect (fixture.profile, cases[i].status, "%s", cases[i].line);
      if (cases[i].status != 0)
        g_assert_true (
            g_str_has_prefix (loft_test_profile_get_errors (fixture.profile), "loftctl: "));
    }
  /* No password goes in clear over a network unless that was asked for. */
  g_assert_cmpint (loft_test_profile_run_with_input (
                       fixture.profile, "x\n",
                       "account add imap --name X --address x@example.test --host "
                       "mail.example.test --security none --password-stdin --secrets-file"),
                   ==, 2);
  /* A name that is taken. */
  g_assert_cmpint (loft_test_profile_run_with_input (
                       fixture.profile, "x\n",
                       "account add imap --name Test --address x@example.test --host localhost "
                       "--password-stdin --secrets-file"),
                   ==, 1);
  tear_down (&fixture);
}

static void
test_offline (void)
{
  Fixture fixture = set_up ();
  g_autofree char *id = loft_test_profile_find_message (fixture.profile, "INBOX", "1");
  g_autofree char *other = NULL;
  g_autofree char *again = NULL;

  loft_test_profile_expect (fixture.profile, 5, "--offline sync");
  loft_test_profile_expect (fixture.profile, 0, "--offline show %s --raw", id);
  loft_test_profile_expect (fixture.profile, 0, "--offline flag %s +seen +later", id);
  loft_test_profile_expect (fixture.profile, 0, "--json pending");
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture.profile), "later"));

  /* What is not here cannot be had offline, and can online. */
  loft_test_profile_expect (fixture.profile, 0, "account set Test window=0");
  loft_test_profile_expect (fixture.profile, 0, "sync");
  loft_test_profile_expect (fixture.profile, 0, "pending");
  g_assert_cmpstr (loft_test_profile_get_output (fixture.profile), ==, "");
  loft_test_profile_expect (fixture.profile, 5, "--offline show %s --raw", id);
  loft_test_profile_expect (fixture.profile, 0, "show %s --raw", id);
  again = loft_test_profile_find_message (fixture.profile, "INBOX", "1");
  g_assert_cmpstr (id, ==, again);

  /* A change taken back shows the server's values again. */
  loft_test_profile_expect (fixture.profile, 0, "--offline flag %s -seen", id);
  loft_test_profile_expect (fixture.profile, 0, "--json pending");
  other = loft_test_profile_dup_field (fixture.profile, "id");
  loft_test_profile_expect (fixture.profile, 0, "pending discard %s", other);
  loft_test_profile_expect (fixture.profile, 0, "--json --offline messages");
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture.profile), "\"seen\""));
  loft_test_profile_expect (fixture.profile, 1, "pending discard %s", other);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/loftctl/fields", test_fields);
  g_test_add_func ("/server/loftctl/search", test_search);
  g_test_add_func ("/server/loftctl/attachment", test_attachment);
  g_test_add_func ("/server/loftctl/secrets", test_secrets);
  g_test_add_func ("/server/loftctl/password-command", test_password_command);
  g_test_add_func ("/server/loftctl/find", test_find);
  g_test_add_func ("/server/loftctl/try", test_try);
  g_test_add_func ("/server/loftctl/usage", test_usage);
  g_test_add_func ("/server/loftctl/offline", test_offline);
  return g_test_run ();
}
