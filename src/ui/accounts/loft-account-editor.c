/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-editor-private.h"

#include "config.h"
#include "loft-absences.h"
#include "loft-accessibility.h"
#include "loft-account-choices.h"
#include "loft-account-color.h"
#include "loft-account-dialogs.h"
#include "loft-account-kinds.h"
#include "loft-dav-offer-window.h"
#include "loft-dav-offer.h"
#include "loft-error-text.h"
#include "loft-found-text.h"
#include "loft-local-account.h"
#include "loft-mail-account-pickup.h"
#include "loft-out-of-office-window.h"
#include "loft-policy-window.h"
#include "loft-ui.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (LoftAccountEditor, loft_account_editor, ADW_TYPE_WINDOW)

/* Settings on screen */

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
show_color (LoftAccountEditor *self)
{
  GdkRGBA rgba = { 0, 0, 0, 1 };
  g_autofree char *color = NULL;

  loft_account_color_get (loft_service_get_accounts (self->service), self->account, &rgba);
  color = g_strdup_printf ("#%02x%02x%02x", (guint) (rgba.red * 255 + 0.5),
                           (guint) (rgba.green * 255 + 0.5), (guint) (rgba.blue * 255 + 0.5));
  loft_color_row_set_color (self->color, color);
}

static gboolean
is_picked_up (LoftAccount *account)
{
  return g_str_equal (account->kind, "pop3");
}

static gboolean
has_server (LoftAccount *account)
{
  return !g_str_equal (account->kind, "local");
}

static gboolean
has_mail (LoftAccount *account)
{
  return loft_account_kind_has_mail (account->kind);
}

/* A calendar or directory that is for everybody has no user. */
static gboolean
has_password (LoftAccount *account)
{
  return account->oauth.client_id[0] == '\0' && account->secret != LOFT_SECRET_COMMAND &&
         ((!g_str_equal (account->kind, "ics") && !g_str_equal (account->kind, "ldap")) ||
          account->incoming.user[0] != '\0');
}

/* What an account without a server, or without mail, has no use for. */
/* Where an organisation asks for something. */
static void
show_policy (LoftAccountEditor *self)
{
  LoftPolicyState state;
  g_autoptr (LoftPolicy) policy = loft_account_policy_read (self->account, &state, NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->policy_row), policy != NULL);
  adw_action_row_set_subtitle (self->policy_row, state == LOFT_POLICY_STATE_ACCEPTED
                                                   ? _ ("Accepted")
                                                   : _ ("Not accepted yet"));
}

static void
show_offer (LoftAccountEditor *self)
{
  gtk_widget_set_visible (self->offer_row,
                          loft_dav_offer_is_missing (self->service, loft_mail_account_get_account (
                                                                      self->account)));
}

static void
show_groups (LoftAccountEditor *self, LoftAccount *account)
{
  gboolean mail_server = has_server (account) && has_mail (account);
  gboolean exchange = loft_account_kinds_is_exchange (account->kind);

  gtk_widget_set_visible (self->identity, mail_server);
  gtk_widget_set_visible (GTK_WIDGET (self->identities), mail_server);
  gtk_widget_set_visible (GTK_WIDGET (self->outgoing), mail_server && !exchange);
  gtk_widget_set_visible (self->mail, mail_server);
  gtk_widget_set_visible (GTK_WIDGET (self->servers), mail_server);
  gtk_widget_set_visible (GTK_WIDGET (self->auth), mail_server && !exchange);
  gtk_widget_set_visible (GTK_WIDGET (self->dav), !has_mail (account));
  gtk_widget_set_visible (GTK_WIDGET (self->archive), has_mail (account));
  gtk_widget_set_visible (self->sign_in, has_server (account));
  gtk_widget_set_visible (GTK_WIDGET (self->window), mail_server && !is_picked_up (account));
  gtk_widget_set_visible (GTK_WIDGET (self->pickup), is_picked_up (account));
  gtk_widget_set_visible (GTK_WIDGET (self->quota),
                          mail_server && !is_picked_up (account) && !exchange);
  gtk_widget_set_visible (self->absence_row,
                          loft_absences_may_answer (loft_absences_of (self->service),
                                                    self->account));
  show_offer (self);
  gtk_widget_set_visible (self->password_row, has_password (account));
  gtk_widget_set_visible (self->browser_row, account->oauth.client_id[0] != '\0');
  show_policy (self);
  gtk_widget_set_visible (self->removal, !loft_local_account_is (account));
}

