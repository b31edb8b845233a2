/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-search-words.h"

#include "config.h"
#include "loft-category-look.h"

#include <glib/gi18n.h>
#include <string.h>

static const struct {
  const char *name;
  const char *label;
} fields[LOFT_SEARCH_N_FIELDS] = {
  [LOFT_SEARCH_ANYWHERE] = { "", "" },
  /* Translators: the words that people type before a colon in the search entry, as in "from:eva"; one
   * word each, of letters only. The English ones are understood too. */
  [LOFT_SEARCH_FROM] = { NC_ ("search field", "from"), NC_ ("search label", "From") },
  [LOFT_SEARCH_TO] = { NC_ ("search field", "to"), NC_ ("search label", "To") },
  [LOFT_SEARCH_SUBJECT] = { NC_ ("search field", "subject"), NC_ ("search label", "Subject") },
  [LOFT_SEARCH_BODY] = { NC_ ("search field", "body"), NC_ ("search label", "Text") },
  [LOFT_SEARCH_FILENAME] = { NC_ ("search field", "filename"), NC_ ("search label", "File name") },
  [LOFT_SEARCH_HAS] = { NC_ ("search field", "has"), NC_ ("search label", "Has") },
  [LOFT_SEARCH_IS] = { NC_ ("search field", "is"), NC_ ("search label", "Is") },
  [LOFT_SEARCH_IN] = { NC_ ("search field", "in"), NC_ ("search label", "In") },
  [LOFT_SEARCH_BEFORE] = { NC_ ("search field", "before"), NC_ ("search label", "Before") },
  [LOFT_SEARCH_AFTER] = { NC_ ("search field", "after"), NC_ ("search label", "After") },
  [LOFT_SEARCH_LARGER] = { NC_ ("search field", "larger"), NC_ ("search label", "Larger than") },
  [LOFT_SEARCH_SMALLER] = { NC_ ("search field", "smaller"), NC_ ("search label", "Smaller than") },
  [LOFT_SEARCH_KEYWORD] = { NC_ ("search field", "category"), NC_ ("search label", "Category") },
};

static const struct {
  LoftSearchField field;
  const char *value;
  const char *word; /* as typed */
  const char *label; /* as shown */
} values[] = {
  /* Translators: the words that people type behind "is:" and "has:"; one word each. */
  { LOFT_SEARCH_IS, "unread", NC_ ("search value", "unread"), NC_ ("search label", "Unread") },
  { LOFT_SEARCH_IS, "flagged", NC_ ("search value", "flagged"), NC_ ("search label", "Flagged") },
  { LOFT_SEARCH_IS, "unanswered", NC_ ("search value", "unanswered"),
    NC_ ("search label", "Not answered") },
  { LOFT_SEARCH_IS, "answered", NC_ ("search value", "answered"),
    NC_ ("search label", "Answered") },
  { LOFT_SEARCH_IS, "read", NC_ ("search value", "read"), NC_ ("search label", "Read") },
  { LOFT_SEARCH_IS, "unflagged", NC_ ("search value", "unflagged"),
    NC_ ("search label", "Not flagged") },
  { LOFT_SEARCH_IS, "forwarded", NC_ ("search value", "forwarded"),
    NC_ ("search label", "Forwarded") },
  { LOFT_SEARCH_IS, "draft", NC_ ("search value", "draft"), NC_ ("search label", "Draft") },
  { LOFT_SEARCH_HAS, "attachment", NC_ ("search value", "attachment"),
    NC_ ("search label", "Has attachment") },
  { LOFT_SEARCH_AFTER, "today", NC_ ("search value", "today"), NC_ ("search label", "Today") },
  { LOFT_SEARCH_AFTER, "yesterday", NC_ ("search value", "yesterday"),
    NC_ ("search label", "Since yesterday") },
  { LOFT_SEARCH_AFTER, "7d", "7d", NC_ ("search label", "Last 7 days") },
  { LOFT_SEARCH_AFTER, "1m", "1m", NC_ ("search label", "Last month") },
  { LOFT_SEARCH_AFTER, "1y", "1y", NC_ ("search label", "Last 12 months") },
  { LOFT_SEARCH_BEFORE, "today", NC_ ("search value", "today"),
    NC_ ("search label", "Before today") },
  { LOFT_SEARCH_BEFORE, "1m", "1m", NC_ ("search label", "Older than a month") },
  { LOFT_SEARCH_BEFORE, "1y", "1y", NC_ ("search label", "Older than a year") },
  { LOFT_SEARCH_LARGER, "1M", "1M", NC_ ("search label", "Larger than 1 MB") },
  { LOFT_SEARCH_LARGER, "10M", "10M", NC_ ("search label", "Larger than 10 MB") },
};

static const char *
translate (const char *context, const char *text)
{
  return *text != '\0' ? g_dpgettext2 (NULL, context, text) : text;
}

const char *
loft_search_words_name (LoftSearchField field)
{
  return translate ("search field", fields[field].name);
}

const char *
loft_search_words_label (LoftSearchField field)
{
  return translate ("search label", fields[field].label);
}

gboolean
loft_search_words_get_value (LoftSearchField field, guint index, const char **value,
                             const char **label)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (values[i].field == field && index-- == 0)
      {
        *value = values[i].value;
        *label = translate ("search label", values[i].label);
        return TRUE;
      }
  return FALSE;
}

/* Into the core's words */

static gboolean
same_word (const char *text, gsize length, const char *word)
{
  g_autofree char *left = g_utf8_casefold (text, (gssize) length);
  g_autofree char *right = g_utf8_casefold (word, -1);

  return strcmp (left, right) == 0;
}

