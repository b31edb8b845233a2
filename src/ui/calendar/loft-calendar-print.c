/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendar-print.h"

#include "config.h"
#include "loft-date-text.h"
#include "loft-event-text.h"
#include "loft-print-layout.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

#define MOST_DAYS   42 /* a month with the weeks it begins and ends in */
#define WEEK_DAYS   7
#define OVER_NIGHT  (12 * 3600)
#define TITLE_SIZE  16 /* points */
#define SMALL_SIZE  8
#define LARGE_SIZE  10
#define EDGE        2
#define LINE_WIDTH  0.5
#define GAP         1
#define WEEK_LINES  3 /* of text of an event */
#define DAY_LINES   2
#define TINT        0.2
#define LINE_GROWTH 1.35 /* height of a line by the size of its font */

typedef struct {
  LoftOccurrenceItem *item;
  gint64 start; /* on the wall */
  gint64 end;
} Printed;

typedef struct {
  char *title;
  gint64 first_day;
  int n_days;
  gint64 month; /* its first day; of others days are pale */
  gint64 next_month;
  gboolean mirrored;
  GArray *printed; /* of Printed */
  GArray *events; /* of LoftPrintEvent, the same */
} Print;

typedef struct {
  const Print *print;
  GtkPrintContext *context;
  cairo_t *cairo;
  LoftPrintPage page;
  int size; /* of text, in points */
} Drawing;

static void
clear_printed (gpointer printed)
{
  g_object_unref (((Printed *) printed)->item);
}

static void
print_free (gpointer data, GClosure *closure)
{
  Print *print = data;

  g_free (print->title);
  g_array_unref (print->printed);
  g_array_unref (print->events);
  g_free (print);
}

/* Text */

static PangoLayout *
new_layout (Drawing *drawing, const char *text, int size, PangoWeight weight)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (drawing->context);
  PangoFontDescription *font = pango_font_description_from_string ("Sans");

  pango_font_description_set_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, weight);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  return layout;
}

static void
show_layout (Drawing *drawing, PangoLayout *layout, double x, double y, double width, double gray)
{
  pango_layout_set_width (layout, (int) (MAX (width, 1) * PANGO_SCALE));
  cairo_set_source_rgb (drawing->cairo, gray, gray, gray);
  cairo_move_to (drawing->cairo, x, y);
  pango_cairo_show_layout (drawing->cairo, layout);
}

static void
show_text (Drawing *drawing, const char *text, PangoWeight weight, PangoAlignment alignment,
           const LoftPrintPiece *area, double gray)
{
  g_autoptr (PangoLayout) layout = new_layout (drawing, text, drawing->size, weight);

  pango_layout_set_alignment (layout, alignment);
  show_layout (drawing, layout, area->x, area->y, area->width, gray);
}

/* Events */

static char *
make_text (const Printed *printed, const LoftPrintEvent *event, guint n_lines)
{
  const LoftOccurrence *occurrence = loft_occurrence_item_get (printed->item);
  const char *title = loft_event_text_title (occurrence);
  g_autofree char *clock = g_strstrip (loft_event_text_clock (printed->start));
  g_autofree char *clocks = loft_event_text_clocks (printed->start, printed->end);

  if (event->is_bar)
    return occurrence->all_day ? g_strdup (title) : g_strdup_printf ("%s  %s", clock, title);
  if (n_lines == 1)
    return g_strdup_printf ("%s  %s", clock, title);
  return g_strdup_printf ("%s\n%s%s%s", clocks, title, *occurrence->location != '\0' ? ", " : "",
                          occurrence->location);
}

static gboolean
is_off (const LoftOccurrence *occurrence)
{
  return occurrence->partstat == LOFT_PARTSTAT_DECLINED ||
         occurrence->status == LOFT_EVENT_CANCELLED;
}

static double
pale (double channel)
{
  return 1 - (1 - channel) * TINT;
}

