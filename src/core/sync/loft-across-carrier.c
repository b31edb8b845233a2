/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-across-carrier.h"

#include <string.h>

#include "loft-carried-store.h"
#include "loft-clock.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-operation-across.h"
#include "loft-operation-queue-private.h"
#include "loft-operation.h"

#define FIRST_WAIT_SECONDS 5
#define MAX_WAIT_SECONDS   600
#define KEPT_SECONDS       (7 * 24 * 60 * 60) /* what became of it: to take a move back */

typedef struct {
  LoftAcrossEnd *from;
  LoftAcrossEnd *to; /* (borrowed) */
  const LoftOperationRecord *record;
  LoftAcross *across; /* (borrowed) */
  LoftAcrossPass *pass;
  gint64 message_id;
} Work;

void
loft_across_pass_init (LoftAcrossPass *self)
{
  self->to_fetch = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->n_waiting = 0;
}

void
loft_across_pass_clear (LoftAcrossPass *self)
{
  g_clear_pointer (&self->to_fetch, g_array_unref);
}

/* ---- ends --------------------------------------------------------------------------------- */

/* It stays here, and a problem says why. */
static gboolean
give_back (Work *work, const GError *reason, GError **error)
{
  g_autoptr (LoftOperationRecord) now =
    loft_operation_store_find_uuid (work->from->store->mail, work->record->uuid, error);

  work->from->changed = TRUE;
  g_message ("Operation %s came to nothing: %s", work->record->uuid, reason->message);
  return now == NULL || loft_operation_queue_back_out (work->from->store->mail, work->from->journal,
                                                       now, reason, error);
}

static gboolean
give_back_because (Work *work, LoftError class, const char *words, GError **error)
{
  g_autofree char *where = loft_across_describe (work->across);
  g_autoptr (GError) reason = g_error_new (LOFT_ERROR, class, "%s: %s", where, words);

  return give_back (work, reason, error);
}

static gboolean
finish (Work *work, GError **error)
{
  work->from->changed = TRUE;
  return loft_operation_across_finish (work->from->store->mail, work->from->journal, work->record,
                                       error);
}

/* It says why; again and again the same is not written. */
static gboolean
wait_because (Work *work, const char *words, gint64 pause, GError **error)
{
  const LoftOperationRecord *record = work->record;

  work->pass->n_waiting++;
  if (strcmp (record->error, words) == 0 && pause == 0)
    return TRUE;
  work->from->changed = TRUE;
  return loft_operation_store_set_try (work->from->store->mail, record->id,
                                       record->tries + (pause > 0 ? 1 : 0),
                                       pause > 0 ? loft_clock_now () + pause : 0, words, error);
}

/* ---- taken back --------------------------------------------------------------------------- */

/* There first: what is in neither place would be lost. */
static gboolean
take_away (Work *work, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (loft_across_end_take_away (work->to, work->record->uuid, &failure))
    return finish (work, error);
  return wait_because (work, failure->message, 0, error);
}

/* ---- copying ------------------------------------------------------------------------------ */

/* What a person did to it later counts. */
static gboolean
is_overtaken (Work *work)
{
  g_autoptr (GPtrArray) records =
    loft_operation_store_list_for (work->from->store->mail, work->message_id, NULL);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const LoftOperationRecord *record = g_ptr_array_index (records, i);

      if (record->id > work->record->id && strcmp (record->kind, LOFT_OPERATION_COPY) != 0 &&
          loft_operation_changes_place (record->kind))
        return TRUE;
    }
  return FALSE;
}

/* By id; a store that was made anew may know it by its path only. 0: it is gone. */
static gint64
find_folder (Work *work)
{
  LoftMailStore *mail = work->to->store->mail;
  g_autoptr (LoftFolder) by_id = loft_folder_store_get (mail, work->across->folder_id, NULL);
  g_autoptr (LoftFolder) by_path =
    by_id == NULL ? loft_folder_store_find (mail, work->across->path, NULL) : NULL;

  return by_id != NULL ? by_id->id : by_path != NULL ? by_path->id : 0;
}

static gboolean
note_copied (Work *work, GBytes *raw, const char *digest, GError **error)
{
  LoftAcross copied = *work->across;
  gboolean waits = FALSE;

  if (strcmp (work->record->kind, LOFT_OPERATION_COPY_ACROSS) == 0)
    return finish (work, error);
  copied.state = LOFT_ACROSS_COPIED;
  copied.size = g_bytes_get_size (raw);
  copied.digest = (char *) digest;
  work->from->changed = TRUE;
  work->pass->n_waiting++;
  return loft_operation_across_note_copied (work->from->store->mail, work->record->uuid, &copied,
                                            &waits, error) &&
         (waits ||
          loft_operation_store_find_uuid (work->from->store->mail, work->record->uuid, NULL) !=
            NULL ||
          loft_across_end_take_away (work->to, work->record->uuid, error));
}

