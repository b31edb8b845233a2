/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-vcard-object.h"

#include <string.h>

#include "loft-vcard-card.h"
#include "loft-vcard-date.h"

typedef struct {
  LoftVcardCard *card;
  guint from;
  guint to;
} Conversion;

/* Same thing, other name. */
static const struct {
  const char *three;
  const char *four;
} renamed[] = {
  { "X-ADDRESSBOOKSERVER-KIND", "KIND" },
  { "X-ADDRESSBOOKSERVER-MEMBER", "MEMBER" },
};

/* What vCard 2.1 carries as base64, and what RFC 6350 makes a data: address. */
static const struct {
  const char *name;
  const char *medium;
  const char *otherwise; /* where no type is told */
} binaries[] = {
  { "PHOTO", "image/", "jpeg" },
  { "LOGO", "image/", "jpeg" },
  { "SOUND", "audio/", "basic" },
  { "KEY", "application/", "pgp-keys" },
};

static gboolean
is_one_of (const char *name, const char *const *words)
{
  return g_strv_contains (words, name);
}

static char *
escape_parts (const char *value, char separator)
{
  g_auto (GStrv) parts = loft_content_value_split (value, separator);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *text = loft_content_text_unescape (parts[i], -1);

      g_free (parts[i]);
      parts[i] = loft_content_text_escape (text);
    }
  return g_strjoinv (separator == ';' ? ";" : ",", parts);
}

/* Of 2.1 a comma is a comma, and line breaks come by quoted-printable. */
static char *
escape_again (const LoftVcardLine *line, const char *value)
{
  static const char *const structured[] = { "N", "ADR", "ORG", NULL };
  static const char *const addresses[] = { "URL", "GEO", "BDAY", "REV", "UID", "VERSION", NULL };

  if (is_one_of (line->name, addresses))
    return g_strdup (value);
  if (is_one_of (line->name, structured))
    return escape_parts (value, ';');
  if (g_str_equal (line->name, "CATEGORIES"))
    return escape_parts (value, ',');
  return escape_parts (value, '\0');
}

static void
modernise (LoftVcardLine *line)
{
  g_autofree char *value = NULL;
  g_autofree char *escaped = NULL;

  if (!line->is_base64)
    {
      value = loft_vcard_line_dup_value (line);
      escaped = escape_again (line, value);
      if (line->is_quoted || *line->charset != '\0' ||
          !g_str_equal (escaped, loft_content_property_get_value (line->property)))
        loft_vcard_line_set_value (line, escaped);
      return;
    }
  loft_content_property_set_parameter (line->property, "BASE64", NULL);
  loft_content_property_set_parameter (line->property, "ENCODING", "b");
}

static char *
get_medium (const LoftVcardLine *line, guint i)
{
  const char *type = line->types[0] != NULL ? line->types[0] : binaries[i].otherwise;

  return strchr (type, '/') != NULL ? g_strdup (type)
                                    : g_strconcat (binaries[i].medium, type, NULL);
}

static void
make_data (LoftVcardLine *line, guint i)
{
  g_autofree char *medium = get_medium (line, i);
  const char *base64 = loft_content_property_get_value (line->property);
  g_autofree char *value = g_strconcat ("data:", medium, ";base64,", base64, NULL);

  loft_content_property_set_parameter (line->property, "TYPE", NULL);
  loft_content_property_set_parameter (line->property, "VALUE", NULL);
  loft_vcard_line_set_value (line, value);
}

/* "data:image/jpeg;base64,…" -> ENCODING=b;TYPE=JPEG. */
static void
make_base64 (LoftVcardLine *line, guint i)
{
  const char *value = loft_content_property_get_value (line->property);
  const char *medium = strchr (value, ':');
  const char *comma = strchr (value, ',');
  const char *slash = medium != NULL ? strchr (medium, '/') : NULL;
  g_autofree char *type = NULL;
  g_autofree char *base64 = NULL;

  if (comma == NULL || slash == NULL || slash > comma || comma - value > 256)
    return;
  type = g_ascii_strup (slash + 1, strcspn (slash + 1, "\\;,"));
  base64 = g_strdup (comma + 1);
  if (g_ascii_strncasecmp (medium + 1, binaries[i].medium, strlen (binaries[i].medium)) != 0)
    return;
  loft_content_property_set_parameter (line->property, "VALUE", NULL);
  loft_content_property_set_parameter (line->property, "ENCODING", "b");
  loft_content_property_set_parameter (line->property, "TYPE", type);
  loft_content_property_set_value (line->property, base64);
}

