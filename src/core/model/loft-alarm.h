/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A VALARM (RFC 5545 3.6.6, RFC 9074) that Loft shows: DISPLAY and AUDIO; others stay in the raw text. */
typedef struct {
  char *uid;              /* RFC 9074 4, or "" */
  gboolean is_absolute;
  gint64 at;              /* absolute: seconds since 1970 */
  gint64 offset;          /* else seconds from the start, or the end: -900 is a quarter before */
  gboolean from_end;
  gint64 acknowledged;    /* RFC 9074 6.1: seconds since 1970; 0: not */
  char *description;
} LoftAlarm;

LoftAlarm *loft_alarm_new   (gint64 offset);
LoftAlarm *loft_alarm_copy  (const LoftAlarm *self);
void       loft_alarm_free  (LoftAlarm *self);
gboolean   loft_alarm_equal (const LoftAlarm *a, const LoftAlarm *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftAlarm, loft_alarm_free)

G_END_DECLS
