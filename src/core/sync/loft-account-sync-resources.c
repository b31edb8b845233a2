/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-sync-private.h"

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-resource-server.h"

/* Folders of events, tasks and contacts. */

#define STEP 500 /* resources in one transaction: nobody who acts waits for longer */

/* What could not be read is asked for again: at first by not moving on, which lists little. What still
 * cannot be read then must not make every sync a long one: the folder moves on without it, and
 * everything is listed once a day. */
#define MOST_HELD   5 /* syncs */
#define RETRY_AFTER (24 * 60 * 60)

typedef struct {
  LoftAccountSync *self;
  LoftFolder *folder;
  char *own_addresses;
  gboolean changed;
  gboolean failed; /* something could not be read */
  gboolean holds; /* then the token stays as it was */
} Listing;

static gboolean
end_step (LoftAccountSync *self, gboolean done, GError **error)
{
  if (done)
    return loft_mail_store_commit (self->store->mail, error);
  loft_mail_store_rollback (self->store->mail);
  return FALSE;
}

/* ---- what came ---------------------------------------------------------------------------- */

static gboolean
take_all (Listing *listing, GPtrArray *resources, GPtrArray *ingested, guint from, guint to,
          GError **error)
{
  LoftAccountSync *self = listing->self;

  for (guint i = from; i < to; i++)
    if (!loft_resource_take (self->store->mail, self->journal, listing->folder->id,
                             g_ptr_array_index (resources, i), g_ptr_array_index (ingested, i),
                             error))
      return FALSE;
  return TRUE;
}

/* Read before the transaction: nobody waits for a parser. */
static gboolean
take_resources (Listing *listing, GPtrArray *resources, GError **error)
{
  LoftAccountSync *self = listing->self;
  g_autoptr (GPtrArray) ingested =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_ingested_resource_free);
  gint64 now = loft_clock_now ();

  for (guint i = 0; i < resources->len; i++)
    {
      LoftRemoteResource *remote = g_ptr_array_index (resources, i);

      g_ptr_array_add (ingested, loft_ingest_resource (remote->raw, listing->own_addresses, now));
    }
  for (guint i = 0; i < resources->len; i += STEP)
    if (!loft_mail_store_begin (self->store->mail, error) ||
        !end_step (self,
                   take_all (listing, resources, ingested, i, MIN (i + STEP, resources->len),
                             error),
                   error))
      return FALSE;
  listing->changed |= resources->len > 0;
  return TRUE;
}

/* ---- what went ---------------------------------------------------------------------------- */

static gboolean
take_removals (Listing *listing, GPtrArray *remote_ids, GError **error)
{
  LoftAccountSync *self = listing->self;

  for (guint i = 0; i < remote_ids->len; i++)
    {
      GError *failure = NULL;
      g_autoptr (LoftResource) resource =
        loft_resource_store_find_remote (self->store->mail, listing->folder->id,
                                         g_ptr_array_index (remote_ids, i), &failure);

      if (failure != NULL)
        {
          g_propagate_error (error, failure);
          return FALSE;
        }
      if (resource != NULL &&
          !loft_resource_take_removal (self->store->mail, self->journal, resource->id, error))
        return FALSE;
      listing->changed |= resource != NULL;
    }
  return TRUE;
}

/* (transfer full) of char*: what is known and was not named. */
static GPtrArray *
list_absent (Listing *listing, LoftRemoteIds *present, GError **error)
{
  g_autoptr (GPtrArray) absent = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) known =
    loft_resource_store_list_known (listing->self->store->mail, listing->folder->id, error);
  GHashTableIter iter;
  gpointer remote_id;

  if (known == NULL)
    return NULL;
  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &remote_id, NULL))
    if (!loft_remote_ids_contains (present, remote_id))
      g_ptr_array_add (absent, g_strdup (remote_id));
  return g_steal_pointer (&absent);
}

/* The token with the last of what it stands for. */
static gboolean
finish_batch (Listing *listing, LoftResourceBatch *batch, GError **error)
{
  LoftAccountSync *self = listing->self;
  g_autoptr (GPtrArray) absent = NULL;

  if (batch->present != NULL)
    {
      absent = list_absent (listing, batch->present, error);
      if (absent == NULL)
        return FALSE;
    }
  return loft_mail_store_begin (self->store->mail, error) &&
         end_step (self,
                   take_removals (listing, batch->removed, error) &&
                     (absent == NULL || take_removals (listing, absent, error)) &&
                     (batch->token_after == NULL || (listing->failed && listing->holds) ||
                      loft_folder_store_set_token (self->store->mail, listing->folder->id,
                                                   batch->token_after, error)),
                   error);
}

