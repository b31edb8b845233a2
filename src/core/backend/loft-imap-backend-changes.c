/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-backend-changes-private.h"

#include "loft-error.h"

/* How a folder is brought up to date, by what the server offers:
 *
 *   QRESYNC    SELECT brings flags and removals since the token; a listing of UIDs only when the
 *              count says that something is new or missing
 *   CONDSTORE  flags since the token by FETCH (CHANGEDSINCE); removals by a listing of UIDs
 *   neither    all flags, and a listing of UIDs
 *
 * Messages on the server that the store does not know are always fetched, whatever the token says,
 * so that holes left by a cut-off sync close by themselves. */

#define FIRST_BATCH    100               /* messages of one batch: the first is waited for, */
#define HEADER_BATCH   2000              /* later ones share the pages that they change */
#define CONTENT_BATCH  (256 * 1024)      /* … or fewer when they bring their contents */
#define BATCH_SECONDS  1                 /* … or fewer when they are slow to come */
#define FLAG_CHUNK     10000
/* What a listing may hold beyond EXISTS, for mail that comes meanwhile. */
#define MAX_UNCOUNTED  10000

/* ---- context ------------------------------------------------------------------------------ */

/* Hands a batch over; it is freed. */
static gboolean
tell (LoftImapChanges *changes, LoftChangeBatch *batch, GError **error)
{
  g_autoptr (LoftChangeBatch) owned = batch;

  owned->done = changes->done;
  owned->total = changes->total;
  return changes->func (owned, changes->user_data, error);
}

gboolean
loft_imap_changes_tell_filled (LoftImapChanges *changes, GError **error)
{
  LoftChangeBatch *batch = g_steal_pointer (&changes->batch);

  changes->told_at = g_get_monotonic_time ();
  changes->batch_bytes = 0;
  if (batch == NULL)
    return TRUE;
  changes->told = TRUE;
  return tell (changes, batch, error);
}

void
loft_imap_changes_add (LoftImapChanges *changes, LoftRemoteItem *item)
{
  if (changes->batch == NULL)
    changes->batch = loft_change_batch_new ();
  g_ptr_array_add (changes->batch->items, item);
  if (item->content != NULL)
    changes->batch_bytes += g_bytes_get_size (item->content);
}

gboolean
loft_imap_changes_add_and_tell (LoftImapChanges *changes, LoftRemoteItem *item)
{
  loft_imap_changes_add (changes, item);
  if (changes->batch->items->len < (changes->told ? HEADER_BATCH : FIRST_BATCH) &&
      changes->batch_bytes < CONTENT_BATCH &&
      g_get_monotonic_time () - changes->told_at < (gint64) BATCH_SECONDS * G_USEC_PER_SEC)
    return TRUE;
  return loft_imap_changes_tell_filled (changes, &changes->error);
}

/* A finished call of the session, or the error that func stopped it with. */
gboolean
loft_imap_changes_result (LoftImapChanges *changes, gboolean succeeded, GError *failure,
                          GError **error)
{
  if (changes->error != NULL)
    {
      g_clear_error (&failure);
      g_propagate_error (error, g_steal_pointer (&changes->error));
      return FALSE;
    }
  if (!succeeded)
    g_propagate_error (error, failure);
  return succeeded;
}

/* ---- sets --------------------------------------------------------------------------------- */

static LoftImapUidSet *
uids_from_remote_ids (LoftRemoteIds *remote_ids)
{
  LoftImapUidSet *uids = loft_imap_uid_set_new ();
  guint n_ranges;
  const LoftRemoteIdRange *ranges = loft_remote_ids_ranges (remote_ids, &n_ranges);

  for (guint i = 0; i < n_ranges; i++)
    if (ranges[i].first > 0 && ranges[i].last <= G_MAXUINT32)
      loft_imap_uid_set_add_range (uids, (guint32) ranges[i].first, (guint32) ranges[i].last);
  return uids;
}

