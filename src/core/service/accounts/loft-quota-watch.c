/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-quota-watch.h"

#include "loft-clock.h"
#include "loft-mail-account-private.h"
#include "loft-mail-actions-private.h"
#include "loft-mail-folder.h"
#include "loft-mail-reader-private.h"

#define PAUSE       (15 * 60 * G_TIME_SPAN_SECOND)
#define NEARLY_FULL 80 /* per cent */
#define FULL        95
#define DISMISSED   "quota_dismissed" /* LoftQuotaStep, a number of the account's store */
#define KNOWN_KEY   "loft-quota"

struct _LoftQuotaWatch {
  GObject parent;

  GListModel *accounts; /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gboolean started;
};

/* Of one account, kept by it. */
typedef struct {
  guint64 used;
  guint64 limit; /* 0: not told */
  gint64 asked_at; /* monotonic; 0 never */
  gboolean asking;
  gboolean has_dismissed; /* the next was read */
  LoftQuotaStep dismissed;
} Known;

static guint changed_signal;

G_DEFINE_FINAL_TYPE (LoftQuotaWatch, loft_quota_watch, G_TYPE_OBJECT)

static Known *
known_of (LoftMailAccount *account)
{
  Known *known = g_object_get_data (G_OBJECT (account), KNOWN_KEY);

  if (known != NULL)
    return known;
  known = g_new0 (Known, 1);
  g_object_set_data_full (G_OBJECT (account), KNOWN_KEY, known, g_free);
  return known;
}

LoftQuotaStep
loft_quota_step (guint64 used, guint64 limit)
{
  double share = limit > 0 ? (double) used * 100 / (double) limit : 0;

  return share >= FULL          ? LOFT_QUOTA_FULL
         : share >= NEARLY_FULL ? LOFT_QUOTA_NEARLY_FULL
                                : LOFT_QUOTA_ROOM;
}

/* ---- what was put away -------------------------------------------------------------------- */

static LoftQuotaStep
dismissed_of (LoftMailAccount *account)
{
  Known *known = known_of (account);
  LoftMailReader *reader;
  gint64 step = 0;

  if (known->has_dismissed)
    return known->dismissed;
  reader = loft_mail_account_get_reader (account, NULL);
  if (reader != NULL)
    loft_mail_store_get_number (loft_mail_reader_current_store (reader)->mail, DISMISSED, &step,
                                NULL);
  known->has_dismissed = TRUE;
  known->dismissed = (LoftQuotaStep) CLAMP (step, 0, LOFT_QUOTA_FULL);
  return known->dismissed;
}

static gboolean
act_dismiss (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
             gpointer user_data, GError **error)
{
  return loft_mail_store_set_number (store, DISMISSED, GPOINTER_TO_INT (user_data), error);
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMailUndo) unused =
    loft_mail_account_act_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  if (unused == NULL)
    g_warning ("That a warning was put away could not be kept: %s", error->message);
}

static void
keep_dismissed (LoftMailAccount *account, LoftQuotaStep step)
{
  Known *known = known_of (account);

  if (dismissed_of (account) == step)
    return;
  known->dismissed = step;
  loft_mail_account_act (account, act_dismiss, GINT_TO_POINTER (step), NULL, on_kept, NULL);
}

LoftQuotaStep
loft_quota_watch_get_step (LoftQuotaWatch *self, LoftMailAccount *account)
{
  const Known *known = known_of (account);
  LoftQuotaStep step = loft_quota_step (known->used, known->limit);

  return step > dismissed_of (account) ? step : LOFT_QUOTA_ROOM;
}

void
loft_quota_watch_dismiss (LoftQuotaWatch *self, LoftMailAccount *account)
{
  const Known *known = known_of (account);

  keep_dismissed (account, loft_quota_step (known->used, known->limit));
  g_signal_emit (self, changed_signal, 0, account);
}

gboolean
loft_quota_watch_get (LoftQuotaWatch *self, LoftMailAccount *account, guint64 *used, guint64 *limit)
{
  const Known *known = known_of (account);

  *used = known->used;
  *limit = known->limit;
  return known->limit > 0;
}

