/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-link-opener.h"

#include "config.h"
#include "loft-html-document.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#define MAX_SHOWN 400

static GtkWindow *
window_of (GtkWidget *widget)
{
  return GTK_WINDOW (gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW));
}

static void
tell (GtkWidget *widget, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (text));
}

char *
loft_link_opener_describe (const char *uri, const LoftOddLink *odd)
{
  g_autofree char *cut = g_strndup (uri, MAX_SHOWN);
  g_autofree char *valid = g_utf8_make_valid (cut, -1);

  if (odd == NULL || odd->target_host[0] == '\0')
    return g_steal_pointer (&valid);
  return g_strdup_printf (_ ("Leads to %1$s: %2$s"), odd->target_host, valid);
}

static void
on_response (AdwMessageDialog *dialog, const char *response, gpointer uri)
{
  if (g_str_equal (response, "open"))
    gtk_show_uri (gtk_window_get_transient_for (GTK_WINDOW (dialog)), uri, GDK_CURRENT_TIME);
}

static void
free_uri (gpointer uri, GClosure *closure)
{
  g_free (uri);
}

static char *
reason (const LoftOddLink *odd)
{
  if ((odd->oddities & LOFT_LINK_OTHER_HOST) != 0)
    return g_strdup_printf (_ ("It says “%1$s”, but leads to “%2$s”."), odd->shown_host,
                            odd->target_host);
  if ((odd->oddities & LOFT_LINK_USER_INFORMATION) != 0)
    return g_strdup_printf (_ ("What stands before the @ is only decoration. It leads to “%s”."),
                            odd->target_host);
  return g_strdup_printf (_ ("Its address has letters that look like others. It leads to “%s”."),
                          odd->target_host);
}

static void
ask (GtkWidget *widget, const char *uri, const LoftOddLink *odd)
{
  g_autofree char *text = reason (odd);
  GtkWidget *dialog =
    adw_message_dialog_new (window_of (widget), _ ("This Link Leads Somewhere Else"), text);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "open",
                                    _ ("_Open Anyway"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "open",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), g_strdup (uri), free_uri, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
loft_link_opener_open (GtkWidget *widget, const char *uri, const LoftOddLink *odd)
{
  if (!loft_html_document_link_allowed (uri))
    tell (widget, _ ("This kind of link is not opened"));
  else if (odd != NULL)
    ask (widget, uri, odd);
  else
    gtk_show_uri (window_of (widget), uri, GDK_CURRENT_TIME);
}
