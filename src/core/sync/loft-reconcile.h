/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-flags.h"
#include "loft-operation.h"

G_BEGIN_DECLS

/* The decisions of sync for one message, from values to an action; no I/O, any thread.
 *
 * what the store has + what the server says + what waits  ->  what to do here
 *
 * Server values are replaced by what the server says. Shown values are always server values with
 * the waiting operations applied in order; so a change made here survives any number of server
 * statements until it was sent or backed out. */

/* What the store has of a message; id 0 is none. */
typedef struct {
  gint64 id;
  LoftFlags server_flags;
  const char *server_keywords;
  LoftFlags flags;
  const char *keywords;
} LoftStoredValues;

/* What the server says of it. */
typedef struct {
  gboolean gone;      /* it is not there any more */
  gboolean is_new;    /* told with everything needed to make a row */
  LoftFlags flags;
  const char *keywords;
} LoftServerValues;

typedef enum {
  LOFT_RECONCILE_NOTHING,
  LOFT_RECONCILE_INSERT, /* make a row with these values */
  LOFT_RECONCILE_RELINK, /* the lost row with this id is it: give it the remote id, then update */
  LOFT_RECONCILE_UPDATE, /* write these values */
  LOFT_RECONCILE_REMOVE, /* delete the row and take it out of the operations */
} LoftReconcileKind;

typedef struct {
  LoftReconcileKind kind;
  gint64 id;
  LoftFlags server_flags;
  char *server_keywords;  /* (owned) never NULL but for NOTHING and REMOVE */
  LoftFlags flags;
  char *keywords;         /* (owned) */
} LoftReconcileAction;

void loft_reconcile_action_clear (LoftReconcileAction *self);

/* Shown values: server values, then changes in order. keywords: (transfer full). */
void loft_reconcile_shown (LoftFlags              server_flags,
                           const char            *server_keywords,
                           LoftFlagChange *const *changes,
                           guint                  n_changes,
                           LoftFlags             *flags,
                           char                 **keywords);

/* lost_id: a row without remote id that matches the message, or 0; looked at only when stored has
 * none. changes: the waiting ones of the stored or lost row, oldest first. */
LoftReconcileAction loft_reconcile_message (const LoftStoredValues *stored,
                                            gint64                  lost_id,
                                            const LoftServerValues *server,
                                            LoftFlagChange *const  *changes,
                                            guint                   n_changes);

/* After the server did a change: the server values to assume until it says otherwise. */
LoftReconcileAction loft_reconcile_replayed (const LoftStoredValues *stored,
                                             const LoftFlagChange   *done,
                                             LoftFlagChange *const  *still_waiting,
                                             guint                   n_waiting);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftReconcileAction, loft_reconcile_action_clear)

G_END_DECLS
