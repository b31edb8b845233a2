/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-contact.h"

#include "loft-eas-body.h"
#include "loft-eas-contact-private.h"
#include "loft-eas-date.h"
#include "loft-eas-refusal.h"
#include "loft-error.h"
#include "loft-text.h"
#include "loft-vcard-date.h"
#include "loft-vcard-object.h"
#include "loft-vcard-value.h"

#include <string.h>

/* Card -> data. */
typedef struct {
  LoftVcardCard *card;
  const LoftContact *contact;
  const LoftEasMapping *how;
  LoftWbxmlElement *data;
  GError **error;
} Data;

static gboolean
leave_out (Data *self, const char *sentence)
{
  return loft_eas_leave_out (self->how, sentence, self->error);
}

static void
add (Data *self, guint tag, const char *text)
{
  if (*text != '\0')
    loft_wbxml_element_add_text (self->data, tag, text);
}

static LoftVcardLine *
get_line (const Data *self, guint i)
{
  return g_ptr_array_index (self->card->lines, i);
}

/* ---- names -------------------------------------------------------------------------------- */

/* As it was filed, made of the names as they are now; a name that a person chose comes first. */
static void
add_file_as (Data *self)
{
  LoftVcardLine *line = loft_vcard_card_find (self->card, LOFT_EAS_LINE_FILE_AS);
  g_autofree char *form = line != NULL ? loft_vcard_line_dup_text (line) : NULL;
  g_autofree char *of_names = loft_vcard_dup_made_name (self->contact);
  g_autofree char *made = form != NULL && g_str_equal (self->contact->name, of_names)
                            ? loft_eas_contact_dup_file_as (self->contact, form)
                            : NULL;

  if (made != NULL)
    add (self, LOFT_EAS_CONTACTS_FILE_AS, made);
  else if (!g_str_equal (self->contact->name, "-"))
    add (self, LOFT_EAS_CONTACTS_FILE_AS, self->contact->name);
}

static void
add_names (Data *self)
{
  const LoftContact *contact = self->contact;

  add_file_as (self);
  add (self, LOFT_EAS_CONTACTS_LAST_NAME, contact->family);
  add (self, LOFT_EAS_CONTACTS_FIRST_NAME, contact->given);
  add (self, LOFT_EAS_CONTACTS_MIDDLE_NAME, contact->additional);
  add (self, LOFT_EAS_CONTACTS_TITLE, contact->prefix);
  add (self, LOFT_EAS_CONTACTS_SUFFIX, contact->suffix);
  add (self, LOFT_EAS_CONTACTS_COMPANY_NAME, contact->organization);
  add (self, LOFT_EAS_CONTACTS_DEPARTMENT, contact->department);
}

/* ---- lines -------------------------------------------------------------------------------- */

static gboolean
add_text (Data *self, const LoftEasContactText *text)
{
  gboolean is_told = FALSE;

  for (guint i = 0; i < self->card->lines->len; i++)
    {
      LoftVcardLine *line = get_line (self, i);
      g_autofree char *value = NULL;

      if (!g_str_equal (line->name, text->name))
        continue;
      value = loft_vcard_line_dup_text (line);
      g_strstrip (value);
      if (*value == '\0')
        continue;
      if (is_told && text->is_uri &&
          !leave_out (self, "Exchange keeps one web page of a contact; this one has more"))
        return FALSE;
      if (!is_told)
        add (self, text->tag, value);
      is_told = TRUE;
    }
  return TRUE;
}

static gboolean
add_texts (Data *self)
{
  for (guint i = 0; i < loft_eas_contact_n_texts; i++)
    if (!add_text (self, &loft_eas_contact_texts[i]))
      return FALSE;
  return TRUE;
}

/* Post-office box and flat go into the street, a line each. */
static char *
dup_address_part (GStrv written, guint part)
{
  guint first = part == 0 ? 0 : part + 2;
  guint count = g_strv_length (written);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = first; i <= part + 2 && i < count; i++)
    {
      g_autofree char *words = loft_content_text_unescape (written[i], -1);

      g_strstrip (words);
      if (*words != '\0' && text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, words);
    }
  return g_strdup (text->str);
}

