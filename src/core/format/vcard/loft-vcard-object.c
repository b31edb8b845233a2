/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-vcard-object.h"

#include <string.h>

#include "loft-text.h"
#include "loft-vcard-card.h"
#include "loft-vcard-date.h"
#include "loft-vcard-photo.h"
#include "loft-vcard-value.h"

const LoftVcardLimits loft_vcard_limits = {
  .photo = 1024 * 1024,
  .text = 4096,
  .note = 1024 * 1024,
  .values = 500,
  .categories = 200,
  .members = 10000,
  .parameters = 64,
  .cards = 200000,
};

typedef struct {
  LoftVcardCard *card;
  LoftContact *contact;
  GPtrArray *categories;
  GPtrArray *members;
} Reader;

/* The first one counts. */
static void
take_text (char **field, const LoftVcardLine *line)
{
  g_autofree char *text = NULL;

  if (**field != '\0')
    return;
  text = loft_vcard_line_dup_text (line);
  g_free (*field);
  *field = loft_vcard_trim_text (text);
}

static void
take_parts (const LoftVcardLine *line, char **const *fields, guint count)
{
  g_autofree char *value = loft_vcard_line_dup_value (line);
  g_auto (GStrv) parts = loft_content_value_split (value, ';');

  for (guint i = 0; i < count; i++)
    if (**fields[i] != '\0')
      return;
  for (guint i = 0; i < count && parts[i] != NULL; i++)
    {
      g_free (*fields[i]);
      *fields[i] = loft_vcard_value_read_part (parts[i]);
    }
}

static void
take_categories (Reader *self, const LoftVcardLine *line)
{
  g_autofree char *value = loft_vcard_line_dup_value (line);
  g_auto (GStrv) words = loft_content_value_split (value, ',');

  for (guint i = 0; words[i] != NULL && self->categories->len < loft_vcard_limits.categories; i++)
    {
      g_autofree char *word = loft_vcard_value_read_part (words[i]);

      if (*word != '\0')
        g_ptr_array_add (self->categories, g_steal_pointer (&word));
    }
}

static void
take_member (Reader *self, const LoftVcardLine *line)
{
  g_autofree char *text = NULL;

  if (self->members->len >= loft_vcard_limits.members)
    return;
  text = loft_vcard_line_dup_text (line);
  g_ptr_array_add (self->members, loft_vcard_trim_text (text));
}

static gboolean
take_field (Reader *self, const LoftVcardLine *line)
{
  LoftContact *contact = self->contact;
  char **const of_name[] = { &contact->family, &contact->given, &contact->additional,
                             &contact->prefix, &contact->suffix };
  char **const of_work[] = { &contact->organization, &contact->department };
  const struct {
    const char *name;
    char **field;
  } texts[] = {
    { "UID", &contact->uid },     { "FN", &contact->name },   { "NICKNAME", &contact->nickname },
    { "TITLE", &contact->title }, { "ROLE", &contact->role },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (line->name, texts[i].name))
      {
        take_text (texts[i].field, line);
        return TRUE;
      }
  if (g_str_equal (line->name, "N"))
    take_parts (line, of_name, G_N_ELEMENTS (of_name));
  else if (g_str_equal (line->name, "ORG"))
    take_parts (line, of_work, G_N_ELEMENTS (of_work));
  else
    return FALSE;
  return TRUE;
}

static void
take_value (Reader *self, const LoftVcardLine *line)
{
  LoftContactValue *value = NULL;

  if (self->contact->values->len < loft_vcard_limits.values)
    value = loft_vcard_value_read (self->card, line);
  if (value != NULL)
    g_ptr_array_add (self->contact->values, value);
}

static void
take_kind (Reader *self, const LoftVcardLine *line)
{
  g_autofree char *kind = loft_vcard_line_dup_text (line);

  if (g_ascii_strcasecmp (g_strstrip (kind), "group") == 0)
    self->contact->is_group = TRUE;
}

static void
take_time (Reader *self, const LoftVcardLine *line)
{
  g_autofree char *text = loft_vcard_line_dup_text (line);

  self->contact->modified = loft_vcard_date_read_time (g_strstrip (text));
}

static void
take_line (Reader *self, const LoftVcardLine *line)
{
  LoftContact *contact = self->contact;

  if (take_field (self, line))
    return;
  if (g_str_equal (line->name, "CATEGORIES"))
    take_categories (self, line);
  else if (g_str_equal (line->name, "MEMBER") ||
           g_str_equal (line->name, "X-ADDRESSBOOKSERVER-MEMBER"))
    take_member (self, line);
  else if (g_str_equal (line->name, "KIND") || g_str_equal (line->name, "X-ADDRESSBOOKSERVER-KIND"))
    take_kind (self, line);
  else if (g_str_equal (line->name, "REV"))
    take_time (self, line);
  else if (g_str_equal (line->name, "PHOTO") && contact->photo == NULL)
    loft_vcard_photo_read (line, &contact->photo, &contact->photo_uri);
  else
    take_value (self, line);
}

static GStrv
take_words (GPtrArray *words)
{
  g_ptr_array_add (words, NULL);
  return g_strdupv ((char **) words->pdata);
}

static const char *
first_value (const LoftContact *contact, const char *property)
{
  g_autoptr (GPtrArray) values = loft_contact_list_values (contact, property);
  const LoftContactValue *value = values->len > 0 ? g_ptr_array_index (values, 0) : NULL;

  return value != NULL ? value->value : "";
}

char *
loft_vcard_dup_made_name (const LoftContact *contact)
{
  g_autofree char *parts = g_strjoin (" ", contact->prefix, contact->given, contact->additional,
                                      contact->family, contact->suffix, NULL);
  g_autofree char *of_parts = loft_vcard_trim_text (parts);
  const char *const others[] = { of_parts, contact->nickname, contact->organization,
                                 first_value (contact, "EMAIL"), first_value (contact, "TEL") };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (*others[i] != '\0')
      return g_strdup (others[i]);
  return g_strdup ("");
}

/* X-ABShowAs: the person is the one who answers for a company. */
static void
finish_name (Reader *self)
{
  LoftVcardLine *shown = loft_vcard_card_find (self->card, "X-ABSHOWAS");
  LoftContact *contact = self->contact;
  g_autofree char *as = shown != NULL ? loft_vcard_line_dup_text (shown) : NULL;

  if (*contact->name != '\0')
    return;
  g_free (contact->name);
  contact->name =
    as != NULL && g_ascii_strcasecmp (as, "COMPANY") == 0 && *contact->organization != '\0'
      ? g_strdup (contact->organization)
      : loft_vcard_dup_made_name (contact);
}

LoftContact *
loft_vcard_read_card (LoftVcardCard *card)
{
  g_autoptr (GPtrArray) categories = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (g_free);
  LoftContact *contact = loft_contact_new ();
  Reader reader = { card, contact, categories, members };

  for (guint i = 0; i < card->lines->len; i++)
    take_line (&reader, g_ptr_array_index (card->lines, i));
  g_strfreev (contact->categories);
  contact->categories = take_words (categories);
  g_strfreev (contact->members);
  contact->members = take_words (members);
  finish_name (&reader);
  return contact;
}

LoftContact *
loft_vcard_read (GBytes *raw, GError **error)
{
  g_autoptr (LoftVcardCard) card = loft_vcard_card_read (raw, error);

  return card != NULL ? loft_vcard_read_card (card) : NULL;
}

guint
loft_vcard_version (GBytes *raw)
{
  g_autoptr (LoftVcardCard) card = loft_vcard_card_read (raw, NULL);

  return card != NULL ? card->version : 0;
}
