/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pdf-view.h"

#include "config.h"
#include "loft-pdf-document.h"

#include <glib/gi18n.h>

#define EDGE      18
#define GAP       12
#define MAX_WIDTH 900 /* of a page without zoom: wider is not read better */
#define SETTLE_MS 80 /* of scrolling and resizing, before pages are drawn */

struct _LoftPdfView {
  GtkWidget parent_instance;

  GtkScrolledWindow *scroller;
  GtkWidget *column;
  LoftPdfDocument *document; /* (nullable) */
  GPtrArray *pictures; /* of GtkPicture, a page each; not references */
  double zoom;
  int page_width; /* as it is laid out now */
  gboolean is_ready;
  guint source;
};

enum { READY, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftPdfView, loft_pdf_view, GTK_TYPE_WIDGET)

/* Drawing */

static gboolean
is_near (LoftPdfView *self, GtkWidget *picture)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (self->scroller);
  double page = gtk_adjustment_get_page_size (place);
  double top = gtk_adjustment_get_value (place);
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (picture, self->column, &bounds) &&
         bounds.origin.y < top + 2 * page && bounds.origin.y + bounds.size.height > top - page;
}

static gboolean
is_drawn (GtkPicture *picture, int width)
{
  GdkPaintable *paintable = gtk_picture_get_paintable (picture);

  return paintable != NULL && gdk_paintable_get_intrinsic_width (paintable) == width;
}

/* From the last to the first: the first is asked for last and comes first. */
static gboolean
draw_near (gpointer data)
{
  LoftPdfView *self = data;
  int width = self->page_width * gtk_widget_get_scale_factor (GTK_WIDGET (self));

  self->source = 0;
  /* Nothing has a place before; the place of the scroll bar tells when it has. */
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return G_SOURCE_REMOVE;
  for (guint i = self->pictures->len; i > 0; i--)
    {
      GtkPicture *picture = g_ptr_array_index (self->pictures, i - 1);

      if (!is_near (self, GTK_WIDGET (picture)))
        {
          loft_pdf_document_forget (self->document, i - 1);
          gtk_picture_set_paintable (picture, NULL);
        }
      else if (!is_drawn (picture, width))
        loft_pdf_document_ask (self->document, i - 1, width);
    }
  return G_SOURCE_REMOVE;
}

static void
draw_soon (LoftPdfView *self)
{
  if (self->source == 0 && self->pictures->len > 0)
    self->source = g_timeout_add (SETTLE_MS, draw_near, self);
}

static void
on_page (LoftPdfView *self, guint page, GdkTexture *texture)
{
  GtkPicture *picture =
    page < self->pictures->len ? g_ptr_array_index (self->pictures, page) : NULL;

  if (picture != NULL && (!self->is_ready || is_near (self, GTK_WIDGET (picture))))
    gtk_picture_set_paintable (picture, GDK_PAINTABLE (texture));
  if (self->is_ready)
    return;
  self->is_ready = TRUE;
  g_signal_emit (self, signals[READY], 0);
}

/* Pages */

static void
size_pages (LoftPdfView *self)
{
  for (guint i = 0; i < self->pictures->len; i++)
    {
      int width = 1, height = 1;

      loft_pdf_document_get_size (self->document, i, &width, &height);
      gtk_widget_set_size_request (g_ptr_array_index (self->pictures, i), self->page_width,
                                   MAX (1, (int) ((gint64) self->page_width * height / width)));
    }
  draw_soon (self);
}

static void
fit (LoftPdfView *self, int room)
{
  int width = (int) (CLAMP (room - 2 * EDGE, 100, MAX_WIDTH) * self->zoom);

  if (width == self->page_width)
    return;
  self->page_width = width;
  size_pages (self);
}

static void
add_page (LoftPdfView *self, guint i, guint n)
{
  GtkWidget *picture = gtk_picture_new ();
  g_autofree char *name = g_strdup_printf (_ ("Page %u of %u"), i + 1, n);

  gtk_widget_set_halign (picture, GTK_ALIGN_CENTER);
  gtk_widget_set_focusable (picture, TRUE);
  gtk_widget_add_css_class (picture, "pdf-page");
  gtk_accessible_update_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  gtk_box_append (GTK_BOX (self->column), picture);
  g_ptr_array_add (self->pictures, picture);
}

