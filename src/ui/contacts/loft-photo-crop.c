/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-photo-crop.h"

#include "config.h"
#include "loft-accessibility.h"

#include <glib/gi18n.h>

#define EDGE     288 /* of the square on screen */
#define SAVED    320 /* and of the photo */
#define MAX_ZOOM 4.0
#define STEP     0.03 /* of the edge, by a key */
#define MAX_SIZE (36 * 1000) /* bytes: 48 kB of base64, what Exchange takes (MS-ASCNTC 2.2.2.58) */

/* What shows the picture: its window holds where it is. */
#define LOFT_TYPE_PHOTO_SQUARE (loft_photo_square_get_type ())
G_DECLARE_FINAL_TYPE (LoftPhotoSquare, loft_photo_square, LOFT, PHOTO_SQUARE, GtkWidget)

struct _LoftPhotoSquare {
  GtkWidget parent_instance;
  LoftPhotoCrop *crop; /* (borrowed) its window */
};

struct _LoftPhotoCrop {
  AdwWindow parent_instance;

  GdkPixbuf *picture; /* (owned) */
  GdkTexture *texture; /* (owned) */
  GtkWidget *square;
  GtkAdjustment *zoom;
  double x, y; /* middle of the square in the picture, in its pixels */
  double drag_x, drag_y;
};

G_DEFINE_FINAL_TYPE (LoftPhotoSquare, loft_photo_square, GTK_TYPE_WIDGET)
G_DEFINE_FINAL_TYPE (LoftPhotoCrop, loft_photo_crop, ADW_TYPE_WINDOW)

static guint chosen_signal;

/* ---- where the square is ------------------------------------------------------------------ */

/* How many pixels of the picture the square's edge has. */
static double
get_side (LoftPhotoCrop *self)
{
  return MIN (gdk_pixbuf_get_width (self->picture), gdk_pixbuf_get_height (self->picture)) /
         gtk_adjustment_get_value (self->zoom);
}

/* It never leaves the picture. */
static void
settle (LoftPhotoCrop *self)
{
  double half = get_side (self) / 2;

  self->x = CLAMP (self->x, half, gdk_pixbuf_get_width (self->picture) - half);
  self->y = CLAMP (self->y, half, gdk_pixbuf_get_height (self->picture) - half);
  gtk_widget_queue_draw (self->square);
}

void
loft_photo_crop_move (LoftPhotoCrop *self, double x, double y)
{
  self->x -= x * get_side (self);
  self->y -= y * get_side (self);
  settle (self);
}

void
loft_photo_crop_zoom (LoftPhotoCrop *self, double zoom)
{
  gtk_adjustment_set_value (self->zoom, zoom);
}

/* ---- drawing ------------------------------------------------------------------------------ */

static void
loft_photo_square_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LoftPhotoCrop *crop = LOFT_PHOTO_SQUARE (widget)->crop;
  float width = (float) gtk_widget_get_width (widget);
  float scale = width / (float) get_side (crop);
  graphene_rect_t picture =
    GRAPHENE_RECT_INIT (width / 2 - (float) crop->x * scale, width / 2 - (float) crop->y * scale,
                        (float) gdk_pixbuf_get_width (crop->picture) * scale,
                        (float) gdk_pixbuf_get_height (crop->picture) * scale);

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, width));
  gtk_snapshot_append_texture (snapshot, crop->texture, &picture);
  gtk_snapshot_pop (snapshot);
}

static void
loft_photo_square_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                           int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = EDGE;
}

static void
loft_photo_square_class_init (LoftPhotoSquareClass *class)
{
  GTK_WIDGET_CLASS (class)->snapshot = loft_photo_square_snapshot;
  GTK_WIDGET_CLASS (class)->measure = loft_photo_square_measure;
}

static void
loft_photo_square_init (LoftPhotoSquare *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  /* It is shown round; what the corners have is kept, for programs that show squares. */
  gtk_widget_add_css_class (GTK_WIDGET (self), "photo-crop");
}

/* ---- the photo ---------------------------------------------------------------------------- */

/* (transfer full) White where the picture is transparent: JPEG has no such thing. */
static GdkPixbuf *
cut_out (LoftPhotoCrop *self)
{
  double side = get_side (self);
  int x = (int) (self->x - side / 2);
  int y = (int) (self->y - side / 2);
  int edge = MAX (1, (int) side);
  g_autoptr (GdkPixbuf) part = gdk_pixbuf_new_subpixbuf (self->picture, x, y, edge, edge);
  int saved = MIN (edge, SAVED);

  return gdk_pixbuf_composite_color_simple (part, saved, saved, GDK_INTERP_BILINEAR, 255, 16,
                                            0xffffff, 0xffffff);
}

GBytes *
loft_photo_crop_make (LoftPhotoCrop *self)
{
  static const char *const qualities[] = { "88", "75", "60", "40" };
  g_autoptr (GdkPixbuf) photo = cut_out (self);
  GBytes *bytes = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (qualities); i++)
    {
      char *buffer = NULL;
      gsize length = 0;

      if (!gdk_pixbuf_save_to_buffer (photo, &buffer, &length, "jpeg", NULL, "quality",
                                      qualities[i], NULL))
        break;
      g_clear_pointer (&bytes, g_bytes_unref);
      bytes = g_bytes_new_take (buffer, length);
      if (length <= MAX_SIZE)
        break;
    }
  return bytes;
}

