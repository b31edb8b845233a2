/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whose content a record is, besides the local id: values that the row in store.db never changes. */
typedef struct {
  gint64 message_hash; /* loft_text_stable_hash of the Message-ID; 0 for none */
  gint64 received;
} LoftContentOrigin;

G_END_DECLS
