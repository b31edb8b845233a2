/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings (MS-ASCMD 2.2.1.18, examples 4.17): device, addresses, absence. */
#include "loft-eas-settings.h"

#include "eas-tree.h"
#include "loft-error.h"

#define HEAD "Settings:Settings\n  Settings:Status 1\n"

/* ---- the device --------------------------------------------------------------------------- */

static void
test_device (void)
{
  static const LoftEasDevice device = { .model = "Loft", .os = "Debian 12" };
  static const struct {
    const char *text;
    int code; /* -1: well */
  } cases[] = {
    { HEAD "  Settings:DeviceInformation\n    Settings:Set\n      Settings:Status 1\n", -1 },
    { HEAD "  Settings:DeviceInformation\n    Settings:Status 1\n", -1 },
    { HEAD, -1 },
    { HEAD "  Settings:DeviceInformation\n    Settings:Set\n      Settings:Status 5\n",
      LOFT_ERROR_REFUSED },
    { HEAD "  Settings:DeviceInformation\n    Settings:Status 4\n", LOFT_ERROR_TEMPORARY },
    { "Settings:Settings\n  Settings:Status 142\n", LOFT_ERROR_POLICY },
    { "Settings:Settings\n", LOFT_ERROR_PROTOCOL },
    { "Ping:Ping\n", LOFT_ERROR_PROTOCOL },
  };
  g_autofree char *request = eas_tree_take_text (loft_eas_settings_device_request (&device));

  g_assert_cmpstr (request, ==,
                   "<Settings:Settings>\n  <Settings:DeviceInformation>\n    <Settings:Set>\n"
                   "      <Settings:Model> Loft\n      <Settings:OS> Debian 12\n");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlElement) root = eas_tree (cases[i].text);
      g_autoptr (GError) error = NULL;
      gboolean well = loft_eas_settings_device_reply (root, &error);

      g_test_message ("%u", i);
      g_assert_cmpint (well, ==, cases[i].code == -1);
      if (!well)
        g_assert_error (error, LOFT_ERROR, cases[i].code);
    }
}

/* ---- the user ----------------------------------------------------------------------------- */

static void
test_user (void)
{
  static const struct {
    const char *text;
    const char *user; /* "ADDRESSES|PRIMARY|NAME|ID" */
  } cases[] = {
    { HEAD "  Settings:UserInformation\n    Settings:Status 1\n    Settings:Get\n"
           "      Settings:EmailAddresses\n        Settings:SMTPAddress a@x.example\n"
           "        Settings:SMTPAddress b@x.example\n",
      "a@x.example,b@x.example|||" },
    { HEAD
      "  Settings:UserInformation\n    Settings:Status 1\n    Settings:Get\n      Settings:Accounts\n"
      "        Settings:Account\n          Settings:AccountId 7\n"
      "          Settings:UserDisplayName Anna\n          Settings:EmailAddresses\n"
      "            Settings:SMTPAddress b@x.example\n"
      "            Settings:PrimarySmtpAddress a@x.example\n"
      "        Settings:Account\n          Settings:AccountId 8\n",
      "b@x.example,a@x.example|a@x.example|Anna|7" },
    { HEAD "  Settings:UserInformation\n    Settings:Status 1\n", "|||" },
    /* SOGo. */
    { HEAD "  Settings:UserInformation\n    Settings:Get\n      Settings:Accounts\n"
           "        Settings:Account\n          Settings:UserDisplayName Anna\n"
           "          Settings:EmailAddresses\n"
           "            Settings:PrimarySmtpAddress a@x.example\n",
      "a@x.example|a@x.example|Anna|" },
    { HEAD "  Settings:UserInformation\n    Settings:Status 1\n    Settings:Get\n"
           "      Settings:EmailAddresses\n        Settings:SMTPAddress\n",
      "|||" },
  };
  g_autofree char *request = eas_tree_take_text (loft_eas_settings_user_request ());

  g_assert_cmpstr (request, ==,
                   "<Settings:Settings>\n  <Settings:UserInformation>\n    <Settings:Get>\n");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlElement) root = eas_tree (cases[i].text);
      g_auto (LoftEasUser) user = { 0 };
      g_autoptr (GError) error = NULL;
      g_autofree char *addresses = NULL;
      g_autofree char *text = NULL;

      g_test_message ("%u", i);
      g_assert_true (loft_eas_settings_user_reply (root, &user, &error));
      g_assert_no_error (error);
      addresses = g_strjoinv (",", user.addresses);
      text = g_strjoin ("|", addresses, user.primary, user.name, user.account_id, NULL);
      g_assert_cmpstr (text, ==, cases[i].user);
    }
}

