/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-draft.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* A message that is written: sender, recipients, subject, text, attachments. It stands in a window
 * of its own or in place below what it answers, and can be moved from there with everything that
 * was done in it. What is written is kept as a draft every few seconds.
 *
 * Actions "composer.…" for the buttons of the window around it. Signals: "done" (sent, discarded or
 * kept: it is to be taken away), "pop-out", "title-changed" (the send button's label, too), "saved".
 * Main thread only. */
#define LOFT_TYPE_COMPOSER (loft_composer_get_type ())
G_DECLARE_FINAL_TYPE (LoftComposer, loft_composer, LOFT, COMPOSER, GtkWidget)

/* draft: what it begins with, (transfer none); from NULL: the first of the account. caret: in
 * characters of its text. account: (nullable) the first. */
GtkWidget *loft_composer_new (LoftService *service, LoftMailAccount *account,
                              const LoftDraft *draft, guint caret);

/* It goes on with a draft that is kept already. */
void loft_composer_set_outgoing (LoftComposer *self, gint64 outgoing_id);

/* Whether it writes on that one. */
gboolean loft_composer_is_of (LoftComposer *self, LoftMailAccount *account, gint64 outgoing_id);

/* Not before that time (seconds since the epoch); 0, or what is past: at once. */
void loft_composer_set_not_before (LoftComposer *self, gint64 not_before);

/* Signatures stand above the quote. */
gboolean loft_composer_get_signature_above (void);

/* In place: with its buttons below the text, and no higher than it needs. */
void loft_composer_set_inline (LoftComposer *self, gboolean in_place);
gboolean loft_composer_is_inline (LoftComposer *self);

/* (transfer none) */
const char *loft_composer_get_title (LoftComposer *self);
GActionGroup *loft_composer_get_actions (LoftComposer *self);
/* For the header of a window. (transfer full) */
char *loft_composer_send_label (LoftComposer *self);
GMenuModel *loft_composer_new_later_menu (void);
GMenuModel *loft_composer_new_menu (void);

/* (transfer full) What it says now. */
LoftDraft *loft_composer_get_draft (LoftComposer *self);

/* Whether the person wrote anything that would be lost. */
gboolean loft_composer_is_touched (LoftComposer *self);

/* To where one would write first. */
void loft_composer_focus (LoftComposer *self);

/* Takes it away, or asks first when there is something written: then "done" follows or does not. */
void loft_composer_close (LoftComposer *self);

/* After "done": it is written on after all, as when sending was undone. */
void loft_composer_resume (LoftComposer *self);

/* Keeps what is written, at once; "saved" follows. */
void loft_composer_save (LoftComposer *self);

/* How many drafts of all composers are being kept at this moment. */
guint loft_composer_n_saving (void);

G_END_DECLS
