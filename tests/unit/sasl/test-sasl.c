/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-error.h"
#include "loft-sasl-private.h"
#include "loft-saslprep.h"

static const struct {
  const char *name;
  const char *text;
  const char *expected; /* NULL: refused */
} preparations[] = {
  /* The examples of RFC 4013, section 3, but for the last one (right-to-left). */
  { "soft-hyphen", "I\u00adX", "IX" },
  { "nothing-to-do", "user", "user" },
  { "case", "USER", "USER" },
  { "ordinal", "\u00aa", "a" },
  { "roman-numeral", "\u2168", "IX" },
  { "bell", "\a", NULL },
  { "other-spaces", "a\u00a0b\u3000c", "a b c" },
  { "composes", "u\u0308", "\u00fc" },
  { "empty", "", NULL },
  { "only-nothing", "\u00ad", NULL },
  { "private-use", "a\ue000", NULL },
  { "no-character", "a\ufdd0", NULL },
  { "end-of-plane", "\U0001ffff", NULL },
  { "replacement", "\ufffd", NULL },
  { "direction-mark", "a\u200e", NULL },
  { "tag", "\U000e0041", NULL },
  { "delete", "\177", NULL },
  { "not-utf-8", "p\xfcss", NULL },
  { "emoji", "\U0001f511", "\U0001f511" },
};

static void
test_saslprep (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (preparations); i++)
    {
      g_autofree char *prepared = loft_saslprep (preparations[i].text);

      g_test_message ("%s", preparations[i].name);
      g_assert_cmpstr (prepared, ==, preparations[i].expected);
    }
}

#define PASSWORD 1
#define TOKEN    2
#define SECURE   4
#define ALLOWED  8
#define OWN      16 /* a client certificate */

static const struct {
  const char *offered;
  const char *wanted;
  guint has;
  const char *expected; /* NULL: LOFT_ERROR_AUTH */
} choices[] = {
  { "PLAIN LOGIN SCRAM-SHA-1 SCRAM-SHA-256", "", PASSWORD | SECURE, "SCRAM-SHA-256" },
  { "PLAIN LOGIN SCRAM-SHA-1", "", PASSWORD | SECURE, "SCRAM-SHA-1" },
  { "LOGIN PLAIN", "", PASSWORD | SECURE, "PLAIN" },
  { "LOGIN", NULL, PASSWORD | SECURE, "LOGIN" },
  { "login", NULL, PASSWORD | SECURE, "LOGIN" },
  { "PLAIN LOGIN", "", PASSWORD, NULL },
  { "PLAIN LOGIN", "", PASSWORD | ALLOWED, "PLAIN" },
  { "PLAIN SCRAM-SHA-1", "", PASSWORD, "SCRAM-SHA-1" },
  { "PLAIN XOAUTH2", "", TOKEN | SECURE, "XOAUTH2" },
  { "PLAIN XOAUTH2", "", TOKEN, NULL },
  { "PLAIN XOAUTH2", "", TOKEN | PASSWORD | SECURE, "PLAIN" },
  { "XOAUTH2", "", TOKEN | PASSWORD | SECURE, NULL },
  { "PLAIN", "", TOKEN | SECURE, NULL },
  { "XOAUTH2", "", PASSWORD | SECURE, NULL },
  { "PLAIN", "", SECURE, NULL },
  { "", "", PASSWORD | SECURE, NULL },
  { "GSSAPI NTLM", "", PASSWORD | SECURE, NULL },
  { "CRAM-MD5 PLAIN", "", PASSWORD | SECURE, "PLAIN" },
  { "CRAM-MD5 LOGIN", "", PASSWORD | SECURE, "LOGIN" },
  { "CRAM-MD5 SCRAM-SHA-1", "", PASSWORD | SECURE, "SCRAM-SHA-1" },
  { "CRAM-MD5", "", PASSWORD | SECURE, "CRAM-MD5" },
  { "CRAM-MD5 PLAIN", "CRAM-MD5", PASSWORD | SECURE, "CRAM-MD5" },
  { "PLAIN CRAM-MD5", "", PASSWORD, "CRAM-MD5" },
  { "PLAIN CRAM-MD5", "", PASSWORD | ALLOWED, "CRAM-MD5" },
  { "SCRAM-SHA-1 CRAM-MD5", "", PASSWORD | ALLOWED, "SCRAM-SHA-1" },
  { "CRAM-MD5", "", TOKEN | SECURE, NULL },
  { "XOAUTH2 OAUTHBEARER PLAIN", "", TOKEN | SECURE, "OAUTHBEARER" },
  { "OAUTHBEARER", "", TOKEN, NULL },
  { "OAUTHBEARER", "", TOKEN | ALLOWED, "OAUTHBEARER" },
  { "OAUTHBEARER PLAIN", "", TOKEN | PASSWORD | SECURE, "PLAIN" },
  { "OAUTHBEARER XOAUTH2", "XOAUTH2", TOKEN | SECURE, "XOAUTH2" },
  { "EXTERNAL SCRAM-SHA-256", "", OWN | PASSWORD | SECURE, "EXTERNAL" },
  { "EXTERNAL SCRAM-SHA-256", "SCRAM-SHA-256", OWN | PASSWORD | SECURE, "SCRAM-SHA-256" },
  { "EXTERNAL PLAIN", "", PASSWORD | SECURE, "PLAIN" },
  { "EXTERNAL", "", OWN | SECURE, "EXTERNAL" },
  { "EXTERNAL", "", OWN | ALLOWED, NULL },
  { "EXTERNAL", "EXTERNAL", PASSWORD | SECURE, NULL },
  { "PLAIN", "", OWN | PASSWORD | SECURE, "PLAIN" },
  { "SCRAM-SHA-256-PLUS", "", PASSWORD | SECURE, NULL },
  { "PLAIN SCRAM-SHA-256", "PLAIN", PASSWORD | SECURE, "PLAIN" },
  { "PLAIN SCRAM-SHA-256", "plain", PASSWORD | SECURE, "PLAIN" },
  { "PLAIN SCRAM-SHA-256", "PLAIN", PASSWORD, NULL },
  { "PLAIN", "SCRAM-SHA-256", PASSWORD | SECURE, NULL },
  { "PLAIN GSSAPI", "GSSAPI", PASSWORD | SECURE, NULL },
  { "PLAIN XOAUTH2", "XOAUTH2", PASSWORD | SECURE, NULL },
};

