/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-eas-event-reading-private.h"
#include "loft-eas-refusal.h"

/* A link that the server gave is not ours to send. */
static gboolean
is_of_server (LoftContentComponent *vevent, const char *link)
{
  static const guint tags[] = { LOFT_EAS_CALENDAR_ONLINE_MEETING_EXTERNAL_LINK,
                                LOFT_EAS_CALENDAR_ONLINE_MEETING_CONF_LINK };

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      g_autofree char *mark = NULL;
      g_autoptr (LoftWbxmlElement) kept = loft_eas_kept_find (vevent, tags[i], &mark);

      if (kept != NULL && kept->text != NULL && strcmp (kept->text, link) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
check_links (LoftEasReading *self, LoftContentComponent *vevent, GError **error)
{
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (vevent, &position, "CONFERENCE")) !=
         NULL)
    {
      const char *link = loft_content_property_get_value (property);

      if (!is_of_server (vevent, link) && !is_of_server (self->master, link))
        return loft_eas_leave_out (
          self->wall.how,
          "Exchange has no field for the link of an online meeting; it can "
          "stand in the description",
          error);
    }
  return TRUE;
}

static guint
count (LoftContentComponent *vevent, const char *name)
{
  guint position = 0;
  guint n = 0;

  while (loft_content_component_next_property (vevent, &position, name) != NULL)
    n++;
  return n;
}

static gboolean
check_range (LoftContentComponent *vevent, GError **error)
{
  LoftContentProperty *id = loft_content_component_get_property (vevent, "RECURRENCE-ID");
  g_autofree char *range = id != NULL ? loft_content_property_dup_parameter (id, "RANGE") : NULL;

  return range == NULL ||
         loft_eas_refuse (error,
                          "Exchange cannot change an occurrence and all after it at once (RANGE)");
}

/* (nullable) Why an attachment has no place. */
static const char *
find_obstacle (LoftEasReading *self, LoftContentComponent *vevent, LoftContentProperty *attach)
{
  if (self->wall.how->version < LOFT_EAS_FIRST_16)
    return "Attachments of events cannot be sent to Exchange before version 16.0";
  if (!loft_eas_event_is_file (attach))
    return "Exchange has no field for a link that is attached to an event; it can stand in the "
           "description";
  if (vevent != self->master && !loft_eas_event_is_servers_file (attach))
    return "Exchange takes files of a whole series, not of single occurrences";
  return NULL;
}

static gboolean
check_attachments (LoftEasReading *self, LoftContentComponent *vevent, GError **error)
{
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (vevent, &position, "ATTACH")) != NULL)
    {
      const char *obstacle = find_obstacle (self, vevent, property);

      if (obstacle != NULL && !loft_eas_leave_out (self->wall.how, obstacle, error))
        return FALSE;
    }
  return TRUE;
}

/* What would be lost without a word, and matters: days that the event would not be on, or more; what it is
 * complete without is left out. */
gboolean
loft_eas_reading_check (LoftEasReading *self, LoftContentComponent *vevent, GError **error)
{
  static const struct {
    const char *name;
    gboolean is_vital;
    const char *sentence;
  } without_place[] = {
    { "RDATE", TRUE, "Exchange cannot repeat an event on single further days (RDATE)" },
    { "EXRULE", TRUE, "Exchange cannot leave out days by a rule (EXRULE)" },
    { "URL", FALSE,
      "Exchange has no field for the web address of an event; it can stand in the description" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (without_place); i++)
    if (count (vevent, without_place[i].name) > 0 &&
        !(without_place[i].is_vital
            ? loft_eas_refuse (error, without_place[i].sentence)
            : loft_eas_leave_out (self->wall.how, without_place[i].sentence, error)))
      return FALSE;
  if (count (vevent, "RRULE") > 1)
    return loft_eas_refuse (error, "Exchange cannot repeat an event by several rules");
  return check_range (vevent, error) && check_links (self, vevent, error) &&
         check_attachments (self, vevent, error);
}
