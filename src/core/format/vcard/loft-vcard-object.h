/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-contact.h"
#include "loft-content-salvage.h"

G_BEGIN_DECLS

/* vCards (RFC 6350, RFC 2426, vCard 2.1) <-> LoftContact. Pure; any thread; linear in the size.
 * What is read is foreign: whatever does not fit the limits stays in the raw text and is not
 * shown. */
typedef struct {
  gsize photo; /* 1 MiB: of the decoded picture */
  gsize text; /* 4 KiB: of a name, a number, an address */
  gsize note; /* 1 MiB */
  guint values; /* 500: of one card */
  guint categories; /* 200 */
  guint members; /* 10,000: of one group */
  guint parameters; /* 64: of one line */
  guint cards; /* 200,000: of one file */
} LoftVcardLimits;

extern const LoftVcardLimits loft_vcard_limits;

/* (transfer full) The first card of raw. Errors: LOFT_ERROR_PROTOCOL where there is none or its
 * lines cannot be told apart; LOFT_ERROR_LIMIT. */
LoftContact *loft_vcard_read (GBytes *raw, GError **error);

/* 2 (vCard 2.1), 3 or 4; 3 where it does not say. 0: no card. */
guint loft_vcard_version (GBytes *raw);

/* (transfer container) of GBytes: the cards of a file, each readable by itself as it stands in
 * the file. One without UID gets one that is made of its bytes, so that the same file gives the
 * same ones again; a file in UTF-16 is made UTF-8. A card that is not closed ends where the next
 * begins; what cannot be read is left out. */
GPtrArray *loft_vcard_split (GBytes *file);

/* The same; what is left out is added to damages (of LoftContentDamage). */
GPtrArray *loft_vcard_split_file (GBytes *file, GPtrArray *damages);

/* (transfer full) version: 3 or 4. A contact without uid gets a new one. */
GBytes *loft_vcard_new (const LoftContact *contact, guint version);

/* (transfer full) raw with what differs between before and after: other lines keep their bytes, but
 * for REV and, where FN is made of N or the other way round, the one that follows. before need not
 * be what raw says: then the change is carried over to raw, which merges two changes. A card of
 * version 2.1 becomes 3.0. raw itself where nothing differs.
 * Errors: LOFT_ERROR_CONFLICT where raw says something else of the same thing; those of
 * loft_vcard_read (). */
GBytes *loft_vcard_change (GBytes *raw, const LoftContact *before, const LoftContact *after,
                           GError **error);

/* (transfer full) For a server that takes only version (3 or 4): every line said in that version,
 * X- lines as they are. raw itself where it is of that version or cannot be read. */
GBytes *loft_vcard_convert (GBytes *raw, guint version);

/* (transfer full) What people see in lists where a card has no FN: "Eva Adler" of N, else
 * nickname, organization, address, number. */
char *loft_vcard_dup_made_name (const LoftContact *contact);

G_END_DECLS
