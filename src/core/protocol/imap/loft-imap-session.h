/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-credentials.h"
#include "loft-endpoint.h"
#include "loft-imap-copied.h"
#include "loft-imap-fetch.h"
#include "loft-imap-mailbox.h"
#include "loft-imap-quota.h"
#include "loft-imap-uid-set.h"
#include "loft-search-query.h"
#include "loft-sign-in.h"
#include "loft-trust.h"

G_BEGIN_DECLS

/* One IMAP connection (RFC 3501 / 9051). All calls block and are made in the owner's thread.
 * Whatever breaks the connection (LOFT_ERROR_OFFLINE, _TEMPORARY, _PROTOCOL, cancelled) closes it;
 * loft_imap_session_connect() makes a new one. NO to a command is LOFT_ERROR_REFUSED (or _AUTH,
 * _GONE, _LIMIT, _TEMPORARY by its response code, RFC 5530), the connection lives on. */
#define LOFT_TYPE_IMAP_SESSION (loft_imap_session_get_type ())
G_DECLARE_FINAL_TYPE (LoftImapSession, loft_imap_session, LOFT, IMAP_SESSION, GObject)

/* mechanism: the account's fixed SASL mechanism or "". func is called at each sign-in. */
LoftImapSession *loft_imap_session_new (const LoftEndpoint  *endpoint,
                                        const char          *mechanism,
                                        LoftCredentialsFunc  func,
                                        gpointer             user_data);

/* For the next connect: which certificate passes, and the strength below which no password is sent
 * (LOFT_ERROR_AUTH) unless the mechanism is fixed. */
void loft_imap_session_set_terms (LoftImapSession *self, const LoftSignInTerms *terms);

/* The file of a certificate of the person's own, read at each connect and used instead of the
 * endpoint's (loft-client-certificate.h); the password of the credentials opens it. NULL or "" for
 * none. */
void loft_imap_session_set_certificate_file (LoftImapSession *self, const char *path);

/* Connects, upgrades, authenticates, then (pipelined) CAPABILITY if not given, ID, ENABLE (QRESYNC,
 * CONDSTORE), NAMESPACE, and COMPRESS (RFC 4978) as the endpoint says; a connection that broke the
 * protocol while compressed is not compressed again. Nothing when connected already. A refused
 * sign-in is LOFT_ERROR_AUTH with the server's text. */
gboolean loft_imap_session_connect (LoftImapSession *self, GCancellable *cancellable,
                                    GError **error);
gboolean loft_imap_session_is_connected (LoftImapSession *self);
void     loft_imap_session_close        (LoftImapSession *self); /* at once, no LOGOUT awaited */
void     loft_imap_session_logout       (LoftImapSession *self); /* LOGOUT, at most 2 s */

/* After LOFT_ERROR_UNTRUSTED: (transfer none) (nullable). */
const LoftCertificateProblem *loft_imap_session_get_certificate_problem (LoftImapSession *self);

/* While connected: as loft_stream_get_certificate_faults (). */
const char *loft_imap_session_get_certificate_faults (LoftImapSession *self);

/* Name as in CAPABILITY, any case: "QRESYNC", "SPECIAL-USE"; after authentication. QRESYNC only
 * when the server confirmed that it is enabled. */
gboolean loft_imap_session_has_capability (LoftImapSession *self, const char *capability);

/* The mechanism used last ("LOGIN" for the command). (nullable) */
const char *loft_imap_session_get_mechanism (LoftImapSession *self);

/* (transfer full) GPtrArray of LoftImapMailbox: personal, other users' and shared namespaces.
 * LIST-EXTENDED, SPECIAL-USE, LIST-MYRIGHTS and LIST-STATUS in one round trip where offered, with
 * MAILBOXID where there is OBJECTID, else LIST + LSUB and
 * (with_status) pipelined STATUS. Names with NUL, controls, or over 100 levels are left out. */
GPtrArray *loft_imap_session_list (LoftImapSession *self,
                                   gboolean         with_status,
                                   GCancellable    *cancellable,
                                   GError         **error);

/* FALSE stops: what is in flight is drained, no further command is sent, the call returns TRUE.
 * Neither this nor the updates table may call the session. */
typedef gboolean (*LoftImapFetchFunc) (const LoftImapFetch *fetch, gpointer user_data);
typedef gboolean (*LoftImapRangeFunc) (GBytes *data, gpointer user_data);

