/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages made to break a reader, among good ones: all are listed, all are byte-equal, and everything
 * else goes on. */
#include <string.h>

#include "loft-witness.h"

typedef struct {
  const char *name;
  GString *(*make) (void);
} BadMail;

static GString *
make_empty (void)
{
  return g_string_new ("");
}

static GString *
make_without_headers (void)
{
  return g_string_new ("\nA body, and nothing else.\n");
}

static GString *
make_headers_only (void)
{
  return g_string_new ("Subject: Headers only\nFrom: a@example.test");
}

static GString *
make_nested_multiparts (void)
{
  GString *text = g_string_new ("Subject: Nested parts\n");

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n", i, i);
  return g_string_append (text, "\nthe core\n");
}

static GString *
make_nested_messages (void)
{
  GString *text = g_string_new ("Subject: Nested messages\n");

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "Content-Type: message/rfc822\n\nSubject: deeper\n");
  return g_string_append (text, "\nthe core\n");
}

static GString *
make_address_groups (void)
{
  GString *text = g_string_new ("Subject: Address groups\nTo: ");

  for (guint i = 0; i < 60000; i++)
    g_string_append (text, "a:");
  return g_string_append (text, "\n\nfriends\n");
}

static GString *
make_comments (void)
{
  GString *text = g_string_new ("Subject: Comments\nFrom: ");

  for (guint i = 0; i < 60000; i++)
    g_string_append_c (text, '(');
  return g_string_append (text, "\n\nbody\n");
}

static GString *
make_long_line (void)
{
  GString *text = g_string_new ("Subject: One long line\n\n");
  gsize length = text->len;

  g_string_set_size (text, length + 8 * 1024 * 1024);
  memset (text->str + length, 'x', 8 * 1024 * 1024);
  return text;
}

static GString *
make_large_header (void)
{
  GString *text = g_string_new ("Subject: Large header\n");

  for (guint i = 0; i < 60000; i++)
    g_string_append_printf (text, "X-Filler-%u: %080u\n", i, i);
  return g_string_append (text, "\nbody\n");
}

static GString *
make_folded_forever (void)
{
  GString *text = g_string_new ("Subject: Folded\n");

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, " x\n");
  return g_string_append (text, "\nbody\n");
}

static GString *
make_html_depth (void)
{
  GString *text = g_string_new ("Subject: Deep HTML\nContent-Type: text/html\n\n");

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "<div>");
  return g_string_append (text, "bottom\n");
}

static GString *
make_eight_bit (void)
{
  return g_string_new ("Subject: \xff\xfe raw \x80 bytes\nFrom: \xe9\xe8@example.test\n"
                       "Content-Type: text/plain; charset=no-such-set\n\n\xff\xfe\x80\n");
}

static const BadMail bad_mails[] = {
  { "empty", make_empty },
  { "without-headers", make_without_headers },
  { "headers-only", make_headers_only },
  { "nested-multiparts", make_nested_multiparts },
  { "nested-messages", make_nested_messages },
  { "address-groups", make_address_groups },
  { "comments", make_comments },
  { "long-line", make_long_line },
  { "large-header", make_large_header },
  { "folded-forever", make_folded_forever },
  { "html-depth", make_html_depth },
  { "eight-bit", make_eight_bit },
};

static void
assert_readable (LoftTestProfile *profile, const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, "\t", -1);
  g_autofree char *id = NULL;
  g_autofree char *digest = NULL;

  if (g_strv_length (fields) < 5)
    return;
  id = loft_test_profile_find_message (profile, fields[0], fields[1]);
  loft_test_profile_expect (profile, 0, "show %s --raw", id);
  digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, loft_test_profile_get_bytes (profile));
  g_assert_cmpstr (digest, ==, fields[4]);
  loft_test_profile_expect (profile, 0, "show %s", id);
  loft_test_profile_expect (profile, 0, "--json show %s", id);
  loft_test_profile_expect (profile, 0, "show %s --html", id);
}

static void
test_all (gconstpointer data)
{
  g_autoptr (LoftPrivateDovecot) server = loft_private_dovecot_new (GPOINTER_TO_UINT (data));
  g_autoptr (LoftTestProfile) profile = loft_test_profile_new ();
  g_autofree char *state = NULL;
  g_autofree char *found = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *trust =
      g_strconcat ("--window all --trust ", loft_private_dovecot_get_fingerprint (server), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bad_mails); i++)
    {
      g_autoptr (GString) message = bad_mails[i].make ();

      loft_private_dovecot_deliver (server, "alice", "", message->str, (gssize) message->len, "",
                                    1795000000 + i);
      loft_witness_deliver (server, "alice", i % 2 == 0 ? "" : ".Work", "Good", "between them");
    }
  loft_test_profile_add_account (profile, "alice", loft_private_dovecot_get_imaps_port (server),
                                 trust);
  loft_test_profile_expect (profile, 0, "sync");
  g_assert_cmpstr (loft_test_profile_get_errors (profile), ==, "");
  state = loft_witness_state (server, "alice");
  found = loft_test_profile_dump (profile);
  loft_witness_assert_equal (state, found);
  loft_test_profile_expect (profile, 0, "--json search subject:good");
  loft_test_profile_expect (profile, 0, "doctor");
  loft_private_dovecot_stop (server);
  lines = g_strsplit (state, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    assert_readable (profile, lines[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/server/bad-mail/full", GUINT_TO_POINTER (LOFT_PRIVATE_DOVECOT_FULL),
                        test_all);
  g_test_add_data_func ("/server/bad-mail/plain", GUINT_TO_POINTER (LOFT_PRIVATE_DOVECOT_PLAIN),
                        test_all);
  return g_test_run ();
}
