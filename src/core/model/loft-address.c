/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-address.h"

#include <string.h>

#define FIELD_MARK  '\x1f'
#define RECORD_MARK '\x1e'

LoftAddress *
loft_address_new (const char *name, const char *email)
{
  LoftAddress *self = g_new0 (LoftAddress, 1);

  self->name = g_strdup (name != NULL ? name : "");
  self->email = g_strdup (email != NULL ? email : "");
  return self;
}

void
loft_address_free (LoftAddress *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->email);
  g_free (self);
}

const char *
loft_address_label (const LoftAddress *self)
{
  return self->name[0] != '\0' ? self->name : self->email;
}

char *
loft_address_to_text (const LoftAddress *self)
{
  if (self->name[0] == '\0')
    return g_strdup (self->email);
  return g_strdup_printf ("%s <%s>", self->name, self->email);
}

static void
append_clean (GString *packed, const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    g_string_append_c (packed, (guchar) *p < 0x20 ? ' ' : *p);
}

char *
loft_addresses_pack (GPtrArray *addresses)
{
  GString *packed = g_string_new (NULL);

  for (guint i = 0; addresses != NULL && i < addresses->len; i++)
    {
      const LoftAddress *address = g_ptr_array_index (addresses, i);

      if (i > 0)
        g_string_append_c (packed, RECORD_MARK);
      append_clean (packed, address->name);
      g_string_append_c (packed, FIELD_MARK);
      append_clean (packed, address->email);
    }
  return g_string_free (packed, FALSE);
}

GPtrArray *
loft_addresses_unpack (const char *packed)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
  const char marks[] = { RECORD_MARK, '\0' };
  g_auto (GStrv) records = NULL;

  if (packed == NULL || packed[0] == '\0')
    return addresses;
  records = g_strsplit (packed, marks, -1);
  for (gsize i = 0; records[i] != NULL; i++)
    {
      char *mark = strchr (records[i], FIELD_MARK);

      if (mark != NULL)
        *mark++ = '\0';
      g_ptr_array_add (addresses, loft_address_new (records[i], mark));
    }
  return addresses;
}
