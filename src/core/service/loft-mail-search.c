/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-search-private.h"

#include <string.h>

#include "loft-folder-store.h"
#include "loft-message-facts.h"
#include "loft-search-match.h"
#include "loft-search-reading.h"
#include "loft-text.h"

/* Matches of words that fail for their facts before all facts are read at one go. */
#define MAX_SINGLE_MISSES 2000
/* Of more matches than this the older ones are not weighed. */
#define MAX_WEIGHED 5000
/* The same where they must be read. */
#define MAX_WEIGHED_READ 1000

/* What stands in for a term while messages are judged. */
typedef struct {
  GHashTable
    *ids; /* (nullable) of gint64*: the folders that in: names, or the messages that hold the
                    * words of a term that is joined to a fact */
} Judge;

typedef struct {
  LoftAccountStore *store; /* the same from the first hit to the last */
  const LoftMailSearch *what;
  GArray *judges; /* of Judge, one a term */
  LoftMessageBounds bounds;
  GArray *hits; /* of LoftSearchHit */
  GHashTable *seen; /* gint64*: found here, when the server's are to join */
  guint n_misses;
  LoftSearchReading *reading; /* (nullable) what the index had better not be asked */
  gboolean reading_failed; /* the index is to be asked after all */
  guint8 *sieve; /* (nullable) a bit a message id: those within bounds */
  gsize sieve_bytes;
  GCancellable *cancellable;
  GError *error;
} Search;

static void
judge_clear (gpointer data)
{
  g_clear_pointer (&((Judge *) data)->ids, g_hash_table_unref);
}

