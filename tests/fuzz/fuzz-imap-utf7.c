/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-utf7.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What decodes is UTF-8, and encoding that decodes to the same. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *name = g_strndup ((const char *) data, size);
  g_autofree char *utf8 = loft_imap_utf7_decode (name);
  g_autofree char *wire = loft_imap_utf7_encode (utf8 != NULL ? utf8 : name);
  g_autofree char *back = loft_imap_utf7_decode (wire);

  g_assert_true (utf8 == NULL || g_utf8_validate (utf8, -1, NULL));
  g_assert_nonnull (back);
  if (utf8 != NULL)
    g_assert_cmpstr (back, ==, utf8);
  return 0;
}
