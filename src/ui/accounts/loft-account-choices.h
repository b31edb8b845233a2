/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-account.h"

G_BEGIN_DECLS

/* What of an account's settings is chosen from a list: rows show the setting, and say what was
 * chosen. Main thread only. */

/* How far back bodies are kept. */
void loft_account_choices_show_window (AdwComboRow *row, gint days);
gint loft_account_choices_get_window (AdwComboRow *row);

/* How often a server is asked that does not tell of new mail by itself. */
void loft_account_choices_show_check (AdwComboRow *row, gint minutes);
gint loft_account_choices_get_check (AdwComboRow *row);

void loft_account_choices_show_notify (AdwComboRow *row, LoftNotify notify);
LoftNotify loft_account_choices_get_notify (AdwComboRow *row);

/* When mail that was picked up is removed from its server. */
void loft_account_choices_show_removal (AdwComboRow *row, LoftRemovalKind kind);
LoftRemovalKind loft_account_choices_get_removal (AdwComboRow *row);

/* Up to which size, in kB, messages are picked up whole by themselves; 0: all. */
void loft_account_choices_show_largest (AdwComboRow *row, gint limit);
gint loft_account_choices_get_largest (AdwComboRow *row);

/* How a password is proven; "" for the best that the server offers. */
void loft_account_choices_show_auth (AdwComboRow *row, const char *auth);
const char *loft_account_choices_get_auth (AdwComboRow *row);

/* How old is old; where old messages go. elsewhere: this computer can be chosen. */
void loft_account_choices_show_months (AdwComboRow *row, gint months);
gint loft_account_choices_get_months (AdwComboRow *row);
void loft_account_choices_show_archive (AdwComboRow *row, LoftArchivePlace place,
                                        gboolean elsewhere);
LoftArchivePlace loft_account_choices_get_archive (AdwComboRow *row);

G_END_DECLS
