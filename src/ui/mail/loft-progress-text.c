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

char *
loft_progress_text_for_service (LoftService *service, gint64 now, double *fraction,
                                gboolean *offline)
{
  GListModel *accounts = loft_service_get_accounts (service);
  guint n = g_list_model_get_n_items (accounts);
  gint64 last = 0;
  guint n_pending = 0, n_offline = 0, n_servers = 0;
  gboolean connecting = FALSE;
  g_autofree char *pause = NULL;
  g_autofree char *ago = NULL;

  *fraction = -1.0;
  *offline = FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      LoftAccountState state = loft_mail_account_get_state (account);

      /* It has no server, so nothing to say of one. */
      if (loft_local_account_is (loft_mail_account_get_account (account)))
        continue;
      n_servers++;
      if (state == LOFT_ACCOUNT_SYNCING)
        return progress_text (account, fraction);
      connecting = connecting || state == LOFT_ACCOUNT_CONNECTING;
      n_offline += state == LOFT_ACCOUNT_OFFLINE;
      n_pending += loft_mail_account_get_n_pending (account);
      if (pause == NULL)
        pause = pause_text (account, now);
      last = MAX (last, loft_mail_account_get_last_success (account));
    }
  *offline = loft_service_get_forced_offline (service) || !loft_service_get_online (service) ||
             (n_servers > 0 && n_offline == n_servers);
  if (*offline)
    return offline_text (n_pending);
  if (connecting)
    return g_strdup (_ ("Connecting…"));
  if (n_pending > 0)
    return g_strdup_printf (ngettext ("%u change waiting", "%u changes waiting", n_pending),
                            n_pending);
  if (pause != NULL)
    return g_steal_pointer (&pause);
  if (last == 0)
    return g_strdup (n_servers == 0 ? "" : _ ("Not updated yet"));
  ago = loft_date_text_ago (last, now);
  if (loft_service_get_metered (service) && !loft_service_get_metered_allowed (service))
    /* Translators: when, on a network where only headers are downloaded. */
    return g_strdup_printf (_ ("Updated %s, headers only"), ago);
  return g_strdup_printf (_ ("Updated %s"), ago);
}

static const char *
problem_text (const GError *error)
{
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
