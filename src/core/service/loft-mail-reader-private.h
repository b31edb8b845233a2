/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For the other files of service/ that read the store. */

#include "loft-account-store.h"
#include "loft-mail-reader.h"

G_BEGIN_DECLS

/* (transfer none) What is open now; another after a repair, so ask for it at each call. */
LoftAccountStore *loft_mail_reader_current_store (LoftMailReader *self);

G_END_DECLS
