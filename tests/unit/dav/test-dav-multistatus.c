/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Multistatus answers of servers as they are, and of servers as they should not be. */
#include "loft-dav-multistatus.h"

#include <string.h>
#include <time.h>

#include "loft-error.h"

#define HEAD                                                                                       \
  "<?xml version=\"1.0\"?><d:multistatus xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\">"
#define TAIL "</d:multistatus>"

/* "PATH STATUS ETAG FAILURE CONDITION DATA\n" of each response. */
static gboolean
note (const LoftDavResponse *response, gpointer user_data, GError **error)
{
  g_autofree char *etag = loft_dav_element_dup_text (response->found, LOFT_DAV_NS_DAV, "getetag");
  g_autofree char *data =
    loft_dav_element_dup_text (response->found, LOFT_DAV_NS_CALDAV, "calendar-data");

  g_string_append_printf (user_data, "%s %u %s %u %s %s\n",
                          response->path != NULL ? response->path : "-", response->status,
                          etag != NULL ? etag : "-", response->failure,
                          response->condition != NULL ? response->condition : "-",
                          data != NULL ? data : "-");
  return TRUE;
}

static char *
read_in_pieces (const char *text, gsize length, gsize piece, char **token, GError **error)
{
  g_autoptr (GString) noted = g_string_new (NULL);
  g_autoptr (LoftDavMultistatus) reader = loft_dav_multistatus_new ("https://h/a/", note, noted);

  for (gsize at = 0; at < length; at += piece)
    if (!loft_dav_multistatus_feed (reader, (const guint8 *) text + at, MIN (piece, length - at),
                                    error))
      return NULL;
  if (!loft_dav_multistatus_end (reader, error))
    return NULL;
  if (token != NULL)
    *token = g_strdup (loft_dav_multistatus_get_sync_token (reader));
  return g_strdup (noted->str);
}

static const struct {
  const char *name;
  const char *text;
  const char *read;
} good[] = {
  { "plain",
    HEAD "<d:response><d:href>/a/1</d:href><d:propstat><d:prop><d:getetag>\"e\"</d:getetag>"
         "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>" TAIL,
    "/a/1 0 \"e\" 0 - -\n" },
  { "gone",
    HEAD "<d:response><d:href>/a/1</d:href><d:status>HTTP/1.1 404 Not Found</d:status>"
         "</d:response><d:sync-token> t1 </d:sync-token>" TAIL,
    "/a/1 404 - 0 - -\n" },
  { "several-hrefs",
    HEAD "<d:response><d:href>/a/1</d:href><d:href>/a/2</d:href><d:status>HTTP/1.1 507 x"
         "</d:status><d:error><d:number-of-matches-within-limits/></d:error></d:response>" TAIL,
    "/a/1 507 - 0 number-of-matches-within-limits -\n"
    "/a/2 507 - 0 number-of-matches-within-limits -\n" },
  { "no-status-is-200",
    HEAD "<d:response><d:href>/a/1</d:href><d:propstat><d:prop><d:getetag>e</d:getetag></d:prop>"
         "</d:propstat></d:response>" TAIL,
    "/a/1 0 e 0 - -\n" },
  { "missing-and-forbidden",
    HEAD "<d:response><d:href>/a/1</d:href><d:propstat><d:prop><d:getetag/></d:prop><d:status>"
         "HTTP/1.1 404 x</d:status></d:propstat><d:propstat><d:prop><c:calendar-data/></d:prop>"
         "<d:status>HTTP/1.1 403 x</d:status></d:propstat></d:response>" TAIL,
    "/a/1 0 - 403 - -\n" },
  { "other-host",
    HEAD "<d:response><d:href>https://evil/a/1</d:href><d:status>HTTP/1.1 404 x</d:status>"
         "</d:response>" TAIL,
    "- 404 - 0 - -\n" },
  { "data",
    HEAD "<d:response><d:href>/a/1</d:href><d:propstat><d:prop><c:calendar-data>A&lt;B&amp;&#67;"
         "<![CDATA[<D>]]></c:calendar-data></d:prop><d:status>HTTP/1.1 200 OK</d:status>"
         "</d:propstat></d:response>" TAIL,
    "/a/1 0 - 0 - A<B&C<D>\n" },
  { "nothing", HEAD TAIL, "" },
  { "unknown-elements",
    HEAD "<x xmlns=\"y\"><d:response/></x><d:responsedescription>z</d:responsedescription>" TAIL,
    "" },
  { "default-namespace",
    "<multistatus xmlns=\"DAV:\"><response><href>/a/1</href><status>HTTP/1.0 410 Gone</status>"
    "</response></multistatus>",
    "/a/1 410 - 0 - -\n" },
  { "status-without-number",
    HEAD "<d:response><d:href>/a/1</d:href><d:status>fine</d:status></d:response>" TAIL,
    "/a/1 0 - 0 - -\n" },
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      gsize length = strlen (good[i].text);
      static const gsize pieces[] = { 1, 7, 100000 };

      for (guint j = 0; j < G_N_ELEMENTS (pieces); j++)
        {
          g_autoptr (GError) error = NULL;
          g_autofree char *token = NULL;
          g_autofree char *read = read_in_pieces (good[i].text, length, pieces[j], &token, &error);

          g_test_message ("%s", good[i].name);
          g_assert_no_error (error);
          g_assert_cmpstr (read, ==, good[i].read);
          g_assert_cmpstr (token, ==, strstr (good[i].text, "t1") != NULL ? "t1" : NULL);
        }
    }
}

