/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-multistatus.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

static gboolean
touch (const LoftDavResponse *response, gpointer user_data, GError **error)
{
  g_autofree char *etag = loft_dav_element_dup_text (response->found, LOFT_DAV_NS_DAV, "getetag");

  (*(guint *) user_data)++;
  return TRUE;
}

/* In how many pieces it comes makes no difference. */
static guint
read_all (const guint8 *bytes, gsize length, gsize piece)
{
  guint n = 0;
  g_autoptr (LoftDavMultistatus) reader = loft_dav_multistatus_new ("https://h/a/", touch, &n);
  gboolean well = TRUE;

  for (gsize at = 0; at < length && well; at += piece)
    well = loft_dav_multistatus_feed (reader, bytes + at, MIN (piece, length - at), NULL);
  return well && loft_dav_multistatus_end (reader, NULL) ? n : G_MAXUINT;
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  read_all (bytes, length, 5);
  read_all (bytes, length, MAX (length, 1));
  return 0;
}
