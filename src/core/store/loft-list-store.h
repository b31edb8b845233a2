/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-folder.h"
#include "loft-mail-store.h"

G_BEGIN_DECLS

/* What lists ask of store.db: many messages by one covering index, or the few of one conversation.
 * Rules of loft-mail-store.h hold. */

/* What puts a message into its place in a list. */
typedef struct {
  gint64 id;
  gint64 folder_id;
  gint64 conversation_id;
  gint64 date;
  guint64 size;
  LoftFlags flags; /* shown values */
  gboolean attached; /* has an attachment that is not only shown inside its text */
  gint64 message_hash; /* 0 for none; only of single messages and flagged ones */
  const char *text; /* (nullable) while the function runs */
} LoftListFacts;

/* Which text is wanted; each message's row is read then too. */
typedef enum {
  LOFT_LIST_TEXT_NONE,
  LOFT_LIST_TEXT_SENDER, /* packed addresses */
  LOFT_LIST_TEXT_SUBJECT,
} LoftListText;

typedef void (*LoftListFactsFunc) (const LoftListFacts *facts, gpointer user_data);

/* All messages of a folder, newest first; of the account that are flagged, newest first; one
 * message, nothing when it is gone. */
gboolean loft_list_store_foreach_in_folder (LoftMailStore *store, gint64 folder_id,
                                            LoftListText text, LoftListFactsFunc func,
                                            gpointer user_data, GCancellable *cancellable,
                                            GError **error);
gboolean loft_list_store_foreach_flagged (LoftMailStore *store, LoftListText text,
                                          LoftListFactsFunc func, gpointer user_data,
                                          GCancellable *cancellable, GError **error);
gboolean loft_list_store_look_up (LoftMailStore *store, gint64 message_id, LoftListText text,
                                  LoftListFactsFunc func, gpointer user_data, GError **error);

/* A message among others of its conversation. */
typedef struct {
  gint64 id;
  gint64 folder_id;
  gint64 date;
  LoftFlags flags;
  gboolean attached;
  gint64 message_hash;
  LoftFolderRole role; /* of its folder */
  char *sender; /* packed addresses */
  char *keywords; /* shown values */
} LoftConversationPart;

/* (transfer full) of LoftConversationPart: everything of the conversation, folder by folder, newest
 * first in each. At most limit of a folder and 64 folders, so that it is bounded whatever the
 * server holds. */
GArray *loft_list_store_read_conversation (LoftMailStore *store, gint64 conversation_id,
                                           guint limit, GError **error);

G_END_DECLS
