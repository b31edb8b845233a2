/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A fixed mailbox for searches, and what queries find in it. The ids are those of the messages, from 1. */

#define SEARCH_MAILBOX_ACCOUNT "search00"

/* The time zone that the expectations are for, and now. */
#define SEARCH_MAILBOX_ZONE "CET-1CEST,M3.5.0,M10.5.0/3"
#define SEARCH_MAILBOX_NOW  G_GINT64_CONSTANT (1718450000) /* 2024-06-15 11:13:20 UTC */

/* Writes the account into a profile. */
void search_mailbox_make (const char *profile);

typedef struct {
  const char *query;
  const char *expected; /* ids, newest first; "" for none */
} SearchRow;

extern const SearchRow search_rows[];
extern const guint n_search_rows;

G_END_DECLS
