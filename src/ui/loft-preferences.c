/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-preferences.h"

#include "loft-accessibility.h"
#include "loft-accounts-page.h"
#include "loft-preferences-calendar.h"
#include "loft-preferences-general.h"
#include "loft-preferences-images.h"
#include "loft-preferences-writing.h"

/* (transfer full) (nullable) floating; NULL when there is nothing to set */
typedef AdwPreferencesPage *(*PageFunc) (LoftService *service);

static const PageFunc pages[] = {
  loft_preferences_general_new,
  loft_accounts_page_new,
  loft_preferences_writing_new,
  loft_preferences_calendar_new,
  loft_preferences_images_new,
};

GtkWindow *
loft_preferences_new (GtkWindow *parent, LoftService *service)
{
  GtkWidget *window = adw_preferences_window_new ();

  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), parent != NULL);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  /* So that the keys of the program work in it too. */
  if (parent != NULL)
    gtk_window_set_application (GTK_WINDOW (window), gtk_window_get_application (parent));
  /* All pages beside each other above, not below as on a telephone. */
  gtk_window_set_default_size (GTK_WINDOW (window), 780, 660);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      AdwPreferencesPage *page = pages[i](service);

      if (page != NULL)
        adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), page);
    }
  loft_accessibility_prepare (window);
  return GTK_WINDOW (window);
}
