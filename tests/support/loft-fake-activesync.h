/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The stateful ActiveSync server fake-activesync.py, in a process of its own: what it can do and which
 * faults it has is said there. Users alice, bob and carol, password NAME-secret. loft_test_tls_install()
 * comes first. It ends with loft_fake_activesync_free(), and with the test process. Every failure ends the
 * test program with the reason. One thread. */
typedef struct _LoftFakeActivesync LoftFakeActivesync;

/* versions: (nullable) "14.1,16.1" of those that it speaks: 12.1, 14.0, 14.1, 16.0, 16.1. A Ping waits as
 * long as it is asked for, 1 to 3540 seconds. */
LoftFakeActivesync *loft_fake_activesync_new (const char *versions);
void loft_fake_activesync_free (LoftFakeActivesync *self);

/* (transfer none) "https://localhost:PORT/Microsoft-Server-ActiveSync" */
const char *loft_fake_activesync_get_url (LoftFakeActivesync *self);

/* (transfer none) "https://localhost:PORT", below which Autodiscover is. */
const char *loft_fake_activesync_get_root (LoftFakeActivesync *self);

/* (transfer full) What a word of the control answers, JSON: ("put", "{'folder': 'Inbox', 'mime': …}"). Single
 * quotes in json stand for double ones; NULL for {}. */
char *loft_fake_activesync_ask (LoftFakeActivesync *self, const char *word, const char *json);

/* The same, for a word whose answer says nothing. */
void loft_fake_activesync_tell (LoftFakeActivesync *self, const char *word, const char *json);

/* (transfer full) The id of a new mail; mime with CRLF or LF; folder: "Inbox", "Sent Items" … */
char *loft_fake_activesync_put_mail (LoftFakeActivesync *self, const char *user, const char *folder,
                                     const char *mime);

/* Requests of a command so far; blocks until there are so many. */
guint loft_fake_activesync_get_count (LoftFakeActivesync *self, const char *command);
void loft_fake_activesync_wait (LoftFakeActivesync *self, const char *command, guint count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftFakeActivesync, loft_fake_activesync_free)

G_END_DECLS
