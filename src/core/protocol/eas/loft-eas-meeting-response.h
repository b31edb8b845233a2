/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* MeetingResponse (MS-ASCMD 2.2.1.11): an invitation is answered. Up to 14.1 the server only changes the
 * calendar and the client mails the answer; from 16.0 on the server mails it when it is told to. Pure; any
 * thread. */

typedef enum {
  LOFT_EAS_ANSWER_ACCEPT = 1,
  LOFT_EAS_ANSWER_TENTATIVE = 2,
  LOFT_EAS_ANSWER_DECLINE = 3,
} LoftEasAnswer;

typedef struct {
  LoftEasAnswer answer;
  const char *collection_id; /* of the invitation, or from 14.1 on of the event */
  const char *request_id; /* its ServerId */
  gint64 instance; /* original start of the occurrence, seconds since 1970; 0: all of them (14.1) */
  gboolean send; /* the server mails it (16.0) */
  const char *comment; /* (nullable) plain text that it sends with it (16.0) */
  gint64 proposed_start, proposed_end; /* 0: none (16.1, not with ACCEPT) */
} LoftEasMeetingAnswer;

/* Elements that the version does not know are left out. version: × 10. */
LoftWbxmlElement *loft_eas_meeting_response_request (guint version,
                                                     const LoftEasMeetingAnswer *answer);

/* calendar_id: (out) (transfer full) (nullable) ServerId of the event in the calendar; NULL when it is none
 * (declined). FALSE with errors of loft-eas-status.h or LOFT_ERROR_PROTOCOL, also for the answer to another
 * request. */
gboolean loft_eas_meeting_response_reply (const LoftWbxmlElement *root, const char *request_id,
                                          char **calendar_id, GError **error);

G_END_DECLS
