/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calendars and address books of a real SOGo by CalDAV and CardDAV: what can be made there, changes from
 * both sides, what is shared, and invitations that its server sends. */
#include <string.h>

#include "loft-dav-backend.h"
#include "loft-error.h"
#include "loft-private-sogo.h"
#include "loft-test-profile.h"

#define WHEN "--from 2030-03-01 --to 2030-03-04"

static LoftPrivateDovecot *dovecot;
static LoftPrivateSogo *sogo;

/* ---- the other side ----------------------------------------------------------------------- */

/* SOGo 5.8 may not find at once what another of its processes has just made. */
static void
put (const char *user, const char *path, const char *text)
{
  guint status = 0;

  for (guint i = 0; i < 50 && status / 100 != 2; i++)
    {
      if (i > 0)
        g_usleep (100000);
      status = loft_private_sogo_ask (sogo, user, "PUT", path, NULL, text, NULL);
    }
  g_assert_cmpuint (status / 100, ==, 2);
}

/* (transfer full) (nullable) without the folds of its lines. */
static char *
get (const char *user, const char *path)
{
  g_autofree char *answer = NULL;
  GString *text;

  if (loft_private_sogo_ask (sogo, user, "GET", path, NULL, NULL, &answer) != 200)
    return NULL;
  text = g_string_new (answer);
  g_string_replace (text, "\r\n ", "", 0);
  return g_string_free (text, FALSE);
}

static void
assert_there (const char *user, const char *path, const char *part)
{
  g_autofree char *text = get (user, path);

  if (text == NULL || strstr (text, part) == NULL)
    g_error ("no \"%s\" in %s of %s:\n%s", part, path, user, text != NULL ? text : "(nothing)");
}

#define ACL "acl-query xmlns=\"urn:inverse:params:xml:ns:inverse-dav\""
#define XML "Content-Type: application/xml; charset=utf-8"

/* owner lets somebody at the calendar, who then wants to see it. */
static void
share (const char *owner, const char *with, const char *roles)
{
  g_autofree char *add = g_strdup_printf ("<" ACL "><add-user user=\"%s\"/></acl-query>", with);
  g_autofree char *set =
    g_strdup_printf ("<" ACL "><set-roles user=\"%s\">%s</set-roles></acl-query>", with, roles);
  g_autofree char *theirs = g_strdup_printf ("../%s/Calendar/personal/", owner);

  g_assert_cmpuint (loft_private_sogo_ask (sogo, owner, "POST", "Calendar/personal/", XML, add,
                                           NULL),
                    ==, 204);
  g_assert_cmpuint (loft_private_sogo_ask (sogo, owner, "POST", "Calendar/personal/", XML, set,
                                           NULL),
                    ==, 204);
  g_assert_cmpuint (
    loft_private_sogo_ask (sogo, with, "POST", theirs, XML,
                           "<subscribe xmlns=\"urn:inverse:params:xml:ns:inverse-dav\"/>", NULL),
    ==, 200);
}

/* ---- texts -------------------------------------------------------------------------------- */

/* (transfer full) more: further lines of the event, each with its end. */
static char *
event_text (const char *uid, const char *summary, guint hour, const char *more)
{
  return g_strdup_printf (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nBEGIN:VEVENT\r\nUID:%s\r\n"
    "DTSTAMP:20300101T000000Z\r\nDTSTART:20300302T%02u0000Z\r\nDTEND:20300302T%02u3000Z\r\n"
    "SUMMARY:%s\r\n%sX-KEPT;A=\"b\":c\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    uid, hour, hour, summary, more);
}

/* (transfer full) one invites the other. */
static char *
meeting_text (const char *uid, guint sequence, guint hour, const char *one, const char *other)
{
  g_autofree char *more =
    g_strdup_printf ("SEQUENCE:%u\r\nORGANIZER;CN=%s:mailto:%s@example.test\r\n"
                     "ATTENDEE;CN=%s;RSVP=TRUE;PARTSTAT=NEEDS-ACTION:mailto:%s@example.test\r\n",
                     sequence, one, one, other, other);

  return event_text (uid, "Plan", hour, more);
}

static char *
task_text (const char *uid, const char *summary)
{
  return g_strdup_printf ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nBEGIN:VTODO\r\n"
                          "UID:%s\r\nDTSTAMP:20300101T000000Z\r\nSUMMARY:%s\r\nEND:VTODO\r\n"
                          "END:VCALENDAR\r\n",
                          uid, summary);
}

