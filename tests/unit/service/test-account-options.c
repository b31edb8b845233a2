/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-options.h"

typedef struct {
  const char *name;
  const char *args; /* parted by "|" */
  const char *rest; /* what is left of them; NULL: refused */
  const char *host;
  guint16 port;
  LoftSecurity security;
  const char *user;
  LoftSecretPlace secret;
} Row;

static const Row rows[] = {
  { "least", "--name|Work|--address|a@example.org|--host|mail.example.org", "", "mail.example.org",
    993, LOFT_SECURITY_TLS, "a@example.org", LOFT_SECRET_SERVICE },
  { "with-equals", "--name=Work|--address=a@example.org|--host=h|--user=anna", "", "h", 993,
    LOFT_SECURITY_TLS, "anna", LOFT_SECRET_SERVICE },
  { "starttls", "--name=W|--address=a@b|--host=h|--security=starttls", "", "h", 143,
    LOFT_SECURITY_STARTTLS, "a@b", LOFT_SECRET_SERVICE },
  { "port", "--name=W|--address=a@b|--host=h|--port=1993", "", "h", 1993, LOFT_SECURITY_TLS, "a@b",
    LOFT_SECRET_SERVICE },
  { "secrets-file", "--secrets-file|--name=W|--address=a@b|--host=h", "", "h", 993,
    LOFT_SECURITY_TLS, "a@b", LOFT_SECRET_FILE },
  { "password-command", "--name=W|--address=a@b|--host=h|--password-command=pass mail", "", "h",
    993, LOFT_SECURITY_TLS, "a@b", LOFT_SECRET_COMMAND },
  { "others-stay", "first|--name=W|--json|--address=a@b|--host=h|last", "first|--json|last", "h",
    993, LOFT_SECURITY_TLS, "a@b", LOFT_SECRET_SERVICE },
  { "no-name", "--address=a@b|--host=h", NULL },
  { "no-address", "--name=W|--host=h", NULL },
  { "no-host", "--name=W|--address=a@b", "", "", 0, LOFT_SECURITY_TLS, "", LOFT_SECRET_SERVICE },
  { "no-host-but-a-port", "--name=W|--address=a@b|--port=993", NULL },
  { "no-number", "--name=W|--address=a@b|--host=h|--port=imap", NULL },
  { "port-zero", "--name=W|--address=a@b|--host=h|--port=0", NULL },
  { "port-too-large", "--name=W|--address=a@b|--host=h|--port=65536", NULL },
  { "security-unknown", "--name=W|--address=a@b|--host=h|--security=maybe", NULL },
  { "trust-no-fingerprint", "--name=W|--address=a@b|--host=h|--trust=everybody", NULL },
};

static GPtrArray *
split (const char *text)
{
  GPtrArray *args = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) words = g_strsplit (text, "|", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    g_ptr_array_add (args, g_strdup (words[i]));
  return args;
}

static void
test_parse (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GPtrArray) args = split (row->args);
  g_autofree char *complaint = NULL;
  g_autofree char *rest = NULL;
  g_autoptr (LoftAccount) account = loft_account_options_parse ("imap", args, &complaint);

  if (row->rest == NULL)
    {
      g_assert_null (account);
      g_assert_nonnull (complaint);
      return;
    }
  g_assert_cmpstr (complaint, ==, NULL);
  g_ptr_array_add (args, NULL);
  rest = g_strjoinv ("|", (char **) args->pdata);
  g_assert_cmpstr (rest, ==, row->rest);
  g_assert_cmpstr (account->incoming.host, ==, row->host);
  g_assert_cmpint (account->incoming.port, ==, row->port);
  g_assert_cmpint (account->incoming.security, ==, row->security);
  g_assert_cmpstr (account->incoming.user, ==, row->user);
  g_assert_cmpint (account->secret, ==, row->secret);
}

