/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-policy.h"

#include <string.h>

/* What may be said to the server of each rule, and whether a person's word changes it. */

typedef struct {
  const char *text;
  LoftPolicyAnswer answer; /* nobody says anything of the computer */
  LoftPolicyAnswer confirmed;
} Decision;

#define ALL    LOFT_POLICY_ANSWER_ALL
#define PARTLY LOFT_POLICY_ANSWER_PARTLY

static const Decision decisions[] = {
  { "", ALL, ALL },
  /* What Loft keeps. */
  { "AttachmentsEnabled=0", ALL, ALL },
  { "MaxAttachmentSize=1000", ALL, ALL },
  { "MaxEmailAgeFilter=3", ALL, ALL },
  { "MaxCalendarAgeFilter=4", ALL, ALL },
  { "AllowHTMLEmail=0", ALL, ALL },
  { "MaxEmailBodyTruncationSize=0", ALL, ALL },
  { "MaxEmailHTMLBodyTruncationSize=500", ALL, ALL },
  /* What asks for nothing. */
  { "AttachmentsEnabled=1 MaxAttachmentSize=-1 AllowHTMLEmail=1 MaxEmailAgeFilter=0", ALL, ALL },
  { "RequireSignedSMIMEMessages=0 RequireDeviceEncryption=0", ALL, ALL },
  { "MaxInactivityTimeDeviceLock=9999", ALL, ALL },
  /* What is about the whole computer. */
  { "DevicePasswordEnabled=1", PARTLY, ALL },
  { "RequireDeviceEncryption=1", PARTLY, ALL },
  { "MinDevicePasswordLength=8", PARTLY, ALL },
  { "AllowCamera=0", PARTLY, ALL },
  { "RequireManualSyncWhenRoaming=1", PARTLY, ALL },
  { "AttachmentsEnabled=0 RequireDeviceEncryption=1", PARTLY, ALL },
  /* What nobody here can do. */
  { "RequireSignedSMIMEMessages=1", PARTLY, PARTLY },
  { "RequireEncryptedSMIMEMessages=1", PARTLY, PARTLY },
  { "MaxDevicePasswordFailedAttempts=5", PARTLY, PARTLY },
  { "Unknown=1", PARTLY, PARTLY },
  { "RequireSignedSMIMEMessages=1 RequireDeviceEncryption=1", PARTLY, PARTLY },
};

static void
test_decisions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (decisions); i++)
    {
      g_autoptr (LoftPolicy) policy = loft_policy_from_text (decisions[i].text);

      g_test_message ("%s", decisions[i].text);
      g_assert_cmpint (loft_policy_decide (policy, FALSE), ==, decisions[i].answer);
      g_assert_cmpint (loft_policy_decide (policy, TRUE), ==, decisions[i].confirmed);
    }
}

/* The order in which a server tells its rules is no other policy, nor is one that it tells twice. */
static void
test_text (void)
{
  g_autoptr (LoftPolicy) one = loft_policy_new ();
  g_autoptr (LoftPolicy) other = loft_policy_new ();
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  loft_policy_add (one, "MaxEmailAgeFilter", 3, FALSE);
  loft_policy_add (one, "AttachmentsEnabled", 0, FALSE);
  loft_policy_add (one, "AllowCamera", 1, FALSE);
  loft_policy_add (other, "AttachmentsEnabled", 0, FALSE);
  loft_policy_add (other, "MaxEmailAgeFilter", 3, FALSE);
  loft_policy_add (other, "MaxEmailAgeFilter", 3, FALSE);
  /* Of a password that need not be. */
  loft_policy_add (other, "MinDevicePasswordLength", 9, FALSE);
  first = loft_policy_to_text (one);
  second = loft_policy_to_text (other);
  g_assert_cmpstr (first, ==, "AttachmentsEnabled=0 MaxEmailAgeFilter=3");
  g_assert_cmpstr (first, ==, second);
}

static void
test_any_text (void)
{
  static const char *const texts[] = {
    "",
    " ",
    "=",
    "AllowCamera",
    "AllowCamera=",
    "AllowCamera=x",
    "=0",
    "Nothing=1",
    "AllowCamera=0=1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (LoftPolicy) policy = loft_policy_from_text (texts[i]);

      g_assert_cmpuint (policy->demands->len, ==, 0);
    }
}

static void
test_notes (void)
{
  g_autofree char *note = loft_policy_write_note (1700000000, "AllowCamera=0");
  g_autofree char *text = NULL;
  char *none;
  gint64 number;

  g_assert_true (loft_policy_read_note (note, &number, &text));
  g_assert_cmpint (number, ==, 1700000000);
  g_assert_cmpstr (text, ==, "AllowCamera=0");
  g_assert_false (loft_policy_read_note (NULL, &number, &none));
  g_assert_null (none);
  g_assert_false (loft_policy_read_note ("AllowCamera=0", &number, &none));
  g_assert_false (loft_policy_read_note ("12", &number, &none));
}

/* Each has a sentence, with its number where it has one. */
static void
test_sentences (void)
{
  for (guint i = 0; loft_policy_nth_name (i) != NULL; i++)
    {
      const LoftPolicyDemand demand = { loft_policy_nth_name (i), 77, LOFT_POLICY_KEPT };
      g_autofree char *sentence = loft_policy_describe (&demand);

      g_assert_true (g_ascii_isupper (sentence[0]));
      g_assert_null (strstr (sentence, "%s"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy/decisions", test_decisions);
  g_test_add_func ("/policy/text", test_text);
  g_test_add_func ("/policy/any-text", test_any_text);
  g_test_add_func ("/policy/notes", test_notes);
  g_test_add_func ("/policy/sentences", test_sentences);
  return g_test_run ();
}
