/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-identities.h"

#include <string.h>

#define MARK "/identity/"
#define MOST 100

static char *
group_name (const char *account_id, guint n)
{
  return g_strdup_printf ("%s" MARK "%u", account_id, n);
}

gboolean
loft_account_identities_is_group (const char *group)
{
  return strstr (group, MARK) != NULL;
}

static void
take (GKeyFile *file, const char *group, const char *key, char **field)
{
  char *value = g_key_file_get_string (file, group, key, NULL);

  if (value == NULL)
    return;
  g_free (*field);
  *field = value;
}

void
loft_account_identities_read (GKeyFile *file, LoftAccount *account)
{
  g_ptr_array_set_size (account->identities, 0);
  for (guint n = 1; n <= MOST; n++)
    {
      g_autofree char *group = group_name (account->id, n);
      LoftIdentity *identity;

      if (!g_key_file_has_group (file, group))
        return;
      identity = loft_identity_new ("", "");
      take (file, group, "name", &identity->name);
      take (file, group, "address", &identity->address);
      take (file, group, "reply-to", &identity->reply_to);
      take (file, group, "organization", &identity->organization);
      take (file, group, "signature", &identity->signature);
      take (file, group, "signature-html", &identity->signature_html);
      g_ptr_array_add (account->identities, identity);
    }
}

void
loft_account_identities_write (GKeyFile *file, LoftAccount *account)
{
  loft_account_identities_remove (file, account->id);
  for (guint i = 0; i < MIN (account->identities->len, MOST); i++)
    {
      const LoftIdentity *identity = g_ptr_array_index (account->identities, i);
      g_autofree char *group = group_name (account->id, i + 1);

      g_key_file_set_string (file, group, "name", identity->name);
      g_key_file_set_string (file, group, "address", identity->address);
      g_key_file_set_string (file, group, "reply-to", identity->reply_to);
      g_key_file_set_string (file, group, "organization", identity->organization);
      g_key_file_set_string (file, group, "signature", identity->signature);
      g_key_file_set_string (file, group, "signature-html", identity->signature_html);
    }
}

void
loft_account_identities_remove (GKeyFile *file, const char *account_id)
{
  g_autofree char *prefix = g_strconcat (account_id, MARK, NULL);
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    if (g_str_has_prefix (groups[i], prefix))
      g_key_file_remove_group (file, groups[i], NULL);
}
