/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-backend-changes-private.h"

#include <string.h>

#include "loft-error.h"

/* How new messages of a folder are told: the newest by their headers, because a person waits to see
 * them. Of the others, where sync wishes for contents and all of them would be here within seconds,
 * header and body come together; otherwise headers first too. */

#define HEADER_CHUNK   100               /* UIDs of one FETCH */
#define MAX_HEADER     LOFT_IMAP_CHANGES_MAX_HEADER
#define HEADER_EXCERPT (64 * 1024)       /* of a header block that is larger than that */
#define MAX_BAD_ITEMS  3

#define HEADERS_FIRST  200
#define SLICE_SECONDS  2                 /* how often it is estimated anew what they take */
#define FIRST_SLICE    50
#define MAX_SLICE      10000

/* ---- headers of new messages -------------------------------------------------------------- */

#define NEW_ITEMS (LOFT_IMAP_FETCH_FLAGS | LOFT_IMAP_FETCH_SIZE | LOFT_IMAP_FETCH_INTERNAL_DATE)

/* header: (transfer full) */
static LoftRemoteItem *
new_item (const LoftImapFetch *fetch, GBytes *header)
{
  LoftRemoteItem *item = loft_imap_backend_flags_item (fetch);

  item->is_new = TRUE;
  item->size = (fetch->valid & LOFT_IMAP_FETCH_SIZE) != 0 ? fetch->size : 0;
  item->received = (fetch->valid & LOFT_IMAP_FETCH_INTERNAL_DATE) != 0 ? fetch->internal_date : 0;
  item->header = header;
  return item;
}

/* The highest message that was seen is the next listing's anchor. */
static void
remember_anchor (LoftImapChanges *changes, const LoftImapFetch *fetch)
{
  if ((fetch->valid & LOFT_IMAP_FETCH_INTERNAL_DATE) == 0 ||
      fetch->uid <= changes->anchor.anchor_uid)
    return;
  changes->anchor.anchor_uid = fetch->uid;
  changes->anchor.anchor_date = fetch->internal_date;
}

typedef struct {
  LoftImapChanges *changes;
  LoftImapUidSet *missing; /* (borrowed) what came is taken out */
} NewFetch;

static gboolean
take_item (NewFetch *context, const LoftImapFetch *fetch, LoftRemoteItem *item)
{
  g_autoptr (LoftImapUidSet) single = loft_imap_uid_set_new ();

  loft_imap_uid_set_add (single, fetch->uid);
  loft_imap_uid_set_remove (context->missing, single);
  remember_anchor (context->changes, fetch);
  context->changes->done++;
  return loft_imap_changes_add_and_tell (context->changes, item);
}

static gboolean
on_header (const LoftImapFetch *fetch, gpointer user_data)
{
  if ((fetch->valid & LOFT_IMAP_FETCH_HEADER) == 0)
    return TRUE;
  return take_item (user_data, fetch, new_item (fetch, g_bytes_ref (fetch->data)));
}

static gboolean
fetch_headers (LoftImapChanges *changes, const LoftImapUidSet *uids, LoftImapUidSet *missing,
               guint chunk, GError **error)
{
  NewFetch context = { changes, missing };
  GError *failure = NULL;
  gboolean fetched =
    loft_imap_session_fetch (changes->self->session, uids, NEW_ITEMS | LOFT_IMAP_FETCH_HEADER, 0,
                             chunk, MAX_HEADER, on_header, &context, changes->cancellable,
                             &failure);

  return loft_imap_changes_result (changes, fetched, failure, error);
}

static gboolean
on_facts (const LoftImapFetch *fetch, gpointer user_data)
{
  LoftRemoteItem **item = user_data;

  if (*item == NULL)
    *item = new_item (fetch, g_bytes_new_static ("", 0));
  return TRUE;
}

static gboolean
reconnect (LoftImapChanges *changes, GError **error)
{
  LoftImapPosition position = { .uid_validity = changes->selected.uid_validity };
  g_autoptr (GBytes) token = loft_imap_position_format (&position);

  return loft_imap_backend_connect (changes->self, changes->cancellable, error) &&
         loft_imap_backend_ensure_selected (changes->self, changes->mailbox, token,
                                            changes->cancellable, error);
}

/* A header block too large to take whole: the message is listed by its first lines. */
static gboolean
fetch_excerpt (LoftImapChanges *changes, guint32 uid, GError **error)
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
      loft_imap_changes_add (changes, g_steal_pointer (&item));
    }
  return TRUE;
}

/* One by one after a header broke a whole FETCH, so that only the bad ones are taken in part. */
static gboolean
fetch_headers_singly (LoftImapChanges *changes, LoftImapUidSet *missing, GError **error)
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
tell_headers (LoftImapChanges *changes, LoftImapUidSet *missing, GError **error)
{
  g_autoptr (LoftImapUidSet) wanted = loft_imap_uid_set_copy (missing);
  g_autoptr (GError) failure = NULL;

  if (loft_imap_uid_set_is_empty (missing))
    return TRUE;
  if (fetch_headers (changes, wanted, missing, HEADER_CHUNK, &failure))
    return loft_imap_changes_tell_filled (changes, error);
  if (!g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_LIMIT))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return reconnect (changes, error) && fetch_headers_singly (changes, missing, error) &&
         loft_imap_changes_tell_filled (changes, error);
}

/* ---- header and body together ------------------------------------------------------------- */

/* Up to and with the empty line; all of it when there is none. */
static gsize
header_length (const char *raw, gsize length)
{
  const char *end = raw + length;
  const char *line = raw;

  while (line < end)
    {
      const char *newline = memchr (line, '\n', (gsize) (end - line));

      if (newline == NULL)
        return length;
      if (newline == line || (newline == line + 1 && *line == '\r'))
        return (gsize) (newline + 1 - raw);
      line = newline + 1;
    }
  return length;
}

