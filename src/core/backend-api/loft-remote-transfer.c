/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-remote-transfer.h"

void
loft_transferred_init (LoftTransferred *self)
{
  self->new_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->marked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
loft_transferred_clear (LoftTransferred *self)
{
  g_clear_pointer (&self->new_ids, g_hash_table_unref);
  g_clear_pointer (&self->marked, g_hash_table_unref);
}

void
loft_transferred_add (LoftTransferred *self, const char *remote_id, const char *new_id)
{
  g_hash_table_insert (self->new_ids, g_strdup (remote_id),
                       g_strdup (new_id != NULL ? new_id : ""));
}

void
loft_transferred_mark (LoftTransferred *self, const char *remote_id)
{
  g_hash_table_add (self->marked, g_strdup (remote_id));
}

const char *
loft_transferred_find (const LoftTransferred *self, const char *remote_id)
{
  return g_hash_table_lookup (self->new_ids, remote_id);
}

gboolean
loft_transferred_is_marked (const LoftTransferred *self, const char *remote_id)
{
  return g_hash_table_contains (self->marked, remote_id);
}
