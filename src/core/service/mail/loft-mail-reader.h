/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account.h"
#include "loft-authentication.h"
#include "loft-error.h"
#include "loft-folder.h"
#include "loft-mail-search.h"
#include "loft-message.h"

G_BEGIN_DECLS

/* Reads one account's store; never writes, never waits for the network. One object is one
 * connection and belongs to one thread at a time: the window's main thread makes only the bounded
 * calls (one message, the folders), workers and loftctl make any. Errors: LOFT_ERROR_STORE,
 * LOFT_ERROR_GONE, G_IO_ERROR_CANCELLED. */
typedef struct _LoftMailReader LoftMailReader;

LoftMailReader *loft_mail_reader_open  (const char *directory, GError **error);
void            loft_mail_reader_close (LoftMailReader *self);

/* A number that changes when anybody committed. */
gint64 loft_mail_reader_get_data_version (LoftMailReader *self);

/* (transfer full) of LoftFolder, in sidebar order. */
GPtrArray   *loft_mail_reader_list_folders (LoftMailReader *self, GError **error);
LoftFolder  *loft_mail_reader_find_folder  (LoftMailReader *self, const char *path, GError **error);

/* (transfer full) */
LoftMessage *loft_mail_reader_get_message (LoftMailReader *self, gint64 message_id,
                                           GError **error);
/* (transfer full) of gint64, newest first. */
GArray      *loft_mail_reader_list_ids    (LoftMailReader *self, gint64 folder_id, guint limit,
                                           guint offset, GCancellable *cancellable,
                                           GError **error);

/* (transfer full) byte-exact; LOFT_ERROR_GONE when it is not cached. */
GBytes      *loft_mail_reader_get_raw     (LoftMailReader *self, gint64 message_id, GError **error);

/* (transfer none) (nullable) Whose Authentication-Results are believed; learnt from the inbox at the
 * first call, and again now and then while it is not known. */
const LoftAuthenticationTrust *loft_mail_reader_get_trust (LoftMailReader *self,
                                                           LoftAccount    *account);

/* (transfer full) of gint64: messages that a QUERY finds, newest first. */
GArray      *loft_mail_reader_search      (LoftMailReader *self, const char *query, guint limit,
                                           GCancellable *cancellable, GError **error);

/* One message of a conversation. */
typedef struct {
  gint64 id;
  gint64 folder_id;
  gint64 date;
  LoftFlags flags;
  guint keywords; /* g_str_hash() of them: whether they changed */
} LoftConversationMessage;

/* (transfer full) of LoftConversationMessage in reading order, oldest first: those in all folders,
 * one's own replies among them, each Message-ID once (the copy in folder_id, else the one in the
 * folder that comes first by role), without those in Trash and Junk unless that is folder_id.
 * folder_id: where the reader is; 0 for nowhere. Of a long one the newest 1,000. Bounded. */
GArray *loft_mail_reader_list_conversation (LoftMailReader *self, gint64 conversation_id,
                                            gint64 folder_id, GError **error);

/* The same with scope, order and what the server found: (transfer full) of LoftSearchHit. */
GArray      *loft_mail_reader_search_for  (LoftMailReader *self, const LoftMailSearch *search,
                                           GCancellable *cancellable, GError **error);

/* Packed addresses of the newest limit messages, newest first. */
typedef void (*LoftMailPeopleFunc) (const char *sender, const char *recipients, gpointer user_data);
gboolean     loft_mail_reader_foreach_people (LoftMailReader *self, guint limit,
                                              LoftMailPeopleFunc func, gpointer user_data,
                                              GCancellable *cancellable, GError **error);

/* One line of a list of conversations. */
typedef struct {
  gint64 conversation_id;
  gint64 newest_id;   /* its newest message in the folder */
  guint total;        /* messages in the conversation, as list_conversation() has them */
  guint unread;
} LoftConversation;

/* (transfer full) of LoftConversation: those with a message in the folder, by its newest there. */
GArray *loft_mail_reader_list_conversations (LoftMailReader *self, gint64 folder_id, guint limit,
                                             guint offset, GCancellable *cancellable,
                                             GError **error);

/* A waiting operation for people. */
typedef struct {
  gint64 id;
  char *kind;    /* of loft-operation.h: "flags", "move", "folder-create" … */
  char *folder;  /* path of its target, or of the folder it is about; "" for none */
  char *what;    /* English: "+seen -flagged", "move to Archive" */
  guint items;   /* messages; 0 for what is done to a folder */
  gint64 since;
  guint tries;
  char *error;   /* "" */
} LoftPendingOperation;

void loft_pending_operation_free (LoftPendingOperation *self);

/* (transfer full) of LoftPendingOperation, oldest first. */
GPtrArray *loft_mail_reader_list_pending  (LoftMailReader *self, GError **error);
guint      loft_mail_reader_count_pending (LoftMailReader *self);
/* Messages wait to go to another account. */
gboolean   loft_mail_reader_has_across    (LoftMailReader *self);

/* What came to nothing, for people. */
typedef struct {
  gint64 id;
  char *kind;         /* of the operation; "download", "read" */
  char *folder;       /* path */
  char *subject;      /* of the (first) message, "" for none */
  gint64 at;
  LoftError error_class;
  char *reason;       /* English, with the server's own words */
  gint64 message_id;  /* 0 for none, or it is gone */
  gint64 shown_in;    /* folder in which it is to be seen now, 0 for none */
  gboolean is_only_here; /* that message is in no folder: to be kept by exporting it */
  guint items;
} LoftProblem;

void loft_problem_free (LoftProblem *self);

/* (transfer full) of LoftProblem, newest first. */
GPtrArray *loft_mail_reader_list_problems  (LoftMailReader *self, GError **error);
guint      loft_mail_reader_count_problems (LoftMailReader *self);
/* (transfer full) What the problem is about: the message's bytes, or an event, a task or a contact as a
 * person wrote it. LOFT_ERROR_GONE. */
GBytes    *loft_mail_reader_get_problem_raw (LoftMailReader *self, gint64 problem_id,
                                             GError **error);

/* What doctor looks at. */
typedef struct {
  guint64 folders;
  guint64 messages;
  guint64 cached;
  guint64 conversations;
  guint64 operations;
  guint64 indexed;
  GPtrArray *findings; /* of char*, English; empty when sound */
} LoftMailReport;

void            loft_mail_report_free   (LoftMailReport *self);

/* (transfer full) integrity of all databases, every content record against its checksum and its
 * row. Takes its time. */
LoftMailReport *loft_mail_reader_examine (LoftMailReader *self, GCancellable *cancellable,
                                          GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftMailReader, loft_mail_reader_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftPendingOperation, loft_pending_operation_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftProblem, loft_problem_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftMailReport, loft_mail_report_free)

G_END_DECLS
