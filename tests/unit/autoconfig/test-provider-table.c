/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-provider-table.h"

#include <gio/gio.h>
#include <string.h>

static LoftFoundAccount *
find (const char *address)
{
  g_autoptr (LoftMailDomain) domain = loft_mail_domain_new (address, NULL);

  return loft_provider_table_find (domain);
}

static const struct {
  const char *address;
  const char *host; /* IMAP; NULL: not in the table; "": has none */
  const char *user;
  const char *smtp;
  guint16 smtp_port;
} rows[] = {
  { "anna@gmail.com", "imap.gmail.com", "anna@gmail.com", "smtp.gmail.com", 465 },
  { "anna@GoogleMail.com", "imap.gmail.com", "anna@GoogleMail.com", "smtp.gmail.com", 465 },
  { "anna@hotmail.co.uk", "outlook.office365.com", "anna@hotmail.co.uk", "smtp-mail.outlook.com",
    587 },
  { "anna@icloud.com", "imap.mail.me.com", "anna@icloud.com", "smtp.mail.me.com", 587 },
  { "anna@yahoo.de", "imap.mail.yahoo.com", "anna@yahoo.de", "smtp.mail.yahoo.com", 465 },
  { "anna@gmx.de", "imap.gmx.net", "anna@gmx.de", "mail.gmx.net", 465 },
  { "anna@free.fr", "imap.free.fr", "anna", "smtp.free.fr", 465 },
  { "anna@qq.com", "imap.qq.com", "anna@qq.com", "smtp.qq.com", 465 },
  { "anna@proton.me", "" },
  { "anna@example.org", NULL },
  { "anna@mail.gmail.com", NULL },
  { "anna@yahoo.example", NULL },
};

static void
test_domains (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftFoundAccount) found = find (rows[i].address);
      const LoftFoundServer *imap;
      const LoftFoundServer *smtp;

      g_test_message ("%s", rows[i].address);
      g_assert_cmpint (found != NULL, ==, rows[i].host != NULL);
      if (found == NULL)
        continue;
      g_assert_cmpint (found->by, ==, LOFT_FOUND_IN_TABLE);
      g_assert_cmpstr (found->provider, !=, "");
      imap = loft_found_account_get_server (found, "imap");
      g_assert_cmpint (imap != NULL, ==, rows[i].host[0] != '\0');
      if (imap == NULL)
        {
          g_assert_cmpstr (found->help_url, !=, "");
          continue;
        }
      g_assert_cmpstr (imap->host, ==, rows[i].host);
      g_assert_cmpstr (imap->user, ==, rows[i].user);
      g_assert_cmpuint (imap->port, ==, 993);
      smtp = loft_found_account_get_server (found, "smtp");
      g_assert_cmpstr (smtp->host, ==, rows[i].smtp);
      g_assert_cmpuint (smtp->port, ==, rows[i].smtp_port);
    }
}

static const struct {
  const char *host;
  const char *provider; /* NULL: nobody known */
} mx_hosts[] = {
  { "aspmx.l.google.com", "Gmail" },
  { "smtp.google.com", "Gmail" },
  { "example-org.mail.protection.outlook.com", "Microsoft 365" },
  { "hotmail-com.olc.protection.outlook.com", "Outlook.com" },
  { "example-org.o-v1.mx.microsoft", "Microsoft 365" },
  { "in1-smtp.messagingengine.com", "Fastmail" },
  { "mx01.mail.icloud.com", "iCloud" },
  { "google.com.evil.test", NULL },
  { "evilgoogle.com", NULL },
  { "mx.example.org", NULL },
  { "com", NULL },
};

static void
test_mx (void)
{
  g_autoptr (LoftMailDomain) domain = loft_mail_domain_new ("anna@example.org", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (mx_hosts); i++)
    {
      g_autoptr (LoftFoundAccount) found = loft_provider_table_find_mx (domain, mx_hosts[i].host);

      g_test_message ("%s", mx_hosts[i].host);
      g_assert_cmpstr (found != NULL ? found->provider : NULL, ==, mx_hosts[i].provider);
      if (found == NULL)
        continue;
      g_assert_cmpint (found->by, ==, LOFT_FOUND_BY_MX);
      g_assert_cmpstr (found->origin, ==, mx_hosts[i].host);
    }
}

static void
check_server (const char *group, const LoftFoundServer *server)
{
  g_autofree char *clean = loft_mail_domain_clean_host (server->host);

  if (g_strcmp0 (clean, server->host) != 0 || server->port == 0 ||
      server->security == LOFT_SECURITY_NONE || server->ways == 0)
    g_test_fail_printf ("[%s] %s %s:%u", group, server->kind, server->host, server->port);
  if (!loft_provider_table_has_host (server->host))
    g_test_fail_printf ("[%s] %s is not known as a host", group, server->host);
  if (g_str_has_suffix (server->kind, "dav") && server->path[0] != '/')
    g_test_fail_printf ("[%s] %s has no path", group, server->host);
}

static void
check_domain (const char *group, const char *name, GHashTable *seen)
{
  g_autofree char *address = g_strconcat ("anna@", name, NULL);
  g_autoptr (LoftFoundAccount) found = find (address);

  if (!g_hash_table_add (seen, g_strdup (name)))
    g_test_fail_printf ("[%s] %s stands there twice", group, name);
  if (found == NULL)
    {
      g_test_fail_printf ("[%s] %s is not found", group, name);
      return;
    }
  for (guint i = 0; i < found->servers->len; i++)
    check_server (group, g_ptr_array_index (found->servers, i));
  if (found->servers->len == 0 && found->help_url[0] == '\0')
    g_test_fail_printf ("[%s] neither servers nor help", group);
}

/* Every entry makes sense by itself: a typing error in the file is found here. */
static void
test_file (void)
{
  static const char *const keys[] = {
    "name",    "domains", "mx",   "imap",  "pop3",         "smtp", "caldav",
    "carddav", "user",    "ways", "oauth", "app-password", "help", NULL,
  };
  g_autofree char *path = g_build_filename (g_getenv ("LOFT_TEST_SOURCE_ROOT"),
                                            "src/core/protocol/autoconfig/providers.ini", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) groups = NULL;

  g_assert_true (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL));
  groups = g_key_file_get_groups (file, NULL);
  g_assert_cmpuint (g_strv_length (groups), >, 80);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_auto (GStrv) used = g_key_file_get_keys (file, groups[i], NULL, NULL);
      g_auto (GStrv) domains = g_key_file_get_string_list (file, groups[i], "domains", NULL, NULL);

      for (guint j = 0; used[j] != NULL; j++)
        if (!g_strv_contains (keys, used[j]))
          g_test_fail_printf ("[%s] %s", groups[i], used[j]);
      for (guint j = 0; domains != NULL && domains[j] != NULL; j++)
        check_domain (groups[i], domains[j], seen);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider-table/domains", test_domains);
  g_test_add_func ("/provider-table/mx", test_mx);
  g_test_add_func ("/provider-table/file", test_file);
  return g_test_run ();
}
