/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Subscribed calendars, and what the web gives in place of them. */
#include <string.h>

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-fake-resolver.h"
#include "loft-ics-backend.h"
#include "loft-web-server.h"

#define NOW  1772442000
#define HOUR ((gint64) 3600)
#define EVENT(uid, rest)                                                                           \
  "BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTAMP:20260301T000000Z\r\nDTSTART:20260302T090000Z\r\n" rest   \
  "END:VEVENT\r\n"
#define FILE(head, events) "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" head events "END:VCALENDAR\r\n"

static LoftFakeResolver *resolver;

/* What the server says now. */
static struct {
  guint status;
  const char *etag;
  const char *modified;
  const char *location;
  const char *body;
  gboolean wants_sign_in;
} page;

static gboolean
is_current (SoupMessageHeaders *request)
{
  const char *etag = soup_message_headers_get_one (request, "If-None-Match");
  const char *modified = soup_message_headers_get_one (request, "If-Modified-Since");

  return (page.etag != NULL && g_strcmp0 (etag, page.etag) == 0) ||
         (page.modified != NULL && g_strcmp0 (modified, page.modified) == 0);
}

static void
give (SoupServerMessage *message, guint status)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, status, NULL);
  if (page.etag != NULL)
    soup_message_headers_append (headers, "ETag", page.etag);
  if (page.modified != NULL)
    soup_message_headers_append (headers, "Last-Modified", page.modified);
  if (page.location != NULL)
    soup_message_headers_append (headers, "Location", page.location);
  if (status == 401)
    soup_message_headers_append (headers, "WWW-Authenticate", "Basic realm=\"x\"");
  if (status == 200)
    soup_server_message_set_response (message, "text/calendar", SOUP_MEMORY_COPY, page.body,
                                      strlen (page.body));
}

static gboolean
answer (SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);
  const char *authorization = soup_message_headers_get_one (request, "Authorization");

  if (strcmp (path, "/cal.ics") != 0)
    return FALSE;
  if (page.wants_sign_in && g_strcmp0 (authorization, "Basic dTpjYW5hcnk=") != 0)
    give (message, 401);
  else
    give (message, page.status == 200 && is_current (request) ? 304 : page.status);
  return TRUE;
}

static LoftCredentials *
sign_in (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("u", "canary", NULL);
}

typedef struct {
  LoftWebServer *server;
  LoftBackend *backend;
  GHashTable *known;
  GBytes *token; /* (nullable) */
  GString *told;
} World;

static void
set_up_as (World *world, const char *user)
{
  g_autoptr (LoftAccount) account = loft_account_new ("ics");

  memset (&page, 0, sizeof page);
  page.status = 200;
  loft_clock_set_for_test (NOW);
  world->server = loft_web_server_new (LOFT_TEST_CERTIFICATE_SITES, answer, NULL);
  g_free (account->calendars);
  account->calendars =
    g_strdup_printf ("https://example.test:%u/cal.ics", loft_web_server_get_port (world->server));
  g_free (account->name);
  account->name = g_strdup ("Holidays");
  g_free (account->incoming.user);
  account->incoming.user = g_strdup (user);
  world->backend = loft_ics_backend_new (account, sign_in, NULL);
  world->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  world->told = g_string_new (NULL);
}

static void
set_up (World *world, gconstpointer data)
{
  set_up_as (world, "");
}

static void
set_up_with_user (World *world, gconstpointer data)
{
  set_up_as (world, "u");
}

static void
tear_down (World *world, gconstpointer data)
{
  g_object_unref (world->backend);
  loft_web_server_free (world->server);
  g_hash_table_unref (world->known);
  g_clear_pointer (&world->token, g_bytes_unref);
  g_string_free (world->told, TRUE);
  loft_clock_set_for_test (0);
}

/* As sync takes it. */
static gboolean
note (LoftResourceBatch *batch, gpointer user_data, GError **error)
{
  World *world = user_data;

  g_string_append_printf (world->told, "+%u", batch->resources->len);
  if (batch->present != NULL)
    g_string_append_printf (world->told, " of %" G_GUINT64_FORMAT,
                            loft_remote_ids_count (batch->present));
  if (batch->failures->len > 0)
    g_string_append_printf (world->told, " !%u %s", batch->failures->len,
                            ((LoftResourceFailure *) batch->failures->pdata[0])->reason);
  for (guint i = 0; i < batch->resources->len; i++)
    {
      const LoftRemoteResource *resource = g_ptr_array_index (batch->resources, i);

      g_hash_table_insert (world->known, g_strdup (resource->remote_id), g_strdup (resource->etag));
    }
  g_clear_pointer (&world->token, g_bytes_unref);
  world->token = g_bytes_ref (batch->token_after);
  return TRUE;
}

