/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-backend-private.h"

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

#define HEADER_CHUNK   100               /* UIDs of one FETCH */
#define FIRST_BATCH    100               /* messages of one batch: the first is waited for, */
#define HEADER_BATCH   1000              /* later ones share the pages that they change */
#define BATCH_SECONDS  1                 /* … or fewer when they are slow to come */
#define FLAG_CHUNK     10000
#define MAX_HEADER     (4 * 1024 * 1024)
#define HEADER_EXCERPT (64 * 1024)       /* of a header block that is larger than that */
#define MAX_BAD_ITEMS  3
/* What a listing may hold beyond EXISTS, for mail that comes meanwhile. */
#define MAX_UNCOUNTED  10000

/* ---- context ------------------------------------------------------------------------------ */

typedef struct {
  LoftImapBackend *self;
  const char *mailbox;
  LoftImapPosition token; /* where the last listing ended */
  LoftImapPosition anchor; /* only the anchor of it: of this listing */
  LoftImapSelected selected;
  gboolean reset;
  LoftImapUidSet *known;  /* (owned) what the store has and the server did not say is gone */
  LoftChangeBatch *batch; /* (owned) being filled */
  gboolean told;          /* a batch of items */
  gint64 told_at;         /* monotonic */
  guint64 done;
  guint64 total;
  LoftChangeFunc func;
  gpointer user_data;
  GCancellable *cancellable;
  GError *error; /* (owned) (nullable) of func, from inside a callback of the session */
} Changes;

/* Hands a batch over; it is freed. */
static gboolean
tell (Changes *changes, LoftChangeBatch *batch, GError **error)
{
  g_autoptr (LoftChangeBatch) owned = batch;

  owned->done = changes->done;
  owned->total = changes->total;
  return changes->func (owned, changes->user_data, error);
}

static gboolean
tell_filled (Changes *changes, GError **error)
{
  LoftChangeBatch *batch = g_steal_pointer (&changes->batch);

  changes->told_at = g_get_monotonic_time ();
  if (batch == NULL)
    return TRUE;
  changes->told = TRUE;
  return tell (changes, batch, error);
}

static void
add_item (Changes *changes, LoftRemoteItem *item)
{
  if (changes->batch == NULL)
    changes->batch = loft_change_batch_new ();
  g_ptr_array_add (changes->batch->items, item);
}

static gboolean
add_and_tell (Changes *changes, LoftRemoteItem *item)
{
  add_item (changes, item);
  if (changes->batch->items->len < (changes->told ? HEADER_BATCH : FIRST_BATCH) &&
      g_get_monotonic_time () - changes->told_at < (gint64) BATCH_SECONDS * G_USEC_PER_SEC)
    return TRUE;
  return tell_filled (changes, &changes->error);
}

