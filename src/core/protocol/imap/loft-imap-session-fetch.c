/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-session-private.h"

#include <string.h>

#define FETCH_DATA                                                                                \
  (LOFT_IMAP_FETCH_HEADER | LOFT_IMAP_FETCH_BODY | LOFT_IMAP_FETCH_BEGINNING)
#define MAX_ANSWERS 10000000 /* to one command: no mailbox is that large */

typedef struct {
  LoftImapSession *session;
  const LoftImapUidSet *uids;
  LoftImapFetchItems items;
  LoftImapFetchFunc func;
  gpointer user_data;
  gboolean stopped;
  LoftImapUidSet *answered; /* (nullable) NULL: no headers or bodies are wanted */
} Fetching;

/* A change of flags for a message whose body is awaited is not the body. */
static gboolean
is_answer (const Fetching *fetching, const LoftImapFetch *fetch)
{
  LoftImapFetchItems data = fetching->items & FETCH_DATA;

  if (fetch->uid == 0 || !loft_imap_uid_set_contains (fetching->uids, fetch->uid))
    return FALSE;
  if (data & LOFT_IMAP_FETCH_BEGINNING)
    data |= LOFT_IMAP_FETCH_RANGE | LOFT_IMAP_FETCH_BODY;
  return data != 0 ? (fetch->valid & data) != 0 : (fetch->valid & fetching->items) != 0;
}

static gboolean
take_fetch (LoftImapResponse *response, gpointer user_data)
{
  Fetching *fetching = user_data;

  if (response->kind != LOFT_IMAP_RESPONSE_FETCH || !is_answer (fetching, &response->fetch))
    return FALSE;
  if (fetching->answered != NULL)
    loft_imap_uid_set_add (fetching->answered, response->fetch.uid);
  if (!fetching->stopped && !fetching->func (&response->fetch, fetching->user_data))
    {
      fetching->stopped = TRUE;
      fetching->session->drops_bodies = TRUE;
    }
  return TRUE;
}

/* Identities by the standard's names or by Gmail's. */
static void
append_identities (GString *text, LoftImapSession *self, LoftImapFetchItems items)
{
  gboolean objectid = loft_imap_session_has_capability (self, "OBJECTID");

  if (items & LOFT_IMAP_FETCH_EMAIL_ID)
    g_string_append (text, objectid ? " EMAILID" : " X-GM-MSGID");
  if (items & LOFT_IMAP_FETCH_THREAD_ID)
    g_string_append (text, objectid ? " THREADID" : " X-GM-THRID");
  if (items & LOFT_IMAP_FETCH_LABELS)
    g_string_append (text, " X-GM-LABELS");
}