static gboolean
convert_binary (Conversion *self, LoftVcardLine *line)
{
  const char *value = loft_content_property_get_value (line->property);

  for (guint i = 0; i < G_N_ELEMENTS (binaries); i++)
    if (g_str_equal (line->name, binaries[i].name))
      {
        if (self->to == 4 && line->is_base64)
          make_data (line, i);
        else if (self->to == 3 && g_ascii_strncasecmp (value, "data:", 5) == 0)
          make_base64 (line, i);
        else if (self->to == 3 && !line->is_base64 && *line->kind == '\0' && *value != '\0' &&
                 !g_str_equal (line->name, "KEY"))
          loft_content_property_set_parameter (line->property, "VALUE", "uri");
        return TRUE;
      }
  return FALSE;
}

static void
convert_phone (Conversion *self, LoftVcardLine *line)
{
  const char *value = loft_content_property_get_value (line->property);
  g_autofree char *number = NULL;

  if (self->to != 3 || !g_str_equal (line->kind, "uri"))
    return;
  number = g_strdup (g_ascii_strncasecmp (value, "tel:", 4) == 0 ? value + 4 : value);
  loft_content_property_set_parameter (line->property, "VALUE", NULL);
  loft_vcard_line_set_value (line, number);
}

/* "46.7;-71.2" <-> "geo:46.7,-71.2". */
static void
convert_place (Conversion *self, LoftVcardLine *line)
{
  g_autofree char *value = loft_vcard_line_dup_text (line);
  gboolean is_address = g_ascii_strncasecmp (value, "geo:", 4) == 0;
  g_autofree char *place = g_strdup (is_address ? value + 4 : value);
  g_autofree char *address = NULL;

  if (self->to == 4 && !is_address)
    {
      address = g_strconcat ("geo:", g_strdelimit (place, ";", ','), NULL);
      loft_vcard_line_set_value (line, address);
    }
  else if (self->to == 3 && is_address)
    {
      place[strcspn (place, ";")] = '\0';
      loft_vcard_line_set_value (line, g_strdelimit (place, ",", ';'));
    }
}

static void
convert_date (Conversion *self, LoftVcardLine *line)
{
  g_autofree char *date = loft_vcard_date_read (line);

  if (loft_vcard_date_is_whole (date))
    loft_vcard_date_write (line, date, self->to);
}

static void
convert_time (Conversion *self, LoftVcardLine *line)
{
  gint64 time = loft_vcard_date_read_time (loft_content_property_get_value (line->property));
  g_autofree char *value = loft_vcard_date_write_time (time);

  if (self->to == 4 && time != 0)
    loft_vcard_line_set_value (line, value);
}

static void
convert_types (Conversion *self, LoftVcardLine *line)
{
  guint preference = self->to == 3 && line->preference > 1 ? 0 : line->preference;

  if (line->types[0] != NULL || line->preference != 0 || line->is_internet)
    loft_vcard_line_set_types (line->property, line->types, line->is_internet, preference,
                               self->to);
}

static gboolean
rename (Conversion *self, LoftVcardLine *line)
{
  for (guint i = 0; i < G_N_ELEMENTS (renamed); i++)
    {
      const char *name = self->to == 4 ? renamed[i].three : renamed[i].four;
      const char *other = self->to == 4 ? renamed[i].four : renamed[i].three;
      g_autofree char *value = NULL;

      if (!g_str_equal (line->name, name))
        continue;
      value = loft_vcard_line_dup_value (line);
      loft_vcard_card_remove (self->card, line);
      loft_vcard_card_add (self->card, loft_content_property_new (other, value));
      return TRUE;
    }
  return FALSE;
}

