/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Underlines what is spelled wrong while somebody writes, and offers what was meant in the menu of
 * the text. Quotes, addresses and words with digits are left alone, as is the word that is being
 * typed. Works in slices when nothing else is to do. Main thread only. */
#define LOFT_TYPE_SPELL_CHECKER (loft_spell_checker_get_type ())
G_DECLARE_FINAL_TYPE (LoftSpellChecker, loft_spell_checker, LOFT, SPELL_CHECKER, GObject)

/* view: borrowed, owns it. */
LoftSpellChecker *loft_spell_checker_new (GtkTextView *view);

/* Looks at everything again, as after another language was chosen. */
void loft_spell_checker_check_all (LoftSpellChecker *self);

/* Whether the word at iter is underlined. */
gboolean loft_spell_checker_is_wrong (LoftSpellChecker *self, const GtkTextIter *iter);

G_END_DECLS
