/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-fields.h"

#include "config.h"
#include "loft-account-choices.h"
#include "loft-account-options.h"
#include "loft-local-account.h"

#include <glib/gi18n.h>
#include <string.h>

#define SENDERS_KEY "loft-senders"

struct _LoftDavFields {
  AdwPreferencesGroup parent_instance;

  GtkWidget *address; /* of everything, or of the calendars */
  GtkWidget *contacts; /* where they are elsewhere */
  GtkWidget *user;
  AdwComboRow *check;
  AdwComboRow *sender;

  LoftService *service; /* (nullable) */
  gboolean filling;
};

enum { CHANGED, ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftDavFields, loft_dav_fields, ADW_TYPE_PREFERENCES_GROUP)

static char *
text_of (GtkWidget *field)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (field))));
}

static void
set (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

/* Addresses */

gboolean
loft_dav_fields_set_address (LoftAccount *account, const char *text, char **complaint)
{
  g_autofree char *host = g_strdup (account->incoming.host);
  g_autofree char *assignment = g_strconcat ("url=", text, NULL);
  g_autofree char *details = NULL;
  guint16 port = account->incoming.port;

  if (text[0] == '\0' || !loft_account_options_set (account, assignment, &details))
    {
      *complaint =
        g_strdup (_ ("The address of a server looks like https://dav.example.org/ or just like "
                     "dav.example.org."));
      return FALSE;
    }
  if (port != account->incoming.port || g_ascii_strcasecmp (host, account->incoming.host) != 0)
    set (&account->trust, "");
  return TRUE;
}

static gboolean
is_split (const LoftAccount *account)
{
  return g_str_equal (account->kind, "dav") && !g_str_equal (account->calendars, account->contacts);
}

static gboolean
mark (GtkWidget *row)
{
  gtk_widget_add_css_class (row, "error");
  gtk_widget_grab_focus (row);
  return FALSE;
}

/* One of two addresses: (transfer full) (nullable) NULL after a complaint; "" where there is none. */
static char *
read_half (GtkWidget *row, LoftAccount *account, const char *before, char **complaint)
{
  g_autofree char *text = text_of (row);

  if (text[0] == '\0' || g_str_equal (text, before))
    return g_steal_pointer (&text);
  if (loft_dav_fields_set_address (account, text, complaint))
    return g_strdup (account->calendars);
  mark (row);
  return NULL;
}

static gboolean
read_both (LoftDavFields *self, LoftAccount *account, char **complaint)
{
  g_autofree char *before = g_strdup (account->calendars);
  g_autofree char *contacts = read_half (self->contacts, account, account->contacts, complaint);
  g_autofree char *calendars =
    contacts == NULL ? NULL : read_half (self->address, account, before, complaint);

  if (calendars == NULL)
    return FALSE;
  set (&account->calendars, calendars);
  set (&account->contacts, contacts);
  if (calendars[0] != '\0' || contacts[0] != '\0')
    return TRUE;
  *complaint = g_strdup (_ ("An account needs the address of its calendars or of its contacts."));
  return mark (self->address);
}

static gboolean
read_address (LoftDavFields *self, LoftAccount *account, char **complaint)
{
  g_autofree char *text = text_of (self->address);

  if (g_str_equal (text, account->calendars) ||
      loft_dav_fields_set_address (account, text, complaint))
    return TRUE;
  return mark (self->address);
}

/* Who sends invitations */

void
loft_dav_fields_fill_senders (AdwComboRow *row, LoftService *service, const char *id)
{
  GListModel *accounts = loft_service_get_accounts (service);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  guint selected = 0;

  gtk_string_list_append (names, _ ("The One With the Address"));
  g_ptr_array_add (ids, g_strdup (""));
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) each = g_list_model_get_item (accounts, i);
      const LoftAccount *account = loft_mail_account_get_account (each);

      if (!loft_account_kind_has_mail (account->kind) || loft_local_account_is (account))
        continue;
      if (g_str_equal (account->id, id))
        selected = ids->len;
      gtk_string_list_append (names, account->name);
      g_ptr_array_add (ids, g_strdup (account->id));
    }
  g_object_set_data_full (G_OBJECT (row), SENDERS_KEY, ids, (GDestroyNotify) g_ptr_array_unref);
  adw_combo_row_set_model (row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (row, selected);
  gtk_widget_set_visible (GTK_WIDGET (row), ids->len > 1);
}

const char *
loft_dav_fields_get_sender (AdwComboRow *row)
{
  GPtrArray *ids = g_object_get_data (G_OBJECT (row), SENDERS_KEY);
  guint selected = adw_combo_row_get_selected (row);

  return ids == NULL || selected >= ids->len ? "" : g_ptr_array_index (ids, selected);
}

/* (transfer none) (nullable) */
static const char *
address_of (LoftService *service, const char *id)
{
  GListModel *accounts = loft_service_get_accounts (service);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) each = g_list_model_get_item (accounts, i);
      const LoftAccount *account = loft_mail_account_get_account (each);

      if (g_str_equal (account->id, id))
        return account->address; /* the list holds it */
    }
  return NULL;
}

