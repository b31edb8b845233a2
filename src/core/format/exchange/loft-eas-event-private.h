/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-content-component.h"
#include "loft-eas-event.h"
#include "loft-exchange-rule.h"
#include "loft-ical-zone.h"

G_BEGIN_DECLS

#define LOFT_EAS_TIMEZONE_NAME "X-LOFT-EAS-TIMEZONE" /* the blob as it came */
#define LOFT_EAS_FIRST_16      160

/* Where the times of an event are read and written. */
typedef struct {
  const LoftEasMapping *how;
  char *tzid; /* "UTC" */
  LoftIcalZone *zone; /* what it means */
} LoftEasWall;

void loft_eas_wall_clear (LoftEasWall *self);

/* A day's midnight is UTC's from 16.0 on, before that the wall's. */
gint64 loft_eas_wall_get_midnight (const LoftEasWall *self, const LoftIcalTime *date);

/* The day that a moment means: midnight somewhere, else its day in UTC. */
LoftIcalTime loft_eas_wall_get_date (const LoftEasWall *self, gint64 at);

/* A property with a time in the words of the wall. */
LoftContentProperty *loft_eas_wall_make_time (const LoftEasWall *self, const char *name, gint64 at,
                                              gboolean is_date);

/* FALSE: it is no time. zones: TZID → LoftIcalZone, found in calendar and remembered. */
gboolean loft_eas_wall_read_time (const LoftEasWall *self, LoftContentProperty *property,
                                  const char *value, GHashTable *zones,
                                  LoftContentComponent *calendar, gint64 *at, gboolean *is_date);

/* (transfer full) (nullable) As loft_ical_zone_find (), quick for zones that events had before. */
LoftIcalZone *loft_eas_wall_find_zone (const char *tzid, LoftContentComponent *calendar);

/* (transfer full) Of a zone of the database, from the year before that moment on; quick as above. */
LoftContentComponent *loft_eas_wall_make_vtimezone (const LoftEasWall *self, gint64 from);

/* (transfer none) (nullable) */
LoftIcalZone *loft_eas_zone_find (GHashTable *zones, const char *tzid,
                                  LoftContentComponent *calendar);

/* Where a rule begins. utc: (borrowed) whose days are from 16.0 on. */
void loft_eas_rule_start_init (LoftExchangeRuleStart *start, const LoftEasWall *wall, gint64 at,
                               gboolean is_date, LoftIcalZone *utc);

/* (transfer full) Of what a rule is made: rule (nullable) and DTSTART as written. */
char *loft_eas_rule_dup_mark (const char *rule, const char *start);

/* What an event is, but for its times, rule and exceptions. From elements to properties: data is whole. */
void loft_eas_event_write_words (LoftContentComponent *vevent, const LoftWbxmlElement *data,
                                 const LoftEasMapping *how);
void loft_eas_event_write_body (LoftContentComponent *vevent, const LoftWbxmlElement *data,
                                gboolean with_html);
void loft_eas_event_write_people (LoftContentComponent *vevent, const LoftWbxmlElement *data,
                                  const LoftEasMapping *how);

void loft_eas_event_write_files (LoftContentComponent *vevent, const LoftWbxmlElement *data);

/* Whether an ATTACH holds a file, or names one that the server has; and whether that. */
gboolean loft_eas_event_is_file (LoftContentProperty *attach);
gboolean loft_eas_event_is_servers_file (LoftContentProperty *attach);

/* And back: the elements are added to data. Errors: LOFT_ERROR_REFUSED. */
gboolean loft_eas_event_add_words (LoftWbxmlElement *data, LoftContentComponent *vevent,
                                   const LoftEasMapping *how, GError **error);
void loft_eas_event_add_body (LoftWbxmlElement *data, LoftContentComponent *vevent);
void loft_eas_event_add_people (LoftWbxmlElement *data, LoftContentComponent *vevent,
                                const LoftEasMapping *how);

/* (transfer full) "" where there is no such property. Valid UTF-8. */
char *loft_eas_event_dup_text (LoftContentComponent *component, const char *name);

/* What has no place in iCalendar, or says more than what is made of the properties, is kept beside them:
 * X-LOFT-EAS-KEPT lines with the element and a mark of what was made of the properties then. As long as the
 * same is made of them, they were not changed, and the element holds. */

/* Keeps those elements of data that made, which was made of vevent, says otherwise. */
void loft_eas_kept_write (LoftContentComponent *vevent, const LoftWbxmlElement *data,
                          const LoftWbxmlElement *made);

/* Puts what was kept in the place of what is made of vevent. master: (nullable) the series that it is an
 * exception of; what vevent itself did not keep is from there. Not what servers alone may write. */
void loft_eas_kept_restore (LoftWbxmlElement *made, LoftContentComponent *vevent,
                            LoftContentComponent *master, guint version);

/* One by one. (transfer full) (nullable) find: with its mark, (transfer full). */
void loft_eas_kept_add (LoftContentComponent *vevent, const LoftWbxmlElement *element,
                        const char *mark);
LoftWbxmlElement *loft_eas_kept_find (LoftContentComponent *vevent, guint tag, char **mark);

/* (transfer full) Elements that after has, and before has not or not so; empty ones for what is gone.
 * allowed: (nullable) 0-terminated: no others. */
LoftWbxmlElement *loft_eas_event_diff (const LoftWbxmlElement *before,
                                       const LoftWbxmlElement *after, guint tag,
                                       const guint *allowed);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftEasWall, loft_eas_wall_clear)

G_END_DECLS
