/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-command.h"
#include "loft-resources.h"

G_BEGIN_DECLS

/* What `event`, `task` and `contact` have in common: things that are whole texts in folders of their kind. */

/* By --account, or the only account that has a folder of a kind, and by option (--calendar, --list, --book)
 * or the only folder there; NULL after a complaint. *account: (transfer none). (transfer full) */
LoftFolder *loft_take_collection (LoftContext *context, GPtrArray *args, const char *option,
                                  LoftFolderKinds kinds, LoftMailAccount **account);

/* (transfer container) accounts named by --account that have folders of the kinds, or all; NULL after a
 * complaint. */
GPtrArray *loft_take_collection_accounts (LoftContext *context, GPtrArray *args,
                                          LoftFolderKinds kinds);

/* (transfer full) name of a file, "-" for standard input; NULL after a complaint. */
GBytes *loft_read_argument_file (const char *name);

/* Does it, prints the id of what was made, and tries to send it. An exit status. */
int loft_act_on_resources (LoftContext *context, LoftMailAccount *account,
                           const LoftResourceWish *wishes, guint n);

/* What waits goes to the server where it can be reached: that it cannot is no failure. */
void loft_send_resources (LoftContext *context, LoftMailAccount *account);

/* add FILE … | edit ID FILE | delete ID …; LOFT_EXIT_USAGE for another verb. */
int loft_run_resource_verb (LoftContext *context, const char *verb, GPtrArray *args,
                            const char *option, LoftFolderKinds kinds);

/* The text as it is, on standard output. */
int loft_print_resource (LoftMailAccount *account, gint64 id);

/* "mail", "calendar", "tasks", "contacts"; a calendar that keeps tasks too is a calendar. */
const char *loft_folder_kind_name (const LoftFolder *folder);

/* A line of `folders` for a calendar, a task list or an address book. */
void loft_print_collection (LoftContext *context, LoftMailAccount *account,
                            const LoftFolder *folder);

/* (transfer full) (nullable) The folder of an account with this path that keeps one of kinds. */
LoftFolder *loft_find_collection (LoftMailAccount *account, const char *path,
                                  LoftFolderKinds kinds);

/* FILE is no mail but a calendar or a list of contacts, or DIR one of those and path names a folder for
 * them. */
gboolean loft_is_collection_source (LoftMailAccount *account, const char *source, const char *path);
/* `import` and `export` of those. An exit status. */
int loft_import_collection (LoftContext *context, LoftMailAccount *account, const char *source,
                            const char *path);
int loft_export_collections (LoftContext *context, LoftMailAccount *account, const char *path,
                             const char *output, gboolean contacts);

/* `event respond`; args: what follows. */
int loft_command_event_respond (LoftContext *context, GPtrArray *args);
/* `event apply`: what the mail of that ID says of an event comes into the calendar. */
int loft_command_event_apply (LoftContext *context, GPtrArray *args);
/* What an earlier run could no longer bring from the calendars to the outboxes. */
void loft_post_scheduling (LoftContext *context);
/* Sends what waits in the outboxes, and what was changed in calendar (nullable). An exit status. */
int loft_send_scheduling (LoftContext *context, LoftMailAccount *calendar);

/* A contact as `contacts` prints it. id, book: (nullable) it is in no book. */
void loft_print_contact_json (const char *account, const char *id, const char *book,
                              const LoftContact *contact);
void loft_print_contact_line (const char *id, const LoftContact *contact);

/* Asks the directories of the named accounts (none: all) for people, and prints them; an exit status. */
int loft_print_directories (LoftContext *context, GPtrArray *names, const char *text);

G_END_DECLS
