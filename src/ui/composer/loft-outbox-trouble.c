/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-outbox-trouble.h"

#include "config.h"
#include "loft-account-dialogs.h"
#include "loft-error-text.h"
#include "loft-error.h"
#include "loft-outbox.h"

#include <glib/gi18n.h>

#define SERVICE "loft-service"
#define ACCOUNT "loft-account"

/* What goes away by itself needs nobody. */
static gboolean
needs_person (const GError *error)
{
  LoftError class = error == NULL ? LOFT_ERROR_OFFLINE : loft_error_class (error);

  return class == LOFT_ERROR_AUTH || class == LOFT_ERROR_UNTRUSTED || class == LOFT_ERROR_REFUSED;
}

static const char *
remedy_of (LoftMailAccount *account, const GError *error)
{
  const char *remedy = loft_error_text_remedy (error);

  if (loft_error_class (error) == LOFT_ERROR_UNTRUSTED &&
      loft_mail_account_get_outgoing_problem (account) != NULL)
    return _ ("Review Certificate…");
  return loft_error_class (error) == LOFT_ERROR_AUTH && remedy != NULL ? remedy
                                                                       : _ ("Account Settings…");
}

static void
update (GtkWidget *button)
{
  LoftMailAccount *account = g_object_get_data (G_OBJECT (button), ACCOUNT);
  GtkWidget *group = gtk_widget_get_ancestor (button, ADW_TYPE_PREFERENCES_GROUP);
  const GError *error = loft_mail_account_get_outgoing_error (account);
  const char *host = loft_account_get_sending_host (loft_mail_account_get_account (account));
  g_autofree char *text = needs_person (error) ? loft_error_text_for_account (error, host) : NULL;
  g_autofree char *escaped = text != NULL ? g_markup_escape_text (text, -1) : NULL;

  gtk_widget_set_visible (button, text != NULL);
  if (text != NULL)
    gtk_button_set_label (GTK_BUTTON (button), remedy_of (account, error));
  if (group != NULL)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), escaped);
}

static void
on_clicked (GtkWidget *button)
{
  loft_account_dialogs_remedy_outgoing (button, g_object_get_data (G_OBJECT (button), SERVICE),
                                        g_object_get_data (G_OBJECT (button), ACCOUNT));
}

void
loft_outbox_trouble_add (AdwPreferencesGroup *group, LoftService *service, LoftMailAccount *account)
{
  GtkWidget *button = gtk_button_new ();

  g_object_set_data_full (G_OBJECT (button), SERVICE, g_object_ref (service), g_object_unref);
  g_object_set_data_full (G_OBJECT (button), ACCOUNT, g_object_ref (account), g_object_unref);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), NULL);
  adw_preferences_group_set_header_suffix (group, button);
  g_signal_connect_object (account, "notify::state", G_CALLBACK (update), button,
                           G_CONNECT_SWAPPED);
  update (button);
}
