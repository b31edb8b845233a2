/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For the files of LoftFakeBackend: what is told, and -operations: what is done. */

#include "loft-fake-backend.h"

G_BEGIN_DECLS

struct _LoftFakeBackend {
  GObject parent;

  LoftFakeServer *server; /* (borrowed) */
  LoftFakeStyle style;
  guint batch_size;
  gboolean connected;
  gboolean lists_nothing;
  gboolean twice;
  gboolean unknown;
  LoftFakeStepFunc step_func;
  gpointer step_data;
  char *fail_step; /* (nullable) */
  guint fail_in; /* 0: does not fail */
  LoftError fail_class;
  GPtrArray *calls;
  guint n_steps;
  guint n_writes;
  guint n_fetched;
};

gboolean loft_fake_backend_enter_step (LoftFakeBackend *self, const char *step,
                                       GCancellable *cancellable, GError **error);
void loft_fake_backend_record (LoftFakeBackend *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

const char *loft_fake_backend_folder_id (LoftFakeBackend *self, LoftFakeFolder *folder);
LoftFakeFolder *loft_fake_backend_find_folder (LoftFakeBackend *self, const char *folder_id,
                                               GError **error);
gboolean loft_fake_backend_check_generation (LoftFakeFolder *folder, GBytes *token, GError **error);

void loft_fake_backend_add_operations (LoftBackendInterface *iface);

G_END_DECLS
