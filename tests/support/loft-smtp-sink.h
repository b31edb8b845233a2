/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An SMTP server on loopback, without TLS and sign-in, that takes messages and counts whom they were
 * delivered to. It breaks off where it is told to. Connections are served one after the other in a
 * thread of its own; all functions are for the test's thread. */
typedef struct _LoftSmtpSink LoftSmtpSink;

LoftSmtpSink *loft_smtp_sink_new (void);
void loft_smtp_sink_free (LoftSmtpSink *self);

guint16 loft_smtp_sink_get_port (LoftSmtpSink *self);

/* How often a message was taken for an address: its end was read, whether or not an answer went out. */
guint loft_smtp_sink_count (LoftSmtpSink *self, const char *address);
/* (transfer full) the last message as it came, dots taken out. */
char *loft_smtp_sink_dup_last (LoftSmtpSink *self);
guint loft_smtp_sink_get_n_connections (LoftSmtpSink *self);
/* Everything counted is forgotten, and every rule. */
void loft_smtp_sink_reset (LoftSmtpSink *self);

/* The next connection breaks off: step 0 before the greeting, 1 behind it, 2n instead of the answer to
 * the n-th command (or end of a message), 2n + 1 behind it. TRUE from loft_smtp_sink_was_cut() when it
 * came to that. */
void loft_smtp_sink_cut_at (LoftSmtpSink *self, guint step);
gboolean loft_smtp_sink_was_cut (LoftSmtpSink *self);

/* Commands that begin so are answered so, that often; 0: always. "." stands for the end of a message. */
void loft_smtp_sink_answer (LoftSmtpSink *self, const char *begin, const char *answer, guint times);

/* Lines of the answer to EHLO behind the first, each without code; NULL-terminated. Borrowed. */
void loft_smtp_sink_set_extensions (LoftSmtpSink *self, const char *const *extensions);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSmtpSink, loft_smtp_sink_free)

G_END_DECLS
