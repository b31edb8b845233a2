/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an account has learnt of its server holds against one that offers less later: no weaker way to
 * sign in, and no other certificate, on another port, or with more faults, than was accepted. */
#include <glib/gstdio.h>
#include <string.h>

#include "loft-error.h"
#include "loft-imap-backend.h"
#include "loft-script-server.h"
#include "loft-sign-in-record.h"
#include "loft-test-tls.h"

#define CONNECTS (-1)

typedef struct {
  char *directory;
  LoftAccount *account;
  const char *password;
  const char *token;
} World;

/* ---- an account --------------------------------------------------------------------------- */

static LoftCredentials *
get_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  World *world = user_data;

  return loft_credentials_new ("jane", world->password, world->token);
}

static LoftSignInTerms *
recall (gpointer user_data)
{
  World *world = user_data;

  return loft_sign_in_record_recall (world->directory, world->account);
}

static void
signed_in (const char *mechanism, const char *faults, gpointer user_data)
{
  World *world = user_data;

  loft_sign_in_record_note (world->directory, world->account, mechanism, faults);
}

static const LoftSignInMemory memory = { recall, signed_in };

static void
set_text (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
world_init (World *world)
{
  world->directory = g_dir_make_tmp ("loft-sign-in-XXXXXX", NULL);
  world->account = loft_account_new ("imap");
  world->password = "open sesame";
  world->token = NULL;
  set_text (&world->account->incoming.host, "localhost");
}

static void
world_clear (World *world)
{
  g_autofree char *path = g_build_filename (world->directory, "sign-in.ini", NULL);

  g_remove (path);
  g_rmdir (world->directory);
  g_free (world->directory);
  loft_account_unref (world->account);
}

/* One connection of a new process. */
static gboolean
connect_once (World *world, LoftScriptServer *server, GError **error)
{
  g_autoptr (LoftBackend) backend = NULL;
  gboolean connected;

  world->account->incoming.port = loft_script_server_get_port (server);
  backend = loft_imap_backend_new (world->account, get_credentials, &memory, world);
  connected = loft_backend_connect (backend, NULL, error);
  loft_backend_disconnect (backend);
  return connected;
}

static gboolean
was_told_secret (LoftScriptServer *server)
{
  static const char *const secrets[] = { "AGphbmUA", "amFuZQ==", "b3BlbiBzZXNhbWU", "open sesame",
                                         "LOGIN \"" };
  gsize n_plain = 0;
  gsize n_secure = 0;
  g_autofree char *plain = loft_script_server_get_received_plain (server, &n_plain);
  g_autofree char *secure = loft_script_server_get_received_secure (server, &n_secure);

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    if (memmem (plain, n_plain, secrets[i], strlen (secrets[i])) != NULL ||
        memmem (secure, n_secure, secrets[i], strlen (secrets[i])) != NULL)
      return TRUE;
  return FALSE;
}

/* ---- weaker mechanisms -------------------------------------------------------------------- */

#define OFFER(words) "S: * OK [CAPABILITY IMAP4rev1 SASL-IR " words "] hi\n"
#define INSIDE(words)                                                                              \
  "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hi\nC: <t> STARTTLS\nS: <t> OK go\ntls\n"               \
  "C: <t> CAPABILITY\nS: * CAPABILITY IMAP4rev1 SASL-IR " words "\nS: <t> OK x\n"
#define IN            "S: <t> OK [CAPABILITY IMAP4rev1] in\neof\n"
#define S256          "SCRAM-SHA-256"
#define S1            "SCRAM-SHA-1"
#define TLS           LOFT_SECURITY_TLS
#define UPGRADED      LOFT_SECURITY_STARTTLS
#define CLEAR         LOFT_SECURITY_NONE
#define REFUSED_SCRAM "C: <t> AUTHENTICATE SCRAM-SHA-256 *\nS: <t> NO no\neof\n"

typedef struct {
  const char *name;
  const char *before; /* the strongest used */
  LoftSecurity security;
  const char *script;
  int code;
} Downgrade;

static const Downgrade downgrades[] = {
  { "plain", S256, TLS, "tls\n" OFFER ("AUTH=PLAIN") "eof\n", LOFT_ERROR_AUTH },
  { "plain-starttls", S256, UPGRADED, INSIDE ("AUTH=PLAIN") "eof\n", LOFT_ERROR_AUTH },
  { "plain-in-clear", S256, CLEAR, OFFER ("AUTH=PLAIN") "eof\n", LOFT_ERROR_AUTH },
  { "login", S256, TLS, "tls\n" OFFER ("AUTH=LOGIN") "eof\n", LOFT_ERROR_AUTH },
  { "login-and-plain", S256, TLS, "tls\n" OFFER ("AUTH=LOGIN AUTH=PLAIN") "eof\n",
    LOFT_ERROR_AUTH },
  { "login-starttls", S256, UPGRADED, INSIDE ("AUTH=LOGIN") "eof\n", LOFT_ERROR_AUTH },
  { "login-in-clear", S256, CLEAR, OFFER ("AUTH=LOGIN") "eof\n", LOFT_ERROR_AUTH },
  { "no-mechanism", S256, TLS, "tls\n" OFFER ("") "eof\n", LOFT_ERROR_AUTH },
  { "no-mechanism-starttls", S256, UPGRADED, INSIDE ("") "eof\n", LOFT_ERROR_AUTH },
  { "no-mechanism-in-clear", S256, CLEAR, OFFER ("") "eof\n", LOFT_ERROR_AUTH },
  { "weaker-scram", S256, TLS, "tls\n" OFFER ("AUTH=SCRAM-SHA-1") "eof\n", LOFT_ERROR_AUTH },
  { "weaker-scram-to-plain", S1, TLS, "tls\n" OFFER ("AUTH=PLAIN") "eof\n", LOFT_ERROR_AUTH },
  { "weaker-scram-to-login", S1, TLS, "tls\n" OFFER ("AUTH=LOGIN") "eof\n", LOFT_ERROR_AUTH },
  { "weaker-scram-to-nothing", S1, TLS, "tls\n" OFFER ("") "eof\n", LOFT_ERROR_AUTH },
  { "login-disabled", S256, TLS, "tls\n" OFFER ("LOGINDISABLED") "eof\n", LOFT_ERROR_AUTH },
  { "login-disabled-and-plain", S256, TLS, "tls\n" OFFER ("LOGINDISABLED AUTH=PLAIN") "eof\n",
    LOFT_ERROR_AUTH },
  { "unknown-only", S256, TLS, "tls\n" OFFER ("AUTH=GSSAPI AUTH=X") "eof\n", LOFT_ERROR_AUTH },
  { "another-spelling", S256, TLS,
    "tls\n" OFFER ("AUTH=SCRAM-SHA-256-PLUS AUTH=SCRAM AUTH=SCRAM-SHA-2566 auth=plain") "eof\n",
    LOFT_ERROR_AUTH },
  { "named-without-auth", S256, TLS, "tls\n" OFFER ("SCRAM-SHA-256 AUTH=PLAIN") "eof\n",
    LOFT_ERROR_AUTH },
  { "greeting-silent", S256, TLS,
    "tls\nS: * OK hi\nC: <t> CAPABILITY\nS: * CAPABILITY IMAP4rev1 AUTH=PLAIN\nS: <t> OK x\neof\n",
    LOFT_ERROR_AUTH },
  { "taken-back", S256, TLS,
    "tls\nS: * OK hi\nC: <t> CAPABILITY\nS: * CAPABILITY IMAP4rev1 AUTH=SCRAM-SHA-256\n"
    "S: * CAPABILITY IMAP4rev1 AUTH=PLAIN\nS: <t> OK x\neof\n",
    LOFT_ERROR_AUTH },
  { "in-the-tagged-code", S256, TLS,
    "tls\nS: * OK hi\nC: <t> CAPABILITY\nS: * CAPABILITY IMAP4rev1 AUTH=SCRAM-SHA-256\n"
    "S: <t> OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] x\neof\n",
    LOFT_ERROR_AUTH },
  { "scram-refused-then-nothing", S256, TLS,
    "tls\n" OFFER ("AUTH=SCRAM-SHA-256 AUTH=PLAIN") REFUSED_SCRAM, LOFT_ERROR_AUTH },
  { "scram-refused-in-clear", S256, CLEAR, OFFER ("AUTH=SCRAM-SHA-256 AUTH=PLAIN") REFUSED_SCRAM,
    LOFT_ERROR_AUTH },
};

static void
test_downgrade (gconstpointer data)
{
  const Downgrade *row = data;
  LoftScriptServer *server = loft_script_server_new (row->script);
  g_autoptr (GError) error = NULL;
  World world;

  world_init (&world);
  world.account->incoming.security = row->security;
  loft_sign_in_record_note (world.directory, world.account, row->before, "");
  g_assert_false (connect_once (&world, server, &error));
  g_assert_cmpint (loft_error_class (error), ==, row->code);
  g_test_message ("%s", error->message);
  g_assert_false (was_told_secret (server));
  loft_script_server_finish (server);
  world_clear (&world);
}

/* The sentence says what was expected and what to do. */
static void
test_sentence (void)
{
  LoftScriptServer *server = loft_script_server_new ("tls\n" OFFER ("AUTH=PLAIN") "eof\n");
  g_autoptr (GError) error = NULL;
  World world;

  world_init (&world);
  loft_sign_in_record_note (world.directory, world.account, S256, "");
  g_assert_false (connect_once (&world, server, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_DOWNGRADE);
  g_assert_nonnull (strstr (error->message, S256));
  g_assert_nonnull (strstr (error->message, "no password was sent"));
  g_assert_nonnull (strstr (error->message, "(auth) to PLAIN"));
  loft_script_server_finish (server);
  world_clear (&world);
}

#define SIGNS_IN(mechanism) "tls\n" OFFER ("AUTH=" mechanism) "C: <t> AUTHENTICATE " mechanism

/* What is no downgrade goes on as before. */
static const struct {
  const char *name;
  const char *before;
  const char *host; /* where that was */
  const char *auth;
  const char *token;
  const char *script;
} allowed[] = {
  { "same", "PLAIN", "localhost", "", NULL, SIGNS_IN ("PLAIN") " *\n" IN },
  { "of-the-same-strength", "LOGIN", "localhost", "", NULL, SIGNS_IN ("PLAIN") " *\n" IN },
  { "nothing-known", "", "localhost", "", NULL, SIGNS_IN ("PLAIN") " *\n" IN },
  { "another-host", S256, "elsewhere.test", "", NULL, SIGNS_IN ("PLAIN") " *\n" IN },
  { "chosen-by-the-person", S256, "localhost", "PLAIN", NULL, SIGNS_IN ("PLAIN") " *\n" IN },
  { "token-instead-of-password", S256, "localhost", "", "token", SIGNS_IN ("XOAUTH2") " *\n" IN },
};

static void
test_allowed (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  LoftScriptServer *server = loft_script_server_new (allowed[i].script);
  g_autoptr (GError) error = NULL;
  World world;

  world_init (&world);
  set_text (&world.account->incoming.host, allowed[i].host);
  if (allowed[i].before[0] != '\0')
    loft_sign_in_record_note (world.directory, world.account, allowed[i].before, "");
  set_text (&world.account->incoming.host, "localhost");
  set_text (&world.account->auth, allowed[i].auth);
  if (allowed[i].token != NULL)
    {
      world.password = NULL;
      world.token = allowed[i].token;
    }
  g_assert_true (connect_once (&world, server, &error));
  g_assert_no_error (error);
  loft_script_server_finish (server);
  world_clear (&world);
}

/* Learnt by signing in, not only by being told; the strongest is kept. */
static void
test_learnt (void)
{
  LoftScriptServer *server = loft_script_server_new (SIGNS_IN ("PLAIN") " *\n" IN);
  g_autoptr (LoftSignInTerms) first = NULL;
  g_autoptr (LoftSignInTerms) second = NULL;
  World world;

  world_init (&world);
  g_assert_true (connect_once (&world, server, NULL));
  first = recall (&world);
  g_assert_cmpstr (first->mechanism, ==, "PLAIN");
  signed_in (S256, "", &world);
  signed_in ("PLAIN", "", &world);
  second = recall (&world);
  g_assert_cmpstr (second->mechanism, ==, S256);
  loft_script_server_finish (server);
  world_clear (&world);
}

/* ---- certificates that a person accepted -------------------------------------------------- */

static void
accept_certificate (World *world, const char *fingerprint)
{
  LoftAccount *dated;

  set_text (&world->account->trust, fingerprint);
  dated = loft_sign_in_record_date_trust (world->account);
  loft_account_unref (world->account);
  world->account = dated;
}

static const char *
fingerprint_of (const char *word)
{
  LoftTestCertificate certificate;

  g_assert_true (loft_test_tls_parse (word, &certificate));
  return loft_test_tls_get_fingerprint (certificate);
}

static char *
script_with (const char *certificate, gboolean accepted)
{
  if (!accepted)
    return g_strdup_printf ("tls-refused %s\n", certificate);
  return g_strdup_printf ("tls %s\n" OFFER ("AUTH=PLAIN") "C: <t> AUTHENTICATE PLAIN *\n" IN,
                          certificate);
}

static void
assert_certificate (World *world, LoftScriptServer *server, const char *certificate,
                    gboolean accepted)
{
  g_autofree char *script = script_with (certificate, accepted);
  g_autoptr (GError) error = NULL;

  loft_script_server_add (server, script);
  g_assert_cmpint (connect_once (world, server, &error), ==, accepted);
  if (!accepted)
    g_assert_error (error, LOFT_ERROR, LOFT_ERROR_UNTRUSTED);
}

static void
test_another_certificate (void)
{
  LoftScriptServer *server = loft_script_server_new (NULL);
  World world;

  world_init (&world);
  accept_certificate (&world, fingerprint_of ("self-signed"));
  assert_certificate (&world, server, "self-signed", TRUE);
  assert_certificate (&world, server, "unknown-issuer", FALSE);
  assert_certificate (&world, server, "expired", FALSE);
  assert_certificate (&world, server, "wrong-name", FALSE);
  assert_certificate (&world, server, "self-signed", TRUE);
  loft_script_server_finish (server);
  world_clear (&world);
}

static void
test_another_port (void)
{
  LoftScriptServer *server = loft_script_server_new (NULL);
  LoftScriptServer *other = loft_script_server_new (NULL);
  World world;

  world_init (&world);
  accept_certificate (&world, fingerprint_of ("self-signed"));
  assert_certificate (&world, server, "self-signed", TRUE);
  assert_certificate (&world, other, "self-signed", FALSE);
  assert_certificate (&world, server, "self-signed", TRUE);
  /* Accepted once more, for what it is now. */
  accept_certificate (&world, fingerprint_of ("self-signed"));
  g_free (world.account->trust);
  world.account->trust = g_strdup_printf ("%s 1", fingerprint_of ("self-signed"));
  assert_certificate (&world, other, "self-signed", TRUE);
  assert_certificate (&world, server, "self-signed", FALSE);
  loft_script_server_finish (server);
  loft_script_server_finish (other);
  world_clear (&world);
}

/* The same certificate for a host that it does not name: one fault more. */
static void
test_another_host (void)
{
  LoftScriptServer *server = loft_script_server_new (NULL);
  World world;

  world_init (&world);
  accept_certificate (&world, fingerprint_of ("self-signed"));
  assert_certificate (&world, server, "self-signed", TRUE);
  set_text (&world.account->incoming.host, "127.0.0.1");
  assert_certificate (&world, server, "self-signed", FALSE);
  loft_script_server_finish (server);
  world_clear (&world);
}

/* What was accepted for one fault does not pass with another one beside it: here the record is
 * made as if it had been seen before it expired, or before its issuer was lost. */
static void
test_more_faults (void)
{
  static const struct {
    const char *certificate;
    const char *faults; /* when it was accepted */
    gboolean accepted;
  } rows[] = {
    { "expired", "expired", TRUE },
    { "expired", "self-signed", FALSE },
    { "expired", "unknown-issuer,other-host", FALSE },
    { "self-signed", "expired,self-signed", TRUE },
    { "wrong-name", "expired", FALSE },
    { "wrong-name", "other-host", TRUE },
    { "unknown-issuer", "not-yet-valid", FALSE },
    { "wrong-usage", "other-host,expired,weak,self-signed,unknown-issuer,not-yet-valid", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      LoftScriptServer *server = loft_script_server_new (NULL);
      World world;

      world_init (&world);
      accept_certificate (&world, fingerprint_of (rows[i].certificate));
      world.account->incoming.port = loft_script_server_get_port (server);
      signed_in ("PLAIN", rows[i].faults, &world);
      assert_certificate (&world, server, rows[i].certificate, rows[i].accepted);
      loft_script_server_finish (server);
      world_clear (&world);
    }
}

/* A certificate that needs no exception ends it, also for the time after. */
static void
test_proper_certificate (void)
{
  LoftScriptServer *server = loft_script_server_new (NULL);
  World world;

  world_init (&world);
  accept_certificate (&world, fingerprint_of ("self-signed"));
  assert_certificate (&world, server, "self-signed", TRUE);
  assert_certificate (&world, server, "good", TRUE);
  assert_certificate (&world, server, "self-signed", FALSE);
  assert_certificate (&world, server, "good", TRUE);
  loft_script_server_finish (server);
  world_clear (&world);
}

/* A record that cannot be read is no reason to trust less, or more, than without one. */
static void
test_damaged_record (void)
{
  LoftScriptServer *server = loft_script_server_new (NULL);
  g_autofree char *path = NULL;
  World world;

  world_init (&world);
  path = g_build_filename (world.directory, "sign-in.ini", NULL);
  g_assert_true (g_file_set_contents (path, "\xff[[server\nhost", -1, NULL));
  assert_certificate (&world, server, "self-signed", FALSE);
  accept_certificate (&world, fingerprint_of ("self-signed"));
  assert_certificate (&world, server, "self-signed", TRUE);
  assert_certificate (&world, server, "expired", FALSE);
  loft_script_server_finish (server);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  loft_test_tls_install ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (downgrades); i++)
    {
      g_autofree char *path = g_strdup_printf ("/hostile-sign-in/weaker/%s", downgrades[i].name);

      g_test_add_data_func (path, &downgrades[i], test_downgrade);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (allowed); i++)
    {
      g_autofree char *path = g_strdup_printf ("/hostile-sign-in/allowed/%s", allowed[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_allowed);
    }
  g_test_add_func ("/hostile-sign-in/sentence", test_sentence);
  g_test_add_func ("/hostile-sign-in/learnt", test_learnt);
  g_test_add_func ("/hostile-sign-in/exception/another-certificate", test_another_certificate);
  g_test_add_func ("/hostile-sign-in/exception/another-port", test_another_port);
  g_test_add_func ("/hostile-sign-in/exception/another-host", test_another_host);
  g_test_add_func ("/hostile-sign-in/exception/more-faults", test_more_faults);
  g_test_add_func ("/hostile-sign-in/exception/proper-certificate", test_proper_certificate);
  g_test_add_func ("/hostile-sign-in/exception/damaged-record", test_damaged_record);
  return g_test_run ();
}