/* Every cut is an error: half an answer is never taken for a whole one. */
static void
test_cut (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    for (gsize n = 0; n < strlen (good[i].text); n++)
      {
        g_autoptr (GError) error = NULL;
        g_autofree char *read = read_in_pieces (good[i].text, n, 64, NULL, &error);

        g_assert_null (read);
        g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
      }
}

static char *
repeat (const char *before, const char *text, guint n, const char *after)
{
  GString *all = g_string_new (before);

  for (guint i = 0; i < n; i++)
    g_string_append (all, text);
  g_string_append (all, after);
  return g_string_free (all, FALSE);
}

static void
refuse (const char *text, int code)
{
  static const gsize pieces[] = { 1000000, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *read = read_in_pieces (text, strlen (text), pieces[i], NULL, &error);

      g_assert_null (read);
      g_assert_error (error, LOFT_ERROR, code);
    }
}

static void
test_hostile (void)
{
  g_autofree char *deep = repeat (HEAD "<d:response>", "<d:a>", 10000, "");
  g_autofree char *wide = repeat (HEAD "<d:response>", "<d:a/>", 30000, "</d:response>" TAIL);

  refuse ("", LOFT_ERROR_PROTOCOL);
  refuse ("hello", LOFT_ERROR_PROTOCOL);
  refuse ("{\"error\":1}", LOFT_ERROR_PROTOCOL);
  refuse ("<!DOCTYPE html><html><body>Login</body></html>", LOFT_ERROR_PROTOCOL);
  refuse ("<html><body>Login</body></html>", LOFT_ERROR_PROTOCOL);
  refuse ("<d:error xmlns:d=\"DAV:\"/>", LOFT_ERROR_PROTOCOL);
  refuse ("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><d:multistatus xmlns:d=\"DAV:\">"
          "&e;</d:multistatus>",
          LOFT_ERROR_PROTOCOL);
  refuse ("<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
          "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><d:multistatus xmlns:d=\"DAV:\">&c;"
          "</d:multistatus>",
          LOFT_ERROR_PROTOCOL);
  refuse (HEAD "<d:response><d:href>&e;</d:href></d:response>" TAIL, LOFT_ERROR_PROTOCOL);
  refuse (HEAD "<d:response></d:href></d:response>" TAIL, LOFT_ERROR_PROTOCOL);
  refuse (HEAD TAIL "<more/>", LOFT_ERROR_PROTOCOL);
  refuse (HEAD "\x01" TAIL, LOFT_ERROR_PROTOCOL);
  refuse (HEAD "\xff\xfe" TAIL, LOFT_ERROR_PROTOCOL);
  refuse (deep, LOFT_ERROR_LIMIT);
  refuse (wide, LOFT_ERROR_LIMIT);
}

static gboolean
count (const LoftDavResponse *response, gpointer user_data, GError **error)
{
  (*(guint *) user_data)++;
  return TRUE;
}

static gdouble
measure (guint n)
{
  g_autofree char *text =
    repeat (HEAD,
            "<d:response><d:href>/a/some-name-of-usual-length.ics</d:href><d:propstat><d:prop>"
            "<d:getetag>\"0123456789abcdef\"</d:getetag></d:prop><d:status>HTTP/1.1 200 OK"
            "</d:status></d:propstat></d:response>",
            n, TAIL);
  guint counted = 0;
  g_autoptr (LoftDavMultistatus) reader =
    loft_dav_multistatus_new ("https://h/a/", count, &counted);
  clock_t begin = clock ();

  g_assert_true (loft_dav_multistatus_feed (reader, (const guint8 *) text, strlen (text), NULL));
  g_assert_true (loft_dav_multistatus_end (reader, NULL));
  g_assert_cmpuint (counted, ==, n);
  return (gdouble) (clock () - begin) / CLOCKS_PER_SEC;
}

static void
test_many (void)
{
  gdouble few = measure (2000);
  gdouble many = measure (20000);

  g_test_message ("2,000: %.3f s, 20,000: %.3f s", few, many);
  g_assert_cmpfloat (many, <, 25 * MAX (few, 0.01));
}

static gboolean
stop (const LoftDavResponse *response, gpointer user_data, GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_STORE, "stop");
  return FALSE;
}

static void
test_stopped (void)
{
  g_autoptr (LoftDavMultistatus) reader = loft_dav_multistatus_new ("https://h/a/", stop, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;

  g_assert_false (loft_dav_multistatus_feed (reader, (const guint8 *) good[0].text,
                                             strlen (good[0].text), &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
  g_assert_false (loft_dav_multistatus_end (reader, &again));
  g_assert_error (again, LOFT_ERROR, LOFT_ERROR_STORE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dav-multistatus/good", test_good);
  g_test_add_func ("/dav-multistatus/cut", test_cut);
  g_test_add_func ("/dav-multistatus/hostile", test_hostile);
  g_test_add_func ("/dav-multistatus/many", test_many);
  g_test_add_func ("/dav-multistatus/stopped", test_stopped);
  return g_test_run ();
}
