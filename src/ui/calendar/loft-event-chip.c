/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-event-chip.h"

#include "loft-event-text.h"
#include "loft-key-move.h"
#include "loft-wall.h"

#define EDGE      3
#define RADIUS    5
#define DOT       7
#define PADDING   5
#define STRIPE    7
#define NARROW    40 /* below it words would break letter by letter */
#define TINT      0.20f
#define TINT_DARK 0.34f

struct _LoftEventChip {
  GtkWidget parent_instance;

  LoftCalendarView *view; /* (borrowed) above it */
  LoftOccurrenceItem *item;
  LoftCalendarEntry entry;
  LoftChipStyle style;
  gboolean from_before;
  gboolean goes_on;
};

G_DEFINE_FINAL_TYPE (LoftEventChip, loft_event_chip, GTK_TYPE_WIDGET)

const LoftCalendarEntry *
loft_event_chip_get_entry (LoftEventChip *self)
{
  return &self->entry;
}

LoftOccurrenceItem *
loft_event_chip_get_item (LoftEventChip *self)
{
  return self->item;
}

LoftChipStyle
loft_event_chip_get_style (LoftEventChip *self)
{
  return self->style;
}

static gboolean
is_dark (GtkWidget *widget)
{
  GdkRGBA text;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &text);
  return text.red + text.green + text.blue > 1.5f;
}

/* Opaque: lines of the grid are behind it. */
static void
mix_with_ground (GtkWidget *widget, const GdkRGBA *color, float amount, GdkRGBA *mixed)
{
  GdkRGBA ground = { 1, 1, 1, 1 };

  gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "view_bg_color", &ground);
  mixed->red = ground.red + (color->red - ground.red) * amount;
  mixed->green = ground.green + (color->green - ground.green) * amount;
  mixed->blue = ground.blue + (color->blue - ground.blue) * amount;
  mixed->alpha = 1;
}

void
loft_event_chip_get_colors (GtkWidget *widget, LoftOccurrenceItem *item, GdkRGBA *color,
                            GdkRGBA *tint)
{
  if (!gdk_rgba_parse (color, loft_occurrence_item_get_color (item)))
    gdk_rgba_parse (color, "#3584e4");
  mix_with_ground (widget, color, is_dark (widget) ? TINT_DARK : TINT, tint);
}

int
loft_event_chip_get_line_height (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics =
    pango_context_get_metrics (context, pango_context_get_font_description (context), NULL);
  int height = pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics);

  pango_font_metrics_unref (metrics);
  return PANGO_PIXELS_CEIL (height * 9 / 10) + 4;
}

static gboolean
is_declined (const LoftOccurrence *occurrence)
{
  return occurrence->partstat == LOFT_PARTSTAT_DECLINED ||
         occurrence->status == LOFT_EVENT_CANCELLED;
}

static gboolean
is_tentative (const LoftOccurrence *occurrence)
{
  return occurrence->status == LOFT_EVENT_TENTATIVE ||
         occurrence->partstat == LOFT_PARTSTAT_TENTATIVE ||
         occurrence->partstat == LOFT_PARTSTAT_NEEDS_ACTION;
}

static void
append_stripes (GtkSnapshot *snapshot, const GdkRGBA *color, const GdkRGBA *pale, float width,
                float height)
{
  GskColorStop stops[] = { { 0.0f, *pale }, { 0.5f, *pale }, { 0.5f, *color }, { 1.0f, *color } };
  graphene_point_t from = GRAPHENE_POINT_INIT (0, 0), to = GRAPHENE_POINT_INIT (STRIPE, STRIPE);

  gtk_snapshot_append_repeating_linear_gradient (snapshot,
                                                 &GRAPHENE_RECT_INIT (0, 0, width, height), &from,
                                                 &to, stops, G_N_ELEMENTS (stops));
}

