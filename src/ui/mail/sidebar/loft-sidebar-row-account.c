/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sidebar-row-private.h"

#include "config.h"
#include "loft-clock.h"
#include "loft-error-text.h"
#include "loft-progress-text.h"
#include "loft-sidebar-menu.h"

#include <glib/gi18n.h>

/* What a folded account would show of its inbox. */
static guint
hidden_unread (LoftSidebarRow *self, LoftMailAccount *account)
{
  GListModel *folders = loft_mail_account_get_folders (account);
  guint n = g_list_model_get_n_items (folders);

  for (guint i = 0; !loft_sidebar_item_get_expanded (self->item) && i < n; i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (folders, i);

      if (loft_mail_folder_get (folder)->role == LOFT_FOLDER_ROLE_INBOX)
        return loft_mail_folder_get (folder)->unread;
    }
  return 0;
}

/* Of a single account that is at rest, the foot says it all. */
static char *
state_text (LoftSidebarRow *self, LoftMailAccount *account)
{
  LoftAccountState state = loft_mail_account_get_state (account);

  if (!loft_sidebar_row_has_several_accounts (self) &&
      (state == LOFT_ACCOUNT_IDLE ||
       (state == LOFT_ACCOUNT_SYNCING && loft_mail_account_get_last_success (account) > 0)))
    return g_strdup ("");
  /* How far it is stands in the foot, which has more room. */
  if (state == LOFT_ACCOUNT_SYNCING)
    return g_strdup (_ ("Updating…"));
  return loft_progress_text_for_account (account, loft_clock_now (), NULL);
}

void
loft_sidebar_row_update_account (LoftSidebarRow *self)
{
  LoftMailAccount *account = loft_sidebar_item_get_account (self->item);
  gboolean syncing = loft_mail_account_get_state (account) == LOFT_ACCOUNT_SYNCING;
  g_autofree char *text = state_text (self, account);
  g_autofree char *tooltip = loft_progress_text_for_account (account, loft_clock_now (), NULL);
  const char *name = loft_mail_account_get_name (account);
  guint unread = hidden_unread (self, account);
  g_autofree char *count = g_strdup_printf ("%'u", unread);

  gtk_label_set_text (self->account_name, name);
  gtk_label_set_text (self->account_state, text);
  gtk_widget_set_visible (GTK_WIDGET (self->account_state), text[0] != '\0');
  gtk_widget_set_tooltip_text (self->account_box, tooltip[0] != '\0' ? tooltip : NULL);
  gtk_label_set_text (self->account_unread, count);
  gtk_widget_set_visible (GTK_WIDGET (self->account_unread), unread > 0);
  gtk_spinner_set_spinning (self->spinner, syncing);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), syncing);
  loft_sidebar_row_show_dot (self, self->account_dot, loft_sidebar_row_has_several_accounts (self));
  loft_sidebar_row_update_expander (self->account_expander, self->item);
  loft_sidebar_row_tell_expanded (self);
  loft_sidebar_row_describe (self, name, tooltip, unread, FALSE);
}

void
loft_sidebar_row_update_problem (LoftSidebarRow *self)
{
  LoftMailAccount *account = loft_sidebar_item_get_account (self->item);
  const GError *error = loft_mail_account_get_error (account);
  const char *host = loft_mail_account_get_account (account)->incoming.host;
  g_autofree char *title = loft_error_text_title (error);
  g_autofree char *text = loft_error_text_for_account (error, host);
  g_autofree char *details = loft_error_text_details (error);
  const char *remedy = loft_error_text_remedy (error);

  gtk_label_set_text (self->problem_title, title);
  gtk_label_set_text (self->problem_text, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->problem_text), details);
  gtk_widget_set_visible (GTK_WIDGET (self->remedy), remedy != NULL);
  if (remedy != NULL)
    gtk_button_set_label (self->remedy, remedy);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/* Made when it is asked for: what it offers depends on the state. */
void
loft_sidebar_row_on_menu (GtkMenuButton *button, gpointer data)
{
  LoftSidebarRow *self = data;
  g_autoptr (GMenuModel) menu =
    self->item == NULL
      ? NULL
      : loft_sidebar_menu_new_for_account (loft_sidebar_item_get_account (self->item));

  gtk_menu_button_set_menu_model (button, menu);
}
