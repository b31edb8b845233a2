/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-form-private.h"

#include "config.h"
#include "loft-ui.h"

#include <glib/gi18n.h>
#include <string.h>

enum {
  ADDED,
  N_SIGNALS
};

enum {
  PROP_0,
  PROP_DECIDING,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftAccountForm, loft_account_form, GTK_TYPE_WIDGET)

char *
loft_account_form_text_of (GtkEditable *field)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (field)));
}

/* AdwExpanderRow would do, but measures itself wrongly for a moment when it opens (1.2), which GTK
 * calls critical. */
static void
show_server_fields (LoftAccountForm *self, gboolean shown)
{
  gtk_widget_set_visible (GTK_WIDGET (self->host), shown);
  gtk_widget_set_visible (GTK_WIDGET (self->port), shown);
  gtk_widget_set_visible (GTK_WIDGET (self->security), shown);
  gtk_widget_set_visible (GTK_WIDGET (self->user), shown);
  gtk_image_set_from_icon_name (self->server_arrow,
                                shown ? "pan-up-symbolic" : "pan-down-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->server), GTK_ACCESSIBLE_STATE_EXPANDED, shown,
                               -1);
}

static void
on_server_activated (LoftAccountForm *self)
{
  show_server_fields (self, !gtk_widget_get_visible (GTK_WIDGET (self->host)));
}

/* Wrong fields */

static void
mark (GtkEditable *field, gboolean wrong)
{
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (field), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (field), "error");
}

void
loft_account_form_clear_problem (LoftAccountForm *self)
{
  GtkEditable *fields[] = { self->person, self->address, self->password,
                            self->host,   self->port,    self->user };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    mark (fields[i], FALSE);
  loft_banner_set (self->problem, NULL, NULL);
}

void
loft_account_form_show_problem (LoftAccountForm *self, const char *text, GtkEditable *field)
{
  loft_banner_set (self->problem, text, NULL);
  if (field == NULL)
    return;
  mark (field, TRUE);
  if (field == self->host || field == self->port || field == self->user)
    show_server_fields (self, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (field));
}

/* Filling in */

static void
fill (LoftAccountForm *self, GtkEditable *field, const char *text)
{
  self->filling = TRUE;
  gtk_editable_set_text (field, text);
  self->filling = FALSE;
}

void
loft_account_form_update_submit (LoftAccountForm *self)
{
  gboolean complete = gtk_editable_get_text (self->address)[0] != '\0' &&
                      gtk_editable_get_text (self->password)[0] != '\0';

  gtk_widget_set_sensitive (self->submit, complete && self->cancellable == NULL);
}

/* Folded, the row says what would be used; most people need no more of it. */
static void
describe_server (LoftAccountForm *self)
{
  static const char *const words[] = { N_ ("TLS"), N_ ("STARTTLS"), N_ ("not protected") };
  guint selected = MIN (adw_combo_row_get_selected (self->security), G_N_ELEMENTS (words) - 1);
  g_autofree char *host = loft_account_form_text_of (self->host);
  g_autofree char *port = loft_account_form_text_of (self->port);
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  if (host[0] == '\0')
    text = g_strdup (_ ("Taken from the address, or enter it here"));
  else
    /* Translators: server name, port, kind of protection. */
    text = g_strdup_printf (_ ("%1$s, port %2$s, %3$s"), host, port, _ (words[selected]));
  escaped = g_markup_escape_text (text, -1);
  adw_action_row_set_subtitle (self->server, escaped);
}

static void
on_changed (LoftAccountForm *self)
{
  loft_account_form_clear_problem (self);
  describe_server (self);
  loft_account_form_update_submit (self);
}

/* What most providers call it. Whoever types a server's name knows better. */
static void
on_address_changed (LoftAccountForm *self)
{
  g_autofree char *address = loft_account_form_text_of (self->address);
  const char *at = strrchr (address, '@');

  if (!self->host_edited)
    {
      g_autofree char *host =
        at == NULL || at[1] == '\0' ? g_strdup ("") : g_strconcat ("imap.", at + 1, NULL);

      fill (self, self->host, host);
    }
  if (!self->user_edited)
    fill (self, self->user, address);
  on_changed (self);
}

static void
note_edit (LoftAccountForm *self, GtkEditable *field, gboolean *edited)
{
  if (!self->filling)
    *edited = gtk_editable_get_text (field)[0] != '\0';
  on_changed (self);
}

/* Trust was given to one server. */
static void
on_host_changed (LoftAccountForm *self)
{
  g_clear_pointer (&self->trust, g_free);
  note_edit (self, self->host, &self->host_edited);
}

static void
on_port_changed (LoftAccountForm *self)
{
  g_clear_pointer (&self->trust, g_free);
  note_edit (self, self->port, &self->port_edited);
}

static void
on_user_changed (LoftAccountForm *self)
{
  note_edit (self, self->user, &self->user_edited);
}

LoftSecurity
loft_account_form_get_security (LoftAccountForm *self)
{
  static const LoftSecurity by_row[] = { LOFT_SECURITY_TLS, LOFT_SECURITY_STARTTLS,
                                         LOFT_SECURITY_NONE };
  guint selected = adw_combo_row_get_selected (self->security);

  return by_row[MIN (selected, G_N_ELEMENTS (by_row) - 1)];
}

