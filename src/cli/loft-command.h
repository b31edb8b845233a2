/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* What loftctl's commands share: the options for all, the service, waiting, and how an outcome
 * becomes an exit status. One thread. */

enum {
  LOFT_EXIT_DONE    = 0,
  LOFT_EXIT_FAILED  = 1,
  LOFT_EXIT_USAGE   = 2,
  LOFT_EXIT_PARTLY  = 3,
  LOFT_EXIT_SIGN_IN = 4,
  LOFT_EXIT_OFFLINE = 5,
};

typedef struct {
  char *profile_dir;    /* (owned) (nullable) */
  gboolean json;
  gboolean offline;
  gboolean progress;
  LoftService *service; /* (owned) opened before a command runs */
  GCancellable *cancellable; /* (owned) Ctrl-C */
} LoftContext;

/* args: what follows the command's name, NULL-terminated; a command takes what it knows out. Returns
 * an exit status. */
typedef int (*LoftCommandFunc) (LoftContext *context, GPtrArray *args);

typedef struct {
  const char *name;
  const char *usage;   /* lines of the help */
  const char *summary;
  LoftCommandFunc run;
} LoftCommand;

int loft_command_account  (LoftContext *context, GPtrArray *args);
/* `account find`; looks servers up and prints what was found. */
int loft_command_account_find (LoftContext *context, GPtrArray *args);
/* `account policy`: what the account's organisation demands, and its acceptance. */
int loft_command_account_policy (LoftContext *context, GPtrArray *args);
/* On stderr: accounts that their organisation had deleted here. */
void loft_command_account_tell_removed (LoftContext *context);
/* For `account add` without a host: fills the account in. May ask on the terminal whether a host is
 * right when ask is TRUE; never agrees by itself. An exit status. */
int loft_command_account_look_up (LoftContext *context, LoftAccount *account, gboolean ask);

int loft_command_sync     (LoftContext *context, GPtrArray *args);
int loft_command_folders  (LoftContext *context, GPtrArray *args);
int loft_command_folder   (LoftContext *context, GPtrArray *args);
int loft_command_messages (LoftContext *context, GPtrArray *args);
int loft_command_show     (LoftContext *context, GPtrArray *args);
int loft_command_search   (LoftContext *context, GPtrArray *args);
int loft_command_flag     (LoftContext *context, GPtrArray *args);
int loft_command_move     (LoftContext *context, GPtrArray *args);
int loft_command_copy     (LoftContext *context, GPtrArray *args);
int loft_command_archive  (LoftContext *context, GPtrArray *args);
int loft_command_delete   (LoftContext *context, GPtrArray *args);
int loft_command_pending  (LoftContext *context, GPtrArray *args);
int loft_command_problems (LoftContext *context, GPtrArray *args);
int loft_command_send     (LoftContext *context, GPtrArray *args);
int loft_command_outbox   (LoftContext *context, GPtrArray *args);
int loft_command_status   (LoftContext *context, GPtrArray *args);
int loft_command_import   (LoftContext *context, GPtrArray *args);
int loft_command_export   (LoftContext *context, GPtrArray *args);
int loft_command_events   (LoftContext *context, GPtrArray *args);
int loft_command_event    (LoftContext *context, GPtrArray *args);
int loft_command_tasks    (LoftContext *context, GPtrArray *args);
int loft_command_task     (LoftContext *context, GPtrArray *args);
int loft_command_contacts (LoftContext *context, GPtrArray *args);
int loft_command_contact  (LoftContext *context, GPtrArray *args);
int loft_command_doctor   (LoftContext *context, GPtrArray *args);

/* `folder create`, `rename`, `delete`, `subscribe`, `unsubscribe`; args: what follows path. */
gboolean loft_command_folder_knows (const char *verb);
int loft_command_folder_change (LoftContext *context, LoftMailAccount *account, const char *verb,
                                const char *path, GPtrArray *args);

/* What waits to go from account to account, as far as it goes now; nothing is done when none waits. An
 * exit status. */
int loft_carry (LoftContext *context);

/* ---- arguments ---- */

/* Takes "--name" out; TRUE when it was there. */
gboolean loft_args_take_flag (GPtrArray *args, const char *name);
/* Takes "--name VALUE" or "--name=VALUE" out. (transfer full) (nullable) the last one given. */
char    *loft_args_take_value (GPtrArray *args, const char *name);
/* All values of an option that may be repeated. (transfer full) */
GPtrArray *loft_args_take_values (GPtrArray *args, const char *name);
/* (transfer none) (nullable) the next word that is no option, taken out (kept alive by args' free
 * function being g_free: the caller frees it). */
char    *loft_args_take_word (GPtrArray *args);
/* Takes the "--" out behind which there are only words. FALSE: complained about an option that nobody
 * took. */
gboolean loft_args_end_options (GPtrArray *args);
/* Complains about what is left; TRUE when nothing is. */
gboolean loft_args_are_empty (GPtrArray *args);
/* A number, fallback for NULL; FALSE: it is none. */
gboolean loft_parse_count (const char *text, guint fallback, guint *count);

/* ---- outcomes ---- */

/* Prints "loftctl: …" for a fault of the command line; LOFT_EXIT_USAGE. */
int loft_usage_error (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* Prints "loftctl: ACCOUNT: what went wrong (what to do)"; the exit status for it. account:
 * (nullable). */
int loft_report_error (const char *account, const GError *error);

/* The same for a sync that did the rest; LOFT_EXIT_PARTLY. */
int loft_report_left_out (const char *account, guint n_left_out);

/* The exit status of several accounts or items together. */
int loft_combine_status (int before, int next, guint index);

/* ---- accounts and items ---- */

/* (transfer container) the accounts named; when names is empty all, but for "On this computer" while
 * nothing is in it; NULL after a complaint. */
GPtrArray *loft_find_accounts (LoftContext *context, GPtrArray *names);
/* By --account, or the only one that was set up; NULL after a complaint. */
LoftMailAccount *loft_take_account (LoftContext *context, GPtrArray *args);

/* "3fa9c01b.12" for people and scripts: the account's id and the local id. */
char            *loft_format_id (LoftMailAccount *account, gint64 id);
/* NULL after a complaint. */
LoftMailAccount *loft_parse_id  (LoftContext *context, const char *text, gint64 *id);

/* Prints messages as `messages` does; ids: of gint64. Those that are gone are left out. */
int loft_print_messages (LoftContext *context, LoftMailAccount *account, LoftMailReader *reader,
                         GArray *ids);

/* Sends what is due, and copies of what was sent; copies that cannot go now wait, which is no failure.
 * An exit status, after a complaint. */
int loft_send_outgoing (LoftContext *context, LoftMailAccount *account);

/* ---- waiting ---- */

/* Runs the main loop until a GAsyncReadyCallback of this kind was called; then result is it. */
typedef struct {
  GAsyncResult *result; /* (owned) (nullable) */
} LoftWait;
void          loft_wait_done (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *loft_wait_for  (LoftWait *wait); /* (transfer full) */

G_END_DECLS
