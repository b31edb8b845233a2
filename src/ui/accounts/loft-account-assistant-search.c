/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-assistant-private.h"

#include "config.h"
#include "loft-account-finder.h"
#include "loft-account-kinds.h"
#include "loft-error.h"
#include "loft-found-text.h"

#include <glib/gi18n.h>

/* What the sources have answered */

static void
show_source (LoftAccountAssistant *self, LoftFoundBy by, LoftStepState state, const char *text)
{
  g_autofree char *domain = loft_account_assistant_dup_domain (self);
  g_autofree char *title = loft_found_text_step (by, domain);

  loft_account_steps_set (self->steps, loft_found_by_name (by), state, title, text);
}

static void
show_found (LoftAccountAssistant *self, LoftFoundBy by, const LoftFoundAccount *found)
{
  static const char *const kinds[] = { "imap", "pop3", LOFT_ACCOUNT_KIND_EXCHANGE,
                                       LOFT_FOUND_KIND_AUTODISCOVER };
  const LoftFoundServer *server = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds) && server == NULL; i++)
    server = loft_found_account_get_server (found, kinds[i]);
  text = server == NULL ? NULL : loft_found_text_server (server);
  show_source (self, by, LOFT_STEP_DONE, text == NULL ? found->provider : text);
}

/* Guessing begins when all others have come back with nothing, and is not announced. */
static void
announce_guessing (LoftAccountAssistant *self)
{
  if (self->found->len > 0 || self->answered[LOFT_FOUND_BY_GUESS] ||
      !self->answered[LOFT_FOUND_BY_AUTOCONFIG] || !self->answered[LOFT_FOUND_BY_SRV] ||
      !self->answered[LOFT_FOUND_BY_MX])
    return;
  show_source (self, LOFT_FOUND_BY_GUESS, LOFT_STEP_RUNS, "");
}

static void
note_reason (LoftAccountAssistant *self, LoftFoundBy by, const GError *reason)
{
  if (self->reasons[by] != NULL && !loft_found_text_is_more (self->reasons[by], reason))
    return;
  g_clear_error (&self->reasons[by]);
  self->reasons[by] = g_error_copy (reason);
}

static gboolean
has_found (LoftAccountAssistant *self, LoftFoundBy by)
{
  for (guint i = 0; i < self->found->len; i++)
    if (((LoftFoundAccount *) g_ptr_array_index (self->found, i))->by == by)
      return TRUE;
  return FALSE;
}

/* The settings file is looked for in two places: the first word is not the last. */
static gboolean
is_complete (LoftAccountAssistant *self, LoftFoundBy by)
{
  gboolean second = self->answered[by];

  if (by == LOFT_FOUND_BY_AUTOCONFIG && !second && self->reasons[by] == NULL)
    return FALSE;
  return TRUE;
}

static void
show_nothing (LoftAccountAssistant *self, LoftFoundBy by, const GError *reason)
{
  gboolean complete = is_complete (self, by);
  g_autofree char *text = NULL;

  note_reason (self, by, reason);
  if (!complete || has_found (self, by))
    return;
  text = loft_found_text_nothing (by, self->reasons[by]);
  show_source (self, by, LOFT_STEP_NOTHING, text);
  self->answered[by] = TRUE;
}

/* What a search carries; it is the assistant's only while it has its cancellable. */
typedef struct {
  LoftAccountAssistant *self;
  GCancellable *cancellable;
} Search;

