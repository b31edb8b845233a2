/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-file-name.h"

#include <string.h>

#include "loft-mime-words.h"

#define NAME_LIMIT      200
#define EXTENSION_LIMIT 16
#define LOOK_LIMIT      8192

static const char *
last_component (const char *path)
{
  const char *name = path;

  for (const char *p = path; *p != '\0'; p++)
    if (*p == '/' || *p == '\\')
      name = p + 1;
  return name;
}

/* What looks like a separator, and what file systems of others refuse or take for more than a
 * name ("a.txt:evil.exe"). */
static gboolean
is_unfit (gunichar c)
{
  static const gunichar unfit[] = { '"', '*', ':', '<', '>', '?', '|', 0x2044, 0x2215, 0x2216,
                                    0x29f5, 0x29f8, 0x29f9, 0xfe68, 0xff0f, 0xff3c };

  for (gsize i = 0; i < G_N_ELEMENTS (unfit); i++)
    if (unfit[i] == c)
      return TRUE;
  return FALSE;
}

static char *
replace_unfit (const char *name)
{
  GString *fit = g_string_new (NULL);

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (fit, is_unfit (c) ? '_' : c);
    }
  return g_string_free (fit, FALSE);
}

/* CON, PRN, AUX, NUL, COM1–9, LPT1–9 with whatever extension are devices on Windows, and so on a
 * stick or a share from there. */
static gboolean
is_device (const char *name)
{
  static const char *const devices[] = { "con", "prn", "aux", "nul", "com", "lpt" };
  gsize n = strcspn (name, ". ");

  for (gsize i = 0; i < G_N_ELEMENTS (devices); i++)
    if (g_ascii_strncasecmp (name, devices[i], 3) == 0)
      return i < 4 ? n == 3 : n == 4 && g_ascii_isdigit (name[3]) && name[3] != '0';
  return FALSE;
}

static void
strip_ends (char *name)
{
  gsize n = strlen (name);
  gsize start = strspn (name, ". ~-");

  while (n > start && strchr (". ", name[n - 1]) != NULL)
    n--;
  memmove (name, name + start, n - start);
  name[n - start] = '\0';
}

static char *
shorten (const char *name)
{
  const char *extension = strrchr (name, '.');
  gsize n = NAME_LIMIT;

  if (extension == NULL || strlen (extension) > EXTENSION_LIMIT)
    extension = "";
  n -= strlen (extension);
  while (n > 0 && ((guchar) name[n] & 0xc0) == 0x80)
    n--;
  return g_strdup_printf ("%.*s%s", (int) n, name, extension);
}

char *
loft_mime_file_name_safe (const char *name)
{
  g_autofree char *shown = loft_mime_words_show (name, LOOK_LIMIT);
  char *safe = replace_unfit (last_component (shown));

  strip_ends (safe);
  if (is_device (safe))
    {
      char *named = g_strconcat ("_", safe, NULL);

      g_free (safe);
      safe = named;
    }
  if (strlen (safe) > NAME_LIMIT)
    {
      char *shortened = shorten (safe);

      g_free (safe);
      safe = shortened;
      strip_ends (safe);
    }
  return safe;
}

char *
loft_mime_type_of_name (const char *name)
{
  static const struct {
    const char *extension;
    const char *type;
  } rows[] = {
    { ".bmp", "image/bmp" },         { ".csv", "text/csv" },           { ".eml", "message/rfc822" },
    { ".gif", "image/gif" },         { ".htm", "text/html" },          { ".html", "text/html" },
    { ".ics", "text/calendar" },     { ".jpeg", "image/jpeg" },        { ".jpg", "image/jpeg" },
    { ".pdf", "application/pdf" },   { ".png", "image/png" },          { ".rtf", "application/rtf" },
    { ".txt", "text/plain" },        { ".vcf", "text/vcard" },         { ".webp", "image/webp" },
    { ".doc", "application/msword" }, { ".xls", "application/vnd.ms-excel" },
    { ".zip", "application/zip" },
  };
  const char *dot = strrchr (name, '.');

  for (gsize i = 0; dot != NULL && i < G_N_ELEMENTS (rows); i++)
    if (g_ascii_strcasecmp (dot, rows[i].extension) == 0)
      return g_strdup (rows[i].type);
  return g_strdup ("application/octet-stream");
}
