/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-notice-text.h"

#include "config.h"
#include "loft-text.h"

#include <glib/gi18n.h>

#define RECIPIENTS_SHOWN 3
#define WORDS_SHOWN      200 /* characters */

/* Takes sentence. */
static void
add (GString *text, char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, sentence);
  g_free (sentence);
}

static char *
text_or_null (GString *text)
{
  return g_string_free (text, text->len == 0);
}

/* The sender */

static gboolean
has (LoftMessageBody *body, LoftSenderOddity oddities)
{
  return (body->sender->oddities & oddities) != 0;
}

static void
add_author (GString *text, LoftMessageBody *body)
{
  const LoftSenderCheck *sender = body->sender;

  if (has (body, LOFT_SENDER_NO_AUTHOR))
    add (text, g_strdup (_ ("This message does not say who wrote it.")));
  if (has (body, LOFT_SENDER_SEVERAL_AUTHORS))
    add (text, g_strdup (_ ("This message names several authors. Who really wrote it is not "
                            "certain.")));
  if (has (body, LOFT_SENDER_NAME_IS_ADDRESS))
    add (text, g_strdup_printf (_ ("The name shows “%1$s”, but the address is “%2$s”."),
                                sender->named_address, sender->address));
  if (has (body, LOFT_SENDER_MIXED_DOMAIN | LOFT_SENDER_LOOK_ALIKE_DOMAIN))
    add (text, g_strdup_printf (_ ("The address has letters that look like others: %s"),
                                sender->address));
  if (has (body, LOFT_SENDER_BAD_ADDRESS))
    add (text, g_strdup (_ ("The address has characters that no address has.")));
  if (has (body, LOFT_SENDER_HIDDEN_CHARACTERS))
    add (text, g_strdup (_ ("Hidden characters were removed from the sender’s name.")));
}

/* Lists have another sender and other replies by right. */
static void
add_others (GString *text, LoftMessageBody *body)
{
  if (body->list != NULL)
    return;
  if (has (body, LOFT_SENDER_OTHER_SENDER) &&
      body->authentication->verdict != LOFT_AUTHENTICATION_CONFIRMED)
    add (text, g_strdup_printf (_ ("Sent by %1$s for %2$s."), body->sender->sender,
                                body->sender->address));
  if (has (body, LOFT_SENDER_REPLY_ELSEWHERE))
    add (text, g_strdup_printf (_ ("Replies go to another domain: %s"), body->sender->reply_to));
}

char *
loft_message_notice_text_for_sender (LoftMessageBody *body)
{
  GString *text = g_string_new (NULL);

  if (body->authentication->verdict == LOFT_AUTHENTICATION_REJECTED)
    add (text, g_strdup_printf (_ ("This message is probably forged: by the rules of %s it is not "
                                   "from there."),
                                body->sender->domain[0] != '\0' ? body->sender->domain
                                                                : _ ("the sender’s domain")));
  add_author (text, body);
  add_others (text, body);
  return text_or_null (text);
}

/* Authentication */

static const char *
name_result (LoftAuthenticationResult result)
{
  switch (result)
    {
    case LOFT_AUTHENTICATION_PASSED:
      return _ ("passed");
    case LOFT_AUTHENTICATION_FAILED:
      return _ ("failed");
    case LOFT_AUTHENTICATION_NONE:
      return _ ("not used");
    case LOFT_AUTHENTICATION_UNSURE:
      return _ ("undecided");
    case LOFT_AUTHENTICATION_NOT_SAID:
    default:
      return NULL;
    }
}

static void
add_method (GString *text, const char *method, LoftAuthenticationResult result)
{
  if (name_result (result) != NULL)
    g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "", method,
                            name_result (result));
}

char *
loft_message_notice_text_for_authentication (LoftMessageBody *body)
{
  const LoftAuthentication *found = body->authentication;
  g_autoptr (GString) methods = g_string_new (NULL);
  g_autofree char *verdict = NULL;

  switch (found->verdict)
    {
    case LOFT_AUTHENTICATION_CONFIRMED:
      verdict = g_strdup_printf (_ ("Confirmed by %s"), body->sender->domain);
      break;
    case LOFT_AUTHENTICATION_REJECTED:
      verdict = g_strdup (_ ("Probably forged"));
      break;
    case LOFT_AUTHENTICATION_UNCONFIRMED:
      verdict = g_strdup (_ ("Not confirmed by the sender’s domain"));
      break;
    case LOFT_AUTHENTICATION_NOT_KNOWN:
    default:
      return NULL;
    }
  add_method (methods, "DKIM", found->dkim);
  add_method (methods, "SPF", found->spf);
  add_method (methods, "DMARC", found->dmarc);
  return methods->len > 0 ? g_strdup_printf ("%s (%s)", verdict, methods->str)
                          : g_steal_pointer (&verdict);
}

