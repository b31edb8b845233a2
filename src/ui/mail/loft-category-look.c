/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-category-look.h"

#include "config.h"

#include <glib/gi18n.h>

/* One object from the first to the last: widgets follow it. */
LoftCategories *
loft_category_look_get_list (void)
{
  static LoftCategories *categories;

  if (categories == NULL)
    categories = loft_categories_new (NULL);
  return categories;
}

void
loft_category_look_open (const char *profile_dir)
{
  loft_categories_read (loft_category_look_get_list (), profile_dir);
}

/* The core's names, for the translators. */
static const char *const originals[] = {
  NC_ ("category", "Important"), NC_ ("category", "Work"),  NC_ ("category", "Personal"),
  NC_ ("category", "To Do"),     NC_ ("category", "Later"),
};

const char *
loft_category_look_name (LoftCategory *category)
{
  const char *name = loft_category_get_name (category);

  for (guint i = 0; i < G_N_ELEMENTS (originals) && loft_category_is_original (category); i++)
    if (g_str_equal (originals[i], name))
      return g_dpgettext2 (NULL, "category", originals[i]);
  return name;
}

void
loft_category_look_color (LoftCategory *category, GdkRGBA *color)
{
  gdk_rgba_parse (color, loft_category_get_color (category));
}

char *
loft_category_look_describe (const char *keywords)
{
  g_autoptr (GPtrArray) list = loft_categories_list_of (loft_category_look_get_list (), keywords);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    {
      if (i > 0)
        /* Translators: between the names of several categories. */
        g_string_append (text, C_ ("categories", ", "));
      g_string_append (text, loft_category_look_name (g_ptr_array_index (list, i)));
    }
  return g_string_free (text, list->len == 0);
}
