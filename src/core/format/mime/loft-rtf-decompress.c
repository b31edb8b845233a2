/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-rtf.h"
#include "loft-tnef-properties.h"

#define WINDOW       4096
#define COMPRESSED   0x75465a4c /* "LZFu" */
#define UNCOMPRESSED 0x414c454d /* "MELA" */

/* MS-OXRTFCP, 2.1.2.1: what every window begins with. */
static const char beginning[] =
  "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
  "\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
  "\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

typedef struct {
  LoftTnefCursor in;
  GString *out;
  gsize limit;
  guint at; /* in the window */
  char window[WINDOW];
} Decompressor;

static void
put (Decompressor *self, char c)
{
  g_string_append_c (self->out, c);
  self->window[self->at] = c;
  self->at = (self->at + 1) % WINDOW;
}

/* FALSE at the end: a reference to where the next byte goes. */
static gboolean
copy (Decompressor *self)
{
  guint32 high, low;
  guint from, n;

  if (!loft_tnef_cursor_take (&self->in, 1, &high) || !loft_tnef_cursor_take (&self->in, 1, &low))
    return FALSE;
  from = high << 4 | low >> 4;
  n = (low & 0xf) + 2;
  if (from == self->at)
    return FALSE;
  for (guint i = 0; i < n; i++)
    put (self, self->window[(from + i) % WINDOW]);
  return TRUE;
}

static gboolean
run (Decompressor *self)
{
  guint32 bits, c;

  if (!loft_tnef_cursor_take (&self->in, 1, &bits))
    return FALSE;
  for (guint i = 0; i < 8; i++)
    {
      if ((bits & 1 << i) != 0)
        {
          if (!copy (self))
            return FALSE;
        }
      else if (loft_tnef_cursor_take (&self->in, 1, &c))
        put (self, (char) c);
      else
        return FALSE;
    }
  return self->out->len < self->limit;
}

static void
decompress (Decompressor *self)
{
  self->at = strlen (beginning);
  memcpy (self->window, beginning, self->at);
  while (run (self))
    ;
}

char *
loft_rtf_decompress (const guint8 *bytes, gsize n_bytes, gsize limit, gsize *length)
{
  Decompressor self = { .in = { bytes, bytes + n_bytes } };
  guint32 packed_size, raw_size, kind, checksum;

  if (!loft_tnef_cursor_take (&self.in, 4, &packed_size) ||
      !loft_tnef_cursor_take (&self.in, 4, &raw_size) ||
      !loft_tnef_cursor_take (&self.in, 4, &kind) ||
      !loft_tnef_cursor_take (&self.in, 4, &checksum) ||
      (kind != COMPRESSED && kind != UNCOMPRESSED))
    return NULL;
  self.limit = MIN (limit, raw_size);
  self.out = g_string_new (NULL);
  if (kind == COMPRESSED)
    decompress (&self);
  else
    g_string_append_len (self.out, (const char *) self.in.at,
                         MIN ((gsize) (self.in.end - self.in.at), self.limit));
  g_string_truncate (self.out, MIN (self.out->len, self.limit));
  *length = self.out->len;
  return g_string_free (self.out, FALSE);
}
