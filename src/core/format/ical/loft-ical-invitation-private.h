/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-ical-document-private.h"
#include "loft-ical-invitation.h"

G_BEGIN_DECLS

/* What the calendar becomes. (transfer full) (nullable) All read what has been read before. */

/* present (nullable) with the events of message; own things of the person stay. */
GBytes *loft_ical_take_request (GBytes *message, GBytes *present, const char *const *own_addresses);
GBytes *loft_ical_take_cancel (GBytes *message, GBytes *present);
GBytes *loft_ical_take_reply (GBytes *message, GBytes *present);
GBytes *loft_ical_take_counter (GBytes *message, GBytes *present);
GBytes *loft_ical_take_addition (GBytes *message, GBytes *present);

/* When an attendee answered last, kept with the attendee so that an older answer that comes late
 * changes nothing. 0: never. */
gint64 loft_ical_get_answered (GBytes *present, const char *address, const char *recurrence_id);

/* (transfer none) (nullable) The exception for id, made where there is none; without a series NULL.
 * id "" (not set): the series itself. */
LoftContentComponent *loft_ical_document_get_occurrence (LoftIcalDocument *self,
                                                         const LoftEventTime *id);

LoftContentProperty *loft_ical_find_attendee (LoftContentComponent *component, const char *address);

#define LOFT_ICAL_ANSWERED "X-LOFT-ANSWERED"

G_END_DECLS
