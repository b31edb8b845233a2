/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-policy.h"

#include <string.h>

#define NEVER_LOCKED 9999 /* seconds; MS-ASPROV 2.2.2.32: from there on no limit */
#define N_FILTERS    8 /* FilterType 0 to 7 */
#define MAX_DEMANDS  200 /* there are fewer rules */

/* When a value asks for something. */
typedef enum {
  IF_ONE, /* a switch that demands */
  IF_ZERO, /* a switch that forbids */
  IF_BELOW_2, /* 0 forbids, 1 allows some */
  IF_POSITIVE,
  IF_LIMITED, /* any number but -1 and above */
} When;

typedef struct {
  const char *name;
  When when;
  LoftPolicyHonour honour;
  gboolean of_password; /* counts only where there is to be a password */
  const char *sentence; /* with the number where there is a %s */
} Rule;

/* Not here, as they ask for nothing that Loft does: whether a password may be kept on the server for
 * recovery, and which algorithms and keys S/MIME may use. */
static const Rule rules[] = {
  { "DevicePasswordEnabled", IF_ONE, LOFT_POLICY_PERSON, FALSE,
    "A password or screen lock is needed to use the computer" },
  { "AlphanumericDevicePasswordRequired", IF_ONE, LOFT_POLICY_PERSON, TRUE,
    "The computer's password has letters and digits" },
  { "RequireStorageCardEncryption", IF_ONE, LOFT_POLICY_PERSON, FALSE,
    "Removable disks are encrypted" },
  { "RequireDeviceEncryption", IF_ONE, LOFT_POLICY_PERSON, FALSE,
    "The computer's disk is encrypted" },
  { "AttachmentsEnabled", IF_ZERO, LOFT_POLICY_KEPT, FALSE, "Attachments are not downloaded" },
  { "MinDevicePasswordLength", IF_POSITIVE, LOFT_POLICY_PERSON, TRUE,
    "The computer's password has at least %s characters" },
  { "MaxInactivityTimeDeviceLock", IF_POSITIVE, LOFT_POLICY_PERSON, TRUE,
    "The screen locks after %s seconds at most" },
  { "MaxDevicePasswordFailedAttempts", IF_POSITIVE, LOFT_POLICY_NOT_KEPT, TRUE,
    "After %s wrong passwords the device deletes everything" },
  { "MaxAttachmentSize", IF_LIMITED, LOFT_POLICY_KEPT, FALSE,
    "Attachments larger than %s bytes are not downloaded" },
  { "AllowSimpleDevicePassword", IF_ZERO, LOFT_POLICY_PERSON, TRUE,
    "The computer's password is no simple one, like 1234" },
  { "DevicePasswordExpiration", IF_POSITIVE, LOFT_POLICY_PERSON, TRUE,
    "The computer's password is changed every %s days" },
  { "DevicePasswordHistory", IF_POSITIVE, LOFT_POLICY_PERSON, TRUE,
    "A new password is none of the last %s" },
  { "MinDevicePasswordComplexCharacters", IF_POSITIVE, LOFT_POLICY_PERSON, TRUE,
    "The computer's password has at least %s kinds of characters" },
  { "AllowStorageCard", IF_ZERO, LOFT_POLICY_PERSON, FALSE, "Removable disks are not used" },
  { "AllowCamera", IF_ZERO, LOFT_POLICY_PERSON, FALSE, "The camera is not used" },
  { "AllowUnsignedApplications", IF_ZERO, LOFT_POLICY_PERSON, FALSE,
    "Only programs that are signed are run" },
  { "AllowUnsignedInstallationPackages", IF_ZERO, LOFT_POLICY_PERSON, FALSE,
    "Only packages that are signed are installed" },
  { "AllowWiFi", IF_ZERO, LOFT_POLICY_PERSON, FALSE, "Wi-Fi is not used" },
  { "AllowTextMessaging", IF_ZERO, LOFT_POLICY_PERSON, FALSE, "Text messages are not used" },
  { "AllowPOPIMAPEmail", IF_ZERO, LOFT_POLICY_PERSON, FALSE,
    "There are no accounts by IMAP or POP3 on the computer" },
  { "AllowBluetooth", IF_BELOW_2, LOFT_POLICY_PERSON, FALSE,
    "Bluetooth is used for headsets at most" },
  { "AllowIrDA", IF_ZERO, LOFT_POLICY_PERSON, FALSE, "Infrared is not used" },
  { "RequireManualSyncWhenRoaming", IF_ONE, LOFT_POLICY_PERSON, FALSE,
    "In networks of others the account is only synchronized by hand" },
  { "AllowDesktopSync", IF_ZERO, LOFT_POLICY_PERSON, FALSE,
    "The device is not synchronized with a computer" },
  { "MaxCalendarAgeFilter", IF_POSITIVE, LOFT_POLICY_KEPT, FALSE,
    "Older events are not downloaded" },
  { "AllowHTMLEmail", IF_ZERO, LOFT_POLICY_KEPT, FALSE, "Messages are downloaded as plain text" },
  { "MaxEmailAgeFilter", IF_POSITIVE, LOFT_POLICY_KEPT, FALSE,
    "Older messages are not downloaded" },
  { "MaxEmailBodyTruncationSize", IF_LIMITED, LOFT_POLICY_KEPT, FALSE,
    "Of texts only the first %s characters are downloaded" },
  { "MaxEmailHTMLBodyTruncationSize", IF_LIMITED, LOFT_POLICY_KEPT, FALSE,
    "Of formatted texts only the first %s characters are downloaded" },
  { "RequireSignedSMIMEMessages", IF_ONE, LOFT_POLICY_NOT_KEPT, FALSE,
    "All messages are sent signed" },
  { "RequireEncryptedSMIMEMessages", IF_ONE, LOFT_POLICY_NOT_KEPT, FALSE,
    "All messages are sent encrypted" },
  { "AllowBrowser", IF_ZERO, LOFT_POLICY_PERSON, FALSE, "The web browser is not used" },
  { "AllowConsumerEmail", IF_ZERO, LOFT_POLICY_PERSON, FALSE,
    "There are no private mail accounts on the computer" },
  { "AllowRemoteDesktop", IF_ZERO, LOFT_POLICY_PERSON, FALSE,
    "Other computers are not controlled from this one" },
  { "AllowInternetSharing", IF_ZERO, LOFT_POLICY_PERSON, FALSE,
    "The internet connection is not shared" },
  { "UnapprovedInROMApplicationList", IF_POSITIVE, LOFT_POLICY_PERSON, FALSE,
    "Some programs are not used" },
  { "ApprovedApplicationList", IF_POSITIVE, LOFT_POLICY_PERSON, FALSE,
    "Only some programs are used" },
};

