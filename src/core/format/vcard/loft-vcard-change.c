/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-clock.h"
#include "loft-error.h"
#include "loft-vcard-change-private.h"
#include "loft-vcard-date.h"
#include "loft-vcard-name.h"
#include "loft-vcard-object.h"
#include "loft-vcard-photo.h"
#include "loft-vcard-value.h"

gboolean
loft_vcard_change_conflicts (LoftVcardChange *self, const char *name)
{
  g_set_error (self->error, LOFT_ERROR, LOFT_ERROR_CONFLICT, "%s was changed to something else",
               name);
  return FALSE;
}

/* The first that says something: what was read. */
static LoftVcardLine *
find_said (LoftVcardChange *self, const char *name)
{
  for (guint i = 0; i < self->card->lines->len; i++)
    {
      LoftVcardLine *line = g_ptr_array_index (self->card->lines, i);

      if (line->property != NULL && g_str_equal (line->name, name) &&
          *loft_content_property_get_value (line->property) != '\0')
        return line;
    }
  return loft_vcard_card_find (self->card, name);
}

static void
write_line (LoftVcardChange *self, const char *name, const char *value)
{
  LoftVcardLine *line = find_said (self, name);

  if (line != NULL)
    loft_vcard_line_set_value (line, value);
  else
    loft_vcard_card_add (self->card, loft_content_property_new (name, value));
}

static gboolean
change_text (LoftVcardChange *self, const char *name, const char *now, const char *before,
             const char *after)
{
  g_autofree char *value = loft_content_text_escape (after);
  LoftVcardLine *line = find_said (self, name);

  if (g_str_equal (before, after) || g_str_equal (now, after))
    return TRUE;
  if (!g_str_equal (now, before))
    return loft_vcard_change_conflicts (self, name);
  if (*after != '\0')
    write_line (self, name, value);
  else if (line != NULL)
    loft_vcard_card_remove (self->card, line);
  return TRUE;
}

static gboolean
is_empty (const char *const *parts, guint count)
{
  for (guint i = 0; i < count; i++)
    if (*parts[i] != '\0')
      return FALSE;
  return TRUE;
}

/* What of now becomes of the parts; NULL: a conflict. */
static GStrv
merge_parts (const char *const *now, const char *const *before, const char *const *after,
             guint count)
{
  g_autoptr (GStrvBuilder) merged = g_strv_builder_new ();

  for (guint i = 0; i < count; i++)
    {
      gboolean is_changed = !g_str_equal (before[i], after[i]);

      if (is_changed && !g_str_equal (now[i], before[i]) && !g_str_equal (now[i], after[i]))
        return NULL;
      g_strv_builder_add (merged, is_changed ? after[i] : now[i]);
    }
  return g_strv_builder_end (merged);
}

static gboolean
change_parts (LoftVcardChange *self, const char *name, const char *const *now,
              const char *const *before, const char *const *after, guint count)
{
  g_auto (GStrv) merged = merge_parts (now, before, after, count);
  LoftVcardLine *line = find_said (self, name);
  g_autofree char *written = line != NULL ? loft_vcard_line_dup_value (line) : g_strdup ("");
  g_autofree char *value = NULL;
  gboolean is_same = merged != NULL;

  if (merged == NULL)
    return loft_vcard_change_conflicts (self, name);
  for (guint i = 0; i < count; i++)
    is_same = is_same && g_str_equal (merged[i], now[i]);
  if (is_same)
    return TRUE;
  value = loft_vcard_value_join (written, now, (const char *const *) merged, count);
  if (is_empty ((const char *const *) merged, count) && line != NULL && !g_str_equal (name, "N"))
    loft_vcard_card_remove (self->card, line);
  else
    write_line (self, name, value);
  return TRUE;
}

#define NAME_PARTS(contact)                                                                        \
  {                                                                                                \
    (contact)->family, (contact)->given, (contact)->additional, (contact)->prefix,                 \
      (contact)->suffix                                                                            \
  }

static gboolean
change_name (LoftVcardChange *self)
{
  const char *const now[] = NAME_PARTS (self->now);
  const char *const before[] = NAME_PARTS (self->before);
  const char *const after[] = NAME_PARTS (self->after);

  return change_text (self, "FN", self->now->name, self->before->name, self->after->name) &&
         change_parts (self, "N", now, before, after, G_N_ELEMENTS (now)) &&
         change_text (self, "NICKNAME", self->now->nickname, self->before->nickname,
                      self->after->nickname);
}

static gboolean
change_work (LoftVcardChange *self)
{
  const char *const now[] = { self->now->organization, self->now->department };
  const char *const before[] = { self->before->organization, self->before->department };
  const char *const after[] = { self->after->organization, self->after->department };

  return change_parts (self, "ORG", now, before, after, G_N_ELEMENTS (now)) &&
         change_text (self, "TITLE", self->now->title, self->before->title, self->after->title) &&
         change_text (self, "ROLE", self->now->role, self->before->role, self->after->role);
}

static gboolean
has_same_photo (const LoftContact *a, const LoftContact *b)
{
  if (a->photo == NULL || b->photo == NULL)
    return a->photo == b->photo && g_str_equal (a->photo_uri, b->photo_uri);
  return g_bytes_equal (a->photo, b->photo);
}

static gboolean
change_photo (LoftVcardChange *self)
{
  const LoftContact *after = self->after;

  if (has_same_photo (self->before, after) || has_same_photo (self->now, after))
    return TRUE;
  if (!has_same_photo (self->now, self->before))
    return loft_vcard_change_conflicts (self, "PHOTO");
  loft_vcard_card_remove_all (self->card, "PHOTO");
  if (after->photo != NULL || *after->photo_uri != '\0')
    loft_vcard_card_add (self->card, loft_vcard_photo_new (after->photo, after->photo_uri,
                                                           self->card->version));
  return TRUE;
}

static gboolean
change_all (LoftVcardChange *self)
{
  if (!change_text (self, "UID", self->now->uid, self->before->uid, self->after->uid) ||
      !change_name (self) || !change_work (self) || !change_photo (self) ||
      !loft_vcard_change_values (self))
    return FALSE;
  loft_vcard_change_categories (self);
  loft_vcard_change_members (self);
  return TRUE;
}

GBytes *
loft_vcard_change (GBytes *raw, const LoftContact *before, const LoftContact *after, GError **error)
{
  g_autoptr (GBytes) source =
    loft_vcard_version (raw) == 2 ? loft_vcard_convert (raw, 3) : g_bytes_ref (raw);
  g_autoptr (LoftVcardCard) card = loft_vcard_card_read (source, error);
  g_autoptr (LoftContact) now = card != NULL ? loft_vcard_read_card (card) : NULL;
  g_autoptr (LoftContact) wanted = loft_vcard_name_keep_in_step (before, after);
  LoftVcardChange change = { card, now, before, wanted, error };
  g_autofree char *time = loft_vcard_date_write_time (loft_clock_now ());
  g_autoptr (GBytes) same = NULL;
  g_autoptr (GBytes) written = NULL;

  if (card == NULL)
    return NULL;
  same = loft_content_component_write (card->root);
  if (!change_all (&change))
    return NULL;
  written = loft_content_component_write (card->root);
  if (g_bytes_equal (same, written))
    return g_bytes_ref (raw);
  write_line (&change, "REV", time);
  return loft_content_component_write (card->root);
}