static GHashTable *
new_id_set (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static void
add_id (GHashTable *ids, gint64 id)
{
  g_hash_table_add (ids, g_memdup2 (&id, sizeof id));
}

/* ---- folders ------------------------------------------------------------------------------ */

static gboolean
is_or_below (const char *path, const char *wanted)
{
  gsize length = strlen (wanted);

  return length > 0 && strncmp (path, wanted, length) == 0 &&
         (path[length] == '\0' || path[length] == '/');
}

/* A folder is meant by its path, by the last level of it, or by what it is for in English; those
 * below it are meant too. */
static gboolean
is_meant (const LoftFolder *folder, const char *wanted)
{
  g_autofree char *path = loft_text_fold (folder->path, -1);
  const char *role = loft_folder_role_to_name (folder->role);

  if (role != NULL && strcmp (role, wanted) == 0)
    return TRUE;
  for (const char *level = path; level != NULL; level = strchr (level, '/'))
    {
      level += *level == '/';
      if (is_or_below (level, wanted))
        return TRUE;
    }
  return FALSE;
}

static gboolean
find_folders (LoftAccountStore *store, const char *name, GHashTable *ids, GError **error)
{
  g_autoptr (GPtrArray) folders = loft_folder_store_list (store->mail, error);
  g_autofree char *wanted = loft_text_fold (name, -1);

  if (folders == NULL)
    return FALSE;
  for (guint i = 0; i < folders->len; i++)
    {
      LoftFolder *folder = g_ptr_array_index (folders, i);

      if (is_meant (folder, wanted))
        add_id (ids, folder->id);
    }
  return TRUE;
}

/* ---- judging one message ------------------------------------------------------------------ */

static gboolean
is_read (Search *search, guint index)
{
  return search->reading != NULL && loft_search_reading_get_terms (search->reading)[index];
}

static gboolean
holds (Search *search, guint index, const LoftMessageFacts *facts)
{
  const LoftSearchTerm *term = loft_search_query_get_term (search->what->query, index);
  GHashTable *ids = g_array_index (search->judges, Judge, index).ids;

  switch (term->field)
    {
    case LOFT_SEARCH_HAS:
      return facts->has_attachment;
    case LOFT_SEARCH_IS:
      return ((facts->flags & term->flag) != 0) == term->flag_is_set;
    case LOFT_SEARCH_IN:
      return g_hash_table_contains (ids, &facts->folder_id);
    case LOFT_SEARCH_BEFORE:
      return facts->date < term->date;
    case LOFT_SEARCH_AFTER:
      return facts->date >= term->date;
    case LOFT_SEARCH_LARGER:
      return facts->size > term->size;
    case LOFT_SEARCH_SMALLER:
      return facts->size < term->size;
    default:
      if (is_read (search, index))
        return loft_search_reading_weigh (search->reading, index) > 0;
      return ids != NULL && g_hash_table_contains (ids, &facts->id);
    }
}

typedef enum {
  FACTS = 1 << 0, /* a term is a fact */
  WORDS_READ = 1 << 1, /* a term is judged by reading the message */
} GroupKind;

static guint
group_kind (Search *search, guint first, guint end)
{
  guint kind = 0;

  for (guint i = first; i < end; i++)
    {
      if (!loft_search_field_is_text (loft_search_query_get_term (search->what->query, i)->field))
        kind |= FACTS;
      if (is_read (search, i))
        kind |= WORDS_READ;
    }
  return kind;
}

static gboolean
group_holds (Search *search, guint first, guint end, const LoftMessageFacts *facts)
{
  for (guint i = first; i < end; i++)
    if (holds (search, i, facts) != loft_search_query_get_term (search->what->query, i)->negated)
      return TRUE;
  return FALSE;
}

/* All groups that are of one of the kinds. Groups that are words alone were judged by the index, or by
 * the server. */
static gboolean
groups_hold (Search *search, const guint *kinds, guint n_kinds, const LoftMessageFacts *facts)
{
  const LoftSearchQuery *query = search->what->query;

  for (guint i = 0, end; i < loft_search_query_get_n_terms (query); i = end)
    {
      guint kind;
      gboolean judged = FALSE;

      end = loft_search_query_group_end (query, i);
      kind = group_kind (search, i, end);
      for (guint k = 0; k < n_kinds; k++)
        judged |= kind == kinds[k];
      if (judged && !group_holds (search, i, end, facts))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fits (Search *search, const LoftMessageFacts *facts)
{
  static const guint kinds[] = { FACTS };

  if (search->what->folder_id != 0 && facts->folder_id != search->what->folder_id)
    return FALSE;
  return groups_hold (search, kinds, G_N_ELEMENTS (kinds), facts);
}

/* FALSE: stop. */
static gboolean
read_and_judge (Search *search, const LoftMessageFacts *facts, gboolean *held)
{
  static const guint kinds[] = { WORDS_READ, FACTS | WORDS_READ };
  gboolean known = FALSE;
  gboolean indexed = FALSE;

  *held = TRUE;
  if (search->reading == NULL)
    return TRUE;
  if (g_cancellable_set_error_if_cancelled (search->cancellable, &search->error) ||
      !loft_search_reading_read (search->reading, facts->id, &known, &indexed, &search->error))
    return FALSE;
  search->reading_failed = !known;
  *held = known && indexed && groups_hold (search, kinds, G_N_ELEMENTS (kinds), facts);
  if (*held)
    loft_search_reading_take (search->reading);
  return known;
}

/* The server says that the words are there, of whatever it was asked; facts are judged here. */
static gboolean
fits_otherwise (Search *search, const LoftMessageFacts *facts)
{
  static const guint kinds[] = { FACTS | WORDS_READ };
  gboolean known = FALSE;
  gboolean indexed = FALSE;

  if (!fits (search, facts))
    return FALSE;
  if (search->reading == NULL)
    return TRUE;
  return loft_search_reading_read (search->reading, facts->id, &known, &indexed, NULL) &&
         groups_hold (search, kinds, G_N_ELEMENTS (kinds), facts);
}

/* What the words say that the index was not asked. */
static double
read_score (Search *search)
{
  double score = 0;

  if (search->reading == NULL || !search->what->by_relevance)
    return 0;
  for (guint i = 0; i < search->judges->len; i++)
    if (is_read (search, i) && !loft_search_query_get_term (search->what->query, i)->negated)
      score += loft_search_reading_weigh (search->reading, i);
  return score;
}

static void
add_hit (Search *search, const LoftMessageFacts *facts, double score)
{
  const LoftSearchHit hit = { facts->id, facts->date, score };

  g_array_append_val (search->hits, hit);
  if (search->seen != NULL)
    add_id (search->seen, facts->id);
}

/* ---- the sieve: when many match and few fit ----------------------------------------------- */

static gboolean
mark_in_sieve (const LoftMessageFacts *facts, gpointer user_data)
{
  Search *search = user_data;
  gsize byte = (gsize) facts->id / 8;

  if (byte >= search->sieve_bytes)
    {
      gsize bytes = MAX (2 * search->sieve_bytes, byte + 1);

      search->sieve = g_realloc (search->sieve, bytes);
      memset (search->sieve + search->sieve_bytes, 0, bytes - search->sieve_bytes);
      search->sieve_bytes = bytes;
    }
  search->sieve[byte] |= (guint8) (1 << facts->id % 8);
  return TRUE;
}

static gboolean
is_in_sieve (Search *search, gint64 id)
{
  gsize byte = (gsize) id / 8;

  return byte < search->sieve_bytes && (search->sieve[byte] >> id % 8 & 1) != 0;
}

static gboolean
make_sieve (Search *search)
{
  search->sieve_bytes = 1;
  search->sieve = g_malloc0 (search->sieve_bytes);
  return loft_message_facts_foreach (search->store->mail, &search->bounds, mark_in_sieve, search,
                                     search->cancellable, &search->error);
}

/* What stopped one of the functions that are called for messages. */
static gboolean
take_error (Search *search, gboolean done, GError **error)
{
  if (search->error == NULL)
    return done;
  g_clear_error (error);
  g_propagate_error (error, g_steal_pointer (&search->error));
  return FALSE;
}

/* ---- words -------------------------------------------------------------------------------- */

static gboolean
take_match (Search *search, gint64 message_id, double score)
{
  LoftMessageFacts facts;
  gboolean found = FALSE;
  gboolean held = FALSE;

  if (search->sieve != NULL && !is_in_sieve (search, message_id))
    return TRUE;
  if (!loft_message_facts_get (search->store->mail, message_id, &facts, &found, &search->error))
    return FALSE;
  if (!found || !fits (search, &facts))
    return ++search->n_misses != MAX_SINGLE_MISSES || make_sieve (search);
  if (!read_and_judge (search, &facts, &held))
    return FALSE;
  if (held)
    add_hit (search, &facts, score + read_score (search));
  return search->what->by_relevance || search->hits->len < search->what->limit;
}

static gboolean
on_match (gint64 message_id, gpointer user_data)
{
  return take_match (user_data, message_id, 0);
}

static gboolean
on_weighed (gint64 message_id, double score, gpointer user_data)
{
  return take_match (user_data, message_id, score);
}

static gboolean
search_words (Search *search, const char *match, GError **error)
{
  gboolean done =
    search->what->by_relevance
      ? loft_search_index_match_weighed (search->store->search, match, search->bounds.since,
                                         search->reading != NULL ? MAX_WEIGHED_READ : MAX_WEIGHED,
                                         on_weighed, search, search->cancellable, error)
      : loft_search_index_match (search->store->search, match, search->bounds.since, on_match,
                                 search, search->cancellable, error);

  return take_error (search, done, error);
}

/* ---- facts alone -------------------------------------------------------------------------- */

static gboolean
on_facts (const LoftMessageFacts *facts, gpointer user_data)
{
  Search *search = user_data;
  gboolean held = FALSE;

  if (!fits (search, facts))
    return TRUE;
  if (!read_and_judge (search, facts, &held))
    return FALSE;
  if (held)
    add_hit (search, facts, read_score (search));
  return search->hits->len < search->what->limit;
}

static gboolean
search_facts (Search *search, GError **error)
{
  gboolean done = loft_message_facts_foreach (search->store->mail, &search->bounds, on_facts,
                                              search, search->cancellable, error);

  return take_error (search, done, error);
}

/* ---- preparation -------------------------------------------------------------------------- */

static gboolean
collect (gint64 message_id, gpointer user_data)
{
  add_id (user_data, message_id);
  return TRUE;
}

/* A term that is words, in a group with facts: who holds them is found out before. */
static gboolean
list_holders (Search *search, const LoftSearchTerm *term, GHashTable *ids, GError **error)
{
  g_autofree char *match = loft_search_match_new_for_term (term);

  return loft_search_index_match (search->store->search, match, G_MININT64, collect, ids,
                                  search->cancellable, error);
}

static gboolean
prepare_judge (Search *search, guint index, GError **error)
{
  const LoftSearchTerm *term = loft_search_query_get_term (search->what->query, index);
  Judge *judge = &g_array_index (search->judges, Judge, index);

  if (is_read (search, index) || judge->ids != NULL ||
      (term->field != LOFT_SEARCH_IN && !loft_search_field_is_text (term->field)))
    return TRUE;
  judge->ids = new_id_set ();
  return term->field == LOFT_SEARCH_IN ? find_folders (search->store, term->text, judge->ids, error)
                                       : list_holders (search, term, judge->ids, error);
}

static gboolean
prepare_judges (Search *search, GError **error)
{
  const LoftSearchQuery *query = search->what->query;

  for (guint i = 0, end; i < search->judges->len; i = end)
    {
      end = loft_search_query_group_end (query, i);
      if ((group_kind (search, i, end) & FACTS) == 0)
        continue;
      for (guint k = i; k < end; k++)
        if (!prepare_judge (search, k, error))
          return FALSE;
    }
  return TRUE;
}

static void
bound_flags (LoftMessageBounds *bounds, const LoftSearchTerm *term)
{
  if (term->flag_is_set != term->negated)
    bounds->with_flags |= term->flag;
  else
    bounds->without_flags |= term->flag;
}

/* What a term that stands alone says about every answer. */
static void
bound_by (Search *search, const LoftSearchTerm *term, GHashTable *folders)
{
  LoftMessageBounds *bounds = &search->bounds;
  GHashTableIter iter;
  gpointer id;

  if (term->field == LOFT_SEARCH_IS)
    bound_flags (bounds, term);
  else if (term->field == LOFT_SEARCH_HAS && !term->negated)
    bounds->with_attachment = TRUE;
  else if (term->field == LOFT_SEARCH_LARGER && !term->negated)
    bounds->larger = MAX (bounds->larger, term->size);
  else if (term->field == (term->negated ? LOFT_SEARCH_BEFORE : LOFT_SEARCH_AFTER))
    bounds->since = MAX (bounds->since, term->date);
  else if (term->field == (term->negated ? LOFT_SEARCH_AFTER : LOFT_SEARCH_BEFORE))
    bounds->before = MIN (bounds->before, term->date);
  else if (term->field == LOFT_SEARCH_IN && !term->negated && bounds->folder_id == 0 &&
           g_hash_table_size (folders) == 1)
    {
      g_hash_table_iter_init (&iter, folders);
      if (g_hash_table_iter_next (&iter, &id, NULL))
        bounds->folder_id = *(gint64 *) id;
    }
}

static void
prepare_bounds (Search *search)
{
  const LoftSearchQuery *query = search->what->query;

  search->bounds = (LoftMessageBounds) LOFT_MESSAGE_BOUNDS_INIT;
  search->bounds.folder_id = search->what->folder_id;
  for (guint i = 0, end; i < loft_search_query_get_n_terms (query); i = end)
    {
      const LoftSearchTerm *term = loft_search_query_get_term (query, i);

      end = loft_search_query_group_end (query, i);
      if (end == i + 1)
        bound_by (search, term, g_array_index (search->judges, Judge, i).ids);
    }
}

/* ---- all together ------------------------------------------------------------------------- */

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  const LoftSearchHit *left = a;
  const LoftSearchHit *right = b;

  if (left->score != right->score)
    return left->score > right->score ? -1 : 1;
  if (left->date != right->date)
    return left->date > right->date ? -1 : 1;
  return (left->id < right->id) - (left->id > right->id);
}

static gboolean
add_from_server (Search *search, GError **error)
{
  GArray *ids = search->what->from_server;

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      LoftMessageFacts facts;
      gboolean found = FALSE;

      if (g_hash_table_contains (search->seen, &id))
        continue;
      if (!loft_message_facts_get (search->store->mail, id, &facts, &found, error))
        return FALSE;
      if (found && fits_otherwise (search, &facts))
        add_hit (search, &facts, 0);
    }
  return TRUE;
}

/* All that is here. */
static gboolean
look (Search *search, GError **error)
{
  const char *const *instead =
    search->reading != NULL ? loft_search_reading_get_instead (search->reading) : NULL;
  g_autofree char *match = loft_search_match_new (search->what->query, instead);

  if (!prepare_judges (search, error))
    return FALSE;
  prepare_bounds (search);
  return match == NULL ? search_facts (search, error) : search_words (search, match, error);
}

/* Where reading messages does not help, the index is asked all. */
static gboolean
look_again (Search *search, GError **error)
{
  g_clear_pointer (&search->reading, loft_search_reading_free);
  g_array_set_size (search->hits, 0);
  if (search->seen != NULL)
    g_hash_table_remove_all (search->seen);
  return look (search, error);
}

static gboolean
has_words (const LoftSearchQuery *query)
{
  g_autofree char *match = loft_search_match_new (query, NULL);

  return match != NULL;
}

static gboolean
run (Search *search, GError **error)
{
  const LoftMailSearch *what = search->what;
  gboolean join = what->from_server != NULL && has_words (what->query);

  if (loft_search_query_get_n_terms (what->query) == 0)
    return TRUE;
  g_array_set_size (search->judges, loft_search_query_get_n_terms (what->query));
  if (!loft_search_reading_new (search->store, what->query, what->limit, what->way,
                                &search->reading, error))
    return FALSE;
  if (join)
    search->seen = new_id_set ();
  if (!look (search, error) || (search->reading_failed && !look_again (search, error)))
    return FALSE;
  if (join && !add_from_server (search, error))
    return FALSE;
  if (join || what->by_relevance)
    g_array_sort (search->hits, compare_hits);
  if (search->hits->len > what->limit)
    g_array_set_size (search->hits, what->limit);
  return TRUE;
}

GArray *
loft_mail_search_run (LoftAccountStore *store, const LoftMailSearch *what,
                      GCancellable *cancellable, GError **error)
{
  Search search = {
    .store = store, .what = what, .bounds = LOFT_MESSAGE_BOUNDS_INIT, .cancellable = cancellable
  };
  gboolean done;

  search.judges = g_array_new (FALSE, TRUE, sizeof (Judge));
  g_array_set_clear_func (search.judges, judge_clear);
  search.hits = g_array_new (FALSE, FALSE, sizeof (LoftSearchHit));
  done = run (&search, error);
  g_array_unref (search.judges);
  g_clear_pointer (&search.seen, g_hash_table_unref);
  g_clear_pointer (&search.reading, loft_search_reading_free);
  g_free (search.sieve);
  if (!done)
    g_clear_pointer (&search.hits, g_array_unref);
  return search.hits;
}
