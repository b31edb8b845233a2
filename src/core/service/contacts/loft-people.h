/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-service.h"

G_BEGIN_DECLS

/* The people of the mail that is here, for suggestions while somebody types. */
typedef struct {
  char *name; /* "" when it was never told */
  char *email;
  guint count; /* of messages they wrote or got */
  char *folded; /* name and address, loft_text_fold()ed */
  GPtrArray
    *members; /* (owned) (nullable) of LoftPerson: it is a group of these, and email is "" */
} LoftPerson;

/* (transfer full) of LoftPerson, those of most messages first, from the newest messages of each
 * account, as many as are read in a moment; an account that cannot be read is left out. Main thread;
 * the work is in workers. */
void loft_people_load_async (LoftService *service, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *loft_people_load_finish (LoftService *service, GAsyncResult *result, GError **error);

/* (transfer container) at most max of people, in their order, of whom some word begins with text. */
GPtrArray *loft_people_match (GPtrArray *people, const char *text, guint max);

G_END_DECLS
