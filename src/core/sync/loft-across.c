/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-across.h"

#include <string.h>

static const char *const state_names[] = { "waits", "copied", "withdrawn" };

void
loft_across_free (LoftAcross *self)
{
  if (self == NULL)
    return;
  g_free (self->account);
  g_free (self->name);
  g_free (self->path);
  g_free (self->digest);
  g_free (self);
}

/* Neither paths nor names of accounts have line ends. */
char *
loft_across_format (const LoftAcross *self)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text,
                   "account %s\nname %s\nfolder %" G_GINT64_FORMAT "\npath %s\nstate %s\n"
                   "size %" G_GUINT64_FORMAT "\ndigest %s\n",
                   self->account, self->name, self->folder_id, self->path, state_names[self->state],
                   self->size, self->digest != NULL ? self->digest : "");
  if (self->is_begun)
    g_string_append_printf (text, "twins %u\n", self->n_twins);
  return g_string_free (text, FALSE);
}

static void
parse_twins (LoftAcross *self, const char *words)
{
  self->is_begun = TRUE;
  self->n_twins = (guint) MIN (g_ascii_strtoull (words, NULL, 10), G_MAXUINT);
}

static LoftAcrossState
parse_state (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (strcmp (word, state_names[i]) == 0)
      return (LoftAcrossState) i;
  return LOFT_ACROSS_WAITS;
}

static void
take_text (char **text, const char *words)
{
  g_free (*text);
  *text = g_strdup (words);
}

static void
parse_line (LoftAcross *self, const char *line)
{
  const char *blank = strchr (line, ' ');
  const char *words = blank != NULL ? blank + 1 : "";

  if (g_str_has_prefix (line, "account "))
    take_text (&self->account, words);
  else if (g_str_has_prefix (line, "name "))
    take_text (&self->name, words);
  else if (g_str_has_prefix (line, "folder "))
    self->folder_id = g_ascii_strtoll (words, NULL, 10);
  else if (g_str_has_prefix (line, "path "))
    take_text (&self->path, words);
  else if (g_str_has_prefix (line, "state "))
    self->state = parse_state (words);
  else if (g_str_has_prefix (line, "size "))
    self->size = g_ascii_strtoull (words, NULL, 10);
  else if (g_str_has_prefix (line, "digest "))
    take_text (&self->digest, words);
  else if (g_str_has_prefix (line, "twins "))
    parse_twins (self, words);
}

LoftAcross *
loft_across_parse (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (LoftAcross) self = g_new0 (LoftAcross, 1);

  self->name = g_strdup ("");
  self->digest = g_strdup ("");
  for (guint i = 0; lines[i] != NULL; i++)
    parse_line (self, lines[i]);
  return self->account != NULL && self->path != NULL ? g_steal_pointer (&self) : NULL;
}

char *
loft_across_describe (const LoftAcross *self)
{
  return g_strdup_printf ("%s of %s", self->path, self->name);
}
