/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-sender-check.h"

G_BEGIN_DECLS

/* (transfer full) Reads a header block; limits as loft-mime-gate.h. Linear; pure; any thread. */
LoftSenderCheck *loft_mime_sender_check_read (const char *block, gsize length);

G_END_DECLS
