/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* Ping (MS-ASCMD 2.2.1.13): the server answers when something happened in one of the folders. Pure. */

typedef enum {
  LOFT_EAS_PING_NOTHING, /* the time went by */
  LOFT_EAS_PING_CHANGED, /* in the folders that are told */
  LOFT_EAS_PING_INTERVAL, /* seconds: what the server takes instead */
  LOFT_EAS_PING_TOO_MANY, /* most: of folders */
  LOFT_EAS_PING_HIERARCHY, /* FolderSync first */
} LoftEasPingOutcome;

typedef struct {
  LoftEasPingOutcome outcome;
  GPtrArray *changed; /* of char* */
  guint seconds;
  guint most;
} LoftEasPingReply;

/* A folder to be watched; class_name: "Email", "Calendar", "Contacts", "Tasks". */
typedef struct {
  const char *id;
  const char *class_name;
} LoftEasPingFolder;

/* (transfer full) */
LoftWbxmlElement *loft_eas_ping_request (guint seconds, const LoftEasPingFolder *folders, guint n);

/* root: (nullable) an empty answer is as NOTHING. */
gboolean loft_eas_ping_reply (const LoftWbxmlElement *root, LoftEasPingReply *reply,
                              GError **error);
void loft_eas_ping_reply_clear (LoftEasPingReply *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftEasPingReply, loft_eas_ping_reply_clear)

G_END_DECLS
