/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-distinct.h"

#include <string.h>

#include "loft-contact.h"
#include "loft-settings.h"

#define MAX_DISTINCT 1000

static int
compare_uids (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(LoftContact *const *) a)->uid, (*(LoftContact *const *) b)->uid);
}

/* (transfer full) What a group is remembered by. */
static char *
digest_group (GPtrArray *group)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; i < group->len; i++)
    g_ptr_array_add (sorted, g_ptr_array_index (group, i));
  g_ptr_array_sort (sorted, compare_uids);
  for (guint i = 0; i < sorted->len; i++)
    {
      const char *uid = ((LoftContact *) g_ptr_array_index (sorted, i))->uid;

      g_checksum_update (checksum, (const guchar *) uid, (gssize) strlen (uid) + 1);
    }
  return g_strndup (g_checksum_get_string (checksum), 16);
}

void
loft_contact_distinct_filter (GPtrArray *groups)
{
  g_auto (GStrv) distinct = loft_settings_get_strings (LOFT_SETTING_DISTINCT_CONTACTS);

  for (guint i = groups->len; i > 0; i--)
    {
      g_autofree char *digest = digest_group (g_ptr_array_index (groups, i - 1));

      if (g_strv_contains ((const char *const *) distinct, digest))
        g_ptr_array_remove_index (groups, i - 1);
    }
}

void
loft_contact_distinct_remember (GPtrArray *group)
{
  g_auto (GStrv) distinct = loft_settings_get_strings (LOFT_SETTING_DISTINCT_CONTACTS);
  guint n = g_strv_length (distinct);
  g_autofree char *digest = digest_group (group);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  for (guint i = n >= MAX_DISTINCT ? n - MAX_DISTINCT + 1 : 0; i < n; i++)
    g_ptr_array_add (all, distinct[i]);
  g_ptr_array_add (all, digest);
  g_ptr_array_add (all, NULL);
  loft_settings_set_strings (LOFT_SETTING_DISTINCT_CONTACTS, (const char *const *) all->pdata);
}
