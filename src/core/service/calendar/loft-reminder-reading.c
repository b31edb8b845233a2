/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reminder-reading.h"

#include "loft-ical-reminders.h"
#include "loft-mail-reader-private.h"
#include "loft-reminding-store.h"
#include "loft-resource-ingest.h"
#include "loft-resource-store.h"

#define DAY             ((gint64) 24 * 60 * 60)
#define MOST_OF_ONE     500
#define MOST_IN_ACCOUNT 20000
#define KEPT_AHEAD      (2 * DAY) /* beyond what is asked for: then the next look finds it here */

/* What one text reminds of between the times that self has. */
typedef struct {
  char *version;
  GPtrArray *reminders; /* of LoftReminder */
} Known;

struct _LoftReminderReading {
  char *account_id;
  char *zone; /* name of the reader's, then */
  gint64 from;
  gint64 to;
  GHashTable *known; /* resource id -> Known */
};

static void
known_free (gpointer data)
{
  Known *known = data;

  g_free (known->version);
  g_ptr_array_unref (known->reminders);
  g_free (known);
}

LoftReminderReading *
loft_reminder_reading_new (const char *account_id)
{
  LoftReminderReading *self = g_new0 (LoftReminderReading, 1);

  self->account_id = g_strdup (account_id);
  self->zone = g_strdup ("");
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, known_free);
  return self;
}

void
loft_reminder_reading_free (LoftReminderReading *self)
{
  g_hash_table_unref (self->known);
  g_free (self->account_id);
  g_free (self->zone);
  g_free (self);
}

/* What is known is of other times or of another wall: all texts are read again. */
static void
prepare (LoftReminderReading *self, gint64 from, gint64 to, GTimeZone *zone)
{
  const char *name = g_time_zone_get_identifier (zone);

  if (from >= self->from && to <= self->to && g_str_equal (name, self->zone))
    return;
  g_hash_table_remove_all (self->known);
  self->from = from - DAY;
  self->to = to + KEPT_AHEAD;
  g_free (self->zone);
  self->zone = g_strdup (name);
}

/* What cannot be read any more does not remind. */
static GPtrArray *
read_one (LoftReminderReading *self, LoftMailStore *store, const LoftRemindingResource *resource,
          GTimeZone *zone, const char *const *own_addresses)
{
  GPtrArray *reminders = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_reminder_unref);
  g_autoptr (LoftResource) text = loft_resource_store_get (store, resource->resource_id, NULL);
  g_autoptr (LoftIcalObject) object = text != NULL ? loft_ical_object_read (text->raw, NULL) : NULL;

  if (object != NULL)
    loft_ical_reminders_list (object, self->from, self->to, zone, own_addresses, MOST_OF_ONE,
                              reminders);
  for (guint i = 0; i < reminders->len; i++)
    {
      LoftReminder *reminder = g_ptr_array_index (reminders, i);

      reminder->resource_id = resource->resource_id;
      reminder->folder_id = resource->folder_id;
      g_free (reminder->account_id);
      reminder->account_id = g_strdup (self->account_id);
    }
  return reminders;
}

static Known *
look_up (LoftReminderReading *self, LoftMailStore *store, const LoftRemindingResource *resource,
         GTimeZone *zone, const char *const *own_addresses)
{
  Known *known = g_hash_table_lookup (self->known, &resource->resource_id);

  if (known != NULL && g_str_equal (known->version, resource->version))
    return known;
  known = g_new0 (Known, 1);
  known->version = g_strdup (resource->version);
  known->reminders = read_one (self, store, resource, zone, own_addresses);
  g_hash_table_replace (self->known, g_memdup2 (&resource->resource_id, sizeof (gint64)), known);
  return known;
}

static void
take (const Known *known, gint64 from, gint64 to, GPtrArray *into)
{
  for (guint i = 0; i < known->reminders->len && into->len < MOST_IN_ACCOUNT; i++)
    {
      LoftReminder *reminder = g_ptr_array_index (known->reminders, i);

      if (reminder->due >= from && reminder->due < to)
        g_ptr_array_add (into, loft_reminder_ref (reminder));
    }
}

GPtrArray *
loft_reminder_reading_list (LoftReminderReading *self, LoftMailReader *reader, gint64 from,
                            gint64 to, GTimeZone *zone, GCancellable *cancellable, GError **error)
{
  LoftMailStore *store = loft_mail_reader_current_store (reader)->mail;
  /* An alarm may be due after its event: alarms of tasks and events of the last days. */
  g_autoptr (GPtrArray) resources = loft_reminding_store_list (store, from - 30 * DAY, error);
  g_autoptr (GPtrArray) reminders =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_reminder_unref);
  g_autofree char *words = NULL;
  g_auto (GStrv) own_addresses = NULL;

  if (resources == NULL || !loft_mail_store_get_word (store, LOFT_OWN_ADDRESSES, &words, error))
    return NULL;
  own_addresses = g_strsplit (words, "\n", -1);
  prepare (self, from, to, zone);
  for (guint i = 0; i < resources->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      take (look_up (self, store, g_ptr_array_index (resources, i), zone,
                     (const char *const *) own_addresses),
            from, to, reminders);
    }
  return g_steal_pointer (&reminders);
}
