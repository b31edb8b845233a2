/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Subject, place, text, categories and the like. */
#include <string.h>

#include "loft-eas-event-private.h"
#include "loft-eas-refusal.h"
#include "loft-html.h"
#include "loft-ical-time.h"
#include "loft-text.h"

#define MAX_TEXT ((gsize) 8 * 1024 * 1024)
#define DAY      (24 * 60 * 60)

/* A year: whatever is before that is no reminder. */
#define MAX_REMINDER (366 * 24 * 60)

/* BusyStatus (MS-ASCAL 2.2.2.9), and what Outlook writes for it (MS-OXCICAL 2.1.3.1.1.20.31). */
enum { FREE, TENTATIVE, BUSY, OUT_OF_OFFICE, ELSEWHERE };

static const char *const busy_words[] = { "FREE", "TENTATIVE", "BUSY", "OOF", "WORKINGELSEWHERE" };

/* Sensitivity (MS-ASCAL 2.2.2.41). */
enum { NORMAL, PERSONAL, PRIVATE, CONFIDENTIAL };

static const char *const class_words[] = { "PUBLIC", "PRIVATE", "PRIVATE", "CONFIDENTIAL" };

char *
loft_eas_event_dup_text (LoftContentComponent *component, const char *name)
{
  LoftContentProperty *property = loft_content_component_get_property (component, name);
  g_autofree char *text = property != NULL ? loft_content_property_dup_text (property) : NULL;

  return text != NULL ? loft_text_to_utf8 (text, -1) : g_strdup ("");
}

static void
set_text (LoftContentComponent *vevent, const char *name, const char *text)
{
  if (text != NULL && *text != '\0')
    loft_content_component_set_text (vevent, name, text);
}

static void
append_line (GString *place, const LoftWbxmlElement *location, guint tag)
{
  const char *text = loft_wbxml_element_get_text (location, tag);

  if (text != NULL && *text != '\0')
    g_string_append_printf (place, "%s%s", place->len > 0 ? ", " : "", text);
}

/* The name of a place, else its address. */
static void
write_location (LoftContentComponent *vevent, const LoftWbxmlElement *data)
{
  const LoftWbxmlElement *location = loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_LOCATION);
  g_autoptr (GString) place = g_string_new (NULL);

  set_text (vevent, "LOCATION", loft_wbxml_element_get_text (data, LOFT_EAS_CALENDAR_LOCATION));
  if (location == NULL)
    return;
  append_line (place, location, LOFT_EAS_AIRSYNCBASE_DISPLAY_NAME);
  if (place->len == 0)
    {
      append_line (place, location, LOFT_EAS_AIRSYNCBASE_STREET);
      append_line (place, location, LOFT_EAS_AIRSYNCBASE_POSTAL_CODE);
      append_line (place, location, LOFT_EAS_AIRSYNCBASE_CITY);
      append_line (place, location, LOFT_EAS_AIRSYNCBASE_STATE);
      append_line (place, location, LOFT_EAS_AIRSYNCBASE_COUNTRY);
    }
  set_text (vevent, "LOCATION", place->str);
}

static void
write_categories (LoftContentComponent *vevent, const LoftWbxmlElement *data)
{
  const LoftWbxmlElement *categories = loft_wbxml_element_find (data, LOFT_EAS_CALENDAR_CATEGORIES);
  g_autoptr (GString) value = g_string_new (NULL);
  guint n = categories != NULL ? loft_wbxml_element_get_n_children (categories) : 0;

  for (guint i = 0; i < n; i++)
    {
      const LoftWbxmlElement *one = loft_wbxml_element_get_child (categories, i);
      g_autofree char *escaped = NULL;

      if (one->tag != LOFT_EAS_CALENDAR_CATEGORY || one->text == NULL || *one->text == '\0')
        continue;
      escaped = loft_content_text_escape (one->text);
      g_string_append_printf (value, "%s%s", value->len > 0 ? "," : "", escaped);
    }
  if (value->len > 0)
    loft_content_component_set_value (vevent, "CATEGORIES", value->str);
}

