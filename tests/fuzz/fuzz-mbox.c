/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mailbox-fields.h"
#include "loft-mbox-reader.h"
#include "loft-mbox-writer.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

typedef struct {
  const guint8 *bytes;
  gsize length;
  gsize cut; /* what is given at once */
} File;

static gssize
read_file (gpointer user_data, guint64 offset, guint8 *bytes, gsize length, GError **error)
{
  const File *file = user_data;
  gsize n = offset < file->length ? MIN (length, file->length - (gsize) offset) : 0;

  n = MIN (n, file->cut);
  if (n > 0)
    memcpy (bytes, file->bytes + offset, n);
  return (gssize) n;
}

static guint
count (const guint8 *bytes, gsize length, gsize cut)
{
  File file = { bytes, length, cut };
  g_autoptr (LoftMboxReader) reader = loft_mbox_reader_new (read_file, &file);
  guint n = 0;

  while (TRUE)
    {
      g_auto (LoftMboxMessage) message = { NULL };

      if (!loft_mbox_reader_next (reader, &message, NULL))
        break;
      g_assert_cmpuint (message.offset, <, length);
      n++;
    }
  return n;
}

/* The same messages however the file comes; and one that is written is one that is read. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) raw = g_bytes_new_static (bytes, length);
  g_autofree char *identity = loft_mailbox_fields_identity (raw);
  g_autofree char *keywords = NULL;
  LoftMboxFacts facts = { 0, "", 0, "" };
  LoftFlags flags = 0;
  g_autoptr (GBytes) written = NULL;
  gsize size = 0;
  const guint8 *text;

  g_assert_cmpuint (count (bytes, length, G_MAXSIZE), ==, count (bytes, length, 7));
  loft_mailbox_fields_read (raw, &flags, &keywords);
  facts.flags = flags;
  facts.keywords = keywords;
  written = loft_mbox_writer_write (raw, &facts);
  text = g_bytes_get_data (written, &size);
  g_assert_cmpuint (count (text, size, G_MAXSIZE), ==, 1);
  return 0;
}
