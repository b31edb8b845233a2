/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-progress-text.h"

#include "config.h"
#include "loft-date-text.h"
#include "loft-error.h"
#include "loft-local-account.h"
#include "loft-mail-account-pickup.h"

#include <glib/gi18n.h>
#include <string.h>

/* The path says which folder; people know its last level, and the inbox by its name. */
static const char *
folder_word (const char *path)
{
  const char *slash = strrchr (path, '/');

  if (g_ascii_strcasecmp (path, "INBOX") == 0)
    return C_ ("folder", "Inbox");
  return slash == NULL ? path : slash + 1;
}

static char *
counted (const char *what, const LoftProgress *progress)
{
  if (progress->total == 0)
    /* Translators: what is done and in which folder. */
    return g_strdup_printf (C_ ("progress", "%1$s %2$s…"), what, folder_word (progress->folder));
  /* Translators: what is done, in which folder, how many are done of how many. */
  return g_strdup_printf (C_ ("progress",
                              "%1$s %2$s: %3$'" G_GUINT64_FORMAT " of %4$'" G_GUINT64_FORMAT),
                          what, folder_word (progress->folder), progress->done, progress->total);
}

/* What a server of calendars and address books is asked for is neither mail nor folders. */
static const char *
checking_text (LoftMailAccount *account, const char *of_mail)
{
  return loft_account_kind_has_mail (loft_mail_account_get_account (account)->kind)
           ? of_mail
           : _ ("Updating…");
}

static char *
progress_text (LoftMailAccount *account, double *fraction)
{
  const LoftProgress *progress = loft_mail_account_get_progress (account);

  if (progress->total > 0)
    *fraction = MIN (1.0, (double) progress->done / progress->total);
  switch (progress->kind)
    {
    case LOFT_PROGRESS_FOLDERS:
      return g_strdup (checking_text (account, _ ("Looking for folders…")));
    case LOFT_PROGRESS_HEADERS:
      return counted (_ ("Listing"), progress);
    case LOFT_PROGRESS_BODIES:
      return counted (_ ("Downloading"), progress);
    case LOFT_PROGRESS_CHANGES:
      return g_strdup (_ ("Sending changes…"));
    case LOFT_PROGRESS_NONE:
    default:
      return g_strdup (checking_text (account, _ ("Checking for mail…")));
    }
}

static char *
offline_text (guint n_pending)
{
  if (n_pending == 0)
    return g_strdup (_ ("Offline"));
  return g_strdup_printf (ngettext ("Offline, %u change waiting", "Offline, %u changes waiting",
                                    n_pending),
                          n_pending);
}

/* (transfer full) (nullable) NULL: nobody asked for mail too soon. */
static char *
pause_text (LoftMailAccount *account, gint64 now)
{
  gint64 until = loft_mail_account_get_paused_until (account);
  g_autofree char *time = NULL;

  if (!g_error_matches (loft_mail_account_get_error (account), LOFT_ERROR, LOFT_ERROR_TOO_SOON))
    return NULL;
  if (until <= now)
    return g_strdup (_ ("The server asks to wait"));
  time = loft_date_text_short (until, now);
  /* Translators: a time of day. */
  return g_strdup_printf (_ ("The server asks to wait until %s"), time);
}

/* What the accounts together say. */
typedef struct {
  LoftMailAccount *syncing; /* (borrowed) (nullable) the first that does */
  guint n_servers;
  guint n_offline;
  guint n_behind;
  guint n_pending;
  gboolean connecting;
  gint64 last;
  char *pause; /* (owned) (nullable) */
} Tally;

/* It is not as fresh as the others, and nobody wished that. */
static gboolean
is_behind (LoftMailAccount *account)
{
  LoftAccountState state = loft_mail_account_get_state (account);

  return (state == LOFT_ACCOUNT_OFFLINE || state == LOFT_ACCOUNT_PROBLEM) &&
         !loft_mail_account_get_account (account)->offline;
}

static void
tally_add (Tally *self, LoftMailAccount *account, gint64 now)
{
  LoftAccountState state = loft_mail_account_get_state (account);

  self->n_servers++;
  if (state == LOFT_ACCOUNT_SYNCING && self->syncing == NULL)
    self->syncing = account;
  self->connecting = self->connecting || state == LOFT_ACCOUNT_CONNECTING;
  self->n_offline += state == LOFT_ACCOUNT_OFFLINE;
  self->n_behind += is_behind (account);
  if (self->pause == NULL)
    self->pause = pause_text (account, now);
  self->last = MAX (self->last, loft_mail_account_get_last_success (account));
}

static gboolean
is_any_of_mail (GListModel *accounts)
{
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      const LoftAccount *settings = loft_mail_account_get_account (account);

      if (!loft_local_account_is (settings) && loft_account_kind_has_mail (settings->kind))
        return TRUE;
    }
  return FALSE;
}

/* It stands below folders of mail: how fresh calendars are does not make mail fresher. Changes that wait
 * are counted all. */
