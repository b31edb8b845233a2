/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-schedule.h"

#include <string.h>

#include "loft-error.h"

#define HEAD                                                                                       \
  "<?xml version=\"1.0\"?><C:schedule-response xmlns:C=\"urn:ietf:params:xml:ns:caldav\" "         \
  "xmlns:D=\"DAV:\">"
#define TAIL "</C:schedule-response>"
#define ONE(address, status, data)                                                                 \
  "<C:response><C:recipient><D:href>" address "</D:href></C:recipient>"                            \
  "<C:request-status>" status "</C:request-status>" data "</C:response>"
#define DATA "<C:calendar-data>BEGIN:VCALENDAR</C:calendar-data>"

static const struct {
  const char *text;
  const char *people; /* NULL: it is none of an outbox */
} cases[] = {
  { HEAD TAIL, "" },
  { HEAD ONE ("mailto:bob@example.test", "2.0;Success", DATA) TAIL, "bob@example.test 200 15 -\n" },
  { HEAD ONE ("MAILTO:b%2Bx@example.test", "2.0", DATA) TAIL, "b+x@example.test 200 15 -\n" },
  { HEAD ONE ("mailto:b@x.test", "3.7;Invalid calendar user", "")
      ONE ("mailto:c@x.test", "2.0;Success", DATA) TAIL,
    "b@x.test 370 0 The server does not know this person\nc@x.test 200 15 -\n" },
  { HEAD ONE ("mailto:b@x.test", "3.8;No authority", "") TAIL,
    "b@x.test 380 0 You may not see when this person has time\n" },
  { HEAD ONE ("mailto:b@x.test", "5.1;Service unavailable", "") TAIL,
    "b@x.test 510 0 Their own server cannot be reached\n" },
  { HEAD ONE ("mailto:b@x.test", "5.3.1;No", "") TAIL,
    "b@x.test 531 0 The server does not tell when this person has time\n" },
  { HEAD ONE ("mailto:b@x.test", "2.0;Success", "") TAIL,
    "b@x.test 200 0 The server tells nothing of them\n" },
  /* Without a status, with an address that is no href, for nobody. */
  { HEAD "<C:response><C:recipient>mailto:b@x.test</C:recipient>" DATA "</C:response>" TAIL,
    "b@x.test 0 15 -\n" },
  { HEAD "<C:response>" DATA "</C:response>" TAIL, "" },
  { HEAD ONE ("urn:uuid:7", "2.0", DATA) TAIL, "urn:uuid:7 200 15 -\n" },
  { "<D:multistatus xmlns:D=\"DAV:\"/>", NULL },
  { "<html><body>Sign in</body></html>", NULL },
  { HEAD, NULL },
  { "", NULL },
  { "<!DOCTYPE a [<!ENTITY b \"c\">]>" HEAD TAIL, NULL },
};

static char *
describe (GPtrArray *people)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < people->len; i++)
    {
      const LoftDavScheduled *person = g_ptr_array_index (people, i);
      const char *reason = loft_dav_schedule_explain (person);

      g_string_append_printf (text, "%s %u %d %s\n", person->address, person->status,
                              person->data != NULL ? (int) g_bytes_get_size (person->data) : 0,
                              reason != NULL ? reason : "-");
    }
  return g_string_free (text, FALSE);
}

static void
test_read (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (cases[i].text, strlen (cases[i].text));
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) people = loft_dav_schedule_read (body, &error);
      g_autofree char *text = NULL;

      g_test_message ("%u", i);
      g_assert_true ((people != NULL) == (cases[i].people != NULL));
      g_assert_true ((error == NULL) == (cases[i].people != NULL));
      text = people != NULL ? describe (people) : NULL;
      g_assert_cmpstr (text, ==, cases[i].people);
    }
}

static void
test_cut (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize length = 0; length < strlen (cases[i].text); length++)
      {
        g_autoptr (GBytes) body = g_bytes_new (cases[i].text, length);
        g_autoptr (GPtrArray) people = loft_dav_schedule_read (body, NULL);

        g_assert_null (people);
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dav-schedule/read", test_read);
  g_test_add_func ("/dav-schedule/cut", test_cut);
  return g_test_run ();
}
