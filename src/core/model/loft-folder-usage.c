/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-folder-usage.h"

#include <stdio.h>

#define NUMBER "%" G_GUINT64_FORMAT

char *
loft_folder_usage_to_line (const LoftFolderUsage *self)
{
  return g_strdup_printf ("%d %u " NUMBER " %d " NUMBER " " NUMBER, self->has_size != FALSE,
                          self->n_messages, self->bytes, self->has_quota != FALSE, self->quota_used,
                          self->quota_limit);
}

gboolean
loft_folder_usage_from_line (const char *line, LoftFolderUsage *self)
{
  LoftFolderUsage usage = { 0 };

  if (sscanf (line, "%d %u " NUMBER " %d " NUMBER " " NUMBER, &usage.has_size, &usage.n_messages,
              &usage.bytes, &usage.has_quota, &usage.quota_used, &usage.quota_limit) != 6)
    return FALSE;
  *self = usage;
  return TRUE;
}
