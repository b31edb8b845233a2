/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-search-reading.h"

#include <string.h>

#include "loft-account-store-text.h"
#include "loft-search-match.h"

/* A page of the index holds some 1,500 places, which FTS5 gathers in about 0.3 ms. From here on half a
 * million messages have such a word each sixth time at least. */
#define WIDE_LEAVES 64
/* Short messages that are read in the time that one page takes; and of which only the headers are. */
#define READS_A_LEAF        5
#define HEADER_READS_A_LEAF 12
#define MIN_READS           100 /* before anything can be said */
/* Words are looked for one by one up to here: each has to be found in every segment of the index. */
#define MAX_WORDS 32

struct _LoftSearchReading {
  LoftAccountStore *store;
  const LoftSearchQuery *query;
  guint limit;
  LoftSearchWay way;
  gboolean *terms;
  char **needles; /* of the terms that are read; an array with holes */
  char **instead; /* the same */
  guint n_terms;
  LoftTextExtent extent; /* that the terms which are read are about */
  LoftSearchText *text; /* (owned) (nullable) */
  guint64 leaves; /* what the index would read */
  guint64 n_reads;
  guint64 n_taken;
};

void
loft_search_reading_free (LoftSearchReading *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_terms; i++)
    {
      g_free (self->needles[i]);
      g_free (self->instead[i]);
    }
  g_free (self->needles);
  g_free (self->instead);
  g_free (self->terms);
  loft_search_text_free (self->text);
  g_free (self);
}

static gboolean
is_text (LoftSearchReading *self, guint term)
{
  return loft_search_field_is_text (loft_search_query_get_term (self->query, term)->field);
}

/* ---- choosing a way ----------------------------------------------------------------------- */

/* (nullable) what stands in place of a prefix in the index's answer: all words that it means. */
static gboolean
list_instead (LoftSearchReading *self, const LoftSearchTerm *term, const char *prefix,
              char **instead, GError **error)
{
  g_autoptr (GPtrArray) words = NULL;

  if (!loft_search_index_list_words (self->store->search, prefix, MAX_WORDS, &words, error))
    return FALSE;
  if (words != NULL && words->len > 0)
    *instead =
      loft_search_match_new_for_words (term, (const char *const *) words->pdata, words->len);
  return TRUE;
}

/* The last word of a phrase is the one that is a prefix. */
static gboolean
is_wide (LoftSearchReading *self, guint term, gboolean *wide, GError **error)
{
  const LoftSearchTerm *one = loft_search_query_get_term (self->query, term);
  g_autofree char *needle = NULL;
  const char *prefix;
  guint reach = 0;

  *wide = FALSE;
  if (!is_text (self, term) || !one->prefix)
    return TRUE;
  needle = loft_search_text_needle_new (self->store->search, one);
  if (needle == NULL)
    return TRUE;
  prefix = strrchr (needle, ' ') + 1;
  if (!loft_search_index_get_reach (self->store->search, prefix, &reach, error))
    return FALSE;
  if (reach < WIDE_LEAVES && self->way == LOFT_SEARCH_QUICKEST_WAY)
    return TRUE;
  if (prefix == needle + 1 && !list_instead (self, one, prefix, &self->instead[term], error))
    return FALSE;
  *wide = self->instead[term] == NULL && self->way != LOFT_SEARCH_WAY_OF_WORDS;
  if (*wide)
    self->leaves += reach;
  return TRUE;
}

/* A phrase that must be there is looked for without its last word: few messages are left to read. */
static char *
ask_less (const LoftSearchTerm *term)
{
  const char *last = strrchr (term->phrase, ' ');
  g_autofree char *rest = last != NULL ? g_strndup (term->phrase, last - term->phrase) : NULL;

  if (rest == NULL || term->negated)
    return g_strdup ("");
  return loft_search_match_new_for_words (term, (const char *const *) &rest, 1);
}

