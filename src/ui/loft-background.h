/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LOFT_SETTING_BACKGROUND "run-in-background"

/* Goes on without a window and begins with the session, when the person says so: for reminders and new
 * mail. In a sandbox the desktop is asked (org.freedesktop.portal.Background), elsewhere a file in the
 * autostart folder says it. Follows LOFT_SETTING_BACKGROUND. Main thread. */
void loft_background_follow (GApplication *application);

/* (transfer full) Of the file in the autostart folder; program: an absolute path. Pure. */
char *loft_background_write_autostart (const char *program, const char *icon);

G_END_DECLS
