/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The spelling of words in several languages at once: right is what one of them knows. By the
 * desktop's dictionaries (Enchant), found when the first text is written: without the library or
 * without a dictionary nothing is wrong. Main thread only. */
typedef struct _LoftSpelling LoftSpelling;

/* (transfer none) (nullable) NULL when nothing can be checked. In the languages of the setting, else
 * in those of the person's desktop. */
LoftSpelling *loft_spelling_get (void);

gboolean loft_spelling_check (LoftSpelling *self, const char *word, gssize length);

/* (transfer full) at most max, the best first. */
char **loft_spelling_suggest (LoftSpelling *self, const char *word, guint max);

/* Right from now on: for good, or until the program ends. */
void loft_spelling_add (LoftSpelling *self, const char *word);
void loft_spelling_ignore (LoftSpelling *self, const char *word);

/* (transfer full) "de_DE" … that there are dictionaries of. */
char **loft_spelling_list_languages (void);
/* (transfer none) those in which is checked. */
const char *const *loft_spelling_get_languages (LoftSpelling *self);
/* Remembered; empty: by the desktop. */
void loft_spelling_set_languages (const char *const *languages);

G_END_DECLS
