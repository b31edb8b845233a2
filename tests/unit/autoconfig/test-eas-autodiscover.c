/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What organisations publish about ActiveSync (MS-ASCMD 2.2.1.1, examples 4.1), and what others might. */
#include "loft-eas-autodiscover.h"

#include <string.h>

#include "loft-error.h"

/* ---- asking ------------------------------------------------------------------------------- */

static void
test_places (void)
{
  static const struct {
    const char *address;
    guint16 port;
    const char *json;
    const char *xml;
  } cases[] = {
    { "anna+x@example.org", 443,
      "https://autodiscover.example.org/autodiscover/autodiscover.json"
      "?Email=anna%2Bx%40example.org&Protocol=ActiveSync&RedirectCount=1",
      "https://autodiscover.example.org/autodiscover/autodiscover.xml "
      "https://example.org/autodiscover/autodiscover.xml" },
    { "a@example.org", 8443,
      "https://autodiscover.example.org:8443/autodiscover/autodiscover.json"
      "?Email=a%40example.org&Protocol=ActiveSync&RedirectCount=1",
      "https://autodiscover.example.org:8443/autodiscover/autodiscover.xml "
      "https://example.org:8443/autodiscover/autodiscover.xml" },
    /* autodiscover.co.uk is a stranger. */
    { "anna@co.uk", 443, "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftMailDomain) domain = loft_mail_domain_new (cases[i].address, NULL);
      g_auto (GStrv) json = loft_eas_autodiscover_list_json_places (domain, cases[i].port);
      g_auto (GStrv) xml = loft_eas_autodiscover_list_xml_places (domain, cases[i].port);
      g_autofree char *json_text = g_strjoinv (" ", json);
      g_autofree char *xml_text = g_strjoinv (" ", xml);

      g_assert_cmpstr (json_text, ==, cases[i].json);
      g_assert_cmpstr (xml_text, ==, cases[i].xml);
    }
}

static void
test_question (void)
{
  g_autoptr (LoftMailDomain) domain = loft_mail_domain_new ("a&b@example.org", NULL);
  g_autofree char *question = loft_eas_autodiscover_ask (domain);

  g_assert_nonnull (strstr (question, "<EMailAddress>a&amp;b@example.org</EMailAddress>"));
  g_assert_nonnull (strstr (question, "/autodiscover/mobilesync/requestschema/2006\">"));
  g_assert_nonnull (strstr (question, "/autodiscover/mobilesync/responseschema/2006<"));
}

/* ---- answers ------------------------------------------------------------------------------ */

#define XML(action)                                                                                 \
  "<?xml version=\"1.0\" encoding=\"utf-8\"?><Autodiscover xmlns:autodiscover=\"http://schemas."    \
  "microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006\"><autodiscover:Response>"    \
  "<autodiscover:Culture>en:us</autodiscover:Culture><autodiscover:User><autodiscover:DisplayName>" \
  "Anna</autodiscover:DisplayName></autodiscover:User><autodiscover:Action>" action                 \
  "</autodiscover:Action></autodiscover:Response></Autodiscover>"
#define SERVER(type, url)                                                                          \
  "<autodiscover:Server><autodiscover:Type>" type "</autodiscover:Type><autodiscover:Url>" url     \
  "</autodiscover:Url><autodiscover:Name>" url "</autodiscover:Name></autodiscover:Server>"
#define SETTINGS(servers) "<autodiscover:Settings>" servers "</autodiscover:Settings>"
#define GOOD_URL          "https://mail.example.org/Microsoft-Server-ActiveSync"

static const struct {
  const char *name;
  gboolean is_json;
  const char *text;
  const char *found; /* URL or address; NULL: refused */
  int code;
} cases[] = {
  { "settings", FALSE, XML (SETTINGS (SERVER ("MobileSync", GOOD_URL))), GOOD_URL, 0 },
  { "byte-order-mark", FALSE, "\xef\xbb\xbf" XML (SETTINGS (SERVER ("MobileSync", GOOD_URL))),
    GOOD_URL, 0 },
  { "without-prefix", FALSE,
    "<Autodiscover><Response><Action><Settings><Server><Type>MobileSync</Type><Url> " GOOD_URL
    " </Url></Server></Settings></Action></Response></Autodiscover>",
    GOOD_URL, 0 },
  { "certificates-beside", FALSE,
    XML (SETTINGS (SERVER ("CertEnroll", "https://cert.example.org/")
                     SERVER ("MobileSync", GOOD_URL))),
    GOOD_URL, 0 },
  { "first-of-two", FALSE,
    XML (
      SETTINGS (SERVER ("MobileSync", GOOD_URL) SERVER ("MobileSync", "https://b.example.org/"))),
    GOOD_URL, 0 },
  { "capitals", FALSE, XML (SETTINGS (SERVER ("MobileSync", "HTTPS://mail.example.org/Eas"))),
    "https://mail.example.org/Eas", 0 },
  { "other-name", FALSE, XML ("<autodiscover:Redirect> anna@b.example </autodiscover:Redirect>"),
    "anna@b.example", 0 },
  { "settings-before-other-name", FALSE,
    XML ("<autodiscover:Redirect>a@b.example</autodiscover:Redirect>" SETTINGS (
      SERVER ("MobileSync", GOOD_URL))),
    GOOD_URL, 0 },
  { "error", FALSE,
    XML ("<autodiscover:Error><Status>1</Status><Message>No such user</Message><DebugData>x"
         "</DebugData></autodiscover:Error>"),
    NULL, LOFT_ERROR_GONE },
  { "error-600", FALSE,
    "<Autodiscover><Response><Error Time=\"1\" Id=\"2\"><ErrorCode>600</ErrorCode><Message>Invalid "
    "Request</Message></Error></Response></Autodiscover>",
    NULL, LOFT_ERROR_GONE },
  { "clear-text", FALSE, XML (SETTINGS (SERVER ("MobileSync", "http://mail.example.org/"))), NULL,
    LOFT_ERROR_PROTOCOL },
  { "somebody-in-the-url", FALSE,
    XML (SETTINGS (SERVER ("MobileSync", "https://mail.example.org@evil.example/"))), NULL,
    LOFT_ERROR_PROTOCOL },
  { "digits", FALSE, XML (SETTINGS (SERVER ("MobileSync", "https://192.0.2.7/"))), NULL,
    LOFT_ERROR_PROTOCOL },
  { "no-host", FALSE, XML (SETTINGS (SERVER ("MobileSync", "https:///x"))), NULL,
    LOFT_ERROR_PROTOCOL },
  { "certificates-alone", FALSE, XML (SETTINGS (SERVER ("CertEnroll", GOOD_URL))), NULL,
    LOFT_ERROR_PROTOCOL },
  { "suffix", FALSE, XML ("<autodiscover:Redirect>anna@co.uk</autodiscover:Redirect>"), NULL,
    LOFT_ERROR_PROTOCOL },
  { "no-address", FALSE, XML ("<autodiscover:Redirect>anna</autodiscover:Redirect>"), NULL,
    LOFT_ERROR_PROTOCOL },
  { "nothing", FALSE, XML (""), NULL, LOFT_ERROR_PROTOCOL },
  { "empty", FALSE, "", NULL, LOFT_ERROR_PROTOCOL },
  { "page", FALSE, "<html><body>Sign in</body></html>", NULL, LOFT_ERROR_PROTOCOL },
  { "cut", FALSE, "<Autodiscover><Response>", NULL, LOFT_ERROR_PROTOCOL },
  { "document-type", FALSE,
    "<!DOCTYPE a [<!ENTITY b \"c\">]>" XML (SETTINGS (SERVER ("MobileSync", GOOD_URL))), NULL,
    LOFT_ERROR_PROTOCOL },
  { "not-utf-8", FALSE, "<Autodiscover>\xff</Autodiscover>", NULL, LOFT_ERROR_PROTOCOL },
  { "deep", FALSE, "<Autodiscover><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a>",
    NULL, LOFT_ERROR_LIMIT },
  { "json", TRUE, "{\"Protocol\":\"ActiveSync\",\"Url\":\"" GOOD_URL "\"}", GOOD_URL, 0 },
  { "json-without-protocol", TRUE, "{\"Url\":\"" GOOD_URL "\"}", GOOD_URL, 0 },
  { "json-of-another-protocol", TRUE, "{\"Protocol\":\"EWS\",\"Url\":\"" GOOD_URL "\"}", NULL,
    LOFT_ERROR_PROTOCOL },
  { "json-error", TRUE,
    "{\"ErrorCode\":\"ProtocolNotSupported\",\"ErrorMessage\":\"The given protocol\"}", NULL,
    LOFT_ERROR_GONE },
  { "json-error-without-words", TRUE, "{\"ErrorCode\":7}", NULL, LOFT_ERROR_GONE },
  { "json-clear-text", TRUE, "{\"Protocol\":\"ActiveSync\",\"Url\":\"http://x.example/\"}", NULL,
    LOFT_ERROR_PROTOCOL },
  { "json-no-string", TRUE, "{\"Protocol\":\"ActiveSync\",\"Url\":[\"" GOOD_URL "\"]}", NULL,
    LOFT_ERROR_PROTOCOL },
  { "json-list", TRUE, "[]", NULL, LOFT_ERROR_PROTOCOL },
  { "json-empty", TRUE, "", NULL, LOFT_ERROR_PROTOCOL },
  { "json-page", TRUE, "<html>", NULL, LOFT_ERROR_PROTOCOL },
  { "json-deep", TRUE, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", NULL, LOFT_ERROR_PROTOCOL },
};

static void
test_answers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (LoftEasAutodiscover) found = { NULL, NULL };
      g_autoptr (GError) error = NULL;
      gsize length = strlen (cases[i].text);
      gboolean well = cases[i].is_json
                        ? loft_eas_autodiscover_read_json (cases[i].text, length, &found, &error)
                        : loft_eas_autodiscover_read (cases[i].text, length, &found, &error);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (well, ==, cases[i].found != NULL);
      g_assert_cmpstr (found.url != NULL ? found.url : found.redirect_address, ==, cases[i].found);
      if (!well)
        g_assert_error (error, LOFT_ERROR, cases[i].code);
      else
        g_assert_no_error (error);
    }
}

