/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-sync.h"
#include "loft-eas-world.h"

G_BEGIN_DECLS

/* An account of kind "eas" with its stores in a temporary folder, its drafts, and what another device does to
 * them at fake-activesync.py. One thread. */

#define LOFT_DRAFT_WORLD_DRAFTS "2"

typedef struct {
  LoftEasWorld eas; /* the backend and its server; what it keeps of mail is not used */
  char *directory;
  LoftAccountStore *store; /* the network worker's */
  LoftMailStore *local; /* the local writer's */
  LoftJournal *journal;
  LoftJournal *local_journal;
  LoftAccountSync *sync;
} LoftDraftWorld;

/* Fixture functions of g_test_add (); version: the data. It is listed. */
void loft_draft_world_set_up (LoftDraftWorld *self, gconstpointer version);
void loft_draft_world_tear_down (LoftDraftWorld *self, gconstpointer version);

gboolean loft_draft_world_try_sync (LoftDraftWorld *self, GError **error);
void loft_draft_world_sync (LoftDraftWorld *self);
/* The program is started anew: nothing is known but what is stored. */
void loft_draft_world_restart (LoftDraftWorld *self);

/* The composer's draft (id 0: a new one) says subject, and its copy goes into the folder. Its id. */
gint64 loft_draft_world_write (LoftDraftWorld *self, gint64 id, const char *subject);
/* It was sent, or nobody wants it any more. */
void loft_draft_world_discard (LoftDraftWorld *self, gint64 id);

/* (transfer full) the server's id of the draft of that subject; fails the test where there is none. */
char *loft_draft_world_find_there (LoftDraftWorld *self, const char *subject);
/* Another device writes on it. */
void loft_draft_world_edit_there (LoftDraftWorld *self, const char *subject,
                                  const char *new_subject);
/* Local id in the folder of drafts, by subject; 0: none. */
gint64 loft_draft_world_find_here (LoftDraftWorld *self, const char *subject);
/* (transfer full) (nullable) */
char *loft_draft_world_dup_content (LoftDraftWorld *self, gint64 message_id);

/* subjects: of the drafts, sorted, "one two", here as well as there; and nothing waits. */
void loft_draft_world_assert (LoftDraftWorld *self, const char *subjects);

G_END_DECLS
