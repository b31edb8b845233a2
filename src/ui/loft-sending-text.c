/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sending-text.h"

#include "config.h"
#include "loft-error-text.h"
#include "loft-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_WORDS 300 /* characters of the server's */

/* By the words of LoftOutgoingRecipient.reason; each goes on where an address and a colon stood. */
static const struct {
  const char *reason;
  const char *words;
} reasons[] = {
  { "no-such-user", N_ ("there is no such mailbox. Check the address.") },
  { "no-such-domain", N_ ("what stands behind the @ does not exist, or takes no mail.") },
  { "bad-address", N_ ("the server does not take this for an address.") },
  { "moved", N_ ("this person has another address now.") },
  { "mailbox-disabled", N_ ("this mailbox takes no mail.") },
  { "mailbox-full", N_ ("the mailbox is full.") },
  { "too-large", N_ ("the message is too large for the server. Send less at once, or a link.") },
  { "server-full", N_ ("the server has no room for the message.") },
  { "too-many-recipients", N_ ("too many recipients at once.") },
  { "too-much-mail", N_ ("the server takes no more mail from this account for now.") },
  { "greylisted", N_ ("the server asks to come back later.") },
  { "busy", N_ ("the server is busy.") },
  { "sender", N_ ("the server does not let this account send from this address.") },
  { "sign-in", N_ ("the server wants a sign-in first. Check the settings for outgoing mail.") },
  { "encryption",
    N_ ("the server wants a protected connection. Check the settings for outgoing mail.") },
  { "policy", N_ ("a rule of the server forbids it.") },
  { "spam", N_ ("the server takes the message for unwanted.") },
  { "utf8", N_ ("the server cannot take addresses with letters beyond English ones.") },
  { "eight-bit",
    N_ ("the server cannot take a message that is forwarded as it is. Forward its text.") },
  { "content", N_ ("the server does not take what is in the message.") },
  { "unreachable", N_ ("the server of this address cannot be reached.") },
  { "expired", N_ ("it was tried for days, and given up.") },
};

static const char *
words_of (const char *reason)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (strcmp (reasons[i].reason, reason) == 0)
      return _ (reasons[i].words);
  return _ ("the server said no.");
}

static char *
quote_server (const char *sentence, const char *text)
{
  g_autofree char *line = loft_text_one_line (text, MAX_WORDS);
  g_autofree char *quoted = NULL;

  if (line[0] == '\0')
    return g_strdup (sentence);
  quoted = loft_text_quote (_ ("The server says"), line);
  return g_strconcat (sentence, "\n", quoted, NULL);
}

char *
loft_sending_text_recipient (const LoftOutgoingRecipient *recipient)
{
  g_autofree char *sentence =
    /* Translators: an address, then why nothing was delivered to it: "there is no such mailbox." */
    g_strdup_printf (_ ("%1$s: %2$s"), recipient->address, words_of (recipient->reason));

  return quote_server (sentence, recipient->text);
}

const char *
loft_sending_text_title (const LoftOutgoing *outgoing)
{
  switch (outgoing->state)
    {
    case LOFT_OUTGOING_DRAFT:
      return _ ("Draft");
    case LOFT_OUTGOING_QUEUED:
      return outgoing->tries > 0 ? _ ("Tried Again Later") : _ ("Waits to Be Sent");
    case LOFT_OUTGOING_SENDING:
    case LOFT_OUTGOING_AT_DOT:
      return _ ("Sending");
    case LOFT_OUTGOING_SENT:
      return _ ("Sent");
    case LOFT_OUTGOING_REFUSED:
      return loft_outgoing_count (outgoing, LOFT_RECIPIENT_ACCEPTED) > 0
               ? _ ("Not Delivered to Everybody")
               : _ ("Not Delivered");
    case LOFT_OUTGOING_UNCONFIRMED:
      return _ ("Perhaps Delivered");
    case LOFT_OUTGOING_HELD:
      return _ ("Held Back");
    }
  return "";
}

static char *
time_of (gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (seconds);

  return time != NULL ? g_date_time_format (time, "%c") : g_strdup ("");
}

/* Of what waits: for its time, for the server, or for the account. */
static char *
waiting (const LoftOutgoing *outgoing, const GError *error, const char *host)
{
  g_autofree char *time = time_of (outgoing->not_before);

  if (error != NULL && outgoing->not_before <= g_get_real_time () / G_USEC_PER_SEC)
    return loft_error_text_for_account (error, host);
  if (outgoing->not_before <= g_get_real_time () / G_USEC_PER_SEC)
    return g_strdup (_ ("It leaves as soon as the server can be reached."));
  if (outgoing->tries == 0)
    /* Translators: a date and time. */
    return g_strdup_printf (_ ("It leaves on %s."), time);
  /* Translators: why ("the mailbox is full."), then a date and time. */
  return g_strdup_printf (_ ("It was put off: %1$s It is tried again on %2$s."),
                          words_of (outgoing->reason), time);
}

static char *
held (const LoftOutgoing *outgoing)
{
  if (strcmp (outgoing->reason, "content-lost") == 0)
    return g_strdup (_ ("What was written cannot be read any more, so it was not sent."));
  return g_strdup (_ ("Look at it, and send it again or discard it."));
}

char *
loft_sending_text_sentence (const LoftOutgoing *outgoing, const GError *error, const char *host)
{
  switch (outgoing->state)
    {
    case LOFT_OUTGOING_QUEUED:
      return waiting (outgoing, error, host);
    case LOFT_OUTGOING_REFUSED:
      return g_strdup (
        _ ("Some did not get this message. Send it again to those, or edit it: what is "
           "edited goes to everybody."));
    case LOFT_OUTGOING_UNCONFIRMED:
      return g_strdup (
        _ ("The connection was lost just when the server took the message, so nobody "
           "knows whether it did. Ask, or look into Sent: then say that it arrived, "
           "or send it again."));
    case LOFT_OUTGOING_HELD:
      return held (outgoing);
    case LOFT_OUTGOING_DRAFT:
    case LOFT_OUTGOING_SENDING:
    case LOFT_OUTGOING_AT_DOT:
    case LOFT_OUTGOING_SENT:
      break;
    }
  return g_strdup ("");
}
