/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-address.h"
#include "loft-directories.h"
#include "loft-people-index.h"

G_BEGIN_DECLS

/* Recipients as pills with the text that becomes the next one: by Enter, comma, semicolon or by
 * leaving; Tab takes a suggestion. Backspace at the start goes into the last pill, then takes it
 * out; Enter on a pill makes it text again. Pasted lists become pills at once.
 *
 * Signal "changed" (pills or text). Main thread only. */
#define LOFT_TYPE_RECIPIENT_ENTRY (loft_recipient_entry_get_type ())
G_DECLARE_FINAL_TYPE (LoftRecipientEntry, loft_recipient_entry, LOFT, RECIPIENT_ENTRY, GtkWidget)

/* label: what a screen reader calls it, "To". */
GtkWidget *loft_recipient_entry_new (const char *label);

/* index: (nullable) whom to suggest. */
void loft_recipient_entry_set_people (LoftRecipientEntry *self, LoftPeopleIndex *index);

/* Whom else to ask while somebody types; kept. pause: as loft_recipient_completion_set_directories (). */
void loft_recipient_entry_set_directories (LoftRecipientEntry *self, LoftDirectories *directories,
                                           int pause);

/* of LoftAddress; in the place of what there is. */
void loft_recipient_entry_set_addresses (LoftRecipientEntry *self, GPtrArray *addresses);
void loft_recipient_entry_add (LoftRecipientEntry *self, const LoftAddress *address);

/* (transfer full) of LoftAddress: the pills and what is typed as far as it is. */
GPtrArray *loft_recipient_entry_get_addresses (LoftRecipientEntry *self);

/* What is typed becomes pills. */
void loft_recipient_entry_finish (LoftRecipientEntry *self);

/* Puts the focus on the first pill that is no address. FALSE: there is none. */
gboolean loft_recipient_entry_focus_malformed (LoftRecipientEntry *self);

gboolean loft_recipient_entry_is_empty (LoftRecipientEntry *self);

/* How many people are suggested now. */
guint loft_recipient_entry_get_n_suggested (LoftRecipientEntry *self);

/* A key as if it was pressed in the text, before it reaches the text. Whether it was taken. */
gboolean loft_recipient_entry_press (LoftRecipientEntry *self, guint key);

/* For the list of suggestions. (transfer none) */
GtkEditable *loft_recipient_entry_get_text (LoftRecipientEntry *self);
void loft_recipient_entry_take (LoftRecipientEntry *self, const LoftAddress *address);

G_END_DECLS