/* Rules that are in no document may ask for anything. */
static const Rule unknown = { LOFT_POLICY_UNKNOWN, IF_ONE, LOFT_POLICY_NOT_KEPT, FALSE,
                              "A rule that Loft does not know" };

LoftPolicy *
loft_policy_new (void)
{
  LoftPolicy *self = g_new0 (LoftPolicy, 1);

  self->demands = g_array_new (FALSE, FALSE, sizeof (LoftPolicyDemand));
  self->allows_html = TRUE;
  self->allows_attachments = TRUE;
  self->attachment_limit = -1;
  self->text_limit = -1;
  self->html_limit = -1;
  return self;
}

void
loft_policy_free (LoftPolicy *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->demands);
  g_free (self);
}

/* ---- the rules ---------------------------------------------------------------------------- */

static const Rule *
find_rule (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (strcmp (rules[i].name, name) == 0)
      return &rules[i];
  return strcmp (name, LOFT_POLICY_UNKNOWN) == 0 ? &unknown : NULL;
}

const char *
loft_policy_nth_name (guint n)
{
  return n < G_N_ELEMENTS (rules) ? rules[n].name : n == G_N_ELEMENTS (rules) ? unknown.name : NULL;
}

static gboolean
is_demanded (const Rule *rule, gint64 value)
{
  if (strcmp (rule->name, "MaxInactivityTimeDeviceLock") == 0 && value >= NEVER_LOCKED)
    return FALSE;
  switch (rule->when)
    {
    case IF_ONE:
      return value == 1;
    case IF_ZERO:
      return value == 0;
    case IF_BELOW_2:
      return value >= 0 && value < 2;
    case IF_POSITIVE:
      return value > 0;
    case IF_LIMITED:
    default:
      return value >= 0;
    }
}

