/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "loft-archive-rule.h"

G_BEGIN_DECLS

typedef enum {
  LOFT_SECURITY_TLS, /* TLS from the first byte */
  LOFT_SECURITY_STARTTLS, /* upgrade required; never "if available" */
  LOFT_SECURITY_NONE, /* only by the person's explicit choice */
} LoftSecurity;

const char *loft_security_to_name (LoftSecurity security);
gboolean loft_security_from_name (const char *name, LoftSecurity *security);

/* Where the password comes from. */
typedef enum {
  LOFT_SECRET_SERVICE, /* the desktop's secret service */
  LOFT_SECRET_FILE, /* a 0600 file below the profile, on request */
  LOFT_SECRET_COMMAND, /* a command of the person's, run at each sign-in */
} LoftSecretPlace;

/* Whether connections are compressed where the server can. */
typedef enum {
  LOFT_COMPRESSION_AUTOMATIC, /* unless the server is in the local network */
  LOFT_COMPRESSION_NEVER,
  LOFT_COMPRESSION_ALWAYS,
} LoftCompression;

/* What of new mail a person is told while they do something else. */
typedef enum {
  LOFT_NOTIFY_INBOX, /* what comes into the inbox */
  LOFT_NOTIFY_ALL, /* what comes into any folder */
  LOFT_NOTIFY_NEVER,
} LoftNotify;

/* Who puts a copy of what was sent into the folder of sent messages. */
typedef enum {
  LOFT_SENT_POLICY_AUTOMATIC, /* the server where it is known to, else Loft */
  LOFT_SENT_POLICY_LOFT,
  LOFT_SENT_POLICY_SERVER,
  LOFT_SENT_POLICY_NONE,
} LoftSentPolicy;

/* As whom a person writes. */
typedef struct {
  char *name;
  char *address;
  char *reply_to; /* address, or "" */
  char *organization; /* or "" */
  char *signature; /* plain text, "" for none */
  char *signature_html; /* "": none of its own */
} LoftIdentity;

LoftIdentity *loft_identity_new (const char *name, const char *address);
LoftIdentity *loft_identity_copy (const LoftIdentity *self);
void loft_identity_free (LoftIdentity *self);

/* When what was brought from a server that need not keep it (POP3) is deleted there. */
typedef enum {
  LOFT_REMOVAL_NEVER,
  LOFT_REMOVAL_AFTER_DAYS,
  LOFT_REMOVAL_WHEN_DELETED, /* here: in the trash, or for ever */
  LOFT_REMOVAL_WHEN_MOVED, /* here: out of the inbox, deleted too */
  LOFT_REMOVAL_KEEP_MESSAGES, /* all but the newest so many */
  LOFT_REMOVAL_KEEP_MEGABYTES,
  LOFT_REMOVAL_AT_ONCE, /* as soon as it is safe here: nothing else has it then */
} LoftRemovalKind;

typedef struct {
  LoftRemovalKind kind;
  gint limit; /* days, messages or megabytes */
} LoftRemoval;

/* Why nothing is deleted there at present, whatever was wished for. */
typedef enum {
  LOFT_REMOVAL_HOLD_NONE,
  LOFT_REMOVAL_HOLD_UNSOUND, /* its messages cannot be told apart: ids are missing or repeated */
  LOFT_REMOVAL_HOLD_RENAMED, /* it gave its messages new ids a while ago */
} LoftRemovalHold;

/* Where one server of an account is reached. */
typedef struct {
  char *host;
  guint16 port;
  LoftSecurity security;
  char *user;
} LoftServerAddress;

/* Signing in by the browser instead of a password. */
typedef struct {
  char *client_id; /* "": the account has a password */
  char *provider; /* one that Loft knows ("google"), or "" */
  char *authorization_url; /* what is not "" goes before what is known of the provider */
  char *token_url;
  char *scope;
} LoftOauthSettings;

/* A configured account: settings only, no secrets. Immutable once published; reference counted
 * (atomic). A change makes a copy. */
