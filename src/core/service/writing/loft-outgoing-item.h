/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "loft-outgoing.h"

G_BEGIN_DECLS

/* A message on its way out that lives as long as its row: "outgoing" is notified when its snapshot is
 * replaced. Main thread only. */
#define LOFT_TYPE_OUTGOING_ITEM (loft_outgoing_item_get_type ())
G_DECLARE_FINAL_TYPE (LoftOutgoingItem, loft_outgoing_item, LOFT, OUTGOING_ITEM, GObject)

LoftOutgoingItem *loft_outgoing_item_new (LoftOutgoing *outgoing); /* outgoing: (transfer full) */

/* (transfer none) the current snapshot: state, subject, people, not_before, error, recipients with
 * their refusals. */
const LoftOutgoing *loft_outgoing_item_get (LoftOutgoingItem *self);
void loft_outgoing_item_set (LoftOutgoingItem *self, LoftOutgoing *outgoing);

G_END_DECLS
