/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-message.h"

#include "loft-eas-category.h"
#include "loft-eas-date.h"

#define MAX_CATEGORIES   300
#define CATEGORIES_SINCE 140

/* MS-ASEMAIL 2.2.2.74 and 2.2.2.42 */
#define STATUS_ACTIVE  2
#define VERB_REPLY     1
#define VERB_REPLY_ALL 2
#define VERB_FORWARD   3

typedef struct {
  LoftFlags flags;
  LoftFlags told;
} Facts;

static void
tell (Facts *self, LoftFlags flag, gboolean is_set)
{
  self->told |= flag;
  self->flags = is_set ? self->flags | flag : self->flags & ~flag;
}

/* Only the last verb is told, so the other one stays as it was. */
static void
read_verb (Facts *self, const LoftWbxmlElement *data)
{
  gint64 verb = loft_wbxml_element_get_int (data, LOFT_EAS_EMAIL2_LAST_VERB_EXECUTED, 0);

  if (verb == VERB_REPLY || verb == VERB_REPLY_ALL)
    tell (self, LOFT_FLAG_ANSWERED, TRUE);
  else if (verb == VERB_FORWARD)
    tell (self, LOFT_FLAG_FORWARDED, TRUE);
}

static void
read_flags (Facts *self, const LoftWbxmlElement *data)
{
  const LoftWbxmlElement *flag = loft_wbxml_element_find (data, LOFT_EAS_EMAIL_FLAG);
  gint64 read = loft_wbxml_element_get_int (data, LOFT_EAS_EMAIL_READ, -1);
  gint64 draft = loft_wbxml_element_get_int (data, LOFT_EAS_EMAIL2_IS_DRAFT, -1);

  if (read >= 0)
    tell (self, LOFT_FLAG_SEEN, read != 0);
  if (draft >= 0)
    tell (self, LOFT_FLAG_DRAFT, draft != 0);
  if (flag != NULL)
    tell (self, LOFT_FLAG_FLAGGED,
          loft_wbxml_element_get_int (flag, LOFT_EAS_EMAIL_STATUS, 0) == STATUS_ACTIVE);
  read_verb (self, data);
}

/* Those that are no categories, which the server knows nothing of. */
static void
keep_others (GPtrArray *words, const char *keywords)
{
  g_auto (GStrv) old = g_strsplit (keywords != NULL ? keywords : "", " ", -1);

  for (guint i = 0; old[i] != NULL; i++)
    {
      g_autofree char *category = loft_eas_category_from_keyword (old[i]);

      if (category == NULL && *old[i] != '\0')
        g_ptr_array_add (words, g_strdup (old[i]));
    }
}

static char *
read_keywords (const LoftWbxmlElement *categories, const char *before)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  guint count = MIN (loft_wbxml_element_get_n_children (categories), MAX_CATEGORIES);

  keep_others (words, before);
  for (guint i = 0; i < count; i++)
    {
      const LoftWbxmlElement *child = loft_wbxml_element_get_child (categories, i);

      if (child->tag == LOFT_EAS_EMAIL_CATEGORY && child->text != NULL && *child->text != '\0')
        g_ptr_array_add (words, loft_eas_category_to_keyword (child->text));
    }
  g_ptr_array_add (words, NULL);
  return loft_keywords_join ((const char *const *) words->pdata);
}

void
loft_eas_message_read (const LoftWbxmlElement *data, LoftFlags *flags, char **keywords,
                       gint64 *received, LoftFlags *told)
{
  const LoftWbxmlElement *categories = loft_wbxml_element_find (data, LOFT_EAS_EMAIL_CATEGORIES);
  Facts facts = { .flags = *flags };
  gint64 when;

  read_flags (&facts, data);
  *flags = facts.flags;
  if (told != NULL)
    *told = facts.told;
  if (categories != NULL)
    {
      char *now = read_keywords (categories, *keywords);

      g_free (*keywords);
      *keywords = now;
    }
  if (loft_eas_date_read (loft_wbxml_element_get_text (data, LOFT_EAS_EMAIL_DATE_RECEIVED), &when))
    *received = when;
}

gboolean
loft_eas_message_has_categories (const LoftEasMapping *how)
{
  return how->version >= CATEGORIES_SINCE;
}

/* ---- telling the server ------------------------------------------------------------------- */

static void
add_categories (LoftWbxmlElement *data, const char *keywords)
{
  LoftWbxmlElement *categories = loft_wbxml_element_add (data, LOFT_EAS_EMAIL_CATEGORIES);
  g_auto (GStrv) words = g_strsplit (keywords, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *category = loft_eas_category_from_keyword (words[i]);

      if (category != NULL)
        loft_wbxml_element_add_text (categories, LOFT_EAS_EMAIL_CATEGORY, category);
    }
}

LoftWbxmlElement *
loft_eas_message_change (LoftFlags add, LoftFlags remove, const char *keywords,
                         LoftWbxmlElement *flag, const LoftEasMapping *how)
{
  g_autoptr (LoftWbxmlElement) data = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_APPLICATION_DATA);

  if ((add | remove) & LOFT_FLAG_SEEN)
    loft_wbxml_element_add_int (data, LOFT_EAS_EMAIL_READ, (add & LOFT_FLAG_SEEN) != 0);
  if (flag != NULL)
    loft_wbxml_element_take (data, flag);
  if (keywords != NULL && loft_eas_message_has_categories (how))
    add_categories (data, keywords);
  return loft_wbxml_element_get_n_children (data) > 0 ? g_steal_pointer (&data) : NULL;
}
