/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ui.h"

#include "loft-account-assistant.h"
#include "loft-attachment-bar.h"
#include "loft-banner.h"
#include "loft-certificate-view.h"
#include "loft-color-dot.h"
#include "loft-columns.h"
#include "loft-folder-sidebar.h"
#include "loft-html-view.h"
#include "loft-mail-pane.h"
#include "loft-message-header.h"
#include "loft-list-header.h"
#include "loft-message-list-view.h"
#include "loft-search-bar.h"
#include "loft-message-view.h"
#include "loft-resources.h"
#include "loft-selection-bar.h"
#include "loft-start-page.h"
#include "loft-text-view.h"

#include <adwaita.h>

/* GtkBuilder finds classes by name only after their first use. */
static void
ensure_types (void)
{
  g_type_ensure (LOFT_TYPE_ACCOUNT_ASSISTANT);
  g_type_ensure (LOFT_TYPE_ATTACHMENT_BAR);
  g_type_ensure (LOFT_TYPE_BANNER);
  g_type_ensure (LOFT_TYPE_CERTIFICATE_VIEW);
  g_type_ensure (LOFT_TYPE_COLOR_DOT);
  g_type_ensure (LOFT_TYPE_COLUMNS);
  g_type_ensure (LOFT_TYPE_FOLDER_SIDEBAR);
  g_type_ensure (LOFT_TYPE_HTML_VIEW);
  g_type_ensure (LOFT_TYPE_LIST_HEADER);
  g_type_ensure (LOFT_TYPE_MAIL_PANE);
  g_type_ensure (LOFT_TYPE_MESSAGE_HEADER);
  g_type_ensure (LOFT_TYPE_MESSAGE_LIST_VIEW);
  g_type_ensure (LOFT_TYPE_SEARCH_BAR);
  g_type_ensure (LOFT_TYPE_MESSAGE_VIEW);
  g_type_ensure (LOFT_TYPE_SELECTION_BAR);
  g_type_ensure (LOFT_TYPE_START_PAGE);
  g_type_ensure (LOFT_TYPE_TEXT_VIEW);
}

static void
load_style (GdkDisplay *display)
{
  GtkCssProvider *provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, LOFT_UI_RESOURCE ("style.css"));
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_unref (provider);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display),
                                    LOFT_UI_RESOURCE_ROOT "/icons");
}

double
loft_ui_text_scale (GtkWidget *widget)
{
  int dpi = 0;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi <= 0 ? 1.0 : CLAMP (dpi / 1024.0 / 96.0, 1.0, 3.0);
}

void
loft_ui_init (void)
{
  static gboolean done = FALSE;

  if (done)
    return;
  done = TRUE;
  g_resources_register (loft_resources_get_resource ());
  adw_init ();
  ensure_types ();
  load_style (gdk_display_get_default ());
}
