/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-search-query.h"

#include <string.h>

#include "loft-search-value.h"
#include "loft-text.h"

#define MAX_QUERY_BYTES 8192
#define MAX_TERMS       64

/* One word of the query as it was typed. */
typedef struct {
  char *name; /* (nullable) before the colon */
  char *text;
  gboolean negated;
  gboolean quoted;
  gboolean prefix;
  gsize start;
  gsize end;
} Word;

struct _LoftSearchQuery {
  gatomicrefcount ref_count;
  GArray *terms; /* of LoftSearchTerm */
  GArray *problems; /* of LoftSearchProblem */
};

static void
term_clear (gpointer data)
{
  LoftSearchTerm *term = data;

  g_free (term->text);
  g_free (term->phrase);
}

static void
problem_clear (gpointer data)
{
  g_free (((LoftSearchProblem *) data)->text);
}

static void
word_clear (Word *word)
{
  g_free (word->name);
  g_free (word->text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Word, word_clear)

LoftSearchQuery *
loft_search_query_ref (LoftSearchQuery *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
loft_search_query_unref (LoftSearchQuery *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->terms);
  g_array_unref (self->problems);
  g_free (self);
}

guint
loft_search_query_get_n_terms (const LoftSearchQuery *self)
{
  return self->terms->len;
}

const LoftSearchTerm *
loft_search_query_get_term (const LoftSearchQuery *self, guint index)
{
  return &g_array_index (self->terms, LoftSearchTerm, index);
}

guint
loft_search_query_group_end (const LoftSearchQuery *self, guint first)
{
  guint end = first + 1;

  while (end < self->terms->len && g_array_index (self->terms, LoftSearchTerm, end).joined)
    end++;
  return end;
}

guint
loft_search_query_get_n_problems (const LoftSearchQuery *self)
{
  return self->problems->len;
}

const LoftSearchProblem *
loft_search_query_get_problem (const LoftSearchQuery *self, guint index)
{
  return &g_array_index (self->problems, LoftSearchProblem, index);
}

/* Fields */

static const struct {
  const char *name;
  LoftSearchField field;
} fields[] = {
  { "from", LOFT_SEARCH_FROM },
  { "to", LOFT_SEARCH_TO },
  { "subject", LOFT_SEARCH_SUBJECT },
  { "body", LOFT_SEARCH_BODY },
  { "filename", LOFT_SEARCH_FILENAME },
  { "has", LOFT_SEARCH_HAS },
  { "is", LOFT_SEARCH_IS },
  { "in", LOFT_SEARCH_IN },
  { "before", LOFT_SEARCH_BEFORE },
  { "after", LOFT_SEARCH_AFTER },
  { "larger", LOFT_SEARCH_LARGER },
  { "smaller", LOFT_SEARCH_SMALLER },
  { "keyword", LOFT_SEARCH_KEYWORD },
  { "category", LOFT_SEARCH_KEYWORD },
  { "cc", LOFT_SEARCH_TO },
};

gboolean
loft_search_field_is_text (LoftSearchField field)
{
  return field < LOFT_SEARCH_HAS;
}

const char *
loft_search_field_to_name (LoftSearchField field)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].field == field)
      return fields[i].name;
  return "";
}

gboolean
loft_search_field_from_name (const char *name, LoftSearchField *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_ascii_strcasecmp (fields[i].name, name) == 0)
      {
        *field = fields[i].field;
        return TRUE;
      }
  return FALSE;
}

/* Splitting into words */

/* The typographic marks that input methods and pasted text bring count as quotes too. */
static gboolean
is_quote (gunichar c)
{
  return c == '"' || c == 0x201c || c == 0x201d || c == 0x201e || c == 0x00ab || c == 0x00bb;
}

