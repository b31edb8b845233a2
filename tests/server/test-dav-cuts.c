/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account by CalDAV and CardDAV whose connections end in the middle of each request: before the server
 * sees it, before anything is told of it, in the answer's header and in its body. What is here in the end is
 * what the server has, each thing once, and nobody is asked to decide anything. loftctl and Radicale. */
#include <string.h>

#include "loft-cutting-web.h"
#include "loft-private-radicale.h"
#include "loft-test-profile.h"
#include "loft-test-tls.h"

#define MOST_REQUESTS 200
#define N_THERE       3 /* events of the server at first */
#define FIRST_STEP    7 /* in the default run, of requests times places in them */
#define CHANGE_STEP   7
#define AGAIN         2 /* a request is cut, and once more when it is repeated at once */

typedef struct {
  LoftPrivateRadicale *server;
  LoftCuttingWeb *web;
  LoftTestProfile *profile;
  char *file; /* of what is written here */
} World;

static gboolean
is_soak (void)
{
  return g_getenv ("LOFT_TEST_SOAK") != NULL;
}

/* ---- the server --------------------------------------------------------------------------- */

static void
expect (World *world, guint status, const char *method, const char *path, const char *headers,
        const char *body)
{
  g_autofree char *answer = NULL;
  guint found = loft_private_radicale_ask (world->server, method, path, headers, body, &answer);

  if (found != status)
    g_error ("%s %s: %u instead of %u: %s", method, path, found, status, answer);
}

static char *
event_text (const char *uid, const char *summary)
{
  return g_strdup_printf ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nBEGIN:VEVENT\r\n"
                          "UID:%s\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260102T100000Z\r\n"
                          "DTEND:20260102T110000Z\r\nSUMMARY:%s\r\nEND:VEVENT\r\n"
                          "END:VCALENDAR\r\n",
                          uid, summary);
}

static char *
card_text (const char *uid, const char *name)
{
  return g_strdup_printf ("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:%s\r\nFN:%s\r\nN:%s;;;;\r\n"
                          "END:VCARD\r\n",
                          uid, name, name);
}

static void
put_event (World *world, const char *uid)
{
  g_autofree char *path = g_strdup_printf ("/alice/work/%s.ics", uid);
  g_autofree char *text = event_text (uid, uid);

  expect (world, 201, "PUT", path, "Content-Type: text/calendar", text);
}

