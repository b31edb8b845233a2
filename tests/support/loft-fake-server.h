/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-remote-item.h"

G_BEGIN_DECLS

/* The mailboxes of a mail server, in memory: what LoftFakeBackend serves and what a test changes
 * and judges. Folders are named by path, messages by a name of the test's. One thread at a time. */
typedef struct {
  char *name;
  guint64 number;    /* like a UID: ascending, never reused within a generation */
  char *remote_id;
  LoftFlags flags;
  char *keywords;
  gint64 received;
  GBytes *raw;
  guint64 position;  /* like a MODSEQ: of its last change */
  guint n_fetched;   /* whole bodies and last pieces given out */
  gboolean vanishes; /* is deleted by somebody just before it is fetched */
  gboolean refuses;  /* the server says no to every change of it */
  gint poison;       /* a LoftError that fetching it ends in; -1 none */
} LoftFakeMessage;

typedef struct {
  char *path;
  char *identity;
  guint generation;      /* like UIDVALIDITY */
  guint64 next_number;
  guint64 position;
  GPtrArray *messages;   /* of LoftFakeMessage, ascending by number */
  GArray *removed;       /* of LoftFakeRemoval */
  gboolean full;         /* takes no more messages */
} LoftFakeFolder;

typedef struct {
  guint64 number;
  guint64 position;
} LoftFakeRemoval;

typedef struct {
  GPtrArray *folders; /* of LoftFakeFolder */
  gboolean words;     /* remote ids are words, not numbers */
  gboolean refuses_folders; /* none can be made, renamed or deleted */
  guint n_identities;
  guint n_generations;
} LoftFakeServer;

LoftFakeServer *loft_fake_server_new  (gboolean words);
void            loft_fake_server_free (LoftFakeServer *self);

LoftFakeFolder *loft_fake_server_find_folder   (LoftFakeServer *self, const char *path);
LoftFakeFolder *loft_fake_server_add_folder    (LoftFakeServer *self, const char *path);
void            loft_fake_server_remove_folder (LoftFakeServer *self, const char *path);
void            loft_fake_server_rename_folder (LoftFakeServer *self, const char *path,
                                                const char *new_path);

/* With all folders below it. */
void            loft_fake_server_rename_tree   (LoftFakeServer *self, const char *path,
                                                const char *new_path);

LoftFakeMessage *loft_fake_folder_find           (LoftFakeFolder *self, const char *name);
LoftFakeMessage *loft_fake_folder_find_remote_id (LoftFakeFolder *self, const char *remote_id);
LoftFakeMessage *loft_fake_server_add_message    (LoftFakeServer *self, const char *path,
                                                  const char *name, GBytes *raw, LoftFlags flags,
                                                  const char *keywords, gint64 received);
void             loft_fake_folder_remove         (LoftFakeFolder *self, LoftFakeMessage *message);
void             loft_fake_folder_change         (LoftFakeFolder *self, LoftFakeMessage *message,
                                                  LoftFlags add, LoftFlags remove,
                                                  const char *add_keywords,
                                                  const char *remove_keywords);

/* UIDVALIDITY changes: every message gets another id, and where possible one that another message
 * had before. */
void loft_fake_server_renew_folder (LoftFakeServer *self, const char *path);

/* HIGHESTMODSEQ goes back without a new UIDVALIDITY, as after a restored backup. */
void loft_fake_folder_forget_positions (LoftFakeFolder *self);

/* (transfer full) "INBOX: a[SF] b[$Work]\n…", folders and messages by name. */
char *loft_fake_server_describe (LoftFakeServer *self);

/* (transfer full) "SF,$Work": how a test writes flags. */
char     *loft_fake_flags_to_text (LoftFlags flags, const char *keywords);
LoftFlags loft_fake_flag_from_letter (char letter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftFakeServer, loft_fake_server_free)

G_END_DECLS
