/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-status.h"

G_BEGIN_DECLS

/* The tables behind loft-eas-status.h; only that and its test use them. */
typedef struct {
  guint status;
  LoftEasMeaning meaning;
} LoftEasStatusRow;

typedef struct {
  const LoftEasStatusRow *rows;
  guint n_rows;
} LoftEasStatusTable;

/* of: LoftEasCommand or LoftEasPart; no rows: it has no statuses of its own. */
LoftEasStatusTable loft_eas_status_table_of (guint of);
/* Statuses that may stand in any answer from 14.0 on (MS-ASCMD 2.2.2). */
LoftEasStatusTable loft_eas_status_table_common (void);
LoftEasStatusTable loft_eas_status_table_http (void);

G_END_DECLS
