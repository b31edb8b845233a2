/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reply-recipients.h"

#include <string.h>

#include "loft-mime-addresses.h"
#include "loft-mime-field.h"
#include "loft-mime-scanner.h"
#include "loft-recipient-text.h"

#define MAX_FIELD (64 * 1024)

static GPtrArray *
new_addresses (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
}

/* "me+shop@x.org" is "me@x.org" (RFC 5233): whoever wrote to it wrote to me. */
static char *
without_detail (const char *email)
{
  const char *at = strrchr (email, '@');
  const char *plus = strchr (email, '+');

  if (at == NULL || plus == NULL || plus > at || plus == email)
    return g_strdup (email);
  return g_strdup_printf ("%.*s%s", (int) (plus - email), email, at);
}

/* (transfer none) (nullable) */
static const LoftAddress *
find_own (GPtrArray *own, const char *email)
{
  const LoftAddress *found = loft_recipient_text_find (own, email);
  g_autofree char *plain = NULL;

  if (found != NULL)
    return found;
  plain = without_detail (email);
  return loft_recipient_text_find (own, plain);
}

static gboolean
are_own (GPtrArray *own, GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len; i++)
    {
      const LoftAddress *each = g_ptr_array_index (addresses, i);

      if (find_own (own, each->email) == NULL)
        return FALSE;
    }
  return addresses->len > 0;
}

/* Fields */

/* (transfer full) of LoftAddress; empty when there is no such field. */
static GPtrArray *
read_field (LoftMessageBody *body, const char *name)
{
  gsize length = 0;
  const char *bytes = g_bytes_get_data (body->raw, &length);
  const char *block = NULL;
  LoftMimeField field;
  GPtrArray *addresses = new_addresses ();
  g_autofree char *value = NULL;
  gsize value_length = 0;

  length = loft_mime_scanner_find_header (bytes != NULL ? bytes : "", length, &block);
  if (!loft_mime_field_find (block, length, name, &field))
    return addresses;
  value = loft_mime_field_unfold (&field, MAX_FIELD, &value_length);
  loft_mime_addresses_read (addresses, value, value_length, NULL);
  return addresses;
}

static const LoftAddress *
first_own (GPtrArray *own, GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len; i++)
    {
      const LoftAddress *each = g_ptr_array_index (addresses, i);
      const LoftAddress *found = find_own (own, each->email);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The address that it was written from or came to: of a blind copy and of a list only what servers
 * noted on the way tells it. */
static const LoftAddress *
choose_own (LoftMessageBody *body, GPtrArray *own)
{
  static const char *const notes[] = { "Delivered-To", "X-Original-To", "Envelope-To",
                                       "X-Delivered-To" };
  const LoftAddress *found = first_own (own, body->message->from);

  if (found == NULL)
    found = first_own (own, body->message->to);
  if (found == NULL)
    found = first_own (own, body->message->cc);
  for (guint i = 0; found == NULL && i < G_N_ELEMENTS (notes); i++)
    {
      g_autoptr (GPtrArray) addresses = read_field (body, notes[i]);

      found = first_own (own, addresses);
    }
  return found != NULL ? found : g_ptr_array_index (own, 0);
}

/* Who gets it */

static void
add (GPtrArray *into, const char *name, const char *email)
{
  if (email[0] != '\0' && loft_recipient_text_find (into, email) == NULL)
    g_ptr_array_add (into, loft_address_new (name, email));
}

static void
add_all (GPtrArray *into, GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len; i++)
    {
      const LoftAddress *each = g_ptr_array_index (addresses, i);

      add (into, each->name, each->email);
    }
}

static const char *
list_address (LoftMessageBody *body)
{
  return body->list != NULL && !body->list->is_closed ? body->list->post : "";
}

/* Lists that put themselves into Reply-To take the way to the sender away. */
static gboolean
replies_to_list (LoftMessageBody *body)
{
  const char *list = body->list != NULL ? body->list->post : "";

  for (guint i = 0; i < body->reply_to->len; i++)
    {
      const LoftAddress *each = g_ptr_array_index (body->reply_to, i);

      if (list[0] == '\0' || !loft_recipient_text_same (each->email, list))
        return FALSE;
    }
  return body->reply_to->len > 0;
}

static gboolean
has_address (GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len; i++)
    {
      const LoftAddress *each = g_ptr_array_index (addresses, i);

      if (each->email[0] != '\0')
        return TRUE;
    }
  return FALSE;
}

