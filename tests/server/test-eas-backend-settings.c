/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server answers with in absence. */
#include "test-eas-backend.h"

#include <string.h>

#include "loft-eas-tags.h"
#include "loft-error.h"

static void
set (LoftOutOfOffice *absence, LoftOutOfOfficeAudience audience, gboolean on, gboolean html,
     const char *text)
{
  LoftOutOfOfficeAnswer *answer = &absence->answers[audience];

  answer->is_told = TRUE;
  answer->is_on = on;
  answer->is_html = html;
  g_free (answer->text);
  answer->text = g_strdup (text);
}

static LoftOutOfOffice *
read_now (LoftEasWorld *world)
{
  g_autoptr (GError) error = NULL;
  LoftOutOfOffice *absence = loft_backend_read_out_of_office (world->backend, NULL, &error);

  g_assert_no_error (error);
  return absence;
}

static void
test_absence (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (LoftOutOfOffice) before = read_now (world);
  g_autoptr (LoftOutOfOffice) wanted = loft_out_of_office_new ();
  g_autoptr (LoftOutOfOffice) after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (before->state, ==, LOFT_OUT_OF_OFFICE_OFF);
  g_assert_true (loft_backend_get_capabilities (world->backend) & LOFT_BACKEND_HAS_OUT_OF_OFFICE);
  wanted->state = LOFT_OUT_OF_OFFICE_SCHEDULED;
  wanted->start = 1800000000;
  wanted->end = 1800086400;
  set (wanted, LOFT_OUT_OF_OFFICE_INSIDE, TRUE, TRUE, "<b>Away</b>");
  set (wanted, LOFT_OUT_OF_OFFICE_CONTACTS, TRUE, FALSE, "Fort & weg");
  set (wanted, LOFT_OUT_OF_OFFICE_OTHERS, FALSE, FALSE, "");
  /* The answer is lost: the same again is no harm. */
  loft_eas_world_fail (world, "'command': 'Settings', 'lose': true");
  g_assert_false (loft_backend_write_out_of_office (world->backend, wanted, NULL, &error));
  g_clear_error (&error);
  g_assert_true (loft_backend_write_out_of_office (world->backend, wanted, NULL, &error));
  g_assert_no_error (error);
  after = read_now (world);
  g_assert_cmpint (after->state, ==, LOFT_OUT_OF_OFFICE_SCHEDULED);
  g_assert_cmpint (after->start, ==, 1800000000);
  g_assert_cmpint (after->end, ==, 1800086400);
  g_assert_cmpstr (after->answers[LOFT_OUT_OF_OFFICE_INSIDE].text, ==, "<b>Away</b>");
  g_assert_true (after->answers[LOFT_OUT_OF_OFFICE_INSIDE].is_html);
  g_assert_cmpstr (after->answers[LOFT_OUT_OF_OFFICE_CONTACTS].text, ==, "Fort & weg");
  g_assert_false (after->answers[LOFT_OUT_OF_OFFICE_OTHERS].is_on);
}

/* SOGo (5.8) says that all is well, and nothing more. */
static void
test_none (LoftEasWorld *world, gconstpointer data)
{
  LoftWbxmlElement *answer = loft_wbxml_element_new (LOFT_EAS_SETTINGS_SETTINGS);
  g_autoptr (GError) error = NULL;

  loft_wbxml_element_add_int (answer, LOFT_EAS_SETTINGS_STATUS, 1);
  loft_eas_world_answer (world, "Settings", answer);
  g_assert_null (loft_backend_read_out_of_office (world->backend, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
}

static void
test_refused (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (LoftOutOfOffice) wanted = loft_out_of_office_new ();
  g_autoptr (GError) error = NULL;

  loft_eas_world_fail (world, "'command': 'Settings', 'status': 3");
  g_assert_false (loft_backend_write_out_of_office (world->backend, wanted, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
}

void
loft_test_eas_add_settings (const char *version)
{
  LOFT_TEST_EAS_ADD ("absence", version, test_absence);
  LOFT_TEST_EAS_ADD ("absence-none", version, test_none);
  LOFT_TEST_EAS_ADD ("absence-refused", version, test_refused);
}
