/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-store.h"
#include "loft-search-text.h"

G_BEGIN_DECLS

typedef enum {
  LOFT_TEXT_WHOLE,
  LOFT_TEXT_HEADERS, /* subject, sender, recipients; the rest is empty */
} LoftTextExtent;

typedef enum {
  LOFT_TEXT_KNOWN,
  LOFT_TEXT_NOT_INDEXED, /* no search finds the message yet */
  LOFT_TEXT_NOT_HERE, /* its words are in the index alone: the content was evicted */
} LoftTextState;

/* The words by which the index knows a message, made again from the row and the content that are
 * here. *text: (transfer full) (nullable) when KNOWN. Reads the content: some 50 µs for a short
 * message, 10 ms for each megabyte; for the headers alone some 20 µs. In the thread of the store. */
gboolean loft_account_store_get_search_text (LoftAccountStore *self, gint64 message_id,
                                             LoftTextExtent wanted, LoftTextState *state,
                                             LoftSearchText **text, GError **error);

G_END_DECLS
