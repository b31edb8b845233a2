/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-quick-add.h"

#include <string.h>

#define MOST_BYTES   2000
#define MOST_TOKENS  200
#define DAY          86400
#define DAYS_TO_1970 719163 /* of GDate's Julian days */
#define AN_HOUR      3600

const LoftQuickAddWords loft_quick_add_english = {
  { "Monday|Mon", "Tuesday|Tue|Tues", "Wednesday|Wed", "Thursday|Thu|Thur|Thurs", "Friday|Fri",
    "Saturday|Sat", "Sunday|Sun" },
  { "January|Jan", "February|Feb", "March|Mar", "April|Apr", "May", "June|Jun", "July|Jul",
    "August|Aug", "September|Sep|Sept", "October|Oct", "November|Nov", "December|Dec" },
  "today",
  "tomorrow",
  "",
  "next",
  "noon",
  "midnight",
  "on|at|from",
  "to|until|till",
  "am",
  "pm",
  FALSE,
};

typedef struct {
  const LoftQuickAddWords *words;
  gint64 today;
  GStrv tokens; /* as typed */
  char **folded; /* without case and without "." and "," at their ends */
  guint n_tokens;
  LoftQuickAdd *out;
} Reading;

/* Words */

static gboolean
is_one_of (const char *folded, const char *list)
{
  g_auto (GStrv) each = NULL;

  if (list == NULL || *list == '\0' || *folded == '\0')
    return FALSE;
  each = g_strsplit (list, "|", -1);
  for (guint i = 0; each[i] != NULL; i++)
    {
      g_autofree char *word = g_utf8_casefold (each[i], -1);

      if (g_str_equal (word, folded) && *word != '\0')
        return TRUE;
    }
  return FALSE;
}

static int
find_word (const char *folded, const char *const *own, const char *const *english, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      if (is_one_of (folded, own[i]) || is_one_of (folded, english[i]))
        return (int) i;
    }
  return -1;
}

#define MEANS(reading, folded, field)                                                              \
  (is_one_of (folded, (reading)->words->field) || is_one_of (folded, loft_quick_add_english.field))

static int
find_weekday (Reading *reading, const char *folded)
{
  return find_word (folded, reading->words->weekdays, loft_quick_add_english.weekdays, 7);
}

static int
find_month (Reading *reading, const char *folded)
{
  return find_word (folded, reading->words->months, loft_quick_add_english.months, 12);
}

/* Days */

static gint64
make_day (int year, int month, int day)
{
  GDate date;

  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31 ||
      !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return G_MININT64;
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return (gint64) g_date_get_julian (&date) - DAYS_TO_1970;
}

static void
set_day (Reading *reading, gint64 day)
{
  reading->out->has_day = TRUE;
  reading->out->day = day;
}

/* Without a year it is the next one there is. */
static gboolean
take_date (Reading *reading, int year, int month, int day)
{
  gint64 found = G_MININT64;
  GDate today;

  g_date_clear (&today, 1);
  g_date_set_julian (&today, (guint32) (reading->today + DAYS_TO_1970));
  if (year > 0)
    found = make_day (year < 100 ? year + 2000 : year, month, day);
  for (int i = 0; year == 0 && i < 8 && found < reading->today; i++)
    found = make_day (g_date_get_year (&today) + i, month, day);
  if (found == G_MININT64)
    return FALSE;
  set_day (reading, found);
  return TRUE;
}

/* Up to three numbers with one sign between them; how many there are. end: what is behind them. */
static guint
read_numbers (const char *text, char sign, int numbers[3], const char **end)
{
  guint n = 0;

  while (n < 3 && g_ascii_isdigit (*text))
    {
      guint digits = 0;

      numbers[n] = 0;
      for (; g_ascii_isdigit (*text) && digits < 4; digits++)
        numbers[n] = numbers[n] * 10 + *text++ - '0';
      n++;
      if (*text == '\0' || *text != sign)
        break;
      text++;
    }
  *end = text;
  return n;
}

