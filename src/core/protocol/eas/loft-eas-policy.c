/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-policy.h"

#define NEVER_LOCKED 9999 /* seconds; MS-ASPROV 2.2.2.32: from there on no limit */
#define N_FILTERS    8 /* FilterType 0 to 7 */

/* When a value asks for something. */
typedef enum {
  IF_ONE, /* a switch that demands */
  IF_ZERO, /* a switch that forbids */
  IF_BELOW_2, /* 0 forbids, 1 allows some */
  IF_POSITIVE,
  IF_LIMITED, /* any number but -1 and above */
  IF_LISTED, /* has children */
} When;

typedef struct {
  guint tag;
  When when;
  LoftEasHonour honour;
  gboolean of_password; /* counts only where there is to be a password */
  const char *sentence; /* with the number where there is a %s */
} Rule;

#define P(name) LOFT_EAS_PROVISION_##name
#define LOFT    LOFT_EAS_HONOUR_LOFT
#define PERSON  LOFT_EAS_HONOUR_PERSON
#define NOBODY  LOFT_EAS_HONOUR_NOBODY

/* Not here, as they ask for nothing that Loft does: whether a password may be kept on the server for
 * recovery, and which algorithms and keys S/MIME may use. */
static const Rule rules[] = {
  { P (DEVICE_PASSWORD_ENABLED), IF_ONE, PERSON, FALSE,
    "A password or screen lock is needed to use the computer" },
  { P (ALPHANUMERIC_DEVICE_PASSWORD_REQUIRED), IF_ONE, PERSON, TRUE,
    "The computer's password has letters and digits" },
  { P (REQUIRE_STORAGE_CARD_ENCRYPTION), IF_ONE, PERSON, FALSE, "Removable disks are encrypted" },
  { P (REQUIRE_DEVICE_ENCRYPTION), IF_ONE, PERSON, FALSE, "The computer's disk is encrypted" },
  { P (ATTACHMENTS_ENABLED), IF_ZERO, LOFT, FALSE, "Attachments are not downloaded" },
  { P (MIN_DEVICE_PASSWORD_LENGTH), IF_POSITIVE, PERSON, TRUE,
    "The computer's password has at least %s characters" },
  { P (MAX_INACTIVITY_TIME_DEVICE_LOCK), IF_POSITIVE, PERSON, TRUE,
    "The screen locks after %s seconds at most" },
  { P (MAX_DEVICE_PASSWORD_FAILED_ATTEMPTS), IF_POSITIVE, NOBODY, TRUE,
    "After %s wrong passwords the device deletes everything" },
  { P (MAX_ATTACHMENT_SIZE), IF_LIMITED, LOFT, FALSE,
    "Attachments larger than %s bytes are not downloaded" },
  { P (ALLOW_SIMPLE_DEVICE_PASSWORD), IF_ZERO, PERSON, TRUE,
    "The computer's password is no simple one, like 1234" },
  { P (DEVICE_PASSWORD_EXPIRATION), IF_POSITIVE, PERSON, TRUE,
    "The computer's password is changed every %s days" },
  { P (DEVICE_PASSWORD_HISTORY), IF_POSITIVE, PERSON, TRUE,
    "A new password is none of the last %s" },
  { P (MIN_DEVICE_PASSWORD_COMPLEX_CHARACTERS), IF_POSITIVE, PERSON, TRUE,
    "The computer's password has at least %s kinds of characters" },
  { P (ALLOW_STORAGE_CARD), IF_ZERO, PERSON, FALSE, "Removable disks are not used" },
  { P (ALLOW_CAMERA), IF_ZERO, PERSON, FALSE, "The camera is not used" },
  { P (ALLOW_UNSIGNED_APPLICATIONS), IF_ZERO, PERSON, FALSE,
    "Only programs that are signed are run" },
  { P (ALLOW_UNSIGNED_INSTALLATION_PACKAGES), IF_ZERO, PERSON, FALSE,
    "Only packages that are signed are installed" },
  { P (ALLOW_WI_FI), IF_ZERO, PERSON, FALSE, "Wi-Fi is not used" },
  { P (ALLOW_TEXT_MESSAGING), IF_ZERO, PERSON, FALSE, "Text messages are not used" },
  { P (ALLOW_POPIMAP_EMAIL), IF_ZERO, PERSON, FALSE,
    "There are no accounts by IMAP or POP3 on the computer" },
  { P (ALLOW_BLUETOOTH), IF_BELOW_2, PERSON, FALSE, "Bluetooth is used for headsets at most" },
  { P (ALLOW_IR_DA), IF_ZERO, PERSON, FALSE, "Infrared is not used" },
  { P (REQUIRE_MANUAL_SYNC_WHEN_ROAMING), IF_ONE, PERSON, FALSE,
    "In networks of others the account is only synchronized by hand" },
  { P (ALLOW_DESKTOP_SYNC), IF_ZERO, PERSON, FALSE,
    "The device is not synchronized with a computer" },
  { P (MAX_CALENDAR_AGE_FILTER), IF_POSITIVE, LOFT, FALSE, "Older events are not downloaded" },
  { P (ALLOW_HTML_EMAIL), IF_ZERO, LOFT, FALSE, "Messages are downloaded as plain text" },
  { P (MAX_EMAIL_AGE_FILTER), IF_POSITIVE, LOFT, FALSE, "Older messages are not downloaded" },
  { P (MAX_EMAIL_BODY_TRUNCATION_SIZE), IF_LIMITED, LOFT, FALSE,
    "Of texts only the first %s characters are downloaded" },
  { P (MAX_EMAIL_HTML_BODY_TRUNCATION_SIZE), IF_LIMITED, LOFT, FALSE,
    "Of formatted texts only the first %s characters are downloaded" },
  { P (REQUIRE_SIGNED_SMIME_MESSAGES), IF_ONE, NOBODY, FALSE, "All messages are sent signed" },
  { P (REQUIRE_ENCRYPTED_SMIME_MESSAGES), IF_ONE, NOBODY, FALSE,
    "All messages are sent encrypted" },
  { P (ALLOW_BROWSER), IF_ZERO, PERSON, FALSE, "The web browser is not used" },
  { P (ALLOW_CONSUMER_EMAIL), IF_ZERO, PERSON, FALSE,
    "There are no private mail accounts on the computer" },
  { P (ALLOW_REMOTE_DESKTOP), IF_ZERO, PERSON, FALSE,
    "Other computers are not controlled from this one" },
  { P (ALLOW_INTERNET_SHARING), IF_ZERO, PERSON, FALSE, "The internet connection is not shared" },
  { P (UNAPPROVED_IN_ROM_APPLICATION_LIST), IF_LISTED, PERSON, FALSE,
    "Some programs are not used" },
  { P (APPROVED_APPLICATION_LIST), IF_LISTED, PERSON, FALSE, "Only some programs are used" },
};

