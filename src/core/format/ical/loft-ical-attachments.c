/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-ical-reader-private.h"
#include "loft-text.h"

#define MAX_NAME 100

/* Marks that turn the direction of text would show another name than the one that is saved. */
static gboolean
is_turning (gunichar c)
{
  return (c >= 0x200e && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0x061c;
}

static char *
make_safe_name (const char *name)
{
  g_autofree char *valid = loft_text_to_utf8 (name, -1);
  g_autofree char *line = loft_text_one_line (valid, MAX_NAME);
  GString *safe = g_string_new (NULL);

  for (const char *c = line; *c != '\0'; c = g_utf8_next_char (c))
    {
      if (*c == '/' || *c == '\\')
        g_string_truncate (safe, 0);
      else if (!is_turning (g_utf8_get_char (c)))
        g_string_append_unichar (safe, g_utf8_get_char (c));
    }
  while (safe->len > 0 && strchr (". ", safe->str[0]) != NULL)
    g_string_erase (safe, 0, 1);
  return g_string_free (safe, FALSE);
}

static char *
read_name (LoftContentProperty *property)
{
  static const char *const parameters[] = { "FILENAME",          "X-FILENAME", "X-APPLE-FILENAME",
                                            "X-ORACLE-FILENAME", "X-LABEL",    "LABEL" };

  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    {
      g_autofree char *name = loft_content_property_dup_parameter (property, parameters[i]);

      if (name != NULL && *name != '\0')
        return make_safe_name (name);
    }
  return g_strdup ("");
}

/* What may be opened: nothing on this computer. */
static gboolean
is_elsewhere (const char *uri)
{
  static const char *const schemes[] = { "https:", "http:", "cid:", "mailto:", "ftp:" };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strncasecmp (uri, schemes[i], strlen (schemes[i])) == 0)
      return TRUE;
  return FALSE;
}

static GBytes *
read_bytes (const char *value)
{
  gsize size;
  guchar *bytes = g_base64_decode (value, &size);

  return g_bytes_new_take (bytes, size);
}

LoftEventAttachment *
loft_ical_attachment_read (LoftContentProperty *property)
{
  const char *value = loft_content_property_get_value (property);
  g_autofree char *encoding = loft_content_property_dup_parameter (property, "ENCODING");
  g_autofree char *type = loft_content_property_dup_parameter (property, "FMTTYPE");
  g_autofree char *valid_type = loft_text_to_utf8 (type, -1);
  g_autofree char *name = read_name (property);
  g_autofree char *uri = NULL;

  if (encoding != NULL && g_ascii_strcasecmp (encoding, "BASE64") == 0)
    {
      g_autoptr (GBytes) bytes = read_bytes (value);

      return loft_event_attachment_new ("", name, valid_type, bytes);
    }
  if (!is_elsewhere (value))
    return NULL;
  uri = loft_text_to_utf8 (value, -1);
  return loft_event_attachment_new (uri, name, valid_type, NULL);
}
