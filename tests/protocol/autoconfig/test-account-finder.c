/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window calls: everything arrives in the main thread, in order. */
#include "loft-account-finder.h"

#include <glib/gstdio.h>
#include <string.h>

#include "loft-account-sign-in.h"
#include "loft-error.h"
#include "loft-fake-resolver.h"
#include "loft-script-server.h"

typedef struct {
  GThread *main;
  GString *told;
  GAsyncResult *result;
} Wait;

static LoftFakeResolver *resolver;

static void
on_told (LoftFoundBy by, LoftFoundAccount *found, const GError *reason, gpointer user_data)
{
  Wait *wait = user_data;

  g_assert_true (g_thread_self () == wait->main);
  g_assert_null (wait->result);
  g_string_append_printf (wait->told, "%s%c ", loft_found_by_name (by), found != NULL ? '+' : '-');
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((Wait *) user_data)->result = g_object_ref (result);
}

static void
wait_for (Wait *wait)
{
  while (wait->result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_clear (Wait *wait)
{
  g_clear_object (&wait->result);
  g_string_free (wait->told, TRUE);
}

static void
test_find (void)
{
  Wait wait = { g_thread_self (), g_string_new (NULL), NULL };
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  loft_fake_resolver_clear (resolver);
  loft_fake_resolver_add_srv (resolver, "_imaps._tcp.example.test", 0, 993, "a.example.test");
  loft_account_finder_find_async ("anna@example.test", on_told, &wait, NULL, on_done, &wait);
  wait_for (&wait);
  found = loft_account_finder_find_finish (wait.result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  /* Both files, records and mail hosts: each was told before the end. */
  g_assert_cmpuint (wait.told->len, ==, strlen ("autoconfig- autoconfig- srv+ mx- "));
  g_assert_nonnull (strstr (wait.told->str, "srv+"));
  wait_clear (&wait);
}

static void
test_no_address (void)
{
  Wait wait = { g_thread_self (), g_string_new (NULL), NULL };
  g_autoptr (GError) error = NULL;

  loft_account_finder_find_async ("nobody", NULL, NULL, NULL, on_done, &wait);
  wait_for (&wait);
  g_assert_null (loft_account_finder_find_finish (wait.result, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  wait_clear (&wait);
}

static void
test_cancel (void)
{
  Wait wait = { g_thread_self (), g_string_new (NULL), NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  loft_fake_resolver_clear (resolver);
  loft_fake_resolver_set_silent (resolver, TRUE);
  loft_account_finder_find_async ("anna@example.test", on_told, &wait, cancellable, on_done, &wait);
  g_cancellable_cancel (cancellable);
  wait_for (&wait);
  g_assert_null (loft_account_finder_find_finish (wait.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  loft_fake_resolver_clear (resolver);
  wait_clear (&wait);
}

/* ---- filling in --------------------------------------------------------------------------- */

static void
add_server (LoftFoundAccount *found, const char *kind, const char *host, guint16 port,
            LoftSecurity security, const char *user)
{
  LoftFoundServer *server = loft_found_server_new (kind, host, port, security);

  g_free (server->user);
  server->user = g_strdup (user);
  g_ptr_array_add (found->servers, server);
}

static void
test_apply (void)
{
  g_autoptr (LoftFoundAccount) found = loft_found_account_new (LOFT_FOUND_BY_SRV, "example.test");
  g_autoptr (LoftAccount) account = loft_account_new ("imap");
  g_autoptr (LoftAccount) named = loft_account_new ("imap");
  g_autoptr (LoftAccount) other = loft_account_new ("local");

  g_free (found->oauth);
  found->oauth = g_strdup ("google");
  add_server (found, "smtp", "smtp.example.test", 465, LOFT_SECURITY_TLS, "");
  add_server (found, "imap", "plain.example.test", 143, LOFT_SECURITY_NONE, "anna");
  add_server (found, "imap", "imap.example.test", 143, LOFT_SECURITY_STARTTLS, "anna");
  g_free (named->incoming.user);
  named->incoming.user = g_strdup ("boss");
  g_assert_cmpstr (loft_account_finder_apply (found, account)->host, ==, "imap.example.test");
  g_assert_cmpstr (account->incoming.host, ==, "imap.example.test");
  g_assert_cmpuint (account->incoming.port, ==, 143);
  g_assert_cmpint (account->incoming.security, ==, LOFT_SECURITY_STARTTLS);
  g_assert_cmpstr (account->incoming.user, ==, "anna");
  g_assert_cmpstr (account->oauth.provider, ==, "google");
  g_assert_nonnull (loft_account_finder_apply (found, named));
  g_assert_cmpstr (named->incoming.user, ==, "boss");
  g_assert_null (loft_account_finder_apply (found, other));
  g_assert_cmpstr (other->incoming.host, ==, "");
}

static void
test_apply_others (void)
{
  g_autoptr (LoftFoundAccount) found = loft_found_account_new (LOFT_FOUND_BY_SRV, "example.test");
  g_autoptr (LoftAccount) account = loft_account_new ("imap");
  LoftFoundServer *calendars = NULL;

  add_server (found, "smtp", "smtp.example.test", 587, LOFT_SECURITY_STARTTLS, "anna");
  add_server (found, "carddav", "plain.example.test", 80, LOFT_SECURITY_NONE, "");
  add_server (found, "caldav", "dav.hoster.test", 8443, LOFT_SECURITY_TLS, "");
  calendars = g_ptr_array_index (found->servers, 2);
  calendars->needs_confirmation = TRUE;
  g_free (calendars->path);
  calendars->path = g_strdup ("/dav/anna");
  loft_account_finder_apply_others (found, FALSE, account);
  g_assert_cmpstr (account->outgoing.host, ==, "smtp.example.test");
  g_assert_cmpuint (account->outgoing.port, ==, 587);
  g_assert_cmpint (account->outgoing.security, ==, LOFT_SECURITY_STARTTLS);
  g_assert_cmpstr (account->outgoing.user, ==, "anna");
  g_assert_cmpstr (account->calendars, ==, "");
  g_assert_cmpstr (account->contacts, ==, "");
  loft_account_finder_apply_others (found, TRUE, account);
  g_assert_cmpstr (account->calendars, ==, "https://dav.hoster.test:8443/dav/anna");
  g_assert_cmpstr (account->contacts, ==, "");
}

static void
test_recall (void)
{
  g_autoptr (LoftFoundAccount) known = loft_account_finder_recall ("anna@icloud.com");

  g_assert_cmpstr (known->provider, ==, "iCloud");
  g_assert_cmpstr (known->app_password_url, !=, "");
  g_assert_null (loft_account_finder_recall ("anna@example.test"));
  g_assert_null (loft_account_finder_recall ("anna"));
  g_assert_null (loft_account_finder_recall (""));
}

/* ---- trying ------------------------------------------------------------------------------- */

static void
remove_folder (const char *path)
{
  const char *argv[] = { "rm", "-rf", path, NULL };
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, 0, NULL);

  g_subprocess_wait (process, NULL, NULL);
}

static void
test_probe (void)
{
  Wait wait = { g_thread_self (), g_string_new (NULL), NULL };
  g_autofree char *profile = g_dir_make_tmp ("loft-finder-XXXXXX", NULL);
  g_autofree char *settings = g_build_filename (profile, "accounts.ini", NULL);
  g_autofree char *directory = g_build_filename (profile, "accounts", NULL);
  g_autoptr (GDir) accounts = NULL;
  g_autoptr (LoftService) service = loft_service_open (profile, NULL);
  LoftScriptServer *server = loft_script_server_new (
    "tls\nS: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hi\n"
    "C: <tag> AUTHENTICATE PLAIN AGFubmFAZXhhbXBsZS50ZXN0AHNlY3JldA==\nS: <tag> NO no");
  g_autoptr (LoftAccount) account = loft_account_new ("imap");
  g_autoptr (LoftSignInReport) report = NULL;
  g_autoptr (GError) error = NULL;

  loft_fake_resolver_add_host (resolver, "localhost");
  loft_script_server_add (server,
                          "tls\nS: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hi\n"
                          "C: <tag> AUTHENTICATE PLAIN AGFubmEAc2VjcmV0\n"
                          "S: <tag> OK [CAPABILITY IMAP4rev1] in\nC: Z LOGOUT\nS: * BYE\nS: Z OK");
  g_free (account->address);
  account->address = g_strdup ("anna@example.test");
  g_free (account->incoming.host);
  account->incoming.host = g_strdup (loft_script_server_get_host (server));
  account->incoming.port = loft_script_server_get_port (server);
  loft_account_finder_probe_async (service, account, "secret", NULL, on_done, &wait);
  wait_for (&wait);
  g_assert_true (loft_account_finder_probe_finish (wait.result, &report, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (report->user, ==, "anna");
  g_assert_cmpstr (report->offered, ==, "PLAIN");
  loft_script_server_finish (server);
  wait_clear (&wait);
  g_clear_object (&service);
  /* Nothing was kept: there is the account that is always there, and no other. */
  g_assert_false (g_file_test (settings, G_FILE_TEST_EXISTS));
  accounts = g_dir_open (directory, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_dir_read_name (accounts), ==, "local");
  g_assert_null (g_dir_read_name (accounts));
  remove_folder (profile);
}

/* ---- sign-in by the browser --------------------------------------------------------------- */

static void
never_opened (const char *url, gpointer user_data)
{
  g_test_fail_printf ("%s was opened", url);
}

static void
test_sign_in_refused (void)
{
  Wait wait = { g_thread_self (), g_string_new (NULL), NULL };
  g_autoptr (LoftAccount) account = loft_account_new ("imap");
  g_autoptr (GError) error = NULL;

  loft_account_sign_in_async (NULL, account, NULL, "", never_opened, NULL, NULL, on_done, &wait);
  wait_for (&wait);
  g_assert_null (loft_account_sign_in_finish (wait.result, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  wait_clear (&wait);
}

static void
count_opened (const char *url, gpointer user_data)
{
  g_assert_true (g_str_has_prefix (url, "https://accounts.google.com/"));
  g_cancellable_cancel (user_data);
}

static void
test_sign_in_cancelled (void)
{
  Wait wait = { g_thread_self (), g_string_new (NULL), NULL };
  g_autoptr (LoftAccount) account = loft_account_new ("imap");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_free (account->oauth.client_id);
  account->oauth.client_id = g_strdup ("mine");
  g_free (account->oauth.provider);
  account->oauth.provider = g_strdup ("google");
  loft_account_sign_in_async (NULL, account, NULL, "", count_opened, cancellable, cancellable,
                              on_done, &wait);
  wait_for (&wait);
  g_assert_null (loft_account_sign_in_finish (wait.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  wait_clear (&wait);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  resolver = loft_fake_resolver_install ();
  g_test_add_func ("/account-finder/find", test_find);
  g_test_add_func ("/account-finder/no-address", test_no_address);
  g_test_add_func ("/account-finder/cancel", test_cancel);
  g_test_add_func ("/account-finder/apply", test_apply);
  g_test_add_func ("/account-finder/apply-others", test_apply_others);
  g_test_add_func ("/account-finder/recall", test_recall);
  g_test_add_func ("/account-finder/probe", test_probe);
  g_test_add_func ("/account-finder/sign-in-refused", test_sign_in_refused);
  g_test_add_func ("/account-finder/sign-in-cancelled", test_sign_in_cancelled);
  status = g_test_run ();
  g_object_unref (resolver);
  return status;
}
