/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The only place that makes sentences for people out of error classes: what happened and what
 * can be done, in their language. The core's own English text is for details.
 * (transfer full) Main thread only. */

/* A few words for a heading: "Password not accepted". */
char *loft_error_text_title (const GError *error);

/* Trouble of an account with its server; host may be "". */
char *loft_error_text_for_account (const GError *error, const char *host);

/* The same while a person tries settings: nothing goes on by itself then. */
char *loft_error_text_for_check (const GError *error, const char *host);

/* Why signing in by the browser came to nothing. */
char *loft_error_text_for_browser (const GError *error);

/* The page that the browser shows when the person comes back from there. */
char *loft_error_text_browser_page (void);

/* Trouble with one message that was to be read. */
char *loft_error_text_for_message (const GError *error);

/* Trouble with a change (flag, move …) that a person made. */
char *loft_error_text_for_change (const GError *error);

/* What a button that helps says, or NULL when nothing can be done but wait. */
const char *loft_error_text_remedy (const GError *error);

/* (transfer full) (nullable) What stands behind the error, often the server's own words: quoted, on
 * one line of bounded length, and so that it cannot change the direction of what is around it.
 * Plain text, not markup. */
char *loft_error_text_details (const GError *error);

/* (transfer full) sentence with the details below it, where a server may have given its reason. */
char *loft_error_text_with_details (const char *sentence, const GError *error);

/* (transfer full) an account's server speaking, marked as that. */
char *loft_error_text_alert (const char *account, const char *text);

G_END_DECLS
