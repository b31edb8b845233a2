/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-conversation-store.h"

#include "loft-mail-store-private.h"
#include "loft-text.h"

/* Ranges are of the upper bits, the chance is in the lower ones. */
#define SETTLE_EVERY 64
#define RANGE_MASK   ((G_GUINT64_CONSTANT (1) << 54) - 1) /* 1,024 ranges */

#define MAX_HEIRS 64

static gboolean
new_conversation (LoftDatabase *database, gint64 *id, GError **error)
{
  if (!loft_database_run (database, error, "INSERT INTO conversation (weight) VALUES (0)", ""))
    return FALSE;
  *id = loft_database_last_id (database);
  return TRUE;
}

/* The conversation that stands for another now. Each merge at least doubles the heir's weight, so
 * more steps are a circle that damage has made. */
static gboolean
find_heir (LoftDatabase *database, gint64 *conversation, GError **error)
{
  gint64 heir = *conversation;

  for (guint step = 0; heir != 0 && step < MAX_HEIRS; step++)
    {
      *conversation = heir;
      if (!loft_database_get_int (database, &heir, 0, error,
                                  "SELECT heir FROM conversation WHERE id = ?", "i", heir))
        return FALSE;
    }
  return TRUE;
}

gboolean
loft_conversation_store_find (LoftMailStore *store, gint64 hash, gint64 *conversation_id,
                              GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  return loft_database_get_int (database, conversation_id, 0, error,
                                "SELECT conversation_id FROM reference WHERE hash = ?", "i",
                                hash) &&
         find_heir (database, conversation_id, error);
}

/* Moves everything of the lighter conversation to the heavier; *kept is the heavier. */
static gboolean
merge (LoftDatabase *database, gint64 *kept, gint64 other, GError **error)
{
  gint64 weight_kept = 0;
  gint64 weight_other = 0;
  gint64 heavy;
  gint64 light;

  if (!loft_database_get_int (database, &weight_kept, 0, error,
                              "SELECT weight FROM conversation WHERE id = ?", "i", *kept) ||
      !loft_database_get_int (database, &weight_other, 0, error,
                              "SELECT weight FROM conversation WHERE id = ?", "i", other))
    return FALSE;
  heavy = weight_kept >= weight_other ? *kept : other;
  light = heavy == *kept ? other : *kept;
  *kept = heavy;
  return loft_database_run (database, error,
                            "UPDATE message SET conversation_id = ? WHERE conversation_id = ?",
                            "ii", heavy, light) &&
         loft_database_run (database, error, "UPDATE conversation SET weight = ? WHERE id = ?",
                            "ii", weight_kept + weight_other, heavy) &&
         loft_database_run (database, error, "UPDATE conversation SET heir = ? WHERE id = ?", "ii",
                            heavy, light);
}

/* Empties the range of a hash into the large table, for one hash in SETTLE_EVERY: so a range is met
 * by chance, again and again, and the small table keeps to about SETTLE_EVERY * RANGES rows. */
static gboolean
settle_range (LoftDatabase *database, gint64 hash, GError **error)
{
  gint64 first = (gint64) ((guint64) hash & ~RANGE_MASK);
  gint64 last = (gint64) ((guint64) hash | RANGE_MASK);

  if ((guint64) hash % SETTLE_EVERY != 0)
    return TRUE;
  return loft_database_run (database, error,
                            "INSERT OR IGNORE INTO conversation_reference (hash, conversation_id)"
                            " SELECT hash, conversation_id FROM recent_reference"
                            " WHERE hash BETWEEN ? AND ? ORDER BY hash",
                            "ii", first, last) &&
         loft_database_run (database, error,
                            "DELETE FROM recent_reference WHERE hash BETWEEN ? AND ?", "ii", first,
                            last);
}

/* hashes: of references that no conversation has yet, perhaps twice. */
static gboolean
add_references (LoftDatabase *database, GArray *hashes, gint64 conversation, GError **error)
{
  guint added = 0;

  for (guint i = 0; i < hashes->len; i++)
    {
      gint64 hash = g_array_index (hashes, gint64, i);

      if (!loft_database_run (database, error,
                              "INSERT OR IGNORE INTO recent_reference (hash, conversation_id)"
                              " VALUES (?, ?)",
                              "ii", hash, conversation))
        return FALSE;
      added += loft_database_changes (database);
    }
  for (guint i = 0; i < hashes->len; i++)
    if (!settle_range (database, g_array_index (hashes, gint64, i), error))
      return FALSE;
  return added == 0 ||
         loft_database_run (database, error,
                            "UPDATE conversation SET weight = weight + ? WHERE id = ?", "ii",
                            (gint64) added, conversation);
}

static GArray *
hash_ids (const char *message_id, GPtrArray *references)
{
  GArray *hashes = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 hash;

  if (message_id[0] != '\0')
    {
      hash = loft_text_stable_hash (message_id);
      g_array_append_val (hashes, hash);
    }
  for (guint i = 0; references != NULL && i < references->len; i++)
    {
      hash = loft_text_stable_hash (g_ptr_array_index (references, i));
      g_array_append_val (hashes, hash);
    }
  return hashes;
}

gboolean
loft_conversation_store_join (LoftMailStore *store, const char *message_id, GPtrArray *references,
                              gint64 *conversation_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (GArray) hashes = hash_ids (message_id, references);
  g_autoptr (GArray) unknown = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 conversation = 0;

  for (guint i = 0; i < hashes->len; i++)
    {
      gint64 found = 0;

      if (!loft_conversation_store_find (store, g_array_index (hashes, gint64, i), &found, error))
        return FALSE;
      if (found == 0)
        g_array_append_val (unknown, g_array_index (hashes, gint64, i));
      if (found == 0 || found == conversation)
        continue;
      if (conversation == 0)
        conversation = found;
      else if (!merge (database, &conversation, found, error))
        return FALSE;
    }
  if (conversation == 0 && !new_conversation (database, &conversation, error))
    return FALSE;
  *conversation_id = conversation;
  return add_references (database, unknown, conversation, error);
}

gboolean
loft_conversation_store_find_message (LoftMailStore *store, const char *message_id,
                                      gint64 *folder_id, gint64 *id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  gint64 hash = *message_id != '\0' ? loft_text_stable_hash (message_id) : 0;
  gint64 conversation = 0;

  *folder_id = 0;
  *id = 0;
  if (hash == 0)
    return TRUE;
  return loft_conversation_store_find (store, hash, &conversation, error) &&
         loft_database_get_int (database, id, 0, error,
                                "SELECT id FROM message WHERE conversation_id = ?"
                                " AND message_hash = ? AND message_id = ? AND folder_id > 0"
                                " ORDER BY id DESC LIMIT 1",
                                "iis", conversation, hash, message_id) &&
         (*id == 0 ||
          loft_database_get_int (database, folder_id, 0, error,
                                 "SELECT folder_id FROM message WHERE id = ?", "i", *id));
}
