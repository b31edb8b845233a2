/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-oauth-fields.h"

#include "config.h"
#include "loft-ui.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _LoftOauthFields {
  GtkWidget parent_instance;

  GtkWidget *group;
  GtkEditable *client;
  GtkEditable *secret;
  GtkEditable *authorization;
  GtkEditable *token;
  GtkEditable *scope;
};

enum { CHANGED, ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftOauthFields, loft_oauth_fields, GTK_TYPE_WIDGET)

void
loft_oauth_fields_show (LoftOauthFields *self, LoftAccount *account)
{
  gboolean known = account->oauth.provider[0] != '\0';

  gtk_editable_set_text (self->client, account->oauth.client_id);
  gtk_editable_set_text (self->authorization, account->oauth.authorization_url);
  gtk_editable_set_text (self->token, account->oauth.token_url);
  gtk_editable_set_text (self->scope, account->oauth.scope);
  gtk_widget_set_visible (GTK_WIDGET (self->authorization), !known);
  gtk_widget_set_visible (GTK_WIDGET (self->token), !known);
  gtk_widget_set_visible (GTK_WIDGET (self->scope), !known);
}

static void
take (GtkEditable *field, char **setting)
{
  g_free (*setting);
  *setting = g_strstrip (g_strdup (gtk_editable_get_text (field)));
}

static gboolean
complain (GtkEditable *field, const char *sentence, char **complaint)
{
  gtk_widget_add_css_class (GTK_WIDGET (field), "error");
  gtk_widget_grab_focus (GTK_WIDGET (field));
  *complaint = g_strdup (sentence);
  return FALSE;
}

static void
unmark (LoftOauthFields *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->client), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->authorization), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->token), "error");
}

gboolean
loft_oauth_fields_read (LoftOauthFields *self, LoftAccount *account, char **complaint)
{
  gboolean known = account->oauth.provider[0] != '\0';

  unmark (self);
  take (self->client, &account->oauth.client_id);
  take (self->authorization, &account->oauth.authorization_url);
  take (self->token, &account->oauth.token_url);
  take (self->scope, &account->oauth.scope);
  if (account->oauth.client_id[0] == '\0')
    return complain (self->client, _ ("Signing in by the browser needs a client ID."), complaint);
  if (!known && !g_str_has_prefix (account->oauth.authorization_url, "https://"))
    return complain (self->authorization,
                     _ ("Enter the address that begins with “https://” where people sign in."),
                     complaint);
  if (!known && !g_str_has_prefix (account->oauth.token_url, "https://"))
    return complain (self->token,
                     _ ("Enter the address that begins with “https://” that gives tokens."),
                     complaint);
  return TRUE;
}

char *
loft_oauth_fields_dup_client_secret (LoftOauthFields *self)
{
  const char *text = gtk_editable_get_text (self->secret);

  return text[0] != '\0' ? g_strdup (text) : NULL;
}

void
loft_oauth_fields_focus (LoftOauthFields *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->client));
}

static void
on_changed (LoftOauthFields *self)
{
  unmark (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_activated (LoftOauthFields *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
loft_oauth_fields_dispose (GObject *object)
{
  g_clear_pointer (&LOFT_OAUTH_FIELDS (object)->group, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_oauth_fields_parent_class)->dispose (object);
}

static void
loft_oauth_fields_class_init (LoftOauthFieldsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_oauth_fields_dispose;
  signals[CHANGED] =
    g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] =
    g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("accounts/loft-oauth-fields.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftOauthFields, group);
  gtk_widget_class_bind_template_child (widget_class, LoftOauthFields, client);
  gtk_widget_class_bind_template_child (widget_class, LoftOauthFields, secret);
  gtk_widget_class_bind_template_child (widget_class, LoftOauthFields, authorization);
  gtk_widget_class_bind_template_child (widget_class, LoftOauthFields, token);
  gtk_widget_class_bind_template_child (widget_class, LoftOauthFields, scope);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_oauth_fields_init (LoftOauthFields *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
