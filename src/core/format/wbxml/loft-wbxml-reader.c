/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-wbxml-reader.h"

#include <string.h>

#include "loft-error.h"
#include "loft-wbxml-builder.h"

#define TABLE_LIMIT (64 * 1024)
/* A reference to the table takes two bytes and may mean all of it. */
#define REPEATED_LIMIT (1024 * 1024)
#define NUMBER_LENGTH  5 /* of mb_u_int32 */

/* Global tokens (WBXML 1.3, 7.1). A tag of a document may not use them. */
enum {
  SWITCH_PAGE = 0x00,
  END = 0x01,
  ENTITY = 0x02,
  STR_I = 0x03,
  LITERAL = 0x04,
  EXT_I_0 = 0x40,
  EXT_I_2 = 0x42,
  PI = 0x43,
  LITERAL_C = 0x44,
  EXT_T_0 = 0x80,
  EXT_T_2 = 0x82,
  STR_T = 0x83,
  LITERAL_A = 0x84,
  EXT_0 = 0xc0,
  EXT_2 = 0xc2,
  OPAQUE = 0xc3,
  LITERAL_AC = 0xc4,
};

#define HAS_CONTENT    0x40
#define HAS_ATTRIBUTES 0x80
#define TOKEN_MASK     0x3f

/* What the next byte belongs to. */
typedef enum {
  AT_VERSION,
  AT_PUBLIC_ID, /* from here on numbers */
  AT_PUBLIC_NAME,
  AT_CHARSET,
  AT_TABLE_LENGTH,
  AT_ENTITY,
  AT_REFERENCE,
  AT_IGNORED_NUMBER,
  AT_OPAQUE_LENGTH, /* up to here */
  AT_TABLE,
  AT_TOKEN,
  AT_PAGE,
  AT_STRING,
  AT_OPAQUE,
  AT_REST, /* behind the root's end */
} Place;

struct _LoftWbxmlReader {
  LoftWbxmlBuilder *builder; /* (owned) */
  Place place;
  guint64 number; /* as far as it came */
  guint n_number;
  guint page;
  gsize missing; /* bytes of the opaque data or the table that did not come yet */
  GByteArray *table; /* (owned) */
  gsize n_repeated;
  gboolean in_attributes; /* or in a processing instruction */
  gboolean ignores_string; /* of an extension or an attribute */
  guint8 tag_byte; /* of the element whose attributes are read, or PI */
  guint literal; /* token that waits for its number; 0: none */
  GError *error; /* (owned) (nullable) that ended the reading */
};

/* ---- life --------------------------------------------------------------------------------- */

LoftWbxmlReader *
loft_wbxml_reader_new (const guint *tags, LoftWbxmlElementFunc func, gpointer user_data)
{
  LoftWbxmlReader *self = g_new0 (LoftWbxmlReader, 1);

  self->builder = loft_wbxml_builder_new (tags, func, user_data);
  self->table = g_byte_array_new ();
  return self;
}

void
loft_wbxml_reader_free (LoftWbxmlReader *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->builder, loft_wbxml_builder_free);
  g_clear_pointer (&self->table, g_byte_array_unref);
  g_clear_error (&self->error);
  g_free (self);
}

/* ---- what elements hold ------------------------------------------------------------------- */

static gboolean
append_character (LoftWbxmlReader *self, guint64 character, GError **error)
{
  char bytes[6];
  gboolean is_valid = character > 0 && character <= 0x10ffff && g_unichar_validate (character);

  return loft_wbxml_builder_add_text (self->builder, (const guint8 *) bytes,
                                      g_unichar_to_utf8 (is_valid ? character : 0xfffd, bytes),
                                      error);
}

/* What lies beyond the table is no text: the table of a document of ActiveSync is empty anyway. */
static gboolean
append_reference (LoftWbxmlReader *self, guint64 at, GError **error)
{
  const guint8 *text = at < self->table->len ? self->table->data + at : NULL;
  gsize length = text != NULL ? strnlen ((const char *) text, self->table->len - at) : 0;

  if (length == 0)
    return TRUE;
  self->n_repeated += length;
  if (self->n_repeated > REPEATED_LIMIT)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT,
                           "WBXML: the string table is referred to too often");
      return FALSE;
    }
  return loft_wbxml_builder_add_text (self->builder, text, length, error);
}

/* ---- elements ----------------------------------------------------------------------------- */

static gboolean
close_element (LoftWbxmlReader *self, GError **error)
{
  if (!loft_wbxml_builder_close (self->builder, error))
    return FALSE;
  if (loft_wbxml_builder_get_depth (self->builder) == 0)
    self->place = AT_REST;
  return TRUE;
}

