/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-search-private.h"

#include <string.h>

#include "loft-message-facts.h"
#include "loft-search-judge.h"
#include "loft-search-match.h"
#include "loft-search-reading.h"

/* Matches of words that fail for their facts before all facts are read at one go. */
#define MAX_SINGLE_MISSES 2000
/* Of more matches than this the older ones are not weighed. */
#define MAX_WEIGHED 5000
/* The same where they must be read. */
#define MAX_WEIGHED_READ 1000

typedef struct {
  LoftAccountStore *store; /* the same from the first hit to the last */
  const LoftMailSearch *what;
  LoftSearchJudge *judge; /* (owned) */
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

static gboolean
fits (Search *search, const LoftMessageFacts *facts)
{
  if (search->what->folder_id != 0 && facts->folder_id != search->what->folder_id)
    return FALSE;
  return loft_search_judge_holds (search->judge, LOFT_SEARCH_GROUPS (LOFT_SEARCH_GROUP_FACTS),
                                  facts);
}

/* FALSE: stop. */
static gboolean
read_and_judge (Search *search, const LoftMessageFacts *facts, gboolean *held)
{
  const guint kinds = LOFT_SEARCH_GROUPS (LOFT_SEARCH_GROUP_WORDS) |
                      LOFT_SEARCH_GROUPS (LOFT_SEARCH_GROUP_FACTS | LOFT_SEARCH_GROUP_WORDS);
  gboolean known = FALSE;
  gboolean indexed = FALSE;

  *held = TRUE;
  if (search->reading == NULL)
    return TRUE;
  if (g_cancellable_set_error_if_cancelled (search->cancellable, &search->error) ||
      !loft_search_reading_read (search->reading, facts->id, &known, &indexed, &search->error))
    return FALSE;
  search->reading_failed = !known;
  *held = known && indexed && loft_search_judge_holds (search->judge, kinds, facts);
  if (*held)
    loft_search_reading_take (search->reading);
  return known;
}

/* The server says that the words are there, of whatever it was asked; facts are judged here. */
static gboolean
fits_otherwise (Search *search, const LoftMessageFacts *facts)
{
  const guint kinds = LOFT_SEARCH_GROUPS (LOFT_SEARCH_GROUP_FACTS | LOFT_SEARCH_GROUP_WORDS);
  gboolean known = FALSE;
  gboolean indexed = FALSE;

  if (!fits (search, facts))
    return FALSE;
  if (search->reading == NULL)
    return TRUE;
  return loft_search_reading_read (search->reading, facts->id, &known, &indexed, NULL) &&
         loft_search_judge_holds (search->judge, kinds, facts);
}

/* What the words say that the index was not asked. */
static double
read_score (Search *search)
{
  double score = 0;

  if (search->reading == NULL || !search->what->by_relevance)
    return 0;
  for (guint i = 0; i < loft_search_query_get_n_terms (search->what->query); i++)
    if (loft_search_judge_is_read (search->judge, i) &&
        !loft_search_query_get_term (search->what->query, i)->negated)
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

  if (!loft_search_judge_prepare (search->judge, search->reading, search->cancellable, error))
    return FALSE;
  search->bounds = (LoftMessageBounds) LOFT_MESSAGE_BOUNDS_INIT;
  search->bounds.folder_id = search->what->folder_id;
  loft_search_judge_bound (search->judge, &search->bounds);
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

  search.judge = loft_search_judge_new (store, what->query);
  search.hits = g_array_new (FALSE, FALSE, sizeof (LoftSearchHit));
  done = run (&search, error);
  loft_search_judge_free (search.judge);
  g_clear_pointer (&search.seen, g_hash_table_unref);
  g_clear_pointer (&search.reading, loft_search_reading_free);
  g_free (search.sieve);
  if (!done)
    g_clear_pointer (&search.hits, g_array_unref);
  return search.hits;
}