static void
note_failures (Listing *listing, GPtrArray *failures)
{
  for (guint i = 0; i < failures->len; i++)
    {
      LoftResourceFailure *failure = g_ptr_array_index (failures, i);
      g_autoptr (GError) reason = g_error_new (LOFT_ERROR, LOFT_ERROR_TEMPORARY, "%s: %s",
                                               failure->remote_id, failure->reason);

      listing->failed |= !failure->stays;
      g_message ("%s: an item was left out: %s", listing->folder->path, reason->message);
      loft_account_sync_leave_out (listing->self, listing->folder, 0, reason);
    }
}

static gboolean
on_batch (LoftResourceBatch *batch, gpointer user_data, GError **error)
{
  Listing *listing = user_data;
  LoftAccountSync *self = listing->self;

  note_failures (listing, batch->failures);
  loft_account_sync_tell_progress (self, LOFT_SYNC_STEP_HEADERS, listing->folder->path, batch->done,
                                   batch->total);
  if (!take_resources (listing, batch->resources, error) || !finish_batch (listing, batch, error))
    return FALSE;
  if (listing->changed)
    loft_account_sync_tell_changed (self, listing->folder->id);
  loft_account_sync_breathe (self);
  return TRUE;
}

/* ---- what could not be read --------------------------------------------------------------- */

static char *
name_tries (const LoftFolder *folder)
{
  return g_strdup_printf ("unread-resources-%" G_GINT64_FORMAT, folder->id);
}

static gboolean
is_time (gint64 tries)
{
  return tries > MOST_HELD && loft_clock_now () - tries >= RETRY_AFTER;
}

gboolean
loft_account_sync_has_unread_resources (LoftAccountSync *self, LoftFolder *folder)
{
  g_autofree char *name = name_tries (folder);
  gint64 tries = 0;

  return loft_mail_store_get_number (self->store->mail, name, &tries, NULL) && tries != 0 &&
         (tries <= MOST_HELD || is_time (tries));
}

/* tries: up to MOST_HELD the syncs in a row that failed in part; else when the folder moved on. */
static gint64
count_tries (const Listing *listing, gint64 tries, gboolean is_retry)
{
  gboolean has_moved_on = tries > MOST_HELD;

  if (has_moved_on && !is_retry)
    return tries;
  if (!listing->failed)
    return 0;
  return tries < MOST_HELD ? tries + 1 : loft_clock_now ();
}

static gboolean
keep_tries (Listing *listing, const char *name, gint64 before, gint64 now, GError **error)
{
  LoftMailStore *store = listing->self->store->mail;

  return before == now ||
         (loft_mail_store_begin (store, error) &&
          end_step (listing->self, loft_mail_store_set_number (store, name, now, error), error));
}

gboolean
loft_account_sync_resources (LoftAccountSync *self, LoftFolder *folder, GCancellable *cancellable,
                             GError **error)
{
  g_autofree char *own_addresses = NULL;
  g_autoptr (GHashTable) known =
    loft_resource_store_list_known (self->store->mail, folder->id, error);
  g_autoptr (GBytes) token = NULL;
  g_autofree char *name = name_tries (folder);
  Listing listing = { self, folder, NULL, FALSE, FALSE, FALSE };
  gint64 tries = 0;
  gboolean is_retry;
  gboolean awaits;

  if (!loft_account_sync_awaits_answer (self, folder, &awaits, error))
    return FALSE;
  if (awaits)
    return TRUE;
  if (known == NULL ||
      !loft_folder_store_get_sync (self->store->mail, folder->id, &token, NULL, error) ||
      !loft_mail_store_get_number (self->store->mail, name, &tries, error) ||
      !loft_mail_store_get_word (self->store->mail, LOFT_OWN_ADDRESSES, &own_addresses, error))
    return FALSE;
  is_retry = is_time (tries);
  listing.own_addresses = own_addresses;
  listing.holds = tries < MOST_HELD;
  return loft_backend_resource_changes (self->backend, folder->remote_id, is_retry ? NULL : token,
                                        known, on_batch, &listing, cancellable, error) &&
         keep_tries (&listing, name, tries, count_tries (&listing, tries, is_retry), error);
}
