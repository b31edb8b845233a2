/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-folder-match.h"

#include <string.h>

#include "loft-text.h"

enum { NAME_BEGINS, NAME_WORDS, PATH_WORDS, ANYWHERE };

static gboolean
is_border (char c)
{
  return g_ascii_ispunct (c) || g_ascii_isspace (c);
}

static gboolean
begins_word (const char *text, const char *word)
{
  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + 1, word))
    if (at == text || is_border (at[-1]))
      return TRUE;
  return FALSE;
}

static gboolean
all_words (char **words, const char *text, gboolean at_borders)
{
  for (gsize i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0' &&
        !(at_borders ? begins_word (text, words[i]) : strstr (text, words[i]) != NULL))
      return FALSE;
  return TRUE;
}

guint
loft_folder_match (const char *typed, const char *name, const char *path)
{
  g_autofree char *folded = loft_text_fold (typed, -1);
  g_autofree char *folded_name = loft_text_fold (name, -1);
  g_autofree char *folded_path = loft_text_fold (path, -1);
  g_auto (GStrv) words = g_strsplit_set (g_strstrip (folded), " /", -1);

  if (g_str_has_prefix (folded_name, folded))
    return NAME_BEGINS;
  if (all_words (words, folded_name, TRUE))
    return NAME_WORDS;
  if (all_words (words, folded_path, TRUE))
    return PATH_WORDS;
  return all_words (words, folded_path, FALSE) || all_words (words, folded_name, FALSE)
           ? ANYWHERE
           : LOFT_FOLDER_MATCH_NONE;
}
