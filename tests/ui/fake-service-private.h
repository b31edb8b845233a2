/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-service.h"

G_BEGIN_DECLS

/* What the files of the pretended service share. */

/* Messages that are numbers only begin here. */
#define FAKE_FIRST_ROW_ID G_GINT64_CONSTANT (1000000000)

typedef struct {
  LoftMessage *message;
  GBytes *raw;
} FakeStored;

struct _LoftMailAccount {
  GObject parent_instance;

  LoftAccount *account;
  GListStore *folders;
  GHashTable *messages;  /* id -> FakeStored */
  GHashTable *ids;       /* folder id -> GArray of gint64, newest first */
  GHashTable *rows;      /* id -> LoftMessageRow, weak */
  GPtrArray *lists;      /* of LoftMessageList, not owned */
  LoftAccountState state;
  GError *error;
  GError *open_error;
  guint64 rest; /* size of all of the messages of which the header is here; 0: none is so */
  gboolean slow;
  GTask *opening; /* (owned) (nullable) what was asked for last while slow */
  LoftCertificateProblem *problem;
  LoftProgress progress;
  guint n_pending;
  guint n_syncs;
  gint64 last_success;
  gint64 next_id;
};

struct _LoftMessageList {
  GObject parent_instance;

  LoftMailAccount *account;
  gint64 folder_id;
  char *query;
  GArray *ids;
  LoftMessageArrangement arrangement;
  gboolean loading;
};

/* Properties that are notified by hand and read by nobody. */
void fake_install_properties (GObjectClass *klass, const char *const *names);

/* Answers TRUE in the next turn of the main loop. */
void fake_finish_later (gpointer             source,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data);

/* A trial of an account: noted, and judged as fake_service_set_check () says. */
void     fake_service_note_check (LoftService *self, LoftAccount *account);
gboolean fake_service_judge      (LoftService             *self,
                                  LoftCertificateProblem **problem,
                                  GError                 **error);

/* (transfer none) of gint64, newest first. */
GArray *fake_account_get_ids (LoftMailAccount *self, gint64 folder_id);

/* Tells all rows of a conversation that it changed. */
void fake_account_notify (LoftMailAccount *self, gint64 conversation_id);

/* Sets the counts that the folder shows. */
void fake_account_count (LoftMailAccount *self, gint64 folder_id);

G_END_DECLS
