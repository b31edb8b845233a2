/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-follow-up-menu.h"

#include "config.h"
#include "loft-follow-up-text.h"

#include <glib/gi18n.h>

static const char *const labels[LOFT_N_FOLLOW_UP_CHOICES] = {
  [LOFT_FOLLOW_UP_TODAY] = N_ ("_Today"),         [LOFT_FOLLOW_UP_TOMORROW] = N_ ("T_omorrow"),
  [LOFT_FOLLOW_UP_THIS_WEEK] = N_ ("This _Week"), [LOFT_FOLLOW_UP_NEXT_WEEK] = N_ ("_Next Week"),
  [LOFT_FOLLOW_UP_NO_DATE] = N_ ("No _Date"),
};

static GMenuModel *
new_choices (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) choices = g_menu_new ();
  g_autoptr (GMenu) done = g_menu_new ();

  for (guint i = 0; i < LOFT_N_FOLLOW_UP_CHOICES; i++)
    {
      g_autofree char *action =
        g_strconcat ("mail.follow-up::", loft_follow_up_choice_get_name (i), NULL);

      g_menu_append (choices, _ (labels[i]), action);
    }
  g_menu_append (done, _ ("Mark _Complete"), "mail.follow-up-done");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (choices));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (done));
  return G_MENU_MODEL (menu);
}

GMenu *
loft_follow_up_menu_new (void)
{
  return g_menu_new ();
}

void
loft_follow_up_menu_show (GMenu *section, gboolean shown)
{
  gboolean is_shown = g_menu_model_get_n_items (G_MENU_MODEL (section)) > 0;

  if (shown && !is_shown)
    {
      g_autoptr (GMenuModel) choices = new_choices ();

      g_menu_append_submenu (section, _ ("Follo_w Up"), choices);
    }
  else if (!shown && is_shown)
    g_menu_remove_all (section);
}
