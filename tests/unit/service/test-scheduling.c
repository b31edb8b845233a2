/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-mail-account-private.h"
#include "loft-outbox-private.h"
#include "loft-outgoing-queue.h"
#include "loft-resource-store.h"
#include "loft-resources.h"
#include "loft-scheduling-post.h"
#include "loft-scheduling-store.h"
#include "loft-scheduling.h"

/* Bob's account without a network, and the calendar of "On this computer": mails come in, and what
 * the calendar and the outbox have then is looked at. Times are of the first week of March 2026,
 * UTC. */

#define DAY    86400
#define MONDAY 1772409600 /* 2026-03-02T00:00Z */

typedef struct {
  char *profile;
  LoftService *service;
  LoftMailAccount *account; /* (borrowed) Bob's */
  LoftMailAccount *local; /* (borrowed) where the calendar is */
  LoftSchedulingActions *actions;
  guint64 undo;
} Fixture;

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static void
add_bob (Fixture *fixture)
{
  g_autoptr (LoftAccount) account = loft_account_new ("imap");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  replace (&account->name, "work");
  replace (&account->address, "bob@x.org");
  replace (&account->person, "Bob");
  replace (&account->incoming.host, "imap.x.test");
  account->incoming.port = 993;
  replace (&account->outgoing.host, "smtp.x.test");
  account->outgoing.port = 465;
  loft_service_add_account_async (fixture->service, account, NULL, NULL, on_done, &result);
  wait_for (&result);
  fixture->account = loft_service_add_account_finish (fixture->service, result, &error);
  g_assert_no_error (error);
}

static void
find_accounts (Fixture *fixture)
{
  GListModel *accounts = loft_service_get_accounts (fixture->service);
  guint n = g_list_model_get_n_items (accounts);
  g_autoptr (LoftMailAccount) first = g_list_model_get_item (accounts, 0);
  g_autoptr (LoftMailAccount) last = g_list_model_get_item (accounts, n - 1);

  fixture->account = first;
  fixture->local = last;
  fixture->actions = LOFT_SCHEDULING_ACTIONS (loft_scheduling_of (fixture->service));
}

static void
open_service (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->service = loft_service_open (fixture->profile, &error);
  g_assert_no_error (error);
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->profile = g_dir_make_tmp ("loft-scheduling-XXXXXX", NULL);
  open_service (fixture);
  add_bob (fixture);
  find_accounts (fixture);
}

static void
close_service (Fixture *fixture)
{
  loft_service_stop (fixture->service);
  g_clear_object (&fixture->service);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  const char *const arguments[] = { "rm", "-rf", fixture->profile, NULL };

  close_service (fixture);
  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->profile);
}

/* As after the power came back. */
static void
begin_anew (Fixture *fixture)
{
  close_service (fixture);
  open_service (fixture);
  find_accounts (fixture);
}

/* ---- mails -------------------------------------------------------------------------------- */

#define EVA   "|ORGANIZER;CN=Eva:mailto:eva@x.org"
#define ME    "|ORGANIZER:mailto:bob@x.org"
#define BOB   "|ATTENDEE;RSVP=TRUE;PARTSTAT=NEEDS-ACTION:mailto:bob@x.org"
#define CID   "|ATTENDEE;RSVP=TRUE:mailto:cid@x.org"
#define TEN   "|DTSTART:20260302T100000Z|DTEND:20260302T110000Z"
#define NOON  "|DTSTART:20260302T120000Z|DTEND:20260302T130000Z"
#define ID(n) "UID:u1|SUMMARY:Plan|SEQUENCE:" #n "|DTSTAMP:2026020" #n "T000000Z"

/* (transfer full) properties parted by "|". */
static char *
make_calendar (const char *method, const char *properties)
{
  g_auto (GStrv) lines = g_strsplit (properties, "|", -1);
  g_autofree char *body = g_strjoinv ("\r\n", lines);

  return g_strdup_printf (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n%s%s%sBEGIN:VEVENT\r\n%s\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n",
    *method != '\0' ? "METHOD:" : "", method, *method != '\0' ? "\r\n" : "", body);
}