static void
tally_count (Tally *self, GListModel *accounts, gint64 now)
{
  gboolean only_mail = is_any_of_mail (accounts);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      const LoftAccount *settings = loft_mail_account_get_account (account);

      /* It has no server, so nothing to say of one. */
      if (loft_local_account_is (settings))
        continue;
      self->n_pending += loft_mail_account_get_n_pending (account);
      if (!only_mail || loft_account_kind_has_mail (settings->kind))
        tally_add (self, account, now);
    }
}

static char *
freshness_text (LoftService *service, const Tally *tally, gint64 now)
{
  g_autofree char *ago = NULL;

  if (tally->last == 0)
    return g_strdup (tally->n_servers == 0 ? "" : _ ("Not updated yet"));
  ago = loft_date_text_ago (tally->last, now);
  if (loft_service_get_metered (service) && !loft_service_get_metered_allowed (service))
    /* Translators: when, on a network where only headers are downloaded. */
    return g_strdup_printf (_ ("Updated %s, headers only"), ago);
  if (tally->n_behind > 0 && tally->n_behind < tally->n_servers)
    /* Translators: when, and how many accounts could not be reached then. */
    return g_strdup_printf (ngettext ("Updated %1$s, except %2$u account",
                                      "Updated %1$s, except %2$u accounts", tally->n_behind),
                            ago, tally->n_behind);
  return g_strdup_printf (_ ("Updated %s"), ago);
}

char *
loft_progress_text_for_service (LoftService *service, gint64 now, double *fraction,
                                gboolean *offline)
{
  Tally tally = { NULL };
  g_autofree char *pause = NULL;

  *fraction = -1.0;
  *offline = FALSE;
  tally_count (&tally, loft_service_get_accounts (service), now);
  pause = tally.pause;
  if (tally.syncing != NULL)
    return progress_text (tally.syncing, fraction);
  *offline = loft_service_get_forced_offline (service) || !loft_service_get_online (service) ||
             (tally.n_servers > 0 && tally.n_offline == tally.n_servers);
  if (*offline)
    return offline_text (tally.n_pending);
  if (tally.connecting)
    return g_strdup (_ ("Connecting…"));
  if (tally.n_pending > 0)
    return g_strdup_printf (ngettext ("%u change waiting", "%u changes waiting", tally.n_pending),
                            tally.n_pending);
  if (pause != NULL)
    return g_steal_pointer (&pause);
  return freshness_text (service, &tally, now);
}

static const char *
problem_text (const GError *error)
{
  if (error != NULL && error->domain == LOFT_ERROR)
    switch (error->code)
      {
      case LOFT_ERROR_POLICY:
        return _ ("Rules to accept");
      case LOFT_ERROR_WIPED:
        return _ ("Removed by the organisation");
      case LOFT_ERROR_NOT_ALLOWED:
      case LOFT_ERROR_DEVICE_BLOCKED:
      case LOFT_ERROR_ACCOUNT_DISABLED:
      case LOFT_ERROR_TOO_MANY_DEVICES:
        return _ ("Not let in");
      default:
        break;
      }
  switch (error == NULL ? LOFT_ERROR_TEMPORARY : loft_error_class (error))
    {
    case LOFT_ERROR_AUTH:
      return _ ("Sign-in needed");
    case LOFT_ERROR_UNTRUSTED:
      return _ ("Server not trusted");
    default:
      return _ ("Stopped");
    }
}

static char *
idle_text (LoftMailAccount *account, gint64 now)
{
  guint n_pending = loft_mail_account_get_n_pending (account);
  gint64 last = loft_mail_account_get_last_success (account);
  g_autofree char *pause = pause_text (account, now);
  g_autofree char *ago = NULL;

  if (n_pending > 0)
    return g_strdup_printf (ngettext ("%u change waiting", "%u changes waiting", n_pending),
                            n_pending);
  if (pause != NULL)
    return g_steal_pointer (&pause);
  if (last == 0)
    return g_strdup (_ ("Not updated yet"));
  ago = loft_date_text_ago (last, now);
  return g_strdup_printf (_ ("Updated %s"), ago);
}

char *
loft_progress_text_for_account (LoftMailAccount *account, gint64 now, double *fraction)
{
  double ignored = -1.0;

  if (fraction != NULL)
    *fraction = -1.0;
  if (loft_local_account_is (loft_mail_account_get_account (account)))
    return g_strdup ("");
  if (loft_mail_account_get_account (account)->offline)
    return g_strdup (_ ("Working offline"));
  switch (loft_mail_account_get_state (account))
    {
    case LOFT_ACCOUNT_OFFLINE:
      return offline_text (loft_mail_account_get_n_pending (account));
    case LOFT_ACCOUNT_CONNECTING:
      return g_strdup (_ ("Connecting…"));
    case LOFT_ACCOUNT_SYNCING:
      return progress_text (account, fraction != NULL ? fraction : &ignored);
    case LOFT_ACCOUNT_PROBLEM:
      return g_strdup (problem_text (loft_mail_account_get_error (account)));
    case LOFT_ACCOUNT_IDLE:
    default:
      return idle_text (account, now);
    }
}
