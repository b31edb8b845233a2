/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is linked in by glib-compile-resources, in any thread.
 *
 * GLib registers it at the first use of any of it, and a thread that comes in the middle of that is
 * given NULL: with several accounts, which are opened at once, that was a crash at start. */
typedef GResource *(*LoftResourceFunc) (void);

/* (transfer none) get: NAME_get_resource as it was generated. */
GResource *loft_resource_get (LoftResourceFunc get);

G_END_DECLS
