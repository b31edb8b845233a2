/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-eas-backend.h"

#include <string.h>

#include "loft-eas-submission.h"
#include "loft-error.h"

#define MESSAGE                                                                                    \
  "From: alice@example.test\nTo: bob@example.test\nSubject: Hello\n"                               \
  "Message-ID: <hello@example.test>\n\nText\n"

static gboolean
at_dot (gpointer user_data, GError **error)
{
  ++*(guint *) user_data;
  return TRUE;
}

static LoftSubmission *
new_submission (LoftEasWorld *world)
{
  return loft_eas_submission_new (world->account, loft_eas_world_sign_in,
                                  loft_eas_world_get_memory (), world);
}

static gboolean
submit_by (LoftSubmission *submission, const char *text, GPtrArray *recipients,
           const LoftSubmissionOriginal *original, LoftSubmissionOutcome *outcome, guint *n_dots,
           GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  const LoftSubmissionMessage message = {
    .sender = "alice@example.test",
    .recipients = recipients,
    .bytes = bytes,
    .original = original,
  };

  *n_dots = 0;
  return loft_submission_connect (submission, NULL, error) &&
         loft_submission_send (submission, &message, outcome, at_dot, n_dots, NULL, error);
}

static gboolean
submit (LoftEasWorld *world, const char *text, GPtrArray *recipients,
        LoftSubmissionOutcome *outcome, guint *n_dots, GError **error)
{
  g_autoptr (LoftSubmission) submission = new_submission (world);

  return submit_by (submission, text, recipients, NULL, outcome, n_dots, error);
}

static LoftSubmissionResult
submit_under (LoftEasWorld *world, const char *fault, GError **error)
{
  g_autofree char *json = g_strdup_printf ("'command': 'SendMail', %s", fault);
  g_autoptr (GPtrArray) recipients = loft_eas_world_list_ids ("bob@example.test", NULL);
  g_auto (LoftSubmissionOutcome) outcome = { 0 };
  guint n_dots;
  gboolean sent;

  loft_eas_world_fail (world, json);
  sent = submit (world, MESSAGE, recipients, &outcome, &n_dots, error);
  g_assert_cmpint (sent, ==, outcome.result == LOFT_SUBMISSION_SENT);
  g_assert_cmpuint (n_dots, ==, 1);
  return outcome.result;
}

static guint
count_sent (LoftEasWorld *world)
{
  g_autofree char *sent = loft_fake_activesync_ask (world->fake, "sent", NULL);
  g_auto (GStrv) parts = g_strsplit (sent, "\"mime\"", -1);

  return g_strv_length (parts) - 1;
}

/* The blind ones are told to the server, which tells nobody. */
static void
test_sent (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GPtrArray) recipients =
    loft_eas_world_list_ids ("bob@example.test", "carol@example.test", NULL);
  g_auto (LoftSubmissionOutcome) outcome = { 0 };
  g_autoptr (GError) error = NULL;
  guint n_dots;

  g_assert_true (submit (world, MESSAGE, recipients, &outcome, &n_dots, &error));
  g_assert_no_error (error);
  g_assert_cmpint (outcome.result, ==, LOFT_SUBMISSION_SENT);
  g_assert_true (
    loft_eas_world_has (world, "sent", NULL, "[\"bob@example.test\", \"carol@example.test\"]"));
  g_assert_false (loft_eas_world_has (world, "sent", NULL, "Bcc"));
  g_assert_true (loft_eas_world_has (world, "requests", NULL, "Bcc: carol@example.test"));
  g_assert_true (loft_eas_world_has (world, "state", "{'user': 'carol'}", "Hello"));
}

