/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-task-row.h"

#include "config.h"
#include "loft-color-dot.h"
#include "loft-task-text.h"

#include <glib/gi18n.h>

#define INDENT 24

struct _LoftTaskRow {
  GtkWidget parent_instance;

  GtkWidget *heading;
  GtkImage *arrow;
  GtkLabel *group;
  GtkLabel *count;
  GtkWidget *body;
  GtkCheckButton *check;
  GtkLabel *title;
  GtkWidget *facts;
  GtkLabel *due;
  GtkLabel *rest;
  GtkWidget *repeats;
  GtkLabel *priority;
  LoftColorDot *dot;

  LoftTaskLine *line; /* (owned) (nullable) */
  const LoftTaskClock *clock;
  gulong changed;
  gboolean with_list;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (LoftTaskRow, loft_task_row, GTK_TYPE_WIDGET)

static guint checked_signal;

LoftTaskLine *
loft_task_row_get_line (LoftTaskRow *self)
{
  return self->line;
}

/* ---- showing ------------------------------------------------------------------------------ */

static void
show_heading (LoftTaskRow *self, const LoftTaskLineFacts *facts)
{
  g_autofree char *count = g_strdup_printf ("%u", facts->n);

  gtk_image_set_from_icon_name (self->arrow,
                                facts->is_folded ? "pan-end-symbolic" : "pan-down-symbolic");
  gtk_label_set_text (self->group, loft_task_text_group (facts->group));
  gtk_label_set_text (self->count, count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  loft_task_text_group (facts->group), -1);
  if (facts->group == LOFT_TASK_GROUP_OVERDUE)
    gtk_widget_add_css_class (self->heading, "overdue");
  else
    gtk_widget_remove_css_class (self->heading, "overdue");
}

/* (transfer full) What stands behind the date. */
static char *
make_rest (LoftTaskRow *self, const LoftTaskLineFacts *facts)
{
  const LoftTask *task = loft_task_item_get (facts->item);
  GString *rest = g_string_new (NULL);

  if (self->with_list)
    g_string_append (rest, loft_calendar_item_get_name (loft_task_item_get_list (facts->item)));
  for (guint i = 0; task->categories[i] != NULL; i++)
    g_string_append_printf (rest, "%s%s", rest->len > 0 ? " · " : "", task->categories[i]);
  if (facts->n > 0)
    /* Translators: parts of a task that are done, and all of them. */
    g_string_append_printf (rest, _ ("%s%u of %u"), rest->len > 0 ? " · " : "",
                            facts->n - facts->n_open, facts->n);
  return g_string_free (rest, FALSE);
}

static void
show_facts (LoftTaskRow *self, const LoftTaskLineFacts *facts)
{
  const LoftTask *task = loft_task_item_get (facts->item);
  g_autofree char *due = loft_task_text_due (task, self->clock);
  g_autofree char *rest = make_rest (self, facts);
  gboolean late = loft_task_clock_get_group (self->clock, task) == LOFT_TASK_GROUP_OVERDUE;

  gtk_label_set_text (self->due, due);
  gtk_label_set_text (self->rest, rest);
  gtk_widget_set_visible (GTK_WIDGET (self->due), *due != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->rest), *rest != '\0');
  gtk_widget_set_visible (self->repeats, *task->rule != '\0');
  gtk_widget_set_visible (self->facts, *due != '\0' || *rest != '\0' || *task->rule != '\0');
  if (late)
    gtk_widget_add_css_class (GTK_WIDGET (self->due), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->due), "error");
}

static void
show_color (LoftTaskRow *self, LoftCalendarItem *list)
{
  GdkRGBA color;

  if (gdk_rgba_parse (&color, loft_calendar_item_get_color (list)))
    loft_color_dot_set_color (self->dot, &color);
  gtk_widget_set_visible (GTK_WIDGET (self->dot), self->with_list);
}

static void
show_check (LoftTaskRow *self, const LoftTask *task, gboolean writable)
{
  gboolean open = loft_task_is_open (task);

  self->showing = TRUE;
  gtk_check_button_set_active (self->check, !open);
  self->showing = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->check), writable);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->check),
                               open ? _ ("Mark as Done") : _ ("Mark as Not Done"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Done"), -1);
  if (open)
    gtk_widget_remove_css_class (self->body, "done");
  else
    gtk_widget_add_css_class (self->body, "done");
}

static void
show_task (LoftTaskRow *self, const LoftTaskLineFacts *facts)
{
  const LoftTask *task = loft_task_item_get (facts->item);
  LoftCalendarItem *list = loft_task_item_get_list (facts->item);
  g_autofree char *spoken =
    loft_task_text_spoken (task, self->clock, loft_calendar_item_get_name (list), facts->depth);

  gtk_widget_set_margin_start (self->body, (int) MIN (facts->depth, 6) * INDENT);
  gtk_label_set_text (self->title, loft_task_text_title (task));
  gtk_label_set_text (self->priority, task->priority == 0 ? "" : task->priority < 5 ? "!!" : "!");
  gtk_widget_set_visible (GTK_WIDGET (self->priority), task->priority > 0 && task->priority <= 5);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->priority), loft_task_text_priority (task));
  show_check (self, task, loft_calendar_item_get_writable (list));
  show_facts (self, facts);
  show_color (self, list);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
