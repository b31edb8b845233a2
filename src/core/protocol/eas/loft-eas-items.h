/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* ItemOperations (MS-ASCMD 2.2.1.10) and MoveItems (2.2.1.12): requests and replies. Pure. */

/* (transfer full) body_type, body_size: as in LoftEasSyncWish; body_size G_MAXUINT: as little of the
 * body as can be. */
LoftWbxmlElement *loft_eas_fetch_request (const char *collection_id, const char *const *server_ids,
                                          guint n, guint body_type, guint body_size);

/* (transfer full) Everything in a folder, and in those below it, for ever. */
LoftWbxmlElement *loft_eas_empty_request (const char *collection_id, gboolean with_folders);

/* LOFT_EAS_ITEM_OPERATIONS_FETCH, for loft_wbxml_reader_new(). */
extern const guint loft_eas_fetch_tags[];

/* (transfer full) Files of items, by their FileReference. */
LoftWbxmlElement *loft_eas_fetch_files_request (const char *const *references, guint n);

/* (transfer full) (nullable) One that was asked for. *reference: (transfer none) (nullable).
 * LOFT_ERROR_GONE and others: the server does not give it. */
GBytes *loft_eas_fetch_file (const LoftWbxmlElement *element, const char **reference,
                             GError **error);

/* What became of one that was asked for. *properties: (transfer none). LOFT_ERROR_GONE. */
gboolean loft_eas_fetch_item (const LoftWbxmlElement *element, const char **server_id,
                              const LoftWbxmlElement **properties, GError **error);

/* Status of the answer as a whole, or of an emptied folder. */
gboolean loft_eas_item_operations_reply (const LoftWbxmlElement *root, GError **error);

/* (transfer full) */
LoftWbxmlElement *loft_eas_move_request (const char *from_id, const char *to_id,
                                         const char *const *server_ids, guint n);

/* What became of one; element: LOFT_EAS_MOVE_RESPONSE. *server_id, *new_id: (transfer none), new_id
 * (nullable). LOFT_ERROR_GONE: it was not there; _REFUSED: its target is not; _TEMPORARY. */
gboolean loft_eas_move_item (const LoftWbxmlElement *element, const char **server_id,
                             const char **new_id, GError **error);

G_END_DECLS
