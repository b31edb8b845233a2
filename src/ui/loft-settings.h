/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How the window was left: the schema of the application id, or defaults that are not remembered
 * when it is not installed. Main thread only. */
#define LOFT_SETTING_WIDTH               "width"
#define LOFT_SETTING_HEIGHT              "height"
#define LOFT_SETTING_MAXIMIZED           "maximized"
#define LOFT_SETTING_SIDEBAR_WIDTH       "sidebar-width"
#define LOFT_SETTING_LIST_WIDTH          "list-width"
#define LOFT_SETTING_DENSITY             "density" /* "comfortable", "compact" */
#define LOFT_SETTING_LIST_HEIGHT         "list-height" /* with the reading pane below */
#define LOFT_SETTING_READING_PANE        "reading-pane" /* "right", "below", "off" */
#define LOFT_SETTING_CONVERSATIONS       "conversations"
#define LOFT_SETTING_SORT                "sort" /* as in loft-list-arrangement.h */
#define LOFT_SETTING_ASCENDING           "sort-ascending"
#define LOFT_SETTING_LIST_COLUMNS        "list-columns" /* as in loft-list-columns.h */
#define LOFT_SETTING_MARK_READ           "mark-read-seconds" /* 0 at once, -1 never */
#define LOFT_SETTING_SELECT_NEXT         "select-next" /* after one was moved or deleted */
#define LOFT_SETTING_ZOOM                "zoom" /* of messages, per cent */
#define LOFT_SETTING_SINGLE_KEYS         "single-keys"
#define LOFT_SETTING_UNDO_SEND           "undo-send-seconds" /* 0: sent at once */
#define LOFT_SETTING_SPELLING            "spelling-languages" /* of "de_DE"; empty: the desktop's */
#define LOFT_SETTING_SIGNATURE_ABOVE     "signature-above" /* the quote */
#define LOFT_SETTING_WRITE_FORMAT        "write-format" /* "plain", "rich" */
#define LOFT_SETTING_ATTACHMENT_REMINDER "attachment-reminder"
#define LOFT_SETTING_ASK_RECEIPT         "ask-receipt" /* of new messages */
#define LOFT_SETTING_FOLDED              "folded-folders" /* of "ACCOUNT/PATH" */
#define LOFT_SETTING_FOLDED_ACCOUNTS     "folded-accounts" /* ids; "/favourites", "/unified" too */
#define LOFT_SETTING_FAVOURITES          "favourite-folders" /* of "ACCOUNT/PATH", in order */
#define LOFT_SETTING_RECENT_FOLDERS      "recent-folders" /* the last targets, of "ACCOUNT/PATH" */
#define LOFT_SETTING_WITHOUT_ACCOUNT     "without-account" /* begun with "On This Computer" alone */
#define LOFT_SETTING_HIDDEN_PANES        "hidden-panes" /* names of loft-panes.h */
#define LOFT_SETTING_DISTINCT_CONTACTS   "distinct-contacts" /* digests of the uids of a group */
#define LOFT_SETTING_CALENDAR_VIEW                                                                 \
  "calendar-view" /* "month", "week", "work-week", "day", "agenda" */
#define LOFT_SETTING_DAY_BEGINS   "day-begins" /* working hours: of 24 */
#define LOFT_SETTING_DAY_ENDS     "day-ends"
#define LOFT_SETTING_FIRST_HOUR   "first-hour" /* that a day is opened at */
#define LOFT_SETTING_SECOND_ZONE  "second-zone" /* "Europe/Vienna"; "" none */
#define LOFT_SETTING_BIRTHDAYS    "birthdays" /* their calendar is shown */
#define LOFT_SETTING_WEEK_NUMBERS "week-numbers"
#define LOFT_SETTING_TODAY        "today" /* its column is shown beside mail */
#define LOFT_SETTING_LAST_FOLDER  "last-folder" /* "ACCOUNT/PATH"; "" the inbox */

int loft_settings_get_int (const char *key, int fallback);
void loft_settings_set_int (const char *key, int value);
gboolean loft_settings_get_boolean (const char *key, gboolean fallback);
void loft_settings_set_boolean (const char *key, gboolean value);

/* (transfer full) never NULL */
char *loft_settings_get_string (const char *key);
void loft_settings_set_string (const char *key, const char *value);
char **loft_settings_get_strings (const char *key);
void loft_settings_set_strings (const char *key, const char *const *values);

/* Calls changed (object) after the value changed, also by another process; until object is gone. */
void loft_settings_follow (const char *key, GCallback changed, gpointer object);

G_END_DECLS
