/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-store.h"

G_BEGIN_DECLS

/* The message that an outgoing one answers or sends on, as far as the account has it: once it is sent, the
 * original bears a mark. */
typedef struct {
  gint64 message_id; /* 0: there is none */
  LoftFlags flag; /* ANSWERED or FORWARDED */
  char *folder_id; /* (nullable) where it is on the server, as far as known */
  char *remote_id; /* (nullable) */
} LoftOutgoingOriginal;

void loft_outgoing_original_clear (LoftOutgoingOriginal *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftOutgoingOriginal, loft_outgoing_original_clear)

/* raw: as the outbox keeps it. What a program answers, or sends on unchanged (RFC 5322, 3.6.6), has none. */
gboolean loft_outgoing_original_find (LoftMailStore *store, GBytes *raw, LoftOutgoingOriginal *self,
                                      GError **error);

G_END_DECLS