/* The tag was read, with its number if it is a literal. */
static gboolean
begin_element (LoftWbxmlReader *self, guint8 token, GError **error)
{
  self->place = AT_TOKEN;
  self->tag_byte = token;
  if (!loft_wbxml_builder_open (self->builder, self->page << 8 | (token & TOKEN_MASK), error))
    return FALSE;
  self->in_attributes = (token & HAS_ATTRIBUTES) != 0;
  return self->in_attributes || (token & HAS_CONTENT) != 0 || close_element (self, error);
}

static gboolean
end_attributes (LoftWbxmlReader *self, GError **error)
{
  self->in_attributes = FALSE;
  return self->tag_byte == PI || (self->tag_byte & HAS_CONTENT) != 0 || close_element (self, error);
}

/* ---- tokens ------------------------------------------------------------------------------- */

static void
expect (LoftWbxmlReader *self, Place place)
{
  self->place = place;
  self->number = 0;
  self->n_number = 0;
}

static void
expect_string (LoftWbxmlReader *self, gboolean is_ignored)
{
  self->place = AT_STRING;
  self->ignores_string = is_ignored || self->in_attributes;
}

/* The global tokens that mean the same wherever they stand. FALSE: it is none. */
static gboolean
read_global (LoftWbxmlReader *self, guint8 token)
{
  if (token == SWITCH_PAGE)
    self->place = AT_PAGE;
  else if (token == ENTITY)
    expect (self, AT_ENTITY);
  else if (token == STR_I)
    expect_string (self, FALSE);
  else if (token >= EXT_I_0 && token <= EXT_I_2)
    expect_string (self, TRUE);
  else if (token == STR_T)
    expect (self, AT_REFERENCE);
  else if (token >= EXT_T_0 && token <= EXT_T_2)
    expect (self, AT_IGNORED_NUMBER);
  else if (token == OPAQUE)
    expect (self, AT_OPAQUE_LENGTH);
  else
    return token >= EXT_0 && token <= EXT_2;
  return TRUE;
}

/* Attributes are passed over: no tag of ActiveSync has any. */
static gboolean
read_attribute_token (LoftWbxmlReader *self, guint8 token, GError **error)
{
  if (token == END)
    return end_attributes (self, error);
  if (!read_global (self, token) && token == LITERAL)
    expect (self, AT_IGNORED_NUMBER);
  return TRUE;
}

static gboolean
is_literal (guint8 token)
{
  return token == LITERAL || token == LITERAL_C || token == LITERAL_A || token == LITERAL_AC;
}

static gboolean
read_token (LoftWbxmlReader *self, guint8 token, GError **error)
{
  if (self->in_attributes)
    return read_attribute_token (self, token, error);
  if (token == PI)
    {
      self->in_attributes = TRUE;
      self->tag_byte = PI;
      return TRUE;
    }
  if (is_literal (token))
    {
      self->literal = token;
      expect (self, AT_IGNORED_NUMBER);
      return TRUE;
    }
  if (loft_wbxml_builder_get_depth (self->builder) == 0 && token != SWITCH_PAGE &&
      (token & TOKEN_MASK) <= LITERAL)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                   "WBXML: 0x%02x where the first element should begin", token);
      return FALSE;
    }
  if (token == END)
    return close_element (self, error);
  return read_global (self, token) || begin_element (self, token, error);
}

/* ---- numbers, strings, opaque data -------------------------------------------------------- */

static gboolean
expect_bytes (LoftWbxmlReader *self, Place place, gsize limit, const char *of, GError **error)
{
  if (self->number > limit)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "WBXML: %s of %" G_GUINT64_FORMAT " bytes",
                   of, self->number);
      return FALSE;
    }
  self->missing = self->number;
  self->place = place;
  return TRUE;
}

static gboolean
expect_opaque (LoftWbxmlReader *self, GError **error)
{
  if (!expect_bytes (self, AT_OPAQUE, LOFT_WBXML_OPAQUE_LIMIT, "opaque data", error))
    return FALSE;
  if (self->missing > 0)
    return TRUE;
  self->place = AT_TOKEN;
  return self->in_attributes ||
         loft_wbxml_builder_add_opaque (self->builder, (const guint8 *) "", 0, error);
}

static gboolean
end_ignored_number (LoftWbxmlReader *self, GError **error)
{
  guint literal = self->literal;

  self->literal = 0;
  return literal == 0 || begin_element (self, literal, error);
}

static gboolean
use_number (LoftWbxmlReader *self, GError **error)
{
  Place place = self->place;

  self->place = AT_TOKEN;
  if (place == AT_PUBLIC_ID)
    expect (self, self->number == 0 ? AT_PUBLIC_NAME : AT_CHARSET);
  else if (place == AT_PUBLIC_NAME)
    expect (self, AT_CHARSET);
  else if (place == AT_CHARSET)
    expect (self, AT_TABLE_LENGTH);
  else if (place == AT_TABLE_LENGTH && self->number > 0)
    return expect_bytes (self, AT_TABLE, TABLE_LIMIT, "a string table", error);
  else if (place == AT_OPAQUE_LENGTH)
    return expect_opaque (self, error);
  else if (place == AT_IGNORED_NUMBER)
    return end_ignored_number (self, error);
  else if (place == AT_ENTITY && !self->in_attributes)
    return append_character (self, self->number, error);
  else if (place == AT_REFERENCE && !self->in_attributes)
    return append_reference (self, self->number, error);
  return TRUE;
}

