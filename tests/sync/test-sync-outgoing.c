/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "loft-account-store.h"
#include "loft-clock.h"
#include "loft-conversation-store.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-ingest.h"
#include "loft-outgoing-maker.h"
#include "loft-outgoing-sender.h"
#include "loft-outgoing-store.h"

/* Messages on their way out: real stores, a server in memory that counts what it delivers, and a
 * program that dies at every step. */

#define NOW 1795338000

/* ---- the server --------------------------------------------------------------------------- */

typedef enum {
  DIES_NEVER,
  DIES_CONNECTING,
  DIES_BEFORE_DOT,
  DIES_AT_DOT, /* durable, not delivered */
  DIES_AFTER_DOT, /* delivered, the answer is lost */
  N_DEATHS,
} Death;

/* What it says to a recipient: code 0 accepts. */
typedef struct {
  const char *address;
  guint code;
  const char *reason;
  guint times; /* then accepts; 0: always */
} Rule;

#define TEST_TYPE_SERVER (test_server_get_type ())
G_DECLARE_FINAL_TYPE (TestServer, test_server, TEST, SERVER, GObject)

struct _TestServer {
  GObject parent;

  Death death;
  guint dot_code; /* answer to the end of the message, 0 accepts */
  guint most_recipients; /* at once; 0 any */
  const Rule *rules; /* ended by NULL */
  guint said[8]; /* how often, by rule */
  GHashTable *delivered; /* address -> count */
  GBytes *last;
  char *original; /* (nullable) of the last: "folder/id", "!" before one that is sent on */
  guint n_connects;
};

static void test_server_interface_init (LoftSubmissionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestServer, test_server, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_SUBMISSION,
                                                      test_server_interface_init))

static gboolean
lose_line (GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_OFFLINE, "The line broke");
  return FALSE;
}

static gboolean
server_connect (LoftSubmission *submission, GCancellable *cancellable, GError **error)
{
  TestServer *self = TEST_SERVER (submission);

  self->n_connects++;
  return self->death != DIES_CONNECTING || lose_line (error);
}

static void
server_disconnect (LoftSubmission *submission)
{
}

static const Rule *
find_rule (TestServer *self, const char *address)
{
  for (guint i = 0; self->rules != NULL && self->rules[i].address != NULL; i++)
    if (strcmp (self->rules[i].address, address) == 0 &&
        (self->rules[i].times == 0 || self->said[i]++ < self->rules[i].times))
      return &self->rules[i];
  return NULL;
}

static void
put_off (LoftOutgoingRecipient *recipient, guint code, const char *reason)
{
  recipient->state = code >= 500 ? LOFT_RECIPIENT_REFUSED : LOFT_RECIPIENT_WAITING;
  recipient->code = code;
  g_free (recipient->reason);
  recipient->reason = g_strdup (reason);
  g_free (recipient->text);
  recipient->text = g_strdup ("Words of the server");
}

static guint
take_recipients (TestServer *self, LoftSubmissionOutcome *outcome)
{
  guint n = 0;

  for (guint i = 0; i < outcome->recipients->len; i++)
    {
      LoftOutgoingRecipient *recipient = g_ptr_array_index (outcome->recipients, i);
      const Rule *rule = find_rule (self, recipient->address);

      if (rule != NULL)
        put_off (recipient, rule->code, rule->reason);
      else if (self->most_recipients != 0 && n >= self->most_recipients)
        put_off (recipient, 452, "too-many-recipients");
      else
        {
          recipient->state = LOFT_RECIPIENT_ACCEPTED;
          n++;
        }
    }
  return n;
}

static void
deliver (TestServer *self, const LoftSubmissionMessage *message, LoftSubmissionOutcome *outcome)
{
  for (guint i = 0; i < outcome->recipients->len; i++)
    {
      const LoftOutgoingRecipient *recipient = g_ptr_array_index (outcome->recipients, i);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->delivered, recipient->address));

      if (recipient->state == LOFT_RECIPIENT_ACCEPTED)
        g_hash_table_insert (self->delivered, g_strdup (recipient->address),
                             GUINT_TO_POINTER (n + 1));
    }
  g_clear_pointer (&self->last, g_bytes_unref);
  self->last = g_bytes_ref (message->bytes);
  g_clear_pointer (&self->original, g_free);
  if (message->original != NULL)
    self->original = g_strdup_printf ("%s%s/%s", message->original->is_forwarded ? "!" : "",
                                      message->original->folder_id, message->original->remote_id);
}

