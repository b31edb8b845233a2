/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-preferences-calendar.h"

#include "config.h"
#include "loft-event-text.h"
#include "loft-preference-row.h"
#include "loft-settings.h"
#include "loft-zone-chooser.h"

#include <glib/gi18n.h>

#define HOURS 24

static GtkWidget *
new_hour_row (const char *key, int first, const char *title)
{
  LoftPreferenceChoice choices[HOURS + 1] = { { 0, NULL, NULL } };

  for (int i = 0; i < HOURS; i++)
    {
      g_autofree char *clock = g_strstrip (loft_event_text_clock ((first + i) % HOURS * 3600));

      choices[i] = (LoftPreferenceChoice){ first + i, NULL, g_intern_string (clock) };
    }
  return loft_preference_row_new_choice (key, choices, title, NULL);
}

static void
fill_hours (AdwPreferencesGroup *group)
{
  adw_preferences_group_add (group, new_hour_row (LOFT_SETTING_DAY_BEGINS, 0, _ ("Work Begins")));
  adw_preferences_group_add (group, new_hour_row (LOFT_SETTING_DAY_ENDS, 1, _ ("Work Ends")));
  adw_preferences_group_add (group,
                             new_hour_row (LOFT_SETTING_FIRST_HOUR, 0, _ ("Days Are Opened At")));
}

static void
on_zone (LoftZoneChooser *chooser)
{
  loft_settings_set_string (LOFT_SETTING_SECOND_ZONE, loft_zone_chooser_get (chooser));
}

static GtkWidget *
new_zone_row (void)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *chooser = loft_zone_chooser_new (_ ("Second time zone"), C_ ("time zone", "None"));
  g_autofree char *zone = loft_settings_get_string (LOFT_SETTING_SECOND_ZONE);

  loft_zone_chooser_set (LOFT_ZONE_CHOOSER (chooser), g_intern_string (zone));
  g_signal_connect (chooser, "changed", G_CALLBACK (on_zone), NULL);
  gtk_widget_set_valign (chooser, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Second Time Zone"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("Beside the hours of week and day"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), chooser);
  return row;
}

AdwPreferencesPage *
loft_preferences_calendar_new (LoftService *service)
{
  AdwPreferencesPage *page = NULL;
  AdwPreferencesGroup *shown = NULL;

  if (loft_service_get_calendar (service) == NULL)
    return NULL;
  page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  adw_preferences_page_set_name (page, "calendar");
  adw_preferences_page_set_title (page, _ ("Calendar"));
  adw_preferences_page_set_icon_name (page, "x-office-calendar-symbolic");
  fill_hours (loft_preference_row_add_group (page, _ ("Hours")));
  shown = loft_preference_row_add_group (page, _ ("Shown"));
  adw_preferences_group_add (shown, new_zone_row ());
  adw_preferences_group_add (shown, loft_preference_row_new_switch (LOFT_SETTING_WEEK_NUMBERS, TRUE,
                                                                    _ ("Week Numbers"), NULL));
  return page;
}
