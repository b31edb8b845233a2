/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-attendee.h"
#include "loft-eas-mapping.h"
#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* What somebody who is invited answers: the server is told of it by a command of its own, since a Change of
 * the event says nothing about it (MS-ASCMD 2.2.1.11). Pure; any thread. */

typedef struct {
  LoftPartstat partstat; /* ACCEPTED, TENTATIVE or DECLINED */
  gint64 instance; /* original start of the occurrence, seconds since 1970; 0: all of it */
} LoftEasEventAnswer;

/* (transfer full) of LoftEasEventAnswer: how after answers what before (nullable) did not. Empty where the
 * owner of the account organizes it, and where they cannot be read. */
GPtrArray *loft_eas_event_list_answers (GBytes *before, GBytes *after, const LoftEasMapping *how);

/* Whether all that data, of a Change, says comes of the answer alone. */
gboolean loft_eas_event_is_answer_alone (const LoftWbxmlElement *data);

/* Of LoftEasInstance: without those that are there only since an occurrence was answered. */
void loft_eas_event_drop_answered (GPtrArray *instances);

/* What the server has of the answer to all of it, or to an occurrence (0: all): NEEDS_ACTION: none yet. */
LoftPartstat loft_eas_event_find_answer (const LoftWbxmlElement *data, gint64 instance);

G_END_DECLS
