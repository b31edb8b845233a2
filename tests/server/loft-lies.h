/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-lying-server.h"

G_BEGIN_DECLS

typedef enum {
  LOFT_LIE_STAYS_IN_FOLDER, /* the other folders go on in the same run */
  LOFT_LIE_ENDS_RUN,        /* it may be given up with a sentence */
  LOFT_LIE_COSTS_A_BODY,    /* a body is not asked for by itself again */
} LoftLieHarm;

/* What a server could say of the mailboxes of test-lying-server.c: INBOX with "a" (UID 1) to "g"
 * (7), of which "c" (3) is gone and "g" new since the last run, and "Other". */
typedef struct {
  const char *name;
  const char *command;
  LoftLieKind kind;
  const char *text;
  LoftLieHarm harm;
} LoftLieRow;

const LoftLieRow *loft_lies_list (guint *n_rows);

G_END_DECLS