/* What the server says unasked, or in answer to SELECT with QRESYNC. (borrowed) */
typedef struct {
  void (*exists)   (guint32 n_messages, gpointer user_data);
  void (*fetched)  (const LoftImapFetch *fetch, gpointer user_data); /* only with a UID */
  void (*vanished) (const LoftImapUidSet *uids, gboolean earlier, gpointer user_data);
  void (*expunged) (gpointer user_data); /* EXPUNGE by number, or FETCH without UID: rescan */
} LoftImapUpdates;

/* (nullable) table; borrowed with user_data until replaced. */
void loft_imap_session_set_updates (LoftImapSession *self, const LoftImapUpdates *updates,
                                    gpointer user_data);

typedef struct {
  guint32 uid_validity;
  guint32 uid_next;        /* 0 unknown */
  guint32 exists;
  guint64 highest_modseq;  /* 0: no mod-sequences in this mailbox */
  gboolean read_only;
  gboolean keywords_allowed; /* PERMANENTFLAGS has \* */
  char *permanent_keywords;  /* canonical; owned by the session, until the next select */
} LoftImapSelected;

/* SELECT, with (QRESYNC (…)) when known_modseq is not 0 and the server can, else (CONDSTORE) when
 * it can. VANISHED and FETCH that come with it go to the updates table before this returns; if
 * UIDVALIDITY differs from known_validity none are told. */
gboolean loft_imap_session_select (LoftImapSession  *self,
                                   const char       *mailbox,
                                   guint32           known_validity,
                                   guint64           known_modseq,
                                   LoftImapSelected *selected,
                                   GCancellable     *cancellable,
                                   GError          **error);

/* (transfer none) (nullable) wire name of the selected mailbox. */
const char *loft_imap_session_get_selected (LoftImapSession *self);

/* UID FETCH in commands of at most chunk UIDs, newest first, up to 3 in flight. changed_since: 0 or
 * a mod-sequence (CONDSTORE). FETCH responses for UIDs not asked for go to the updates table, never
 * to func; so do answers without the header or body that was asked for (NIL: the server cannot read
 * the message). When the server refuses several at once, headers or bodies are asked for one by
 * one, and up to 20 that are refused alone are left out. EXPUNGEISSUED is no error, but expunged()
 * is told. changed_since and MODSEQ are left out where the mailbox has no mod-sequences. A literal
 * over 1 MiB outside BODY, or a body over max_body bytes, is LOFT_ERROR_LIMIT and closes; memory
 * grows with bytes received, never with the announced length. */
gboolean loft_imap_session_fetch (LoftImapSession      *self,
                                  const LoftImapUidSet *uids,
                                  LoftImapFetchItems    items,
                                  guint64               changed_since,
                                  guint                 chunk,
                                  gsize                 max_body,
                                  LoftImapFetchFunc     func,
                                  gpointer              user_data,
                                  GCancellable         *cancellable,
                                  GError              **error);

/* Up to n pieces of one message, BODY.PEEK[]<offset.length> and what follows it, in order, up to 3
 * commands in flight. The one that is shorter than length (empty past the end) is the last; fewer
 * come from a server that answers out of order. func: FALSE ends it, which is no error.
 * LOFT_ERROR_GONE when the server returns nothing for the UID. */
gboolean loft_imap_session_fetch_ranges (LoftImapSession  *self,
                                         guint32           uid,
                                         guint64           offset,
                                         guint             length,
                                         guint             n,
                                         LoftImapRangeFunc func,
                                         gpointer          user_data,
                                         GCancellable     *cancellable,
                                         GError          **error);

/* One piece. (transfer full) */
GBytes *loft_imap_session_fetch_range (LoftImapSession *self,
                                       guint32          uid,
                                       guint64          offset,
                                       guint            length,
                                       GCancellable    *cancellable,
                                       GError         **error);

/* All UIDs of the selected mailbox: UID SEARCH RETURN (ALL) ALL with ESEARCH, else UID SEARCH ALL.
 * (transfer full) */
LoftImapUidSet *loft_imap_session_search_all (LoftImapSession *self, GCancellable *cancellable,
                                              GError **error);

/* (transfer full) UIDs of the selected mailbox whose words the server finds (loft-imap-search.h).
 * LOFT_ERROR_REFUSED when it cannot be asked, or knows no UTF-8 (BADCHARSET). */
