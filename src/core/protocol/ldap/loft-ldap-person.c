/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ldap-person.h"

#include <string.h>

#define MAX_VALUE  500 /* bytes */
#define MAX_VALUES 30 /* of a person that are shown */
#define MAX_PHOTO                                                                                  \
  (128 * 1024) /* bytes; Active Directory keeps 100 kB: many people are remembered */

typedef enum {
  NAME,
  DISPLAY_NAME,
  FAMILY,
  GIVEN,
  COMPANY,
  DEPARTMENT,
  TITLE,
  VALUE, /* one of many: property and types */
  PHOTO, /* bytes */
  ROOM,
  STREET,
  TOWN,
  REGION,
  CODE,
  COUNTRY,
  N_FIELDS,
} Field;

static const struct {
  const char *attribute;
  Field field;
  const char *property;
  const char *types;
} table[] = {
  { "cn", NAME, NULL, NULL },
  { "displayName", DISPLAY_NAME, NULL, NULL },
  { "sn", FAMILY, NULL, NULL },
  { "givenName", GIVEN, NULL, NULL },
  { "o", COMPANY, NULL, NULL },
  { "company", COMPANY, NULL, NULL },
  { "ou", DEPARTMENT, NULL, NULL },
  { "department", DEPARTMENT, NULL, NULL },
  { "title", TITLE, NULL, NULL },
  { "mail", VALUE, "EMAIL", "work" },
  { "telephoneNumber", VALUE, "TEL", "work voice" },
  { "mobile", VALUE, "TEL", "cell" },
  { "homePhone", VALUE, "TEL", "home voice" },
  { "facsimileTelephoneNumber", VALUE, "TEL", "work fax" },
  { "labeledURI", VALUE, "URL", "work" },
  { "physicalDeliveryOfficeName", ROOM, NULL, NULL },
  { "roomNumber", ROOM, NULL, NULL },
  { "street", STREET, NULL, NULL },
  { "streetAddress", STREET, NULL, NULL },
  { "l", TOWN, NULL, NULL },
  { "st", REGION, NULL, NULL },
  { "postalCode", CODE, NULL, NULL },
  { "co", COUNTRY, NULL, NULL },
  { "thumbnailPhoto", PHOTO, NULL, NULL },
  { "jpegPhoto", PHOTO, NULL, NULL },
};

struct _LoftLdapPerson {
  LoftContact *contact;
  char *fields[N_FIELDS]; /* (nullable) the first of each */
};

const char *const *
loft_ldap_person_get_attributes (void)
{
  static const char *names[G_N_ELEMENTS (table) + 1];

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    names[i] = table[i].attribute;
  return names;
}

LoftLdapPerson *
loft_ldap_person_new (const char *dn)
{
  LoftLdapPerson *self = g_new0 (LoftLdapPerson, 1);

  self->contact = loft_contact_new ();
  g_free (self->contact->uid);
  self->contact->uid = g_utf8_make_valid (dn, -1);
  return self;
}

void
loft_ldap_person_free (LoftLdapPerson *self)
{
  g_clear_pointer (&self->contact, loft_contact_unref);
  for (guint i = 0; i < N_FIELDS; i++)
    g_free (self->fields[i]);
  g_free (self);
}

/* "https://example.org A label" (RFC 2079). */
static void
add_value (LoftLdapPerson *self, const char *property, const char *types, const char *text)
{
  LoftContactValue *value;
  g_autofree char *first =
    g_str_equal (property, "URL") ? g_strndup (text, strcspn (text, " ")) : g_strdup (text);

  if (self->contact->values->len >= MAX_VALUES)
    return;
  value = loft_contact_value_new (property, first);
  g_strfreev (value->types);
  value->types = g_strsplit (types, " ", -1);
  g_ptr_array_add (self->contact->values, value);
}

static gboolean
is_attribute (const char *attribute, const char *name)
{
  gsize length = strcspn (attribute, ";");

  return strlen (name) == length && g_ascii_strncasecmp (attribute, name, length) == 0;
}

static gboolean
is_photo (const char *attribute)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].field == PHOTO && is_attribute (attribute, table[i].attribute))
      return TRUE;
  return FALSE;
}

/* The smallest of them is the one that was made to be shown in lists. */
static void
add_photo (LoftLdapPerson *self, const char *value, gsize length)
{
  LoftContact *contact = self->contact;

  if (length > MAX_PHOTO || (contact->photo != NULL && g_bytes_get_size (contact->photo) <= length))
    return;
  g_clear_pointer (&contact->photo, g_bytes_unref);
  contact->photo = g_bytes_new (value, length);
}

void
loft_ldap_person_add (LoftLdapPerson *self, const char *attribute, const char *value, gsize length)
{
  g_autofree char *text = NULL;

  if (length > 0 && is_photo (attribute))
    {
      add_photo (self, value, length);
      return;
    }
  if (length == 0 || length > MAX_VALUE || !g_utf8_validate (value, (gssize) length, NULL))
    return;
  text = g_strstrip (g_strdelimit (g_strndup (value, length), "\r\n\t", ' '));
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      Field field = table[i].field;

      if (text[0] == '\0' || !is_attribute (attribute, table[i].attribute))
        continue;
      if (field == VALUE)
        add_value (self, table[i].property, table[i].types, text);
      else if (self->fields[field] == NULL)
        self->fields[field] = g_steal_pointer (&text);
      return;
    }
}

static const char *
get (LoftLdapPerson *self, Field field)
{
  return self->fields[field] != NULL ? self->fields[field] : "";
}

static void
take (char **place, const char *text)
{
  g_free (*place);
  *place = g_strdup (text);
}

static void
add_place (LoftLdapPerson *self)
{
  g_autofree char *address =
    g_strdup_printf ("\n%s\n%s\n%s\n%s\n%s\n%s", get (self, ROOM), get (self, STREET),
                     get (self, TOWN), get (self, REGION), get (self, CODE), get (self, COUNTRY));

  if (strspn (address, "\n") < strlen (address))
    add_value (self, "ADR", "work", address);
}

/* (transfer none) What they are called: how the directory shows them, else their whole name, else an
 * address. */
static const char *
get_name (LoftLdapPerson *self)
{
  g_autoptr (GPtrArray) emails = loft_contact_list_values (self->contact, "EMAIL");

  if (self->fields[DISPLAY_NAME] != NULL)
    return self->fields[DISPLAY_NAME];
  if (self->fields[NAME] != NULL || emails->len == 0)
    return get (self, NAME);
  return ((LoftContactValue *) g_ptr_array_index (emails, 0))->value;
}

LoftContact *
loft_ldap_person_finish (LoftLdapPerson *self)
{
  LoftContact *contact = self->contact;

  take (&contact->name, get_name (self));
  if (contact->name[0] == '\0')
    return NULL;
  take (&contact->family, get (self, FAMILY));
  take (&contact->given, get (self, GIVEN));
  take (&contact->organization, get (self, COMPANY));
  take (&contact->department, get (self, DEPARTMENT));
  take (&contact->title, get (self, TITLE));
  add_place (self);
  return g_steal_pointer (&self->contact);
}
