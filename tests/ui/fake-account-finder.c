/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding, trying and the browser, without a network. */
#include "loft-account-finder.h"
#include "loft-account-sign-in.h"
#include "loft-dav-finder.h"
#include "loft-dav-offer.h"

#include <string.h>

#include "fake-service-private.h"

#include "loft-error.h"

/* Tests have one service at a time. */
static struct {
  GPtrArray *found;
  GError *reason;
  GError *browser_error;
  gboolean slow;
  GPtrArray *held; /* of GTask */
  guint n_searches;
  char *last_secret;
  LoftFoundAccount *told; /* what a place says to who has signed in */
  GError *told_error;
  char *asked; /* host of the last that was asked */
  LoftAccount *dav; /* what is published of calendars and address books */
  GError *dav_error;
  LoftDavOffer *offer; /* (nullable) what there is beside an account of mail */
  GError *offer_error;
  GError *try_error;
  guint n_looks;
  guint n_tries;
} state;

/* Ends */

static gboolean
end_now (gpointer data)
{
  GTask *task = data;
  void (*func) (GTask *) = g_task_get_source_tag (task);

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  func (task);
  return G_SOURCE_REMOVE;
}

static void
end_later (GTask *task, void (*func) (GTask *))
{
  g_task_set_source_tag (task, func);
  if (state.slow)
    {
      if (state.held == NULL)
        state.held = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (state.held, task);
      return;
    }
  g_idle_add_full (G_PRIORITY_DEFAULT, end_now, task, g_object_unref);
}

void
fake_service_set_slow (LoftService *self, gboolean slow)
{
  g_autoptr (GPtrArray) held = slow ? NULL : g_steal_pointer (&state.held);

  state.slow = slow;
  for (guint i = 0; held != NULL && i < held->len; i++)
    g_idle_add_full (G_PRIORITY_DEFAULT, end_now, g_object_ref (held->pdata[i]), g_object_unref);
}

gboolean
fake_service_is_slow (LoftService *self)
{
  return state.slow;
}

/* Finding */

typedef struct {
  LoftAccountFinderFunc func;
  gpointer data;
} Told;

void
fake_service_set_found (LoftService *self, GPtrArray *found, const GError *reason)
{
  g_clear_pointer (&state.found, g_ptr_array_unref);
  g_clear_error (&state.reason);
  state.found = found == NULL ? NULL : g_ptr_array_ref (found);
  state.reason = reason == NULL ? NULL : g_error_copy (reason);
}

guint
fake_service_get_n_searches (LoftService *self)
{
  return state.n_searches;
}

static LoftFoundAccount *
found_by (LoftFoundBy by)
{
  for (guint i = 0; state.found != NULL && i < state.found->len; i++)
    {
      LoftFoundAccount *found = g_ptr_array_index (state.found, i);

      if (found->by == by)
        return found;
    }
  return NULL;
}

static void
tell (Told *told, LoftFoundBy by)
{
  g_autoptr (GError) gone = g_error_new (LOFT_ERROR, LOFT_ERROR_GONE, "none");
  LoftFoundAccount *found = found_by (by);

  if (told->func == NULL)
    return;
  told->func (by, found,
              found != NULL          ? NULL
              : state.reason != NULL ? state.reason
                                     : gone,
              told->data);
}

static GPtrArray *
copy_found (void)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_found_account_unref);

  for (guint i = 0; state.found != NULL && i < state.found->len; i++)
    g_ptr_array_add (copy, loft_found_account_ref (g_ptr_array_index (state.found, i)));
  return copy;
}

static void
end_search (GTask *task)
{
  Told *told = g_task_get_task_data (task);

  if (found_by (LOFT_FOUND_IN_TABLE) != NULL)
    tell (told, LOFT_FOUND_IN_TABLE);
  else
    {
      tell (told, LOFT_FOUND_BY_AUTOCONFIG);
      if (found_by (LOFT_FOUND_BY_AUTOCONFIG) == NULL)
        tell (told, LOFT_FOUND_BY_AUTOCONFIG);
      tell (told, LOFT_FOUND_BY_SRV);
      tell (told, LOFT_FOUND_BY_MX);
      if (state.found == NULL || found_by (LOFT_FOUND_BY_GUESS) != NULL)
        tell (told, LOFT_FOUND_BY_GUESS);
    }
  g_task_return_pointer (task, copy_found (), (GDestroyNotify) g_ptr_array_unref);
}