LoftImapUidSet *loft_imap_session_search     (LoftImapSession *self, const LoftSearchQuery *query,
                                              GCancellable *cancellable, GError **error);

/* UID SEARCH SINCE: received that day or later, by the server's clock and time zone; since in
 * seconds since the epoch, its day in UTC. (transfer full) */
LoftImapUidSet *loft_imap_session_search_since (LoftImapSession *self, gint64 since,
                                                GCancellable *cancellable, GError **error);

/* UID STORE ±FLAGS.SILENT; add and remove pipelined; long sets split into lines under 8,000
 * bytes. Keywords canonical or NULL; ones that are no ASCII atoms are LOFT_ERROR_REFUSED. The new
 * mod-sequences, where the server has them, come to the updates table. LOFT_ERROR_REFUSED with the
 * reason where the mailbox may only be read, or a right is missing (ACL). */
gboolean loft_imap_session_store (LoftImapSession      *self,
                                  const LoftImapUidSet *uids,
                                  LoftFlags             add,
                                  LoftFlags             remove,
                                  const char           *add_keywords,
                                  const char           *remove_keywords,
                                  GCancellable         *cancellable,
                                  GError              **error);

/* UID COPY, UID MOVE of messages of the selected mailbox to another. copied (zeroed before): adds
 * which became which, also before a failure; stays empty where the server does not tell (UIDPLUS).
 * LOFT_ERROR_GONE when there is no such mailbox, _LIMIT when it is full. move is
 * LOFT_ERROR_REFUSED where MOVE is not offered. What left is told to the updates table. */
gboolean loft_imap_session_copy (LoftImapSession      *self,
                                 const LoftImapUidSet *uids,
                                 const char           *mailbox,
                                 LoftImapCopied       *copied,
                                 GCancellable         *cancellable,
                                 GError              **error);
gboolean loft_imap_session_move (LoftImapSession      *self,
                                 const LoftImapUidSet *uids,
                                 const char           *mailbox,
                                 LoftImapCopied       *copied,
                                 GCancellable         *cancellable,
                                 GError              **error);

/* UID EXPUNGE: removes those of uids that have \Deleted, and no others. LOFT_ERROR_REFUSED where
 * UIDPLUS is not offered: EXPUNGE would take what others have marked. */
gboolean loft_imap_session_expunge (LoftImapSession      *self,
                                    const LoftImapUidSet *uids,
                                    GCancellable         *cancellable,
                                    GError              **error);

/* UID SEARCH: those of uids that are there; those with \\Deleted. (transfer full) */
LoftImapUidSet *loft_imap_session_search_uids    (LoftImapSession *self, const LoftImapUidSet *uids,
                                                  GCancellable *cancellable, GError **error);
LoftImapUidSet *loft_imap_session_search_deleted (LoftImapSession *self, GCancellable *cancellable,
                                                  GError **error);

/* EXPUNGE: all that have \\Deleted, whoever marked them. For servers without UIDPLUS, after a look. */
gboolean loft_imap_session_expunge_all (LoftImapSession *self, GCancellable *cancellable,
                                        GError **error);

/* APPEND, with flags and (not 0) the date of receipt. *uid: 0 where the server does not tell (UIDPLUS).
 * LOFT_ERROR_GONE when there is no such mailbox, _LIMIT when it is full or the message is larger than
 * APPENDLIMIT, _REFUSED for one with zero bytes. Keywords that are no ASCII atoms are left out. */
gboolean loft_imap_session_append (LoftImapSession *self,
                                   const char      *mailbox,
                                   LoftFlags        flags,
                                   const char      *keywords,
                                   gint64           received,
                                   GBytes          *raw,
                                   guint32         *uid,
                                   GCancellable    *cancellable,
                                   GError         **error);

/* STATUS: UIDVALIDITY and UIDNEXT, 0 where the server does not tell. */
gboolean loft_imap_session_get_next (LoftImapSession *self,
                                     const char      *mailbox,
                                     guint32         *uid_validity,
                                     guint32         *uid_next,
                                     GCancellable    *cancellable,
                                     GError         **error);

/* Whether there is such a mailbox; *delimiter: of its levels, 0 for none or when there is none. */
gboolean loft_imap_session_look_up (LoftImapSession *self,
                                    const char      *mailbox,
                                    gboolean        *exists,
                                    char            *delimiter,
                                    GCancellable    *cancellable,
                                    GError         **error);

