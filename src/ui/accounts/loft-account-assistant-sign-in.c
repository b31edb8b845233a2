/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-assistant-private.h"

#include "config.h"
#include "loft-account-finder.h"
#include "loft-account-kinds.h"
#include "loft-account-sign-in.h"
#include "loft-error-text.h"
#include "loft-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* The account */

static void
set (char **field, char *value)
{
  g_free (*field);
  *field = value;
}

static gboolean
is_name_taken (LoftAccountAssistant *self, const char *name)
{
  return loft_service_find_account (self->service, name) != NULL;
}

/* The address is what people call an account; a second one for it gets a number. */
static char *
free_name (LoftAccountAssistant *self, const char *address)
{
  for (guint i = 2; is_name_taken (self, address) && i < 100; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s (%u)", address, i);

      if (!is_name_taken (self, name))
        return g_steal_pointer (&name);
    }
  return g_strdup (address);
}

LoftAccount *
loft_account_assistant_make_account (LoftAccountAssistant *self)
{
  /* Who tells of an Exchange is none. */
  gboolean told_of = g_str_equal (self->kind, LOFT_FOUND_KIND_AUTODISCOVER);
  LoftAccount *account = loft_account_new (told_of ? LOFT_ACCOUNT_KIND_EXCHANGE : self->kind);

  set (&account->address, loft_account_assistant_text_of (self->address));
  set (&account->name, free_name (self, account->address));
  set (&account->person, loft_account_assistant_text_of (self->person));
  if (self->chosen == NULL)
    return account;
  loft_account_finder_apply (self->chosen, account);
  loft_account_finder_apply_others (self->chosen, self->agreed, account);
  return account;
}

static void
secret_free (char *secret)
{
  if (secret == NULL)
    return;
  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

void
loft_account_plan_free (LoftAccountPlan *plan)
{
  if (plan == NULL)
    return;
  loft_account_unref (plan->account);
  secret_free (plan->secret);
  loft_dav_offer_free (plan->offer);
  g_free (plan);
}

void
loft_account_attempt_free (LoftAccountAttempt *attempt)
{
  g_object_unref (attempt->self);
  loft_account_plan_free (attempt->plan);
  g_object_unref (attempt->cancellable);
  g_free (attempt);
}

gboolean
loft_account_attempt_is_current (const LoftAccountAttempt *attempt)
{
  return attempt->self->cancellable == attempt->cancellable;
}

/* Failing */

/* The server has accepted the sign-in, so what fails now is its keeping. */
static void
show_add_problem (LoftAccountAttempt *attempt, const GError *error)
{
  LoftAccountAssistant *self = attempt->self;
  g_autofree char *text = NULL;

  loft_account_assistant_go_back (self);
  if (loft_error_class (error) == LOFT_ERROR_AUTH &&
      attempt->plan->account->secret == LOFT_SECRET_SERVICE)
    {
      self->waiting = g_steal_pointer (&attempt->plan);
      loft_account_assistant_offer (
        self,
        _ ("The password could not be put into the keyring of this desktop. It can be kept in a "
           "file that only you can read."),
        _ ("Keep in a File"), LOFT_REMEDY_KEEP_IN_FILE);
      return;
    }
  text = loft_error_text_for_account (error, NULL);
  loft_account_assistant_show_problem (self, text, NULL);
}

static void
show_certificate (LoftAccountAssistant *self, const LoftCertificateProblem *problem)
{
  gboolean named = self->by_hand || self->chosen == NULL;
  const LoftFoundServer *server =
    named ? NULL : loft_found_account_get_server (self->chosen, self->kind);
  gboolean may_trust = server == NULL || !server->needs_confirmation;

  g_free (self->offered);
  self->offered = g_strdup (problem->fingerprint);
  loft_certificate_view_set_problem (self->certificate, problem);
  gtk_widget_set_visible (self->trust_button, may_trust);
  gtk_widget_set_visible (self->no_trust, !may_trust);
  loft_account_assistant_show_page (self, "certificate");
}

/* (transfer full) what to do about a refused password depends on who refused it. */
static char *
refusal_text (LoftAccountAssistant *self, const GError *error, const LoftAccount *account)
{
  const LoftFoundAccount *found = self->by_hand ? NULL : self->chosen;

  if (!self->by_browser && found != NULL && found->app_password_url[0] != '\0')
    return g_strdup_printf (_ ("%s did not accept the password. It wants one that was made for "
                               "this program: make it on the page below and enter it here."),
                            found->provider);
  return loft_account_kinds_text_for_check (account->kind, error, account->incoming.host);
}

/* A password is mended where it was typed; what was found stays found. */
static GtkEditable *
go_to_field (LoftAccountAssistant *self, const GError *error)
{
  gboolean refused = loft_error_class (error) == LOFT_ERROR_AUTH && !self->by_browser;

  if (refused && !self->by_hand)
    self->origin = "address";
  loft_account_assistant_go_back (self);
  if (self->by_hand)
    {
      if (refused)
        return GTK_EDITABLE (self->hand_password);
      loft_server_fields_mark (self->servers, error);
      return NULL;
    }
  return refused ? self->password : NULL;
}

static void
show_failure (LoftAccountAssistant *self, const GError *error, const LoftAccount *account)
{
  g_autofree char *sentence = refusal_text (self, error, account);
  g_autofree char *text = loft_error_text_with_details (sentence, error);
  g_autofree char *details = loft_error_text_details (error);
  GtkEditable *field = go_to_field (self, error);

  if (field == self->password && self->known == NULL)
    loft_account_assistant_show_hint (self->chosen, self->hint, self->hint_text, self->hint_link);
  loft_account_assistant_show_problem (self, text, field);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->problem),
                               g_str_equal (text, sentence) ? details : NULL);
}