static LoftMessageBody *
make_mail (const char *from, const char *method, const char *properties)
{
  g_autofree char *calendar = make_calendar (method, properties);
  g_autofree char *text = g_strdup_printf (
    "From: %s\r\nTo: bob@x.org\r\nSubject: Plan\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n"
    "Hello\r\n--b\r\nContent-Type: text/calendar; charset=utf-8; method=%s\r\n\r\n%s\r\n--b--\r\n",
    from, method, calendar);
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));

  return loft_message_body_new_alone (raw);
}

static LoftSchedulingCard *
read_card (Fixture *fixture, LoftMessageBody *body)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LoftSchedulingCard *card;

  loft_scheduling_actions_read_async (fixture->actions, fixture->account, body, NULL, on_done,
                                      &result);
  wait_for (&result);
  card = loft_scheduling_actions_read_finish (fixture->actions, result, &error);
  g_assert_no_error (error);
  return card;
}

static gboolean
try_act (Fixture *fixture, LoftMessageBody *body, const LoftSchedulingWish *wish, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  loft_scheduling_actions_act_async (fixture->actions, fixture->account, body, wish, on_done,
                                     &result);
  wait_for (&result);
  return loft_scheduling_actions_act_finish (fixture->actions, result, &fixture->undo, error);
}

static void
act (Fixture *fixture, LoftMessageBody *body, LoftSchedulingDeed deed, LoftPartstat partstat)
{
  g_autoptr (LoftSchedulingCard) card = read_card (fixture, body);
  g_autoptr (GError) error = NULL;
  const LoftSchedulingWish wish = { .deed = deed, .seen = card->state, .partstat = partstat };

  try_act (fixture, body, &wish, &error);
  g_assert_no_error (error);
}

static void
answer (Fixture *fixture, LoftMessageBody *body, LoftPartstat partstat)
{
  act (fixture, body, LOFT_SCHEDULING_DO_ANSWER, partstat);
}