static void
write_reminder (LoftContentComponent *vevent, const LoftWbxmlElement *data)
{
  const char *text = loft_wbxml_element_get_text (data, LOFT_EAS_CALENDAR_REMINDER);
  gint64 minutes = loft_wbxml_element_get_int (data, LOFT_EAS_CALENDAR_REMINDER, -1);
  LoftContentComponent *valarm;
  g_autofree char *trigger = NULL;

  if (text == NULL || minutes < 0 || minutes > MAX_REMINDER)
    return;
  trigger = minutes > 0 ? g_strdup_printf ("-PT%dM", (int) minutes) : g_strdup ("PT0S");
  valarm = loft_content_component_add_component (vevent, loft_content_component_new ("VALARM"));
  loft_content_component_set_value (valarm, "ACTION", "DISPLAY");
  loft_content_component_set_value (valarm, "TRIGGER", trigger);
  loft_content_component_set_text (valarm, "DESCRIPTION", "Reminder");
}

static void
write_busy (LoftContentComponent *vevent, const LoftWbxmlElement *data)
{
  gint64 busy = loft_wbxml_element_get_int (data, LOFT_EAS_CALENDAR_BUSY_STATUS, BUSY);
  gint64 meeting = loft_wbxml_element_get_int (data, LOFT_EAS_CALENDAR_MEETING_STATUS, 0);
  gboolean is_cancelled = meeting >= 0 && (meeting & 4) != 0;

  if (busy < FREE || busy > ELSEWHERE)
    busy = BUSY;
  if (is_cancelled || busy == TENTATIVE)
    loft_content_component_set_value (vevent, "STATUS", is_cancelled ? "CANCELLED" : "TENTATIVE");
  loft_content_component_set_value (vevent, "TRANSP",
                                    busy == FREE || busy == ELSEWHERE ? "TRANSPARENT" : "OPAQUE");
  loft_content_component_set_value (vevent, "X-MICROSOFT-CDO-BUSYSTATUS", busy_words[busy]);
}

static void
write_link (LoftContentComponent *vevent, const LoftWbxmlElement *data, guint tag)
{
  const char *link = loft_wbxml_element_get_text (data, tag);
  LoftContentProperty *property;

  if (link == NULL || *link == '\0')
    return;
  property =
    loft_content_component_add_property (vevent, loft_content_property_new ("CONFERENCE", link));
  loft_content_property_set_parameter (property, "VALUE", "URI");
}

void
loft_eas_event_write_words (LoftContentComponent *vevent, const LoftWbxmlElement *data,
                            const LoftEasMapping *how)
{
  gint64 sensitivity = loft_wbxml_element_get_int (data, LOFT_EAS_CALENDAR_SENSITIVITY, NORMAL);

  set_text (vevent, "SUMMARY", loft_wbxml_element_get_text (data, LOFT_EAS_CALENDAR_SUBJECT));
  write_location (vevent, data);
  write_busy (vevent, data);
  if (sensitivity > NORMAL && sensitivity <= CONFIDENTIAL)
    loft_content_component_set_value (vevent, "CLASS", class_words[sensitivity]);
  write_categories (vevent, data);
  write_link (vevent, data, LOFT_EAS_CALENDAR_ONLINE_MEETING_EXTERNAL_LINK);
  write_link (vevent, data, LOFT_EAS_CALENDAR_ONLINE_MEETING_CONF_LINK);
  write_reminder (vevent, data);
}

static char *
to_unix_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

  return g_strjoinv ("\n", lines);
}

void
loft_eas_event_write_body (LoftContentComponent *vevent, const LoftWbxmlElement *data,
                           gboolean with_html)
{
  const LoftWbxmlElement *body = loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_BODY);
  gint64 type = loft_wbxml_element_get_int (body, LOFT_EAS_AIRSYNCBASE_TYPE, 1);
  const char *text = body != NULL ? loft_wbxml_element_get_text (body, LOFT_EAS_AIRSYNCBASE_DATA)
                                  : loft_wbxml_element_get_text (data, LOFT_EAS_CALENDAR_BODY);
  g_autofree char *lines = text != NULL ? to_unix_lines (text) : NULL;
  g_autofree char *plain = NULL;

  if (lines == NULL || type > 2)
    return;
  plain = type == 2 ? loft_html_to_text (lines, -1, MAX_TEXT) : g_strdup (lines);
  set_text (vevent, "DESCRIPTION", plain);
  if (type == 2 && with_html && *lines != '\0')
    loft_content_property_set_parameter (loft_content_component_set_text (vevent, "X-ALT-DESC",
                                                                          lines),
                                         "FMTTYPE", "text/html");
}

