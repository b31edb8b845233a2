/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-server-fields.h"

#include "config.h"
#include "loft-account-finder.h"
#include "loft-account-kinds.h"
#include "loft-account-options.h"
#include "loft-error.h"
#include "loft-ui.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

struct _LoftServerFields {
  GtkWidget parent_instance;

  GtkWidget *group;
  AdwComboRow *kind;
  GtkEditable *host;
  GtkEditable *port;
  AdwComboRow *security;
  GtkEditable *user;

  gboolean filling; /* a row is set by us */
  gboolean port_edited;
  gboolean fixed; /* of its kind for ever */
  LoftFoundAccount *found; /* (nullable) */
  const LoftAccountKind *shown_kind; /* what the rows are filled for */
};

enum { CHANGED, ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftServerFields, loft_server_fields, GTK_TYPE_WIDGET)

static const LoftSecurity securities[] = { LOFT_SECURITY_TLS, LOFT_SECURITY_STARTTLS,
                                           LOFT_SECURITY_NONE };

static LoftSecurity
selected_security (LoftServerFields *self)
{
  return securities[MIN (adw_combo_row_get_selected (self->security),
                         G_N_ELEMENTS (securities) - 1)];
}

static const LoftAccountKind *
selected_kind (LoftServerFields *self)
{
  guint n = 0;
  const LoftAccountKind *kinds = loft_account_kinds_get (&n);

  return &kinds[MIN (adw_combo_row_get_selected (self->kind), n - 1)];
}

static gboolean
is_exchange (LoftServerFields *self)
{
  return loft_account_kinds_is_exchange (selected_kind (self)->kind);
}

static void
fill (LoftServerFields *self, GtkEditable *field, const char *text)
{
  gboolean outer = self->filling;

  self->filling = TRUE;
  gtk_editable_set_text (field, text);
  self->filling = outer;
}

static void
fill_port (LoftServerFields *self, guint16 port)
{
  g_autofree char *text = g_strdup_printf ("%u", port);

  fill (self, self->port, text);
}

/* What the rows say */

static void
mark (LoftServerFields *self, GtkEditable *field)
{
  gtk_widget_add_css_class (GTK_WIDGET (field), "error");
  gtk_widget_grab_focus (GTK_WIDGET (field));
}

void
loft_server_fields_unmark (LoftServerFields *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->host), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->port), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->user), "error");
}

gboolean
loft_server_fields_mark (LoftServerFields *self, const GError *error)
{
  switch (loft_error_class (error))
    {
    case LOFT_ERROR_OFFLINE:
    case LOFT_ERROR_TEMPORARY:
      mark (self, self->host);
      return TRUE;
    case LOFT_ERROR_PROTOCOL:
      mark (self, is_exchange (self) ? self->host : self->port);
      return TRUE;
    default:
      return FALSE;
    }
}

static char *
text_of (GtkEditable *field)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (field)));
}

static gboolean
complain (LoftServerFields *self, GtkEditable *field, const char *sentence, char **complaint)
{
  *complaint = g_strdup (sentence);
  mark (self, field);
  return FALSE;
}

static gboolean
has_blanks (const char *text)
{
  return text[strcspn (text, " \t\r\n")] != '\0';
}

static void
set (char **field, char *value)
{
  g_free (*field);
  *field = value;
}

static void
put (LoftServerFields *self, LoftAccount *account, char *host, guint16 port)
{
  if (strcmp (account->incoming.host, host) != 0 || account->incoming.port != port)
    set (&account->trust, g_strdup (""));
  set (&account->incoming.host, host);
  account->incoming.port = port;
  account->incoming.security = selected_security (self);
  set (&account->incoming.user, text_of (self->user));
  set (&account->kind, g_strdup (selected_kind (self)->kind));
  set (&account->url, g_strdup (""));
}

/* One address says all; what was found for sending is not of this account. */
static gboolean
read_exchange (LoftServerFields *self, LoftAccount *account, char **complaint)
{
  g_autofree char *address = text_of (self->host);
  g_autofree char *assignment = g_strconcat ("url=", address, NULL);
  g_autofree char *details = NULL;
  g_autofree char *host = g_strdup (account->incoming.host);
  guint16 port = account->incoming.port;

  set (&account->kind, g_strdup (selected_kind (self)->kind));
  if (address[0] == '\0' || has_blanks (address) ||
      !loft_account_options_set (account, assignment, &details))
    return complain (self, self->host,
                     _ ("The address of an Exchange server looks like mail.example.org, or like "
                        "https://mail.example.org/Microsoft-Server-ActiveSync."),
                     complaint);
  if (port != account->incoming.port || g_ascii_strcasecmp (host, account->incoming.host) != 0)
    set (&account->trust, g_strdup (""));
  set (&account->incoming.user, text_of (self->user));
  set (&account->outgoing.host, g_strdup (""));
  return TRUE;
}

