/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-estimate.h"
#include "loft-eas-find.h"
#include "loft-eas-meeting-response.h"
#include "loft-eas-provision.h"
#include "loft-eas-recipients.h"
#include "loft-eas-validate-cert.h"
#include "loft-wbxml-reader.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

static void
read_people (const LoftWbxmlElement *root)
{
  const LoftEasRecipientOptions options = { 5, 1795424400, 1795424400 + 86400, TRUE };
  g_autoptr (GPtrArray) answers = loft_eas_recipients_reply (root, &options, NULL);
  g_auto (LoftEasFound) searched = { 0 };
  g_auto (LoftEasFound) found = { 0 };
  g_autofree char *calendar_id = NULL;
  guint n;

  loft_eas_search_reply (root, &searched, NULL);
  loft_eas_find_reply (root, &found, NULL);
  loft_eas_meeting_response_reply (root, "1", &calendar_id, NULL);
  loft_eas_validate_cert_reply (root, NULL);
  loft_eas_estimate_reply (root, "1", &n, NULL);
}

static void
read_account (const LoftWbxmlElement *root)
{
  g_auto (LoftEasProvision) provision = { 0 };
  g_auto (LoftEasUser) user = { 0 };
  g_auto (LoftEasAbsence) absence = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_eas_provision_reply (root, &provision, &error) == (error == NULL));
  loft_eas_settings_device_reply (root, NULL);
  loft_eas_settings_user_reply (root, &user, NULL);
  loft_eas_settings_absence_get_reply (root, &absence, NULL);
  loft_eas_settings_absence_set_reply (root, NULL);
}

/* Any tree before every reader of answers. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) all = g_bytes_new_static (bytes, length);
  g_autoptr (LoftWbxmlElement) root = loft_wbxml_read (all, NULL);

  read_people (root);
  read_account (root);
  return 0;
}
