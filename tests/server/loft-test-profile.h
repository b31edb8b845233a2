/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A profile folder of the test's own, and the real loftctl that works on it. A loftctl that dies by a
 * signal ends the test program; one that never ends is ended with the test when its time is up. One
 * thread. */
typedef struct _LoftTestProfile LoftTestProfile;

LoftTestProfile *loft_test_profile_new  (void);
void             loft_test_profile_free (LoftTestProfile *self);

/* The only account is as if it had just been added. */
void loft_test_profile_forget (LoftTestProfile *self);

/* (transfer none) */
const char *loft_test_profile_get_directory (LoftTestProfile *self);

/* (transfer full) the folder of the only account. */
char *loft_test_profile_dup_account_directory (LoftTestProfile *self);

/* A variable of loftctl's environment; value (nullable). */
void loft_test_profile_set_environment (LoftTestProfile *self, const char *name,
                                        const char *value);

/* Runs loftctl --profile … with the words of a shell-quoted line, and returns the exit status. What
 * it printed is kept until the next run. input: (nullable) its standard input. */
int loft_test_profile_run            (LoftTestProfile *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
int loft_test_profile_run_with_input (LoftTestProfile *self, const char *input, const char *format,
                                      ...) G_GNUC_PRINTF (3, 4);

/* Of the last run: (transfer none) NUL-terminated, and binary. */
const char *loft_test_profile_get_output (LoftTestProfile *self);
GBytes     *loft_test_profile_get_bytes  (LoftTestProfile *self);
const char *loft_test_profile_get_errors (LoftTestProfile *self);

/* The same, and anything but this exit status fails the test with what was printed. */
void loft_test_profile_expect (LoftTestProfile *self, int status, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* (transfer full) Started; what it prints goes to nobody. */
GSubprocess *loft_test_profile_start (LoftTestProfile *self, const char *format, ...)
    G_GNUC_PRINTF (2, 3);
/* The same, its output readable from the pipes. */
GSubprocess *loft_test_profile_start_piped (LoftTestProfile *self, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

/* account add imap --name Test … for NAME with the password NAME-secret, kept in the secrets file.
 * more: further options, shell-quoted. */
void loft_test_profile_add_account (LoftTestProfile *self, const char *user, guint16 port,
                                    const char *more);

/* (transfer full) of every line of the last output, the field name as text; numbers and booleans as
 * JSON writes them. */
GPtrArray *loft_test_profile_list_field (LoftTestProfile *self, const char *name);

/* (transfer full) (nullable) of the first line. */
char *loft_test_profile_dup_field (LoftTestProfile *self, const char *name);

/* (transfer full) the id of the message in a folder that the server calls so. */
char *loft_test_profile_find_message (LoftTestProfile *self, const char *folder,
                                      const char *remote_id);

/* (transfer full) What the store shows, read through the service without any loftctl: sorted lines
 * "PATH\tUID\tflags and keywords\tsize\tSHA-256", "-" for content that is not here. Empty folders
 * are "PATH\t". */
char *loft_test_profile_dump (LoftTestProfile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftTestProfile, loft_test_profile_free)

G_END_DECLS