static void
on_security_changed (LoftAccountForm *self)
{
  LoftSecurity security = loft_account_form_get_security (self);

  if (!self->port_edited)
    fill (self, self->port, security == LOFT_SECURITY_TLS ? "993" : "143");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->security),
                               security == LOFT_SECURITY_NONE
                                 ? _ ("Password and mail can be read by others on the way")
                                 : "");
  on_changed (self);
}

void
loft_account_form_reset (LoftAccountForm *self)
{
  GtkEditable *fields[] = { self->person, self->address, self->password, self->host, self->user };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    fill (self, fields[i], "");
  self->host_edited = self->port_edited = self->user_edited = FALSE;
  adw_combo_row_set_selected (self->security, 0);
  fill (self, self->port, "993");
  g_clear_pointer (&self->trust, g_free);
  self->secret_in_file = FALSE;
  show_server_fields (self, FALSE);
  gtk_stack_set_visible_child_name (self->pages, "form");
}

static void
on_keep_in_file (LoftAccountForm *self)
{
  self->secret_in_file = TRUE;
  loft_account_form_submit (self);
}

static void
on_back (LoftAccountForm *self)
{
  gtk_stack_set_visible_child_name (self->pages, "form");
}

static void
on_trust (LoftAccountForm *self)
{
  g_free (self->trust);
  self->trust = g_steal_pointer (&self->offered);
  gtk_stack_set_visible_child_name (self->pages, "form");
  loft_account_form_submit (self);
}

void
loft_account_form_set_service (LoftAccountForm *self, LoftService *service)
{
  g_set_object (&self->service, service);
}

void
loft_account_form_cancel (LoftAccountForm *self)
{
  if (self->cancellable == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  loft_account_form_finish_check (self);
}

void
loft_account_form_focus_first (LoftAccountForm *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->person));
}

void
loft_account_form_added (LoftAccountForm *self, LoftMailAccount *account)
{
  g_signal_emit (self, signals[ADDED], 0, account);
}

static void
on_page_changed (LoftAccountForm *self)
{
  g_object_notify (G_OBJECT (self), "deciding");
}

static void
loft_account_form_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LoftAccountForm *self = LOFT_ACCOUNT_FORM (object);

  if (id == PROP_DECIDING)
    g_value_set_boolean (value, g_strcmp0 (gtk_stack_get_visible_child_name (self->pages),
                                           "certificate") == 0);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
loft_account_form_dispose (GObject *object)
{
  LoftAccountForm *self = LOFT_ACCOUNT_FORM (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer ((GtkWidget **) &self->pages, gtk_widget_unparent);
  g_clear_object (&self->service);
  g_clear_pointer (&self->trust, g_free);
  g_clear_pointer (&self->offered, g_free);
  G_OBJECT_CLASS (loft_account_form_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LoftAccountForm, pages);
  gtk_widget_class_bind_template_child (widget_class, LoftAccountForm, problem);
  gtk_widget_class_bind_template_child (widget_class, LoftAccountForm, person);
  gtk_widget_class_bind_template_child (widget_class, LoftAccountForm, address);
  gtk_widget_class_bind_template_child (widget_class, LoftAccountForm, password);
  gtk_widget_class_bind_template_child (widget_class, LoftAccountForm, server);
  gtk_widget_class_bind_template_child (widget_class, LoftAccountForm, server_arrow);
  gtk_widget_class_bind_template_child (widget_class, LoftAccountForm, host);
  gtk_widget_class_bind_template_child (widget_class, LoftAccountForm, port);
  gtk_widget_class_bind_template_child (widget_class, LoftAccountForm, security);
  gtk_widget_class_bind_template_child (widget_class, LoftAccountForm, user);
  gtk_widget_class_bind_template_child (widget_class, LoftAccountForm, submit);
  gtk_widget_class_bind_template_child (widget_class, LoftAccountForm, spinner);
  gtk_widget_class_bind_template_child (widget_class, LoftAccountForm, submit_label);
  gtk_widget_class_bind_template_child (widget_class, LoftAccountForm, certificate);
  gtk_widget_class_bind_template_child (widget_class, LoftAccountForm, back);
  gtk_widget_class_bind_template_child (widget_class, LoftAccountForm, trust_button);
  gtk_widget_class_bind_template_callback (widget_class, on_page_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_address_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_host_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_port_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_user_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_security_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_server_activated);
  gtk_widget_class_bind_template_callback (widget_class, loft_account_form_submit);
  gtk_widget_class_bind_template_callback (widget_class, on_keep_in_file);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_trust);
}

static void
loft_account_form_class_init (LoftAccountFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_account_form_dispose;
  G_OBJECT_CLASS (klass)->get_property = loft_account_form_get_property;
  g_object_class_install_property (
    G_OBJECT_CLASS (klass), PROP_DECIDING,
    g_param_spec_boolean ("deciding", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  signals[ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, LOFT_TYPE_MAIL_ACCOUNT);
  gtk_widget_class_set_template_from_resource (
    widget_class, LOFT_UI_RESOURCE ("accounts/loft-account-form.ui"));
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_account_form_init (LoftAccountForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  describe_server (self);
  loft_account_form_update_submit (self);
}
