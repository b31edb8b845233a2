/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-wbxml-writer.h"

#include <string.h>

#define SWITCH_PAGE 0x00
#define END         0x01
#define STR_I       0x03
#define OPAQUE      0xc3
#define HAS_CONTENT 0x40

typedef struct {
  GByteArray *out;
  guint page;
} Writer;

static void
put (Writer *self, guint8 byte)
{
  g_byte_array_append (self->out, &byte, 1);
}

/* WBXML 1.3, 5.1: seven bits a byte, the highest first. */
static void
put_length (Writer *self, gsize value)
{
  guint8 bytes[10];
  guint at = G_N_ELEMENTS (bytes);

  bytes[--at] = value & 0x7f;
  for (value >>= 7; value > 0; value >>= 7)
    bytes[--at] = 0x80 | (value & 0x7f);
  g_byte_array_append (self->out, bytes + at, G_N_ELEMENTS (bytes) - at);
}

static gboolean
is_allowed (guint8 byte)
{
  return byte >= 0x20 || byte == '\t' || byte == '\n' || byte == '\r';
}

static void
put_text (Writer *self, const char *text)
{
  put (self, STR_I);
  for (const char *p = text; *p != '\0'; p++)
    if (is_allowed ((guint8) *p))
      put (self, (guint8) *p);
  put (self, '\0');
}

static void
put_bytes (Writer *self, GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  put (self, OPAQUE);
  put_length (self, size);
  g_byte_array_append (self->out, data, size);
}

static gboolean
is_empty (const LoftWbxmlElement *element)
{
  return element->bytes == NULL && (element->text == NULL || element->text[0] == '\0') &&
         loft_wbxml_element_get_n_children (element) == 0;
}

static void
put_element (Writer *self, const LoftWbxmlElement *element)
{
  guint page = element->tag >> 8;

  if (page != self->page)
    {
      put (self, SWITCH_PAGE);
      put (self, page);
      self->page = page;
    }
  put (self, (element->tag & 0x3f) | (is_empty (element) ? 0 : HAS_CONTENT));
  if (is_empty (element))
    return;
  if (element->bytes != NULL)
    put_bytes (self, element->bytes);
  else if (element->text != NULL && element->text[0] != '\0')
    put_text (self, element->text);
  for (guint i = 0; i < loft_wbxml_element_get_n_children (element); i++)
    put_element (self, loft_wbxml_element_get_child (element, i));
  put (self, END);
}

GBytes *
loft_wbxml_write (const LoftWbxmlElement *root)
{
  static const guint8 header[] = { 0x03, 0x01, 0x6a, 0x00 };
  Writer self = { g_byte_array_new (), 0 };

  g_byte_array_append (self.out, header, sizeof header);
  put_element (&self, root);
  return g_byte_array_free_to_bytes (self.out);
}
