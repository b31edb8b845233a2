/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-untaken-private.h"

#include "loft-content-salvage.h"

static const char *const reasons[] = {
  [LOFT_UNTAKEN_KIND] = "the folder does not keep things of this kind",
  [LOFT_UNTAKEN_NO_START] = "it says no time",
};

void
loft_untaken_list_add (LoftUntakenList *self, const char *name, LoftUntakenReason reason)
{
  LoftUntaken *next = self->n < LOFT_UNTAKEN_NAMED ? &self->named[self->n] : NULL;
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  const char *end = NULL;

  self->n++;
  if (next == NULL)
    return;
  g_strlcpy (next->name, valid, sizeof next->name);
  if (!g_utf8_validate (next->name, -1, &end))
    next->name[end - next->name] = '\0';
  g_strdelimit (next->name, "\r\n\t", ' ');
  next->reason = reason;
}

static LoftUntakenReason
get_reason (LoftContentDamageKind kind)
{
  return kind == LOFT_CONTENT_DAMAGE_NUL       ? LOFT_UNTAKEN_NUL
         : kind == LOFT_CONTENT_DAMAGE_OPEN    ? LOFT_UNTAKEN_OPEN
         : kind == LOFT_CONTENT_DAMAGE_CROSSED ? LOFT_UNTAKEN_CROSSED
                                               : LOFT_UNTAKEN_LIMIT;
}

void
loft_untaken_list_add_damages (LoftUntakenList *self, GPtrArray *damages)
{
  for (guint i = 0; i < damages->len; i++)
    {
      const LoftContentDamage *damage = g_ptr_array_index (damages, i);

      loft_untaken_list_add (self, damage->title, get_reason (damage->kind));
    }
}

void
loft_untaken_list_add_piece (LoftUntakenList *self, GBytes *piece, LoftUntakenReason reason)
{
  gsize size;
  const char *text = g_bytes_get_data (piece, &size);
  g_autoptr (LoftContentDamage) damage =
    loft_content_damage_new (LOFT_CONTENT_DAMAGE_LIMIT, text, size);

  loft_untaken_list_add (self, damage->title, reason);
}

static const char *
explain (LoftUntakenReason reason)
{
  switch (reason)
    {
    case LOFT_UNTAKEN_NUL:
      return loft_content_damage_explain (LOFT_CONTENT_DAMAGE_NUL);
    case LOFT_UNTAKEN_OPEN:
      return loft_content_damage_explain (LOFT_CONTENT_DAMAGE_OPEN);
    case LOFT_UNTAKEN_CROSSED:
      return loft_content_damage_explain (LOFT_CONTENT_DAMAGE_CROSSED);
    case LOFT_UNTAKEN_LIMIT:
      return loft_content_damage_explain (LOFT_CONTENT_DAMAGE_LIMIT);
    case LOFT_UNTAKEN_KIND:
    case LOFT_UNTAKEN_NO_START:
    default:
      return reasons[reason];
    }
}

char *
loft_untaken_list_explain (const LoftUntakenList *self)
{
  const LoftUntaken *first = &self->named[0];

  if (self->n == 0)
    return g_strdup ("");
  return *first->name != '\0'
           ? g_strdup_printf ("\"%s\" is left out: %s", first->name, explain (first->reason))
           : g_strdup_printf ("An entry is left out: %s", explain (first->reason));
}