/* Only the other account's own word ends it; trouble passes. */
static gboolean
end_or_wait (Work *work, const GError *failure, GError **error)
{
  LoftError class = loft_error_class (failure);

  if (class == LOFT_ERROR_GONE || class == LOFT_ERROR_REFUSED || class == LOFT_ERROR_LIMIT)
    return give_back (work, failure, error);
  return wait_because (work, failure->message, 0, error);
}

/* Whatever becomes of the store there, it is known here that it may have been brought. */
static gboolean
begin (Work *work, LoftAcrossContent *content, GError **error)
{
  content->may_be_there = work->across->is_begun;
  content->n_twins = work->across->n_twins;
  if (work->across->is_begun)
    return TRUE;
  work->across->is_begun = TRUE;
  return loft_across_end_count_twins (work->to, content, &work->across->n_twins, error) &&
         loft_operation_across_note_begun (work->from->store->mail, work->record->uuid,
                                           work->across->n_twins, error);
}

/* What was brought before may be there: only a listing tells. */
static gboolean
is_to_be_listed (Work *work, gint64 folder_id)
{
  LoftMailStore *mail = work->to->store->mail;
  g_autoptr (LoftFolder) folder = loft_folder_store_get (mail, folder_id, NULL);
  g_autoptr (GPtrArray) folders = folder == NULL ? loft_folder_store_list (mail, NULL) : NULL;
  g_autoptr (GBytes) token = NULL;

  if (!work->across->is_begun)
    return FALSE;
  if (folder == NULL)
    return folders == NULL || folders->len == 0;
  return folder->remote_id != NULL &&
         (!loft_folder_store_get_sync (mail, folder_id, &token, NULL, NULL) || token == NULL);
}

static gboolean
put (Work *work, const LoftMessage *message, GBytes *raw, GError **error)
{
  g_autofree char *digest = loft_across_end_digest (raw);
  LoftAcrossContent content = {
    work->record->uuid, work->from->account, find_folder (work), raw, message, digest
  };
  g_autoptr (GError) failure = NULL;
  gboolean sound = FALSE;

  if (is_to_be_listed (work, content.folder_id))
    return wait_because (work, "", 0, error);
  if (content.folder_id == 0)
    return give_back_because (work, LOFT_ERROR_GONE, "the folder is no longer there", error);
  if (!begin (work, &content, error))
    return FALSE;
  if (!loft_across_end_put (work->to, &content, &sound, &failure))
    return end_or_wait (work, failure, error);
  if (!sound)
    return give_back_because (work, LOFT_ERROR_STORE, "the copy was not what was copied", error);
  return note_copied (work, raw, digest, error);
}

/* A clock that was set back makes no pause longer. */
static gboolean
is_due (const LoftOperationRecord *record)
{
  gint64 now = loft_clock_now ();

  return record->not_before <= now || record->not_before > now + MAX_WAIT_SECONDS;
}

static gboolean
copy (Work *work, GError **error)
{
  LoftMailStore *mail = work->from->store->mail;
  g_autoptr (LoftMessage) message = loft_mail_store_get (mail, work->message_id, NULL);
  g_autoptr (GBytes) raw = NULL;

  if (message == NULL || is_overtaken (work))
    return take_away (work, error);
  raw = loft_account_store_get_content (work->from->store, work->message_id, NULL);
  if (raw != NULL)
    return put (work, message, raw, error);
  work->pass->n_waiting++;
  if (is_due (work->record))
    g_array_append_val (work->pass->to_fetch, work->message_id);
  return TRUE;
}

/* ---- what became of it -------------------------------------------------------------------- */

static gboolean
does_append_wait (Work *work)
{
  g_autoptr (LoftOperationRecord) record =
    loft_operation_store_find_uuid (work->to->store->mail, work->record->uuid, NULL);

  return record != NULL;
}

/* The store there was lost, and may still hear of it. */
static gboolean
look_again (Work *work, GError **error)
{
  work->pass->n_waiting++;
  if (loft_account_store_is_incomplete (work->to->store->mail))
    return TRUE;
  work->from->changed = TRUE;
  return loft_operation_across_note_lost (work->from->store->mail, work->record->uuid, error);
}

static gboolean
release (Work *work, GError **error)
{
  work->from->changed = TRUE;
  return loft_operation_across_release (work->from->store->mail, work->from->journal,
                                        work->record->uuid, error);
}

/* Here first: what the other account keeps of it is all there is until then. */
static gboolean
take_refused_back (Work *work, const LoftCarried *carried, GError **error)
{
  const char *words = carried->reason[0] != '\0' ? carried->reason : "it was taken back there";

  return give_back_because (work, LOFT_ERROR_REFUSED, words, error) &&
         loft_across_end_take_away (work->to, work->record->uuid, error);
}

