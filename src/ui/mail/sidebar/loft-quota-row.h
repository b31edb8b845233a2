/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* How full an account's server is, as a row with a bar that follows it. Main thread only. */
#define LOFT_TYPE_QUOTA_ROW (loft_quota_row_get_type ())
G_DECLARE_FINAL_TYPE (LoftQuotaRow, loft_quota_row, LOFT, QUOTA_ROW, AdwActionRow)

GtkWidget *loft_quota_row_new (void);

/* Asks the server too. account: (nullable) */
void loft_quota_row_set (LoftQuotaRow *self, LoftService *service, LoftMailAccount *account);

/* (transfer full) "4.2 GB of 5 GB (84 %)" */
char *loft_quota_row_describe (guint64 used, guint64 limit);

G_END_DECLS
