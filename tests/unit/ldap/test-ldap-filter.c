/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ldap-filter.h"

#include <string.h>

static void
test_escape (void)
{
  static const struct {
    const char *text;
    const char *escaped;
  } cases[] = {
    { "", "" },
    { "eva", "eva" },
    { "*", "\\2a" },
    { "(cn=*)", "\\28cn=\\2a\\29" },
    { "back\\slash", "back\\5cslash" },
    { "Zo\xc3\xab", "Zo\xc3\xab" },
    { "a\xff\xc3z", "a\\ff\\c3z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *escaped = loft_ldap_filter_escape (cases[i].text);

      g_assert_cmpstr (escaped, ==, cases[i].escaped);
    }
}

/* Whatever is typed, the filter has the parentheses that we wrote. */
static void
test_words (void)
{
  static const char *const odd[] = { "a)(b", "*", "((((", "\\", "a*b)", "\xff" };
  g_autofree char *none = loft_ldap_filter_for_words (" ,; \t");
  g_autofree char *one = loft_ldap_filter_for_words ("eva");
  g_autofree char *two = loft_ldap_filter_for_words (" eva  adler, ");
  g_autofree char *many = loft_ldap_filter_for_words ("a b c d e f g h i j");

  g_assert_null (none);
  g_assert_cmpstr (one, ==,
                   "(&(|(objectClass=person)(mail=*))(|(cn=eva*)(displayName=eva*)(sn=eva*)"
                   "(givenName=eva*)(mail=eva*)(uid=eva*)(cn=* eva*)))");
  g_assert_nonnull (strstr (two, "(sn=eva*)"));
  g_assert_nonnull (strstr (two, "(sn=adler*)"));
  g_assert_nonnull (strstr (many, "(sn=f*)"));
  g_assert_null (strstr (many, "(sn=g*)"));
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autofree char *filter = loft_ldap_filter_for_words (odd[i]);
      guint n_open = 0, n_close = 0;

      for (const char *p = filter; *p != '\0'; p++)
        {
          n_open += *p == '(';
          n_close += *p == ')';
        }
      g_assert_cmpuint (n_open, ==, 12);
      g_assert_cmpuint (n_close, ==, 12);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ldap-filter/escape", test_escape);
  g_test_add_func ("/ldap-filter/words", test_words);
  return g_test_run ();
}
