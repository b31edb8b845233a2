/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-attachment-reminder.h"

#include "config.h"
#include "loft-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define ENGLISH  "attached;attaching;attachment;attachments;enclosed"
#define MAX_TEXT (256 * 1024)

static gboolean
begins_word (const char *text, const char *place)
{
  return place == text ||
         !g_unichar_isalnum (g_utf8_get_char (g_utf8_find_prev_char (text, place)));
}

static gboolean
ends_word (const char *end)
{
  return *end == '\0' || !g_unichar_isalnum (g_utf8_get_char (end));
}

static gboolean
has_word (const char *text, const char *word)
{
  gsize length = strlen (word);

  for (const char *p = strstr (text, word); length > 0 && p != NULL; p = strstr (p + 1, word))
    {
      if (begins_word (text, p) && ends_word (p + length))
        return TRUE;
    }
  return FALSE;
}

static char *
find_any (const char *folded, const char *words)
{
  g_auto (GStrv) list = g_strsplit (words, ";", -1);

  for (guint i = 0; list[i] != NULL; i++)
    {
      g_autofree char *word = loft_text_fold (g_strstrip (list[i]), -1);

      if (has_word (folded, word))
        return g_strdup (list[i]);
    }
  return NULL;
}

char *
loft_attachment_reminder_find (const char *text)
{
  g_autofree char *cut = g_strndup (text, MAX_TEXT);
  g_autofree char *valid = g_utf8_make_valid (cut, -1);
  g_autofree char *folded = loft_text_fold (valid, -1);
  /* Translators: words that say that something comes with a message, separated by ";". */
  char *found = find_any (folded, _ ("attached;attaching;attachment;attachments;enclosed"));

  return found != NULL ? found : find_any (folded, ENGLISH);
}
