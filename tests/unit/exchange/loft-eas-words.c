/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-words.h"

#include <string.h>

#define CALENDAR 0x0400
#define BASE     0x1100

static guint
find_tag (const char *name)
{
  guint page = g_str_has_prefix (name, "b:") ? BASE : CALENDAR;
  const char *word = page == BASE ? name + 2 : name;

  for (guint token = 5; token < 0x40; token++)
    if (g_strcmp0 (loft_eas_tag_get_name (page | token), word) == 0)
      return page | token;
  g_error ("no element is called %s", name);
}

/* Up to "}" or the end. */
static const char *
read_children (LoftWbxmlElement *parent, const char *at)
{
  while (*at != '\0' && *at != '}')
    {
      gsize length = strcspn (at, "={");
      g_autofree char *name = g_strndup (at, length);
      guint tag = find_tag (name);

      at += length;
      if (*at++ == '{')
        {
          at = read_children (loft_wbxml_element_add (parent, tag), at);
          at += *at == '}';
        }
      else
        {
          gsize end = strcspn (at, "|}");
          g_autofree char *text = g_strndup (at, end);

          loft_wbxml_element_add_text (parent, tag, end > 0 ? text : NULL);
          at += end;
        }
      at += *at == '|';
    }
  return at;
}

LoftWbxmlElement *
loft_eas_words_read (const char *text)
{
  LoftWbxmlElement *data = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_APPLICATION_DATA);

  read_children (data, text);
  return data;
}

static void
append (GString *text, const LoftWbxmlElement *element)
{
  for (guint i = 0; i < loft_wbxml_element_get_n_children (element); i++)
    {
      const LoftWbxmlElement *one = loft_wbxml_element_get_child (element, i);
      const char *name = loft_eas_tag_get_name (one->tag);

      g_string_append_printf (text, "%s%s%s", i > 0 ? "|" : "",
                              (one->tag & 0xff00) == BASE ? "b:" : "", name);
      if (loft_wbxml_element_get_n_children (one) == 0)
        {
          g_string_append_printf (text, "=%s", one->text != NULL ? one->text : "");
          continue;
        }
      g_string_append_c (text, '{');
      append (text, one);
      g_string_append_c (text, '}');
    }
}

char *
loft_eas_words_write (const LoftWbxmlElement *element)
{
  GString *text = g_string_new (NULL);

  append (text, element);
  return g_string_free (text, FALSE);
}
