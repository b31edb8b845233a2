/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Ends the process with status; what was printed is written out. Threads may still be at work (a
 * question to a server has no bound): unlike exit() nothing is taken down under them. What they
 * leave half done is what a killed process leaves, and is safe. */
G_NORETURN void loft_process_exit (int status);

G_END_DECLS