static void
on_chosen (LoftPhotoCrop *self)
{
  g_autoptr (GBytes) photo = loft_photo_crop_make (self);

  if (photo != NULL)
    g_signal_emit (self, chosen_signal, 0, photo);
  gtk_window_close (GTK_WINDOW (self));
}

/* ---- what a person does ------------------------------------------------------------------- */

static void
on_drag_begin (LoftPhotoCrop *self)
{
  self->drag_x = self->x;
  self->drag_y = self->y;
}

static void
on_drag_update (LoftPhotoCrop *self, double x, double y)
{
  self->x = self->drag_x - x / EDGE * get_side (self);
  self->y = self->drag_y - y / EDGE * get_side (self);
  settle (self);
}

static gboolean
on_scroll (LoftPhotoCrop *self, double x, double y)
{
  loft_photo_crop_zoom (self, gtk_adjustment_get_value (self->zoom) - y * 0.1);
  return TRUE;
}

static gboolean
on_key (LoftPhotoCrop *self, guint key)
{
  switch (key)
    {
    case GDK_KEY_Left:
      loft_photo_crop_move (self, -STEP, 0);
      return TRUE;
    case GDK_KEY_Right:
      loft_photo_crop_move (self, STEP, 0);
      return TRUE;
    case GDK_KEY_Up:
      loft_photo_crop_move (self, 0, -STEP);
      return TRUE;
    case GDK_KEY_Down:
      loft_photo_crop_move (self, 0, STEP);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
add_gestures (LoftPhotoCrop *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (self->square, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (self->square, scroll);
  gtk_widget_add_controller (self->square, keys);
}

/* ---- window ------------------------------------------------------------------------------- */

static GtkWidget *
new_header (LoftPhotoCrop *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));
  GtkWidget *use = gtk_button_new_with_mnemonic (_ ("_Use Photo"));

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  gtk_widget_add_css_class (header, "flat");
  gtk_widget_add_css_class (use, "suggested-action");
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_close), self);
  g_signal_connect_swapped (use, "clicked", G_CALLBACK (on_chosen), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), use);
  gtk_window_set_default_widget (GTK_WINDOW (self), use);
  return header;
}

static GtkWidget *
new_scale (LoftPhotoCrop *self)
{
  GtkWidget *scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, self->zoom);

  gtk_accessible_update_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Size of the picture"), -1);
  gtk_widget_set_size_request (scale, EDGE, -1);
  gtk_widget_set_halign (scale, GTK_ALIGN_CENTER);
  return scale;
}

static void
loft_photo_crop_dispose (GObject *object)
{
  LoftPhotoCrop *self = LOFT_PHOTO_CROP (object);

  gtk_window_set_default_widget (GTK_WINDOW (self), NULL);
  adw_window_set_content (ADW_WINDOW (self), NULL);
  g_clear_object (&self->picture);
  g_clear_object (&self->texture);
  g_clear_object (&self->zoom);
  G_OBJECT_CLASS (loft_photo_crop_parent_class)->dispose (object);
}

static void
loft_photo_crop_class_init (LoftPhotoCropClass *class)
{
  G_OBJECT_CLASS (class)->dispose = loft_photo_crop_dispose;
  chosen_signal = g_signal_new ("chosen", LOFT_TYPE_PHOTO_CROP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_BYTES);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (class), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
loft_photo_crop_init (LoftPhotoCrop *self)
{
  self->zoom = g_object_ref_sink (gtk_adjustment_new (1, 1, MAX_ZOOM, 0.1, 0.5, 0));
  self->square = g_object_new (LOFT_TYPE_PHOTO_SQUARE, NULL);
  LOFT_PHOTO_SQUARE (self->square)->crop = self;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->square), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Part of the picture; the arrow keys move it"), -1);
}

LoftPhotoCrop *
loft_photo_crop_new (GtkWindow *parent, GdkPixbuf *picture)
{
  LoftPhotoCrop *self = g_object_new (LOFT_TYPE_PHOTO_CROP, "transient-for", parent, "modal", TRUE,
                                      "resizable", FALSE, "title", _ ("Photo"), NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->picture = g_object_ref (picture);
  self->texture = gdk_texture_new_for_pixbuf (picture);
  self->x = gdk_pixbuf_get_width (picture) / 2.0;
  self->y = gdk_pixbuf_get_height (picture) / 2.0;
  g_signal_connect_object (self->zoom, "value-changed", G_CALLBACK (settle), self,
                           G_CONNECT_SWAPPED);
  add_gestures (self);
  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), self->square);
  gtk_box_append (GTK_BOX (box), new_scale (self));
  gtk_widget_set_margin_bottom (box, 18);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_widget_set_size_request (box, EDGE + 48, -1);
  gtk_window_set_focus (GTK_WINDOW (self), self->square);
  loft_accessibility_prepare (GTK_WIDGET (self));
  return self;
}
