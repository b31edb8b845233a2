/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <time.h>

#include "loft-contact-merge.h"

static void
set (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

/* values: "EMAIL=a@b|TEL=1". */
static LoftContact *
make (const char *uid, const char *name, const char *values)
{
  LoftContact *contact = loft_contact_new ();
  g_auto (GStrv) parts = g_strsplit (values, "|", -1);

  set (&contact->uid, uid);
  set (&contact->name, name);
  for (guint i = 0; parts[i] != NULL && *parts[i] != '\0'; i++)
    {
      g_auto (GStrv) halves = g_strsplit (parts[i], "=", 2);

      g_ptr_array_add (contact->values, loft_contact_value_new (halves[0], halves[1]));
    }
  return contact;
}

static GPtrArray *
make_all (const char *const (*rows)[2], guint count)
{
  GPtrArray *contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);

  for (guint i = 0; i < count; i++)
    {
      g_autofree char *uid = g_strdup_printf ("%u", i + 1);

      g_ptr_array_add (contacts, make (uid, rows[i][0], rows[i][1]));
    }
  return contacts;
}

static char *
list_groups (GPtrArray *groups)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < groups->len; i++)
    {
      GPtrArray *group = g_ptr_array_index (groups, i);

      for (guint k = 0; k < group->len; k++)
        g_string_append_printf (text, "%s%s",
                                k > 0   ? "="
                                : i > 0 ? ","
                                        : "",
                                ((LoftContact *) g_ptr_array_index (group, k))->uid);
    }
  return g_string_free (text, FALSE);
}

static void
test_find (void)
{
  static const char *const people[][2] = {
    { "Eva Adler", "EMAIL=eva@example.org|TEL=+43 660 1234567" }, /* 1 */
    { "E. Adler", "EMAIL=EVA@Example.org" }, /* 2: the address */
    { "Évi", "TEL=0660/123 45 67|NOTE=a|NOTE=b" }, /* 3: the number */
    { "eva  ADLER", "" }, /* 4: the name */
    { "Eva", "" }, /* 5: one word is no full name */
    { "Eva", "TEL=4567" }, /* 6: an extension */
    { "Desk A", "TEL=01 5550000" }, /* 7 to 10: a company's number */
    { "Desk B", "TEL=01 5550000" },
    { "Desk C", "TEL=01 5550000" },
    { "Desk D", "TEL=01 5550000" },
    { "Jan Novak", "EMAIL=jan@example.org" }, /* 11 */
    { "Jan Novák", "EMAIL=jn@example.net" }, /* 12 */
  };
  g_autoptr (GPtrArray) contacts = make_all (people, G_N_ELEMENTS (people));
  g_autoptr (GPtrArray) groups = loft_contact_merge_find (contacts);
  g_autofree char *text = list_groups (groups);

  g_assert_cmpstr (text, ==, "3=1=2=4,11=12");
}

static void
test_groups_are_nobody (void)
{
  static const char *const people[][2] = { { "The Choir", "" }, { "The Choir", "" } };
  g_autoptr (GPtrArray) contacts = make_all (people, G_N_ELEMENTS (people));
  g_autoptr (GPtrArray) groups = NULL;

  ((LoftContact *) g_ptr_array_index (contacts, 0))->is_group = TRUE;
  groups = loft_contact_merge_find (contacts);
  g_assert_cmpuint (groups->len, ==, 0);
}

static char *
describe (const LoftContact *contact)
{
  GString *text = g_string_new (contact->name);

  g_string_append_printf (text, " (%s)", contact->organization);
  for (guint i = 0; i < contact->values->len; i++)
    g_string_append_printf (text, " %s",
                            ((LoftContactValue *) g_ptr_array_index (contact->values, i))->value);
  return g_string_free (text, FALSE);
}

static void
test_preview (void)
{
  static const char *const people[][2] = {
    { "Eva Adler", "EMAIL=eva@example.org|TEL=+43 660 1234567|BDAY=1985-04-12" },
    { "E. Adler", "EMAIL=EVA@example.org|EMAIL=e@example.net|TEL=0660 1234567|BDAY=1985-04-13" },
  };
  g_autoptr (GPtrArray) contacts = make_all (people, G_N_ELEMENTS (people));
  g_autoptr (LoftContact) merged = NULL;
  g_autoptr (GPtrArray) choices = NULL;
  g_autofree char *text = NULL;
  g_autofree char *chosen = NULL;
  const LoftContactChoice *choice;

  set (&((LoftContact *) g_ptr_array_index (contacts, 1))->organization, "Fair");
  merged = loft_contact_merge_preview (contacts);
  text = describe (merged);
  g_assert_cmpstr (text, ==,
                   "Eva Adler (Fair) eva@example.org +43 660 1234567 1985-04-12 e@example.net");
  g_assert_cmpstr (merged->uid, ==, "1");
  choices = loft_contact_merge_list_choices (contacts);
  g_assert_cmpuint (choices->len, ==, 2);
  choice = g_ptr_array_index (choices, 0);
  g_assert_cmpstr (choice->field, ==, "name");
  g_assert_cmpstr (choice->texts[1], ==, "E. Adler");
  loft_contact_merge_choose (merged, "name", choice->texts[1]);
  loft_contact_merge_choose (merged, "BDAY", "1985-04-13");
  chosen = describe (merged);
  g_assert_cmpstr (chosen, ==,
                   "E. Adler (Fair) eva@example.org +43 660 1234567 1985-04-13 e@example.net");
}

static void
test_many (void)
{
  g_autoptr (GPtrArray) contacts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);
  g_autoptr (GPtrArray) groups = NULL;
  gint64 begin = clock ();

  for (guint i = 0; i < 40000; i++)
    {
      g_autofree char *name = g_strdup_printf ("Given Family%u", i / 2);

      g_ptr_array_add (contacts, make ("x", name, "EMAIL=shared|TEL=12345678"));
    }
  groups = loft_contact_merge_find (contacts);
  g_assert_cmpuint (groups->len, ==, 20000);
  g_assert_cmpint (clock () - begin, <, 10 * CLOCKS_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contact-merge/find", test_find);
  g_test_add_func ("/contact-merge/groups-are-nobody", test_groups_are_nobody);
  g_test_add_func ("/contact-merge/preview", test_preview);
  g_test_add_func ("/contact-merge/many", test_many);
  return g_test_run ();
}
