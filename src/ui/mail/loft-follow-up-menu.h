/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full) A section for menus about messages: empty until it is shown. Its actions are
 * "mail.follow-up" with a name of LoftFollowUpChoice, and "mail.follow-up-done". */
GMenu *loft_follow_up_menu_new (void);

/* shown: whether the account keeps follow-ups. */
void loft_follow_up_menu_show (GMenu *section, gboolean shown);

G_END_DECLS