/* Into the calendar, as if it had been there. */
static void
keep (Fixture *fixture, const char *properties)
{
  g_autofree char *text = make_calendar ("", properties);
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));
  g_autoptr (GPtrArray) folders =
    loft_resources_list_folders (fixture->local, LOFT_FOLDER_KIND_EVENTS, NULL);
  const LoftResourceWish wish = { 0, ((LoftFolder *) g_ptr_array_index (folders, 0))->id, raw };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  loft_resources_act_async (fixture->local, &wish, 1, on_done, &result);
  wait_for (&result);
  loft_resources_act_finish (fixture->local, result, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* ---- what there is ------------------------------------------------------------------------ */

static LoftMailStore *
open_store (LoftMailAccount *account)
{
  g_autofree char *path =
    g_build_filename (loft_mail_account_get_directory (account), "store.db", NULL);
  g_autoptr (GError) error = NULL;
  LoftMailStore *store = loft_mail_store_open (path, LOFT_DATABASE_DURABLE, &error);

  g_assert_no_error (error);
  return store;
}

/* (transfer full) All of the calendar, unfolded; "" for nothing. */
static char *
read_calendar (Fixture *fixture)
{
  g_autoptr (LoftMailStore) store = open_store (fixture->local);
  g_autoptr (GArray) ids = loft_resource_store_list (store, 0, LOFT_FOLDER_KIND_EVENTS, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (LoftResource) resource =
        loft_resource_store_get (store, g_array_index (ids, gint64, i), NULL);

      g_string_append_len (text, g_bytes_get_data (resource->raw, NULL),
                           (gssize) g_bytes_get_size (resource->raw));
    }
  g_string_replace (text, "\r\n ", "", 0);
  return g_string_free (text, FALSE);
}

/* (transfer full) All of the outbox, unfolded, or "". */
static char *
read_outbox (Fixture *fixture, guint *n)
{
  g_autoptr (LoftOutgoingQueue) queue =
    loft_outgoing_queue_open (loft_mail_account_get_directory (fixture->account), NULL);
  g_autoptr (GPtrArray) list = loft_outgoing_queue_list (queue, NULL);
  GString *text = g_string_new (NULL);

  *n = list->len;
  for (guint i = 0; i < list->len; i++)
    {
      const LoftOutgoing *outgoing = g_ptr_array_index (list, i);
      g_autoptr (GBytes) raw = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (LoftOutgoing) same = loft_outgoing_queue_get (queue, outgoing->id, &raw, &error);

      g_assert_no_error (error);
      g_assert_nonnull (same);
      g_string_append_len (text, g_bytes_get_data (raw, NULL), (gssize) g_bytes_get_size (raw));
    }
  g_string_replace (text, "\r\n ", "", 0);
  return g_string_free (text, FALSE);
}

static void
assert_calendar (Fixture *fixture, const char *has)
{
  g_autofree char *text = read_calendar (fixture);

  if (*has == '\0')
    g_assert_cmpstr (text, ==, "");
  else if (strstr (text, has) == NULL)
    g_error ("“%s” is not in the calendar:\n%s", has, text);
}

static void
assert_outbox (Fixture *fixture, guint n, const char *has)
{
  guint found = 0;
  g_autofree char *text = read_outbox (fixture, &found);

  g_assert_cmpuint (found, ==, n);
  if (strstr (text, has) == NULL)
    g_error ("“%s” is not in the outbox:\n%s", has, text);
}

/* ---- states ------------------------------------------------------------------------------- */

typedef struct {
  const char *name;
  const char *from;
  const char *method;
  const char *message;
  const char *present; /* (nullable) */
  LoftSchedulingState state;
  LoftSchedulingDeed deed;
  LoftPartstat partstat;
  const char *calendar; /* has this then; "": nothing; NULL: it is refused */
  guint n_sent;
  const char *sent; /* has this */
} Row;

static const Row rows[] = {
  { "accept", "eva@x.org", "REQUEST", ID (1) TEN EVA BOB, NULL, LOFT_SCHEDULING_INVITATION,
    LOFT_SCHEDULING_DO_ANSWER, LOFT_PARTSTAT_ACCEPTED, "PARTSTAT=ACCEPTED:mailto:bob", 1,
    "METHOD:REPLY" },
  { "tentative", "eva@x.org", "REQUEST", ID (1) TEN EVA BOB, NULL, LOFT_SCHEDULING_INVITATION,
    LOFT_SCHEDULING_DO_ANSWER, LOFT_PARTSTAT_TENTATIVE, "PARTSTAT=TENTATIVE:mailto:bob", 1,
    "method=REPLY" },
  { "decline", "eva@x.org", "REQUEST", ID (1) TEN EVA BOB, NULL, LOFT_SCHEDULING_INVITATION,
    LOFT_SCHEDULING_DO_ANSWER, LOFT_PARTSTAT_DECLINED, "PARTSTAT=DECLINED:mailto:bob", 1,
    "To: Eva <eva@x.org>" },
  { "accepted already", "eva@x.org", "REQUEST", ID (1) TEN EVA BOB,
    ID (1) TEN EVA "|ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@x.org", LOFT_SCHEDULING_KNOWN,
    LOFT_SCHEDULING_DO_ANSWER, LOFT_PARTSTAT_ACCEPTED, "PARTSTAT=ACCEPTED", 0, "" },
  { "another answer", "eva@x.org", "REQUEST", ID (1) TEN EVA BOB,
    ID (1) TEN EVA "|ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@x.org", LOFT_SCHEDULING_KNOWN,
    LOFT_SCHEDULING_DO_ANSWER, LOFT_PARTSTAT_DECLINED, "PARTSTAT=DECLINED", 1,
    "PARTSTAT=DECLINED" },
  { "update", "eva@x.org", "REQUEST", ID (2) NOON EVA BOB, ID (1) TEN EVA BOB,
    LOFT_SCHEDULING_UPDATE, LOFT_SCHEDULING_DO_ANSWER, LOFT_PARTSTAT_ACCEPTED,
    "DTSTART:20260302T120000Z", 1, "SEQUENCE:2" },
  { "out of date", "eva@x.org", "REQUEST", ID (1) TEN EVA BOB, ID (2) NOON EVA BOB,
    LOFT_SCHEDULING_OUTDATED, LOFT_SCHEDULING_DO_TAKE, 0, NULL, 0, "" },
  { "cancelled, removed", "eva@x.org", "CANCEL", ID (2) TEN EVA BOB, ID (1) TEN EVA BOB,
    LOFT_SCHEDULING_CANCELLATION, LOFT_SCHEDULING_DO_REMOVE, 0, "", 0, "" },
  { "cancelled, marked", "eva@x.org", "CANCEL", ID (2) TEN EVA BOB, ID (1) TEN EVA BOB,
    LOFT_SCHEDULING_CANCELLATION, LOFT_SCHEDULING_DO_TAKE, 0, "STATUS:CANCELLED", 0, "" },
  { "cancelled by a stranger", "mal@evil.example", "CANCEL", ID (2) TEN EVA BOB, ID (1) TEN EVA BOB,
    LOFT_SCHEDULING_OTHER_SENDER, LOFT_SCHEDULING_DO_ANSWER, LOFT_PARTSTAT_ACCEPTED, NULL, 0, "" },
  { "cancelled by a stranger, believed", "mal@evil.example", "CANCEL", ID (2) TEN EVA BOB,
    ID (1) TEN EVA BOB, LOFT_SCHEDULING_OTHER_SENDER, LOFT_SCHEDULING_DO_TAKE, 0,
    "STATUS:CANCELLED", 0, "" },
  { "published", "eva@x.org", "PUBLISH", ID (1) TEN, NULL, LOFT_SCHEDULING_PUBLICATION,
    LOFT_SCHEDULING_DO_TAKE, 0, "SUMMARY:Plan", 0, "" },
  { "not for me", "eva@x.org", "REQUEST", ID (1) TEN EVA CID, NULL, LOFT_SCHEDULING_NOT_FOR_ME,
    LOFT_SCHEDULING_DO_TAKE, 0, "SUMMARY:Plan", 0, "" },
  { "an answer", "cid@x.org", "REPLY", ID (1) TEN ME "|ATTENDEE;PARTSTAT=ACCEPTED:mailto:cid@x.org",
    ID (1) TEN ME CID, LOFT_SCHEDULING_ANSWER, LOFT_SCHEDULING_DO_TAKE, 0, "PARTSTAT=ACCEPTED", 0,
    "" },
  { "an answer of somebody else", "mal@evil.example", "REPLY",
    ID (1) TEN ME "|ATTENDEE;PARTSTAT=ACCEPTED:mailto:cid@x.org", ID (1) TEN ME CID,
    LOFT_SCHEDULING_OTHER_SENDER, LOFT_SCHEDULING_DO_ANSWER, LOFT_PARTSTAT_ACCEPTED, NULL, 0, "" },
  { "a stranger", "dan@x.org", "REPLY",
    ID (1) TEN ME "|ATTENDEE;PARTSTAT=ACCEPTED:mailto:dan@x.org", ID (1) TEN ME CID,
    LOFT_SCHEDULING_STRANGER, LOFT_SCHEDULING_DO_TAKE, 0, "mailto:dan@x.org", 0, "" },
  { "proposal accepted", "cid@x.org", "COUNTER", ID (1) NOON ME CID, ID (1) TEN ME CID,
    LOFT_SCHEDULING_PROPOSAL, LOFT_SCHEDULING_DO_ACCEPT_PROPOSAL, 0, "DTSTART:20260302T120000Z", 1,
    "METHOD:REQUEST" },
  { "proposal declined", "cid@x.org", "COUNTER", ID (1) NOON ME CID, ID (1) TEN ME CID,
    LOFT_SCHEDULING_PROPOSAL, LOFT_SCHEDULING_DO_DECLINE_PROPOSAL, 0, "DTSTART:20260302T100000Z", 1,
    "METHOD:DECLINECOUNTER" },
  { "refresh", "cid@x.org", "REFRESH", "UID:u1|DTSTAMP:20260301T000000Z" ME CID, ID (1) TEN ME CID,
    LOFT_SCHEDULING_REFRESH, LOFT_SCHEDULING_DO_SEND_AGAIN, 0, "DTSTART:20260302T100000Z", 1,
    "To: cid@x.org" },
};

static void
test_row (Fixture *fixture, gconstpointer data)
{
  const Row *row = data;
  g_autoptr (LoftMessageBody) body = make_mail (row->from, row->method, row->message);
  g_autoptr (LoftSchedulingCard) card = NULL;
  g_autoptr (GError) error = NULL;
  LoftSchedulingWish wish = { .deed = row->deed, .seen = row->state, .partstat = row->partstat };

  if (row->present != NULL)
    keep (fixture, row->present);
  g_assert_true (loft_scheduling_is_in (body));
  card = read_card (fixture, body);
  g_assert_cmpint (card->state, ==, row->state);
  g_assert_true ((card->present != NULL) == (row->present != NULL));
  if (row->calendar == NULL)
    {
      g_assert_false (try_act (fixture, body, &wish, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
      assert_outbox (fixture, 0, "");
      return;
    }
  try_act (fixture, body, &wish, &error);
  g_assert_no_error (error);
  assert_calendar (fixture, row->calendar);
  assert_outbox (fixture, row->n_sent, row->sent);
}

/* ---- more than one step ------------------------------------------------------------------- */

static void
test_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMessageBody) body = make_mail ("eva@x.org", "REQUEST", ID (1) TEN EVA BOB);
  g_autoptr (LoftMessageBody) again = make_mail ("eva@x.org", "REQUEST", ID (1) TEN EVA BOB);

  answer (fixture, body, LOFT_PARTSTAT_ACCEPTED);
  answer (fixture, body, LOFT_PARTSTAT_ACCEPTED);
  answer (fixture, again, LOFT_PARTSTAT_ACCEPTED);
  assert_outbox (fixture, 1, "PARTSTAT=ACCEPTED");
  answer (fixture, again, LOFT_PARTSTAT_DECLINED);
  answer (fixture, body, LOFT_PARTSTAT_ACCEPTED);
  assert_outbox (fixture, 3, "PARTSTAT=DECLINED");
}

static void
test_undo (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMessageBody) body = make_mail ("eva@x.org", "REQUEST", ID (1) TEN EVA BOB);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  answer (fixture, body, LOFT_PARTSTAT_ACCEPTED);
  assert_outbox (fixture, 1, "ACCEPTED");
  g_assert_cmpuint (fixture->undo, !=, 0);
  loft_scheduling_actions_undo_async (fixture->actions, fixture->undo, on_done, &result);
  wait_for (&result);
  loft_scheduling_actions_undo_finish (fixture->actions, result, &error);
  g_assert_no_error (error);
  assert_calendar (fixture, "");
  assert_outbox (fixture, 0, "");
  answer (fixture, body, LOFT_PARTSTAT_ACCEPTED);
  assert_outbox (fixture, 1, "ACCEPTED");
}

