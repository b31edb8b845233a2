/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-draft.h"

G_BEGIN_DECLS

/* (transfer full) A message as something to write on: after a restart, from the outbox or a folder of
 * drafts, or "edit as new". What Loft has written comes back as it was meant, Bcc too; of other mail
 * what a draft can hold: the HTML is not cleaned, signatures and encryption are lost. Never fails.
 * Linear; pure; any thread. */
LoftDraft *loft_draft_read (GBytes *raw);

G_END_DECLS