/* A coloured edge, and a tint behind what takes whole days; only lines where it is not sure. */
static void
draw_ground (Drawing *drawing, const LoftPrintPiece *piece)
{
  const Printed *printed = &g_array_index (drawing->print->printed, Printed, piece->event);
  const LoftOccurrence *occurrence = loft_occurrence_item_get (printed->item);
  cairo_t *cairo = drawing->cairo;
  double height = piece->height - GAP;
  double edge = drawing->page.mirrored ? piece->x + piece->width - EDGE : piece->x;
  GdkRGBA color;

  if (!gdk_rgba_parse (&color, loft_occurrence_item_get_color (printed->item)))
    color = (GdkRGBA){ 0.2f, 0.5f, 0.9f, 1 };
  if (g_array_index (drawing->print->events, LoftPrintEvent, piece->event).is_bar)
    {
      /* Opaque: lines between days are behind it. */
      cairo_set_source_rgb (cairo, pale (color.red), pale (color.green), pale (color.blue));
      cairo_rectangle (cairo, piece->x, piece->y, piece->width, height);
      cairo_fill (cairo);
    }
  cairo_set_source_rgb (cairo, color.red, color.green, color.blue);
  if (!piece->from_before)
    cairo_rectangle (cairo, edge, piece->y, EDGE, height);
  if (occurrence->status == LOFT_EVENT_TENTATIVE)
    cairo_stroke (cairo);
  else
    cairo_fill (cairo);
}

static void
draw_event (Drawing *drawing, const LoftPrintPiece *piece)
{
  const Printed *printed = &g_array_index (drawing->print->printed, Printed, piece->event);
  const LoftPrintEvent *event =
    &g_array_index (drawing->print->events, LoftPrintEvent, piece->event);
  gboolean off = is_off (loft_occurrence_item_get (printed->item));
  g_autofree char *text = make_text (printed, event, piece->n_lines);
  g_autoptr (PangoLayout) layout = new_layout (drawing, text, drawing->size, PANGO_WEIGHT_NORMAL);
  double inner = piece->width - EDGE - 2;

  draw_ground (drawing, piece);
  if (piece->n_lines == 1)
    pango_layout_set_single_paragraph_mode (layout, TRUE);
  else
    {
      pango_layout_set_height (layout, (int) ((piece->height - GAP) * PANGO_SCALE));
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
    }
  if (off)
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_strikethrough_new (TRUE));
      pango_layout_set_attributes (layout, attributes);
    }
  show_layout (drawing, layout, drawing->page.mirrored ? piece->x : piece->x + EDGE + 2, piece->y,
               inner, off ? 0.5 : 0);
}

static void
draw_more (Drawing *drawing, const LoftPrintPiece *piece)
{
  /* Translators: events of a day that there is no room for on the page. */
  g_autofree char *text =
    g_strdup_printf (ngettext ("+%u more", "+%u more", piece->n_more), piece->n_more);

  show_text (drawing, text, PANGO_WEIGHT_BOLD, PANGO_ALIGN_LEFT, piece, 0.3);
}

static void
draw_events (Drawing *drawing)
{
  const Print *print = drawing->print;
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (LoftPrintPiece));

  loft_print_layout (&drawing->page, (const LoftPrintEvent *) print->events->data,
                     print->events->len, pieces);
  for (guint i = 0; i < pieces->len; i++)
    {
      const LoftPrintPiece *piece = &g_array_index (pieces, LoftPrintPiece, i);

      if (piece->n_more > 0)
        draw_more (drawing, piece);
      else
        draw_event (drawing, piece);
    }
}

/* Days */

static gboolean
is_month (const Print *print)
{
  return print->n_days > WEEK_DAYS;
}

static void
draw_day (Drawing *drawing, int index)
{
  const Print *print = drawing->print;
  gint64 day = print->first_day + index;
  gboolean pale = is_month (print) && (day < print->month || day >= print->next_month);
  /* Translators: the heading of a day in a printed week, as in "Tue 24". */
  g_autofree char *name =
    loft_wall_format (day * LOFT_WALL_DAY, is_month (print) ? "%-d" : C_ ("calendar", "%a %-d"));
  LoftPrintPiece cell;

  loft_print_layout_get_cell (&drawing->page, index, &cell);
  cairo_set_source_rgb (drawing->cairo, 0.6, 0.6, 0.6);
  cairo_rectangle (drawing->cairo, cell.x, cell.y, cell.width, cell.height);
  cairo_stroke (drawing->cairo);
  cell.x += 3;
  cell.y += 2;
  cell.width -= 6;
  if (print->n_days > 1)
    show_text (drawing, name, PANGO_WEIGHT_BOLD, PANGO_ALIGN_LEFT, &cell, pale ? 0.6 : 0);
}

