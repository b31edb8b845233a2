/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sending by the real loftctl: to a server that dies at every step and counts what it took, to a real
 * Postfix; killed at every write; two processes at once. Whatever happens a message is delivered once,
 * or is still here and says so. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "loft-fault-log.h"
#include "loft-fault-snapshot.h"
#include "loft-fault.h"
#include "loft-private-postfix.h"
#include "loft-smtp-sink.h"
#include "loft-witness.h"

#define SEED     20261122
#define N_KILLS  12 /* of each kind */
#define N_STATES 12
#define MESSAGE                                                                                    \
  "From: alice@example.test\\nTo: bob@example.test\\nSubject: once\\n"                             \
  "Message-ID: <once@example.test>\\n\\nHello\\n"

static guint
count_of (guint few)
{
  const char *count = g_getenv ("LOFT_TEST_COUNT");

  if (count != NULL)
    return (guint) strtoul (count, NULL, 10);
  if (g_getenv ("LOFT_TEST_SOAK") != NULL)
    return G_MAXUINT;
  return g_getenv ("LOFT_TEST_SANITIZED") != NULL ? few / 2 : few;
}

/* ---- the world ---------------------------------------------------------------------------- */

typedef struct {
  LoftSmtpSink *sink;
  LoftTestProfile *profile;
} World;

/* Nobody listens for IMAP: sending needs none. */
static void
set_up (World *world, gconstpointer unused)
{
  g_autofree char *more = NULL;

  world->sink = loft_smtp_sink_new ();
  world->profile = loft_test_profile_new ();
  more = g_strdup_printf ("--security none --smtp-host localhost --smtp-port %u"
                          " --smtp-security none --smtp-auth none --sent-copy none",
                          loft_smtp_sink_get_port (world->sink));
  loft_test_profile_add_account (world->profile, "alice", 1, more);
}

static void
tear_down (World *world, gconstpointer unused)
{
  loft_test_profile_free (world->profile);
  loft_smtp_sink_free (world->sink);
}

static int
send_text (World *world, const char *text, const char *options)
{
  g_autofree char *plain = g_strcompress (text);

  return loft_test_profile_run_with_input (world->profile, plain, "%s", options);
}

static void
expect_sent (World *world, const char *text, const char *options)
{
  int status = send_text (world, text, options);

  if (status != 0)
    g_error ("loftctl %s: %d %s", options, status, loft_test_profile_get_errors (world->profile));
}

/* (transfer full) of the only message that waits; "" for none. */
static char *
waiting_state (World *world)
{
  g_autofree char *state = NULL;

  loft_test_profile_expect (world->profile, 0, "--json --offline outbox");
  state = loft_test_profile_dup_field (world->profile, "state");
  return g_strdup (state != NULL ? state : "");
}

static char *
waiting_id (World *world)
{
  loft_test_profile_expect (world->profile, 0, "--json --offline outbox");
  return loft_test_profile_dup_field (world->profile, "id");
}

static void
assert_waiting (World *world, const char *state)
{
  g_autofree char *found = waiting_state (world);

  g_assert_cmpstr (found, ==, state);
}

#define assert_bob_got(world, n)                                                                   \
  g_assert_cmpuint (loft_smtp_sink_count ((world)->sink, "bob@example.test"), ==, (n))

/* ---- one message -------------------------------------------------------------------------- */

static void
test_simple (World *world, gconstpointer unused)
{
  g_autofree char *last = NULL;

  expect_sent (world,
               "From: Alice <alice@example.test>\\nTo: bob@example.test\\n"
               "Bcc: carol@example.test\\nSubject: x\\n\\n.\\n..dots\\n",
               "send");
  assert_waiting (world, "");
  assert_bob_got (world, 1);
  g_assert_cmpuint (loft_smtp_sink_count (world->sink, "carol@example.test"), ==, 1);
  last = loft_smtp_sink_dup_last (world->sink);
  g_assert_null (strstr (last, "carol"));
  g_assert_nonnull (strstr (last, "\n\n.\n..dots\n"));
  g_assert_nonnull (strstr (last, "Message-ID: <"));
  g_assert_nonnull (strstr (last, "Date: "));
  loft_test_profile_expect (world->profile, 0, "--offline doctor");
}

