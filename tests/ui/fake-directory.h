/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-directories.h"

G_BEGIN_DECLS

/* A directory in memory: answers in the next turn of the main loop with whom it has whose name or address has
 * a word that begins as asked. */
#define FAKE_TYPE_DIRECTORY (fake_directory_get_type ())
G_DECLARE_FINAL_TYPE (FakeDirectory, fake_directory, FAKE, DIRECTORY, GObject)

FakeDirectory *fake_directory_new (const char *account_name);

/* title: "" for none. */
void fake_directory_add (FakeDirectory *self, const char *name, const char *email,
                         const char *title);
/* People of a whole company. */
void fake_directory_fill (FakeDirectory *self);

/* What the next questions fail with; NULL: they are answered. */
void fake_directory_set_error (FakeDirectory *self, const GError *error);
/* Answers are kept back until this is FALSE again. */
void fake_directory_set_slow (FakeDirectory *self, gboolean slow);

guint fake_directory_get_n_asked (FakeDirectory *self);

/* (transfer full) All directories: this one. */
LoftDirectories *fake_directory_new_directories (FakeDirectory *self);

G_END_DECLS
