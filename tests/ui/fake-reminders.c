/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-reminders.h"

/* What is due of a pretended service: what a test puts there. */

struct _LoftReminders {
  GObject parent;

  GPtrArray *items;
  guint n_over;
  gint64 until;
};

enum { DUE, OVER, N_SIGNALS };

static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftReminders, loft_reminders, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return LOFT_TYPE_REMINDER_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return LOFT_REMINDERS (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *items = LOFT_REMINDERS (model)->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

LoftReminders *
loft_service_get_reminders (LoftService *service)
{
  LoftReminders *self = g_object_get_data (G_OBJECT (service), "fake-reminders");

  if (self != NULL)
    return self;
  self = g_object_new (LOFT_TYPE_REMINDERS, NULL);
  g_object_set_data_full (G_OBJECT (service), "fake-reminders", self, g_object_unref);
  return self;
}

void
loft_reminders_start (LoftReminders *self)
{
}

void
loft_reminders_tell (LoftReminders *self, LoftReminderItem *item)
{
}

static void
drop (LoftReminders *self, LoftReminderItem *item)
{
  g_autoptr (LoftReminderItem) held = g_object_ref (item);
  guint position = 0;

  if (!g_ptr_array_find (self->items, item, &position))
    return;
  self->n_over++;
  g_ptr_array_remove_index (self->items, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  g_signal_emit (self, signals[OVER], 0, held);
}

void
loft_reminders_snooze (LoftReminders *self, LoftReminderItem *item, gint64 until)
{
  self->until = until;
  drop (self, item);
}

void
loft_reminders_dismiss (LoftReminders *self, LoftReminderItem *item)
{
  drop (self, item);
}

LoftReminderItem *
loft_reminders_find (LoftReminders *self, const char *key)
{
  for (guint i = 0; i < self->items->len; i++)
    if (g_str_equal (loft_reminder_item_get_key (g_ptr_array_index (self->items, i)), key))
      return g_ptr_array_index (self->items, i);
  return NULL;
}

gboolean
loft_reminders_is_silent (LoftMailAccount *account, gint64 folder_id)
{
  return FALSE;
}

gboolean
loft_reminders_set_silent (LoftMailAccount *account, gint64 folder_id, gboolean silent,
                           GError **error)
{
  return TRUE;
}

/* ---- for tests ---------------------------------------------------------------------------- */

static void
set_text (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

LoftReminderItem *
fake_reminders_add (LoftReminders *self, const char *summary, const char *location,
                    const char *join, gint64 start, gboolean all_day)
{
  g_autoptr (LoftReminder) reminder = loft_reminder_new ();
  LoftReminderItem *item;

  reminder->has_time = start != 0;
  reminder->kind = start != 0 ? LOFT_FOLDER_KIND_EVENTS : LOFT_FOLDER_KIND_TASKS;
  reminder->start = start != 0 ? g_get_real_time () / G_USEC_PER_SEC + start : 0;
  reminder->end = reminder->start + 3600;
  reminder->all_day = all_day;
  set_text (&reminder->uid, summary);
  set_text (&reminder->summary, summary);
  set_text (&reminder->location, location);
  set_text (&reminder->join, join);
  item = loft_reminder_item_new (reminder);
  g_ptr_array_add (self->items, item);
  g_list_model_items_changed (G_LIST_MODEL (self), self->items->len - 1, 0, 1);
  g_signal_emit (self, signals[DUE], 0, item, FALSE);
  return item;
}

guint
fake_reminders_get_n_over (LoftReminders *self)
{
  return self->n_over;
}

gint64
fake_reminders_get_until (LoftReminders *self)
{
  return self->until;
}

/* ------------------------------------------------------------------------------------------- */

static void
loft_reminders_finalize (GObject *object)
{
  g_ptr_array_unref (LOFT_REMINDERS (object)->items);
  G_OBJECT_CLASS (loft_reminders_parent_class)->finalize (object);
}

static void
loft_reminders_class_init (LoftRemindersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_reminders_finalize;
  signals[DUE] = g_signal_new ("due", LOFT_TYPE_REMINDERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 2, LOFT_TYPE_REMINDER_ITEM, G_TYPE_BOOLEAN);
  signals[OVER] = g_signal_new ("over", LOFT_TYPE_REMINDERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, LOFT_TYPE_REMINDER_ITEM);
}

static void
loft_reminders_init (LoftReminders *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}
