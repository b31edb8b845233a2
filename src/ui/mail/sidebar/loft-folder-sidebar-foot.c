/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-folder-sidebar-private.h"

#include "config.h"
#include "loft-clock.h"
#include "loft-progress-text.h"
#include "loft-work.h"

#include <glib/gi18n.h>

#define FOOT_SECONDS 20

static guint
count_problems (LoftFolderSidebar *self)
{
  guint n = 0;

  for (guint i = 0; i < self->followed->len; i++)
    {
      LoftMailReader *reader =
        loft_mail_account_get_reader (g_ptr_array_index (self->followed, i), NULL);

      n += reader != NULL ? loft_mail_reader_count_problems (reader) : 0;
    }
  return n;
}

/* How many things came to nothing; the activity window has them. */
static void
update_problems (LoftFolderSidebar *self)
{
  guint n = count_problems (self);
  g_autofree char *text = g_strdup_printf ("%u", n);
  g_autofree char *said = g_strdup_printf (ngettext ("%u problem", "%u problems", n), n);

  gtk_widget_set_visible (self->foot_problems, n > 0);
  gtk_label_set_text (self->foot_problem_count, text);
  gtk_widget_set_tooltip_text (self->foot_problems, said);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->foot_problem_count),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
}

/* (transfer full) (nullable) what a person began last that still runs. */
static char *
text_for_work (double *fraction)
{
  GListModel *works = loft_work_list ();

  for (guint i = g_list_model_get_n_items (works); i > 0; i--)
    {
      g_autoptr (LoftWork) work = g_list_model_get_item (works, i - 1);

      if (loft_work_is_over (work))
        continue;
      *fraction = loft_work_get_fraction (work);
      return g_strdup (loft_work_get_title (work));
    }
  return NULL;
}

static void
update_foot (LoftFolderSidebar *self)
{
  double fraction = -1.0;
  gboolean offline = FALSE;
  g_autofree char *text = NULL;
  g_autofree char *work = NULL;

  if (self->service == NULL)
    return;
  text = loft_progress_text_for_service (self->service, loft_clock_now (), &fraction, &offline);
  work = text_for_work (&fraction);
  if (work != NULL)
    {
      g_free (text);
      text = g_steal_pointer (&work);
    }
  gtk_label_set_text (self->foot, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->foot), text);
  gtk_widget_set_visible (GTK_WIDGET (self->foot_icon), offline);
  update_problems (self);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), fraction >= 0.0);
  if (fraction >= 0.0)
    gtk_progress_bar_set_fraction (self->progress, fraction);
}

static void
refresh_rows (LoftFolderSidebar *self)
{
  GHashTableIter iter;
  gpointer row = NULL;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    loft_sidebar_row_refresh (row);
}

static gboolean
on_time (gpointer data)
{
  update_foot (data);
  refresh_rows (data);
  return G_SOURCE_CONTINUE;
}

static void
unfollow (gpointer account, gpointer self)
{
  g_signal_handlers_disconnect_by_data (account, self);
}

void
loft_folder_sidebar_unfollow_accounts (LoftFolderSidebar *self)
{
  g_ptr_array_foreach (self->followed, unfollow, self);
  g_ptr_array_set_size (self->followed, 0);
}

void
loft_folder_sidebar_follow_accounts (LoftFolderSidebar *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);

  loft_folder_sidebar_unfollow_accounts (self);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      LoftMailAccount *account = g_list_model_get_item (accounts, i);

      g_signal_connect_swapped (account, "notify", G_CALLBACK (update_foot), self);
      g_ptr_array_add (self->followed, account);
    }
  update_foot (self);
  refresh_rows (self);
}

void
loft_folder_sidebar_follow_online (LoftFolderSidebar *self)
{
  loft_sidebar_model_set_online (self->model, loft_service_get_online (self->service) &&
                                                !loft_service_get_forced_offline (self->service));
  update_foot (self);
}

static void
on_works_changed (LoftFolderSidebar *self, guint position, guint n_removed, guint n_added,
                  GListModel *works)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (LoftWork) work = g_list_model_get_item (works, i);

      g_signal_connect_object (work, "notify::progress", G_CALLBACK (update_foot), self,
                               G_CONNECT_SWAPPED);
    }
  update_foot (self);
}

void
loft_folder_sidebar_start_foot (LoftFolderSidebar *self)
{
  g_signal_connect_object (loft_work_list (), "items-changed", G_CALLBACK (on_works_changed), self,
                           G_CONNECT_SWAPPED);
  self->foot_source = g_timeout_add_seconds (FOOT_SECONDS, on_time, self);
}