/* ---- asking ------------------------------------------------------------------------------- */

/* 0: it is on no server. */
static gint64
inbox_of (LoftMailAccount *account)
{
  GListModel *folders = loft_mail_account_get_folders (account);

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) row = g_list_model_get_item (folders, i);
      const LoftFolder *folder = loft_mail_folder_get (row);

      if (folder->role == LOFT_FOLDER_ROLE_INBOX)
        return folder->remote_id != NULL ? folder->id : 0;
    }
  return 0;
}

/* A server that is not reached may have filled up or not: what it said last holds. */
static void
on_usage (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftQuotaWatch) self = user_data;
  LoftMailAccount *account = LOFT_MAIL_ACCOUNT (source);
  Known *known = known_of (account);
  g_autofree LoftFolderUsage *usage = loft_mail_account_read_usage_finish (account, result, NULL);
  guint64 used = usage != NULL && usage->has_quota ? usage->quota_used : 0;
  guint64 limit = usage != NULL && usage->has_quota ? usage->quota_limit : 0;

  known->asking = FALSE;
  if (usage == NULL || (used == known->used && limit == known->limit))
    return;
  known->used = used;
  known->limit = limit;
  if (loft_quota_step (used, limit) < dismissed_of (account))
    keep_dismissed (account, loft_quota_step (used, limit));
  g_signal_emit (self, changed_signal, 0, account);
}

void
loft_quota_watch_refresh (LoftQuotaWatch *self, LoftMailAccount *account)
{
  Known *known = known_of (account);
  gint64 inbox = inbox_of (account);

  if (inbox == 0 || known->asking || g_cancellable_is_cancelled (self->cancellable))
    return;
  known->asking = TRUE;
  known->asked_at = loft_clock_monotonic ();
  loft_mail_account_read_usage_async (account, inbox, self->cancellable, on_usage,
                                      g_object_ref (self));
}

/* After a sync the connection is there. */
static void
on_state (LoftQuotaWatch *self, GParamSpec *spec, LoftMailAccount *account)
{
  const Known *known = known_of (account);

  if (!self->started || loft_mail_account_get_state (account) != LOFT_ACCOUNT_IDLE ||
      loft_mail_account_get_last_success (account) == 0 ||
      (known->asked_at != 0 && loft_clock_monotonic () - known->asked_at < PAUSE))
    return;
  loft_quota_watch_refresh (self, account);
}

static void
on_accounts_changed (LoftQuotaWatch *self, guint position, guint n_removed, guint n_added,
                     GListModel *accounts)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      g_signal_handlers_disconnect_by_func (account, on_state, self);
      g_signal_connect_object (account, "notify::state", G_CALLBACK (on_state), self,
                               G_CONNECT_SWAPPED);
    }
}

void
loft_quota_watch_start (LoftQuotaWatch *self)
{
  self->started = TRUE;
}

void
loft_quota_watch_stop (LoftQuotaWatch *self)
{
  self->started = FALSE;
  g_cancellable_cancel (self->cancellable);
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_quota_watch_finalize (GObject *object)
{
  LoftQuotaWatch *self = LOFT_QUOTA_WATCH (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (loft_quota_watch_parent_class)->finalize (object);
}

static void
loft_quota_watch_class_init (LoftQuotaWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_quota_watch_finalize;
  changed_signal = g_signal_new ("changed", LOFT_TYPE_QUOTA_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, LOFT_TYPE_MAIL_ACCOUNT);
}

static void
loft_quota_watch_init (LoftQuotaWatch *self)
{
  self->cancellable = g_cancellable_new ();
}

LoftQuotaWatch *
loft_quota_watch_new (GListModel *accounts)
{
  LoftQuotaWatch *self = g_object_new (LOFT_TYPE_QUOTA_WATCH, NULL);

  self->accounts = g_object_ref (accounts);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self,
                           G_CONNECT_SWAPPED);
  on_accounts_changed (self, 0, 0, g_list_model_get_n_items (accounts), accounts);
  return self;
}