/* Reports */

static const char *
name_reason (LoftDeliveryReason reason)
{
  switch (reason)
    {
    case LOFT_DELIVERY_NO_SUCH_ADDRESS:
      return _ ("this address does not exist");
    case LOFT_DELIVERY_NO_SUCH_DOMAIN:
      return _ ("this domain takes no mail");
    case LOFT_DELIVERY_MAILBOX_FULL:
      return _ ("the mailbox is full");
    case LOFT_DELIVERY_MAILBOX_DISABLED:
      return _ ("the mailbox is closed");
    case LOFT_DELIVERY_TOO_LARGE:
      return _ ("the message is too large");
    case LOFT_DELIVERY_NOT_REACHED:
      return _ ("the other server could not be reached");
    case LOFT_DELIVERY_LOOP:
      return _ ("it was passed on in a circle");
    case LOFT_DELIVERY_CONTENT:
      return _ ("the other server cannot take such a message");
    case LOFT_DELIVERY_REFUSED:
      return _ ("the other server refused it");
    case LOFT_DELIVERY_UNKNOWN:
    default:
      return NULL;
    }
}

static char *
describe_action (const LoftDeliveryRecipient *recipient)
{
  const char *address = recipient->address[0] != '\0' ? recipient->address : _ ("somebody");

  switch (recipient->action)
    {
    case LOFT_DELIVERY_FAILED:
      return g_strdup_printf (_ ("Not delivered to %s"), address);
    case LOFT_DELIVERY_DELAYED:
      return g_strdup_printf (_ ("Not yet delivered to %s, but still being tried"), address);
    case LOFT_DELIVERY_DELIVERED:
      return g_strdup_printf (_ ("Delivered to %s"), address);
    case LOFT_DELIVERY_RELAYED:
      return g_strdup_printf (_ ("Passed on for %s"), address);
    case LOFT_DELIVERY_DISPLAYED:
      return g_strdup_printf (_ ("Opened by %s"), address);
    case LOFT_DELIVERY_DELETED:
      return g_strdup_printf (_ ("Deleted unread by %s"), address);
    case LOFT_DELIVERY_OTHER:
    default:
      return g_strdup_printf (_ ("Report about %s"), address);
    }
}

static gboolean
is_trouble (const LoftDeliveryRecipient *recipient)
{
  return recipient->action == LOFT_DELIVERY_FAILED || recipient->action == LOFT_DELIVERY_DELAYED;
}

static char *
describe_recipient (const LoftDeliveryRecipient *recipient)
{
  g_autofree char *action = describe_action (recipient);
  const char *reason = is_trouble (recipient) ? name_reason (recipient->reason) : NULL;

  if (reason != NULL)
    return g_strdup_printf ("%s: %s", action, reason);
  if (is_trouble (recipient) && recipient->diagnostic[0] != '\0')
    {
      g_autofree char *words = loft_text_one_line (recipient->diagnostic, WORDS_SHOWN);

      return g_strdup_printf (_ ("%1$s: “%2$s”"), action, words);
    }
  return g_steal_pointer (&action);
}

char *
loft_message_notice_text_for_report (LoftMessageBody *body)
{
  const LoftDeliveryReport *report = body->report;
  g_autofree char *subject = NULL;
  GString *text;
  guint n;

  if (report == NULL)
    return NULL;
  text = g_string_new (NULL);
  subject = loft_text_one_line (report->subject, WORDS_SHOWN);
  if (subject[0] != '\0')
    add (text, g_strdup_printf (_ ("About your message “%s”"), subject));
  n = MIN (report->recipients->len, RECIPIENTS_SHOWN);
  for (guint i = 0; i < n; i++)
    add (text, describe_recipient (g_ptr_array_index (report->recipients, i)));
  if (report->n_recipients > n)
    add (text, g_strdup_printf (ngettext ("and %u more address", "and %u more addresses",
                                          report->n_recipients - n),
                                report->n_recipients - n));
  return text_or_null (text);
}

/* Lists */

char *
loft_message_notice_text_list_name (LoftMessageBody *body)
{
  const LoftMailingList *list = body->list;

  if (list->name[0] != '\0')
    return g_strdup (list->name);
  if (list->id[0] != '\0')
    return g_strdup (list->id);
  return g_strdup (body->sender->domain[0] != '\0' ? body->sender->domain : body->sender->address);
}

char *
loft_message_notice_text_for_list (LoftMessageBody *body)
{
  g_autofree char *name = NULL;

  if (body->list == NULL)
    return NULL;
  name = loft_message_notice_text_list_name (body);
  if (body->list->post[0] != '\0')
    return g_strdup_printf (_ ("Mailing list: %s"), name);
  return g_strdup_printf (_ ("Newsletter: %s"), name);
}