/* ---- absence ------------------------------------------------------------------------------ */

static const char scheduled[] =
  HEAD "  Settings:Oof\n    Settings:Status 1\n    Settings:Get\n      Settings:OofState 2\n"
       "      Settings:StartTime 2026-11-23T09:00:00.000Z\n"
       "      Settings:EndTime 2026-11-27T17:30:00.000Z\n"
       "      Settings:OofMessage\n        Settings:AppliesToInternal\n        Settings:Enabled 1\n"
       "        Settings:ReplyMessage I am away\n        Settings:BodyType Text\n"
       "      Settings:OofMessage\n        Settings:AppliesToExternalKnown\n"
       "        Settings:Enabled 0\n        Settings:ReplyMessage <b>Away</b>\n"
       "        Settings:BodyType HTML\n"
       "      Settings:OofMessage\n        Settings:AppliesToExternalUnknown\n"
       "        Settings:Enabled 0\n";

static void
test_absence_get (void)
{
  g_autofree char *request = eas_tree_take_text (loft_eas_settings_absence_get_request (FALSE));
  g_autofree char *html = eas_tree_take_text (loft_eas_settings_absence_get_request (TRUE));
  g_autoptr (LoftWbxmlElement) root = eas_tree (scheduled);
  g_auto (LoftEasAbsence) absence = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (request, ==,
                   "<Settings:Settings>\n  <Settings:Oof>\n    <Settings:Get>\n"
                   "      <Settings:BodyType> Text\n");
  g_assert_cmpstr (html, ==,
                   "<Settings:Settings>\n  <Settings:Oof>\n    <Settings:Get>\n"
                   "      <Settings:BodyType> HTML\n");
  g_assert_true (loft_eas_settings_absence_get_reply (root, &absence, &error));
  g_assert_no_error (error);
  g_assert_cmpint (absence.state, ==, LOFT_EAS_ABSENCE_SCHEDULED);
  g_assert_cmpint (absence.start, ==, 1795424400);
  g_assert_cmpint (absence.end, ==, 1795424400 + 4 * 86400 + 30600);
  for (guint i = 0; i < LOFT_EAS_N_AUDIENCES; i++)
    {
      g_assert_true (absence.messages[i].is_told);
      g_assert_cmpint (absence.messages[i].is_enabled, ==, i == LOFT_EAS_ABSENCE_INTERNAL);
      g_assert_cmpint (absence.messages[i].is_html, ==, i == LOFT_EAS_ABSENCE_KNOWN);
    }
  g_assert_cmpstr (absence.messages[LOFT_EAS_ABSENCE_INTERNAL].text, ==, "I am away");
  g_assert_cmpstr (absence.messages[LOFT_EAS_ABSENCE_KNOWN].text, ==, "<b>Away</b>");
  g_assert_cmpstr (absence.messages[LOFT_EAS_ABSENCE_UNKNOWN].text, ==, "");
}

