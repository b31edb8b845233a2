/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-assistant-private.h"

#include "config.h"
#include "loft-account-finder.h"
#include "loft-ui.h"

#include <glib/gi18n.h>
#include <string.h>

enum { ADDED, N_SIGNALS };

enum {
  PROP_0,
  PROP_DECIDING,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftAccountAssistant, loft_account_assistant, GTK_TYPE_WIDGET)

char *
loft_account_assistant_text_of (GtkEditable *field)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (field)));
}

char *
loft_account_assistant_dup_domain (LoftAccountAssistant *self)
{
  g_autofree char *address = loft_account_assistant_text_of (self->address);
  const char *at = strrchr (address, '@');

  return g_strdup (at == NULL ? "" : at + 1);
}

/* Pages */

static GtkWidget *
first_of (LoftAccountAssistant *self, const char *page)
{
  if (g_str_equal (page, "address"))
    return GTK_WIDGET (self->address);
  if (g_str_equal (page, "steps"))
    return self->stop;
  if (g_str_equal (page, "found"))
    return GTK_WIDGET (self->agree);
  if (g_str_equal (page, "certificate"))
    return self->back;
  if (g_str_equal (page, "more"))
    return self->more_add;
  return NULL;
}

void
loft_account_assistant_show_page (LoftAccountAssistant *self, const char *name)
{
  GtkWidget *first = first_of (self, name);

  gtk_stack_set_visible_child_name (self->pages, name);
  if (first != NULL)
    gtk_widget_grab_focus (first);
  else if (gtk_widget_get_visible (GTK_WIDGET (self->servers)))
    loft_server_fields_focus (self->servers);
  else
    loft_oauth_fields_focus (self->oauth);
}

void
loft_account_assistant_go_back (LoftAccountAssistant *self)
{
  loft_account_assistant_show_page (self, self->origin);
}

/* What signed in is signed in again, and so is found again what is beside it. */
static void
leave_more (LoftAccountAssistant *self)
{
  if (g_str_equal (self->origin, "more"))
    self->origin = "address";
}

static void
on_back_to_address (LoftAccountAssistant *self)
{
  leave_more (self);
  loft_account_assistant_clear_problem (self);
  self->by_hand = self->by_browser = FALSE;
  loft_account_assistant_show_page (self, "address");
}

/* Calendars and address books are found and tried in another way. */
static void
on_dav (LoftAccountAssistant *self)
{
  g_autofree char *address = loft_account_assistant_text_of (self->address);

  loft_account_assistant_clear_problem (self);
  gtk_stack_set_visible_child_name (self->pages, "dav");
  loft_dav_assistant_begin (self->dav, self->service, address);
}

static void
on_dav_added (LoftAccountAssistant *self, LoftMailAccount *account)
{
  loft_account_assistant_reset (self);
  loft_account_assistant_added (self, account);
}

/* Cancel, Set Up by Hand: what runs is given up. */
static void
on_stop (LoftAccountAssistant *self)
{
  loft_account_assistant_cancel (self);
  leave_more (self);
  loft_account_assistant_go_back (self);
}

/* Problems */

void
loft_account_assistant_clear_problem (LoftAccountAssistant *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->address), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->password), "error");
  gtk_widget_remove_css_class (self->hand_password, "error");
  self->remedy = LOFT_REMEDY_NONE;
  loft_account_assistant_forget_waiting (self);
  loft_banner_set (self->problem, NULL, NULL);
}

void
loft_account_assistant_show_problem (LoftAccountAssistant *self, const char *text,
                                     GtkEditable *field)
{
  self->remedy = LOFT_REMEDY_NONE;
  loft_banner_set (self->problem, text, NULL);
  if (field == NULL)
    return;
  gtk_widget_add_css_class (GTK_WIDGET (field), "error");
  gtk_widget_grab_focus (GTK_WIDGET (field));
}

void
loft_account_assistant_offer (LoftAccountAssistant *self, const char *text, const char *button,
                              LoftAccountRemedy remedy)
{
  loft_banner_set (self->problem, text, button);
  self->remedy = remedy;
}

/* What is known of the address while it is typed */

static void
update_submit (LoftAccountAssistant *self)
{
  gboolean address = gtk_editable_get_text (self->address)[0] != '\0';
  gboolean password = gtk_editable_get_text (self->password)[0] != '\0' ||
                      !gtk_widget_get_visible (GTK_WIDGET (self->password));

  gtk_widget_set_sensitive (self->submit, address && password);
}

static void
on_changed (LoftAccountAssistant *self)
{
  loft_account_assistant_clear_problem (self);
  update_submit (self);
}

