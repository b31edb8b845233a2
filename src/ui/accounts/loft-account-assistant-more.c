/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calendars and contacts beside the mail that has just signed in. */
#include "loft-account-assistant-private.h"

#include "config.h"
#include "loft-dav-offer.h"
#include "loft-error-text.h"
#include "loft-error.h"

#include <glib/gi18n.h>

/* Mail waits for it no longer. */
#define SECONDS 8

/* Looking */

static void
show_step (LoftAccountAssistant *self, LoftStepState state)
{
  g_autofree char *domain = loft_account_assistant_dup_domain (self);
  g_autofree char *title = g_strdup_printf (_ ("Calendar and contacts of %s"), domain);

  loft_account_steps_set (self->steps, "more", state, title, "");
  gtk_widget_set_visible (self->skip, state == LOFT_STEP_RUNS);
}

static void
show_offer (LoftAccountAssistant *self, LoftAccountPlan *plan)
{
  loft_account_assistant_finish (self);
  loft_dav_offer_rows_show (self->offer, plan->offer, plan->account->address);
  self->waiting = plan;
  self->origin = "more";
  loft_account_assistant_show_page (self, "more");
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftAccountAttempt) attempt = data;
  g_autoptr (GError) error = NULL;
  LoftDavOffer *offer = loft_dav_offer_find_finish (result, &error);
  LoftAccountAssistant *self = attempt->self;

  attempt->plan->offer = offer;
  if (!loft_account_attempt_is_current (attempt))
    return;
  g_clear_object (&self->looking);
  show_step (self, offer != NULL ? LOFT_STEP_DONE : LOFT_STEP_NOTHING);
  if (offer != NULL)
    show_offer (self, g_steal_pointer (&attempt->plan));
  else
    loft_account_assistant_add (g_steal_pointer (&attempt));
}

/* Who has signed in by the browser has done so for mail alone. */
void
loft_account_assistant_look_for_more (LoftAccountAttempt *attempt)
{
  LoftAccountAssistant *self = attempt->self;

  if (!loft_dav_offer_is_missing (self->service, attempt->plan->account))
    {
      loft_account_assistant_add (attempt);
      return;
    }
  gtk_widget_set_visible (self->stop_by_hand, FALSE);
  show_step (self, LOFT_STEP_RUNS);
  self->looking = g_cancellable_new ();
  loft_dav_offer_find_async (self->service, attempt->plan->account, attempt->plan->secret, SECONDS,
                             self->looking, on_looked, attempt);
}

/* Mail alone, at once. */
void
loft_account_assistant_skip (LoftAccountAssistant *self)
{
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
}

void
loft_account_assistant_stop_looking (LoftAccountAssistant *self)
{
  loft_account_assistant_skip (self);
  g_clear_object (&self->looking);
  if (self->box != NULL)
    gtk_widget_set_visible (self->skip, FALSE);
}

/* The person's answer */

static void
on_tried (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftAccountAttempt) attempt = data;
  g_autoptr (GError) error = NULL;
  LoftDavOffer *tried = loft_dav_offer_try_finish (result, &error);
  LoftAccountAssistant *self = attempt->self;
  LoftAccountPlan *plan = attempt->plan;

  if (!loft_account_attempt_is_current (attempt))
    loft_dav_offer_free (tried);
  else if (tried != NULL)
    {
      loft_dav_offer_free (plan->offer);
      plan->offer = tried;
      loft_account_assistant_add (g_steal_pointer (&attempt));
    }
  else
    {
      g_autofree char *text = loft_dav_offer_rows_failure_text (plan->offer, plan->parts, error);

      loft_account_assistant_finish (self);
      self->waiting = g_steal_pointer (&attempt->plan);
      loft_account_assistant_go_back (self);
      loft_account_assistant_show_problem (self, text, NULL);
    }
}

void
loft_account_assistant_add_more (LoftAccountAssistant *self)
{
  LoftAccountAttempt *attempt = NULL;
  LoftAccountPlan *plan = self->waiting;

  if (self->cancellable != NULL || plan == NULL)
    return;
  attempt = loft_account_assistant_begin (self, g_steal_pointer (&self->waiting));
  loft_account_assistant_clear_problem (self);
  plan->parts = loft_dav_offer_rows_get_parts (self->offer);
  loft_account_assistant_show_page (self, "steps");
  if ((plan->parts & plan->offer->foreign) == 0)
    {
      loft_account_assistant_add (attempt);
      return;
    }
  show_step (self, LOFT_STEP_RUNS);
  gtk_widget_set_visible (self->skip, FALSE);
  loft_dav_offer_try_async (plan->offer, plan->account, plan->parts, self->cancellable, on_tried,
                            attempt);
}

/* Adding */

void
loft_account_assistant_end_adding (LoftAccountAttempt *attempt, LoftMailAccount *mail)
{
  LoftAccountAssistant *self = attempt->self;

  if (loft_account_attempt_is_current (attempt))
    loft_account_assistant_finish (self);
  if (self->box == NULL)
    return;
  loft_account_assistant_reset (self);
  loft_account_assistant_added (self, mail);
}

/* The page may have gone with the first account, and its window: told by the window below. */
static void
tell_failure (LoftAccountAssistant *self, const GError *error)
{
  g_autofree char *text = loft_error_text_for_account (error, NULL);
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWindow *below = window == NULL ? NULL : gtk_window_get_transient_for (window);
  GtkWidget *dialog = adw_message_dialog_new (below != NULL ? below : window,
                                              _ ("Calendar and Contacts Were Not Added"), text);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

typedef struct {
  LoftAccountAttempt *attempt;
  LoftMailAccount *mail;
} Adding;

static void
on_offer_added (GObject *source, GAsyncResult *result, gpointer data)
{
  Adding *adding = data;
  g_autoptr (LoftAccountAttempt) attempt = adding->attempt;
  g_autoptr (LoftMailAccount) mail = adding->mail;
  g_autoptr (GError) error = NULL;
  LoftMailAccount *added = loft_service_add_account_finish (LOFT_SERVICE (source), result, &error);

  g_free (adding);
  if (added == NULL && attempt->self->box != NULL)
    tell_failure (attempt->self, error);
  loft_account_assistant_end_adding (attempt, mail);
}

void
loft_account_assistant_add_offer (LoftAccountAttempt *attempt, LoftMailAccount *mail)
{
  LoftAccountPlan *plan = attempt->plan;
  LoftService *service = attempt->self->service;
  g_autoptr (LoftAccount) account = NULL;
  Adding *adding = NULL;

  if (service == NULL) /* the window is gone; it is offered in the account's settings */
    {
      loft_account_attempt_free (attempt);
      return;
    }
  account = loft_dav_offer_rows_make_account (service, plan->offer,
                                              loft_mail_account_get_account (mail), plan->parts);
  adding = g_new0 (Adding, 1);
  adding->attempt = attempt;
  adding->mail = g_object_ref (mail);
  loft_service_add_account_async (service, account, plan->offer->secret, NULL, on_offer_added,
                                  adding);
}
