/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ldap-person.h"

#include <string.h>

static void
add (LoftLdapPerson *person, const char *attribute, const char *value)
{
  loft_ldap_person_add (person, attribute, value, strlen (value));
}

static const char *
value_of (const LoftContact *contact, const char *property, guint i)
{
  g_autoptr (GPtrArray) values = loft_contact_list_values (contact, property);

  return i < values->len ? ((LoftContactValue *) g_ptr_array_index (values, i))->value : NULL;
}

static void
test_whole (void)
{
  g_autoptr (LoftLdapPerson) person = loft_ldap_person_new ("uid=eva,dc=example");
  g_autoptr (LoftContact) contact = NULL;

  add (person, "CN", "Eva Adler");
  add (person, "cn", "Eva A.");
  add (person, "sn;lang-de", "Adler");
  add (person, "givenname", "Eva");
  add (person, "mail", "eva@example.org");
  add (person, "mail", "adler@example.org");
  add (person, "telephoneNumber", "+43 1 1");
  add (person, "mobile", "+43 660 2");
  add (person, "o", "Fair");
  add (person, "ou", "Stands");
  add (person, "title", " Director\n");
  add (person, "labeledURI", "https://example.org Her page");
  add (person, "roomNumber", "B12");
  add (person, "l", "Wien");
  add (person, "userPassword", "secret");
  contact = loft_ldap_person_finish (person);
  g_assert_cmpstr (contact->uid, ==, "uid=eva,dc=example");
  g_assert_cmpstr (contact->name, ==, "Eva Adler");
  g_assert_cmpstr (contact->family, ==, "Adler");
  g_assert_cmpstr (contact->given, ==, "Eva");
  g_assert_cmpstr (contact->organization, ==, "Fair");
  g_assert_cmpstr (contact->department, ==, "Stands");
  g_assert_cmpstr (contact->title, ==, "Director");
  g_assert_cmpstr (value_of (contact, "EMAIL", 0), ==, "eva@example.org");
  g_assert_cmpstr (value_of (contact, "EMAIL", 1), ==, "adler@example.org");
  g_assert_cmpstr (value_of (contact, "TEL", 1), ==, "+43 660 2");
  g_assert_cmpstr (value_of (contact, "URL", 0), ==, "https://example.org");
  g_assert_cmpstr (value_of (contact, "ADR", 0), ==, "\nB12\n\nWien\n\n\n");
  g_assert_cmpuint (contact->values->len, ==, 6);
}

static void
test_names (void)
{
  g_autoptr (LoftLdapPerson) nobody = loft_ldap_person_new ("cn=x");
  g_autoptr (LoftLdapPerson) address = loft_ldap_person_new ("cn=x");
  g_autoptr (LoftLdapPerson) shown = loft_ldap_person_new ("cn=x");
  g_autoptr (LoftContact) by_address = NULL;
  g_autoptr (LoftContact) as_shown = NULL;

  add (nobody, "telephoneNumber", "1");
  g_assert_null (loft_ldap_person_finish (nobody));
  add (address, "mail", "x@example.org");
  by_address = loft_ldap_person_finish (address);
  g_assert_cmpstr (by_address->name, ==, "x@example.org");
  add (shown, "cn", "adler");
  add (shown, "displayName", "Eva Adler");
  as_shown = loft_ldap_person_finish (shown);
  g_assert_cmpstr (as_shown->name, ==, "Eva Adler");
}

/* What is no text, or too much of it, is left out. */
static void
test_hostile (void)
{
  g_autoptr (LoftLdapPerson) person = loft_ldap_person_new ("\xff");
  g_autofree char *large = g_strnfill (100000, 'x');
  g_autoptr (LoftContact) contact = NULL;

  add (person, "cn", large);
  add (person, "cn", "\xff\xfe");
  add (person, "cn", " \n ");
  add (person, "cn", "Eva\nAdler");
  loft_ldap_person_add (person, "sn", "A\0B", 3);
  for (guint i = 0; i < 1000; i++)
    add (person, "mail", "x@example.org");
  contact = loft_ldap_person_finish (person);
  g_assert_cmpstr (contact->name, ==, "Eva Adler");
  g_assert_true (g_utf8_validate (contact->uid, -1, NULL));
  g_assert_cmpstr (contact->family, ==, "");
  g_assert_cmpuint (contact->values->len, ==, 30);
}

static void
test_photo (void)
{
  g_autofree char *large = g_strnfill (128 * 1024 + 1, 'x');
  g_autoptr (LoftLdapPerson) person = loft_ldap_person_new ("uid=eva");
  g_autoptr (LoftContact) contact = NULL;

  add (person, "cn", "Eva Adler");
  add (person, "jpegPhoto", large);
  loft_ldap_person_add (person, "jpegPhoto", "\xff\xd8\xff\0large", 9);
  loft_ldap_person_add (person, "thumbnailPhoto", "\xff\xd8\xff\0", 4);
  loft_ldap_person_add (person, "jpegphoto;binary", "\xff\xd8\xff\0large", 9);
  contact = loft_ldap_person_finish (person);
  g_assert_nonnull (contact->photo);
  g_assert_cmpmem (g_bytes_get_data (contact->photo, NULL), g_bytes_get_size (contact->photo),
                   "\xff\xd8\xff\0", 4);
}

/* What the server is asked for. */
static void
test_attributes (void)
{
  g_assert_true (g_strv_contains (loft_ldap_person_get_attributes (), "jpegPhoto"));
  g_assert_true (g_strv_contains (loft_ldap_person_get_attributes (), "thumbnailPhoto"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ldap-person/whole", test_whole);
  g_test_add_func ("/ldap-person/names", test_names);
  g_test_add_func ("/ldap-person/hostile", test_hostile);
  g_test_add_func ("/ldap-person/photo", test_photo);
  g_test_add_func ("/ldap-person/attributes", test_attributes);
  return g_test_run ();
}
