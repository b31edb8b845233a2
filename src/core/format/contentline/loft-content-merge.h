/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What two sides made of one text, together: iCalendar objects and vCards. Components are the same by
 * name, UID and RECURRENCE-ID (TZID of a zone); properties by name, attendees by address; of
 * properties that stand more than once what either side added or removed counts. Times of change
 * and the like never conflict; of SEQUENCE the larger wins. Pure; any thread; linear in the size.
 *
 * base: (nullable) what both began with; NULL: each made it anew. *merged: (transfer full) theirs
 * line by line, but for what ours changed. FALSE: both changed the same differently, or one of them
 * cannot be read. */
gboolean loft_content_merge (GBytes *base, GBytes *ours, GBytes *theirs, GBytes **merged);

G_END_DECLS
