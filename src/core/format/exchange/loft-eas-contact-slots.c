/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-contact-private.h"
#include "loft-eas-refusal.h"
#include "loft-vcard-value.h"

#include <string.h>

#define MAX_SLOTS 32 /* there are fewer */

typedef struct {
  LoftVcardLine *line;
  LoftContactValue *value;
  gboolean is_placed;
} Entry;

typedef struct {
  GArray *entries;
  char *texts[MAX_SLOTS]; /* (nullable) of each slot */
} Filling;

static void
clear_entry (Entry *entry)
{
  loft_contact_value_free (entry->value);
}

/* ---- what a line says it is --------------------------------------------------------------- */

/* Types that tell two numbers of a contact apart. */
static gboolean
has_key (const LoftContactValue *value, const char *key)
{
  static const char *const also_cell[] = { "mobile", "iphone", NULL };
  const char *const *types = (const char *const *) value->types;

  if (g_strv_contains (types, key))
    return TRUE;
  for (guint i = 0; also_cell[i] != NULL && g_str_equal (key, "cell"); i++)
    if (g_strv_contains (types, also_cell[i]))
      return TRUE;
  return FALSE;
}

static guint
count_keys (const LoftContactValue *value)
{
  static const char *const keys[] = { "cell", "work",  "home",      "fax",  "pager",
                                      "car",  "radio", "assistant", "main", "mms" };
  guint count = 0;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (has_key (value, keys[i]))
      count++;
  return count;
}

static gboolean
is_exactly (const LoftContactValue *value, const LoftEasContactSlot *slot)
{
  g_auto (GStrv) words = g_strsplit (slot->types, ",", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (!has_key (value, words[i]))
      return FALSE;
  return count_keys (value) == g_strv_length (words);
}

/* A phone that has no room elsewhere is no fax. */
static gboolean
takes_anything (const LoftEasContactSlot *slot)
{
  static const char *const plain[] = { "", "cell", "work", "home", NULL };

  return g_strv_contains (plain, slot->key);
}

static gboolean
came_from (const Entry *entry, const LoftEasContactSlot *slot)
{
  g_autofree char *name = loft_vcard_line_dup_parameter (entry->line, LOFT_EAS_PARAMETER);

  return name != NULL && g_str_equal (name, loft_eas_tag_get_name (slot->tag)) &&
         (*slot->key == '\0' || is_exactly (entry->value, slot));
}

typedef gboolean (*FitsFunc) (const Entry *entry, const LoftEasContactSlot *slot);

static gboolean
fits_exactly (const Entry *entry, const LoftEasContactSlot *slot)
{
  return *slot->key != '\0' && is_exactly (entry->value, slot);
}

static gboolean
fits_by_key (const Entry *entry, const LoftEasContactSlot *slot)
{
  return *slot->key != '\0' && has_key (entry->value, slot->key) &&
         has_key (entry->value, "fax") == g_str_equal (slot->key, "fax");
}

static gboolean
fits_anyhow (const Entry *entry, const LoftEasContactSlot *slot)
{
  return *slot->key == '\0' || (takes_anything (slot) && count_keys (entry->value) == 0);
}

/* ---- placing ------------------------------------------------------------------------------ */

/* "Eva Adler" <eva@example.org> around an address that may have changed. */
static char *
dup_shown (const Entry *entry)
{
  g_autofree char *shown = loft_vcard_line_dup_parameter (entry->line, LOFT_EAS_PARAMETER_SHOWN);
  const char *open = shown != NULL ? strrchr (shown, '<') : NULL;

  if (open == NULL || *entry->value->value == '\0')
    return g_strdup (entry->value->value);
  return g_strdup_printf ("%.*s<%s>", (int) (open - shown), shown, entry->value->value);
}

static void
place (Filling *self, FitsFunc fits)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i);

      for (guint k = 0; k < loft_eas_contact_n_slots && !entry->is_placed; k++)
        {
          const LoftEasContactSlot *slot = &loft_eas_contact_slots[k];

          if (self->texts[k] != NULL || !g_str_equal (slot->name, entry->value->property) ||
              !fits (entry, slot))
            continue;
          self->texts[k] = dup_shown (entry);
          entry->is_placed = TRUE;
        }
    }
}

static gboolean
leave_out (const LoftContactValue *value, const LoftEasMapping *how, GError **error)
{
  g_autofree char *sentence = NULL;

  if (g_str_equal (value->property, "EMAIL"))
    sentence = g_strdup ("Exchange keeps three e-mail addresses of a contact; this one has more");
  else if (g_str_equal (value->property, "IMPP"))
    sentence = g_strdup ("Exchange keeps three chat addresses of a contact; this one has more");
  else
    sentence =
      g_strdup_printf ("Exchange keeps one mobile number and two each of home and work; it "
                       "has no place for “%s” beside the others",
                       value->value);
  return loft_eas_leave_out (how, sentence, error);
}

static gboolean
has_slots (const LoftContactValue *value)
{
  for (guint i = 0; i < loft_eas_contact_n_slots; i++)
    if (g_str_equal (loft_eas_contact_slots[i].name, value->property))
      return TRUE;
  return FALSE;
}

static GArray *
list_entries (LoftVcardCard *card)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));

  g_array_set_clear_func (entries, (GDestroyNotify) clear_entry);
  /* More than there can be are not told one by one. */
  for (guint i = 0; i < card->lines->len && entries->len <= 2 * MAX_SLOTS; i++)
    {
      LoftVcardLine *line = g_ptr_array_index (card->lines, i);
      LoftContactValue *value = loft_vcard_value_read (card, line);
      Entry entry = { line, value, FALSE };

      if (value != NULL && has_slots (value))
        g_array_append_val (entries, entry);
      else
        g_clear_pointer (&value, loft_contact_value_free);
    }
  return entries;
}

gboolean
loft_eas_contact_fill_slots (LoftVcardCard *card, const LoftEasMapping *how, LoftWbxmlElement *data,
                             GError **error)
{
  g_autoptr (GArray) entries = list_entries (card);
  Filling self = { .entries = entries };
  gboolean is_done = TRUE;

  place (&self, came_from);
  place (&self, fits_exactly);
  place (&self, fits_by_key);
  place (&self, fits_anyhow);
  for (guint i = 0; i < entries->len && is_done; i++)
    if (!g_array_index (entries, Entry, i).is_placed)
      is_done = leave_out (g_array_index (entries, Entry, i).value, how, error);
  for (guint i = 0; i < loft_eas_contact_n_slots; i++)
    {
      if (is_done && self.texts[i] != NULL)
        loft_wbxml_element_add_text (data, loft_eas_contact_slots[i].tag, self.texts[i]);
      g_free (self.texts[i]);
    }
  return is_done;
}
