/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loftctl and a real Radicale: what is changed on either side, online or not, is the same on both in the
 * end, each thing once. An independent client tells what the server has. */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include <glib/gstdio.h>

#include "loft-private-radicale.h"
#include "loft-test-profile.h"
#include "loft-test-tls.h"

#define N_KILLS      6
#define N_KILLS_SOAK 200

static LoftPrivateRadicale *server;

typedef struct {
  LoftTestProfile *profile;
  char *file; /* of what is added and edited */
} World;

/* ---- the server --------------------------------------------------------------------------- */

static void
expect (guint status, const char *method, const char *path, const char *headers, const char *body)
{
  g_autofree char *answer = NULL;
  guint found = loft_private_radicale_ask (server, method, path, headers, body, &answer);

  if (found != status)
    g_error ("%s %s: %u instead of %u: %s", method, path, found, status, answer);
}

static char *
event_text (const char *uid, const char *summary, const char *location)
{
  return g_strdup_printf ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nBEGIN:VEVENT\r\n"
                          "UID:%s\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260102T100000Z\r\n"
                          "DTEND:20260102T110000Z\r\nSUMMARY:%s\r\nLOCATION:%s\r\n"
                          "X-KEPT;A=\"b\":c\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
                          uid, summary, location);
}

static char *
card_text (const char *uid, const char *name)
{
  return g_strdup_printf ("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:%s\r\nFN:%s\r\nN:%s;;;;\r\n"
                          "X-KEPT:c\r\nEND:VCARD\r\n",
                          uid, name, name);
}

static void
put_event (const char *uid, const char *summary, const char *location)
{
  g_autofree char *path = g_strdup_printf ("/alice/work/%s.ics", uid);
  g_autofree char *text = event_text (uid, summary, location);
  guint status =
    loft_private_radicale_ask (server, "PUT", path, "Content-Type: text/calendar", text, NULL);

  g_assert_true (status == 201 || status == 204);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* (transfer full) */
static char *
join (GPtrArray *names)
{
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (",", (char **) names->pdata);
}

/* (transfer full) what all events are called, in order. */
static char *
list_there (void)
{
  g_autofree char *all = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  const char *summary = "";

  g_assert_cmpuint (loft_private_radicale_ask (server, "GET", "/alice/work/", NULL, NULL, &all), ==,
                    200);
  lines = g_strsplit (all, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_strchomp (lines[i]);
      if (g_str_has_prefix (lines[i], "SUMMARY:"))
        summary = lines[i] + strlen ("SUMMARY:");
      if (g_str_has_prefix (lines[i], "END:VEVENT"))
        g_ptr_array_add (found, g_strdup (summary));
    }
  return join (found);
}

/* ---- here --------------------------------------------------------------------------------- */

static void
set_up (World *world, gconstpointer data)
{
  g_autofree char *url = g_strconcat (loft_private_radicale_get_url (server), "/alice/", NULL);

  expect (201, "MKCALENDAR", "/alice/work/", NULL, NULL);
  expect (201, "MKCOL", "/alice/people/", "Content-Type: text/xml",
          "<?xml version=\"1.0\"?><mkcol xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:carddav\">"
          "<set><prop><resourcetype><collection/><C:addressbook/></resourcetype></prop></set>"
          "</mkcol>");
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
  loft_test_profile_expect (world->profile, 0, "--offline doctor");
  loft_test_profile_free (world->profile);
  g_free (world->file);
  expect (200, "DELETE", "/alice/work/", NULL, NULL);
  expect (200, "DELETE", "/alice/people/", NULL, NULL);
}

static void
write_event (World *world, const char *uid, const char *summary, const char *location)
{
  g_autofree char *text = event_text (uid, summary, location);

  g_assert_true (g_file_set_contents (world->file, text, -1, NULL));
}

static void
add_event (World *world, const char *uid, const char *summary)
{
  write_event (world, uid, summary, "Here");
  loft_test_profile_expect (world->profile, 0, "--offline event add %s --account Test",
                            world->file);
}

/* (transfer full) id of the event that is called so. */
static char *
find_event (World *world, const char *summary)
{
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GPtrArray) summaries = NULL;

  loft_test_profile_expect (world->profile, 0, "--json events --from 2026-01-01 --to 2026-02-01");
  ids = loft_test_profile_list_field (world->profile, "id");
  summaries = loft_test_profile_list_field (world->profile, "summary");
  for (guint i = 0; i < summaries->len; i++)
    if (g_str_equal (g_ptr_array_index (summaries, i), summary))
      return g_strdup (g_ptr_array_index (ids, i));
  g_error ("there is no event %s: %s", summary, loft_test_profile_get_output (world->profile));
}

