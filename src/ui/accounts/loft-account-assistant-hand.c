/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-assistant-private.h"

#include "config.h"
#include "loft-account-kinds.h"
#include "loft-found-text.h"

#include <glib/gi18n.h>

#define WAY_BROWSER 1

static gboolean
wants_browser (LoftAccountAssistant *self)
{
  return adw_combo_row_get_selected (self->way) == WAY_BROWSER;
}

void
loft_account_assistant_update_way (LoftAccountAssistant *self)
{
  gboolean browser = wants_browser (self);

  gtk_widget_set_visible (self->hand_password, !browser);
  gtk_widget_set_visible (GTK_WIDGET (self->oauth), browser);
}

static gboolean
is_exchange (LoftAccountAssistant *self)
{
  return loft_account_kinds_is_exchange (loft_server_fields_get_kind (self->servers));
}

void
loft_account_assistant_update_kind (LoftAccountAssistant *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->outgoing),
                          gtk_widget_get_visible (GTK_WIDGET (self->servers)) &&
                            !is_exchange (self));
}

static void
show_title (LoftAccountAssistant *self, gboolean browser)
{
  const LoftFoundAccount *found = self->chosen != NULL ? self->chosen : self->known;
  g_autofree char *domain = loft_account_assistant_dup_domain (self);
  const char *name = found != NULL && found->provider[0] != '\0' ? found->provider : domain;
  g_autofree char *title =
    browser ? g_strdup_printf (_ ("Sign In to %s"), name) : g_strdup (_ ("Set Up by Hand"));

  gtk_label_set_text (self->hand_title, title);
}

/* The whole address is the usual user's name. */
static LoftAccount *
proposal (LoftAccountAssistant *self)
{
  LoftAccount *account = loft_account_assistant_make_account (self);

  if (account->incoming.user[0] == '\0')
    {
      g_free (account->incoming.user);
      account->incoming.user = g_strdup (account->address);
    }
  return account;
}

void
loft_account_assistant_show_hand (LoftAccountAssistant *self, gboolean browser)
{
  g_autoptr (LoftAccount) account = proposal (self);

  loft_server_fields_set_found (self->servers, self->chosen);
  loft_server_fields_show (self->servers, account);
  loft_outgoing_fields_show (self->outgoing, account);
  loft_oauth_fields_show (self->oauth, account);
  adw_combo_row_set_selected (self->way, browser ? WAY_BROWSER : 0);
  loft_account_assistant_update_way (self);
  show_title (self, browser);
  gtk_widget_set_visible (GTK_WIDGET (self->servers), !browser);
  loft_account_assistant_update_kind (self);
  gtk_widget_set_visible (self->ways, !browser);
  self->origin = "hand";
  loft_account_assistant_show_page (self, "hand");
}

/* What was found is the proposal; from here on it is the person's. */
void
loft_account_assistant_set_up_by_hand (LoftAccountAssistant *self)
{
  g_autofree char *address = loft_account_assistant_text_of (self->address);
  g_autofree char *complaint = loft_found_text_bad_address (address);

  loft_account_assistant_cancel (self);
  loft_account_assistant_clear_problem (self);
  if (complaint != NULL)
    {
      loft_account_assistant_show_page (self, "address");
      loft_account_assistant_show_problem (self, complaint, self->address);
      return;
    }
  if (self->chosen == NULL && self->known != NULL)
    self->chosen = loft_found_account_ref (self->known);
  loft_account_assistant_show_hand (self, FALSE);
  self->by_hand = TRUE;
}

/* A provider that takes both: the known server, but no password. */
void
loft_account_assistant_use_browser (LoftAccountAssistant *self)
{
  if (self->known == NULL)
    return;
  loft_account_assistant_clear_problem (self);
  g_clear_pointer (&self->chosen, loft_found_account_unref);
  self->chosen = loft_found_account_ref (self->known);
  loft_account_assistant_show_hand (self, TRUE);
}

static gboolean
read_servers (LoftAccountAssistant *self, LoftAccount *account, char **complaint)
{
  return loft_server_fields_read (self->servers, account, complaint) &&
         (is_exchange (self) || loft_outgoing_fields_read (self->outgoing, account, complaint));
}

void
loft_account_assistant_submit_by_hand (LoftAccountAssistant *self)
{
  g_autoptr (LoftAccount) account = NULL;
  g_autofree char *complaint = NULL;

  if (self->cancellable != NULL)
    return;
  loft_account_assistant_clear_problem (self);
  account = loft_account_assistant_make_account (self);
  self->by_browser = wants_browser (self);
  if ((self->by_hand && !read_servers (self, account, &complaint)) ||
      (self->by_browser && !loft_oauth_fields_read (self->oauth, account, &complaint)))
    {
      loft_account_assistant_show_problem (self, complaint, NULL);
      return;
    }
  if (!self->by_browser && gtk_editable_get_text (GTK_EDITABLE (self->hand_password))[0] == '\0')
    {
      loft_account_assistant_show_problem (self, _ ("Enter the password."),
                                           GTK_EDITABLE (self->hand_password));
      return;
    }
  loft_account_assistant_sign_in (self, account);
}