static void
put_card (World *world, const char *uid)
{
  g_autofree char *path = g_strdup_printf ("/alice/people/%s.vcf", uid);
  g_autofree char *text = card_text (uid, uid);

  expect (world, 201, "PUT", path, "Content-Type: text/vcard", text);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* (transfer full) Takes their contents. */
static char *
join (GPtrArray *names)
{
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (",", (char **) names->pdata);
}

/* (transfer full) The values of a line of all that a collection has, in order. */
static char *
list_there (World *world, const char *path, const char *line)
{
  g_autofree char *all = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

  g_assert_cmpuint (loft_private_radicale_ask (world->server, "GET", path, NULL, NULL, &all), ==,
                    200);
  lines = g_strsplit (all, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (g_strchomp (lines[i]), line))
      g_ptr_array_add (found, g_strdup (lines[i] + strlen (line)));
  return join (found);
}

/* ---- here --------------------------------------------------------------------------------- */

static char *
list_here (World *world, const char *command, const char *field)
{
  g_autoptr (GPtrArray) found = NULL;

  loft_test_profile_expect (world->profile, 0, "--offline --json %s", command);
  found = loft_test_profile_list_field (world->profile, field);
  return join (found);
}

static void
assert_silent (World *world, const char *command)
{
  loft_test_profile_expect (world->profile, 0, "--offline %s", command);
  g_assert_cmpstr (loft_test_profile_get_output (world->profile), ==, "");
}

static void
assert_same (World *world)
{
  g_autofree char *events_there = list_there (world, "/alice/work/", "SUMMARY:");
  g_autofree char *events_here =
    list_here (world, "events --from 2026-01-01 --to 2026-02-01 --account Test", "summary");
  g_autofree char *cards_there = list_there (world, "/alice/people/", "FN:");
  g_autofree char *cards_here = list_here (world, "contacts", "name");

  g_assert_cmpstr (events_here, ==, events_there);
  g_assert_cmpstr (cards_here, ==, cards_there);
  assert_silent (world, "pending");
  assert_silent (world, "problems");
  loft_test_profile_expect (world->profile, 0, "--offline doctor");
}

/* Whatever it says, it says it in a sentence. */
static void
sync_somehow (World *world)
{
  int status = loft_test_profile_run (world->profile, "sync");

  if (status != 0 && strstr (loft_test_profile_get_errors (world->profile), "loftctl: ") == NULL)
    g_error ("%d: %s", status, loft_test_profile_get_errors (world->profile));
}

/* What waits for another try has it now. */
static void
sync_well (World *world)
{
  loft_test_profile_run (world->profile, "pending retry");
  loft_test_profile_expect (world->profile, 0, "sync");
}

/* A sync whose n-th request is cut; FALSE: it has no so many. */
static gboolean
sync_cut (World *world, guint n, LoftCut cut)
{
  g_autofree char *request = NULL;

  loft_cutting_web_arm (world->web, n, cut, AGAIN);
  sync_somehow (world);
  request = loft_cutting_web_dup_cut (world->web);
  g_test_message ("cut %d of request %u: %s", cut, n, request != NULL ? request : "none");
  loft_cutting_web_arm (world->web, 0, cut, 0);
  return request != NULL;
}

static void
set_up (World *world, gconstpointer data)
{
  g_autofree char *url = NULL;

  world->server = loft_private_radicale_new ();
  world->web = loft_cutting_web_new (loft_private_radicale_get_url (world->server));
  expect (world, 201, "MKCALENDAR", "/alice/work/", NULL, NULL);
  expect (world, 201, "MKCOL", "/alice/people/", "Content-Type: text/xml",
          "<?xml version=\"1.0\"?><mkcol xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:carddav\">"
          "<set><prop><resourcetype><collection/><C:addressbook/></resourcetype></prop></set>"
          "</mkcol>");
  for (guint i = 0; i < N_THERE; i++)
    {
      g_autofree char *uid = g_strdup_printf ("first-%u", i);

      put_event (world, uid);
      put_card (world, uid);
    }
  url = g_strconcat (loft_cutting_web_get_url (world->web), "/alice/", NULL);
  world->profile = loft_test_profile_new ();
  world->file = g_build_filename (loft_test_profile_get_directory (world->profile), "new", NULL);
  g_assert_cmpint (loft_test_profile_run_with_input (
                     world->profile, "alice-secret\n",
                     "account add dav --name Test --url %s --address alice@example.test"
                     " --user alice --password-stdin --secrets-file",
                     url),
                   ==, 0);
}

static void
tear_down (World *world, gconstpointer data)
{
  loft_test_profile_free (world->profile);
  loft_cutting_web_free (world->web);
  loft_private_radicale_free (world->server);
  g_free (world->file);
}

/* ---- cases -------------------------------------------------------------------------------- */

static void
test_first_sync (World *world, gconstpointer data)
{
  guint step = is_soak () ? 1 : FIRST_STEP;
  gboolean was_cut = TRUE;

  for (guint i = 0; was_cut; i += step)
    {
      loft_test_profile_forget (world->profile);
      was_cut = sync_cut (world, 1 + i / LOFT_N_CUTS, i % LOFT_N_CUTS);
      sync_well (world);
      assert_same (world);
      g_assert_cmpuint (i / LOFT_N_CUTS, <, MOST_REQUESTS);
    }
}

/* (transfer full) id of the event that is called so. */
static char *
find_event (World *world, const char *summary)
{
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GPtrArray) summaries = NULL;

  loft_test_profile_expect (world->profile, 0,
                            "--offline --json events --from 2026-01-01 --to 2026-02-01");
  ids = loft_test_profile_list_field (world->profile, "id");
  summaries = loft_test_profile_list_field (world->profile, "summary");
  for (guint i = 0; i < summaries->len; i++)
    if (g_str_equal (g_ptr_array_index (summaries, i), summary))
      return g_strdup (g_ptr_array_index (ids, i));
  g_error ("there is no event %s: %s", summary, loft_test_profile_get_output (world->profile));
}

