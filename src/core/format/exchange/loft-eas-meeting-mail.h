/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-mapping.h"

G_BEGIN_DECLS

/* (transfer full) A mail about a meeting whose MIME says nothing of it that programs understand, with a
 * text/calendar part made of what the server says beside it (loft_eas_message_dup_invitation()); mime itself
 * where there is nothing to add. The same data gives the same bytes. Pure; any thread. */
GBytes *loft_eas_meeting_mail_complete (GBytes *mime, const LoftWbxmlElement *data,
                                        const LoftEasMapping *how);

G_END_DECLS
