/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-remote-item.h"

LoftRemoteFolder *
loft_remote_folder_new (const char *remote_id, const char *path)
{
  LoftRemoteFolder *self = g_new0 (LoftRemoteFolder, 1);

  self->remote_id = g_strdup (remote_id);
  self->path = g_strdup (path);
  self->kinds = LOFT_FOLDER_KIND_MAIL;
  self->writable = TRUE;
  self->selectable = TRUE;
  self->subscribed = TRUE;
  return self;
}

void
loft_remote_folder_free (LoftRemoteFolder *self)
{
  if (self == NULL)
    return;
  g_free (self->remote_id);
  g_free (self->path);
  g_free (self->identity);
  g_free (self->color);
  g_clear_pointer (&self->status, g_bytes_unref);
  g_free (self);
}

LoftRemoteItem *
loft_remote_item_new (const char *remote_id, LoftFlags flags, const char *keywords)
{
  LoftRemoteItem *self = g_new0 (LoftRemoteItem, 1);

  self->remote_id = g_strdup (remote_id);
  self->flags = flags;
  self->keywords = g_strdup (keywords != NULL ? keywords : "");
  return self;
}

void
loft_remote_item_free (LoftRemoteItem *self)
{
  if (self == NULL)
    return;
  g_free (self->remote_id);
  g_free (self->keywords);
  g_free (self->digest);
  g_clear_pointer (&self->header, g_bytes_unref);
  g_clear_pointer (&self->content, g_bytes_unref);
  g_free (self);
}

char *
loft_remote_item_dup_keywords (const LoftRemoteItem *self, const char *before)
{
  g_auto (GStrv) words = g_strsplit (before, " ", -1);
  char *keywords = g_strdup (self->keywords != NULL ? self->keywords : before);

  for (guint i = 0; self->knows_keyword != NULL && self->keywords != NULL && words[i] != NULL; i++)
    if (!self->knows_keyword (words[i]))
      {
        char *more = loft_keywords_change (keywords, words[i], "");

        g_free (keywords);
        keywords = more;
      }
  return keywords;
}

LoftChangeBatch *
loft_change_batch_new (void)
{
  LoftChangeBatch *self = g_new0 (LoftChangeBatch, 1);

  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_remote_item_free);
  return self;
}

void
loft_change_batch_remove (LoftChangeBatch *self, const char *remote_id)
{
  if (self->removed == NULL)
    self->removed = loft_remote_ids_new ();
  loft_remote_ids_add (self->removed, remote_id);
}

void
loft_change_batch_free (LoftChangeBatch *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->items);
  g_clear_pointer (&self->removed, loft_remote_ids_free);
  g_clear_pointer (&self->present, loft_remote_ids_free);
  g_clear_pointer (&self->token_after, g_bytes_unref);
  g_free (self);
}
