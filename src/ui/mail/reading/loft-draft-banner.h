/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* Above a message of the folder of drafts: goes on writing it. Of the folder of templates: begins a new
 * message with it. Hidden elsewhere. Main thread only. */
#define LOFT_TYPE_DRAFT_BANNER (loft_draft_banner_get_type ())
G_DECLARE_FINAL_TYPE (LoftDraftBanner, loft_draft_banner, LOFT, DRAFT_BANNER, GtkWidget)

/* account, body: (nullable) */
void loft_draft_banner_set_body (LoftDraftBanner *self, LoftMailAccount *account,
                                 LoftMessageBody *body);

G_END_DECLS
