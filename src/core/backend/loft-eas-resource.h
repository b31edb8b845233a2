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

/* (transfer full) ApplicationData: of something new, or of a Change where before (nullable) is what the
 * server has, with an empty element for what is gone from it (with_dates: dates, too). *instances:
 * (transfer full) (nullable) of a series, as loft_eas_event_from_ical() has them. LOFT_ERROR_REFUSED: the
 * protocol cannot hold it. */
LoftWbxmlElement *loft_eas_resource_write (LoftFolderKinds kinds, GBytes *raw, GBytes *before,
                                           gboolean with_dates, const LoftEasMapping *how,
                                           GPtrArray **instances, GError **error);

/* (transfer full) */
char *loft_eas_resource_dup_etag (const char *text);

G_END_DECLS
