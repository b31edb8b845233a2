/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-exchange-zone-private.h"

#include <string.h>

#define DAY           (24 * 60 * 60)
#define SIZE          172
#define STANDARD_NAME 4
#define STANDARD_DATE 68
#define STANDARD_BIAS 84
#define DAYLIGHT_NAME 88
#define DAYLIGHT_DATE 152
#define DAYLIGHT_BIAS 168
#define NAME_LENGTH   32
#define LAST          5 /* of the weekdays of a month */

/* No wall is further away from Greenwich. */
#define MAX_BIAS (24 * 60)

static int
read_number (const guint8 *bytes)
{
  guint32 number;

  memcpy (&number, bytes, sizeof number);
  return (gint32) GUINT32_FROM_LE (number);
}

static void
write_number (guint8 *bytes, int number)
{
  guint32 little = GUINT32_TO_LE ((guint32) number);

  memcpy (bytes, &little, sizeof little);
}

static guint
read_short (const guint8 *bytes, guint nth)
{
  return bytes[nth * 2] | bytes[nth * 2 + 1] << 8;
}

static char *
read_name (const guint8 *bytes)
{
  gunichar2 units[NAME_LENGTH + 1] = { 0 };
  g_autofree char *name = NULL;

  for (guint i = 0; i < NAME_LENGTH; i++)
    units[i] = (gunichar2) read_short (bytes, i);
  name = g_utf16_to_utf8 (units, -1, NULL, NULL, NULL);
  return name != NULL ? g_steal_pointer (&name) : g_strdup ("");
}

/* A SYSTEMTIME with a year is a date of that year alone; those who write it mean the weekday all the same. */
static gboolean
read_date_of_year (LoftExchangeChange *self, guint year, guint day)
{
  LoftIcalTime date = { .year = (gint16) year, .month = (gint8) self->month, .day = (gint8) day };

  if (year > 9999 || day < 1 || day > loft_ical_days_of_month (year, self->month))
    return FALSE;
  self->weekday = loft_ical_time_get_weekday (&date);
  self->nth = day + 7 > loft_ical_days_of_month (year, self->month) ? LAST : (day - 1) / 7 + 1;
  return TRUE;
}

/* FALSE: never, or nothing that a calendar has. Some write 23:59:59.999 for the midnight behind it. */
static gboolean
read_change (const guint8 *bytes, LoftExchangeChange *self)
{
  guint year = read_short (bytes, 0);
  guint weekday = read_short (bytes, 2);
  guint day = read_short (bytes, 3);
  guint hour = read_short (bytes, 4);
  guint minute = read_short (bytes, 5);
  guint second = read_short (bytes, 6);

  self->month = read_short (bytes, 1);
  if (self->month < 1 || self->month > 12 || weekday > 6 || hour > 23 || minute > 59 || second > 59)
    return FALSE;
  self->weekday = weekday == 0 ? 7 : weekday;
  self->nth = day;
  self->seconds = (int) (hour * 60 + minute) * 60;
  if (second == 59)
    self->seconds += 60;
  return year != 0 ? read_date_of_year (self, year, day) : day >= 1 && day <= LAST;
}

static gboolean
are_same (const LoftExchangeChange *a, const LoftExchangeChange *b)
{
  return a->month == b->month && a->nth == b->nth && a->weekday == b->weekday;
}

static gboolean
read_bias (const guint8 *bytes, guint part, int *standard)
{
  int bias = read_number (bytes);
  int more = read_number (bytes + part);

  if (bias < -MAX_BIAS || bias > MAX_BIAS || more < -MAX_BIAS || more > MAX_BIAS)
    return FALSE;
  *standard = -(bias + more) * 60;
  return ABS (*standard) <= DAY;
}

