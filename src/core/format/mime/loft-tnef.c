/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-tnef.h"

#include <string.h>

#include "loft-mime-charset.h"
#include "loft-rtf.h"
#include "loft-tnef-message.h"
#include "loft-tnef-properties.h"

#define SIGNATURE  0x223e9f78
#define FILE_LIMIT 1000
#define BODY_LIMIT (4 * 1024 * 1024)
#define NAME_LIMIT 4000

/* Attributes (MS-OXTNEF, 2.1.3.3). */
enum {
  MESSAGE_CLASS = 0x00078008,
  BODY = 0x0002800c,
  MESSAGE_PROPERTIES = 0x00069003,
  CODEPAGE = 0x00069007,
  FILE_BEGINS = 0x00069002,
  FILE_NAME = 0x00018010,
  FILE_BYTES = 0x0006800f,
  FILE_PROPERTIES = 0x00069005,
};

/* Properties (MS-OXPROPS). */
enum {
  PROPERTY_CLASS = 0x001a,
  PROPERTY_BODY = 0x1000,
  PROPERTY_RTF = 0x1009,
  PROPERTY_HTML = 0x1013,
  PROPERTY_INTERNET_CODEPAGE = 0x3fde,
  PROPERTY_DISPLAY_NAME = 0x3001,
  PROPERTY_FILE_BYTES = 0x3701,
  PROPERTY_SHORT_NAME = 0x3704,
  PROPERTY_LONG_NAME = 0x3707,
  PROPERTY_MIME_TYPE = 0x370e,
  PROPERTY_CONTENT_ID = 0x3712,
};

/* A file as it is put together; of several names the one with the highest rank counts. */
typedef struct {
  LoftTnefFile file;
  int name_rank;
  gboolean is_message;
} Draft;

typedef struct {
  GBytes *all;
  const guint8 *start;
  LoftTnef *tnef;
  Draft *draft; /* (nullable) */
  guint codepage;
  guint html_codepage;
  GBytes *html; /* (owned) (nullable) not decoded yet */
  GBytes *rtf; /* (owned) (nullable) */
} Reader;

