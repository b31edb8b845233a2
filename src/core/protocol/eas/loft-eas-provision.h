/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-eas-policy.h"
#include "loft-eas-settings.h"

G_BEGIN_DECLS

/* Provision (MS-ASPROV 2.2): the server tells its policy, the device accepts it, and gets the key that every
 * request then carries. Pure; any thread. */

typedef enum {
  LOFT_EAS_WIPE_NONE,
  LOFT_EAS_WIPE_DEVICE, /* RemoteWipe. Loft deletes this account's data, nothing else is its own */
  LOFT_EAS_WIPE_ACCOUNT, /* AccountOnlyRemoteWipe, 16.1 */
} LoftEasWipe;

typedef struct {
  LoftEasWipe wipe;
  gboolean is_free; /* there is no policy for this account: the key is "0" */
  char *key; /* (owned) temporary after the first request, then the one to carry */
  LoftPolicy *policy; /* (owned) (nullable) of the first answer */
} LoftEasProvision;

void loft_eas_provision_clear (LoftEasProvision *self);

/* The first request. device: (nullable) needed from 14.1 on, not sent before 14.1. */
LoftWbxmlElement *loft_eas_provision_request (guint version, const LoftEasDevice *device);
/* The second: key is the temporary one. */
LoftWbxmlElement *loft_eas_provision_acknowledge (const char *key, LoftPolicyAnswer answer);
/* Asks which wipe is meant (3.1.5.1.1): an empty one. */
LoftWbxmlElement *loft_eas_provision_ask_wipe (void);
/* After a demand to wipe; tells that it is done, or that it could not be. */
LoftWbxmlElement *loft_eas_provision_wiped (LoftEasWipe wipe, gboolean done);

/* The answer to any of them. provision: (out) empty with an error. FALSE with errors of loft-eas-status.h or
 * LOFT_ERROR_PROTOCOL. A demand to wipe counts whatever else is said, and is no error. */
gboolean loft_eas_provision_reply (const LoftWbxmlElement *root, LoftEasProvision *provision,
                                   GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftEasProvision, loft_eas_provision_clear)

G_END_DECLS
