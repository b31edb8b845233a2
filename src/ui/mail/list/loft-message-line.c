/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-line.h"

#include "loft-category-dots.h"
#include "loft-color-edge.h"
#include "loft-priority-look.h"

#define GAP       12 /* between the text of a column and the next */
#define ICON_SIZE 14

struct _LoftMessageLine {
  GtkWidget parent_instance;

  LoftListColumns *columns;
  GtkWidget *mark;
  GtkWidget *dot;
  GtkWidget *cells[LOFT_N_LIST_COLUMNS];
  GtkLabel *subject;
  GtkLabel *count;
  GtkLabel *preview;
  GtkWidget *priority;
  GtkWidget *answered;
  GtkWidget *attachment;
  GtkWidget *remote;
  GtkWidget *flag;
  GtkWidget *categories;
};

G_DEFINE_FINAL_TYPE (LoftMessageLine, loft_message_line, GTK_TYPE_WIDGET)

static void
set_text (LoftMessageLine *self, LoftListColumn column, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->cells[column]), text);
}

void
loft_message_line_show (LoftMessageLine *self, const LoftMessageRowText *text)
{
  set_text (self, LOFT_LIST_COLUMN_FROM, text->people);
  set_text (self, LOFT_LIST_COLUMN_DATE, text->moment);
  set_text (self, LOFT_LIST_COLUMN_SIZE, text->size);
  set_text (self, LOFT_LIST_COLUMN_ACCOUNT, text->account);
  set_text (self, LOFT_LIST_COLUMN_FOLDER, text->folder);
  set_text (self, LOFT_LIST_COLUMN_CATEGORIES, text->categories == NULL ? "" : text->categories);
  gtk_label_set_text (self->subject, text->subject);
  gtk_label_set_text (self->preview, text->preview);
  gtk_label_set_text (self->count, text->count == NULL ? "" : text->count);
  gtk_widget_set_visible (GTK_WIDGET (self->count), text->count != NULL);
  if (text->unread)
    gtk_widget_add_css_class (GTK_WIDGET (self), "unread");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "unread");
  gtk_widget_set_opacity (self->dot, text->unread ? 1.0 : 0.0);
  gtk_widget_set_visible (self->flag, text->flagged);
  loft_priority_look_show (GTK_IMAGE (self->priority), text->priority);
  loft_message_row_text_show_mark (text, GTK_IMAGE (self->answered));
  gtk_widget_set_visible (self->attachment, text->attached);
  gtk_widget_set_visible (self->remote, text->remote);
  loft_category_dots_show (LOFT_CATEGORY_DOTS (self->categories), text->keywords);
}

void
loft_message_line_set_color (LoftMessageLine *self, const GdkRGBA *color)
{
  gtk_widget_set_visible (self->mark, color != NULL);
  if (color != NULL)
    loft_color_edge_set_color (LOFT_COLOR_EDGE (self->mark), color);
}

/* Layout: the mark lies in the margin, the dot before the first column. */

static int
width_of (GtkWidget *child)
{
  int natural = 0;

  if (!gtk_widget_should_layout (child))
    return 0;
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static void
place (LoftMessageLine *self, GtkWidget *child, int x, int width, int total, int height)
{
  graphene_point_t origin = GRAPHENE_POINT_INIT (x, 0);
  int min = 0;

  if (!gtk_widget_should_layout (child))
    return;
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
  gtk_widget_set_child_visible (child, width >= min);
  if (width < min)
    return;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    origin.x = total - x - width;
  gtk_widget_allocate (child, width, height, -1, gsk_transform_translate (NULL, &origin));
}

static void
loft_message_line_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LoftMessageLine *self = LOFT_MESSAGE_LINE (widget);
  LoftListColumnPlace places[LOFT_N_LIST_COLUMNS];
  int mark = width_of (self->mark), dot = width_of (self->dot);
  int before = mark + dot;

  place (self, self->mark, 0, mark, width, height);
  place (self, self->dot, mark, dot, width, height);
  loft_list_columns_place (self->columns, MAX (0, width - before), places);
  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    place (self, self->cells[i], before + places[i].x, places[i].width - GAP, width, height);
}