/* What somebody else changed while it was looked at. */
static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMessageBody) body = make_mail ("eva@x.org", "REQUEST", ID (1) TEN EVA BOB);
  const LoftSchedulingWish wish = { .deed = LOFT_SCHEDULING_DO_ANSWER,
                                    .seen = LOFT_SCHEDULING_INVITATION,
                                    .partstat = LOFT_PARTSTAT_ACCEPTED };
  g_autoptr (GError) error = NULL;

  keep (fixture, ID (2) NOON EVA BOB);
  g_assert_false (try_act (fixture, body, &wish, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_CONFLICT);
  assert_outbox (fixture, 0, "");
}

static void
test_overlap (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMessageBody) body = make_mail ("eva@x.org", "REQUEST", ID (1) TEN EVA BOB);
  g_autoptr (LoftSchedulingCard) card = NULL;

  keep (fixture, "UID:l|SUMMARY:Lunch|DTSTART:20260302T103000Z|DTEND:20260302T120000Z");
  keep (fixture, "UID:t|SUMMARY:Later|DTSTART:20260302T110000Z|DTEND:20260302T120000Z");
  keep (fixture, "UID:f|SUMMARY:Free|TRANSP:TRANSPARENT" TEN);
  card = read_card (fixture, body);
  g_assert_cmpuint (card->conflicts->len, ==, 1);
  g_assert_cmpstr (((LoftOccurrence *) card->conflicts->pdata[0])->summary, ==, "Lunch");
  g_assert_cmpuint (card->choice->len, >, 0);
  g_assert_cmpint (card->answer, ==, LOFT_PARTSTAT_NONE);
  g_assert_true (card->asks_for_answer);
}

