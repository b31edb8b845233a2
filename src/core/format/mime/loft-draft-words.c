/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-draft-words.h"

#include <string.h>

#include "loft-draft-reader.h"
#include "loft-html.h"
#include "loft-mime-writer.h"

#define MAX_TEXT (16 * 1024 * 1024) /* of HTML that becomes text */

/* (transfer full) Servers wrap, indent and escape as they like. */
static char *
dup_letters (const char *text)
{
  GString *letters = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isalnum (g_utf8_get_char (at)))
      g_string_append_unichar (letters, g_utf8_get_char (at));
  return g_string_free (letters, FALSE);
}

static gboolean
same_letters (const char *a, const char *b)
{
  g_autofree char *letters_a = dup_letters (a);
  g_autofree char *letters_b = dup_letters (b);

  return strcmp (letters_a, letters_b) == 0;
}

/* (transfer full) in their order. */
static char *
dup_people (GPtrArray *people)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < people->len; i++)
    {
      const LoftAddress *person = g_ptr_array_index (people, i);
      g_autofree char *email = g_ascii_strdown (person->email, -1);

      if (loft_mime_is_address (email))
        g_string_append_printf (list, "%s\n", email);
    }
  return g_string_free (list, FALSE);
}

static gboolean
same_people (GPtrArray *a, GPtrArray *b)
{
  g_autofree char *people_a = dup_people (a);
  g_autofree char *people_b = dup_people (b);

  return strcmp (people_a, people_b) == 0;
}

/* (transfer full) Of the HTML where both have some: the text beside it is each writer's own. */
static char *
dup_words (const LoftDraft *draft, gboolean by_html)
{
  if (draft->html != NULL && (by_html || draft->text[0] == '\0'))
    return loft_html_to_text (draft->html, -1, MAX_TEXT);
  return g_strdup (draft->text);
}

gboolean
loft_draft_words_are_same (GBytes *a, GBytes *b)
{
  g_autoptr (LoftDraft) draft_a = loft_draft_read (a);
  g_autoptr (LoftDraft) draft_b = loft_draft_read (b);
  gboolean by_html = draft_a->html != NULL && draft_b->html != NULL;
  g_autofree char *words_a = dup_words (draft_a, by_html);
  g_autofree char *words_b = dup_words (draft_b, by_html);

  return same_letters (draft_a->subject, draft_b->subject) &&
         same_people (draft_a->to, draft_b->to) && same_people (draft_a->cc, draft_b->cc) &&
         same_people (draft_a->bcc, draft_b->bcc) && same_letters (words_a, words_b) &&
         draft_a->parts->len == draft_b->parts->len;
}