static char *
card_text (const char *uid, const char *name)
{
  return g_strdup_printf ("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:%s\r\nFN:%s\r\nN:%s;;;;\r\n"
                          "EMAIL:%s@example.test\r\nX-KEPT:c\r\nEND:VCARD\r\n",
                          uid, name, name, uid);
}

/* ---- this side ---------------------------------------------------------------------------- */

/* (transfer full) "http://127.0.0.1:PORT/SOGo/dav/…" */
static char *
plain_url (const char *below)
{
  const char *url = loft_private_sogo_get_plain_url (sogo);

  return g_strdup_printf ("%.*s/SOGo/dav/%s", (int) (strstr (url, "/SOGo/") - url), url, below);
}

static void
add_dav (LoftTestProfile *profile, const char *user, const char *below)
{
  g_autofree char *url = plain_url (below);
  g_autofree char *password = g_strconcat (user, "-secret\n", NULL);

  g_assert_cmpint (loft_test_profile_run_with_input (
                     profile, password,
                     "account add dav --name Dav --address %s@example.test --url %s --user %s"
                     " --password-stdin --secrets-file",
                     user, url, user),
                   ==, 0);
}

/* A person with mail, sent as SOGo sends, and calendars. */
static LoftTestProfile *
new_person (const char *user)
{
  LoftTestProfile *profile = loft_test_profile_new ();
  g_autofree char *more =
    g_strdup_printf ("--trust %s --smtp-host localhost --smtp-port %u --smtp-security none"
                     " --smtp-auth none --allow-plaintext",
                     loft_private_dovecot_get_fingerprint (dovecot),
                     loft_private_sogo_get_smtp_port (sogo));
  g_autofree char *below = g_strconcat (user, "/", NULL);

  loft_test_profile_add_account (profile, user, loft_private_dovecot_get_imaps_port (dovecot),
                                 more);
  add_dav (profile, user, below);
  loft_test_profile_expect (profile, 0, "account set Dav mail-account=Test");
  return profile;
}

/* SOGo closes connections as it likes; what was left out comes with the next sync. */
static void
sync_all (LoftTestProfile *profile)
{
  for (guint i = 0; i < 5; i++)
    if (loft_test_profile_run (profile, "sync") == 0)
      return;
  g_error ("sync: %s", loft_test_profile_get_errors (profile));
}

static gboolean
prints (LoftTestProfile *profile, const char *part)
{
  return strstr (loft_test_profile_get_output (profile), part) != NULL;
}

static void
assert_prints (LoftTestProfile *profile, const char *part)
{
  if (!prints (profile, part))
    g_error ("no \"%s\" in:\n%s", part, loft_test_profile_get_output (profile));
}

static void
assert_settled (LoftTestProfile *profile)
{
  static const char *const commands[] = { "pending", "problems" };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      loft_test_profile_expect (profile, 0, "--offline %s", commands[i]);
      g_assert_cmpstr (loft_test_profile_get_output (profile), ==, "");
    }
}