static void
test_absence_bad (void)
{
  static const struct {
    const char *text;
    int code;
  } cases[] = {
    /* SOGo, with vacation switched off. */
    { HEAD, LOFT_ERROR_REFUSED },
    { HEAD "  Settings:Oof\n    Settings:Status 1\n", LOFT_ERROR_REFUSED },
    { HEAD "  Settings:Oof\n    Settings:Status 1\n    Settings:Get\n      Settings:OofState 9\n",
      LOFT_ERROR_REFUSED },
    { HEAD "  Settings:Oof\n    Settings:Status 3\n", LOFT_ERROR_REFUSED },
    { HEAD "  Settings:Oof\n    Settings:Status 4\n", LOFT_ERROR_TEMPORARY },
    { HEAD "  Settings:Oof\n", LOFT_ERROR_REFUSED },
    { HEAD "  Settings:Oof\n    Settings:Status x\n", LOFT_ERROR_PROTOCOL },
    { "Settings:Settings\n  Settings:Status 2\n", LOFT_ERROR_REFUSED },
    { "Settings:Settings\n  Settings:Oof\n", LOFT_ERROR_PROTOCOL },
    { "Find:Find\n", LOFT_ERROR_PROTOCOL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlElement) root = eas_tree (cases[i].text);
      g_auto (LoftEasAbsence) absence = { 0 };
      g_autoptr (GError) error = NULL;

      g_test_message ("%u", i);
      g_assert_false (loft_eas_settings_absence_get_reply (root, &absence, &error));
      g_assert_error (error, LOFT_ERROR, cases[i].code);
    }
}

/* What was got is set again by the same words. */
static void
test_absence_set (void)
{
  g_autoptr (LoftWbxmlElement) root = eas_tree (scheduled);
  g_auto (LoftEasAbsence) absence = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *request = NULL;
  g_autofree char *off = NULL;
  g_autoptr (LoftWbxmlElement) done = eas_tree (HEAD "  Settings:Oof\n    Settings:Status 1\n");
  g_autoptr (LoftWbxmlElement) refused = eas_tree (HEAD "  Settings:Oof\n    Settings:Status 5\n");

  g_assert_true (loft_eas_settings_absence_get_reply (root, &absence, &error));
  request = eas_tree_take_text (loft_eas_settings_absence_set_request (&absence));
  g_assert_cmpstr (
    request, ==,
    "<Settings:Settings>\n  <Settings:Oof>\n    <Settings:Set>\n      <Settings:OofState> 2\n"
    "      <Settings:StartTime> 2026-11-23T09:00:00.000Z\n"
    "      <Settings:EndTime> 2026-11-27T17:30:00.000Z\n"
    "      <Settings:OofMessage>\n        <Settings:AppliesToInternal>\n"
    "        <Settings:Enabled> 1\n        <Settings:ReplyMessage> I am away\n"
    "        <Settings:BodyType> Text\n"
    "      <Settings:OofMessage>\n        <Settings:AppliesToExternalKnown>\n"
    "        <Settings:Enabled> 0\n        <Settings:ReplyMessage> <b>Away</b>\n"
    "        <Settings:BodyType> HTML\n"
    "      <Settings:OofMessage>\n        <Settings:AppliesToExternalUnknown>\n"
    "        <Settings:Enabled> 0\n        <Settings:ReplyMessage>\n"
    "        <Settings:BodyType> Text\n");
  absence.state = LOFT_EAS_ABSENCE_OFF;
  absence.messages[0].is_told = absence.messages[1].is_told = absence.messages[2].is_told = FALSE;
  off = eas_tree_take_text (loft_eas_settings_absence_set_request (&absence));
  g_assert_cmpstr (off, ==,
                   "<Settings:Settings>\n  <Settings:Oof>\n    <Settings:Set>\n"
                   "      <Settings:OofState> 0\n");

  g_assert_true (loft_eas_settings_absence_set_reply (done, &error));
  g_assert_no_error (error);
  g_assert_false (loft_eas_settings_absence_set_reply (refused, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/eas-settings/device", test_device);
  g_test_add_func ("/eas-settings/user", test_user);
  g_test_add_func ("/eas-settings/absence-get", test_absence_get);
  g_test_add_func ("/eas-settings/absence-bad", test_absence_bad);
  g_test_add_func ("/eas-settings/absence-set", test_absence_set);
  return g_test_run ();
}