static void
append_words (GString *words, const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    if (!g_ascii_isspace (*at))
      g_string_append_c (words, *at);
}

/* What was changed in the plain text alone, the other no longer says. */
static gboolean
says_the_same (const char *html, const char *plain)
{
  g_autofree char *text = loft_html_to_text (html, -1, MAX_TEXT);
  g_autoptr (GString) a = g_string_new (NULL);
  g_autoptr (GString) b = g_string_new (NULL);

  append_words (a, text);
  append_words (b, plain);
  return g_string_equal (a, b);
}

/* An empty element says that there is none. */
static void
add_text (LoftWbxmlElement *data, guint tag, const char *text)
{
  loft_wbxml_element_add_text (data, tag, *text != '\0' ? text : NULL);
}

void
loft_eas_event_add_body (LoftWbxmlElement *data, LoftContentComponent *vevent)
{
  g_autofree char *plain = loft_eas_event_dup_text (vevent, "DESCRIPTION");
  g_autofree char *html = loft_eas_event_dup_text (vevent, "X-ALT-DESC");
  gboolean is_html = *html != '\0' && (*plain == '\0' || says_the_same (html, plain));
  g_autofree char *lines = to_unix_lines (is_html ? html : plain);
  g_auto (GStrv) parts = g_strsplit (lines, "\n", -1);
  g_autofree char *text = g_strjoinv ("\r\n", parts);
  LoftWbxmlElement *body = loft_wbxml_element_add (data, LOFT_EAS_AIRSYNCBASE_BODY);

  loft_wbxml_element_add_int (body, LOFT_EAS_AIRSYNCBASE_TYPE, is_html ? 2 : 1);
  add_text (body, LOFT_EAS_AIRSYNCBASE_DATA, text);
}

static gboolean
is_word (LoftContentComponent *vevent, const char *name, const char *word)
{
  LoftContentProperty *property = loft_content_component_get_property (vevent, name);

  return property != NULL &&
         g_ascii_strcasecmp (loft_content_property_get_value (property), word) == 0;
}

/* What people change in Loft are STATUS and TRANSP; the finer word counts while it fits to them. */
static int
find_busy (LoftContentComponent *vevent)
{
  if (is_word (vevent, "TRANSP", "TRANSPARENT"))
    return is_word (vevent, "X-MICROSOFT-CDO-BUSYSTATUS", busy_words[ELSEWHERE]) ? ELSEWHERE : FREE;
  if (is_word (vevent, "STATUS", "TENTATIVE"))
    return TENTATIVE;
  if (is_word (vevent, "X-MICROSOFT-CDO-BUSYSTATUS", busy_words[OUT_OF_OFFICE]))
    return OUT_OF_OFFICE;
  if (is_word (vevent, "X-MICROSOFT-CDO-BUSYSTATUS", busy_words[TENTATIVE]) &&
      is_word (vevent, "STATUS", "CANCELLED"))
    return TENTATIVE;
  return BUSY;
}

static int
find_sensitivity (LoftContentComponent *vevent)
{
  LoftContentProperty *property = loft_content_component_get_property (vevent, "CLASS");

  if (property == NULL || is_word (vevent, "CLASS", "PUBLIC"))
    return NORMAL;
  /* What is not known is private (RFC 5545 3.8.1.3). */
  return is_word (vevent, "CLASS", "CONFIDENTIAL") ? CONFIDENTIAL : PRIVATE;
}

static void
add_location (LoftWbxmlElement *data, LoftContentComponent *vevent, guint version)
{
  g_autofree char *place = loft_eas_event_dup_text (vevent, "LOCATION");

  if (version < LOFT_EAS_FIRST_16)
    add_text (data, LOFT_EAS_CALENDAR_LOCATION, place);
  else if (*place != '\0')
    loft_wbxml_element_add_text (loft_wbxml_element_add (data, LOFT_EAS_AIRSYNCBASE_LOCATION),
                                 LOFT_EAS_AIRSYNCBASE_DISPLAY_NAME, place);
}

