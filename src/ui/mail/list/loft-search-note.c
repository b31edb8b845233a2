/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-search-note.h"

#include "config.h"
#include "loft-search-words.h"

#include <glib/gi18n.h>

/* What became of the text of n messages of the accounts named, which are not downloaded. */
static char *
say_state (LoftServerSearchState state, gulong n, const char *names)
{
  switch (state)
    {
    case LOFT_SERVER_SEARCH_RUNNING:
      return g_strdup_printf (
        ngettext ("Asking the server about %'lu message of %s that is not downloaded…",
                  "Asking the server about %'lu messages of %s that are not downloaded…", n),
        n, names);
    case LOFT_SERVER_SEARCH_DONE:
      return g_strdup_printf (
        ngettext ("The server searched the text of %'lu message of %s that is not downloaded.",
                  "The server searched the text of %'lu messages of %s that are not downloaded.",
                  n),
        n, names);
    case LOFT_SERVER_SEARCH_OFFLINE:
      return g_strdup_printf (
        ngettext ("Offline: the text of %'lu message of %s, not downloaded, was not searched.",
                  "Offline: the text of %'lu messages of %s, not downloaded, was not searched.", n),
        n, names);
    case LOFT_SERVER_SEARCH_REFUSED:
      return g_strdup_printf (
        ngettext ("The server cannot search for this: the text of %'lu message of %s is left out.",
                  "The server cannot search for this: the text of %'lu messages of %s is left out.",
                  n),
        n, names);
    case LOFT_SERVER_SEARCH_FAILED:
      return g_strdup_printf (
        ngettext ("The server did not answer: the text of %'lu message of %s was not searched.",
                  "The server did not answer: the text of %'lu messages of %s was not searched.",
                  n),
        n, names);
    case LOFT_SERVER_SEARCH_NOT_NEEDED:
    default:
      return NULL;
    }
}

/* All accounts in one state together. (nullable) */
static char *
say_parts (GPtrArray *parts, LoftServerSearchState state)
{
  g_autoptr (GString) names = g_string_new (NULL);
  gulong n_missing = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      const LoftServerSearchPart *part = g_ptr_array_index (parts, i);

      if (part->state != state || part->n_missing == 0)
        continue;
      n_missing += (gulong) part->n_missing;
      if (names->len > 0)
        g_string_append (names, ", ");
      g_string_append (names, loft_mail_account_get_name (part->account));
    }
  return n_missing > 0 ? say_state (state, n_missing, names->str) : NULL;
}

static char *
say_whole (GPtrArray *parts)
{
  const LoftServerSearchPart *only = g_ptr_array_index (parts, 0);

  if (parts->len > 1)
    return g_strdup_printf (ngettext ("Searched all of %u account.", "Searched all of %u accounts.",
                                      parts->len),
                            parts->len);
  return g_strdup_printf (ngettext ("Searched the %'lu message of %s.",
                                    "Searched all %'lu messages of %s.", (gulong) only->n_messages),
                          (gulong) only->n_messages, loft_mail_account_get_name (only->account));
}

char *
loft_search_note_new (GPtrArray *parts)
{
  g_autoptr (GString) note = g_string_new (NULL);

  if (parts == NULL || parts->len == 0)
    return g_strdup ("");
  for (guint state = LOFT_SERVER_SEARCH_RUNNING; state <= LOFT_SERVER_SEARCH_FAILED; state++)
    {
      g_autofree char *sentence = say_parts (parts, state);

      if (sentence != NULL)
        g_string_append_printf (note, "%s%s", note->len > 0 ? " " : "", sentence);
    }
  return note->len > 0 ? g_strdup (note->str) : say_whole (parts);
}

char *
loft_search_note_new_for_problems (const LoftSearchQuery *query)
{
  if (loft_search_query_get_n_problems (query) == 0)
    return NULL;
  return loft_search_words_explain (loft_search_query_get_problem (query, 0));
}
