/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-rtf.h"
#include "loft-tnef.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

static void
check_text (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

/* The bytes are tried as all that stands inside of each other. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) all = g_bytes_new_static (bytes, length);
  g_autoptr (LoftTnef) tnef = loft_tnef_read (all);
  gsize n;
  g_autofree char *unpacked = loft_rtf_decompress (bytes, length, 1000000, &n);
  gboolean is_html;
  g_autofree char *rtf = loft_rtf_read ((const char *) bytes, length, 100000, &is_html);

  check_text (rtf);
  if (unpacked != NULL)
    g_assert_cmpuint (n, <=, 1000000);
  for (guint i = 0; tnef != NULL && i < tnef->files->len; i++)
    {
      const LoftTnefFile *file = g_ptr_array_index (tnef->files, i);

      check_text (file->name);
      check_text (file->type);
      check_text (file->content_id);
      g_assert_nonnull (file->bytes);
    }
  if (tnef != NULL)
    {
      check_text (tnef->text);
      check_text (tnef->html);
      check_text (tnef->message_class);
    }
  return 0;
}
