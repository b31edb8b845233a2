/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-resource-ingest.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-ical-object.h"
#include "loft-ical-zone.h"
#include "loft-vcard-object.h"

#define ZONES           "zones" /* a word of the store: edition of the time zone database */
#define YEAR            (365 * 86400)
#define KEPT_BEFORE     YEAR
#define KEPT_AFTER      (2 * YEAR)
#define WANTED_AFTER    (YEAR + YEAR / 2)
#define MADE_BEFORE     (30 * 86400)
#define MOST_KEPT       800 /* occurrences of one resource; a view makes the others when it is there */
#define SHORT_AT_A_TIME 100

struct _LoftIngestedResource {
  LoftResourceFacts facts;
  LoftIcalObject *object; /* (owned) (nullable) */
  LoftContact *contact; /* (owned) (nullable) */
  char *problem; /* (owned) (nullable) */
};

/* ---- events and tasks --------------------------------------------------------------------- */

static const char *
name_of_object (LoftIcalObject *object)
{
  GPtrArray *events = loft_ical_object_get_events (object);
  GPtrArray *tasks = loft_ical_object_get_tasks (object);

  if (events->len > 0)
    return ((LoftEvent *) g_ptr_array_index (events, 0))->summary;
  return tasks->len > 0 ? ((LoftTask *) g_ptr_array_index (tasks, 0))->summary : "";
}

static gint64
modified_of_object (LoftIcalObject *object)
{
  GPtrArray *events = loft_ical_object_get_events (object);
  GPtrArray *tasks = loft_ical_object_get_tasks (object);
  gint64 modified = 0;

  for (guint i = 0; i < events->len; i++)
    modified = MAX (modified, ((LoftEvent *) g_ptr_array_index (events, i))->modified);
  for (guint i = 0; i < tasks->len; i++)
    modified = MAX (modified, ((LoftTask *) g_ptr_array_index (tasks, i))->modified);
  return modified;
}

/* A year of the past and two to come of what goes on and on; all of what has few occurrences. */
static void
expand (LoftIngestedResource *self, const char *own_addresses, gint64 now)
{
  g_auto (GStrv) own = g_strsplit (own_addresses, "\n", -1);
  GPtrArray *occurrences = self->facts.occurrences;
  gint64 first = 0;
  gint64 last = 0;

  loft_ical_object_get_bounds (self->object, &first, &last);
  if (last - first <= KEPT_AFTER)
    {
      if (loft_ical_object_expand (self->object, first, G_MAXINT64, MOST_KEPT,
                                   (const char *const *) own, occurrences))
        return;
      g_ptr_array_set_size (occurrences, 0);
    }
  self->facts.since = first < now - KEPT_BEFORE ? now - KEPT_BEFORE : 0;
  self->facts.until = last > now + KEPT_AFTER ? now + KEPT_AFTER : 0;
  if (!loft_ical_object_expand (self->object, MAX (first, now - KEPT_BEFORE),
                                MIN (last, now + KEPT_AFTER), MOST_KEPT, (const char *const *) own,
                                occurrences))
    self->facts.until =
      occurrences->len > 0
        ? ((LoftOccurrence *) g_ptr_array_index (occurrences, occurrences->len - 1))->start
        : now - KEPT_BEFORE;
}

static gboolean
read_calendar (LoftIngestedResource *self, GBytes *raw, const char *own_addresses, gint64 now,
               GError **error)
{
  self->object = loft_ical_object_read (raw, error);
  if (self->object == NULL)
    return FALSE;
  self->facts.kind = loft_ical_object_get_kind (self->object);
  self->facts.uid = loft_ical_object_get_uid (self->object);
  self->facts.name = name_of_object (self->object);
  self->facts.problem = loft_ical_object_get_warning (self->object);
  self->facts.modified = modified_of_object (self->object);
  self->facts.occurrences = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);
  if (self->facts.kind == LOFT_FOLDER_KIND_EVENTS)
    expand (self, own_addresses, now);
  return TRUE;
}

/* ---- contacts ----------------------------------------------------------------------------- */

static gboolean
read_card (LoftIngestedResource *self, GBytes *raw, GError **error)
{
  self->contact = loft_vcard_read (raw, error);
  if (self->contact == NULL)
    return FALSE;
  self->facts.kind = LOFT_FOLDER_KIND_CONTACTS;
  self->facts.uid = self->contact->uid;
  self->facts.name = self->contact->name;
  self->facts.modified = self->contact->modified;
  return TRUE;
}

