/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-store.h"

G_BEGIN_DECLS

/* Messages that were brought from a server that need not keep them (POP3), by the server's id. Their
 * messages belong to folders of this computer. Rules of loft-mail-store.h hold. */

/* Kept by triggers whatever moves or deletes a message. */
typedef enum {
  LOFT_DOWNLOAD_IN_INBOX,
  LOFT_DOWNLOAD_MOVED, /* to another folder of the account */
  LOFT_DOWNLOAD_IN_TRASH,
  LOFT_DOWNLOAD_DELETED, /* for ever, by a person */
} LoftDownloadPlace;

typedef struct {
  gint64 message_id;
  char *remote_id;
  char *digest;
  guint64 size;
  gint64 at; /* when it was brought */
  gint64 gone_at; /* since when the server lacks it; 0: it is there */
  gint64 asked_at; /* when the server was last asked to delete it; 0 never */
  gint64 date; /* of the message; at when that is gone */
  gboolean has_content; /* all of it is here, as its row says */
  LoftDownloadPlace place;
} LoftDownload;

void loft_download_free (LoftDownload *self);

/* In a transaction, with the message's row: remote_id, digest, size and at, of message_id. */
gboolean loft_download_store_add (LoftMailStore *store, const LoftDownload *download,
                                  GError **error);

/* (transfer full) of LoftDownload, all of them. */
GPtrArray *loft_download_store_list (LoftMailStore *store, GError **error);

gboolean loft_download_store_set_gone (LoftMailStore *store, const char *remote_id, gint64 gone_at,
                                       GError **error);
gboolean loft_download_store_set_asked (LoftMailStore *store, const char *remote_id,
                                        gint64 asked_at, GError **error);
/* The server calls it otherwise now; it is there. */
gboolean loft_download_store_rename (LoftMailStore *store, const char *remote_id,
                                     const char *new_id, GError **error);

/* What the server calls by these ids is something else now: none of them is there under any name
 * that is known. */
gboolean loft_download_store_lose_ids (LoftMailStore *store, gint64 now, GError **error);

/* (transfer full) the server's id of a message here; NULL with LOFT_ERROR_GONE. */
char *loft_download_store_get_remote_id (LoftMailStore *store, gint64 message_id, GError **error);

/* What became of neither a message here nor a person's deletion (a store that was damaged), and so is
 * brought again. */
gboolean loft_download_store_forget_lost (LoftMailStore *store, GError **error);
/* What was deleted here, and is gone there since before. */
gboolean loft_download_store_forget_gone (LoftMailStore *store, gint64 before, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftDownload, loft_download_free)

G_END_DECLS
