/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-backend.h"

G_BEGIN_DECLS

/* "On this computer": a backend that downloads, from nowhere. Never fails, never blocks. */
#define LOFT_TYPE_LOCAL_BACKEND (loft_local_backend_get_type ())
G_DECLARE_FINAL_TYPE (LoftLocalBackend, loft_local_backend, LOFT, LOCAL_BACKEND, GObject)

LoftBackend *loft_local_backend_new (void);

G_END_DECLS