static gboolean
answer_end (TestServer *self, LoftSubmissionOutcome *outcome, GError **error)
{
  outcome->code = self->dot_code;
  outcome->result = self->dot_code >= 500 ? LOFT_SUBMISSION_REFUSED : LOFT_SUBMISSION_TEMPORARY;
  g_set_error_literal (error, LOFT_ERROR,
                       self->dot_code >= 500 ? LOFT_ERROR_REFUSED : LOFT_ERROR_TEMPORARY, "No");
  return FALSE;
}

static gboolean
server_send (LoftSubmission *submission, const LoftSubmissionMessage *message,
             LoftSubmissionOutcome *outcome, LoftAtDotFunc at_dot, gpointer user_data,
             GCancellable *cancellable, GError **error)
{
  TestServer *self = TEST_SERVER (submission);

  loft_submission_outcome_reset (outcome, message->recipients);
  if (take_recipients (self, outcome) == 0)
    {
      outcome->result = LOFT_SUBMISSION_TEMPORARY;
      for (guint i = 0; i < outcome->recipients->len; i++)
        if (((LoftOutgoingRecipient *) g_ptr_array_index (outcome->recipients, i))->code >= 500)
          outcome->result = LOFT_SUBMISSION_REFUSED;
      g_set_error_literal (error, LOFT_ERROR,
                           outcome->result == LOFT_SUBMISSION_REFUSED ? LOFT_ERROR_REFUSED
                                                                      : LOFT_ERROR_TEMPORARY,
                           "Nobody");
      return FALSE;
    }
  if (self->death == DIES_BEFORE_DOT)
    return lose_line (error);
  if (!at_dot (user_data, error))
    return FALSE;
  outcome->result = LOFT_SUBMISSION_UNCONFIRMED;
  if (self->death == DIES_AT_DOT)
    return lose_line (error);
  if (self->dot_code != 0)
    return answer_end (self, outcome, error);
  deliver (self, message, outcome);
  if (self->death == DIES_AFTER_DOT)
    return lose_line (error);
  outcome->result = LOFT_SUBMISSION_SENT;
  return TRUE;
}

static void
test_server_interface_init (LoftSubmissionInterface *iface)
{
  iface->connect = server_connect;
  iface->disconnect = server_disconnect;
  iface->send = server_send;
}

static void
test_server_finalize (GObject *object)
{
  TestServer *self = TEST_SERVER (object);

  g_hash_table_unref (self->delivered);
  g_clear_pointer (&self->last, g_bytes_unref);
  g_free (self->original);
  G_OBJECT_CLASS (test_server_parent_class)->finalize (object);
}

static void
test_server_class_init (TestServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_server_finalize;
}

static void
test_server_init (TestServer *self)
{
  self->delivered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static guint
count_delivered (TestServer *self, const char *address)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->delivered, address));
}

/* ---- the world ---------------------------------------------------------------------------- */

typedef struct {
  char *directory;
  LoftOutgoingQueue *queue;
  TestServer *server;
  gint64 next;
  gboolean keeps_copies;
  guint n_copies;
  GString *marks; /* (owned) (nullable) what was marked */
} World;

static void
open_queue (World *world)
{
  g_autoptr (GError) error = NULL;

  world->queue = loft_outgoing_queue_open (world->directory, &error);
  g_assert_no_error (error);
}

static void
set_up (World *world, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  loft_clock_set_for_test (NOW);
  world->directory = g_dir_make_tmp ("loft-outgoing-XXXXXX", NULL);
  g_assert_true (loft_account_store_prepare (world->directory, &error));
  open_queue (world);
  world->server = g_object_new (TEST_TYPE_SERVER, NULL);
}

static void
remove_file (World *world, const char *name)
{
  g_autofree char *path = g_build_filename (world->directory, name, NULL);

  g_remove (path);
}

static void
tear_down (World *world, gconstpointer unused)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  g_clear_pointer (&world->queue, loft_outgoing_queue_close);
  g_clear_object (&world->server);
  folder = g_dir_open (world->directory, 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL)
    remove_file (world, name);
  g_rmdir (world->directory);
  g_free (world->directory);
  loft_clock_set_for_test (0);
}

static LoftDraft *
new_draft (const char *first, const char *second)
{
  LoftDraft *draft = loft_draft_new (loft_address_new ("Alice", "alice@example.test"));

  g_ptr_array_add (draft->to, loft_address_new ("Bob", first));
  if (second != NULL)
    g_ptr_array_add (draft->bcc, loft_address_new ("", second));
  g_free (draft->subject);
  draft->subject = g_strdup ("Lunch");
  g_free (draft->text);
  draft->text = g_strdup ("At noon?\n");
  return draft;
}

