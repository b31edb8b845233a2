/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-body.h"
#include "loft-eas-contact-private.h"
#include "loft-eas-date.h"
#include "loft-error.h"
#include "loft-text.h"
#include "loft-vcard-date.h"
#include "loft-vcard-object.h"
#include "loft-vcard-photo.h"
#include "loft-vcard-value.h"

#include <string.h>

/* Data -> card. */
typedef struct {
  const LoftWbxmlElement *data;
  LoftVcardCard *card;
  const LoftEasMapping *how;
} Card;

/* "" for what is not there. */
static const char *
get (const Card *self, guint tag)
{
  const char *text = loft_wbxml_element_get_text (self->data, tag);

  return text != NULL ? text : "";
}

static LoftVcardLine *
add_value (Card *self, const char *name, const char *value)
{
  return loft_vcard_card_add (self->card, loft_content_property_new (name, value));
}

static LoftVcardLine *
add_text (Card *self, const char *name, const char *text)
{
  g_autofree char *value = loft_content_text_escape (text);

  return add_value (self, name, value);
}

static void
add_parts (Card *self, const char *name, const char *const *parts, guint count)
{
  g_autofree char *value = loft_vcard_value_join ("", NULL, parts, count);

  add_value (self, name, value);
}

static void
set_types (Card *self, LoftVcardLine *line, const char *words)
{
  g_auto (GStrv) types = g_strsplit (words, ",", -1);

  if (types[0] != NULL)
    loft_vcard_line_set_types (line->property, types, FALSE, 0, self->card->version);
}

/* ---- names -------------------------------------------------------------------------------- */

/* What of the names decides how the contact is called. */
static LoftContact *
read_names (const Card *self)
{
  LoftContact *contact = loft_contact_new ();
  const struct {
    char **text;
    guint tag;
  } names[] = {
    { &contact->family, LOFT_EAS_CONTACTS_LAST_NAME },
    { &contact->given, LOFT_EAS_CONTACTS_FIRST_NAME },
    { &contact->additional, LOFT_EAS_CONTACTS_MIDDLE_NAME },
    { &contact->prefix, LOFT_EAS_CONTACTS_TITLE },
    { &contact->suffix, LOFT_EAS_CONTACTS_SUFFIX },
    { &contact->nickname, LOFT_EAS_CONTACTS2_NICK_NAME },
    { &contact->organization, LOFT_EAS_CONTACTS_COMPANY_NAME },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_free (*names[i].text);
      *names[i].text = g_strdup (get (self, names[i].tag));
    }
  return contact;
}

static void
add_names (Card *self)
{
  g_autoptr (LoftContact) names = read_names (self);
  g_autofree char *made = loft_vcard_dup_made_name (names);
  const char *file_as = get (self, LOFT_EAS_CONTACTS_FILE_AS);
  gboolean is_made = g_str_equal (file_as, "") || g_str_equal (file_as, made);
  const char *form = is_made ? NULL : loft_eas_contact_find_form (names, file_as);
  const char *shown = is_made || form != NULL ? made : file_as;
  const char *const parts[] = { names->family, names->given, names->additional, names->prefix,
                                names->suffix };

  if (*shown == '\0')
    shown = get (self, LOFT_EAS_CONTACTS_EMAIL1_ADDRESS);
  add_text (self, "FN", *shown != '\0' ? shown : "-");
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (*parts[i] != '\0')
      {
        add_parts (self, "N", parts, G_N_ELEMENTS (parts));
        break;
      }
  if (form != NULL)
    add_text (self, LOFT_EAS_LINE_FILE_AS, form);
}

static void
add_organization (Card *self)
{
  const char *const parts[] = { get (self, LOFT_EAS_CONTACTS_COMPANY_NAME),
                                get (self, LOFT_EAS_CONTACTS_DEPARTMENT) };

  if (*parts[0] != '\0' || *parts[1] != '\0')
    add_parts (self, "ORG", parts, *parts[1] != '\0' ? 2 : 1);
}

/* ---- lines -------------------------------------------------------------------------------- */

static void
add_texts (Card *self)
{
  for (guint i = 0; i < loft_eas_contact_n_texts; i++)
    {
      const LoftEasContactText *text = &loft_eas_contact_texts[i];
      const char *value = get (self, text->tag);

      if (*value == '\0')
        continue;
      if (text->is_uri && strchr (value, '\\') == NULL)
        add_value (self, text->name, value);
      else
        add_text (self, text->name, value);
    }
}

