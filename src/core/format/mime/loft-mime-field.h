/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One field of a header block (RFC 5322, 2.2) as it stands in the raw bytes: name without the
 * colon, value with its folds but without the last line end. Borrowed from the block. Pure; any
 * thread. */
typedef struct {
  const char *name;
  gsize name_length;
  const char *value;
  gsize value_length;
} LoftMimeField;

/* Takes the next field from *at and moves behind it; FALSE at the end. Lines that belong to no
 * field are passed over. */
gboolean loft_mime_field_next (const char **at, const char *end, LoftMimeField *field);

/* The first field of that name; of doubled ones the first counts, as in other readers. */
gboolean loft_mime_field_find (const char    *block,
                               gsize          length,
                               const char    *name,
                               LoftMimeField *field);

gboolean loft_mime_field_is (const LoftMimeField *field, const char *name);

/* Whether its value is a list of addresses (RFC 5322, 3.6.2, 3.6.3 and 3.6.6). */
gboolean loft_mime_field_holds_addresses (const LoftMimeField *field);

/* The length of "Name:" at the start of a line with blanks before the colon allowed (RFC 5322,
 * 4.5.8), or 0 when the line does not start a field. */
gsize loft_mime_field_name_length (const char *line, const char *end);

/* (transfer full) The value without line ends, at most limit bytes of it; still raw bytes of any
 * charset, but without NUL (replaced by SUB, 0x1a, which shows as U+FFFD later). */
char *loft_mime_field_unfold (const LoftMimeField *field, gsize limit, gsize *length);

G_END_DECLS