/* What is longer than was asked for is left to the listing by headers. */
static gboolean
is_whole (const LoftImapFetch *fetch)
{
  if (fetch->valid & LOFT_IMAP_FETCH_BODY)
    return TRUE;
  return (fetch->valid & LOFT_IMAP_FETCH_RANGE) != 0 && fetch->origin == 0 &&
         g_bytes_get_size (fetch->data) < LOFT_IMAP_BEGINNING;
}

static gboolean
on_content (const LoftImapFetch *fetch, gpointer user_data)
{
  LoftRemoteItem *item;
  gsize length;
  const char *raw;

  if (!is_whole (fetch))
    return TRUE;
  raw = g_bytes_get_data (fetch->data, &length);
  item = new_item (fetch, g_bytes_new_from_bytes (fetch->data, 0, header_length (raw, length)));
  item->size = length;
  item->content = g_bytes_ref (fetch->data);
  return take_item (user_data, fetch, item);
}

static gboolean
fetch_contents (LoftImapChanges *changes, const LoftImapUidSet *uids, LoftImapUidSet *missing,
                GError **error)
{
  NewFetch context = { changes, missing };
  GError *failure = NULL;
  gboolean fetched =
    loft_imap_session_fetch (changes->self->session, uids,
                             LOFT_IMAP_FETCH_FLAGS | LOFT_IMAP_FETCH_INTERNAL_DATE |
                               LOFT_IMAP_FETCH_BEGINNING,
                             0, HEADER_CHUNK, MAX_HEADER, on_content, &context,
                             changes->cancellable, &failure);

  return loft_imap_changes_result (changes, fetched, failure, error);
}

/* (transfer full) of missing, what was received when contents are wished for. */
static LoftImapUidSet *
wished_contents (LoftImapChanges *changes, const LoftImapUidSet *missing, GError **error)
{
  g_autoptr (LoftImapUidSet) recent = NULL;
  g_autoptr (LoftImapUidSet) old = NULL;
  LoftImapUidSet *wished = loft_imap_uid_set_copy (missing);

  if (changes->wish->since == G_MININT64)
    return wished;
  recent = loft_imap_session_search_since (changes->self->session, changes->wish->since,
                                           changes->cancellable, error);
  if (recent == NULL)
    {
      loft_imap_uid_set_free (wished);
      return NULL;
    }
  old = loft_imap_uid_set_copy (missing);
  loft_imap_uid_set_remove (old, recent);
  loft_imap_uid_set_remove (wished, old);
  return wished;
}

/* Takes the next slice out of wished, as large as the speed so far allows; NULL when there is none,
 * or when all of them would take too long. one: seconds of one message. (transfer full) */
static LoftImapUidSet *
next_slice (LoftImapUidSet *wished, gdouble one, gdouble limit)
{
  guint64 n_left = loft_imap_uid_set_count (wished);

  if (n_left == 0 || one * (gdouble) n_left > limit)
    return NULL;
  return loft_imap_uid_set_take_highest (
      wished, (guint) CLAMP (SLICE_SECONDS / MAX (one, 1e-6), FIRST_SLICE, MAX_SLICE));
}

static gdouble
seconds_since (gint64 started)
{
  return (gdouble) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;
}

/* Tells what it can, and leaves the rest in missing. A message that cannot be had is for the bodies'
 * own fetching, which asks one by one. one: seconds that a header takes, the least that a content can. */
static gboolean
tell_with_contents (LoftImapChanges *changes, LoftImapUidSet *missing, gdouble one, GError **error)
{
  g_autoptr (LoftImapUidSet) wished = wished_contents (changes, missing, error);
  gint64 started = g_get_monotonic_time ();
  guint64 n_wished = wished != NULL ? loft_imap_uid_set_count (wished) : 0;

  if (wished == NULL)
    return FALSE;
  for (;;)
    {
      g_autoptr (LoftImapUidSet) slice = next_slice (wished, one, changes->wish->seconds);
      g_autoptr (GError) failure = NULL;

      if (slice == NULL)
        return loft_imap_changes_tell_filled (changes, error);
      if (!fetch_contents (changes, slice, missing, &failure))
        {
          if (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_LIMIT) ||
              g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_PROTOCOL))
            return loft_imap_changes_tell_filled (changes, error) && reconnect (changes, error);
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      one = seconds_since (started) / (gdouble) (n_wished - loft_imap_uid_set_count (wished));
    }
}

/* ---- the whole ---------------------------------------------------------------------------- */

/* Not where UIDs changed: most of it will be found again here by its header. */
static gboolean
may_bring_contents (const LoftImapChanges *changes)
{
  return changes->wish != NULL && changes->total > HEADERS_FIRST &&
         (!changes->reset || changes->token.uid_validity == 0);
}

gboolean
loft_imap_changes_tell_new (LoftImapChanges *changes, LoftImapUidSet *missing, GError **error)
{
  g_autoptr (LoftImapUidSet) newest = NULL;
  gint64 started = g_get_monotonic_time ();

  changes->done = 0;
  changes->total = loft_imap_uid_set_count (missing);
  if (!may_bring_contents (changes))
    return tell_headers (changes, missing, error);
  newest = loft_imap_uid_set_take_highest (missing, HEADERS_FIRST);
  return tell_headers (changes, newest, error) &&
         tell_with_contents (changes, missing, seconds_since (started) / HEADERS_FIRST, error) &&
         tell_headers (changes, missing, error);
}