static gboolean
look (Work *work, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (LoftCarried) carried =
    loft_carried_store_get (work->to->store->mail, work->record->uuid, &failure);

  if (failure != NULL)
    return wait_because (work, failure->message, 0, error);
  if (carried == NULL)
    return look_again (work, error);
  if (carried->outcome == LOFT_CARRIED_CONFIRMED)
    return release (work, error);
  if (carried->outcome != LOFT_CARRIED_WAITS || !does_append_wait (work))
    return take_refused_back (work, carried, error);
  return wait_because (work, "", 0, error);
}

/* ---- one, all ----------------------------------------------------------------------------- */

static gboolean
go_on (Work *work, GError **error)
{
  switch (work->across->state)
    {
    case LOFT_ACROSS_WAITS:
      return copy (work, error);
    case LOFT_ACROSS_COPIED:
      return look (work, error);
    case LOFT_ACROSS_WITHDRAWN:
      break;
    }
  return take_away (work, error);
}

/* The account is gone: so is what was brought there, and here nothing was deleted for it. */
static gboolean
end_without_account (Work *work, GError **error)
{
  if (work->across->state == LOFT_ACROSS_WITHDRAWN)
    return finish (work, error);
  return give_back_because (work, LOFT_ERROR_GONE, "the account was removed", error);
}

static gboolean
carry_one (LoftAcrossEnd *from, const LoftOperationRecord *record, LoftAcrossFindFunc find,
           gpointer user_data, LoftAcrossPass *pass, GError **error)
{
  g_autoptr (LoftAcross) across = loft_across_parse (record->arguments);
  g_autoptr (GError) failure = NULL;
  Work work = { from, NULL, record, across, pass };

  if (across == NULL || record->messages->len == 0)
    return finish (&work, error);
  work.message_id = g_array_index (record->messages, gint64, 0);
  work.to = find (across->account, user_data, &failure);
  if (work.to != NULL)
    return go_on (&work, error);
  return loft_error_class (failure) == LOFT_ERROR_GONE
           ? end_without_account (&work, error)
           : wait_because (&work, failure->message, 0, error);
}

/* Neither the operation nor its deletion is known here any more. */
static gboolean
forget_old (LoftAcrossEnd *from, LoftAcrossEnd *to, GError **error)
{
  g_autoptr (GPtrArray) uuids =
    loft_carried_store_list_before (to->store->mail, from->account,
                                    loft_clock_now () - KEPT_SECONDS, error);

  for (guint i = 0; uuids != NULL && i < uuids->len; i++)
    {
      const char *uuid = g_ptr_array_index (uuids, i);
      g_autofree char *deletion = loft_operation_across_deletion_uuid (uuid);
      g_autoptr (LoftOperationRecord) waiting =
        loft_operation_store_find_uuid (from->store->mail, uuid, error);
      g_autoptr (LoftOperationRecord) deleting =
        loft_operation_store_find_uuid (from->store->mail, deletion, error);

      if (waiting == NULL && deleting == NULL &&
          !loft_carried_store_remove (to->store->mail, uuid, error))
        return FALSE;
    }
  return uuids != NULL;
}

static void
forget_old_of (LoftAcrossEnd *from, const LoftOperationRecord *record, LoftAcrossFindFunc find,
               gpointer user_data)
{
  g_autoptr (LoftAcross) across = loft_across_parse (record->arguments);
  LoftAcrossEnd *to = across != NULL ? find (across->account, user_data, NULL) : NULL;

  if (to != NULL)
    forget_old (from, to, NULL);
}

gboolean
loft_across_carry (LoftAcrossEnd *from, LoftAcrossFindFunc find, gpointer user_data,
                   LoftAcrossPass *pass, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) records = loft_operation_store_list (from->store->mail, error);
  const LoftOperationRecord *last = NULL;

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const LoftOperationRecord *record = g_ptr_array_index (records, i);

      if (!loft_operation_is_across (record->kind))
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !carry_one (from, record, find, user_data, pass, error))
        return FALSE;
      last = record;
    }
  if (last != NULL)
    forget_old_of (from, last, find, user_data);
  return records != NULL;
}

/* ---- what could not be had ---------------------------------------------------------------- */

gboolean
loft_across_note_unfetched (LoftAcrossEnd *from, gint64 message_id, const GError *reason,
                            GError **error)
{
  g_autoptr (GPtrArray) records =
    loft_operation_store_list_for (from->store->mail, message_id, error);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const LoftOperationRecord *record = g_ptr_array_index (records, i);
      LoftAcrossPass pass = { NULL, 0 };
      Work work = { from, NULL, record, NULL, &pass, message_id };
      gint64 pause = MIN ((gint64) FIRST_WAIT_SECONDS << MIN (record->tries, 16), MAX_WAIT_SECONDS);

      if (!loft_operation_is_across (record->kind))
        continue;
      if (loft_error_class (reason) == LOFT_ERROR_GONE
            ? !give_back (&work, reason, error)
            : !wait_because (&work, reason->message, pause, error))
        return FALSE;
    }
  return records != NULL;
}
