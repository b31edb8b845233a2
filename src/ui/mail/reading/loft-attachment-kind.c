/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-attachment-kind.h"

#include <gio/gio.h>
#include <string.h>

#include "loft-attachment-file.h"
#include "loft-pdf-document.h"
#include "loft-picture-size.h"
#include "loft-text.h"

#define MAX_PICTURE ((gsize) 32 * 1024 * 1024)
#define MAX_TEXT    ((gsize) 2 * 1024 * 1024) /* more is not scrolled through */
#define MAX_LOOK    4096

static LoftAttachmentKind
kind_of_type (const char *type)
{
  static const char *const texts[] = { "application/json",
                                       "application/xml",
                                       "application/sql",
                                       "application/x-yaml",
                                       "application/pgp-signature",
                                       "application/pgp-keys",
                                       NULL };
  static const char *const pictures[] = { "image/png", "image/jpeg",    "image/gif", "image/webp",
                                          "image/bmp", "image/svg+xml", NULL };

  if (g_str_equal (type, "text/html") || g_str_equal (type, "application/xhtml+xml"))
    return LOFT_ATTACHMENT_KIND_PAGE;
  if (g_str_equal (type, "application/pdf") && loft_pdf_document_is_available ())
    return LOFT_ATTACHMENT_KIND_PDF;
  if (g_strv_contains (pictures, type))
    return LOFT_ATTACHMENT_KIND_PICTURE;
  return g_str_has_prefix (type, "text/") || g_strv_contains (texts, type)
           ? LOFT_ATTACHMENT_KIND_TEXT
           : LOFT_ATTACHMENT_KIND_OTHER;
}

LoftAttachmentKind
loft_attachment_kind_guess (const LoftAttachment *attachment)
{
  g_autofree char *name = loft_attachment_file_safe_name (attachment->name);
  g_autofree char *content_type = NULL;
  g_autofree char *type = NULL;

  if (g_str_equal (attachment->type, "message/rfc822") ||
      g_str_equal (attachment->type, "message/global"))
    return LOFT_ATTACHMENT_KIND_MESSAGE;
  content_type = g_content_type_guess (name, NULL, 0, NULL);
  type = g_content_type_get_mime_type (content_type);
  if (type == NULL || g_content_type_is_unknown (content_type))
    return kind_of_type (attachment->type);
  if (kind_of_type (type) == LOFT_ATTACHMENT_KIND_OTHER &&
      g_content_type_is_a (content_type, "text/plain"))
    return LOFT_ATTACHMENT_KIND_TEXT;
  return kind_of_type (type);
}

char *
loft_attachment_kind_picture_type (GBytes *bytes)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree char *content_type = g_content_type_guess (NULL, data, MIN (size, MAX_LOOK), NULL);
  g_autofree char *type = g_content_type_get_mime_type (content_type);

  if (type == NULL || kind_of_type (type) != LOFT_ATTACHMENT_KIND_PICTURE || size > MAX_PICTURE ||
      loft_picture_size_count (data, size) > LOFT_PICTURE_MAX_PIXELS)
    return NULL;
  return g_steal_pointer (&type);
}

gboolean
loft_attachment_kind_is_pdf (GBytes *bytes)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);

  return size > 0 && size <= LOFT_PDF_MAX_BYTES &&
         memmem (data, MIN (size, 1024), "%PDF-", strlen ("%PDF-")) != NULL;
}

static gboolean
is_utf8 (const char *text, gsize length)
{
  const char *end = NULL;

  /* A character may have been cut in two at the end. */
  return g_utf8_validate_len (text, length, &end) || (gsize) (text + length - end) < 4;
}

char *
loft_attachment_kind_text (GBytes *bytes)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = NULL;

  if (size == 0)
    return g_strdup ("");
  size = MIN (size, MAX_TEXT);
  if (size >= 2 && (memcmp (data, "\xff\xfe", 2) == 0 || memcmp (data, "\xfe\xff", 2) == 0))
    return g_convert (data, size & ~(gsize) 1, "UTF-8", "UTF-16", NULL, NULL, NULL);
  if (memchr (data, '\0', MIN (size, MAX_LOOK)) != NULL)
    return NULL;
  if (size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    return loft_text_to_utf8 (data + 3, size - 3);
  /* A file names no charset: what is no UTF-8 was written on an old Windows more often than not. */
  if (!is_utf8 (data, size))
    text = g_convert (data, size, "UTF-8", "WINDOWS-1252", NULL, NULL, NULL);
  return text != NULL ? g_steal_pointer (&text) : loft_text_to_utf8 (data, size);
}
