/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-autodiscover.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

/* What is found can be shown and asked; nothing else is. */
static void
check (const LoftEasAutodiscover *found, gboolean well, const GError *error)
{
  g_assert_true (well == (error == NULL));
  g_assert_true (well == (found->url != NULL || found->redirect_address != NULL));
  g_assert_true (found->url == NULL || g_str_has_prefix (found->url, "https://"));
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_auto (LoftEasAutodiscover) xml = { NULL, NULL };
  g_auto (LoftEasAutodiscover) json = { NULL, NULL };
  g_autoptr (GError) xml_error = NULL;
  g_autoptr (GError) json_error = NULL;
  gboolean well;

  well = loft_eas_autodiscover_read ((const char *) bytes, length, &xml, &xml_error);
  check (&xml, well, xml_error);
  well = loft_eas_autodiscover_read_json ((const char *) bytes, length, &json, &json_error);
  check (&json, well, json_error);
  return 0;
}
