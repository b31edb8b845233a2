/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-event-store-private.h"

#include "loft-mail-store-private.h"

#define LONGEST 3456000 /* seconds, also in the schema: the few that are longer have an index */

/* event.facts */
#define FACT_ALL_DAY     (1 << 0)
#define FACT_WALL        (1 << 1)
#define FACT_TRANSPARENT (1 << 2)
#define FACT_RECURRING   (1 << 3)
#define FACT_ALARM       LOFT_EVENT_FACT_ALARM
#define FACT_ATTENDEES   (1 << 5)
#define FACT_ORGANIZER   (1 << 6)
#define STATUS_SHIFT     8
#define CLASS_SHIFT      12
#define PARTSTAT_SHIFT   16

static gint64
pack_facts (const LoftOccurrence *self)
{
  return (self->all_day ? FACT_ALL_DAY : 0) | (self->is_wall ? FACT_WALL : 0) |
         (self->is_transparent ? FACT_TRANSPARENT : 0) |
         (self->is_recurring ? FACT_RECURRING : 0) | (self->has_alarm ? FACT_ALARM : 0) |
         (self->has_attendees ? FACT_ATTENDEES : 0) | (self->is_organizer ? FACT_ORGANIZER : 0) |
         (gint64) self->status << STATUS_SHIFT | (gint64) self->class << CLASS_SHIFT |
         (gint64) self->partstat << PARTSTAT_SHIFT;
}

static void
unpack_facts (LoftOccurrence *self, gint64 facts)
{
  self->all_day = (facts & FACT_ALL_DAY) != 0;
  self->is_wall = (facts & FACT_WALL) != 0;
  self->is_transparent = (facts & FACT_TRANSPARENT) != 0;
  self->is_recurring = (facts & FACT_RECURRING) != 0;
  self->has_alarm = (facts & FACT_ALARM) != 0;
  self->has_attendees = (facts & FACT_ATTENDEES) != 0;
  self->is_organizer = (facts & FACT_ORGANIZER) != 0;
  self->status = (LoftEventStatus) (facts >> STATUS_SHIFT & 0xf);
  self->class = (LoftClass) (facts >> CLASS_SHIFT & 0xf);
  self->partstat = (LoftPartstat) (facts >> PARTSTAT_SHIFT & 0xf);
}

/* ---- writing ------------------------------------------------------------------------------ */

static gboolean
looks_alike (const LoftOccurrence *a, const LoftOccurrence *b)
{
  return pack_facts (a) == pack_facts (b) && g_str_equal (a->zone, b->zone) &&
         g_str_equal (a->summary, b->summary) && g_str_equal (a->location, b->location) &&
         g_str_equal (a->join, b->join) && g_str_equal (a->color, b->color) &&
         g_str_equal (a->categories, b->categories);
}

static gboolean
insert_event (LoftDatabase *database, gint64 resource_id, const LoftOccurrence *self,
              gint64 *event_id, GError **error)
{
  if (!loft_database_run (database, error,
                          "INSERT INTO event (resource_id, facts, zone, summary, location, meeting,"
                          " color, categories) VALUES (?,?,?,?,?,?,?,?)",
                          "iissssss", resource_id, pack_facts (self), self->zone, self->summary,
                          self->location, self->join, self->color, self->categories))
    return FALSE;
  *event_id = loft_database_last_id (database);
  return TRUE;
}

/* Exceptions stand between the others of their series: the last few that looked different are kept. */
typedef struct {
  const LoftOccurrence *like;
  gint64 event_id;
} KnownEvent;

static gboolean
find_event (LoftDatabase *database, gint64 resource_id, const LoftOccurrence *occurrence,
            GArray *known, gint64 *event_id, GError **error)
{
  KnownEvent event = { occurrence, 0 };

  for (guint i = 0; i < MIN (known->len, 8); i++)
    {
      KnownEvent *before = &g_array_index (known, KnownEvent, i);

      if (looks_alike (before->like, occurrence))
        {
          *event_id = before->event_id;
          return TRUE;
        }
    }
  if (!insert_event (database, resource_id, occurrence, &event.event_id, error))
    return FALSE;
  *event_id = event.event_id;
  g_array_append_val (known, event);
  return TRUE;
}

gboolean
loft_event_store_replace (LoftMailStore *store, gint64 resource_id, GPtrArray *occurrences,
                          GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (GArray) known = g_array_new (FALSE, FALSE, sizeof (KnownEvent));

  if (!loft_database_run (database, error, "DELETE FROM event WHERE resource_id = ?", "i",
                          resource_id))
    return FALSE;
  for (guint i = 0; occurrences != NULL && i < occurrences->len; i++)
    {
      LoftOccurrence *occurrence = g_ptr_array_index (occurrences, i);
      gint64 event_id = 0;

      if (!find_event (database, resource_id, occurrence, known, &event_id, error) ||
          !loft_database_run (database, error,
                              "INSERT INTO occurrence (event_id, begins, ends, recurrence_id)"
                              " VALUES (?,?,?,?)",
                              "iiis", event_id, occurrence->start, occurrence->end,
                              occurrence->recurrence_id))
        return FALSE;
    }
  return TRUE;
}

