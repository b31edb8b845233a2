/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-directory.h"

G_BEGIN_DECLS

/* All directories there are, and what they said: answers are remembered for some minutes, so that going back
 * over what was typed asks nobody, and one that failed is left alone for a while. Main thread only. */
#define LOFT_TYPE_DIRECTORIES (loft_directories_get_type ())
G_DECLARE_FINAL_TYPE (LoftDirectories, loft_directories, LOFT, DIRECTORIES, GObject)

/* directories: of LoftDirectory; kept. */
LoftDirectories *loft_directories_new (GListModel *directories);

/* (transfer none) of LoftDirectory. */
GListModel *loft_directories_get_list (LoftDirectories *self);

/* Failures are forgotten: each may be asked again at once. For when the network is another. */
void loft_directories_forget_failures (LoftDirectories *self);

/* ---- for searches (loft-directory-search.h) ------------------------------------------------- */

/* Words as they are asked for and remembered: in lower case, with one blank between. (transfer full) "" where
 * they are too few letters to be asked for. */
char *loft_directories_normalize (const char *text);

typedef struct {
  GPtrArray *contacts; /* (owned) of LoftContact */
  gboolean more; /* there are others */
} LoftDirectoryAnswer;

/* (transfer none) (nullable) What the directory said to these words, asked with this limit. Valid until
 * another is remembered. */
const LoftDirectoryAnswer *loft_directories_recall (LoftDirectories *self, LoftDirectory *directory,
                                                    const char *words, guint limit);
/* (transfer none) (nullable) Why it is not to be asked now. */
const GError *loft_directories_get_failure (LoftDirectories *self, LoftDirectory *directory);

/* contacts: kept. */
void loft_directories_remember (LoftDirectories *self, LoftDirectory *directory, const char *words,
                                guint limit, GPtrArray *contacts, gboolean more);
/* error: (nullable) copied; NULL: it may be asked. */
void loft_directories_set_failure (LoftDirectories *self, LoftDirectory *directory,
                                   const GError *error);

G_END_DECLS
