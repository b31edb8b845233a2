/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-groups.h"

#include <string.h>

#define URN    "urn:uuid:"
#define MAILTO "mailto:"

static gboolean
begins_with (const char *text, const char *prefix)
{
  return g_ascii_strncasecmp (text, prefix, strlen (prefix)) == 0;
}

/* (transfer full) (nullable) Of "mailto:ADDRESS?…". */
static char *
read_address (const char *member)
{
  const char *start = member + strlen (MAILTO);

  return g_uri_unescape_segment (start, start + strcspn (start, "?"), NULL);
}

static char *
fold_address (const char *address)
{
  g_autofree char *lower = g_utf8_strdown (address, -1);

  return g_strconcat (MAILTO, lower, NULL);
}

/* (transfer full) The same for a member and for what it names: "mailto:address", or a uid. */
static char *
fold_member (const char *member)
{
  g_autofree char *address = begins_with (member, MAILTO) ? read_address (member) : NULL;

  if (address != NULL)
    return fold_address (address);
  return g_ascii_strdown (begins_with (member, URN) ? member + strlen (URN) : member, -1);
}

/* ---- who is in it ------------------------------------------------------------------------- */

/* Those of the group's book take the place of others. */
static void
index_as (GHashTable *index, char *key, LoftContact *contact, const LoftContact *group)
{
  LoftContact *known = g_hash_table_lookup (index, key);

  if (known == NULL ||
      (known->folder_id != group->folder_id && contact->folder_id == group->folder_id))
    g_hash_table_insert (index, key, contact);
  else
    g_free (key);
}

/* (transfer full) folded member -> LoftContact */
static GHashTable *
index_contacts (GPtrArray *contacts, const LoftContact *group)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < contacts->len; i++)
    {
      LoftContact *contact = g_ptr_array_index (contacts, i);

      if (contact->is_group)
        continue;
      if (*contact->uid != '\0')
        index_as (index, fold_member (contact->uid), contact, group);
      for (guint k = 0; k < contact->values->len; k++)
        {
          const LoftContactValue *value = g_ptr_array_index (contact->values, k);

          if (g_str_equal (value->property, "EMAIL"))
            index_as (index, fold_address (value->value), contact, group);
        }
    }
  return index;
}

/* (transfer full) (nullable) Somebody of whom nothing but the address is known. */
static LoftContact *
make_stranger (const char *member)
{
  g_autofree char *address = begins_with (member, MAILTO) ? read_address (member) : NULL;
  LoftContact *contact;

  if (address == NULL || *address == '\0')
    return NULL;
  contact = loft_contact_new ();
  g_free (contact->name);
  contact->name = g_strdup (address);
  g_ptr_array_add (contact->values, loft_contact_value_new ("EMAIL", address));
  return contact;
}

GPtrArray *
loft_contact_groups_list_members (const LoftContact *group, GPtrArray *contacts)
{
  GPtrArray *members = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);
  g_autoptr (GHashTable) index = index_contacts (contacts, group);
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; group->members[i] != NULL; i++)
    {
      char *key = fold_member (group->members[i]);
      LoftContact *known = g_hash_table_lookup (index, key);
      LoftContact *stranger = NULL;

      if (!g_hash_table_add (seen, key))
        continue;
      if (known == NULL)
        stranger = make_stranger (group->members[i]);
      if (known != NULL && g_hash_table_add (taken, known))
        g_ptr_array_add (members, loft_contact_ref (known));
      else if (stranger != NULL)
        g_ptr_array_add (members, stranger);
    }
  return members;
}

/* ---- changed ------------------------------------------------------------------------------ */

/* (transfer full) (nullable) What a group calls somebody. */
static char *
make_member (const LoftContact *group, const LoftContact *contact)
{
  g_autoptr (GPtrArray) emails = loft_contact_list_values (contact, "EMAIL");
  g_autofree char *escaped = NULL;

  if (contact->is_group)
    return NULL;
  if (contact->folder_id == group->folder_id && *contact->uid != '\0')
    return g_strconcat (begins_with (contact->uid, "urn:") ? "" : URN, contact->uid, NULL);
  if (emails->len == 0)
    return NULL;
  escaped =
    g_uri_escape_string (((LoftContactValue *) g_ptr_array_index (emails, 0))->value, "@", FALSE);
  return g_strconcat (MAILTO, escaped, NULL);
}

static void
set_members (LoftContact *group, GPtrArray *members)
{
  g_ptr_array_add (members, NULL);
  g_strfreev (group->members);
  group->members = g_strdupv ((char **) members->pdata);
}

/* (transfer full) folded: all names that contacts may have in a group. */
static GHashTable *
list_names (GPtrArray *contacts)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < contacts->len; i++)
    {
      const LoftContact *contact = g_ptr_array_index (contacts, i);
      g_autoptr (GPtrArray) emails = loft_contact_list_values (contact, "EMAIL");

      if (*contact->uid != '\0')
        g_hash_table_add (names, fold_member (contact->uid));
      for (guint k = 0; k < emails->len; k++)
        g_hash_table_add (names, fold_address (
                                   ((LoftContactValue *) g_ptr_array_index (emails, k))->value));
    }
  return names;
}

static gboolean
is_in (const LoftContact *group, LoftContact *contact)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GHashTable) names = NULL;

  g_ptr_array_add (one, contact);
  names = list_names (one);
  for (guint i = 0; group->members[i] != NULL; i++)
    {
      g_autofree char *key = fold_member (group->members[i]);

      if (g_hash_table_contains (names, key))
        return TRUE;
    }
  return FALSE;
}

LoftContact *
loft_contact_groups_add (const LoftContact *group, GPtrArray *contacts)
{
  LoftContact *after = loft_contact_copy (group);
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; group->members[i] != NULL; i++)
    g_ptr_array_add (members, g_strdup (group->members[i]));
  for (guint i = 0; i < contacts->len; i++)
    {
      LoftContact *contact = g_ptr_array_index (contacts, i);
      char *member = is_in (group, contact) ? NULL : make_member (group, contact);

      if (member != NULL)
        g_ptr_array_add (members, member);
    }
  set_members (after, members);
  return after;
}

LoftContact *
loft_contact_groups_remove (const LoftContact *group, GPtrArray *contacts)
{
  LoftContact *after = loft_contact_copy (group);
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) names = list_names (contacts);

  for (guint i = 0; group->members[i] != NULL; i++)
    {
      g_autofree char *key = fold_member (group->members[i]);

      if (!g_hash_table_contains (names, key))
        g_ptr_array_add (members, g_strdup (group->members[i]));
    }
  set_members (after, members);
  return after;
}
