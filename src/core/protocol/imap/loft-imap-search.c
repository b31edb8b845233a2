/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-search.h"

#include <string.h>

typedef void (*TermFunc) (const LoftSearchTerm *term, gboolean is_last, gpointer user_data);

static gboolean
is_words_alone (const LoftSearchQuery *query, guint first, guint end)
{
  for (guint i = first; i < end; i++)
    if (!loft_search_field_is_text (loft_search_query_get_term (query, i)->field))
      return FALSE;
  return TRUE;
}

static void
foreach_term (const LoftSearchQuery *query, TermFunc func, gpointer user_data)
{
  for (guint i = 0, end; i < loft_search_query_get_n_terms (query); i = end)
    {
      end = loft_search_query_group_end (query, i);
      for (guint k = i; k < end && is_words_alone (query, i, end); k++)
        func (loft_search_query_get_term (query, k), k + 1 == end, user_data);
    }
}

/* ---- what can be asked -------------------------------------------------------------------- */

typedef struct {
  gboolean any;
  gboolean file_names;
  gboolean beyond_ascii;
} Needs;

static void
note_needs (const LoftSearchTerm *term, gboolean is_last, gpointer user_data)
{
  Needs *needs = user_data;

  needs->any = TRUE;
  needs->file_names |= term->field == LOFT_SEARCH_FILENAME;
  needs->beyond_ascii |= !g_str_is_ascii (term->text);
}

static Needs
needs_of (const LoftSearchQuery *query)
{
  Needs needs = { FALSE, FALSE, FALSE };

  foreach_term (query, note_needs, &needs);
  return needs;
}

gboolean
loft_imap_search_can_ask (const LoftSearchQuery *query)
{
  Needs needs = needs_of (query);

  return needs.any && !needs.file_names;
}

gboolean
loft_imap_search_needs_charset (const LoftSearchQuery *query)
{
  return needs_of (query).beyond_ascii;
}

/* ---- keys --------------------------------------------------------------------------------- */

typedef struct {
  LoftImapCommand *command;
  gboolean utf8;
} Keys;

/* What was typed, without the star of a prefix, which a server would look for. */
static void
add_key (Keys *keys, const char *key, const LoftSearchTerm *term)
{
  g_autofree char *text = g_strdup (term->text);
  gsize length = strlen (text);

  if (term->prefix && g_str_has_suffix (text, "*"))
    text[length - 1] = '\0';
  loft_imap_command_add (keys->command, key);
  if (keys->utf8)
    loft_imap_command_add_utf8 (keys->command, text);
  else
    loft_imap_command_add_string (keys->command, text);
}

static void
add_term (const LoftSearchTerm *term, gboolean is_last, gpointer user_data)
{
  Keys *keys = user_data;

  /* OR takes two keys; the second may be another OR. */
  if (!is_last)
    loft_imap_command_add (keys->command, "OR");
  if (term->negated)
    loft_imap_command_add (keys->command, "NOT");
  switch (term->field)
    {
    case LOFT_SEARCH_FROM:
      add_key (keys, "FROM", term);
      break;
    case LOFT_SEARCH_TO:
      loft_imap_command_add (keys->command, "OR");
      add_key (keys, "TO", term);
      add_key (keys, "CC", term);
      break;
    case LOFT_SEARCH_SUBJECT:
      add_key (keys, "SUBJECT", term);
      break;
    case LOFT_SEARCH_BODY:
      add_key (keys, "BODY", term);
      break;
    default:
      add_key (keys, "TEXT", term);
      break;
    }
}

void
loft_imap_search_add_keys (LoftImapCommand *command, const LoftSearchQuery *query, gboolean utf8)
{
  Keys keys = { command, utf8 };

  foreach_term (query, add_term, &keys);
}
