/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-ical-document-private.h"

void
loft_ical_document_set_text (LoftContentComponent *component, const char *name, const char *text)
{
  if (*text == '\0')
    loft_content_component_remove_properties (component, name);
  else
    loft_content_component_set_text (component, name, text);
}

static void
set_value (LoftContentComponent *component, const char *name, const char *value)
{
  if (*value == '\0')
    loft_content_component_remove_properties (component, name);
  else
    loft_content_component_set_value (component, name, value);
}

void
loft_ical_document_set_number (LoftContentComponent *component, const char *name, guint number)
{
  g_autofree char *value = g_strdup_printf ("%u", number);

  loft_content_component_set_value (component, name, value);
}

/* What goes without saying is only written where something was said. */
void
loft_ical_document_set_word (LoftContentComponent *component, const char *name, const char *word,
                             gboolean is_default)
{
  if (!is_default || loft_content_component_get_property (component, name) != NULL)
    loft_content_component_set_value (component, name, word);
}

void
loft_ical_document_set_categories (LoftContentComponent *component, const GStrv categories)
{
  g_autoptr (GString) value = g_string_new (NULL);

  for (guint i = 0; categories[i] != NULL; i++)
    {
      g_autofree char *escaped = loft_content_text_escape (categories[i]);

      g_string_append_printf (value, "%s%s", i > 0 ? "," : "", escaped);
    }
  loft_content_component_remove_properties (component, "CATEGORIES");
  set_value (component, "CATEGORIES", value->str);
}

static gboolean
differ (const char *a, const char *b)
{
  return strcmp (a, b) != 0;
}

static void
apply_description (LoftContentComponent *vevent, const char *description)
{
  LoftContentProperty *property = loft_content_component_get_property (vevent, "DESCRIPTION");

  /* The same in HTML, which would now say something else. */
  loft_content_component_remove_properties (vevent, "X-ALT-DESC");
  if (property != NULL)
    loft_content_property_set_parameter (property, "ALTREP", NULL);
  loft_ical_document_set_text (vevent, "DESCRIPTION", description);
}

static gboolean
is_conference (LoftContentProperty *property, const char *conference)
{
  static const char *const names[] = { "CONFERENCE", "X-GOOGLE-CONFERENCE",
                                       "X-MICROSOFT-SKYPETEAMSMEETINGURL",
                                       "X-MICROSOFT-ONLINEMEETINGCONFLINK" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (loft_content_property_is (property, names[i]))
      {
        g_autofree char *text = loft_ical_read_text (property);

        return strcmp (text, conference) == 0;
      }
  return FALSE;
}

static void
apply_conference (LoftContentComponent *vevent, const char *before, const char *after)
{
  LoftContentProperty *property;
  guint position = 0;

  while (*before != '\0' &&
         (property = loft_content_component_next_property (vevent, &position, NULL)) != NULL)
    {
      if (!is_conference (property, before))
        continue;
      if (*after != '\0')
        loft_content_property_set_value (property, after);
      else
        loft_content_component_remove_property (vevent, property);
      return;
    }
  if (*after == '\0')
    return;
  property =
    loft_content_component_add_property (vevent, loft_content_property_new ("CONFERENCE", after));
  loft_content_property_set_parameter (property, "VALUE", "URI");
}

/* FALSE: nothing others must be told of. */
static gboolean
apply_texts (LoftContentComponent *vevent, const LoftEvent *before, const LoftEvent *after)
{
  if (differ (before->summary, after->summary))
    loft_ical_document_set_text (vevent, "SUMMARY", after->summary);
  if (differ (before->description, after->description))
    apply_description (vevent, after->description);
  if (differ (before->url, after->url))
    set_value (vevent, "URL", after->url);
  if (differ (before->color, after->color))
    set_value (vevent, "COLOR", after->color);
  if (differ (before->conference, after->conference))
    apply_conference (vevent, before->conference, after->conference);
  if (!differ (before->location, after->location))
    return FALSE;
  loft_ical_document_set_text (vevent, "LOCATION", after->location);
  return TRUE;
}

static gboolean
apply_words (LoftContentComponent *vevent, const LoftEvent *before, const LoftEvent *after)
{
  static const char *const statuses[] = { "CONFIRMED", "TENTATIVE", "CANCELLED" };
  static const char *const classes[] = { "PUBLIC", "PRIVATE", "CONFIDENTIAL" };

  if (before->class != after->class)
    loft_ical_document_set_word (vevent, "CLASS", classes[after->class],
                                 after->class == LOFT_CLASS_PUBLIC);
  if (before->is_transparent != after->is_transparent)
    {
      loft_ical_document_set_word (vevent, "TRANSP",
                                   after->is_transparent ? "TRANSPARENT" : "OPAQUE", FALSE);
      loft_ical_document_set_word (vevent, "X-MICROSOFT-CDO-BUSYSTATUS",
                                   after->is_transparent ? "FREE" : "BUSY", TRUE);
    }
  if (!g_strv_equal ((const char *const *) before->categories,
                     (const char *const *) after->categories))
    loft_ical_document_set_categories (vevent, after->categories);
  if (before->priority != after->priority)
    loft_ical_document_set_number (vevent, "PRIORITY", after->priority);
  if (before->status == after->status)
    return FALSE;
  loft_ical_document_set_word (vevent, "STATUS", statuses[after->status],
                               after->status == LOFT_EVENT_CONFIRMED);
  return TRUE;
}

static gint64
get_length (const LoftEvent *event)
{
  return event->end.at - event->start.at;
}

/* A DURATION stands as long as it is still true. */
static void
apply_end (LoftIcalDocument *self, LoftContentComponent *vevent, const LoftEvent *before,
           const LoftEvent *after)
{
  if (loft_content_component_get_property (vevent, "DTEND") == NULL &&
      get_length (before) == get_length (after) && before->start.is_date == after->start.is_date)
    return;
  loft_content_component_remove_properties (vevent, "DURATION");
  loft_ical_document_set_time (self, vevent, "DTEND", &after->end);
}

static gboolean
apply_time (LoftIcalDocument *self, LoftContentComponent *vevent, const LoftEvent *before,
            const LoftEvent *after)
{
  if (loft_event_time_equal (&before->start, &after->start) &&
      loft_event_time_equal (&before->end, &after->end))
    return FALSE;
  if (!loft_event_time_equal (&before->start, &after->start))
    loft_ical_document_set_time (self, vevent, "DTSTART", &after->start);
  apply_end (self, vevent, before, after);
  loft_ical_document_set_word (vevent, "X-MICROSOFT-CDO-ALLDAYEVENT",
                               after->start.is_date ? "TRUE" : "FALSE", TRUE);
  return TRUE;
}

static gboolean
equal_times (GArray *a, GArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!loft_event_time_equal (&g_array_index (a, LoftEventTime, i),
                                &g_array_index (b, LoftEventTime, i)))
      return FALSE;
  return TRUE;
}

