/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How much room a folder takes on its server, as far as that tells. */
typedef struct {
  gboolean has_size; /* the next two are there */
  guint n_messages;
  guint64 bytes;
  gboolean has_quota; /* the next two are there */
  guint64 quota_used; /* bytes; of everything that shares the limit, seldom the folder alone */
  guint64 quota_limit; /* bytes; 0 none */
} LoftFolderUsage;

/* (transfer full) one line without blanks at its ends, for another process. */
char *loft_folder_usage_to_line (const LoftFolderUsage *self);

/* FALSE when it is none. */
gboolean loft_folder_usage_from_line (const char *line, LoftFolderUsage *self);

G_END_DECLS
