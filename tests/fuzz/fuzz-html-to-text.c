/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-html.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  static const gsize limits[] = { 0, 10, 200, 1000000 };

  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autofree char *text = loft_html_to_text ((const char *) bytes, length, limits[i]);

      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpuint (strlen (text), <=, limits[i]);
    }
  return 0;
}
