/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-mapping.h"
#include "loft-folder.h"
#include "loft-remote-resource.h"

G_BEGIN_DECLS

/* Items of a folder of events, tasks or contacts <-> the texts that Loft keeps. Pure. */

/* (transfer full) Its version is a digest of the text, since the protocol has none. */
LoftRemoteResource *loft_eas_resource_read (LoftFolderKinds kinds, const char *id,
                                            const LoftWbxmlElement *data, const LoftEasMapping *how,
                                            GError **error);

/* (transfer full) ApplicationData. *instances: (transfer full) (nullable) as loft_eas_event_from_ical()
 * has them. LOFT_ERROR_REFUSED: the protocol cannot hold it. */
LoftWbxmlElement *loft_eas_resource_write (LoftFolderKinds kinds, GBytes *raw,
                                           const LoftEasMapping *how, GPtrArray **instances,
                                           GError **error);

/* (transfer full) */
char *loft_eas_resource_dup_etag (const char *text);

G_END_DECLS