/* Adding */

static void
on_added (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftAccountAttempt) attempt = data;
  g_autoptr (GError) error = NULL;
  LoftAccountAssistant *self = attempt->self;
  LoftMailAccount *account =
    loft_service_add_account_finish (LOFT_SERVICE (source), result, &error);

  if (account != NULL && attempt->plan->parts != 0)
    loft_account_assistant_add_offer (g_steal_pointer (&attempt), account);
  else if (account != NULL)
    loft_account_assistant_end_adding (attempt, account);
  else if (loft_account_attempt_is_current (attempt))
    {
      loft_account_assistant_finish (self);
      show_add_problem (attempt, error);
    }
}

void
loft_account_assistant_add (LoftAccountAttempt *attempt)
{
  LoftAccountAssistant *self = attempt->self;

  loft_account_steps_set (self->steps, "keep", LOFT_STEP_RUNS, _ ("Adding the account"), "");
  /* It is kept or not; a moment later there is nothing to cancel. */
  loft_service_add_account_async (self->service, attempt->plan->account, attempt->plan->secret,
                                  NULL, on_added, attempt);
}

/* Trying */

static void
show_signed_in (LoftAccountAttempt *attempt)
{
  const LoftServerAddress *server = &attempt->plan->account->incoming;
  g_autofree char *text = g_strdup_printf (_ ("Signed in as %s"), server->user);
  g_autofree char *title = g_strdup_printf (_ ("Sign-in at %s"), server->host);

  loft_account_steps_set (attempt->self->steps, "sign-in", LOFT_STEP_DONE, title, text);
}

static void
on_probed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftAccountAttempt) attempt = data;
  g_autoptr (LoftSignInReport) report = NULL;
  g_autoptr (GError) error = NULL;
  gboolean good = loft_account_finder_probe_finish (result, &report, &error);
  LoftAccountAssistant *self = attempt->self;

  if (!loft_account_attempt_is_current (attempt))
    return;
  if (good)
    {
      set (&attempt->plan->account->incoming.user, g_strdup (report->user));
      show_signed_in (attempt);
      loft_account_assistant_look_for_more (g_steal_pointer (&attempt));
      return;
    }
  loft_account_assistant_finish (self);
  if (report->problem != NULL)
    show_certificate (self, report->problem);
  else
    show_failure (self, error, attempt->plan->account);
}

static void
probe (LoftAccountAttempt *attempt)
{
  LoftAccountAssistant *self = attempt->self;
  LoftServerAddress *incoming = &attempt->plan->account->incoming;
  g_autofree char *title = g_strdup_printf (_ ("Sign-in at %s"), incoming->host);

  loft_account_steps_set (self->steps, "sign-in", LOFT_STEP_RUNS, title, "");
  loft_account_finder_probe_async (self->service, attempt->plan->account, attempt->plan->secret,
                                   self->cancellable, on_probed, attempt);
}

/* By the browser */

static void
open_page (LoftAccountAssistant *self)
{
  GtkRoot *window = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->url != NULL)
    gtk_show_uri (GTK_IS_WINDOW (window) ? GTK_WINDOW (window) : NULL, self->url, GDK_CURRENT_TIME);
}

