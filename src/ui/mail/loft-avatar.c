/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-avatar.h"

/* Style classes "color1" to "color14" of AdwAvatar's only child. */
#define N_COLORS 14
#define MAX_NAME 100

static void
set_color (GtkWidget *face, const char *address)
{
  g_autofree char *lower = g_utf8_strdown (address, -1);
  guint wanted = g_str_hash (lower) % N_COLORS + 1;

  for (guint i = 1; i <= N_COLORS; i++)
    {
      g_autofree char *name = g_strdup_printf ("color%u", i);

      if (i == wanted)
        gtk_widget_add_css_class (face, name);
      else
        gtk_widget_remove_css_class (face, name);
    }
}

void
loft_avatar_show (AdwAvatar *avatar, const LoftAddress *who)
{
  g_autofree char *name =
    who == NULL ? g_strdup ("") : g_strndup (loft_address_label (who), MAX_NAME);
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  GtkWidget *face = gtk_widget_get_first_child (GTK_WIDGET (avatar));

  adw_avatar_set_text (avatar, valid);
  if (who != NULL && face != NULL)
    set_color (face, who->email);
}
