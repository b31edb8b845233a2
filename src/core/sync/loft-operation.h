/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-flags.h"

G_BEGIN_DECLS

/* What a waiting operation does to the messages it names, apart from where it is kept
 * (store/loft-operation-store.h) and how it is replayed (loft-operation-queue.h). Pure. */

/* On messages. The folder of a record is where they go. */
#define LOFT_OPERATION_FLAGS  "flags"
#define LOFT_OPERATION_MOVE   "move"
#define LOFT_OPERATION_COPY   "copy"   /* names the copies, which are rows of their own at once */
#define LOFT_OPERATION_DELETE "delete" /* for ever */
#define LOFT_OPERATION_APPEND "append" /* of what is here and on no server */

/* To another account (loft-across.h): nothing of the server's, until it is known there. */
#define LOFT_OPERATION_ACROSS      "across-"
#define LOFT_OPERATION_MOVE_ACROSS "across-move"
#define LOFT_OPERATION_COPY_ACROSS "across-copy"

/* On the folder of the record; it names no messages. */
#define LOFT_OPERATION_FOLDER_CREATE    "folder-create"
#define LOFT_OPERATION_FOLDER_RENAME    "folder-rename"
#define LOFT_OPERATION_FOLDER_DELETE    "folder-delete"
#define LOFT_OPERATION_FOLDER_SUBSCRIBE "folder-subscribe"

/* On an event, a task or a contact, which the record names: to be there as it is shown here, or not
 * any more (loft-resource-edit.h). Its arguments are for people: "add", "change" or "delete", and what
 * it is called. */
#define LOFT_OPERATION_RESOURCE "resource"

gboolean loft_operation_is_on_folder (const char *kind);
gboolean loft_operation_is_across    (const char *kind);

/* Whether messages that it names are shown in its folder, or (delete) in none. */
gboolean loft_operation_changes_place (const char *kind);

/* Arguments of operations on folders: lines of "name words". */
typedef struct {
  char *path;          /* as it shall be called; never NULL */
  char *old_path;      /* as it was */
  gboolean subscribed; /* as it shall be */
} LoftFolderChange;

char             *loft_folder_change_format (const LoftFolderChange *self);
LoftFolderChange *loft_folder_change_parse  (const char *text); /* (transfer full) */
void              loft_folder_change_free   (LoftFolderChange *self);

/* The effect of a "flags" operation. */
typedef struct {
  LoftFlags add;
  LoftFlags remove;
  char *add_keywords;    /* canonical, never NULL */
  char *remove_keywords;
} LoftFlagChange;

LoftFlagChange *loft_flag_change_new  (LoftFlags add, LoftFlags remove, const char *add_keywords,
                                       const char *remove_keywords);
void            loft_flag_change_free (LoftFlagChange *self);

/* The text kept in the store: lines of "name words". parse gives NULL for text that is none. */
char           *loft_flag_change_format (const LoftFlagChange *self);
LoftFlagChange *loft_flag_change_parse  (const char *text);

/* Values after the change; keywords is replaced. */
void loft_flag_change_apply (const LoftFlagChange *self, LoftFlags *flags, char **keywords);

/* (transfer full) one line for lists: "+seen -flagged +$Work". */
char *loft_flag_change_describe (const LoftFlagChange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftFlagChange, loft_flag_change_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftFolderChange, loft_folder_change_free)

G_END_DECLS
