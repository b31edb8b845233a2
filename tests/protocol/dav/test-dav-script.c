/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The DAV backend against servers that do what Radicale never does, as far as documents tell of it. */
#include <string.h>

#include "loft-dav-backend.h"
#include "loft-error.h"
#include "loft-fake-resolver.h"
#include "loft-web-server.h"

#define HEAD                                                                                       \
  "<?xml version=\"1.0\"?><d:multistatus xmlns:d=\"DAV:\" "                                        \
  "xmlns:c=\"urn:ietf:params:xml:ns:caldav\" xmlns:s=\"http://calendarserver.org/ns/\">"
#define TAIL "</d:multistatus>"
#define OK   "<d:status>HTTP/1.1 200 OK</d:status>"

#define PERSON                                                                                     \
  HEAD "<d:response><d:href>/</d:href><d:propstat><d:prop><c:calendar-home-set><d:href>/set/"      \
       "</d:href></c:calendar-home-set></d:prop>" OK "</d:propstat></d:response>" TAIL
#define CALENDAR(more)                                                                             \
  HEAD                                                                                             \
    "<d:response><d:href>/set/</d:href><d:propstat><d:prop><d:resourcetype><d:collection/>"        \
    "</d:resourcetype></d:prop>" OK "</d:propstat></d:response><d:response><d:href>/set/a/"        \
    "</d:href><d:propstat><d:prop><d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"   \
    "<d:displayname>A/B</d:displayname>" more "</d:prop>" OK "</d:propstat></d:response>" TAIL
#define SYNCS "<d:sync-token>t0</d:sync-token>"
#define ETAG(name, etag)                                                                           \
  "<d:response><d:href>/set/a/" name "</d:href><d:propstat><d:prop><d:getetag>" etag               \
  "</d:getetag></d:prop>" OK "</d:propstat></d:response>"
#define DATA(name, etag)                                                                           \
  "<d:response><d:href>/set/a/" name "</d:href><d:propstat><d:prop><d:getetag>" etag               \
  "</d:getetag><c:calendar-data>BEGIN:" name "\nEND</c:calendar-data></d:prop>" OK                 \
  "</d:propstat></d:response>"
#define CUT "<d:response><d:href>/set/a/</d:href><d:status>HTTP/1.1 507 x</d:status></d:response>"

/* The first that fits answers. */
typedef struct {
  const char *method;
  const char *path;
  const char *needle; /* (nullable) in the body */
  guint status;
  const char *headers; /* (nullable) */
  const char *body; /* (nullable) */
} Row;

typedef struct {
  const char *name;
  const Row *rows;
  const char *token; /* (nullable) to begin with */
  const char *known; /* "path=etag path=etag" */
  int code; /* of the error; -1: none */
  const char *told; /* what came, as note() writes it */
} Case;

static const Row *rows;
static LoftFakeResolver *resolver;

static void
give (SoupServerMessage *message, const Row *row)
{
  g_auto (GStrv) lines = g_strsplit (row->headers != NULL ? row->headers : "", "\n", -1);

  soup_server_message_set_status (message, row->status, NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *colon = strstr (lines[i], ": ");

      if (colon == NULL)
        continue;
      *colon = '\0';
      soup_message_headers_append (soup_server_message_get_response_headers (message), lines[i],
                                   colon + 2);
    }
  if (row->body != NULL)
    soup_server_message_set_response (message, "application/xml", SOUP_MEMORY_COPY, row->body,
                                      strlen (row->body));
}

static gboolean
answer (SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  g_autoptr (GBytes) bytes =
    soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autofree char *body = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  for (const Row *row = rows; row->method != NULL; row++)
    if (strcmp (row->method, soup_server_message_get_method (message)) == 0 &&
        strcmp (row->path, path) == 0 &&
        (row->needle == NULL || strstr (body, row->needle) != NULL))
      {
        give (message, row);
        return TRUE;
      }
  return FALSE;
}

static LoftCredentials *
sign_in (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("u", "canary", NULL);
}

static LoftBackend *
new_backend (LoftWebServer *server)
{
  g_autoptr (LoftAccount) account = loft_account_new ("dav");

  g_free (account->calendars);
  account->calendars =
    g_strdup_printf ("https://example.test:%u/", loft_web_server_get_port (server));
  return loft_dav_backend_new (account, sign_in, NULL, NULL);
}