/* What makes no message is refused before anything is kept. */
static void
test_bad_input (World *world, gconstpointer unused)
{
  static const char *const texts[] = {
    "",
    "no header at all",
    "From: alice@example.test\\nSubject: nobody\\n\\nx\\n",
    "From: alice@example.test\\nTo: undisclosed-recipients:;\\n\\nx\\n",
    "From: alice@example.test\\nTo: not an address\\n\\nx\\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpint (send_text (world, texts[i], "send"), !=, 0);
  assert_waiting (world, "");
  g_assert_cmpint (send_text (world, MESSAGE, "send --at yesterday"), ==, 2);
  g_assert_cmpuint (loft_smtp_sink_get_n_connections (world->sink), ==, 0);
}

/* A line that breaks out of an address becomes no command. */
static void
test_injection (World *world, gconstpointer unused)
{
  expect_sent (world,
               "From: alice@example.test\\nTo: <bob@example.test\\r\\nRCPT TO:<x@example.test>>\\n"
               "\\n.\\rQUIT\\r.\\n.\\r\\nMAIL FROM:<y@example.test>\\n",
               "send");
  assert_bob_got (world, 1);
  g_assert_cmpuint (loft_smtp_sink_count (world->sink, "x@example.test"), ==, 0);
  g_assert_cmpuint (loft_smtp_sink_get_n_connections (world->sink), ==, 1);
}

static void
test_offline_and_later (World *world, gconstpointer unused)
{
  g_autofree char *id = NULL;

  expect_sent (world, MESSAGE, "--offline send");
  assert_waiting (world, "queued");
  assert_bob_got (world, 0);
  id = waiting_id (world);
  loft_test_profile_expect (world->profile, 0, "--offline outbox cancel %s", id);
  assert_waiting (world, "");
  loft_test_profile_expect (world->profile, 0, "outbox discard %s", id);
  expect_sent (world, MESSAGE, "send --at +3600");
  assert_waiting (world, "queued");
  assert_bob_got (world, 0);
  g_clear_pointer (&id, g_free);
  id = waiting_id (world);
  loft_test_profile_expect (world->profile, 0, "outbox retry %s", id);
  assert_waiting (world, "");
  assert_bob_got (world, 1);
}

/* Some are refused, some put off: each gets it once. */
static void
test_partly (World *world, gconstpointer unused)
{
  g_autofree char *id = NULL;

  loft_smtp_sink_answer (world->sink, "RCPT TO:<nobody@", "550 5.1.1 No such user", 1);
  loft_smtp_sink_answer (world->sink, "RCPT TO:<grey@", "450 4.2.0 Greylisted", 1);
  g_assert_cmpint (send_text (world,
                              "From: alice@example.test\\nTo: bob@example.test, "
                              "nobody@example.test, grey@example.test\\n\\nx\\n",
                              "send"),
                   ==, 0);
  g_assert_nonnull (strstr (loft_test_profile_get_errors (world->profile), "No such user"));
  assert_waiting (world, "queued");
  id = waiting_id (world);
  loft_test_profile_expect (world->profile, 0, "outbox retry %s", id);
  assert_waiting (world, "refused");
  loft_test_profile_expect (world->profile, 0, "outbox send-again %s", id);
  assert_waiting (world, "");
  assert_bob_got (world, 1);
  g_assert_cmpuint (loft_smtp_sink_count (world->sink, "nobody@example.test"), ==, 1);
  g_assert_cmpuint (loft_smtp_sink_count (world->sink, "grey@example.test"), ==, 1);
}

static const struct {
  const char *begin;
  const char *answer;
  const char *state;
  const char *reason;
} answers[] = {
  { "MAIL", "451 4.3.0 not now", "queued", "temporary" },
  { "MAIL", "452 4.3.1 disk full", "queued", "server-full" },
  { "MAIL", "550 5.7.1 you may not", "refused", NULL },
  { "RCPT", "452 4.2.2 mailbox full", "queued", "mailbox-full" },
  { "RCPT", "552 5.2.2 mailbox full", "refused", NULL },
  { "RCPT", "421 4.3.2 going down", "queued", NULL },
  { "DATA", "554 5.7.1 no", "refused", NULL },
  { ".", "451 4.7.1 greylisted", "queued", NULL },
  { ".", "452 4.3.1 full", "queued", "server-full" },
  { ".", "552 5.3.4 too large", "refused", NULL },
  { ".", "554 5.6.0 spam", "refused", NULL },
  { ".", "nonsense", "unconfirmed", NULL },
};

static void
test_answers (World *world, gconstpointer unused)
{
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *id = NULL;
      g_autofree char *state = NULL;
      g_autofree char *reason = NULL;

      loft_smtp_sink_reset (world->sink);
      loft_smtp_sink_answer (world->sink, answers[i].begin, answers[i].answer, 0);
      send_text (world, MESSAGE, "send");
      loft_test_profile_expect (world->profile, 0, "--json --offline outbox");
      state = loft_test_profile_dup_field (world->profile, "state");
      reason = loft_test_profile_dup_field (world->profile, "reason");
      id = loft_test_profile_dup_field (world->profile, "id");
      g_test_message ("%s: %s: %s %s", answers[i].begin, answers[i].answer, state, reason);
      g_assert_cmpstr (state, ==, answers[i].state);
      if (answers[i].reason != NULL)
        g_assert_cmpstr (reason, ==, answers[i].reason);
      assert_bob_got (world, 0);
      loft_test_profile_expect (world->profile, 0, "--offline outbox discard %s", id);
    }
}