/* What servers do not take along goes by mail, and is no answer. */
static void
add_words (Fixture *fixture, LoftMessageBody *body)
{
  g_autoptr (LoftSchedulingCard) card = read_card (fixture, body);
  const LoftSchedulingWish wish = { .deed = LOFT_SCHEDULING_DO_ANSWER,
                                    .seen = card->state,
                                    .partstat = LOFT_PARTSTAT_ACCEPTED,
                                    .comment = "I bring the plans" };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n = 0;

  try_act (fixture, body, &wish, &error);
  g_assert_no_error (error);
  text = read_outbox (fixture, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_nonnull (strstr (text, "Accepted: Plan"));
  g_assert_nonnull (strstr (text, "I bring the plans"));
  g_assert_nonnull (strstr (text, "eva@x.org"));
  g_assert_null (strstr (text, "text/calendar"));
  g_assert_null (strstr (text, "invite.ics"));
}

/* Where the server tells, nobody else does. */
static void
test_server_tells (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMessageBody) body = make_mail ("eva@x.org", "REQUEST", ID (1) TEN EVA BOB);
  g_autoptr (LoftSchedulingCard) card = NULL;
  LoftMailStore *store = open_store (fixture->local);

  g_assert_true (loft_mail_store_set_word (store, LOFT_SERVER_TELLS, "yes", NULL));
  loft_mail_store_close (store);
  card = read_card (fixture, body);
  g_assert_true (card->server_tells);
  answer (fixture, body, LOFT_PARTSTAT_ACCEPTED);
  assert_calendar (fixture, "PARTSTAT=ACCEPTED");
  assert_outbox (fixture, 0, "");
  add_words (fixture, body);
}

