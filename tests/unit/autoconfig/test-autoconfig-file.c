/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-autoconfig-file.h"

#include <string.h>
#include <time.h>

#include "loft-error.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<clientConfig version=\"1.1\">"
#define IN(type, host, port, socket, rest)                                                         \
  "<incomingServer type=\"" type "\"><hostname>" host "</hostname><port>" port                     \
  "</port><socketType>" socket "</socketType>" rest "</incomingServer>"
#define OUT(host, port, socket)                                                                    \
  "<outgoingServer type=\"smtp\"><hostname>" host "</hostname><port>" port                         \
  "</port><socketType>" socket "</socketType></outgoingServer>"
#define GOOD            IN ("imap", "imap.example.org", "993", "SSL", "")
#define PROVIDER(inner) HEAD "<emailProvider id=\"x\">" inner "</emailProvider></clientConfig>"

/* "kind host:port security user ways", by lines. */
static char *
describe (const LoftFoundAccount *found)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < found->servers->len; i++)
    {
      const LoftFoundServer *server = g_ptr_array_index (found->servers, i);

      g_string_append_printf (text, "%s %s:%u%s %s [%s] %s%s\n", server->kind, server->host,
                              server->port, server->path, loft_security_to_name (server->security),
                              server->user, (server->ways & LOFT_SIGN_IN_PASSWORD) ? "p" : "",
                              (server->ways & LOFT_SIGN_IN_OAUTH) ? "o" : "");
    }
  return g_string_free (text, FALSE);
}

static LoftFoundAccount *
read_file (const char *bytes, gsize length, GError **error)
{
  g_autoptr (LoftMailDomain) domain = loft_mail_domain_new ("anna@example.org", NULL);

  return loft_autoconfig_file_read (bytes, length, domain, "https://a.test/c.xml", error);
}

static const struct {
  const char *name;
  const char *file;
  const char *servers;
} good[] = {
  { "least", PROVIDER (GOOD), "imap imap.example.org:993 tls [] \n" },
  { "whole",
    PROVIDER ("<domain>example.org</domain><displayName>Example</displayName>" IN (
      "imap", "imap.example.org", "993", "SSL",
      "<username>%EMAILADDRESS%</username><authentication>OAuth2</authentication>"
      "<authentication>password-cleartext</authentication>")
                IN ("pop3", "pop.example.org", "110", "STARTTLS",
                    "<username>%EMAILLOCALPART%</username>"
                    "<authentication>password-encrypted</authentication>")
                  OUT ("smtp.example.org", "465", "SSL")),
    "imap imap.example.org:993 tls [anna@example.org] po\n"
    "pop3 pop.example.org:110 starttls [anna] p\nsmtp smtp.example.org:465 tls [] \n" },
  { "host-of-the-domain", PROVIDER (IN ("imap", "mail.%EMAILDOMAIN%", "993", "ssl", "")),
    "imap mail.example.org:993 tls [] \n" },
  { "plain-is-kept-and-told", PROVIDER (IN ("imap", "imap.example.org", "143", "plain", "")),
    "imap imap.example.org:143 none [] \n" },
  { "blanks-and-comments",
    PROVIDER ("<!-- <incomingServer> -->\n <incomingServer type=\"IMAP\"> <hostname>\n "
              "Imap.Example.ORG. </hostname> <port> 993 </port><socketType> SSL "
              "</socketType></incomingServer>"),
    "imap imap.example.org:993 tls [] \n" },
  { "entities-of-xml-itself",
    PROVIDER (IN ("imap", "imap.example.org", "993", "SSL", "<username>a&amp;b&#x41;</username>")),
    "imap imap.example.org:993 tls [a&bA] \n" },
  { "cdata", PROVIDER (IN ("imap", "<![CDATA[imap.example.org]]>", "993", "SSL", "")),
    "imap imap.example.org:993 tls [] \n" },
  { "others-are-left-out",
    PROVIDER (IN ("exchange", "ex.example.org", "443", "SSL", "")
                IN ("imap", "bad host", "993", "SSL", "") IN ("imap", "192.0.2.7", "993", "SSL", "")
                  IN ("imap", "imap.example.org", "0", "SSL", "")
                    IN ("imap", "imap.example.org", "65536", "SSL", "")
                      IN ("imap", "imap.example.org", "993", "maybe", "")
                        IN ("imap", "localhost", "993", "SSL", "") "<incomingServer/>" GOOD),
    "imap imap.example.org:993 tls [] \n" },
  { "the-first-value-counts",
    PROVIDER (IN ("imap", "a.example.org", "993", "SSL", "<hostname>b.example.org</hostname>")),
    "imap a.example.org:993 tls [] \n" },
  { "servers-in-servers",
    PROVIDER ("<incomingServer type=\"imap\">" IN (
      "imap", "inner.example.org", "993", "SSL",
      "") "<hostname>outer.example.org</hostname><port>993</port><socketType>SSL</socketType>"
          "</incomingServer>"),
    "imap outer.example.org:993 tls [] \n" },
  { "no-line-breaks-in-names",
    PROVIDER (IN ("imap", "imap.example.org", "993", "SSL", "<username>a&#13;&#10;b</username>")),
    "imap imap.example.org:993 tls [a b] \n" },
  { "calendars",
    HEAD
    "<emailProvider>" GOOD "</emailProvider><calendar type=\"caldav\"><serverURL>"
    "https://dav.example.org/cal/%EMAILADDRESS%</serverURL><username>u</username></calendar>"
    "<addressbook type=\"carddav\"><serverURL>http://dav.example.org:8008/</serverURL>"
    "</addressbook><calendar type=\"caldav\"><serverURL>https://u:p@dav.example.org/</serverURL>"
    "</calendar></clientConfig>",
    "imap imap.example.org:993 tls [] \n"
    "caldav dav.example.org:443/cal/anna@example.org tls [u] \n"
    "carddav dav.example.org:8008/ none [] \n" },
  { "byte-order-mark", "\xef\xbb\xbf" PROVIDER (GOOD), "imap imap.example.org:993 tls [] \n" },
};