gboolean
loft_server_fields_read (LoftServerFields *self, LoftAccount *account, char **complaint)
{
  g_autofree char *host = text_of (self->host);
  g_autofree char *port = text_of (self->port);
  guint64 number = 0;

  loft_server_fields_unmark (self);
  if (is_exchange (self))
    return read_exchange (self, account, complaint);
  if (host[0] == '\0')
    return complain (self, self->host, _ ("Enter the name of the server that keeps the mail."),
                     complaint);
  if (strstr (host, "://") != NULL || strchr (host, '@') != NULL || has_blanks (host))
    return complain (self, self->host,
                     _ (
                       "The name of a server looks like imap.example.org, with nothing around it."),
                     complaint);
  if (!g_ascii_string_to_unsigned (port, 10, 1, 65535, &number, NULL))
    return complain (self, self->port, _ ("The port is a number from 1 to 65535; 993 is usual."),
                     complaint);
  put (self, account, g_steal_pointer (&host), (guint16) number);
  return TRUE;
}

static gboolean
is_plain (LoftServerFields *self)
{
  g_autofree char *address = text_of (self->host);

  return g_ascii_strncasecmp (address, "http://", 7) == 0;
}

static const char *
description_of (LoftServerFields *self)
{
  if (!is_exchange (self))
    return NULL;
  if (is_plain (self))
    return _ (
      "Without encryption, anybody on the way can read the password and what is kept there.");
  return self->fixed
           ? _ ("Mail, calendars, contacts and tasks. This server sends the mail, too.")
           : _ ("Mail, calendars, contacts and tasks come with it, and it sends mail: there is no "
                "other server to set.\n\nMicrosoft’s Exchange Online wants a sign-in by the "
                "browser, lets in only the newest ActiveSync (16.1, which Loft speaks), and your "
                "administrator may have to allow Loft first.");
}

/* What the rows are called, and which there are. */
static void
show_kind (LoftServerFields *self)
{
  gboolean exchange = is_exchange (self);
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self->group);

  adw_preferences_group_set_title (group, exchange ? _ ("Exchange Server") : _ ("Incoming Mail"));
  adw_preferences_group_set_description (group, description_of (self));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->host),
                                 exchange ? _ ("Address of the Server") : _ ("Server Name"));
  gtk_widget_set_visible (GTK_WIDGET (self->security), !exchange);
  gtk_widget_set_visible (GTK_WIDGET (self->port), !exchange);
}

void
loft_server_fields_show (LoftServerFields *self, LoftAccount *account)
{
  self->filling = TRUE;
  adw_combo_row_set_selected (self->kind, loft_account_kinds_index (account->kind));
  self->shown_kind = selected_kind (self);
  for (guint i = 0; i < G_N_ELEMENTS (securities); i++)
    if (securities[i] == account->incoming.security)
      adw_combo_row_set_selected (self->security, i);
  fill (self, self->host, is_exchange (self) ? account->url : account->incoming.host);
  fill (self, self->user, account->incoming.user);
  self->port_edited = account->incoming.port != 0;
  fill_port (self, self->port_edited ? account->incoming.port
                                     : selected_kind (self)->ports[account->incoming.security]);
  show_kind (self);
  loft_server_fields_unmark (self);
  self->filling = FALSE;
}

const char *
loft_server_fields_get_kind (LoftServerFields *self)
{
  return selected_kind (self)->kind;
}

void
loft_server_fields_focus (LoftServerFields *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->host));
}

void
loft_server_fields_set_found (LoftServerFields *self, LoftFoundAccount *found)
{
  if (found != NULL)
    loft_found_account_ref (found);
  g_clear_pointer (&self->found, loft_found_account_unref);
  self->found = found;
}

void
loft_server_fields_fix_kind (LoftServerFields *self)
{
  self->fixed = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->kind), FALSE);
  show_kind (self);
}

/* Edits */

