/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A search entry in which a condition becomes a pill as soon as it is typed to its end ("from:eva"
 * and a space). Backspace before the first word takes the last pill out; pills have a button of their
 * own.
 *
 * Signals: "changed", "activate" (Return), "leave" (Escape), "move-down" (Down: to the results). Main
 * thread only. */
#define LOFT_TYPE_SEARCH_ENTRY (loft_search_entry_get_type ())
G_DECLARE_FINAL_TYPE (LoftSearchEntry, loft_search_entry, LOFT, SEARCH_ENTRY, GtkWidget)

/* (transfer full) what is asked for, in the core's language; "" for nothing. */
char *loft_search_entry_get_query (LoftSearchEntry *self);
/* (transfer full) the same while somebody types: a word at the end, which may go on, is a
 * prefix. */
char *loft_search_entry_get_typed_query (LoftSearchEntry *self);
/* Pills and words of a query; tells "changed" when it is another one. */
void loft_search_entry_set_query (LoftSearchEntry *self, const char *query);

gboolean loft_search_entry_has_pills (LoftSearchEntry *self);
/* Adds a condition as a pill, in the core's language: "from:eva". */
void loft_search_entry_add_pill (LoftSearchEntry *self, const char *condition);

/* (transfer none) the field in which words are typed: for keys and suggestions. */
GtkEditable *loft_search_entry_get_text (LoftSearchEntry *self);
/* (transfer full) the word that the cursor stands behind, as typed; "" for none. */
char *loft_search_entry_get_last_word (LoftSearchEntry *self);
/* Puts text in its place. */
void loft_search_entry_replace_last_word (LoftSearchEntry *self, const char *text);

/* What is typed to its end without a space behind it becomes a pill too. */
void loft_search_entry_finish_pills (LoftSearchEntry *self);

void loft_search_entry_set_placeholder (LoftSearchEntry *self, const char *text);
void loft_search_entry_set_busy (LoftSearchEntry *self, gboolean busy);

G_END_DECLS