static LoftRemoteIds *
remote_ids_from_uids (const LoftImapUidSet *uids)
{
  LoftRemoteIds *remote_ids = loft_remote_ids_new ();
  guint n_ranges;
  const LoftImapUidRange *ranges = loft_imap_uid_set_ranges (uids, &n_ranges);

  for (guint i = 0; i < n_ranges; i++)
    loft_remote_ids_add_range (remote_ids, ranges[i].first, ranges[i].last);
  return remote_ids;
}

/* ---- steps -------------------------------------------------------------------------------- */

/* SELECT, gathering what comes with it. */
static gboolean
select_mailbox (LoftImapChanges *changes, LoftImapNews *news, GError **error)
{
  LoftImapBackend *self = changes->self;
  gboolean selected;

  self->news = news;
  selected =
    loft_imap_session_select (self->session, changes->mailbox, changes->token.uid_validity,
                              changes->token.uid_next != 0 ? changes->token.highest_modseq : 0,
                                       &changes->selected, changes->cancellable, error);
  self->news = NULL;
  if (!selected)
    return FALSE;
  loft_imap_backend_note_selected (self, &changes->selected);
  if (changes->selected.uid_validity != 0)
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
               "The server has no UIDVALIDITY for %s, so its messages cannot be told apart",
               changes->mailbox);
  loft_imap_session_close (self->session);
  return FALSE;
}

/* The ids of before mean nothing: UIDVALIDITY changed, or this is the first time. */
static gboolean
begin_anew (LoftImapChanges *changes, GError **error)
{
  LoftChangeBatch *batch = loft_change_batch_new ();
  LoftImapPosition begun = { .uid_validity = changes->selected.uid_validity };

  changes->reset = TRUE;
  g_clear_pointer (&changes->known, loft_imap_uid_set_free);
  changes->known = loft_imap_uid_set_new ();
  batch->reset = TRUE;
  batch->token_after = loft_imap_position_format (&begun);
  return tell (changes, batch, error);
}

/* What SELECT (QRESYNC) told: removals of anything, flags of what is known. */
static gboolean
tell_news (LoftImapChanges *changes, LoftImapNews *news, GError **error)
{
  LoftChangeBatch *batch;

  if (loft_imap_uid_set_is_empty (news->vanished) && news->items->len == 0)
    return TRUE;
  batch = loft_change_batch_new ();
  if (!loft_imap_uid_set_is_empty (news->vanished))
    {
      batch->removed = remote_ids_from_uids (news->vanished);
      loft_imap_uid_set_remove (changes->known, news->vanished);
    }
  g_ptr_array_unref (batch->items);
  batch->items = g_ptr_array_ref (news->items);
  return tell (changes, batch, error);
}

static gboolean
on_flags (const LoftImapFetch *fetch, gpointer user_data)
{
  if ((fetch->valid & LOFT_IMAP_FETCH_FLAGS) == 0)
    return TRUE;
  return loft_imap_changes_add_and_tell (user_data, loft_imap_backend_flags_item (fetch));
}

/* Flags of what is known, all or since a mod-sequence. */
static gboolean
scan_flags (LoftImapChanges *changes, guint64 since, GError **error)
{
  GError *failure = NULL;
  gboolean fetched;

  if (loft_imap_uid_set_is_empty (changes->known) ||
      (since != 0 && since == changes->selected.highest_modseq))
    return TRUE;
  fetched = loft_imap_session_fetch (changes->self->session, changes->known, LOFT_IMAP_FETCH_FLAGS,
                                     since, FLAG_CHUNK, LOFT_IMAP_CHANGES_MAX_HEADER, on_flags,
                                     changes, changes->cancellable, &failure);
  return loft_imap_changes_result (changes, fetched, failure, error) &&
         loft_imap_changes_tell_filled (changes, error);
}

/* ---- the whole ---------------------------------------------------------------------------- */

