/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-command.h"
#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* FolderSync, FolderCreate, FolderUpdate, FolderDelete (MS-ASCMD 2.2.1.3 to .6): pairs of a request and
 * what its reply says. Pure. Keys and ids are opaque. Replies: FALSE with error for a status that is none of
 * success; LOFT_ERROR_CONFLICT: the key means nothing, all begins with LOFT_EAS_FIRST_KEY. */

#define LOFT_EAS_FIRST_KEY "0"
#define LOFT_EAS_ROOT      "0"

/* MS-ASCMD 2.2.3.186.3 */
typedef enum {
  LOFT_EAS_FOLDER_GENERIC = 1,
  LOFT_EAS_FOLDER_INBOX,
  LOFT_EAS_FOLDER_DRAFTS,
  LOFT_EAS_FOLDER_DELETED,
  LOFT_EAS_FOLDER_SENT,
  LOFT_EAS_FOLDER_OUTBOX,
  LOFT_EAS_FOLDER_TASKS,
  LOFT_EAS_FOLDER_CALENDAR,
  LOFT_EAS_FOLDER_CONTACTS,
  LOFT_EAS_FOLDER_NOTES,
  LOFT_EAS_FOLDER_JOURNAL,
  LOFT_EAS_FOLDER_USER_MAIL,
  LOFT_EAS_FOLDER_USER_CALENDAR,
  LOFT_EAS_FOLDER_USER_CONTACTS,
  LOFT_EAS_FOLDER_USER_TASKS,
} LoftEasFolderType;

typedef struct {
  char *id;
  char *parent_id; /* LOFT_EAS_ROOT: none */
  char *name;
  guint type; /* LoftEasFolderType, or another one */
} LoftEasFolder;

void loft_eas_folder_free (LoftEasFolder *self);

LoftWbxmlElement *loft_eas_folder_sync_request (const char *key);

/* Brings folders (id -> LoftEasFolder) up to what the server told; after LOFT_EAS_FIRST_KEY it is to be
 * empty. *key: (transfer full) of the next request. */
gboolean loft_eas_folder_sync_reply (const LoftWbxmlElement *root, GHashTable *folders, char **key,
                                     GError **error);

/* (transfer full) What was listed, as text of one line, with the key that its changes follow; and back. FALSE
 * where it is none, folders is empty then. */
char *loft_eas_folders_to_text (GHashTable *folders, const char *key);
gboolean loft_eas_folders_from_text (const char *text, GHashTable *folders, char **key);

LoftWbxmlElement *loft_eas_folder_create_request (const char *key, const char *parent_id,
                                                  const char *name, guint type);
LoftWbxmlElement *loft_eas_folder_update_request (const char *key, const char *id,
                                                  const char *parent_id, const char *name);
LoftWbxmlElement *loft_eas_folder_delete_request (const char *key, const char *id);

/* Of all three. *id: (out, optional) (transfer full) (nullable) of a folder that was made. *exists:
 * (out, optional) the failure is that one of that name is there. */
gboolean loft_eas_folder_change_reply (const LoftWbxmlElement *root, LoftEasCommand command,
                                       char **key, char **id, gboolean *exists, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftEasFolder, loft_eas_folder_free)

G_END_DECLS
