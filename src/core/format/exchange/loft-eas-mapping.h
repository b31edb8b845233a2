/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* What an account says to how its items are mapped (MS-ASCAL, MS-ASCNTC, MS-ASTASK). */
typedef struct {
  guint version; /* of the protocol × 10: 121, 140, 141, 160, 161 */
  const char *address; /* of the account's owner */
  const char *name; /* of the account's owner, "" unknown */
  const char *zone; /* (nullable) IANA name of the reader's zone: preferred where several fit */
  GPtrArray *
    left_out; /* (nullable) of char*: takes sentences on what the items of Exchange have no place for,
                        * and may be left out; without it such items are refused */
  gboolean is_new; /* with left_out: nothing on the server is replaced */
} LoftEasMapping;

G_END_DECLS