static void
add_categories (LoftWbxmlElement *data, LoftContentComponent *vevent)
{
  LoftContentProperty *property;
  LoftWbxmlElement *categories = NULL;
  guint position = 0;

  while ((property = loft_content_component_next_property (vevent, &position, "CATEGORIES")) !=
         NULL)
    {
      g_auto (GStrv) parts =
        loft_content_value_split (loft_content_property_get_value (property), ',');

      for (guint i = 0; parts[i] != NULL; i++)
        {
          g_autofree char *text = loft_content_text_unescape (parts[i], -1);
          g_autofree char *valid = g_strstrip (loft_text_to_utf8 (text, -1));

          if (*valid == '\0')
            continue;
          if (categories == NULL)
            categories = loft_wbxml_element_add (data, LOFT_EAS_CALENDAR_CATEGORIES);
          loft_wbxml_element_add_text (categories, LOFT_EAS_CALENDAR_CATEGORY, valid);
        }
    }
}

/* (nullable) Why Exchange cannot keep it; *minutes: before the start. */
static const char *
read_alarm (LoftContentComponent *valarm, int *minutes)
{
  LoftContentProperty *trigger = loft_content_component_get_property (valarm, "TRIGGER");
  g_autofree char *related =
    trigger != NULL ? loft_content_property_dup_parameter (trigger, "RELATED") : NULL;
  LoftIcalDuration before;
  gint64 seconds;

  if (is_word (valarm, "ACTION", "EMAIL") || is_word (valarm, "ACTION", "PROCEDURE"))
    return "Exchange keeps reminders that are shown only, none by mail";
  if (trigger == NULL ||
      !loft_ical_duration_read (loft_content_property_get_value (trigger), &before) ||
      (related != NULL && g_ascii_strcasecmp (related, "END") == 0))
    return "Exchange keeps reminders some minutes before the start only";
  if (loft_content_component_get_property (valarm, "REPEAT") != NULL)
    return "Exchange keeps no reminders that repeat";
  seconds = before.days * DAY + before.seconds;
  if (seconds > 0 || seconds % 60 != 0 || -seconds / 60 > MAX_REMINDER)
    return "Exchange keeps reminders some minutes before the start only";
  *minutes = (int) (-seconds / 60);
  return NULL;
}

/* The first that Exchange can keep. */
static gboolean
add_reminder (LoftWbxmlElement *data, LoftContentComponent *vevent, const LoftEasMapping *how,
              GError **error)
{
  LoftContentComponent *valarm;
  guint position = 0;
  guint n = 0;
  int minutes = -1;

  while ((valarm = loft_content_component_next_component (vevent, &position, "VALARM")) != NULL)
    {
      const char *sentence = n++ > 0 && (minutes >= 0 || how->left_out == NULL)
                               ? "Exchange keeps one reminder of an event only"
                               : read_alarm (valarm, &minutes);

      if (sentence != NULL && !loft_eas_leave_out (how, sentence, error))
        return FALSE;
    }
  if (minutes >= 0)
    loft_wbxml_element_add_int (data, LOFT_EAS_CALENDAR_REMINDER, minutes);
  return TRUE;
}

gboolean
loft_eas_event_add_words (LoftWbxmlElement *data, LoftContentComponent *vevent,
                          const LoftEasMapping *how, GError **error)
{
  g_autofree char *subject = loft_eas_event_dup_text (vevent, "SUMMARY");

  add_text (data, LOFT_EAS_CALENDAR_SUBJECT, subject);
  add_location (data, vevent, how->version);
  loft_wbxml_element_add_int (data, LOFT_EAS_CALENDAR_BUSY_STATUS, find_busy (vevent));
  loft_wbxml_element_add_int (data, LOFT_EAS_CALENDAR_SENSITIVITY, find_sensitivity (vevent));
  add_categories (data, vevent);
  return add_reminder (data, vevent, how, error);
}
