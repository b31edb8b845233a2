/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-eas-backend.h"

#include "loft-eas-command.h"
#include "loft-error.h"
#include "loft-told-times.h"

#define SINCE 1796112000 /* 2026-12-01 08:00 UTC */
#define HOUR  3600

/* (transfer full) (nullable) as loft_told_times_describe(). */
static char *
ask (LoftEasWorld *world, GPtrArray *addresses, gint64 since, gint64 until, GError **error)
{
  g_autoptr (GPtrArray) told =
    loft_backend_read_availability (world->backend, addresses, since, until, NULL, error);

  return told != NULL ? loft_told_times_describe (told, SINCE) : NULL;
}

static void
put_event (LoftEasWorld *world, const char *user, const char *start, const char *end,
           const char *status)
{
  loft_eas_world_tell (world, "put",
                       "{'user': '%s', 'folder': 'Calendar', 'data': [['Calendar:StartTime', "
                       "'20261201T%sZ'], ['Calendar:EndTime', '20261201T%sZ'], "
                       "['Calendar:BusyStatus', '%s']]}",
                       user, start, end, status);
}

/* Half hours of the server, cut to what was asked; whom nobody knows beside those that are known. */
static void
test_told (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GPtrArray) addresses =
    loft_eas_world_list_ids ("bob@example.test", "nobody@elsewhere.test", "carol@example.test",
                             NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (loft_backend_get_capabilities (world->backend) & LOFT_BACKEND_HAS_AVAILABILITY);
  put_event (world, "bob", "090000", "103000", "2");
  put_event (world, "bob", "120000", "130000", "1");
  put_event (world, "carol", "080000", "180000", "3");
  text = ask (world, addresses, SINCE + HOUR / 4, SINCE + 8 * HOUR + HOUR / 4, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==,
                   "bob@example.test Bob Example: b1.0-2.5 t4.0-5.0\n"
                   "nobody@elsewhere.test : (The server does not know this person)\n"
                   "carol@example.test Carol Example: a0.2-8.2\n");
}

/* A server takes twenty names at once. */
static void
test_many (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) told = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 45; i++)
    g_ptr_array_add (addresses, i == 40 ? g_strdup ("bob@example.test")
                                        : g_strdup_printf ("guest%u@elsewhere.test", i));
  told =
    loft_backend_read_availability (world->backend, addresses, SINCE, SINCE + HOUR, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (told->len, ==, 45);
  for (guint i = 0; i < 45; i++)
    {
      const LoftAvailability *one = g_ptr_array_index (told, i);

      g_assert_cmpstr (one->address, ==, g_ptr_array_index (addresses, i));
      g_assert_true ((one->reason == NULL) == (i == 40));
    }
  g_assert_cmpuint (loft_eas_backend_get_n_requests (LOFT_EAS_BACKEND (world->backend),
                                                     LOFT_EAS_COMMAND_RESOLVE_RECIPIENTS),
                    ==, 3);
}

/* ---- answers that say less ---------------------------------------------------------------- */

static LoftWbxmlElement *
new_answer (void)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_RESOLVE_RECIPIENTS_RESOLVE_RECIPIENTS);

  loft_wbxml_element_add_int (root, LOFT_EAS_RESOLVE_RECIPIENTS_STATUS, 1);
  return root;
}

static LoftWbxmlElement *
add_response (LoftWbxmlElement *root, const char *to, int status)
{
  LoftWbxmlElement *response = loft_wbxml_element_add (root, LOFT_EAS_RESOLVE_RECIPIENTS_RESPONSE);

  loft_wbxml_element_add_text (response, LOFT_EAS_RESOLVE_RECIPIENTS_TO, to);
  loft_wbxml_element_add_int (response, LOFT_EAS_RESOLVE_RECIPIENTS_STATUS, status);
  return response;
}