LoftExchangeBlob *
loft_exchange_blob_read (const char *base64)
{
  gsize length = 0;
  g_autofree guint8 *bytes = strlen (base64) <= 2 * SIZE ? g_base64_decode (base64, &length) : NULL;
  g_autoptr (LoftExchangeBlob) self = g_new0 (LoftExchangeBlob, 1);

  if (bytes == NULL || length != SIZE || !read_bias (bytes, STANDARD_BIAS, &self->standard))
    return NULL;
  self->standard_name = read_name (bytes + STANDARD_NAME);
  self->daylight_name = read_name (bytes + DAYLIGHT_NAME);
  self->has_daylight = read_change (bytes + STANDARD_DATE, &self->to_standard) &&
                       read_change (bytes + DAYLIGHT_DATE, &self->to_daylight) &&
                       read_bias (bytes, DAYLIGHT_BIAS, &self->daylight) &&
                       self->daylight != self->standard &&
                       !are_same (&self->to_standard, &self->to_daylight);
  if (!self->has_daylight)
    self->daylight = self->standard;
  return g_steal_pointer (&self);
}

void
loft_exchange_blob_free (LoftExchangeBlob *self)
{
  g_free (self->standard_name);
  g_free (self->daylight_name);
  g_free (self);
}

static void
write_change (guint8 *bytes, const LoftExchangeChange *change)
{
  bytes[2] = (guint8) change->month;
  bytes[4] = (guint8) (change->weekday % 7);
  bytes[6] = (guint8) change->nth;
  bytes[8] = (guint8) (change->seconds / 3600);
  bytes[10] = (guint8) (change->seconds / 60 % 60);
}

char *
loft_exchange_blob_write (const LoftExchangeBlob *self)
{
  guint8 bytes[SIZE] = { 0 };

  write_number (bytes, -self->standard / 60);
  if (self->has_daylight)
    {
      write_change (bytes + STANDARD_DATE, &self->to_standard);
      write_change (bytes + DAYLIGHT_DATE, &self->to_daylight);
      write_number (bytes + DAYLIGHT_BIAS, -(self->daylight - self->standard) / 60);
    }
  return g_base64_encode (bytes, SIZE);
}

static LoftIcalTime
get_day (const LoftExchangeChange *self, int year)
{
  LoftIcalTime day = { .year = (gint16) year, .month = (gint8) self->month, .day = 1 };
  guint first = (self->weekday + 7 - loft_ical_time_get_weekday (&day)) % 7 + 1;
  guint found = first + (self->nth - 1) * 7;

  while (found > loft_ical_days_of_month (year, self->month))
    found -= 7;
  day.day = (gint8) found;
  return day;
}

LoftIcalTime
loft_exchange_change_get_wall (const LoftExchangeChange *self, int year)
{
  LoftIcalTime day = get_day (self, year);

  return loft_ical_time_from_seconds (loft_ical_time_get_seconds (&day) +
                                      MIN (self->seconds, DAY - 1));
}

static gint64
get_seconds (const LoftExchangeChange *self, int year)
{
  LoftIcalTime day = get_day (self, year);

  return loft_ical_time_get_seconds (&day) + self->seconds;
}

gint64
loft_exchange_blob_get_to_standard (const LoftExchangeBlob *self, int year)
{
  return get_seconds (&self->to_standard, year) - self->daylight;
}

gint64
loft_exchange_blob_get_to_daylight (const LoftExchangeBlob *self, int year)
{
  return get_seconds (&self->to_daylight, year) - self->standard;
}

int
loft_exchange_blob_get_offset (const LoftExchangeBlob *self, int year, gint64 at)
{
  gint64 to_standard, to_daylight;
  gboolean is_daylight;

  if (!self->has_daylight)
    return self->standard;
  to_standard = loft_exchange_blob_get_to_standard (self, year);
  to_daylight = loft_exchange_blob_get_to_daylight (self, year);
  is_daylight = to_daylight < to_standard ? at >= to_daylight && at < to_standard
                                          : at >= to_daylight || at < to_standard;
  return is_daylight ? self->daylight : self->standard;
}