/* "2026-11-27", "27.11.", "27.11.2026", "27/11", "11/27/2026". */
static gboolean
read_numeric_date (Reading *reading, const char *token)
{
  gboolean month_first = reading->words->month_first;
  const char *end = NULL;
  int numbers[3] = { 0 };

  if (read_numbers (token, '-', numbers, &end) == 3 && *end == '\0' && numbers[0] > 31)
    return take_date (reading, numbers[0], numbers[1], numbers[2]);
  numbers[2] = 0;
  if (strchr (token, '.') != NULL && read_numbers (token, '.', numbers, &end) >= 2 &&
      (*end == '\0' || *end == ',') && (numbers[2] > 0 || g_str_has_suffix (token, ".")))
    return take_date (reading, numbers[2], numbers[1], numbers[0]);
  numbers[2] = 0;
  if (read_numbers (token, '/', numbers, &end) >= 2 && (*end == '\0' || *end == ','))
    return take_date (reading, numbers[2], numbers[month_first ? 0 : 1],
                      numbers[month_first ? 1 : 0]);
  return FALSE;
}

/* "27", "27.", "27th", of a day of a month. */
static int
read_ordinal (const char *folded)
{
  const char *end = NULL;
  int numbers[3] = { 0 };

  if (read_numbers (folded, '\0', numbers, &end) < 1 || numbers[0] < 1 || numbers[0] > 31)
    return 0;
  return *end == '\0' || is_one_of (end, "st|nd|rd|th|.") ? numbers[0] : 0;
}

static int
read_year (Reading *reading, guint at)
{
  const char *end = NULL;
  int numbers[3] = { 0 };

  if (at >= reading->n_tokens || read_numbers (reading->folded[at], '\0', numbers, &end) != 1 ||
      *end != '\0' || numbers[0] < 1900)
    return 0;
  return numbers[0];
}

/* "27 Nov", "27. November 2026", "Nov 27". Gives how many tokens it took. */
static guint
read_named_date (Reading *reading, guint at)
{
  int month, day, year;

  if (at + 1 >= reading->n_tokens)
    return 0;
  month = find_month (reading, reading->folded[at]);
  day = read_ordinal (reading->folded[month >= 0 ? at + 1 : at]);
  if (month < 0)
    month = find_month (reading, reading->folded[at + 1]);
  if (month < 0 || day == 0)
    return 0;
  year = read_year (reading, at + 2);
  if (!take_date (reading, year, month + 1, day))
    return 0;
  return year > 0 ? 3 : 2;
}

/* "Fri" is the next one, today among them; "next Fri" is that of the next week. */
static guint
read_weekday (Reading *reading, guint at)
{
  gboolean next = MEANS (reading, reading->folded[at], next) && at + 1 < reading->n_tokens;
  int weekday = find_weekday (reading, reading->folded[at + (next ? 1 : 0)]);
  int now = (int) (((reading->today + 3) % 7 + 7) % 7);

  if (weekday < 0)
    return 0;
  if (next)
    set_day (reading, reading->today - now + 7 + weekday);
  else
    set_day (reading, reading->today + (weekday - now + 7) % 7);
  return next ? 2 : 1;
}

static guint
read_day (Reading *reading, guint at)
{
  const char *folded = reading->folded[at];
  guint n = 0;

  if (reading->out->has_day)
    return 0;
  if (MEANS (reading, folded, today))
    set_day (reading, reading->today);
  else if (MEANS (reading, folded, tomorrow))
    set_day (reading, reading->today + 1);
  else if (MEANS (reading, folded, day_after_tomorrow))
    set_day (reading, reading->today + 2);
  if (reading->out->has_day || read_numeric_date (reading, reading->tokens[at]))
    return 1;
  n = read_named_date (reading, at);
  return n > 0 ? n : read_weekday (reading, at);
}

/* Times */

/* What a time says of the half of the day. */
typedef enum { HALF_UNSAID, HALF_AM, HALF_PM } Half;

