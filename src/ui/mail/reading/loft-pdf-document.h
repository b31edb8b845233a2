/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A PDF that is drawn by a process of its own (loft-pdf-pages), which is asked for one page after the
 * other and believed nothing: records of a fixed length, pictures within limits, and an end when it
 * does not answer. Main thread only.
 *
 * Signals: "opened" (its pages are known); "page" (guint i, GdkTexture *); "failed" (gboolean: a
 * password is wanted), after which nothing comes. */
#define LOFT_TYPE_PDF_DOCUMENT (loft_pdf_document_get_type ())
G_DECLARE_FINAL_TYPE (LoftPdfDocument, loft_pdf_document, LOFT, PDF_DOCUMENT, GObject)

#define LOFT_PDF_MAX_BYTES (64 * 1024 * 1024)

/* Whether the program that draws is there. */
gboolean loft_pdf_document_is_available (void);

LoftPdfDocument *loft_pdf_document_new (GBytes *bytes);
/* Ends the program; nothing is told any more. Before the last reference goes. */
void loft_pdf_document_stop (LoftPdfDocument *self);

guint loft_pdf_document_get_n_pages (LoftPdfDocument *self);
/* In points, 1 to 20,000. */
void loft_pdf_document_get_size (LoftPdfDocument *self, guint page, int *width, int *height);

/* Asks for a page so many pixels wide; what is asked for last comes first. */
void loft_pdf_document_ask (LoftPdfDocument *self, guint page, int width);
/* Nobody wants that page any more. */
void loft_pdf_document_forget (LoftPdfDocument *self, guint page);

G_END_DECLS
