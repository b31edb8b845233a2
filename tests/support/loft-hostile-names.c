/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-hostile-names.h"

#include <string.h>

#define LONGEST 200

/* What stands before the name: paths of all systems. */
static const char *const places[] = {
  "",
  "../",
  "../../../../../../../../tmp/",
  "/",
  "/etc/",
  "//host/share/",
  "./",
  "~/",
  "~root/",
  "~/.config/autostart/",
  "C:\\Windows\\",
  "..\\..\\",
  "\\\\host\\share\\",
  "file:///",
  "..\xe2\x88\x95", /* U+2215 */
  "..\xef\xbc\x8f..\xef\xbc\x8f", /* full-width slash */
  "..\xe2\x81\x84", /* U+2044 */
  "%2e%2e%2f",
  "....//",
  "a/../../",
  ".",
  "-",
  " ",
  "\t",
};

static const char *const stems[] = {
  "report",
  "CON",
  "nul",
  "COM1",
  "lpt9",
  "aux",
  "..",
  "Rechnung \xe2\x82\xac",
  "\xe8\xab\x8b\xe6\xb1\x82",
  ".bashrc",
};

/* What stands behind it. */
static const struct {
  const char *end;
  gboolean is_program;
} ends[] = {
  { ".pdf", FALSE },
  { ".exe", TRUE },
  { ".pdf.exe", TRUE },
  { ".pdf                                                                     .exe", TRUE },
  { ".exe.", TRUE },
  { ".exe. . .", TRUE },
  { ".EXE ", TRUE },
  { ".sh\n", TRUE },
  { ".desktop", TRUE },
  { ".desk\xe2\x80\x8btop", TRUE }, /* zero width space */
  { "\xe2\x80\xae"
    "fdp.exe",
    TRUE }, /* right-to-left override */
  { "\xe2\x81\xa7\xe2\x81\xa6.js\xe2\x81\xa9", TRUE }, /* isolates */
  { ".jar\xc2\xad", TRUE }, /* soft hyphen */
};

static void
hostile_name_free (gpointer data)
{
  LoftHostileName *self = data;

  g_free (self->name);
  g_free (self);
}

static void
add (GPtrArray *names, char *name, gboolean is_program)
{
  LoftHostileName *self = g_new0 (LoftHostileName, 1);

  self->name = name;
  self->is_program = is_program;
  g_ptr_array_add (names, self);
}

/* A stem without anything else, and each character that is not a plain one in the middle. */
static void
add_characters (GPtrArray *names)
{
  static const gunichar odd[] = {
    0x01,   0x07,   0x08,   0x0a,   0x0d,   0x1b,   0x7f,   0x85,   0xa0,   0xad,   0x034f, 0x061c,
    0x115f, 0x180e, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e,
    0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0x2400, 0x2800, 0x3000, 0x3164, 0xfeff, 0xffa0, 0xfffd,
    '"',    '*',    ':',    '<',    '>',    '?',    '|',    '`',    '$',    ';',    '&',    '\'',
  };

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      char c[7] = "";

      g_unichar_to_utf8 (odd[i], c);
      add (names, g_strconcat ("a", c, "b.txt", NULL), FALSE);
      add (names, g_strconcat (c, c, ".exe", NULL), FALSE);
      add (names, g_strconcat ("x.txt", c, ".exe", NULL), TRUE);
    }
}

static void
add_long (GPtrArray *names)
{
  static const char *const fillers[] = {
    "x", ".", " ", "../", "\xf0\x9f\x98\x80", "e\xcc\x81", "a."
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fillers); i++)
    for (guint size = 199; size <= 4000; size += size < 203 ? 1 : 1265)
      {
        g_autoptr (GString) name = g_string_new (NULL);

        while (name->len < size)
          g_string_append (name, fillers[i]);
        add (names, g_strdup (name->str), FALSE);
        add (names, g_strconcat (name->str, "a.exe", NULL), TRUE);
      }
}

GPtrArray *
loft_hostile_names_new (void)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (hostile_name_free);

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (stems); j++)
      for (gsize k = 0; k < G_N_ELEMENTS (ends); k++)
        add (names, g_strconcat (places[i], stems[j], ends[k].end, NULL),
             ends[k].is_program && strcmp (stems[j], "..") != 0);
  add_characters (names);
  add_long (names);
  return names;
}

const char *
loft_hostile_names_find_fault (const char *safe)
{
  gsize n = strlen (safe);

  if (n == 0 || n > LONGEST)
    return "its length";
  if (!g_utf8_validate (safe, -1, NULL))
    return "no UTF-8";
  if (strpbrk (safe, "/\\") != NULL || safe[0] == '.' || safe[0] == '~')
    return "a path or hidden";
  if (safe[n - 1] == '.' || safe[n - 1] == ' ' || safe[0] == ' ')
    return "dots or blanks at an end";
  for (const char *p = safe; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
          c == 0x200b || c == 0xfeff || c == 0x2028 || c == 0x2029)
        return "characters that hide";
    }
  return NULL;
}
