/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-sync.h"
#include "loft-account.h"
#include "loft-lying-server.h"

G_BEGIN_DECLS

/* A real account (stores, journal, sync, the IMAP backend) in a temporary folder, and a lying server
 * for it. One thread. */
typedef struct {
  char *directory;
  LoftLyingServer *server;  /* (owned) */
  LoftAccount *account;     /* (owned) */
  LoftBackend *backend;     /* (owned) */
  LoftAccountStore *store;  /* (owned) */
  LoftMailStore *local;     /* (owned) the local writer's */
  LoftJournal *journal;     /* (owned) */
  LoftAccountSync *sync;    /* (owned) */
} LoftLyingWorld;

LoftLyingWorld *loft_lying_world_new  (LoftLyingStyle style);
void            loft_lying_world_free (LoftLyingWorld *self); /* removes its folder */

/* One run over a new connection. */
gboolean loft_lying_world_sync (LoftLyingWorld *self, GError **error);

/* (transfer full) what is shown, in the form of loft_lying_server_describe (). mailbox: (nullable) */
char *loft_lying_world_describe (LoftLyingWorld *self, const char *mailbox);

/* Fails the test unless the store shows what the server has, with every body. */
void loft_lying_world_assert_true (LoftLyingWorld *self, const char *mailbox);

/* Fails the test when a message is shown with the body of another, or the databases are not sound. */
void loft_lying_world_assert_sound (LoftLyingWorld *self);

/* The local id of the message with this subject; 0 none. */
gint64 loft_lying_world_find (LoftLyingWorld *self, const char *mailbox, const char *subject);

/* As a person does who is offline. */
void  loft_lying_world_flag (LoftLyingWorld *self, const char *mailbox, const char *subject,
                             LoftFlags add, LoftFlags remove);
guint loft_lying_world_count_operations (LoftLyingWorld *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftLyingWorld, loft_lying_world_free)

G_END_DECLS