/* ---- by the calendar ---------------------------------------------------------------------- */

/* (transfer full) The one event there is, once the list has it. */
static LoftOccurrenceItem *
find_item (Fixture *fixture)
{
  LoftCalendarActions *calendar = loft_service_get_calendar (fixture->service);
  g_autoptr (GListModel) list =
    loft_calendar_actions_list_events (calendar, MONDAY, MONDAY + 7 * DAY);

  while (g_list_model_get_n_items (list) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 1);
  return g_list_model_get_item (list, 0);
}

static guint64
change (Fixture *fixture, LoftCalendarChange *wish)
{
  LoftCalendarActions *calendar = loft_service_get_calendar (fixture->service);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint64 undo = 0;

  wish->scope = LOFT_SCOPE_ALL;
  loft_calendar_actions_change_async (calendar, wish, NULL, on_done, &result);
  wait_for (&result);
  loft_calendar_actions_change_finish (calendar, result, &undo, &error);
  g_assert_no_error (error);
  return undo;
}

static void
test_answer_in_calendar (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftOccurrenceItem) item = NULL;
  LoftCalendarChange wish = { .kind = LOFT_CHANGE_ANSWER,
                              .partstat = LOFT_PARTSTAT_TENTATIVE,
                              .comment = "Perhaps later" };

  begin_anew (fixture);
  keep (fixture, ID (1) TEN EVA BOB);
  item = find_item (fixture);
  wish.item = item;
  change (fixture, &wish);
  assert_calendar (fixture, "PARTSTAT=TENTATIVE");
  assert_outbox (fixture, 1, "COMMENT:Perhaps later");
  change (fixture, &wish);
  assert_outbox (fixture, 1, "METHOD:REPLY");
}

static void
add_guest (LoftEvent *event, const char *address)
{
  LoftAttendee *guest = loft_attendee_new (address, "");

  guest->rsvp = TRUE;
  g_ptr_array_add (event->attendees, guest);
}

static LoftEvent *
make_meeting (void)
{
  LoftEvent *event = loft_event_new ();

  replace (&event->summary, "Plan");
  event->start = (LoftEventTime){ TRUE, FALSE, MONDAY + 10 * 3600, "UTC", 0 };
  event->end = (LoftEventTime){ TRUE, FALSE, MONDAY + 11 * 3600, "UTC", 0 };
  return event;
}

