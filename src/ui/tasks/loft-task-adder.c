/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-task-adder.h"

#include "config.h"
#include "loft-quick-words.h"
#include "loft-task-quick-add.h"
#include "loft-task-text.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

struct _LoftTaskAdder {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *entry;
  GtkWidget *revealer;
  GtkLabel *taken;
  const LoftTaskClock *clock;
  char *list; /* (nullable) */
  gboolean today;
};

G_DEFINE_FINAL_TYPE (LoftTaskAdder, loft_task_adder, GTK_TYPE_WIDGET)

static guint added_signal;

static LoftTask *
read_task (LoftTaskAdder *self)
{
  gint64 now = loft_wall_from_instant (self->clock->now, self->clock->zone);
  LoftTask *task = loft_task_quick_add_read (gtk_editable_get_text (GTK_EDITABLE (self->entry)),
                                             loft_quick_words_get (), now,
                                             g_time_zone_get_identifier (self->clock->zone));

  if (self->today && !task->due.is_set)
    {
      gint64 day = loft_wall_get_day (now) * LOFT_WALL_DAY;

      task->due = (LoftEventTime){ TRUE, TRUE, day, "", day };
    }
  /* For the words; whoever adds it gives it its own. */
  if (!task->due.is_date && task->due.is_set)
    task->due.at = loft_wall_to_instant (task->due.wall, self->clock->zone);
  return task;
}

static void
update (LoftTaskAdder *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (LoftTask) task = *text != '\0' && self->list != NULL ? read_task (self) : NULL;
  g_autofree char *taken =
    task != NULL ? loft_task_text_taken (task, self->clock, self->list) : NULL;

  if (taken != NULL)
    gtk_label_set_text (self->taken, taken);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), taken != NULL);
}

LoftTask *
loft_task_adder_take (LoftTaskAdder *self)
{
  g_autoptr (LoftTask) task = read_task (self);

  if (*task->summary == '\0' || self->list == NULL)
    return NULL;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  return g_steal_pointer (&task);
}

void
loft_task_adder_set_list (LoftTaskAdder *self, const char *list, gboolean today)
{
  g_free (self->list);
  self->list = g_strdup (list);
  self->today = today;
  gtk_widget_set_visible (self->box, list != NULL);
  update (self);
}

static void
on_activate (LoftTaskAdder *self)
{
  g_signal_emit (self, added_signal, 0);
}

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (LOFT_TASK_ADDER (widget)->entry);
}

static void
loft_task_adder_dispose (GObject *object)
{
  g_clear_pointer (&LOFT_TASK_ADDER (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_task_adder_parent_class)->dispose (object);
}

static void
loft_task_adder_finalize (GObject *object)
{
  g_free (LOFT_TASK_ADDER (object)->list);
  G_OBJECT_CLASS (loft_task_adder_parent_class)->finalize (object);
}

static void
loft_task_adder_class_init (LoftTaskAdderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_task_adder_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_task_adder_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = grab_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  added_signal = g_signal_new ("added", LOFT_TYPE_TASK_ADDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
loft_task_adder_init (LoftTaskAdder *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->entry = gtk_entry_new ();
  self->revealer = gtk_revealer_new ();
  self->taken = GTK_LABEL (gtk_label_new (NULL));
  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_PRIMARY,
                                     "list-add-symbolic");
  /* Translators: what can be typed to make a task in one line. */
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("Add a task: “Pay rent Fri !”"));
  gtk_entry_set_max_length (GTK_ENTRY (self->entry), 1000);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Add a task"), -1);
  g_object_set (self->taken, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->taken), "task-taken");
  gtk_widget_add_css_class (self->box, "task-adder");
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), GTK_WIDGET (self->taken));
  gtk_box_append (GTK_BOX (self->box), self->entry);
  gtk_box_append (GTK_BOX (self->box), self->revealer);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_activate), self);
}

GtkWidget *
loft_task_adder_new (const LoftTaskClock *clock)
{
  LoftTaskAdder *self = g_object_new (LOFT_TYPE_TASK_ADDER, NULL);

  self->clock = clock;
  return GTK_WIDGET (self);
}
