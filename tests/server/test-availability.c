/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When people have time, asked of a real SOGo by both of its doors: ActiveSync and the scheduling outbox of
 * CalDAV. Both must tell the same. */
#include "loft-dav-backend.h"
#include "loft-eas-backend.h"
#include "loft-private-sogo.h"
#include "loft-told-times.h"

#define SINCE 1795507200 /* 2026-11-24 08:00 UTC */
#define HOUR  3600

typedef struct {
  LoftPrivateDovecot *dovecot;
  LoftPrivateSogo *sogo;
} World;

static World world;

static LoftCredentials *
sign_in (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("alice", "alice-secret", NULL);
}

static void
ask_as (const char *user, const char *method, const char *path, const char *headers,
        const char *body)
{
  guint status = loft_private_sogo_ask (world.sogo, user, method, path, headers, body, NULL);

  g_assert_cmpuint (status / 100, ==, 2);
}

/* SOGo 5.8 shows nobody's times, not even as taken, to those who may not see the calendar at all: it then
 * says that they are free. */
static void
allow (const char *user, const char *reader)
{
  static const char *const head =
    "<?xml version=\"1.0\"?><acl-query xmlns=\"urn:inverse:params:xml:ns:inverse-dav\">";
  g_autofree char *add = g_strdup_printf ("%s<add-user user=\"%s\"/></acl-query>", head, reader);
  g_autofree char *set =
    g_strdup_printf ("%s<set-roles user=\"%s\"><PublicDAndTViewer/></set-roles></acl-query>", head,
                     reader);
  const char *type = "Content-Type: application/xml; charset=utf-8";

  ask_as (user, "POST", "Calendar/personal/", type, add);
  ask_as (user, "POST", "Calendar/personal/", type, set);
}

static void
put (const char *user, const char *uid, const char *start, const char *end, const char *more)
{
  g_autofree char *path = g_strdup_printf ("Calendar/personal/%s.ics", uid);
  g_autofree char *text = g_strdup_printf (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\nBEGIN:VEVENT\r\nUID:%s\r\n"
    "DTSTAMP:20261101T000000Z\r\nDTSTART:20261124T%sZ\r\nDTEND:20261124T%sZ\r\n"
    "SUMMARY:Secret\r\n%sEND:VEVENT\r\nEND:VCALENDAR\r\n",
    uid, start, end, more);

  ask_as (user, "PUT", path, NULL, text);
}

/* (transfer full) */
static char *
ask (LoftBackend *backend)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr (GPtrArray) told = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_backend_connect (backend, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (loft_backend_get_capabilities (backend) & LOFT_BACKEND_HAS_AVAILABILITY);
  g_ptr_array_add (addresses, (char *) "bob@example.test");
  g_ptr_array_add (addresses, (char *) "nobody@elsewhere.test");
  g_ptr_array_add (addresses, (char *) "carol@example.test");
  told =
    loft_backend_read_availability (backend, addresses, SINCE, SINCE + 10 * HOUR, NULL, &error);
  g_assert_no_error (error);
  return loft_told_times_describe (told, SINCE);
}

static void
test_outbox (void)
{
  g_autoptr (LoftAccount) account = loft_account_new ("dav");
  g_autofree char *url = g_strdup (loft_private_sogo_get_plain_url (world.sogo));
  g_autoptr (LoftBackend) backend = NULL;
  g_autofree char *text = NULL;

  *g_strrstr (url, "Microsoft-Server-ActiveSync") = '\0';
  g_free (account->calendars);
  account->calendars = g_strconcat (url, "dav/alice/", NULL);
  account->incoming.security = LOFT_SECURITY_NONE;
  backend = loft_dav_backend_new (account, sign_in, NULL, NULL);
  text = ask (backend);
  g_assert_cmpstr (text, ==,
                   "bob@example.test : b1.0-2.5 b3.0-3.2 t7.0-8.0\n"
                   "nobody@elsewhere.test : (The server does not know this person)\n"
                   "carol@example.test :\n");
}

/* By half hours, without "tentative", and what takes no time is taken too. */
static void
test_activesync (void)
{
  g_autoptr (LoftAccount) account = loft_account_new ("eas");
  g_autoptr (LoftBackend) backend = NULL;
  g_autofree char *text = NULL;

  g_free (account->url);
  account->url = g_strdup (loft_private_sogo_get_plain_url (world.sogo));
  account->incoming.security = LOFT_SECURITY_NONE;
  backend = loft_eas_backend_new (account, sign_in, NULL, NULL);
  text = ask (backend);
  g_assert_cmpstr (text, ==,
                   "bob@example.test Bob Example: b1.0-2.5 b3.0-3.5 b5.0-6.0 b7.0-8.0\n"
                   "nobody@elsewhere.test : (The server does not know this person)\n"
                   "carol@example.test Carol Example:\n");
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  world.dovecot = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  world.sogo = loft_private_sogo_new (world.dovecot);
  allow ("bob", "alice");
  put ("bob", "one", "090000", "103000", "");
  put ("bob", "two", "110000", "111000", "");
  put ("bob", "three", "130000", "140000", "TRANSP:TRANSPARENT\r\n");
  put ("alice", "meeting", "150000", "160000",
       "ORGANIZER:mailto:alice@example.test\r\n"
       "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:bob@example.test\r\n");
  g_test_add_func ("/availability/outbox", test_outbox);
  g_test_add_func ("/availability/activesync", test_activesync);
  result = g_test_run ();
  loft_private_sogo_free (world.sogo);
  loft_private_dovecot_free (world.dovecot);
  return result;
}