static void
test_invite (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftEvent) event = make_meeting ();
  g_autoptr (LoftEvent) changed = NULL;
  g_autoptr (LoftOccurrenceItem) item = NULL;
  g_autoptr (LoftOccurrenceItem) later = NULL;
  g_autoptr (LoftCalendarItem) calendar = NULL;
  LoftCalendarChange wish = { .kind = LOFT_CHANGE_ADD, .event = event, .tell = TRUE };

  begin_anew (fixture);
  calendar = g_list_model_get_item (loft_calendar_actions_get_calendars (
                                      loft_service_get_calendar (fixture->service)),
                                    0);
  wish.calendar = calendar;
  add_guest (event, "cid@x.org");
  add_guest (event, "dan@x.org");
  change (fixture, &wish);
  assert_calendar (fixture, "ORGANIZER");
  assert_outbox (fixture, 1, "METHOD:REQUEST");
  assert_outbox (fixture, 1, "To: cid@x.org, dan@x.org");
  assert_outbox (fixture, 1, "invite.ics");

  item = find_item (fixture);
  changed = make_meeting ();
  replace (&changed->summary, "Better plan");
  changed->organizer = loft_attendee_new ("bob@x.org", "Bob");
  add_guest (changed, "cid@x.org");
  wish =
    (LoftCalendarChange){ .kind = LOFT_CHANGE_EDIT, .item = item, .event = changed, .tell = TRUE };
  change (fixture, &wish);
  assert_outbox (fixture, 3, "METHOD:CANCEL");
  assert_outbox (fixture, 3, "To: dan@x.org");

  later = find_item (fixture);
  wish = (LoftCalendarChange){ .kind = LOFT_CHANGE_REMOVE, .item = later };
  change (fixture, &wish);
  assert_calendar (fixture, "");
  assert_outbox (fixture, 3, "");
}

static void
test_invite_undo (Fixture *fixture, gconstpointer data)
{
  LoftCalendarActions *actions;
  g_autoptr (LoftOccurrenceItem) item = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LoftCalendarChange wish = { .kind = LOFT_CHANGE_REMOVE, .tell = TRUE };
  guint64 undo;

  begin_anew (fixture);
  actions = loft_service_get_calendar (fixture->service);
  keep (fixture, ID (1) TEN ME CID);
  item = find_item (fixture);
  wish.item = item;
  undo = change (fixture, &wish);
  assert_calendar (fixture, "");
  assert_outbox (fixture, 1, "METHOD:CANCEL");
  loft_calendar_actions_undo_async (actions, undo, NULL, on_done, &result);
  wait_for (&result);
  loft_calendar_actions_undo_finish (actions, result, &error);
  g_assert_no_error (error);
  assert_calendar (fixture, "SUMMARY:Plan");
  assert_outbox (fixture, 0, "");
}

/* ---- cut off ------------------------------------------------------------------------------ */

static void
post (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  loft_scheduling_post_async (fixture->service, fixture->local, on_done, &result);
  wait_for (&result);
  loft_scheduling_post_finish (result, &error);
  g_assert_no_error (error);
}

static LoftSchedulingMessage *
make_message (Fixture *fixture)
{
  static const char text[] = "From: bob@x.org\r\nTo: eva@x.org\r\nSubject: Yes\r\n"
                             "Message-ID: <1@x.org>\r\n\r\nYes\r\n";
  g_autoptr (GBytes) raw = g_bytes_new_static (text, strlen (text));

  return loft_scheduling_message_new ("REPLY u1",
                                      loft_mail_account_get_account (fixture->account)->id,
                                      "bob@x.org", 0, raw);
}

static void
leave_waiting (Fixture *fixture, LoftSchedulingMessage *message)
{
  g_autoptr (LoftMailStore) store = open_store (fixture->local);

  g_assert_true (loft_mail_store_begin (store, NULL));
  g_assert_true (loft_scheduling_store_add (store, message, NULL));
  g_assert_true (loft_mail_store_commit (store, NULL));
}

static guint
count_waiting (Fixture *fixture)
{
  g_autoptr (LoftMailStore) store = open_store (fixture->local);
  g_autoptr (GPtrArray) list = loft_scheduling_store_list (store, 10, NULL);

  return list->len;
}

