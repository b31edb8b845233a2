/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-store.h"
#include "loft-journal.h"

G_BEGIN_DECLS

/* One of the two accounts that a message goes between: its databases, durable, and its journal. One
 * thread at a time, in any process. */
typedef struct {
  char *account; /* id */
  LoftAccountStore *store;
  LoftJournal *journal;
  gboolean changed; /* what is shown there, or what waits */
} LoftAcrossEnd;

/* LOFT_ERROR_TEMPORARY while it is being repaired, _STORE. */
LoftAcrossEnd *loft_across_end_open (const char *account, const char *directory, GError **error);
void loft_across_end_close (LoftAcrossEnd *self);

/* (transfer full) in lower case hexadecimals. */
char *loft_across_end_digest (GBytes *raw);

/* Puts a message there, unless it is there already, and reads it back. *sound FALSE: what is read is
 * not what was given, so it was removed again. LOFT_ERROR_GONE, _REFUSED: the folder. */
typedef struct {
  const char *uuid;
  const char *from; /* id of the other account */
  gint64 folder_id;
  GBytes *raw;
  const LoftMessage *message; /* flags, keywords, date of receipt */
  const char *digest;
  gboolean may_be_there; /* though nothing is known of it: it is looked for before it is put there */
  guint n_twins; /* may_be_there: messages like it that were there before */
} LoftAcrossContent;

/* Messages there that are like it (loft-twins.h). */
gboolean loft_across_end_count_twins (LoftAcrossEnd *self, const LoftAcrossContent *content,
                                      guint *n_twins, GError **error);

gboolean loft_across_end_put (LoftAcrossEnd *self, const LoftAcrossContent *content,
                              gboolean *sound, GError **error);

/* Takes away what came by this uuid, whatever became of it meanwhile; nothing is no error. */
gboolean loft_across_end_take_away (LoftAcrossEnd *self, const char *uuid, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftAcrossEnd, loft_across_end_close)

G_END_DECLS