static void
convert_line (Conversion *self, LoftVcardLine *line)
{
  static const char *const dates[] = { "BDAY", "ANNIVERSARY", NULL };

  if (self->from == 2)
    modernise (line);
  if (rename (self, line))
    return;
  convert_types (self, line);
  if (convert_binary (self, line))
    return;
  if (is_one_of (line->name, dates))
    convert_date (self, line);
  else if (g_str_equal (line->name, "TEL"))
    convert_phone (self, line);
  else if (g_str_equal (line->name, "GEO"))
    convert_place (self, line);
  else if (g_str_equal (line->name, "REV"))
    convert_time (self, line);
  else if (g_str_equal (line->name, "VERSION"))
    loft_vcard_line_set_value (line, self->to == 4 ? "4.0" : "3.0");
}

/* A card within a card (2.1) is a text in 3.0. One within that one goes: each level of escapes
 * would double the size. */
static void
convert_agents (Conversion *self)
{
  LoftContentComponent *agent;
  LoftContentComponent *inner;

  while ((agent = loft_content_component_get_component (self->card->component, "VCARD")) != NULL)
    {
      g_autoptr (LoftContentComponent) copy = loft_content_component_copy (agent);
      g_autoptr (LoftVcardCard) wrapper = loft_vcard_card_new (3);
      g_autoptr (GBytes) raw = NULL;
      g_autoptr (GBytes) converted = NULL;
      g_autofree char *text = NULL;
      g_autofree char *value = NULL;

      while ((inner = loft_content_component_get_component (copy, "VCARD")) != NULL)
        loft_content_component_remove_component (copy, inner);
      loft_content_component_remove_component (self->card->component, agent);
      loft_content_component_remove_component (wrapper->root, wrapper->component);
      loft_content_component_add_component (wrapper->root, g_steal_pointer (&copy));
      raw = loft_content_component_write (wrapper->root);
      converted = loft_vcard_convert (raw, self->to);
      text = g_strndup (g_bytes_get_data (converted, NULL), g_bytes_get_size (converted));
      value = loft_content_text_escape (text);
      loft_vcard_card_remove_all (self->card, "AGENT");
      loft_vcard_card_add (self->card, loft_content_property_new ("AGENT", value));
    }
}

/* RFC 2426 3.1 wants both of them, RFC 6350 6.2.1 the first. */
static void
complete_names (Conversion *self)
{
  g_autoptr (LoftContact) contact = loft_vcard_read_card (self->card);
  g_autofree char *name = loft_content_text_escape (*contact->name != '\0' ? contact->name : "-");

  if (loft_vcard_card_find (self->card, "FN") == NULL)
    loft_vcard_card_add (self->card, loft_content_property_new ("FN", name));
  if (self->to == 3 && loft_vcard_card_find (self->card, "N") == NULL)
    loft_vcard_card_add (self->card, loft_content_property_new ("N", ";;;;"));
  if (loft_vcard_card_find (self->card, "VERSION") == NULL)
    loft_vcard_card_add (self->card,
                         loft_content_property_new ("VERSION", self->to == 4 ? "4.0" : "3.0"));
}

GBytes *
loft_vcard_convert (GBytes *raw, guint version)
{
  g_autoptr (LoftVcardCard) card = loft_vcard_card_read (raw, NULL);
  Conversion conversion = { card, card != NULL ? card->version : 0, version == 4 ? 4 : 3 };
  guint count = card != NULL ? card->lines->len : 0;

  if (card == NULL || conversion.from == conversion.to)
    return g_bytes_ref (raw);
  complete_names (&conversion);
  convert_agents (&conversion);
  for (guint i = 0; i < count; i++)
    {
      LoftVcardLine *line = g_ptr_array_index (card->lines, i);

      if (line->property != NULL)
        convert_line (&conversion, line);
    }
  return loft_content_component_write (card->root);
}
