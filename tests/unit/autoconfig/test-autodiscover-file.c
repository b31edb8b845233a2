/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-autodiscover-file.h"

#include <string.h>

#include "loft-error.h"

#define FILE_OF(inner)                                                                             \
  "<?xml version=\"1.0\"?><Autodiscover><Response><Account>" inner                                 \
  "</Account></Response></Autodiscover>"
#define SERVER(type, host, port, rest)                                                             \
  "<Protocol><Type>" type "</Type><Server>" host "</Server><Port>" port "</Port>" rest "</Protocol>"
#define GOOD SERVER ("IMAP", "imap.example.org", "993", "")

static char *
describe (const LoftFoundAccount *found)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < found->servers->len; i++)
    {
      const LoftFoundServer *server = g_ptr_array_index (found->servers, i);

      g_string_append_printf (text, "%s %s:%u %s [%s];", server->kind, server->host, server->port,
                              loft_security_to_name (server->security), server->user);
    }
  return g_string_free (text, FALSE);
}

static const struct {
  const char *name;
  const char *file;
  const char *servers;
} good[] = {
  { "least", FILE_OF (GOOD), "imap imap.example.org:993 tls [];" },
  { "ports-say-how",
    FILE_OF (SERVER ("IMAP", "a.example.org", "143", "<SSL>on</SSL>")
               SERVER ("POP3", "a.example.org", "995", "")
                 SERVER ("SMTP", "a.example.org", "587", "")),
    "imap a.example.org:143 starttls [];pop3 a.example.org:995 tls [];"
    "smtp a.example.org:587 starttls [];" },
  { "encryption-is-more-exact",
    FILE_OF (SERVER ("IMAP", "a.example.org", "993", "<SSL>off</SSL><Encryption>SSL</Encryption>")
               SERVER ("IMAP", "b.example.org", "993", "<Encryption>TLS</Encryption>")),
    "imap a.example.org:993 tls [];imap b.example.org:993 starttls [];" },
  { "plain-is-kept-and-told", FILE_OF (SERVER ("IMAP", "a.example.org", "143", "<SSL>off</SSL>")),
    "imap a.example.org:143 none [];" },
  { "user",
    FILE_OF (SERVER ("IMAP", "a.example.org", "993", "<LoginName> anna&#10;x </LoginName>")),
    "imap a.example.org:993 tls [anna x];" },
  { "others-are-left-out",
    FILE_OF (SERVER ("EXCH", "ex.example.org", "443", "") SERVER ("IMAP", "192.0.2.7", "993", "")
               SERVER ("IMAP", "a.example.org", "0", "") SERVER ("IMAP", "localhost", "993", "")
                 GOOD),
    "imap imap.example.org:993 tls [];" },
  { "the-first-value-counts",
    FILE_OF (SERVER ("IMAP", "a.example.org", "993", "<Server>b.example.org</Server>")),
    "imap a.example.org:993 tls [];" },
  { "servers-go-before-a-redirect", FILE_OF ("<RedirectUrl>https://b.example/</RedirectUrl>" GOOD),
    "imap imap.example.org:993 tls [];" },
  { "byte-order-mark", "\xef\xbb\xbf" FILE_OF (GOOD), "imap imap.example.org:993 tls [];" },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (LoftAutodiscoverRedirect) redirect = { 0 };
      g_autoptr (LoftFoundAccount) found =
        loft_autodiscover_file_read (good[i].file, strlen (good[i].file), "o", &redirect, &error);
      g_autofree char *servers = NULL;

      g_test_message ("%s", good[i].name);
      g_assert_no_error (error);
      g_assert_null (redirect.url);
      g_assert_null (redirect.address);
      servers = describe (found);
      g_assert_cmpstr (servers, ==, good[i].servers);
      g_assert_cmpint (found->by, ==, LOFT_FOUND_BY_AUTODISCOVER);
    }
}