static void
test_choose (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_auto (GStrv) offered = g_strsplit (choices[i].offered, " ", -1);
      g_autoptr (LoftCredentials) credentials =
        loft_credentials_new ("user", choices[i].has & PASSWORD ? "pencil" : NULL,
                              choices[i].has & TOKEN ? "token" : NULL);
      LoftSaslConnection connection = {
        (choices[i].has & SECURE) != 0,
        (choices[i].has & ALLOWED) != 0,
        (choices[i].has & OWN) != 0,
      };
      g_autoptr (GError) error = NULL;
      g_autoptr (LoftSasl) sasl =
        loft_sasl_choose ((const char *const *) offered, choices[i].wanted, credentials,
                          &connection, &error);

      g_test_message ("%s, wanted %s", choices[i].offered, choices[i].wanted);
      if (choices[i].expected == NULL)
        {
          g_assert_null (sasl);
          g_assert_error (error, LOFT_ERROR, LOFT_ERROR_AUTH);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (loft_sasl_get_mechanism (sasl), ==, choices[i].expected);
    }
}

static void
test_strength (void)
{
  g_assert_cmpint (loft_sasl_strength ("SCRAM-SHA-256"), >, loft_sasl_strength ("SCRAM-SHA-1"));
  g_assert_cmpint (loft_sasl_strength ("scram-sha-1"), >, loft_sasl_strength ("XOAUTH2"));
  g_assert_cmpint (loft_sasl_strength ("XOAUTH2"), ==, loft_sasl_strength ("PLAIN"));
  g_assert_cmpint (loft_sasl_strength ("LOGIN"), ==, loft_sasl_strength ("PLAIN"));
  g_assert_cmpint (loft_sasl_strength ("LOGIN"), >, 0);
  g_assert_cmpint (loft_sasl_strength ("EXTERNAL"), >, loft_sasl_strength ("SCRAM-SHA-256"));
  g_assert_cmpint (loft_sasl_strength ("CRAM-MD5"), ==, loft_sasl_strength ("PLAIN"));
  g_assert_cmpint (loft_sasl_strength ("OAUTHBEARER"), ==, loft_sasl_strength ("PLAIN"));
  g_assert_cmpint (loft_sasl_strength ("NTLM"), ==, 0);
  g_assert_cmpint (loft_sasl_strength (NULL), ==, 0);
}

