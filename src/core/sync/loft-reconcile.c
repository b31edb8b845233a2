/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reconcile.h"

#include <string.h>

void
loft_reconcile_action_clear (LoftReconcileAction *self)
{
  g_clear_pointer (&self->server_keywords, g_free);
  g_clear_pointer (&self->keywords, g_free);
}

void
loft_reconcile_shown (LoftFlags              server_flags,
                      const char            *server_keywords,
                      LoftFlagChange *const *changes,
                      guint                  n_changes,
                      LoftFlags             *flags,
                      char                 **keywords)
{
  *flags = server_flags;
  *keywords = g_strdup (server_keywords != NULL ? server_keywords : "");
  for (guint i = 0; i < n_changes; i++)
    loft_flag_change_apply (changes[i], flags, keywords);
}

static gboolean
same_values (const LoftStoredValues *stored, const LoftReconcileAction *action)
{
  return stored->server_flags == action->server_flags && stored->flags == action->flags &&
         strcmp (stored->server_keywords, action->server_keywords) == 0 &&
         strcmp (stored->keywords, action->keywords) == 0;
}

LoftReconcileAction
loft_reconcile_message (const LoftStoredValues *stored,
                        gint64                  lost_id,
                        const LoftServerValues *server,
                        LoftFlagChange *const  *changes,
                        guint                   n_changes)
{
  LoftReconcileAction action = { .kind = LOFT_RECONCILE_NOTHING, .id = stored->id };

  if (server->gone)
    {
      if (stored->id != 0)
        action.kind = LOFT_RECONCILE_REMOVE;
      return action;
    }
  /* Flags of a message that was never told as new: it will be, the next listing finds the hole. */
  if (stored->id == 0 && !server->is_new)
    return action;

  action.server_flags = server->flags;
  action.server_keywords = g_strdup (server->keywords != NULL ? server->keywords : "");
  loft_reconcile_shown (action.server_flags, action.server_keywords, changes, n_changes,
                        &action.flags, &action.keywords);
  if (stored->id == 0)
    {
      action.kind = lost_id != 0 ? LOFT_RECONCILE_RELINK : LOFT_RECONCILE_INSERT;
      action.id = lost_id;
    }
  else if (same_values (stored, &action))
    loft_reconcile_action_clear (&action);
  else
    action.kind = LOFT_RECONCILE_UPDATE;
  return action;
}

LoftReconcileAction
loft_reconcile_replayed (const LoftStoredValues *stored,
                         const LoftFlagChange   *done,
                         LoftFlagChange *const  *still_waiting,
                         guint                   n_waiting)
{
  LoftReconcileAction action = { .kind = LOFT_RECONCILE_UPDATE, .id = stored->id };

  loft_reconcile_shown (stored->server_flags, stored->server_keywords,
                        (LoftFlagChange *const *) &done, 1, &action.server_flags,
                        &action.server_keywords);
  loft_reconcile_shown (action.server_flags, action.server_keywords, still_waiting, n_waiting,
                        &action.flags, &action.keywords);
  return action;
}
