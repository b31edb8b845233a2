/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-preferences-writing.h"

#include "config.h"
#include "loft-preference-row.h"
#include "loft-settings.h"
#include "loft-spelling.h"

#include <glib/gi18n.h>

static void
fill_writing (AdwPreferencesGroup *group)
{
  const LoftPreferenceChoice formats[] = {
    { 0, "plain", _ ("Plain Text") },
    { 0, "rich", _ ("Formatted") },
    { 0, NULL, NULL },
  };

  adw_preferences_group_add (group,
                             loft_preference_row_new_choice (LOFT_SETTING_WRITE_FORMAT, formats,
                                                             _ ("New Messages"),
                                                             _ ("Can be changed while writing")));
  adw_preferences_group_add (
    group, loft_preference_row_new_switch (LOFT_SETTING_SIGNATURE_ABOVE, FALSE,
                                           _ ("Signature Above the Quote"),
                                           _ ("In answers; else at the end of the message")));
}

static void
fill_sending (AdwPreferencesGroup *group)
{
  const LoftPreferenceChoice delays[] = {
    { 0, NULL, C_ ("undo send", "Off") }, { 5, NULL, _ ("5 Seconds") },
    { 10, NULL, _ ("10 Seconds") },       { 20, NULL, _ ("20 Seconds") },
    { 30, NULL, _ ("30 Seconds") },       { 0, NULL, NULL },
  };

  adw_preferences_group_add (
    group, loft_preference_row_new_choice (LOFT_SETTING_UNDO_SEND, delays, _ ("Undo Sending"),
                                           _ ("How long a message waits before it leaves")));
  adw_preferences_group_add (
    group, loft_preference_row_new_switch (LOFT_SETTING_ATTACHMENT_REMINDER, TRUE,
                                           _ ("Attachment Reminder"),
                                           _ ("Asks when the text speaks of an attachment and "
                                              "there is none")));
  adw_preferences_group_add (group, loft_preference_row_new_switch (
                                      LOFT_SETTING_ASK_RECEIPT, FALSE, _ ("Ask for Read Receipts"),
                                      _ ("The reader decides whether to send one")));
}

/* Spelling */

#define LANGUAGE "loft-language"

static void
on_language (GtkCheckButton *check)
{
  const char *language = g_object_get_data (G_OBJECT (check), LANGUAGE);
  LoftSpelling *spelling = loft_spelling_get ();
  g_autoptr (GStrvBuilder) chosen = g_strv_builder_new ();
  g_auto (GStrv) languages = NULL;

  for (guint i = 0; spelling != NULL && loft_spelling_get_languages (spelling)[i] != NULL; i++)
    if (!g_str_equal (loft_spelling_get_languages (spelling)[i], language))
      g_strv_builder_add (chosen, loft_spelling_get_languages (spelling)[i]);
  if (gtk_check_button_get_active (check))
    g_strv_builder_add (chosen, language);
  languages = g_strv_builder_end (chosen);
  loft_spelling_set_languages ((const char *const *) languages);
}

static void
add_language (AdwPreferencesGroup *group, const char *language, gboolean is_on)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), language);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_on);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, language,
                                  -1);
  g_object_set_data_full (G_OBJECT (check), LANGUAGE, g_strdup (language), g_free);
  g_signal_connect (check, "toggled", G_CALLBACK (on_language), NULL);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_preferences_group_add (group, row);
}

static void
fill_spelling (AdwPreferencesGroup *group)
{
  g_auto (GStrv) languages = loft_spelling_list_languages ();
  LoftSpelling *spelling = loft_spelling_get ();

  if (languages[0] == NULL)
    adw_preferences_group_set_description (
      group, _ ("No dictionaries were found. The desktop's Hunspell or Aspell packages bring "
                "them."));
  for (guint i = 0; languages[i] != NULL; i++)
    add_language (group, languages[i],
                  spelling != NULL &&
                    g_strv_contains (loft_spelling_get_languages (spelling), languages[i]));
}

AdwPreferencesPage *
loft_preferences_writing_new (LoftService *service)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());

  adw_preferences_page_set_name (page, "writing");
  adw_preferences_page_set_title (page, _ ("Writing"));
  adw_preferences_page_set_icon_name (page, "document-edit-symbolic");
  fill_writing (loft_preference_row_add_group (page, _ ("Text")));
  fill_sending (loft_preference_row_add_group (page, _ ("Sending")));
  fill_spelling (loft_preference_row_add_group (page, _ ("Check Spelling In")));
  return page;
}
