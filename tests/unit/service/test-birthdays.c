/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-birthdays.h"

/* What comes round in a range of days, as "name kind date years; …". */

typedef struct {
  const char *name;
  const char *dates; /* "BDAY=1985-04-12 …" of one contact */
  const char *first;
  int n_days;
  const char *wanted;
} Case;

static const Case cases[] = {
  { "a birthday", "BDAY=1985-04-12", "2026-04-01", 30, "bday 2026-04-12 41" },
  { "the first day of the range", "BDAY=1985-04-12", "2026-04-12", 1, "bday 2026-04-12 41" },
  { "the day after", "BDAY=1985-04-12", "2026-04-13", 1, "" },
  { "the day before", "BDAY=1985-04-12", "2026-04-10", 2, "" },
  { "without a year", "BDAY=--04-12", "2026-04-01", 30, "bday 2026-04-12 -1" },
  { "across the new year", "BDAY=1990-01-02", "2026-12-28", 7, "bday 2027-01-02 37" },
  { "many years", "BDAY=1985-04-12", "2024-01-01", 1096,
    "bday 2024-04-12 39;bday 2025-04-12 40;bday 2026-04-12 41" },
  { "the day itself", "BDAY=2026-04-12", "2026-04-01", 30, "bday 2026-04-12 0" },
  { "not before it", "BDAY=2026-04-12", "2025-04-01", 30, "" },
  { "29 February of a leap year", "BDAY=2000-02-29", "2028-02-28", 3, "bday 2028-02-29 28" },
  { "29 February of a common year", "BDAY=2000-02-29", "2026-02-28", 3, "bday 2026-02-28 26" },
  { "29 February of 2100", "BDAY=--02-29", "2100-02-01", 60, "bday 2100-02-28 -1" },
  { "no 29 February", "BDAY=2001-02-29", "2026-02-01", 60, "" },
  { "an anniversary", "ANNIVERSARY=2009-08-08", "2026-08-01", 31, "anniversary 2026-08-08 17" },
  { "both", "BDAY=--08-09 ANNIVERSARY=2009-08-08", "2026-08-01", 31,
    "bday 2026-08-09 -1;anniversary 2026-08-08 17" },
  { "the first that is a date", "BDAY=1985-04 BDAY=1985-04-12 BDAY=1985-04-13", "2026-04-01", 30,
    "bday 2026-04-12 41" },
  { "no dates", "BDAY=in-May BDAY=---12 BDAY=1985-13-01 BDAY=1985-04-00 BDAY=1985-04-31 BDAY=",
    "2026-01-01", 365, "" },
  { "no such dates", "BDAY=0000-04-12 BDAY=1985-04-12x BDAY=-1985-04-12 BDAY=--4-1", "2026-01-01",
    365, "" },
  { "before there were calendars", "BDAY=1500-04-12", "2026-04-01", 30, "bday 2026-04-12 526" },
  { "other dates", "REV=2009-08-08 X=2009-08-08", "2026-08-01", 31, "" },
};

static gint64
day_of (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *midnight = g_strconcat (text, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (midnight, utc);

  return g_date_time_to_unix (time) / 86400;
}

static LoftContact *
make (const char *name, const char *dates)
{
  g_auto (GStrv) all = g_strsplit (dates, " ", -1);
  LoftContact *contact = loft_contact_new ();

  g_free (contact->name);
  contact->name = g_strdup (name);
  for (guint i = 0; all[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (all[i], "=", 2);

      g_ptr_array_add (contact->values, loft_contact_value_new (parts[0], parts[1]));
    }
  return contact;
}

static GPtrArray *
new_contacts (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);
}

static char *
describe (GPtrArray *birthdays)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < birthdays->len; i++)
    {
      const LoftBirthday *birthday = g_ptr_array_index (birthdays, i);
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (birthday->day * 86400);
      g_autofree char *date = g_date_time_format (time, "%Y-%m-%d");

      g_string_append_printf (text, "%s%s %s %d", i > 0 ? ";" : "",
                              birthday->is_anniversary ? "anniversary" : "bday", date,
                              birthday->years);
    }
  return g_string_free (text, FALSE);
}

static void
test_case (gconstpointer data)
{
  const Case *each = data;
  g_autoptr (GPtrArray) contacts = new_contacts ();
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *text = NULL;

  g_ptr_array_add (contacts, make ("Eva", each->dates));
  found = loft_birthdays_list (contacts, day_of (each->first), each->n_days);
  text = describe (found);
  g_assert_cmpstr (text, ==, each->wanted);
}

static void
test_once (void)
{
  g_autoptr (GPtrArray) contacts = new_contacts ();
  g_autoptr (GPtrArray) found = NULL;
  LoftContact *group = make ("Choir", "BDAY=1985-04-12");

  group->is_group = TRUE;
  g_ptr_array_add (contacts, make ("Eva", "BDAY=1985-04-12"));
  g_ptr_array_add (contacts, make ("Eva", "BDAY=1985-04-12")); /* in another book */
  g_ptr_array_add (contacts, make ("Jan", "BDAY=1985-04-12"));
  g_ptr_array_add (contacts, group);
  found = loft_birthdays_list (contacts, day_of ("2026-04-01"), 30);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpstr (((LoftBirthday *) g_ptr_array_index (found, 0))->contact->name, ==, "Eva");
  g_assert_cmpstr (((LoftBirthday *) g_ptr_array_index (found, 1))->contact->name, ==, "Jan");
}

static void
test_any (void)
{
  g_autoptr (GPtrArray) contacts = new_contacts ();

  g_assert_false (loft_birthdays_has_any (contacts));
  g_ptr_array_add (contacts, make ("Eva", "BDAY=in-May"));
  g_assert_false (loft_birthdays_has_any (contacts));
  g_ptr_array_add (contacts, make ("Jan", "ANNIVERSARY=--08-08"));
  g_assert_true (loft_birthdays_has_any (contacts));
}

/* Far away there is nothing, and no end of it neither. */
static void
test_far (void)
{
  g_autoptr (GPtrArray) contacts = new_contacts ();
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  g_ptr_array_add (contacts, make ("Eva", "BDAY=1985-04-12"));
  before = loft_birthdays_list (contacts, -G_GINT64_CONSTANT (10000000), 366);
  after = loft_birthdays_list (contacts, G_GINT64_CONSTANT (100000000), 366);
  g_assert_cmpuint (before->len, ==, 0);
  g_assert_cmpuint (after->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/birthdays/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/birthdays/once", test_once);
  g_test_add_func ("/birthdays/any", test_any);
  g_test_add_func ("/birthdays/far", test_far);
  return g_test_run ();
}