static gboolean
apply_recurrence (LoftIcalDocument *self, LoftContentComponent *vevent, const LoftEvent *before,
                  const LoftEvent *after)
{
  gboolean changed = differ (before->rule, after->rule);

  if (changed)
    set_value (vevent, "RRULE", after->rule);
  if (!equal_times (before->dates, after->dates))
    {
      loft_ical_document_set_times (self, vevent, "RDATE", after->dates);
      changed = TRUE;
    }
  if (!equal_times (before->exceptions, after->exceptions))
    {
      loft_ical_document_set_times (self, vevent, "EXDATE", after->exceptions);
      changed = TRUE;
    }
  return changed;
}

static LoftEventAttachment *
find_attachment (GPtrArray *attachments, const LoftEventAttachment *wanted)
{
  for (guint i = 0; i < attachments->len; i++)
    {
      LoftEventAttachment *one = g_ptr_array_index (attachments, i);

      if (strcmp (one->uri, wanted->uri) == 0 && strcmp (one->name, wanted->name) == 0 &&
          (one->bytes == NULL) == (wanted->bytes == NULL) &&
          (one->bytes == NULL || g_bytes_equal (one->bytes, wanted->bytes)))
        return one;
    }
  return NULL;
}

static void
add_attachment (LoftContentComponent *vevent, const LoftEventAttachment *attachment)
{
  g_autofree char *encoded = attachment->bytes != NULL
                               ? g_base64_encode (g_bytes_get_data (attachment->bytes, NULL),
                                                  g_bytes_get_size (attachment->bytes))
                               : NULL;
  LoftContentProperty *property = loft_content_component_add_property (
    vevent, loft_content_property_new ("ATTACH", encoded != NULL ? encoded : attachment->uri));

  if (*attachment->type != '\0')
    loft_content_property_set_parameter (property, "FMTTYPE", attachment->type);
  if (*attachment->name != '\0')
    loft_content_property_set_parameter (property, "FILENAME", attachment->name);
  if (encoded == NULL)
    return;
  loft_content_property_set_parameter (property, "ENCODING", "BASE64");
  loft_content_property_set_parameter (property, "VALUE", "BINARY");
}

static void
remove_attachments (LoftContentComponent *vevent, GPtrArray *before, GPtrArray *after)
{
  g_autoptr (GPtrArray) dropped = g_ptr_array_new ();
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (vevent, &position, "ATTACH")) != NULL)
    {
      g_autoptr (LoftEventAttachment) one = loft_ical_attachment_read (property);

      if (one != NULL && find_attachment (before, one) != NULL &&
          find_attachment (after, one) == NULL)
        g_ptr_array_add (dropped, property);
    }
  for (guint i = 0; i < dropped->len; i++)
    loft_content_component_remove_property (vevent, g_ptr_array_index (dropped, i));
}

static void
apply_attachments (LoftContentComponent *vevent, GPtrArray *before, GPtrArray *after)
{
  remove_attachments (vevent, before, after);
  for (guint i = 0; i < after->len; i++)
    if (find_attachment (before, g_ptr_array_index (after, i)) == NULL)
      add_attachment (vevent, g_ptr_array_index (after, i));
}

gboolean
loft_ical_document_apply (LoftIcalDocument *self, LoftContentComponent *vevent,
                          const LoftEvent *before, const LoftEvent *after)
{
  gboolean changed = apply_time (self, vevent, before, after);

  changed |= apply_recurrence (self, vevent, before, after);
  changed |= apply_texts (vevent, before, after);
  changed |= apply_words (vevent, before, after);
  loft_ical_document_apply_people (vevent, before, after);
  apply_attachments (vevent, before->attachments, after->attachments);
  loft_ical_document_apply_alarms (vevent, before->alarms, after->alarms);
  return changed;
}
