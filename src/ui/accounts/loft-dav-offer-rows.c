/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-offer-rows.h"

#include "config.h"
#include "loft-error-text.h"
#include "loft-error.h"

#include <glib/gi18n.h>
#include <string.h>

struct _LoftDavOfferRows {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *rows[2]; /* calendars, contacts */
  GtkSwitch *switches[2];
  GtkWidget *warning;
  GtkLabel *warning_text;
};

G_DEFINE_FINAL_TYPE (LoftDavOfferRows, loft_dav_offer_rows, GTK_TYPE_WIDGET)

static const LoftDavOfferParts parts_of_rows[] = { LOFT_DAV_OFFER_CALENDARS,
                                                   LOFT_DAV_OFFER_CONTACTS };

/* (transfer full) the hosts of some parts, each once. */
static char *
name_hosts (const LoftDavOffer *offer, LoftDavOfferParts parts)
{
  g_autofree char *calendars = loft_dav_offer_dup_host (offer, LOFT_DAV_OFFER_CALENDARS);
  g_autofree char *contacts = loft_dav_offer_dup_host (offer, LOFT_DAV_OFFER_CONTACTS);

  if ((parts & LOFT_DAV_OFFER_CALENDARS) == 0)
    return g_steal_pointer (&contacts);
  if ((parts & LOFT_DAV_OFFER_CONTACTS) == 0 || g_str_equal (calendars, contacts))
    return g_steal_pointer (&calendars);
  return g_strdup_printf ("%s, %s", calendars, contacts);
}

static void
show_warning (LoftDavOfferRows *self, const LoftDavOffer *offer, const char *address)
{
  const char *at = strrchr (address, '@');
  g_autofree char *hosts = name_hosts (offer, offer->foreign);
  /* Translators: first a server, then the domain of the person's address. */
  g_autofree char *text = g_strdup_printf (
    _ ("%1$s is not part of %2$s. Hosting companies do so, and so would a forger: your password is "
       "sent there only if you switch it on. Compare the name with what your provider has told "
       "you."),
    hosts, at == NULL ? address : at + 1);

  gtk_label_set_text (self->warning_text, text);
  gtk_widget_set_visible (self->warning, offer->foreign != 0);
}

void
loft_dav_offer_rows_show (LoftDavOfferRows *self, const LoftDavOffer *offer, const char *address)
{
  LoftDavOfferParts found = loft_dav_offer_get_parts (offer);

  for (guint i = 0; i < G_N_ELEMENTS (parts_of_rows); i++)
    {
      LoftDavOfferParts part = parts_of_rows[i];
      g_autofree char *host = loft_dav_offer_dup_host (offer, part);
      g_autofree char *subtitle = g_markup_escape_text (host, -1);

      gtk_widget_set_visible (self->rows[i], (found & part) != 0);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self->rows[i]), subtitle);
      gtk_switch_set_active (self->switches[i],
                             (found & part) != 0 && (offer->foreign & part) == 0);
    }
  show_warning (self, offer, address);
}

LoftDavOfferParts
loft_dav_offer_rows_get_parts (LoftDavOfferRows *self)
{
  LoftDavOfferParts parts = 0;

  for (guint i = 0; i < G_N_ELEMENTS (parts_of_rows); i++)
    if (gtk_switch_get_active (self->switches[i]))
      parts |= parts_of_rows[i];
  return parts;
}

/* What is made of it */

static char *
wished_name (const LoftAccount *mail, LoftDavOfferParts parts)
{
  const char *name = mail->name[0] != '\0' ? mail->name : mail->address;

  /* Translators: the name of the mail account. */
  if (parts == LOFT_DAV_OFFER_CALENDARS)
    return g_strdup_printf (_ ("%s – Calendar"), name);
  if (parts == LOFT_DAV_OFFER_CONTACTS)
    return g_strdup_printf (_ ("%s – Contacts"), name);
  return g_strdup_printf (_ ("%s – Calendar and Contacts"), name);
}

LoftAccount *
loft_dav_offer_rows_make_account (LoftService *service, const LoftDavOffer *offer,
                                  const LoftAccount *mail, LoftDavOfferParts parts)
{
  LoftAccount *account = loft_dav_offer_make_account (offer, mail, parts);
  g_autofree char *wished = wished_name (mail, parts);

  g_free (account->name);
  account->name = g_strdup (wished);
  for (guint i = 2; loft_service_find_account (service, account->name) != NULL; i++)
    {
      g_free (account->name);
      account->name = g_strdup_printf ("%s (%u)", wished, i);
    }
  return account;
}

char *
loft_dav_offer_rows_failure_text (const LoftDavOffer *offer, LoftDavOfferParts parts,
                                  const GError *error)
{
  g_autofree char *hosts = name_hosts (offer, parts & offer->foreign);
  g_autofree char *sentence = NULL;

  if (loft_error_class (error) == LOFT_ERROR_GONE)
    return g_strdup_printf (_ ("There are no calendars and contacts of yours at %s."), hosts);
  sentence = loft_error_text_for_check (error, hosts);
  return loft_error_text_with_details (sentence, error);
}

/* Object */

static void
add_row (LoftDavOfferRows *self, AdwPreferencesGroup *group, guint i, const char *title,
         const char *icon)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), icon);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  adw_preferences_group_add (group, row);
  self->rows[i] = row;
  self->switches[i] = GTK_SWITCH (toggle);
}

static GtkWidget *
new_warning (LoftDavOfferRows *self)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  GtkWidget *text = gtk_label_new ("");

  self->warning = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  self->warning_text = GTK_LABEL (text);
  gtk_widget_add_css_class (self->warning, "card");
  gtk_widget_add_css_class (self->warning, "account-warning");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, "warning");
  g_object_set (text, "xalign", 0.0, "hexpand", TRUE, "wrap", TRUE, "wrap-mode",
                PANGO_WRAP_WORD_CHAR, "natural-wrap-mode", GTK_NATURAL_WRAP_WORD, NULL);
  gtk_box_append (GTK_BOX (self->warning), icon);
  gtk_box_append (GTK_BOX (self->warning), text);
  return self->warning;
}

static void
loft_dav_offer_rows_dispose (GObject *object)
{
  g_clear_pointer (&LOFT_DAV_OFFER_ROWS (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_dav_offer_rows_parent_class)->dispose (object);
}

static void
loft_dav_offer_rows_class_init (LoftDavOfferRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_dav_offer_rows_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
loft_dav_offer_rows_init (LoftDavOfferRows *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  add_row (self, ADW_PREFERENCES_GROUP (group), 0, _ ("Calendar"), "x-office-calendar-symbolic");
  add_row (self, ADW_PREFERENCES_GROUP (group), 1, _ ("Contacts"),
           "x-office-address-book-symbolic");
  gtk_box_append (GTK_BOX (self->box), group);
  gtk_box_append (GTK_BOX (self->box), new_warning (self));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}
