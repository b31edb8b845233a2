/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eas-tree.h"

#include <string.h>

#include "loft-wbxml-reader.h"
#include "loft-wbxml-writer.h"

#define MAX_DEPTH 16

static guint
find_tag (const char *name)
{
  for (guint tag = 0; tag < LOFT_EAS_N_PAGES << 8; tag++)
    {
      g_autofree char *known =
        g_strdup_printf ("%s:%s", loft_eas_page_get_name (tag >> 8), loft_eas_tag_get_name (tag));

      if (loft_eas_tag_get_name (tag) != NULL && strcmp (known, name) == 0)
        return tag;
    }
  g_error ("no element %s", name);
}

static LoftWbxmlElement *
read_line (const char *line)
{
  g_autofree char *name = g_strndup (line, strcspn (line, " "));
  LoftWbxmlElement *element;

  if (name[0] == '<' && g_str_has_suffix (name, ">"))
    {
      name[strlen (name) - 1] = '\0';
      memmove (name, name + 1, strlen (name));
    }
  element = loft_wbxml_element_new (find_tag (name));
  if (strchr (line, ' ') != NULL)
    element->text = g_strdup (strchr (line, ' ') + 1);
  return element;
}

LoftWbxmlElement *
eas_tree (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  LoftWbxmlElement *open[MAX_DEPTH] = { NULL };

  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint depth = strspn (lines[i], " ") / 2;
      LoftWbxmlElement *element;

      if (lines[i][0] == '\0')
        continue;
      g_assert_cmpuint (depth, <, MAX_DEPTH);
      element = read_line (lines[i] + 2 * depth);
      open[depth] = element;
      if (depth > 0)
        loft_wbxml_element_take (open[depth - 1], element);
    }
  return open[0];
}

char *
eas_tree_take_text (LoftWbxmlElement *root)
{
  g_autoptr (LoftWbxmlElement) owned = root;
  g_autoptr (GBytes) bytes = loft_wbxml_write (root);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftWbxmlElement) read = loft_wbxml_read (bytes, &error);

  g_assert_no_error (error);
  g_assert_true (loft_wbxml_element_equal (owned, read));
  return loft_wbxml_element_to_string (owned);
}