/* WBXML 1.3, 5.1 */
static gboolean
read_number (LoftWbxmlReader *self, guint8 byte, GError **error)
{
  self->number = self->number << 7 | (byte & 0x7f);
  if (++self->n_number > NUMBER_LENGTH || self->number > G_MAXUINT32)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "WBXML: a number is too long");
      return FALSE;
    }
  return (byte & 0x80) != 0 || use_number (self, error);
}

/* One byte of the header or of the markup. */
static gboolean
read_byte (LoftWbxmlReader *self, guint8 byte, GError **error)
{
  if (self->place == AT_TOKEN)
    return read_token (self, byte, error);
  if (self->place == AT_PAGE)
    {
      if (!self->in_attributes)
        self->page = byte;
      self->place = AT_TOKEN;
      return TRUE;
    }
  if (self->place != AT_VERSION)
    return read_number (self, byte, error);
  if (byte < 0x01 || byte > 0x03)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "no WBXML: it begins with 0x%02x", byte);
      return FALSE;
    }
  expect (self, AT_PUBLIC_ID);
  return TRUE;
}

/* All that there is of it. Returns how many bytes were used. */
static gsize
read_string (LoftWbxmlReader *self, const guint8 *bytes, gsize length, GError **error)
{
  const guint8 *end = memchr (bytes, '\0', length);
  gsize n = end != NULL ? (gsize) (end - bytes) : length;

  if (end != NULL)
    self->place = AT_TOKEN;
  if (n > 0 && !self->ignores_string &&
      !loft_wbxml_builder_add_text (self->builder, bytes, n, error))
    return 0;
  return end != NULL ? n + 1 : n;
}

static gsize
read_bytes (LoftWbxmlReader *self, const guint8 *bytes, gsize length, GError **error)
{
  gsize n = MIN (length, self->missing);
  gboolean is_table = self->place == AT_TABLE;

  self->missing -= n;
  if (self->missing == 0)
    self->place = AT_TOKEN;
  if (is_table)
    g_byte_array_append (self->table, bytes, n);
  else if (!self->in_attributes && !loft_wbxml_builder_add_opaque (self->builder, bytes, n, error))
    return 0;
  return n;
}

/* Returns how many bytes were used; 0 with error. */
static gsize
read_some (LoftWbxmlReader *self, const guint8 *bytes, gsize length, GError **error)
{
  if (self->place == AT_STRING)
    return read_string (self, bytes, length, error);
  if (self->place == AT_OPAQUE || self->place == AT_TABLE)
    return read_bytes (self, bytes, length, error);
  if (self->place == AT_REST)
    return length;
  return read_byte (self, bytes[0], error) ? 1 : 0;
}

/* ---- documents ---------------------------------------------------------------------------- */

static gboolean
fail (LoftWbxmlReader *self, GError **error)
{
  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}

gboolean
loft_wbxml_reader_feed (LoftWbxmlReader *self, const guint8 *bytes, gsize length, GError **error)
{
  gsize at = 0;

  while (self->error == NULL && at < length)
    at += read_some (self, bytes + at, length - at, &self->error);
  return self->error == NULL || fail (self, error);
}

gboolean
loft_wbxml_reader_is_whole (LoftWbxmlReader *self)
{
  return self->error == NULL && self->place == AT_REST;
}

static gboolean
is_cut (LoftWbxmlReader *self)
{
  if (self->place == AT_REST)
    return FALSE;
  return self->place != AT_TOKEN || self->in_attributes ||
         loft_wbxml_builder_get_depth (self->builder) == 0;
}

LoftWbxmlElement *
loft_wbxml_reader_end (LoftWbxmlReader *self, GError **error)
{
  if (self->error == NULL && is_cut (self))
    g_set_error_literal (&self->error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                         "WBXML: the document is cut off");
  while (self->error == NULL && loft_wbxml_builder_get_depth (self->builder) > 0)
    close_element (self, &self->error);
  if (self->error != NULL)
    {
      fail (self, error);
      return NULL;
    }
  return loft_wbxml_builder_steal_root (self->builder);
}

LoftWbxmlElement *
loft_wbxml_read (GBytes *bytes, GError **error)
{
  g_autoptr (LoftWbxmlReader) reader = loft_wbxml_reader_new (NULL, NULL, NULL);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (!loft_wbxml_reader_feed (reader, data, length, error))
    return NULL;
  return loft_wbxml_reader_end (reader, error);
}
