/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-removed-banner.h"

#include "config.h"
#include "loft-wipe-watch.h"

#include <glib/gi18n.h>

#define SERVICE "loft-service"

static void
show (LoftBanner *banner, guint position, guint n_removed, guint n_added, GListModel *removed)
{
  g_autoptr (LoftRemovedItem) item = g_list_model_get_item (removed, 0);
  g_autoptr (GDateTime) at = NULL;
  g_autofree char *day = NULL;
  g_autofree char *text = NULL;

  if (item == NULL)
    {
      loft_banner_set (banner, NULL, NULL);
      return;
    }
  at = g_date_time_new_from_unix_local (loft_removed_item_get_time (item));
  day = g_date_time_format (at, "%x");
  /* Translators: the name of an account, and a day. */
  text =
    g_strdup_printf (_ ("Your organisation removed the data of %1$s from this computer on %2$s"),
                     loft_removed_item_get_name (item), day);
  loft_banner_set (banner, text, _ ("OK"));
}

static void
on_clicked (LoftBanner *banner)
{
  LoftService *service = g_object_get_data (G_OBJECT (banner), SERVICE);
  g_autoptr (LoftRemovedItem) item =
    g_list_model_get_item (loft_wipe_watch_get_removed (service), 0);

  if (item != NULL)
    loft_wipe_watch_put_away (service, item);
}

void
loft_removed_banner_follow (LoftBanner *banner, LoftService *service)
{
  GListModel *removed = loft_wipe_watch_get_removed (service);

  g_object_set_data_full (G_OBJECT (banner), SERVICE, g_object_ref (service), g_object_unref);
  g_signal_connect (banner, "button-clicked", G_CALLBACK (on_clicked), NULL);
  g_signal_connect_object (removed, "items-changed", G_CALLBACK (show), banner, G_CONNECT_SWAPPED);
  show (banner, 0, 0, 0, removed);
}
