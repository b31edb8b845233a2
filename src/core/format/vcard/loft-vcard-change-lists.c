/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-vcard-change-private.h"
#include "loft-vcard-value.h"

#define CATEGORIES "CATEGORIES"

typedef struct {
  LoftContactValue *before; /* (not owned) (nullable) NULL: is added */
  LoftContactValue *after; /* (not owned) (nullable) NULL: is removed */
} Pair;

/* (transfer container) Of values those that others lack, each counted. */
static GPtrArray *
list_missing (GPtrArray *values, GPtrArray *others)
{
  GPtrArray *missing = g_ptr_array_new ();
  g_autofree gboolean *is_taken = g_new0 (gboolean, others->len + 1);

  for (guint i = 0; i < values->len; i++)
    {
      LoftContactValue *value = g_ptr_array_index (values, i);
      guint k = 0;

      while (k < others->len &&
             (is_taken[k] || !loft_contact_value_equal (value, g_ptr_array_index (others, k))))
        k++;
      if (k == others->len)
        g_ptr_array_add (missing, value);
      else
        is_taken[k] = TRUE;
    }
  return missing;
}

/* How surely two are the same value before and after; 0: not at all. */
static guint
get_likeness (const LoftContactValue *before, const LoftContactValue *after)
{
  if (!g_str_equal (before->property, after->property))
    return 0;
  if (g_str_equal (before->value, after->value))
    return 3;
  return g_strv_equal ((const char *const *) before->types, (const char *const *) after->types) &&
             g_str_equal (before->label, after->label)
           ? 2
           : 1;
}

static LoftContactValue *
take_likest (GPtrArray *added, const LoftContactValue *before, guint likeness)
{
  for (guint i = 0; i < added->len; i++)
    {
      LoftContactValue *after = g_ptr_array_index (added, i);

      if (get_likeness (before, after) == likeness)
        return g_ptr_array_steal_index (added, i);
    }
  return NULL;
}

/* (transfer full) of Pair. */
static GArray *
pair_values (GPtrArray *removed, GPtrArray *added)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (Pair));

  for (guint likeness = 3; likeness > 0; likeness--)
    for (guint i = 0; i < removed->len; i++)
      {
        Pair pair = { g_ptr_array_index (removed, i), NULL };

        if (pair.before != NULL)
          pair.after = take_likest (added, pair.before, likeness);
        if (pair.after == NULL)
          continue;
        g_array_append_val (pairs, pair);
        removed->pdata[i] = NULL;
      }
  for (guint i = 0; i < removed->len; i++)
    if (g_ptr_array_index (removed, i) != NULL)
      {
        Pair pair = { g_ptr_array_index (removed, i), NULL };

        g_array_append_val (pairs, pair);
      }
  for (guint i = 0; i < added->len; i++)
    {
      Pair pair = { NULL, g_ptr_array_index (added, i) };

      g_array_append_val (pairs, pair);
    }
  return pairs;
}

static LoftVcardLine *
find_line (LoftVcardChange *self, const LoftContactValue *value)
{
  for (guint i = 0; i < self->card->lines->len; i++)
    {
      LoftVcardLine *line = g_ptr_array_index (self->card->lines, i);
      g_autoptr (LoftContactValue) said =
        line->property != NULL ? loft_vcard_value_read (self->card, line) : NULL;

      if (said != NULL && loft_contact_value_equal (said, value))
        return line;
    }
  return NULL;
}

static gboolean
change_value (LoftVcardChange *self, const Pair *pair)
{
  LoftVcardLine *line = pair->before != NULL ? find_line (self, pair->before) : NULL;
  gboolean is_there = pair->after != NULL && find_line (self, pair->after) != NULL;

  if (line != NULL && pair->after == NULL)
    loft_vcard_card_remove (self->card, line);
  else if (line != NULL)
    loft_vcard_value_write (self->card, line, pair->before, pair->after);
  else if (pair->before == NULL && !is_there)
    loft_vcard_value_add (self->card, pair->after);
  else if (pair->before != NULL && pair->after != NULL && !is_there)
    return loft_vcard_change_conflicts (self, pair->before->property);
  return TRUE;
}