/* Round where the event begins and ends, square where it goes on. */
static void
push_shape (LoftEventChip *self, GtkSnapshot *snapshot, float width, float height)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean vertical = self->style == LOFT_CHIP_CARD;
  float first = self->from_before ? 0 : RADIUS, last = self->goes_on ? 0 : RADIUS;
  float left = mirrored ? last : first, right = mirrored ? first : last;
  GskRoundedRect shape;

  gsk_rounded_rect_init (&shape, &GRAPHENE_RECT_INIT (0, 0, width, height),
                         &GRAPHENE_SIZE_INIT (vertical ? first : left, vertical ? first : left),
                         &GRAPHENE_SIZE_INIT (vertical ? first : right, vertical ? first : right),
                         &GRAPHENE_SIZE_INIT (vertical ? last : right, vertical ? last : right),
                         &GRAPHENE_SIZE_INIT (vertical ? last : left, vertical ? last : left));
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
}

static void
append_ground (LoftEventChip *self, GtkSnapshot *snapshot, float width, float height)
{
  const LoftOccurrence *occurrence = loft_occurrence_item_get (self->item);
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, width, height);
  float amount = is_dark (GTK_WIDGET (self)) ? TINT_DARK : TINT;
  GdkRGBA color, tint, pale;

  loft_event_chip_get_colors (GTK_WIDGET (self), self->item, &color, &tint);
  if (self->item == loft_calendar_view_get_selected (self->view))
    amount *= 1.8f;
  if (is_declined (occurrence))
    amount *= 0.5f;
  mix_with_ground (GTK_WIDGET (self), &color, amount, &tint);
  mix_with_ground (GTK_WIDGET (self), &color, amount * 0.35f, &pale);
  push_shape (self, snapshot, width, height);
  if (is_tentative (occurrence))
    append_stripes (snapshot, &tint, &pale, width, height);
  else
    gtk_snapshot_append_color (snapshot, &tint, &all);
  if (!self->from_before || self->style == LOFT_CHIP_CARD)
    gtk_snapshot_append_color (snapshot, &color,
                               &GRAPHENE_RECT_INIT (mirrored ? width - EDGE : 0, 0, EDGE, height));
  gtk_snapshot_pop (snapshot);
}

static void
append_dot (LoftEventChip *self, GtkSnapshot *snapshot, float width, float height)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  graphene_rect_t area = GRAPHENE_RECT_INIT (mirrored ? width - PADDING - DOT + 2 : PADDING - 2,
                                             (height - DOT) / 2, DOT, DOT);
  gboolean ring = is_tentative (loft_occurrence_item_get (self->item));
  float border[4] = { 1.5f, 1.5f, 1.5f, 1.5f };
  GdkRGBA color, tint;
  GdkRGBA colors[4];
  GskRoundedRect circle;

  loft_event_chip_get_colors (GTK_WIDGET (self), self->item, &color, &tint);
  gsk_rounded_rect_init_from_rect (&circle, &area, DOT / 2.0f);
  for (guint i = 0; i < 4; i++)
    colors[i] = color;
  if (ring)
    {
      gtk_snapshot_append_border (snapshot, &circle, border, colors);
      return;
    }
  gtk_snapshot_push_rounded_clip (snapshot, &circle);
  gtk_snapshot_append_color (snapshot, &color, &area);
  gtk_snapshot_pop (snapshot);
}

static void
add_attribute (PangoAttrList *list, PangoAttribute *attribute, guint from, guint to)
{
  attribute->start_index = from;
  attribute->end_index = to;
  pango_attr_list_insert (list, attribute);
}