/* One address is where calendars and address books are. */
static void
test_url (void)
{
  static const struct {
    const char *url;
    const char *kept; /* NULL: refused */
    guint16 port;
    LoftSecurity security;
  } urls[] = {
    { "https://dav.example.org/a/", "https://dav.example.org/a/", 443, LOFT_SECURITY_TLS },
    { "dav.example.org:8443", "https://dav.example.org:8443", 8443, LOFT_SECURITY_TLS },
    { "http://localhost:5232/", "http://localhost:5232/", 5232, LOFT_SECURITY_NONE },
    { "http://localhost", "http://localhost", 80, LOFT_SECURITY_NONE },
    { "https://a:b@dav.example.org/", NULL, 0, 0 },
    { "ftp://dav.example.org/", NULL, 0, 0 },
    { "https://", NULL, 0, 0 },
    { "", NULL, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GPtrArray) args = split ("--name=W|--address=a@b");
      g_autofree char *complaint = NULL;
      g_autoptr (LoftAccount) account = NULL;

      g_ptr_array_add (args, g_strconcat ("--url=", urls[i].url, NULL));
      account = loft_account_options_parse ("dav", args, &complaint);
      g_assert_cmpint (account != NULL, ==, urls[i].kept != NULL);
      if (account == NULL)
        continue;
      g_assert_cmpstr (account->calendars, ==, urls[i].kept);
      g_assert_cmpstr (account->contacts, ==, urls[i].kept);
      g_assert_cmpint (account->incoming.port, ==, urls[i].port);
      g_assert_cmpint (account->incoming.security, ==, urls[i].security);
      g_assert_cmpstr (account->incoming.user, ==, "a@b");
    }
}

/* A server of Exchange alone is asked at the usual place. */
static void
test_exchange_url (void)
{
  static const struct {
    const char *url;
    const char *kept; /* NULL: refused */
    guint16 port;
  } urls[] = {
    { "mail.example.org", "https://mail.example.org/Microsoft-Server-ActiveSync", 443 },
    { "https://mail.example.org/", "https://mail.example.org/Microsoft-Server-ActiveSync", 443 },
    { "mail.example.org:8443", "https://mail.example.org:8443/Microsoft-Server-ActiveSync", 8443 },
    { "http://[::1]:20080", "http://[::1]:20080/Microsoft-Server-ActiveSync", 20080 },
    { "https://mail.example.org/SOGo/Microsoft-Server-ActiveSync",
      "https://mail.example.org/SOGo/Microsoft-Server-ActiveSync", 443 },
    { "imap://mail.example.org", NULL, 0 },
    { "", NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GPtrArray) args = split ("--name=W|--address=a@b");
      g_autofree char *complaint = NULL;
      g_autoptr (LoftAccount) account = NULL;

      g_ptr_array_add (args, g_strconcat ("--url=", urls[i].url, NULL));
      account = loft_account_options_parse ("eas", args, &complaint);
      g_assert_cmpint (account != NULL, ==, urls[i].kept != NULL);
      if (account == NULL)
        continue;
      g_assert_cmpstr (account->url, ==, urls[i].kept);
      g_assert_cmpstr (account->calendars, ==, "");
      g_assert_cmpint (account->incoming.port, ==, urls[i].port);
      g_assert_cmpstr (account->incoming.user, ==, "a@b");
    }
}

/* Every key that can be read can be written, and reads back the same. */
static void
test_set (void)
{
  g_autoptr (LoftAccount) account = loft_account_new ("imap");
  const char *const *keys = loft_account_options_keys ();
  g_autofree char *no_equals = NULL;
  g_autofree char *no_key = NULL;

  g_assert_cmpuint (g_strv_length ((char **) keys), >, 5);
  for (gsize i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *value = loft_account_options_get (account, keys[i]);
      g_autofree char *assignment = g_strconcat (keys[i], "=", value, NULL);
      g_autofree char *complaint = NULL;
      g_autofree char *again = NULL;

      if (!loft_account_options_set (account, assignment, &complaint))
        {
          g_test_message ("%s: %s", assignment, complaint);
          continue;
        }
      again = loft_account_options_get (account, keys[i]);
      g_assert_cmpstr (again, ==, value);
    }
  g_assert_false (loft_account_options_set (account, "name", &no_equals));
  g_assert_nonnull (no_equals);
  g_assert_false (loft_account_options_set (account, "colour=red", &no_key));
  g_assert_nonnull (no_key);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/account-options/parse/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_parse);
    }
  g_test_add_func ("/account-options/url", test_url);
  g_test_add_func ("/account-options/exchange-url", test_exchange_url);
  g_test_add_func ("/account-options/set", test_set);
  return g_test_run ();
}
