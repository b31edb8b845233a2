/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-html-link.h"
#include "loft-html.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

/* What is clean stays as it is, byte for byte: nothing in it is read in another way the second
 * time. Only the stand-in for <body> is one more wrapping, and remote images were taken out. */
static void
check_stable (const LoftCleanHtml *clean)
{
  g_autoptr (LoftCleanHtml) again = loft_html_clean (clean->html, -1);

  g_assert_false (again->has_remote_content);
  if (strstr (clean->html, "loft-") == NULL)
    g_assert_cmpstr (again->html, ==, clean->html);
}

/* Every odd link is found again by its address. */
static void
check_links (const LoftCleanHtml *clean)
{
  for (guint i = 0; i < clean->odd_links->len; i++)
    {
      const LoftOddLink *link = g_ptr_array_index (clean->odd_links, i);
      g_autofree char *key = loft_html_link_key (link->target);

      g_assert_true (g_utf8_validate (key, -1, NULL));
      g_assert_true (g_utf8_validate (link->target_host, -1, NULL));
      g_assert_true (g_utf8_validate (link->shown_host, -1, NULL));
      g_assert_cmpuint (link->oddities, !=, 0);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (LoftCleanHtml) clean = loft_html_clean ((const char *) bytes, length);
  static const char *const forbidden[] = {
    "<script", "<iframe", "<object", "<embed", "<form", "<link", "<meta", "<base", "<svg", "<math",
  };

  g_assert_true (g_utf8_validate (clean->html, -1, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (forbidden); i++)
    g_assert_null (strstr (clean->html, forbidden[i]));
  check_stable (clean);
  check_links (clean);
  return 0;
}
