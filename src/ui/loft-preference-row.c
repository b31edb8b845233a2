/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-preference-row.h"

#include "loft-settings.h"

#define KEY     "loft-setting"
#define CHOICES "loft-choices"

static const char *
key_of (gpointer widget)
{
  return g_object_get_data (widget, KEY);
}

/* Switches */

static void
on_switched (GtkSwitch *toggle)
{
  loft_settings_set_boolean (key_of (toggle), gtk_switch_get_active (toggle));
}

static void
update_switch (GtkSwitch *toggle)
{
  gboolean now = gtk_switch_get_active (toggle);

  gtk_switch_set_active (toggle, loft_settings_get_boolean (key_of (toggle), now));
}

GtkWidget *
loft_preference_row_new_switch (const char *key, gboolean fallback, const char *title,
                                const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (toggle), KEY, (gpointer) key);
  gtk_switch_set_active (GTK_SWITCH (toggle), loft_settings_get_boolean (key, fallback));
  g_signal_connect (toggle, "notify::active", G_CALLBACK (on_switched), NULL);
  loft_settings_follow (key, G_CALLBACK (update_switch), toggle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  return row;
}

/* Choices */

static gboolean
is_set (const LoftPreferenceChoice *choice, const char *key)
{
  g_autofree char *word = choice->word == NULL ? NULL : loft_settings_get_string (key);

  if (word != NULL)
    return g_str_equal (word, choice->word);
  return loft_settings_get_int (key, G_MININT) == choice->number;
}

static void
update_choice (AdwComboRow *row)
{
  const LoftPreferenceChoice *choices = g_object_get_data (G_OBJECT (row), CHOICES);

  for (guint i = 0; choices[i].label != NULL; i++)
    {
      if (is_set (&choices[i], key_of (row)))
        adw_combo_row_set_selected (row, i);
    }
}

static void
on_chosen (AdwComboRow *row)
{
  const LoftPreferenceChoice *choices = g_object_get_data (G_OBJECT (row), CHOICES);
  guint i = adw_combo_row_get_selected (row);

  if (i == GTK_INVALID_LIST_POSITION)
    return;
  if (choices[i].word != NULL)
    loft_settings_set_string (key_of (row), choices[i].word);
  else
    loft_settings_set_int (key_of (row), choices[i].number);
}

/* As long as the row: the labels may be translations, which are not freed either. */
static LoftPreferenceChoice *
copy_choices (const LoftPreferenceChoice *choices)
{
  guint n = 0;

  while (choices[n].label != NULL)
    n++;
  return g_memdup2 (choices, (n + 1) * sizeof *choices);
}

GtkWidget *
loft_preference_row_new_choice (const char *key, const LoftPreferenceChoice *choices,
                                const char *title, const char *subtitle)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; choices[i].label != NULL; i++)
    gtk_string_list_append (labels, choices[i].label);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  g_object_set_data (G_OBJECT (row), KEY, (gpointer) key);
  g_object_set_data_full (G_OBJECT (row), CHOICES, copy_choices (choices), g_free);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (labels));
  update_choice (ADW_COMBO_ROW (row));
  g_signal_connect (row, "notify::selected", G_CALLBACK (on_chosen), NULL);
  loft_settings_follow (key, G_CALLBACK (update_choice), row);
  return row;
}

AdwPreferencesGroup *
loft_preference_row_add_group (AdwPreferencesPage *page, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (group));
  return ADW_PREFERENCES_GROUP (group);
}
