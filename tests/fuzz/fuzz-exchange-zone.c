/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-clock.h"
#include "loft-exchange-zone.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

/* The bytes of a zone: what is found can be asked, and written again as a zone that can be found. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autofree char *blob = g_base64_encode (bytes, length);
  g_autoptr (LoftContentComponent) calendar = loft_content_component_new ("VCALENDAR");
  LoftContentComponent *vtimezone = NULL;
  g_autofree char *tzid = NULL;
  g_autofree char *again = NULL;
  g_autofree char *written = NULL;
  g_autoptr (LoftIcalZone) zone = NULL;

  loft_clock_set_for_test (1795424400);
  tzid = loft_exchange_zone_find (blob, "Europe/Vienna", &vtimezone);
  if (tzid == NULL)
    return 0;
  if (vtimezone != NULL)
    loft_content_component_add_component (calendar, vtimezone);
  zone = loft_ical_zone_find (tzid, calendar);
  g_assert_nonnull (zone);
  written = loft_exchange_zone_write (zone, 1795424400);
  vtimezone = NULL;
  again = loft_exchange_zone_find (written, NULL, &vtimezone);
  g_assert_nonnull (again);
  g_clear_pointer (&vtimezone, loft_content_component_free);
  return 0;
}
