/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-eas-mapping.h"

G_BEGIN_DECLS

/* What of an item cannot go to Exchange, in a sentence. */

/* FALSE, with LOFT_ERROR_REFUSED: without it the item would say something else. */
gboolean loft_eas_refuse (GError **error, const char *sentence);

/* What the item is complete without: TRUE where how takes such sentences, each once; else as above. */
gboolean loft_eas_leave_out (const LoftEasMapping *how, const char *sentence, GError **error);

G_END_DECLS
