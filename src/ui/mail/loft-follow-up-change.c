/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-follow-up-change.h"

#include "config.h"
#include "loft-clock.h"
#include "loft-follow-up.h"

#include <glib/gi18n.h>

void
loft_follow_up_change_async (LoftMessageList *list, const gint64 *keys, guint n_keys,
                             LoftFollowUpChoice choice, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autofree char *days = loft_follow_up_choice_dup_keywords (choice, loft_clock_now ());
  const LoftMove move = { .kind = LOFT_MOVE_MARK_NEWEST,
                          .mark = { .add = LOFT_FLAG_FLAGGED,
                                    .add_keywords = days,
                                    .remove_keywords = LOFT_FOLLOW_UP_DAYS } };

  loft_message_move_async (list, keys, n_keys, &move, callback, user_data);
}

void
loft_follow_up_complete_async (LoftMessageList *list, const gint64 *keys, guint n_keys,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *done = loft_follow_up_write (&(LoftFollowUp){ .done = loft_clock_now () });
  const LoftMove move = {
    .kind = LOFT_MOVE_MARK,
    .mark = { .remove = LOFT_FLAG_FLAGGED, .add_keywords = done, .only_flagged = TRUE }
  };

  loft_message_move_async (list, keys, n_keys, &move, callback, user_data);
}

char *
loft_follow_up_dup_toast (gboolean done, guint n)
{
  if (done)
    return g_strdup_printf (ngettext ("%'u message is done", "%'u messages are done", n), n);
  return g_strdup_printf (ngettext ("%'u message is flagged for follow-up",
                                    "%'u messages are flagged for follow-up", n),
                          n);
}
