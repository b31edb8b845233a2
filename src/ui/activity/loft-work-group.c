/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-work-group.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-work.h"

#include <glib/gi18n.h>

#define BAR_WIDTH 90

struct _LoftWorkGroup {
  AdwPreferencesGroup parent_instance;

  GPtrArray *rows; /* the group has them */
};

G_DEFINE_FINAL_TYPE (LoftWorkGroup, loft_work_group, ADW_TYPE_PREFERENCES_GROUP)

/* ---- a row -------------------------------------------------------------------------------- */

#define BAR_KEY    "loft-bar"
#define BUTTON_KEY "loft-button"

static void
update_row (AdwActionRow *row, GParamSpec *spec, LoftWork *work)
{
  GtkWidget *bar = g_object_get_data (G_OBJECT (row), BAR_KEY);
  GtkWidget *button = g_object_get_data (G_OBJECT (row), BUTTON_KEY);
  double fraction = loft_work_get_fraction (work);
  g_autofree char *detail = g_markup_escape_text (loft_work_get_detail (work), -1);
  gboolean over = loft_work_is_over (work);

  adw_action_row_set_subtitle (row, detail);
  gtk_widget_set_visible (bar, !over && fraction >= 0.0);
  if (fraction >= 0.0)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (bar), fraction);
  gtk_widget_set_visible (button, over || loft_work_can_cancel (work));
  gtk_button_set_icon_name (GTK_BUTTON (button),
                            over ? "window-close-symbolic" : "process-stop-symbolic");
  loft_accessibility_set_button_name (button, over ? _ ("Dismiss") : _ ("Cancel"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), loft_work_can_show (work));
}

static void
on_button (LoftWork *work)
{
  if (loft_work_is_over (work))
    loft_work_dismiss (work);
  else
    loft_work_cancel (work);
}

static GtkWidget *
row_new (LoftWork *work)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *bar = gtk_progress_bar_new ();
  GtkWidget *button = gtk_button_new ();
  g_autofree char *title = g_markup_escape_text (loft_work_get_title (work), -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (bar, BAR_WIDTH, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), bar);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  g_object_set_data (G_OBJECT (row), BAR_KEY, bar);
  g_object_set_data (G_OBJECT (row), BUTTON_KEY, button);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_button), work, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "activated", G_CALLBACK (loft_work_show), work, G_CONNECT_SWAPPED);
  g_signal_connect_object (work, "notify::progress", G_CALLBACK (update_row), row,
                           G_CONNECT_SWAPPED);
  update_row (ADW_ACTION_ROW (row), NULL, work);
  return row;
}

/* ---- the group ---------------------------------------------------------------------------- */

static void
on_works_changed (LoftWorkGroup *self, guint position, guint n_removed, guint n_added,
                  GListModel *works)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < g_list_model_get_n_items (works); i++)
    {
      g_autoptr (LoftWork) work = g_list_model_get_item (works, i);
      GtkWidget *row = row_new (work);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

static void
loft_work_group_finalize (GObject *object)
{
  g_ptr_array_unref (LOFT_WORK_GROUP (object)->rows);
  G_OBJECT_CLASS (loft_work_group_parent_class)->finalize (object);
}

static void
loft_work_group_class_init (LoftWorkGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_work_group_finalize;
}

static void
loft_work_group_init (LoftWorkGroup *self)
{
  self->rows = g_ptr_array_new ();
  g_signal_connect_object (loft_work_list (), "items-changed", G_CALLBACK (on_works_changed), self,
                           G_CONNECT_SWAPPED);
  on_works_changed (self, 0, 0, 0, loft_work_list ());
}

GtkWidget *
loft_work_group_new (void)
{
  return g_object_new (LOFT_TYPE_WORK_GROUP, NULL);
}