/* Exchange would send it to everybody whom it names. */
static void
test_redirected (LoftEasWorld *world, gconstpointer data)
{
  static const char *const texts[] = {
    MESSAGE,
    "Resent-To: carol@example.test\n" MESSAGE,
  };
  g_autoptr (GPtrArray) recipients = loft_eas_world_list_ids ("carol@example.test", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (LoftSubmissionOutcome) outcome = { 0 };
      g_autoptr (GError) error = NULL;
      guint n_dots;

      g_assert_false (submit (world, texts[i], recipients, &outcome, &n_dots, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
      g_assert_cmpint (outcome.result, ==, LOFT_SUBMISSION_REFUSED);
      g_assert_cmpuint (n_dots, ==, 0);
      g_assert_cmpuint (loft_fake_activesync_get_count (world->fake, "SendMail"), ==, 0);
    }
}

static void
test_statuses (LoftEasWorld *world, gconstpointer data)
{
  static const struct {
    const char *fault;
    LoftSubmissionResult result;
  } cases[] = {
    { "'status': 118", LOFT_SUBMISSION_SENT },
    { "'status': 110", LOFT_SUBMISSION_TEMPORARY },
    { "'status': 120", LOFT_SUBMISSION_TEMPORARY },
    { "'status': 115", LOFT_SUBMISSION_TEMPORARY },
    { "'status': 177", LOFT_SUBMISSION_TEMPORARY },
    { "'status': 129", LOFT_SUBMISSION_TEMPORARY },
    { "'status': 116", LOFT_SUBMISSION_REFUSED },
    { "'status': 122", LOFT_SUBMISSION_REFUSED },
    { "'http': 403", LOFT_SUBMISSION_TEMPORARY },
    { "'http': 413", LOFT_SUBMISSION_REFUSED },
    { "'http': 404", LOFT_SUBMISSION_TEMPORARY },
    { "'http': 429", LOFT_SUBMISSION_TEMPORARY },
    { "'http': 507", LOFT_SUBMISSION_TEMPORARY },
    { "'http': 500", LOFT_SUBMISSION_UNCONFIRMED },
    { "'http': 502", LOFT_SUBMISSION_UNCONFIRMED },
    { "'http': 503", LOFT_SUBMISSION_UNCONFIRMED },
    { "'http': 503, 'headers': {'Retry-After': '60'}", LOFT_SUBMISSION_UNCONFIRMED },
    { "'html': true", LOFT_SUBMISSION_UNCONFIRMED },
    { "'refuse': true", LOFT_SUBMISSION_UNCONFIRMED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      LoftSubmissionResult result = submit_under (world, cases[i].fault, &error);

      if (result != cases[i].result)
        g_error ("%s: %d, %s", cases[i].fault, result, error != NULL ? error->message : "sent");
      g_assert_cmpuint (count_sent (world), ==, 0);
    }
}

/* It left, but nobody said so: the same again leaves once. */
static void
test_lost (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (submit_under (world, "'lose': true", &error), ==, LOFT_SUBMISSION_UNCONFIRMED);
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_cmpint (submit_under (world, "'delay': 0", &error), ==, LOFT_SUBMISSION_SENT);
  g_assert_no_error (error);
  g_assert_cmpuint (count_sent (world), ==, 1);
}

/* What was perhaps sent is one message; the next does not go, and nobody takes it for sent, while the server
 * wants to be left alone. That is not forgotten with the connection. */
static void
test_left_alone (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (LoftSubmission) submission = new_submission (world);
  g_autoptr (GPtrArray) recipients = loft_eas_world_list_ids ("bob@example.test", NULL);
  g_autoptr (GError) error = NULL;
  guint n_dots;

  loft_eas_world_fail (
    world, "'command': 'SendMail', 'http': 503, 'headers': {'Retry-After': '600'}, 'times': 9");
  for (guint i = 0; i < 3; i++)
    {
      g_auto (LoftSubmissionOutcome) outcome = { 0 };

      g_assert_false (submit_by (submission, MESSAGE, recipients, NULL, &outcome, &n_dots, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
      g_clear_error (&error);
      g_assert_cmpint (outcome.result, ==,
                       i == 0 ? LOFT_SUBMISSION_UNCONFIRMED : LOFT_SUBMISSION_TEMPORARY);
      g_assert_cmpuint (n_dots, ==, i == 0);
      g_assert_cmpuint (loft_fake_activesync_get_count (world->fake, "SendMail"), ==, 1);
      loft_submission_disconnect (submission);
    }
}

/* ---- answers ------------------------------------------------------------------------------ */

#define ANSWER                                                                                     \
  "From: alice@example.test\nTo: bob@example.test\nSubject: Re: one\n"                             \
  "Message-ID: <answer@example.test>\nContent-Type: text/plain\n\nMy words\n"

static LoftSubmissionResult
answer (LoftEasWorld *world, const char *id, gboolean is_forwarded)
{
  g_autoptr (LoftSubmission) submission = new_submission (world);
  g_autoptr (GPtrArray) recipients = loft_eas_world_list_ids ("bob@example.test", NULL);
  const LoftSubmissionOriginal original = { LOFT_EAS_WORLD_INBOX, id, is_forwarded };
  g_auto (LoftSubmissionOutcome) outcome = { 0 };
  g_autoptr (GError) error = NULL;
  guint n_dots;

  submit_by (submission, ANSWER, recipients, &original, &outcome, &n_dots, &error);
  g_assert_cmpuint (n_dots, ==, 1);
  return outcome.result;
}

static LoftFlags
flags_of (LoftEasWorld *world, const char *id)
{
  return ((LoftEasWorldMail *) g_hash_table_lookup (world->mail, id))->flags;
}

/* The original bears the mark, the message says what its writer wrote. */
static void
test_answered (LoftEasWorld *world, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *id = loft_eas_world_put_mail (world, "one");

      loft_eas_world_sync_mail (world);
      g_assert_cmpuint (flags_of (world, id), ==, 0);
      loft_eas_world_tell (world, "clear", "{}");
      g_assert_cmpint (answer (world, id, i > 0), ==, LOFT_SUBMISSION_SENT);
      g_assert_cmpuint (loft_fake_activesync_get_count (world->fake,
                                                        i > 0 ? "SmartForward" : "SmartReply"),
                        ==, 1);
      g_assert_cmpuint (loft_fake_activesync_get_count (world->fake, "SendMail"), ==, 0);
      loft_eas_world_sync_mail (world);
      g_assert_cmpuint (flags_of (world, id), ==, i > 0 ? LOFT_FLAG_FORWARDED : LOFT_FLAG_ANSWERED);
      loft_eas_world_tell (world, "delete", "{'id': '%s'}", id);
      /* Another device. */
      loft_eas_world_tell (world, "forget", "{'what': 'device'}");
    }
  g_assert_cmpuint (count_sent (world), ==, 2);
  g_assert_true (loft_eas_world_has (world, "sent", NULL, "My words"));
  g_assert_false (loft_eas_world_has (world, "sent", NULL, "Original Message"));
}

/* The original is gone, or the server takes nothing of the kind: the message goes all the same, once. */
static void
test_answered_otherwise (LoftEasWorld *world, gconstpointer data)
{
  static const char *const faults[] = { NULL, "'status': 150", "'status': 103", "'http': 501" };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *id = loft_eas_world_put_mail (world, "one");
      g_autofree char *fault = g_strdup_printf ("'command': 'SmartReply', %s", faults[i]);

      if (i == 0)
        loft_eas_world_tell (world, "delete", "{'id': '%s'}", id);
      else
        loft_eas_world_fail (world, fault);
      g_assert_cmpint (answer (world, id, FALSE), ==, LOFT_SUBMISSION_SENT);
      g_assert_cmpuint (loft_fake_activesync_get_count (world->fake, "SendMail"), ==, i + 1);
      g_assert_cmpuint (count_sent (world), ==, i + 1);
      loft_eas_world_tell (world, "forget", "{'what': 'device'}");
    }
}

/* Nobody gets it twice, by whichever command it comes again. */
static void
test_answered_lost (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *id = loft_eas_world_put_mail (world, "one");

  loft_eas_world_fail (world, "'command': 'SmartReply', 'lose': true");
  g_assert_cmpint (answer (world, id, FALSE), ==, LOFT_SUBMISSION_UNCONFIRMED);
  g_assert_cmpint (answer (world, id, FALSE), ==, LOFT_SUBMISSION_SENT);
  loft_eas_world_tell (world, "delete", "{'id': '%s'}", id);
  g_assert_cmpint (answer (world, id, FALSE), ==, LOFT_SUBMISSION_SENT);
  g_assert_cmpuint (count_sent (world), ==, 1);
}

/* It would add the original to what was written. */
static void
test_answered_by_old (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *id = loft_eas_world_put_mail (world, "one");

  loft_eas_world_tell (world, "versions", "{'versions': ['12.1']}");
  loft_eas_world_restart (world);
  g_assert_cmpint (answer (world, id, FALSE), ==, LOFT_SUBMISSION_SENT);
  g_assert_cmpuint (loft_fake_activesync_get_count (world->fake, "SendMail"), ==, 1);
}

void
loft_test_eas_add_sending (const char *version)
{
  LOFT_TEST_EAS_ADD ("sent", version, test_sent);
  LOFT_TEST_EAS_ADD ("redirected", version, test_redirected);
  LOFT_TEST_EAS_ADD ("statuses", version, test_statuses);
  LOFT_TEST_EAS_ADD ("sending-lost", version, test_lost);
  LOFT_TEST_EAS_ADD ("sending-left-alone", version, test_left_alone);
  LOFT_TEST_EAS_ADD ("answered", version, test_answered);
  LOFT_TEST_EAS_ADD ("answered-otherwise", version, test_answered_otherwise);
  LOFT_TEST_EAS_ADD ("answered-lost", version, test_answered_lost);
  LOFT_TEST_EAS_ADD ("answered-by-old", version, test_answered_by_old);
}