static void
test_good (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftFoundAccount) found = read_file (good[i].file, strlen (good[i].file), &error);
  g_autofree char *servers = NULL;

  g_assert_no_error (error);
  servers = describe (found);
  g_assert_cmpstr (servers, ==, good[i].servers);
  g_assert_cmpstr (found->origin, ==, "https://a.test/c.xml");
}

static const struct {
  const char *name;
  const char *file;
  LoftError error;
} bad[] = {
  { "empty", "", LOFT_ERROR_PROTOCOL },
  { "web-page", "<!DOCTYPE html><html><body>Sign in to the hotel</body></html>",
    LOFT_ERROR_PROTOCOL },
  { "web-page-without-type", "<html><body><p>hello<br></p></body></html>", LOFT_ERROR_PROTOCOL },
  { "other-root", "<?xml version=\"1.0\"?><autodiscover/>", LOFT_ERROR_PROTOCOL },
  { "no-server", PROVIDER (""), LOFT_ERROR_PROTOCOL },
  { "only-outgoing", PROVIDER (OUT ("smtp.example.org", "465", "SSL")), LOFT_ERROR_PROTOCOL },
  { "cut", HEAD "<emailProvider>" GOOD, LOFT_ERROR_PROTOCOL },
  { "wrong-end", HEAD "<a></b></clientConfig>", LOFT_ERROR_PROTOCOL },
  { "two-roots", PROVIDER (GOOD) "<more/>", LOFT_ERROR_PROTOCOL },
  { "document-type",
    "<?xml version=\"1.0\"?><!DOCTYPE clientConfig><clientConfig>" GOOD "</clientConfig>",
    LOFT_ERROR_PROTOCOL },
  { "billion-laughs",
    "<?xml version=\"1.0\"?><!DOCTYPE clientConfig [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">"
    "<!ENTITY c \"&b;&b;&b;\">]><clientConfig>&c;" GOOD "</clientConfig>",
    LOFT_ERROR_PROTOCOL },
  { "external-entity",
    "<?xml version=\"1.0\"?><!DOCTYPE clientConfig [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
    "<clientConfig>" IN ("imap", "imap.example.org", "993", "SSL",
                         "<username>&x;</username>") "</clientConfig>",
    LOFT_ERROR_PROTOCOL },
  { "late-document-type", HEAD "<!DOCTYPE x>" GOOD "</clientConfig>", LOFT_ERROR_PROTOCOL },
  { "unknown-entity", HEAD "&nbsp;" GOOD "</clientConfig>", LOFT_ERROR_PROTOCOL },
  { "not-utf-8", HEAD GOOD "<x>\xff</x></clientConfig>", LOFT_ERROR_PROTOCOL },
  { "latin-1-said-and-meant",
    "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><clientConfig>" GOOD
    "<x>\xe4</x></clientConfig>",
    LOFT_ERROR_PROTOCOL },
  { "too-deep", HEAD "<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a>" GOOD, LOFT_ERROR_LIMIT },
};

