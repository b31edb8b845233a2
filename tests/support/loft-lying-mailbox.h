/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A mailbox of the lying server, and its true answers. */
typedef struct {
  guint32 uid;
  char *subject;
  char *flags; /* letters of SFADT, sorted */
  gint64 received;
  guint64 modseq;
} LoftLyingMessage;

typedef struct {
  char *name;
  guint32 uid_validity;
  guint32 uid_next;
  guint64 modseq;      /* the highest */
  gint64 last_received;
  GPtrArray *messages; /* of LoftLyingMessage, by UID */
  GHashTable *gone;    /* of UID -> mod-sequence as pointers: for QRESYNC */
  gboolean condstore;
} LoftLyingMailbox;

LoftLyingMailbox *loft_lying_mailbox_new  (const char *name, guint32 uid_validity,
                                           gboolean condstore);
void              loft_lying_mailbox_free (LoftLyingMailbox *self);

LoftLyingMessage *loft_lying_mailbox_find    (LoftLyingMailbox *self, guint32 uid);
void              loft_lying_mailbox_deliver (LoftLyingMailbox *self, guint32 uid,
                                              const char *subject, const char *flags,
                                              gint64 received);
void              loft_lying_mailbox_expunge (LoftLyingMailbox *self, guint32 uid);
void              loft_lying_mailbox_flag    (LoftLyingMailbox *self, LoftLyingMessage *message,
                                              const char *flags);

/* Untagged responses, appended to out. arguments: what follows the command's name. */
void loft_lying_mailbox_answer_status (LoftLyingMailbox *self, GString *out);
void loft_lying_mailbox_answer_select (LoftLyingMailbox *self, const char *arguments,
                                       GString *out);
void loft_lying_mailbox_answer_search (LoftLyingMailbox *self, const char *tag,
                                       const char *arguments, GString *out);
void loft_lying_mailbox_answer_fetch  (LoftLyingMailbox *self, const char *arguments,
                                       GString *out);
void loft_lying_mailbox_answer_store  (LoftLyingMailbox *self, const char *arguments,
                                       GString *out);

G_END_DECLS
