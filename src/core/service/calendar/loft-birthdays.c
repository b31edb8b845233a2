/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-birthdays.h"

#include <stdlib.h>

#include "loft-vcard-date.h"

#define EPOCH     719163 /* 1970-01-01 as g_date_get_julian() has it */
#define LAST_DAY  3652059 /* 9999-12-31: later years are not written */
#define LEAP_YEAR 2000

typedef struct {
  int year; /* 0: not told */
  int month;
  int day;
} Date;

static const char *const properties[] = { "BDAY", "ANNIVERSARY" };

void
loft_birthday_free (LoftBirthday *self)
{
  loft_contact_unref (self->contact);
  g_free (self);
}

/* As loft-vcard-date.h gives them. */
static gboolean
read_date (const char *text, Date *date)
{
  const char *rest = text[0] == '-' ? text + 2 : text + 5;

  *date = (Date){ 0 };
  if (!loft_vcard_date_is_whole (text))
    return FALSE;
  date->year = text[0] == '-' ? 0 : atoi (text);
  date->month = atoi (rest);
  date->day = atoi (rest + 3);
  return (text[0] == '-' || date->year > 0) && date->month >= 1 && date->month <= 12 &&
         date->day >= 1 &&
         g_date_valid_dmy ((GDateDay) date->day, (GDateMonth) date->month,
                           (GDateYear) (date->year != 0 ? date->year : LEAP_YEAR));
}

/* The first of a property that is a date. */
static gboolean
find_date (const LoftContact *contact, const char *property, Date *date)
{
  for (guint i = 0; i < contact->values->len; i++)
    {
      const LoftContactValue *value = g_ptr_array_index (contact->values, i);

      if (g_str_equal (value->property, property) && read_date (value->value, date))
        return TRUE;
    }
  return FALSE;
}

static gint64
find_day (const Date *date, int year)
{
  int last = g_date_get_days_in_month ((GDateMonth) date->month, (GDateYear) year);
  GDate found;

  g_date_clear (&found, 1);
  g_date_set_dmy (&found, (GDateDay) MIN (date->day, last), (GDateMonth) date->month,
                  (GDateYear) year);
  return (gint64) g_date_get_julian (&found) - EPOCH;
}

static int
year_of (gint64 day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) CLAMP (day + EPOCH, 1, LAST_DAY));
  return g_date_get_year (&date);
}

typedef struct {
  gint64 first;
  gint64 end; /* exclusive */
  int first_year;
  int last_year;
} Range;

static void
add (GPtrArray *found, LoftContact *contact, gboolean is_anniversary, const Date *date,
     const Range *range)
{
  for (int year = MAX (range->first_year, date->year); year <= range->last_year; year++)
    {
      gint64 day = find_day (date, year);
      LoftBirthday *birthday;

      if (day < range->first || day >= range->end)
        continue;
      birthday = g_new0 (LoftBirthday, 1);
      birthday->contact = loft_contact_ref (contact);
      birthday->is_anniversary = is_anniversary;
      birthday->day = day;
      birthday->years = date->year != 0 ? year - date->year : -1;
      g_ptr_array_add (found, birthday);
    }
}

static gboolean
is_new (GHashTable *seen, const LoftContact *contact, const char *property, const Date *date)
{
  return g_hash_table_add (seen, g_strdup_printf ("%s %04d%02d%02d %s", property, date->year,
                                                  date->month, date->day, contact->name));
}

GPtrArray *
loft_birthdays_list (GPtrArray *contacts, gint64 first_day, gint64 n_days)
{
  Range range = { first_day, first_day + n_days, year_of (first_day),
                  year_of (first_day + n_days - 1) };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_birthday_free);

  for (guint i = 0; i < contacts->len; i++)
    {
      LoftContact *contact = g_ptr_array_index (contacts, i);
      Date date;

      for (guint k = 0; !contact->is_group && k < G_N_ELEMENTS (properties); k++)
        if (find_date (contact, properties[k], &date) &&
            is_new (seen, contact, properties[k], &date))
          add (found, contact, k > 0, &date, &range);
    }
  return found;
}

gboolean
loft_birthdays_has_any (GPtrArray *contacts)
{
  for (guint i = 0; i < contacts->len; i++)
    {
      const LoftContact *contact = g_ptr_array_index (contacts, i);
      Date date;

      for (guint k = 0; !contact->is_group && k < G_N_ELEMENTS (properties); k++)
        if (find_date (contact, properties[k], &date))
          return TRUE;
    }
  return FALSE;
}
