/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-found-private.h"

#include "loft-eas-answer-private.h"

#define PICTURE_LIMIT (1024 * 1024)
#define RANGE_LIMIT   999 /* MS-ASCMD 2.2.3.143: three digits */

static void
person_free (LoftEasPerson *self)
{
  char *texts[] = { self->name,      self->address,    self->alias,       self->first_name,
                    self->last_name, self->title,      self->company,     self->office,
                    self->phone,     self->home_phone, self->mobile_phone };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_clear_pointer (&self->picture, g_bytes_unref);
  g_free (self);
}

static void
hit_free (LoftEasHit *self)
{
  g_free (self->item_class);
  g_free (self->collection_id);
  g_free (self->server_id);
  g_free (self->long_id);
  loft_wbxml_element_free (self->properties);
  g_free (self);
}

void
loft_eas_found_clear (LoftEasFound *self)
{
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->hits, g_ptr_array_unref);
}

void
loft_eas_found_add_range (LoftWbxmlElement *options, guint tag, guint first, guint n)
{
  guint last = MIN (first + MAX (n, 1) - 1, RANGE_LIMIT);
  g_autofree char *text = g_strdup_printf ("%u-%u", MIN (first, last), last);

  loft_wbxml_element_add_text (options, tag, text);
}

/* Base64 text; a status beside it says why there is none. */
static GBytes *
read_picture (const LoftWbxmlElement *picture)
{
  const char *text = loft_wbxml_element_get_text (picture, LOFT_EAS_GAL_DATA);
  gsize size = 0;
  guchar *data;

  if (text == NULL || text[0] == '\0')
    return NULL;
  data = g_base64_decode (text, &size);
  if (size > 0 && size <= PICTURE_LIMIT)
    return g_bytes_new_take (data, size);
  g_free (data);
  return NULL;
}

/* SOGo (5.8) has the parts only. */
static void
make_name (LoftEasPerson *person)
{
  g_autofree char *both = g_strjoin (" ", person->first_name, person->last_name, NULL);

  if (person->name[0] != '\0')
    return;
  g_free (person->name);
  person->name = g_strdup (g_strstrip (both));
}

static LoftEasPerson *
read_person (const LoftWbxmlElement *properties)
{
  LoftEasPerson *self = g_new0 (LoftEasPerson, 1);
  struct {
    char **place;
    guint tag;
  } texts[] = {
    { &self->name, LOFT_EAS_GAL_DISPLAY_NAME },
    { &self->address, LOFT_EAS_GAL_EMAIL_ADDRESS },
    { &self->alias, LOFT_EAS_GAL_ALIAS },
    { &self->first_name, LOFT_EAS_GAL_FIRST_NAME },
    { &self->last_name, LOFT_EAS_GAL_LAST_NAME },
    { &self->title, LOFT_EAS_GAL_TITLE },
    { &self->company, LOFT_EAS_GAL_COMPANY },
    { &self->office, LOFT_EAS_GAL_OFFICE },
    { &self->phone, LOFT_EAS_GAL_PHONE },
    { &self->home_phone, LOFT_EAS_GAL_HOME_PHONE },
    { &self->mobile_phone, LOFT_EAS_GAL_MOBILE_PHONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    *texts[i].place = loft_eas_answer_dup_text (properties, texts[i].tag);
  make_name (self);
  self->picture = read_picture (loft_wbxml_element_find (properties, LOFT_EAS_GAL_PICTURE));
  return self;
}

static gboolean
is_person (const LoftWbxmlElement *properties)
{
  for (guint i = 0; i < loft_wbxml_element_get_n_children (properties); i++)
    if (loft_wbxml_element_get_child (properties, i)->tag >> 8 == LOFT_EAS_GAL_DISPLAY_NAME >> 8)
      return TRUE;
  return FALSE;
}

static LoftEasHit *
read_hit (const LoftWbxmlElement *result, const LoftEasFoundTags *tags)
{
  const LoftWbxmlElement *properties = loft_wbxml_element_find (result, tags->properties);
  LoftEasHit *self = g_new0 (LoftEasHit, 1);

  self->item_class = loft_eas_answer_dup_text (result, LOFT_EAS_AIRSYNC_CLASS);
  self->collection_id = loft_eas_answer_dup_text (result, LOFT_EAS_AIRSYNC_COLLECTION_ID);
  self->server_id = loft_eas_answer_dup_text (result, LOFT_EAS_AIRSYNC_SERVER_ID);
  self->long_id =
    tags->long_id != 0 ? loft_eas_answer_dup_text (result, tags->long_id) : g_strdup ("");
  self->properties = properties != NULL ? loft_wbxml_element_copy (properties)
                                        : loft_wbxml_element_new (tags->properties);
  return self;
}

/* Exchange says "nothing found" by an empty result. */
static void
read_result (LoftEasFound *found, const LoftWbxmlElement *result, const LoftEasFoundTags *tags)
{
  const LoftWbxmlElement *properties = loft_wbxml_element_find (result, tags->properties);

  if (is_person (properties))
    g_ptr_array_add (found->people, read_person (properties));
  else if (loft_wbxml_element_get_n_children (result) > 0)
    {
      LoftEasHit *hit = read_hit (result, tags);

      if (hit->server_id[0] != '\0' || hit->long_id[0] != '\0')
        g_ptr_array_add (found->hits, hit);
      else
        hit_free (hit);
    }
}

/* "0-24": what came; without it, or with nonsense in it, there is no next one to ask for. */
static guint
read_next (const LoftWbxmlElement *list, const LoftEasFoundTags *tags)
{
  const char *range = loft_wbxml_element_get_text (list, tags->range);
  g_auto (GStrv) ends = range != NULL ? g_strsplit (range, "-", 2) : NULL;
  guint64 first, last;

  if (ends == NULL || g_strv_length (ends) != 2 ||
      !g_ascii_string_to_unsigned (ends[0], 10, 0, RANGE_LIMIT, &first, NULL) ||
      !g_ascii_string_to_unsigned (ends[1], 10, first, RANGE_LIMIT, &last, NULL))
    return 0;
  return last < RANGE_LIMIT ? (guint) last + 1 : 0;
}

void
loft_eas_found_read (LoftEasFound *found, const LoftWbxmlElement *list,
                     const LoftEasFoundTags *tags, gboolean is_end)
{
  guint next = is_end ? 0 : read_next (list, tags);

  found->people = g_ptr_array_new_with_free_func ((GDestroyNotify) person_free);
  found->hits = g_ptr_array_new_with_free_func ((GDestroyNotify) hit_free);
  found->total = loft_wbxml_element_get_int (list, tags->total, -1);
  for (guint i = 0; i < loft_wbxml_element_get_n_children (list); i++)
    if (loft_wbxml_element_get_child (list, i)->tag == tags->result)
      read_result (found, loft_wbxml_element_get_child (list, i), tags);
  if (found->people->len + found->hits->len > 0 &&
      (found->total < 0 || (gint64) next < found->total))
    found->next = next;
}
