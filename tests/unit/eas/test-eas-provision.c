/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Provision as MS-ASPROV 3.1.5.1 tells it: asking, a policy, acknowledging it, wiping. */
#include "loft-eas-provision.h"

#include <string.h>

#include "eas-tree.h"
#include "loft-error.h"

static const LoftEasDevice device = {
  .model = "Loft",
  .name = "Desk",
  .os = "Debian 12",
  .language = "en-us",
  .user_agent = "Loft/1",
};

static void
test_requests (void)
{
  g_autofree char *new = eas_tree_take_text (loft_eas_provision_request (161, &device));
  g_autofree char *old = eas_tree_take_text (loft_eas_provision_request (140, &device));
  g_autofree char *ack =
    eas_tree_take_text (loft_eas_provision_acknowledge ("1307199584", LOFT_POLICY_ANSWER_PARTLY));
  g_autofree char *wiped =
    eas_tree_take_text (loft_eas_provision_wiped (LOFT_EAS_WIPE_DEVICE, TRUE));
  g_autofree char *account =
    eas_tree_take_text (loft_eas_provision_wiped (LOFT_EAS_WIPE_ACCOUNT, FALSE));

  g_assert_cmpstr (new, ==,
                   "<Provision:Provision>\n"
                   "  <Settings:DeviceInformation>\n"
                   "    <Settings:Set>\n"
                   "      <Settings:Model> Loft\n"
                   "      <Settings:FriendlyName> Desk\n"
                   "      <Settings:OS> Debian 12\n"
                   "      <Settings:OSLanguage> en-us\n"
                   "      <Settings:UserAgent> Loft/1\n"
                   "  <Provision:Policies>\n"
                   "    <Provision:Policy>\n"
                   "      <Provision:PolicyType> MS-EAS-Provisioning-WBXML\n");
  g_assert_cmpstr (old, ==,
                   "<Provision:Provision>\n"
                   "  <Provision:Policies>\n"
                   "    <Provision:Policy>\n"
                   "      <Provision:PolicyType> MS-EAS-Provisioning-WBXML\n");
  g_assert_cmpstr (ack, ==,
                   "<Provision:Provision>\n"
                   "  <Provision:Policies>\n"
                   "    <Provision:Policy>\n"
                   "      <Provision:PolicyType> MS-EAS-Provisioning-WBXML\n"
                   "      <Provision:PolicyKey> 1307199584\n"
                   "      <Provision:Status> 2\n");
  g_assert_cmpstr (wiped, ==,
                   "<Provision:Provision>\n  <Provision:RemoteWipe>\n    <Provision:Status> 1\n");
  g_assert_cmpstr (account, ==,
                   "<Provision:Provision>\n  <Provision:AccountOnlyRemoteWipe>\n"
                   "    <Provision:Status> 2\n");
}

#define HEAD                                                                                       \
  "Provision:Provision\n  Settings:DeviceInformation\n    Settings:Status 1\n"                     \
  "  Provision:Status 1\n  Provision:Policies\n    Provision:Policy\n"                             \
  "      Provision:PolicyType MS-EAS-Provisioning-WBXML\n"
#define DOCUMENT                                                                                   \
  HEAD "      Provision:Status 1\n      Provision:PolicyKey 1307199584\n      Provision:Data\n"    \
       "        Provision:EASProvisionDoc\n"
#define RULE(name, value) "          Provision:" name " " value "\n"

/* ---- policies ----------------------------------------------------------------------------- */

