/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-eas-backend-private.h"

/* Where a folder's changes go on. The store has the token of its last listing; what is written moves the
 * server's key, and is told by take_token () once it is noted as done. The server takes the key
 * before the last one, too: so a crash between costs nothing. */
typedef struct {
  GBytes *token; /* (nullable) that the store has */
  char *key; /* that follows it */
  gboolean told; /* take_token () told it */
} Place;

static void
place_free (Place *self)
{
  g_clear_pointer (&self->token, g_bytes_unref);
  g_free (self->key);
  g_free (self);
}

GHashTable *
loft_eas_backend_new_places (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) place_free);
}

static gboolean
same (GBytes *a, GBytes *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_bytes_equal (a, b);
}

static char *
key_of (GBytes *token)
{
  gsize length = 0;
  const char *text = token != NULL ? g_bytes_get_data (token, &length) : NULL;

  return length > 0 ? g_strndup (text, length) : g_strdup (LOFT_EAS_FIRST_KEY);
}

GBytes *
loft_eas_backend_new_token (const char *key)
{
  return g_bytes_new (key, strlen (key));
}

char *
loft_eas_backend_dup_key (LoftEasBackend *self, const char *folder_id, GBytes *token)
{
  const Place *place = g_hash_table_lookup (self->places, folder_id);

  return place != NULL && same (place->token, token) ? g_strdup (place->key) : key_of (token);
}

void
loft_eas_backend_move_on (LoftEasBackend *self, const char *folder_id, GBytes *token,
                          const char *key)
{
  Place *place = g_new0 (Place, 1);

  place->token = token != NULL ? g_bytes_ref (token) : NULL;
  place->key = g_strdup (key);
  g_hash_table_replace (self->places, g_strdup (folder_id), place);
}

void
loft_eas_backend_forget_place (LoftEasBackend *self, const char *folder_id)
{
  g_hash_table_remove (self->places, folder_id);
}

gboolean
loft_eas_backend_take_token (LoftBackend *backend, char **folder_id, GBytes **token)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);
  GHashTableIter iter;
  gpointer id;
  gpointer value;

  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      Place *place = value;

      if (place->told)
        continue;
      *folder_id = g_strdup (id);
      *token = loft_eas_backend_new_token (place->key);
      place->told = TRUE;
      g_clear_pointer (&place->token, g_bytes_unref);
      place->token = g_bytes_ref (*token);
      return TRUE;
    }
  return FALSE;
}
