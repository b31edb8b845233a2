/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-body.h"

#include <string.h>

#include "loft-error.h"
#include "loft-text.h"
#include "loft-wbxml-reader.h"
#include "loft-wbxml-writer.h"

#define MAX_ELEMENTS 2000
#define PLAIN_TEXT   1

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

char *
loft_eas_body_dup_mark (const char *text)
{
  return g_strdup_printf ("%08x", loft_text_checksum (0, text, strlen (text)));
}

char *
loft_eas_body_dup_text (const LoftWbxmlElement *data, char **mark)
{
  const LoftWbxmlElement *body = loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_BODY);
  const char *written = loft_wbxml_element_get_text (body, LOFT_EAS_AIRSYNCBASE_DATA);
  char *text;

  *mark = NULL;
  if (written == NULL || *written == '\0' ||
      loft_wbxml_element_get_int (body, LOFT_EAS_AIRSYNCBASE_TYPE, PLAIN_TEXT) != PLAIN_TEXT)
    return NULL;
  text = without_carriage_returns (written);
  if (loft_wbxml_element_get_int (body, LOFT_EAS_AIRSYNCBASE_TRUNCATED, 0) != 0)
    *mark = loft_eas_body_dup_mark (text);
  return text;
}

gboolean
loft_eas_body_add (LoftWbxmlElement *data, const char *text, const char *mark, GError **error)
{
  g_autofree char *now = loft_eas_body_dup_mark (text);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *written = g_strjoinv ("\r\n", lines);
  LoftWbxmlElement *body;

  if (mark != NULL && g_str_equal (mark, now))
    return TRUE;
  if (mark != NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "the server gave only the beginning of this note; its end would be lost "
                           "by a change");
      return FALSE;
    }
  body = loft_wbxml_element_add (data, LOFT_EAS_AIRSYNCBASE_BODY);
  loft_wbxml_element_add_int (body, LOFT_EAS_AIRSYNCBASE_TYPE, PLAIN_TEXT);
  loft_wbxml_element_add_text (body, LOFT_EAS_AIRSYNCBASE_DATA, written);
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
  if (data == NULL || data->tag != LOFT_EAS_AIRSYNC_APPLICATION_DATA)
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