static void
send_once (Fixture *fixture, const LoftSchedulingMessage *message)
{
  g_autoptr (GAsyncResult) result = NULL;

  loft_mail_account_send_once_async (fixture->account, message->uuid, message->sender, message->raw,
                                     0, on_done, &result);
  wait_for (&result);
  g_assert_cmpint (loft_mail_account_send_finish (fixture->account, result, NULL), >, 0);
}

/* It ended after each of the steps: one message is sent, whatever begins anew. */
static void
test_cut_off (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftSchedulingMessage) message = make_message (fixture);
  gint64 id = 0;
  gboolean given = FALSE;

  /* Durable with the event, nothing else. */
  leave_waiting (fixture, message);
  begin_anew (fixture);
  assert_outbox (fixture, 0, "");
  /* The id is taken. */
  {
    g_autoptr (LoftMailStore) store = open_store (fixture->account);

    g_assert_true (loft_mail_store_begin (store, NULL));
    g_assert_true (loft_scheduling_store_note_given (store, message->uuid, 7, FALSE, NULL));
    g_assert_true (loft_mail_store_commit (store, NULL));
  }
  begin_anew (fixture);
  /* In the outbox, and still waiting. */
  send_once (fixture, message);
  g_assert_cmpuint (count_waiting (fixture), ==, 1);
  begin_anew (fixture);
  assert_outbox (fixture, 1, "Subject: Yes");
  post (fixture);
  g_assert_cmpuint (count_waiting (fixture), ==, 0);
  assert_outbox (fixture, 1, "Subject: Yes");
  /* Sent and gone, and waiting again from an older copy. */
  {
    g_autoptr (LoftOutgoingQueue) queue =
      loft_outgoing_queue_open (loft_mail_account_get_directory (fixture->account), NULL);

    g_assert_true (loft_outgoing_queue_change (queue, 7, LOFT_OUTGOING_CANCEL, NULL, NULL));
    g_assert_true (loft_outgoing_queue_change (queue, 7, LOFT_OUTGOING_DISCARD, NULL, NULL));
  }
  leave_waiting (fixture, message);
  begin_anew (fixture);
  post (fixture);
  assert_outbox (fixture, 0, "");
  {
    g_autoptr (LoftMailStore) store = open_store (fixture->account);

    g_assert_true (loft_scheduling_store_find_given (store, message->uuid, &id, &given, NULL));
  }
  g_assert_cmpint (id, ==, 7);
  g_assert_true (given);
}

/* The last word counts while none has left. */
static void
test_last_word (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftSchedulingMessage) first = make_message (fixture);
  g_autoptr (LoftSchedulingMessage) second = make_message (fixture);

  leave_waiting (fixture, first);
  leave_waiting (fixture, second);
  g_assert_cmpuint (count_waiting (fixture), ==, 1);
  post (fixture);
  assert_outbox (fixture, 1, "Subject: Yes");
}

static void
test_hostile (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "UID:u1", "SUMMARY:x", "", "DTSTART:99999999T999999Z" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (LoftMessageBody) body = make_mail ("eva@x.org", "REQUEST", texts[i]);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (LoftSchedulingCard) card = NULL;

      loft_scheduling_actions_read_async (fixture->actions, fixture->account, body, NULL, on_done,
                                          &result);
      wait_for (&result);
      card = loft_scheduling_actions_read_finish (fixture->actions, result, &error);
      g_assert_true (card == NULL || card->state == LOFT_SCHEDULING_NOTHING);
      g_clear_error (&error);
    }
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/scheduling/once", test_once },
    { "/scheduling/undo", test_undo },
    { "/scheduling/conflict", test_conflict },
    { "/scheduling/overlap", test_overlap },
    { "/scheduling/server-tells", test_server_tells },
    { "/scheduling/cut-off", test_cut_off },
    { "/scheduling/last-word", test_last_word },
    { "/scheduling/hostile", test_hostile },
    { "/scheduling/answer-in-calendar", test_answer_in_calendar },
    { "/scheduling/invite", test_invite },
    { "/scheduling/invite-undo", test_invite_undo },
  };

  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/scheduling/state/%s", rows[i].name);

      g_strdelimit (path, " ,", '-');
      g_test_add (path, Fixture, &rows[i], fixture_set_up, test_row, fixture_tear_down);
    }
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].test, fixture_tear_down);
  return g_test_run ();
}