/* What a document asks: "LETTER SENTENCE" each, L for Loft, P for a person, N for nobody. */
static const struct {
  const char *rules;
  const char *demands;
} policies[] = {
  { RULE ("DevicePasswordEnabled", "0") RULE ("AllowCamera", "1") RULE ("AttachmentsEnabled", "1")
      RULE ("MaxEmailAgeFilter", "0") RULE ("AllowBluetooth", "2") RULE ("MaxAttachmentSize", "")
        RULE ("MaxEmailBodyTruncationSize", "-1") RULE ("AllowHTMLEmail", "1")
          RULE ("RequireSignedSMIMEAlgorithm", "0") RULE ("PasswordRecoveryEnabled", "1"),
    "" },
  /* Without a password nothing is asked of it. */
  { RULE ("DevicePasswordEnabled", "0") RULE ("MinDevicePasswordLength", "8")
      RULE ("MaxDevicePasswordFailedAttempts", "4"),
    "" },
  { RULE ("MinDevicePasswordLength", "8") RULE ("DevicePasswordEnabled", "1")
      RULE ("AllowSimpleDevicePassword", "0") RULE ("MaxInactivityTimeDeviceLock", "900"),
    "P The computer's password has at least 8 characters\n"
    "P A password or screen lock is needed to use the computer\n"
    "P The computer's password is no simple one, like 1234\n"
    "P The screen locks after 900 seconds at most\n" },
  { RULE ("DevicePasswordEnabled", "1") RULE ("MaxInactivityTimeDeviceLock", "9999")
      RULE ("MaxDevicePasswordFailedAttempts", "4"),
    "P A password or screen lock is needed to use the computer\n"
    "N After 4 wrong passwords the device deletes everything\n" },
  { RULE ("RequireDeviceEncryption", "1") RULE ("RequireStorageCardEncryption", "1"),
    "P The computer's disk is encrypted\nP Removable disks are encrypted\n" },
  { RULE ("AttachmentsEnabled", "0") RULE ("MaxAttachmentSize", "1000") RULE ("AllowHTMLEmail", "0")
      RULE ("MaxEmailAgeFilter", "4") RULE ("MaxCalendarAgeFilter", "6")
        RULE ("MaxEmailBodyTruncationSize", "0") RULE ("MaxEmailHTMLBodyTruncationSize", "512"),
    "L Attachments are not downloaded\n"
    "L Attachments larger than 1000 bytes are not downloaded\n"
    "L Messages are downloaded as plain text\n"
    "L Older messages are not downloaded\n"
    "L Older events are not downloaded\n"
    "L Of texts only the first 0 characters are downloaded\n"
    "L Of formatted texts only the first 512 characters are downloaded\n" },
  { RULE ("RequireSignedSMIMEMessages", "1") RULE ("RequireEncryptedSMIMEMessages", "1"),
    "N All messages are sent signed\nN All messages are sent encrypted\n" },
  { RULE ("AllowBluetooth", "1") RULE ("AllowBluetooth", "0"),
    "P Bluetooth is used for headsets at most\nP Bluetooth is used for headsets at most\n" },
  { RULE ("ApprovedApplicationList",
          "") "            Provision:Hash AA\n" RULE ("UnapprovedInROMApplicationList", ""),
    "P Only some programs are used\n" },
  /* What is no number asks for nothing. */
  { RULE ("DevicePasswordEnabled", "yes") RULE ("MaxEmailAgeFilter", "x"), "" },
};

static char *
describe (const LoftPolicy *policy)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < policy->demands->len; i++)
    {
      const LoftPolicyDemand *demand = &g_array_index (policy->demands, LoftPolicyDemand, i);
      g_autofree char *sentence = loft_policy_describe (demand);

      g_string_append_printf (text, "%c %s\n", "LPN"[demand->honour], sentence);
    }
  return g_string_free (text, FALSE);
}

static void
test_policies (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (policies); i++)
    {
      g_autofree char *text = g_strconcat (DOCUMENT, policies[i].rules, NULL);
      g_autoptr (LoftWbxmlElement) root = eas_tree (text);
      g_auto (LoftEasProvision) provision = { 0 };
      g_autoptr (GError) error = NULL;
      g_autofree char *demands = NULL;

      g_test_message ("%u", i);
      g_assert_true (loft_eas_provision_reply (root, &provision, &error));
      g_assert_no_error (error);
      g_assert_cmpint (provision.wipe, ==, LOFT_EAS_WIPE_NONE);
      g_assert_false (provision.is_free);
      g_assert_cmpstr (provision.key, ==, "1307199584");
      demands = describe (provision.policy);
      g_assert_cmpstr (demands, ==, policies[i].demands);
      g_assert_cmpint (loft_policy_has (provision.policy, LOFT_POLICY_NOT_KEPT), ==,
                       strstr (demands, "N ") != NULL);
      g_assert_cmpint (loft_policy_has (provision.policy, LOFT_POLICY_PERSON), ==,
                       strstr (demands, "P ") != NULL);
    }
}

static void
test_limits (void)
{
  g_autoptr (LoftWbxmlElement) empty = eas_tree ("Provision:EASProvisionDoc");
  g_autoptr (LoftPolicy) none = loft_eas_policy_read (empty);
  g_autoptr (LoftWbxmlElement) document =
    eas_tree ("Provision:EASProvisionDoc\n"
              "  Provision:AttachmentsEnabled 0\n  Provision:MaxAttachmentSize 1000\n"
              "  Provision:AllowHTMLEmail 0\n  Provision:MaxEmailAgeFilter 4\n"
              "  Provision:MaxCalendarAgeFilter 99\n  Provision:MaxEmailBodyTruncationSize 0\n"
              "  Provision:MaxEmailHTMLBodyTruncationSize 512\n");
  g_autoptr (LoftPolicy) policy = loft_eas_policy_read (document);

  g_assert_true (none->allows_attachments);
  g_assert_true (none->allows_html);
  g_assert_cmpint (none->attachment_limit, ==, -1);
  g_assert_cmpint (none->text_limit, ==, -1);
  g_assert_cmpint (none->html_limit, ==, -1);
  g_assert_cmpuint (none->mail_filter + none->calendar_filter, ==, 0);
  g_assert_false (policy->allows_attachments);
  g_assert_false (policy->allows_html);
  g_assert_cmpint (policy->attachment_limit, ==, 1000);
  g_assert_cmpint (policy->text_limit, ==, 0);
  g_assert_cmpint (policy->html_limit, ==, 512);
  g_assert_cmpuint (policy->mail_filter, ==, 4);
  g_assert_cmpuint (policy->calendar_filter, ==, 7);
}