#define NONCE_1   "fyko+d2lbbFgONRv9qkxdawL"
#define SERVER_1  NONCE_1 "3rfcNHYJY1ZVvWVs7j"
#define FIRST_1   "r=" SERVER_1 ",s=QSXCR+Q6sek8bf92,i=4096"
#define FINAL_1   "c=biws,r=" SERVER_1 ",p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="
#define PROOF_1   "v=rmF9pqV8S7suAoZWja4dJRkFsKQ="
#define NONCE_256 "rOprNGfwEbeRWgbNEkqO"
#define SERVER_256 NONCE_256 "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
#define TOO_MUCH  "10000001"

/* One conversation: what the server sends, what we must answer. The first row's answer is the
 * initial response; "!auth" and "!protocol" end with that error. */
typedef struct {
  const char *name;
  const char *mechanism;
  const char *user;
  const char *nonce;
  struct {
    const char *challenge;
    const char *answer;
  } steps[5];
  gboolean done;
} Conversation;

static const Conversation conversations[] = {
  { "rfc5802", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 }, { FIRST_1, FINAL_1 }, { PROOF_1, "" } }, TRUE },
  { "rfc7677", "SCRAM-SHA-256", "user", NONCE_256,
    { { NULL, "n,,n=user,r=" NONCE_256 },
      { "r=" SERVER_256 ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "c=biws,r=" SERVER_256 ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=" },
      { "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", "" } }, TRUE },
  { "scram-name-escaped", "SCRAM-SHA-1", "a,b=c", NONCE_1,
    { { NULL, "n,,n=a=2Cb=3Dc,r=" NONCE_1 } }, FALSE },
  { "scram-not-finished", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 }, { FIRST_1, FINAL_1 } }, FALSE },
  { "scram-extension-at-end", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 }, { FIRST_1, FINAL_1 }, { PROOF_1 ",x=y", "" } }, TRUE },
  { "scram-goes-on", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 }, { FIRST_1, FINAL_1 }, { PROOF_1, "" },
      { PROOF_1, "!protocol" } }, FALSE },
  { "scram-wrong-proof", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 }, { FIRST_1, FINAL_1 },
      { "v=rmF9pqV8S7suAoZWja4dJRkFsJQ=", "!auth" }, { PROOF_1, "!protocol" } }, FALSE },
  { "scram-short-proof", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 }, { FIRST_1, FINAL_1 }, { "v=rmF9", "!auth" } }, FALSE },
  { "scram-no-proof", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 }, { FIRST_1, FINAL_1 }, { "", "!protocol" } }, FALSE },
  { "scram-empty-proof", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 }, { FIRST_1, FINAL_1 }, { "v=", "!auth" } }, FALSE },
  { "scram-refusal", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 }, { FIRST_1, FINAL_1 },
      { "e=invalid-proof", "!auth" } }, FALSE },
  { "scram-proof-before-salt", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 }, { PROOF_1, "!protocol" } }, FALSE },
  { "scram-same-nonce", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 },
      { "r=" NONCE_1 ",s=QSXCR+Q6sek8bf92,i=4096", "!protocol" } }, FALSE },
  { "scram-other-nonce", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 },
      { "r=x" SERVER_1 ",s=QSXCR+Q6sek8bf92,i=4096", "!protocol" } }, FALSE },
  { "scram-few-iterations", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 },
      { "r=" SERVER_1 ",s=QSXCR+Q6sek8bf92,i=4095", "!protocol" } }, FALSE },
  { "scram-many-iterations", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 },
      { "r=" SERVER_1 ",s=QSXCR+Q6sek8bf92,i=" TOO_MUCH, "!protocol" } }, FALSE },
  { "scram-iterations-overflow", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 },
      { "r=" SERVER_1 ",s=QSXCR+Q6sek8bf92,i=18446744073709555712", "!protocol" } }, FALSE },
  { "scram-iterations-word", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 },
      { "r=" SERVER_1 ",s=QSXCR+Q6sek8bf92,i=4096x", "!protocol" } }, FALSE },
  { "scram-bad-salt", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 },
      { "r=" SERVER_1 ",s=QSX-R+Q6sek8bf92,i=4096", "!protocol" } }, FALSE },
  { "scram-no-salt", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 }, { "r=" SERVER_1 ",s=,i=4096", "!protocol" } }, FALSE },
  { "scram-mandatory-extension", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 }, { "m=x," FIRST_1, "!protocol" } }, FALSE },
  { "scram-empty", "SCRAM-SHA-1", "user", NONCE_1,
    { { NULL, "n,,n=user,r=" NONCE_1 }, { "", "!protocol" } }, FALSE },
  { "login", "LOGIN", "user", NULL,
    { { NULL, NULL }, { "Username:", "user" }, { "Password:", "pencil" } }, TRUE },
  { "login-silent", "LOGIN", "user", NULL, { { NULL, NULL }, { "", "user" } }, FALSE },
  { "login-thrice", "LOGIN", "user", NULL,
    { { NULL, NULL }, { "a", "user" }, { "b", "pencil" }, { "c", "!protocol" } }, FALSE },
  { "xoauth2", "XOAUTH2", "user", NULL,
    { { NULL, "user=user\001auth=Bearer token\001\001" } }, TRUE },
  { "xoauth2-refused", "XOAUTH2", "user", NULL,
    { { NULL, "user=user\001auth=Bearer token\001\001" },
      { "{\"status\":\"401\"}", "" }, { "more", "!protocol" } }, FALSE },
  { "oauthbearer", "OAUTHBEARER", "user@example.test", NULL,
    { { NULL, "n,a=user@example.test,\001auth=Bearer token\001\001" } }, TRUE },
  { "oauthbearer-name-escaped", "OAUTHBEARER", "a,b=c", NULL,
    { { NULL, "n,a=a=2Cb=3Dc,\001auth=Bearer token\001\001" } }, TRUE },
  { "oauthbearer-refused", "OAUTHBEARER", "user", NULL,
    { { NULL, "n,a=user,\001auth=Bearer token\001\001" },
      { "{\"status\":\"invalid_token\"}", "\001" }, { "more", "!protocol" } }, FALSE },
  { "cram-md5-empty", "CRAM-MD5", "user", NULL, { { NULL, NULL }, { "", "!protocol" } }, FALSE },
  { "cram-md5-twice", "CRAM-MD5", "user", NULL,
    { { NULL, NULL }, { "<1@a>", "user a881140b238143bc9ebeca4fdcbbd4d4" },
      { "<2@a>", "!protocol" } }, FALSE },
  { "external", "EXTERNAL", "user", NULL, { { NULL, "" } }, TRUE },
  { "external-goes-on", "EXTERNAL", "user", NULL, { { NULL, "" }, { "x", "!protocol" } }, FALSE },
};

