/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "loft-content-component.h"
#include "loft-content-merge.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

static GBytes *
take (const guint8 **bytes, gsize *length)
{
  const guint8 *mark = memchr (*bytes, 0x1e, *length);
  gsize part = mark != NULL ? (gsize) (mark - *bytes) : *length;
  GBytes *taken = g_bytes_new (*bytes, part);

  *bytes += mark != NULL ? part + 1 : part;
  *length -= mark != NULL ? part + 1 : part;
  return taken;
}

/* Base, ours and theirs, parted by 0x1e: what one side alone changed is always merged, and what is
 * merged can be read. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) base = take (&bytes, &length);
  g_autoptr (GBytes) ours = take (&bytes, &length);
  g_autoptr (GBytes) theirs = take (&bytes, &length);
  g_autoptr (LoftContentComponent) base_root = loft_content_component_read (base, NULL);
  g_autoptr (LoftContentComponent) their_root = loft_content_component_read (theirs, NULL);
  g_autoptr (GBytes) merged = NULL;
  g_autoptr (GBytes) same = NULL;

  if (loft_content_merge (base, ours, theirs, &merged))
    g_assert_nonnull (merged);
  if (base_root == NULL || their_root == NULL)
    return 0;
  g_assert_true (loft_content_merge (base, base, theirs, &same));
  return 0;
}