/* Trust was given to one server. */
static void
on_servers_changed (LoftAccountAssistant *self)
{
  g_clear_pointer (&self->trust, g_free);
  loft_account_assistant_update_kind (self);
  on_changed (self);
}

static void
on_way_changed (LoftAccountAssistant *self)
{
  loft_account_assistant_update_way (self);
  loft_account_assistant_clear_problem (self);
}

static void
on_address_changed (LoftAccountAssistant *self)
{
  g_autofree char *address = loft_account_assistant_text_of (self->address);
  const LoftFoundServer *server = NULL;

  g_clear_pointer (&self->known, loft_found_account_unref);
  self->known = loft_account_finder_recall (address);
  if (g_strcmp0 (address, self->searched) != 0)
    loft_account_assistant_forget_search (self);
  if (self->known != NULL)
    server = loft_found_account_get_server (self->known, "imap");
  loft_account_assistant_show_hint (self->known, self->hint, self->hint_text, self->hint_link);
  gtk_widget_set_visible (GTK_WIDGET (self->password),
                          self->known == NULL ||
                            loft_account_assistant_takes_password (self->known));
  gtk_widget_set_visible (self->browser_button,
                          server != NULL && loft_account_assistant_takes_password (self->known) &&
                            (server->ways & LOFT_SIGN_IN_OAUTH) != 0);
  on_changed (self);
}

static void
on_trust (LoftAccountAssistant *self)
{
  g_autoptr (LoftAccount) account = NULL;

  g_free (self->trust);
  self->trust = g_steal_pointer (&self->offered);
  if (self->by_hand || self->by_browser)
    {
      loft_account_assistant_submit_by_hand (self);
      return;
    }
  account = loft_account_assistant_make_account (self);
  loft_account_assistant_sign_in (self, account);
}

/* Beginning and end */

static void
fill_person (LoftAccountAssistant *self)
{
  const char *name = g_get_real_name ();

  /* What GLib says when the system knows none. */
  if (name != NULL && g_utf8_validate (name, -1, NULL) && !g_str_equal (name, "Unknown") &&
      !g_str_equal (name, g_get_user_name ()))
    gtk_editable_set_text (self->person, name);
}

void
loft_account_assistant_reset (LoftAccountAssistant *self)
{
  g_autoptr (LoftAccount) nothing = loft_account_new ("imap");

  gtk_editable_set_text (self->address, "");
  gtk_editable_set_text (self->password, "");
  fill_person (self);
  loft_server_fields_show (self->servers, nothing);
  loft_outgoing_fields_show (self->outgoing, nothing);
  loft_oauth_fields_show (self->oauth, nothing);
  adw_combo_row_set_selected (self->way, 0);
  g_clear_pointer (&self->trust, g_free);
  g_clear_pointer (&self->url, g_free);
  self->by_hand = self->by_browser = FALSE;
  self->origin = "address";
  loft_account_assistant_forget_search (self);
  loft_account_assistant_clear_problem (self);
  gtk_stack_set_visible_child_name (self->pages, "address");
}

void
loft_account_assistant_finish (LoftAccountAssistant *self)
{
  g_clear_object (&self->cancellable);
}

void
loft_account_assistant_cancel (LoftAccountAssistant *self)
{
  if (self->cancellable == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  loft_account_assistant_stop_looking (self);
  loft_account_assistant_finish (self);
}

void
loft_account_assistant_end (LoftAccountAssistant *self)
{
  loft_account_assistant_cancel (self);
  loft_dav_assistant_end (self->dav);
  loft_account_assistant_forget_waiting (self);
  gtk_editable_set_text (self->password, "");
}

void
loft_account_assistant_set_service (LoftAccountAssistant *self, LoftService *service)
{
  g_set_object (&self->service, service);
}

void
loft_account_assistant_focus_first (LoftAccountAssistant *self)
{
  gtk_widget_grab_focus (
    GTK_WIDGET (gtk_editable_get_text (self->person)[0] == '\0' ? self->person : self->address));
}

void
loft_account_assistant_added (LoftAccountAssistant *self, LoftMailAccount *account)
{
  g_signal_emit (self, signals[ADDED], 0, account);
}

static void
on_page_changed (LoftAccountAssistant *self)
{
  g_object_notify (G_OBJECT (self), "deciding");
}

static void
loft_account_assistant_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LoftAccountAssistant *self = LOFT_ACCOUNT_ASSISTANT (object);

  if (id == PROP_DECIDING)
    g_value_set_boolean (value, g_strcmp0 (gtk_stack_get_visible_child_name (self->pages),
                                           "address") != 0);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
loft_account_assistant_dispose (GObject *object)
{
  LoftAccountAssistant *self = LOFT_ACCOUNT_ASSISTANT (object);

  loft_account_assistant_cancel (self);
  g_clear_pointer (&self->known, loft_found_account_unref);
  loft_account_assistant_forget_search (self);
  loft_account_assistant_forget_waiting (self);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->service);
  g_clear_pointer (&self->trust, g_free);
  g_clear_pointer (&self->offered, g_free);
  g_clear_pointer (&self->url, g_free);
  G_OBJECT_CLASS (loft_account_assistant_parent_class)->dispose (object);
}

