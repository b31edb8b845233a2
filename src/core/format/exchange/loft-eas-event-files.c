/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-event-files.h"

#include <string.h>

#include "loft-eas-event-private.h"
#include "loft-eas-refusal.h"
#include "loft-text.h"

#define REFERENCE "X-LOFT-EAS-FILE"
#define MAX_FILES 500 /* as loft_ical_limits.attachments */
#define MAX_NAME  255
#define NORMAL    1 /* Method (MS-ASAIRS): a file */

/* ---- what the server has ------------------------------------------------------------------ */

/* An inline one is a picture of the text, no file. */
static void
write_file (LoftContentComponent *vevent, const LoftWbxmlElement *one)
{
  const char *reference = loft_wbxml_element_get_text (one, LOFT_EAS_AIRSYNCBASE_FILE_REFERENCE);
  const char *name = loft_wbxml_element_get_text (one, LOFT_EAS_AIRSYNCBASE_DISPLAY_NAME);
  const char *size = loft_wbxml_element_get_text (one, LOFT_EAS_AIRSYNCBASE_ESTIMATED_DATA_SIZE);
  g_autofree char *escaped = NULL;
  g_autofree char *uri = NULL;
  LoftContentProperty *property;

  if (reference == NULL || *reference == '\0' ||
      loft_wbxml_element_get_int (one, LOFT_EAS_AIRSYNCBASE_IS_INLINE, 0) == 1)
    return;
  escaped = g_uri_escape_string (reference, NULL, FALSE);
  uri = g_strconcat ("cid:", escaped, NULL);
  property =
    loft_content_component_add_property (vevent, loft_content_property_new ("ATTACH", uri));
  if (name != NULL && *name != '\0')
    loft_content_property_set_parameter (property, "FILENAME", name);
  if (size != NULL && strspn (size, "0123456789") == strlen (size) && *size != '\0')
    loft_content_property_set_parameter (property, "SIZE", size);
  loft_content_property_set_parameter (property, REFERENCE, escaped);
}

void
loft_eas_event_write_files (LoftContentComponent *vevent, const LoftWbxmlElement *data)
{
  const LoftWbxmlElement *all = loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_ATTACHMENTS);
  guint n = MIN (loft_wbxml_element_get_n_children (all), MAX_FILES);

  for (guint i = 0; i < n; i++)
    {
      const LoftWbxmlElement *one = loft_wbxml_element_get_child (all, i);

      if (one->tag == LOFT_EAS_AIRSYNCBASE_ATTACHMENT)
        write_file (vevent, one);
    }
}

/* ---- lines -------------------------------------------------------------------------------- */

static gboolean
has_content (LoftContentProperty *property)
{
  g_autofree char *encoding = loft_content_property_dup_parameter (property, "ENCODING");

  return encoding != NULL && g_ascii_strcasecmp (encoding, "BASE64") == 0;
}

/* (transfer full) (nullable) The server's name of it. */
static char *
dup_reference (LoftContentProperty *property)
{
  g_autofree char *escaped = loft_content_property_dup_parameter (property, REFERENCE);

  return escaped != NULL ? g_uri_unescape_string (escaped, NULL) : NULL;
}

gboolean
loft_eas_event_is_servers_file (LoftContentProperty *attach)
{
  g_autofree char *reference = dup_reference (attach);

  return reference != NULL;
}

gboolean
loft_eas_event_is_file (LoftContentProperty *attach)
{
  return has_content (attach) || loft_eas_event_is_servers_file (attach);
}

typedef void (*FileFunc) (LoftContentProperty *property, gpointer user_data);

static void
for_each_file (LoftContentComponent *calendar, FileFunc func, gpointer user_data)
{
  LoftContentComponent *vevent;
  guint position = 0;

  while ((vevent = loft_content_component_next_component (calendar, &position, "VEVENT")) != NULL)
    {
      LoftContentProperty *property;
      guint at = 0;

      while ((property = loft_content_component_next_property (vevent, &at, "ATTACH")) != NULL)
        func (property, user_data);
    }
}

/* (transfer full) (nullable) */
static LoftContentComponent *
read_root (const char *ical, LoftContentComponent **calendar)
{
  g_autoptr (GBytes) bytes = g_bytes_new (ical, strlen (ical));
  g_autoptr (LoftContentComponent) root = loft_content_component_read (bytes, NULL);

  *calendar = root != NULL ? loft_content_component_get_component (root, "VCALENDAR") : NULL;
  return *calendar != NULL ? g_steal_pointer (&root) : NULL;
}