/* ---- reading ------------------------------------------------------------------------------ */

#define SELECT_OCCURRENCES                                                                         \
  "SELECT e.resource_id, r.folder_id, r.uid, o.recurrence_id, o.begins, o.ends, e.facts, e.zone,"  \
  " e.summary, e.location, e.meeting, e.color, e.categories"                                       \
  " FROM occurrence o JOIN event e ON e.id = o.event_id JOIN resource r ON r.id = e.resource_id"   \
  " JOIN folder f ON f.id = r.folder_id WHERE NOT r.removed AND NOT f.waits & 4 AND "

static LoftOccurrence *
occurrence_from_row (sqlite3_stmt *row)
{
  LoftOccurrence *self = g_new0 (LoftOccurrence, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->resource_id = sqlite3_column_int64 (row, 0);
  self->folder_id = sqlite3_column_int64 (row, 1);
  self->uid = loft_database_column_text (row, 2);
  self->recurrence_id = loft_database_column_text (row, 3);
  self->start = sqlite3_column_int64 (row, 4);
  self->end = sqlite3_column_int64 (row, 5);
  unpack_facts (self, sqlite3_column_int64 (row, 6));
  self->zone = g_intern_string ((const char *) sqlite3_column_text (row, 7));
  self->summary = loft_database_column_text (row, 8);
  self->location = loft_database_column_text (row, 9);
  self->join = loft_database_column_text (row, 10);
  self->color = loft_database_column_text (row, 11);
  self->categories = loft_database_column_text (row, 12);
  return self;
}

static gboolean
collect (LoftDatabase *database, sqlite3_stmt *statement, const LoftEventRange *range,
         GPtrArray *occurrences, GError **error)
{
  gboolean row = TRUE;

  while (row)
    {
      g_autoptr (LoftOccurrence) occurrence = NULL;
      gint64 from;
      gint64 to;

      if (!loft_database_step (database, statement, &row, error))
        return FALSE;
      if (!row)
        break;
      occurrence = occurrence_from_row (statement);
      from = range == NULL ? G_MININT64 : occurrence->is_wall ? range->wall_from : range->from;
      to = range == NULL ? G_MAXINT64 : occurrence->is_wall ? range->wall_to : range->to;
      if (occurrence->start < to &&
          (occurrence->end > from || (occurrence->end == occurrence->start && from <= occurrence->end)))
        g_ptr_array_add (occurrences, g_steal_pointer (&occurrence));
    }
  return TRUE;
}

GPtrArray *
loft_event_store_list (LoftMailStore *store, const LoftEventRange *range, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (GPtrArray) occurrences =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);
  gint64 from = MIN (range->from, range->wall_from);
  gint64 to = MAX (range->to, range->wall_to);

  if (!collect (database,
                loft_database_query (database,
                                     SELECT_OCCURRENCES
                                     "f.shown AND o.begins >= ?1 - ?3 AND o.begins < ?2"
                                     " AND o.ends >= ?1 AND o.ends - o.begins <= ?3",
                                     "iii", from, to, (gint64) LONGEST),
                range, occurrences, error) ||
      !collect (database,
                loft_database_query (database,
                                     SELECT_OCCURRENCES
                                     "f.shown AND o.ends - o.begins > 3456000 AND o.ends >= ?1"
                                     " AND o.begins < ?2",
                                     "ii", from, to),
                range, occurrences, error))
    return NULL;
  return g_steal_pointer (&occurrences);
}

GPtrArray *
loft_event_store_list_resource (LoftMailStore *store, gint64 resource_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (GPtrArray) occurrences =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);

  if (!collect (database,
                loft_database_query (database, SELECT_OCCURRENCES "r.id = ? ORDER BY o.begins", "i",
                                     resource_id),
                NULL, occurrences, error))
    return NULL;
  return g_steal_pointer (&occurrences);
}

GArray *
loft_event_store_list_incomplete (LoftMailStore *store, const LoftEventRange *range, GError **error)
{
  return loft_mail_store_collect_ids (
    store,
    loft_database_query (loft_mail_store_database (store),
                         "SELECT r.id FROM resource r JOIN folder f ON f.id = r.folder_id"
                         " WHERE ((r.until <> 0 AND r.until < ?1) OR (r.since <> 0 AND r.since > ?2))"
                         " AND f.shown AND NOT r.removed AND NOT f.waits & 4",
                         "ii", MAX (range->to, range->wall_to), MIN (range->from, range->wall_from)),
    error);
}