static const char *
skip_space (const char *p)
{
  while (*p != '\0' && g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return p;
}

/* Returns the end of the name of a field at p, where its colon is, or NULL. */
static const char *
find_colon (const char *p)
{
  const char *end = p;

  while (g_ascii_isalpha (*end))
    end++;
  return end > p && *end == ':' ? end : NULL;
}

/* A quote never closed runs to the end. */
static const char *
read_quoted (const char *p, Word *word)
{
  const char *start = p;

  while (*p != '\0' && !is_quote (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  word->text = g_strndup (start, p - start);
  word->quoted = TRUE;
  return *p != '\0' ? g_utf8_next_char (p) : p;
}

static const char *
read_plain (const char *p, Word *word)
{
  const char *start = p;

  while (*p != '\0' && !g_unichar_isspace (g_utf8_get_char (p)) && !is_quote (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  word->text = g_strndup (start, p - start);
  return p;
}

/* Reads one word at p, which is not at white space, and returns where it ends. */
static const char *
read_word (const char *p, Word *word)
{
  const char *colon;

  /* "--option" is what people paste, not a double negation. */
  if (p[0] == '-' && p[1] != '\0' && p[1] != '-' && !g_unichar_isspace (g_utf8_get_char (p + 1)))
    {
      word->negated = TRUE;
      p++;
    }
  colon = find_colon (p);
  if (colon != NULL)
    {
      word->name = g_strndup (p, colon - p);
      p = colon + 1;
    }
  p = is_quote (g_utf8_get_char (p)) ? read_quoted (g_utf8_next_char (p), word)
                                     : read_plain (p, word);
  if (word->quoted && *p == '*')
    {
      word->prefix = TRUE;
      p++;
    }
  else if (!word->quoted && g_str_has_suffix (word->text, "*"))
    word->prefix = TRUE;
  return p;
}

/* Facts */

static gboolean
take_state (LoftSearchTerm *term)
{
  static const struct {
    const char *name;
    LoftFlags flag;
    gboolean set;
  } states[] = {
    { "unread", LOFT_FLAG_SEEN, FALSE },        { "unseen", LOFT_FLAG_SEEN, FALSE },
    { "read", LOFT_FLAG_SEEN, TRUE },           { "seen", LOFT_FLAG_SEEN, TRUE },
    { "flagged", LOFT_FLAG_FLAGGED, TRUE },     { "starred", LOFT_FLAG_FLAGGED, TRUE },
    { "unflagged", LOFT_FLAG_FLAGGED, FALSE },  { "answered", LOFT_FLAG_ANSWERED, TRUE },
    { "replied", LOFT_FLAG_ANSWERED, TRUE },    { "unanswered", LOFT_FLAG_ANSWERED, FALSE },
    { "forwarded", LOFT_FLAG_FORWARDED, TRUE }, { "draft", LOFT_FLAG_DRAFT, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_ascii_strcasecmp (term->text, states[i].name) == 0)
      {
        term->flag = states[i].flag;
        term->flag_is_set = states[i].set;
        return TRUE;
      }
  return FALSE;
}

/* Whether the value of a field that is not words can be understood. */
static gboolean
take_fact (LoftSearchTerm *term)
{
  switch (term->field)
    {
    case LOFT_SEARCH_HAS:
      return g_ascii_strcasecmp (term->text, "attachment") == 0 ||
             g_ascii_strcasecmp (term->text, "attachments") == 0;
    case LOFT_SEARCH_IS:
      return take_state (term);
    case LOFT_SEARCH_BEFORE:
    case LOFT_SEARCH_AFTER:
      return loft_search_value_date (term->text, &term->date);
    case LOFT_SEARCH_LARGER:
    case LOFT_SEARCH_SMALLER:
      return loft_search_value_size (term->text, &term->size);
    case LOFT_SEARCH_IN:
    case LOFT_SEARCH_KEYWORD:
    default:
      return TRUE;
    }
}

/* Words */

/* (nullable) What the index makes words of: letters, digits and the marks on them; all else, quotes
 * and NULs too, is white space. No letter or digit at all: NULL. */
static char *
make_phrase (const char *text)
{
  g_autofree char *folded = loft_text_fold (text, -1);
  GString *phrase = g_string_new (NULL);
  gboolean space = FALSE;
  gboolean any = FALSE;

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean keep = g_unichar_isalnum (c) || g_unichar_ismark (c) ||
                      (c >= 0x80 && !g_unichar_isspace (c) && !g_unichar_iscntrl (c) &&
                       g_unichar_type (c) != G_UNICODE_PRIVATE_USE);

      if (!keep)
        {
          space = phrase->len > 0;
          continue;
        }
      if (space)
        g_string_append_c (phrase, ' ');
      space = FALSE;
      g_string_append_unichar (phrase, c);
      any |= g_unichar_isalnum (c);
    }
  return g_string_free (phrase, !any);
}

static gboolean
is_joiner (const Word *word, const char *joiner)
{
  return word->name == NULL && !word->quoted && !word->negated && strcmp (word->text, joiner) == 0;
}

static void
add_problem (LoftSearchQuery *self, const LoftSearchTerm *term)
{
  const LoftSearchProblem problem = { term->field, g_strdup (term->text) };

  g_array_append_val (self->problems, problem);
}

/* What is no field, or has a value that cannot be understood, is words. */
static gboolean
add_words (LoftSearchQuery *self, LoftSearchTerm *term, const Word *word)
{
  g_autofree char *text = NULL;

  if (word->name != NULL && term->field == LOFT_SEARCH_ANYWHERE)
    text = g_strconcat (word->name, " ", word->text, NULL);
  term->prefix = word->prefix;
  term->phrase = make_phrase (text != NULL ? text : word->text);
  if (term->phrase == NULL)
    return FALSE;
  term->text = g_strdup (word->text);
  g_array_append_vals (self->terms, term, 1);
  return TRUE;
}

/* FALSE: there is nothing in it to look for. */
static gboolean
add_term (LoftSearchQuery *self, const Word *word, gboolean joined)
{
  LoftSearchTerm term = {
    .negated = word->negated, .joined = joined, .start = word->start, .end = word->end
  };
  gboolean is_field = word->name != NULL && loft_search_field_from_name (word->name, &term.field);

  /* Still being typed. */
  if (is_field && word->text[0] == '\0')
    return FALSE;
  if (loft_search_field_is_text (term.field))
    return add_words (self, &term, word);
  term.text = g_strdup (word->text);
  if (take_fact (&term))
    {
      g_array_append_val (self->terms, term);
      return TRUE;
    }
  add_problem (self, &term);
  g_clear_pointer (&term.text, g_free);
  term.field = LOFT_SEARCH_ANYWHERE;
  return add_words (self, &term, word);
}

static void
read_words (LoftSearchQuery *self, const char *text)
{
  gboolean may_join = FALSE; /* the word before was a term */
  gboolean join = FALSE;

  for (const char *p = skip_space (text); *p != '\0' && self->terms->len < MAX_TERMS;
       p = skip_space (p))
    {
      g_auto (Word) word = { .start = p - text };

      p = read_word (p, &word);
      word.end = p - text;
      if (is_joiner (&word, "OR") || is_joiner (&word, "AND"))
        {
          join = may_join && word.text[0] == 'O';
          continue;
        }
      may_join = add_term (self, &word, join);
      join = FALSE;
    }
}

LoftSearchQuery *
loft_search_query_parse (const char *text)
{
  LoftSearchQuery *self = g_new0 (LoftSearchQuery, 1);
  g_autofree char *valid = loft_text_to_utf8 (text, MIN (strlen (text), MAX_QUERY_BYTES));

  g_atomic_ref_count_init (&self->ref_count);
  self->terms = g_array_new (FALSE, FALSE, sizeof (LoftSearchTerm));
  g_array_set_clear_func (self->terms, term_clear);
  self->problems = g_array_new (FALSE, FALSE, sizeof (LoftSearchProblem));
  g_array_set_clear_func (self->problems, problem_clear);
  read_words (self, valid);
  return self;
}

/* There is no way to write a quote within quotes; no word contains one. */
char *
loft_search_query_quote (const char *value)
{
  GString *quoted = g_string_new (NULL);
  gboolean must = *value == '\0';

  for (const char *p = value; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      must |= is_quote (c) || g_unichar_isspace (c) || (p == value && find_colon (p) != NULL);
      g_string_append_unichar (quoted, is_quote (c) ? ' ' : c);
    }
  if (must)
    g_string_append_c (g_string_prepend_c (quoted, '"'), '"');
  return g_string_free (quoted, FALSE);
}