static char *
items_to_text (LoftImapSession *self, LoftImapFetchItems items)
{
  GString *text = g_string_new ("(UID");

  if (items & LOFT_IMAP_FETCH_FLAGS)
    g_string_append (text, " FLAGS");
  if (items & LOFT_IMAP_FETCH_SIZE)
    g_string_append (text, " RFC822.SIZE");
  if (items & LOFT_IMAP_FETCH_INTERNAL_DATE)
    g_string_append (text, " INTERNALDATE");
  if (items & LOFT_IMAP_FETCH_MODSEQ)
    g_string_append (text, " MODSEQ");
  append_identities (text, self, items);
  if (items & LOFT_IMAP_FETCH_BODY)
    g_string_append (text, " BODY.PEEK[]");
  else if (items & LOFT_IMAP_FETCH_BEGINNING)
    g_string_append_printf (text, " BODY.PEEK[]<0.%d>", LOFT_IMAP_BEGINNING);
  else if (items & LOFT_IMAP_FETCH_HEADER)
    g_string_append (text, " BODY.PEEK[HEADER]");
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

static LoftImapCommand *
new_fetch (LoftImapSession *self, const char *set, const char *items, guint64 changed_since)
{
  LoftImapCommand *command = loft_imap_session_new_command (self, "UID FETCH");

  loft_imap_command_add (command, set);
  loft_imap_command_add (command, items);
  if (changed_since != 0)
    loft_imap_command_add_format (command, "(CHANGEDSINCE %" G_GUINT64_FORMAT ")", changed_since);
  return command;
}

/* Waiting for room is where the callback may stop it all, so the next UIDs are taken after it. */
static gboolean
wants_more (Fetching *fetching, const LoftImapPipeline *pipeline, const LoftImapUidSet *remaining)
{
  return !fetching->stopped && pipeline->refusal == NULL &&
         !loft_imap_uid_set_is_empty (remaining);
}

static gboolean
send_chunks (Fetching *fetching, LoftImapPipeline *pipeline, guint64 changed_since, guint chunk,
             GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftImapUidSet) remaining = loft_imap_uid_set_copy (fetching->uids);
  g_autofree char *items = items_to_text (fetching->session, fetching->items);

  while (wants_more (fetching, pipeline, remaining))
    {
      g_autofree char *set = NULL;
      g_autoptr (LoftImapCommand) command = NULL;

      if (!loft_imap_pipeline_make_room (pipeline, cancellable, error))
        return FALSE;
      if (!wants_more (fetching, pipeline, remaining))
        return TRUE;
      set = loft_imap_take_for_line (remaining, &chunk);
      command = new_fetch (fetching->session, set, items, changed_since);
      if (!loft_imap_pipeline_send (pipeline, command, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* --- Messages that the server cannot read ------------------------------------------------- */

#define MAX_BAD 20 /* then it is the server, not the messages */

/* Exchange refuses the FETCH of many for one message that it cannot convert, Yahoo for one that it
 * cannot find. */
static gboolean
is_about_messages (Fetching *fetching, const GError *refusal)
{
  if (fetching->answered == NULL || !loft_imap_session_is_connected (fetching->session))
    return FALSE;
  return g_error_matches (refusal, LOFT_ERROR, LOFT_ERROR_REFUSED) ||
         (fetching->session->quirks & LOFT_IMAP_QUIRK_BAD_MESSAGES &&
          g_error_matches (refusal, LOFT_ERROR, LOFT_ERROR_TEMPORARY));
}

static gboolean
fetch_one (Fetching *fetching, guint32 uid, const char *items, GCancellable *cancellable,
           GError **error)
{
  LoftImapSession *self = fetching->session;
  g_autofree char *set = g_strdup_printf ("%u", uid);
  g_autoptr (LoftImapCommand) command = new_fetch (self, set, items, 0);
  g_auto (LoftImapExchange) exchange = { NULL };

  return loft_imap_session_send (self, command, &exchange, cancellable, error) &&
         loft_imap_session_finish (self, &exchange, cancellable, error);
}

/* What was not answered yet, one by one; those that are refused again are left out. */
static gboolean
fetch_singly (Fetching *fetching, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftImapUidSet) missing = loft_imap_uid_set_copy (fetching->uids);
  g_autofree char *items = items_to_text (fetching->session, fetching->items);
  guint n_bad = 0;

  loft_imap_uid_set_remove (missing, fetching->answered);
  while (!loft_imap_uid_set_is_empty (missing) && !fetching->stopped)
    {
      g_autoptr (LoftImapUidSet) single = loft_imap_uid_set_take_highest (missing, 1);
      g_autoptr (GError) refusal = NULL;
      guint n = 0;

      if (fetch_one (fetching, loft_imap_uid_set_ranges (single, &n)->first, items, cancellable,
                     &refusal))
        continue;
      if (is_about_messages (fetching, refusal) && ++n_bad <= MAX_BAD)
        continue;
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  return TRUE;
}

/* EXPUNGEISSUED: some of them are gone while EXPUNGE may not be said (RFC 5530). The others came;
 * the caller is told to look again. */
static gboolean
run_fetch (Fetching *fetching, guint64 changed_since, guint chunk, GCancellable *cancellable,
           GError **error)
{
  const LoftImapUpdates *updates = fetching->session->updates;
  g_auto (LoftImapPipeline) pipeline = { NULL };
  g_autoptr (GError) refusal = NULL;

  loft_imap_pipeline_init (&pipeline, fetching->session, LOFT_IMAP_FETCH_WINDOW);
  pipeline.forgives_gone = TRUE;
  if (!send_chunks (fetching, &pipeline, changed_since, chunk, cancellable, error))
    return FALSE;
  if (!loft_imap_pipeline_finish (&pipeline, cancellable, &refusal))
    {
      if (is_about_messages (fetching, refusal))
        return fetch_singly (fetching, cancellable, error);
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  if (pipeline.saw_gone && updates != NULL && updates->expunged != NULL)
    updates->expunged (fetching->session->updates_data);
  return TRUE;
}

static LoftImapFetchItems
possible_items (LoftImapSession *self, LoftImapFetchItems items)
{
  if (!self->has_modseq)
    items &= ~LOFT_IMAP_FETCH_MODSEQ;
  if (!loft_imap_session_has_capability (self, "X-GM-EXT-1"))
    {
      items &= ~LOFT_IMAP_FETCH_LABELS;
      if (!loft_imap_session_has_capability (self, "OBJECTID"))
        items &= ~(LOFT_IMAP_FETCH_EMAIL_ID | LOFT_IMAP_FETCH_THREAD_ID);
    }
  if (items & LOFT_IMAP_FETCH_BODY)
    items &= ~LOFT_IMAP_FETCH_HEADER;
  return items != 0 ? items : LOFT_IMAP_FETCH_FLAGS;
}

gboolean
loft_imap_session_fetch (LoftImapSession      *self,
                         const LoftImapUidSet *uids,
                         LoftImapFetchItems    items,
                         guint64               changed_since,
                         guint                 chunk,
                         gsize                 max_body,
                         LoftImapFetchFunc     func,
                         gpointer              user_data,
                         GCancellable         *cancellable,
                         GError              **error)
{
  Fetching fetching = { self, uids, possible_items (self, items), func, user_data, FALSE, NULL };
  gboolean ok;

  if (!loft_imap_session_check_selected (self, error))
    return FALSE;
  if (fetching.items & FETCH_DATA)
    fetching.answered = loft_imap_uid_set_new ();
  self->handler = take_fetch;
  self->handler_data = &fetching;
  self->n_expected = MIN (loft_imap_uid_set_count (uids), MAX_ANSWERS);
  loft_imap_reader_set_limits (self->reader, LOFT_IMAP_MAX_LINE, max_body);
  ok = run_fetch (&fetching, self->has_modseq ? changed_since : 0, MAX (chunk, 1), cancellable,
                  error);
  loft_imap_reader_set_limits (self->reader, LOFT_IMAP_MAX_LINE, LOFT_IMAP_MAX_LITERAL);
  self->n_expected = 0;
  self->handler = NULL;
  self->drops_bodies = FALSE;
  loft_imap_uid_set_free (fetching.answered);
  return ok;
}

/* --- Part of a message -------------------------------------------------------------------- */

typedef struct {
  guint32 uid;
  guint64 offset; /* of what is told next */
  guint length;
  LoftImapRangeFunc func;
  gpointer user_data;
  gboolean answered;
  gboolean ended; /* the message, or the interest in it */
} Ranging;

/* A server that does not know ranges sends all of it. */
static GBytes *
cut (GBytes *body, guint64 offset, guint length)
{
  gsize size = g_bytes_get_size (body);
  gsize start = (gsize) MIN (offset, size);

  return g_bytes_new_from_bytes (body, start, MIN (length, size - start));
}

/* (transfer full) (nullable) for an answer that is of another place. */
static GBytes *
range_of (const Ranging *ranging, const LoftImapFetch *fetch)
{
  if (fetch->valid & LOFT_IMAP_FETCH_BODY)
    return cut (fetch->data, ranging->offset, ranging->length);
  return fetch->origin == ranging->offset || g_bytes_get_size (fetch->data) == 0
    ? g_bytes_ref (fetch->data) : NULL;
}

static gboolean
take_range (LoftImapResponse *response, gpointer user_data)
{
  Ranging *ranging = user_data;
  const LoftImapFetch *fetch = &response->fetch;
  g_autoptr (GBytes) data = NULL;

  if (response->kind != LOFT_IMAP_RESPONSE_FETCH || fetch->uid != ranging->uid ||
      !(fetch->valid & (LOFT_IMAP_FETCH_RANGE | LOFT_IMAP_FETCH_BODY)))
    return FALSE;
  data = ranging->ended ? NULL : range_of (ranging, fetch);
  if (data == NULL)
    return TRUE;
  ranging->answered = TRUE;
  ranging->offset += g_bytes_get_size (data);
  ranging->ended = g_bytes_get_size (data) < ranging->length;
  if (!ranging->func (data, ranging->user_data))
    ranging->ended = TRUE;
  return TRUE;
}

static gboolean
run_ranges (LoftImapSession *self, const Ranging *ranging, guint n, GCancellable *cancellable,
            GError **error)
{
  g_auto (LoftImapPipeline) pipeline = { NULL };
  guint64 offset = ranging->offset;

  loft_imap_pipeline_init (&pipeline, self, LOFT_IMAP_FETCH_WINDOW);
  for (guint i = 0; i < n; i++, offset += ranging->length)
    {
      g_autoptr (LoftImapCommand) command = NULL;

      if (!loft_imap_pipeline_make_room (&pipeline, cancellable, error))
        return FALSE;
      if (ranging->ended || pipeline.refusal != NULL)
        break;
      command = loft_imap_session_new_command (self, "UID FETCH");
      loft_imap_command_add_format (command, "%u (UID BODY.PEEK[]<%" G_GUINT64_FORMAT ".%u>)",
                                    ranging->uid, offset, ranging->length);
      if (!loft_imap_pipeline_send (&pipeline, command, cancellable, error))
        return FALSE;
    }
  return loft_imap_pipeline_finish (&pipeline, cancellable, error);
}

gboolean
loft_imap_session_fetch_ranges (LoftImapSession  *self,
                                guint32           uid,
                                guint64           offset,
                                guint             length,
                                guint             n,
                                LoftImapRangeFunc func,
                                gpointer          user_data,
                                GCancellable     *cancellable,
                                GError          **error)
{
  Ranging ranging = { uid, offset, MAX (length, 1), func, user_data, FALSE, FALSE };
  gboolean ok;

  if (!loft_imap_session_check_selected (self, error))
    return FALSE;
  self->handler = take_range;
  self->handler_data = &ranging;
  loft_imap_reader_set_limits (self->reader, LOFT_IMAP_MAX_LINE,
                               MAX ((gsize) length, LOFT_IMAP_MAX_LITERAL));
  ok = run_ranges (self, &ranging, n, cancellable, error);
  loft_imap_reader_set_limits (self->reader, LOFT_IMAP_MAX_LINE, LOFT_IMAP_MAX_LITERAL);
  self->handler = NULL;
  if (!ok || ranging.answered)
    return ok;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "The message is no longer there");
  return FALSE;
}

static gboolean
keep_range (GBytes *data, gpointer user_data)
{
  GBytes **kept = user_data;

  *kept = g_bytes_ref (data);
  return FALSE;
}

GBytes *
loft_imap_session_fetch_range (LoftImapSession *self,
                               guint32          uid,
                               guint64          offset,
                               guint            length,
                               GCancellable    *cancellable,
                               GError         **error)
{
  GBytes *data = NULL;

  if (!loft_imap_session_fetch_ranges (self, uid, offset, length, 1, keep_range, &data,
                                       cancellable, error))
    g_clear_pointer (&data, g_bytes_unref);
  return data;
}