/* (transfer full) */
static char *
list_here (World *world)
{
  g_autoptr (GPtrArray) summaries = NULL;

  loft_test_profile_expect (
    world->profile, 0, "--offline --json events --from 2026-01-01 --to 2026-02-01 --account Test");
  summaries = loft_test_profile_list_field (world->profile, "summary");
  return join (summaries);
}

static void
assert_both (World *world, const char *names)
{
  g_autofree char *there = list_there ();
  g_autofree char *here = list_here (world);

  g_assert_cmpstr (there, ==, names);
  g_assert_cmpstr (here, ==, names);
}

/* ---- tests -------------------------------------------------------------------------------- */

/* A calendar is one at once: the first event goes with it to the server. */
static void
test_new_calendar (World *world, gconstpointer data)
{
  g_autofree char *there = NULL;

  loft_test_profile_expect (world->profile, 0, "sync");
  loft_test_profile_expect (world->profile, 1, "--offline folder create 'A/B' --account Test");
  loft_test_profile_expect (world->profile, 0, "--offline folder create Club --account Test");
  write_event (world, "club", "Meeting", "Here");
  loft_test_profile_expect (world->profile, 0,
                            "--offline event add %s --account Test --calendar Club", world->file);
  loft_test_profile_expect (world->profile, 0, "sync");
  loft_test_profile_expect (
    world->profile, 0,
    "--json events --from 2026-01-01 --to 2026-02-01 --account Test --calendar Club");
  g_assert_nonnull (strstr (loft_test_profile_get_output (world->profile), "Meeting"));
  there = list_there ();
  g_assert_cmpstr (there, ==, "");
  loft_test_profile_expect (world->profile, 0, "folder delete Club --account Test");
  loft_test_profile_expect (world->profile, 0, "sync");
}

static void
test_first (World *world, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *there = NULL;
  g_autofree char *card = card_text ("eva", "Eva Adler");
  g_autofree char *n_events = NULL;
  g_autofree char *n_contacts = NULL;

  put_event ("a", "Lunch", "Canteen");
  put_event ("b", "Fair", "Hall 3");
  expect (201, "PUT", "/alice/people/eva.vcf", "Content-Type: text/vcard", card);
  loft_test_profile_expect (world->profile, 0, "--json sync");
  n_events = loft_test_profile_dup_field (world->profile, "events");
  n_contacts = loft_test_profile_dup_field (world->profile, "contacts");
  g_assert_cmpstr (n_events, ==, "2");
  g_assert_cmpstr (n_contacts, ==, "1");
  assert_both (world, "Fair,Lunch");
  id = find_event (world, "Lunch");
  loft_test_profile_expect (world->profile, 0, "event show %s --ics", id);
  g_assert_cmpuint (loft_private_radicale_ask (server, "GET", "/alice/work/a.ics", NULL, NULL,
                                               &there),
                    ==, 200);
  g_assert_cmpstr (loft_test_profile_get_output (world->profile), ==, there);
  loft_test_profile_expect (world->profile, 0, "--offline contacts Adler");
  g_assert_nonnull (strstr (loft_test_profile_get_output (world->profile), "Eva Adler"));
}

static void
test_offline (World *world, gconstpointer data)
{
  g_autofree char *fair = NULL;
  g_autofree char *lunch = NULL;
  g_autofree char *there = NULL;

  put_event ("a", "Lunch", "Canteen");
  put_event ("b", "Fair", "Hall 3");
  loft_test_profile_expect (world->profile, 0, "sync");
  add_event (world, "c", "Train");
  lunch = find_event (world, "Lunch");
  write_event (world, "a", "Late lunch", "Canteen");
  loft_test_profile_expect (world->profile, 0, "--offline event edit %s %s", lunch, world->file);
  fair = find_event (world, "Fair");
  loft_test_profile_expect (world->profile, 0, "--offline event delete %s", fair);
  there = list_there ();
  g_assert_cmpstr (there, ==, "Fair,Lunch");
  loft_test_profile_expect (world->profile, 0, "sync");
  assert_both (world, "Late lunch,Train");
  loft_test_profile_expect (world->profile, 0, "pending");
  g_assert_cmpstr (loft_test_profile_get_output (world->profile), ==, "");
}

