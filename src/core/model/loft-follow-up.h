/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* When a flagged message is to be followed up, as keywords that have a value:
 *   $start:2026-11-23  $due:2026-11-27  $remind:20261127T080000Z  $done:20261125T101500Z
 * A message has one of each at most (loft_keywords_change()). The first three count while it is flagged,
 * and stay where it is not, so that a flag taken away by mistake comes back with its days; $done counts
 * while it is not flagged. Only servers of Exchange know them. Any thread. */
typedef struct {
  GDate start; /* not valid: none */
  GDate due;
  gint64 reminder; /* seconds since the epoch; 0: none */
  gint64 done; /* 0: not */
} LoftFollowUp;

/* What keywords (nullable, form of loft-flags.h) say; others, and values that are none, are passed over. */
void loft_follow_up_read (const char *keywords, LoftFollowUp *self);

/* (transfer full) the keywords that say it; "" for nothing. */
char *loft_follow_up_write (const LoftFollowUp *self);

/* (transfer full) those of keywords (nullable) that speak of a follow-up, or all others. */
char *loft_follow_up_pick (const char *keywords, gboolean follow_ups);

/* How many bytes of word say which of the four it is ("$due:"); 0: none of them. */
gsize loft_follow_up_get_kind_length (const char *word);

/* As the remove_keywords of a change: whatever they say. */
#define LOFT_FOLLOW_UP_ANY  "$done: $due: $remind: $start:"
#define LOFT_FOLLOW_UP_DAYS "$due: $start:"
#define LOFT_FOLLOW_UP_DONE "$done:"

G_END_DECLS