static gint64
put (World *world, const char *first, const char *second, gint64 not_before)
{
  g_autoptr (LoftDraft) draft = new_draft (first, second);
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftOutgoing) outgoing =
    loft_outgoing_maker_make (draft, not_before, LOFT_SENT_COPY_NONE, &raw, &error);

  g_assert_no_error (error);
  g_assert_true (loft_outgoing_queue_save (world->queue, outgoing, raw, &error));
  g_assert_no_error (error);
  return outgoing->id;
}

static gboolean
keep_copy (const LoftOutgoing *outgoing, GBytes *raw, gboolean *done, gpointer user_data,
           GError **error)
{
  World *world = user_data;

  *done = world->keeps_copies;
  world->n_copies += *done;
  return TRUE;
}

static void
mark_original (gint64 message_id, LoftFlags flag, gpointer user_data)
{
  World *world = user_data;

  if (world->marks != NULL)
    g_string_append_printf (world->marks, "%s%" G_GINT64_FORMAT " ",
                            flag == LOFT_FLAG_FORWARDED ? "!" : "", message_id);
}

static gboolean
run (World *world, GError **error)
{
  static const LoftOutgoingObserver observer = { NULL, keep_copy, mark_original };

  return loft_outgoing_sender_run (world->queue, LOFT_SUBMISSION (world->server), &observer, world,
                                   &world->next, NULL, error);
}

static void
run_well (World *world)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (run (world, &error));
  g_assert_no_error (error);
}

/* The program died: what it had in memory is gone. */
static void
restart (World *world)
{
  g_autoptr (GError) error = NULL;
  guint n_changed = 0;

  g_clear_pointer (&world->queue, loft_outgoing_queue_close);
  open_queue (world);
  g_assert_true (loft_outgoing_queue_recover (world->queue, &n_changed, &error));
  g_assert_no_error (error);
}

static int
state_of (World *world, gint64 id)
{
  g_autoptr (LoftOutgoing) outgoing = loft_outgoing_queue_get (world->queue, id, NULL, NULL);

  return outgoing != NULL ? (int) outgoing->state : -1;
}

static void
change (World *world, gint64 id, LoftOutgoingChange what)
{
  g_autoptr (GError) error = NULL;

  loft_outgoing_queue_change (world->queue, id, what, NULL, &error);
  g_assert_no_error (error);
}

/* ---- tests -------------------------------------------------------------------------------- */

static void
test_sent (World *world, gconstpointer unused)
{
  gint64 id = put (world, "bob@example.test", "carol@example.test", 0);
  const char *bytes;

  run_well (world);
  g_assert_cmpint (state_of (world, id), ==, -1);
  g_assert_cmpuint (count_delivered (world->server, "bob@example.test"), ==, 1);
  g_assert_cmpuint (count_delivered (world->server, "carol@example.test"), ==, 1);
  bytes = g_bytes_get_data (world->server->last, NULL);
  g_assert_null (g_strstr_len (bytes, g_bytes_get_size (world->server->last), "carol"));
  g_assert_nonnull (g_strstr_len (bytes, g_bytes_get_size (world->server->last), "At noon?"));
  run_well (world);
  g_assert_cmpuint (count_delivered (world->server, "bob@example.test"), ==, 1);
  g_assert_cmpint (world->next, ==, 0);
}

/* However it ends, nobody gets it twice, and nothing is lost without a word. */
static void
test_deaths (World *world, gconstpointer unused)
{
  for (Death death = DIES_CONNECTING; death < N_DEATHS; death++)
    for (guint dies = 0; dies < 2; dies++)
      {
        gint64 id = put (world, "bob@example.test", NULL, 0);
        guint before = count_delivered (world->server, "bob@example.test");
        g_autoptr (GError) error = NULL;
        gboolean unconfirmed = death == DIES_AT_DOT || death == DIES_AFTER_DOT;

        world->server->death = death;
        g_assert_false (run (world, &error));
        g_assert_error (error, LOFT_ERROR, LOFT_ERROR_OFFLINE);
        if (dies > 0)
          restart (world);
        g_assert_cmpint (state_of (world, id), ==,
                         unconfirmed ? LOFT_OUTGOING_UNCONFIRMED : LOFT_OUTGOING_QUEUED);
        world->server->death = DIES_NEVER;
        run_well (world);
        if (!unconfirmed)
          {
            g_assert_cmpint (state_of (world, id), ==, -1);
            g_assert_cmpuint (count_delivered (world->server, "bob@example.test"), ==, before + 1);
            continue;
          }
        g_assert_cmpint (state_of (world, id), ==, LOFT_OUTGOING_UNCONFIRMED);
        change (world, id, death == DIES_AT_DOT ? LOFT_OUTGOING_SEND_AGAIN : LOFT_OUTGOING_ARRIVED);
        run_well (world);
        g_assert_cmpint (state_of (world, id), ==, -1);
        g_assert_cmpuint (count_delivered (world->server, "bob@example.test"), ==, before + 1);
      }
}