static void
add_address (Data *self, const LoftVcardLine *line, const LoftEasContactAddress *address)
{
  g_autofree char *value = loft_vcard_line_dup_value (line);
  g_auto (GStrv) written = loft_content_value_split (value, ';');

  for (guint i = 0; i < G_N_ELEMENTS (address->tags); i++)
    {
      g_autofree char *part = dup_address_part (written, i);

      add (self, address->tags[i], part);
    }
}

static gboolean
says_nothing (const LoftVcardLine *line)
{
  g_autofree char *value = loft_vcard_line_dup_value (line);

  return value[strspn (value, "; \t")] == '\0';
}

/* Where nothing is said, or where it belongs, first; then wherever there is room. */
static guint
choose_address (const LoftVcardLine *line, guint taken, gboolean by_type)
{
  for (guint i = 0; i < loft_eas_contact_n_addresses; i++)
    {
      const char *type = loft_eas_contact_addresses[i].type;
      gboolean is_work = g_strv_contains ((const char *const *) line->types, "work");
      gboolean is_home = g_strv_contains ((const char *const *) line->types, "home");
      gboolean fits = g_str_equal (type, "")
                        ? !is_work && !is_home
                        : g_strv_contains ((const char *const *) line->types, type);

      if ((taken & (1u << i)) == 0 && (fits || (!by_type && *type == '\0')))
        return i;
    }
  return G_MAXUINT;
}

static gboolean
add_addresses (Data *self)
{
  g_autoptr (GHashTable) done = g_hash_table_new (NULL, NULL);
  guint taken = 0;

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < self->card->lines->len; i++)
      {
        LoftVcardLine *line = get_line (self, i);
        guint chosen;

        if (!g_str_equal (line->name, "ADR") || g_hash_table_contains (done, line) ||
            says_nothing (line))
          continue;
        chosen = choose_address (line, taken, pass == 0);
        if (chosen == G_MAXUINT && pass == 1 &&
            !leave_out (self,
                        "Exchange keeps three postal addresses of a contact, of work, of home "
                        "and another; this one has more"))
          return FALSE;
        if (chosen == G_MAXUINT)
          continue;
        taken |= 1u << chosen;
        g_hash_table_add (done, line);
        add_address (self, line, &loft_eas_contact_addresses[chosen]);
      }
  return TRUE;
}

/* ---- people ------------------------------------------------------------------------------- */

static const LoftEasContactPerson *
find_person (const char *type)
{
  for (guint i = 0; i < loft_eas_contact_n_people; i++)
    if (g_str_equal (loft_eas_contact_people[i].type, type))
      return &loft_eas_contact_people[i];
  return NULL;
}

static LoftWbxmlElement *
find_or_add (LoftWbxmlElement *data, guint tag)
{
  LoftWbxmlElement *found = loft_wbxml_element_find (data, tag);

  return found != NULL ? found : loft_wbxml_element_add (data, tag);
}

static gboolean
add_person (Data *self, const LoftContactValue *value)
{
  g_autofree char *label = g_utf8_strdown (value->label, -1);
  const char *type = value->types[0] != NULL ? value->types[0] : label;
  const LoftEasContactPerson *person = find_person (type);

  if (g_str_equal (type, "child"))
    {
      loft_wbxml_element_add_text (find_or_add (self->data, LOFT_EAS_CONTACTS_CHILDREN),
                                   LOFT_EAS_CONTACTS_CHILD, value->value);
      return TRUE;
    }
  if (person == NULL || loft_wbxml_element_find (self->data, person->tag) != NULL)
    return leave_out (self,
                      "Exchange keeps of the people around a contact the children and one each as "
                      "spouse, manager and assistant");
  add (self, person->tag, value->value);
  return TRUE;
}

