/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-domain.h"

#include <gio/gio.h>
#include <string.h>

#include "loft-error.h"

static const struct {
  const char *address;
  const char *local_part; /* NULL: refused */
  const char *name;
  const char *registrable;
} addresses[] = {
  { "anna@example.org", "anna", "example.org", "example.org" },
  { "  anna@example.org\n", "anna", "example.org", "example.org" },
  { "Anna.B+c@Mail.Example.ORG", "Anna.B+c", "mail.example.org", "example.org" },
  { "anna@example.org.", "anna", "example.org", "example.org" },
  { "anna@mail.example.co.uk", "anna", "mail.example.co.uk", "example.co.uk" },
  { "anna@co.uk", "anna", "co.uk", "" },
  { "anna@someone.github.io", "anna", "someone.github.io", "someone.github.io" },
  { "anna@mail.corp.internal", "anna", "mail.corp.internal", "corp.internal" },
  { "anna@foo.ck", "anna", "foo.ck", "" },
  { "anna@github.io", "anna", "github.io", "" },
  { "anna@city.kawasaki.jp", "anna", "city.kawasaki.jp", "city.kawasaki.jp" },
  { "anna@m\xc3\xbcller.example", "anna", "xn--mller-kva.example", "xn--mller-kva.example" },
  { "an\xc3\xa4@example.org", "an\xc3\xa4", "example.org", "example.org" },
  { "\"odd@local\"@example.org", "\"odd@local\"", "example.org", "example.org" },
  { "anna", NULL },
  { "", NULL },
  { "@", NULL },
  { "anna@", NULL },
  { "@example.org", NULL },
  { "anna@localhost", NULL },
  { "anna@com", NULL },
  { "anna@.com", NULL },
  { "anna@example..org", NULL },
  { "anna@-example.org", NULL },
  { "anna@exa mple.org", NULL },
  { "anna@example.org/path", NULL },
  { "anna@example.org:443", NULL },
  { "anna@evil.test?x=example.org", NULL },
  { "anna@evil.test#example.org", NULL },
  { "anna@192.0.2.1", NULL },
  { "anna@[192.0.2.1]", NULL },
  { "anna@[IPv6:2001:db8::1]", NULL },
  { "an na@example.org", NULL },
  { "an\rna@example.org", NULL },
  { "an\x01na@example.org", NULL },
  { "an\xffna@example.org", NULL },
  { "anna@ex\xff.org", NULL },
};

static void
test_addresses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LoftMailDomain) domain = loft_mail_domain_new (addresses[i].address, &error);
      g_autofree char *shown = g_strescape (addresses[i].address, NULL);

      g_test_message ("%s", shown);
      if (addresses[i].local_part == NULL)
        {
          g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (domain->local_part, ==, addresses[i].local_part);
      g_assert_cmpstr (domain->name, ==, addresses[i].name);
      g_assert_cmpstr (domain->registrable, ==, addresses[i].registrable);
    }
}

static void
test_too_long (void)
{
  g_autofree char *label = g_strnfill (64, 'a');
  g_autofree char *long_label = g_strconcat ("anna@", label, ".org", NULL);
  g_autofree char *local_part = g_strnfill (300, 'a');
  g_autofree char *long_address = g_strconcat (local_part, "@example.org", NULL);

  g_assert_null (loft_mail_domain_new (long_label, NULL));
  g_assert_null (loft_mail_domain_new (long_address, NULL));
}

static const struct {
  const char *address;
  const char *host;
  gboolean owned;
} hosts[] = {
  { "a@example.org", "example.org", TRUE },
  { "a@example.org", "imap.example.org", TRUE },
  { "a@staff.example.org", "imap.example.org", TRUE },
  { "a@example.org", "example.org.evil.test", FALSE },
  { "a@example.org", "evilexample.org", FALSE },
  { "a@example.org", "example.com", FALSE },
  { "a@example.org", "192.0.2.1", FALSE },
  { "a@one.co.uk", "two.co.uk", FALSE },
  { "a@co.uk", "imap.co.uk", FALSE },
  { "a@co.uk", "co.uk", FALSE },
  { "a@one.github.io", "two.github.io", FALSE },
};

static void
test_owns (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (LoftMailDomain) domain = loft_mail_domain_new (hosts[i].address, NULL);

      if (loft_mail_domain_owns (domain, hosts[i].host) != hosts[i].owned)
        g_test_fail_printf ("%s: %s", hosts[i].address, hosts[i].host);
    }
}

static void
test_expand (void)
{
  g_autoptr (LoftMailDomain) domain = loft_mail_domain_new ("%EMAILDOMAIN%x@Example.org", NULL);
  g_autofree char *expanded = loft_mail_domain_expand (
    domain, "<%EMAILADDRESS%|%EMAILLOCALPART%|%EMAILDOMAIN%|%EMAILX%|%|%%EMAILDOMAIN%>");

  /* What is put in is not looked at again. */
  g_assert_cmpstr (
    expanded, ==,
    "<%EMAILDOMAIN%x@Example.org|%EMAILDOMAIN%x|example.org|%EMAILX%|%|%example.org>");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mail-domain/addresses", test_addresses);
  g_test_add_func ("/mail-domain/too-long", test_too_long);
  g_test_add_func ("/mail-domain/owns", test_owns);
  g_test_add_func ("/mail-domain/expand", test_expand);
  return g_test_run ();
}