static gboolean
is_card (GBytes *raw)
{
  gsize size = 0;
  const char *bytes = g_bytes_get_data (raw, &size);

  while (size > 0 && (g_ascii_isspace (*bytes) || (guchar) *bytes >= 0x80))
    {
      bytes++;
      size--;
    }
  return size >= 11 && g_ascii_strncasecmp (bytes, "BEGIN:VCARD", 11) == 0;
}

/* ------------------------------------------------------------------------------------------- */

LoftIngestedResource *
loft_ingest_resource (GBytes *raw, const char *own_addresses, gint64 now)
{
  LoftIngestedResource *self = g_new0 (LoftIngestedResource, 1);
  g_autoptr (GError) failure = NULL;

  self->facts.uid = self->facts.name = self->facts.problem = "";
  self->facts.made = now;
  if (is_card (raw) ? read_card (self, raw, &failure)
                    : read_calendar (self, raw, own_addresses, now, &failure))
    return self;
  self->problem = g_strdup (failure->message);
  self->facts.problem = self->problem;
  return self;
}

void
loft_ingested_resource_free (LoftIngestedResource *self)
{
  g_clear_pointer (&self->facts.occurrences, g_ptr_array_unref);
  g_clear_pointer (&self->object, loft_ical_object_unref);
  g_clear_pointer (&self->contact, loft_contact_unref);
  g_free (self->problem);
  g_free (self);
}

const LoftResourceFacts *
loft_ingested_resource_get_facts (LoftIngestedResource *self)
{
  return &self->facts;
}

gboolean
loft_ingest_resource_again (LoftMailStore *store, gint64 resource_id, GBytes *raw, GError **error)
{
  g_autofree char *own_addresses = NULL;
  g_autoptr (LoftIngestedResource) ingested = NULL;

  if (!loft_mail_store_get_word (store, LOFT_OWN_ADDRESSES, &own_addresses, error))
    return FALSE;
  ingested = loft_ingest_resource (raw, own_addresses, loft_clock_now ());
  return loft_resource_store_set_facts (store, resource_id, &ingested->facts, error);
}

static gboolean
note (LoftMailStore *store, const char *own_addresses, const char *edition, GError **error)
{
  return loft_mail_store_set_word (store, LOFT_OWN_ADDRESSES, own_addresses, error) &&
         loft_mail_store_set_word (store, ZONES, edition, error) &&
         loft_resource_store_make_stale (store, LOFT_FOLDER_KIND_EVENTS, error);
}

gboolean
loft_ingest_knows_surroundings (LoftMailStore *store, const char *own_addresses, gboolean *known,
                                GError **error)
{
  g_autofree char *edition = loft_ical_zone_dup_edition ();
  g_autofree char *known_addresses = NULL;
  g_autofree char *known_edition = NULL;

  if (!loft_mail_store_get_word (store, LOFT_OWN_ADDRESSES, &known_addresses, error) ||
      !loft_mail_store_get_word (store, ZONES, &known_edition, error))
    return FALSE;
  *known = g_str_equal (known_addresses, own_addresses) && g_str_equal (known_edition, edition);
  return TRUE;
}

gboolean
loft_ingest_note_surroundings (LoftMailStore *store, const char *own_addresses, GError **error)
{
  g_autofree char *edition = loft_ical_zone_dup_edition ();
  gboolean known = FALSE;

  if (!loft_ingest_knows_surroundings (store, own_addresses, &known, error))
    return FALSE;
  if (known)
    return TRUE;
  if (!loft_mail_store_begin (store, error))
    return FALSE;
  if (note (store, own_addresses, edition, error))
    return loft_mail_store_commit (store, error);
  loft_mail_store_rollback (store);
  return FALSE;
}

static gboolean
lengthen (LoftMailStore *store, GArray *ids, GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (LoftResource) resource = loft_resource_store_get (store, id, error);

      if (resource == NULL || !loft_ingest_resource_again (store, id, resource->raw, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
loft_ingest_short_resources (LoftMailStore *store, gboolean *more, GError **error)
{
  gint64 now = loft_clock_now ();
  g_autoptr (GArray) ids =
    loft_resource_store_list_short (store, now + WANTED_AFTER, now - MADE_BEFORE, SHORT_AT_A_TIME,
                                    error);

  if (ids == NULL)
    return FALSE;
  *more = ids->len == SHORT_AT_A_TIME;
  if (ids->len == 0)
    return TRUE;
  if (!loft_mail_store_begin (store, error))
    return FALSE;
  if (lengthen (store, ids, error))
    return loft_mail_store_commit (store, error);
  loft_mail_store_rollback (store);
  return FALSE;
}