/* told "": no request was made, or nothing was told. */
static void
look (World *world, const char *told)
{
  g_autoptr (GError) error = NULL;

  g_string_set_size (world->told, 0);
  g_assert_true (loft_backend_connect (world->backend, NULL, &error));
  loft_backend_resource_changes (world->backend, "calendar", world->token, world->known, note,
                                 world, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (world->told->str, ==, told);
}

static guint
count_requests (World *world)
{
  return loft_ics_backend_get_n_requests (LOFT_ICS_BACKEND (world->backend));
}

/* Only what changed comes; what is gone is told by what is there. */
static void
test_changes (World *world, gconstpointer data)
{
  page.body = FILE ("", EVENT ("a", "") EVENT ("b", ""));
  look (world, "+2 of 2");
  loft_clock_set_for_test (NOW + HOUR);
  page.body = FILE ("", EVENT ("a", "SUMMARY:New\r\n"));
  look (world, "+1 of 1");
  loft_clock_set_for_test (NOW + 2 * HOUR);
  look (world, "+0 of 1");
}

/* The time of the download in each event is no change. */
static void
test_stamps (World *world, gconstpointer data)
{
  page.body = FILE ("", EVENT ("a", ""));
  look (world, "+1 of 1");
  loft_clock_set_for_test (NOW + HOUR);
  page.body = FILE ("", "BEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20260302T111111Z\r\n"
                        "DTSTART:20260302T090000Z\r\nEND:VEVENT\r\n");
  look (world, "+0 of 1");
}

static void
test_unchanged (World *world, gconstpointer data)
{
  page.body = FILE ("", EVENT ("a", ""));
  page.etag = "\"1\"";
  look (world, "+1 of 1");
  loft_clock_set_for_test (NOW + HOUR);
  look (world, "+0");
  g_assert_cmpuint (count_requests (world), ==, 2);
  loft_clock_set_for_test (NOW + 2 * HOUR);
  page.etag = "\"2\"";
  look (world, "+0 of 1");
}

static void
test_modified (World *world, gconstpointer data)
{
  page.body = FILE ("", EVENT ("a", ""));
  page.modified = "Mon, 02 Mar 2026 09:00:00 GMT";
  look (world, "+1 of 1");
  loft_clock_set_for_test (NOW + HOUR);
  look (world, "+0");
}

/* Asked for no sooner than the file wants it, nor than is decent, and never a week later. */
static void
test_interval (World *world, gconstpointer data)
{
  static const struct {
    const char *head;
    gint64 seconds;
  } rows[] = {
    { "", HOUR },
    { "REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n", 4 * HOUR },
    { "X-PUBLISHED-TTL:PT2H\r\n", 2 * HOUR },
    { "X-PUBLISHED-TTL:PT2H\r\nREFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n", 4 * HOUR },
    { "REFRESH-INTERVAL;VALUE=DURATION:PT1S\r\n", HOUR / 4 },
    { "REFRESH-INTERVAL;VALUE=DURATION:P9000W\r\n", 24 * HOUR },
    { "REFRESH-INTERVAL:often\r\n", HOUR },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *body =
        g_strdup_printf ("BEGIN:VCALENDAR\r\n%s%sEND:VCALENDAR\r\n", rows[i].head, EVENT ("a", ""));
      guint n;

      page.body = body;
      g_clear_pointer (&world->token, g_bytes_unref);
      g_hash_table_remove_all (world->known);
      loft_clock_set_for_test (NOW);
      look (world, "+1 of 1");
      n = count_requests (world);
      loft_clock_set_for_test (NOW + rows[i].seconds - 1);
      look (world, "");
      g_assert_cmpuint (count_requests (world), ==, n);
      loft_clock_set_for_test (NOW + rows[i].seconds);
      look (world, "+0 of 1");
    }
}

/* A clock that was years ahead. */
static void
test_clock (World *world, gconstpointer data)
{
  page.body = FILE ("", EVENT ("a", ""));
  loft_clock_set_for_test (NOW + 90000 * HOUR);
  look (world, "+1 of 1");
  loft_clock_set_for_test (NOW);
  look (world, "+0 of 1");
}

static void
test_signed_in (World *world, gconstpointer data)
{
  page.body = FILE ("", EVENT ("a", ""));
  page.wants_sign_in = TRUE;
  look (world, "+1 of 1");
}

/* One that cannot be read keeps none of the others away. */
static void
test_odd_events (World *world, gconstpointer data)
{
  page.body = FILE ("METHOD:PUBLISH\r\n", "BEGIN:VEVENT\r\nDTSTART:20260302T090000Z\r\n"
                                          "SUMMARY:No UID\r\nEND:VEVENT\r\n" EVENT ("a", "")
                                            EVENT ("a", "SUMMARY:Twice\r\n"));
  look (world, "+2 of 2");
}

/* What is damaged now stays as it was before, and is named. */
static void
test_damaged (World *world, gconstpointer data)
{
  page.body = FILE ("", EVENT ("a", "") EVENT ("b", ""));
  look (world, "+2 of 2");
  loft_clock_set_for_test (NOW + HOUR);
  page.body =
    FILE ("", "BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Dentist\r\n" EVENT ("b", "SUMMARY:New\r\n"));
  look (world, "+1 of 2 !1 \"Dentist\" cannot be read: its end is missing");
}

static void
test_folder (World *world, gconstpointer data)
{
  g_autoptr (GPtrArray) folders = NULL;
  const LoftRemoteFolder *folder;

  g_assert_true (loft_backend_connect (world->backend, NULL, NULL));
  folders = loft_backend_list_folders (world->backend, NULL, NULL);
  g_assert_cmpuint (folders->len, ==, 1);
  folder = g_ptr_array_index (folders, 0);
  g_assert_cmpstr (folder->path, ==, "Holidays");
  g_assert_false (folder->writable);
}

/* ---- in place of a calendar --------------------------------------------------------------- */

typedef struct {
  const char *name;
  guint status;
  const char *location;
  const char *body;
  LoftError code;
  const char *sentence;
} Row;

static const Row rows[] = {
  { "page", 200, NULL, "\n <!DOCTYPE html><html>Sign in</html>", LOFT_ERROR_PROTOCOL,
    "a web page" },
  { "json", 200, NULL, "{}", LOFT_ERROR_PROTOCOL, "no calendar" },
  { "cut", 200, NULL, "BEGIN:VCALENDAR\r\n" EVENT ("a", "") "BEGIN:VEVENT\r\nUID:b\r\n",
    LOFT_ERROR_PROTOCOL, "ends in its middle" },
  { "empty", 200, NULL, "", LOFT_ERROR_PROTOCOL, "an empty file" },
  { "withdrawn", 410, NULL, NULL, LOFT_ERROR_REFUSED, "withdrawn" },
  { "nothing", 404, NULL, NULL, LOFT_ERROR_REFUSED, "no calendar at this address" },
  { "forbidden", 403, NULL, NULL, LOFT_ERROR_AUTH, "sign in" },
  { "busy", 503, NULL, NULL, LOFT_ERROR_TEMPORARY, "" },
  { "teapot", 418, NULL, NULL, LOFT_ERROR_REFUSED, "418" },
  { "to-http", 302, "http://example.test/cal.ics", NULL, LOFT_ERROR_PROTOCOL, "" },
  { "to-file", 302, "file:///etc/passwd", NULL, LOFT_ERROR_PROTOCOL, "" },
};

static void
test_row (World *world, gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GError) error = NULL;

  page.status = row->status;
  page.body = row->body;
  page.location = row->location;
  g_assert_true (loft_backend_connect (world->backend, NULL, NULL));
  g_assert_false (loft_backend_resource_changes (world->backend, "calendar", NULL, world->known,
                                                 note, world, NULL, &error));
  g_assert_error (error, LOFT_ERROR, (int) row->code);
  g_assert_nonnull (strstr (error->message, row->sentence));
  g_assert_cmpstr (world->told->str, ==, "");
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *name;
    void (*func) (World *world, gconstpointer data);
  } tests[] = {
    { "changes", test_changes },       { "stamps", test_stamps },
    { "unchanged", test_unchanged },   { "modified", test_modified },
    { "interval", test_interval },     { "clock", test_clock },
    { "odd-events", test_odd_events }, { "folder", test_folder },
    { "damaged", test_damaged },
  };
  int status;

  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  resolver = loft_fake_resolver_install ();
  loft_fake_resolver_add_host (resolver, "example.test");
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ics-script/%s", tests[i].name);

      g_test_add (path, World, NULL, set_up, tests[i].func, tear_down);
    }
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ics-script/instead/%s", rows[i].name);

      g_test_add (path, World, &rows[i], set_up, test_row, tear_down);
    }
  g_test_add ("/ics-script/signed-in", World, NULL, set_up_with_user, test_signed_in, tear_down);
  status = g_test_run ();
  g_object_unref (resolver);
  return status;
}