gboolean
loft_vcard_change_values (LoftVcardChange *self)
{
  g_autoptr (GPtrArray) removed = list_missing (self->before->values, self->after->values);
  g_autoptr (GPtrArray) added = list_missing (self->after->values, self->before->values);
  g_autoptr (GArray) pairs = pair_values (removed, added);

  for (guint i = 0; i < pairs->len; i++)
    if (!change_value (self, &g_array_index (pairs, Pair, i)))
      return FALSE;
  return TRUE;
}

/* (transfer full) Words of a that are not among b, nor among c. */
static GHashTable *
list_lost (GStrv a, GStrv b, GStrv c)
{
  GHashTable *lost = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; a[i] != NULL; i++)
    g_hash_table_add (lost, a[i]);
  for (guint i = 0; b[i] != NULL; i++)
    g_hash_table_remove (lost, b[i]);
  for (guint i = 0; c != NULL && c[i] != NULL; i++)
    g_hash_table_remove (lost, c[i]);
  return lost;
}

static void
drop_categories (LoftVcardChange *self, LoftVcardLine *line, GHashTable *removed)
{
  g_autofree char *value = loft_vcard_line_dup_value (line);
  g_auto (GStrv) words = loft_content_value_split (value, ',');
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  g_auto (GStrv) kept_words = NULL;
  g_autofree char *changed = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = loft_vcard_value_read_part (words[i]);

      if (!g_hash_table_contains (removed, word))
        g_strv_builder_add (kept, words[i]);
    }
  kept_words = g_strv_builder_end (kept);
  changed = g_strjoinv (",", kept_words);
  if (*changed == '\0')
    loft_vcard_card_remove (self->card, line);
  else if (!g_str_equal (changed, value))
    loft_vcard_line_set_value (line, changed);
}

static void
add_category (LoftVcardChange *self, const char *category)
{
  LoftVcardLine *line = loft_vcard_card_find (self->card, CATEGORIES);
  g_autofree char *escaped = loft_content_text_escape (category);
  g_autofree char *present = line != NULL ? loft_vcard_line_dup_value (line) : NULL;
  g_autofree char *value = g_strjoin (present != NULL && *present != '\0' ? "," : "",
                                      present != NULL ? present : "", escaped, NULL);

  if (line != NULL)
    loft_vcard_line_set_value (line, value);
  else
    loft_vcard_card_add (self->card, loft_content_property_new (CATEGORIES, value));
}

void
loft_vcard_change_categories (LoftVcardChange *self)
{
  GStrv after = self->after->categories;
  g_autoptr (GHashTable) removed = list_lost (self->before->categories, after, NULL);
  g_autoptr (GHashTable) added = list_lost (after, self->before->categories, self->now->categories);

  for (guint i = 0; g_hash_table_size (removed) > 0 && i < self->card->lines->len; i++)
    {
      LoftVcardLine *line = g_ptr_array_index (self->card->lines, i);

      if (line->property != NULL && g_str_equal (line->name, CATEGORIES))
        drop_categories (self, line, removed);
    }
  for (guint i = 0; after[i] != NULL; i++)
    if (g_hash_table_contains (added, after[i]))
      add_category (self, after[i]);
}

static gboolean
is_member (const LoftVcardLine *line)
{
  return line->property != NULL && (g_str_equal (line->name, "MEMBER") ||
                                    g_str_equal (line->name, "X-ADDRESSBOOKSERVER-MEMBER"));
}

void
loft_vcard_change_members (LoftVcardChange *self)
{
  GStrv after = self->after->members;
  const char *name = self->card->version == 4 ? "MEMBER" : "X-ADDRESSBOOKSERVER-MEMBER";
  g_autoptr (GHashTable) removed = list_lost (self->before->members, after, NULL);
  g_autoptr (GHashTable) added = list_lost (after, self->before->members, self->now->members);

  for (guint i = 0; g_hash_table_size (removed) > 0 && i < self->card->lines->len; i++)
    {
      LoftVcardLine *line = g_ptr_array_index (self->card->lines, i);
      g_autofree char *member = is_member (line) ? loft_vcard_line_dup_text (line) : NULL;

      if (member != NULL && g_hash_table_contains (removed, member))
        loft_vcard_card_remove (self->card, line);
    }
  for (guint i = 0; after[i] != NULL; i++)
    if (g_hash_table_contains (added, after[i]))
      loft_vcard_card_add (self->card, loft_content_property_new (name, after[i]));
}
