/* SPDX-License-Identifier: GPL-3.0-or-later */

/* PDF in the place of its message: drawn by another program, which may fail in every way. */

#include "loft-attachment-kind.h"
#include "loft-pdf-document.h"
#include "loft-pdf-view.h"
#include "ui-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Pages of 200 by 100 points, the upper half red; without a table of objects, which readers then
 * make by themselves. */
static GBytes *
new_pdf (guint n_pages)
{
  GString *pdf = g_string_new ("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                               "2 0 obj<</Type/Pages/Kids[");
  gsize length = 0;
  char *bytes = NULL;

  for (guint i = 0; i < n_pages; i++)
    g_string_append_printf (pdf, "%u 0 R ", 4 + i);
  g_string_append_printf (pdf, "]/Count %u>>endobj\n", n_pages);
  g_string_append (pdf,
                   "3 0 obj<</Length 25>>stream\n1 0 0 rg 0 50 200 50 re f\nendstream endobj\n");
  for (guint i = 0; i < n_pages; i++)
    g_string_append_printf (pdf,
                            "%u 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]"
                            "/Contents 3 0 R/Resources<<>>>>endobj\n",
                            4 + i);
  g_string_append (pdf, "trailer<</Root 1 0 R>>\n%%EOF\n");
  length = pdf->len;
  bytes = g_string_free (pdf, FALSE);
  return g_bytes_new_take (bytes, length);
}

typedef struct {
  LoftPdfDocument *document;
  gboolean opened;
  gboolean failed;
  GdkTexture *texture;
  guint page;
} Fixture;

static void
on_opened (Fixture *fixture)
{
  fixture->opened = TRUE;
}

static void
on_failed (Fixture *fixture)
{
  fixture->failed = TRUE;
}

static void
on_page (Fixture *fixture, guint page, GdkTexture *texture)
{
  g_set_object (&fixture->texture, texture);
  fixture->page = page;
}

static gboolean
has_opened (Fixture *fixture)
{
  return fixture->opened;
}

static gboolean
has_failed (Fixture *fixture)
{
  return fixture->failed;
}

static gboolean
has_page (Fixture *fixture)
{
  return fixture->texture != NULL;
}

static void
open_bytes (Fixture *fixture, GBytes *bytes)
{
  fixture->document = loft_pdf_document_new (bytes);
  g_signal_connect_swapped (fixture->document, "opened", G_CALLBACK (on_opened), fixture);
  g_signal_connect_swapped (fixture->document, "failed", G_CALLBACK (on_failed), fixture);
  g_signal_connect_swapped (fixture->document, "page", G_CALLBACK (on_page), fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->document != NULL)
    {
      g_signal_handlers_disconnect_by_data (fixture->document, fixture);
      loft_pdf_document_stop (fixture->document);
    }
  ui_test_settle ();
  g_clear_object (&fixture->document);
  g_clear_object (&fixture->texture);
}

static void
assert_color (GdkTexture *texture, int x, int y, guint32 color)
{
  int width = gdk_texture_get_width (texture);
  g_autofree guint32 *pixels = g_new (guint32, (gsize) width * gdk_texture_get_height (texture));

  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);
  g_assert_cmphex (pixels[y * width + x], ==, color);
}

static void
test_draws (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = new_pdf (3);
  int width = 0, height = 0;

  open_bytes (fixture, bytes);
  ui_test_wait_for (has_opened, fixture);
  g_assert_cmpuint (loft_pdf_document_get_n_pages (fixture->document), ==, 3);
  loft_pdf_document_get_size (fixture->document, 2, &width, &height);
  g_assert_cmpint (width, ==, 200);
  g_assert_cmpint (height, ==, 100);
  loft_pdf_document_ask (fixture->document, 1, 400);
  ui_test_wait_for (has_page, fixture);
  g_assert_cmpuint (fixture->page, ==, 1);
  g_assert_cmpint (gdk_texture_get_width (fixture->texture), ==, 400);
  g_assert_cmpint (gdk_texture_get_height (fixture->texture), ==, 200);
  assert_color (fixture->texture, 10, 10, 0xffff0000);
  assert_color (fixture->texture, 10, 190, 0xffffffff);
  g_clear_object (&fixture->texture);
  /* Wider than is drawn at all. */
  loft_pdf_document_ask (fixture->document, 0, 1000000);
  ui_test_wait_for (has_page, fixture);
  g_assert_cmpint (gdk_texture_get_width (fixture->texture), <=, 8000);
  g_assert_false (fixture->failed);
}

/* What is no PDF, or a broken one, is said to be none; nothing hangs and nothing ends but the helper. */
static void
test_broken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) good = new_pdf (1);
  static const char *const rows[] = { "%PDF-", "%PDF-1.7\nnothing", "GIF89a", " ",
                                      "%PDF-1.4\n1 0 obj<</Pages 1 0 R>>endobj\ntrailer<</Root 1 0 "
                                      "R>>" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (rows[i], strlen (rows[i]));

      fixture->failed = FALSE;
      open_bytes (fixture, bytes);
      ui_test_wait_for (has_failed, fixture);
      tear_down (fixture, NULL);
    }
  open_bytes (fixture, good);
  ui_test_wait_for (has_opened, fixture);
}

