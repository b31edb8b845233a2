/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-vcard-line.h"

#include <string.h>

#include "loft-text.h"
#include "loft-vcard-object.h"

/* vCard 2.1: what may stand without "ENCODING=". */
static gboolean
take_encoding (LoftVcardLine *self, const char *word)
{
  if (g_ascii_strcasecmp (word, "QUOTED-PRINTABLE") == 0)
    self->is_quoted = TRUE;
  else if (g_ascii_strcasecmp (word, "BASE64") == 0 || g_ascii_strcasecmp (word, "B") == 0)
    self->is_base64 = TRUE;
  else
    return g_ascii_strcasecmp (word, "8BIT") == 0 || g_ascii_strcasecmp (word, "7BIT") == 0;
  return TRUE;
}

static gboolean
holds (GPtrArray *words, const char *word)
{
  for (guint i = 0; i < words->len; i++)
    if (g_str_equal (g_ptr_array_index (words, i), word))
      return TRUE;
  return FALSE;
}

/* "work,cell" may stand in quotation marks (RFC 6350 5.6). */
static void
take_types (LoftVcardLine *self, GPtrArray *types, const char *written)
{
  g_auto (GStrv) words = g_strsplit (written, ",", loft_vcard_limits.parameters);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *valid = loft_text_to_utf8 (g_strstrip (words[i]), -1);
      g_autofree char *word = g_ascii_strdown (valid, -1);

      if (g_str_equal (word, "pref") || g_str_equal (word, "prefer"))
        self->preference = 1;
      else if (g_str_equal (word, "internet"))
        self->is_internet = TRUE;
      else if (*word != '\0' && types->len < loft_vcard_limits.parameters && !holds (types, word))
        g_ptr_array_add (types, g_steal_pointer (&word));
    }
}

static void
take_parameter (LoftVcardLine *self, GPtrArray *types, const char *name)
{
  g_auto (GStrv) values = loft_content_property_dup_parameters (self->property, name);
  const char *first = values[0] != NULL ? values[0] : "";

  if (g_ascii_strcasecmp (name, "TYPE") == 0)
    {
      for (guint i = 0; values[i] != NULL; i++)
        take_types (self, types, values[i]);
    }
  else if (g_ascii_strcasecmp (name, "PREF") == 0)
    self->preference = CLAMP (g_ascii_strtoull (first, NULL, 10), 1, 100);
  else if (g_ascii_strcasecmp (name, "ENCODING") == 0)
    take_encoding (self, first);
  else if (g_ascii_strcasecmp (name, "CHARSET") == 0 && *self->charset == '\0')
    {
      g_free (self->charset);
      self->charset = g_strdup (first);
    }
  else if (g_ascii_strcasecmp (name, "VALUE") == 0 && *self->kind == '\0')
    {
      g_free (self->kind);
      self->kind = g_ascii_strdown (first, -1);
    }
  else if (*first == '\0' && !take_encoding (self, name))
    take_types (self, types, name);
}

static void
take_parameters (LoftVcardLine *self)
{
  g_autoptr (GPtrArray) types = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) names = loft_content_property_dup_parameter_names (self->property);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; names[i] != NULL && i < loft_vcard_limits.parameters; i++)
    {
      g_autofree char *lower = g_ascii_strdown (names[i], -1);

      g_free (names[i]);
      names[i] = g_steal_pointer (&lower);
      if (g_hash_table_add (seen, names[i]))
        take_parameter (self, types, names[i]);
    }
  g_ptr_array_add (types, NULL);
  self->types = g_strdupv ((char **) types->pdata);
}

LoftVcardLine *
loft_vcard_line_read (LoftContentProperty *property)
{
  LoftVcardLine *self = g_new0 (LoftVcardLine, 1);
  g_autofree char *name = loft_content_property_dup_name (property);
  g_autofree char *group = loft_content_property_dup_group (property);

  self->property = property;
  self->name = g_ascii_strup (name, -1);
  self->group = group != NULL ? g_ascii_strdown (group, -1) : g_strdup ("");
  self->charset = g_strdup ("");
  self->kind = g_strdup ("");
  take_parameters (self);
  return self;
}

void
loft_vcard_line_free (LoftVcardLine *self)
{
  g_free (self->name);
  g_free (self->group);
  g_strfreev (self->types);
  g_free (self->charset);
  g_free (self->kind);
  g_free (self);
}

static int
read_hex (char first, char second)
{
  int high = g_ascii_xdigit_value (first);
  int low = first != '\0' ? g_ascii_xdigit_value (second) : -1;

  return high >= 0 && low >= 0 ? high * 16 + low : -1;
}

/* RFC 2045 6.7; the soft line breaks went with the folds. */
static GString *
decode_quoted (const char *value)
{
  GString *bytes = g_string_sized_new (strlen (value));

  for (; *value != '\0'; value++)
    {
      int octet = *value == '=' ? read_hex (value[1], value[1] != '\0' ? value[2] : '\0') : -1;

      g_string_append_c (bytes, octet >= 0 ? (char) octet : *value);
      value += octet >= 0 ? 2 : 0;
    }
  return bytes;
}

