/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For the other files over the same connection. */

#include "loft-content-dictionaries.h"
#include "loft-content-store.h"
#include "loft-database-private.h"

G_BEGIN_DECLS

LoftDatabase            *loft_content_store_database     (LoftContentStore *self);
LoftContentDictionaries *loft_content_store_dictionaries (LoftContentStore *self);

/* TRUE the first time: making a dictionary is tried once while the file is open. */
gboolean loft_content_store_may_learn (LoftContentStore *self);

G_END_DECLS