/* The address of "Eva Adler" <eva@example.org>; else all of it. */
static char *
dup_address (const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  const char *open = strrchr (trimmed, '<');
  gsize length = strlen (trimmed);

  if (open == NULL || trimmed[length - 1] != '>' || strchr (open, '@') == NULL)
    return g_strdup (text);
  return g_strndup (open + 1, trimmed + length - 2 - open);
}

static gboolean
is_shared (const LoftEasContactSlot *slot)
{
  for (guint i = 0; i < loft_eas_contact_n_slots; i++)
    {
      const LoftEasContactSlot *other = &loft_eas_contact_slots[i];

      if (other != slot && g_str_equal (other->name, slot->name) &&
          g_str_equal (other->types, slot->types))
        return TRUE;
    }
  return FALSE;
}

static void
add_slot (Card *self, const LoftEasContactSlot *slot)
{
  const char *text = get (self, slot->tag);
  gboolean is_email = g_str_equal (slot->name, "EMAIL");
  g_autofree char *value = is_email ? dup_address (text) : g_strdup (text);
  LoftVcardLine *line;

  if (*value == '\0')
    return;
  line = add_text (self, slot->name, value);
  set_types (self, line, slot->types);
  if (is_shared (slot))
    loft_content_property_set_parameter (line->property, LOFT_EAS_PARAMETER,
                                         loft_eas_tag_get_name (slot->tag));
  if (!g_str_equal (value, text))
    loft_content_property_set_parameter (line->property, LOFT_EAS_PARAMETER_SHOWN, text);
}

static void
add_address (Card *self, const LoftEasContactAddress *address)
{
  const char *parts[7] = { "", "" };
  gboolean is_empty = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (address->tags); i++)
    {
      parts[i + 2] = get (self, address->tags[i]);
      is_empty = is_empty && *parts[i + 2] == '\0';
    }
  if (is_empty)
    return;
  add_parts (self, "ADR", parts, G_N_ELEMENTS (parts));
  set_types (self, g_ptr_array_index (self->card->lines, self->card->lines->len - 1),
             address->type);
}

static void
add_person (Card *self, const char *name, const char *type)
{
  LoftVcardLine *line;

  if (*name == '\0')
    return;
  line = add_text (self, "RELATED;VALUE=text", name);
  set_types (self, line, type);
}

static void
add_people (Card *self)
{
  const LoftWbxmlElement *children =
    loft_wbxml_element_find (self->data, LOFT_EAS_CONTACTS_CHILDREN);

  for (guint i = 0; i < loft_eas_contact_n_people; i++)
    add_person (self, get (self, loft_eas_contact_people[i].tag), loft_eas_contact_people[i].type);
  for (guint i = 0; i < loft_wbxml_element_get_n_children (children); i++)
    {
      const LoftWbxmlElement *child = loft_wbxml_element_get_child (children, i);

      if (child->tag == LOFT_EAS_CONTACTS_CHILD && child->text != NULL)
        add_person (self, child->text, "child");
    }
}

/* ---- the rest ----------------------------------------------------------------------------- */

/* The instant as it was written goes back as long as the day stays: whoever wrote it reads it so.
 * */
static void
add_day (Card *self, const char *name, guint tag)
{
  const char *written = get (self, tag);
  g_autofree char *date = NULL;
  g_autofree char *value = NULL;
  LoftVcardLine *line;
  LoftIcalTime day;

  if (!loft_eas_date_read_day (written, self->how->zone, &day))
    return;
  date = day.year == LOFT_EAS_NO_YEAR
           ? g_strdup_printf ("--%02d-%02d", day.month, day.day)
           : g_strdup_printf ("%04d-%02d-%02d", day.year, day.month, day.day);
  value = loft_vcard_date_dup_value (date, self->card->version);
  line = add_value (self, name, value);
  loft_content_property_set_parameter (line->property, LOFT_EAS_PARAMETER, written);
}

