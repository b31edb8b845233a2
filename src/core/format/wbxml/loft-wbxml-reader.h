/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* Reads WBXML 1.3 as ActiveSync uses it (MS-ASWBXML), piece by piece as it comes. Lenient where servers
 * are: any header, entities, string table references, unknown pages and tokens (kept with their
 * number), an opaque string for any text. Bounded where they could hurt: depth, announced lengths
 * (never allocated before they came), number of elements. Pure; any thread, one at a time.
 *
 * Text that is no valid UTF-8 is made so, but for Data of bodies, which may be mail of any charset: it
 * becomes bytes. Opaque data of a tag that holds bytes by its nature (Mime, Content, ConversationId,
 * ConversationIndex) becomes bytes, of all others text where it is valid UTF-8 without NUL.
 * Errors: LOFT_ERROR_PROTOCOL (no WBXML), LOFT_ERROR_LIMIT. */
typedef struct _LoftWbxmlReader LoftWbxmlReader;

/* element: complete; may be taken apart, but stays the reader's. ancestors: of LoftWbxmlElement, the
 * outermost first, with what came before in each. FALSE with error ends the reading with that error. */
typedef gboolean (*LoftWbxmlElementFunc) (LoftWbxmlElement *element, GPtrArray *ancestors,
                                          gpointer user_data, GError **error);

/* Elements with one of the tags (0-terminated, nullable) are handed to func when they are complete, and do
 * not stay in the tree: so an answer of any size takes the room of one item. Those inside another one
 * that is handed over go with it. */
LoftWbxmlReader *loft_wbxml_reader_new (const guint *tags, LoftWbxmlElementFunc func,
                                        gpointer user_data);
void loft_wbxml_reader_free (LoftWbxmlReader *self);

gboolean loft_wbxml_reader_feed (LoftWbxmlReader *self, const guint8 *bytes, gsize length,
                                 GError **error);

/* Whether the root's end came: nothing was cut off, not even between two elements. */
gboolean loft_wbxml_reader_is_whole (LoftWbxmlReader *self);

/* (transfer full) What is left of the document when all was fed. Missing ends at its end are forgiven, a
 * document cut inside a token, a string or opaque data is LOFT_ERROR_PROTOCOL; so is one without a root. */
LoftWbxmlElement *loft_wbxml_reader_end (LoftWbxmlReader *self, GError **error);

/* (transfer full) All of it at once. */
LoftWbxmlElement *loft_wbxml_read (GBytes *bytes, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftWbxmlReader, loft_wbxml_reader_free)

G_END_DECLS