static void
search_free (Search *search)
{
  g_object_unref (search->self);
  g_object_unref (search->cancellable);
  g_free (search);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

static void
on_answer (LoftFoundBy by, LoftFoundAccount *found, const GError *reason, gpointer data)
{
  Search *search = data;
  LoftAccountAssistant *self = search->self;

  if (self->cancellable != search->cancellable)
    return;
  /* Not many publish that: it is spoken of only when there is something. */
  if (found == NULL && by == LOFT_FOUND_BY_AUTODISCOVER)
    return;
  if (found == NULL)
    show_nothing (self, by, reason);
  else
    {
      g_ptr_array_add (self->found, loft_found_account_ref (found));
      self->answered[by] = TRUE;
      show_found (self, by, found);
    }
  announce_guessing (self);
}

/* The end */

static gboolean
all_are (LoftAccountAssistant *self, LoftError first, LoftError second)
{
  for (guint i = 0; i < LOFT_FOUND_N_SOURCES; i++)
    {
      LoftError error_class = LOFT_ERROR_GONE;

      if (self->reasons[i] == NULL || i == LOFT_FOUND_BY_GUESS)
        continue;
      error_class = loft_error_class (self->reasons[i]);
      if (error_class != first && error_class != second)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_unreached (LoftAccountAssistant *self)
{
  return self->reasons[LOFT_FOUND_BY_SRV] != NULL &&
         all_are (self, LOFT_ERROR_OFFLINE, LOFT_ERROR_TEMPORARY);
}

/* Where a network wants a sign-in first, all names lead to a server of its own. */
static gboolean
is_foreign (LoftAccountAssistant *self)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();
  const GError *reason = self->reasons[LOFT_FOUND_BY_AUTOCONFIG];

  return g_network_monitor_get_connectivity (monitor) == G_NETWORK_CONNECTIVITY_PORTAL ||
         (reason != NULL && loft_error_class (reason) == LOFT_ERROR_UNTRUSTED);
}

static void
end_without (LoftAccountAssistant *self)
{
  g_autofree char *domain = loft_account_assistant_dup_domain (self);
  gboolean foreign = is_foreign (self);
  gboolean unreached = is_unreached (self);
  g_autofree char *text = loft_found_text_end (domain, foreign, unreached);

  loft_account_assistant_forget_search (self);
  if (foreign || unreached)
    {
      loft_account_assistant_show_page (self, "address");
      loft_account_assistant_offer (self, text, _ ("Try Again"), LOFT_REMEDY_SEARCH);
      return;
    }
  self->by_hand = TRUE;
  loft_account_assistant_show_hand (self, FALSE);
  loft_account_assistant_show_problem (self, text, NULL);
}

/* A provider that has no servers for others: nobody guesses them. */
static gboolean
is_closed (LoftAccountAssistant *self)
{
  const LoftFoundAccount *first = g_ptr_array_index (self->found, 0);

  return first->servers->len == 0;
}

static void
end (LoftAccountAssistant *self, const GError *error)
{
  g_autofree char *address = loft_account_assistant_text_of (self->address);

  if (error != NULL)
    {
      loft_account_assistant_show_page (self, "address");
      loft_account_assistant_show_problem (
        self, _ ("This is no email address that mail can be sent to. Check what you have typed."),
        self->address);
      return;
    }
  if (loft_account_assistant_count_choices (self) > 0)
    {
      g_free (self->searched);
      self->searched = g_steal_pointer (&address);
      loft_account_assistant_choose (self);
      return;
    }
  if (self->found->len == 0 || !is_closed (self))
    {
      end_without (self);
      return;
    }
  loft_account_assistant_show_page (self, "address");
  loft_account_assistant_show_hint (g_ptr_array_index (self->found, 0), self->hint, self->hint_text,
                                    self->hint_link);
  loft_account_assistant_show_problem (self, _ ("This account cannot be added to Loft."),
                                       self->address);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Search) search = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = loft_account_finder_find_finish (result, &error);
  LoftAccountAssistant *self = search->self;

  if (self->cancellable != search->cancellable)
    return;
  loft_account_assistant_finish (self);
  if (found != NULL)
    {
      g_clear_pointer (&self->found, g_ptr_array_unref);
      self->found = g_steal_pointer (&found);
    }
  end (self, error);
}

/* The beginning */

void
loft_account_assistant_forget_search (LoftAccountAssistant *self)
{
  g_clear_pointer (&self->searched, g_free);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_pointer (&self->chosen, loft_found_account_unref);
  self->kind = "imap";
  self->agreed = FALSE;
  self->n_asked = 0;
  g_clear_pointer (&self->trust, g_free);
  for (guint i = 0; i < LOFT_FOUND_N_SOURCES; i++)
    {
      g_clear_error (&self->reasons[i]);
      self->answered[i] = FALSE;
    }
}

static void
show_steps (LoftAccountAssistant *self)
{
  loft_account_steps_clear (self->steps);
  gtk_label_set_text (self->steps_title, _ ("Looking for the Servers"));
  gtk_widget_set_visible (self->reopen, FALSE);
  gtk_widget_set_visible (self->stop_by_hand, TRUE);
  loft_account_assistant_show_page (self, "steps");
  if (self->known != NULL)
    return;
  show_source (self, LOFT_FOUND_BY_AUTOCONFIG, LOFT_STEP_RUNS, "");
  show_source (self, LOFT_FOUND_BY_SRV, LOFT_STEP_RUNS, "");
  show_source (self, LOFT_FOUND_BY_MX, LOFT_STEP_RUNS, "");
}

void
loft_account_assistant_search (LoftAccountAssistant *self)
{
  g_autofree char *address = loft_account_assistant_text_of (self->address);
  Search *search = g_new0 (Search, 1);

  loft_account_assistant_clear_problem (self);
  loft_account_assistant_forget_search (self);
  self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_found_account_unref);
  self->origin = "address";
  self->by_hand = FALSE;
  self->cancellable = g_cancellable_new ();
  search->self = g_object_ref (self);
  search->cancellable = g_object_ref (self->cancellable);
  show_steps (self);
  loft_account_finder_find_async (address, on_answer, search, self->cancellable, on_found, search);
}

static gboolean
is_good_address (LoftAccountAssistant *self)
{
  g_autofree char *address = loft_account_assistant_text_of (self->address);
  g_autofree char *complaint = loft_found_text_bad_address (address);

  if (complaint == NULL)
    return TRUE;
  loft_account_assistant_show_problem (self, complaint, self->address);
  return FALSE;
}

static gboolean
is_online (LoftAccountAssistant *self)
{
  if (loft_service_get_online (self->service) && !loft_service_get_forced_offline (self->service))
    return TRUE;
  loft_account_assistant_offer (
    self,
    loft_service_get_forced_offline (self->service)
      ? _ ("Loft is working offline. Looking for the servers needs the network.")
      : _ ("There is no network. Looking for the servers needs one."),
    _ ("Try Anyway"), LOFT_REMEDY_SEARCH);
  return FALSE;
}

void
loft_account_assistant_submit (LoftAccountAssistant *self)
{
  loft_account_assistant_clear_problem (self);
  if (self->cancellable != NULL || !gtk_widget_get_sensitive (self->submit) ||
      !is_good_address (self))
    return;
  self->by_hand = self->by_browser = FALSE;
  if (self->searched != NULL)
    loft_account_assistant_choose (self);
  else if (self->known != NULL || is_online (self))
    loft_account_assistant_search (self);
}
