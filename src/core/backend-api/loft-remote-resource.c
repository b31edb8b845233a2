/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-remote-resource.h"

LoftRemoteResource *
loft_remote_resource_new (const char *remote_id, const char *etag, GBytes *raw)
{
  LoftRemoteResource *self = g_new0 (LoftRemoteResource, 1);

  self->remote_id = g_strdup (remote_id);
  self->etag = g_strdup (etag);
  self->raw = g_bytes_ref (raw);
  return self;
}

void
loft_remote_resource_free (LoftRemoteResource *self)
{
  if (self == NULL)
    return;
  g_free (self->remote_id);
  g_free (self->etag);
  g_bytes_unref (self->raw);
  g_free (self);
}

LoftResourceFailure *
loft_resource_failure_new (const char *remote_id, const char *reason)
{
  LoftResourceFailure *self = g_new0 (LoftResourceFailure, 1);

  self->remote_id = g_strdup (remote_id);
  self->reason = g_strdup (reason);
  return self;
}

void
loft_resource_failure_free (LoftResourceFailure *self)
{
  g_free (self->remote_id);
  g_free (self->reason);
  g_free (self);
}

LoftResourceBatch *
loft_resource_batch_new (void)
{
  LoftResourceBatch *self = g_new0 (LoftResourceBatch, 1);

  self->resources = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_remote_resource_free);
  self->removed = g_ptr_array_new_with_free_func (g_free);
  self->failures = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_resource_failure_free);
  return self;
}

void
loft_resource_batch_free (LoftResourceBatch *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->resources);
  g_ptr_array_unref (self->removed);
  g_ptr_array_unref (self->failures);
  g_clear_pointer (&self->present, loft_remote_ids_free);
  g_clear_pointer (&self->token_after, g_bytes_unref);
  g_free (self);
}