/* ---- contents ----------------------------------------------------------------------------- */

typedef struct {
  GPtrArray *references;
  GHashTable *seen;
  guint64 size;
} Wanted;

/* In an exception stands again what the series has. */
static void
want (LoftContentProperty *property, gpointer user_data)
{
  Wanted *self = user_data;
  g_autofree char *reference = has_content (property) ? NULL : dup_reference (property);
  g_autofree char *text = NULL;
  guint64 size;

  if (reference == NULL || g_hash_table_contains (self->seen, reference))
    return;
  text = loft_content_property_dup_parameter (property, "SIZE");
  size = text != NULL ? g_ascii_strtoull (text, NULL, 10) : 0;
  if (size > LOFT_EAS_EVENT_FILES_MOST - self->size)
    return;
  self->size += size;
  g_hash_table_add (self->seen, reference);
  g_ptr_array_add (self->references, g_steal_pointer (&reference));
}

GPtrArray *
loft_eas_event_files_list (const char *ical)
{
  g_autoptr (LoftContentComponent) root = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  LoftContentComponent *calendar = NULL;
  Wanted self = { g_ptr_array_new_with_free_func (g_free), seen, 0 };

  if (strstr (ical, "\nATTACH") == NULL)
    return self.references;
  root = read_root (ical, &calendar);
  if (root != NULL)
    for_each_file (calendar, want, &self);
  return self.references;
}

typedef struct {
  GHashTable *contents;
  guint64 size;
} Filling;

/* The same in many exceptions is not written again and again. */
static void
fill (LoftContentProperty *property, gpointer user_data)
{
  Filling *self = user_data;
  g_autofree char *reference = has_content (property) ? NULL : dup_reference (property);
  GBytes *bytes = reference != NULL ? g_hash_table_lookup (self->contents, reference) : NULL;
  g_autofree char *encoded = NULL;

  if (bytes == NULL || self->size + g_bytes_get_size (bytes) > 2 * LOFT_EAS_EVENT_FILES_MOST)
    return;
  self->size += g_bytes_get_size (bytes);
  encoded = g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  loft_content_property_set_value (property, encoded);
  loft_content_property_set_parameter (property, "ENCODING", "BASE64");
  loft_content_property_set_parameter (property, "VALUE", "BINARY");
}

char *
loft_eas_event_files_fill (const char *ical, GHashTable *contents)
{
  LoftContentComponent *calendar = NULL;
  g_autoptr (LoftContentComponent) root = read_root (ical, &calendar);
  g_autoptr (GBytes) written = NULL;
  Filling self = { contents, 0 };

  if (root == NULL)
    return g_strdup (ical);
  for_each_file (calendar, fill, &self);
  written = loft_content_component_write (root);
  return g_strndup (g_bytes_get_data (written, NULL), g_bytes_get_size (written));
}

/* ---- changes ------------------------------------------------------------------------------ */

/* (transfer container) (nullable) of LoftContentProperty: of a series, without its exceptions. */
static GPtrArray *
list_files (LoftContentComponent *calendar)
{
  GPtrArray *files = g_ptr_array_new ();
  LoftContentComponent *vevent;
  LoftContentProperty *property;
  guint position = 0;
  guint at = 0;

  while ((vevent = loft_content_component_next_component (calendar, &position, "VEVENT")) != NULL &&
         loft_content_component_get_property (vevent, "RECURRENCE-ID") != NULL)
    ;
  while (vevent != NULL && files->len < MAX_FILES &&
         (property = loft_content_component_next_property (vevent, &at, "ATTACH")) != NULL)
    if (loft_eas_event_is_file (property))
      g_ptr_array_add (files, property);
  return files;
}

static gboolean
is_same (LoftContentProperty *a, LoftContentProperty *b)
{
  g_autofree char *first = dup_reference (a);
  g_autofree char *second = dup_reference (b);
  g_autofree char *first_name = loft_content_property_dup_parameter (a, "FILENAME");
  g_autofree char *second_name = loft_content_property_dup_parameter (b, "FILENAME");

  if (first != NULL && second != NULL)
    return strcmp (first, second) == 0;
  return g_strcmp0 (first_name, second_name) == 0 &&
         strcmp (loft_content_property_get_value (a), loft_content_property_get_value (b)) == 0;
}

