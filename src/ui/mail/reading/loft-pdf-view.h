/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The pages of a PDF below each other, as wide as there is room. What is near the screen is drawn, by
 * another process; what is far holds no picture.
 *
 * Signals: "ready" (the first page is on screen); "failed" (it cannot be shown, or no further). Main
 * thread only. */
#define LOFT_TYPE_PDF_VIEW (loft_pdf_view_get_type ())
G_DECLARE_FINAL_TYPE (LoftPdfView, loft_pdf_view, LOFT, PDF_VIEW, GtkWidget)

/* bytes: (nullable) NULL empties it and ends the process. */
void loft_pdf_view_set_bytes (LoftPdfView *self, GBytes *bytes);

void loft_pdf_view_set_zoom (LoftPdfView *self, double zoom);

G_END_DECLS
