/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a scheduling outbox answers (RFC 6638 5.2 and 10): of each person who was asked about whether that
 * came to something. Pure; any thread. */
typedef struct {
  char *address; /* (owned) mail address without "mailto:", or the URI as written */
  guint
    status; /* 200 for 2.0 (RFC 5546 3.6): hundreds, tens and ones of the first three numbers; 0: none */
  char *text; /* (owned) (nullable) what it says in words */
  GBytes *data; /* (owned) (nullable) iCalendar */
} LoftDavScheduled;

/* (transfer full) of LoftDavScheduled, in the server's order. LOFT_ERROR_PROTOCOL, _LIMIT. */
GPtrArray *loft_dav_schedule_read (GBytes *body, GError **error);

/* (transfer none) Why nothing is known of a person, in an English sentence; NULL: it went well. */
const char *loft_dav_schedule_explain (const LoftDavScheduled *self);

G_END_DECLS