static gboolean
has (GPtrArray *files, LoftContentProperty *wanted)
{
  for (guint i = 0; files != NULL && i < files->len; i++)
    if (is_same (g_ptr_array_index (files, i), wanted))
      return TRUE;
  return FALSE;
}

static void
add_file (LoftWbxmlElement *attachments, LoftContentProperty *property, guint number)
{
  LoftWbxmlElement *add = loft_wbxml_element_add (attachments, LOFT_EAS_AIRSYNCBASE_ADD);
  g_autofree char *client_id = g_strdup_printf ("file-%u", number);
  g_autofree char *type = loft_content_property_dup_parameter (property, "FMTTYPE");
  g_autofree char *name = loft_content_property_dup_parameter (property, "FILENAME");
  g_autofree char *valid = loft_text_to_utf8 (name, -1);
  g_autofree char *line = loft_text_one_line (valid, MAX_NAME);
  g_autoptr (GBytes) bytes = NULL;
  gsize length;
  guchar *decoded = g_base64_decode (loft_content_property_get_value (property), &length);

  bytes = g_bytes_new_take (decoded, length);
  loft_wbxml_element_add_text (add, LOFT_EAS_AIRSYNCBASE_CLIENT_ID, client_id);
  loft_wbxml_element_add_bytes (add, LOFT_EAS_AIRSYNCBASE_CONTENT, bytes);
  if (type != NULL && *type != '\0')
    loft_wbxml_element_add_text (add, LOFT_EAS_AIRSYNCBASE_CONTENT_TYPE, type);
  loft_wbxml_element_add_text (add, LOFT_EAS_AIRSYNCBASE_DISPLAY_NAME,
                               *line != '\0' ? line : "attachment");
  loft_wbxml_element_add_int (add, LOFT_EAS_AIRSYNCBASE_METHOD, NORMAL);
}

static gboolean
add_new (LoftWbxmlElement *attachments, GPtrArray *before, GPtrArray *after,
         const LoftEasMapping *how, GError **error)
{
  for (guint i = 0; i < after->len; i++)
    {
      LoftContentProperty *one = g_ptr_array_index (after, i);

      if (has (before, one))
        continue;
      if (has_content (one))
        add_file (attachments, one, i);
      else if (!loft_eas_leave_out (how,
                                    "An attachment that is not on this computer stays where it is",
                                    error))
        return FALSE;
    }
  return TRUE;
}

static void
add_gone (LoftWbxmlElement *attachments, GPtrArray *before, GPtrArray *after)
{
  for (guint i = 0; before != NULL && i < before->len; i++)
    {
      LoftContentProperty *one = g_ptr_array_index (before, i);
      g_autofree char *reference = dup_reference (one);

      if (reference == NULL || has (after, one))
        continue;
      loft_wbxml_element_add_text (loft_wbxml_element_add (attachments,
                                                           LOFT_EAS_AIRSYNCBASE_DELETE),
                                   LOFT_EAS_AIRSYNCBASE_FILE_REFERENCE, reference);
    }
}

gboolean
loft_eas_event_files_add_changes (LoftWbxmlElement *data, const char *before, const char *after,
                                  const LoftEasMapping *how, GError **error)
{
  LoftContentComponent *old_calendar = NULL;
  LoftContentComponent *calendar = NULL;
  g_autoptr (LoftContentComponent) old_root = NULL;
  g_autoptr (LoftContentComponent) root = NULL;
  g_autoptr (GPtrArray) old_files = NULL;
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (LoftWbxmlElement) attachments = NULL;

  if (how->version < LOFT_EAS_FIRST_16)
    return TRUE;
  old_root = before != NULL ? read_root (before, &old_calendar) : NULL;
  root = read_root (after, &calendar);
  if (root == NULL)
    return TRUE;
  old_files = old_root != NULL ? list_files (old_calendar) : NULL;
  files = list_files (calendar);
  attachments = loft_wbxml_element_new (LOFT_EAS_AIRSYNCBASE_ATTACHMENTS);
  add_gone (attachments, old_files, files);
  if (!add_new (attachments, old_files, files, how, error))
    return FALSE;
  if (loft_wbxml_element_get_n_children (attachments) > 0)
    loft_wbxml_element_take (data, g_steal_pointer (&attachments));
  return TRUE;
}