static LoftSasl *
new_sasl (const char *mechanism, const char *user)
{
  const char *offered[] = { mechanism, NULL };
  gboolean by_token = strcmp (mechanism, "XOAUTH2") == 0 || strcmp (mechanism, "OAUTHBEARER") == 0;
  LoftSaslConnection connection = { TRUE, FALSE, TRUE };
  g_autoptr (LoftCredentials) credentials =
    loft_credentials_new (user, by_token ? NULL : "pencil", by_token ? "token" : NULL);
  g_autoptr (GError) error = NULL;
  LoftSasl *sasl = loft_sasl_choose (offered, "", credentials, &connection, &error);

  g_assert_no_error (error);
  return sasl;
}

static void
assert_bytes (GBytes *bytes, const char *expected)
{
  if (expected == NULL)
    g_assert_null (bytes);
  else
    g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected,
                     strlen (expected));
}

static void
check_step (LoftSasl *sasl, const char *challenge, const char *answer)
{
  g_autoptr (GBytes) bytes = g_bytes_new (challenge, strlen (challenge));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) got = loft_sasl_step (sasl, bytes, &error);
  int expected = strcmp (answer, "!auth") == 0 ? LOFT_ERROR_AUTH : LOFT_ERROR_PROTOCOL;

  if (*answer != '!')
    {
      g_assert_no_error (error);
      assert_bytes (got, answer);
      return;
    }
  g_assert_null (got);
  g_assert_error (error, LOFT_ERROR, expected);
  g_assert_false (loft_sasl_is_done (sasl));
}

static void
test_conversation (gconstpointer data)
{
  const Conversation *conversation = data;
  g_autoptr (LoftSasl) sasl = new_sasl (conversation->mechanism, conversation->user);
  g_autoptr (GBytes) initial = NULL;

  if (conversation->nonce != NULL)
    loft_sasl_set_nonce_for_test (sasl, conversation->nonce);
  g_assert_false (loft_sasl_is_done (sasl));
  initial = loft_sasl_initial (sasl);
  assert_bytes (initial, conversation->steps[0].answer);
  for (gsize i = 1; i < G_N_ELEMENTS (conversation->steps); i++)
    if (conversation->steps[i].challenge != NULL)
      check_step (sasl, conversation->steps[i].challenge, conversation->steps[i].answer);
  g_assert_cmpint (loft_sasl_is_done (sasl), ==, conversation->done);
}

