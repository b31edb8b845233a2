/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-outgoing-fields.h"

#include "config.h"
#include "loft-error.h"
#include "loft-ui.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

struct _LoftOutgoingFields {
  GtkWidget parent_instance;

  GtkWidget *group;
  GtkEditable *host;
  AdwComboRow *security;
  GtkEditable *port;
  GtkEditable *user;
  AdwComboRow *copy;

  gboolean filling; /* a row is set by us */
  gboolean port_edited;
};

enum { CHANGED, ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftOutgoingFields, loft_outgoing_fields, GTK_TYPE_WIDGET)

/* RFC 8314, 7.3; RFC 6409, 3.1. */
static const struct {
  LoftSecurity security;
  guint16 port;
} securities[] = {
  { LOFT_SECURITY_TLS, 465 },
  { LOFT_SECURITY_STARTTLS, 587 },
  { LOFT_SECURITY_NONE, 587 },
};

static guint
selected_security (LoftOutgoingFields *self)
{
  return MIN (adw_combo_row_get_selected (self->security), G_N_ELEMENTS (securities) - 1);
}

static char *
text_of (GtkEditable *field)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (field)));
}

static void
set (char **field, char *value)
{
  g_free (*field);
  *field = value;
}

static void
fill_port (LoftOutgoingFields *self, guint16 port)
{
  g_autofree char *text = g_strdup_printf ("%u", port);
  gboolean outer = self->filling;

  self->filling = TRUE;
  gtk_editable_set_text (self->port, text);
  self->filling = outer;
}

/* What the rows say */

static void
unmark (LoftOutgoingFields *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->host), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->port), "error");
}

static void
mark (GtkEditable *field)
{
  gtk_widget_add_css_class (GTK_WIDGET (field), "error");
  gtk_widget_grab_focus (GTK_WIDGET (field));
}

gboolean
loft_outgoing_fields_mark (LoftOutgoingFields *self, const GError *error)
{
  switch (loft_error_class (error))
    {
    case LOFT_ERROR_OFFLINE:
    case LOFT_ERROR_TEMPORARY:
      mark (self->host);
      return TRUE;
    case LOFT_ERROR_PROTOCOL:
      mark (self->port);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
complain (GtkEditable *field, const char *sentence, char **complaint)
{
  *complaint = g_strdup (sentence);
  mark (field);
  return FALSE;
}

static gboolean
is_no_host (const char *text)
{
  return strstr (text, "://") != NULL || strchr (text, '@') != NULL ||
         text[strcspn (text, " \t\r\n")] != '\0';
}

/* Another server than before is not trusted any more. */
static void
put (LoftOutgoingFields *self, LoftAccount *account, char *host, guint16 port)
{
  if (strcmp (account->outgoing.host, host) != 0 || account->outgoing.port != port)
    set (&account->outgoing_trust, g_strdup (""));
  set (&account->outgoing.host, host);
  account->outgoing.port = port;
  account->outgoing.security = securities[selected_security (self)].security;
  set (&account->outgoing.user, text_of (self->user));
  account->sent_copy = (LoftSentPolicy) adw_combo_row_get_selected (self->copy);
}

gboolean
loft_outgoing_fields_read (LoftOutgoingFields *self, LoftAccount *account, char **complaint)
{
  g_autofree char *host = text_of (self->host);
  g_autofree char *port = text_of (self->port);
  guint64 number = 0;

  unmark (self);
  if (is_no_host (host))
    return complain (self->host,
                     _ (
                       "The name of a server looks like smtp.example.org, with nothing around it."),
                     complaint);
  if (!g_ascii_string_to_unsigned (port, 10, 1, 65535, &number, NULL))
    return complain (self->port, _ ("The port is a number from 1 to 65535; 465 is usual."),
                     complaint);
  put (self, account, g_steal_pointer (&host), (guint16) number);
  return TRUE;
}

void
loft_outgoing_fields_show (LoftOutgoingFields *self, LoftAccount *account)
{
  self->filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (securities); i++)
    if (securities[i].security == account->outgoing.security)
      adw_combo_row_set_selected (self->security, i);
  gtk_editable_set_text (self->host, account->outgoing.host);
  gtk_editable_set_text (self->user, account->outgoing.user);
  adw_combo_row_set_selected (self->copy, account->sent_copy);
  self->port_edited = account->outgoing.port != 0;
  fill_port (self, self->port_edited ? account->outgoing.port
                                     : securities[selected_security (self)].port);
  unmark (self);
  self->filling = FALSE;
}

/* Edits */

static void
on_changed (LoftOutgoingFields *self)
{
  if (self->filling)
    return;
  unmark (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_port_changed (LoftOutgoingFields *self)
{
  if (!self->filling)
    self->port_edited = gtk_editable_get_text (self->port)[0] != '\0';
  on_changed (self);
}

static void
on_security_changed (LoftOutgoingFields *self)
{
  guint selected = selected_security (self);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->security),
                               securities[selected].security == LOFT_SECURITY_NONE
                                 ? _ ("Password and mail can be read by others on the way")
                                 : "");
  if (!self->filling && !self->port_edited)
    fill_port (self, securities[selected].port);
  on_changed (self);
}

static void
on_activated (LoftOutgoingFields *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

/* Object */

static void
loft_outgoing_fields_dispose (GObject *object)
{
  g_clear_pointer (&LOFT_OUTGOING_FIELDS (object)->group, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_outgoing_fields_parent_class)->dispose (object);
}

#define BIND(child)        gtk_widget_class_bind_template_child (widget_class, LoftOutgoingFields, child)
#define CALLBACK(function) gtk_widget_class_bind_template_callback (widget_class, function)

static void
loft_outgoing_fields_class_init (LoftOutgoingFieldsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_outgoing_fields_dispose;
  signals[CHANGED] =
    g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] =
    g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, LOFT_UI_RESOURCE (
                                                               "accounts/loft-outgoing-fields.ui"));
  BIND (group);
  BIND (host);
  BIND (security);
  BIND (port);
  BIND (user);
  BIND (copy);
  CALLBACK (on_changed);
  CALLBACK (on_port_changed);
  CALLBACK (on_security_changed);
  CALLBACK (on_activated);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_outgoing_fields_init (LoftOutgoingFields *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_port (self, securities[0].port);
  self->filling = FALSE;
}