static void
on_open_page (const char *url, gpointer data)
{
  LoftAccountAssistant *self = data;
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *text =
    g_strdup_printf (_ ("A page of %s was opened. Come back here when you have signed in."),
                     uri == NULL ? "" : g_uri_get_host (uri));

  g_free (self->url);
  self->url = g_strdup (url);
  loft_account_steps_set (self->steps, "browser", LOFT_STEP_RUNS, _ ("Sign-in in the browser"),
                          text);
  gtk_widget_set_visible (self->reopen, TRUE);
  open_page (self);
}

void
loft_account_assistant_reopen_page (LoftAccountAssistant *self)
{
  open_page (self);
}

static void
on_browser_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftAccountAttempt) attempt = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  char *secret = loft_account_sign_in_finish (result, &error);
  LoftAccountAssistant *self = attempt->self;

  if (!loft_account_attempt_is_current (attempt))
    {
      secret_free (secret);
      return;
    }
  gtk_widget_set_visible (self->reopen, FALSE);
  g_clear_pointer (&self->url, g_free);
  if (secret != NULL)
    {
      attempt->plan->secret = secret;
      loft_account_steps_set (self->steps, "browser", LOFT_STEP_DONE, _ ("Sign-in in the browser"),
                              "");
      probe (g_steal_pointer (&attempt));
      return;
    }
  loft_account_assistant_finish (self);
  loft_account_assistant_go_back (self);
  text = loft_error_text_for_browser (error);
  loft_account_assistant_show_problem (self, text, NULL);
}

static void
visit_browser (LoftAccountAttempt *attempt)
{
  LoftAccountAssistant *self = attempt->self;
  g_autofree char *client_secret = loft_oauth_fields_dup_client_secret (self->oauth);
  g_autofree char *page = loft_error_text_browser_page ();

  loft_account_sign_in_async (NULL, attempt->plan->account, client_secret, page, on_open_page, self,
                              attempt->cancellable, on_browser_done, attempt);
}

static void
show_steps (LoftAccountAssistant *self)
{
  if (self->by_hand || self->by_browser)
    loft_account_steps_clear (self->steps);
  gtk_label_set_text (self->steps_title, _ ("Signing In"));
  gtk_widget_set_visible (self->reopen, FALSE);
  gtk_widget_set_visible (self->stop_by_hand, !self->by_hand && !self->by_browser);
  loft_account_assistant_show_page (self, "steps");
}

LoftAccountAttempt *
loft_account_assistant_begin (LoftAccountAssistant *self, LoftAccountPlan *plan)
{
  LoftAccountAttempt *attempt = g_new0 (LoftAccountAttempt, 1);

  self->cancellable = g_cancellable_new ();
  attempt->self = g_object_ref (self);
  attempt->plan = plan;
  attempt->cancellable = g_object_ref (self->cancellable);
  return attempt;
}

void
loft_account_assistant_sign_in (LoftAccountAssistant *self, LoftAccount *account)
{
  LoftAccountPlan *plan = g_new0 (LoftAccountPlan, 1);
  LoftAccountAttempt *attempt = loft_account_assistant_begin (self, plan);

  plan->account = loft_account_ref (account);
  loft_account_assistant_clear_problem (self);
  set (&account->trust, g_strdup (self->trust == NULL ? "" : self->trust));
  show_steps (self);
  if (self->by_browser)
    {
      visit_browser (attempt);
      return;
    }
  plan->secret = g_strdup (gtk_editable_get_text (self->password));
  probe (attempt);
}

void
loft_account_assistant_forget_waiting (LoftAccountAssistant *self)
{
  g_clear_pointer (&self->waiting, loft_account_plan_free);
}

/* The sign-in was good already. */
static void
keep_in_file (LoftAccountAssistant *self)
{
  LoftAccountAttempt *attempt =
    loft_account_assistant_begin (self, g_steal_pointer (&self->waiting));

  attempt->plan->account->secret = LOFT_SECRET_FILE;
  loft_account_assistant_clear_problem (self);
  loft_account_assistant_show_page (self, "steps");
  loft_account_assistant_add (attempt);
}

void
loft_account_assistant_remedy (LoftAccountAssistant *self)
{
  if (self->cancellable != NULL)
    return;
  if (self->remedy == LOFT_REMEDY_SEARCH)
    loft_account_assistant_search (self);
  else if (self->remedy == LOFT_REMEDY_KEEP_IN_FILE)
    keep_in_file (self);
}
