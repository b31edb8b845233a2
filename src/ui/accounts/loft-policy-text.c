/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-policy-text.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

/* How its number is said. */
typedef enum {
  PLAIN, /* not at all */
  NUMBER,
  BYTES,
  TIME, /* seconds */
  AGE, /* FilterType of mail */
  AHEAD, /* FilterType of calendars */
} Unit;

typedef struct {
  const char *name;
  Unit unit;
  const char *sentence; /* with a %s but where it is PLAIN */
  const char *remark; /* (nullable) */
} Words;

static const Words words[] = {
  { "DevicePasswordEnabled", PLAIN, N_ ("A password or screen lock protects this computer"), NULL },
  { "AlphanumericDevicePasswordRequired", PLAIN, N_ ("The password has letters and digits"), NULL },
  { "RequireStorageCardEncryption", PLAIN, N_ ("Removable disks are encrypted"), NULL },
  { "RequireDeviceEncryption", PLAIN, N_ ("The computer’s disk is encrypted"), NULL },
  { "AttachmentsEnabled", PLAIN, N_ ("Attachments are not downloaded"),
    N_ ("Their names are shown; they can be opened on the web page of the organisation.") },
  { "MinDevicePasswordLength", NUMBER, N_ ("The password has at least %s characters"), NULL },
  { "MaxInactivityTimeDeviceLock", TIME, N_ ("The screen locks after %s at most"), NULL },
  { "MaxDevicePasswordFailedAttempts", NUMBER,
    N_ ("After %s wrong passwords the computer deletes everything"),
    N_ ("Loft does not watch who signs in to the computer.") },
  { "MaxAttachmentSize", BYTES, N_ ("Attachments larger than %s are not downloaded"),
    N_ ("Their names are shown; they can be opened on the web page of the organisation.") },
  { "AllowSimpleDevicePassword", PLAIN, N_ ("The password is not a simple one like 1234"), NULL },
  { "DevicePasswordExpiration", NUMBER, N_ ("The password is changed every %s days"), NULL },
  { "DevicePasswordHistory", NUMBER, N_ ("A new password is none of the last %s"), NULL },
  { "MinDevicePasswordComplexCharacters", NUMBER,
    N_ ("The password has at least %s kinds of characters"), NULL },
  { "AllowStorageCard", PLAIN, N_ ("Removable disks are not used"), NULL },
  { "AllowCamera", PLAIN, N_ ("The camera is not used"), NULL },
  { "AllowUnsignedApplications", PLAIN, N_ ("Only signed programs are run"), NULL },
  { "AllowUnsignedInstallationPackages", PLAIN, N_ ("Only signed packages are installed"), NULL },
  { "AllowWiFi", PLAIN, N_ ("Wi-Fi is not used"), NULL },
  { "AllowTextMessaging", PLAIN, N_ ("Text messages are not used"), NULL },
  { "AllowPOPIMAPEmail", PLAIN, N_ ("There are no IMAP or POP3 accounts on this computer"), NULL },
  { "AllowBluetooth", PLAIN, N_ ("Bluetooth is used for headsets at most"), NULL },
  { "AllowIrDA", PLAIN, N_ ("Infrared is not used"), NULL },
  { "RequireManualSyncWhenRoaming", PLAIN,
    N_ ("In networks of other providers the account is only updated by hand"), NULL },
  { "AllowDesktopSync", PLAIN, N_ ("The device is not synchronized with another computer"), NULL },
  { "MaxCalendarAgeFilter", AHEAD, N_ ("Events from before %s are not downloaded"), NULL },
  { "AllowHTMLEmail", PLAIN, N_ ("Messages are downloaded as plain text"), NULL },
  { "MaxEmailAgeFilter", AGE, N_ ("Messages older than %s are not downloaded"),
    N_ ("Older ones leave this computer; they stay on the server.") },
  { "MaxEmailBodyTruncationSize", NUMBER,
    N_ ("Only the first %s characters of a text are downloaded"), NULL },
  { "MaxEmailHTMLBodyTruncationSize", NUMBER,
    N_ ("Only the first %s characters of a formatted text are downloaded"), NULL },
  { "RequireSignedSMIMEMessages", PLAIN, N_ ("All messages are sent signed"),
    N_ ("Loft leaves it to you which messages are signed.") },
  { "RequireEncryptedSMIMEMessages", PLAIN, N_ ("All messages are sent encrypted"),
    N_ ("Loft leaves it to you which messages are encrypted.") },
  { "AllowBrowser", PLAIN, N_ ("The web browser is not used"), NULL },
  { "AllowConsumerEmail", PLAIN, N_ ("There are no private mail accounts on this computer"), NULL },
  { "AllowRemoteDesktop", PLAIN, N_ ("Other computers are not controlled from this one"), NULL },
  { "AllowInternetSharing", PLAIN, N_ ("The internet connection is not shared"), NULL },
  { "UnapprovedInROMApplicationList", PLAIN, N_ ("Some programs are not used"),
    N_ ("Which ones, the organisation can tell.") },
  { "ApprovedApplicationList", PLAIN, N_ ("Only some programs are used"),
    N_ ("Which ones, the organisation can tell.") },
  { LOFT_POLICY_UNKNOWN, PLAIN, N_ ("A rule that Loft does not know"), NULL },
};