static void
file_free (LoftTnefFile *self)
{
  g_free (self->name);
  g_free (self->type);
  g_free (self->content_id);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

void
loft_tnef_free (LoftTnef *self)
{
  if (self == NULL)
    return;
  g_free (self->message_class);
  g_free (self->text);
  g_free (self->html);
  g_ptr_array_unref (self->files);
  g_free (self);
}

static GBytes *
part_of (Reader *self, const guint8 *bytes, gsize length)
{
  return g_bytes_new_from_bytes (self->all, bytes - self->start, length);
}

/* Takes value. */
static void
replace (char **place, char *value)
{
  g_free (*place);
  *place = value;
}

static char *
read_string (Reader *self, guint16 type, const guint8 *bytes, gsize length)
{
  return loft_tnef_string (type, bytes, length, self->codepage);
}

static void
name_file (Reader *self, int rank, guint16 type, const guint8 *bytes, gsize length)
{
  g_autofree char *name = read_string (self, type, bytes, MIN (length, NAME_LIMIT));

  if (self->draft == NULL || rank <= self->draft->name_rank || name[0] == '\0')
    return;
  self->draft->name_rank = rank;
  replace (&self->draft->file.name, g_steal_pointer (&name));
}

static void
keep_bytes (Reader *self, const guint8 *bytes, gsize length)
{
  g_clear_pointer (&self->draft->file.bytes, g_bytes_unref);
  self->draft->file.bytes = part_of (self, bytes, length);
}

/* An object begins with what it is: a message, or something of OLE. */
static void
keep_object (Reader *self, guint16 type, const guint8 *bytes, gsize length)
{
  static const guint8 message[16] = { 0x07, 0x03, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00,
                                      0xc0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46 };

  if (type == LOFT_TNEF_TYPE_OBJECT && length >= sizeof message)
    {
      self->draft->is_message = memcmp (bytes, message, sizeof message) == 0;
      bytes += sizeof message;
      length -= sizeof message;
    }
  keep_bytes (self, bytes, length);
}

static void
take_file_property (guint16 id, guint16 type, const guint8 *bytes, gsize length, gpointer user_data)
{
  Reader *self = user_data;
  gboolean is_string = type == LOFT_TNEF_TYPE_STRING8 || type == LOFT_TNEF_TYPE_UNICODE;

  if (id == PROPERTY_FILE_BYTES && (type == LOFT_TNEF_TYPE_OBJECT || type == LOFT_TNEF_TYPE_BINARY))
    keep_object (self, type, bytes, length);
  else if (!is_string)
    return;
  else if (id == PROPERTY_LONG_NAME)
    name_file (self, 4, type, bytes, length);
  else if (id == PROPERTY_SHORT_NAME)
    name_file (self, 3, type, bytes, length);
  else if (id == PROPERTY_DISPLAY_NAME)
    name_file (self, 1, type, bytes, length);
  else if (id == PROPERTY_MIME_TYPE)
    replace (&self->draft->file.type, read_string (self, type, bytes, MIN (length, NAME_LIMIT)));
  else if (id == PROPERTY_CONTENT_ID)
    replace (&self->draft->file.content_id,
             read_string (self, type, bytes, MIN (length, NAME_LIMIT)));
}

static void
take_message_property (guint16 id, guint16 type, const guint8 *bytes, gsize length,
                       gpointer user_data)
{
  Reader *self = user_data;
  gboolean is_string = type == LOFT_TNEF_TYPE_STRING8 || type == LOFT_TNEF_TYPE_UNICODE;

  if (id == PROPERTY_CLASS && is_string)
    replace (&self->tnef->message_class, read_string (self, type, bytes, MIN (length, NAME_LIMIT)));
  else if (id == PROPERTY_BODY && is_string)
    replace (&self->tnef->text, read_string (self, type, bytes, MIN (length, BODY_LIMIT)));
  else if (id == PROPERTY_HTML && is_string)
    replace (&self->tnef->html, read_string (self, type, bytes, MIN (length, BODY_LIMIT)));
  else if (id == PROPERTY_HTML && type == LOFT_TNEF_TYPE_BINARY)
    {
      g_clear_pointer (&self->html, g_bytes_unref);
      self->html = part_of (self, bytes, MIN (length, BODY_LIMIT));
    }
  else if (id == PROPERTY_RTF && type == LOFT_TNEF_TYPE_BINARY)
    {
      g_clear_pointer (&self->rtf, g_bytes_unref);
      self->rtf = part_of (self, bytes, MIN (length, BODY_LIMIT));
    }
  else if (id == PROPERTY_INTERNET_CODEPAGE && type == LOFT_TNEF_TYPE_INTEGER)
    self->html_codepage = bytes[0] | bytes[1] << 8;
}

static void
wrap_message (Draft *self)
{
  GBytes *wrapped = loft_tnef_message_wrap (self->file.bytes);

  g_bytes_unref (self->file.bytes);
  self->file.bytes = wrapped;
  replace (&self->file.type, g_strdup ("message/rfc822"));
  if (self->file.name != NULL)
    replace (&self->file.name, g_strconcat (self->file.name, ".eml", NULL));
}

/* What never got any bytes is a reference to somebody's disk. */
static void
finish_file (Reader *self)
{
  Draft *draft = g_steal_pointer (&self->draft);
  LoftTnefFile *file;

  if (draft == NULL)
    return;
  if (draft->is_message && draft->file.bytes != NULL)
    wrap_message (draft);
  file = g_memdup2 (&draft->file, sizeof draft->file);
  g_free (draft);
  if (file->bytes == NULL || self->tnef->files->len >= FILE_LIMIT)
    {
      file_free (file);
      return;
    }
  if (file->name == NULL)
    file->name = g_strdup ("");
  if (file->type == NULL)
    file->type = g_strdup ("");
  if (file->content_id == NULL)
    file->content_id = g_strdup ("");
  g_ptr_array_add (self->tnef->files, file);
}

static void
take_file_attribute (Reader *self, guint32 id, const guint8 *bytes, guint32 length)
{
  if (id == FILE_BEGINS || self->draft == NULL)
    {
      finish_file (self);
      self->draft = g_new0 (Draft, 1);
    }
  if (id == FILE_NAME)
    name_file (self, 2, LOFT_TNEF_TYPE_STRING8, bytes, length);
  else if (id == FILE_BYTES)
    keep_bytes (self, bytes, length);
  else if (id == FILE_PROPERTIES)
    loft_tnef_properties_read (bytes, length, take_file_property, self);
}

static void
take_attribute (Reader *self, guint32 id, const guint8 *bytes, guint32 length)
{
  switch (id)
    {
    case FILE_BEGINS:
    case FILE_NAME:
    case FILE_BYTES:
    case FILE_PROPERTIES:
      take_file_attribute (self, id, bytes, length);
      break;
    case MESSAGE_PROPERTIES:
      loft_tnef_properties_read (bytes, length, take_message_property, self);
      break;
    case MESSAGE_CLASS:
      replace (&self->tnef->message_class,
               read_string (self, LOFT_TNEF_TYPE_STRING8, bytes, MIN (length, NAME_LIMIT)));
      break;
    case BODY:
      replace (&self->tnef->text,
               read_string (self, LOFT_TNEF_TYPE_STRING8, bytes, MIN (length, BODY_LIMIT)));
      break;
    case CODEPAGE:
      if (length >= 4)
        self->codepage = bytes[0] | bytes[1] << 8;
      break;
    default:
      break;
    }
}

/* Level, id, length, bytes and a checksum, which some writers get wrong. */
static gboolean
read_attribute (Reader *self, LoftTnefCursor *cursor)
{
  guint32 level, id, length;
  const guint8 *bytes;

  if (!loft_tnef_cursor_take (cursor, 1, &level) || !loft_tnef_cursor_take (cursor, 4, &id) ||
      !loft_tnef_cursor_take (cursor, 4, &length) || level < 1 || level > 2)
    return FALSE;
  bytes = cursor->at;
  if (!loft_tnef_cursor_skip (cursor, length))
    return FALSE;
  take_attribute (self, id, bytes, length);
  return loft_tnef_cursor_skip (cursor, 2);
}

static void
read_rtf (Reader *self)
{
  gsize length, n;
  const guint8 *bytes = g_bytes_get_data (self->rtf, &n);
  g_autofree char *rtf = NULL;
  gboolean is_html;
  char *text;

  if (bytes != NULL)
    rtf = loft_rtf_decompress (bytes, n, BODY_LIMIT, &length);
  if (rtf == NULL)
    return;
  text = loft_rtf_read (rtf, length, BODY_LIMIT, &is_html);
  replace (is_html ? &self->tnef->html : &self->tnef->text, text);
}

/* HTML as such before what RTF is made of, and RTF before nothing. */
static void
finish_body (Reader *self)
{
  if (self->html != NULL && self->tnef->html == NULL)
    {
      gsize length;
      const char *bytes = g_bytes_get_data (self->html, &length);
      g_autofree char *charset = loft_tnef_charset (self->html_codepage);

      if (charset == NULL && bytes != NULL)
        charset = loft_mime_charset_from_html (bytes, length);
      self->tnef->html = loft_mime_charset_decode (bytes != NULL ? bytes : "", length, charset);
    }
  if (self->rtf != NULL && self->tnef->html == NULL)
    read_rtf (self);
  g_clear_pointer (&self->html, g_bytes_unref);
  g_clear_pointer (&self->rtf, g_bytes_unref);
}

LoftTnef *
loft_tnef_read (GBytes *bytes)
{
  gsize length;
  const guint8 *start = g_bytes_get_data (bytes, &length);
  LoftTnefCursor cursor = { start, start != NULL ? start + length : NULL };
  Reader self = { .all = bytes, .start = start };
  guint32 signature, key;

  if (start == NULL || !loft_tnef_cursor_take (&cursor, 4, &signature) || signature != SIGNATURE ||
      !loft_tnef_cursor_take (&cursor, 2, &key))
    return NULL;
  self.tnef = g_new0 (LoftTnef, 1);
  self.tnef->files = g_ptr_array_new_with_free_func ((GDestroyNotify) file_free);
  while (read_attribute (&self, &cursor))
    ;
  finish_file (&self);
  finish_body (&self);
  if (self.tnef->message_class == NULL)
    self.tnef->message_class = g_strdup ("");
  return self.tnef;
}
