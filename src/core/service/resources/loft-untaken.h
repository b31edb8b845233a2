/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an import did not take, and why: plain values, without owner. */

typedef enum {
  LOFT_UNTAKEN_KIND, /* the folder does not keep such things */
  LOFT_UNTAKEN_NO_START, /* an event that says no time */
  LOFT_UNTAKEN_NUL, /* bytes stand in it that belong into no text */
  LOFT_UNTAKEN_OPEN, /* its end is missing */
  LOFT_UNTAKEN_CROSSED, /* its parts do not end where they should */
  LOFT_UNTAKEN_LIMIT, /* too large, or too many exceptions */
} LoftUntakenReason;

typedef struct {
  char name[128]; /* valid UTF-8; "" where it has none */
  LoftUntakenReason reason;
} LoftUntaken;

/* All are counted, the first ones named: a file of nothing else makes no long list. */
#define LOFT_UNTAKEN_NAMED 3

typedef struct {
  guint n;
  LoftUntaken named[LOFT_UNTAKEN_NAMED];
} LoftUntakenList;

/* name: any bytes up to its NUL, shortened. */
void loft_untaken_list_add (LoftUntakenList *self, const char *name, LoftUntakenReason reason);

/* (transfer full) The first of them as an English sentence for the command line; "" for none. */
char *loft_untaken_list_explain (const LoftUntakenList *self);

G_END_DECLS