/* Known before a byte is sent. */
static void
test_beforehand (World *world, gconstpointer unused)
{
  static const char *const few[] = { "SIZE 1000", NULL };
  g_autoptr (GString) large = g_string_new (MESSAGE);

  loft_smtp_sink_set_extensions (world->sink, few);
  for (guint i = 0; i < 100; i++)
    g_string_append (large, "0123456789012345678901234567890123456789\\n");
  g_assert_cmpint (send_text (world, large->str, "send"), ==, 1);
  g_assert_cmpint (send_text (world, "Subject: \xc3\xbc\\n" MESSAGE, "send"), ==, 1);
  assert_bob_got (world, 0);
  expect_sent (world, MESSAGE, "send");
  assert_bob_got (world, 1);
}

/* To a server that takes ASCII only (RFC 6152, 3), and asked for reports (RFC 3461). */
static void
test_old_server (World *world, gconstpointer unused)
{
  static const char *const few[] = { "SIZE 5000", "DSN", NULL };
  g_autofree char *last = NULL;

  loft_smtp_sink_set_extensions (world->sink, few);
  expect_sent (world,
               "From: alice@example.test\\nTo: bob@example.test\\nSubject: x\\n"
               "X-Loft-Delivery-Report: wanted\\nMIME-Version: 1.0\\n"
               "Content-Type: text/plain; charset=utf-8\\n"
               "Content-Transfer-Encoding: 8bit\\n\\nna\\303\\257ve and some more text\\n",
               "send");
  assert_waiting (world, "");
  assert_bob_got (world, 1);
  last = loft_smtp_sink_dup_last (world->sink);
  g_assert_true (g_str_is_ascii (last));
  g_assert_nonnull (strstr (last, "na=C3=AFve"));
  g_assert_null (strstr (last, "X-Loft"));
}

/* ---- a server that dies ------------------------------------------------------------------- */

