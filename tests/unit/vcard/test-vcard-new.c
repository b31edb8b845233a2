/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "loft-clock.h"
#include "loft-contact-text.h"
#include "loft-vcard-object.h"

#define GIF "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"

static void
set (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
add (LoftContact *contact, const char *property, const char *text, const char *types,
     const char *label, guint preference)
{
  LoftContactValue *value = loft_contact_value_new (property, text);

  g_strfreev (value->types);
  value->types = g_strsplit (types, ",", -1);
  set (&value->label, label);
  value->preference = preference;
  g_ptr_array_add (contact->values, value);
}

static LoftContact *
make_full (void)
{
  LoftContact *contact = loft_contact_new ();
  gsize length;
  guchar *photo = g_base64_decode (GIF, &length);

  set (&contact->uid, "u-1");
  set (&contact->name, "Dr. Eva, Adler; \\ Söhne");
  set (&contact->family, "Adler; B");
  set (&contact->given, "Eva");
  set (&contact->suffix, "M.Sc., PhD");
  set (&contact->nickname, "Evi");
  set (&contact->organization, "Spring; Fair");
  set (&contact->department, "Programme");
  set (&contact->title, "Director");
  set (&contact->role, "Speaker");
  add (contact, "EMAIL", "eva@example.org", "home", "", 1);
  add (contact, "EMAIL", "adler@example.net", "", "Choir", 0);
  add (contact, "TEL", "+43 660 1", "work,cell", "", 0);
  add (contact, "ADR", "\n\nRing 1; Top 4\nWien\n\n1010\nAustria", "home", "", 0);
  add (contact, "URL", "https://example.org/a,b;c", "", "", 0);
  add (contact, "IMPP", "xmpp:eva@example.org", "home", "", 0);
  add (contact, "BDAY", "--04-12", "", "", 0);
  add (contact, "ANNIVERSARY", "2011-06-18", "", "", 0);
  add (contact, "GEO", "48.2,16.3", "", "", 0);
  add (contact, "NOTE", "one\ntwo, three; four", "", "", 0);
  g_strfreev (contact->categories);
  contact->categories = g_strsplit ("Choir|a,b", "|", -1);
  contact->photo = g_bytes_new_take (photo, length);
  contact->modified = 1714557600;
  return contact;
}

/* What is written is read again; what it looks like is judged by another reader (test-vcard.py). */
static void
test_read_again (gconstpointer version)
{
  g_autoptr (LoftContact) contact = make_full ();
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftContact) again = NULL;
  g_autofree char *says = loft_contact_text (contact);
  g_autofree char *says_again = NULL;

  loft_clock_set_for_test (contact->modified);
  raw = loft_vcard_new (contact, GPOINTER_TO_UINT (version));
  again = loft_vcard_read (raw, NULL);
  says_again = loft_contact_text (again);
  g_assert_cmpstr (says_again, ==, says);
  g_assert_cmpuint (loft_vcard_version (raw), ==, GPOINTER_TO_UINT (version));
}

static void
test_related (gconstpointer version)
{
  g_autoptr (LoftContact) contact = loft_contact_new ();
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftContact) again = NULL;
  const LoftContactValue *value;

  add (contact, "RELATED", "Jan Novak", "spouse", "", 0);
  raw = loft_vcard_new (contact, GPOINTER_TO_UINT (version));
  again = loft_vcard_read (raw, NULL);
  g_assert_cmpuint (again->values->len, ==, 1);
  value = g_ptr_array_index (again->values, 0);
  g_assert_cmpstr (value->property, ==, "RELATED");
  g_assert_cmpstr (value->value, ==, "Jan Novak");
  if (GPOINTER_TO_UINT (version) == 4)
    g_assert_cmpstr (value->types[0], ==, "spouse");
  else
    g_assert_cmpstr (value->label, ==, "Spouse");
}

static void
test_empty (gconstpointer version)
{
  g_autoptr (LoftContact) contact = loft_contact_new ();
  g_autoptr (GBytes) raw = loft_vcard_new (contact, GPOINTER_TO_UINT (version));
  g_autoptr (LoftContact) again = loft_vcard_read (raw, NULL);

  g_assert_cmpstr (again->uid, !=, "");
  g_assert_cmpstr (again->name, ==, "-");
}

static void
test_group (gconstpointer version)
{
  g_autoptr (LoftContact) contact = loft_contact_new ();
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftContact) again = NULL;
  gint64 begin = clock ();

  for (guint i = 0; i < loft_vcard_limits.members; i++)
    g_ptr_array_add (members, g_strdup_printf ("urn:uuid:%u", i));
  g_ptr_array_add (members, NULL);
  g_strfreev (contact->members);
  contact->members = g_strdupv ((char **) members->pdata);
  contact->is_group = TRUE;
  set (&contact->name, "Choir");
  raw = loft_vcard_new (contact, GPOINTER_TO_UINT (version));
  again = loft_vcard_read (raw, NULL);
  g_assert_true (again->is_group);
  g_assert_true (
    g_strv_equal ((const char *const *) again->members, (const char *const *) contact->members));
  g_assert_cmpint (clock () - begin, <, 5 * CLOCKS_PER_SEC);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    GTestDataFunc test;
  } tests[] = { { "read-again", test_read_again },
                { "related", test_related },
                { "empty", test_empty },
                { "group", test_group } };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    for (guint version = 3; version <= 4; version++)
      {
        g_autofree char *path = g_strdup_printf ("/vcard/new/%s/%u", tests[i].name, version);

        g_test_add_data_func (path, GUINT_TO_POINTER (version), tests[i].test);
      }
  return g_test_run ();
}
