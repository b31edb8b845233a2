/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-excerpt.h"
#include "loft-mime-gate.h"
#include "loft-mime-reader.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

static void
decode_all (GBytes *raw, const LoftMimeMessage *message)
{
  for (guint i = 0; i < message->parts->len; i++)
    {
      const LoftMimePart *part = g_ptr_array_index (message->parts, i);
      g_autoptr (GBytes) decoded = NULL;

      if (part->n == 0)
        continue;
      decoded = loft_mime_part_decode (raw, part->n, NULL);
      g_assert_nonnull (decoded);
      g_assert_cmpuint (g_bytes_get_size (decoded), ==, part->size);
      g_assert_true (g_utf8_validate (part->name, -1, NULL));
    }
}

/* Of a message this small the excerpt leaves nothing out, however it comes in pieces. */
static void
check_excerpt (const char *bytes, gsize length, const char *text)
{
  g_autoptr (LoftMimeExcerpt) excerpt = loft_mime_excerpt_new ();
  g_autoptr (LoftMimeMessage) message = NULL;
  g_autofree char *same = NULL;

  for (gsize at = 0, n = 1; at < length; at += n)
    {
      n = MIN ((gsize) (guchar) bytes[at] + 1, length - at);
      loft_mime_excerpt_add (excerpt, bytes + at, n);
    }
  message = loft_mime_excerpt_read (excerpt);
  same = loft_mime_message_index_text (message, 100000);
  g_assert_cmpstr (same, ==, text);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) raw = g_bytes_new_static (bytes, length);
  g_autoptr (LoftMimeMessage) message = loft_mime_message_read (raw);
  g_autofree char *text = loft_mime_message_index_text (message, 100000);
  g_autofree char *preview = loft_mime_message_preview (message);
  const char *reason = NULL;
  LoftMimeGate gate = loft_mime_gate_check (bytes, length, &reason);

  g_assert_true ((reason != NULL) == (gate != LOFT_MIME_GATE_OPEN));
  g_assert_true (g_utf8_validate (message->headers->subject, -1, NULL));
  g_assert_true (g_utf8_validate (message->headers->message_id, -1, NULL));
  g_assert_true (message->html == NULL || g_utf8_validate (message->html, -1, NULL));
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (g_utf8_validate (preview, -1, NULL));
  decode_all (raw, message);
  if (length < 128 * 1024)
    check_excerpt ((const char *) bytes, length, text);
  return 0;
}
