/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-eas-mapping.h"
#include "loft-flags.h"

G_BEGIN_DECLS

/* The facts of a mail beside its MIME (class Email, MS-ASEMAIL). Pure; any thread. */

/* What data says of a message. An Add says all; a Change only what changed, so what it is silent
 * about stays as it was in *flags, *keywords and *received (seconds since 1970; 0: not known).
 * Begin a new message with 0, NULL, 0.
 *
 * *keywords: (transfer full) (nullable) canonical, the old string is freed; categories as
 * loft_eas_category_to_keyword () has them, keywords that are no categories ("$MDNSent") stay.
 * told: (nullable) the flags that data speaks of. The days of a flag are loft-eas-follow-up.h's. */
void loft_eas_message_read (const LoftWbxmlElement *data, LoftFlags *flags, char **keywords,
                            gint64 *received, LoftFlags *told);

/* Whether mail has any. */
gboolean loft_eas_message_has_categories (const LoftEasMapping *how);

/* (transfer full) (nullable) A Change of flags, as LOFT_EAS_AIRSYNC_APPLICATION_DATA; NULL: nothing
 * of it is the server's to know. Of add and remove only SEEN is told: ANSWERED and FORWARDED follow from
 * SmartReply and SmartForward, DRAFT from the folder. keywords: (nullable) all that the message has
 * afterwards, NULL where they stay; before 14.0 mail has no categories. flag: (transfer full) (nullable)
 * of loft_eas_follow_up_change (). */
LoftWbxmlElement *loft_eas_message_change (LoftFlags add, LoftFlags remove, const char *keywords,
                                           LoftWbxmlElement *flag, const LoftEasMapping *how);

/* (transfer full) A text/calendar object of METHOD REQUEST, CANCEL or REPLY, by MessageClass, of
 * the MeetingRequest of a mail, for one whose MIME has no such part. Who is invited is taken from
 * To and Cc, how's address always; who answers from From. NULL without error: it is no mail about a
 * meeting. Errors: LOFT_ERROR_PROTOCOL, where it has no times or no identity; LOFT_ERROR_LIMIT. */
char *loft_eas_message_dup_invitation (const LoftWbxmlElement *data, const LoftEasMapping *how,
                                       GError **error);

/* (transfer full) (nullable) The UID of a GlobalObjId (MS-ASEMAIL 2.2.2.37, MS-OXOCAL 2.2.1.27);
 * NULL: none. */
char *loft_eas_message_dup_uid (const char *global_object_id);

G_END_DECLS