void
loft_dav_fields_bind_sender (LoftAccount *account, LoftService *service, const char *id)
{
  const char *before = address_of (service, account->mail_account);
  const char *address = address_of (service, id);

  if (address != NULL && (account->address[0] == '\0' || g_strcmp0 (account->address, before) == 0))
    set (&account->address, address);
  set (&account->mail_account, id);
}

/* Rows */

static void
show_warning (LoftDavFields *self)
{
  g_autofree char *text = text_of (self->address);
  g_autofree char *contacts = text_of (self->contacts);
  gboolean plain = g_ascii_strncasecmp (text, "http://", 7) == 0 ||
                   g_ascii_strncasecmp (contacts, "http://", 7) == 0;

  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (self),
    plain
      ? _ ("Without encryption, anybody on the way can read the password and what is kept there.")
      : NULL);
}

static void
on_changed (LoftDavFields *self)
{
  show_warning (self);
  gtk_widget_remove_css_class (self->address, "error");
  gtk_widget_remove_css_class (self->contacts, "error");
  gtk_widget_remove_css_class (self->user, "error");
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_activated (LoftDavFields *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static gboolean
is_directory (const LoftAccount *account)
{
  return g_str_equal (account->kind, "ldap");
}

static const char *
address_title (const LoftAccount *account)
{
  if (is_directory (account))
    return _ ("Address of the Directory (ldap://…)");
  if (g_str_equal (account->kind, "ics"))
    return _ ("Address of the Calendar");
  return is_split (account) ? _ ("Address of the Calendars") : _ ("Address of the Server");
}

void
loft_dav_fields_show (LoftDavFields *self, LoftService *service, const LoftAccount *account)
{
  gboolean is_dav = g_str_equal (account->kind, "dav");

  g_set_object (&self->service, service);
  self->filling = TRUE;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->address), address_title (account));
  gtk_editable_set_text (GTK_EDITABLE (self->address),
                         is_directory (account) ? account->url : account->calendars);
  gtk_widget_set_visible (GTK_WIDGET (self->check), !is_directory (account));
  gtk_editable_set_text (GTK_EDITABLE (self->contacts),
                         is_split (account) ? account->contacts : "");
  gtk_editable_set_text (GTK_EDITABLE (self->user), account->incoming.user);
  gtk_widget_set_visible (self->contacts, is_split (account));
  loft_account_choices_show_check (self->check, account->check_minutes);
  loft_dav_fields_fill_senders (self->sender, service, account->mail_account);
  if (!is_dav)
    gtk_widget_set_visible (GTK_WIDGET (self->sender), FALSE);
  self->filling = FALSE;
}

static gboolean
read_directory (LoftDavFields *self, LoftAccount *account, char **complaint)
{
  g_autofree char *address = text_of (self->address);
  g_autofree char *assignment = g_strconcat ("url=", address, NULL);
  g_autofree char *reason = NULL;

  if (loft_account_options_set (account, assignment, &reason))
    return TRUE;
  *complaint =
    g_strdup (_ ("Enter an address like ldap://directory.example.org/dc=example,dc=org."));
  return mark (self->address);
}

gboolean
loft_dav_fields_read (LoftDavFields *self, LoftAccount *account, char **complaint)
{
  gboolean is_dav = g_str_equal (account->kind, "dav");
  g_autofree char *user = text_of (self->user);

  if (!(is_directory (account) ? read_directory
        : is_split (account)   ? read_both
                               : read_address) (self, account, complaint))
    return FALSE;
  if (is_dav && user[0] == '\0')
    {
      *complaint = g_strdup (_ ("Enter the user name."));
      return mark (self->user);
    }
  set (&account->incoming.user, user);
  account->check_minutes = loft_account_choices_get_check (self->check);
  if (is_dav)
    loft_dav_fields_bind_sender (account, self->service, loft_dav_fields_get_sender (self->sender));
  return TRUE;
}

/* Object */

static void
loft_dav_fields_dispose (GObject *object)
{
  g_clear_object (&LOFT_DAV_FIELDS (object)->service);
  G_OBJECT_CLASS (loft_dav_fields_parent_class)->dispose (object);
}

static void
loft_dav_fields_class_init (LoftDavFieldsClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_dav_fields_dispose;
  signals[CHANGED] =
    g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] =
    g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
add_entry (LoftDavFields *self, const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (row, "entry-activated", G_CALLBACK (on_activated), self);
  return row;
}

static AdwComboRow *
add_choice (LoftDavFields *self, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (on_changed), self);
  return ADW_COMBO_ROW (row);
}

static void
loft_dav_fields_init (LoftDavFields *self)
{
  self->filling = TRUE;
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Server"));
  self->address = add_entry (self, _ ("Address of the Server"));
  self->contacts = add_entry (self, _ ("Address of the Contacts"));
  self->user = add_entry (self, _ ("User Name"));
  self->check = add_choice (self, _ ("Check Every"), "");
  self->sender =
    add_choice (self, _ ("Invitations Are Sent By"), _ ("The mail account that writes to guests"));
  self->filling = FALSE;
}
