/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-pop3-backend.h"
#include "loft-pop3-session.h"

G_BEGIN_DECLS

#define LOFT_POP3_BACKEND_MAX_HEADER  (4 * 1024 * 1024)
#define LOFT_POP3_BACKEND_MAX_MESSAGE (200 * 1024 * 1024) /* as a message of any account */

/* A message of the running session. */
typedef struct {
  guint32 number;
  guint64 size; /* as announced */
  char *remote_id; /* (nullable) NULL: it cannot be told apart from others */
} LoftPop3Entry;

/* All of them. */
typedef struct {
  GPtrArray *entries; /* of LoftPop3Entry, by number */
  GHashTable *by_id; /* remote id -> LoftPop3Entry */
  gboolean sound;
} LoftPop3Entries;

struct _LoftPop3Backend {
  GObject parent;

  LoftPop3Session *session; /* (owned) */
  const LoftSignInMemory *memory; /* (nullable) (borrowed) */
  gpointer user_data; /* of memory */
  LoftPop3Entries *entries; /* (owned) (nullable) of this connection */
  gboolean lacks_uidl; /* learnt */
  guint delay; /* seconds that the server wants between sign-ins, as it told last */
  LoftArrivingFunc arriving; /* (nullable) told of what is fetched */
  gpointer arriving_data;
  GHashTable *endless; /* (owned) remote ids of messages that went on beyond every limit */
};

/* loft_backend_connect (). */
gboolean loft_pop3_backend_connect (LoftPop3Backend *self, GCancellable *cancellable,
                                    GError **error);

/* loft-pop3-backend-entries.c: lists the mailbox, once a session. */
gboolean loft_pop3_backend_ensure_listed (LoftPop3Backend *self, GCancellable *cancellable,
                                          GError **error);
void loft_pop3_entries_free (LoftPop3Entries *self);

/* What the headers of entries (of LoftPop3Entry, all of this session) say: loft-mime-identity.h.
 * digest: (nullable) NULL where the server does not tell. */
typedef void (*LoftPop3DigestFunc) (LoftPop3Entry *entry, const char *digest, gpointer user_data);
gboolean loft_pop3_backend_read_digests (LoftPop3Backend *self, GPtrArray *entries,
                                         LoftPop3DigestFunc func, gpointer user_data,
                                         GCancellable *cancellable, GError **error);

/* loft-pop3-backend-anchors.c: a few messages by unique-id and header, as a token. There are servers
 * whose unique-ids are numbers that begin anew, so that a new message is called as an old one was.
 * *reused: so it is. */
gboolean loft_pop3_backend_check_anchors (LoftPop3Backend *self, GBytes *token, gboolean *reused,
                                          GCancellable *cancellable, GError **error);
/* The listing is as it was when the anchors were made, not long ago: they need not be looked at. */
gboolean loft_pop3_backend_is_unchanged (LoftPop3Backend *self, GBytes *token);
/* *token: (transfer full) (nullable) NULL where the server does not tell headers. */
gboolean loft_pop3_backend_make_anchors (LoftPop3Backend *self, GBytes **token,
                                         GCancellable *cancellable, GError **error);

/* loft-pop3-backend-delay.c */
gboolean loft_pop3_backend_may_sign_in (LoftPop3Backend *self, GError **error);
void loft_pop3_backend_note_delay (LoftPop3Backend *self);
/* failure: becomes LOFT_ERROR_TOO_SOON. */
void loft_pop3_backend_note_too_soon (LoftPop3Backend *self, GError *failure);
/* The number that follows the tag of a capability; -1: none. */
gint loft_pop3_backend_get_number (LoftPop3Backend *self, const char *tag);

/* loft-pop3-backend-changes.c: loft_backend_changes (). */
gboolean loft_pop3_backend_changes (LoftBackend *backend, const char *folder_id, GBytes *token,
                                    LoftRemoteIds *known, const LoftContentWish *wish,
                                    LoftChangeFunc func, gpointer user_data,
                                    GCancellable *cancellable, GError **error);

G_END_DECLS
