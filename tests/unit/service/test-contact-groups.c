/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-groups.h"

/* Who is in a group, and what its card says after somebody came or went. */

static LoftContact *
make (const char *uid, const char *name, const char *email, gint64 book)
{
  LoftContact *contact = loft_contact_new ();

  g_free (contact->uid);
  contact->uid = g_strdup (uid);
  g_free (contact->name);
  contact->name = g_strdup (name);
  if (*email != '\0')
    g_ptr_array_add (contact->values, loft_contact_value_new ("EMAIL", email));
  contact->folder_id = book;
  return contact;
}

/* members: split at spaces. */
static LoftContact *
make_group (const char *members)
{
  LoftContact *group = make ("g", "Choir", "", 1);

  group->is_group = TRUE;
  g_strfreev (group->members);
  group->members = *members != '\0' ? g_strsplit (members, " ", -1) : g_new0 (char *, 1);
  return group;
}

static GPtrArray *
make_contacts (void)
{
  GPtrArray *contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);
  LoftContact *nested = make ("h", "Opera", "opera@example.org", 1);

  nested->is_group = TRUE;
  g_ptr_array_add (contacts, make ("a", "Eva elsewhere", "eva@example.org", 2));
  g_ptr_array_add (contacts, make ("A", "Eva", "eva@example.org", 1));
  g_ptr_array_add (contacts, make ("urn:uuid:b", "Jan", "jan@example.org", 1));
  g_ptr_array_add (contacts, make ("c", "Nora", "Nora+x@example.org", 2));
  g_ptr_array_add (contacts, make ("d", "Without", "", 2));
  g_ptr_array_add (contacts, nested);
  return contacts;
}

static const struct {
  const char *members;
  const char *names;
} cases[] = {
  { "", "" },
  { "urn:uuid:b urn:uuid:a", "Jan,Eva" },
  { "A b", "Eva,Jan" },
  { "URN:UUID:A urn:uuid:a mailto:EVA@example.org", "Eva" },
  { "mailto:nora%2Bx@example.org", "Nora" },
  { "mailto:nobody@example.org mailto:Nobody@example.org?subject=x", "nobody@example.org" },
  { "urn:uuid:nobody urn:uuid:h mailto: mailto:%zz", "" },
};

static void
test_members (void)
{
  g_autoptr (GPtrArray) contacts = make_contacts ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftContact) group = make_group (cases[i].members);
      g_autoptr (GPtrArray) members = loft_contact_groups_list_members (group, contacts);
      g_autoptr (GString) names = g_string_new (NULL);

      for (guint k = 0; k < members->len; k++)
        g_string_append_printf (names, "%s%s", k > 0 ? "," : "",
                                ((LoftContact *) g_ptr_array_index (members, k))->name);
      g_assert_cmpstr (names->str, ==, cases[i].names);
    }
}

static void
check (LoftContact *after, const char *members)
{
  g_autofree char *text = g_strjoinv (" ", after->members);

  g_assert_true (after->is_group);
  g_assert_cmpstr (text, ==, members);
  loft_contact_unref (after);
}

static void
test_changed (void)
{
  g_autoptr (GPtrArray) contacts = make_contacts ();
  g_autoptr (GPtrArray) eva = g_ptr_array_new ();
  g_autoptr (LoftContact) empty = make_group ("");
  g_autoptr (LoftContact) some = make_group ("urn:uuid:x URN:UUID:A mailto:eva@example.org b");

  g_ptr_array_remove_index (contacts, 0);
  g_ptr_array_add (eva, g_ptr_array_index (contacts, 0));
  /* Of its book by uid; of another by address; who has none, and groups, cannot be. */
  check (loft_contact_groups_add (empty, contacts),
         "urn:uuid:A urn:uuid:b mailto:Nora%2Bx@example.org");
  /* Who is in it stays as they are written. */
  check (loft_contact_groups_add (some, eva), "urn:uuid:x URN:UUID:A mailto:eva@example.org b");
  check (loft_contact_groups_remove (some, eva), "urn:uuid:x b");
  check (loft_contact_groups_remove (empty, eva), "");
}

/* The list narrowed, also after it was loaded again. */

static GPtrArray *
list_people (gpointer members, GCancellable *cancellable, GError **error)
{
  GPtrArray *contacts = make_contacts ();

  g_ptr_array_add (contacts, make_group (members));
  return contacts;
}

static void
take_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static void
load (LoftContactList *list, const char *members)
{
  g_autoptr (GAsyncResult) result = NULL;

  loft_contact_list_load_async (list, list_people, (gpointer) members, NULL, take_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (loft_contact_list_load_finish (list, result, NULL));
}

static void
test_list (void)
{
  g_autoptr (LoftContactList) list = loft_contact_list_new ();
  g_autoptr (LoftContact) group = make_group ("");

  load (list, "urn:uuid:a");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 7);
  loft_contact_list_set_group (list, group);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  g_assert_cmpint (loft_contact_list_find (list, "A"), ==, 0);
  load (list, "urn:uuid:a urn:uuid:b");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);
  loft_contact_list_set_words (list, "jan");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  loft_contact_list_set_words (list, "");
  loft_contact_list_set_group (list, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contact-groups/members", test_members);
  g_test_add_func ("/contact-groups/changed", test_changed);
  g_test_add_func ("/contact-groups/list", test_list);
  return g_test_run ();
}
