/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-archiving.h"

G_BEGIN_DECLS

/* Runs the rules of the accounts, each once a day, one account after the other, and what people ask
 * for in between. Main thread. */
#define LOFT_TYPE_ARCHIVER (loft_archiver_get_type ())
G_DECLARE_FINAL_TYPE (LoftArchiver, loft_archiver, LOFT, ARCHIVER, GObject)

/* accounts: of LoftMailAccount. */
LoftArchiver *loft_archiver_new (GListModel *accounts);

/* From now on by itself; the first time a minute later. */
void loft_archiver_start (LoftArchiver *self);
void loft_archiver_stop (LoftArchiver *self); /* Idempotent */

/* Looks which account is due. */
void loft_archiver_check (LoftArchiver *self);

/* A run that a person wants now, waiting for nobody. (transfer none) Its outcome: signal "ended". */
LoftArchiving *loft_archiver_run (LoftArchiver *self, LoftMailAccount *account,
                                  const LoftArchiveRule *rule);

/* (transfer none) of LoftArchiving: what runs. */
GListModel *loft_archiver_get_running (LoftArchiver *self);

/* Signal "ended" (LoftArchiving *, gboolean by_itself, const GError *): error (nullable). It is no longer
 * among those that run. */

G_END_DECLS