/* What, and when and where behind it or below it. bold: how much of it is what. */
static char *
make_text (LoftEventChip *self, gsize *bold_from, gsize *bold_to, gboolean low)
{
  const LoftOccurrence *occurrence = loft_occurrence_item_get (self->item);
  const char *title = loft_event_text_title (occurrence);
  g_autofree char *clock = g_strstrip (loft_event_text_clock (self->entry.start));
  g_autofree char *clocks = loft_event_text_clocks (self->entry.start, self->entry.end);
  const char *glue = low ? "  " : "\n";
  gboolean with_time = !occurrence->all_day && !self->from_before;

  *bold_from = 0;
  *bold_to = strlen (title);
  if (self->style == LOFT_CHIP_BAR)
    return with_time ? g_strconcat (title, "  ", clock, NULL) : g_strdup (title);
  if (self->style == LOFT_CHIP_LINE)
    {
      *bold_from = strlen (clock) + 2;
      *bold_to += *bold_from;
      return g_strconcat (clock, "  ", title, NULL);
    }
  return g_strconcat (title, glue, low ? clock : clocks, *occurrence->location != '\0' ? glue : "",
                      occurrence->location, NULL);
}

/* Where the text begins, from the edge where reading does. */
static int
get_before (LoftEventChip *self)
{
  return self->style == LOFT_CHIP_LINE ? PADDING + DOT + 2 : EDGE + PADDING;
}

static int
get_inner (LoftEventChip *self, int width)
{
  return width - get_before (self) - PADDING + 2;
}

static gboolean
reads_down (LoftEventChip *self, int inner, int height)
{
  return self->style == LOFT_CHIP_CARD && inner < NARROW && height > 2 * inner;
}

gboolean
loft_event_chip_reads_down (LoftEventChip *self)
{
  return reads_down (self, get_inner (self, gtk_widget_get_width (GTK_WIDGET (self))),
                     gtk_widget_get_height (GTK_WIDGET (self)));
}

/* one_text: as much as fits one behind the other, not a line for each. */
static PangoLayout *
make_layout (LoftEventChip *self, int width, int height, gboolean one_text)
{
  const LoftOccurrence *occurrence = loft_occurrence_item_get (self->item);
  int line = loft_event_chip_get_line_height (GTK_WIDGET (self)) - 3;
  gboolean low = self->style != LOFT_CHIP_CARD || height < 2 * line + 4;
  gsize from, to;
  g_autofree char *text = make_text (self, &from, &to, low || one_text);
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  add_attribute (attributes, pango_attr_scale_new (0.9), 0, G_MAXUINT);
  add_attribute (attributes, pango_attr_insert_hyphens_new (FALSE), 0, G_MAXUINT);
  if (self->style != LOFT_CHIP_LINE)
    add_attribute (attributes, pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD), from, to);
  if (is_declined (occurrence))
    add_attribute (attributes, pango_attr_strikethrough_new (TRUE), from, to);
  if (from > 0)
    add_attribute (attributes, pango_attr_foreground_alpha_new (0xa500), 0, from);
  add_attribute (attributes, pango_attr_foreground_alpha_new (0xb800), to, G_MAXUINT);
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_width (layout, MAX (width, 1) * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  if (low)
    pango_layout_set_single_paragraph_mode (layout, TRUE);
  else
    pango_layout_set_height (layout, MAX (height - 4, line) * PANGO_SCALE);
  return layout;
}

static void
get_text_color (LoftEventChip *self, GdkRGBA *color)
{
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), color);
  if (is_declined (loft_occurrence_item_get (self->item)))
    color->alpha *= 0.55f;
}