static gboolean
add_people (Data *self)
{
  for (guint i = 0; i < self->card->lines->len; i++)
    {
      LoftVcardLine *line = get_line (self, i);
      LoftContactValue *value = loft_vcard_value_read (self->card, line);
      gboolean is_link = value != NULL && g_str_has_prefix (value->value, "urn:");
      gboolean is_done = value == NULL || is_link || !g_str_equal (value->property, "RELATED") ||
                         add_person (self, value);

      g_clear_pointer (&value, loft_contact_value_free);
      if (!is_done)
        return FALSE;
    }
  return TRUE;
}

/* ---- days --------------------------------------------------------------------------------- */

static gboolean
read_date (const char *date, LoftIcalTime *day)
{
  g_autofree char *whole =
    date[0] == '-' ? g_strdup_printf ("%d%s", LOFT_EAS_NO_YEAR, date + 1) : g_strdup (date);

  return loft_vcard_date_is_whole (date) && loft_eas_date_read_day (whole, NULL, day);
}

static gboolean
add_day (Data *self, const char *property, guint tag, const LoftVcardLine *line,
         const LoftContactValue *value)
{
  g_autofree char *written = loft_vcard_line_dup_parameter (line, LOFT_EAS_PARAMETER);
  g_autofree char *made = NULL;
  LoftIcalTime day, before;

  if (!g_str_equal (value->property, property) || loft_wbxml_element_find (self->data, tag) != NULL)
    return TRUE;
  if (!read_date (value->value, &day))
    return leave_out (self, "Exchange keeps birthdays and anniversaries as dates only");
  made = loft_eas_date_write_day (&day);
  if (written != NULL && loft_eas_date_read_day (written, self->how->zone, &before) &&
      loft_ical_time_compare (&day, &before) == 0)
    add (self, tag, written);
  else
    add (self, tag, made);
  return TRUE;
}

static gboolean
add_days (Data *self)
{
  for (guint i = 0; i < self->card->lines->len; i++)
    {
      LoftVcardLine *line = get_line (self, i);
      LoftContactValue *value = loft_vcard_value_read (self->card, line);
      gboolean is_done =
        value == NULL ||
        (add_day (self, "BDAY", LOFT_EAS_CONTACTS_BIRTHDAY, line, value) &&
         add_day (self, "ANNIVERSARY", LOFT_EAS_CONTACTS_ANNIVERSARY, line, value));

      g_clear_pointer (&value, loft_contact_value_free);
      if (!is_done)
        return FALSE;
    }
  return TRUE;
}

/* ---- the rest ----------------------------------------------------------------------------- */

static void
add_categories (Data *self)
{
  LoftWbxmlElement *categories = NULL;

  for (guint i = 0; self->contact->categories[i] != NULL; i++)
    {
      if (categories == NULL)
        categories = loft_wbxml_element_add (self->data, LOFT_EAS_CONTACTS_CATEGORIES);
      loft_wbxml_element_add_text (categories, LOFT_EAS_CONTACTS_CATEGORY,
                                   self->contact->categories[i]);
    }
}

/* (transfer full) (nullable) */
static LoftWbxmlElement *
read_kept (const LoftVcardLine *line)
{
  if (!g_str_equal (line->name, LOFT_EAS_LINE_ELEMENT))
    return NULL;
  return loft_eas_body_read_element (loft_content_property_get_value (line->property));
}

static LoftWbxmlElement *
find_kept_body (const Data *self)
{
  for (guint i = 0; i < self->card->lines->len; i++)
    {
      g_autoptr (LoftWbxmlElement) element = read_kept (get_line (self, i));

      if (element != NULL && element->tag == LOFT_EAS_AIRSYNCBASE_BODY)
        return g_steal_pointer (&element);
    }
  return NULL;
}

