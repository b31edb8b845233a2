/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-preparing-page.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* (transfer full) "work, home" */
static char *
names_of (GPtrArray *accounts)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < accounts->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            ((LoftAccount *) g_ptr_array_index (accounts, i))->name);
  return g_string_free (names, FALSE);
}

gboolean
loft_preparing_page_is_needed (LoftService *service)
{
  return loft_service_get_preparing (service)->len > 0 ||
         loft_service_get_unopened (service)->len > 0;
}

char *
loft_preparing_page_describe (LoftService *service)
{
  GPtrArray *preparing = loft_service_get_preparing (service);
  GPtrArray *unopened = loft_service_get_unopened (service);
  g_autofree char *names = names_of (preparing->len > 0 ? preparing : unopened);

  /* Translators: names of accounts */
  if (preparing->len > 0)
    return g_strdup_printf (_ ("The local copy of %s is being brought up to date…"), names);
  if (unopened->len > 0)
    return g_strdup_printf (_ ("The local copy of %s could not be opened"), names);
  return NULL;
}

/* (transfer full) markup */
static char *
explain (LoftService *service, gboolean working)
{
  g_autofree char *text = loft_preparing_page_describe (service);
  g_autofree char *sentences = NULL;

  if (text == NULL)
    return NULL;
  if (working)
    sentences = g_strdup_printf ("%s %s", text,
                                 _ ("This may take a few minutes. Nothing is lost when Loft is"
                                    " closed meanwhile."));
  else
    sentences = g_strdup_printf ("%s. %s", text,
                                 _ ("What is on the server is not touched. Loft tries again when it"
                                    " is started the next time."));
  return g_markup_escape_text (sentences, -1);
}

static void
update (AdwStatusPage *page, GParamSpec *pspec, LoftService *service)
{
  gboolean working = loft_service_get_preparing (service)->len > 0;
  g_autofree char *description = explain (service, working);
  GtkWidget *spinner = gtk_widget_get_first_child (adw_status_page_get_child (page));

  adw_status_page_set_title (page, working ? _ ("One Moment") : _ ("Mail Cannot Be Opened"));
  adw_status_page_set_icon_name (page, working ? NULL : "dialog-error-symbolic");
  adw_status_page_set_description (page, description);
  gtk_widget_set_visible (spinner, working);
  gtk_spinner_set_spinning (GTK_SPINNER (spinner), working);
  gtk_widget_set_visible (gtk_widget_get_next_sibling (spinner), !working);
}

/* A spinner while there is work, a way on when there is nothing to wait for. */
static GtkWidget *
new_foot (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *spinner = gtk_spinner_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Add Account…"));

  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_box_append (GTK_BOX (box), spinner);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "mail.add-account");
  gtk_widget_add_css_class (button, "pill");
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

GtkWidget *
loft_preparing_page_new (LoftService *service)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *page = adw_status_page_new ();

  gtk_widget_add_css_class (header, "flat");
  gtk_widget_set_vexpand (page, TRUE);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), new_foot ());
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), page);
  g_signal_connect_object (service, "notify::preparing", G_CALLBACK (update), page,
                           G_CONNECT_SWAPPED);
  update (ADW_STATUS_PAGE (page), NULL, service);
  return box;
}
