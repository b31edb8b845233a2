/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-pixel.h"

#include <stdlib.h>
#include <string.h>

#define STYLE_LIMIT 4000
#define SMALL       3
#define LARGE       10000

/* "1", "1px", "0" and "0.5px"; a share of something or a word says nothing. */
void
loft_html_pixel_take_length (int *length, const char *value)
{
  char *end;
  double number = g_ascii_strtod (value, &end);

  if (end == value || number < 0 || number > LARGE)
    return;
  while (g_ascii_isspace (*end))
    end++;
  if (number > 0 && *end != '\0' && *end != '!' && g_ascii_strncasecmp (end, "px", 2) != 0)
    return;
  *length = (int) number;
}

static void
take_declaration (LoftHtmlPixel *self, const char *name, const char *value)
{
  if (strcmp (name, "width") == 0 || strcmp (name, "max-width") == 0)
    loft_html_pixel_take_length (&self->width, value);
  else if (strcmp (name, "height") == 0 || strcmp (name, "max-height") == 0)
    loft_html_pixel_take_length (&self->height, value);
  else if (strcmp (name, "display") == 0)
    self->is_hidden |= g_str_has_prefix (value, "none");
  else if (strcmp (name, "visibility") == 0)
    self->is_hidden |= g_str_has_prefix (value, "hidden") || g_str_has_prefix (value, "collapse");
  else if (strcmp (name, "opacity") == 0)
    self->is_hidden |= g_ascii_strtod (value, NULL) < 0.02;
}

void
loft_html_pixel_take_style (LoftHtmlPixel *self, const char *css)
{
  g_autofree char *head = g_ascii_strdown (css, strnlen (css, STYLE_LIMIT));
  g_auto (GStrv) declarations = g_strsplit (head, ";", -1);

  for (gsize i = 0; declarations[i] != NULL; i++)
    {
      char *colon = strchr (declarations[i], ':');

      if (colon == NULL)
        continue;
      *colon = '\0';
      take_declaration (self, g_strstrip (declarations[i]), g_strstrip (colon + 1));
    }
}

gboolean
loft_html_pixel_is_tracking (const LoftHtmlPixel *self)
{
  if (self->is_hidden || self->width == 0 || self->height == 0)
    return TRUE;
  return self->width >= 0 && self->width <= SMALL && self->height >= 0 && self->height <= SMALL;
}
