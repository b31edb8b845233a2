/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-color.h"

/* Neighbours differ in light as well as in hue. */
static const char *const palette[] = { "#3584e4", "#e66100", "#2ec27e", "#9141ac", "#e5a50a",
                                       "#2190a4", "#e01b24", "#865e3c", NULL };

const char *const *
loft_account_color_palette (void)
{
  return palette;
}

static guint
place_of (GListModel *accounts, LoftMailAccount *account)
{
  guint n = g_list_model_get_n_items (accounts);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) each = g_list_model_get_item (accounts, i);

      if (each == account)
        return i;
    }
  return 0;
}

void
loft_account_color_get (GListModel *accounts, LoftMailAccount *account, GdkRGBA *color)
{
  const char *chosen = loft_mail_account_get_account (account)->color;

  if (chosen == NULL || !gdk_rgba_parse (color, chosen))
    gdk_rgba_parse (color, palette[place_of (accounts, account) % (G_N_ELEMENTS (palette) - 1)]);
}