/* At every command and behind every answer; then it is there again. */
static void
test_cuts (World *world, gconstpointer unused)
{
  guint n_unconfirmed = 0;
  gboolean was_cut = TRUE;
  guint step;

  for (step = 0; was_cut; step++)
    {
      g_autofree char *state = NULL;
      g_autofree char *id = NULL;
      guint before;

      loft_smtp_sink_reset (world->sink);
      loft_smtp_sink_cut_at (world->sink, step);
      g_assert_cmpint (send_text (world, MESSAGE, "send"), <=, 1);
      was_cut = loft_smtp_sink_was_cut (world->sink);
      before = loft_smtp_sink_count (world->sink, "bob@example.test");
      g_assert_cmpuint (before, <=, 1);
      state = waiting_state (world);
      id = waiting_id (world);
      g_test_message ("step %u: %s, delivered %u", step, state, before);
      if (strcmp (state, "unconfirmed") == 0)
        {
          n_unconfirmed++;
          loft_test_profile_expect (world->profile, 0, "outbox %s %s",
                                    before > 0 ? "arrived" : "send-again", id);
        }
      else if (state[0] != '\0')
        {
          g_assert_cmpuint (before, ==, 0);
          loft_test_profile_expect (world->profile, 0, "outbox retry %s", id);
        }
      assert_waiting (world, "");
      assert_bob_got (world, 1);
    }
  /* When the connection breaks while the message goes out, its end may still seem to be sent. */
  g_assert_cmpuint (n_unconfirmed, >=, 1);
  g_assert_cmpuint (n_unconfirmed, <=, 2);
  g_assert_cmpuint (step, >, 10);
}

/* ---- killed ------------------------------------------------------------------------------- */