/* A program that has been taken over says what it likes. */
static void
test_lying_program (Fixture *fixture, gconstpointer data)
{
  static const char *const rows[] = {
    "exit 0",
    "kill -SEGV $$",
    "printf 'pages 1'",
    "printf '%-64s' 'pages 0'; cat >/dev/null",
    "printf '%-64s' 'pages 99999999'; cat >/dev/null",
    "printf '%-64s' 'pages -1'; cat >/dev/null",
    "printf '%-64s' 'locked'",
    "head -c 64 /dev/zero; cat >/dev/null",
    "printf '%-64s' 'pages 2'; printf '%-64s' '200 100'",
    "printf '%-64s%-64s' 'pages 1' '200 100'; printf '%-64s' 'image 0 99999 99999'; cat >/dev/null",
    "printf '%-64s%-64s' 'pages 1' '200 100'; printf '%-64s' 'image 7 10 10'; cat >/dev/null",
    "printf '%-64s%-64s' 'pages 1' '200 100'; printf '%-64s' 'image 0 -1 5'; cat >/dev/null",
    "printf '%-64s%-64s' 'pages 1' '200 100'; printf '%-64s' 'image 0 10 10'; printf 'short'",
    "printf '%-64s%-64s' 'pages 1' '0 -7'; exit 1",
  };
  g_autofree char *kept = g_strdup (g_getenv ("LOFT_PDF_HELPER"));
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "helper.sh", NULL);
  g_autoptr (GBytes) bytes = new_pdf (1);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *script =
        g_strconcat ("#!/bin/sh\nPATH=/usr/bin:/bin\n", rows[i], "\n", NULL);

      g_test_message ("%s", rows[i]);
      g_assert_true (g_file_set_contents (path, script, -1, NULL));
      g_chmod (path, 0700);
      g_setenv ("LOFT_PDF_HELPER", path, TRUE);
      fixture->failed = fixture->opened = FALSE;
      open_bytes (fixture, bytes);
      while (!fixture->failed)
        {
          if (fixture->opened)
            loft_pdf_document_ask (fixture->document, 0, 10);
          fixture->opened = FALSE;
          g_main_context_iteration (NULL, TRUE);
        }
      g_assert_null (fixture->texture);
      tear_down (fixture, NULL);
    }
  g_unlink (path);
  g_setenv ("LOFT_PDF_HELPER", kept, TRUE);
}

/* Left in the middle. */
static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = new_pdf (2);

  open_bytes (fixture, bytes);
  tear_down (fixture, NULL);
  open_bytes (fixture, bytes);
  ui_test_wait_for (has_opened, fixture);
  loft_pdf_document_ask (fixture->document, 0, 3000);
  loft_pdf_document_ask (fixture->document, 1, 3000);
  tear_down (fixture, NULL);
  g_assert_null (fixture->texture);
}

/* Of many pages only those near the screen hold a picture. */
static guint
count_pictures (GtkWidget *root)
{
  guint n = GTK_IS_PICTURE (root) && gtk_picture_get_paintable (GTK_PICTURE (root)) != NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_pictures (child);
  return n;
}

static gboolean
has_two_pictures (GtkWidget *view)
{
  return count_pictures (view) >= 2;
}

static void
test_view (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = new_pdf (300);
  GtkWidget *view = g_object_new (LOFT_TYPE_PDF_VIEW, NULL);
  GtkWindow *window = ui_test_show (view, 400, 300);

  g_signal_connect_swapped (view, "ready", G_CALLBACK (on_opened), fixture);
  g_signal_connect_swapped (view, "failed", G_CALLBACK (on_failed), fixture);
  loft_pdf_view_set_bytes (LOFT_PDF_VIEW (view), bytes);
  ui_test_wait_for (has_opened, fixture);
  ui_test_wait_for (has_two_pictures, view);
  g_assert_cmpuint (count_pictures (view), <, 20);
  loft_pdf_view_set_zoom (LOFT_PDF_VIEW (view), 2.0);
  ui_test_settle ();
  loft_pdf_view_set_bytes (LOFT_PDF_VIEW (view), NULL);
  g_assert_cmpuint (count_pictures (view), ==, 0);
  g_assert_false (fixture->failed);
  gtk_window_destroy (window);
}

static void
test_kind (void)
{
  g_autoptr (GBytes) good = new_pdf (1);
  g_autoptr (GBytes) bad = g_bytes_new_static ("GIF89a", 6);
  g_autoptr (GBytes) none = g_bytes_new_static ("", 0);

  g_assert_true (loft_attachment_kind_is_pdf (good));
  g_assert_false (loft_attachment_kind_is_pdf (bad));
  g_assert_false (loft_attachment_kind_is_pdf (none));
}

#define ADD(path, function) g_test_add ("/pdf/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("draws", test_draws);
  ADD ("broken", test_broken);
  ADD ("lying-program", test_lying_program);
  ADD ("stopped", test_stopped);
  ADD ("view", test_view);
  g_test_add_func ("/pdf/kind", test_kind);
  return g_test_run ();
}