/* After QRESYNC the counts tell whether the store can be trusted to know everything. */
static gboolean
must_list (LoftImapChanges *changes, gboolean used_qresync)
{
  return !used_qresync || changes->selected.exists != loft_imap_uid_set_count (changes->known) ||
         changes->selected.uid_next != changes->token.uid_next;
}

/* "1:4294967295" would be asked for until the end of time. */
static gboolean
check_listing (LoftImapChanges *changes, const LoftImapUidSet *server, GError **error)
{
  guint64 n_listed = loft_imap_uid_set_count (server);

  if (n_listed <= (guint64) changes->selected.exists + MAX_UNCOUNTED)
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
               "The server lists %" G_GUINT64_FORMAT " messages of %s where it counts %u", n_listed,
               changes->mailbox, changes->selected.exists);
  loft_imap_session_close (changes->self->session);
  return FALSE;
}

static gboolean
on_alive (const LoftImapFetch *fetch, gpointer user_data)
{
  loft_imap_uid_set_add (user_data, fetch->uid);
  return TRUE;
}

/* A listing that holds less than the server counts is not believed about what it leaves out: those
 * are asked for one by one. */
static gboolean
spare_the_living (LoftImapChanges *changes, const LoftImapUidSet *server, LoftImapUidSet *gone,
                  GError **error)
{
  g_autoptr (LoftImapUidSet) alive = NULL;

  if (loft_imap_uid_set_is_empty (gone) ||
      loft_imap_uid_set_count (server) >= changes->selected.exists)
    return TRUE;
  alive = loft_imap_uid_set_new ();
  if (!loft_imap_session_fetch (changes->self->session, gone, LOFT_IMAP_FETCH_FLAGS, 0, FLAG_CHUNK,
                                LOFT_IMAP_CHANGES_MAX_HEADER, on_alive, alive, changes->cancellable,
                                error))
    return FALSE;
  loft_imap_uid_set_remove (gone, alive);
  return TRUE;
}

static gboolean
tell_listing (LoftImapChanges *changes, GError **error)
{
  g_autoptr (LoftImapUidSet) server =
    loft_imap_session_search_all (changes->self->session, changes->cancellable, error);
  g_autoptr (LoftImapUidSet) gone = NULL;
  LoftChangeBatch *batch;

  if (server == NULL || !check_listing (changes, server, error))
    return FALSE;
  gone = loft_imap_uid_set_copy (changes->known);
  loft_imap_uid_set_remove (gone, server);
  if (!spare_the_living (changes, server, gone, error))
    return FALSE;
  if (!loft_imap_uid_set_is_empty (gone))
    {
      batch = loft_change_batch_new ();
      batch->removed = remote_ids_from_uids (gone);
      if (!tell (changes, batch, error))
        return FALSE;
    }
  loft_imap_uid_set_remove (server, changes->known);
  return loft_imap_changes_tell_new (changes, server, error);
}

/* Where no new message came, and the old anchor is gone, the highest that is known. */
static gboolean
find_anchor (LoftImapChanges *changes, GError **error)
{
  g_autoptr (LoftImapUidSet) known = NULL;
  g_autoptr (LoftImapUidSet) highest = NULL;
  guint n_ranges;
  guint32 uid;
  gint64 date;

  if (changes->anchor.anchor_uid != 0 || loft_imap_uid_set_is_empty (changes->known))
    return TRUE;
  known = loft_imap_uid_set_copy (changes->known);
  highest = loft_imap_uid_set_take_highest (known, 1);
  uid = loft_imap_uid_set_ranges (highest, &n_ranges)->first;
  if (!loft_imap_backend_fetch_date (changes->self, uid, &date, changes->cancellable, error))
    return FALSE;
  if (date == LOFT_IMAP_BACKEND_NO_DATE)
    return TRUE;
  changes->anchor.anchor_uid = uid;
  changes->anchor.anchor_date = date;
  return TRUE;
}

