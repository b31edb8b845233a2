/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-eas-event-private.h"
#include "loft-wbxml-reader.h"
#include "loft-wbxml-writer.h"

#define NAME        "X-LOFT-EAS-KEPT"
#define MARK_LENGTH 16
#define MAX_KEPT    200 /* of a component: all elements of the class are fewer */

/* Have properties of their own. */
static const guint own_place[] = {
  LOFT_EAS_CALENDAR_TIMEZONE,
  LOFT_EAS_CALENDAR_START_TIME,
  LOFT_EAS_CALENDAR_END_TIME,
  LOFT_EAS_CALENDAR_DT_STAMP,
  LOFT_EAS_CALENDAR_UID,
  LOFT_EAS_CALENDAR_CLIENT_UID,
  LOFT_EAS_CALENDAR_ALL_DAY_EVENT,
  LOFT_EAS_CALENDAR_RECURRENCE,
  LOFT_EAS_CALENDAR_EXCEPTIONS,
  LOFT_EAS_CALENDAR_EXCEPTION_START_TIME,
  LOFT_EAS_CALENDAR_DELETED,
  LOFT_EAS_AIRSYNCBASE_INSTANCE_ID,
  LOFT_EAS_AIRSYNCBASE_NATIVE_BODY_TYPE, /* nobody needs it */
  0,
};

/* Only ever said by servers. */
static const guint of_servers[] = {
  LOFT_EAS_CALENDAR_APPOINTMENT_REPLY_TIME,
  LOFT_EAS_CALENDAR_RESPONSE_TYPE,
  LOFT_EAS_CALENDAR_ONLINE_MEETING_CONF_LINK,
  LOFT_EAS_CALENDAR_ONLINE_MEETING_EXTERNAL_LINK,
  LOFT_EAS_CALENDAR_BODY_TRUNCATED,
  LOFT_EAS_AIRSYNCBASE_ATTACHMENTS,
  0,
};

/* MUST NOT be said by clients from 16.0 on (MS-ASCAL 2.2.2.35, 2.2.2.36), or have another form there. */
static const guint before_16[] = {
  LOFT_EAS_CALENDAR_ORGANIZER_EMAIL,
  LOFT_EAS_CALENDAR_ORGANIZER_NAME,
  LOFT_EAS_CALENDAR_LOCATION,
  0,
};

static gboolean
is_in (const guint *tags, guint tag)
{
  for (; *tags != 0; tags++)
    if (*tags == tag)
      return TRUE;
  return FALSE;
}

static gboolean
may_send (guint tag, guint version)
{
  if (is_in (of_servers, tag) || is_in (own_place, tag))
    return FALSE;
  if (version >= LOFT_EAS_FIRST_16)
    return !is_in (before_16, tag);
  return tag != LOFT_EAS_AIRSYNCBASE_LOCATION;
}

static gboolean
is_truncated (const LoftWbxmlElement *element)
{
  return element->tag == LOFT_EAS_AIRSYNCBASE_BODY &&
         loft_wbxml_element_get_int (element, LOFT_EAS_AIRSYNCBASE_TRUNCATED, 0) == 1;
}

/* A body without what servers tell about it, and with one kind of line ends. */
static LoftWbxmlElement *
normalize (const LoftWbxmlElement *element)
{
  LoftWbxmlElement *body;
  const char *text;

  if (element->tag != LOFT_EAS_AIRSYNCBASE_BODY || is_truncated (element))
    return loft_wbxml_element_copy (element);
  body = loft_wbxml_element_new (LOFT_EAS_AIRSYNCBASE_BODY);
  text = loft_wbxml_element_get_text (element, LOFT_EAS_AIRSYNCBASE_DATA);
  loft_wbxml_element_add_int (body, LOFT_EAS_AIRSYNCBASE_TYPE,
                              loft_wbxml_element_get_int (element, LOFT_EAS_AIRSYNCBASE_TYPE, 1));
  if (text != NULL && *text != '\0')
    {
      g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
      g_autofree char *joined = g_strjoinv ("\n", lines);

      loft_wbxml_element_add_text (body, LOFT_EAS_AIRSYNCBASE_DATA, joined);
    }
  return body;
}

