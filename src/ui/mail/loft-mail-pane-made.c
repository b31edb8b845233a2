/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "config.h"
#include "loft-message-link.h"

#include <glib/gi18n.h>

/* Above a message: the tasks that were made of it. */

/* What is said of them. */
typedef struct {
  guint n;
  guint n_open;
  LoftTaskItem *first; /* (owned) (nullable) of the open ones, where there are some */
} Made;

static void
made_clear (Made *made)
{
  g_clear_object (&made->first);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Made, made_clear)

static gboolean
is_open (const LoftTask *task)
{
  return task->status != LOFT_TASK_COMPLETED && task->status != LOFT_TASK_CANCELLED;
}

static gboolean
is_made_of (const LoftTask *task, const char *message_id)
{
  g_autofree char *linked = *task->url != '\0' ? loft_message_link_read (task->url) : NULL;

  return linked != NULL && g_str_equal (linked, message_id);
}

static void
take (Made *made, LoftTaskItem *item)
{
  gboolean open = is_open (loft_task_item_get (item));

  if (made->first == NULL || (open && made->n_open == 0))
    g_set_object (&made->first, item);
  made->n++;
  made->n_open += open;
}

static void
find (LoftMailPane *self, const char *message_id, Made *made)
{
  GListModel *tasks = loft_task_actions_get_tasks (loft_service_get_tasks (self->service));
  guint n = g_list_model_get_n_items (tasks);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftTaskItem) item = g_list_model_get_item (tasks, i);

      if (is_made_of (loft_task_item_get (item), message_id))
        take (made, item);
    }
}

/* (transfer full) (nullable) */
static char *
describe (const Made *made)
{
  const LoftTask *task = made->first != NULL ? loft_task_item_get (made->first) : NULL;
  const char *summary = task != NULL && *task->summary != '\0' ? task->summary : _ ("Untitled");

  if (made->n == 0)
    return NULL;
  if (made->n > 1)
    return g_strdup_printf (ngettext ("%u task was made of this message",
                                      "%u tasks were made of this message", made->n),
                            made->n);
  return g_strdup_printf (made->n_open > 0 ? _ ("A task was made of this message: %s")
                                           : _ ("The task made of this message is done: %s"),
                          summary);
}

static void
show (LoftMailPane *self)
{
  g_auto (Made) made = { 0 };
  g_autofree char *text = NULL;

  if (self->made_of != NULL)
    find (self, self->made_of, &made);
  text = describe (&made);
  g_free (self->made_uid);
  self->made_uid = made.first != NULL ? g_strdup (loft_task_item_get (made.first)->uid) : NULL;
  loft_banner_set (self->made_banner, text, _ ("Show Task"));
}

void
loft_mail_pane_on_made_clicked (LoftMailPane *self)
{
  if (self->made_uid != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-task", "s", self->made_uid);
}

/* All tasks are looked at only when another message is open, or they changed. */
void
loft_mail_pane_update_made (LoftMailPane *self)
{
  LoftMessageBody *body = loft_message_view_get_body (self->message);
  const char *message_id = body != NULL && self->service != NULL &&
                               loft_service_get_tasks (self->service) != NULL &&
                               *body->message->message_id != '\0'
                             ? body->message->message_id
                             : NULL;

  if (g_strcmp0 (self->made_of, message_id) == 0)
    return;
  g_free (self->made_of);
  self->made_of = g_strdup (message_id);
  show (self);
}

void
loft_mail_pane_follow_made (LoftMailPane *self)
{
  LoftTaskActions *tasks = loft_service_get_tasks (self->service);

  if (tasks != NULL)
    g_signal_connect_object (loft_task_actions_get_tasks (tasks), "items-changed",
                             G_CALLBACK (show), self, G_CONNECT_SWAPPED);
}
