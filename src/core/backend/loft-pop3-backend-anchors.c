/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pop3-backend-private.h"

#include <stdio.h>
#include <string.h>

#include "loft-clock.h"

/* A token is lines of a digest, a blank and a unique-id. Where ids are numbers that begin anew, the
 * last message is another one as soon as anything is deleted and anything new arrives; where nothing
 * new arrives, one in the middle has moved.
 *
 * One more line has the digest of the whole listing, and when the anchors were looked at. Servers open
 * messages for TOP, which takes Dovecot seconds in a large mailbox; so where many messages are listed
 * under the same ids with the same sizes as before, they are believed to be the same for a day. */

#define ANCHORS        3
#define LISTING        "listing " /* in the place of a digest, which has no blank */
#define MIN_LISTED     16
#define BELIEVED_FOR_S (24 * 60 * 60)

typedef struct {
  GHashTable *digests; /* (owned) remote id -> digest */
  gboolean reused;
} Check;

static GHashTable *
parse_token (GBytes *token)
{
  GHashTable *digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gsize length = 0;
  const char *bytes = token != NULL ? g_bytes_get_data (token, &length) : "";
  g_autofree char *text = g_strndup (bytes, length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *blank = strchr (lines[i], ' ');

      if (blank != NULL && !g_str_has_prefix (lines[i], LISTING))
        g_hash_table_insert (digests, g_strdup (blank + 1),
                             g_strndup (lines[i], (gsize) (blank - lines[i])));
    }
  return digests;
}

static void
check_digest (LoftPop3Entry *entry, const char *digest, gpointer user_data)
{
  Check *check = user_data;

  check->reused = check->reused ||
                  (digest != NULL &&
                   g_strcmp0 (digest, g_hash_table_lookup (check->digests, entry->remote_id)) != 0);
}

/* (transfer full) */
static char *
digest_listing (const LoftPop3Entries *entries)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < entries->entries->len; i++)
    {
      const LoftPop3Entry *entry = g_ptr_array_index (entries->entries, i);
      g_autofree char *line = g_strdup_printf ("%" G_GUINT64_FORMAT " %s\n", entry->size,
                                               entry->remote_id != NULL ? entry->remote_id : "");

      g_checksum_update (checksum, (const guchar *) line, -1);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

gboolean
loft_pop3_backend_is_unchanged (LoftPop3Backend *self, GBytes *token)
{
  gsize length = 0;
  const char *bytes = token != NULL ? g_bytes_get_data (token, &length) : "";
  g_autofree char *text = g_strndup (bytes, length);
  g_autofree char *digest = NULL;
  char noted[65] = "";
  gint64 looked = 0;
  gint64 age;

  if (self->entries->entries->len < MIN_LISTED || !self->entries->sound ||
      sscanf (text, LISTING "%64[0-9a-f] %" G_GINT64_FORMAT, noted, &looked) != 2)
    return FALSE;
  age = loft_clock_now () - looked;
  digest = digest_listing (self->entries);
  return age >= 0 && age < BELIEVED_FOR_S && g_str_equal (digest, noted);
}

gboolean
loft_pop3_backend_check_anchors (LoftPop3Backend *self, GBytes *token, gboolean *reused,
                                 GCancellable *cancellable, GError **error)
{
  Check check = { parse_token (token), FALSE };
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer remote_id;
  gboolean read;

  g_hash_table_iter_init (&iter, check.digests);
  while (g_hash_table_iter_next (&iter, &remote_id, NULL))
    {
      LoftPop3Entry *entry = g_hash_table_lookup (self->entries->by_id, remote_id);

      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }
  read = loft_pop3_backend_read_digests (self, entries, check_digest, &check, cancellable, error);
  g_hash_table_unref (check.digests);
  *reused = check.reused;
  return read;
}

static void
add_anchor (LoftPop3Entry *entry, const char *digest, gpointer user_data)
{
  if (digest != NULL)
    g_string_append_printf (user_data, "%s %s\n", digest, entry->remote_id);
}

gboolean
loft_pop3_backend_make_anchors (LoftPop3Backend *self, GBytes **token, GCancellable *cancellable,
                                GError **error)
{
  GPtrArray *all = self->entries->entries;
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  g_autofree char *digest = digest_listing (self->entries);
  GString *text = g_string_new (NULL);
  gsize empty;
  gboolean read;

  g_string_printf (text, LISTING "%s %" G_GINT64_FORMAT "\n", digest, loft_clock_now ());
  empty = text->len;

  for (guint i = 1; i <= MIN (ANCHORS, all->len); i++)
    g_ptr_array_add (entries,
                     g_ptr_array_index (all, (gsize) all->len * i / MIN (ANCHORS, all->len) - 1));
  read = loft_pop3_backend_read_digests (self, entries, add_anchor, text, cancellable, error);
  *token = read && text->len > empty ? g_string_free_to_bytes (g_steal_pointer (&text)) : NULL;
  if (text != NULL)
    g_string_free (text, TRUE);
  return read;
}