static gboolean
tell_end (LoftImapChanges *changes, GError **error)
{
  LoftImapPosition after = {
    .uid_validity = changes->selected.uid_validity,
    .uid_next = MAX (changes->selected.uid_next, 1),
    .highest_modseq = changes->selected.highest_modseq,
  };
  LoftChangeBatch *batch;

  if (!find_anchor (changes, error))
    return FALSE;
  changes->self->verified = TRUE;
  after.anchor_uid = changes->anchor.anchor_uid;
  after.anchor_date = changes->anchor.anchor_date;
  if (loft_imap_position_equal (&after, &changes->token) && !changes->reset)
    return TRUE;
  batch = loft_change_batch_new ();
  /* uid_next 0: a reset whose listing was cut off is finished now. */
  batch->complete = changes->reset || changes->token.uid_next == 0;
  batch->token_after = loft_imap_position_format (&after);
  return tell (changes, batch, error);
}

/* *others: the UIDs that the store knows name other messages now. */
static gboolean
meets_others (LoftImapChanges *changes, gboolean *others, GError **error)
{
  gboolean anchored = FALSE;

  *others = changes->token.uid_validity != changes->selected.uid_validity;
  if (*others || loft_imap_uid_set_is_empty (changes->known))
    return TRUE;
  if (!loft_imap_backend_check_reused (changes->self, &changes->token, others, &anchored,
                                       changes->cancellable, error))
    return FALSE;
  if (anchored)
    changes->anchor = changes->token;
  return TRUE;
}

/* Mod-sequences that went back tell nothing about what happened since. */
static gboolean
can_continue (const LoftImapChanges *changes)
{
  return changes->token.uid_next != 0 && changes->token.highest_modseq != 0 &&
         changes->selected.highest_modseq >= changes->token.highest_modseq;
}

static gboolean
tell_all (LoftImapChanges *changes, LoftImapNews *news, GError **error)
{
  LoftImapSession *session = changes->self->session;
  gboolean others = FALSE;
  gboolean complete_token;
  gboolean used_qresync;

  if (!select_mailbox (changes, news, error) || !meets_others (changes, &others, error) ||
      (others && !begin_anew (changes, error)))
    return FALSE;
  complete_token = !others && !news->overflowed && can_continue (changes);
  used_qresync = complete_token && loft_imap_session_has_capability (session, "QRESYNC");
  if (used_qresync)
    {
      if (!tell_news (changes, news, error))
        return FALSE;
    }
  else if (!scan_flags (changes, complete_token ? changes->token.highest_modseq : 0, error))
    return FALSE;
  if (must_list (changes, used_qresync) && !tell_listing (changes, error))
    return FALSE;
  return tell_end (changes, error);
}

gboolean
loft_imap_backend_changes (LoftBackend *backend, const char *mailbox, GBytes *token,
                           LoftRemoteIds *known, const LoftContentWish *wish, LoftChangeFunc func,
                           gpointer user_data, GCancellable *cancellable, GError **error)
{
  LoftImapChanges changes = {
    .self = LOFT_IMAP_BACKEND (backend),
    .mailbox = mailbox,
    .token = loft_imap_position_parse (token),
    .known = uids_from_remote_ids (known),
    .wish = wish,
    .func = func,
    .user_data = user_data,
    .cancellable = cancellable,
    .told_at = g_get_monotonic_time (),
  };
  LoftImapNews news = {
    .vanished = loft_imap_uid_set_new (),
    .items = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_remote_item_free),
  };
  gboolean told = tell_all (&changes, &news, error);

  loft_imap_uid_set_free (news.vanished);
  g_ptr_array_unref (news.items);
  loft_imap_uid_set_free (changes.known);
  g_clear_pointer (&changes.batch, loft_change_batch_free);
  g_clear_error (&changes.error);
  return told;
}
