/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-busy-periods.h"
#include "loft-clock.h"
#include "loft-error.h"
#include "loft-ical-free-busy.h"

#include <string.h>

#define DAY   1795478400 /* 2026-11-24 00:00 UTC */
#define UNTIL (DAY + 86400)

static void
test_request (void)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  loft_clock_set_for_test (DAY);
  g_ptr_array_add (addresses, (char *) "bob@example.test");
  g_ptr_array_add (addresses, (char *) "eve@example.test\r\nX-EVIL:1");
  bytes = loft_ical_free_busy_request ("alice@example.test", addresses, DAY, UNTIL, "u1");
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (text, ==,
                   "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Loft//Loft//EN\r\n"
                   "METHOD:REQUEST\r\nBEGIN:VFREEBUSY\r\nUID:u1\r\nDTSTAMP:20261124T000000Z\r\n"
                   "DTSTART:20261124T000000Z\r\nDTEND:20261125T000000Z\r\n"
                   "ORGANIZER:mailto:alice@example.test\r\nATTENDEE:mailto:bob@example.test\r\n"
                   "ATTENDEE:mailto:eve@example.testX-EVIL:1\r\n"
                   "END:VFREEBUSY\r\nEND:VCALENDAR\r\n");
  loft_clock_set_for_test (0);
}

/* "b9.0-10.5": kind and hours of the day. */
static char *
describe (const GArray *periods)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < periods->len; i++)
    {
      const LoftBusyPeriod *period = &g_array_index (periods, LoftBusyPeriod, i);

      g_string_append_printf (text, "%s%c%.1f-%.1f", i > 0 ? " " : "", "ftbau"[period->kind],
                              (double) (period->start - DAY) / 3600,
                              (double) (period->end - DAY) / 3600);
    }
  return g_string_free (text, FALSE);
}

#define TELL(lines)                                                                                \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VFREEBUSY\r\n" lines                    \
  "END:VFREEBUSY\r\nEND:VCALENDAR\r\n"

static const struct {
  const char *text;
  const char *periods; /* NULL: it is none */
} cases[] = {
  { TELL (""), "" },
  { TELL ("FREEBUSY:20261124T090000Z/20261124T103000Z\r\n"), "b9.0-10.5" },
  { TELL ("FREEBUSY;FBTYPE=BUSY:20261124T090000Z/PT1H30M\r\n"), "b9.0-10.5" },
  { TELL ("FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261124T090000Z/PT1H,20261124T100000Z/PT1H\r\n"),
    "t9.0-11.0" },
  { TELL ("FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261123T220000Z/20261126T000000Z\r\n"), "a0.0-24.0" },
  { TELL ("FREEBUSY;FBTYPE=FREE:20261124T090000Z/PT1H\r\n"), "" },
  { TELL ("FREEBUSY;FBTYPE=X-WORKING:20261124T090000Z/PT1H\r\n"), "b9.0-10.0" },
  { TELL ("FREEBUSY;fbtype=busy-tentative:20261124T090000Z/PT3H\r\n"
          "FREEBUSY:20261124T100000Z/PT1H\r\n"),
    "t9.0-10.0 b10.0-11.0 t11.0-12.0" },
  /* Lines folded, out of order, and what is no period among them. */
  { TELL (
      "FREEBUSY:20261124T100000Z/2026\r\n 1124T110000Z,nonsense,20261124T080000Z/\r\n PT30M\r\n"),
    "b8.0-8.5 b10.0-11.0" },
  { TELL ("FREEBUSY:20261124T100000Z/20261124T090000Z,20261124T100000Z/-PT1H\r\n"), "" },
  { TELL ("FREEBUSY:20261124T100000Z\r\n"), "" },
  { "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", NULL },
  { "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", NULL },
  { "<html>Sign in</html>", NULL },
  { "", NULL },
};

static void
test_read (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) periods = loft_busy_periods_new ();
      g_autoptr (GBytes) text = g_bytes_new_static (cases[i].text, strlen (cases[i].text));
      g_autoptr (GError) error = NULL;
      g_autofree char *told = NULL;

      g_test_message ("%u", i);
      g_assert_cmpint (loft_ical_free_busy_read (text, DAY, UNTIL, periods, &error), ==,
                       cases[i].periods != NULL);
      g_assert_true ((error == NULL) == (cases[i].periods != NULL));
      told = describe (periods);
      g_assert_cmpstr (told, ==, cases[i].periods != NULL ? cases[i].periods : "");
    }
}

static void
test_cut (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize length = 0; length < strlen (cases[i].text); length++)
      {
        g_autoptr (GArray) periods = loft_busy_periods_new ();
        g_autoptr (GBytes) text = g_bytes_new (cases[i].text, length);

        loft_ical_free_busy_read (text, DAY, UNTIL, periods, NULL);
        for (guint j = 0; j < periods->len; j++)
          {
            const LoftBusyPeriod *period = &g_array_index (periods, LoftBusyPeriod, j);

            g_assert_cmpint (period->start, <, period->end);
          }
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ical-free-busy/request", test_request);
  g_test_add_func ("/ical-free-busy/read", test_read);
  g_test_add_func ("/ical-free-busy/cut", test_cut);
  return g_test_run ();
}