/* The process ends between a commit and the next: what it wrote last is what is found. */
static void
test_killed_states (World *world, gconstpointer unused)
{
  static const struct {
    LoftOutgoingState left;
    LoftOutgoingState found;
  } rows[] = {
    { LOFT_OUTGOING_DRAFT, LOFT_OUTGOING_DRAFT },
    { LOFT_OUTGOING_QUEUED, LOFT_OUTGOING_QUEUED },
    { LOFT_OUTGOING_SENDING, LOFT_OUTGOING_QUEUED },
    { LOFT_OUTGOING_AT_DOT, LOFT_OUTGOING_UNCONFIRMED },
    { LOFT_OUTGOING_REFUSED, LOFT_OUTGOING_REFUSED },
    { LOFT_OUTGOING_UNCONFIRMED, LOFT_OUTGOING_UNCONFIRMED },
    { LOFT_OUTGOING_HELD, LOFT_OUTGOING_HELD },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 id = put (world, "bob@example.test", NULL, NOW + 1000);
      g_autoptr (GError) error = NULL;
      g_autoptr (LoftOutgoing) outgoing = loft_outgoing_queue_get (world->queue, id, NULL, &error);

      outgoing->state = rows[i].left;
      g_assert_true (
        loft_outgoing_queue_write (world->queue, outgoing, LOFT_OUTGOING_QUEUED, &error));
      restart (world);
      g_assert_cmpint (state_of (world, id), ==, rows[i].found);
      change (world, id, LOFT_OUTGOING_DISCARD);
      g_assert_cmpint (state_of (world, id), ==, -1);
    }
}

static const LoftOutgoingRecipient *
recipient_of (const LoftOutgoing *outgoing, guint i)
{
  return g_ptr_array_index (outgoing->recipients, i);
}

/* One is refused: the other gets it once, and the reason stands by its name. */
static void
test_refused (World *world, gconstpointer unused)
{
  static const Rule rules[] = { { "nobody@example.test", 550, "no-such-user", 1 }, { NULL } };
  gint64 id = put (world, "bob@example.test", "nobody@example.test", 0);
  g_autoptr (LoftOutgoing) outgoing = NULL;

  world->server->rules = rules;
  run_well (world);
  outgoing = loft_outgoing_queue_get (world->queue, id, NULL, NULL);
  g_assert_nonnull (outgoing);
  g_assert_cmpint (outgoing->state, ==, LOFT_OUTGOING_REFUSED);
  g_assert_cmpint (recipient_of (outgoing, 0)->state, ==, LOFT_RECIPIENT_ACCEPTED);
  g_assert_cmpint (recipient_of (outgoing, 1)->state, ==, LOFT_RECIPIENT_REFUSED);
  g_assert_cmpstr (recipient_of (outgoing, 1)->reason, ==, "no-such-user");
  g_assert_cmpstr (recipient_of (outgoing, 1)->text, ==, "Words of the server");
  run_well (world);
  g_assert_cmpuint (count_delivered (world->server, "bob@example.test"), ==, 1);
  change (world, id, LOFT_OUTGOING_SEND_AGAIN);
  run_well (world);
  g_assert_cmpint (state_of (world, id), ==, -1);
  g_assert_cmpuint (count_delivered (world->server, "bob@example.test"), ==, 1);
  g_assert_cmpuint (count_delivered (world->server, "nobody@example.test"), ==, 1);
}

/* Greylisting: pauses that grow, until it is taken. */
static void
test_put_off (World *world, gconstpointer unused)
{
  static const Rule rules[] = { { "bob@example.test", 450, "greylisted", 3 }, { NULL } };
  static const gint64 pauses[] = { 60, 300, 900 };
  gint64 id = put (world, "bob@example.test", NULL, 0);
  gint64 now = NOW;

  world->server->rules = rules;
  for (guint i = 0; i < G_N_ELEMENTS (pauses); i++)
    {
      run_well (world);
      g_assert_cmpint (state_of (world, id), ==, LOFT_OUTGOING_QUEUED);
      g_assert_cmpint (world->next, ==, now + pauses[i]);
      run_well (world);
      g_assert_cmpuint (world->server->said[0], ==, i + 1);
      now += pauses[i];
      loft_clock_set_for_test (now);
    }
  run_well (world);
  g_assert_cmpint (state_of (world, id), ==, -1);
  g_assert_cmpuint (count_delivered (world->server, "bob@example.test"), ==, 1);
}

