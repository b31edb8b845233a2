/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-content-store.h"
#include "loft-mail-store.h"
#include "loft-mime-excerpt.h"
#include "loft-remote-item.h"

G_BEGIN_DECLS

/* The one place from raw bytes to what the store keeps: envelope, references, preview, attachment
 * names, search text, compressed content. Pure work for pool threads; never fails: what cannot be
 * read is empty. */

typedef struct {
  gint64 date;           /* the header's, unless it is missing or from the future */
  char *message_id;
  GPtrArray *references; /* of char* */
  char *subject;
  char *sender;          /* packed addresses */
  char *recipients;
  char *copies;
  LoftPriority priority;
} LoftIngestedHeader;

LoftIngestedHeader *loft_ingest_header       (GBytes *header, gint64 received);
void                loft_ingested_header_free (LoftIngestedHeader *self);

typedef struct {
  gint64 message_id;       /* local id, carried through */
  gint64 date;             /* of the message's row, carried through by a pool */
  guint64 size;
  gint64 message_hash;     /* loft_text_stable_hash of its Message-ID; 0 for none */
  char *preview;
  char *attachments;       /* packed */
  char *problem;           /* (nullable) why the gate held something back */
  LoftRemoteItem *item;        /* (nullable) it came with its listing: the row is still to be made, */
  LoftIngestedHeader *header;  /* (nullable) of this */
  LoftEncodedContent *content; /* (nullable) when the content is in the store already */
  gboolean has_row;            /* or will have one; these three are the content writer's */
  LoftContentOrigin origin;    /* of the content */
  LoftContentPlace *place;     /* (nullable) of what no server need have */
  /* folded, for the index */
  char *index_subject;
  char *index_sender;
  char *index_recipients;
  char *index_names;
  char *index_text;
} LoftIngestedBody;

/* encode: also compress the raw bytes for content.db. */
LoftIngestedBody *loft_ingest_body        (gint64 message_id, GBytes *raw, gboolean encode);
/* Of a message too large to be held whole; excerpt has seen all of it. */
LoftIngestedBody *loft_ingest_excerpt     (gint64 message_id, gint64 date,
                                           LoftMimeExcerpt *excerpt);
void              loft_ingested_body_free (LoftIngestedBody *self);

/* The texts for the index are most of it: how much, and away with them (NULL then). */
gsize             loft_ingested_body_get_text_bytes (const LoftIngestedBody *self);
void              loft_ingested_body_drop_texts     (LoftIngestedBody *self);

/* (transfer full) names and addresses of two lists (second nullable), folded for the index. */
char *loft_ingest_fold_people (GPtrArray *first, GPtrArray *second);

/* A pool that ingests bodies while the network worker reads on. One thread pushes and pops. */
typedef struct _LoftIngestPool LoftIngestPool;

LoftIngestPool   *loft_ingest_pool_new  (void);
void              loft_ingest_pool_free (LoftIngestPool *self); /* waits; drops what is not popped */
void              loft_ingest_pool_push (LoftIngestPool *self, gint64 message_id, gint64 date,
                                         GBytes *raw, gboolean encode);
/* item: (transfer full) a new message with its content; message_id and date of what comes out are 0. */
void              loft_ingest_pool_push_item (LoftIngestPool *self, LoftRemoteItem *item);
/* (transfer full) (nullable) a finished one; wait: blocks while any is under way. */
LoftIngestedBody *loft_ingest_pool_pop  (LoftIngestPool *self, gboolean wait);
/* dictionary: (nullable) for the content of what is pushed from now on. */
void              loft_ingest_pool_set_dictionary (LoftIngestPool *self,
                                                   LoftContentDictionary *dictionary);
/* Raw bytes pushed and not yet popped; the pusher keeps it bounded. */
gsize             loft_ingest_pool_get_bytes (LoftIngestPool *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftIngestedHeader, loft_ingested_header_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftIngestedBody, loft_ingested_body_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftIngestPool, loft_ingest_pool_free)

G_END_DECLS