static void
demand_free (LoftEasDemand *self)
{
  g_free (self->sentence);
  g_free (self);
}

void
loft_eas_policy_free (LoftEasPolicy *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->demands);
  g_free (self);
}

gboolean
loft_eas_policy_has (const LoftEasPolicy *self, LoftEasHonour honour)
{
  for (guint i = 0; i < self->demands->len; i++)
    {
      const LoftEasDemand *demand = g_ptr_array_index (self->demands, i);

      if (demand->honour == honour)
        return TRUE;
    }
  return FALSE;
}

/* A value that is no number asks for nothing, as an empty element does (MS-ASPROV 2.2.2.28). */
static gboolean
is_demanded (const Rule *rule, const LoftWbxmlElement *element, gint64 *value)
{
  if (rule->when == IF_LISTED)
    return loft_wbxml_element_get_n_children (element) > 0;
  if (element->text == NULL ||
      !g_ascii_string_to_signed (element->text, 10, G_MININT64, G_MAXINT64, value, NULL))
    return FALSE;
  if (rule->tag == P (MAX_INACTIVITY_TIME_DEVICE_LOCK) && *value >= NEVER_LOCKED)
    return FALSE;
  switch (rule->when)
    {
    case IF_ONE:
      return *value == 1;
    case IF_ZERO:
      return *value == 0;
    case IF_BELOW_2:
      return *value >= 0 && *value < 2;
    case IF_POSITIVE:
      return *value > 0;
    case IF_LIMITED:
      return *value >= 0;
    case IF_LISTED:
    default:
      return FALSE;
    }
}