static void
loft_message_line_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                           int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = 0;
  *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int min = 0, nat = 0;

      gtk_widget_measure (child, orientation, -1, &min, &nat, NULL, NULL);
      *minimum = MAX (*minimum, min);
      *natural = MAX (*natural, nat);
    }
}

static void
loft_message_line_dispose (GObject *object)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&LOFT_MESSAGE_LINE (object)->columns);
  G_OBJECT_CLASS (loft_message_line_parent_class)->dispose (object);
}

static void
loft_message_line_class_init (LoftMessageLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_message_line_dispose;
  widget_class->size_allocate = loft_message_line_size_allocate;
  widget_class->measure = loft_message_line_measure;
  gtk_widget_class_set_css_name (widget_class, "messageline");
}

/* Construction */

static GtkWidget *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_icon (const char *name, const char *css_class)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (name);

  gtk_image_set_pixel_size (GTK_IMAGE (icon), ICON_SIZE);
  gtk_widget_add_css_class (icon, css_class);
  return icon;
}

static GtkWidget *
new_subject_cell (LoftMessageLine *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->subject = GTK_LABEL (new_label ("subject"));
  self->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "message-count");
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "caption");
  gtk_widget_set_valign (GTK_WIDGET (self->count), GTK_ALIGN_CENTER);
  self->preview = GTK_LABEL (new_label ("preview"));
  /* It asks for nothing and gets what the subject leaves. */
  gtk_label_set_max_width_chars (self->preview, 1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->preview), TRUE);
  self->priority = new_icon ("loft-priority-high-symbolic", "priority");
  self->answered = new_icon ("loft-replied-symbolic", "dim-label");
  self->attachment = new_icon ("mail-attachment-symbolic", "dim-label");
  self->remote = new_icon ("network-server-symbolic", "dim-label");
  gtk_widget_set_tooltip_text (self->remote, loft_message_row_text_describe_remote ());
  self->flag = new_icon ("loft-flag-symbolic", "flag");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->subject));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->preview));
  self->categories = loft_category_dots_new ();
  gtk_box_append (GTK_BOX (box), self->categories);
  gtk_box_append (GTK_BOX (box), self->remote);
  gtk_box_append (GTK_BOX (box), self->priority);
  gtk_box_append (GTK_BOX (box), self->answered);
  gtk_box_append (GTK_BOX (box), self->attachment);
  gtk_box_append (GTK_BOX (box), self->flag);
  return box;
}

static void
loft_message_line_init (LoftMessageLine *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "message-card");
  self->mark = g_object_new (LOFT_TYPE_COLOR_EDGE, "visible", FALSE, NULL);
  self->dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->dot, "unread-dot");
  gtk_widget_set_valign (self->dot, GTK_ALIGN_CENTER);
  self->cells[LOFT_LIST_COLUMN_FROM] = new_label ("people");
  self->cells[LOFT_LIST_COLUMN_SUBJECT] = new_subject_cell (self);
  self->cells[LOFT_LIST_COLUMN_DATE] = new_label ("numeric");
  self->cells[LOFT_LIST_COLUMN_SIZE] = new_label ("numeric");
  self->cells[LOFT_LIST_COLUMN_ACCOUNT] = new_label (NULL);
  self->cells[LOFT_LIST_COLUMN_FOLDER] = new_label (NULL);
  self->cells[LOFT_LIST_COLUMN_CATEGORIES] = new_label (NULL);
  gtk_widget_set_parent (self->mark, GTK_WIDGET (self));
  gtk_widget_set_parent (self->dot, GTK_WIDGET (self));
  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    gtk_widget_set_parent (self->cells[i], GTK_WIDGET (self));
}

static void
update_columns (LoftMessageLine *self)
{
  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    gtk_widget_set_visible (self->cells[i], loft_list_columns_get_shown (self->columns, i));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

GtkWidget *
loft_message_line_new (LoftListColumns *columns)
{
  LoftMessageLine *self = g_object_new (LOFT_TYPE_MESSAGE_LINE, NULL);

  self->columns = g_object_ref (columns);
  g_signal_connect_object (columns, "changed", G_CALLBACK (update_columns), self,
                           G_CONNECT_SWAPPED);
  update_columns (self);
  return GTK_WIDGET (self);
}
