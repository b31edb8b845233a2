/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A temporary folder for one test, removed with all in it. */
typedef struct {
  char *path;
} LoftTestFolder;

LoftTestFolder *loft_test_folder_new  (void);
void            loft_test_folder_free (LoftTestFolder *self);

/* (transfer full) path of a file in it. */
char *loft_test_folder_file (LoftTestFolder *self, const char *name);

/* What a sweep runs: LOFT_TEST_COUNT of the environment, or fallback. */
guint loft_test_count (guint fallback);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftTestFolder, loft_test_folder_free)

G_END_DECLS
