/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-quirks.h"

#include <string.h>

/* Each way of knowing a product that is given must fit. host: the end of the host's name;
 * greeting and id_name: anywhere within. */
typedef struct {
  const char *product;
  const char *host;
  const char *greeting;
  const char *id_name;
  const char *capability;
  LoftImapQuirks quirks;
} Row;

static const Row rows[] = {
  /* Offers QRESYNC, does not confirm ENABLE, sends VANISHED that cannot be read and numbers that
   * are none; messages that are still there vanish from clients (2022 until at least 2026). The
   * flags are then followed by CONDSTORE and removals by listing. */
  { "iCloud", "mail.me.com", NULL, NULL, NULL, LOFT_IMAP_QUIRK_NO_QRESYNC },
  { "iCloud", NULL, "im-iscream", NULL, NULL, LOFT_IMAP_QUIRK_NO_QRESYNC },

  /* NetEase (163.com, 126.com, yeah.net) refuses SELECT with "Unsafe Login" to whoever has not
   * introduced himself by ID, also where it forgot to offer it. */
  { "Coremail", NULL, NULL, NULL, "X-CM-EXT-1", LOFT_IMAP_QUIRK_WANTS_ID },
  { "Coremail", NULL, "Coremail", NULL, NULL, LOFT_IMAP_QUIRK_WANTS_ID },

  /* Answers BAD "User is authenticated but not connected" when its back end has left, and goes on
   * so until the client comes anew. Loses its place in the commands when about 50 STATUS of large
   * mailboxes are in flight. */
  { "Exchange", NULL, "Microsoft Exchange IMAP4", NULL, NULL,
    LOFT_IMAP_QUIRK_LOSES_BACK_END | LOFT_IMAP_QUIRK_SHORT_PIPELINE },
  { "Outlook.com", "outlook.office365.com", NULL, NULL, NULL,
    LOFT_IMAP_QUIRK_LOSES_BACK_END | LOFT_IMAP_QUIRK_SHORT_PIPELINE },

  /* Where the file alteration monitor is missing, each SELECT brings an ALERT that tells people to
   * contact their administrator. Nothing is wrong but that news come late. */
  { "Courier", NULL, "Courier-IMAP", NULL, NULL, LOFT_IMAP_QUIRK_MUTES_ALERT },

  /* One message it cannot read makes the FETCH of many fail with [UNAVAILABLE] or [SERVERBUG], for
   * ever: the others are asked for one by one. AOL and Verizon are the same server. */
  { "Yahoo", NULL, NULL, "Y!IMAP", NULL, LOFT_IMAP_QUIRK_BAD_MESSAGES },
  { "Yahoo", NULL, NULL, NULL, "XYMHIGHESTMODSEQ", LOFT_IMAP_QUIRK_BAD_MESSAGES },
};

/* "imap.mail.me.com" has "mail.me.com" at its end, "evilmail.me.com" has not. */
static gboolean
is_below (const char *host, const char *domain)
{
  gsize host_length = host != NULL ? strlen (host) : 0;
  gsize length = strlen (domain);

  if (host_length < length || g_ascii_strcasecmp (host + host_length - length, domain) != 0)
    return FALSE;
  return host_length == length || host[host_length - length - 1] == '.';
}

static gboolean
fits (const Row *row, const LoftImapServerFacts *facts)
{
  if (row->host != NULL && !is_below (facts->host, row->host))
    return FALSE;
  if (row->greeting != NULL &&
      (facts->greeting == NULL || strstr (facts->greeting, row->greeting) == NULL))
    return FALSE;
  if (row->id_name != NULL &&
      (facts->id_name == NULL || strstr (facts->id_name, row->id_name) == NULL))
    return FALSE;
  return row->capability == NULL || (facts->capabilities != NULL &&
                                     g_hash_table_contains (facts->capabilities, row->capability));
}

LoftImapQuirks
loft_imap_quirks_find (const LoftImapServerFacts *facts)
{
  LoftImapQuirks quirks = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (fits (&rows[i], facts))
      quirks |= rows[i].quirks;
  return quirks;
}

gboolean
loft_imap_quirks_is_lost_back_end (LoftImapQuirks quirks, const char *text)
{
  return (quirks & LOFT_IMAP_QUIRK_LOSES_BACK_END) != 0 &&
         strstr (text, "authenticated but not connected") != NULL;
}

gboolean
loft_imap_quirks_is_muted_alert (LoftImapQuirks quirks, const char *text)
{
  return (quirks & LOFT_IMAP_QUIRK_MUTES_ALERT) != 0 &&
         strstr (text, "Filesystem notification initialization error") != NULL;
}

const char *
loft_imap_quirks_get_product (guint n)
{
  return n < G_N_ELEMENTS (rows) ? rows[n].product : NULL;
}
