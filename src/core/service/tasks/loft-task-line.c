/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-task-line.h"

struct _LoftTaskLine {
  GObject parent;

  LoftTaskLineFacts facts; /* item: owned */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (LoftTaskLine, loft_task_line, G_TYPE_OBJECT)

const LoftTaskLineFacts *
loft_task_line_get (LoftTaskLine *self)
{
  return &self->facts;
}

static gboolean
is_equal (const LoftTaskLineFacts *a, const LoftTaskLineFacts *b)
{
  return a->item == b->item && a->group == b->group && a->depth == b->depth && a->n == b->n &&
         a->n_open == b->n_open && a->is_folded == b->is_folded;
}

void
loft_task_line_set (LoftTaskLine *self, const LoftTaskLineFacts *facts)
{
  LoftTaskItem *old = self->facts.item;

  if (is_equal (&self->facts, facts))
    return;
  self->facts = *facts;
  if (facts->item != NULL)
    g_object_ref (facts->item);
  g_clear_object (&old);
  g_signal_emit (self, changed_signal, 0);
}

static void
loft_task_line_finalize (GObject *object)
{
  g_clear_object (&LOFT_TASK_LINE (object)->facts.item);
  G_OBJECT_CLASS (loft_task_line_parent_class)->finalize (object);
}

static void
loft_task_line_class_init (LoftTaskLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_task_line_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
loft_task_line_init (LoftTaskLine *self)
{
}

LoftTaskLine *
loft_task_line_new (const LoftTaskLineFacts *facts)
{
  LoftTaskLine *self = g_object_new (LOFT_TYPE_TASK_LINE, NULL);

  self->facts = *facts;
  if (facts->item != NULL)
    g_object_ref (facts->item);
  return self;
}