static void
show_account (LoftAccountEditor *self)
{
  LoftAccount *account = loft_mail_account_get_account (self->account);

  self->filling = TRUE;
  gtk_editable_set_text (self->name, account->name);
  gtk_editable_set_text (self->person, account->person);
  gtk_editable_set_text (self->address, account->address);
  show_color (self);
  loft_identity_fields_show (self->identities, account);
  loft_account_choices_show_window (self->window, account->window_days);
  loft_account_choices_show_notify (self->notify, account->notify);
  loft_account_choices_show_check (self->check, account->check_minutes);
  loft_account_choices_show_auth (self->auth, account->auth);
  show_groups (self, account);
  loft_pickup_fields_show (self->pickup, account,
                           loft_mail_account_get_removal_hold (self->account),
                           loft_mail_account_get_server_expiry (self->account));
  loft_archive_fields_show (self->archive, self->account, &account->archive);
  loft_server_fields_show (self->servers, account);
  loft_outgoing_fields_show (self->outgoing, account);
  if (!has_mail (account))
    loft_dav_fields_show (self->dav, self->service, account);
  adw_action_row_set_subtitle (self->test_row, "");
  loft_banner_set (self->problem, NULL, NULL);
  gtk_widget_set_sensitive (self->save, FALSE);
  self->color_chosen = account->color != NULL;
  self->filling = FALSE;
}

static gboolean
complain (LoftAccountEditor *self, const char *sentence, GtkEditable *field)
{
  loft_banner_set (self->problem, sentence, NULL);
  if (field == NULL)
    return FALSE;
  gtk_widget_add_css_class (GTK_WIDGET (field), "error");
  gtk_widget_grab_focus (GTK_WIDGET (field));
  return FALSE;
}

static gboolean
is_free (LoftAccountEditor *self, const char *name)
{
  LoftMailAccount *same = loft_service_find_account (self->service, name);

  return same == NULL || same == self->account;
}

static gboolean
check_names (LoftAccountEditor *self, LoftAccount *draft)
{
  g_autofree char *complaint = loft_found_text_bad_address (draft->address);

  if (draft->name[0] == '\0')
    return complain (self, _ ("An account needs a name."), self->name);
  if (!is_free (self, draft->name))
    return complain (self, _ ("Another account has this name."), self->name);
  if (has_server (draft) && has_mail (draft) && complaint != NULL)
    return complain (self, complaint, self->address);
  return TRUE;
}

static gboolean
read_servers (LoftAccountEditor *self, LoftAccount *draft, char **complaint)
{
  if (!has_server (draft))
    return TRUE;
  if (!has_mail (draft))
    return loft_dav_fields_read (self->dav, draft, complaint);
  return loft_server_fields_read (self->servers, draft, complaint) &&
         (loft_account_kind_sends (draft->kind) ||
          loft_outgoing_fields_read (self->outgoing, draft, complaint));
}

LoftAccount *
loft_account_editor_read_draft (LoftAccountEditor *self)
{
  g_autoptr (LoftAccount) draft = loft_account_copy (loft_mail_account_get_account (self->account));
  g_autofree char *complaint = NULL;

  set (&draft->name, text_of (self->name));
  set (&draft->person, text_of (self->person));
  set (&draft->address, text_of (self->address));
  loft_identity_fields_read (self->identities, draft);
  if (self->color_chosen)
    set (&draft->color, g_strdup (loft_color_row_get_color (self->color)));
  draft->window_days = loft_account_choices_get_window (self->window);
  if (is_picked_up (draft))
    loft_pickup_fields_read (self->pickup, draft);
  loft_archive_fields_read (self->archive, &draft->archive);
  draft->notify = loft_account_choices_get_notify (self->notify);
  draft->check_minutes = loft_account_choices_get_check (self->check);
  set (&draft->auth, g_strdup (loft_account_choices_get_auth (self->auth)));
  if (!check_names (self, draft))
    return NULL;
  if (read_servers (self, draft, &complaint))
    return g_steal_pointer (&draft);
  complain (self, complaint, NULL);
  return NULL;
}