static void
write_file (World *world, char *text)
{
  g_assert_true (g_file_set_contents (world->file, text, -1, NULL));
  g_free (text);
}

/* One of each kind: an event and a card are new, another event is changed, another goes. */
static void
change_here (World *world, guint n)
{
  g_autofree char *mine = g_strdup_printf ("mine-%u", n);
  g_autofree char *edited = g_strdup_printf ("edited-%u", n);
  g_autofree char *before = n == 1 ? g_strdup ("first-0") : g_strdup_printf ("edited-%u", n - 1);
  g_autofree char *goes = g_strdup_printf ("goes-%u", n);
  g_autofree char *edited_id = find_event (world, before);
  g_autofree char *goes_id = find_event (world, goes);

  write_file (world, event_text (mine, mine));
  loft_test_profile_expect (world->profile, 0, "--offline event add %s --account Test",
                            world->file);
  write_file (world, card_text (mine, mine));
  loft_test_profile_expect (world->profile, 0, "--offline contact add %s --account Test",
                            world->file);
  write_file (world, event_text ("first-0", edited));
  loft_test_profile_expect (world->profile, 0, "--offline event edit %s %s", edited_id,
                            world->file);
  loft_test_profile_expect (world->profile, 0, "--offline event delete %s", goes_id);
}

static void
change_there (World *world, guint n)
{
  g_autofree char *theirs = g_strdup_printf ("theirs-%u", n);
  g_autofree char *next = g_strdup_printf ("goes-%u", n + 1);

  put_event (world, theirs);
  put_event (world, next);
  put_card (world, theirs);
}

/* What has come together of all these. */
static void
assert_all (World *world, guint n)
{
  g_autofree char *there = list_there (world, "/alice/work/", "SUMMARY:");
  g_autofree char *cards = list_there (world, "/alice/people/", "FN:");
  g_autofree char *edited = g_strdup_printf ("edited-%u,", n);
  g_auto (GStrv) events = g_strsplit (there, ",", -1);
  g_auto (GStrv) people = g_strsplit (cards, ",", -1);

  g_assert_true (g_str_has_prefix (there, edited));
  g_assert_cmpuint (g_strv_length (events), ==, N_THERE + 2 * n + 1);
  g_assert_cmpuint (g_strv_length (people), ==, N_THERE + 2 * n);
}

static void
test_changes (World *world, gconstpointer data)
{
  guint step = is_soak () ? 1 : CHANGE_STEP;
  gboolean was_cut = TRUE;
  guint n = 0;

  put_event (world, "goes-1");
  sync_well (world);
  for (guint i = 0; was_cut; i += step)
    {
      change_here (world, ++n);
      change_there (world, n);
      was_cut = sync_cut (world, 1 + i / LOFT_N_CUTS, i % LOFT_N_CUTS);
      sync_well (world);
      assert_same (world);
      assert_all (world, n);
      g_assert_cmpuint (i / LOFT_N_CUTS, <, MOST_REQUESTS);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  g_test_add ("/dav-cuts/first-sync", World, NULL, set_up, test_first_sync, tear_down);
  g_test_add ("/dav-cuts/changes", World, NULL, set_up, test_changes, tear_down);
  return g_test_run ();
}
