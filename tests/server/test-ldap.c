/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A directory by LDAP on a real slapd: how it is reached, who is let in, who is found. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "loft-contact.h"
#include "loft-error.h"
#include "loft-ldap-backend.h"
#include "loft-test-profile.h"

#define BASE  "ou=people,dc=example,dc=test"
#define ALICE "uid=alice," BASE

typedef struct {
  char *directory;
  guint16 plain_port;
  guint16 tls_port;
} World;

static World world;

static void
run (const char *verb)
{
  g_autofree char *script =
    g_build_filename (g_getenv ("LOFT_TEST_SOURCE_ROOT"), "tests/support/private-slapd.sh", NULL);
  const char *const argv[] = { "sh", script, verb, world.directory, NULL };
  g_autofree char *pid = g_strdup_printf ("%d", (int) getpid ());
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_setenv ("WATCH_PID", pid, TRUE);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static guint16
read_port (const char *ports, const char *name)
{
  const char *line = strstr (ports, name);

  g_assert_nonnull (line);
  return (guint16) g_ascii_strtoull (line + strlen (name), NULL, 10);
}

static void
begin (void)
{
  g_autofree char *file = NULL;
  g_autofree char *ports = NULL;

  world.directory = g_dir_make_tmp ("loft-ldap-XXXXXX", NULL);
  run ("start");
  file = g_build_filename (world.directory, "ports", NULL);
  g_assert_true (g_file_get_contents (file, &ports, NULL, NULL));
  world.plain_port = read_port (ports, "LDAP_PORT=");
  world.tls_port = read_port (ports, "LDAPS_PORT=");
}

static void
trust (const char *name)
{
  g_autofree char *file = g_build_filename (world.directory, name, NULL);

  g_setenv ("LOFT_TEST_CA_FILE", file, TRUE);
}

/* (transfer full) SHA-256 of the server's certificate. */
static char *
fingerprint (void)
{
  g_autofree char *file = g_build_filename (world.directory, "server.pem", NULL);
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (file, NULL);
  GByteArray *der = NULL;
  char *sum;

  g_object_get (certificate, "certificate", &der, NULL);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
  g_byte_array_unref (der);
  return sum;
}

/* ---- accounts ----------------------------------------------------------------------------- */

static LoftCredentials *
give_password (gpointer password, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("", password, NULL);
}

static LoftAccount *
new_account (LoftSecurity security, const char *base, const char *user)
{
  LoftAccount *account = loft_account_new ("ldap");

  g_free (account->url);
  account->url = g_strdup_printf ("ldap://127.0.0.1/%s", base);
  g_free (account->incoming.host);
  account->incoming.host = g_strdup ("127.0.0.1");
  account->incoming.security = security;
  account->incoming.port = security == LOFT_SECURITY_TLS ? world.tls_port : world.plain_port;
  g_free (account->incoming.user);
  account->incoming.user = g_strdup (user);
  return account;
}

static GPtrArray *
find (LoftAccount *account, const char *password, const char *words, guint limit, gboolean *more,
      GError **error)
{
  g_autoptr (LoftBackend) backend =
    loft_ldap_backend_new (account, give_password, (gpointer) password);

  return loft_backend_find_people (backend, words, limit, more, NULL, error);
}

/* As alice, by StartTLS. */
static GPtrArray *
find_as_alice (const char *words, guint limit, gboolean *more)
{
  g_autoptr (LoftAccount) account = new_account (LOFT_SECURITY_STARTTLS, BASE, ALICE);
  g_autoptr (GError) error = NULL;
  GPtrArray *people = find (account, "alice-secret", words, limit, more, &error);

  g_assert_no_error (error);
  return people;
}

/* ---- cases -------------------------------------------------------------------------------- */

static void
test_ways (void)
{
  static const struct {
    LoftSecurity security;
    const char *base;
  } cases[] = {
    { LOFT_SECURITY_STARTTLS, BASE },
    { LOFT_SECURITY_TLS, BASE },
    { LOFT_SECURITY_NONE, "ou=people%2Cdc=example%2Cdc=test?mail?sub" },
    { LOFT_SECURITY_STARTTLS, "" }, /* the server tells */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftAccount) account = new_account (cases[i].security, cases[i].base, ALICE);
      g_autoptr (GError) error = NULL;
      gboolean more = TRUE;
      g_autoptr (GPtrArray) people = find (account, "alice-secret", "bob", 20, &more, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (people->len, ==, 1);
      g_assert_false (more);
      g_assert_cmpstr (((LoftContact *) people->pdata[0])->name, ==, "Bob Ex*mple (2)");
      g_assert_cmpstr (((LoftContact *) people->pdata[0])->uid, ==, "uid=bob," BASE);
    }
}

static void
test_refused (void)
{
  static const struct {
    const char *base;
    const char *user;
    const char *password;
    gint code;
  } cases[] = {
    { BASE, ALICE, "wrong", LOFT_ERROR_AUTH },
    { BASE, ALICE, "", LOFT_ERROR_AUTH },
    { BASE, "no name at all", "alice-secret", LOFT_ERROR_AUTH },
    { BASE, "", NULL, LOFT_ERROR_REFUSED },
    { "dc=elsewhere", ALICE, "alice-secret", LOFT_ERROR_REFUSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftAccount) account =
        new_account (LOFT_SECURITY_STARTTLS, cases[i].base, cases[i].user);
      g_autoptr (GError) error = NULL;
      gboolean more;

      g_assert_null (find (account, cases[i].password, "bob", 20, &more, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, LOFT_ERROR, cases[i].code);
    }
}

/* Nobody is told a password whose certificate is not verified; one that was accepted is known again. */
static void
test_certificates (void)
{
  static const LoftSecurity ways[] = { LOFT_SECURITY_STARTTLS, LOFT_SECURITY_TLS };
  g_autofree char *accepted = fingerprint ();

  trust ("other.pem");
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (LoftAccount) account = new_account (ways[i], BASE, ALICE);
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) other = NULL;
      g_autoptr (GError) none = NULL;
      g_autoptr (GPtrArray) people = NULL;
      gboolean more;

      g_assert_null (find (account, "alice-secret", "bob", 20, &more, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_UNTRUSTED);
      g_assert_nonnull (strstr (error->message, "issuer that this computer does not know"));
      g_assert_nonnull (strstr (error->message, accepted));
      g_free (account->trust);
      account->trust = g_strnfill (64, 'a');
      g_assert_null (find (account, "alice-secret", "bob", 20, &more, &other));
      g_assert_error (other, LOFT_ERROR, LOFT_ERROR_UNTRUSTED);
      g_free (account->trust);
      account->trust = g_strdup (accepted);
      people = find (account, "alice-secret", "bob", 20, &more, &none);
      g_assert_no_error (none);
      g_assert_cmpuint (people->len, ==, 1);
    }
  trust ("ca.pem");
}

/* Beyond what the server gives in one answer, and never more than is wished for. */
static void
test_pages (void)
{
  gboolean more = FALSE;
  g_autoptr (GPtrArray) some = find_as_alice ("many", 50, &more);
  g_autoptr (GPtrArray) all = NULL;

  g_assert_cmpuint (some->len, ==, 50);
  g_assert_true (more);
  all = find_as_alice ("many person", 200, &more);
  g_assert_cmpuint (all->len, ==, 120);
  g_assert_false (more);
}

/* An entry that is larger than anybody's is not read, and others still are. */
static void
test_large (void)
{
  g_autoptr (LoftAccount) account = new_account (LOFT_SECURITY_STARTTLS, BASE, ALICE);
  g_autoptr (GError) error = NULL;
  gboolean more = FALSE;
  g_autoptr (GPtrArray) others = NULL;

  g_assert_null (find (account, "alice-secret", "large", 20, &more, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (error);
  others = find_as_alice ("carol", 20, &more);
  g_assert_cmpuint (others->len, ==, 1);
}

/* What is typed is never more than words. */
static void
test_words (void)
{
  static const struct {
    const char *words;
    guint n;
  } cases[] = {
    { "*", 0 },    { "bob)(uid=*", 0 }, { "ex*mple", 1 },    { "bob (2)", 1 },
    { "\\2a", 0 }, { "carol exam", 1 }, { "exam carol", 1 }, { "carol bob", 0 },
    { "\xff", 0 }, { "  ", 0 },         { "carol@exam", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean more = FALSE;
      g_autoptr (GPtrArray) people = find_as_alice (cases[i].words, 20, &more);

      g_test_message ("words %u", i);
      g_assert_cmpuint (people->len, ==, cases[i].n);
    }
}

static void
test_base (void)
{
  static const char *const cases[][2] = {
    { "ldap://host/dc=x,dc=y", "dc=x,dc=y" },
    { "ldap://host:389/dc=x%20y", "dc=x y" },
    { "ldaps://host/", "" },
    { "ldap://host", "" },
    { "ldap://host/dc=x?cn?sub", "dc=x" },
    { "nonsense", "" },
    { "ldap://host/%ff", "" },
    { "ldap://host/%00", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *base = loft_ldap_backend_dup_base (cases[i][0]);

      g_assert_cmpstr (base, ==, cases[i][1]);
    }
}

typedef struct {
  LoftAccount *account;
  GCancellable *cancellable;
  GError *error;
} Waiting;

static gpointer
find_in_thread (gpointer data)
{
  Waiting *waiting = data;
  g_autoptr (LoftBackend) backend =
    loft_ldap_backend_new (waiting->account, give_password, (gpointer) "alice-secret");
  gboolean more;

  g_assert_null (
    loft_backend_find_people (backend, "bob", 20, &more, waiting->cancellable, &waiting->error));
  return NULL;
}

static guint16
listen_here (GSocketListener *listener)
{
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_listener_add_address (listener, any, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                 &address, &error);
  g_assert_no_error (error);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

/* A server that takes the connection and says nothing at all. */
static void
test_cancelled (void)
{
  static const LoftSecurity ways[] = { LOFT_SECURITY_STARTTLS, LOFT_SECURITY_TLS,
                                       LOFT_SECURITY_NONE };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GSocketListener) listener = g_socket_listener_new ();
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (LoftAccount) account = new_account (ways[i], BASE, ALICE);
      g_autoptr (GSocketConnection) silent = NULL;
      Waiting waiting = { account, cancellable, NULL };
      GThread *thread = NULL;

      account->incoming.port = listen_here (listener);
      thread = g_thread_new ("find", find_in_thread, &waiting);
      silent = g_socket_listener_accept (listener, NULL, NULL, NULL);
      g_assert_nonnull (silent);
      g_cancellable_cancel (cancellable);
      g_thread_join (thread);
      g_assert_error (waiting.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&waiting.error);
    }
}

/* From adding the account to somebody found, by loftctl. */
static void
test_account (void)
{
  g_autoptr (LoftTestProfile) profile = loft_test_profile_new ();

  g_assert_cmpint (loft_test_profile_run_with_input (
                     profile, "alice-secret\n",
                     "account add ldap --name Staff --url ldap://127.0.0.1:%u/" BASE
                     " --user " ALICE " --secrets-file --password-stdin",
                     world.plain_port),
                   ==, 0);
  loft_test_profile_expect (profile, 0, "account test Staff");
  loft_test_profile_expect (profile, 0, "sync");
  loft_test_profile_expect (profile, 0, "--json contacts --directory carol");
  g_assert_nonnull (
    strstr (loft_test_profile_get_output (profile), "\"emails\":[\"carol@example.test\"]"));
  loft_test_profile_expect (profile, 2, "account add ldap --name Bad --url https://example.test");
  run ("stop");
  loft_test_profile_expect (profile, 5, "contacts --directory carol");
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  begin ();
  trust ("ca.pem");
  g_test_add_func ("/ldap/base", test_base);
  g_test_add_func ("/ldap/ways", test_ways);
  g_test_add_func ("/ldap/refused", test_refused);
  g_test_add_func ("/ldap/certificates", test_certificates);
  g_test_add_func ("/ldap/pages", test_pages);
  g_test_add_func ("/ldap/large", test_large);
  g_test_add_func ("/ldap/words", test_words);
  g_test_add_func ("/ldap/cancelled", test_cancelled);
  g_test_add_func ("/ldap/account", test_account);
  result = g_test_run ();
  run ("stop");
  return result;
}
