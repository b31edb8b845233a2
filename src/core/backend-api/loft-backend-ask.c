/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-backend-ask.h"

LoftBackendAsk *
loft_backend_ask_new (LoftBackendAskFunc func, gpointer data, GDestroyNotify data_free,
                      GDestroyNotify answer_free)
{
  LoftBackendAsk *self = g_atomic_rc_box_new0 (LoftBackendAsk);

  self->func = func;
  self->data = data;
  self->data_free = data_free;
  self->answer_free = answer_free;
  return self;
}

LoftBackendAsk *
loft_backend_ask_ref (LoftBackendAsk *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_ask (gpointer data)
{
  LoftBackendAsk *self = data;

  if (self->data_free != NULL)
    self->data_free (self->data);
}

void
loft_backend_ask_unref (LoftBackendAsk *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, clear_ask);
}
