/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-categories-private.h"

#include <string.h>

#include "loft-text.h"

G_DEFINE_FINAL_TYPE (LoftCategory, loft_category, G_TYPE_OBJECT)

/* As Thunderbird numbers them; the colours are ours, of one lightness, to be told apart on light and
 * on dark. */
const LoftCategoryOriginal loft_category_originals[LOFT_CATEGORY_N_ORIGINALS] = {
  { "Important", "#e01b24", "$label1" }, { "Work", "#e66100", "$label2" },
  { "Personal", "#2ec27e", "$label3" },  { "To Do", "#3584e4", "$label4" },
  { "Later", "#9141ac", "$label5" },
};

const char *
loft_category_get_name (LoftCategory *self)
{
  return self->name;
}

const char *
loft_category_get_color (LoftCategory *self)
{
  return self->color;
}

const char *
loft_category_get_keyword (LoftCategory *self)
{
  return self->keyword;
}

gboolean
loft_category_is_original (LoftCategory *self)
{
  for (guint i = 0; i < LOFT_CATEGORY_N_ORIGINALS; i++)
    if (strcmp (loft_category_originals[i].keyword, self->keyword) == 0)
      return strcmp (loft_category_originals[i].name, self->name) == 0;
  return FALSE;
}

static gboolean
is_color (const char *text)
{
  if (strlen (text) != 7 || text[0] != '#')
    return FALSE;
  return strspn (text + 1, "0123456789abcdefABCDEF") == 6;
}

LoftCategory *
loft_category_new (const char *name, const char *color, const char *keyword)
{
  LoftCategory *self = g_object_new (LOFT_TYPE_CATEGORY, NULL);

  self->name = g_strstrip (loft_text_one_line (name, LOFT_CATEGORY_MAX_NAME));
  self->color = g_strdup (is_color (color) ? color : loft_category_originals[3].color);
  self->keyword = g_strdup (keyword);
  return self;
}

static void
loft_category_finalize (GObject *object)
{
  LoftCategory *self = LOFT_CATEGORY (object);

  g_free (self->name);
  g_free (self->color);
  g_free (self->keyword);
  G_OBJECT_CLASS (loft_category_parent_class)->finalize (object);
}

static void
loft_category_class_init (LoftCategoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_category_finalize;
}

static void
loft_category_init (LoftCategory *self)
{
}