/* A person wants what was written here after all. */
static void
decide (World *world)
{
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;

  loft_test_profile_expect (world->profile, 0, "--json problems");
  id = loft_test_profile_dup_field (world->profile, "id");
  loft_test_profile_expect (world->profile, 0, "problems export %s %s", id, world->file);
  g_assert_true (g_file_get_contents (world->file, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "SUMMARY:My fair"));
  loft_test_profile_expect (world->profile, 0, "problems retry %s", id);
  loft_test_profile_expect (world->profile, 0, "sync");
  assert_both (world, "Late lunch,My fair");
  loft_test_profile_expect (world->profile, 0, "problems");
  g_assert_cmpstr (loft_test_profile_get_output (world->profile), ==, "");
}

/* Different lines of the same event are joined; the same line is the server's, and what was written here
 * is kept among the problems. */
static void
test_both_sides (World *world, gconstpointer data)
{
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  g_autofree char *there = NULL;

  put_event ("a", "Lunch", "Canteen");
  put_event ("b", "Fair", "Hall 3");
  loft_test_profile_expect (world->profile, 0, "sync");
  a = find_event (world, "Lunch");
  b = find_event (world, "Fair");
  write_event (world, "a", "Late lunch", "Canteen");
  loft_test_profile_expect (world->profile, 0, "--offline event edit %s %s", a, world->file);
  write_event (world, "b", "My fair", "Hall 3");
  loft_test_profile_expect (world->profile, 0, "--offline event edit %s %s", b, world->file);
  put_event ("a", "Lunch", "Roof");
  put_event ("b", "Their fair", "Hall 3");
  loft_test_profile_run (world->profile, "sync");
  loft_test_profile_expect (world->profile, 0, "sync");
  assert_both (world, "Late lunch,Their fair");
  g_assert_cmpuint (loft_private_radicale_ask (server, "GET", "/alice/work/a.ics", NULL, NULL,
                                               &there),
                    ==, 200);
  g_assert_nonnull (strstr (there, "LOCATION:Roof"));
  g_assert_nonnull (strstr (there, "X-KEPT;A="));
  loft_test_profile_expect (world->profile, 0, "problems");
  g_assert_nonnull (strstr (loft_test_profile_get_output (world->profile), "My fair"));
  decide (world);
}

static void
test_removed_there (World *world, gconstpointer data)
{
  put_event ("a", "Lunch", "Canteen");
  put_event ("b", "Fair", "Hall 3");
  loft_test_profile_expect (world->profile, 0, "sync");
  expect (200, "DELETE", "/alice/work/a.ics", NULL, NULL);
  loft_test_profile_expect (world->profile, 0, "sync");
  assert_both (world, "Fair");
  loft_private_radicale_forget_tokens (server);
  put_event ("c", "Train", "Platform 2");
  loft_test_profile_expect (world->profile, 0, "sync");
  assert_both (world, "Fair,Train");
}

/* Killed at any moment of a sync that brings and takes. */
static void
test_killed (World *world, gconstpointer data)
{
  const guint n = g_getenv ("LOFT_TEST_SOAK") != NULL ? N_KILLS_SOAK : N_KILLS;
  const guint32 seed = 20261122;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autofree char *there = NULL;
  g_autofree char *here = NULL;
  g_auto (GStrv) names = NULL;

  loft_test_profile_expect (world->profile, 0, "sync");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *mine = g_strdup_printf ("mine-%u", i);
      g_autofree char *theirs = g_strdup_printf ("theirs-%u", i);
      g_autoptr (GSubprocess) process = NULL;

      add_event (world, mine, mine);
      put_event (theirs, theirs, "There");
      process = loft_test_profile_start (world->profile, "sync");
      g_usleep ((gulong) g_rand_int_range (random, 0, 600 * 1000));
      g_subprocess_send_signal (process, SIGKILL);
      g_subprocess_wait (process, NULL, NULL);
    }
  loft_test_profile_expect (world->profile, 0, "sync");
  there = list_there ();
  here = list_here (world);
  g_assert_cmpstr (here, ==, there);
  names = g_strsplit (there, ",", -1);
  g_test_message ("seed %u", seed);
  g_assert_cmpuint (g_strv_length (names), ==, 2 * n);
}

static void
add_test (const char *name, void (*func) (World *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/server/dav-profile/", name, NULL);

  g_test_add (path, World, NULL, set_up, func, tear_down);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  server = loft_private_radicale_new ();
  add_test ("first", test_first);
  add_test ("new-calendar", test_new_calendar);
  add_test ("offline", test_offline);
  add_test ("both-sides", test_both_sides);
  add_test ("removed-there", test_removed_there);
  add_test ("killed", test_killed);
  status = g_test_run ();
  loft_private_radicale_free (server);
  return status;
}