static gboolean
note (LoftResourceBatch *batch, gpointer user_data, GError **error)
{
  GString *told = user_data;

  for (guint i = 0; i < batch->resources->len; i++)
    {
      const LoftRemoteResource *resource = g_ptr_array_index (batch->resources, i);

      g_string_append_printf (told, "+%s%s ", strrchr (resource->remote_id, '/') + 1,
                              resource->etag);
    }
  for (guint i = 0; i < batch->removed->len; i++)
    g_string_append_printf (told, "-%s ", strrchr (g_ptr_array_index (batch->removed, i), '/') + 1);
  for (guint i = 0; i < batch->failures->len; i++)
    g_string_append_printf (
      told, "!%s ",
      strrchr (((LoftResourceFailure *) g_ptr_array_index (batch->failures, i))->remote_id, '/') +
        1);
  if (batch->present != NULL)
    g_string_append_printf (told, "present=%" G_GUINT64_FORMAT " ",
                            loft_remote_ids_count (batch->present));
  if (batch->token_after != NULL)
    g_string_append_printf (told, "%.*s ", (int) g_bytes_get_size (batch->token_after),
                            (const char *) g_bytes_get_data (batch->token_after, NULL));
  return TRUE;
}

static GHashTable *
read_known (const char *text)
{
  GHashTable *known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strchr (words[i], '=') != NULL)
      {
        g_auto (GStrv) pair = g_strsplit (words[i], "=", 2);

        g_hash_table_insert (known, g_strconcat ("/set/a/", pair[0], NULL), g_strdup (pair[1]));
      }
  return known;
}

/* ---- what changed ------------------------------------------------------------------------- */

#define BEGIN_ROWS(more)                                                                           \
  { "PROPFIND", "/", NULL, 207, NULL, PERSON },                                                    \
  {                                                                                                \
    "PROPFIND", "/set/", NULL, 207, NULL, CALENDAR (more)                                          \
  }
#define END_ROWS                                                                                   \
  {                                                                                                \
    NULL, NULL, NULL, 0, NULL, NULL                                                                \
  }

