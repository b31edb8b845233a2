/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-composer.h"
#include "loft-message-view.h"

G_BEGIN_DECLS

/* The answers that are written in place in a view. Each stays with its message: whoever goes to
 * another conversation and comes back finds it as it was. Main thread only. */
#define LOFT_TYPE_INLINE_REPLIES (loft_inline_replies_get_type ())
G_DECLARE_FINAL_TYPE (LoftInlineReplies, loft_inline_replies, LOFT, INLINE_REPLIES, GObject)

/* (transfer none) those of the view, made with the first. */
LoftInlineReplies *loft_inline_replies_of (LoftMessageView *view);

/* Below the message that is read. FALSE: there is one already that was written in, which has the
 * focus now; composer is dropped then. */
gboolean loft_inline_replies_add (LoftInlineReplies *self, gint64 message_id,
                                  LoftComposer *composer);

/* Keeps them all. */
void loft_inline_replies_save (LoftInlineReplies *self);

G_END_DECLS