#define BIND(child)        gtk_widget_class_bind_template_child (widget_class, LoftAccountAssistant, child)
#define CALLBACK(function) gtk_widget_class_bind_template_callback (widget_class, function)

static void
bind_children (GtkWidgetClass *widget_class)
{
  BIND (box);
  BIND (problem);
  BIND (pages);
  BIND (person);
  BIND (address);
  BIND (password);
  BIND (hint);
  BIND (hint_text);
  BIND (hint_link);
  BIND (submit);
  BIND (browser_button);
  BIND (steps_title);
  BIND (steps);
  BIND (reopen);
  BIND (stop);
  BIND (stop_by_hand);
  BIND (skip);
  BIND (choices);
  BIND (warning);
  BIND (warning_text);
  BIND (found_hint);
  BIND (found_hint_text);
  BIND (found_hint_link);
  BIND (agree);
  BIND (hand_title);
  BIND (servers);
  BIND (outgoing);
  BIND (ways);
  BIND (way);
  BIND (hand_password);
  BIND (oauth);
  BIND (certificate);
  BIND (back);
  BIND (trust_button);
  BIND (no_trust);
  BIND (offer);
  BIND (more_add);
  BIND (dav);
}

/* Buttons that are only pressed. */
static void
bind_buttons (GtkWidgetClass *widget_class)
{
  static const char *const names[] = { "hand_button", "found_by_hand", "found_back", "hand_submit",
                                       "hand_back",   "dav_button",    "more_back" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_class_bind_template_child_full (widget_class, names[i], FALSE, 0);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  CALLBACK (on_page_changed);
  CALLBACK (on_changed);
  CALLBACK (on_address_changed);
  CALLBACK (on_servers_changed);
  CALLBACK (on_way_changed);
  CALLBACK (on_back_to_address);
  CALLBACK (on_dav);
  CALLBACK (on_dav_added);
  CALLBACK (on_stop);
  CALLBACK (on_trust);
  CALLBACK (loft_account_assistant_submit);
  CALLBACK (loft_account_assistant_use_browser);
  CALLBACK (loft_account_assistant_set_up_by_hand);
  CALLBACK (loft_account_assistant_submit_by_hand);
  CALLBACK (loft_account_assistant_reopen_page);
  CALLBACK (loft_account_assistant_agree);
  CALLBACK (loft_account_assistant_skip);
  CALLBACK (loft_account_assistant_add_more);
  CALLBACK (loft_account_assistant_go_back);
  CALLBACK (loft_account_assistant_remedy);
}

static void
loft_account_assistant_class_init (LoftAccountAssistantClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_account_assistant_dispose;
  G_OBJECT_CLASS (klass)->get_property = loft_account_assistant_get_property;
  g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_DECIDING,
                                   g_param_spec_boolean ("deciding", NULL, NULL, FALSE,
                                                         G_PARAM_READABLE |
                                                           G_PARAM_STATIC_STRINGS));
  signals[ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, LOFT_TYPE_MAIL_ACCOUNT);
  g_type_ensure (LOFT_TYPE_ACCOUNT_STEPS);
  g_type_ensure (LOFT_TYPE_BANNER);
  g_type_ensure (LOFT_TYPE_CERTIFICATE_VIEW);
  g_type_ensure (LOFT_TYPE_DAV_ASSISTANT);
  g_type_ensure (LOFT_TYPE_DAV_OFFER_ROWS);
  g_type_ensure (LOFT_TYPE_OAUTH_FIELDS);
  g_type_ensure (LOFT_TYPE_SERVER_FIELDS);
  g_type_ensure (LOFT_TYPE_OUTGOING_FIELDS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE (
                                                 "accounts/loft-account-assistant.ui"));
  bind_children (widget_class);
  bind_buttons (widget_class);
  bind_callbacks (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_account_assistant_init (LoftAccountAssistant *self)
{
  self->origin = "address";
  self->kind = "imap";
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_bind_property (self->password, "text", self->hand_password, "text",
                          G_BINDING_BIDIRECTIONAL);
  fill_person (self);
  update_submit (self);
}
