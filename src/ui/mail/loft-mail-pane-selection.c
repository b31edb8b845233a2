/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

void
loft_mail_pane_update_selection_bar (LoftMailPane *self)
{
  guint n_selected = loft_message_list_view_get_n_selected (self->list);
  gboolean shown = loft_message_list_view_get_checks (self->list) || n_selected > 1;

  loft_selection_bar_update (self->selection_bar, shown, n_selected,
                             loft_mail_pane_lacks (self, LOFT_FLAG_SEEN),
                             loft_mail_pane_lacks (self, LOFT_FLAG_FLAGGED));
}

void
loft_mail_pane_end_selection (LoftMailPane *self)
{
  loft_message_list_view_set_checks (self->list, FALSE);
  loft_message_list_view_unselect_all (self->list);
}

static void
toggle_row (LoftMailPane *self, LoftMessageRow *row, LoftFlags flag, gboolean lacks)
{
  gint64 key = loft_message_row_get_key (row);

  loft_mail_pane_change_flags_of (self, &key, 1, lacks ? flag : LOFT_FLAG_NONE,
                                  lacks ? LOFT_FLAG_NONE : flag);
}

/* What a finger pushed is meant, whatever is selected. */
void
loft_mail_pane_on_swiped (LoftMailPane *self, LoftMessageRow *row, const char *action)
{
  const LoftConversationSummary *summary = loft_message_row_get_summary (row);

  if (g_str_equal (action, "mail.toggle-read"))
    toggle_row (self, row, LOFT_FLAG_SEEN, summary->n_unread > 0);
  else if (g_str_equal (action, "mail.toggle-flag"))
    toggle_row (self, row, LOFT_FLAG_FLAGGED, !summary->flagged);
}