static const Words *
find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].name, name) == 0)
      return &words[i];
  return NULL;
}

gboolean
loft_policy_text_knows (const char *name)
{
  return find (name) != NULL;
}

/* FilterType (MS-ASCMD 2.2.3.68.2). */
static const char *
say_age (gint64 filter)
{
  switch (filter)
    {
    case 1:
      return _ ("a day");
    case 2:
      return _ ("three days");
    case 3:
      return _ ("a week");
    case 4:
      return _ ("two weeks");
    case 5:
      return _ ("a month");
    case 6:
      return _ ("three months");
    default:
      return _ ("half a year");
    }
}

/* Of a calendar, from 4 on. */
static const char *
say_before (gint64 filter)
{
  switch (filter)
    {
    case 4:
      return _ ("two weeks ago");
    case 5:
      return _ ("a month ago");
    case 6:
      return _ ("three months ago");
    default:
      return _ ("half a year ago");
    }
}

static char *
say_time (gint64 seconds)
{
  guint n = (guint) CLAMP (seconds, 0, G_MAXINT32);

  if (n >= 120 || n == 60)
    return g_strdup_printf (ngettext ("%u minute", "%u minutes", n / 60), n / 60);
  return g_strdup_printf (ngettext ("%u second", "%u seconds", n), n);
}

static char *
say_value (Unit unit, gint64 value)
{
  switch (unit)
    {
    case BYTES:
      return g_format_size ((guint64) MAX (value, 0));
    case TIME:
      return say_time (value);
    case AGE:
      return g_strdup (say_age (value));
    case AHEAD:
      return g_strdup (say_before (value));
    case PLAIN:
    case NUMBER:
    default:
      return g_strdup_printf ("%'d", (int) CLAMP (value, 0, G_MAXINT32));
    }
}

char *
loft_policy_text_describe (const LoftPolicyDemand *demand)
{
  const Words *said = find (demand->name);
  g_autofree char *value = NULL;
  g_auto (GStrv) halves = NULL;

  if (said == NULL)
    said = find (LOFT_POLICY_UNKNOWN);
  value = say_value (said->unit, demand->value);
  halves = g_strsplit (_ (said->sentence), "%s", 2);
  return g_strjoinv (value, halves);
}

const char *
loft_policy_text_remark (const LoftPolicyDemand *demand)
{
  const Words *said = find (demand->name);

  return said != NULL && said->remark != NULL ? _ (said->remark) : "";
}

char *
loft_policy_text_about_age (const LoftPolicy *policy)
{
  if (policy->mail_filter == 0)
    return NULL;
  /* Translators: "a month" and the like. */
  return g_strdup_printf (_ ("Messages older than %s are not here: the organisation does not allow "
                             "it. They are on the server."),
                          say_age (policy->mail_filter));
}
