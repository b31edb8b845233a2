/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-maildir-name.h"

#include <string.h>

/* In the order of their letters, which is that of the names. */
static const struct {
  char letter;
  LoftFlags flag;
} letters[] = {
  { 'D', LOFT_FLAG_DRAFT },    { 'F', LOFT_FLAG_FLAGGED }, { 'P', LOFT_FLAG_FORWARDED },
  { 'R', LOFT_FLAG_ANSWERED }, { 'S', LOFT_FLAG_SEEN },    { 'T', LOFT_FLAG_DELETED },
};

/* Behind the last mark: the unique part may hold one too. */
static const char *
find_info (const char *name)
{
  gsize length = strlen (name);

  for (gsize i = length; i >= 3; i--)
    if (strchr (":;!", name[i - 3]) != NULL && name[i - 2] == '2' && name[i - 1] == ',')
      return name + i;
  return "";
}

LoftFlags
loft_maildir_name_flags (const char *name)
{
  const char *info = find_info (name);
  LoftFlags flags = 0;

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    if (strchr (info, letters[i].letter) != NULL)
      flags |= letters[i].flag;
  return flags;
}

gint64
loft_maildir_name_received (const char *name)
{
  gsize digits = strspn (name, "0123456789");
  g_autofree char *number = g_strndup (name, MIN (digits, 12));
  gint64 received = 0;

  /* Nine digits are the year 2001: what is shorter is no time. */
  if (name[digits] != '.' || digits < 9 ||
      !g_ascii_string_to_signed (number, 10, 0, G_MAXINT32 * (gint64) 4, &received, NULL))
    return 0;
  return received;
}

char *
loft_maildir_name_make (gint64 received, guint64 number, gsize size, LoftFlags flags)
{
  char info[G_N_ELEMENTS (letters) + 1];
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    if (flags & letters[i].flag)
      info[n++] = letters[i].letter;
  info[n] = '\0';
  return g_strdup_printf ("%" G_GINT64_FORMAT ".Q%" G_GUINT64_FORMAT ".loft,S=%" G_GSIZE_FORMAT
                          ":2,%s",
                          MAX (received, 0), number, size, info);
}