/* What is put off holds up nobody else. */
static void
test_put_off_alone (World *world, gconstpointer unused)
{
  static const Rule rules[] = { { "full@example.test", 452, "mailbox-full", 0 }, { NULL } };
  gint64 id = put (world, "full@example.test", NULL, 0);

  put (world, "bob@example.test", NULL, 0);
  world->server->rules = rules;
  run_well (world);
  g_assert_cmpint (state_of (world, id), ==, LOFT_OUTGOING_QUEUED);
  g_assert_cmpuint (count_delivered (world->server, "bob@example.test"), ==, 1);
}

static void
test_given_up (World *world, gconstpointer unused)
{
  static const Rule rules[] = { { "bob@example.test", 451, "", 0 }, { NULL } };
  gint64 id = put (world, "bob@example.test", NULL, 0);
  guint n = 0;

  world->server->rules = rules;
  for (; state_of (world, id) == LOFT_OUTGOING_QUEUED; n++)
    {
      run_well (world);
      if (world->next != 0)
        loft_clock_set_for_test (world->next);
    }
  g_assert_cmpint (state_of (world, id), ==, LOFT_OUTGOING_REFUSED);
  g_assert_cmpint (loft_clock_now () - NOW, >, 4 * 24 * 3600 - 4 * 3600);
  g_assert_cmpuint (n, <, 40);
}

/* The answer to the end decides for all. */
static void
test_end_refused (World *world, gconstpointer unused)
{
  gint64 id = put (world, "bob@example.test", "carol@example.test", 0);

  world->server->dot_code = 552;
  run_well (world);
  g_assert_cmpint (state_of (world, id), ==, LOFT_OUTGOING_REFUSED);
  change (world, id, LOFT_OUTGOING_SEND_AGAIN);
  world->server->dot_code = 452;
  run_well (world);
  g_assert_cmpint (state_of (world, id), ==, LOFT_OUTGOING_QUEUED);
  g_assert_cmpint (world->next, ==, NOW + 60);
  world->server->dot_code = 0;
  change (world, id, LOFT_OUTGOING_SEND_NOW);
  run_well (world);
  g_assert_cmpint (state_of (world, id), ==, -1);
  g_assert_cmpuint (count_delivered (world->server, "carol@example.test"), ==, 1);
}

static void
test_too_many (World *world, gconstpointer unused)
{
  g_autoptr (LoftDraft) draft = new_draft ("r0@example.test", NULL);
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftOutgoing) outgoing = NULL;

  for (guint i = 1; i < 25; i++)
    {
      g_autofree char *address = g_strdup_printf ("r%u@example.test", i);

      g_ptr_array_add (draft->cc, loft_address_new ("", address));
    }
  outgoing = loft_outgoing_maker_make (draft, 0, LOFT_SENT_COPY_WANTED, &raw, NULL);
  g_assert_true (loft_outgoing_queue_save (world->queue, outgoing, raw, NULL));
  world->server->most_recipients = 10;
  run_well (world);
  g_assert_cmpint (state_of (world, outgoing->id), ==, LOFT_OUTGOING_SENT);
  g_assert_cmpint (world->next, ==, NOW + 60);
  world->keeps_copies = TRUE;
  run_well (world);
  g_assert_cmpint (state_of (world, outgoing->id), ==, -1);
  for (guint i = 0; i < 25; i++)
    {
      g_autofree char *address = g_strdup_printf ("r%u@example.test", i);

      g_assert_cmpuint (count_delivered (world->server, address), ==, 1);
    }
  g_assert_cmpuint (world->n_copies, ==, 1);
}

/* Undo, send later, edit. */
static void
test_later (World *world, gconstpointer unused)
{
  gint64 id = put (world, "bob@example.test", NULL, NOW + 10);

  run_well (world);
  g_assert_cmpint (world->next, ==, NOW + 10);
  g_assert_cmpuint (world->server->n_connects, ==, 0);
  change (world, id, LOFT_OUTGOING_CANCEL);
  g_assert_cmpint (state_of (world, id), ==, LOFT_OUTGOING_DRAFT);
  loft_clock_set_for_test (NOW + 20);
  run_well (world);
  g_assert_cmpuint (count_delivered (world->server, "bob@example.test"), ==, 0);
  g_assert_cmpint (world->next, ==, 0);
}