static LoftFault *
watch (LoftTestProfile *profile)
{
  LoftFault *fault = loft_fault_new (loft_test_profile_get_directory (profile));
  g_auto (GStrv) environment = loft_fault_dup_environment (fault);

  for (guint i = 0; environment[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (environment[i], "=", 2);

      loft_test_profile_set_environment (profile, parts[0], parts[1]);
    }
  return fault;
}

/* Runs loftctl to its end, however that is. */
static void
run_to_the_end (World *world, const char *line)
{
  g_autoptr (GSubprocess) process = loft_test_profile_start (world->profile, "%s", line);

  g_subprocess_wait (process, NULL, NULL);
}

/* The next process finds out. Delivered, or unconfirmed, or both; never lost, never twice. */
static gboolean
ends_well (World *world, gboolean *unconfirmed)
{
  g_autofree char *state = NULL;
  guint n;

  loft_test_profile_expect (world->profile, 0, "outbox send");
  state = waiting_state (world);
  n = loft_smtp_sink_count (world->sink, "bob@example.test");
  *unconfirmed = strcmp (state, "unconfirmed") == 0;
  g_test_message ("%s, delivered %u", state, n);
  return *unconfirmed ? n <= 1 : n == 1 && state[0] == '\0';
}

static void
sweep_kills (World *world, LoftFault *fault, GHashTable *before, LoftFaultCall call,
             LoftFaultKind kind)
{
  guint wanted = count_of (N_KILLS);
  guint n_points;
  guint n_unconfirmed = 0;
  guint step;

  loft_fault_snapshot_restore (before, loft_test_profile_get_directory (world->profile));
  loft_smtp_sink_reset (world->sink);
  loft_fault_arm (fault, 1u << call, G_MAXINT32, kind, 0);
  loft_test_profile_expect (world->profile, 0, "outbox send");
  n_points = fault->control->n_calls[call];
  loft_fault_reset (fault);
  g_assert_cmpuint (n_points, >, 0);
  step = MAX (n_points / MAX (wanted, 1), 1);
  for (guint i = 1; i <= n_points; i += step)
    {
      gboolean unconfirmed = FALSE;

      loft_fault_snapshot_restore (before, loft_test_profile_get_directory (world->profile));
      loft_smtp_sink_reset (world->sink);
      loft_fault_arm (fault, 1u << call, i, kind, 0);
      run_to_the_end (world, "outbox send");
      loft_fault_reset (fault);
      if (!ends_well (world, &unconfirmed))
        g_test_fail_printf ("killed at %u of %u of kind %d", i, n_points, call);
      n_unconfirmed += unconfirmed;
    }
  g_test_message ("%u points of kind %d, %u unconfirmed", n_points, call, n_unconfirmed);
}

static void
test_killed (World *world, gconstpointer unused)
{
  g_autoptr (LoftFault) fault = NULL;
  g_autoptr (GHashTable) before = NULL;

  expect_sent (world, MESSAGE, "--offline send");
  before = loft_fault_snapshot_take (loft_test_profile_get_directory (world->profile));
  fault = watch (world->profile);
  sweep_kills (world, fault, before, LOFT_FAULT_WRITE, LOFT_FAULT_KILL);
  sweep_kills (world, fault, before, LOFT_FAULT_WRITE, LOFT_FAULT_HALF_KILL);
  sweep_kills (world, fault, before, LOFT_FAULT_SYNC, LOFT_FAULT_KILL);
  sweep_kills (world, fault, before, LOFT_FAULT_SEND, LOFT_FAULT_KILL);
}

/* ---- the power is lost -------------------------------------------------------------------- */

/* Whether the message's end had gone out when the first n records were written. */
static gboolean
was_delivered (GPtrArray *records, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const LoftFaultLogRecord *record = g_ptr_array_index (records, i);

      /* What goes before the dot is sent on its own. */
      if (record->kind == LOFT_FAULT_LOG_SEND && record->data->len == 3 &&
          memcmp (record->data->data, ".\r\n", 3) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Put in, and sent: what was confirmed is there, and what was delivered does not go again. */
static void
test_power_loss (World *world, gconstpointer unused)
{
  g_autoptr (LoftFault) fault = watch (world->profile);
  const char *directory = loft_test_profile_get_directory (world->profile);
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  guint wanted = MIN (count_of (N_STATES), 500);
  gsize confirmed;
  guint n_unconfirmed = 0;

  loft_test_profile_expect (world->profile, 0, "--offline outbox");
  before = loft_fault_snapshot_take (directory);
  loft_fault_begin_log (fault);
  expect_sent (world, MESSAGE, "--offline send");
  confirmed = loft_fault_get_log_size (fault);
  loft_test_profile_expect (world->profile, 0, "outbox send");
  records = loft_fault_log_read (fault->log_path);
  loft_fault_reset (fault);
  assert_bob_got (world, 1);
  for (guint i = 0; i < wanted; i++)
    {
      guint n = (guint) g_rand_int_range (random, 1, (gint32) records->len + 1);
      const LoftFaultLogRecord *last = g_ptr_array_index (records, n - 1);
      g_autoptr (GHashTable) after = loft_fault_log_lose_power (records, n, before, random);
      gboolean delivered = was_delivered (records, n);
      g_autofree char *state = NULL;

      loft_smtp_sink_reset (world->sink);
      loft_fault_snapshot_restore (after, directory);
      loft_fault_restart (fault, i);
      loft_test_profile_run (world->profile, "outbox send");
      state = waiting_state (world);
      g_test_message ("state %u of %u: %s, had gone %d, goes %u", n, records->len, state, delivered,
                      loft_smtp_sink_count (world->sink, "bob@example.test"));
      n_unconfirmed += strcmp (state, "unconfirmed") == 0;
      if (delivered)
        assert_bob_got (world, 0);
      else if (last->position >= confirmed && strcmp (state, "unconfirmed") != 0)
        assert_bob_got (world, 1);
      g_assert_true (state[0] == '\0' || strcmp (state, "unconfirmed") == 0);
    }
  g_test_message ("%u states, %u unconfirmed", wanted, n_unconfirmed);
  loft_smtp_sink_reset (world->sink);
  loft_fault_snapshot_restore (before, directory);
}

/* ---- several processes -------------------------------------------------------------------- */

#define N_PROCESSES 6

/* All want to send the same; one does. */
static void
test_together (World *world, gconstpointer unused)
{
  GSubprocess *processes[N_PROCESSES];

  for (guint round = 0; round < 3; round++)
    {
      g_autofree char *id = NULL;

      loft_smtp_sink_reset (world->sink);
      expect_sent (world, MESSAGE, "send --at +3600");
      id = waiting_id (world);
      for (guint i = 0; i < N_PROCESSES; i++)
        processes[i] = loft_test_profile_start (world->profile, "outbox %s %s",
                                                i == 0 ? "retry" : "send", i == 0 ? id : "");
      for (guint i = 0; i < N_PROCESSES; i++)
        {
          g_assert_true (g_subprocess_wait (processes[i], NULL, NULL));
          g_object_unref (processes[i]);
        }
      loft_test_profile_expect (world->profile, 0, "outbox send");
      assert_waiting (world, "");
      assert_bob_got (world, 1);
    }
}

/* ---- by itself ---------------------------------------------------------------------------- */

#define DEADLINE_SECONDS 60
#define POLL_MS          20

static void
await_bob (World *world, guint n)
{
  gint64 end = g_get_monotonic_time () + DEADLINE_SECONDS * G_USEC_PER_SEC;

  while (loft_smtp_sink_count (world->sink, "bob@example.test") < n &&
         g_get_monotonic_time () < end)
    g_usleep (POLL_MS * 1000);
  assert_bob_got (world, n);
}

/* While one program stays open, what others put in leaves through it: now, at its time, after a server
 * that did not answer came back. */
static void
test_by_itself (World *world, gconstpointer unused)
{
  g_autoptr (LoftPrivateDovecot) dovecot = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  g_autoptr (GSubprocess) open_one = NULL;

  loft_test_profile_expect (world->profile, 0, "account set Test port=%u",
                            loft_private_dovecot_get_imap_port (dovecot));
  loft_test_profile_expect (world->profile, 0, "sync");
  open_one = loft_test_profile_start (world->profile, "sync --watch 300");
  expect_sent (world, MESSAGE, "--offline send");
  await_bob (world, 1);
  expect_sent (world, MESSAGE, "send");
  await_bob (world, 2);
  expect_sent (world, MESSAGE, "--offline send --at +2");
  assert_waiting (world, "queued");
  await_bob (world, 3);
  loft_smtp_sink_answer (world->sink, "EHLO", "421 4.3.2 not now", 1);
  loft_smtp_sink_answer (world->sink, "HELO", "421 4.3.2 not now", 1);
  expect_sent (world, MESSAGE, "--offline send");
  await_bob (world, 4);
  g_subprocess_send_signal (open_one, SIGTERM);
  g_subprocess_wait (open_one, NULL, NULL);
  assert_waiting (world, "");
  assert_bob_got (world, 4);
}

/* ---- Postfix ------------------------------------------------------------------------------ */

static guint
count_files (const char *folder, const char *needle)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL))
        n += strstr (text, needle) != NULL;
    }
  return n;
}