static char *
say (const char *sentence, gint64 value)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, value);
  g_auto (GStrv) halves = g_strsplit (sentence, "%s", 2);

  return g_strjoinv (number, halves);
}

static void
add_demand (LoftEasPolicy *self, const Rule *rule, gint64 value)
{
  LoftEasDemand *demand = g_new0 (LoftEasDemand, 1);

  demand->tag = rule->tag;
  demand->value = value;
  demand->honour = rule->honour;
  demand->sentence = say (rule->sentence, value);
  g_ptr_array_add (self->demands, demand);
}

/* What Loft keeps to, as a number to keep to. */
static void
set_limit (LoftEasPolicy *self, guint tag, gint64 value)
{
  if (tag == P (ATTACHMENTS_ENABLED))
    self->allows_attachments = FALSE;
  else if (tag == P (MAX_ATTACHMENT_SIZE))
    self->attachment_limit = value;
  else if (tag == P (ALLOW_HTML_EMAIL))
    self->allows_html = FALSE;
  else if (tag == P (MAX_EMAIL_AGE_FILTER))
    self->mail_filter = MIN (value, N_FILTERS - 1);
  else if (tag == P (MAX_CALENDAR_AGE_FILTER))
    self->calendar_filter = MIN (value, N_FILTERS - 1);
  else if (tag == P (MAX_EMAIL_BODY_TRUNCATION_SIZE))
    self->text_limit = value;
  else if (tag == P (MAX_EMAIL_HTML_BODY_TRUNCATION_SIZE))
    self->html_limit = value;
}

/* A rule that is in no document may ask for anything. */
static void
check_known (LoftEasPolicy *self, const LoftWbxmlElement *element)
{
  static const Rule unknown = { 0, IF_ONE, NOBODY, FALSE, "A rule that Loft does not know" };

  if (loft_eas_tag_get_name (element->tag) == NULL)
    add_demand (self, &unknown, 0);
}

static void
read_rule (LoftEasPolicy *self, const LoftWbxmlElement *element, gboolean password)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      gint64 value = 0;

      if (rules[i].tag != element->tag || (rules[i].of_password && !password) ||
          !is_demanded (&rules[i], element, &value))
        continue;
      add_demand (self, &rules[i], value);
      set_limit (self, element->tag, value);
    }
}

LoftEasPolicy *
loft_eas_policy_read (const LoftWbxmlElement *document)
{
  LoftEasPolicy *self = g_new0 (LoftEasPolicy, 1);
  gboolean password = loft_wbxml_element_get_int (document, P (DEVICE_PASSWORD_ENABLED), 0) == 1;

  self->demands = g_ptr_array_new_with_free_func ((GDestroyNotify) demand_free);
  self->allows_html = TRUE;
  self->allows_attachments = TRUE;
  self->attachment_limit = -1;
  self->text_limit = -1;
  self->html_limit = -1;
  for (guint i = 0; i < loft_wbxml_element_get_n_children (document); i++)
    {
      const LoftWbxmlElement *element = loft_wbxml_element_get_child (document, i);

      check_known (self, element);
      read_rule (self, element, password);
    }
  return self;
}