/* "12:30", "9", "9am", "9:30 pm" (without the blank), "14.30", "noon". -1: it is none. bare: a number
 * alone, which may be anything. */
static int
read_clock (Reading *reading, const char *text, gboolean *bare, Half *half)
{
  const char *end = NULL;
  int numbers[3] = { 0 };
  guint n;

  *bare = FALSE;
  *half = HALF_UNSAID;
  if (MEANS (reading, text, noon))
    return 12 * AN_HOUR;
  if (MEANS (reading, text, midnight))
    return 0;
  n = read_numbers (text, ':', numbers, &end);
  if (n == 1 && *end == '.' && g_ascii_isdigit (end[1]) && g_ascii_isdigit (end[2]))
    n = read_numbers (text, '.', numbers, &end);
  if (n < 1 || n > 2 || numbers[0] > 24 || numbers[1] > 59)
    return -1;
  *bare = n == 1 && *end == '\0';
  if (MEANS (reading, end, am))
    *half = HALF_AM;
  else if (MEANS (reading, end, pm))
    *half = HALF_PM;
  else if (*end != '\0')
    return -1;
  if (*half != HALF_UNSAID && (numbers[0] < 1 || numbers[0] > 12))
    return -1;
  if (*half != HALF_UNSAID)
    numbers[0] = numbers[0] % 12 + (*half == HALF_PM ? 12 : 0);
  return (numbers[0] * 60 + numbers[1]) * 60;
}

static gboolean
is_half (Reading *reading, guint at, Half *half)
{
  if (at >= reading->n_tokens)
    return FALSE;
  if (MEANS (reading, reading->folded[at], am))
    *half = HALF_AM;
  else if (MEANS (reading, reading->folded[at], pm))
    *half = HALF_PM;
  else
    return FALSE;
  return TRUE;
}

static int
into_half (int seconds, Half half)
{
  int hour = seconds / AN_HOUR, rest = seconds % AN_HOUR;

  if (half == HALF_UNSAID || hour > 12)
    return seconds;
  return (hour % 12 + (half == HALF_PM ? 12 : 0)) * AN_HOUR + rest;
}

static void
set_time (Reading *reading, int start, int end)
{
  reading->out->has_time = TRUE;
  reading->out->has_end = end >= 0;
  reading->out->start = start % DAY;
  reading->out->end = end < 0 ? reading->out->start + AN_HOUR : end;
  if (reading->out->end <= reading->out->start)
    reading->out->end += DAY;
}

/* The sign between two times, where one stands: how many bytes. */
static gsize
dash_at (const char *text)
{
  if (*text == '-')
    return 1;
  return g_str_has_prefix (text, "–") ? strlen ("–") : 0;
}

/* "12:30-13:30", "9-10", "9-11am": in one token. */
static gboolean
read_range (Reading *reading, const char *folded)
{
  const char *dash = folded;
  g_autofree char *first = NULL;
  gboolean bare_start, bare_end;
  Half half_start, half_end;
  int start, end;

  while (*dash != '\0' && dash_at (dash) == 0)
    dash++;
  if (*dash == '\0' || dash == folded)
    return FALSE;
  first = g_strndup (folded, (gsize) (dash - folded));
  start = read_clock (reading, first, &bare_start, &half_start);
  end = read_clock (reading, dash + dash_at (dash), &bare_end, &half_end);
  if (start < 0 || end < 0)
    return FALSE;
  if (half_start == HALF_UNSAID && half_end != HALF_UNSAID && into_half (start, half_end) < end)
    start = into_half (start, half_end);
  set_time (reading, start, end);
  return TRUE;
}

/* "to 13:30", "- 13:30" behind a time: how many tokens. */
static guint
read_end (Reading *reading, guint at, int *end)
{
  gboolean bare;
  Half half;

  *end = -1;
  if (at + 1 >= reading->n_tokens)
    return 0;
  if (!MEANS (reading, reading->folded[at], until) &&
      dash_at (reading->folded[at]) != strlen (reading->folded[at]))
    return 0;
  *end = read_clock (reading, reading->folded[at + 1], &bare, &half);
  if (*end < 0)
    return 0;
  if (half == HALF_UNSAID && is_half (reading, at + 2, &half))
    {
      *end = into_half (*end, half);
      return 3;
    }
  return 2;
}