typedef struct {
  gatomicrefcount ref_count;
  char *id; /* folder name below the profile; [a-z0-9-], never reused */
  char *kind; /* "imap", "local", … as in loftctl */
  char *name; /* unique; what people call it */
  char *address; /* the person's mail address */
  char *person; /* the name that goes before it; may be "" */
  LoftServerAddress incoming;
  LoftServerAddress outgoing; /* host "": none is known; user "": the incoming one's */
  char *outgoing_auth; /* as auth; "none": nobody signs in there */
  char *outgoing_trust; /* as trust; "": the same where the host is the same */
  LoftSentPolicy sent_copy;
  GPtrArray *identities; /* of LoftIdentity, the first is the usual one; empty: address and
                               * person alone */
  char *calendars; /* https address of CalDAV, or "" */
  char *contacts; /* https address of CardDAV, or "". Of kind "dav" these two are where it is
                               * reached (http where incoming says without TLS); of kind "ics"
                               * calendars is */
  char *url; /* of kind "eas": where ActiveSync is reached, https (http where incoming says without TLS) */
  char *mail_account; /* of kind "dav": id of the account that sends its invitations, or "" */
  LoftOauthSettings oauth;
  char *auth; /* SASL mechanism, or "" for the best the server offers */
  char *trust; /* SHA-256 of the leaf's DER in lower-case hex, or "" */
  char *certificate; /* file of the person's own certificate and key, or "" */
  LoftCompression compression;
  LoftSecretPlace secret;
  char *password_command; /* with LOFT_SECRET_COMMAND */
  gint window_days; /* bodies kept: -1 all, else days */
  LoftRemoval removal; /* of kind "pop3" */
  gint download_limit; /* of kind "pop3": kB, of larger messages only the header is brought by
                              * itself; 0: whole messages, however large */
  gint check_minutes; /* for servers without push */
  gboolean enabled;
  gboolean offline; /* the person's choice: what is here is shown, the server left alone */
  char *color; /* "#rrggbb", lower case; NULL: by the account's place in the list */
  LoftNotify notify;
  LoftArchiveRule archive;
} LoftAccount;

/* Whether a kind of account keeps its mail on this computer alone: folders and what is in them are no
 * server's matter ("pop3", "local"). */
gboolean loft_account_kind_is_local (const char *kind);

/* Whether a kind of account has mail; those of calendars and address books alone have not ("dav", "ics"). */
gboolean loft_account_kind_has_mail (const char *kind);

/* Whether a kind of account has calendars, task lists or address books of a server. */
gboolean loft_account_kind_has_collections (const char *kind);

/* Whether a kind of account sends mail by the protocol it is read by ("eas"): its server keeps the copy of
 * what was sent, and there is no outgoing one. */
gboolean loft_account_kind_sends (const char *kind);

LoftAccount *loft_account_new (const char *kind);
LoftAccount *loft_account_copy (const LoftAccount *self);
LoftAccount *loft_account_ref (LoftAccount *self);
void loft_account_unref (LoftAccount *self);

/* (transfer full) of LoftIdentity: at least one, the usual one first. */
GPtrArray *loft_account_list_identities (const LoftAccount *self);

/* (transfer full) (nullable) The account as one of its outgoing server: incoming, auth and trust are
 * those of that server, the secret is the same. NULL when none is known. */
LoftAccount *loft_account_for_outgoing (const LoftAccount *self);

/* (transfer full) the part of trust that names a leaf; "" for none. */
char *loft_account_dup_trusted_leaf (const LoftAccount *self);

/* Whether there is a server by which it sends. */
gboolean loft_account_can_send (const LoftAccount *self);

/* (transfer none) the name of that server, for people; "" when there is none. */
const char *loft_account_get_sending_host (const LoftAccount *self);

/* Whether Loft puts the copy of what it sent into the folder of sent messages. */
gboolean loft_account_makes_sent_copy (const LoftAccount *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftIdentity, loft_identity_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftAccount, loft_account_unref)

G_END_DECLS
