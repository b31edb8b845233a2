/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* What of an account takes room, as far as it is known here; a server need not tell. Main thread; read
 * elsewhere. */

#define LOFT_ROOM_MAX_MESSAGES    100
#define LOFT_ROOM_MAX_ATTACHMENTS 50

typedef struct {
  LoftFolder *folder; /* (owned) its "bytes" is what is on this computer */
  guint n_messages;
  guint64 bytes; /* of all messages */
} LoftRoomFolder;

typedef struct {
  LoftMessage *message; /* (owned) that has it */
  const LoftAttachment *attachment; /* of message */
} LoftRoomAttachment;

typedef struct {
  GPtrArray *folders; /* of LoftRoomFolder, the largest first */
  GPtrArray *messages; /* of LoftMessage, the largest first, none of the trash; small ones are not named */
  GPtrArray *attachments; /* of LoftRoomAttachment of those messages, the largest first */
  guint64 bytes; /* of all messages */
  guint64 here; /* of those whose content is on this computer */
} LoftRoomLook;

void loft_room_look_free (LoftRoomLook *self);

void loft_room_look_async (LoftMailAccount *account, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) */
LoftRoomLook *loft_room_look_finish (LoftMailAccount *account, GAsyncResult *result,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftRoomLook, loft_room_look_free)

G_END_DECLS