static gboolean
is_empty (const LoftWbxmlElement *element)
{
  return element == NULL ||
         ((element->text == NULL || *element->text == '\0') && element->bytes == NULL &&
          loft_wbxml_element_get_n_children (element) == 0);
}

static gboolean
say_the_same (const LoftWbxmlElement *a, const LoftWbxmlElement *b)
{
  g_autoptr (LoftWbxmlElement) first = normalize (a);
  g_autoptr (LoftWbxmlElement) second = b != NULL ? normalize (b) : NULL;

  if (is_empty (a) && is_empty (b))
    return TRUE;
  return second != NULL && loft_wbxml_element_equal (first, second);
}

/* "-" of nothing. */
static char *
make_mark (const LoftWbxmlElement *element)
{
  g_autoptr (LoftWbxmlElement) normal = element != NULL ? normalize (element) : NULL;
  g_autoptr (GBytes) bytes = normal != NULL ? loft_wbxml_write (normal) : NULL;
  char *mark =
    bytes != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes) : g_strdup ("-");

  if (strlen (mark) > MARK_LENGTH)
    mark[MARK_LENGTH] = '\0';
  return mark;
}

/* What was cut short is not sent back at all: an empty value stands for nothing. */
void
loft_eas_kept_add (LoftContentComponent *vevent, const LoftWbxmlElement *element, const char *mark)
{
  g_autoptr (GBytes) bytes = is_truncated (element) ? NULL : loft_wbxml_write (element);
  g_autofree char *value =
    bytes != NULL ? g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
                  : g_strdup ("");
  g_autofree char *tag = g_strdup_printf ("%04x", element->tag);
  LoftContentProperty *property =
    loft_content_component_add_property (vevent, loft_content_property_new (NAME, value));

  loft_content_property_set_parameter (property, "X-TAG", tag);
  loft_content_property_set_parameter (property, "X-MADE", mark);
}

void
loft_eas_kept_write (LoftContentComponent *vevent, const LoftWbxmlElement *data,
                     const LoftWbxmlElement *made)
{
  guint n = MIN (loft_wbxml_element_get_n_children (data), MAX_KEPT);

  for (guint i = 0; i < n; i++)
    {
      const LoftWbxmlElement *element = loft_wbxml_element_get_child (data, i);
      const LoftWbxmlElement *other = loft_wbxml_element_find (made, element->tag);
      g_autofree char *mark = NULL;

      if (is_in (own_place, element->tag) || say_the_same (element, other))
        continue;
      mark = make_mark (other);
      loft_eas_kept_add (vevent, element, mark);
    }
}

static guint
read_tag (LoftContentProperty *property)
{
  g_autofree char *tag = loft_content_property_dup_parameter (property, "X-TAG");

  return tag != NULL ? (guint) g_ascii_strtoull (tag, NULL, 16) : 0;
}

/* (transfer full) (nullable) */
static LoftWbxmlElement *
read_element (LoftContentProperty *property, guint tag)
{
  const char *value = loft_content_property_get_value (property);
  g_autoptr (LoftWbxmlElement) element = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint8 *decoded;
  gsize length;

  if (*value == '\0')
    return NULL;
  decoded = g_base64_decode (value, &length);
  bytes = g_bytes_new_take (decoded, length);
  element = loft_wbxml_read (bytes, NULL);
  return element != NULL && element->tag == tag ? g_steal_pointer (&element) : NULL;
}

LoftWbxmlElement *
loft_eas_kept_find (LoftContentComponent *vevent, guint tag, char **mark)
{
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (vevent, &position, NAME)) != NULL)
    {
      LoftWbxmlElement *element = read_tag (property) == tag ? read_element (property, tag) : NULL;

      if (element == NULL)
        continue;
      *mark = loft_content_property_dup_parameter (property, "X-MADE");
      return element;
    }
  return NULL;
}

