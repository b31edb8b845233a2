/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-clock.h"
#include "loft-vcard-card.h"
#include "loft-vcard-date.h"
#include "loft-vcard-object.h"
#include "loft-vcard-photo.h"
#include "loft-vcard-value.h"

static void
add_value (LoftVcardCard *card, const char *name, const char *value)
{
  loft_vcard_card_add (card, loft_content_property_new (name, value));
}

static void
add_text (LoftVcardCard *card, const char *name, const char *text)
{
  g_autofree char *value = loft_content_text_escape (text);

  if (*text != '\0')
    add_value (card, name, value);
}

static void
add_parts (LoftVcardCard *card, const char *name, const char *const *parts, guint count)
{
  g_autofree char *value = loft_vcard_value_join ("", NULL, parts, count);

  add_value (card, name, value);
}

static void
add_names (LoftVcardCard *card, const LoftContact *contact)
{
  g_autofree char *made = loft_vcard_dup_made_name (contact);
  const char *const parts[] = { contact->family, contact->given, contact->additional,
                                contact->prefix, contact->suffix };

  /* RFC 6350 6.2.1: FN must be there; RFC 2426 3.1.2: N too. */
  add_text (card, "FN", *contact->name != '\0' ? contact->name : *made != '\0' ? made : "-");
  if (card->version < 4 || *contact->family != '\0' || *contact->given != '\0')
    add_parts (card, "N", parts, G_N_ELEMENTS (parts));
  add_text (card, "NICKNAME", contact->nickname);
}

static void
add_work (LoftVcardCard *card, const LoftContact *contact)
{
  const char *const parts[] = { contact->organization, contact->department };

  if (*contact->organization != '\0' || *contact->department != '\0')
    add_parts (card, "ORG", parts, *contact->department != '\0' ? 2 : 1);
  add_text (card, "TITLE", contact->title);
  add_text (card, "ROLE", contact->role);
}

static void
add_categories (LoftVcardCard *card, const LoftContact *contact)
{
  g_autoptr (GString) value = g_string_new (NULL);

  for (guint i = 0; contact->categories[i] != NULL; i++)
    {
      g_autofree char *escaped = loft_content_text_escape (contact->categories[i]);

      g_string_append_printf (value, "%s%s", i > 0 ? "," : "", escaped);
    }
  if (value->len > 0)
    add_value (card, "CATEGORIES", value->str);
}

/* Collected first: each is put behind the last of its name, which is looked for. */
static void
add_members (LoftVcardCard *card, const LoftContact *contact)
{
  const char *name = card->version == 4 ? "MEMBER" : "X-ADDRESSBOOKSERVER-MEMBER";

  if (contact->is_group)
    add_value (card, card->version == 4 ? "KIND" : "X-ADDRESSBOOKSERVER-KIND", "group");
  for (guint i = 0; contact->members[i] != NULL; i++)
    add_value (card, name, contact->members[i]);
}

GBytes *
loft_vcard_new (const LoftContact *contact, guint version)
{
  g_autoptr (LoftVcardCard) card = loft_vcard_card_new (version == 4 ? 4 : 3);
  g_autofree char *uid = g_uuid_string_random ();
  g_autofree char *now = loft_vcard_date_write_time (loft_clock_now ());

  add_text (card, "PRODID", "-//Loft//Loft//EN");
  add_text (card, "UID", *contact->uid != '\0' ? contact->uid : uid);
  add_names (card, contact);
  add_work (card, contact);
  add_categories (card, contact);
  for (guint i = 0; i < contact->values->len; i++)
    loft_vcard_value_add (card, g_ptr_array_index (contact->values, i));
  add_members (card, contact);
  if (contact->photo != NULL || *contact->photo_uri != '\0')
    loft_vcard_card_add (card,
                         loft_vcard_photo_new (contact->photo, contact->photo_uri, card->version));
  add_value (card, "REV", now);
  return loft_content_component_write (card->root);
}