/* (transfer full) a file of the profile's. */
static char *
write_file (LoftTestProfile *profile, const char *text)
{
  char *path = g_build_filename (loft_test_profile_get_directory (profile), "new", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* (transfer full) the id of the line whose field says that. */
static char *
find (LoftTestProfile *profile, const char *command, const char *field, const char *value)
{
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GPtrArray) values = NULL;

  loft_test_profile_expect (profile, 0, "--offline --json %s", command);
  ids = loft_test_profile_list_field (profile, "id");
  values = loft_test_profile_list_field (profile, field);
  for (guint i = 0; i < values->len; i++)
    if (g_str_equal (g_ptr_array_index (values, i), value))
      return g_strdup (g_ptr_array_index (ids, i));
  g_error ("no %s %s: %s", field, value, loft_test_profile_get_output (profile));
}

/* ---- what is found ------------------------------------------------------------------------ */

static void
test_found (void)
{
  static const struct {
    const char *below;
    gboolean book; /* address books are found from there too */
  } rows[] = { { "", TRUE }, { "alice/Calendar/", TRUE }, { "alice/Calendar/personal/", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftTestProfile) profile = loft_test_profile_new ();

      add_dav (profile, "alice", rows[i].below);
      sync_all (profile);
      loft_test_profile_expect (profile, 0, "--offline folders --account Dav");
      assert_prints (profile, "Personal Calendar ");
      g_assert_cmpint (prints (profile, "Personal Address Book"), ==, rows[i].book);
    }
}

/* ---- what is made there ------------------------------------------------------------------- */

static LoftCredentials *
sign_in (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("alice", "alice-secret", NULL);
}

static LoftBackend *
new_backend (void)
{
  g_autoptr (LoftAccount) account = loft_account_new ("dav");
  g_autoptr (GError) error = NULL;
  LoftBackend *backend;

  g_free (account->calendars);
  g_free (account->contacts);
  account->calendars = plain_url ("alice/");
  account->contacts = plain_url ("alice/");
  account->incoming.security = LOFT_SECURITY_NONE;
  backend = loft_dav_backend_new (account, sign_in, NULL, NULL);
  g_assert_true (loft_backend_connect (backend, NULL, &error));
  g_assert_no_error (error);
  return backend;
}

/* (transfer none) (nullable) *folders: (transfer full) */
static LoftRemoteFolder *
list_one (LoftBackend *backend, const char *remote_id, GPtrArray **folders)
{
  g_autoptr (GError) error = NULL;

  *folders = loft_backend_list_folders (backend, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < (*folders)->len; i++)
    {
      LoftRemoteFolder *folder = g_ptr_array_index (*folders, i);

      if (strcmp (folder->remote_id, remote_id) == 0)
        return folder;
    }
  return NULL;
}

static void
test_collection (LoftBackend *backend, LoftFolderKinds kinds)
{
  g_autofree char *made = NULL;
  g_autofree char *again = NULL;
  g_autofree char *renamed = NULL;
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GPtrArray) later = NULL;
  g_autoptr (GPtrArray) last = NULL;
  g_autoptr (GError) error = NULL;
  LoftRemoteFolder *folder;
  gboolean book = (kinds & LOFT_FOLDER_KIND_CONTACTS) != 0;

  g_assert_true (loft_backend_create_collection (backend, kinds,
                                                 "Gr\xc3\xbc\xc3\x9f"
                                                 "e & more",
                                                 "#12ab34", &made, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (loft_backend_create_collection (backend, kinds,
                                                 "Gr\xc3\xbc\xc3\x9f"
                                                 "e & more",
                                                 "#12ab34", &again, NULL, &error));
  g_assert_cmpstr (again, ==, made);
  folder = list_one (backend, made, &folders);
  g_assert_cmpstr (folder->path, ==,
                   "Gr\xc3\xbc\xc3\x9f"
                   "e & more");
  g_assert_true (folder->writable);
  g_assert_cmpuint (folder->kinds & kinds, ==, kinds);
  if (!book)
    g_assert_cmpstr (folder->color, ==, "#12ab34");
  g_assert_true (loft_backend_rename_folder (backend, made, NULL, "New", &renamed, NULL, &error));
  g_assert_no_error (error);
  /* Address books have no colour there. */
  g_assert_cmpint (loft_backend_color_collection (backend, made, "#0000ff", NULL, &error), ==,
                   !book);
  if (book)
    g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  g_clear_error (&error);
  folder = list_one (backend, renamed, &later);
  g_assert_cmpstr (folder->path, ==, "New");
  if (!book)
    g_assert_cmpstr (folder->color, ==, "#0000ff");
  g_assert_true (loft_backend_delete_folder (backend, renamed, NULL, &error));
  g_assert_no_error (error);
  g_assert_null (list_one (backend, renamed, &last));
}

static void
test_collections (void)
{
  g_autoptr (LoftBackend) backend = new_backend ();

  g_assert_true (loft_backend_get_capabilities (backend) & LOFT_BACKEND_SCHEDULES);
  test_collection (backend, LOFT_FOLDER_KIND_EVENTS);
  test_collection (backend, LOFT_FOLDER_KIND_TASKS);
  test_collection (backend, LOFT_FOLDER_KIND_CONTACTS);
}

/* ---- changes from both sides -------------------------------------------------------------- */

static void
add (LoftTestProfile *profile, const char *command, const char *where, const char *text)
{
  g_autofree char *file = write_file (profile, text);

  loft_test_profile_expect (profile, 0, "--offline %s add %s --account Dav %s", command, file,
                            where);
}

static void
edit (LoftTestProfile *profile, const char *command, const char *id, const char *text)
{
  g_autofree char *file = write_file (profile, text);

  loft_test_profile_expect (profile, 0, "--offline %s edit %s %s", command, id, file);
}

static void
test_changes (void)
{
  g_autoptr (LoftTestProfile) carol = new_person ("carol");
  g_autofree char *fair = event_text ("fair", "Fair", 9, "LOCATION:Hall\r\n");
  g_autofree char *fair_here = event_text ("fair", "Great fair", 9, "LOCATION:Hall\r\n");
  g_autofree char *fair_there = event_text ("fair", "Fair", 9, "LOCATION:Field\r\n");
  g_autofree char *train = event_text ("train", "Train", 11, "");
  g_autofree char *milk = task_text ("milk", "Milk");
  g_autofree char *bread = task_text ("bread", "Bread");
  g_autofree char *eva = card_text ("eva", "Eva");
  g_autofree char *eva_here = card_text ("eva", "Eva Adler");
  g_autofree char *jan = card_text ("jan", "Jan");
  g_autofree char *id = NULL;
  g_autofree char *task = NULL;
  g_autofree char *person = NULL;
  g_autofree char *gone = NULL;

  put ("carol", "Calendar/personal/fair.ics", fair);
  put ("carol", "Calendar/personal/milk.ics", milk);
  put ("carol", "Contacts/personal/eva.vcf", eva);
  sync_all (carol);
  id = find (carol, "events " WHEN, "summary", "Fair");
  task = find (carol, "tasks", "summary", "Milk");
  person = find (carol, "contacts Eva", "name", "Eva");

  /* Without a network here, and meanwhile there. */
  edit (carol, "event", id, fair_here);
  add (carol, "event", "", train);
  loft_test_profile_expect (carol, 0, "--offline task done %s", task);
  add (carol, "task", "", bread);
  edit (carol, "contact", person, eva_here);
  add (carol, "contact", "--book 'Personal Address Book'", jan);
  put ("carol", "Calendar/personal/fair.ics", fair_there);
  sync_all (carol);
  sync_all (carol);
  assert_settled (carol);
  assert_there ("carol", "Calendar/personal/fair.ics", "SUMMARY:Great fair");
  assert_there ("carol", "Calendar/personal/fair.ics", "LOCATION:Field");
  assert_there ("carol", "Calendar/personal/fair.ics", "X-KEPT");
  assert_there ("carol", "Calendar/personal/train.ics", "SUMMARY:Train");
  assert_there ("carol", "Calendar/personal/milk.ics", "STATUS:COMPLETED");
  assert_there ("carol", "Calendar/personal/bread.ics", "SUMMARY:Bread");
  assert_there ("carol", "Contacts/personal/eva.vcf", "FN:Eva Adler");
  assert_there ("carol", "Contacts/personal/jan.vcf", "FN:Jan");
  loft_test_profile_expect (carol, 0, "--offline events " WHEN);
  assert_prints (carol, "Great fair");

  /* Gone here, gone there. */
  loft_test_profile_expect (carol, 0, "--offline event delete %s", id);
  g_assert_cmpuint (loft_private_sogo_ask (sogo, "carol", "DELETE", "Calendar/personal/train.ics",
                                           NULL, NULL, NULL) /
                      100,
                    ==, 2);
  sync_all (carol);
  assert_settled (carol);
  gone = get ("carol", "Calendar/personal/fair.ics");
  g_assert_null (gone);
  loft_test_profile_expect (carol, 0, "--offline events " WHEN);
  g_assert_cmpstr (loft_test_profile_get_output (carol), ==, "");
}

/* ---- what is shared ----------------------------------------------------------------------- */

#define BOBS "Personal Calendar (Bob Example <bob@example.test>)"

static void
test_shared (void)
{
  g_autoptr (LoftTestProfile) carol = loft_test_profile_new ();
  g_autofree char *text = event_text ("desk", "Desk", 12, "");
  g_autofree char *more = event_text ("chair", "Chair", 13, "");
  g_autofree char *file = write_file (carol, more);

  add_dav (carol, "carol", "carol/");
  put ("bob", "Calendar/personal/desk.ics", text);
  share ("bob", "carol", "<PublicViewer/>");
  sync_all (carol);
  loft_test_profile_expect (carol, 0, "--offline events " WHEN);
  assert_prints (carol, "Desk");
  /* It is only looked at. */
  g_assert_cmpint (loft_test_profile_run (
                     carol, "--offline event add %s --account Dav --calendar '" BOBS "'", file),
                   !=, 0);
  assert_settled (carol);
  share ("bob", "carol", "<PublicModifier/><ObjectCreator/><ObjectEraser/>");
  sync_all (carol);
  loft_test_profile_expect (carol, 0, "--offline event add %s --account Dav --calendar '" BOBS "'",
                            file);
  sync_all (carol);
  assert_settled (carol);
  assert_there ("bob", "Calendar/personal/chair.ics", "SUMMARY:Chair");
  g_assert_cmpuint (loft_private_sogo_ask (sogo, "bob", "DELETE", "Calendar/personal/desk.ics",
                                           NULL, NULL, NULL) /
                      100,
                    ==, 2);
  g_assert_cmpuint (loft_private_sogo_ask (sogo, "bob", "DELETE", "Calendar/personal/chair.ics",
                                           NULL, NULL, NULL) /
                      100,
                    ==, 2);
}

/* ---- invitations -------------------------------------------------------------------------- */

typedef struct {
  LoftTestProfile *profile;
  guint n_mails; /* in the inbox */
} Person;

typedef struct {
  Person alice;
  Person bob;
} Two;

/* (transfer full) ids of the inbox, the newest first. */
static GPtrArray *
list_mail (Person *person)
{
  sync_all (person->profile);
  loft_test_profile_expect (person->profile, 0,
                            "--json --offline messages --account Test --folder INBOX");
  return loft_test_profile_list_field (person->profile, "id");
}

static void
person_begin (Person *person, const char *user)
{
  g_autoptr (GPtrArray) ids = NULL;

  person->profile = new_person (user);
  ids = list_mail (person);
  person->n_mails = ids->len;
}

static void
set_up (Two *two, gconstpointer unused)
{
  person_begin (&two->alice, "alice");
  person_begin (&two->bob, "bob");
}

static void
tear_down (Two *two, gconstpointer unused)
{
  loft_test_profile_free (two->alice.profile);
  loft_test_profile_free (two->bob.profile);
}

static void
expect_n_mails (Person *person, guint n)
{
  g_autoptr (GPtrArray) ids = list_mail (person);

  person->n_mails += n;
  if (ids->len != person->n_mails)
    g_error ("%u mails instead of %u: %s", ids->len, person->n_mails,
             loft_test_profile_get_output (person->profile));
}

/* (transfer full) the one mail that came. */
static char *
expect_mail (Person *person)
{
  expect_n_mails (person, 1);
  return loft_test_profile_dup_field (person->profile, "id");
}

static void
assert_event (LoftTestProfile *profile, const char *first, const char *second)
{
  loft_test_profile_expect (profile, 0, "--json --offline events " WHEN);
  assert_prints (profile, first);
  assert_prints (profile, second);
}

/* What was done here is there, and nothing of it goes by our own mail. */
static void
settle (Person *person)
{
  sync_all (person->profile);
  assert_settled (person->profile);
  loft_test_profile_expect (person->profile, 0, "--offline outbox");
  g_assert_cmpstr (loft_test_profile_get_output (person->profile), ==, "");
}

/* The server tells everybody, each once. */
static void
test_invites (Two *two, gconstpointer unused)
{
  LoftTestProfile *alice = two->alice.profile;
  LoftTestProfile *bob = two->bob.profile;
  g_autofree char *first = meeting_text ("plan", 0, 10, "alice", "bob");
  g_autofree char *moved = meeting_text ("plan", 1, 14, "alice", "bob");
  g_autofree char *file = write_file (alice, first);
  g_autofree char *event = NULL;
  g_autofree char *invitation = NULL;

  loft_test_profile_expect (alice, 0,
                            "event add %s --account Dav --calendar 'Personal Calendar' --invite",
                            file);
  settle (&two->alice);
  invitation = expect_mail (&two->bob);
  assert_event (bob, "T10:00:00", "needs-action");
  loft_test_profile_expect (bob, 0, "--offline event respond %s accept --message", invitation);
  assert_event (bob, "\"my_status\":\"accepted\"", "T10:00:00");
  settle (&two->bob);
  expect_n_mails (&two->alice, 1);
  assert_event (alice, "\"status\":\"accepted\"", "bob@example.test");

  event = find (alice, "events " WHEN, "uid", "plan");
  g_assert_true (g_file_set_contents (file, moved, -1, NULL));
  loft_test_profile_expect (alice, 0, "event edit %s %s --invite", event, file);
  settle (&two->alice);
  expect_n_mails (&two->bob, 1);
  assert_event (bob, "T14:00:00", "Plan");
  loft_test_profile_expect (alice, 0, "event delete %s --invite", event);
  settle (&two->alice);
  expect_n_mails (&two->bob, 1);
  expect_n_mails (&two->alice, 0);
}

/* Bob invites by SOGo, Alice answers by Loft. */
static void
test_is_invited (Two *two, gconstpointer unused)
{
  g_autofree char *text = meeting_text ("fete", 0, 16, "bob", "alice");
  g_autofree char *invitation = NULL;

  put ("bob", "Calendar/personal/fete.ics", text);
  invitation = expect_mail (&two->alice);
  loft_test_profile_expect (two->alice.profile, 0, "--offline event respond %s decline --message",
                            invitation);
  settle (&two->alice);
  assert_there ("bob", "Calendar/personal/fete.ics", "PARTSTAT=DECLINED");
  expect_n_mails (&two->bob, 1);
  expect_n_mails (&two->alice, 0);
  assert_event (two->bob.profile, "\"status\":\"declined\"", "alice@example.test");
}

int
main (int argc, char *argv[])
{
  int status;

  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  dovecot = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  sogo = loft_private_sogo_new (dovecot);
  g_test_add_func ("/dav-sogo/found", test_found);
  g_test_add_func ("/dav-sogo/collections", test_collections);
  g_test_add_func ("/dav-sogo/changes", test_changes);
  g_test_add_func ("/dav-sogo/shared", test_shared);
  g_test_add ("/dav-sogo/invites", Two, NULL, set_up, test_invites, tear_down);
  g_test_add ("/dav-sogo/is-invited", Two, NULL, set_up, test_is_invited, tear_down);
  status = g_test_run ();
  loft_private_sogo_free (sogo);
  loft_private_dovecot_free (dovecot);
  return status;
}
