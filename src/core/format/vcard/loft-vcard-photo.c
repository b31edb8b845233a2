/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-vcard-photo.h"

#include <string.h>

#include "loft-vcard-object.h"

static const struct {
  const char *kind;
  const char *first;
  gsize length;
  const char *at_eight;
} kinds[] = {
  { "jpeg", "\xff\xd8\xff", 3, "" },
  { "png", "\x89PNG\r\n\x1a\n", 8, "" },
  { "gif", "GIF8", 4, "" },
  { "webp", "RIFF", 4, "WEBP" },
};

const char *
loft_vcard_photo_kind (gconstpointer bytes, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gsize later = strlen (kinds[i].at_eight);

      if (length >= MAX (kinds[i].length, 8 + later) &&
          memcmp (bytes, kinds[i].first, kinds[i].length) == 0 &&
          memcmp ((const char *) bytes + 8, kinds[i].at_eight, later) == 0)
        return kinds[i].kind;
    }
  return NULL;
}

static GBytes *
decode (const char *base64)
{
  gsize written = strlen (base64);
  gsize length;
  g_autofree guchar *bytes = NULL;

  /* Four characters for three bytes, and blanks that a bad fold left. */
  if (written == 0 || written > loft_vcard_limits.photo / 3 * 4 + loft_vcard_limits.photo / 16)
    return NULL;
  bytes = g_base64_decode (base64, &length);
  if (length > loft_vcard_limits.photo || loft_vcard_photo_kind (bytes, length) == NULL)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), length);
}

/* Behind the comma of "data:image/jpeg;base64,…"; some escape it. */
static const char *
find_data (const char *value)
{
  g_autofree char *head = g_ascii_strdown (value, MIN (strlen (value), 256));
  const char *word = strstr (head, "base64");

  if (word == NULL)
    return "";
  value += word - head + strlen ("base64");
  return value + strspn (value, "\\,");
}

static gboolean
starts_with (const char *value, const char *scheme)
{
  return g_ascii_strncasecmp (value, scheme, strlen (scheme)) == 0;
}

static gboolean
is_address (const LoftVcardLine *line, const char *value)
{
  return starts_with (value, "http:") || starts_with (value, "https:") ||
         starts_with (value, "http\\:") || starts_with (value, "https\\:") ||
         g_str_equal (line->kind, "uri") || g_str_equal (line->kind, "url");
}

void
loft_vcard_photo_read (const LoftVcardLine *line, GBytes **photo, char **uri)
{
  const char *value = loft_content_property_get_value (line->property);
  g_autofree char *text = NULL;
  GBytes *bytes = NULL;

  value += strspn (value, " \t");
  if (starts_with (value, "data:"))
    bytes = decode (find_data (value));
  else if (!is_address (line, value))
    bytes = decode (value);
  else if (*value != '\0' && strlen (value) <= loft_vcard_limits.text)
    {
      text = loft_vcard_line_dup_text (line);
      g_free (*uri);
      *uri = loft_vcard_trim_text (text);
    }
  if (bytes == NULL)
    return;
  g_clear_pointer (photo, g_bytes_unref);
  *photo = bytes;
}

LoftContentProperty *
loft_vcard_photo_new (GBytes *photo, const char *uri, guint version)
{
  gsize length = 0;
  const guint8 *bytes = photo != NULL ? g_bytes_get_data (photo, &length) : NULL;
  const char *kind = photo != NULL ? loft_vcard_photo_kind (bytes, length) : NULL;
  g_autofree char *base64 = photo != NULL ? g_base64_encode (bytes, length) : NULL;
  g_autofree char *type = g_ascii_strup (kind != NULL ? kind : "jpeg", -1);
  g_autofree char *name = g_strconcat ("PHOTO;ENCODING=b;TYPE=", type, NULL);
  g_autofree char *data =
    g_strconcat ("data:image/", kind != NULL ? kind : "jpeg", ";base64,", base64, NULL);

  if (photo == NULL)
    return loft_content_property_new (version == 4 ? "PHOTO" : "PHOTO;VALUE=uri", uri);
  return version == 4 ? loft_content_property_new ("PHOTO", data)
                      : loft_content_property_new (name, base64);
}
