/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-search-judge.h"

#include <string.h>

#include "loft-folder-store.h"
#include "loft-search-index.h"
#include "loft-search-match.h"
#include "loft-text.h"

/* What stands in for a term. */
typedef struct {
  GHashTable
    *ids; /* (nullable) of gint64*: the folders that in: names, or the messages that hold the
                    * words of a term that is joined to a fact, or a keyword */
} Term;

struct _LoftSearchJudge {
  LoftAccountStore *store; /* (borrowed) */
  const LoftSearchQuery *query; /* (borrowed) */
  LoftSearchReading *reading; /* (borrowed) (nullable) */
  GArray *terms; /* (owned) of Term */
};

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

/* ---- one message -------------------------------------------------------------------------- */

gboolean
loft_search_judge_is_read (LoftSearchJudge *self, guint index)
{
  return self->reading != NULL && loft_search_reading_get_terms (self->reading)[index];
}

static gboolean
holds (LoftSearchJudge *self, guint index, const LoftMessageFacts *facts)
{
  const LoftSearchTerm *term = loft_search_query_get_term (self->query, index);
  GHashTable *ids = g_array_index (self->terms, Term, index).ids;

  switch (term->field)
    {
    case LOFT_SEARCH_HAS:
      return facts->has_attachment;
    case LOFT_SEARCH_IS:
      return ((facts->flags & term->flag) != 0) == term->flag_is_set;
    case LOFT_SEARCH_IN:
      return g_hash_table_contains (ids, &facts->folder_id);
    case LOFT_SEARCH_KEYWORD:
      return g_hash_table_contains (ids, &facts->id);
    case LOFT_SEARCH_BEFORE:
      return facts->date < term->date;
    case LOFT_SEARCH_AFTER:
      return facts->date >= term->date;
    case LOFT_SEARCH_LARGER:
      return facts->size > term->size;
    case LOFT_SEARCH_SMALLER:
      return facts->size < term->size;
    default:
      if (loft_search_judge_is_read (self, index))
        return loft_search_reading_weigh (self->reading, index) > 0;
      return ids != NULL && g_hash_table_contains (ids, &facts->id);
    }
}

static guint
group_kind (LoftSearchJudge *self, guint first, guint end)
{
  guint kind = 0;

  for (guint i = first; i < end; i++)
    {
      if (!loft_search_field_is_text (loft_search_query_get_term (self->query, i)->field))
        kind |= LOFT_SEARCH_GROUP_FACTS;
      if (loft_search_judge_is_read (self, i))
        kind |= LOFT_SEARCH_GROUP_WORDS;
    }
  return kind;
}

static gboolean
group_holds (LoftSearchJudge *self, guint first, guint end, const LoftMessageFacts *facts)
{
  for (guint i = first; i < end; i++)
    if (holds (self, i, facts) != loft_search_query_get_term (self->query, i)->negated)
      return TRUE;
  return FALSE;
}

gboolean
loft_search_judge_holds (LoftSearchJudge *self, guint kinds, const LoftMessageFacts *facts)
{
  const LoftSearchQuery *query = self->query;

  for (guint i = 0, end; i < loft_search_query_get_n_terms (query); i = end)
    {
      guint kind;

      end = loft_search_query_group_end (query, i);
      kind = group_kind (self, i, end);
      if ((kinds & LOFT_SEARCH_GROUPS (kind)) != 0 && !group_holds (self, i, end, facts))
        return FALSE;
    }
  return TRUE;
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
list_holders (LoftSearchJudge *self, const LoftSearchTerm *term, GHashTable *ids,
              GCancellable *cancellable, GError **error)
{
  g_autofree char *match = loft_search_match_new_for_term (term);

  return loft_search_index_match (self->store->search, match, G_MININT64, collect, ids, cancellable,
                                  error);
}

static gboolean
list_with_keyword (LoftSearchJudge *self, const char *keyword, GHashTable *ids,
                   GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) found =
    loft_message_facts_list_with_keyword (self->store->mail, keyword, cancellable, error);

  for (guint i = 0; found != NULL && i < found->len; i++)
    add_id (ids, g_array_index (found, gint64, i));
  return found != NULL;
}

static gboolean
is_judged_by_ids (const LoftSearchTerm *term)
{
  return term->field == LOFT_SEARCH_IN || term->field == LOFT_SEARCH_KEYWORD ||
         loft_search_field_is_text (term->field);
}

static gboolean
prepare_term (LoftSearchJudge *self, guint index, GCancellable *cancellable, GError **error)
{
  const LoftSearchTerm *term = loft_search_query_get_term (self->query, index);
  Term *known = &g_array_index (self->terms, Term, index);

  if (loft_search_judge_is_read (self, index) || known->ids != NULL ||
      !is_judged_by_ids (term))
    return TRUE;
  known->ids = new_id_set ();
  if (term->field == LOFT_SEARCH_IN)
    return find_folders (self->store, term->text, known->ids, error);
  if (term->field == LOFT_SEARCH_KEYWORD)
    return list_with_keyword (self, term->text, known->ids, cancellable, error);
  return list_holders (self, term, known->ids, cancellable, error);
}

gboolean
loft_search_judge_prepare (LoftSearchJudge *self, LoftSearchReading *reading,
                           GCancellable *cancellable, GError **error)
{
  const LoftSearchQuery *query = self->query;

  self->reading = reading;
  for (guint i = 0, end; i < self->terms->len; i = end)
    {
      end = loft_search_query_group_end (query, i);
      if ((group_kind (self, i, end) & LOFT_SEARCH_GROUP_FACTS) == 0)
        continue;
      for (guint k = i; k < end; k++)
        if (!prepare_term (self, k, cancellable, error))
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
bound_by (LoftMessageBounds *bounds, const LoftSearchTerm *term, GHashTable *folders)
{
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

void
loft_search_judge_bound (LoftSearchJudge *self, LoftMessageBounds *bounds)
{
  const LoftSearchQuery *query = self->query;

  for (guint i = 0, end; i < loft_search_query_get_n_terms (query); i = end)
    {
      const LoftSearchTerm *term = loft_search_query_get_term (query, i);

      end = loft_search_query_group_end (query, i);
      if (end == i + 1)
        bound_by (bounds, term, g_array_index (self->terms, Term, i).ids);
    }
}

/* ---- object ------------------------------------------------------------------------------- */

static void
term_clear (gpointer data)
{
  g_clear_pointer (&((Term *) data)->ids, g_hash_table_unref);
}

LoftSearchJudge *
loft_search_judge_new (LoftAccountStore *store, const LoftSearchQuery *query)
{
  LoftSearchJudge *self = g_new0 (LoftSearchJudge, 1);

  self->store = store;
  self->query = query;
  self->terms = g_array_new (FALSE, TRUE, sizeof (Term));
  g_array_set_clear_func (self->terms, term_clear);
  g_array_set_size (self->terms, loft_search_query_get_n_terms (query));
  return self;
}

void
loft_search_judge_free (LoftSearchJudge *self)
{
  g_array_unref (self->terms);
  g_free (self);
}