/* The example of RFC 2195, 2. */
static void
test_cram_md5 (void)
{
  const char *offered[] = { "CRAM-MD5", NULL };
  LoftSaslConnection connection = { FALSE, FALSE, FALSE };
  g_autoptr (LoftCredentials) credentials = loft_credentials_new ("tim", "tanstaaftanstaaf", NULL);
  g_autoptr (LoftSasl) sasl = loft_sasl_choose (offered, "", credentials, &connection, NULL);

  g_assert_null (loft_sasl_initial (sasl));
  g_assert_false (loft_sasl_is_done (sasl));
  check_step (sasl, "<1896.697170952@postoffice.reston.mci.net>",
              "tim b913a602c7eda7a495b4e6e7334d3890");
  g_assert_true (loft_sasl_is_done (sasl));
}

static void
test_plain (void)
{
  g_autoptr (LoftSasl) sasl = new_sasl ("PLAIN", "user");
  g_autoptr (GBytes) initial = loft_sasl_initial (sasl);

  g_assert_cmpmem (g_bytes_get_data (initial, NULL), g_bytes_get_size (initial),
                   "\0user\0pencil", 12);
  g_assert_true (loft_sasl_is_done (sasl));
  check_step (sasl, "more?", "!protocol");
}

/* Every beginning of the server's messages must be refused, and none with NUL taken for whole. */
static void
test_cut (void)
{
  for (gsize length = 0; length < strlen (FIRST_1); length++)
    {
      g_autoptr (LoftSasl) sasl = new_sasl ("SCRAM-SHA-1", "user");
      g_autoptr (GBytes) initial = NULL;
      g_autofree char *cut = g_strndup (FIRST_1, length);

      loft_sasl_set_nonce_for_test (sasl, NONCE_1);
      initial = loft_sasl_initial (sasl);
      check_step (sasl, cut, "!protocol");
    }
}

static void
test_bytes (void)
{
  static const char with_nul[] = FIRST_1 "\0x";
  g_autofree char *long_text = g_strnfill (20000, 'r');
  struct {
    const char *bytes;
    gsize length;
  } wrong[] = {
    { with_nul, sizeof with_nul - 1 },
    { "r=\xff\xfe", 4 },
    { long_text, 20000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (LoftSasl) sasl = new_sasl ("SCRAM-SHA-1", "user");
      g_autoptr (GBytes) initial = NULL;
      g_autoptr (GBytes) challenge = g_bytes_new (wrong[i].bytes, wrong[i].length);
      g_autoptr (GError) error = NULL;

      loft_sasl_set_nonce_for_test (sasl, NONCE_1);
      initial = loft_sasl_initial (sasl);
      g_assert_null (loft_sasl_step (sasl, challenge, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
    }
}

static void
test_nonces_differ (void)
{
  g_autoptr (LoftSasl) one = new_sasl ("SCRAM-SHA-256", "user");
  g_autoptr (LoftSasl) two = new_sasl ("SCRAM-SHA-256", "user");
  g_autoptr (GBytes) first = loft_sasl_initial (one);
  g_autoptr (GBytes) second = loft_sasl_initial (two);

  g_assert_cmpuint (g_bytes_get_size (first), ==, strlen ("n,,n=user,r=") + 32);
  g_assert_false (g_bytes_equal (first, second));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sasl/saslprep", test_saslprep);
  g_test_add_func ("/sasl/choose", test_choose);
  g_test_add_func ("/sasl/strength", test_strength);
  for (gsize i = 0; i < G_N_ELEMENTS (conversations); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sasl/conversation/%s", conversations[i].name);

      g_test_add_data_func (path, &conversations[i], test_conversation);
    }
  g_test_add_func ("/sasl/plain", test_plain);
  g_test_add_func ("/sasl/cram-md5", test_cram_md5);
  g_test_add_func ("/sasl/cut", test_cut);
  g_test_add_func ("/sasl/bytes", test_bytes);
  g_test_add_func ("/sasl/nonces-differ", test_nonces_differ);
  return g_test_run ();
}
