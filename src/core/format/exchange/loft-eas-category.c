/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-category.h"

#include <string.h>

#include "loft-flags.h"

/* As the categories of a profile begin (Thunderbird's tags). */
static const struct {
  const char *category;
  const char *keyword;
} originals[] = {
  { "Important", "$label1" }, { "Work", "$label2" },  { "Personal", "$label3" },
  { "To Do", "$label4" },     { "Later", "$label5" },
};

/* Of what an atom of IMAP may hold (RFC 9051, 9), what has no meaning here. */
static gboolean
is_plain (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("-./&+:,'!#@<>?;~^|`", c) != NULL);
}

static void
append_octet (GString *keyword, guint8 octet)
{
  g_string_append_printf (keyword, "=%02X", octet);
}

/* The Q encoding of RFC 2047, 4.2. */
static char *
encode (const char *category)
{
  GString *keyword = g_string_new (NULL);

  for (const char *c = category; *c != '\0'; c++)
    if (*c == ' ')
      g_string_append_c (keyword, '_');
    else if (is_plain (*c))
      g_string_append_c (keyword, *c);
    else
      append_octet (keyword, *c);
  return g_string_free (keyword, FALSE);
}

char *
loft_eas_category_to_keyword (const char *category)
{
  g_autofree char *keyword = encode (category);
  g_autoptr (GString) escaped = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (originals); i++)
    if (g_ascii_strcasecmp (originals[i].category, category) == 0)
      return g_strdup (originals[i].keyword);
  if (loft_flag_from_name (keyword) == LOFT_FLAG_NONE)
    return g_steal_pointer (&keyword);
  /* A category "seen" is no flag. */
  escaped = g_string_new (NULL);
  append_octet (escaped, keyword[0]);
  g_string_append (escaped, keyword + 1);
  return g_strdup (escaped->str);
}

static int
read_octet (const char *text)
{
  int high = g_ascii_xdigit_value (text[0]);
  int low = high >= 0 ? g_ascii_xdigit_value (text[1]) : -1;

  return low >= 0 ? high * 16 + low : -1;
}

static char *
decode (const char *keyword)
{
  GString *category = g_string_new (NULL);

  for (const char *c = keyword; *c != '\0'; c++)
    {
      int octet = *c == '=' ? read_octet (c + 1) : -1;

      if (octet > 0)
        {
          g_string_append_c (category, octet);
          c += 2;
        }
      else
        g_string_append_c (category, *c == '_' ? ' ' : *c);
    }
  return g_string_free (category, FALSE);
}

char *
loft_eas_category_from_keyword (const char *keyword)
{
  g_autofree char *category = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (originals); i++)
    if (g_ascii_strcasecmp (originals[i].keyword, keyword) == 0)
      return g_strdup (originals[i].category);
  if (keyword[0] == '$' || keyword[0] == '\\' || keyword[0] == '\0')
    return NULL;
  category = decode (keyword);
  return g_utf8_validate (category, -1, NULL) ? g_steal_pointer (&category) : g_strdup (keyword);
}
