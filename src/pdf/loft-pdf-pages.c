/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws pages of one PDF for the window, in a process of its own that a hostile file may take down:
 * it has no network, writes no files, starts no programs, and little time and memory.
 *
 * stdin:  "LENGTH\n" and so many bytes; then "PAGE WIDTH\n" as often as a page is wanted (from 0)
 * stdout: records of 64 bytes, filled with blanks: "pages N" and N times "WIDTH HEIGHT" in points, or
 *         "locked", or "broken"; then for each page "image PAGE WIDTH HEIGHT" and its pixels, rows of
 *         cairo's ARGB32, opaque, without gaps */
#include <errno.h>
#include <math.h>
#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>

#include "loft-pdf-confinement.h"

/* Poppler 22 declares none. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PopplerPage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PopplerDocument, g_object_unref)

#define RECORD     64
#define MAX_LENGTH (64 * 1024 * 1024)
#define MAX_PAGES  500
#define MAX_SIDE   8000
#define MAX_PIXELS (16 * 1000 * 1000)

static gboolean
write_record (const char *text)
{
  return printf ("%-*.*s", RECORD, RECORD, text) == RECORD;
}

static void write_formatted (const char *format, ...) G_GNUC_PRINTF (1, 2);

static void
write_formatted (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  write_record (text);
}

/* (transfer full) (nullable) */
static GBytes *
read_file (void)
{
  char line[RECORD];
  guint64 length = 0;
  g_autofree char *bytes = NULL;

  if (fgets (line, sizeof line, stdin) == NULL)
    return NULL;
  length = g_ascii_strtoull (line, NULL, 10);
  if (length == 0 || length > MAX_LENGTH)
    return NULL;
  bytes = g_malloc (length);
  if (fread (bytes, 1, length, stdin) != length)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), length);
}

static void
tell_pages (PopplerDocument *document)
{
  int n_pages = CLAMP (poppler_document_get_n_pages (document), 0, MAX_PAGES);

  write_formatted ("pages %d", n_pages);
  for (int i = 0; i < n_pages; i++)
    {
      g_autoptr (PopplerPage) page = poppler_document_get_page (document, i);
      double width = 0, height = 0;

      if (page != NULL)
        poppler_page_get_size (page, &width, &height);
      write_formatted ("%d %d", (int) CLAMP (ceil (width), 1, 20000),
                       (int) CLAMP (ceil (height), 1, 20000));
    }
  fflush (stdout);
}

static cairo_surface_t *
draw (PopplerPage *page, int width, int height, double scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cairo = cairo_create (surface);

  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_scale (cairo, scale, scale);
  poppler_page_render (page, cairo);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  return surface;
}

static void
write_pixels (cairo_surface_t *surface, int width, int height)
{
  const unsigned char *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  for (int y = 0; data != NULL && y < height; y++)
    fwrite (data + (gsize) y * stride, 4, width, stdout);
  fflush (stdout);
}

static gboolean
answer (PopplerDocument *document, int n, int width)
{
  g_autoptr (PopplerPage) page = poppler_document_get_page (document, n);
  cairo_surface_t *surface = NULL;
  double page_width = 0, page_height = 0;
  int height = 0;

  if (page == NULL)
    return FALSE;
  poppler_page_get_size (page, &page_width, &page_height);
  if (!(page_width >= 1) || !(page_height >= 1) || width < 1 || width > MAX_SIDE)
    return FALSE;
  height = (int) CLAMP (round (width * page_height / page_width), 1, MAX_SIDE);
  if ((gint64) width * height > MAX_PIXELS)
    return FALSE;
  surface = draw (page, width, height, width / page_width);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return FALSE;
  write_formatted ("image %d %d %d", n, width, height);
  write_pixels (surface, width, height);
  cairo_surface_destroy (surface);
  return TRUE;
}

static void
answer_all (PopplerDocument *document)
{
  char line[RECORD];

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      int page = 0, width = 0;

      if (sscanf (line, "%d %d", &page, &width) != 2 || !answer (document, page, width))
        return;
    }
}

int
main (void)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PopplerDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  loft_pdf_confinement_enter ();
  bytes = read_file ();
  if (bytes != NULL)
    document = poppler_document_new_from_bytes (bytes, NULL, &error);
  if (document == NULL)
    {
      write_record (g_error_matches (error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED) ? "locked"
                                                                                    : "broken");
      return 1;
    }
  tell_pages (document);
  answer_all (document);
  return 0;
}
