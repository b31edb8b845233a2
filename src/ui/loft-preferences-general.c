/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-preferences-general.h"

#include "config.h"
#include "loft-preference-row.h"
#include "loft-preferences-reminders.h"
#include "loft-settings.h"

#include <glib/gi18n.h>

static void
fill_list (AdwPreferencesGroup *group)
{
  const LoftPreferenceChoice densities[] = {
    { 0, "comfortable", _ ("Three Lines") },
    { 0, "compact", _ ("Two Lines") },
    { 0, NULL, NULL },
  };

  adw_preferences_group_add (group, loft_preference_row_new_choice (LOFT_SETTING_DENSITY, densities,
                                                                    _ ("Rows"), NULL));
  adw_preferences_group_add (group, loft_preference_row_new_switch (
                                      LOFT_SETTING_CONVERSATIONS, TRUE, _ ("Group by Conversation"),
                                      _ ("Messages and their replies share a row")));
}

static void
fill_reading (AdwPreferencesGroup *group)
{
  const LoftPreferenceChoice places[] = {
    { 0, "right", _ ("Beside the List") },
    { 0, "below", _ ("Below the List") },
    { 0, "off", C_ ("reading pane", "Off") },
    { 0, NULL, NULL },
  };
  const LoftPreferenceChoice delays[] = {
    { 0, NULL, _ ("At Once") },
    { 1, NULL, _ ("After a Second") },
    { 3, NULL, _ ("After 3 Seconds") },
    { 5, NULL, _ ("After 5 Seconds") },
    { 10, NULL, _ ("After 10 Seconds") },
    { -1, NULL, _ ("Only by Hand") },
    { 0, NULL, NULL },
  };

  adw_preferences_group_add (
    group, loft_preference_row_new_choice (LOFT_SETTING_READING_PANE, places, _ ("Reading Pane"),
                                           _ ("Where a selected message is shown")));
  adw_preferences_group_add (group,
                             loft_preference_row_new_choice (LOFT_SETTING_MARK_READ, delays,
                                                             _ ("Mark as Read"),
                                                             _ ("When a message is opened")));
  adw_preferences_group_add (group, loft_preference_row_new_switch (
                                      LOFT_SETTING_SELECT_NEXT, TRUE, _ ("Open the Next Message"),
                                      _ ("When one was moved or deleted; else back to the list")));
}

AdwPreferencesPage *
loft_preferences_general_new (LoftService *service)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());

  adw_preferences_page_set_name (page, "general");
  adw_preferences_page_set_title (page, _ ("General"));
  adw_preferences_page_set_icon_name (page, "preferences-system-symbolic");
  fill_list (loft_preference_row_add_group (page, _ ("Message List")));
  fill_reading (loft_preference_row_add_group (page, _ ("Reading")));
  loft_preferences_reminders_add (page, service);
  adw_preferences_group_add (
    loft_preference_row_add_group (page, _ ("Keyboard")),
    loft_preference_row_new_switch (LOFT_SETTING_SINGLE_KEYS, FALSE, _ ("Single-Key Shortcuts"),
                                    _ ("As J for the next message and S to flag; never while "
                                       "typing")));
  return page;
}