/* What holds of one component: the tags whose elements go, and the elements in their place. */
typedef struct {
  GHashTable *seen; /* tags that were kept, whether they hold or not */
  GHashTable *gone;
  GPtrArray *elements; /* of LoftWbxmlElement */
} Kept;

static void
collect (Kept *self, const LoftWbxmlElement *made, LoftContentComponent *vevent, guint version)
{
  g_autoptr (GHashTable) before = g_hash_table_new (NULL, NULL);
  LoftContentProperty *property;
  guint position = 0;
  guint n = 0;

  while (n++ < MAX_KEPT &&
         (property = loft_content_component_next_property (vevent, &position, NAME)) != NULL)
    {
      guint tag = read_tag (property);
      g_autofree char *mark = loft_content_property_dup_parameter (property, "X-MADE");
      g_autofree char *now = make_mark (loft_wbxml_element_find (made, tag));
      LoftWbxmlElement *element;

      if (g_hash_table_contains (self->seen, GUINT_TO_POINTER (tag)) || !may_send (tag, version))
        continue;
      g_hash_table_add (before, GUINT_TO_POINTER (tag));
      if (mark == NULL || strcmp (mark, now) != 0)
        continue;
      g_hash_table_add (self->gone, GUINT_TO_POINTER (tag));
      element = read_element (property, tag);
      if (element != NULL)
        g_ptr_array_add (self->elements, element);
    }
  {
    GHashTableIter iter;
    gpointer tag;

    g_hash_table_iter_init (&iter, before);
    while (g_hash_table_iter_next (&iter, &tag, NULL))
      g_hash_table_add (self->seen, tag);
  }
}

static void
remove_tags (LoftWbxmlElement *made, GHashTable *tags)
{
  for (guint i = loft_wbxml_element_get_n_children (made); i-- > 0;)
    {
      const LoftWbxmlElement *child = loft_wbxml_element_get_child (made, i);

      if (g_hash_table_contains (tags, GUINT_TO_POINTER (child->tag)))
        g_ptr_array_remove_index (made->children, i);
    }
}

void
loft_eas_kept_restore (LoftWbxmlElement *made, LoftContentComponent *vevent,
                       LoftContentComponent *master, guint version)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) gone = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) elements = g_ptr_array_new ();
  Kept self = { seen, gone, elements };

  collect (&self, made, vevent, version);
  if (master != NULL)
    collect (&self, made, master, version);
  remove_tags (made, gone);
  for (guint i = 0; i < elements->len; i++)
    loft_wbxml_element_take (made, g_ptr_array_index (elements, i));
}

LoftWbxmlElement *
loft_eas_event_diff (const LoftWbxmlElement *before, const LoftWbxmlElement *after, guint tag,
                     const guint *allowed)
{
  LoftWbxmlElement *diff = loft_wbxml_element_new (tag);

  for (guint i = 0; i < loft_wbxml_element_get_n_children (after); i++)
    {
      const LoftWbxmlElement *one = loft_wbxml_element_get_child (after, i);
      const LoftWbxmlElement *other = loft_wbxml_element_find (before, one->tag);

      if ((allowed == NULL || is_in (allowed, one->tag)) &&
          (other == NULL || !loft_wbxml_element_equal (one, other)))
        loft_wbxml_element_take (diff, loft_wbxml_element_copy (one));
    }
  for (guint i = 0; i < loft_wbxml_element_get_n_children (before); i++)
    {
      const LoftWbxmlElement *one = loft_wbxml_element_get_child (before, i);

      if ((allowed == NULL || is_in (allowed, one->tag)) &&
          loft_wbxml_element_find (after, one->tag) == NULL)
        loft_wbxml_element_add (diff, one->tag);
    }
  return diff;
}
