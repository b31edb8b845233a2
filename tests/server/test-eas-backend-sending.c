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

static gboolean
submit (LoftEasWorld *world, const char *text, GPtrArray *recipients,
        LoftSubmissionOutcome *outcome, guint *n_dots, GError **error)
{
  g_autoptr (LoftSubmission) submission =
    loft_eas_submission_new (world->account, loft_eas_world_sign_in, loft_eas_world_get_memory (),
                             world);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  const LoftSubmissionMessage message = { "alice@example.test", recipients, bytes };

  *n_dots = 0;
  return loft_submission_connect (submission, NULL, error) &&
         loft_submission_send (submission, &message, outcome, at_dot, n_dots, NULL, error);
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
    { "'status': 142", LOFT_SUBMISSION_TEMPORARY },
    { "'status': 129", LOFT_SUBMISSION_TEMPORARY },
    { "'status': 116", LOFT_SUBMISSION_REFUSED },
    { "'status': 122", LOFT_SUBMISSION_REFUSED },
    { "'http': 403", LOFT_SUBMISSION_TEMPORARY },
    { "'http': 413", LOFT_SUBMISSION_REFUSED },
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

void
loft_test_eas_add_sending (const char *version)
{
  LOFT_TEST_EAS_ADD ("sent", version, test_sent);
  LOFT_TEST_EAS_ADD ("redirected", version, test_redirected);
  LOFT_TEST_EAS_ADD ("statuses", version, test_statuses);
  LOFT_TEST_EAS_ADD ("sending-lost", version, test_lost);
}
