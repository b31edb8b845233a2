/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-quick-add.h"

#include <string.h>

#define TODAY 20779 /* 2026-11-22, a Sunday */

static const LoftQuickAddWords german = {
  { "Montag|Mo", "Dienstag|Di", "Mittwoch|Mi", "Donnerstag|Do", "Freitag|Fr", "Samstag|Sa",
    "Sonntag|So" },
  { "Januar|Jan", "Februar|Feb", "März|Mär", "April|Apr", "Mai", "Juni|Jun", "Juli|Jul",
    "August|Aug", "September|Sep", "Oktober|Okt", "November|Nov", "Dezember|Dez" },
  "heute",
  "morgen",
  "übermorgen",
  "nächsten|nächster",
  "mittags",
  "mitternachts",
  "am|um|von|ab",
  "bis",
  "",
  "",
  FALSE,
};

static LoftQuickAddWords american;

/* "TITLE|DAY FROM-TO|PLACE"; "-": was not said, "?": an end that was not. */
static const struct {
  const LoftQuickAddWords *words;
  const char *text;
  const char *taken;
} rows[] = {
  { &loft_quick_add_english, "Lunch with Eva Fri 12:30-13:30 @Canteen",
    "Lunch with Eva|2026-11-27 12:30-13:30|Canteen" },
  { &loft_quick_add_english, "Lunch", "Lunch|- -|" },
  { &loft_quick_add_english, "", "|- -|" },
  { &loft_quick_add_english, "Choir today 19:00", "Choir|2026-11-22 19:00-20:00?|" },
  { &loft_quick_add_english, "Choir Sunday", "Choir|2026-11-22 -|" },
  { &loft_quick_add_english, "Choir next Sunday", "Choir|2026-11-29 -|" },
  { &loft_quick_add_english, "Choir next Monday at 9", "Choir|2026-11-23 09:00-10:00?|" },
  { &loft_quick_add_english, "Dentist tomorrow 9am", "Dentist|2026-11-23 09:00-10:00?|" },
  { &loft_quick_add_english, "Dentist tomorrow at 9:15 pm", "Dentist|2026-11-23 21:15-22:15?|" },
  { &loft_quick_add_english, "Dentist 9-11am", "Dentist|- 09:00-11:00|" },
  { &loft_quick_add_english, "Dentist 1-2pm", "Dentist|- 13:00-14:00|" },
  { &loft_quick_add_english, "Dentist 11-1pm", "Dentist|- 11:00-13:00|" },
  { &loft_quick_add_english, "Party Sat 22:00-2:00", "Party|2026-11-28 22:00-26:00|" },
  { &loft_quick_add_english, "Party from 22:00 to 02:00", "Party|- 22:00-26:00|" },
  { &loft_quick_add_english, "Meeting 12:30 - 13:30", "Meeting|- 12:30-13:30|" },
  { &loft_quick_add_english, "Meeting 12:30–13:30", "Meeting|- 12:30-13:30|" },
  { &loft_quick_add_english, "Meeting 9 to 10", "Meeting|- 09:00-10:00|" },
  { &loft_quick_add_english, "Meeting at noon", "Meeting|- 12:00-13:00?|" },
  { &loft_quick_add_english, "Call 5 people", "Call 5 people|- -|" },
  { &loft_quick_add_english, "Read chapter 3", "Read chapter 3|- -|" },
  { &loft_quick_add_english, "Fair 2026-12-24", "Fair|2026-12-24 -|" },
  { &loft_quick_add_english, "Fair 24.12.", "Fair|2026-12-24 -|" },
  { &loft_quick_add_english, "Fair 24.12.2027", "Fair|2027-12-24 -|" },
  { &loft_quick_add_english, "Fair 1/2", "Fair|2027-02-01 -|" },
  { &american, "Fair 1/2", "Fair|2027-01-02 -|" },
  { &loft_quick_add_english, "Fair 24 Dec", "Fair|2026-12-24 -|" },
  { &loft_quick_add_english, "Fair on Dec 24th 2028 at 10:00", "Fair|2028-12-24 10:00-11:00?|" },
  { &loft_quick_add_english, "Fair Jan 3", "Fair|2027-01-03 -|" },
  { &loft_quick_add_english, "Leap 29 Feb", "Leap|2028-02-29 -|" },
  { &loft_quick_add_english, "Never 31 Feb", "Never 31 Feb|- -|" },
  { &loft_quick_add_english, "Version 2.5 ready", "Version 2.5 ready|- -|" },
  { &loft_quick_add_english, "@Main Street 4 dentist 10:00",
    "|- 10:00-11:00?|Main Street 4 dentist" },
  { &loft_quick_add_english, "Dentist @Main Street 4 Fri 10:00",
    "Dentist|2026-11-27 10:00-11:00?|Main Street 4" },
  { &loft_quick_add_english, "Mail eva@example.org Mon", "Mail eva@example.org|2026-11-23 -|" },
  { &loft_quick_add_english, "Two days Mon Tue", "Two days Tue|2026-11-23 -|" },
  { &loft_quick_add_english, "Meeting 25:00", "Meeting 25:00|- -|" },
  { &loft_quick_add_english, "Meeting 13pm", "Meeting 13pm|- -|" },
  { &loft_quick_add_english, "MEETING FRI, 10:00", "MEETING|2026-11-27 10:00-11:00?|" },
  { &german, "Mittagessen mit Eva Freitag 12:30-13:30 @Kantine",
    "Mittagessen mit Eva|2026-11-27 12:30-13:30|Kantine" },
  { &german, "Chor am Mo um 19 bis 21", "Chor|2026-11-23 19:00-21:00|" },
  { &german, "Zahnarzt übermorgen 14.30", "Zahnarzt|2026-11-24 14:30-15:30?|" },
  { &german, "Feier nächsten Mo", "Feier|2026-11-23 -|" },
  { &german, "Feier 3. März", "Feier|2027-03-03 -|" },
  { &german, "Lunch Fri 12:30", "Lunch|2026-11-27 12:30-13:30?|" },
};