void
loft_account_finder_find_async (const char *address, LoftAccountFinderFunc func, gpointer func_data,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Told *told = g_new0 (Told, 1);

  state.n_searches++;
  told->func = func;
  told->data = func_data;
  g_task_set_task_data (task, told, g_free);
  end_later (task, end_search);
}

GPtrArray *
loft_account_finder_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Trying: as fake_service_set_check () says */

const char *
fake_service_get_last_secret (LoftService *self)
{
  return state.last_secret;
}

static void
end_probe (GTask *task)
{
  LoftService *service = g_task_get_source_object (task);
  LoftSignInReport *report = g_task_get_task_data (task);
  GError *error = NULL;

  if (fake_service_judge (service, &report->problem, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
loft_account_finder_probe_async (LoftService *service, LoftAccount *account, const char *password,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (service, cancellable, callback, user_data);
  LoftSignInReport *report = loft_sign_in_report_new ();

  g_free (state.last_secret);
  state.last_secret = g_strdup (password);
  g_free (report->user);
  report->user =
    g_strdup (account->incoming.user[0] != '\0' ? account->incoming.user : account->address);
  fake_service_note_check (service, account);
  g_task_set_task_data (task, report, (GDestroyNotify) loft_sign_in_report_free);
  end_later (task, end_probe);
}

void
loft_account_finder_probe_outgoing_async (LoftService *service, LoftAccount *account,
                                          const char *password, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data)
{
  loft_account_finder_probe_async (service, account, password, cancellable, callback, user_data);
}

gboolean
loft_account_finder_probe_finish (GAsyncResult *result, LoftSignInReport **report, GError **error)
{
  if (report != NULL)
    *report = loft_sign_in_report_copy (g_task_get_task_data (G_TASK (result)));
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Places that tell after a sign-in */

void
fake_service_set_told (LoftService *self, LoftFoundAccount *told, const GError *error)
{
  g_clear_pointer (&state.told, loft_found_account_unref);
  g_clear_error (&state.told_error);
  state.told = told == NULL ? NULL : loft_found_account_ref (told);
  state.told_error = error == NULL ? NULL : g_error_copy (error);
}

const char *
fake_service_get_last_asked (LoftService *self)
{
  return state.asked;
}

static void
end_question (GTask *task)
{
  if (state.told_error != NULL)
    g_task_return_error (task, g_error_copy (state.told_error));
  else
    g_task_return_pointer (task, loft_found_account_ref (state.told),
                           (GDestroyNotify) loft_found_account_unref);
}

void
loft_account_finder_ask_async (LoftAccount *account, const LoftFoundServer *place,
                               const char *password, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  g_free (state.asked);
  state.asked = g_strdup (place->host);
  g_free (state.last_secret);
  state.last_secret = g_strdup (password);
  end_later (g_task_new (NULL, cancellable, callback, user_data), end_question);
}

LoftFoundAccount *
loft_account_finder_ask_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Calendars and address books */

void
fake_service_set_dav (LoftService *self, const char *calendars, const char *contacts,
                      const GError *error)
{
  g_clear_pointer (&state.dav, loft_account_unref);
  g_clear_error (&state.dav_error);
  state.dav_error = error == NULL ? NULL : g_error_copy (error);
  state.dav = loft_account_new ("dav");
  g_free (state.dav->calendars);
  state.dav->calendars = g_strdup (calendars);
  g_free (state.dav->contacts);
  state.dav->contacts = g_strdup (contacts);
}

static void
end_dav (GTask *task)
{
  LoftAccount *found = NULL;

  if (state.dav_error != NULL)
    {
      g_task_return_error (task, g_error_copy (state.dav_error));
      return;
    }
  found = loft_account_copy (g_task_get_task_data (task));
  g_free (found->calendars);
  found->calendars = g_strdup (state.dav->calendars);
  g_free (found->contacts);
  found->contacts = g_strdup (state.dav->contacts);
  g_free (found->incoming.host);
  found->incoming.host = g_strdup ("dav.example.org");
  found->incoming.port = 443;
  g_task_return_pointer (task, found, (GDestroyNotify) loft_account_unref);
}

void
loft_dav_finder_find_async (LoftAccount *account, const char *password, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_free (state.last_secret);
  state.last_secret = g_strdup (password);
  g_task_set_task_data (task, loft_account_ref (account), (GDestroyNotify) loft_account_unref);
  end_later (task, end_dav);
}

LoftAccount *
loft_dav_finder_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Beside an account of mail */

void
fake_service_set_offer (LoftService *self, const LoftDavOffer *offer, const GError *error)
{
  g_clear_pointer (&state.offer, loft_dav_offer_free);
  g_clear_error (&state.offer_error);
  state.offer = offer == NULL ? NULL : loft_dav_offer_copy (offer);
  state.offer_error = error == NULL ? NULL : g_error_copy (error);
  state.n_looks = state.n_tries = 0;
}

void
fake_service_set_offer_try (LoftService *self, const GError *error)
{
  g_clear_error (&state.try_error);
  state.try_error = error == NULL ? NULL : g_error_copy (error);
}

guint
fake_service_get_n_looks (LoftService *self)
{
  return state.n_looks;
}

guint
fake_service_get_n_offer_tries (LoftService *self)
{
  return state.n_tries;
}

static void
end_look (GTask *task)
{
  LoftDavOffer *found = NULL;

  if (state.offer_error != NULL)
    g_task_return_error (task, g_error_copy (state.offer_error));
  else if (state.offer == NULL)
    g_task_return_new_error (task, LOFT_ERROR, LOFT_ERROR_GONE, "none");
  else
    {
      found = loft_dav_offer_copy (state.offer);
      g_free (found->secret);
      found->secret = g_strdup (g_task_get_task_data (task));
      g_task_return_pointer (task, found, (GDestroyNotify) loft_dav_offer_free);
    }
}

/* Cancelled, it ends at once, as the search does. */
static void
on_look_cancelled (GCancellable *cancellable, gpointer data)
{
  GTask *task = data;

  if (state.held != NULL && g_ptr_array_find (state.held, task, NULL))
    {
      g_idle_add_full (G_PRIORITY_DEFAULT, end_now, g_object_ref (task), g_object_unref);
      g_ptr_array_remove (state.held, task);
    }
}

void
loft_dav_offer_find_async (LoftService *service, LoftAccount *mail, const char *password,
                           guint seconds, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  state.n_looks++;
  g_task_set_task_data (task, g_strdup (password == NULL ? "kept" : password), g_free);
  end_later (task, end_look);
  if (cancellable != NULL)
    g_cancellable_connect (cancellable, G_CALLBACK (on_look_cancelled), task, NULL);
}

LoftDavOffer *
loft_dav_offer_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
end_try (GTask *task)
{
  LoftDavOffer *tried = loft_dav_offer_copy (g_task_get_task_data (task));

  tried->foreign = 0;
  if (state.try_error == NULL)
    {
      g_task_return_pointer (task, tried, (GDestroyNotify) loft_dav_offer_free);
      return;
    }
  loft_dav_offer_free (tried);
  g_task_return_error (task, g_error_copy (state.try_error));
}

void
loft_dav_offer_try_async (const LoftDavOffer *self, const LoftAccount *mail,
                          LoftDavOfferParts parts, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  state.n_tries++;
  g_task_set_task_data (task, loft_dav_offer_copy (self), (GDestroyNotify) loft_dav_offer_free);
  end_later (task, end_try);
}

LoftDavOffer *
loft_dav_offer_try_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The browser */

void
fake_service_set_browser (LoftService *self, const GError *error)
{
  g_clear_error (&state.browser_error);
  state.browser_error = error == NULL ? NULL : g_error_copy (error);
}

static void
end_visit (GTask *task)
{
  if (state.browser_error != NULL)
    g_task_return_error (task, g_error_copy (state.browser_error));
  else
    g_task_return_pointer (task, g_strdup ("tokens"), g_free);
}

void
loft_account_sign_in_async (const char *profile_dir, LoftAccount *account,
                            const char *client_secret, const char *page, LoftOpenUrlFunc open,
                            gpointer open_data, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  end_later (g_task_new (NULL, cancellable, callback, user_data), end_visit);
}

char *
loft_account_sign_in_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
