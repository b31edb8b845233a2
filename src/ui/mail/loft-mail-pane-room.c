/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "config.h"
#include "loft-quota-row.h"
#include "loft-room-window.h"

#include <glib/gi18n.h>

/* ---- what takes room ---------------------------------------------------------------------- */

static void
on_lead_to (LoftRoomWindow *window, gint64 folder_id, gint64 message_id, LoftMailPane *self)
{
  const char *account_id = g_object_get_data (G_OBJECT (window), "loft-account");

  loft_mail_pane_show_mail (self, account_id, folder_id, message_id);
  gtk_window_present (GTK_WINDOW (gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW)));
}

static void
show_room (LoftMailPane *self, LoftMailAccount *account)
{
  GtkWidget *window =
    loft_room_window_new (GTK_WINDOW (gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW)),
                          self->service, account, G_ACTION_GROUP (self->actions));

  g_object_set_data_full (G_OBJECT (window), "loft-account",
                          g_strdup (loft_mail_account_get_account (account)->id), g_free);
  g_signal_connect_object (window, "lead-to", G_CALLBACK (on_lead_to), self, 0);
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_what_takes_room (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  g_autoptr (LoftMailAccount) account =
    loft_mail_pane_find_account (self, g_variant_get_string (parameter, NULL));

  if (account != NULL)
    show_room (self, account);
}

/* ---- a server that is nearly full --------------------------------------------------------- */

/* (transfer full) (nullable) the fullest one that nobody has put away. */
static LoftMailAccount *
find_full (LoftMailPane *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);
  LoftQuotaWatch *quotas = loft_service_get_quotas (self->service);
  g_autoptr (LoftMailAccount) fullest = NULL;
  LoftQuotaStep most = LOFT_QUOTA_ROOM;

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      LoftQuotaStep step = loft_quota_watch_get_step (quotas, account);

      if (step <= most)
        continue;
      most = step;
      g_set_object (&fullest, account);
    }
  return g_steal_pointer (&fullest);
}

static char *
warning_text (LoftMailAccount *account, LoftQuotaStep step, guint64 used, guint64 limit)
{
  g_autofree char *room = loft_quota_row_describe (used, limit);
  const char *name = loft_mail_account_get_name (account);

  if (step == LOFT_QUOTA_FULL)
    /* Translators: an account, “4.8 GB of 5 GB (96 %)”. */
    return g_strdup_printf (_ (
                              "%1$s is almost full: %2$s. New mail will soon be refused; delete or "
                              "archive what takes most room."),
                            name, room);
  return g_strdup_printf (_ ("%1$s is filling up: %2$s"), name, room);
}

static void
update_quota (LoftMailPane *self)
{
  LoftQuotaWatch *quotas = loft_service_get_quotas (self->service);
  g_autoptr (LoftMailAccount) account = find_full (self);
  g_autofree char *text = NULL;
  guint64 used = 0;
  guint64 limit = 0;

  if (account == NULL || !loft_quota_watch_get (quotas, account, &used, &limit))
    {
      loft_banner_set (self->quota_banner, NULL, NULL);
      return;
    }
  text = warning_text (account, loft_quota_watch_get_step (quotas, account), used, limit);
  loft_banner_set (self->quota_banner, text, _ ("Free Room"));
}

void
loft_mail_pane_on_quota_clicked (LoftMailPane *self)
{
  g_autoptr (LoftMailAccount) account = find_full (self);

  if (account != NULL)
    show_room (self, account);
}

void
loft_mail_pane_on_quota_dismissed (LoftMailPane *self)
{
  g_autoptr (LoftMailAccount) account = find_full (self);

  if (account != NULL)
    loft_quota_watch_dismiss (loft_service_get_quotas (self->service), account);
}

static const GActionEntry entries[] = {
  { "what-takes-room", on_what_takes_room, "s" },
};

void
loft_mail_pane_follow_quotas (LoftMailPane *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  g_signal_connect_object (loft_service_get_quotas (self->service), "changed",
                           G_CALLBACK (update_quota), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (loft_service_get_accounts (self->service), "items-changed",
                           G_CALLBACK (update_quota), self, G_CONNECT_SWAPPED);
  update_quota (self);
}
