/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How the window was left: the schema of the application id, or defaults that are not remembered
 * when it is not installed. Main thread only. */
#define LOFT_SETTING_WIDTH         "width"
#define LOFT_SETTING_HEIGHT        "height"
#define LOFT_SETTING_MAXIMIZED     "maximized"
#define LOFT_SETTING_SIDEBAR_WIDTH "sidebar-width"
#define LOFT_SETTING_LIST_WIDTH    "list-width"
#define LOFT_SETTING_DENSITY       "density"        /* "comfortable", "compact" */
#define LOFT_SETTING_FOLDED        "folded-folders" /* of "ACCOUNT/PATH" */
#define LOFT_SETTING_LAST_FOLDER   "last-folder"    /* "ACCOUNT/PATH"; "" the inbox */

int      loft_settings_get_int     (const char *key, int fallback);
void     loft_settings_set_int     (const char *key, int value);
gboolean loft_settings_get_boolean (const char *key, gboolean fallback);
void     loft_settings_set_boolean (const char *key, gboolean value);

/* (transfer full) never NULL */
char    *loft_settings_get_string  (const char *key);
void     loft_settings_set_string  (const char *key, const char *value);
char   **loft_settings_get_strings (const char *key);
void     loft_settings_set_strings (const char *key, const char *const *values);

G_END_DECLS