/* A finished call of the session, or the error that func stopped it with. */
static gboolean
session_result (Changes *changes, gboolean succeeded, GError *failure, GError **error)
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
select_mailbox (Changes *changes, LoftImapNews *news, GError **error)
{
  LoftImapBackend *self = changes->self;
  gboolean selected;

  self->news = news;
  selected = loft_imap_session_select (self->session, changes->mailbox,
                                       changes->token.uid_validity,
                                       changes->token.uid_next != 0 ? changes->token.highest_modseq
                                                                    : 0,
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
begin_anew (Changes *changes, GError **error)
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
tell_news (Changes *changes, LoftImapNews *news, GError **error)
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
  return add_and_tell (user_data, loft_imap_backend_flags_item (fetch));
}

/* Flags of what is known, all or since a mod-sequence. */
static gboolean
scan_flags (Changes *changes, guint64 since, GError **error)
{
  GError *failure = NULL;
  gboolean fetched;

  if (loft_imap_uid_set_is_empty (changes->known) ||
      (since != 0 && since == changes->selected.highest_modseq))
    return TRUE;
  fetched = loft_imap_session_fetch (changes->self->session, changes->known, LOFT_IMAP_FETCH_FLAGS,
                                     since, FLAG_CHUNK, MAX_HEADER, on_flags, changes,
                                     changes->cancellable, &failure);
  return session_result (changes, fetched, failure, error) && tell_filled (changes, error);
}

/* ---- headers of new messages -------------------------------------------------------------- */

#define NEW_ITEMS                                                                                 \
  (LOFT_IMAP_FETCH_FLAGS | LOFT_IMAP_FETCH_SIZE | LOFT_IMAP_FETCH_INTERNAL_DATE)

static LoftRemoteItem *
new_item (const LoftImapFetch *fetch, GBytes *header)
{
  LoftRemoteItem *item = loft_imap_backend_flags_item (fetch);

  item->is_new = TRUE;
  item->size = (fetch->valid & LOFT_IMAP_FETCH_SIZE) != 0 ? fetch->size : 0;
  item->received =
      (fetch->valid & LOFT_IMAP_FETCH_INTERNAL_DATE) != 0 ? fetch->internal_date : 0;
  item->header = g_bytes_ref (header);
  return item;
}

/* The highest message that was seen is the next listing's anchor. */
static void
remember_anchor (Changes *changes, const LoftImapFetch *fetch)
{
  if ((fetch->valid & LOFT_IMAP_FETCH_INTERNAL_DATE) == 0 ||
      fetch->uid <= changes->anchor.anchor_uid)
    return;
  changes->anchor.anchor_uid = fetch->uid;
  changes->anchor.anchor_date = fetch->internal_date;
}

typedef struct {
  Changes *changes;
  LoftImapUidSet *missing; /* (borrowed) what came is taken out */
} HeaderFetch;

static gboolean
on_header (const LoftImapFetch *fetch, gpointer user_data)
{
  HeaderFetch *context = user_data;
  g_autoptr (LoftImapUidSet) single = NULL;

  if ((fetch->valid & LOFT_IMAP_FETCH_HEADER) == 0)
    return TRUE;
  single = loft_imap_uid_set_new ();
  loft_imap_uid_set_add (single, fetch->uid);
  loft_imap_uid_set_remove (context->missing, single);
  remember_anchor (context->changes, fetch);
  context->changes->done++;
  return add_and_tell (context->changes, new_item (fetch, fetch->data));
}

static gboolean
fetch_headers (Changes *changes, const LoftImapUidSet *uids, LoftImapUidSet *missing, guint chunk,
               GError **error)
{
  HeaderFetch context = { changes, missing };
  GError *failure = NULL;
  gboolean fetched = loft_imap_session_fetch (changes->self->session, uids,
                                              NEW_ITEMS | LOFT_IMAP_FETCH_HEADER, 0, chunk,
                                              MAX_HEADER, on_header, &context,
                                              changes->cancellable, &failure);

  return session_result (changes, fetched, failure, error);
}

static gboolean
on_facts (const LoftImapFetch *fetch, gpointer user_data)
{
  LoftRemoteItem **item = user_data;
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);

  if (*item == NULL)
    *item = new_item (fetch, nothing);
  return TRUE;
}

static gboolean
reconnect (Changes *changes, GError **error)
{
  LoftImapPosition position = { .uid_validity = changes->selected.uid_validity };
  g_autoptr (GBytes) token = loft_imap_position_format (&position);

  return loft_imap_backend_connect (changes->self, changes->cancellable, error) &&
         loft_imap_backend_ensure_selected (changes->self, changes->mailbox, token,
                                            changes->cancellable, error);
}

/* A header block too large to take whole: the message is listed by its first lines. */
static gboolean
fetch_excerpt (Changes *changes, guint32 uid, GError **error)
{
  g_autoptr (LoftImapUidSet) single = loft_imap_uid_set_new ();
  g_autoptr (LoftRemoteItem) item = NULL;
  g_autoptr (GBytes) excerpt = NULL;

  loft_imap_uid_set_add (single, uid);
  if (!loft_imap_session_fetch (changes->self->session, single, NEW_ITEMS, 0, 1, MAX_HEADER,
                                on_facts, &item, changes->cancellable, error))
    return FALSE;
  excerpt = loft_imap_session_fetch_range (changes->self->session, uid, 0, HEADER_EXCERPT,
                                           changes->cancellable, error);
  if (excerpt == NULL)
    return FALSE;
  if (item != NULL)
    {
      g_bytes_unref (item->header);
      item->header = g_steal_pointer (&excerpt);
      add_item (changes, g_steal_pointer (&item));
    }
  return TRUE;
}

