/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sidebar-heading.h"

#include "loft-settings.h"

gboolean
loft_sidebar_heading_was_folded (const char *key)
{
  g_auto (GStrv) folded = loft_settings_get_strings (LOFT_SETTING_FOLDED_ACCOUNTS);

  return g_strv_contains ((const char *const *) folded, key);
}

LoftSidebarItem *
loft_sidebar_heading_new (const char *key, const char *title)
{
  LoftSidebarItem *heading = loft_sidebar_item_new (LOFT_SIDEBAR_HEADING, NULL, NULL);

  loft_sidebar_item_set_tree (heading, title, 0, TRUE, !loft_sidebar_heading_was_folded (key));
  return heading;
}

void
loft_sidebar_heading_set_expanded (LoftSidebarItem *heading, const char *key, gboolean expanded)
{
  g_autofree char *title = g_strdup (loft_sidebar_item_get_label (heading));
  g_auto (GStrv) before = loft_settings_get_strings (LOFT_SETTING_FOLDED_ACCOUNTS);
  g_autoptr (GStrvBuilder) after = g_strv_builder_new ();
  g_auto (GStrv) folded = NULL;

  loft_sidebar_item_set_tree (heading, title, 0, TRUE, expanded);
  for (guint i = 0; before[i] != NULL; i++)
    {
      if (!g_str_equal (before[i], key))
        g_strv_builder_add (after, before[i]);
    }
  if (!expanded)
    g_strv_builder_add (after, key);
  folded = g_strv_builder_end (after);
  loft_settings_set_strings (LOFT_SETTING_FOLDED_ACCOUNTS, (const char *const *) folded);
}
