/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* ResolveRecipients (MS-ASCMD 2.2.1.15): who is meant by a name, when they are free, which certificates they
 * have. Pure; any thread. */

#define LOFT_EAS_RECIPIENTS_LIMIT 20 /* names in a request (2.2.3.180.3) */

/* Digits of MergedFreeBusy (2.2.3.107), half an hour each. */
typedef enum {
  LOFT_EAS_FREE = 0,
  LOFT_EAS_TENTATIVE = 1,
  LOFT_EAS_BUSY = 2,
  LOFT_EAS_AWAY = 3,
  LOFT_EAS_NOT_KNOWN = 4,
} LoftEasBusyKind;

typedef struct {
  gint64 start, end; /* seconds since 1970 */
  LoftEasBusyKind kind; /* never FREE */
} LoftEasBusyPeriod;

typedef struct {
  char *name; /* (owned) */
  char *address; /* (owned) */
  gboolean is_contact; /* of the user's own contacts, not of the organisation */
  GArray
    *busy; /* (owned) (nullable) of LoftEasBusyPeriod, in order; NULL: the server does not tell */
  gint64 busy_status; /* of LOFT_EAS_PART_AVAILABILITY; 0: nothing was said */
  GPtrArray *certificates; /* (owned) of GBytes (DER) */
} LoftEasRecipient;

typedef struct {
  char *asked; /* (owned) the name in the request */
  gboolean is_ambiguous; /* recipients are suggestions */
  gint64 n_found; /* of all that fit */
  GPtrArray *recipients; /* (owned) of LoftEasRecipient; empty: nobody fits */
} LoftEasRecipientAnswer;

typedef struct {
  guint max_ambiguous; /* how many suggestions a name may have; 0: the server's own number */
  gint64 start,
    end; /* of which time the free time is asked, seconds since 1970; 0: not at all (14.0) */
  gboolean certificates;
} LoftEasRecipientOptions;

/* names: at most LIMIT of them. The time begins at a whole half hour: MergedFreeBusy counts from there. */
LoftWbxmlElement *loft_eas_recipients_request (const char *const *names,
                                               const LoftEasRecipientOptions *options);

/* (transfer full) of LoftEasRecipientAnswer, as the server ordered them. options: of the request. What the
 * server cannot say of one person is missing there and no error; who SOGo (5.8) does not know is left out.
 * NULL with errors of loft-eas-status.h or LOFT_ERROR_PROTOCOL. */
GPtrArray *loft_eas_recipients_reply (const LoftWbxmlElement *root,
                                      const LoftEasRecipientOptions *options, GError **error);

/* (transfer full) of LoftEasBusyPeriod: neighbours of a kind are one. What is no digit of the list is
 * NOT_KNOWN; digits beyond end are passed over. */
GArray *loft_eas_busy_read (const char *digits, gint64 start, gint64 end);

G_END_DECLS
