/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Encoded words (RFC 2047, language suffix of RFC 2231) and the showing of header text. Linear;
 * pure; any thread. */

/* (transfer full) Unfolded raw header text to valid UTF-8. Reads also what mailers write against
 * the rules: characters split between words, blanks inside words, missing padding, words glued to
 * text. Bytes above ASCII outside of words are read as charset (nullable), else guessed. What is
 * decoded is not decoded again. */
char *loft_mime_words_decode (const char *text, gsize length, const char *charset);

/* The length of a complete encoded word without blanks at text, or 0. */
gsize loft_mime_words_length (const char *text, const char *end);

/* (transfer full) One line that cannot mislead: white space becomes single blanks, control
 * characters U+FFFD; characters that reorder (U+202A–202E, U+2066–2069) or that cannot be seen
 * are left out. Text must be valid UTF-8; at most max_bytes come out. */
char *loft_mime_words_show (const char *text, gsize max_bytes);

/* Whether showing had to replace or leave out more than white space. A zero width joiner and a
 * direction mark are at home in many scripts and do not count. */
gboolean loft_mime_words_has_hidden (const char *text);

G_END_DECLS
