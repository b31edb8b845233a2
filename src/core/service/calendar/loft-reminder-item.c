/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reminders.h"

struct _LoftReminderItem {
  GObject parent;

  LoftReminder *reminder;
  char *key;
};

G_DEFINE_FINAL_TYPE (LoftReminderItem, loft_reminder_item, G_TYPE_OBJECT)

const LoftReminder *
loft_reminder_item_get (LoftReminderItem *self)
{
  return self->reminder;
}

const char *
loft_reminder_item_get_key (LoftReminderItem *self)
{
  return self->key;
}

static void
loft_reminder_item_finalize (GObject *object)
{
  LoftReminderItem *self = LOFT_REMINDER_ITEM (object);

  loft_reminder_unref (self->reminder);
  g_free (self->key);
  G_OBJECT_CLASS (loft_reminder_item_parent_class)->finalize (object);
}

static void
loft_reminder_item_class_init (LoftReminderItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_reminder_item_finalize;
}

static void
loft_reminder_item_init (LoftReminderItem *self)
{
}

LoftReminderItem *
loft_reminder_item_new (const LoftReminder *reminder)
{
  LoftReminderItem *self = g_object_new (LOFT_TYPE_REMINDER_ITEM, NULL);

  self->reminder = loft_reminder_copy (reminder);
  self->key = loft_reminder_dup_key (reminder);
  return self;
}
