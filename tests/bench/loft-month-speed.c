/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A month as the calendar shows it: what takes place in its six weeks is read from the store of an account,
 * put in order and given lines.
 *
 *   loft-month-speed DIRECTORY      the account's folder; each month of 2026 and 2027
 *
 * Prints one line of JSON: the median month in seconds of processor time, to read and to lay out; the worst
 * of both together; how many events the fullest month has. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "loft-event-reading.h"
#include "loft-month-layout.h"

#define N_MONTHS 24
#define N_WEEKS  6
#define N_LINES  4
#define DAY      86400

typedef struct {
  double reading;
  double laying;
  guint n;
} Month;

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static int
compare_occurrences (gconstpointer a, gconstpointer b, gpointer zone)
{
  return loft_occurrence_compare (*(LoftOccurrence *const *) a, *(LoftOccurrence *const *) b, zone);
}

static void
lay_week (GPtrArray *occurrences, gint64 from)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (LoftMonthPlace));
  guint hidden[LOFT_MONTH_DAYS];

  for (guint i = 0; i < occurrences->len; i++)
    {
      const LoftOccurrence *occurrence = g_ptr_array_index (occurrences, i);
      gint64 first = occurrence->start - from;
      gint64 last = MAX (occurrence->end - 1 - from, first);
      LoftMonthPlace place = { (int) (MAX (first, 0) / DAY),
                               (int) (MIN (last, LOFT_MONTH_DAYS * DAY - 1) / DAY) };

      if (last >= 0 && first < LOFT_MONTH_DAYS * DAY)
        g_array_append_val (places, place);
    }
  loft_month_layout ((LoftMonthPlace *) (gpointer) places->data, places->len, N_LINES, hidden);
}

static Month
show (LoftMailReader *reader, guint number, GTimeZone *zone)
{
  g_autoptr (GDateTime) first =
    g_date_time_new (zone, 2026 + (int) number / 12, 1 + (int) number % 12, 1, 0, 0, 0);
  gint64 from = g_date_time_to_unix (first) - (g_date_time_get_day_of_week (first) - 1) * DAY;
  double begin = now ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) occurrences =
    loft_event_reading_list (reader, from, from + N_WEEKS * LOFT_MONTH_DAYS * DAY, zone, NULL,
                             &error);
  double read = now ();

  if (occurrences == NULL)
    {
      fprintf (stderr, "loft-month-speed: %s\n", error->message);
      exit (1);
    }
  g_ptr_array_sort_with_data (occurrences, compare_occurrences, zone);
  for (guint i = 0; i < N_WEEKS; i++)
    lay_week (occurrences, from + i * LOFT_MONTH_DAYS * DAY);
  return (Month){ read - begin, now () - read, occurrences->len };
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

int
main (int argc, char **argv)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (GError) error = NULL;
  double reading[N_MONTHS];
  double laying[N_MONTHS];
  double worst = 0;
  guint most = 0;
  LoftMailReader *reader;

  if (argc != 2)
    {
      fprintf (stderr, "usage: loft-month-speed DIRECTORY\n");
      return 2;
    }
  reader = loft_mail_reader_open (argv[1], &error);
  if (reader == NULL)
    {
      fprintf (stderr, "loft-month-speed: %s\n", error->message);
      return 1;
    }
  show (reader, 0, zone);
  for (guint i = 0; i < N_MONTHS; i++)
    {
      Month month = show (reader, i, zone);

      reading[i] = month.reading;
      laying[i] = month.laying;
      worst = MAX (worst, month.reading + month.laying);
      most = MAX (most, month.n);
    }
  qsort (reading, N_MONTHS, sizeof reading[0], compare_numbers);
  qsort (laying, N_MONTHS, sizeof laying[0], compare_numbers);
  printf ("{\"reading\": %.4f, \"laying\": %.4f, \"worst\": %.4f, \"events\": %u}\n",
          reading[N_MONTHS / 2], laying[N_MONTHS / 2], worst, most);
  loft_mail_reader_close (reader);
  return 0;
}