static char *
tell (const LoftQuickAdd *taken)
{
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc (taken->day * 86400);
  g_autofree char *date = taken->has_day ? g_date_time_format (day, "%F") : g_strdup ("-");
  g_autofree char *time =
    taken->has_time
      ? g_strdup_printf ("%02d:%02d-%02d:%02d%s", taken->start / 3600, taken->start / 60 % 60,
                         taken->end / 3600, taken->end / 60 % 60, taken->has_end ? "" : "?")
      : g_strdup ("-");

  return g_strdup_printf ("%s|%s %s|%s", taken->title, date, time, taken->location);
}

static void
test_rows (void)
{
  american = loft_quick_add_english;
  american.month_first = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (LoftQuickAdd) taken = { 0 };
      g_autofree char *told = NULL;

      loft_quick_add_read (&taken, rows[i].text, rows[i].words, TODAY);
      told = tell (&taken);
      g_test_message ("%s", rows[i].text);
      g_assert_cmpstr (told, ==, rows[i].taken);
    }
}

/* Any line is read, and shortly. */
static void
test_long (void)
{
  g_autofree char *words = g_strnfill (200000, 'x');
  g_autoptr (GString) many = g_string_new (NULL);
  g_auto (LoftQuickAdd) one = { 0 };
  g_auto (LoftQuickAdd) other = { 0 };

  for (guint i = 0; i < 20000; i++)
    g_string_append (many, "next ");
  loft_quick_add_read (&one, words, &loft_quick_add_english, TODAY);
  loft_quick_add_read (&other, many->str, &loft_quick_add_english, TODAY);
  g_assert_cmpuint (strlen (one.title), <=, 2000);
  g_assert_false (other.has_day);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quick-add/rows", test_rows);
  g_test_add_func ("/quick-add/long", test_long);
  return g_test_run ();
}