static void
test_bad (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;

  g_assert_null (read_file (bad[i].file, strlen (bad[i].file), &error));
  g_assert_error (error, LOFT_ERROR, (int) bad[i].error);
}

static void
test_bytes (void)
{
  static const char nul[] = HEAD GOOD "\0</clientConfig>";
  static const char utf16[] = "\xff\xfe<\0c\0";
  g_autofree char *large = g_strnfill (LOFT_AUTOCONFIG_FILE_LIMIT + 1, ' ');
  g_autoptr (GError) error = NULL;

  g_assert_null (read_file (nul, sizeof nul - 1, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
  g_clear_error (&error);
  g_assert_null (read_file (utf16, sizeof utf16 - 1, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
  g_clear_error (&error);
  g_assert_null (read_file (large, LOFT_AUTOCONFIG_FILE_LIMIT + 1, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
}

/* Whatever the length at which the answer was cut, it is refused: nothing of it is believed. */
static void
test_cut (void)
{
  const char *file = good[1].file;

  for (gsize i = 0; i < strlen (file); i++)
    {
      g_autofree char *copy = g_memdup2 (file, i);

      g_assert_null (read_file (copy != NULL ? copy : "", i, NULL));
    }
}

/* As large as it may be, of the shapes that trouble readers. */
static void
test_shapes (void)
{
  static const char *const pieces[] = { "<a/>", "<a b=\"c\">x</a>", "&amp;", "<!-- x -->",
                                        "<![CDATA[x]]>" };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) file = g_string_new (HEAD);
      g_autoptr (LoftFoundAccount) found = NULL;
      clock_t begin = clock ();

      while (file->len + 400 < LOFT_AUTOCONFIG_FILE_LIMIT)
        g_string_append (file, pieces[i]);
      g_string_append (file, GOOD "</clientConfig>");
      found = read_file (file->str, file->len, NULL);
      g_assert_nonnull (found);
      g_assert_cmpint (clock () - begin, <, 2 * CLOCKS_PER_SEC);
    }
}

static void
test_many_servers (void)
{
  g_autoptr (GString) file = g_string_new (HEAD);
  g_autoptr (LoftFoundAccount) found = NULL;

  for (guint i = 0; i < 500; i++)
    g_string_append (file, GOOD);
  g_string_append (file, "</clientConfig>");
  found = read_file (file->str, file->len, NULL);
  g_assert_cmpuint (found->servers->len, <=, 32);
}

static void
test_best_server (void)
{
  g_autoptr (LoftFoundAccount) found =
    read_file (PROVIDER (IN ("imap", "a.example.org", "143", "plain", "") GOOD),
               strlen (PROVIDER (IN ("imap", "a.example.org", "143", "plain", "") GOOD)), NULL);

  g_assert_cmpstr (loft_found_account_get_server (found, "imap")->host, ==, "imap.example.org");
  g_assert_null (loft_found_account_get_server (found, "smtp"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *path = g_strconcat ("/autoconfig-file/good/", good[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_good);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path = g_strconcat ("/autoconfig-file/bad/", bad[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_bad);
    }
  g_test_add_func ("/autoconfig-file/bytes", test_bytes);
  g_test_add_func ("/autoconfig-file/cut", test_cut);
  g_test_add_func ("/autoconfig-file/shapes", test_shapes);
  g_test_add_func ("/autoconfig-file/many-servers", test_many_servers);
  g_test_add_func ("/autoconfig-file/best-server", test_best_server);
  return g_test_run ();
}
