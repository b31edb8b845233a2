/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation.h"

#include <string.h>

#include "loft-follow-up.h"

LoftFlagChange *
loft_flag_change_new (LoftFlags add, LoftFlags remove, const char *add_keywords,
                      const char *remove_keywords)
{
  LoftFlagChange *self = g_new0 (LoftFlagChange, 1);

  self->add = add;
  self->remove = remove & ~add;
  self->add_keywords = g_strdup (add_keywords != NULL ? add_keywords : "");
  self->remove_keywords = g_strdup (remove_keywords != NULL ? remove_keywords : "");
  return self;
}

void
loft_flag_change_free (LoftFlagChange *self)
{
  if (self == NULL)
    return;
  g_free (self->add_keywords);
  g_free (self->remove_keywords);
  g_free (self);
}

static void
append_flags (GString *text, const char *name, LoftFlags flags)
{
  g_autofree const char **words = loft_flags_to_names (flags);
  g_autofree char *joined = g_strjoinv (" ", (char **) words);

  g_string_append_printf (text, "%s %s\n", name, joined);
}

char *
loft_flag_change_format (const LoftFlagChange *self)
{
  GString *text = g_string_new (NULL);

  append_flags (text, "add", self->add);
  append_flags (text, "remove", self->remove);
  g_string_append_printf (text, "add-keywords %s\n", self->add_keywords);
  g_string_append_printf (text, "remove-keywords %s\n", self->remove_keywords);
  return g_string_free (text, FALSE);
}

static LoftFlags
parse_flags (const char *words)
{
  g_auto (GStrv) names = g_strsplit (words, " ", -1);
  LoftFlags flags = LOFT_FLAG_NONE;

  for (gsize i = 0; names[i] != NULL; i++)
    flags |= loft_flag_from_name (names[i]);
  return flags;
}

LoftFlagChange *
loft_flag_change_parse (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (LoftFlagChange) self = loft_flag_change_new (0, 0, NULL, NULL);
  guint known = 0;

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *words = strchr (lines[i], ' ');

      words = words != NULL ? words + 1 : "";
      if (g_str_has_prefix (lines[i], "add-keywords "))
        self->add_keywords = (g_free (self->add_keywords), g_strdup (words));
      else if (g_str_has_prefix (lines[i], "remove-keywords "))
        self->remove_keywords = (g_free (self->remove_keywords), g_strdup (words));
      else if (g_str_has_prefix (lines[i], "add "))
        self->add = parse_flags (words);
      else if (g_str_has_prefix (lines[i], "remove "))
        self->remove = parse_flags (words);
      else
        continue;
      known++;
    }
  return known == 4 ? g_steal_pointer (&self) : NULL;
}

void
loft_flag_change_apply (const LoftFlagChange *self, LoftFlags *flags, char **keywords)
{
  /* What is flagged anew is not done. */
  g_autofree char *remove =
    loft_keywords_change (self->remove_keywords,
                          self->add & LOFT_FLAG_FLAGGED ? LOFT_FOLLOW_UP_DONE : NULL, NULL);
  char *changed = loft_keywords_change (*keywords, self->add_keywords, remove);

  *flags = (*flags & ~self->remove) | self->add;
  g_free (*keywords);
  *keywords = changed;
}

static void
append_signed (GString *text, char sign, const char *words)
{
  g_auto (GStrv) names = g_strsplit (words, " ", -1);

  for (gsize i = 0; names[i] != NULL; i++)
    if (names[i][0] != '\0')
      g_string_append_printf (text, "%s%c%s", text->len > 0 ? " " : "", sign, names[i]);
}

char *
loft_flag_change_describe (const LoftFlagChange *self)
{
  GString *text = g_string_new (NULL);
  g_autofree const char **added = loft_flags_to_names (self->add);
  g_autofree const char **removed = loft_flags_to_names (self->remove);
  g_autofree char *added_words = g_strjoinv (" ", (char **) added);
  g_autofree char *removed_words = g_strjoinv (" ", (char **) removed);

  append_signed (text, '+', added_words);
  append_signed (text, '-', removed_words);
  append_signed (text, '+', self->add_keywords);
  append_signed (text, '-', self->remove_keywords);
  return g_string_free (text, FALSE);
}

/* ---- kinds -------------------------------------------------------------------------------- */

gboolean
loft_operation_is_on_folder (const char *kind)
{
  return g_str_has_prefix (kind, "folder-");
}

gboolean
loft_operation_is_across (const char *kind)
{
  return g_str_has_prefix (kind, LOFT_OPERATION_ACROSS);
}

gboolean
loft_operation_changes_place (const char *kind)
{
  static const char *const kinds[] = { LOFT_OPERATION_MOVE, LOFT_OPERATION_COPY,
                                       LOFT_OPERATION_DELETE, LOFT_OPERATION_APPEND, NULL };

  return g_strv_contains (kinds, kind);
}

/* ---- folders ------------------------------------------------------------------------------ */

void
loft_folder_change_free (LoftFolderChange *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->old_path);
  g_free (self);
}

/* Paths have no line ends (loft-folder-edit.h). */
char *
loft_folder_change_format (const LoftFolderChange *self)
{
  return g_strdup_printf ("path %s\nold-path %s\nsubscribed %d\n",
                          self->path != NULL ? self->path : "",
                          self->old_path != NULL ? self->old_path : "", self->subscribed ? 1 : 0);
}

LoftFolderChange *
loft_folder_change_parse (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  LoftFolderChange *self = g_new0 (LoftFolderChange, 1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *words = strchr (lines[i], ' ');

      words = words != NULL ? words + 1 : "";
      if (self->path == NULL && g_str_has_prefix (lines[i], "path "))
        self->path = g_strdup (words);
      else if (self->old_path == NULL && g_str_has_prefix (lines[i], "old-path "))
        self->old_path = g_strdup (words);
      else if (g_str_has_prefix (lines[i], "subscribed "))
        self->subscribed = words[0] == '1';
    }
  if (self->path == NULL)
    self->path = g_strdup ("");
  if (self->old_path == NULL)
    self->old_path = g_strdup ("");
  return self;
}
