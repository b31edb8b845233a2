/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-clock.h"
#include "loft-eas-event.h"
#include "loft-ical-object.h"
#include "loft-wbxml-reader.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

/* WBXML of an event: its iCalendar can be read, and made into data again. */
static void
go_round (const LoftWbxmlElement *data, guint version)
{
  LoftEasMapping how = { version, "me@example.test", "Me", "Europe/Vienna" };
  g_autofree char *ical = loft_eas_event_to_ical (data, "uid", &how, NULL);
  g_autoptr (GPtrArray) instances = NULL;
  g_autoptr (LoftWbxmlElement) back = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftIcalObject) object = NULL;
  g_autoptr (GError) error = NULL;

  if (ical == NULL)
    return;
  raw = g_bytes_new (ical, strlen (ical));
  object = loft_ical_object_read (raw, &error);
  g_assert_no_error (error);
  back = loft_eas_event_from_ical (ical, &how, &instances, NULL);
  if (back != NULL)
    again = loft_eas_event_to_ical (back, "uid", &how, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) input = g_bytes_new (bytes, length);
  g_autoptr (LoftWbxmlElement) data = loft_wbxml_read (input, NULL);

  loft_clock_set_for_test (1795424400);
  if (data == NULL)
    return 0;
  go_round (data, 141);
  go_round (data, 161);
  return 0;
}
