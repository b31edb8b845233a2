/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-backend.h"
#include "loft-fake-activesync.h"
#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* An account of kind "eas" of alice at fake-activesync.py, and what a store would have of one folder of
 * mail or of resources. One thread. */

#define LOFT_EAS_WORLD_INBOX    "1"
#define LOFT_EAS_WORLD_DELETED  "3"
#define LOFT_EAS_WORLD_TASKS    "6"
#define LOFT_EAS_WORLD_CALENDAR "7"
#define LOFT_EAS_WORLD_CONTACTS "8"

typedef struct {
  LoftFakeActivesync *fake; /* one for the whole program, as at its start for each test */
  LoftAccount *account;
  LoftBackend *backend; /* connected */
  GHashTable *notes; /* that the account keeps of its server */
  GHashTable *mail; /* id -> LoftEasWorldMail */
  GHashTable *etags; /* id -> etag of a resource */
  GHashTable *texts; /* id -> its text */
  GBytes *token; /* (nullable) */
  const char *version; /* that the server speaks */
  /* Of the last sync. */
  guint n_batches;
  guint n_new;
  guint n_present;
  guint n_tokens;
} LoftEasWorld;

typedef struct {
  LoftFlags flags;
  char *keywords;
  char *header;
} LoftEasWorldMail;

/* Fixture functions of g_test_add (); version: the data. */
void loft_eas_world_set_up (LoftEasWorld *self, gconstpointer version);
void loft_eas_world_tear_down (LoftEasWorld *self, gconstpointer version);
/* At the end of the program. */
void loft_eas_world_end (void);

/* The account as after a start of the program: nothing but notes and what the store has. */
void loft_eas_world_restart (LoftEasWorld *self);

/* (transfer none) what an account signs in with, and remembers by; user_data: self. */
const LoftSignInMemory *loft_eas_world_get_memory (void);
LoftCredentials *loft_eas_world_sign_in (gpointer self, GCancellable *cancellable, GError **error);

/* printf into JSON of the control, with single quotes. */
void loft_eas_world_tell (LoftEasWorld *self, const char *word, const char *format, ...)
  G_GNUC_PRINTF (3, 4);
/* A fault from now on: "'command': 'Sync', 'http': 503". */
void loft_eas_world_fail (LoftEasWorld *self, const char *fault);
/* The next answer to a command. answer: (transfer full) */
void loft_eas_world_answer (LoftEasWorld *self, const char *command, LoftWbxmlElement *answer);
/* (transfer full) the id of a new mail in the inbox. */
char *loft_eas_world_put_mail (LoftEasWorld *self, const char *subject);
/* Items that the server has in a folder. */
guint loft_eas_world_count (LoftEasWorld *self, const char *folder_id);
/* Whether the server's state, or any word's answer, has a text. */
gboolean loft_eas_world_has (LoftEasWorld *self, const char *word, const char *json,
                             const char *text);

/* FALSE with error. */
gboolean loft_eas_world_try_mail (LoftEasWorld *self, const char *folder_id, GError **error);
gboolean loft_eas_world_try_resources (LoftEasWorld *self, const char *folder_id, GError **error);
/* It is done. */
void loft_eas_world_sync_mail (LoftEasWorld *self);
void loft_eas_world_sync_resources (LoftEasWorld *self, const char *folder_id);
/* What take_token () tells is stored. */
guint loft_eas_world_take_tokens (LoftEasWorld *self);

/* (transfer full) of char* */
GPtrArray *loft_eas_world_list_ids (const char *first, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