/* A number alone is a time only where something says so: "at 9", "9 to 10", "9 am". */
static guint
read_time (Reading *reading, guint at, gboolean announced)
{
  gboolean bare;
  Half half;
  guint n = 1, n_end;
  int start, end;

  if (reading->out->has_time)
    return 0;
  if (read_range (reading, reading->folded[at]))
    return 1;
  start = read_clock (reading, reading->folded[at], &bare, &half);
  if (start < 0)
    return 0;
  if (half == HALF_UNSAID && is_half (reading, at + 1, &half))
    {
      start = into_half (start, half);
      bare = FALSE;
      n++;
    }
  n_end = read_end (reading, at + n, &end);
  if (bare && !announced && n_end == 0)
    return 0;
  set_time (reading, start, end);
  return n + n_end;
}

/* All of it */

static guint
read_known (Reading *reading, guint at)
{
  gboolean announced = MEANS (reading, reading->folded[at], before) && at + 1 < reading->n_tokens;
  guint from = announced ? at + 1 : at;
  guint n = read_day (reading, from);

  if (n == 0)
    n = read_time (reading, from, announced);
  return n == 0 ? 0 : n + (announced ? 1 : 0);
}

static void
append_word (GString *text, const char *word)
{
  if (*word == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, word);
}

static void
read_tokens (Reading *reading)
{
  g_autoptr (GString) title = g_string_new (NULL);
  g_autoptr (GString) place = g_string_new (NULL);
  gboolean in_place = FALSE;

  for (guint i = 0; i < reading->n_tokens;)
    {
      const char *token = reading->tokens[i];
      guint n = read_known (reading, i);

      if (n > 0)
        {
          i += n;
          in_place = FALSE;
          continue;
        }
      if (*token == '@' && place->len == 0)
        in_place = TRUE;
      append_word (in_place ? place : title, in_place && *token == '@' ? token + 1 : token);
      i++;
    }
  reading->out->title = g_string_free (g_steal_pointer (&title), FALSE);
  reading->out->location = g_string_free (g_steal_pointer (&place), FALSE);
}

static char *
fold (const char *token)
{
  g_autofree char *folded = g_utf8_casefold (token, -1);
  gsize length = strlen (folded);

  while (length > 1 && strchr (".,;", folded[length - 1]) != NULL)
    length--;
  return g_strndup (folded, length);
}

/* Without what is empty, and no more than a line has. */
static void
split (Reading *reading, const char *text)
{
  g_autofree char *clean = g_utf8_make_valid (text, (gssize) MIN (strlen (text), MOST_BYTES));
  g_auto (GStrv) parts = g_strsplit_set (clean, " \t\n\r", -1);
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (*parts[i] != '\0' && tokens->len < MOST_TOKENS)
        g_ptr_array_add (tokens, g_strdup (parts[i]));
    }
  reading->n_tokens = tokens->len;
  reading->folded = g_new0 (char *, tokens->len + 1);
  for (guint i = 0; i < tokens->len; i++)
    reading->folded[i] = fold (g_ptr_array_index (tokens, i));
  g_ptr_array_add (tokens, NULL);
  reading->tokens = (GStrv) g_ptr_array_free (g_steal_pointer (&tokens), FALSE);
}

void
loft_quick_add_read (LoftQuickAdd *self, const char *text, const LoftQuickAddWords *words,
                     gint64 today)
{
  Reading reading = { words, today, NULL, NULL, 0, self };

  memset (self, 0, sizeof *self);
  split (&reading, text);
  read_tokens (&reading);
  g_strfreev (reading.tokens);
  g_strfreev (reading.folded);
}

void
loft_quick_add_clear (LoftQuickAdd *self)
{
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->location, g_free);
}
