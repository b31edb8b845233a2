/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of LoftMailAccount: the account itself, -owner (what the owner of the account
 * does, be it this process or another), -open (opening a message). */

#include "loft-account-network.h"
#include "loft-account-outbox.h"
#include "loft-mail-account-private.h"
#include "loft-owner.h"

G_BEGIN_DECLS

struct _LoftMailAccount {
  GObject parent;

  char *profile_dir;
  char *directory;
  LoftAccount *account;        /* (owned) */
  LoftOnline *online;          /* (owned) */
  LoftOwner *owner;            /* (owned) */
  LoftAccountNetwork *network; /* (owned) (nullable) only while we own the account */
  LoftAccountOutbox *outbox;   /* (owned) (nullable) the same */
  GListStore *outgoing;        /* (owned) of LoftOutgoingItem */
  LoftAccountLocal *local;     /* (owned) (nullable) NULL after stop */
  LoftMailReader *reader;      /* (owned) (nullable) main thread's */
  GListStore *folders;         /* (owned) of LoftMailFolder */
  gboolean started;
  guint follow_source;
  gint64 repair_after;         /* monotonic */
  gsize log_told;              /* how far the log of repairs is known: whoever repairs writes into it */
  gint64 data_version;
  guint n_pending;
  LoftProgress asked_progress; /* of a sync that another process does for us */
  guint n_asked;
  GCancellable *asking;        /* (owned) ends the waiting for another owner's syncs */
};

/* The store has changed: folders, pending operations and lists are looked at again. folder_id 0: any. */
void loft_mail_account_follow_store (LoftMailAccount *self, gint64 folder_id);

/* Outgoing messages are read anew. */
void loft_mail_account_load_outgoing_rows (LoftMailAccount *self);

/* Copies of drafts that were sent or discarded leave their folder. */
void loft_mail_account_sweep_drafts (LoftMailAccount *self);

/* State or progress changed. */
void loft_mail_account_tell_status (LoftMailAccount *self);

/* Emits "arriving". */
void loft_mail_account_tell_arriving (LoftMailAccount *self, gint64 message_id, guint64 done,
                                      guint64 total);

/* FALSE without error: another process is the owner. */
gboolean loft_mail_account_become_owner (LoftMailAccount *self, GError **error);

/* LoftOwnerRequestFunc. */
void loft_mail_account_serve (LoftOwnerRequest *request, gpointer self);

/* What the owner shall do, be it this process or another. */
typedef enum {
  ERRAND_SYNC,
  ERRAND_REPLAY,
  ERRAND_FETCH,
  ERRAND_REPAIR,
  ERRAND_USAGE,
  ERRAND_SEND,
} ErrandKind;

typedef struct {
  ErrandKind kind;
  gint64 id;       /* of a folder or message */
  guint n_tries;   /* owners that were asked and went away */
} Errand;

/* client: (transfer full) returned when the owner, which this process becomes if there is none, has done
 * it. */
void loft_mail_account_run_errand (LoftMailAccount *self, const Errand *errand, GTask *client);

G_END_DECLS
