/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-ical-series-private.h"

G_BEGIN_DECLS

/* The years 1 to 9999, and no sum near the ends of a number. */
#define FIRST_SECOND (-62135596800)
#define LAST_SECOND  253402300799

/* RANGE=THISANDFUTURE: from key on the series is as entry, moved by shift on the wall. */
typedef struct {
  gint64 key;
  gint64 shift;
  const LoftIcalEntry *entry; /* (borrowed) */
} LoftIcalFuture;

struct _LoftIcalSeries {
  GPtrArray *entries; /* of LoftIcalEntry */
  LoftIcalEntry *master; /* (borrowed) (nullable) */
  GHashTable *excluded; /* of gint64: keys that EXDATE names */
  GHashTable *excluded_days;
  GHashTable *changed; /* of gint64: keys that have an exception */
  GHashTable *changed_days;
  GHashTable *dated; /* of gint64: keys of dates */
  GArray *dates; /* of LoftIcalCandidate: what RDATE adds */
  GArray *futures; /* of LoftIcalFuture, by key */
  gint64 reach; /* how far from where the rule has it an occurrence may be */
};

gboolean loft_ical_series_has_key (GHashTable *keys, gint64 key);
gint64 loft_ical_series_get_midnight (gint64 wall);

G_END_DECLS
