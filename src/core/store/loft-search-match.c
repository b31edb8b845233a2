/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-search-match.h"

/* Every word of the person stands in quotes, which FTS5 takes as text whatever it holds; phrases
 * contain none. */

static const char *
column_of (LoftSearchField field)
{
  static const char *const columns[LOFT_SEARCH_N_FIELDS] = {
    [LOFT_SEARCH_FROM] = "sender",          [LOFT_SEARCH_TO] = "recipients",
    [LOFT_SEARCH_SUBJECT] = "subject",      [LOFT_SEARCH_BODY] = "body",
    [LOFT_SEARCH_FILENAME] = "attachments",
  };

  return columns[field];
}

static void
append_term (GString *match, const LoftSearchTerm *term)
{
  const char *column = column_of (term->field);

  if (column != NULL)
    g_string_append_printf (match, "%s : ", column);
  g_string_append_printf (match, "\"%s\"", term->phrase);
  if (term->prefix)
    g_string_append (match, " *");
}

static void
append_asked (GString *match, const LoftSearchTerm *term, const char *instead)
{
  if (instead != NULL)
    g_string_append (match, instead);
  else
    append_term (match, term);
}

static void
append_alternative (GString *match, const LoftSearchTerm *term, const char *instead)
{
  if (!term->negated)
    {
      append_asked (match, term, instead);
      return;
    }
  g_string_append (match, "(subject : \"" LOFT_SEARCH_EVERY_WORD "\" NOT ");
  append_asked (match, term, instead);
  g_string_append_c (match, ')');
}

static void
append_group (GString *wanted, const LoftSearchQuery *query, guint first, guint end,
              const char *const *instead)
{
  g_string_append (wanted, wanted->len > 0 ? " AND (" : "(");
  for (guint i = first; i < end; i++)
    {
      if (i > first)
        g_string_append (wanted, " OR ");
      append_alternative (wanted, loft_search_query_get_term (query, i),
                          instead != NULL ? instead[i] : NULL);
    }
  g_string_append_c (wanted, ')');
}

static gboolean
is_for_index (const LoftSearchQuery *query, guint first, guint end, const char *const *instead)
{
  for (guint i = first; i < end; i++)
    if (!loft_search_field_is_text (loft_search_query_get_term (query, i)->field) ||
        (instead != NULL && instead[i] != NULL && instead[i][0] == '\0'))
      return FALSE;
  return TRUE;
}

char *
loft_search_match_new (const LoftSearchQuery *query, const char *const *instead)
{
  g_autoptr (GString) wanted = g_string_new (NULL);
  g_autoptr (GString) unwanted = g_string_new (NULL);

  for (guint i = 0, end; i < loft_search_query_get_n_terms (query); i = end)
    {
      const LoftSearchTerm *term = loft_search_query_get_term (query, i);

      end = loft_search_query_group_end (query, i);
      if (!is_for_index (query, i, end, instead))
        continue;
      if (end > i + 1 || !term->negated)
        {
          append_group (wanted, query, i, end, instead);
          continue;
        }
      if (unwanted->len > 0)
        g_string_append (unwanted, " OR ");
      append_asked (unwanted, term, instead != NULL ? instead[i] : NULL);
    }
  if (wanted->len == 0 && unwanted->len == 0)
    return NULL;
  if (wanted->len == 0)
    g_string_append (wanted, "subject : \"" LOFT_SEARCH_EVERY_WORD "\"");
  if (unwanted->len == 0)
    return g_strdup (wanted->str);
  return g_strdup_printf ("(%s) NOT (%s)", wanted->str, unwanted->str);
}

char *
loft_search_match_new_for_term (const LoftSearchTerm *term)
{
  GString *match = g_string_new (NULL);

  append_term (match, term);
  return g_string_free (match, FALSE);
}

char *
loft_search_match_new_for_words (const LoftSearchTerm *term, const char *const *words,
                                 guint n_words)
{
  const char *column = column_of (term->field);
  GString *match = g_string_new (NULL);

  if (column != NULL)
    g_string_append_printf (match, "%s : ", column);
  g_string_append_c (match, '(');
  for (guint i = 0; i < n_words; i++)
    g_string_append_printf (match, "%s\"%s\"", i > 0 ? " OR " : "", words[i]);
  g_string_append_c (match, ')');
  return g_string_free (match, FALSE);
}
