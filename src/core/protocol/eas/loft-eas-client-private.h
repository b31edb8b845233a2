/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-client.h"

G_BEGIN_DECLS

#define LOFT_EAS_USER_AGENT "Loft/1.0"
#define LOFT_EAS_MAX_MOVES  3 /* to other addresses, in one call */

struct _LoftEasClient {
  GObject parent;

  LoftHttpClient *http;
  LoftEasServer server;
  LoftEasDemandFunc demand_func; /* (nullable) */
  gpointer demand_data;
  GDestroyNotify demand_destroy; /* (nullable) */
  LoftEasLearntFunc learnt_func; /* (nullable) */
  gpointer learnt_data;
  GDestroyNotify learnt_destroy; /* (nullable) */
  gboolean moved; /* to an address that has not answered yet */
  gboolean outdated; /* what it was when it was asked what it can do */
  gboolean in_demand;
  guint n_demands; /* of the call under way */
  guint n_requests[LOFT_EAS_N_COMMANDS + 1]; /* the last: all */
};

/* ---- what the server is, and where (loft-eas-negotiation.c) ------------------------------- */

/* (transfer none) "16.1", as agreed. */
const char *loft_eas_client_name_version (LoftEasClient *self);

/* Whether another version is the best one of a list. */
gboolean loft_eas_client_would_change (LoftEasClient *self, const char *offered);

/* The server is reached at location from now on, with what stands before its query. */
gboolean loft_eas_client_follow (LoftEasClient *self, const char *location, GError **error);
gboolean loft_eas_client_fail_endless (GError **error);

/* An answer came that makes sense; renegotiate: it says that the server is not what it was. */
void loft_eas_client_confirm (LoftEasClient *self, gboolean renegotiate);
/* None came, or one that makes none: perhaps it is the address. TRUE: there is another one to try. */
gboolean loft_eas_client_doubt (LoftEasClient *self, const GError *error);

G_END_DECLS
