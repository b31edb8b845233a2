/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Wire tracing is asked for by area: LOFT_TRACE=imap,tls,http (or "all"). Whoever writes a trace
 * line removes secrets first. Any thread. */
gboolean loft_log_traces (const char *area);
void     loft_log_trace  (const char *area, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