/* Several notes, of other programs, are one. */
static gboolean
add_note (Data *self)
{
  g_autoptr (LoftWbxmlElement) kept = NULL;
  g_autoptr (GString) note = g_string_new (NULL);
  g_autofree char *mark = NULL;

  for (guint i = 0; i < self->card->lines->len; i++)
    {
      LoftVcardLine *line = get_line (self, i);
      g_autofree char *text = NULL;

      if (!g_str_equal (line->name, "NOTE"))
        continue;
      text = loft_vcard_line_dup_text (line);
      if (*text != '\0' && note->len > 0)
        g_string_append (note, "\n\n");
      g_string_append (note, text);
      if (mark == NULL)
        mark = loft_vcard_line_dup_parameter (line, LOFT_EAS_PARAMETER_CUT);
    }
  kept = find_kept_body (self);
  return loft_eas_body_add (self->data, note->str, mark, kept, self->error);
}

static gboolean
came_from_server (const Data *self, gconstpointer bytes, gsize length)
{
  LoftVcardLine *line = loft_vcard_card_find (self->card, "PHOTO");
  g_autofree char *mark =
    line != NULL ? loft_vcard_line_dup_parameter (line, LOFT_EAS_PARAMETER) : NULL;
  g_autofree char *now = g_strdup_printf ("%08x", loft_text_checksum (0, bytes, length));

  return g_strcmp0 (mark, now) == 0;
}

static gboolean
add_picture (Data *self)
{
  g_autofree char *base64 = NULL;
  gconstpointer bytes;
  gsize length;

  if (self->contact->photo == NULL)
    return TRUE;
  bytes = g_bytes_get_data (self->contact->photo, &length);
  if (length > LOFT_EAS_PICTURE_MAX && !came_from_server (self, bytes, length))
    {
      g_autofree char *sentence =
        g_strdup_printf ("Exchange keeps pictures of at most %d kB; this one has %" G_GSIZE_FORMAT
                         " kB",
                         LOFT_EAS_PICTURE_MAX / 1024, length / 1024 + 1);

      /* A picture that is there does not give way to none. */
      if (self->how->is_new)
        return leave_out (self, sentence);
      g_set_error_literal (self->error, LOFT_ERROR, LOFT_ERROR_LIMIT, sentence);
      return FALSE;
    }
  base64 = g_base64_encode (bytes, length);
  add (self, LOFT_EAS_CONTACTS_PICTURE, base64);
  return TRUE;
}

/* What came as it is, unless a person has said the same thing anew. */
static void
add_unknown (Data *self)
{
  for (guint i = 0; i < self->card->lines->len; i++)
    {
      g_autoptr (LoftWbxmlElement) element = read_kept (get_line (self, i));

      if (element != NULL && element->tag != LOFT_EAS_AIRSYNCBASE_BODY &&
          loft_wbxml_element_find (self->data, element->tag) == NULL)
        loft_wbxml_element_take (self->data, g_steal_pointer (&element));
    }
}

LoftWbxmlElement *
loft_eas_contact_from_vcard (const char *vcard, const LoftEasMapping *how, GError **error)
{
  g_autoptr (GBytes) raw = g_bytes_new (vcard, strlen (vcard));
  g_autoptr (LoftVcardCard) card = loft_vcard_card_read (raw, error);
  g_autoptr (LoftContact) contact = card != NULL ? loft_vcard_read_card (card) : NULL;
  g_autoptr (LoftWbxmlElement) data = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_APPLICATION_DATA);
  Data self = { card, contact, how, data, error };

  if (card == NULL)
    return NULL;
  if (contact->is_group)
    {
      loft_eas_refuse (error, "Exchange keeps no groups of contacts in its address books");
      return NULL;
    }
  if (*contact->role != '\0' &&
      !leave_out (&self, "Exchange keeps the job title of a contact, but no role beside it"))
    return NULL;
  add_names (&self);
  if (!add_texts (&self) || !loft_eas_contact_fill_slots (card, how, data, error) ||
      !add_addresses (&self) || !add_days (&self) || !add_people (&self))
    return NULL;
  add_categories (&self);
  if (!add_note (&self) || !add_picture (&self))
    return NULL;
  add_unknown (&self);
  return g_steal_pointer (&data);
}