/* Of a month, above its first week. */
static void
draw_weekdays (Drawing *drawing)
{
  for (int i = 0; i < drawing->page.n_columns; i++)
    {
      g_autofree char *name =
        loft_wall_format ((drawing->print->first_day + i) * LOFT_WALL_DAY, "%A");
      LoftPrintPiece cell;

      loft_print_layout_get_cell (&drawing->page, i, &cell);
      cell.y -= drawing->page.line + 2;
      show_text (drawing, name, PANGO_WEIGHT_NORMAL, PANGO_ALIGN_CENTER, &cell, 0.3);
    }
}

static void
begin_page (Drawing *drawing)
{
  const Print *print = drawing->print;
  double width = gtk_print_context_get_width (drawing->context);
  double height = gtk_print_context_get_height (drawing->context);
  double top = TITLE_SIZE * LINE_GROWTH + 6;

  drawing->size = print->n_days == 1 ? LARGE_SIZE : SMALL_SIZE;
  drawing->page.line = drawing->size * LINE_GROWTH + GAP;
  if (is_month (print))
    top += drawing->page.line;
  drawing->page.first_day = print->first_day;
  drawing->page.n_days = print->n_days;
  drawing->page.n_columns = MIN (print->n_days, WEEK_DAYS);
  drawing->page.y = top;
  drawing->page.width = width;
  drawing->page.height = height - top - LINE_WIDTH;
  drawing->page.heading = print->n_days == 1 ? 4 : drawing->page.line + 4;
  drawing->page.most_lines = is_month (print) ? 1 : print->n_days == 1 ? DAY_LINES : WEEK_LINES;
  drawing->page.mirrored = print->mirrored;
}

static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int number, Print *print)
{
  Drawing drawing = { print, context, gtk_print_context_get_cairo_context (context) };
  g_autoptr (PangoLayout) title =
    new_layout (&drawing, print->title, TITLE_SIZE, PANGO_WEIGHT_BOLD);

  begin_page (&drawing);
  cairo_set_line_width (drawing.cairo, LINE_WIDTH);
  show_layout (&drawing, title, 0, 0, drawing.page.width, 0);
  if (is_month (print))
    draw_weekdays (&drawing);
  for (int i = 0; i < print->n_days; i++)
    draw_day (&drawing, i);
  draw_events (&drawing);
}

/* What a view shows */

static void
take_entry (Print *print, const LoftCalendarEntry *entry)
{
  Printed printed = { entry->item, entry->start, entry->end };
  LoftPrintEvent event = { entry->first_day, entry->last_day, entry->all_day };

  /* What goes over midnight, but not for long, is of the day that it begins on. */
  if (!entry->all_day && entry->end - entry->start < OVER_NIGHT &&
      entry->first_day >= print->first_day)
    event.last = event.first;
  event.is_bar = event.is_bar || event.first != event.last;
  if (event.last < print->first_day || event.first >= print->first_day + print->n_days)
    return;
  g_object_ref (printed.item);
  g_array_append_val (print->printed, printed);
  g_array_append_val (print->events, event);
}

static Print *
new_print (LoftCalendarView *view)
{
  Print *print = g_new0 (Print, 1);
  GArray *entries = loft_calendar_view_get_entries (view);
  gint64 day = loft_calendar_view_get_day (view), n_days = 0;

  loft_calendar_view_get_range (view, &print->first_day, &n_days);
  if (n_days > MOST_DAYS)
    {
      print->first_day = loft_wall_day_begin_week (day, loft_date_first_weekday ());
      n_days = WEEK_DAYS;
    }
  print->n_days = (int) n_days;
  print->title = loft_calendar_view_get_title (view);
  print->month = loft_wall_day_begin_month (day);
  print->next_month = loft_wall_day_add_months (print->month, 1);
  print->mirrored = gtk_widget_get_direction (GTK_WIDGET (view)) == GTK_TEXT_DIR_RTL;
  print->printed = g_array_new (FALSE, FALSE, sizeof (Printed));
  print->events = g_array_new (FALSE, FALSE, sizeof (LoftPrintEvent));
  g_array_set_clear_func (print->printed, clear_printed);
  for (guint i = 0; i < entries->len; i++)
    take_entry (print, &g_array_index (entries, LoftCalendarEntry, i));
  return print;
}

GtkPrintOperation *
loft_calendar_print_new (LoftCalendarView *view)
{
  Print *print = new_print (view);
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();

  gtk_page_setup_set_orientation (setup, print->n_days == 1 ? GTK_PAGE_ORIENTATION_PORTRAIT
                                                            : GTK_PAGE_ORIENTATION_LANDSCAPE);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_job_name (operation, print->title);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (on_draw_page), print, print_free, 0);
  return operation;
}
