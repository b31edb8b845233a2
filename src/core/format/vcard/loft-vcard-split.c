/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-vcard-object.h"

#include <string.h>

#include "loft-vcard-card.h"

#define BEGIN       "BEGIN:VCARD"
#define END         "END:VCARD"
#define AGENT       "AGENT" /* vCard 2.1: a card within the card */
#define MAX_DAMAGES 10000

typedef struct {
  GPtrArray *cards; /* of GBytes */
  GPtrArray *damages; /* (nullable) (borrowed) of LoftContentDamage */
  const char *bytes;
  gsize size;
  gsize begin; /* of the card that is open */
  guint depth; /* 0: none is open */
  gboolean is_agent; /* the line before was AGENT */
} Splitter;

/* Letters of any case, blanks behind it. */
static gboolean
is_line (const char *line, gsize length, const char *word)
{
  gsize wanted = strlen (word);

  if (length < wanted || g_ascii_strncasecmp (line, word, wanted) != 0)
    return FALSE;
  for (gsize i = wanted; i < length; i++)
    if (strchr (" \t\r\n", line[i]) == NULL)
      return FALSE;
  return TRUE;
}

static char *
make_uid (GBytes *card)
{
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, card);

  return g_strdup_printf ("%.8s-%.4s-8%.3s-a%.3s-%.12s", sum, sum + 8, sum + 12, sum + 15,
                          sum + 18);
}

static void
leave_out (Splitter *self, GBytes *card, gboolean is_readable)
{
  gsize size;
  const char *text = g_bytes_get_data (card, &size);
  LoftContentDamageKind kind = is_readable                         ? LOFT_CONTENT_DAMAGE_LIMIT
                               : memchr (text, '\0', size) != NULL ? LOFT_CONTENT_DAMAGE_NUL
                                                                   : LOFT_CONTENT_DAMAGE_CROSSED;

  if (self->damages != NULL && self->damages->len < MAX_DAMAGES)
    g_ptr_array_add (self->damages, loft_content_damage_new (kind, text, size));
}

static void
add_card (Splitter *self, const char *bytes, gsize length, const char *end)
{
  g_autoptr (GString) text = g_string_new_len (bytes, length);
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (LoftVcardCard) card = NULL;
  LoftVcardLine *uid;

  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append (text, "\r\n");
  g_string_append (text, end);
  whole = g_bytes_new (text->str, text->len);
  card = loft_vcard_card_read (whole, NULL);
  if (card == NULL || self->cards->len >= loft_vcard_limits.cards)
    {
      leave_out (self, whole, card != NULL);
      return;
    }
  uid = loft_vcard_card_find (card, "UID");
  if (uid == NULL || *loft_content_property_get_value (uid->property) == '\0')
    {
      g_autofree char *made = make_uid (whole);

      loft_content_component_set_value (card->component, "UID", made);
      g_clear_pointer (&whole, g_bytes_unref);
      whole = loft_content_component_write (card->root);
    }
  g_ptr_array_add (self->cards, g_steal_pointer (&whole));
}

static void
take_begin (Splitter *self, gsize at)
{
  if (self->depth > 0 && self->is_agent)
    {
      self->depth++;
      return;
    }
  if (self->depth > 0)
    add_card (self, self->bytes + self->begin, at - self->begin, END "\r\n");
  self->begin = at;
  self->depth = 1;
}

static void
take_end (Splitter *self, gsize next)
{
  if (self->depth == 0 || --self->depth > 0)
    return;
  add_card (self, self->bytes + self->begin, next - self->begin, "");
}

static void
take_line (Splitter *self, gsize at, gsize next)
{
  const char *line = self->bytes + at;
  gsize length = next - at;

  if (is_line (line, length, BEGIN))
    take_begin (self, at);
  else if (is_line (line, length, END))
    take_end (self, next);
  if (!is_line (line, length, ""))
    self->is_agent = length > strlen (AGENT) && strchr (":;", line[strlen (AGENT)]) != NULL &&
                     g_ascii_strncasecmp (line, AGENT, strlen (AGENT)) == 0;
}

static void
split (Splitter *self)
{
  gsize at = 0;

  while (at < self->size)
    {
      const char *line_end = memchr (self->bytes + at, '\n', self->size - at);
      gsize next = line_end != NULL ? (gsize) (line_end - self->bytes) + 1 : self->size;

      take_line (self, at, next);
      at = next;
    }
  if (self->depth > 0)
    add_card (self, self->bytes + self->begin, self->size - self->begin, END "\r\n");
}

/* Apple's address book once exported UTF-16. */
GPtrArray *
loft_vcard_split_file (GBytes *file, GPtrArray *damages)
{
  g_autoptr (GBytes) text = loft_content_to_utf8 (file);
  Splitter splitter = { .cards = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref),
                        .damages = damages };

  splitter.bytes = g_bytes_get_data (text, &splitter.size);
  split (&splitter);
  return splitter.cards;
}

GPtrArray *
loft_vcard_split (GBytes *file)
{
  return loft_vcard_split_file (file, NULL);
}