/* Turned to the right: the first line is the rightmost. */
static void
append_text_down (LoftEventChip *self, GtkSnapshot *snapshot, int width, int height)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  g_autoptr (PangoLayout) layout = make_layout (self, height - 2 * PADDING, width - EDGE, TRUE);
  int lines = 0;
  float left = 0;
  GdkRGBA color;

  pango_layout_get_pixel_size (layout, NULL, &lines);
  left = (mirrored ? 0 : EDGE) + (width - EDGE - lines) / 2.0f;
  get_text_color (self, &color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (left + lines, PADDING));
  gtk_snapshot_rotate (snapshot, 90);
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
append_text (LoftEventChip *self, GtkSnapshot *snapshot, int width, int height)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int inner = get_inner (self, width);
  g_autoptr (PangoLayout) layout = NULL;
  int text_height = 0;
  float x = mirrored ? PADDING - 2 : get_before (self), y = 2;
  GdkRGBA color;

  if (inner < 8)
    return;
  if (reads_down (self, inner, height))
    {
      append_text_down (self, snapshot, width, height);
      return;
    }
  layout = make_layout (self, inner, height, FALSE);
  pango_layout_get_pixel_size (layout, NULL, &text_height);
  if (self->style != LOFT_CHIP_CARD || text_height > height - 4)
    y = self->style == LOFT_CHIP_CARD ? MAX (0, (height - text_height) / 2)
                                      : (height - text_height) / 2;
  get_text_color (self, &color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
loft_event_chip_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LoftEventChip *self = LOFT_EVENT_CHIP (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  if (self->item == NULL || width <= 0 || height <= 0)
    return;
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (self->style == LOFT_CHIP_LINE)
    append_dot (self, snapshot, width, height);
  else
    append_ground (self, snapshot, width, height);
  append_text (self, snapshot, width, height);
  gtk_snapshot_pop (snapshot);
}

/* The view says how large it is. */
static void
loft_event_chip_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = 0;
}

static void
name_it (LoftEventChip *self)
{
  gint64 today = loft_wall_get_day (loft_calendar_view_get_now (self->view));
  g_autofree char *name =
    loft_event_text_spoken (self->item, self->entry.start, self->entry.end, today);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
loft_event_chip_set (LoftEventChip *self, const LoftCalendarEntry *entry, LoftChipStyle style,
                     gboolean from_before, gboolean goes_on)
{
  gboolean other = g_set_object (&self->item, entry->item);

  self->entry = *entry;
  self->style = style;
  self->from_before = from_before;
  self->goes_on = goes_on;
  if (other)
    name_it (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
loft_event_chip_set_lifted (LoftEventChip *self, gboolean lifted)
{
  gtk_widget_set_opacity (GTK_WIDGET (self), lifted ? 0.4 : 1.0);
}

static gboolean
on_activate (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  LoftEventChip *self = LOFT_EVENT_CHIP (widget);

  loft_calendar_view_open (self->view, self->item, widget);
  return TRUE;
}

static gboolean
loft_event_chip_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard,
                               GtkTooltip *tooltip)
{
  LoftEventChip *self = LOFT_EVENT_CHIP (widget);
  gint64 today = loft_wall_get_day (loft_calendar_view_get_now (self->view));
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  g_autofree char *text = NULL;

  /* Its card says more, and would be covered. */
  if (focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL)
    return FALSE;
  text = loft_event_text_spoken (self->item, self->entry.start, self->entry.end, today);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
loft_event_chip_dispose (GObject *object)
{
  g_clear_object (&LOFT_EVENT_CHIP (object)->item);
  G_OBJECT_CLASS (loft_event_chip_parent_class)->dispose (object);
}

static void
loft_event_chip_class_init (LoftEventChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_event_chip_dispose;
  widget_class->snapshot = loft_event_chip_snapshot;
  widget_class->measure = loft_event_chip_measure;
  widget_class->query_tooltip = loft_event_chip_query_tooltip;
  gtk_widget_class_set_css_name (widget_class, "eventchip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, 0, on_activate, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, 0, on_activate, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_space, 0, on_activate, NULL);
}

static void
on_focus (GtkWidget *widget)
{
  LoftEventChip *self = LOFT_EVENT_CHIP (widget);

  if (gtk_widget_has_focus (widget))
    loft_calendar_view_select (self->view, self->item);
  else
    loft_key_move_give_up (self->view);
}

static gboolean
on_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        LoftEventChip *self)
{
  return loft_key_move_press (self->view, &self->entry, key, state);
}

static void
loft_event_chip_init (LoftEventChip *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  /* Before Enter opens it. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (on_focus), NULL);
  g_object_set (self, "has-tooltip", TRUE, NULL);
}

GtkWidget *
loft_event_chip_new (LoftCalendarView *view)
{
  LoftEventChip *self = g_object_new (LOFT_TYPE_EVENT_CHIP, NULL);

  self->view = view;
  return GTK_WIDGET (self);
}
