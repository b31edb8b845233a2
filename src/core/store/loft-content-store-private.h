/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For the other files over the same connection. */

#include "loft-content-store.h"
#include "loft-database-private.h"

G_BEGIN_DECLS

LoftDatabase *loft_content_store_database (LoftContentStore *self);

G_END_DECLS
