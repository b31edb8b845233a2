/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-search-query.h"

#include <string.h>

#include "loft-search-value.h"
#include "loft-text.h"

#define MAX_QUERY_BYTES 8192
#define MAX_TERMS 64

/* A word or phrase to look for. */
typedef struct {
  const char *column; /* (nullable) any */
  char *phrase;       /* folded, without quotes, with at least one letter or digit */
  gboolean prefix;
  gboolean negated;
  gboolean joined;    /* by OR to the term before */
} Term;

/* One word of the query as it was typed. */
typedef struct {
  char *name;         /* (nullable) before the colon, lower case */
  char *text;
  gboolean negated;
  gboolean quoted;
  gboolean prefix;
} Word;

struct _LoftSearchQuery {
  GArray *terms; /* of Term */
  char *match;   /* (nullable) */
  LoftSearchConditions conditions;
};

static void
term_clear (gpointer term)
{
  g_free (((Term *) term)->phrase);
}

static void
word_clear (Word *word)
{
  g_free (word->name);
  g_free (word->text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Word, word_clear)

void
loft_search_query_free (LoftSearchQuery *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->terms);
  g_free (self->match);
  g_free (self->conditions.folder_path);
  g_free (self->conditions.except_folder_path);
  g_free (self);
}

const char *
loft_search_query_get_match (const LoftSearchQuery *self)
{
  return self->match;
}

const LoftSearchConditions *
loft_search_query_get_conditions (const LoftSearchQuery *self)
{
  return &self->conditions;
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

  while (*p != '\0' && !g_unichar_isspace (g_utf8_get_char (p)) &&
         !is_quote (g_utf8_get_char (p)))
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
      word->name = g_ascii_strdown (p, colon - p);
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

/* Conditions */

static gboolean
take_state (LoftSearchConditions *conditions, const Word *word)
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
    if (g_ascii_strcasecmp (word->text, states[i].name) == 0)
      {
        if (states[i].set != word->negated)
          conditions->with_flags |= states[i].flag;
        else
          conditions->without_flags |= states[i].flag;
        return TRUE;
      }
  return FALSE;
}

static gboolean
take_attachment (LoftSearchConditions *conditions, const Word *word)
{
  if (g_ascii_strcasecmp (word->text, "attachment") != 0 &&
      g_ascii_strcasecmp (word->text, "attachments") != 0)
    return FALSE;
  if (word->negated)
    conditions->without_attachment = TRUE;
  else
    conditions->has_attachment = TRUE;
  return TRUE;
}

static gboolean
take_folder (LoftSearchConditions *conditions, const Word *word)
{
  char **path = word->negated ? &conditions->except_folder_path : &conditions->folder_path;

  if (*word->text == '\0')
    return FALSE;
  g_free (*path);
  *path = g_strdup (word->text);
  return TRUE;
}

/* Of several bounds the tightest counts. 0 is no bound, so the bound 0 moves by a second. */
static gboolean
take_date (LoftSearchConditions *conditions, const Word *word, gboolean before)
{
  gint64 seconds = 0;

  if (!loft_search_value_date (word->text, &seconds))
    return FALSE;
  if (seconds == 0)
    seconds = -1;
  if (before != word->negated)
    conditions->before =
        conditions->before != 0 ? MIN (conditions->before, seconds) : seconds;
  else
    conditions->after = conditions->after != 0 ? MAX (conditions->after, seconds) : seconds;
  return TRUE;
}

static gboolean
take_size (LoftSearchConditions *conditions, const Word *word, gboolean larger)
{
  guint64 bytes = 0;

  if (!loft_search_value_size (word->text, &bytes))
    return FALSE;
  if (larger != word->negated)
    conditions->larger = MAX (conditions->larger, word->negated && bytes > 0 ? bytes - 1 : bytes);
  else
    {
      bytes = MAX (word->negated ? bytes + 1 : bytes, 1);
      conditions->smaller = conditions->smaller != 0 ? MIN (conditions->smaller, bytes) : bytes;
    }
  return TRUE;
}

/* FALSE: not a condition, or none that can be understood. */
static gboolean
take_condition (LoftSearchConditions *conditions, const Word *word)
{
  if (word->name == NULL)
    return FALSE;
  if (strcmp (word->name, "is") == 0)
    return take_state (conditions, word);
  if (strcmp (word->name, "has") == 0)
    return take_attachment (conditions, word);
  if (strcmp (word->name, "in") == 0)
    return take_folder (conditions, word);
  if (strcmp (word->name, "before") == 0 || strcmp (word->name, "after") == 0)
    return take_date (conditions, word, word->name[0] == 'b');
  if (strcmp (word->name, "larger") == 0 || strcmp (word->name, "smaller") == 0)
    return take_size (conditions, word, word->name[0] == 'l');
  return FALSE;
}

