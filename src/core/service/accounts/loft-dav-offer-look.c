/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking for calendars and contacts beside mail, and trying them. */
#include "loft-dav-offer.h"

#include <string.h>

#include "loft-account-dav.h"
#include "loft-error.h"
#include "loft-provider-table.h"
#include "loft-secret-store.h"
#include "loft-thread-task.h"

/* One search. The clock and the caller end it by limit. */
typedef struct {
  char *profile_dir; /* (nullable) */
  LoftAccount *mail; /* (owned) */
  LoftDavOffer *offer; /* (owned) (nullable) what is tried */
  LoftDavOfferParts parts; /* of it */
  char *secret; /* (owned) (nullable) */
  GCancellable *limit; /* (owned) */
  guint timer; /* 0: none */
  GCancellable *cancellable; /* (owned) (nullable) the caller's */
  gulong handler;
} Search;

static void
search_free (Search *search)
{
  g_clear_handle_id (&search->timer, g_source_remove);
  if (search->cancellable != NULL)
    g_cancellable_disconnect (search->cancellable, search->handler);
  g_clear_object (&search->cancellable);
  g_object_unref (search->limit);
  g_free (search->profile_dir);
  loft_account_unref (search->mail);
  loft_dav_offer_free (search->offer);
  loft_secret_free (search->secret);
  g_free (search);
}

static void
cancel_limit (GCancellable *cancellable, gpointer limit)
{
  g_cancellable_cancel (limit);
}

static gboolean
on_time_over (gpointer data)
{
  Search *search = data;

  search->timer = 0;
  g_cancellable_cancel (search->limit);
  return G_SOURCE_REMOVE;
}

static Search *
search_new (const LoftAccount *mail, const char *secret, guint seconds, GCancellable *cancellable)
{
  Search *search = g_new0 (Search, 1);

  search->mail = loft_account_copy (mail);
  search->secret = g_strdup (secret);
  search->limit = g_cancellable_new ();
  if (seconds > 0)
    search->timer = g_timeout_add_seconds (seconds, on_time_over, search);
  if (cancellable != NULL)
    {
      search->cancellable = g_object_ref (cancellable);
      search->handler = g_cancellable_connect (cancellable, G_CALLBACK (cancel_limit),
                                               g_object_ref (search->limit), g_object_unref);
    }
  return search;
}

/* ---- looking ------------------------------------------------------------------------------ */

static LoftCredentials *
get_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  Search *search = user_data;

  return loft_credentials_new (search->mail->incoming.user, search->secret, NULL);
}

/* Servers of Loft's table, as with those of mail, and the one that has the password already. */
static gboolean
may_have_password (const char *url, gpointer user_data)
{
  const LoftAccount *mail = user_data;
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *host = uri == NULL || g_uri_get_host (uri) == NULL
                            ? g_strdup ("")
                            : g_ascii_strdown (g_uri_get_host (uri), -1);

  return loft_provider_table_has_host (host) ||
         (host[0] != '\0' && mail->incoming.security != LOFT_SECURITY_NONE &&
          mail->trust[0] == '\0' && g_ascii_strcasecmp (host, mail->incoming.host) == 0);
}

static LoftDavOffer *
look (Search *search, GError **error)
{
  g_autoptr (LoftAccount) account = loft_account_copy (search->mail);
  LoftAccountDavTrust trust = { may_have_password, search->mail };
  LoftAccountDavForeign foreign = { NULL, NULL };
  LoftDavOffer *offer = NULL;

  if (loft_account_dav_look (account, &trust, &foreign, get_credentials, search, search->limit,
                             error))
    offer = loft_dav_offer_new (foreign.calendars != NULL ? foreign.calendars : account->calendars,
                                foreign.contacts != NULL ? foreign.contacts : account->contacts,
                                (foreign.calendars != NULL ? LOFT_DAV_OFFER_CALENDARS : 0) |
                                  (foreign.contacts != NULL ? LOFT_DAV_OFFER_CONTACTS : 0),
                                search->secret);
  g_free (foreign.calendars);
  g_free (foreign.contacts);
  return offer;
}

/* An end that the caller did not ask for is the clock's. */
static void
tell (GTask *task, LoftDavOffer *offer, GError *error)
{
  if (offer != NULL)
    g_task_return_pointer (task, offer, (GDestroyNotify) loft_dav_offer_free);
  else if (loft_error_is_cancelled (error))
    {
      g_error_free (error);
      g_task_return_new_error (task, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                               "Nobody has answered in time");
    }
  else
    g_task_return_error (task, error);
}

static void
find_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Search *search = data;
  LoftDavOffer *offer = NULL;
  GError *error = NULL;

  if (search->secret == NULL)
    search->secret =
      loft_secret_store_read (search->profile_dir, search->mail, search->limit, &error);
  offer = search->secret != NULL ? look (search, &error) : NULL;
  tell (task, offer, error);
}

void
loft_dav_offer_find_async (LoftService *service, LoftAccount *mail, const char *password,
                           guint seconds, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (service, cancellable, callback, user_data);
  Search *search = search_new (mail, password, seconds, cancellable);

  search->profile_dir = g_strdup (loft_service_get_profile_dir (service));
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  loft_thread_task_run (task, find_thread);
}

LoftDavOffer *
loft_dav_offer_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- trying ------------------------------------------------------------------------------- */

static void
try_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Search *search = data;
  g_autoptr (LoftAccount) account =
    loft_dav_offer_make_account (search->offer, search->mail,
                                 search->parts & search->offer->foreign);
  g_autoptr (LoftSignInReport) report = loft_sign_in_report_new ();
  LoftDavOffer *tried = NULL;
  GError *error = NULL;

  if (loft_account_dav_probe (account, NULL, get_credentials, search, report, search->limit,
                              &error))
    {
      tried = loft_dav_offer_copy (search->offer);
      tried->foreign &= ~search->parts;
    }
  tell (task, tried, error);
}

void
loft_dav_offer_try_async (const LoftDavOffer *self, const LoftAccount *mail,
                          LoftDavOfferParts parts, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Search *search = search_new (mail, self->secret, 0, cancellable);

  search->offer = loft_dav_offer_copy (self);
  search->parts = parts;
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  loft_thread_task_run (task, try_thread);
}

LoftDavOffer *
loft_dav_offer_try_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
