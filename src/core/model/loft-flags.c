/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-flags.h"

#include <string.h>

#include "loft-follow-up.h"

static const char *const flag_names[] = {
  "seen", "answered", "flagged", "draft", "forwarded", "deleted",
};

LoftFlags
loft_flag_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (flag_names); i++)
    if (g_ascii_strcasecmp (name, flag_names[i]) == 0)
      return (LoftFlags) (1 << i);
  return LOFT_FLAG_NONE;
}

const char **
loft_flags_to_names (LoftFlags flags)
{
  const char **names = g_new0 (const char *, G_N_ELEMENTS (flag_names) + 1);
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (flag_names); i++)
    if (flags & (1 << i))
      names[n++] = flag_names[i];
  return names;
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
contains_word (GPtrArray *words, const char *word)
{
  for (guint i = 0; i < words->len; i++)
    if (g_ascii_strcasecmp (g_ptr_array_index (words, i), word) == 0)
      return TRUE;
  return FALSE;
}

/* The words borrowed by the array must outlive it. */
static char *
join_words (GPtrArray *words)
{
  g_ptr_array_sort (words, compare_words);
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" ", (char **) words->pdata);
}

static void
collect_words (GPtrArray *words, const char *const *candidates)
{
  for (gsize i = 0; candidates != NULL && candidates[i] != NULL; i++)
    if (candidates[i][0] != '\0' && !contains_word (words, candidates[i]))
      g_ptr_array_add (words, (gpointer) candidates[i]);
}

char *
loft_keywords_join (const char *const *words)
{
  g_autoptr (GPtrArray) unique = g_ptr_array_new ();

  collect_words (unique, words);
  return join_words (unique);
}

/* Of words with a value ("$due:2026-11-27") there is one of a kind; without a value any is meant. */
static gboolean
is_replaced (const char *word, char **added, const char *removed)
{
  gsize length = loft_follow_up_get_kind_length (word);
  g_autofree char *any = g_strndup (word, length);

  if (length == 0)
    return FALSE;
  for (gsize i = 0; added[i] != NULL; i++)
    if (g_ascii_strncasecmp (added[i], word, length) == 0)
      return TRUE;
  return loft_keywords_contain (removed, any);
}

char *
loft_keywords_change (const char *keywords, const char *add, const char *remove)
{
  g_auto (GStrv) old_words = g_strsplit (keywords != NULL ? keywords : "", " ", -1);
  g_auto (GStrv) new_words = g_strsplit (add != NULL ? add : "", " ", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (gsize i = 0; old_words[i] != NULL; i++)
    if (old_words[i][0] != '\0' && !loft_keywords_contain (remove, old_words[i]) &&
        !is_replaced (old_words[i], new_words, remove))
      g_ptr_array_add (kept, old_words[i]);
  collect_words (kept, (const char *const *) new_words);
  return join_words (kept);
}

gboolean
loft_keywords_contain (const char *keywords, const char *word)
{
  gsize length = strlen (word);

  for (const char *p = keywords; p != NULL && *p != '\0';)
    {
      gsize span = strcspn (p, " ");

      if (span == length && g_ascii_strncasecmp (p, word, span) == 0)
        return TRUE;
      p += span;
      p += strspn (p, " ");
    }
  return FALSE;
}