static void
test_unknown_rule (void)
{
  g_autoptr (LoftWbxmlElement) document =
    loft_wbxml_element_new (LOFT_EAS_PROVISION_EAS_PROVISION_DOC);
  g_autoptr (LoftPolicy) policy = NULL;

  loft_wbxml_element_add_text (document, 0x0e3f, "1");
  policy = loft_eas_policy_read (document);
  g_assert_true (loft_policy_has (policy, LOFT_POLICY_NOT_KEPT));
}

/* ---- other answers ------------------------------------------------------------------------ */

static void
test_answers (void)
{
  static const struct {
    const char *text;
    LoftEasWipe wipe;
    gboolean is_free;
    const char *key;
  } cases[] = {
    { HEAD "      Provision:Status 2\n", LOFT_EAS_WIPE_NONE, TRUE, "0" },
    { HEAD "      Provision:Status 1\n      Provision:PolicyKey 77\n", LOFT_EAS_WIPE_NONE, FALSE,
      "77" },
    { "Provision:Provision\n  Provision:Status 1\n", LOFT_EAS_WIPE_NONE, TRUE, "0" },
    { "Provision:Provision\n  Provision:Status 1\n  Provision:RemoteWipe\n", LOFT_EAS_WIPE_DEVICE,
      FALSE, NULL },
    { "Provision:Provision\n  Provision:Status 140\n  Provision:RemoteWipe\n", LOFT_EAS_WIPE_DEVICE,
      FALSE, NULL },
    { "Provision:Provision\n  Provision:Status 1\n  Provision:AccountOnlyRemoteWipe\n",
      LOFT_EAS_WIPE_ACCOUNT, FALSE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlElement) root = eas_tree (cases[i].text);
      g_auto (LoftEasProvision) provision = { 0 };
      g_autoptr (GError) error = NULL;

      g_test_message ("%u", i);
      g_assert_true (loft_eas_provision_reply (root, &provision, &error));
      g_assert_no_error (error);
      g_assert_cmpint (provision.wipe, ==, cases[i].wipe);
      g_assert_cmpint (provision.is_free, ==, cases[i].is_free);
      g_assert_cmpstr (provision.key, ==, cases[i].key);
      g_assert_null (provision.policy);
    }
}

static void
test_bad (void)
{
  static const struct {
    const char *text;
    int code;
  } cases[] = {
    { "Settings:Settings\n  Settings:Status 1\n", LOFT_ERROR_PROTOCOL },
    { "Provision:Provision\n", LOFT_ERROR_PROTOCOL },
    { "Provision:Provision\n  Provision:Status x\n", LOFT_ERROR_PROTOCOL },
    { "Provision:Provision\n  Provision:Status 3\n", LOFT_ERROR_TEMPORARY },
    { "Provision:Provision\n  Provision:Status 165\n", LOFT_ERROR_TEMPORARY },
    { "Provision:Provision\n  Provision:Status 141\n", LOFT_ERROR_POLICY },
    { HEAD "      Provision:PolicyKey 77\n", LOFT_ERROR_PROTOCOL },
    { HEAD "      Provision:Status 1\n", LOFT_ERROR_PROTOCOL },
    { HEAD "      Provision:Status 1\n      Provision:PolicyKey a\r\n", LOFT_ERROR_PROTOCOL },
    { HEAD "      Provision:Status 5\n", LOFT_ERROR_TEMPORARY },
    { HEAD "      Provision:Status 4\n", LOFT_ERROR_REFUSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlElement) root = eas_tree (cases[i].text);
      g_auto (LoftEasProvision) provision = { 0 };
      g_autoptr (GError) error = NULL;

      g_test_message ("%u", i);
      g_assert_false (loft_eas_provision_reply (root, &provision, &error));
      g_assert_error (error, LOFT_ERROR, cases[i].code);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/eas-provision/requests", test_requests);
  g_test_add_func ("/eas-provision/policies", test_policies);
  g_test_add_func ("/eas-provision/limits", test_limits);
  g_test_add_func ("/eas-provision/unknown-rule", test_unknown_rule);
  g_test_add_func ("/eas-provision/answers", test_answers);
  g_test_add_func ("/eas-provision/bad", test_bad);
  return g_test_run ();
}
