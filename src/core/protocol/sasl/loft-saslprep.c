/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-saslprep.h"

#include <string.h>

typedef struct {
  gunichar first;
  gunichar last;
} Range;

/* RFC 3454, table C.1.2: become a space. */
static const Range spaces[] = {
  { 0x00a0, 0x00a0 }, { 0x1680, 0x1680 }, { 0x2000, 0x200b },
  { 0x202f, 0x202f }, { 0x205f, 0x205f }, { 0x3000, 0x3000 },
};

/* Table B.1: become nothing. */
static const Range nothings[] = {
  { 0x00ad, 0x00ad }, { 0x034f, 0x034f }, { 0x1806, 0x1806 }, { 0x180b, 0x180d },
  { 0x200c, 0x200d }, { 0x2060, 0x2060 }, { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff },
};

/* Tables C.1.2 and C.2.1 to C.9, but for the two last characters of every plane (C.4). */
static const Range prohibited[] = {
  { 0x0000, 0x001f },     { 0x007f, 0x00a0 },     { 0x0340, 0x0341 },     { 0x06dd, 0x06dd },
  { 0x070f, 0x070f },     { 0x1680, 0x1680 },     { 0x180e, 0x180e },     { 0x2000, 0x200f },
  { 0x2028, 0x202f },     { 0x205f, 0x2063 },     { 0x206a, 0x206f },     { 0x2ff0, 0x2ffb },
  { 0x3000, 0x3000 },     { 0xd800, 0xf8ff },     { 0xfdd0, 0xfdef },     { 0xfeff, 0xfeff },
  { 0xfff9, 0xffff },     { 0x1d173, 0x1d17a },   { 0xe0001, 0xe0001 },   { 0xe0020, 0xe007f },
  { 0xf0000, 0x10ffff },
};

static gboolean
is_in (gunichar c, const Range *ranges, gsize n_ranges)
{
  for (gsize i = 0; i < n_ranges; i++)
    if (c >= ranges[i].first && c <= ranges[i].last)
      return TRUE;
  return FALSE;
}

static void
free_secret (char *text)
{
  explicit_bzero (text, strlen (text));
  g_free (text);
}

/* Never longer than text, so that no secret is left behind by a growing buffer. */
static char *
map (const char *text)
{
  char *mapped = g_malloc (strlen (text) + 1);
  char *end = mapped;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_in (c, spaces, G_N_ELEMENTS (spaces)))
        *end++ = ' ';
      else if (!is_in (c, nothings, G_N_ELEMENTS (nothings)))
        end += g_unichar_to_utf8 (c, end);
    }
  *end = '\0';
  return mapped;
}

static gboolean
is_allowed (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_in (c, prohibited, G_N_ELEMENTS (prohibited)) || (c & 0xfffe) == 0xfffe)
        return FALSE;
    }
  return *text != '\0';
}

char *
loft_saslprep (const char *text)
{
  char *mapped;
  char *normal;

  if (!g_utf8_validate (text, -1, NULL))
    return NULL;
  mapped = map (text);
  normal = g_utf8_normalize (mapped, -1, G_NORMALIZE_NFKC);
  free_secret (mapped);
  if (normal != NULL && !is_allowed (normal))
    g_clear_pointer (&normal, free_secret);
  return normal;
}