/* What Loft keeps to, as a number to keep to. */
static void
set_limit (LoftPolicy *self, const char *name, gint64 value)
{
  if (strcmp (name, "AttachmentsEnabled") == 0)
    self->allows_attachments = FALSE;
  else if (strcmp (name, "MaxAttachmentSize") == 0)
    self->attachment_limit = value;
  else if (strcmp (name, "AllowHTMLEmail") == 0)
    self->allows_html = FALSE;
  else if (strcmp (name, "MaxEmailAgeFilter") == 0)
    self->mail_filter = (guint) MIN (value, N_FILTERS - 1);
  else if (strcmp (name, "MaxCalendarAgeFilter") == 0)
    self->calendar_filter = (guint) MIN (value, N_FILTERS - 1);
  else if (strcmp (name, "MaxEmailBodyTruncationSize") == 0)
    self->text_limit = value;
  else if (strcmp (name, "MaxEmailHTMLBodyTruncationSize") == 0)
    self->html_limit = value;
}

void
loft_policy_add (LoftPolicy *self, const char *name, gint64 value, gboolean password)
{
  const Rule *rule = find_rule (name);
  LoftPolicyDemand demand;

  if (rule == NULL || (rule->of_password && !password) || !is_demanded (rule, value) ||
      self->demands->len >= MAX_DEMANDS)
    return;
  demand = (LoftPolicyDemand){ rule->name, value, rule->honour };
  g_array_append_val (self->demands, demand);
  set_limit (self, rule->name, value);
}

gboolean
loft_policy_has (const LoftPolicy *self, LoftPolicyHonour honour)
{
  for (guint i = 0; i < self->demands->len; i++)
    if (g_array_index (self->demands, LoftPolicyDemand, i).honour == honour)
      return TRUE;
  return FALSE;
}

LoftPolicyAnswer
loft_policy_decide (const LoftPolicy *self, gboolean confirmed)
{
  gboolean whole = !loft_policy_has (self, LOFT_POLICY_NOT_KEPT) &&
                   (confirmed || !loft_policy_has (self, LOFT_POLICY_PERSON));

  return whole ? LOFT_POLICY_ANSWER_ALL : LOFT_POLICY_ANSWER_PARTLY;
}

char *
loft_policy_describe (const LoftPolicyDemand *demand)
{
  const Rule *rule = find_rule (demand->name);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, demand->value);
  g_auto (GStrv) halves = g_strsplit (rule != NULL ? rule->sentence : unknown.sentence, "%s", 2);

  return g_strjoinv (number, halves);
}

/* ---- as text ------------------------------------------------------------------------------ */

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

char *
loft_policy_to_text (const LoftPolicy *self)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  GString *text = g_string_new (NULL);
  const char *before = "";

  for (guint i = 0; i < self->demands->len; i++)
    {
      const LoftPolicyDemand *demand = &g_array_index (self->demands, LoftPolicyDemand, i);

      g_ptr_array_add (words,
                       g_strdup_printf ("%s=%" G_GINT64_FORMAT, demand->name, demand->value));
    }
  g_ptr_array_sort (words, compare_words);
  for (guint i = 0; i < words->len; i++)
    {
      const char *word = g_ptr_array_index (words, i);

      if (strcmp (word, before) != 0)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", word);
      before = word;
    }
  return g_string_free (text, FALSE);
}

LoftPolicy *
loft_policy_from_text (const char *text)
{
  LoftPolicy *self = loft_policy_new ();
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *number = strchr (words[i], '=');
      gint64 value;

      if (number == NULL)
        continue;
      *number = '\0';
      if (g_ascii_string_to_signed (number + 1, 10, G_MININT64, G_MAXINT64, &value, NULL))
        loft_policy_add (self, words[i], value, TRUE);
    }
  return self;
}

char *
loft_policy_write_note (gint64 number, const char *text)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s", number, text);
}

gboolean
loft_policy_read_note (const char *note, gint64 *number, char **text)
{
  char *end;

  *number = 0;
  *text = NULL;
  if (note == NULL || !g_ascii_isdigit (note[0]))
    return FALSE;
  *number = g_ascii_strtoll (note, &end, 10);
  if (*end != ' ')
    return FALSE;
  *text = g_strdup (end + 1);
  return TRUE;
}
