/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A message on its way onto the line, piece by piece (RFC 5321, 2.3.8 and 4.5.2). Pure; any thread.
 *
 * Every LF without CR becomes CRLF, and every CR without LF a blank: what some servers take for the
 * end of a line, and others do not, is how mail is smuggled in. A last line without an end gets
 * one. Everything else goes as it is, also NUL and long lines. */
typedef struct {
  gboolean stuffs_dots; /* for DATA; BDAT needs none */
  gboolean in_line;     /* something of the line was written */
  gboolean after_cr;    /* one that was not written yet */
} LoftSmtpContent;

/* Appends at most 2 × length + 2 bytes to out. */
void loft_smtp_content_convert (LoftSmtpContent *self, const char *bytes, gsize length,
                                GByteArray *out);

/* What is left to write at the end; not the final dot. */
void loft_smtp_content_finish (LoftSmtpContent *self, GByteArray *out);

G_END_DECLS
