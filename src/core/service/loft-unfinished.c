/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-unfinished.h"

#define OF_OWNER "loft-unfinished" /* how many there are */

static guint
count (gpointer owner)
{
  return GPOINTER_TO_UINT (g_object_get_data (owner, OF_OWNER));
}

static void
set_count (gpointer owner, guint n)
{
  g_object_set_data (owner, OF_OWNER, GUINT_TO_POINTER (n));
}

static void
on_completed (gpointer owner)
{
  set_count (owner, count (owner) - 1);
}

void
loft_unfinished_add (gpointer owner, GTask *change)
{
  set_count (owner, count (owner) + 1);
  g_signal_connect_object (change, "notify::completed", G_CALLBACK (on_completed), owner,
                           G_CONNECT_SWAPPED);
}

static gboolean
on_late (gpointer is_late)
{
  *(gboolean *) is_late = TRUE;
  return G_SOURCE_REMOVE;
}

guint
loft_unfinished_wait (gpointer owner, guint limit_ms)
{
  gboolean is_late = FALSE;
  guint limit;

  if (count (owner) == 0)
    return 0;
  limit = g_timeout_add (limit_ms, on_late, &is_late);
  while (count (owner) > 0 && !is_late)
    g_main_context_iteration (NULL, TRUE);
  if (!is_late)
    g_source_remove (limit);
  return count (owner);
}