/* FALSE: a word of the group cannot be looked for here. */
static gboolean
add_group (LoftSearchReading *self, guint first, guint end)
{
  for (guint i = first; i < end; i++)
    if (is_text (self, i))
      {
        const LoftSearchTerm *term = loft_search_query_get_term (self->query, i);

        self->needles[i] = loft_search_text_needle_new (self->store->search, term);
        if (self->needles[i] == NULL)
          return FALSE;
        self->terms[i] = TRUE;
        g_free (self->instead[i]);
        self->instead[i] = end == first + 1 ? ask_less (term) : g_strdup ("");
      }
  return TRUE;
}

static gboolean
choose_terms (LoftSearchReading *self, gboolean *any, GError **error)
{
  for (guint i = 0, end; i < self->n_terms; i = end)
    {
      gboolean wide = FALSE;

      end = loft_search_query_group_end (self->query, i);
      for (guint k = i; k < end && !wide; k++)
        {
          if (!is_wide (self, k, &wide, error))
            return FALSE;
          *any |= wide || self->instead[k] != NULL;
        }
      if (!wide || add_group (self, i, end))
        continue;
      *any = FALSE;
      return TRUE;
    }
  return TRUE;
}

static LoftTextExtent
choose_extent (LoftSearchReading *self)
{
  for (guint i = 0; i < self->n_terms; i++)
    {
      LoftSearchField field = loft_search_query_get_term (self->query, i)->field;

      if (self->terms[i] && field != LOFT_SEARCH_SUBJECT && field != LOFT_SEARCH_FROM &&
          field != LOFT_SEARCH_TO)
        return LOFT_TEXT_WHOLE;
    }
  return LOFT_TEXT_HEADERS;
}

gboolean
loft_search_reading_new (LoftAccountStore *store, const LoftSearchQuery *query, guint limit,
                         LoftSearchWay way, LoftSearchReading **reading, GError **error)
{
  g_autoptr (LoftSearchReading) self = g_new0 (LoftSearchReading, 1);
  gboolean any = FALSE;

  *reading = NULL;
  self->store = store;
  self->query = query;
  self->n_terms = loft_search_query_get_n_terms (query);
  self->terms = g_new0 (gboolean, self->n_terms + 1);
  self->needles = g_new0 (char *, self->n_terms + 1);
  self->instead = g_new0 (char *, self->n_terms + 1);
  self->limit = limit;
  self->way = way;
  if (!choose_terms (self, &any, error))
    return FALSE;
  self->extent = choose_extent (self);
  if (any)
    *reading = g_steal_pointer (&self);
  return TRUE;
}

const gboolean *
loft_search_reading_get_terms (LoftSearchReading *self)
{
  return self->terms;
}

const char *const *
loft_search_reading_get_instead (LoftSearchReading *self)
{
  return (const char *const *) self->instead;
}

/* ---- reading ------------------------------------------------------------------------------ */

/* As often as until now. */
static gboolean
will_take_longer (LoftSearchReading *self)
{
  return self->n_reads > MIN_READS && self->way == LOFT_SEARCH_QUICKEST_WAY &&
         self->n_reads * self->limit > (self->n_taken + 1) * self->leaves *
                                         (self->extent == LOFT_TEXT_HEADERS ? HEADER_READS_A_LEAF
                                                                            : READS_A_LEAF);
}

gboolean
loft_search_reading_read (LoftSearchReading *self, gint64 message_id, gboolean *known,
                          gboolean *indexed, GError **error)
{
  LoftTextState state = LOFT_TEXT_NOT_INDEXED;

  g_clear_pointer (&self->text, loft_search_text_free);
  if (!loft_account_store_get_search_text (self->store, message_id, self->extent, &state,
                                           &self->text, error))
    return FALSE;
  self->n_reads++;
  *known = state != LOFT_TEXT_NOT_HERE && !will_take_longer (self);
  *indexed = state != LOFT_TEXT_NOT_INDEXED;
  return TRUE;
}

double
loft_search_reading_weigh (LoftSearchReading *self, guint term)
{
  if (self->text == NULL)
    return 0;
  return loft_search_text_weigh (self->text, loft_search_query_get_term (self->query, term),
                                 self->needles[term]);
}

void
loft_search_reading_take (LoftSearchReading *self)
{
  self->n_taken++;
}
