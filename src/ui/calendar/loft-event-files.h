/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-event.h"

G_BEGIN_DECLS

/* What is attached to an event: links, and small files that are kept in the event itself, which can be
 * opened and saved. Files are read without blocking; what cannot be attached is said below. Signal
 * "changed" (by the person). Main thread only. */
#define LOFT_TYPE_EVENT_FILES (loft_event_files_get_type ())
G_DECLARE_FINAL_TYPE (LoftEventFiles, loft_event_files, LOFT, EVENT_FILES, AdwPreferencesGroup)

GtkWidget *loft_event_files_new (void);

/* Bytes of all files together: servers refuse large events. */
#define LOFT_EVENT_FILES_MOST (5 * 1024 * 1024)

/* of LoftEventAttachment; copied. */
void loft_event_files_set (LoftEventFiles *self, GPtrArray *attachments);

/* Whether the event's calendar holds attachments (at first: yes); where not, that is said. */
void loft_event_files_set_possible (LoftEventFiles *self, gboolean possible);

/* (transfer full) of LoftEventAttachment. */
GPtrArray *loft_event_files_get (LoftEventFiles *self);

/* Reads a file and attaches it. */
void loft_event_files_attach (LoftEventFiles *self, GFile *file);

/* FALSE: it is no link. */
gboolean loft_event_files_attach_link (LoftEventFiles *self, const char *link);

/* A file is read just now. */
gboolean loft_event_files_is_busy (LoftEventFiles *self);

G_END_DECLS