static const Row pages[] = {
  BEGIN_ROWS (SYNCS),
  { "REPORT", "/set/a/", "<D:sync-token></D:sync-token>", 207, NULL,
    HEAD ETAG ("1", "e1") CUT "<d:sync-token>t1</d:sync-token>" TAIL },
  { "REPORT", "/set/a/", "<D:sync-token>t1<", 207, NULL,
    HEAD ETAG ("2", "W/\"e2\"") "<d:sync-token>t2</d:sync-token>" TAIL },
  { "REPORT", "/set/a/", "/set/a/1", 207, NULL, HEAD DATA ("1", "e1") TAIL },
  { "REPORT", "/set/a/", "/set/a/2", 207, NULL, HEAD DATA ("2", "W/\"e2\"") TAIL },
  END_ROWS,
};
static const Row endless[] = {
  BEGIN_ROWS (SYNCS),
  { "REPORT", "/set/a/", "sync-token", 207, NULL, HEAD CUT "<d:sync-token>t</d:sync-token>" TAIL },
  END_ROWS,
};
static const Row void_token[] = {
  BEGIN_ROWS (SYNCS),
  { "REPORT", "/set/a/", "<D:sync-token>old<", 403, NULL,
    "<d:error xmlns:d=\"DAV:\"><d:valid-sync-token/></d:error>" },
  { "REPORT", "/set/a/", "sync-collection", 207, NULL,
    HEAD ETAG ("1", "e1") "<d:sync-token>t1</d:sync-token>" TAIL },
  END_ROWS,
};
static const Row stumbling_token[] = {
  BEGIN_ROWS (SYNCS),
  { "REPORT", "/set/a/", "<D:sync-token>old<", 500, NULL, "oops" },
  { "REPORT", "/set/a/", "sync-collection", 207, NULL,
    HEAD ETAG ("1", "e1") "<d:sync-token>t1</d:sync-token>" TAIL },
  END_ROWS,
};
static const Row busy[] = {
  BEGIN_ROWS (SYNCS),
  { "REPORT", "/set/a/", NULL, 503, "Retry-After: 60", NULL },
  END_ROWS,
};
static const Row no_sync[] = {
  BEGIN_ROWS (SYNCS "<s:getctag>c1</s:getctag>"),
  { "REPORT", "/set/a/", "sync-collection", 403, NULL, NULL },
  { "PROPFIND", "/set/a/", NULL, 207, NULL,
    HEAD ETAG ("", "\"no\"") ETAG ("1", "\"e1\"") ETAG ("2", "\"e2\"") TAIL },
  { "REPORT", "/set/a/", "/set/a/2", 207, NULL, HEAD DATA ("2", "\"e2\"") TAIL },
  END_ROWS,
};
static const Row by_etags[] = {
  BEGIN_ROWS ("<s:getctag>c1</s:getctag>"),
  { "PROPFIND", "/set/a/", NULL, 207, NULL, HEAD ETAG ("1", "\"e1\"") TAIL },
  END_ROWS,
};
static const Row one_bad[] = {
  BEGIN_ROWS (SYNCS),
  { "REPORT", "/set/a/", "sync-collection", 207, NULL,
    HEAD ETAG ("1", "e1") ETAG ("2", "e2") ETAG ("3", "e3")
      ETAG ("4", "e4") "<d:sync-token>t1</d:sync-token>" TAIL },
  { "REPORT", "/set/a/", "/set/a/3<", 500, NULL, NULL },
  { "REPORT", "/set/a/", "/set/a/2<", 207, NULL, HEAD DATA ("1", "e1") DATA ("2", "e2") TAIL },
  { "REPORT", "/set/a/", "/set/a/4<", 207, NULL, HEAD DATA ("4", "e4") TAIL },
  { "GET", "/set/a/3", NULL, 500, NULL, NULL },
  END_ROWS,
};
static const Row left_out[] = {
  BEGIN_ROWS (SYNCS),
  { "REPORT", "/set/a/", "sync-collection", 207, NULL,
    HEAD ETAG ("1", "e1") ETAG ("2", "e2")
      ETAG ("3", "e3") "<d:sync-token>t1</d:sync-token>" TAIL },
  { "REPORT", "/set/a/", "multiget", 207, NULL,
    HEAD DATA ("1", "e1") "<d:response><d:href>/set/a/3</d:href><d:status>HTTP/1.1 404 x"
                          "</d:status></d:response>" TAIL },
  { "GET", "/set/a/2", NULL, 200, "ETag: \"e2\"", "BEGIN" },
  END_ROWS,
};
static const Row elsewhere[] = {
  BEGIN_ROWS (SYNCS),
  { "REPORT", "/set/a/", "sync-collection", 207, NULL,
    HEAD "<d:response><d:href>/set/b/1</d:href><d:propstat><d:prop><d:getetag>e</d:getetag>"
         "</d:prop>" OK "</d:propstat></d:response><d:response><d:href>https://other.test/set/a/1"
         "</d:href><d:propstat><d:prop><d:getetag>e</d:getetag></d:prop>" OK
         "</d:propstat></d:response>" ETAG ("sub/", "e") "<d:sync-token>t1</d:sync-token>" TAIL },
  END_ROWS,
};
static const Row page_of_html[] = {
  BEGIN_ROWS (SYNCS),
  { "REPORT", "/set/a/", NULL, 207, NULL, "<!DOCTYPE html><html></html>" },
  { "PROPFIND", "/set/a/", NULL, 200, NULL, "<html></html>" },
  END_ROWS,
};
static const Row removed[] = {
  BEGIN_ROWS (SYNCS),
  { "REPORT", "/set/a/", "<D:sync-token>t0<", 207, NULL,
    HEAD "<d:response><d:href>/set/a/1</d:href><d:status>HTTP/1.1 404 x</d:status></d:response>"
         "<d:sync-token>t1</d:sync-token>" TAIL },
  END_ROWS,
};

static const Case cases[] = {
  { "pages", pages, NULL, "", -1, "+1\"e1\" +2\"e2\" present=2 St2 " },
  { "endless", endless, "St", "", LOFT_ERROR_PROTOCOL, "" },
  { "void-token", void_token, "Sold", "1=\"e1\" 9=\"e9\"", -1, "present=1 St1 " },
  { "stumbling-token", stumbling_token, "Sold", "1=\"e1\"", -1, "present=1 St1 " },
  { "busy", busy, "St0", "", LOFT_ERROR_TEMPORARY, "" },
  { "no-sync", no_sync, NULL, "1=\"e1\"", -1, "+2\"e2\" present=2 Cc1 " },
  { "by-etags", by_etags, NULL, "1=\"e1\"", -1, "present=1 Cc1 " },
  { "by-etags-same", by_etags, "Cc1", "", -1, "" },
  { "by-etags-changed", by_etags, "Cc0", "1=\"e1\"", -1, "present=1 Cc1 " },
  { "one-bad", one_bad, "St0", "", -1, "+1\"e1\" +2\"e2\" +4\"e4\" !3 St1 " },
  { "left-out", left_out, "St0", "", -1, "+1\"e1\" +2\"e2\" -3 St1 " },
  { "elsewhere", elsewhere, "St0", "", -1, "St1 " },
  { "html", page_of_html, NULL, "", LOFT_ERROR_PROTOCOL, "" },
  { "removed", removed, "St0", "1=\"e1\"", -1, "-1 St1 " },
};