/* (transfer none) who answers go to. */
static GPtrArray *
answer_addresses (LoftMessageBody *body, GPtrArray *own)
{
  if (!has_address (body->reply_to) || replies_to_list (body) ||
      (are_own (own, body->reply_to) && !are_own (own, body->message->from)))
    return body->message->from;
  return body->reply_to;
}

/* Whether each of some addresses takes part already. */
static gboolean
all_take_part (LoftMessageBody *body, GPtrArray *own, GPtrArray *some)
{
  g_autoptr (GPtrArray) known = new_addresses ();

  add_all (known, body->message->from);
  add_all (known, body->reply_to);
  add_all (known, body->message->to);
  add_all (known, body->message->cc);
  add (known, "", list_address (body));
  for (guint i = 0; i < some->len; i++)
    {
      const LoftAddress *each = g_ptr_array_index (some, i);

      if (loft_recipient_text_find (known, each->email) == NULL &&
          find_own (own, each->email) == NULL)
        return FALSE;
    }
  return some->len > 0;
}

static gboolean
follow_up (LoftMessageBody *body, GPtrArray *own, LoftDraft *draft)
{
  g_autoptr (GPtrArray) asked = NULL;

  if (list_address (body)[0] == '\0')
    return FALSE;
  asked = read_field (body, "Mail-Followup-To");
  if (!all_take_part (body, own, asked))
    return FALSE;
  add_all (draft->to, asked);
  return TRUE;
}

static void
add_everybody (LoftMessageBody *body, GPtrArray *own, LoftDraft *draft)
{
  if (follow_up (body, own, draft))
    return;
  if (!are_own (own, body->message->from))
    add_all (draft->to, answer_addresses (body, own));
  add_all (draft->to, body->message->to);
  add_all (draft->cc, body->message->cc);
  if (list_address (body)[0] != '\0' &&
      loft_recipient_text_find (draft->to, list_address (body)) == NULL)
    add (draft->cc, "", list_address (body));
}

static void
remove_own (GPtrArray *addresses, GPtrArray *own)
{
  for (guint i = addresses->len; i > 0; i--)
    {
      const LoftAddress *each = g_ptr_array_index (addresses, i - 1);

      if (find_own (own, each->email) != NULL)
        g_ptr_array_remove_index (addresses, i - 1);
    }
}

static void
remove_doubles (GPtrArray *addresses, GPtrArray *others)
{
  for (guint i = addresses->len; i > 0; i--)
    {
      const LoftAddress *each = g_ptr_array_index (addresses, i - 1);

      if (loft_recipient_text_find (others, each->email) != NULL)
        g_ptr_array_remove_index (addresses, i - 1);
    }
}

static void
tidy (LoftDraft *draft, GPtrArray *own)
{
  remove_own (draft->to, own);
  remove_own (draft->cc, own);
  remove_doubles (draft->cc, draft->to);
  if (draft->to->len > 0)
    return;
  add_all (draft->to, draft->cc);
  g_ptr_array_set_size (draft->cc, 0);
}

void
loft_reply_recipients_fill (LoftMessageBody *body, GPtrArray *own, LoftReplyKind kind,
                            LoftDraft *draft)
{
  GPtrArray *answer = answer_addresses (body, own);

  if (kind == LOFT_REPLY_LIST)
    add (draft->to, body->list->name, list_address (body));
  else if (kind == LOFT_REPLY_ALL)
    add_everybody (body, own, draft);
  else
    add_all (draft->to, are_own (own, body->message->from) && !are_own (own, body->message->to)
                          ? body->message->to
                          : answer);
  tidy (draft, own);
  /* A note to oneself goes there again. */
  if (draft->to->len == 0 && are_own (own, body->message->from))
    {
      const LoftAddress *from = choose_own (body, own);

      add (draft->to, from->name, from->email);
    }
}

LoftAddress *
loft_reply_recipients_choose (LoftMessageBody *body, GPtrArray *own, LoftReplyKind kind,
                              LoftDraft *draft)
{
  loft_reply_recipients_fill (body, own, kind, draft);
  return loft_reply_recipients_from (body, own);
}

LoftAddress *
loft_reply_recipients_from (LoftMessageBody *body, GPtrArray *own)
{
  const LoftAddress *from = choose_own (body, own);

  return loft_address_new (from->name, from->email);
}