static void
on_changed (LoftServerFields *self)
{
  if (self->filling)
    return;
  loft_server_fields_unmark (self);
  show_kind (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_port_changed (LoftServerFields *self)
{
  if (!self->filling)
    self->port_edited = gtk_editable_get_text (self->port)[0] != '\0';
  on_changed (self);
}

static void
on_security_changed (LoftServerFields *self)
{
  LoftSecurity security = selected_security (self);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->security),
                               security == LOFT_SECURITY_NONE
                                 ? _ ("Password and mail can be read by others on the way")
                                 : "");
  if (!self->filling && !self->port_edited)
    fill_port (self, selected_kind (self)->ports[security]);
  on_changed (self);
}

/* (transfer full) (nullable) what stands in the first row when it was found for a kind. */
static char *
proposal_for (LoftServerFields *self, const LoftAccountKind *kind)
{
  g_autoptr (LoftAccount) account = loft_account_new (kind->kind);

  if (self->found == NULL || loft_account_finder_apply (self->found, account) == NULL)
    return NULL;
  return g_strdup (loft_account_kinds_is_exchange (kind->kind) ? account->url
                                                               : account->incoming.host);
}

static void
propose (LoftServerFields *self, const char *host)
{
  const LoftFoundServer *server =
    loft_found_account_get_server (self->found, selected_kind (self)->kind);

  for (guint i = 0; i < G_N_ELEMENTS (securities); i++)
    if (securities[i] == server->security)
      adw_combo_row_set_selected (self->security, i);
  fill (self, self->host, host);
  fill_port (self, server->port);
}

/* Only what was proposed is replaced: a name that the person entered is theirs. */
static gboolean
may_replace (LoftServerFields *self)
{
  g_autofree char *before = proposal_for (self, self->shown_kind);
  g_autofree char *host = text_of (self->host);

  return host[0] == '\0' || g_strcmp0 (before, host) == 0;
}

/* The server of IMAP is seldom the one of Exchange. */
static gboolean
is_another_world (LoftServerFields *self)
{
  return is_exchange (self) != loft_account_kinds_is_exchange (self->shown_kind->kind);
}

static void
on_kind_changed (LoftServerFields *self)
{
  g_autofree char *host = NULL;

  if (self->filling || selected_kind (self) == self->shown_kind)
    return;
  self->filling = TRUE;
  host = may_replace (self) ? proposal_for (self, selected_kind (self)) : NULL;
  if (host != NULL)
    propose (self, host);
  else
    fill_port (self, selected_kind (self)->ports[selected_security (self)]);
  if (host == NULL && is_another_world (self) && may_replace (self))
    fill (self, self->host, "");
  show_kind (self);
  self->filling = FALSE;
  self->shown_kind = selected_kind (self);
  self->port_edited = FALSE;
  on_changed (self);
}

static void
on_activated (LoftServerFields *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

/* Object */

static void
loft_server_fields_dispose (GObject *object)
{
  g_clear_pointer (&LOFT_SERVER_FIELDS (object)->group, gtk_widget_unparent);
  loft_server_fields_set_found (LOFT_SERVER_FIELDS (object), NULL);
  G_OBJECT_CLASS (loft_server_fields_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("accounts/loft-server-fields.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftServerFields, group);
  gtk_widget_class_bind_template_child (widget_class, LoftServerFields, kind);
  gtk_widget_class_bind_template_child (widget_class, LoftServerFields, host);
  gtk_widget_class_bind_template_child (widget_class, LoftServerFields, port);
  gtk_widget_class_bind_template_child (widget_class, LoftServerFields, security);
  gtk_widget_class_bind_template_child (widget_class, LoftServerFields, user);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_kind_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_port_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_security_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
}

static void
loft_server_fields_class_init (LoftServerFieldsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_server_fields_dispose;
  signals[CHANGED] =
    g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] =
    g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_server_fields_init (LoftServerFields *self)
{
  guint n = 0;
  const LoftAccountKind *kinds = loft_account_kinds_get (&n);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < n; i++)
    gtk_string_list_append (titles, _ (kinds[i].title));
  adw_combo_row_set_model (self->kind, G_LIST_MODEL (titles));
  gtk_widget_set_visible (GTK_WIDGET (self->kind), n > 1);
  self->shown_kind = &kinds[0];
  fill_port (self, kinds[0].ports[LOFT_SECURITY_TLS]);
  self->filling = FALSE;
}
