/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-directories.h"

G_BEGIN_DECLS

/* What somebody types, asked of one directory or of all: after a short pause, and never again what was
 * answered lately; a question that other words have overtaken is withdrawn. Until the answer is here, those
 * of the last one are kept whom the new words fit, too; they keep their place when it comes. Main thread
 * only.
 *
 * Signal "changed": people or state. */
#define LOFT_TYPE_DIRECTORY_SEARCH (loft_directory_search_get_type ())
G_DECLARE_FINAL_TYPE (LoftDirectorySearch, loft_directory_search, LOFT, DIRECTORY_SEARCH, GObject)

typedef enum {
  LOFT_DIRECTORY_SEARCH_IDLE, /* no words, or too few letters */
  LOFT_DIRECTORY_SEARCH_WAITING, /* somebody is asked, or will be in a moment */
  LOFT_DIRECTORY_SEARCH_DONE,
} LoftDirectorySearchState;

typedef struct {
  LoftContact *contact; /* (owned) */
  LoftDirectory *directory; /* (owned) that told of them */
} LoftDirectoryPerson;

/* only: (nullable) NULL: all that there are. limit: people of each. */
LoftDirectorySearch *loft_directory_search_new (LoftDirectories *directories, LoftDirectory *only,
                                                guint limit);

/* How long nobody must type before a directory is asked; 0: at once. */
void loft_directory_search_set_pause (LoftDirectorySearch *self, guint milliseconds);

void loft_directory_search_set_words (LoftDirectorySearch *self, const char *text);

/* Asks again what failed, at once. */
void loft_directory_search_retry (LoftDirectorySearch *self);

LoftDirectorySearchState loft_directory_search_get_state (LoftDirectorySearch *self);

/* (transfer none) of LoftDirectoryPerson, directory by directory, each in its server's order; one mail
 * address once. Another array with each "changed". */
GPtrArray *loft_directory_search_get_people (LoftDirectorySearch *self);

/* Whether a directory has more of them. */
gboolean loft_directory_search_is_cut (LoftDirectorySearch *self);

/* (transfer none) (nullable) Why the (first) directory that failed did, once all have answered. */
const GError *loft_directory_search_get_error (LoftDirectorySearch *self);

G_END_DECLS