show (LoftTaskRow *self)
{
  const LoftTaskLineFacts *facts = self->line != NULL ? loft_task_line_get (self->line) : NULL;

  if (facts == NULL)
    return;
  gtk_widget_set_visible (self->heading, facts->item == NULL);
  gtk_widget_set_visible (self->body, facts->item != NULL);
  if (facts->item == NULL)
    show_heading (self, facts);
  else
    show_task (self, facts);
}

void
loft_task_row_show (LoftTaskRow *self, LoftTaskLine *line, const LoftTaskClock *clock,
                    gboolean with_list)
{
  if (self->line != line)
    {
      if (self->line != NULL)
        g_clear_signal_handler (&self->changed, self->line);
      g_set_object (&self->line, line);
      if (line != NULL)
        self->changed = g_signal_connect_swapped (line, "changed", G_CALLBACK (show), self);
    }
  self->clock = clock;
  self->with_list = with_list;
  loft_task_row_set_drop (self, LOFT_TASK_DROP_NONE);
  show (self);
}

void
loft_task_row_set_drop (LoftTaskRow *self, LoftTaskDrop drop)
{
  gtk_widget_remove_css_class (self->body, "drop-before");
  gtk_widget_remove_css_class (self->body, "drop-after");
  if (drop != LOFT_TASK_DROP_NONE)
    gtk_widget_add_css_class (self->body,
                              drop == LOFT_TASK_DROP_BEFORE ? "drop-before" : "drop-after");
}

static void
on_toggled (LoftTaskRow *self)
{
  if (!self->showing)
    g_signal_emit (self, checked_signal, 0);
}

/* ---- made of ------------------------------------------------------------------------------ */

static void
loft_task_row_dispose (GObject *object)
{
  LoftTaskRow *self = LOFT_TASK_ROW (object);

  if (self->line != NULL)
    g_clear_signal_handler (&self->changed, self->line);
  g_clear_object (&self->line);
  g_clear_pointer (&self->heading, gtk_widget_unparent);
  g_clear_pointer (&self->body, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_task_row_parent_class)->dispose (object);
}

static void
loft_task_row_class_init (LoftTaskRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_task_row_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  checked_signal = g_signal_new ("checked", LOFT_TYPE_TASK_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static GtkLabel *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return GTK_LABEL (label);
}

static void
make_heading (LoftTaskRow *self)
{
  self->heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->arrow = GTK_IMAGE (gtk_image_new ());
  self->group = new_label (NULL);
  self->count = new_label ("task-count");
  gtk_widget_add_css_class (self->heading, "task-heading");
  gtk_box_append (GTK_BOX (self->heading), GTK_WIDGET (self->group));
  gtk_box_append (GTK_BOX (self->heading), GTK_WIDGET (self->count));
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  gtk_box_append (GTK_BOX (self->heading), GTK_WIDGET (self->arrow));
  gtk_widget_set_parent (self->heading, GTK_WIDGET (self));
}

static void
make_facts (LoftTaskRow *self)
{
  self->facts = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->due = new_label (NULL);
  self->rest = new_label ("dim-label");
  self->repeats = gtk_image_new_from_icon_name ("view-refresh-symbolic");
  gtk_image_set_pixel_size (GTK_IMAGE (self->repeats), 12);
  gtk_widget_add_css_class (self->repeats, "dim-label");
  gtk_widget_set_tooltip_text (self->repeats, _ ("Repeats"));
  /* The date stays whole where there is little room. */
  gtk_label_set_ellipsize (self->due, PANGO_ELLIPSIZE_NONE);
  gtk_widget_add_css_class (self->facts, "task-facts");
  gtk_box_append (GTK_BOX (self->facts), GTK_WIDGET (self->due));
  gtk_box_append (GTK_BOX (self->facts), self->repeats);
  gtk_box_append (GTK_BOX (self->facts), GTK_WIDGET (self->rest));
}

static void
make_body (LoftTaskRow *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->body = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  self->check = GTK_CHECK_BUTTON (gtk_check_button_new ());
  self->title = new_label ("task-title");
  self->priority = new_label ("task-priority");
  self->dot = LOFT_COLOR_DOT (loft_color_dot_new ());
  make_facts (self);
  gtk_widget_add_css_class (self->body, "task-line");
  gtk_widget_add_css_class (GTK_WIDGET (self->check), "selection-mode");
  gtk_widget_set_valign (GTK_WIDGET (self->check), GTK_ALIGN_CENTER);
  g_object_set (words, "valign", GTK_ALIGN_CENTER, "hexpand", TRUE, NULL);
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (words), self->facts);
  gtk_box_append (GTK_BOX (self->body), GTK_WIDGET (self->check));
  gtk_box_append (GTK_BOX (self->body), words);
  gtk_box_append (GTK_BOX (self->body), GTK_WIDGET (self->priority));
  gtk_box_append (GTK_BOX (self->body), GTK_WIDGET (self->dot));
  gtk_widget_set_parent (self->body, GTK_WIDGET (self));
  g_signal_connect_swapped (self->check, "toggled", G_CALLBACK (on_toggled), self);
}

static void
loft_task_row_init (LoftTaskRow *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  make_heading (self);
  make_body (self);
}

GtkWidget *
loft_task_row_new (void)
{
  return g_object_new (LOFT_TYPE_TASK_ROW, NULL);
}