static gboolean
on_time_up (gpointer user_data)
{
  g_error ("nothing was delivered");
  return G_SOURCE_REMOVE;
}

static void
await_delivery (LoftPrivateDovecot *dovecot, const char *user, const char *needle)
{
  g_autofree char *maildir = loft_private_dovecot_dup_maildir (dovecot, user);
  g_autofree char *folder = g_build_filename (maildir, "new", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (GFileMonitor) monitor =
    g_file_monitor_directory (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  guint source = g_timeout_add_seconds (30, on_time_up, NULL);

  g_file_monitor_set_rate_limit (monitor, 0);
  while (count_files (folder, needle) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
  g_assert_cmpuint (count_files (folder, needle), ==, 1);
}

static LoftTestProfile *
new_postfix_profile (LoftPrivateDovecot *dovecot, LoftPrivatePostfix *postfix, gboolean implicit)
{
  LoftTestProfile *profile = loft_test_profile_new ();
  const char *leaf = loft_private_dovecot_get_fingerprint (dovecot);
  g_autofree char *more = g_strdup_printf (
    "--trust %s --smtp-trust %s --smtp-host localhost --smtp-port %u --smtp-security %s", leaf,
    leaf,
    implicit ? loft_private_postfix_get_submissions_port (postfix)
             : loft_private_postfix_get_submission_port (postfix),
    implicit ? "tls" : "starttls");

  loft_test_profile_add_account (profile, "alice", loft_private_dovecot_get_imaps_port (dovecot),
                                 more);
  return profile;
}

static guint
count_lines (const char *text, const char *begin)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    n += g_str_has_prefix (lines[i], begin) && strstr (lines[i], "\tseen") != NULL;
  return n;
}

/* One for each message, with Bcc, and the profile shows the same. */
static void
assert_copies (LoftPrivateDovecot *dovecot, LoftTestProfile *profile, guint n)
{
  g_autofree char *state = NULL;
  g_autofree char *found = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&state, g_free);
      loft_test_profile_expect (profile, 0, "sync");
      state = loft_witness_state (dovecot, "alice");
      if (count_lines (state, "Sent\t") != n)
        g_test_message ("%s", state);
      g_assert_cmpuint (count_lines (state, "Sent\t"), ==, n);
    }
  found = loft_test_profile_dump (profile);
  loft_witness_assert_equal (state, found);
}