static void
test_conflicts (World *world, gconstpointer unused)
{
  gint64 id = put (world, "bob@example.test", NULL, 0);
  g_autoptr (LoftOutgoing) outgoing = loft_outgoing_queue_get (world->queue, id, NULL, NULL);
  g_autoptr (GError) error = NULL;

  outgoing->state = LOFT_OUTGOING_SENDING;
  g_assert_true (loft_outgoing_queue_write (world->queue, outgoing, LOFT_OUTGOING_QUEUED, NULL));
  for (int what = LOFT_OUTGOING_CANCEL; what <= LOFT_OUTGOING_DISCARD; what++)
    {
      g_assert_false (
        loft_outgoing_queue_change (world->queue, id, (LoftOutgoingChange) what, NULL, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_CONFLICT);
      g_clear_error (&error);
    }
  g_assert_false (loft_outgoing_queue_write (world->queue, outgoing, LOFT_OUTGOING_QUEUED, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_CONFLICT);
}

/* ---- damage ------------------------------------------------------------------------------- */

static void
lose_store (World *world)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&world->queue, loft_outgoing_queue_close);
  remove_file (world, "store.db");
  remove_file (world, "store.db-wal");
  remove_file (world, "store.db-shm");
  g_assert_true (loft_account_store_prepare (world->directory, &error));
  g_assert_true (
    loft_account_store_repair (world->directory, LOFT_DATABASE_LOOK_BRIEF, NULL, NULL, &error));
  g_assert_no_error (error);
  open_queue (world);
  restart (world);
}

/* What waited goes on, what was sent is not sent again, what was unconfirmed stays so. */
static void
test_store_lost (World *world, gconstpointer unused)
{
  gint64 sent = put (world, "sent@example.test", NULL, 0);
  gint64 waits;
  gint64 unconfirmed;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftOutgoing) outgoing = NULL;
  g_autoptr (GBytes) raw = NULL;

  run_well (world);
  unconfirmed = put (world, "perhaps@example.test", NULL, 0);
  world->server->death = DIES_AT_DOT;
  g_assert_false (run (world, &error));
  world->server->death = DIES_NEVER;
  waits = put (world, "bob@example.test", NULL, NOW + 100);
  lose_store (world);
  g_assert_cmpint (state_of (world, sent), ==, -1);
  g_assert_cmpint (state_of (world, unconfirmed), ==, LOFT_OUTGOING_UNCONFIRMED);
  outgoing = loft_outgoing_queue_get (world->queue, waits, &raw, NULL);
  g_assert_nonnull (outgoing);
  g_assert_cmpint (outgoing->state, ==, LOFT_OUTGOING_QUEUED);
  g_assert_cmpstr (outgoing->subject, ==, "Lunch");
  loft_clock_set_for_test (NOW + 100);
  run_well (world);
  g_assert_cmpint (state_of (world, waits), ==, -1);
  g_assert_cmpuint (count_delivered (world->server, "sent@example.test"), ==, 1);
  g_assert_cmpuint (count_delivered (world->server, "bob@example.test"), ==, 1);
}

/* Without the journal too nothing is lost, and nothing is sent by itself. */
static void
test_all_but_content_lost (World *world, gconstpointer unused)
{
  gint64 id = put (world, "bob@example.test", NULL, 0);
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftOutgoing) outgoing = NULL;

  remove_file (world, "outgoing.journal");
  lose_store (world);
  outgoing = loft_outgoing_queue_get (world->queue, id, &raw, NULL);
  g_assert_nonnull (outgoing);
  g_assert_cmpint (outgoing->state, ==, LOFT_OUTGOING_DRAFT);
  g_assert_cmpstr (outgoing->subject, ==, "Lunch");
  run_well (world);
  g_assert_cmpuint (count_delivered (world->server, "bob@example.test"), ==, 0);
  g_assert_cmpint (put (world, "bob@example.test", NULL, 0), >, id);
}

