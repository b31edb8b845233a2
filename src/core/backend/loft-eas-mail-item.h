/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-backend.h"
#include "loft-eas-mapping.h"

G_BEGIN_DECLS

/* Messages as ActiveSync tells them (MS-ASEMAIL, their MIME by MS-ASAIRS) -> LoftRemoteItem. Pure. */

/* (transfer full) One that is not known. wish: (nullable) whose content is wanted, too, where it came
 * whole. */
LoftRemoteItem *loft_eas_mail_item_new (const char *id, const LoftWbxmlElement *data,
                                        const LoftContentWish *wish, const LoftEasMapping *how);

/* (transfer full) (nullable) One that is known: what data says of its flags; NULL: nothing. whole: data is
 * that of an Add, which leaves out a follow-up and categories where there are none. */
LoftRemoteItem *loft_eas_mail_item_changed (const char *id, const LoftWbxmlElement *data,
                                            gboolean whole, const LoftEasMapping *how);

/* (transfer full) (nullable) The message's MIME; *whole: all of it, and with its invitation then
 * (loft_eas_meeting_mail_complete()). NULL: it came without. */
GBytes *loft_eas_mail_item_get_mime (const LoftWbxmlElement *data, const LoftEasMapping *how,
                                     gboolean *whole);

G_END_DECLS