static const struct {
  const char *name;
  const char *file;
  const char *redirect; /* (nullable) NULL: refused; a URL or an address */
} others[] = {
  { "redirect", FILE_OF ("<RedirectUrl> https://b.example/x </RedirectUrl>"),
    "https://b.example/x" },
  { "other-address",
    FILE_OF ("<Action>redirectAddr</Action><RedirectAddr> b@b.example </RedirectAddr>"),
    "b@b.example" },
  { "url-before-address",
    FILE_OF (
      "<RedirectAddr>b@b.example</RedirectAddr><RedirectUrl>https://c.example/</RedirectUrl>"),
    "https://c.example/" },
  { "address-without-domain", FILE_OF ("<RedirectAddr>b</RedirectAddr>"), NULL },
  { "address-below-a-public-suffix", FILE_OF ("<RedirectAddr>b@co.uk</RedirectAddr>"), NULL },
  { "address-in-digits", FILE_OF ("<RedirectAddr>b@192.0.2.7</RedirectAddr>"), NULL },
  { "address-with-a-path", FILE_OF ("<RedirectAddr>b@b.example/x?</RedirectAddr>"), NULL },
  { "address-with-a-port", FILE_OF ("<RedirectAddr>b@b.example:25</RedirectAddr>"), NULL },
  { "redirect-in-clear", FILE_OF ("<RedirectUrl>http://b.example/x</RedirectUrl>"), NULL },
  { "sending-alone", FILE_OF (SERVER ("SMTP", "a.example.org", "465", "")), NULL },
  { "empty", "", NULL },
  { "page", "<html><body>Welcome</body></html>", NULL },
  { "cut", "<Autodiscover><Response>", NULL },
  { "document-type", "<!DOCTYPE a [<!ENTITY b \"c\">]>" FILE_OF (GOOD), NULL },
  { "unknown-entity", FILE_OF ("<Protocol>&b;</Protocol>" GOOD), NULL },
  { "not-utf-8", "<Autodiscover>\xff</Autodiscover>", NULL },
};

static void
test_others (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (LoftAutodiscoverRedirect) redirect = { 0 };

      g_test_message ("%s", others[i].name);
      g_assert_null (loft_autodiscover_file_read (others[i].file, strlen (others[i].file), "o",
                                                  &redirect, &error));
      g_assert_cmpstr (redirect.url != NULL ? redirect.url : redirect.address, ==,
                       others[i].redirect);
      if (others[i].redirect == NULL)
        g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
      else
        g_assert_no_error (error);
    }
}

/* Too deep, too large, cut anywhere. */
static void
test_limits (void)
{
  static const char whole[] = FILE_OF (GOOD SERVER ("SMTP", "a.example.org", "587", ""));
  g_autoptr (GString) deep = g_string_new ("<Autodiscover>");
  g_autofree char *large = g_strnfill (LOFT_AUTODISCOVER_FILE_LIMIT + 1, ' ');
  g_auto (LoftAutodiscoverRedirect) redirect = { 0 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (deep, "<a>");
  g_assert_null (
    loft_autodiscover_file_read (deep->str, MIN (deep->len, 200000), "o", &redirect, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
  g_clear_error (&error);
  g_assert_null (loft_autodiscover_file_read (large, strlen (large), "o", &redirect, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
  for (gsize length = 0; length < sizeof whole - 1; length++)
    {
      g_autofree char *cut = g_memdup2 (whole, MAX (length, 1));

      g_assert_null (loft_autodiscover_file_read (cut, length, "o", &redirect, NULL));
    }
}

/* The address is told as it is, whatever is in it. */
static void
test_question (void)
{
  g_autoptr (LoftMailDomain) domain = loft_mail_domain_new ("a<b&c@example.org", NULL);
  g_autofree char *question = domain != NULL ? loft_autodiscover_file_ask (domain) : NULL;

  if (question != NULL)
    g_assert_nonnull (strstr (question, "<EMailAddress>a&lt;b&amp;c@example.org</EMailAddress>"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/autodiscover-file/good", test_good);
  g_test_add_func ("/autodiscover-file/others", test_others);
  g_test_add_func ("/autodiscover-file/limits", test_limits);
  g_test_add_func ("/autodiscover-file/question", test_question);
  return g_test_run ();
}
