/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* Drafts in the folder of drafts, from 16.0 on (MS-ASCMD 2.2.3.7.2, MS-ASEMAIL 2.2.2.42 and .69, MS-ASAIRS
 * 2.2.2.2). Pure; any thread.
 *
 * The server keeps no MIME of ours but makes a message of its own of what it is told: To, Cc, Bcc, the
 * subject, the importance, one body (the HTML where there is some, or else the text), attachments and
 * pictures in the body. What it has no place for stays in the content that is kept here, which is the draft
 * as it was written: From, Sender and Reply-To, Message-ID, In-Reply-To and References, what was typed and is
 * no address, wishes for receipts and reports, the text beside the HTML, X-Loft-Draft and X-Loft-Forwarded.
 * That content is not thrown away (loft-account-sync-evict.c); another device, and one that begins anew, has
 * the draft without these.
 *
 * A draft stays the same item when it is written on elsewhere, where messages never change. So its remote id
 * is that of the item and a digest of what it says: who writes on it makes another message of it. */

/* (transfer full) ApplicationData of an Add. */
LoftWbxmlElement *loft_eas_draft_write (GBytes *raw);

/* (transfer full) Of what a draft says by data (properties of one that was fetched with its whole body). */
char *loft_eas_draft_dup_digest (const LoftWbxmlElement *data);

/* Whether data, of a Change, tells more than flags and categories. */
gboolean loft_eas_draft_is_content (const LoftWbxmlElement *data);

/* (transfer full) mime with the Bcc that only data tells of; mime itself where there is nothing to add. */
GBytes *loft_eas_draft_complete (GBytes *mime, const LoftWbxmlElement *data);

/* (transfer full) digest: (nullable) none is known. */
char *loft_eas_draft_make_id (const char *server_id, const char *digest);
/* (transfer full) Of any remote id, with or without a digest. */
char *loft_eas_draft_dup_server_id (const char *remote_id);
/* (transfer none) (nullable) */
const char *loft_eas_draft_get_digest (const char *remote_id);

G_END_DECLS