/* The bytes that Windows-1252 does not use are the controls of Latin-1. */
static char *
decode_windows (const char *bytes, gsize length)
{
  static const gunichar high[32] = {
    0x20ac, 0xfffd, 0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
    0x2039, 0x152,  0xfffd, 0x17d,  0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0xfffd, 0x17e,  0x178,
  };
  GString *text = g_string_sized_new (length + 16);

  for (gsize i = 0; i < length; i++)
    {
      guint8 octet = bytes[i];

      if (octet == 0)
        g_string_append_unichar (text, 0xfffd);
      else
        g_string_append_unichar (text, octet >= 0x80 && octet < 0xa0 ? high[octet - 0x80] : octet);
    }
  return g_string_free (text, FALSE);
}

/* Only a plain name: iconv takes more than names ("//TRANSLIT"). */
static gboolean
is_charset_name (const char *charset)
{
  gsize length = strspn (charset, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                  "-_.:");

  return length > 0 && length < 40 && charset[length] == '\0' &&
         g_ascii_strncasecmp (charset, "UTF-7", 5) != 0;
}

static char *
to_utf8 (const char *bytes, gsize length, const char *charset)
{
  gsize written;
  g_autofree char *converted = NULL;

  if (g_utf8_validate_len (bytes, length, NULL) &&
      (*charset == '\0' || g_ascii_strcasecmp (charset, "UTF-8") == 0 || g_str_is_ascii (bytes)))
    return g_strndup (bytes, length);
  if (is_charset_name (charset))
    converted = g_convert (bytes, length, "UTF-8", charset, NULL, &written, NULL);
  if (converted != NULL)
    return loft_text_to_utf8 (converted, written);
  return g_utf8_validate_len (bytes, length, NULL) ? g_strndup (bytes, length)
                                                   : decode_windows (bytes, length);
}

char *
loft_vcard_line_dup_value (const LoftVcardLine *self)
{
  const char *value = loft_content_property_get_value (self->property);

  if (self->is_quoted)
    {
      g_autoptr (GString) bytes = decode_quoted (value);

      return to_utf8 (bytes->str, bytes->len, self->charset);
    }
  return to_utf8 (value, strlen (value), self->charset);
}

static void
join_line_breaks (char *text)
{
  char *to = text;

  for (const char *from = text; *from != '\0'; from++)
    if (*from != '\r')
      *to++ = *from;
    else if (from[1] != '\n')
      *to++ = '\n';
  *to = '\0';
}

char *
loft_vcard_line_dup_text (const LoftVcardLine *self)
{
  g_autofree char *value = loft_vcard_line_dup_value (self);
  char *text = loft_content_text_unescape (value, -1);

  join_line_breaks (text);
  return text;
}

char *
loft_vcard_line_dup_parameter (const LoftVcardLine *self, const char *name)
{
  g_autofree char *value = loft_content_property_dup_parameter (self->property, name);

  return value != NULL ? loft_text_to_utf8 (value, -1) : NULL;
}

/* vCard 2.1 writes types without a name, and some go on doing so in 3.0. */
static void
remove_types (LoftContentProperty *property)
{
  g_auto (GStrv) names = loft_content_property_dup_parameter_names (property);

  loft_content_property_set_parameter (property, "TYPE", NULL);
  loft_content_property_set_parameter (property, "PREF", NULL);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *value = loft_content_property_dup_parameter (property, names[i]);

      if (value != NULL && *value == '\0' && *names[i] != '\0')
        loft_content_property_set_parameter (property, names[i], NULL);
    }
}

void
loft_vcard_line_set_value (LoftVcardLine *self, const char *value)
{
  static const char *const encodings[] = { "ENCODING", "CHARSET", "QUOTED-PRINTABLE", "BASE64" };

  if (self->is_quoted || self->is_base64 || *self->charset != '\0')
    for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
      loft_content_property_set_parameter (self->property, encodings[i], NULL);
  self->is_quoted = self->is_base64 = FALSE;
  *self->charset = '\0';
  loft_content_property_set_value (self->property, value);
}

void
loft_vcard_line_set_types (LoftContentProperty *property, GStrv types, gboolean is_internet,
                           guint preference, guint version)
{
  g_autofree char *number = g_strdup_printf ("%u", preference);

  remove_types (property);
  if (is_internet && version < 4)
    loft_content_property_add_parameter (property, "TYPE", "INTERNET");
  for (guint i = 0; types[i] != NULL; i++)
    loft_content_property_add_parameter (property, "TYPE", types[i]);
  if (preference != 0 && version < 4)
    loft_content_property_add_parameter (property, "TYPE", "pref");
  else if (preference != 0)
    loft_content_property_add_parameter (property, "PREF", number);
}

char *
loft_vcard_trim_text (const char *text)
{
  return loft_text_one_line (text, loft_vcard_limits.text / 4);
}
