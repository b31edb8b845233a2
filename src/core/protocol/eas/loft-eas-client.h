/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-command.h"
#include "loft-http-client.h"
#include "loft-wbxml-reader.h"

G_BEGIN_DECLS

/* Exchange ActiveSync with the server of one account (MS-ASHTTP): frames commands, speaks the highest
 * version that both know, answers the server's demand for a policy, follows it to another address. Calls
 * block, in one thread. Errors: those of loft-http-client.h and loft-eas-failure.h. */
#define LOFT_TYPE_EAS_CLIENT (loft_eas_client_get_type ())
G_DECLARE_FINAL_TYPE (LoftEasClient, loft_eas_client, LOFT, EAS_CLIENT, GObject)

/* What is known of the server from earlier, and what is to be remembered. */
typedef struct {
  char *url; /* where it is reached; another one once it said so (451) */
  char *user; /* as it signs in */
  char *device_id; /* letters and digits, at most 32; the same for ever */
  guint policy_key; /* 0: none */
  guint version; /* × 10; 0: unknown */
  char *home; /* (nullable) the account's own address; NULL: url is it */
  char *commands; /* (nullable) as the server lists them */
  gboolean is_exchange;
} LoftEasServer;

/* What a server may want before it does anything else. */
typedef enum {
  LOFT_EAS_DEMAND_POLICY, /* that its policy be accepted, or the key that it gave for that */
  LOFT_EAS_DEMAND_DEVICE, /* to be told about the device */
  LOFT_EAS_DEMAND_WIPE, /* that all that came from it be deleted */
} LoftEasDemand;

/* Deals with what the server demands (MS-ASPROV): by calls of its own, which are not answered by this again,
 * and loft_eas_client_set_policy_key(). TRUE: what was asked is asked again. */
typedef gboolean (*LoftEasDemandFunc) (LoftEasClient *self, LoftEasDemand demand,
                                       gpointer user_data, GCancellable *cancellable,
                                       GError **error);

/* What is worth remembering was learnt of the server: it has answered well at another address, or told what
 * it can do; see loft_eas_client_get_server (). holds: FALSE: what was remembered does not hold. */
typedef void (*LoftEasLearntFunc) (LoftEasClient *self, gboolean holds, gpointer user_data);

typedef struct {
  LoftEasCommand command;
  const LoftWbxmlElement *request; /* (nullable) no body */
  GBytes *message; /* (nullable) instead: RFC 822 (SendMail up to 12.1) */
  const char *parameters; /* (nullable) more of the query, "&SaveInSent=T" */
  guint seconds; /* for all of it; 0: five minutes */
  gboolean judges; /* statuses above 100 are the caller's, too */
  guint *http_status; /* (nullable) of the last answer; 0: none came */
  const guint *tags; /* (nullable) with func, as in loft_wbxml_reader_new() */
  LoftWbxmlElementFunc func; /* (nullable) */
  gpointer user_data;
} LoftEasCall;

/* http: allowed where the account's credentials may go. server: copied. */
LoftEasClient *loft_eas_client_new (LoftHttpClient *http, const LoftEasServer *server);

void loft_eas_client_set_demand_func (LoftEasClient *self, LoftEasDemandFunc func,
                                      gpointer user_data, GDestroyNotify destroy);
void loft_eas_client_set_learnt_func (LoftEasClient *self, LoftEasLearntFunc func,
                                      gpointer user_data, GDestroyNotify destroy);
void loft_eas_client_set_policy_key (LoftEasClient *self, guint policy_key);

/* (transfer none) as it is now. */
const LoftEasServer *loft_eas_client_get_server (LoftEasClient *self);

/* OPTIONS: agrees on a version. LOFT_ERROR_REFUSED when there is none in common. It is asked again by itself
 * where an answer says that the server is another one now. */
gboolean loft_eas_client_negotiate (LoftEasClient *self, GCancellable *cancellable, GError **error);

/* Whether the server said that it knows a command; TRUE before it was asked. */
gboolean loft_eas_client_has_command (LoftEasClient *self, LoftEasCommand command);

/* Whether it is Exchange, as far as one can tell; others keep what a Change does not name. */
gboolean loft_eas_client_is_exchange (LoftEasClient *self);

/* *reply: (transfer full) (nullable) NULL: an empty answer. FALSE with error for what is wrong with the
 * answer as a whole: HTTP, WBXML, a common status (above 100) of the command. Statuses of the
 * command itself are the caller's. */
gboolean loft_eas_client_call (LoftEasClient *self, const LoftEasCall *call,
                               LoftWbxmlElement **reply, GCancellable *cancellable, GError **error);

/* LOFT_ERROR_TEMPORARY while the server wants to be left alone: a call would ask nothing. */
gboolean loft_eas_client_may_call (LoftEasClient *self, GError **error);

/* (transfer none) (nullable) after LOFT_ERROR_UNTRUSTED. */
const LoftCertificateProblem *loft_eas_client_get_certificate_problem (LoftEasClient *self);

/* Requests of a command (LOFT_EAS_N_COMMANDS: all) so far; for tests and bench. */
guint loft_eas_client_get_n_requests (LoftEasClient *self, guint command);

void loft_eas_server_clear (LoftEasServer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftEasServer, loft_eas_server_clear)

G_END_DECLS
