/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One error domain for the whole core, classed by what the caller should do. Messages are
 * English, for logs; sentences for people are made in ui/loft-error-text.c from the class and
 * the server's own words. */
typedef enum {
  LOFT_ERROR_OFFLINE,   /* no network or server not reached: wait for online */
  LOFT_ERROR_TEMPORARY, /* server busy or time-out: back off, retry */
  LOFT_ERROR_AUTH,      /* password or sign-in refused: stop the account, ask */
  LOFT_ERROR_UNTRUSTED, /* certificate not accepted: stop the account, show it */
  LOFT_ERROR_GONE,      /* item or folder no longer there: drop it, resync the folder */
  LOFT_ERROR_CONFLICT,  /* both sides changed: run the conflict rule, keep both */
  LOFT_ERROR_REFUSED,   /* server said no for good: back the operation out, say why */
  LOFT_ERROR_LIMIT,     /* too large, too deep, quota: back out or keep */
  LOFT_ERROR_PROTOCOL,  /* server broke the protocol: drop the connection, retry once */
  LOFT_ERROR_STORE,     /* local store cannot be read or written: stop, keep the files */
} LoftError;

/* Codes of the same domain that say more than their class, which loft_error_class () has. */
typedef enum {
  LOFT_ERROR_DOWNGRADE = LOFT_ERROR_STORE + 1, /* of AUTH: the server no longer offers the way by
                                                * which this account signed in; nothing was sent */
  LOFT_ERROR_FULL,                             /* of LIMIT: there is no room now, but there may be
                                                * later (IMAP OVERQUOTA) */
  LOFT_ERROR_TOO_SOON,                         /* of TEMPORARY: the server wants time between
                                                * sign-ins (RFC 2449, 6.5); it was not asked */
  /* All of AUTH: no password helps, and nothing is asked again before somebody did something. */
  LOFT_ERROR_POLICY,           /* the server wants its policy accepted, which a person does or not */
  LOFT_ERROR_WIPED,            /* the server demands that what is here of the account be deleted */
  LOFT_ERROR_NOT_ALLOWED,      /* this user may not use the protocol */
  LOFT_ERROR_DEVICE_BLOCKED,   /* this device may not, or is held until somebody has looked at it */
  LOFT_ERROR_ACCOUNT_DISABLED, /* nobody may use the account at present */
  LOFT_ERROR_TOO_MANY_DEVICES, /* others use the mailbox already */
} LoftErrorDetail;

#define LOFT_ERROR_N_CODES (LOFT_ERROR_TOO_MANY_DEVICES + 1)

#define LOFT_ERROR (loft_error_quark ())
GQuark loft_error_quark (void);

/* The class of any GError: LOFT_ERROR codes as they are, GIO and resolver errors mapped.
 * Unknown domains are TEMPORARY. Any thread. */
LoftError loft_error_class (const GError *error);

/* Lower-case word for logs and JSON: "offline", "auth", … */
const char *loft_error_class_name (LoftError error_class);

gboolean loft_error_is_cancelled (const GError *error);

G_END_DECLS