/* Ids of messages are not those of outgoing ones. */
static void
test_ids_apart (World *world, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  gint64 last = 0;

  put (world, "bob@example.test", NULL, NOW + 100);
  g_assert_true (
    loft_account_store_repair (world->directory, LOFT_DATABASE_LOOK_WHOLE, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (loft_mail_store_get_last_id (world->queue->mail, &last, NULL));
  g_assert_cmpint (last, <, 1000);
}

/* What was sent leaves no bytes behind. */
static void
test_collected (World *world, gconstpointer unused)
{
  gint64 id = put (world, "bob@example.test", NULL, 0);
  g_autoptr (LoftAccountStore) store = NULL;
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;

  run_well (world);
  store = loft_account_store_open (world->directory, LOFT_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (loft_content_store_has (store->content, LOFT_OUTGOING_CONTENT + id));
  while (more)
    {
      g_assert_true (loft_account_store_collect (store, 10, &more, &error));
      g_assert_no_error (error);
    }
  g_assert_false (loft_content_store_has (store->content, LOFT_OUTGOING_CONTENT + id));
}

/* A message of the server in a folder, as a sync makes it. */
static void
list_message (World *world, LoftFolderRole role, const char *message_id)
{
  const char *name = role == LOFT_FOLDER_ROLE_SENT ? "Sent" : "Other";
  const LoftFolderFacts facts = { name, NULL, name, role, TRUE, TRUE };
  g_autofree char *text =
    g_strdup_printf ("Message-ID: <%s>\r\nSubject: Lunch\r\n\r\n", message_id);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (LoftIngestedHeader) header = loft_ingest_header (bytes, NOW);
  g_autoptr (GError) error = NULL;
  LoftMailStore *mail = world->queue->mail;
  LoftNewMessage message = { 0 };
  gint64 id = 0;

  g_assert_true (loft_mail_store_begin (mail, &error));
  g_assert_true (loft_folder_store_put (mail, &facts, &message.folder_id, NULL, &error));
  g_assert_true (loft_conversation_store_join (mail, header->message_id, header->references,
                                               &message.conversation_id, &error));
  message.remote_id = message_id;
  message.message_id = header->message_id;
  message.subject = header->subject;
  message.sender = header->sender;
  message.recipients = header->recipients;
  message.copies = header->copies;
  message.server_keywords = message.keywords = "";
  g_assert_true (loft_mail_store_insert (mail, &message, &id, &error));
  g_assert_no_error (error);
  g_assert_true (loft_mail_store_commit (mail, &error));
}

/* An unconfirmed message is sent when the server shows it in Sent, and nowhere else. */
static void
test_found_in_sent (World *world, gconstpointer unused)
{
  gint64 id = put (world, "bob@example.test", NULL, 0);
  g_autoptr (LoftOutgoing) outgoing = NULL;
  g_autoptr (GError) error = NULL;
  guint n_found = 0;

  world->server->death = DIES_AFTER_DOT;
  g_assert_false (run (world, NULL));
  outgoing = loft_outgoing_queue_get (world->queue, id, NULL, NULL);
  g_assert_cmpint (outgoing->state, ==, LOFT_OUTGOING_UNCONFIRMED);
  g_assert_cmpint (world->next, ==, NOW + 60);
  list_message (world, LOFT_FOLDER_ROLE_NONE, outgoing->message_id);
  g_assert_true (loft_outgoing_queue_look_into_sent (world->queue, &n_found, &error));
  g_assert_cmpuint (n_found, ==, 0);
  list_message (world, LOFT_FOLDER_ROLE_SENT, outgoing->message_id);
  g_assert_true (loft_outgoing_queue_look_into_sent (world->queue, &n_found, &error));
  g_assert_cmpuint (n_found, ==, 1);
  g_assert_cmpint (state_of (world, id), ==, -1);
}

static void
put_answer (World *world, const char *answered, const char *forwarded)
{
  g_autoptr (LoftDraft) draft = new_draft ("bob@example.test", NULL);
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftOutgoing) outgoing = NULL;

  draft->in_reply_to = g_strdup (answered);
  draft->forwarded = g_strdup (forwarded);
  outgoing = loft_outgoing_maker_make (draft, 0, LOFT_SENT_COPY_NONE, &raw, NULL);
  g_assert_true (loft_outgoing_queue_save (world->queue, outgoing, raw, NULL));
}

/* What is answered or sent on bears its mark when the message left for sure, once; the server is told which
 * it is, everybody else is not. */
static void
test_originals (World *world, gconstpointer unused)
{
  static const struct {
    const char *answered;
    const char *forwarded;
    Death death;
    const char *marks;
    const char *original;
  } cases[] = {
    { "one@x", NULL, DIES_NEVER, "1 ", "Other/one@x" },
    { NULL, "one@x", DIES_NEVER, "!1 ", "!Other/one@x" },
    { "two@x", NULL, DIES_NEVER, "", NULL },
    { NULL, NULL, DIES_NEVER, "", NULL },
    { "one@x", NULL, DIES_AFTER_DOT, "", "Other/one@x" },
  };

  list_message (world, LOFT_FOLDER_ROLE_NONE, "one@x");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      world->marks = g_string_new (NULL);
      world->server->death = cases[i].death;
      put_answer (world, cases[i].answered, cases[i].forwarded);
      run (world, NULL);
      g_assert_cmpstr (world->marks->str, ==, cases[i].marks);
      g_assert_cmpstr (world->server->original, ==, cases[i].original);
      g_assert_null (g_strstr_len (g_bytes_get_data (world->server->last, NULL),
                                   (gssize) g_bytes_get_size (world->server->last), "Forwarded"));
      g_string_free (g_steal_pointer (&world->marks), TRUE);
    }
}

static void
test_drafts (World *world, gconstpointer unused)
{
  g_autoptr (LoftDraft) draft = new_draft ("half an addr", NULL);
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftOutgoing) outgoing = loft_outgoing_maker_make_draft (draft, &raw, &error);
  g_autoptr (LoftOutgoing) second = NULL;
  g_autoptr (LoftOutgoing) refused = NULL;

  g_assert_no_error (error);
  g_assert_true (loft_outgoing_queue_save (world->queue, outgoing, raw, &error));
  second = loft_outgoing_maker_make_draft (draft, &again, &error);
  second->id = outgoing->id;
  g_assert_true (loft_outgoing_queue_save (world->queue, second, again, &error));
  g_assert_cmpstr (second->uuid, ==, outgoing->uuid);
  g_assert_cmpstr (second->message_id, ==, outgoing->message_id);
  run_well (world);
  g_assert_cmpuint (world->server->n_connects, ==, 0);
  g_clear_pointer (&again, g_bytes_unref);
  refused = loft_outgoing_maker_make (draft, 0, LOFT_SENT_COPY_NONE, &again, &error);
  g_assert_null (refused);
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
}

