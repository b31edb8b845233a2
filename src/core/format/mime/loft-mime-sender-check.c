/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-sender-check.h"

#include <string.h>

#include "loft-address.h"
#include "loft-mime-addresses.h"
#include "loft-mime-domain.h"
#include "loft-mime-field.h"
#include "loft-mime-gate.h"
#include "loft-mime-words.h"

#define ADDRESS_LIMIT 254 /* RFC 5321, 4.5.3.1.3 */

typedef struct {
  GPtrArray *from;
  GPtrArray *sender;
  GPtrArray *reply_to;
  guint n_from;
  gboolean has_hidden;
} Fields;

static void
read_addresses (GPtrArray *addresses, const LoftMimeField *field)
{
  gsize length;
  g_autofree char *text = loft_mime_field_unfold (field, loft_mime_limits.address_header, &length);

  loft_mime_addresses_read (addresses, text, length, NULL);
}

/* A tab or line end inside of an encoded word is as wrong as a NUL (which was made SUB or
 * U+FFFD). */
static gboolean
has_hidden (const LoftMimeField *field)
{
  gsize length;
  g_autofree char *text = loft_mime_field_unfold (field, loft_mime_limits.address_header, &length);
  g_autofree char *decoded = NULL;

  for (char *p = text; *p != '\0'; p++)
    if (*p == '\t')
      *p = ' ';
  decoded = loft_mime_words_decode (text, length, NULL);
  return loft_mime_words_has_hidden (decoded);
}

static void
read_fields (Fields *self, const char *block, gsize length)
{
  const char *at = block;
  LoftMimeField field;

  while (loft_mime_field_next (&at, block + length, &field))
    {
      if (loft_mime_field_is (&field, "From"))
        {
          self->n_from++;
          read_addresses (self->from, &field);
          self->has_hidden = self->has_hidden || has_hidden (&field);
        }
      else if (loft_mime_field_is (&field, "Sender") && self->sender->len == 0)
        read_addresses (self->sender, &field);
      else if (loft_mime_field_is (&field, "Reply-To") && self->reply_to->len == 0)
        read_addresses (self->reply_to, &field);
    }
}

static gboolean
is_address_character (char c)
{
  return g_ascii_isalnum (c) || (guchar) c >= 0x80 || strchr (".!#$%&'*+/=?^_`{|}~-", c) != NULL;
}

/* (transfer full) (nullable) An address inside of a display name. Each character is looked at a
 * bounded number of times. */
static char *
find_address (const char *name)
{
  for (const char *at = strchr (name, '@'); at != NULL; at = strchr (at + 1, '@'))
    {
      const char *start = at, *end = at + 1;

      while (start > name && at - start < ADDRESS_LIMIT && is_address_character (start[-1]))
        start--;
      while (*end != '\0' && end - at < ADDRESS_LIMIT && is_address_character (*end))
        end++;
      while (end > at + 1 && end[-1] == '.')
        end--;
      if (start < at && memchr (at + 1, '.', end - at - 1) != NULL)
        return g_utf8_make_valid (start, end - start);
    }
  return NULL;
}

static void
check_name (LoftSenderCheck *self, const LoftAddress *author)
{
  g_autofree char *found = find_address (author->name);

  if (found == NULL || g_ascii_strcasecmp (found, author->email) == 0)
    return;
  self->oddities |= LOFT_SENDER_NAME_IS_ADDRESS;
  if (self->named_address == NULL)
    self->named_address = g_steal_pointer (&found);
}

static void
check_author (LoftSenderCheck *self, const LoftAddress *author)
{
  LoftDomainLook look;
  g_autofree char *shown = loft_mime_domain_show_address (author->email, &look);

  if (look == LOFT_DOMAIN_MIXED)
    self->oddities |= LOFT_SENDER_MIXED_DOMAIN;
  if (look == LOFT_DOMAIN_LOOK_ALIKE)
    self->oddities |= LOFT_SENDER_LOOK_ALIKE_DOMAIN;
  if (strstr (author->email, "=?") != NULL || strstr (author->email, "\xef\xbf\xbd") != NULL)
    self->oddities |= LOFT_SENDER_BAD_ADDRESS;
  check_name (self, author);
  if (self->address == NULL && author->email[0] != '\0')
    self->address = g_steal_pointer (&shown);
}

static guint
count_addresses (GPtrArray *addresses)
{
  guint n = 0;

  for (guint i = 0; i < addresses->len; i++)
    n += ((const LoftAddress *) g_ptr_array_index (addresses, i))->email[0] != '\0';
  return n;
}

/* Two addresses of one domain or of a domain and its subdomain are at home. */
static gboolean
is_elsewhere (const char *domain, const char *email)
{
  g_autofree char *other = loft_mime_domain_to_ascii (loft_mime_domain_of (email));

  return other[0] != '\0' && !loft_mime_domain_is_within (domain, other) &&
         !loft_mime_domain_is_within (other, domain);
}

/* (transfer full) (nullable) */
static char *
find_elsewhere (const char *domain, GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len; i++)
    {
      const LoftAddress *address = g_ptr_array_index (addresses, i);

      if (is_elsewhere (domain, address->email))
        return loft_mime_domain_show_address (address->email, NULL);
    }
  return NULL;
}

static void
check_others (LoftSenderCheck *self, const Fields *fields)
{
  if (self->domain == NULL)
    return;
  self->sender = find_elsewhere (self->domain, fields->sender);
  if (self->sender != NULL)
    self->oddities |= LOFT_SENDER_OTHER_SENDER;
  self->reply_to = find_elsewhere (self->domain, fields->reply_to);
  if (self->reply_to != NULL)
    self->oddities |= LOFT_SENDER_REPLY_ELSEWHERE;
}

static void
check_authors (LoftSenderCheck *self, const Fields *fields)
{
  guint n = count_addresses (fields->from);

  for (guint i = 0; i < fields->from->len; i++)
    check_author (self, g_ptr_array_index (fields->from, i));
  if (n == 0)
    self->oddities |= LOFT_SENDER_NO_AUTHOR;
  if (n > 1 || fields->n_from > 1)
    self->oddities |= LOFT_SENDER_SEVERAL_AUTHORS;
  if (fields->has_hidden)
    self->oddities |= LOFT_SENDER_HIDDEN_CHARACTERS;
  if (n == 1 && fields->n_from == 1)
    for (guint i = 0; i < fields->from->len; i++)
      {
        const LoftAddress *author = g_ptr_array_index (fields->from, i);

        if (author->email[0] != '\0')
          self->domain = loft_mime_domain_to_ascii (loft_mime_domain_of (author->email));
      }
}

static void
fill_gaps (LoftSenderCheck *self)
{
  char **fields[] = { &self->address, &self->domain, &self->named_address, &self->sender,
                      &self->reply_to };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (*fields[i] == NULL)
      *fields[i] = g_strdup ("");
}

LoftSenderCheck *
loft_mime_sender_check_read (const char *block, gsize length)
{
  LoftSenderCheck *self = g_new0 (LoftSenderCheck, 1);
  g_autoptr (GPtrArray) from = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
  g_autoptr (GPtrArray) sender =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
  g_autoptr (GPtrArray) reply_to =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
  Fields fields = { .from = from, .sender = sender, .reply_to = reply_to };

  read_fields (&fields, block, MIN (length, loft_mime_limits.header_block));
  check_authors (self, &fields);
  check_others (self, &fields);
  fill_gaps (self);
  return self;
}
