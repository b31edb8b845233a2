/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-absence-text.h"

static LoftOutOfOfficeAnswer
new_answer (gboolean is_html, const char *text)
{
  return (LoftOutOfOfficeAnswer){ TRUE, TRUE, is_html, g_strdup (text) };
}

static void
test_text (void)
{
  static const struct {
    gboolean is_html;
    const char *text;
    const char *shown;
  } cases[] = {
    { FALSE, "Away\r\nuntil Monday\r\n", "Away\nuntil Monday" },
    { FALSE, "", "" },
    { TRUE, "", "" },
    { TRUE, "<html><body><p>Away &amp; <b>gone</b></p></body></html>", "Away & gone" },
    { TRUE, "one<br>two", "one\ntwo" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LoftOutOfOfficeAnswer answer = new_answer (cases[i].is_html, cases[i].text);
      g_autofree char *shown = loft_absence_text_dup (&answer);

      g_assert_cmpstr (shown, ==, cases[i].shown);
      /* Said again it is no change. */
      loft_absence_text_set (&answer, shown);
      g_assert_cmpstr (answer.text, ==, cases[i].text);
      g_assert_true (answer.is_html == cases[i].is_html);
      loft_absence_text_set (&answer, "Back");
      g_assert_cmpstr (answer.text, ==, "Back");
      g_assert_false (answer.is_html);
      g_free (answer.text);
    }
}

static void
test_on (void)
{
  g_autoptr (LoftOutOfOffice) absence = loft_out_of_office_new ();

  absence->start = 100;
  absence->end = 200;
  g_assert_false (loft_absence_is_on (absence, 150));
  absence->state = LOFT_OUT_OF_OFFICE_ON;
  g_assert_true (loft_absence_is_on (absence, 250));
  absence->state = LOFT_OUT_OF_OFFICE_SCHEDULED;
  g_assert_false (loft_absence_is_on (absence, 99));
  g_assert_true (loft_absence_is_on (absence, 100));
  g_assert_true (loft_absence_is_on (absence, 199));
  g_assert_false (loft_absence_is_on (absence, 200));
}

static void
test_equal (void)
{
  g_autoptr (LoftOutOfOffice) a = loft_out_of_office_new ();
  g_autoptr (LoftOutOfOffice) b = loft_out_of_office_copy (a);

  g_assert_true (loft_absence_equal (a, b));
  b->end = 1;
  g_assert_false (loft_absence_equal (a, b));
  b->end = 0;
  b->answers[LOFT_OUT_OF_OFFICE_OTHERS].is_on = TRUE;
  g_assert_false (loft_absence_equal (a, b));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/absence-text/text", test_text);
  g_test_add_func ("/absence-text/on", test_on);
  g_test_add_func ("/absence-text/equal", test_equal);
  return g_test_run ();
}