/* Terms */

static const char *
column_for (const char *name)
{
  static const struct {
    const char *name;
    const char *column;
  } columns[] = {
    { "from", "sender" },   { "to", "recipients" }, { "cc", "recipients" },
    { "subject", "subject" }, { "body", "body" },   { "filename", "attachments" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (strcmp (name, columns[i].name) == 0)
      return columns[i].column;
  return NULL;
}

/* (nullable) What FTS5 will make words of: letters, digits and the marks on them; all else, quotes
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

static gboolean
add_term (LoftSearchQuery *self, const Word *word, gboolean joined)
{
  Term term = { .negated = word->negated, .prefix = word->prefix, .joined = joined };
  g_autofree char *text = NULL;

  if (word->name != NULL)
    term.column = column_for (word->name);
  if (word->name != NULL && term.column == NULL)
    text = g_strconcat (word->name, " ", word->text, NULL);
  term.phrase = make_phrase (text != NULL ? text : word->text);
  if (term.phrase == NULL)
    return FALSE;
  g_array_append_val (self->terms, term);
  return TRUE;
}

static void
read_words (LoftSearchQuery *self, const char *text)
{
  gboolean may_join = FALSE; /* the word before was a term */
  gboolean join = FALSE;

  for (const char *p = skip_space (text); *p != '\0' && self->terms->len < MAX_TERMS;
       p = skip_space (p))
    {
      g_auto (Word) word = { 0 };

      p = read_word (p, &word);
      if (is_joiner (&word, "OR") || is_joiner (&word, "AND"))
        {
          join = may_join && word.text[0] == 'O';
          continue;
        }
      may_join = !take_condition (&self->conditions, &word) && add_term (self, &word, join);
      join = FALSE;
    }
}

/* The expression. Every word of the person stands in quotes, which FTS5 takes as text whatever it
 * holds; make_phrase() left none inside. */

static void
append_term (GString *match, const Term *term)
{
  if (term->column != NULL)
    g_string_append_printf (match, "%s : ", term->column);
  g_string_append_printf (match, "\"%s\"", term->phrase);
  if (term->prefix)
    g_string_append (match, " *");
}

static void
append_alternative (GString *match, const Term *term)
{
  if (!term->negated)
    {
      append_term (match, term);
      return;
    }
  g_string_append (match, "(subject : \"" LOFT_SEARCH_EVERY_WORD "\" NOT ");
  append_term (match, term);
  g_string_append_c (match, ')');
}

/* One past the last term that OR joins to the one at first. */
static guint
group_end (GArray *terms, guint first)
{
  guint end = first + 1;

  while (end < terms->len && g_array_index (terms, Term, end).joined)
    end++;
  return end;
}

static void
append_group (GString *wanted, GArray *terms, guint first, guint end)
{
  g_string_append (wanted, wanted->len > 0 ? " AND (" : "(");
  for (guint i = first; i < end; i++)
    {
      if (i > first)
        g_string_append (wanted, " OR ");
      append_alternative (wanted, &g_array_index (terms, Term, i));
    }
  g_string_append_c (wanted, ')');
}

static char *
make_match (GArray *terms)
{
  g_autoptr (GString) wanted = g_string_new (NULL);
  g_autoptr (GString) unwanted = g_string_new (NULL);

  if (terms->len == 0)
    return NULL;
  for (guint i = 0, end; i < terms->len; i = end)
    {
      const Term *term = &g_array_index (terms, Term, i);

      end = group_end (terms, i);
      if (end > i + 1 || !term->negated)
        {
          append_group (wanted, terms, i, end);
          continue;
        }
      if (unwanted->len > 0)
        g_string_append (unwanted, " OR ");
      append_term (unwanted, term);
    }
  if (wanted->len == 0)
    g_string_append (wanted, "subject : \"" LOFT_SEARCH_EVERY_WORD "\"");
  if (unwanted->len == 0)
    return g_strdup (wanted->str);
  return g_strdup_printf ("(%s) NOT (%s)", wanted->str, unwanted->str);
}

LoftSearchQuery *
loft_search_query_parse (const char *text)
{
  LoftSearchQuery *self = g_new0 (LoftSearchQuery, 1);
  g_autofree char *valid = NULL;

  self->terms = g_array_new (FALSE, FALSE, sizeof (Term));
  g_array_set_clear_func (self->terms, term_clear);
  valid = loft_text_to_utf8 (text, MIN (strlen (text), MAX_QUERY_BYTES));
  read_words (self, valid);
  self->match = make_match (self->terms);
  return self;
}
