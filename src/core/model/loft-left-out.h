/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A folder or message that a sync could not have, and why. Immutable, reference counted (atomic);
 * any thread. */
typedef struct {
  gint64 folder_id;
  gint64 message_id; /* 0: the whole folder */
  char *folder; /* path */
  char *subject; /* of the message; "" has none, or it is the folder */
  GError *reason;
} LoftLeftOut;

LoftLeftOut *loft_left_out_new (gint64 folder_id, const char *folder, gint64 message_id,
                                const char *subject, const GError *reason);
LoftLeftOut *loft_left_out_ref (LoftLeftOut *self);
void loft_left_out_unref (LoftLeftOut *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftLeftOut, loft_left_out_unref)

/* Lists of them: (transfer full) empty. */
GPtrArray *loft_left_out_list_new (void);

/* What the list says after a sync of a folder (0: of everything) that left out found: the folders
 * are those of the newest sync, since each sync tries them again; messages stay until they are
 * taken away, because a sync does not try them again by itself. */
void loft_left_out_list_merge (GPtrArray *list, gint64 folder_id, GPtrArray *found);

/* FALSE: the message was not in it. */
gboolean loft_left_out_list_remove_message (GPtrArray *list, gint64 message_id);

G_END_DECLS
