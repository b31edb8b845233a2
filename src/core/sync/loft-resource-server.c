/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-resource-server.h"

#include "loft-content-merge.h"
#include "loft-error.h"
#include "loft-operation-store.h"
#include "loft-operation.h"
#include "loft-resource-edit.h"

static gboolean
show_server (LoftMailStore *store, gint64 resource_id, GBytes *raw, LoftIngestedResource *ingested,
             GError **error)
{
  if (!loft_resource_store_set_shown (store, resource_id, NULL, FALSE, FALSE, error))
    return FALSE;
  if (ingested == NULL)
    return loft_ingest_resource_again (store, resource_id, raw, error);
  return loft_resource_store_set_facts (store, resource_id,
                                        loft_ingested_resource_get_facts (ingested), error);
}

static gboolean
give_way (LoftMailStore *store, LoftJournal *journal, const LoftResource *resource,
          const LoftRemoteResource *remote, LoftIngestedResource *ingested, GError **error)
{
  return loft_resource_finish (store, journal, resource->id, error) &&
         show_server (store, resource->id, remote->raw, ingested, error);
}

/* ---- both sides --------------------------------------------------------------------------- */

static gboolean
lose (LoftMailStore *store, LoftJournal *journal, const LoftResource *resource,
      const LoftRemoteResource *remote, LoftIngestedResource *ingested, GError **error)
{
  g_autoptr (GError) reason =
    resource->removed
      ? g_error_new_literal (LOFT_ERROR, LOFT_ERROR_CONFLICT,
                             "It was changed on the server after it was deleted here, and is kept")
      : g_error_new_literal (LOFT_ERROR, LOFT_ERROR_CONFLICT,
                             "It was changed on the server too; the server's version is shown");

  return loft_resource_note_problem (store, LOFT_OPERATION_RESOURCE, resource, reason, error) &&
         give_way (store, journal, resource, remote, ingested, error);
}

/* Also when it is the answer to what was sent, and the server added something of its own. */
static gboolean
join (LoftMailStore *store, LoftJournal *journal, const LoftResource *resource,
      const LoftRemoteResource *remote, LoftIngestedResource *ingested, GError **error)
{
  g_autoptr (GBytes) merged = NULL;

  if (g_bytes_equal (resource->raw, remote->raw))
    return give_way (store, journal, resource, remote, ingested, error);
  if (!loft_content_merge (resource->server_raw, resource->raw, remote->raw, &merged))
    return lose (store, journal, resource, remote, ingested, error);
  if (g_bytes_equal (merged, remote->raw))
    return give_way (store, journal, resource, remote, ingested, error);
  return loft_resource_store_set_shown (store, resource->id, merged, FALSE, TRUE, error) &&
         loft_ingest_resource_again (store, resource->id, merged, error);
}

static gboolean
meet (LoftMailStore *store, LoftJournal *journal, const LoftResource *resource,
      const LoftRemoteResource *remote, LoftIngestedResource *ingested, GError **error)
{
  gboolean unchanged =
    resource->server_raw != NULL && g_bytes_equal (resource->server_raw, remote->raw);

  /* The same text under a new version: what waits here still means the same. */
  if (unchanged)
    return TRUE;
  if (!resource->removed)
    return join (store, journal, resource, remote, ingested, error);
  /* What was never known there and was sent is what the answer was lost to. */
  if (resource->server_raw == NULL)
    return TRUE;
  return lose (store, journal, resource, remote, ingested, error);
}

gboolean
loft_resource_take_for (LoftMailStore *store, LoftJournal *journal, gint64 resource_id,
                        const LoftRemoteResource *remote, LoftIngestedResource *ingested,
                        GError **error)
{
  g_autoptr (LoftResource) resource = loft_resource_store_get (store, resource_id, error);
  GError *failure = NULL;
  g_autoptr (LoftOperationRecord) waiting =
    loft_operation_store_find_resource (store, resource_id, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (resource == NULL || !loft_resource_store_set_server (store, resource_id, remote->remote_id,
                                                           remote->etag, remote->raw, error))
    return FALSE;
  if (waiting == NULL)
    return show_server (store, resource_id, remote->raw, ingested, error);
  return meet (store, journal, resource, remote, ingested, error);
}

/* ---- found by what the server says -------------------------------------------------------- */

static gboolean
insert (LoftMailStore *store, gint64 folder_id, const LoftRemoteResource *remote,
        LoftIngestedResource *ingested, GError **error)
{
  gint64 id = 0;

  return loft_resource_store_insert_remote (store, folder_id, remote->remote_id, remote->etag,
                                            remote->raw, &id, error) &&
         loft_resource_store_set_facts (store, id, loft_ingested_resource_get_facts (ingested),
                                        error);
}

/* One that was sent, and the answer was lost. */
static LoftResource *
find_sent (LoftMailStore *store, gint64 folder_id, LoftIngestedResource *ingested, GError **error)
{
  const LoftResourceFacts *facts = loft_ingested_resource_get_facts (ingested);
  LoftResource *resource = NULL;

  if (*facts->uid != '\0')
    resource = loft_resource_store_find_uid (store, folder_id, facts->uid, error);
  if (resource != NULL && resource->remote_id != NULL)
    g_clear_pointer (&resource, loft_resource_free);
  return resource;
}

gboolean
loft_resource_take (LoftMailStore *store, LoftJournal *journal, gint64 folder_id,
                    const LoftRemoteResource *remote, LoftIngestedResource *ingested,
                    GError **error)
{
  GError *failure = NULL;
  g_autoptr (LoftResource) known =
    loft_resource_store_find_remote (store, folder_id, remote->remote_id, &failure);

  if (known == NULL && failure == NULL)
    known = find_sent (store, folder_id, ingested, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (known == NULL)
    return insert (store, folder_id, remote, ingested, error);
  return loft_resource_take_for (store, journal, known->id, remote, ingested, error);
}

gboolean
loft_resource_take_removal (LoftMailStore *store, LoftJournal *journal, gint64 resource_id,
                            GError **error)
{
  g_autoptr (LoftResource) resource = loft_resource_store_get (store, resource_id, NULL);
  g_autoptr (LoftOperationRecord) waiting =
    loft_operation_store_find_resource (store, resource_id, NULL);
  g_autoptr (GError) reason = NULL;

  if (resource == NULL)
    return TRUE;
  reason = g_error_new_literal (LOFT_ERROR, LOFT_ERROR_CONFLICT,
                                "It was deleted on the server while it was changed here");
  if (waiting != NULL && !resource->removed &&
      !loft_resource_note_problem (store, LOFT_OPERATION_RESOURCE, resource, reason, error))
    return FALSE;
  return loft_resource_finish (store, journal, resource_id, error) &&
         loft_resource_store_remove (store, resource_id, error);
}
