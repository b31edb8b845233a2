/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-resource-copies.h"

#include "loft-account-store-private.h"
#include "loft-folder-store.h"
#include "loft-local-folders.h"
#include "loft-outgoing-store.h"
#include "loft-resource-ingest.h"

#define STEP 64

/* ---- writing ------------------------------------------------------------------------------ */

/* (transfer full) NULL without error: a server has it or will. */
static LoftFolder *
get_folder_here (LoftMailStore *store, gint64 folder_id, GError **error)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_get (store, folder_id, error);

  return folder != NULL && loft_folder_is_only_here (folder) ? g_steal_pointer (&folder) : NULL;
}

static gboolean
put (LoftContentStore *content, const LoftResource *resource, const LoftFolder *folder,
     GError **error)
{
  const gint64 id = LOFT_RESOURCE_CONTENT + resource->id;
  const LoftContentOrigin origin = { 0 };
  const LoftContentPlace place = { .folder = folder->path,
                                   .flags = resource->kind,
                                   .keywords = (char *) "" };
  g_autoptr (LoftEncodedContent) encoded = loft_content_encode (resource->raw);

  return loft_content_store_put_of (content, id, &origin, encoded, error) &&
         loft_content_store_set_place (content, id, &place, error);
}

static gboolean
write_one (LoftMailStore *store, LoftContentStore *content, const LoftResourceEdit *edit,
           GError **error)
{
  GError *failure = NULL;
  g_autoptr (LoftFolder) folder = get_folder_here (store, edit->folder_id, &failure);
  g_autoptr (LoftResource) resource =
    folder != NULL ? loft_resource_store_get (store, edit->resource_id, NULL) : NULL;

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (folder == NULL)
    return TRUE;
  if (resource == NULL)
    return loft_content_store_remove (content, LOFT_RESOURCE_CONTENT + edit->resource_id, error);
  return put (content, resource, folder, error);
}

