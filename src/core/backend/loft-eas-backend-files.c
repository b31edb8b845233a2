/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-backend-files.h"

#include <string.h>

#include "loft-eas-backend-private.h"
#include "loft-eas-event-files.h"
#include "loft-eas-items.h"
#include "loft-error.h"

/* In one request. */
#define FETCH_STEP 4

/* What it does not give stays a name: the event itself is whole. */
static gboolean
on_fetched (LoftWbxmlElement *element, GPtrArray *ancestors, gpointer user_data, GError **error)
{
  GHashTable *contents = user_data; /* reference → GBytes */
  const char *reference;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) bytes = loft_eas_fetch_file (element, &reference, &failure);

  if (reference != NULL && bytes != NULL && g_bytes_get_size (bytes) <= LOFT_EAS_EVENT_FILES_MOST)
    g_hash_table_insert (contents, g_strdup (reference), g_bytes_ref (bytes));
  else if (bytes == NULL)
    g_message ("a file of an event is not to be had: %s", failure->message);
  return TRUE;
}

static gboolean
fetch_some (LoftEasBackend *self, GPtrArray *references, guint first, GHashTable *contents,
            GCancellable *cancellable, GError **error)
{
  guint n = MIN (FETCH_STEP, references->len - first);
  g_autoptr (LoftWbxmlElement) request =
    loft_eas_fetch_files_request ((const char *const *) references->pdata + first, n);
  g_autoptr (LoftWbxmlElement) root = NULL;
  LoftEasCall call = { .command = LOFT_EAS_COMMAND_ITEM_OPERATIONS,
                       .request = request,
                       .tags = loft_eas_fetch_tags,
                       .func = on_fetched,
                       .user_data = contents };

  return loft_eas_client_call (self->client, &call, &root, cancellable, error) &&
         (root == NULL || loft_eas_item_operations_reply (root, error));
}

gboolean
loft_eas_backend_fill_files (LoftEasBackend *self, LoftRemoteResource *resource,
                             GCancellable *cancellable, GError **error)
{
  gsize length;
  const char *bytes = g_bytes_get_data (resource->raw, &length);
  g_autofree char *text = g_strndup (bytes, length);
  g_autoptr (GPtrArray) references = loft_eas_event_files_list (text);
  g_autoptr (GHashTable) contents =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  char *filled;

  for (guint i = 0; i < references->len; i += FETCH_STEP)
    if (!fetch_some (self, references, i, contents, cancellable, error))
      return FALSE;
  if (g_hash_table_size (contents) == 0)
    return TRUE;
  filled = loft_eas_event_files_fill (text, contents);
  g_bytes_unref (resource->raw);
  resource->raw = g_bytes_new_take (filled, strlen (filled));
  return TRUE;
}
