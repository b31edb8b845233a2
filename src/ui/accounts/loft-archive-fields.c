/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-archive-fields.h"

#include "config.h"
#include "loft-account-choices.h"
#include "loft-folder-look.h"
#include "loft-local-account.h"
#include "loft-mail-folder.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_FOLDERS 500 /* rows that can be scrolled through */
#define PATH_KEY     "loft-path"

struct _LoftArchiveFields {
  AdwPreferencesGroup parent_instance;

  GtkSwitch *daily;
  GtkWidget *daily_row;
  AdwComboRow *months;
  AdwComboRow *place;
  AdwExpanderRow *folders;
  GtkSwitch *unread;
  GtkSwitch *flagged;
  GPtrArray *checks; /* of GtkCheckButton; the rows have them */
  GPtrArray *rows;
  char *path; /* (nullable) the one folder that it is about */
  gboolean filling;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (LoftArchiveFields, loft_archive_fields, ADW_TYPE_PREFERENCES_GROUP)

/* ---- folders ------------------------------------------------------------------------------ */

/* The ones that are chosen, by name, where a row has room for them. */
static void
name_folders (LoftArchiveFields *self)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkWidget *check = g_ptr_array_index (self->checks, i);

      if (!gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
        continue;
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                              (const char *) g_object_get_data (G_OBJECT (check), "loft-name"));
    }
  if (names->len == 0)
    g_string_append (names, _ ("None"));
  else
    {
      g_autofree char *escaped = g_markup_escape_text (names->str, -1);

      g_string_assign (names, escaped);
    }
  adw_expander_row_set_subtitle (self->folders, names->str);
}

static void
on_changed (LoftArchiveFields *self)
{
  if (self->filling)
    return;
  name_folders (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
add_folder (LoftArchiveFields *self, const LoftFolder *folder, gboolean chosen)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  const char *name =
    folder->role != LOFT_FOLDER_ROLE_NONE ? loft_folder_look_name (folder) : folder->path;
  g_autofree char *title = g_markup_escape_text (name, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), chosen);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (check), PATH_KEY, g_strdup (folder->path), g_free);
  g_object_set_data_full (G_OBJECT (check), "loft-name", g_strdup (name), g_free);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (on_changed), self);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_expander_row_add_row (self->folders, row);
  g_ptr_array_add (self->checks, check);
  g_ptr_array_add (self->rows, row);
}

/* What another place could take is offered too: an archive can go on to this computer. */
static void
fill_folders (LoftArchiveFields *self, LoftMailAccount *account, const LoftArchiveRule *rule)
{
  GListModel *folders = loft_mail_account_get_folders (account);
  const LoftArchiveRule any = { .place = LOFT_ARCHIVE_TO_LOCAL, .folders = rule->folders };

  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (self->folders, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->checks, 0);
  for (guint i = 0; i < g_list_model_get_n_items (folders) && self->rows->len < MOST_FOLDERS; i++)
    {
      g_autoptr (LoftMailFolder) row = g_list_model_get_item (folders, i);
      LoftFolder *folder = loft_mail_folder_get (row);

      if (loft_archive_rule_can_take (&any, folder))
        add_folder (self, folder, loft_archive_rule_takes (&any, folder));
    }
  name_folders (self);
}

static char *
read_folders (LoftArchiveFields *self)
{
  g_autoptr (GString) paths = g_string_new (NULL);

  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkWidget *check = g_ptr_array_index (self->checks, i);

      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
        g_string_append_printf (paths, "%s%s", paths->len > 0 ? "//" : "",
                                (const char *) g_object_get_data (G_OBJECT (check), PATH_KEY));
    }
  /* No folder at all is not the usual ones. */
  if (paths->len == 0)
    g_string_append (paths, "//");
  return g_string_free (g_steal_pointer (&paths), FALSE);
}

/* ---- showing and reading ------------------------------------------------------------------ */

static void
show (LoftArchiveFields *self, LoftMailAccount *account, const LoftArchiveRule *rule)
{
  self->filling = TRUE;
  gtk_switch_set_active (self->daily, rule->daily);
  loft_account_choices_show_months (self->months, rule->months);
  loft_account_choices_show_archive (self->place, rule->place,
                                     !loft_local_account_is (
                                       loft_mail_account_get_account (account)));
  gtk_switch_set_active (self->unread, rule->unread);
  gtk_switch_set_active (self->flagged, rule->flagged);
  fill_folders (self, account, rule);
  gtk_widget_set_visible (self->daily_row, self->path == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->folders), self->path == NULL);
  self->filling = FALSE;
}

void
loft_archive_fields_show (LoftArchiveFields *self, LoftMailAccount *account,
                          const LoftArchiveRule *rule)
{
  g_clear_pointer (&self->path, g_free);
  show (self, account, rule);
}

void
loft_archive_fields_show_folder (LoftArchiveFields *self, LoftMailAccount *account,
                                 const LoftArchiveRule *rule, const char *path)
{
  g_free (self->path);
  self->path = g_strdup (path);
  show (self, account, rule);
}

void
loft_archive_fields_read (LoftArchiveFields *self, LoftArchiveRule *rule)
{
  rule->daily = self->path == NULL && gtk_switch_get_active (self->daily);
  rule->months = loft_account_choices_get_months (self->months);
  rule->place = loft_account_choices_get_archive (self->place);
  rule->unread = gtk_switch_get_active (self->unread);
  rule->flagged = gtk_switch_get_active (self->flagged);
  g_free (rule->folders);
  rule->folders = self->path != NULL ? g_strdup (self->path) : read_folders (self);
}

/* ---- object ------------------------------------------------------------------------------- */

static GtkWidget *
add_switch (LoftArchiveFields *self, const char *title, const char *subtitle, GtkSwitch **toggle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *widget = gtk_switch_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  g_signal_connect_swapped (widget, "notify::active", G_CALLBACK (on_changed), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), widget);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), widget);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  *toggle = GTK_SWITCH (widget);
  return row;
}

static AdwComboRow *
add_combo (LoftArchiveFields *self, const char *title)
{
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (on_changed), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  return ADW_COMBO_ROW (row);
}

static void
loft_archive_fields_finalize (GObject *object)
{
  LoftArchiveFields *self = LOFT_ARCHIVE_FIELDS (object);

  g_ptr_array_unref (self->checks);
  g_ptr_array_unref (self->rows);
  g_free (self->path);
  G_OBJECT_CLASS (loft_archive_fields_parent_class)->finalize (object);
}

static void
loft_archive_fields_class_init (LoftArchiveFieldsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_archive_fields_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
loft_archive_fields_init (LoftArchiveFields *self)
{
  GtkWidget *folders = adw_expander_row_new ();

  self->checks = g_ptr_array_new ();
  self->rows = g_ptr_array_new ();
  self->filling = TRUE;
  self->months = add_combo (self, _ ("Older Than"));
  self->place = add_combo (self, _ ("Move To"));
  self->folders = ADW_EXPANDER_ROW (folders);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (folders), _ ("Folders"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), folders);
  add_switch (self, _ ("Unread Messages Too"), NULL, &self->unread);
  add_switch (self, _ ("Flagged Messages Too"), NULL, &self->flagged);
  self->daily_row =
    add_switch (self, _ ("Every Day"), _ ("Messages that grow old move by themselves from now on"),
                &self->daily);
  self->filling = FALSE;
}