/* One by one after a header broke a whole FETCH, so that only the bad ones are taken in part. */
static gboolean
fetch_headers_singly (Changes *changes, LoftImapUidSet *missing, GError **error)
{
  guint n_bad = 0;

  while (!loft_imap_uid_set_is_empty (missing))
    {
      g_autoptr (LoftImapUidSet) single = loft_imap_uid_set_take_highest (missing, 1);
      g_autoptr (GError) failure = NULL;
      guint n_ranges;
      guint32 uid = loft_imap_uid_set_ranges (single, &n_ranges)->first;

      if (fetch_headers (changes, single, missing, 1, &failure))
        continue;
      if (!g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_LIMIT) || ++n_bad > MAX_BAD_ITEMS)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (!reconnect (changes, error) || !fetch_excerpt (changes, uid, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
tell_missing (Changes *changes, LoftImapUidSet *missing, GError **error)
{
  g_autoptr (LoftImapUidSet) wanted = NULL;
  g_autoptr (GError) failure = NULL;

  changes->done = 0;
  changes->total = loft_imap_uid_set_count (missing);
  if (changes->total == 0)
    return TRUE;
  wanted = loft_imap_uid_set_copy (missing);
  if (fetch_headers (changes, wanted, missing, HEADER_CHUNK, &failure))
    return tell_filled (changes, error);
  if (!g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_LIMIT))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return reconnect (changes, error) && fetch_headers_singly (changes, missing, error) &&
         tell_filled (changes, error);
}

/* ---- the whole ---------------------------------------------------------------------------- */

/* After QRESYNC the counts tell whether the store can be trusted to know everything. */
static gboolean
must_list (Changes *changes, gboolean used_qresync)
{
  return !used_qresync ||
         changes->selected.exists != loft_imap_uid_set_count (changes->known) ||
         changes->selected.uid_next != changes->token.uid_next;
}

/* "1:4294967295" would be asked for until the end of time. */
static gboolean
check_listing (Changes *changes, const LoftImapUidSet *server, GError **error)
{
  guint64 n_listed = loft_imap_uid_set_count (server);

  if (n_listed <= (guint64) changes->selected.exists + MAX_UNCOUNTED)
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
               "The server lists %" G_GUINT64_FORMAT " messages of %s where it counts %u",
               n_listed, changes->mailbox, changes->selected.exists);
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
spare_the_living (Changes *changes, const LoftImapUidSet *server, LoftImapUidSet *gone,
                  GError **error)
{
  g_autoptr (LoftImapUidSet) alive = NULL;

  if (loft_imap_uid_set_is_empty (gone) ||
      loft_imap_uid_set_count (server) >= changes->selected.exists)
    return TRUE;
  alive = loft_imap_uid_set_new ();
  if (!loft_imap_session_fetch (changes->self->session, gone, LOFT_IMAP_FETCH_FLAGS, 0, FLAG_CHUNK,
                                MAX_HEADER, on_alive, alive, changes->cancellable, error))
    return FALSE;
  loft_imap_uid_set_remove (gone, alive);
  return TRUE;
}

static gboolean
tell_listing (Changes *changes, GError **error)
{
  g_autoptr (LoftImapUidSet) server = loft_imap_session_search_all (
      changes->self->session, changes->cancellable, error);
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
  return tell_missing (changes, server, error);
}

/* Where no new message came, and the old anchor is gone, the highest that is known. */
static gboolean
find_anchor (Changes *changes, GError **error)
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
tell_end (Changes *changes, GError **error)
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
meets_others (Changes *changes, gboolean *others, GError **error)
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
can_continue (const Changes *changes)
{
  return changes->token.uid_next != 0 && changes->token.highest_modseq != 0 &&
         changes->selected.highest_modseq >= changes->token.highest_modseq;
}

static gboolean
tell_all (Changes *changes, LoftImapNews *news, GError **error)
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
                           LoftRemoteIds *known, LoftChangeFunc func, gpointer user_data,
                           GCancellable *cancellable, GError **error)
{
  Changes changes = {
    .self = LOFT_IMAP_BACKEND (backend),
    .mailbox = mailbox,
    .token = loft_imap_position_parse (token),
    .known = uids_from_remote_ids (known),
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