static const char *
end_of_name (const char *p)
{
  while (g_unichar_isalpha (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return p;
}

static const char *
end_of_value (const char *p)
{
  while (*p != '\0' && !g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return p;
}

static gboolean
find_field (const char *name, gsize length, LoftSearchField *field)
{
  for (guint i = LOFT_SEARCH_FROM; i < LOFT_SEARCH_N_FIELDS; i++)
    if (same_word (name, length, loft_search_words_name (i)))
      {
        *field = i;
        return TRUE;
      }
  return FALSE;
}

static const char *
find_value (LoftSearchField field, const char *text, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (values[i].field == field &&
        same_word (text, length, translate ("search value", values[i].word)))
      return values[i].value;
  return NULL;
}

/* Returns where to go on. */
static const char *
append_field (GString *query, const char *p)
{
  const char *colon = end_of_name (p);
  LoftSearchField field = LOFT_SEARCH_ANYWHERE;
  const char *end = end_of_value (colon);
  const char *value;
  g_autofree char *name = g_strndup (p, colon - p);

  if (*colon != ':' || colon == p)
    return p;
  if (!find_field (p, colon - p, &field) && !loft_search_field_from_name (name, &field))
    return p;
  g_string_append_printf (query, "%s:", loft_search_field_to_name (field));
  value = find_value (field, colon + 1, end - colon - 1);
  if (value == NULL)
    return colon + 1;
  g_string_append (query, value);
  return end;
}

static char *
to_core_words (const char *text)
{
  GString *query = g_string_new (NULL);
  gboolean quoted = FALSE;
  gboolean at_start = TRUE;

  for (const char *p = text; *p != '\0';)
    {
      gunichar c = g_utf8_get_char (p);

      if (at_start && !quoted)
        {
          if (c == '-')
            {
              g_string_append_c (query, '-');
              p++;
            }
          p = append_field (query, p);
          at_start = FALSE;
          continue;
        }
      quoted ^= c == '"';
      at_start = g_unichar_isspace (c);
      g_string_append_unichar (query, c);
      p = g_utf8_next_char (p);
    }
  return g_string_free (query, FALSE);
}

char *
loft_search_words_to_query (const char *text)
{
  g_autofree char *query = to_core_words (text);

  return loft_categories_resolve (loft_category_look_get_list (), query, loft_category_look_name);
}

/* For people */

static const char *
name_of_category (const char *keyword)
{
  LoftCategory *category = loft_categories_find_keyword (loft_category_look_get_list (), keyword);

  return category != NULL ? loft_category_look_name (category) : keyword;
}

static const char *
label_of_value (const LoftSearchTerm *term)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (values[i].field == term->field && g_ascii_strcasecmp (values[i].value, term->text) == 0)
      return translate ("search label", values[i].label);
  return NULL;
}

static char *
describe_wanted (const LoftSearchTerm *term)
{
  const char *label = label_of_value (term);
  g_autofree char *size = NULL;

  if (label != NULL)
    return g_strdup (label);
  if (term->field == LOFT_SEARCH_ANYWHERE)
    return g_strdup (term->text);
  if (term->field == LOFT_SEARCH_LARGER || term->field == LOFT_SEARCH_SMALLER)
    size = g_format_size (term->size);
  /* Translators: a condition of a search: field and value, as in "From: Eva Adler". */
  return g_strdup_printf (C_ ("search", "%s: %s"), loft_search_words_label (term->field),
                          size != NULL                         ? size
                          : term->field == LOFT_SEARCH_KEYWORD ? name_of_category (term->text)
                                                               : term->text);
}

char *
loft_search_words_describe (const LoftSearchTerm *term)
{
  g_autofree char *wanted = describe_wanted (term);

  if (!term->negated)
    return g_steal_pointer (&wanted);
  /* Translators: a condition of a search that must not hold: "Not: From: Eva Adler". */
  return g_strdup_printf (C_ ("search", "Not: %s"), wanted);
}

char *
loft_search_words_leave_open (const char *query, const char *typed)
{
  g_autoptr (LoftSearchQuery) read = loft_search_query_parse (query);
  guint n_terms = loft_search_query_get_n_terms (read);
  const LoftSearchTerm *last = n_terms > 0 ? loft_search_query_get_term (read, n_terms - 1) : NULL;
  gboolean goes_on = last != NULL && query[last->end] == '\0' && typed[0] != '\0' &&
                     g_ascii_isspace (typed[strlen (typed) - 1]) == 0 &&
                     loft_search_field_is_text (last->field) && !last->prefix &&
                     strchr (query + last->start, '"') == NULL;

  return g_strconcat (query, goes_on ? "*" : "", NULL);
}

char *
loft_search_words_explain (const LoftSearchProblem *problem)
{
  switch (problem->field)
    {
    case LOFT_SEARCH_BEFORE:
    case LOFT_SEARCH_AFTER:
      return g_strdup_printf (
        _ ("“%s” is no date. Write 2024, 2024-03-31, yesterday, 7d, 2w, 3m or 1y."), problem->text);
    case LOFT_SEARCH_LARGER:
    case LOFT_SEARCH_SMALLER:
      return g_strdup_printf (_ ("“%s” is no size. Write 500k, 2M or 1G."), problem->text);
    case LOFT_SEARCH_HAS:
      return g_strdup_printf (_ ("Messages can have an attachment, but not “%s”."), problem->text);
    case LOFT_SEARCH_IS:
    default:
      return g_strdup_printf (
        _ ("Messages can be unread, flagged, answered, forwarded or a draft, but not “%s”."),
        problem->text);
    }
}
