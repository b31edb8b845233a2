/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-event-reading.h"

#include "loft-event-store.h"
#include "loft-ical-object.h"
#include "loft-mail-reader-private.h"
#include "loft-resource-ingest.h"
#include "loft-resource-store.h"

#define DAY       86400
#define MOST_MADE 2000 /* occurrences of one event in one range */

static gint64
to_wall (GTimeZone *zone, gint64 at)
{
  gint interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, at);

  return at + g_time_zone_get_offset (zone, interval);
}

static gboolean
overlaps (const LoftOccurrence *self, const LoftEventRange *range)
{
  gint64 from = self->is_wall ? range->wall_from : range->from;
  gint64 to = self->is_wall ? range->wall_to : range->to;

  return self->start < to &&
         (self->end > from || (self->end == self->start && self->start >= from));
}

static void
take (GPtrArray *into, GPtrArray *made, const LoftResource *resource, const LoftEventRange *range)
{
  for (guint i = 0; i < made->len; i++)
    {
      LoftOccurrence *occurrence = g_ptr_array_index (made, i);

      if (!overlaps (occurrence, range))
        continue;
      occurrence->resource_id = resource->id;
      occurrence->folder_id = resource->folder_id;
      g_ptr_array_add (into, loft_occurrence_ref (occurrence));
    }
}

/* What cannot be read any more is left out, as in the store. */
static void
make (LoftMailStore *store, gint64 resource_id, const LoftEventRange *range, GPtrArray *into)
{
  g_autofree char *words = NULL;
  g_auto (GStrv) own = NULL;
  g_autoptr (LoftResource) resource = loft_resource_store_get (store, resource_id, NULL);
  g_autoptr (LoftIcalObject) object =
    resource != NULL ? loft_ical_object_read (resource->raw, NULL) : NULL;
  g_autoptr (GPtrArray) made =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);

  if (object == NULL || !loft_mail_store_get_word (store, LOFT_OWN_ADDRESSES, &words, NULL))
    return;
  own = g_strsplit (words, "\n", -1);
  loft_ical_object_expand (object, range->from - DAY, range->to + DAY, MOST_MADE,
                           (const char *const *) own, made);
  take (into, made, resource, range);
}

static void
drop (GPtrArray *occurrences, GHashTable *resources)
{
  for (guint i = occurrences->len; i > 0; i--)
    {
      LoftOccurrence *occurrence = g_ptr_array_index (occurrences, i - 1);

      if (g_hash_table_contains (resources, &occurrence->resource_id))
        g_ptr_array_remove_index_fast (occurrences, i - 1);
    }
}

GPtrArray *
loft_event_reading_list (LoftMailReader *reader, gint64 from, gint64 to, GTimeZone *zone,
                         GCancellable *cancellable, GError **error)
{
  LoftMailStore *store = loft_mail_reader_current_store (reader)->mail;
  LoftEventRange range = { from, to, to_wall (zone, from), to_wall (zone, to) };
  g_autoptr (GPtrArray) occurrences = loft_event_store_list (store, &range, error);
  g_autoptr (GArray) incomplete =
    occurrences != NULL ? loft_event_store_list_incomplete (store, &range, error) : NULL;
  g_autoptr (GHashTable) resources = g_hash_table_new (g_int64_hash, g_int64_equal);

  if (incomplete == NULL)
    return NULL;
  for (guint i = 0; i < incomplete->len; i++)
    g_hash_table_add (resources, &g_array_index (incomplete, gint64, i));
  if (incomplete->len > 0)
    drop (occurrences, resources);
  for (guint i = 0; i < incomplete->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      make (store, g_array_index (incomplete, gint64, i), &range, occurrences);
    }
  return g_steal_pointer (&occurrences);
}

GPtrArray *
loft_event_reading_list_resource (LoftMailReader *reader, gint64 resource_id, GError **error)
{
  return loft_event_store_list_resource (loft_mail_reader_current_store (reader)->mail, resource_id,
                                         error);
}

/* (transfer full) as LoftOccurrence has it. */
static char *
format_recurrence_id (const LoftEventTime *time)
{
  g_autoptr (GDateTime) at =
    g_date_time_new_from_unix_utc (loft_event_time_is_instant (time) ? time->at : time->wall);

  if (!time->is_set || at == NULL)
    return g_strdup ("");
  if (time->is_date)
    return g_date_time_format (at, "%Y%m%d");
  return g_date_time_format (at, loft_event_time_is_instant (time) ? "%Y%m%dT%H%M%SZ"
                                                                   : "%Y%m%dT%H%M%S");
}

LoftEvent *
loft_event_reading_find (GBytes *raw, const char *recurrence_id, GError **error)
{
  g_autoptr (LoftIcalObject) object = loft_ical_object_read (raw, error);
  GPtrArray *events = object != NULL ? loft_ical_object_get_events (object) : NULL;

  if (events == NULL)
    return NULL;
  for (guint i = 0; i < events->len; i++)
    {
      LoftEvent *event = g_ptr_array_index (events, i);
      g_autofree char *id = format_recurrence_id (&event->recurrence_id);

      if (g_str_equal (id, recurrence_id))
        return loft_event_ref (event);
    }
  if (events->len > 0)
    return loft_event_ref (g_ptr_array_index (events, 0));
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "There is no event in it");
  return NULL;
}