static void
on_opened (LoftPdfView *self)
{
  guint n = loft_pdf_document_get_n_pages (self->document);

  for (guint i = 0; i < n; i++)
    add_page (self, i, n);
  self->page_width = 0;
  fit (self, MAX (gtk_widget_get_width (GTK_WIDGET (self)), 300));
  /* Before there is a place on screen for it. */
  loft_pdf_document_ask (self->document, 0,
                         self->page_width * gtk_widget_get_scale_factor (GTK_WIDGET (self)));
}

static void
on_failed (LoftPdfView *self)
{
  g_signal_emit (self, signals[FAILED], 0);
}

static void
empty (LoftPdfView *self)
{
  GtkWidget *child = NULL;

  g_clear_handle_id (&self->source, g_source_remove);
  g_ptr_array_set_size (self->pictures, 0);
  while ((child = gtk_widget_get_first_child (self->column)) != NULL)
    gtk_box_remove (GTK_BOX (self->column), child);
  if (self->document == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->document, self);
  loft_pdf_document_stop (self->document);
  g_clear_object (&self->document);
}

void
loft_pdf_view_set_bytes (LoftPdfView *self, GBytes *bytes)
{
  empty (self);
  if (bytes == NULL)
    return;
  self->is_ready = FALSE;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  self->document = loft_pdf_document_new (bytes);
  g_signal_connect_swapped (self->document, "opened", G_CALLBACK (on_opened), self);
  g_signal_connect_swapped (self->document, "page", G_CALLBACK (on_page), self);
  g_signal_connect_swapped (self->document, "failed", G_CALLBACK (on_failed), self);
}

void
loft_pdf_view_set_zoom (LoftPdfView *self, double zoom)
{
  self->zoom = zoom;
  if (self->pictures->len > 0)
    fit (self, gtk_widget_get_width (GTK_WIDGET (self)));
}

/* Life */

static gboolean
fit_later (gpointer data)
{
  LoftPdfView *self = data;

  if (self->pictures->len > 0)
    fit (self, gtk_widget_get_width (GTK_WIDGET (self)));
  return G_SOURCE_REMOVE;
}

static void
loft_pdf_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LoftPdfView *self = LOFT_PDF_VIEW (widget);
  int wanted = (int) (CLAMP (width - 2 * EDGE, 100, MAX_WIDTH) * self->zoom);

  gtk_widget_size_allocate (GTK_WIDGET (self->scroller), &(GtkAllocation){ 0, 0, width, height },
                            baseline);
  /* Not while sizes are given. */
  if (wanted != self->page_width && self->pictures->len > 0)
    g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit_later, g_object_ref (self), g_object_unref);
}

static void
loft_pdf_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (LOFT_PDF_VIEW (widget)->scroller), orientation, for_size, minimum,
                      natural, NULL, NULL);
}

static void
loft_pdf_view_dispose (GObject *object)
{
  LoftPdfView *self = LOFT_PDF_VIEW (object);

  if (self->scroller != NULL)
    empty (self);
  g_clear_pointer ((GtkWidget **) &self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_pdf_view_parent_class)->dispose (object);
}

static void
loft_pdf_view_finalize (GObject *object)
{
  g_ptr_array_unref (LOFT_PDF_VIEW (object)->pictures);
  G_OBJECT_CLASS (loft_pdf_view_parent_class)->finalize (object);
}

static void
loft_pdf_view_class_init (LoftPdfViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_pdf_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_pdf_view_finalize;
  widget_class->size_allocate = loft_pdf_view_size_allocate;
  widget_class->measure = loft_pdf_view_measure;
  signals[READY] =
    g_signal_new ("ready", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] =
    g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
loft_pdf_view_init (LoftPdfView *self)
{
  GtkAdjustment *place = NULL;

  self->zoom = 1.0;
  self->pictures = g_ptr_array_new ();
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  self->column = gtk_box_new (GTK_ORIENTATION_VERTICAL, GAP);
  gtk_widget_set_margin_top (self->column, GAP);
  gtk_widget_set_margin_bottom (self->column, GAP);
  gtk_scrolled_window_set_child (self->scroller, self->column);
  gtk_widget_set_parent (GTK_WIDGET (self->scroller), GTK_WIDGET (self));
  place = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (place, "value-changed", G_CALLBACK (draw_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (place, "changed", G_CALLBACK (draw_soon), self, G_CONNECT_SWAPPED);
}
