/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-outgoing-queue.h"

/* RFC 5321, 4.5.4.1: half an hour at least between tries, four to five days until it is given up.
 * Greylisting lets in who comes again after some minutes, so the first pauses are short. */
static const guint pauses[] = { 60, 300, 900, 1800, 3600, 7200, 14400 };

#define GIVE_UP_SECONDS (4 * 24 * 3600)

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static void
give_up (LoftOutgoing *outgoing)
{
  for (guint i = 0; i < outgoing->recipients->len; i++)
    {
      LoftOutgoingRecipient *recipient = g_ptr_array_index (outgoing->recipients, i);

      if (recipient->state != LOFT_RECIPIENT_WAITING)
        continue;
      recipient->state = LOFT_RECIPIENT_REFUSED;
      if (recipient->reason[0] == '\0')
        replace (&recipient->reason, outgoing->reason[0] != '\0' ? outgoing->reason : "expired");
    }
}

static gboolean
is_expired (const LoftOutgoing *outgoing, gint64 now)
{
  return outgoing->first_try != 0 && now - outgoing->first_try > GIVE_UP_SECONDS;
}

/* More at once than the server takes: the rest goes at once in a message of its own, as long as some
 * were taken each time. */
static gboolean
is_split (const LoftOutgoing *outgoing)
{
  return strcmp (outgoing->reason, "too-many-recipients") == 0 &&
         loft_outgoing_count (outgoing, LOFT_RECIPIENT_ACCEPTED) > 0;
}

static gint64
next_try (const LoftOutgoing *outgoing, gint64 now)
{
  if (outgoing->tries == 0 || is_split (outgoing))
    return now;
  return now + pauses[MIN (outgoing->tries, G_N_ELEMENTS (pauses)) - 1];
}

void
loft_outgoing_queue_settle (LoftOutgoing *outgoing, gint64 now)
{
  if (loft_outgoing_count (outgoing, LOFT_RECIPIENT_AT_DOT) > 0)
    {
      outgoing->state = LOFT_OUTGOING_UNCONFIRMED;
      return;
    }
  if (is_expired (outgoing, now))
    give_up (outgoing);
  if (loft_outgoing_count (outgoing, LOFT_RECIPIENT_WAITING) > 0)
    {
      outgoing->state = LOFT_OUTGOING_QUEUED;
      outgoing->not_before = MAX (outgoing->not_before, next_try (outgoing, now));
    }
  else if (loft_outgoing_count (outgoing, LOFT_RECIPIENT_REFUSED) > 0)
    outgoing->state = LOFT_OUTGOING_REFUSED;
  else
    outgoing->state = LOFT_OUTGOING_SENT;
}