static void
on_changed (LoftAccountEditor *self)
{
  if (self->filling)
    return;
  gtk_widget_remove_css_class (GTK_WIDGET (self->name), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->address), "error");
  loft_banner_set (self->problem, NULL, NULL);
  adw_action_row_set_subtitle (self->test_row, "");
  gtk_widget_set_sensitive (self->save, TRUE);
}

static void
on_color_changed (LoftAccountEditor *self)
{
  if (!self->filling)
    self->color_chosen = TRUE;
  on_changed (self);
}

/* Saving */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftAccountEditor) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (loft_service_update_account_finish (LOFT_SERVICE (source), result, &error))
    {
      /* The outcome shows on the account itself. */
      loft_mail_account_sync_async (self->account, 0, NULL, NULL, NULL);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  gtk_widget_set_sensitive (self->save, TRUE);
  text = loft_error_text_for_account (error, NULL);
  loft_banner_set (self->problem, text, NULL);
}

static void
on_save (LoftAccountEditor *self)
{
  g_autoptr (LoftAccount) draft = NULL;

  if (!gtk_widget_is_sensitive (self->save))
    return;
  draft = loft_account_editor_read_draft (self);
  if (draft == NULL)
    return;
  gtk_widget_set_sensitive (self->save, FALSE);
  loft_service_update_account_async (self->service, draft, NULL, NULL, on_saved,
                                     g_object_ref (self));
}

/* Others */

static void
on_change_password (LoftAccountEditor *self)
{
  loft_account_dialogs_ask_password (GTK_WIDGET (self->toasts), self->service, self->account);
}

static void
on_sign_in_again (LoftAccountEditor *self)
{
  loft_account_dialogs_sign_in_again (GTK_WIDGET (self->toasts), self->service, self->account);
}

static void
on_absence (LoftAccountEditor *self)
{
  loft_out_of_office_window_present (GTK_WINDOW (self), self->service, self->account);
}

static void
on_offer (LoftAccountEditor *self)
{
  loft_dav_offer_window_present (GTK_WINDOW (self), self->service, self->account);
}

static void
on_policy (LoftAccountEditor *self)
{
  loft_policy_window_present (GTK_WIDGET (self->toasts), self->account);
}

static void
on_remove (LoftAccountEditor *self)
{
  loft_account_dialogs_confirm_removal (GTK_WIDGET (self->toasts), self->service, self->account);
}

/* Removed, here or elsewhere. */
static void
on_accounts_changed (LoftAccountEditor *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) each = g_list_model_get_item (accounts, i);

      if (each == self->account)
        {
          show_offer (self);
          return;
        }
    }
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
loft_account_editor_close_request (GtkWindow *window)
{
  loft_account_editor_stop_test (LOFT_ACCOUNT_EDITOR (window));
  return GTK_WINDOW_CLASS (loft_account_editor_parent_class)->close_request (window);
}

static void
loft_account_editor_dispose (GObject *object)
{
  LoftAccountEditor *self = LOFT_ACCOUNT_EDITOR (object);

  loft_account_editor_stop_test (self);
  g_clear_object (&self->service);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (loft_account_editor_parent_class)->dispose (object);
}

#define BIND(child)        gtk_widget_class_bind_template_child (widget_class, LoftAccountEditor, child)
#define CALLBACK(function) gtk_widget_class_bind_template_callback (widget_class, function)

