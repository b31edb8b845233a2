/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-mime-transfer.h"
#include "loft-mime-value.h"
#include "loft-tnef.h"

G_BEGIN_DECLS

/* The parts of one message in their order, and what each is for. Attached messages are leaves.
 * Borrows the raw bytes. Pure; any thread. */
typedef enum {
  LOFT_MIME_ROLE_CONTAINER,
  LOFT_MIME_ROLE_TEXT,       /* text/plain of the body */
  LOFT_MIME_ROLE_HTML,       /* text/html of the body */
  LOFT_MIME_ROLE_OTHER_FORM, /* another form of the body, like text/enriched: not shown */
  LOFT_MIME_ROLE_ATTACHMENT,
} LoftMimeRole;

typedef struct {
  int parent;        /* index, -1 for the root */
  LoftMimeRole role;
  guint n;           /* attachments count from 1; else 0 */
  guint n_inside;    /* for how many it stands: those in tnef, else 1; 0 when n is */
  LoftTnef *tnef;    /* (nullable) what is inside of winmail.dat */
  guint n_children;
  const char *type;  /* lower case, never "" */
  LoftMimeValue *content_type;
  LoftMimeValue *disposition; /* (nullable) */
  LoftMimeTransfer transfer;
  char *content_id;  /* without <>; "" */
  const char *header;
  gsize header_length;
  const char *body;
  gsize body_length;
} LoftMimeNode;

typedef struct {
  GArray *nodes;       /* of LoftMimeNode */
  char *charset;       /* (nullable) the message's own, for unlabelled bytes in headers */
  const char *problem; /* (nullable) a limit was met and nodes is empty; static */
} LoftMimeTree;

LoftMimeTree *loft_mime_tree_new  (const char *bytes, gsize length);
void          loft_mime_tree_free (LoftMimeTree *self);

static inline const LoftMimeNode *
loft_mime_tree_get (const LoftMimeTree *self, guint i)
{
  return &g_array_index (self->nodes, LoftMimeNode, i);
}

/* The outermost multipart/alternative around a node, or the node itself: what is shown in its
 * place is chosen once. */
guint loft_mime_tree_find_choice (const LoftMimeTree *self, guint i);

/* The attachment n; which (out): the file in tnef, if it has any. NULL when there is none. */
const LoftMimeNode *loft_mime_tree_find (const LoftMimeTree *self, guint n, guint *which);

/* (transfer full) A safe file name: the one given, the subject of an attached message, else one
 * by type for those that have an obvious one, else "". */
char *loft_mime_tree_name (const LoftMimeTree *self, const LoftMimeNode *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftMimeTree, loft_mime_tree_free)

G_END_DECLS
