/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-recipient-entry.h"

G_BEGIN_DECLS

/* The people that are suggested below a recipient entry while somebody types: those of most mail
 * first, and below them whom directories know, under the directory's name, as soon as they have answered:
 * what is shown already stays where it is. Up and Down choose, Tab and Enter take, Escape closes. The rows
 * are made once; a key costs a look-up and their texts. Main thread only. */
#define LOFT_TYPE_RECIPIENT_COMPLETION (loft_recipient_completion_get_type ())
G_DECLARE_FINAL_TYPE (LoftRecipientCompletion, loft_recipient_completion, LOFT,
                      RECIPIENT_COMPLETION, GObject)

/* entry: borrowed, owns it. */
LoftRecipientCompletion *loft_recipient_completion_new (LoftRecipientEntry *entry);

void loft_recipient_completion_set_people (LoftRecipientCompletion *self, LoftPeopleIndex *index);

/* directories: kept. pause: milliseconds without a key before they are asked; -1: as usual. */
void loft_recipient_completion_set_directories (LoftRecipientCompletion *self,
                                                LoftDirectories *directories, int pause);

/* Another text was typed. */
void loft_recipient_completion_update (LoftRecipientCompletion *self);
void loft_recipient_completion_close (LoftRecipientCompletion *self);

/* Whether it took the key. */
gboolean loft_recipient_completion_key (LoftRecipientCompletion *self, guint key);

/* How many are suggested now. */
guint loft_recipient_completion_get_n_shown (LoftRecipientCompletion *self);

G_END_DECLS
