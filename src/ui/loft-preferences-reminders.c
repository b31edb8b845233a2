/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-preferences-reminders.h"

#include "config.h"
#include "loft-background.h"
#include "loft-preference-row.h"
#include "loft-reminders.h"

#include <glib/gi18n.h>

/* What cannot be kept springs back. */
static gboolean
on_switched (GtkSwitch *toggle, gboolean wanted, LoftMailAccount *account)
{
  LoftCalendarItem *calendar = g_object_get_data (G_OBJECT (toggle), "calendar");
  g_autoptr (GError) error = NULL;

  if (loft_reminders_set_silent (account, loft_calendar_item_get_folder_id (calendar), !wanted,
                                 &error))
    {
      gtk_switch_set_state (toggle, wanted);
      return TRUE;
    }
  g_message ("The choice of reminders is not kept: %s", error->message);
  gtk_switch_set_active (toggle, !wanted);
  return TRUE;
}

static void
add_calendar (AdwPreferencesGroup *group, LoftService *service, LoftCalendarItem *calendar)
{
  LoftMailAccount *account =
    loft_service_find_account_by_id (service, loft_calendar_item_get_account_id (calendar));
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();
  g_autofree char *title = g_markup_escape_text (loft_calendar_item_get_name (calendar), -1);
  g_autofree char *subtitle =
    g_markup_escape_text (loft_calendar_item_get_account_name (calendar), -1);

  g_object_ref_sink (toggle);
  g_object_ref_sink (row);
  if (account != NULL)
    {
      gtk_switch_set_active (GTK_SWITCH (toggle),
                             !loft_reminders_is_silent (account, loft_calendar_item_get_folder_id (
                                                                   calendar)));
      gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
      g_object_set_data_full (G_OBJECT (toggle), "calendar", g_object_ref (calendar),
                              g_object_unref);
      g_signal_connect_data (toggle, "state-set", G_CALLBACK (on_switched), g_object_ref (account),
                             (GClosureNotify) (GCallback) g_object_unref, 0);
      adw_preferences_group_add (group, row);
    }
  g_object_unref (toggle);
  g_object_unref (row);
}

static void
add_calendars (AdwPreferencesPage *page, LoftService *service)
{
  LoftCalendarActions *actions = service != NULL ? loft_service_get_calendar (service) : NULL;
  GListModel *calendars = actions != NULL ? loft_calendar_actions_get_calendars (actions) : NULL;
  guint n = calendars != NULL ? g_list_model_get_n_items (calendars) : 0;
  AdwPreferencesGroup *group;

  if (n == 0)
    return;
  group = loft_preference_row_add_group (page, _ ("Calendars That Remind"));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftCalendarItem) calendar = g_list_model_get_item (calendars, i);

      add_calendar (group, service, calendar);
    }
}

void
loft_preferences_reminders_add (AdwPreferencesPage *page, LoftService *service)
{
  adw_preferences_group_add (
    loft_preference_row_add_group (page, _ ("Reminders")),
    loft_preference_row_new_switch (LOFT_SETTING_BACKGROUND, FALSE, _ ("Run in the Background"),
                                    _ ("Begin with the session and remind of events, also "
                                       "without a window")));
  add_calendars (page, service);
}