static void
bind_template (GtkWidgetClass *widget_class)
{
  BIND (toasts);
  BIND (problem);
  BIND (save);
  BIND (name);
  BIND (color);
  BIND (person);
  BIND (address);
  BIND (window);
  BIND (notify);
  BIND (check);
  BIND (identities);
  BIND (pickup);
  BIND (archive);
  BIND (servers);
  BIND (outgoing);
  BIND (dav);
  BIND (auth);
  BIND (identity);
  BIND (mail);
  BIND (sign_in);
  BIND (quota);
  BIND (password_row);
  BIND (browser_row);
  BIND (policy_row);
  BIND (test_row);
  BIND (absence_row);
  BIND (offer_row);
  BIND (removal);
  CALLBACK (on_changed);
  CALLBACK (on_color_changed);
  CALLBACK (on_save);
  CALLBACK (loft_account_editor_test);
  CALLBACK (on_change_password);
  CALLBACK (on_sign_in_again);
  CALLBACK (on_absence);
  CALLBACK (on_offer);
  CALLBACK (on_policy);
  CALLBACK (on_remove);
}

static void
loft_account_editor_class_init (LoftAccountEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_account_editor_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = loft_account_editor_close_request;
  g_type_ensure (LOFT_TYPE_ARCHIVE_FIELDS);
  g_type_ensure (LOFT_TYPE_BANNER);
  g_type_ensure (LOFT_TYPE_COLOR_ROW);
  g_type_ensure (LOFT_TYPE_DAV_FIELDS);
  g_type_ensure (LOFT_TYPE_IDENTITY_FIELDS);
  g_type_ensure (LOFT_TYPE_PICKUP_FIELDS);
  g_type_ensure (LOFT_TYPE_OUTGOING_FIELDS);
  g_type_ensure (LOFT_TYPE_QUOTA_ROW);
  g_type_ensure (LOFT_TYPE_SERVER_FIELDS);
  gtk_widget_class_set_template_from_resource (widget_class, LOFT_UI_RESOURCE (
                                                               "accounts/loft-account-editor.ui"));
  bind_template (widget_class);
}

static void
loft_account_editor_init (LoftAccountEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  loft_server_fields_fix_kind (self->servers);
  loft_accessibility_prepare (GTK_WIDGET (self));
}

static void
set_account (LoftAccountEditor *self, LoftService *service, LoftMailAccount *account)
{
  if (self->service == NULL)
    {
      self->service = g_object_ref (service);
      g_signal_connect_object (loft_service_get_accounts (service), "items-changed",
                               G_CALLBACK (on_accounts_changed), self, G_CONNECT_SWAPPED);
    }
  g_set_object (&self->account, account);
  loft_quota_row_set (self->quota, service, account);
  show_account (self);
}

/* The window at the bottom of a pile of dialogs. */
static GtkWindow *
main_window_of (GtkWindow *window)
{
  while (window != NULL && gtk_window_get_transient_for (window) != NULL)
    window = gtk_window_get_transient_for (window);
  return window;
}

#define EDITOR_KEY "loft-account-editor"

static GSList *kept; /* (owned) never freed, as the header says */

static LoftAccountEditor *
editor_of (GtkWindow *main_window)
{
  LoftAccountEditor *self = g_object_get_data (G_OBJECT (main_window), EDITOR_KEY);

  if (self != NULL && gtk_widget_get_visible (GTK_WIDGET (self)))
    return self;
  self = g_object_new (LOFT_TYPE_ACCOUNT_EDITOR, NULL);
  kept = g_slist_prepend (kept, g_object_ref (self));
  g_object_set_data (G_OBJECT (main_window), EDITOR_KEY, self);
  g_signal_connect_object (main_window, "destroy", G_CALLBACK (gtk_window_destroy), self,
                           G_CONNECT_SWAPPED);
  return self;
}

GtkWindow *
loft_account_editor_present (GtkWidget *from, LoftService *service, LoftMailAccount *account)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_ancestor (from, GTK_TYPE_WINDOW));
  LoftAccountEditor *self = NULL;

  g_return_val_if_fail (window != NULL, NULL);
  self = editor_of (main_window_of (window));
  set_account (self, service, account);
  gtk_window_set_transient_for (GTK_WINDOW (self), window);
  gtk_window_present (GTK_WINDOW (self));
  return GTK_WINDOW (self);
}
