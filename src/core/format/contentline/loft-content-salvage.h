/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Files that somebody else wrote, or broke: what is whole in them is read, what is not is named.
 * Pure; any thread; linear in the size. */

typedef enum {
  LOFT_CONTENT_DAMAGE_NUL, /* a NUL stands in it */
  LOFT_CONTENT_DAMAGE_OPEN, /* its end is missing */
  LOFT_CONTENT_DAMAGE_CROSSED, /* something ends in it that has not begun, or not where it should */
  LOFT_CONTENT_DAMAGE_LIMIT, /* too large, or nested too deeply */
} LoftContentDamageKind;

/* A component that was left out. */
typedef struct {
  LoftContentDamageKind kind;
  char *name; /* of its BEGIN: "VEVENT" */
  char *title; /* what people call it: SUMMARY, FN or TZID; valid UTF-8, "" where it has none */
  char *uid; /* likewise */
} LoftContentDamage;

/* text: from its BEGIN on, as far as it was read. */
LoftContentDamage *loft_content_damage_new (LoftContentDamageKind kind, const char *text,
                                            gsize size);
void loft_content_damage_free (LoftContentDamage *self);

/* (transfer none) Half a sentence: "its end is missing". */
const char *loft_content_damage_explain (LoftContentDamageKind kind);

/* (transfer full) file as UTF-8 without a byte order mark: UTF-16 is known by its mark, or by a
 * NUL beside the first letter. What is no text in UTF-16 becomes U+FFFD. */
GBytes *loft_content_to_utf8 (GBytes *file);

/* (transfer full) iCalendar whose BEGIN and END match: components of a calendar that are damaged
 * are left out whole and added to damages (of LoftContentDamage), all others keep their bytes.
 * *is_cut (out, optional): the text ended before its calendar did. */
GBytes *loft_content_salvage (GBytes *text, GPtrArray *damages, gboolean *is_cut);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftContentDamage, loft_content_damage_free)

G_END_DECLS
