/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text from anywhere made safe and comparable. Pure; any thread. */

/* (transfer full) Always valid UTF-8: length bytes (-1: up to NUL) tried as UTF-8, else each bad
 * byte becomes U+FFFD; NUL too. */
char *loft_text_to_utf8 (const char *bytes, gssize length);

/* (transfer full) One line for a list or a log: white space runs and control characters become
 * one space, ends trimmed, at most max_chars characters. Text must be valid UTF-8. */
char *loft_text_one_line (const char *text, gsize max_chars);

/* (transfer full) "before: “text”", so that nobody takes a server's words for ours: the quotation
 * ends only where it really does. Only "before" when text is "". Text must be valid UTF-8. */
char *loft_text_quote (const char *before, const char *text);

/* (transfer full) Folded for search: decomposed, without combining marks, case-folded; CJK
 * characters stand apart as words of one character, so that a phrase finds them. Text must be
 * valid UTF-8. */
char *loft_text_fold (const char *text, gssize length);

/* A 63-bit hash that is the same on every machine and in every version (FNV-1a); for keys kept
 * in the store. */
gint64 loft_text_stable_hash (const char *text);

/* CRC-32C of bytes, continued from seed (0 at the start); for records of journal and content. */
guint32 loft_text_checksum (guint32 seed, gconstpointer data, gsize length);

G_END_DECLS