/* Who got it before does not get it again, and it is another message than the first. */
static void
test_redirected (void)
{
  static const char text[] = "Resent-To: older@x.org\r\nFrom: a@x.org\r\nTo: me@x.org\r\n"
                             "Subject: Plan\r\nDate: Mon, 1 Jan 2024 10:00:00 +0000\r\n"
                             "Message-ID: <1@x>\r\n\r\nHello\r\n";
  g_autoptr (LoftDraft) resent = loft_draft_new (loft_address_new ("", "me@x.org"));
  g_autoptr (GBytes) raw = g_bytes_new_static (text, strlen (text));
  g_autoptr (GBytes) sent = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftOutgoing) outgoing = NULL;
  g_autofree char *made = NULL;

  g_assert_null (
    loft_outgoing_maker_make_redirected (raw, resent, LOFT_SENT_COPY_NONE, &sent, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  g_clear_error (&error);
  g_ptr_array_add (resent->to, loft_address_new ("", "bob@x.org"));
  outgoing = loft_outgoing_maker_make_redirected (raw, resent, LOFT_SENT_COPY_NONE, &sent, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (outgoing->recipients->len, ==, 1);
  g_assert_cmpstr (((LoftOutgoingRecipient *) g_ptr_array_index (outgoing->recipients, 0))->address,
                   ==, "bob@x.org");
  g_assert_cmpstr (outgoing->sender, ==, "me@x.org");
  g_assert_cmpstr (outgoing->subject, ==, "Plan");
  g_assert_cmpstr (outgoing->message_id, !=, "1@x");
  made = g_strndup (g_bytes_get_data (sent, NULL), g_bytes_get_size (sent));
  g_assert_true (g_str_has_suffix (made, text));
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*func) (World *world, gconstpointer unused);
  } tests[] = {
    { "/outgoing/sent", test_sent },
    { "/outgoing/deaths", test_deaths },
    { "/outgoing/killed-states", test_killed_states },
    { "/outgoing/refused", test_refused },
    { "/outgoing/put-off", test_put_off },
    { "/outgoing/put-off-alone", test_put_off_alone },
    { "/outgoing/given-up", test_given_up },
    { "/outgoing/end-refused", test_end_refused },
    { "/outgoing/too-many", test_too_many },
    { "/outgoing/later", test_later },
    { "/outgoing/conflicts", test_conflicts },
    { "/outgoing/store-lost", test_store_lost },
    { "/outgoing/all-but-content-lost", test_all_but_content_lost },
    { "/outgoing/ids-apart", test_ids_apart },
    { "/outgoing/collected", test_collected },
    { "/outgoing/found-in-sent", test_found_in_sent },
    { "/outgoing/originals", test_originals },
    { "/outgoing/drafts", test_drafts },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, World, NULL, set_up, tests[i].func, tear_down);
  g_test_add_func ("/outgoing/redirected", test_redirected);
  return g_test_run ();
}
