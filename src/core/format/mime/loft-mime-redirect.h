/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-draft.h"

G_BEGIN_DECLS

/* (transfer full) A message sent on as it is (RFC 5322, 3.6.6): a block of Resent- fields in front of
 * its bytes, which stay what they are, signatures too. resent: who sends it to whom, its date and
 * Message-ID; Bcc is left out. An mbox line is taken off. Errors of loft_mime_write(). Pure; any
 * thread. */
GBytes *loft_mime_redirect (GBytes *raw, const LoftDraft *resent, GError **error);

G_END_DECLS