static void
round_trip (LoftPrivateDovecot *dovecot, LoftPrivatePostfix *postfix, gboolean implicit)
{
  guint n_copies = implicit ? 2 : 1;
  g_autoptr (LoftTestProfile) profile = new_postfix_profile (dovecot, postfix, implicit);
  const char *id = implicit ? "<implicit@example.test>" : "<starttls@example.test>";
  g_autofree char *text = g_strdup_printf (
    "From: Alice <alice@example.test>\nTo: bob@example.test, blocked@example.test\n"
    "Bcc: carol@example.test\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\nMessage-ID: %s\n\n"
    "Gr\xc3\xbc\xc3\x9f"
    "e\n.\n",
    id);
  g_autofree char *maildir = loft_private_dovecot_dup_maildir (dovecot, "bob");
  g_autofree char *folder = g_build_filename (maildir, "new", NULL);
  g_autofree char *state = NULL;

  g_assert_cmpint (loft_test_profile_run_with_input (profile, text, "send"), ==, 3);
  await_delivery (dovecot, "bob", id);
  await_delivery (dovecot, "carol", id);
  g_assert_cmpuint (count_files (folder, "carol@example.test"), ==, 0);
  loft_test_profile_expect (profile, 0, "--json --offline outbox");
  state = loft_test_profile_dup_field (profile, "state");
  g_assert_cmpstr (state, ==, "refused");
  g_assert_nonnull (strstr (loft_test_profile_get_output (profile), "Recipient refuses mail"));
  assert_copies (dovecot, profile, n_copies);
}

static void
test_postfix (void)
{
  g_autoptr (LoftPrivateDovecot) dovecot = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  g_autoptr (LoftPrivatePostfix) postfix = loft_private_postfix_new (dovecot);

  round_trip (dovecot, postfix, FALSE);
  round_trip (dovecot, postfix, TRUE);
  g_clear_pointer (&postfix, loft_private_postfix_free);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*func) (World *world, gconstpointer unused);
  } tests[] = {
    { "/outbox/simple", test_simple },
    { "/outbox/bad-input", test_bad_input },
    { "/outbox/injection", test_injection },
    { "/outbox/offline-and-later", test_offline_and_later },
    { "/outbox/partly", test_partly },
    { "/outbox/answers", test_answers },
    { "/outbox/beforehand", test_beforehand },
    { "/outbox/old-server", test_old_server },
    { "/outbox/cuts", test_cuts },
    { "/outbox/killed", test_killed },
    { "/outbox/power-loss", test_power_loss },
    { "/outbox/together", test_together },
    { "/outbox/by-itself", test_by_itself },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, World, NULL, set_up, tests[i].func, tear_down);
  g_test_add_func ("/outbox/postfix", test_postfix);
  return g_test_run ();
}