static gboolean
write_all (LoftMailStore *store, LoftContentStore *content, const LoftResourceEdit *edits, guint n,
           GError **error)
{
  if (!loft_content_store_begin (content, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!write_one (store, content, &edits[i], error))
      {
        loft_content_store_rollback (content);
        return FALSE;
      }
  return loft_content_store_commit (content, error);
}

gboolean
loft_resource_copies_write (LoftMailStore *store, const char *directory,
                            const LoftResourceEdit *edits, guint n, GError **error)
{
  g_autofree char *path = g_build_filename (directory, "content.db", NULL);
  g_autoptr (LoftContentStore) content = NULL;
  gboolean any = FALSE;

  for (guint i = 0; i < n && !any; i++)
    {
      GError *failure = NULL;
      g_autoptr (LoftFolder) folder = get_folder_here (store, edits[i].folder_id, &failure);

      if (failure != NULL)
        {
          g_propagate_error (error, failure);
          return FALSE;
        }
      any = folder != NULL;
    }
  if (!any)
    return TRUE;
  content = loft_content_store_open (path, LOFT_DATABASE_DURABLE, error);
  return content != NULL && write_all (store, content, edits, n, error);
}

/* ---- again -------------------------------------------------------------------------------- */

static gboolean
insert (LoftAccountStore *self, gint64 id, GBytes *raw, const LoftContentPlace *place,
        GError **error)
{
  gint64 folder_id = 0;

  return loft_local_folders_find_collection (self->mail, place->folder,
                                             (LoftFolderKinds) place->flags, &folder_id, error) &&
         loft_resource_store_insert_again (self->mail, id, folder_id, raw, error) &&
         loft_ingest_resource_again (self->mail, id, raw, error);
}

static gboolean
replace (LoftAccountStore *self, const LoftResource *resource, GBytes *raw, GError **error)
{
  return loft_resource_store_set_shown (self->mail, resource->id, raw, FALSE, TRUE, error) &&
         loft_ingest_resource_again (self->mail, resource->id, raw, error);
}

/* A copy is written before its row: where they differ it is the newer one. */
static gboolean
restore_one (LoftAccountStore *self, gint64 content_id, gpointer data, GError **error)
{
  guint *n_restored = data;
  const gint64 id = content_id - LOFT_RESOURCE_CONTENT;
  g_autoptr (LoftResource) resource = loft_resource_store_get (self->mail, id, NULL);
  g_autoptr (GBytes) raw = loft_content_store_get (self->content, content_id, NULL);
  g_auto (LoftContentPlace) place = { 0 };

  if (raw == NULL || (resource != NULL && g_bytes_equal (resource->raw, raw)) ||
      !loft_content_store_get_place (self->content, content_id, &place, NULL))
    return TRUE;
  *n_restored += 1;
  return resource != NULL ? replace (self, resource, raw, error)
                          : insert (self, id, raw, &place, error);
}

typedef gboolean (*CopyFunc) (LoftAccountStore *self, gint64 content_id, gpointer data,
                              GError **error);

/* Calls func for each copy there is. */
static gboolean
with_copies (LoftAccountStore *self, CopyFunc func, gpointer data, GError **error)
{
  gint64 after = LOFT_RESOURCE_CONTENT;
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr (GArray) records = loft_content_store_list (self->content, after, STEP, error);

      if (records == NULL)
        return FALSE;
      more = records->len == STEP;
      for (guint i = 0; i < records->len; i++)
        {
          after = g_array_index (records, LoftContentRecord, i).message_id;
          if (after >= LOFT_OUTGOING_CONTENT)
            return TRUE;
          if (!func (self, after, data, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
restore_all (LoftAccountStore *self, guint *n_restored, GError **error)
{
  if (!loft_mail_store_begin (self->mail, error))
    return FALSE;
  if (with_copies (self, restore_one, n_restored, error))
    return loft_mail_store_commit (self->mail, error);
  loft_mail_store_rollback (self->mail);
  return FALSE;
}

/* ---- rows and copies ---------------------------------------------------------------------- */

typedef gboolean (*RowFunc) (LoftAccountStore *self, const LoftFolder *folder, gint64 id,
                             GError **error);

static gboolean
with_rows_of (LoftAccountStore *self, const LoftFolder *folder, LoftFolderKinds kind, RowFunc func,
              GError **error)
{
  g_autoptr (GArray) ids =
    folder->kinds & kind ? loft_resource_store_list (self->mail, folder->id, kind, error) : NULL;

  if (ids == NULL)
    return (folder->kinds & kind) == 0;
  for (guint i = 0; i < ids->len; i++)
    {
      if (!func (self, folder, g_array_index (ids, gint64, i), error))
        return FALSE;
    }
  return TRUE;
}

/* Calls func for each that no server has. */
static gboolean
with_rows (LoftAccountStore *self, RowFunc func, GError **error)
{
  static const LoftFolderKinds kinds[] = { LOFT_FOLDER_KIND_EVENTS, LOFT_FOLDER_KIND_TASKS,
                                           LOFT_FOLDER_KIND_CONTACTS };
  g_autoptr (GPtrArray) folders =
    loft_folder_store_list_kinds (self->mail, LOFT_FOLDER_KINDS_RESOURCES, error);

  if (folders == NULL)
    return FALSE;
  for (guint i = 0; i < folders->len; i++)
    for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
      {
        LoftFolder *folder = g_ptr_array_index (folders, i);

        if (loft_folder_is_only_here (folder) &&
            !with_rows_of (self, folder, kinds[k], func, error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
drop (LoftAccountStore *self, const LoftFolder *folder, gint64 id, GError **error)
{
  return loft_content_store_has (self->content, LOFT_RESOURCE_CONTENT + id) ||
         loft_resource_store_remove (self->mail, id, error);
}

static gboolean
copy (LoftAccountStore *self, const LoftFolder *folder, gint64 id, GError **error)
{
  g_autoptr (LoftResource) resource = loft_resource_store_get (self->mail, id, error);
  g_autoptr (GBytes) raw = loft_content_store_get (self->content, LOFT_RESOURCE_CONTENT + id, NULL);

  if (resource == NULL)
    return FALSE;
  return (raw != NULL && g_bytes_equal (raw, resource->raw)) ||
         put (self->content, resource, folder, error);
}

/* What was read out of a damaged file may be older than its removal, which its copy knows. */
static gboolean
drop_removed (LoftAccountStore *self, GError **error)
{
  if (!loft_mail_store_begin (self->mail, error))
    return FALSE;
  if (with_rows (self, drop, error))
    return loft_mail_store_commit (self->mail, error);
  loft_mail_store_rollback (self->mail);
  return FALSE;
}

/* Read out of a damaged file, which had not yet forgotten it. */
static gboolean
drop_copy (LoftAccountStore *self, gint64 content_id, gpointer unused, GError **error)
{
  g_autoptr (LoftResource) resource =
    loft_resource_store_get (self->mail, content_id - LOFT_RESOURCE_CONTENT, NULL);

  return resource != NULL || loft_content_store_remove (self->content, content_id, error);
}

gboolean
loft_resource_copies_check (LoftAccountStore *self, GError **error)
{
  if (!loft_content_store_begin (self->content, error))
    return FALSE;
  if (with_copies (self, drop_copy, NULL, error) && with_rows (self, copy, error))
    return loft_content_store_commit (self->content, error);
  loft_content_store_rollback (self->content);
  return FALSE;
}

static gboolean
copy_again (LoftAccountStore *self, GError **error)
{
  return loft_resource_copies_check (self, error) &&
         loft_mail_store_set_number (self->mail, LOFT_STORE_COPIES_LOST, 0, error);
}

/* ------------------------------------------------------------------------------------------- */

gboolean
loft_resource_copies_settle (LoftAccountStore *self, guint *n_restored, GError **error)
{
  gboolean lost_rows = loft_account_store_is_incomplete (self->mail);
  gint64 lost_copies = 0;

  if (!loft_mail_store_get_number (self->mail, LOFT_STORE_COPIES_LOST, &lost_copies, error))
    return FALSE;
  return (!lost_rows || restore_all (self, n_restored, error)) &&
         (!lost_rows || lost_copies != 0 || drop_removed (self, error)) &&
         (lost_copies == 0 || copy_again (self, error));
}
