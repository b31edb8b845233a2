/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-seven-bit.h"

#include "loft-mime-gate.h"
#include "loft-mime-library-private.h"

/* (transfer full) (nullable) */
static GMimeMessage *
parse (const guint8 *bytes, gsize length)
{
  g_autoptr (GObject) stream =
    G_OBJECT (g_mime_stream_mem_new_with_buffer ((const char *) bytes, length));
  g_autoptr (GObject) parser = G_OBJECT (g_mime_parser_new_with_stream (GMIME_STREAM (stream)));

  return g_mime_parser_construct_message (GMIME_PARSER (parser), NULL);
}

/* What a part holds is no longer what its field says (RFC 2045, 6.4). */
static void
claim_seven_bit (GMimeObject *object)
{
  if (g_mime_object_get_header (object, "Content-Transfer-Encoding") != NULL)
    g_mime_object_set_header (object, "Content-Transfer-Encoding", "7bit", NULL);
}

/* Forwarded messages are recoded inside, as they can have no encoding themselves (RFC 2046, 5.2.1);
 * GMime leaves them. No deeper than the gate allows. */
static void
recode (GMimeObject *object)
{
  if (GMIME_IS_MULTIPART_SIGNED (object))
    return;
  if (GMIME_IS_PART (object))
    {
      g_mime_object_encode (object, GMIME_ENCODING_CONSTRAINT_7BIT);
      return;
    }
  claim_seven_bit (object);
  if (GMIME_IS_MULTIPART (object))
    for (int i = 0; i < g_mime_multipart_get_count (GMIME_MULTIPART (object)); i++)
      recode (g_mime_multipart_get_part (GMIME_MULTIPART (object), i));
  if (GMIME_IS_MESSAGE_PART (object))
    {
      GMimeMessage *inner = g_mime_message_part_get_message (GMIME_MESSAGE_PART (object));

      if (inner != NULL && g_mime_message_get_mime_part (inner) != NULL)
        recode (g_mime_message_get_mime_part (inner));
    }
}

GBytes *
loft_mime_to_seven_bit (GBytes *raw)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (raw, &length);
  g_autoptr (GObject) message = NULL;

  if (bytes == NULL || loft_mime_gate_check (bytes, length, NULL) != LOFT_MIME_GATE_OPEN)
    return g_bytes_ref (raw);
  loft_mime_library_start ();
  message = G_OBJECT (parse (bytes, length));
  if (message == NULL || g_mime_message_get_mime_part (GMIME_MESSAGE (message)) == NULL)
    return g_bytes_ref (raw);
  recode (g_mime_message_get_mime_part (GMIME_MESSAGE (message)));
  return loft_mime_library_write (GMIME_MESSAGE (message));
}
