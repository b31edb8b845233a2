/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account.h"

G_BEGIN_DECLS

/* Accounts whose data their organisation had deleted here, in removed-accounts.ini below the profile: what
 * stays to be told, and what is not finished if the program ended on the way. Any thread. */

typedef struct {
  char *id; /* of the account that was */
  char *name;
  char *address;
  gint64 at; /* seconds since 1970 */
  gboolean finished;
} LoftRemovedAccount;

/* (transfer full) of LoftRemovedAccount, the oldest first; those that nobody has put away. */
GPtrArray *loft_removal_record_list (const char *profile_dir);

/* Durable before anything is deleted; the same account again is the same removal. */
gboolean loft_removal_record_begin (const char *profile_dir, LoftAccount *account, GError **error);
gboolean loft_removal_record_end (const char *profile_dir, const char *id, GError **error);

/* A person has read it. What is not finished stays. */
gboolean loft_removal_record_forget (const char *profile_dir, const char *id, GError **error);

/* (transfer full) "On 2026-11-23 the organisation removed the data of “work” from this computer", English. */
char *loft_removed_account_describe (const LoftRemovedAccount *self);
void loft_removed_account_free (LoftRemovedAccount *self);

G_END_DECLS
