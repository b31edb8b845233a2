/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-eas-command.h"

G_BEGIN_DECLS

/* What the status in an answer means (MS-ASCMD 2.2.2 and 2.2.3.177, MS-ASPROV 2.2.2.54, MS-ASHTTP 2.2.2.1.1):
 * what to do about it, the class of its error and an English sentence. Pure; any thread. */

/* What comes next, best tried by whoever asked. */
typedef enum {
  LOFT_EAS_RECOVERY_NONE, /* it is done */
  LOFT_EAS_RECOVERY_REPEAT, /* the same request once more, at once */
  LOFT_EAS_RECOVERY_RETRY, /* the same later, backing off */
  LOFT_EAS_RECOVERY_WAIT, /* leave the server alone, as long as it says or for minutes */
  LOFT_EAS_RECOVERY_RESEND, /* the request again, with all that may be left out */
  LOFT_EAS_RECOVERY_LIMIT, /* the interval that the answer names */
  LOFT_EAS_RECOVERY_FEWER, /* as many folders as the answer names, or half */
  LOFT_EAS_RECOVERY_REKEY, /* this collection from SyncKey 0, by mark and sweep */
  LOFT_EAS_RECOVERY_FOLDERS, /* FolderSync, then the same again */
  LOFT_EAS_RECOVERY_REKEY_FOLDERS, /* FolderSync from SyncKey 0 */
  LOFT_EAS_RECOVERY_PROVISION, /* Provision from its start, then the same again, once */
  LOFT_EAS_RECOVERY_DEVICE, /* DeviceInformation, then the same again, once */
  LOFT_EAS_RECOVERY_WIPE, /* the data of this account alone; Provision tells which kind */
  LOFT_EAS_RECOVERY_OPTIONS, /* ask again what the server can do */
  LOFT_EAS_RECOVERY_AUTODISCOVER, /* the mailbox is somewhere else: X-MS-Location or Autodiscover */
  LOFT_EAS_RECOVERY_SIGN_IN, /* ask for the password, or sign in again */
  LOFT_EAS_RECOVERY_STOP, /* nothing more for this account until a person did something */
  LOFT_EAS_RECOVERY_REFUSE, /* back this one change or wish out and say why */
  LOFT_EAS_RECOVERY_GONE, /* drop the item here too */
  LOFT_EAS_RECOVERY_CONFLICT, /* the server's version counts; keep ours beside it */
  LOFT_EAS_RECOVERY_ROOM, /* keep it until there is room */
  LOFT_EAS_RECOVERY_OTHER_WAY, /* by another command or in another form, if there is one */
  LOFT_EAS_RECOVERY_WITHOUT, /* the feature is not there; the rest of the answer counts */
} LoftEasRecovery;

#define LOFT_EAS_N_RECOVERIES (LOFT_EAS_RECOVERY_WITHOUT + 1)

/* Parts of answers whose status has values of its own. */
typedef enum {
  LOFT_EAS_PART_POLICY = 100, /* of Provision */
  LOFT_EAS_PART_STORE, /* of Search */
  LOFT_EAS_PART_RECIPIENTS, /* Response of ResolveRecipients */
  LOFT_EAS_PART_AVAILABILITY, /* of a recipient */
  LOFT_EAS_PART_CERTIFICATES, /* of a recipient */
  LOFT_EAS_PART_PICTURE, /* of a recipient, or of a result of Search and Find */
} LoftEasPart;

typedef struct {
  LoftEasRecovery recovery;
  int code; /* LoftError or LoftErrorDetail; nothing with RECOVERY_NONE */
  const char *sentence; /* "the folder is not there", behind what was asked about and a colon */
} LoftEasMeaning;

/* (transfer none) of: LoftEasCommand or LoftEasPart. Statuses that nobody knows are RECOVERY_REFUSE with
 * LOFT_ERROR_PROTOCOL. */
const LoftEasMeaning *loft_eas_status_find (guint of, gint64 status);

/* (transfer none) The same of the status of HTTP. */
const LoftEasMeaning *loft_eas_status_find_http (guint command, guint status);

/* TRUE for RECOVERY_NONE, else FALSE with error. what: English, "The folder “Work”". */
gboolean loft_eas_status_check (guint of, gint64 status, const char *what, GError **error);

/* Sets error. retry_after: seconds, 0: nothing was said. */
void loft_eas_status_set_http (GError **error, const char *what, guint command, guint status,
                               guint retry_after);

G_END_DECLS
