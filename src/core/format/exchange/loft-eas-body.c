/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-body.h"

#include <string.h>

#include "loft-error.h"
#include "loft-html.h"
#include "loft-text.h"
#include "loft-wbxml-reader.h"
#include "loft-wbxml-writer.h"

#define MAX_ELEMENTS 2000
#define MAX_TEXT     (1024 * 1024) /* of HTML; a note of a person is shorter */

/* MS-ASAIRS 2.2.2.41 */
enum { PLAIN = 1, HTML = 2 };

static char *
without_carriage_returns (const char *text)
{
  GString *plain = g_string_sized_new (strlen (text));

  for (const char *c = text; *c != '\0'; c++)
    if (*c != '\r')
      g_string_append_c (plain, *c);
    else if (c[1] != '\n')
      g_string_append_c (plain, '\n');
  return g_string_free (plain, FALSE);
}

static char *
make_mark (const char *text)
{
  return g_strdup_printf ("%08x", loft_text_checksum (0, text, strlen (text)));
}

static gint64
get_type (const LoftWbxmlElement *body)
{
  return loft_wbxml_element_get_int (body, LOFT_EAS_AIRSYNCBASE_TYPE, PLAIN);
}

static gboolean
is_cut (const LoftWbxmlElement *body)
{
  return loft_wbxml_element_get_int (body, LOFT_EAS_AIRSYNCBASE_TRUNCATED, 0) != 0;
}

/* (transfer full) "" for what nobody reads. */
static char *
read_body (const LoftWbxmlElement *body)
{
  const char *written = loft_wbxml_element_get_text (body, LOFT_EAS_AIRSYNCBASE_DATA);
  gint64 type = get_type (body);

  if (written == NULL || (type != PLAIN && type != HTML))
    return g_strdup ("");
  return type == HTML ? loft_html_to_text (written, -1, MAX_TEXT)
                      : without_carriage_returns (written);
}

char *
loft_eas_body_dup_text (const LoftWbxmlElement *data, char **mark)
{
  const LoftWbxmlElement *body = loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_BODY);
  g_autofree char *text = read_body (body);

  *mark = *text != '\0' && is_cut (body) ? make_mark (text) : NULL;
  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

gboolean
loft_eas_body_is_more (const LoftWbxmlElement *data)
{
  const LoftWbxmlElement *body = loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_BODY);

  return loft_wbxml_element_get_text (body, LOFT_EAS_AIRSYNCBASE_DATA) != NULL &&
         get_type (body) != PLAIN && !is_cut (body);
}

static void
add_plain (LoftWbxmlElement *data, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *written = g_strjoinv ("\r\n", lines);
  LoftWbxmlElement *body = loft_wbxml_element_add (data, LOFT_EAS_AIRSYNCBASE_BODY);

  loft_wbxml_element_add_int (body, LOFT_EAS_AIRSYNCBASE_TYPE, PLAIN);
  loft_wbxml_element_add_text (body, LOFT_EAS_AIRSYNCBASE_DATA, written);
}

gboolean
loft_eas_body_add (LoftWbxmlElement *data, const char *text, const char *mark,
                   const LoftWbxmlElement *kept, GError **error)
{
  g_autofree char *now = make_mark (text);
  g_autofree char *said = kept != NULL ? read_body (kept) : NULL;

  if (g_strcmp0 (said, text) == 0)
    loft_wbxml_element_take (data, loft_wbxml_element_copy (kept));
  else if (mark != NULL && !g_str_equal (mark, now))
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "the server gave only the beginning of this note; its end would be lost "
                           "by a change");
      return FALSE;
    }
  else if (mark == NULL && *text != '\0')
    add_plain (data, text);
  return TRUE;
}

/* ---- bounds, and what nobody knows -------------------------------------------------------- */

static guint
count_elements (const LoftWbxmlElement *element, guint count)
{
  for (guint i = 0; i < loft_wbxml_element_get_n_children (element) && count <= MAX_ELEMENTS; i++)
    count = count_elements (loft_wbxml_element_get_child (element, i), count + 1);
  return count;
}

gboolean
loft_eas_body_check (const LoftWbxmlElement *data, GError **error)
{
  if (data == NULL || (data->tag != LOFT_EAS_AIRSYNC_APPLICATION_DATA &&
                       data->tag != LOFT_EAS_ITEM_OPERATIONS_PROPERTIES))
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "there is no item in the answer");
  else if (count_elements (data, 0) > MAX_ELEMENTS)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "an item of more than %d elements",
                 MAX_ELEMENTS);
  else
    return TRUE;
  return FALSE;
}

char *
loft_eas_body_write_element (const LoftWbxmlElement *element)
{
  g_autoptr (GBytes) bytes = loft_wbxml_write (element);
  gsize length;
  const guchar *data = g_bytes_get_data (bytes, &length);

  return g_base64_encode (data, length);
}

LoftWbxmlElement *
loft_eas_body_read_element (const char *word)
{
  gsize length;
  guchar *data = g_base64_decode (word, &length);
  g_autoptr (GBytes) bytes = g_bytes_new_take (data, length);

  return loft_wbxml_read (bytes, NULL);
}
