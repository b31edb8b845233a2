/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-smtp-content.h"
#include "loft-smtp-extensions.h"
#include "loft-smtp-outcome.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What the rest of the program may rely on, whatever a server sends. */
static void
check_reply (const LoftSmtpReply *reply)
{
  g_auto (LoftSmtpExtensions) extensions = { 0 };
  g_auto (LoftSmtpAnswer) answer = { 0 };

  g_assert_true (reply->code >= 200 && reply->code < 600);
  g_assert_true (reply->status.class == 0 || reply->status.class == reply->code / 100);
  g_assert_true (reply->lines->len <= LOFT_SMTP_MAX_LINES);
  for (guint i = 0; i < reply->lines->len; i++)
    g_assert_true (g_utf8_validate (g_ptr_array_index (reply->lines, i), -1, NULL));
  loft_smtp_extensions_parse (&extensions, reply);
  g_assert_null (g_ptr_array_index (extensions.mechanisms, extensions.mechanisms->len - 1));
  for (int step = LOFT_SMTP_STEP_CONNECT; step <= LOFT_SMTP_STEP_DATA; step++)
    {
      g_autoptr (GError) error = NULL;

      loft_smtp_answer_set (&answer, reply, (LoftSmtpStep) step);
      g_assert_true (g_utf8_validate (answer.text, -1, NULL));
      g_assert_true (strpbrk (answer.text, "\r\n") == NULL);
      g_assert_nonnull (loft_smtp_reason_name (answer.reason));
      loft_smtp_answer_set_error (&answer, (LoftSmtpStep) step, &error);
    }
}

static void
read_replies (const char *bytes, size_t size)
{
  g_auto (LoftSmtpReply) reply = { 0 };

  while (size > 0)
    {
      const char *end = memchr (bytes, '\n', size);
      size_t length = end != NULL ? (size_t) (end - bytes) : size;
      LoftSmtpReplyState state = loft_smtp_reply_add_line (&reply, bytes, length, NULL);

      if (state == LOFT_SMTP_REPLY_BROKEN)
        return;
      if (state == LOFT_SMTP_REPLY_DONE)
        {
          check_reply (&reply);
          loft_smtp_reply_clear (&reply);
        }
      bytes += MIN (length + 1, size);
      size -= MIN (length + 1, size);
    }
}

/* Whatever a message holds, no line of it ends DATA, and no line end is half. */
static void
check_content (const char *bytes, size_t size)
{
  LoftSmtpContent content = { .stuffs_dots = TRUE };
  g_autoptr (GByteArray) out = g_byte_array_new ();
  gboolean in_line = FALSE;

  loft_smtp_content_convert (&content, bytes, size / 2, out);
  loft_smtp_content_convert (&content, bytes + size / 2, size - size / 2, out);
  loft_smtp_content_finish (&content, out);
  g_assert_cmpuint (out->len, <=, 2 * size + 2);
  for (guint i = 0; i < out->len; i++)
    {
      g_assert_true (out->data[i] != '\n' || (i > 0 && out->data[i - 1] == '\r'));
      g_assert_true (out->data[i] != '\r' || (i + 1 < out->len && out->data[i + 1] == '\n'));
      g_assert_true (in_line || out->data[i] != '.' ||
                     (i + 1 < out->len && out->data[i + 1] == '.'));
      in_line = out->data[i] != '\n';
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  read_replies ((const char *) data, size);
  check_content ((const char *) data, size);
  return 0;
}