/* Names in modified UTF-7. create: for the role where the server knows CREATE-SPECIAL-USE. */
gboolean loft_imap_session_create (LoftImapSession *self,
                                   const char      *mailbox,
                                   LoftFolderRole   role,
                                   GCancellable    *cancellable,
                                   GError         **error);
gboolean loft_imap_session_rename (LoftImapSession *self,
                                   const char      *mailbox,
                                   const char      *new_name,
                                   GCancellable    *cancellable,
                                   GError         **error);
gboolean loft_imap_session_delete (LoftImapSession *self,
                                   const char      *mailbox,
                                   GCancellable    *cancellable,
                                   GError         **error);

/* SUBSCRIBE or UNSUBSCRIBE. */
gboolean loft_imap_session_subscribe (LoftImapSession *self,
                                      const char      *mailbox,
                                      gboolean         subscribed,
                                      GCancellable    *cancellable,
                                      GError         **error);

/* The following are LOFT_ERROR_REFUSED where the server does not offer what they need. */

/* QUOTA: (transfer full) GPtrArray of LoftImapQuota, those that count for the mailbox. */
GPtrArray *loft_imap_session_get_quotas (LoftImapSession *self,
                                         const char      *mailbox,
                                         GCancellable    *cancellable,
                                         GError         **error);

/* STATUS=SIZE (RFC 8438): messages of the mailbox, and the bytes of them all. */
gboolean loft_imap_session_get_size (LoftImapSession *self,
                                     const char      *mailbox,
                                     guint           *n_messages,
                                     guint64         *bytes,
                                     GCancellable    *cancellable,
                                     GError         **error);

/* ACL: what the person may do in the mailbox. */
gboolean loft_imap_session_get_rights (LoftImapSession *self,
                                       const char      *mailbox,
                                       LoftImapRights  *rights,
                                       GCancellable    *cancellable,
                                       GError         **error);

/* METADATA: (transfer full) the value of an entry ("/shared/comment"), valid UTF-8, at most 4,000
 * bytes, "" for none. mailbox "": of the server itself. */
char *loft_imap_session_get_metadata (LoftImapSession *self,
                                      const char      *mailbox,
                                      const char      *entry,
                                      GCancellable    *cancellable,
                                      GError         **error);

/* APPENDLIMIT: bytes that a message may have; 0 when the server does not tell. */
gboolean loft_imap_session_get_append_limit (LoftImapSession *self,
                                             const char      *mailbox,
                                             guint64         *limit,
                                             GCancellable    *cancellable,
                                             GError         **error);

/* NOTIFY: asks the server to tell of changes in all mailboxes of the person's, for as long as the
 * connection lives. TRUE also where the server cannot, which notifies() tells: IDLE then tells of
 * the selected one. */
gboolean loft_imap_session_notify   (LoftImapSession *self, GCancellable *cancellable,
                                     GError **error);
gboolean loft_imap_session_notifies (LoftImapSession *self);

/* Whether the last loft_imap_session_idle() since SELECT ended for a mailbox that is not selected.
 * What is told of one at any other time ends the next idle at once, unless loft_imap_session_list()
 * comes first. */
gboolean loft_imap_session_changed_elsewhere (LoftImapSession *self);

/* IDLE (or NOOP and wait where it is not offered, or refused) until something changed in the
 * selected mailbox (changed TRUE, told to the updates table) or in another (see notify), seconds
 * went by, or loft_imap_session_wake(). Ends with DONE and its reply; re-issues IDLE every 25
 * minutes by itself. */
gboolean loft_imap_session_idle (LoftImapSession *self,
                                 guint            seconds,
                                 gboolean        *changed,
                                 GCancellable    *cancellable,
                                 GError         **error);

/* Ends idle early. Any thread, while the session lives. */
void loft_imap_session_wake (LoftImapSession *self);

gboolean loft_imap_session_noop (LoftImapSession *self, GCancellable *cancellable, GError **error);

/* The text of the last [ALERT], the server's own words, shown as such. (nullable) */
const char *loft_imap_session_get_alert (LoftImapSession *self);

/* After TLS, all connections of this session; for progress and tests. */
guint64 loft_imap_session_get_bytes_received (LoftImapSession *self);

G_END_DECLS