/* status 0: without Availability. */
static void
add_recipient (LoftWbxmlElement *response, const char *address, int status, const char *digits)
{
  LoftWbxmlElement *recipient =
    loft_wbxml_element_add (response, LOFT_EAS_RESOLVE_RECIPIENTS_RECIPIENT);
  LoftWbxmlElement *availability;

  loft_wbxml_element_add_int (recipient, LOFT_EAS_RESOLVE_RECIPIENTS_TYPE, 1);
  loft_wbxml_element_add_text (recipient, LOFT_EAS_RESOLVE_RECIPIENTS_EMAIL_ADDRESS, address);
  if (status == 0)
    return;
  availability = loft_wbxml_element_add (recipient, LOFT_EAS_RESOLVE_RECIPIENTS_AVAILABILITY);
  loft_wbxml_element_add_int (availability, LOFT_EAS_RESOLVE_RECIPIENTS_STATUS, status);
  if (digits != NULL)
    loft_wbxml_element_add_text (availability, LOFT_EAS_RESOLVE_RECIPIENTS_MERGED_FREE_BUSY,
                                 digits);
}

/* MS-ASCMD 2.2.3.177.13, by person. */
static void
test_statuses (LoftEasWorld *world, gconstpointer data)
{
  static const struct {
    int status;
    const char *digits;
    const char *text;
  } cases[] = {
    { 1, "0012349", " t1.0-1.5 b1.5-2.0 a2.0-2.5 u2.5-3.5" },
    { 1, "", " (The server does not tell when this person has time)" },
    { 0, NULL, " (The server does not tell when this person has time)" },
    { 160, NULL, " (There are too many people to look for their free time)" },
    { 161, NULL, " (The list has too many members to look for their free time)" },
    { 162, NULL, " (The server cannot tell the free time now; try again later)" },
    { 163, "2222", " (The server cannot tell the free time)" },
  };
  g_autoptr (GPtrArray) addresses = loft_eas_world_list_ids ("x@example.test", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LoftWbxmlElement *answer = new_answer ();
      g_autofree char *expected = g_strdup_printf ("x@example.test :%s\n", cases[i].text);
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      add_recipient (add_response (answer, "x@example.test", 1), "x@example.test", cases[i].status,
                     cases[i].digits);
      loft_eas_world_answer (world, "ResolveRecipients", answer);
      text = ask (world, addresses, SINCE, SINCE + 7 * HOUR / 2, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (text, ==, expected);
    }
}

/* Of several it is the one with the address; among others nobody can choose. */
static void
test_ambiguous (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GPtrArray) addresses = loft_eas_world_list_ids ("x@example.test", "y@b.test", NULL);
  LoftWbxmlElement *answer = new_answer (), *response = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  response = add_response (answer, "y@b.test", 3);
  add_recipient (response, "yes@b.test", 1, "22");
  add_recipient (response, "yet@b.test", 1, "22");
  response = add_response (answer, "x@example.test", 2);
  add_recipient (response, "xx@example.test", 1, "22");
  add_recipient (response, "X@example.test", 1, "02");
  loft_eas_world_answer (world, "ResolveRecipients", answer);
  text = ask (world, addresses, SINCE, SINCE + HOUR, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==,
                   "x@example.test : b0.5-1.0\n"
                   "y@b.test : (The server knows several people by this address)\n");
}

static void
test_refused (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GPtrArray) addresses = loft_eas_world_list_ids ("bob@example.test", NULL);
  g_autoptr (GError) error = NULL;

  loft_eas_world_fail (world, "'command': 'ResolveRecipients', 'http': 503");
  g_assert_null (ask (world, addresses, SINCE, SINCE + HOUR, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
}

void
loft_test_eas_add_availability (const char *version)
{
  LOFT_TEST_EAS_ADD ("availability", version, test_told);
  LOFT_TEST_EAS_ADD ("availability-many", version, test_many);
  LOFT_TEST_EAS_ADD ("availability-statuses", version, test_statuses);
  LOFT_TEST_EAS_ADD ("availability-ambiguous", version, test_ambiguous);
  LOFT_TEST_EAS_ADD ("availability-refused", version, test_refused);
}
