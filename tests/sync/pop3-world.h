/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-sync.h"
#include "loft-pop3-mailbox.h"

G_BEGIN_DECLS

/* A POP3 account of real parts, from the connection to the disk, and its mailbox. One thread. */
typedef struct {
  char *directory;
  LoftPop3Mailbox *mailbox;
  LoftAccount *account;
  LoftDownloadTerms terms; /* take effect at the next open() */
  LoftBackend *backend;
  LoftAccountStore *store;
  LoftJournal *journal;
  LoftAccountSync *sync;
} Pop3World;

/* With so many messages in the mailbox. The clock stands at POP3_WORLD_NOW. */
#define POP3_WORLD_NOW ((gint64) 1750000000)
Pop3World *pop3_world_new (guint n_messages);
void pop3_world_free (Pop3World *self);

/* As when the program ends and is started again. */
void pop3_world_open (Pop3World *self);
void pop3_world_close (Pop3World *self);

/* Syncs over a connection of its own; -1 for success, else the class of its error. */
int pop3_world_sync (Pop3World *self);
/* That it succeeds. */
void pop3_world_sync_well (Pop3World *self);

/* (transfer full) the text of the n-th message ever. */
char *pop3_world_text (guint n);
void pop3_world_add (Pop3World *self, guint n);
void pop3_world_add_text (Pop3World *self, const char *uid, const char *text);

/* Messages here, all folders; how many of them are the n-th, content and all. */
guint pop3_world_count (Pop3World *self);
guint pop3_world_count_n (Pop3World *self, guint n);
gint64 pop3_world_find (Pop3World *self, guint n);

/* Moves the n-th message to the folder of a role, or deletes it for ever. */
void pop3_world_move (Pop3World *self, guint n, LoftFolderRole role);
void pop3_world_delete (Pop3World *self, guint n);

/* Closed meanwhile: by an independent hand. */
void pop3_world_run_sql (Pop3World *self, const char *sql);

LoftRemovalHold pop3_world_get_hold (Pop3World *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pop3World, pop3_world_free)

G_END_DECLS
