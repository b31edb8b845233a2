/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For the other files of service/ that read the store. */

#include "loft-account-store.h"
#include "loft-mail-reader.h"

#include "loft-operation-store.h"

G_BEGIN_DECLS

/* (transfer none) What is open now; another after a repair, so ask for it at each call. */
LoftAccountStore *loft_mail_reader_current_store (LoftMailReader *self);

/* (transfer full) words for a waiting operation, and the path of its folder ("" for none). */
char *loft_mail_reader_describe_operation (LoftMailReader *self, const LoftOperationRecord *record);
char *loft_mail_reader_describe_folder    (LoftMailReader *self, const LoftOperationRecord *record);

G_END_DECLS
