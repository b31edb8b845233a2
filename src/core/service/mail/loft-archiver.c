/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-archiver.h"

#include "loft-clock.h"
#include "loft-local-account.h"
#include "loft-mail-account-private.h"
#include "loft-mail-actions-private.h"
#include "loft-mail-reader-private.h"

#define FIRST_SECONDS 60 /* a start has other things to do */
#define AGAIN_SECONDS (10 * 60)
#define DAY           (24 * 60 * 60)
#define ARCHIVED_AT   "archived_at" /* a number of the account's store */

struct _LoftArchiver {
  GObject parent;

  GListModel *accounts; /* (owned) */
  GListStore *running; /* (owned) of LoftArchiving */
  LoftArchiving *daily; /* (owned) (nullable) the one that runs by itself */
  guint source;
  gboolean stopped;
};

static guint ended_signal;

G_DEFINE_FINAL_TYPE (LoftArchiver, loft_archiver, G_TYPE_OBJECT)

GListModel *
loft_archiver_get_running (LoftArchiver *self)
{
  return G_LIST_MODEL (self->running);
}

/* (transfer full) (nullable) */
static LoftMailAccount *
find_local (LoftArchiver *self)
{
  guint n = g_list_model_get_n_items (self->accounts);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (self->accounts, i);

      if (loft_local_account_is (loft_mail_account_get_account (account)))
        return g_steal_pointer (&account);
    }
  return NULL;
}

/* ---- once a day --------------------------------------------------------------------------- */

static gint64
archived_at (LoftMailAccount *account)
{
  LoftMailReader *reader = loft_mail_account_get_reader (account, NULL);
  gint64 at = 0;

  if (reader != NULL)
    loft_mail_store_get_number (loft_mail_reader_current_store (reader)->mail, ARCHIVED_AT, &at,
                                NULL);
  return at;
}

/* A clock that was set back makes it due, not late. */
static gboolean
is_due (LoftMailAccount *account)
{
  LoftAccount *settings = loft_mail_account_get_account (account);
  gint64 now = loft_clock_now ();
  gint64 at;

  if (!settings->archive.daily || !settings->enabled)
    return FALSE;
  at = archived_at (account);
  return at > now || now - at >= DAY;
}

static gboolean
act_note (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
          gpointer user_data, GError **error)
{
  return loft_mail_store_set_number (store, ARCHIVED_AT, *(gint64 *) user_data, error);
}

static void
on_noted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftArchiver) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMailUndo) unused =
    loft_mail_account_act_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  if (unused == NULL)
    {
      g_warning ("That old messages were archived could not be noted: %s", error->message);
      return;
    }
  loft_archiver_check (self);
}

/* Only a run that came to its end counts: what was cut off goes on at the next look. */
static void
note_done (LoftArchiver *self, LoftMailAccount *account)
{
  gint64 *now = g_new (gint64, 1);

  *now = loft_clock_now ();
  loft_mail_account_act (account, act_note, now, g_free, on_noted, g_object_ref (self));
}

/* ---- runs --------------------------------------------------------------------------------- */

static void
on_run (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftArchiver) self = user_data;
  g_autoptr (LoftArchiving) run = g_object_ref (LOFT_ARCHIVING (source));
  g_autoptr (GError) error = NULL;
  gboolean daily = run == self->daily;
  gboolean done = loft_archiving_run_finish (run, result, &error);
  guint position = 0;

  if (daily)
    g_clear_object (&self->daily);
  if (g_list_store_find (self->running, run, &position))
    g_list_store_remove (self->running, position);
  if (self->stopped)
    return;
  g_signal_emit (self, ended_signal, 0, run, daily, error);
  /* One that a person stopped is not begun again the same day. */
  if (daily && done)
    note_done (self, loft_archiving_get_account (run));
}

static LoftArchiving *
begin (LoftArchiver *self, LoftMailAccount *account, const LoftArchiveRule *rule)
{
  g_autoptr (LoftMailAccount) local = find_local (self);
  g_autoptr (LoftArchiving) run =
    loft_archiving_new (account, local != NULL ? local : account, rule);

  g_list_store_append (self->running, run);
  loft_archiving_run_async (run, on_run, g_object_ref (self));
  return run; /* the list holds it */
}

LoftArchiving *
loft_archiver_run (LoftArchiver *self, LoftMailAccount *account, const LoftArchiveRule *rule)
{
  return begin (self, account, rule);
}

void
loft_archiver_check (LoftArchiver *self)
{
  guint n = g_list_model_get_n_items (self->accounts);

  if (self->stopped || self->daily != NULL)
    return;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (self->accounts, i);

      if (!is_due (account))
        continue;
      self->daily =
        g_object_ref (begin (self, account, &loft_mail_account_get_account (account)->archive));
      return;
    }
}

static gboolean
on_again (gpointer data)
{
  loft_archiver_check (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_first (gpointer data)
{
  LoftArchiver *self = data;

  self->source = g_timeout_add_seconds (AGAIN_SECONDS, on_again, self);
  loft_archiver_check (self);
  return G_SOURCE_REMOVE;
}

void
loft_archiver_start (LoftArchiver *self)
{
  if (self->source == 0 && !self->stopped)
    self->source = g_timeout_add_seconds (FIRST_SECONDS, on_first, self);
}

void
loft_archiver_stop (LoftArchiver *self)
{
  self->stopped = TRUE;
  g_clear_handle_id (&self->source, g_source_remove);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->running)); i++)
    {
      g_autoptr (LoftArchiving) run = g_list_model_get_item (G_LIST_MODEL (self->running), i);

      loft_archiving_cancel (run);
    }
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_archiver_finalize (GObject *object)
{
  LoftArchiver *self = LOFT_ARCHIVER (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->daily);
  g_clear_object (&self->running);
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (loft_archiver_parent_class)->finalize (object);
}

static void
loft_archiver_class_init (LoftArchiverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_archiver_finalize;
  ended_signal = g_signal_new ("ended", LOFT_TYPE_ARCHIVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 3, LOFT_TYPE_ARCHIVING, G_TYPE_BOOLEAN,
                               G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
loft_archiver_init (LoftArchiver *self)
{
  self->running = g_list_store_new (LOFT_TYPE_ARCHIVING);
}

LoftArchiver *
loft_archiver_new (GListModel *accounts)
{
  LoftArchiver *self = g_object_new (LOFT_TYPE_ARCHIVER, NULL);

  self->accounts = g_object_ref (accounts);
  return self;
}