static void
add_categories (Card *self)
{
  const LoftWbxmlElement *categories =
    loft_wbxml_element_find (self->data, LOFT_EAS_CONTACTS_CATEGORIES);
  g_autoptr (GString) value = g_string_new (NULL);

  for (guint i = 0; i < loft_wbxml_element_get_n_children (categories); i++)
    {
      const LoftWbxmlElement *child = loft_wbxml_element_get_child (categories, i);
      g_autofree char *escaped = NULL;

      if (child->tag != LOFT_EAS_CONTACTS_CATEGORY || child->text == NULL || *child->text == '\0')
        continue;
      escaped = loft_content_text_escape (child->text);
      g_string_append_printf (value, "%s%s", value->len > 0 ? "," : "", escaped);
    }
  if (value->len > 0)
    add_value (self, "CATEGORIES", value->str);
}

static void
add_note (Card *self)
{
  g_autofree char *mark = NULL;
  g_autofree char *text = loft_eas_body_dup_text (self->data, &mark);
  LoftVcardLine *line = text != NULL ? add_text (self, "NOTE", text) : NULL;

  if (mark != NULL)
    loft_content_property_set_parameter (line->property, LOFT_EAS_PARAMETER_CUT, mark);
}

static void
add_element (Card *self, const LoftWbxmlElement *element)
{
  g_autofree char *word = loft_eas_body_write_element (element);

  add_value (self, LOFT_EAS_LINE_ELEMENT, word);
}

/* What is no picture that people can see is kept as it came. */
static void
add_picture (Card *self)
{
  const LoftWbxmlElement *element = loft_wbxml_element_find (self->data, LOFT_EAS_CONTACTS_PICTURE);
  const char *text = element != NULL && element->text != NULL ? element->text : "";
  gsize length;
  guchar *bytes = g_base64_decode (text, &length);
  g_autoptr (GBytes) picture = g_bytes_new_take (bytes, length);
  g_autofree char *mark = NULL;
  LoftVcardLine *line;

  if (length == 0)
    return;
  if (length > loft_vcard_limits.photo || loft_vcard_photo_kind (bytes, length) == NULL)
    {
      add_element (self, element);
      return;
    }
  mark = g_strdup_printf ("%08x", loft_text_checksum (0, bytes, length));
  line =
    loft_vcard_card_add (self->card, loft_vcard_photo_new (picture, NULL, self->card->version));
  loft_content_property_set_parameter (line->property, LOFT_EAS_PARAMETER, mark);
}

/* A body of HTML goes back as it came. */
static gboolean
is_known (const Card *self, const LoftWbxmlElement *element)
{
  LoftIcalTime day;

  switch (element->tag)
    {
    case LOFT_EAS_AIRSYNCBASE_BODY:
      return !loft_eas_body_is_more (self->data);
    case LOFT_EAS_CONTACTS_BIRTHDAY:
    case LOFT_EAS_CONTACTS_ANNIVERSARY:
      return element->text == NULL || loft_eas_date_read_day (element->text, NULL, &day);
    default:
      return loft_eas_contact_knows (element);
    }
}

static void
add_unknown (Card *self)
{
  for (guint i = 0; i < loft_wbxml_element_get_n_children (self->data); i++)
    {
      const LoftWbxmlElement *element = loft_wbxml_element_get_child (self->data, i);

      if (!is_known (self, element))
        add_element (self, element);
    }
}

char *
loft_eas_contact_to_vcard (const LoftWbxmlElement *data, const char *uid, const LoftEasMapping *how,
                           GError **error)
{
  g_autoptr (LoftVcardCard) card = NULL;
  g_autoptr (GBytes) written = NULL;
  Card self = { .data = data, .how = how };

  if (!loft_eas_body_check (data, error))
    return NULL;
  self.card = card = loft_vcard_card_new (4);
  add_text (&self, "PRODID", "-//Loft//Loft//EN");
  add_text (&self, "UID", uid);
  add_names (&self);
  add_organization (&self);
  add_texts (&self);
  for (guint i = 0; i < loft_eas_contact_n_slots; i++)
    add_slot (&self, &loft_eas_contact_slots[i]);
  for (guint i = 0; i < loft_eas_contact_n_addresses; i++)
    add_address (&self, &loft_eas_contact_addresses[i]);
  add_day (&self, "BDAY", LOFT_EAS_CONTACTS_BIRTHDAY);
  add_day (&self, "ANNIVERSARY", LOFT_EAS_CONTACTS_ANNIVERSARY);
  add_people (&self);
  add_categories (&self);
  add_note (&self);
  add_picture (&self);
  add_unknown (&self);
  written = loft_content_component_write (card->root);
  return g_strndup (g_bytes_get_data (written, NULL), g_bytes_get_size (written));
}