static void
test_words (void)
{
  const char *text = "{\"ErrorCode\":\"x\",\"ErrorMessage\":\"Not\\nhere\"}";
  g_auto (LoftEasAutodiscover) found = { NULL, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_false (loft_eas_autodiscover_read_json (text, strlen (text), &found, &error));
  g_assert_cmpstr (error->message, ==, "Autodiscover knows nothing of this address: “Not here”");
}

/* Half an answer is none, and a large one is not read at all. */
static void
test_cut (void)
{
  const char *text = XML (SETTINGS (SERVER ("MobileSync", GOOD_URL)));
  g_autofree char *large = g_strnfill (LOFT_EAS_AUTODISCOVER_LIMIT + 1, ' ');
  g_auto (LoftEasAutodiscover) nothing = { NULL, NULL };
  g_autoptr (GError) limit = NULL;

  for (gsize i = 0; i < strlen (text); i++)
    {
      g_auto (LoftEasAutodiscover) found = { NULL, NULL };

      g_assert_false (loft_eas_autodiscover_read (text, i, &found, NULL));
      g_assert_null (found.url);
    }
  g_assert_false (
    loft_eas_autodiscover_read (large, LOFT_EAS_AUTODISCOVER_LIMIT + 1, &nothing, &limit));
  g_assert_error (limit, LOFT_ERROR, LOFT_ERROR_LIMIT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/eas-autodiscover/places", test_places);
  g_test_add_func ("/eas-autodiscover/question", test_question);
  g_test_add_func ("/eas-autodiscover/answers", test_answers);
  g_test_add_func ("/eas-autodiscover/words", test_words);
  g_test_add_func ("/eas-autodiscover/cut", test_cut);
  return g_test_run ();
}