static void
test_changes (gconstpointer data)
{
  const Case *row = data;
  LoftWebServer *server = loft_web_server_new (LOFT_TEST_CERTIFICATE_SITES, answer, NULL);
  g_autoptr (LoftBackend) backend = new_backend (server);
  g_autoptr (GHashTable) known = read_known (row->known);
  g_autoptr (GBytes) token =
    row->token != NULL ? g_bytes_new (row->token, strlen (row->token)) : NULL;
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gboolean done;

  rows = row->rows;
  g_assert_true (loft_backend_connect (backend, NULL, &error));
  g_assert_no_error (error);
  done = loft_backend_resource_changes (backend, "/set/a/", token, known, note, told, NULL, &error);
  if (row->code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, LOFT_ERROR, row->code);
  g_assert_cmpint (done, ==, row->code < 0);
  g_assert_cmpstr (told->str, ==, row->told);
  loft_web_server_free (server);
}

/* ---- sign-in and redirects ---------------------------------------------------------------- */

static const Row leads_away[] = {
  { "PROPFIND", "/", NULL, 301, "Location: https://other.test/", NULL },
  { "PROPFIND", "/.well-known/caldav", NULL, 302, "Location: https://evil.other.test/dav/", NULL },
  END_ROWS,
};

/* Nobody in other hands gets anything, whatever the server says. */
static void
test_away (void)
{
  LoftWebServer *server = loft_web_server_new (LOFT_TEST_CERTIFICATE_SITES, answer, NULL);
  g_autoptr (LoftBackend) backend = new_backend (server);
  g_autoptr (GError) error = NULL;
  g_autofree char *questions = NULL;

  rows = leads_away;
  g_assert_false (loft_backend_connect (backend, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
  questions = loft_fake_resolver_dup_questions (resolver);
  g_assert_null (strstr (questions, "other.test"));
  loft_web_server_free (server);
}

static const Row well_known[] = {
  { "PROPFIND", "/", NULL, 405, NULL, NULL },
  { "PROPFIND", "/.well-known/caldav", NULL, 301, "Location: /dav/", NULL },
  { "PROPFIND", "/dav/", NULL, 207, NULL,
    HEAD "<d:response><d:href>/dav/</d:href><d:propstat><d:prop><d:current-user-principal><d:href>"
         "/me/</d:href></d:current-user-principal></d:prop>" OK "</d:propstat></d:response>" TAIL },
  { "PROPFIND", "/me/", NULL, 207, "DAV: 1, calendar-access, calendar-auto-schedule",
    HEAD "<d:response><d:href>/me/</d:href><d:propstat><d:prop><c:calendar-home-set><d:href>/set/"
         "</d:href></c:calendar-home-set></d:prop>" OK "</d:propstat></d:response>" TAIL },
  { "PROPFIND", "/set/", NULL, 207, NULL,
    CALENDAR ("<d:current-user-privilege-set><d:privilege><d:read/></d:privilege>"
              "</d:current-user-privilege-set>") },
  END_ROWS,
};

/* Scheduling is believed of a server with inbox and outbox only. */
static void
test_well_known (void)
{
  LoftWebServer *server = loft_web_server_new (LOFT_TEST_CERTIFICATE_SITES, answer, NULL);
  g_autoptr (LoftBackend) backend = new_backend (server);
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GError) error = NULL;
  LoftRemoteFolder *folder;

  rows = well_known;
  g_assert_true (loft_backend_connect (backend, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (loft_backend_get_capabilities (backend) & LOFT_BACKEND_SCHEDULES, ==, 0);
  folders = loft_backend_list_folders (backend, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (folders->len, ==, 1);
  folder = g_ptr_array_index (folders, 0);
  g_assert_cmpstr (folder->path, ==, "A-B");
  g_assert_false (folder->writable);
  g_assert_null (folder->status);
  loft_web_server_free (server);
}

/* ---- scheduling --------------------------------------------------------------------------- */

#define SCHEDULER                                                                                  \
  HEAD "<d:response><d:href>/</d:href><d:propstat><d:prop><c:calendar-home-set><d:href>/set/"      \
       "</d:href></c:calendar-home-set><c:schedule-inbox-URL><d:href>/in/</d:href>"                \
       "</c:schedule-inbox-URL><c:schedule-outbox-URL><d:href>/set/a/</d:href>"                    \
       "</c:schedule-outbox-URL></d:prop>" OK "</d:propstat></d:response>" TAIL
/* SOGo 5.8: a calendar that is the outbox too. */
#define OUTBOX                                                                                     \
  HEAD                                                                                             \
    "<d:response><d:href>/set/a/</d:href><d:propstat><d:prop><d:resourcetype><d:collection/>"      \
    "<c:calendar/><c:schedule-outbox/></d:resourcetype></d:prop>" OK                               \
    "</d:propstat></d:response><d:response><d:href>/in/</d:href><d:propstat><d:prop>"              \
    "<d:resourcetype><d:collection/><c:calendar/><c:schedule-inbox/></d:resourcetype></d:prop>" OK \
    "</d:propstat></d:response>" TAIL

/* What OPTIONS answers, and what is made of it. */
static const struct {
  const char *name;
  guint status;
  const char *features; /* (nullable) */
  gboolean schedules;
  gboolean connected;
} schedulers[] = {
  { "told", 200, "DAV: 1, 2, calendar-access, calendar-schedule, calendar-auto-schedule", TRUE,
    TRUE },
  { "old", 200, "DAV: 1, 2, calendar-access, calendar-schedule", FALSE, TRUE },
  { "silent", 200, NULL, FALSE, TRUE },
  { "unknown", 405, NULL, FALSE, TRUE },
  /* Nobody knows who sends invitations, so none is sent twice. */
  { "stumbles", 503, NULL, FALSE, FALSE },
};

static void
test_schedules (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  const Row dialogue[] = {
    { "PROPFIND", "/", NULL, 207, NULL, SCHEDULER },
    { "PROPFIND", "/set/", NULL, 207, NULL, OUTBOX },
    { "OPTIONS", "/set/", NULL, schedulers[i].status, schedulers[i].features, NULL },
    END_ROWS,
  };
  LoftWebServer *server = loft_web_server_new (LOFT_TEST_CERTIFICATE_SITES, answer, NULL);
  g_autoptr (LoftBackend) backend = new_backend (server);
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GError) error = NULL;

  rows = dialogue;
  g_assert_cmpint (loft_backend_connect (backend, NULL, &error), ==, schedulers[i].connected);
  if (!schedulers[i].connected)
    {
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
      loft_web_server_free (server);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpint ((loft_backend_get_capabilities (backend) & LOFT_BACKEND_SCHEDULES) != 0, ==,
                   schedulers[i].schedules);
  folders = loft_backend_list_folders (backend, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (folders->len, ==, 1);
  loft_web_server_free (server);
}

static gboolean
digest_only (SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  const char *authorization =
    soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                  "Authorization");
  static const Row refusal = { NULL,
                               NULL,
                               NULL,
                               401,
                               "WWW-Authenticate: Basic realm=\"r\"\n"
                               "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"",
                               NULL };

  if (authorization != NULL && g_str_has_prefix (authorization, "Digest ") &&
      strstr (authorization, "uri=\"/") != NULL)
    return answer (message, path, query, user_data);
  give (message, &refusal);
  return TRUE;
}

static void
test_digest (void)
{
  LoftWebServer *server = loft_web_server_new (LOFT_TEST_CERTIFICATE_SITES, digest_only, NULL);
  g_autoptr (LoftBackend) backend = new_backend (server);
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL;

  rows = well_known + 1;
  g_assert_true (loft_backend_connect (backend, NULL, &error));
  g_assert_no_error (error);
  folders = loft_backend_list_folders (backend, NULL, &error);
  g_assert_no_error (error);
  log = loft_web_server_dup_log (server);
  g_assert_null (strstr (log, "canary"));
  g_assert_null (strstr (log, "Basic"));
  loft_web_server_free (server);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  resolver = loft_fake_resolver_install ();
  loft_fake_resolver_add_host (resolver, "example.test");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/dav-script/changes/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_changes);
    }
  g_test_add_func ("/dav-script/away", test_away);
  g_test_add_func ("/dav-script/well-known", test_well_known);
  g_test_add_func ("/dav-script/digest", test_digest);
  for (guint i = 0; i < G_N_ELEMENTS (schedulers); i++)
    {
      g_autofree char *path = g_strconcat ("/dav-script/schedules/", schedulers[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_schedules);
    }
  status = g_test_run ();
  g_object_unref (resolver);
  return status;
}
