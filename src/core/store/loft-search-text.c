/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-search-text.h"

#include <string.h>

#include "loft-search-index-private.h"

/* FTS5 cuts words there (FTS5_MAX_TOKEN_SIZE). */
#define MAX_WORD_BYTES 32768

enum { BODY, SUBJECT, SENDER, RECIPIENTS, ATTACHMENTS, N_COLUMNS };

/* As the index weighs them. */
static const double weights[N_COLUMNS] = { 1, 8, 6, 4, 4 };

/* Of each column: a space, and every word with a space behind it. A word then is " word ", a prefix
 * " pre", a phrase " two words ". */
struct _LoftSearchText {
  GString *columns[N_COLUMNS];
};

void
loft_search_text_free (LoftSearchText *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < N_COLUMNS; i++)
    if (self->columns[i] != NULL)
      g_string_free (self->columns[i], TRUE);
  g_free (self);
}

static int
append_word (void *data, int flags, const char *word, int length, int start, int end)
{
  GString *column = data;

  g_string_append_len (column, word, MIN (length, MAX_WORD_BYTES));
  g_string_append_c (column, ' ');
  return SQLITE_OK;
}

/* (transfer full) (nullable) */
static GString *
split (LoftSearchIndex *splitter, const char *text, int reason)
{
  fts5_tokenizer methods;
  Fts5Tokenizer *tokenizer = loft_search_index_get_tokenizer (splitter, &methods);
  gsize length = loft_search_index_text_length (text);
  GString *words;

  if (tokenizer == NULL)
    return NULL;
  words = g_string_sized_new (length + 2);
  g_string_append_c (words, ' ');
  if (length == 0 ||
      methods.xTokenize (tokenizer, words, reason, text, (int) length, append_word) == SQLITE_OK)
    return words;
  g_string_free (words, TRUE);
  return NULL;
}

LoftSearchText *
loft_search_text_new (LoftSearchIndex *splitter, const char *subject, const char *sender,
                      const char *recipients, const char *attachment_names, const char *body,
                      GError **error)
{
  const char *const texts[N_COLUMNS] = { body, subject, sender, recipients, attachment_names };
  g_autoptr (LoftSearchText) self = g_new0 (LoftSearchText, 1);

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      self->columns[i] = split (splitter, texts[i], FTS5_TOKENIZE_DOCUMENT);
      if (self->columns[i] != NULL)
        continue;
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "A message cannot be split into words");
      return NULL;
    }
  return g_steal_pointer (&self);
}

char *
loft_search_text_needle_new (LoftSearchIndex *splitter, const LoftSearchTerm *term)
{
  GString *words =
    split (splitter, term->phrase, FTS5_TOKENIZE_QUERY | (term->prefix ? FTS5_TOKENIZE_PREFIX : 0));

  if (words == NULL)
    return NULL;
  if (words->len == 1)
    {
      g_string_free (words, TRUE);
      return NULL;
    }
  if (term->prefix)
    g_string_truncate (words, words->len - 1);
  return g_string_free (words, FALSE);
}

static gboolean
is_asked (LoftSearchField field, guint column)
{
  switch (field)
    {
    case LOFT_SEARCH_FROM:
      return column == SENDER;
    case LOFT_SEARCH_TO:
      return column == RECIPIENTS;
    case LOFT_SEARCH_SUBJECT:
      return column == SUBJECT;
    case LOFT_SEARCH_BODY:
      return column == BODY;
    case LOFT_SEARCH_FILENAME:
      return column == ATTACHMENTS;
    default:
      return TRUE;
    }
}

double
loft_search_text_weigh (const LoftSearchText *self, const LoftSearchTerm *term, const char *needle)
{
  double best = 0;

  for (guint i = 0; i < N_COLUMNS; i++)
    if (weights[i] > best && is_asked (term->field, i) &&
        strstr (self->columns[i]->str, needle) != NULL)
      best = weights[i];
  return best;
}
