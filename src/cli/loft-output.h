/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* Lines on stdout: one JSON object each (NDJSON), or a table for people. */

/* (transfer none) the builder is reset; writes one line. */
void loft_output_json_line (JsonBuilder *builder);

/* Name and value in an open object. text: NULL is null. */
void loft_output_add_text (JsonBuilder *builder, const char *name, const char *text);
void loft_output_add_int  (JsonBuilder *builder, const char *name, gint64 value);
/* Seconds since the epoch as RFC 3339 in UTC; 0 is null. */
void loft_output_add_time (JsonBuilder *builder, const char *name, gint64 seconds);
/* An array of "Name <address>"; addresses: of LoftAddress. */
void loft_output_add_addresses (JsonBuilder *builder, const char *name, GPtrArray *addresses);

/* (transfer full) RFC 3339, or "" for 0. */
char *loft_output_format_time (gint64 seconds);

/* One message as `messages` and `search` print it. */
void loft_output_message (gboolean json, LoftMailAccount *account, const char *folder_path,
                          const LoftMessage *message);

/* Text that goes to a terminal: control characters made harmless. (transfer full) */
char *loft_output_safe (const char *text);

G_END_DECLS
