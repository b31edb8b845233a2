/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-source.h"

#include "loft-folder-store.h"
#include "loft-mail-reader-private.h"

#define SEARCH_LIMIT 1000
#define FIRST_FEW    50
#define SCORE_STEPS  1000000 /* scores are small fractions */

typedef struct {
  LoftMailStore *store;
  LoftMessageOrder *order;
  LoftListText text;
  GHashTable *thrown_away; /* (nullable) of gint64*: folders whose messages are left out */
  gint64 only_folder; /* 0: any */
  GHashTable *message_ids; /* (nullable) of gint64*: hashes of those that came */
  GHashTable *ids; /* (nullable) of gint64*: what came */
  const LoftSearchHit *hit; /* (nullable) the one whose message is looked up */
} Loading;

static void
add (const LoftListFacts *facts, gpointer user_data)
{
  Loading *loading = user_data;

  if (loading->thrown_away != NULL &&
      g_hash_table_contains (loading->thrown_away, &facts->folder_id))
    return;
  if (loading->only_folder != 0 && facts->folder_id != loading->only_folder)
    return;
  if (loading->message_ids != NULL && facts->message_hash != 0 &&
      !g_hash_table_add (loading->message_ids,
                         g_memdup2 (&facts->message_hash, sizeof facts->message_hash)))
    return;
  if (loading->ids != NULL)
    g_hash_table_add (loading->ids, g_memdup2 (&facts->id, sizeof facts->id));
  if (loading->hit != NULL)
    {
      LoftListFacts weighed = *facts;

      weighed.size = (guint64) (CLAMP (loading->hit->score, 0, 1e6) * SCORE_STEPS);
      loft_message_order_add (loading->order, &weighed);
    }
  else
    loft_message_order_add (loading->order, facts);
}

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static LoftFolderRole
unified_role (LoftUnifiedKind kind)
{
  switch (kind)
    {
    case LOFT_UNIFIED_DRAFTS:
      return LOFT_FOLDER_ROLE_DRAFTS;
    case LOFT_UNIFIED_SENT:
      return LOFT_FOLDER_ROLE_SENT;
    case LOFT_UNIFIED_INBOX:
    case LOFT_UNIFIED_FLAGGED:
    default:
      return LOFT_FOLDER_ROLE_INBOX;
    }
}

static gboolean
load_role (Loading *loading, LoftFolderRole role, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) folders = loft_folder_store_list (loading->store, error);

  for (guint i = 0; folders != NULL && i < folders->len; i++)
    {
      const LoftFolder *folder = g_ptr_array_index (folders, i);

      if (folder->role == role && !(folder->waits & LOFT_FOLDER_WAITS_DELETION) &&
          !loft_list_store_foreach_in_folder (loading->store, folder->id, loading->text, add,
                                              loading, cancellable, error))
        return FALSE;
    }
  return folders != NULL;
}

static gboolean
find_thrown_away (Loading *loading, GError **error)
{
  g_autoptr (GPtrArray) folders = loft_folder_store_list (loading->store, error);

  loading->thrown_away = new_set ();
  for (guint i = 0; folders != NULL && i < folders->len; i++)
    {
      const LoftFolder *folder = g_ptr_array_index (folders, i);

      if (folder->role == LOFT_FOLDER_ROLE_TRASH || folder->role == LOFT_FOLDER_ROLE_JUNK)
        g_hash_table_add (loading->thrown_away, g_memdup2 (&folder->id, sizeof folder->id));
    }
  return folders != NULL;
}

/* Rows that were there and were not found this time: they stay while their message does. */
static gboolean
keep_rest (Loading *loading, guint slot, GArray *before, GError **error)
{
  for (guint i = 0; before != NULL && i < before->len; i++)
    {
      const LoftListEntry *entry = &g_array_index (before, LoftListEntry, i);
      gint64 id = entry->message_id;

      if (loft_list_key_get_slot (entry->key) == slot &&
          !g_hash_table_contains (loading->ids, &id) &&
          !loft_list_store_look_up (loading->store, id, loading->text, add, loading, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_flagged (Loading *loading, guint slot, GArray *before, GCancellable *cancellable,
              GError **error)
{
  loading->message_ids = new_set ();
  loading->ids = new_set ();
  return find_thrown_away (loading, error) &&
         loft_list_store_foreach_flagged (loading->store, loading->text, add, loading, cancellable,
                                          error) &&
         keep_rest (loading, slot, before, error);
}

/* What is found in Trash was looked for; what moves there afterwards goes. */
static gboolean
load_search (Loading *loading, const LoftMessageSource *source, LoftMailReader *reader, guint slot,
             const LoftMessageArrangement *arrangement, GArray *before, gboolean *more,
             GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftSearchQuery) query = loft_search_query_parse (source->query);
  const LoftMailSearch search = { .query = query,
                                  .folder_id = source->folder_id,
                                  .limit = source->first_few ? FIRST_FEW : SEARCH_LIMIT,
                                  .by_relevance = arrangement->sort == LOFT_SORT_RELEVANCE,
                                  .from_server = source->from_server };
  g_autoptr (GArray) found = loft_mail_reader_search_for (reader, &search, cancellable, error);

  if (found == NULL)
    return FALSE;
  *more = source->first_few && found->len >= FIRST_FEW;
  loading->ids = new_set ();
  loading->only_folder = source->folder_id;
  for (guint i = 0; i < found->len; i++)
    {
      const LoftSearchHit *hit = &g_array_index (found, LoftSearchHit, i);

      loading->hit = search.by_relevance ? hit : NULL;
      if (!loft_list_store_look_up (loading->store, hit->id, loading->text, add, loading, error))
        return FALSE;
    }
  loading->hit = NULL;
  return before == NULL ||
         (find_thrown_away (loading, error) && keep_rest (loading, slot, before, error));
}

static gboolean
load (Loading *loading, const LoftMessageSource *source, LoftMailReader *reader, guint slot,
      const LoftMessageArrangement *arrangement, GArray *before, gboolean *more,
      GCancellable *cancellable, GError **error)
{
  switch (source->kind)
    {
    case LOFT_SOURCE_SEARCH:
      return load_search (loading, source, reader, slot, arrangement, before, more, cancellable,
                          error);
    case LOFT_SOURCE_UNIFIED:
      if (source->unified == LOFT_UNIFIED_FLAGGED)
        return load_flagged (loading, slot, before, cancellable, error);
      return load_role (loading, unified_role (source->unified), cancellable, error);
    case LOFT_SOURCE_FOLDER:
    default:
      return loft_list_store_foreach_in_folder (loading->store, source->folder_id, loading->text,
                                                add, loading, cancellable, error);
    }
}

LoftMessageOrder *
loft_message_source_load (const LoftMessageSource *self, LoftMailReader *reader, guint slot,
                          const LoftMessageArrangement *arrangement, GArray *before, gboolean *more,
                          GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftMessageOrder) order = loft_message_order_new (slot, arrangement, before);
  Loading loading = { .store = loft_mail_reader_current_store (reader)->mail,
                      .order = order,
                      .text = loft_message_order_wants_text (arrangement) };
  gboolean done;

  *more = FALSE;
  done = load (&loading, self, reader, slot, arrangement, before, more, cancellable, error);

  g_clear_pointer (&loading.thrown_away, g_hash_table_unref);
  g_clear_pointer (&loading.message_ids, g_hash_table_unref);
  g_clear_pointer (&loading.ids, g_hash_table_unref);
  if (!done)
    return NULL;
  loft_message_order_finish (order);
  return g_steal_pointer (&order);
}
