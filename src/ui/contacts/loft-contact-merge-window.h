/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-contact-actions.h"

G_BEGIN_DECLS

/* Contacts that look like one person, one group after the other: who they are, what would be kept, and
 * Merge or Not the Same. Signal "merged" (guint64 undo). Main thread only. */
#define LOFT_TYPE_CONTACT_MERGE_WINDOW (loft_contact_merge_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftContactMergeWindow, loft_contact_merge_window, LOFT, CONTACT_MERGE_WINDOW,
                      AdwWindow)

/* all: of LoftContact, kept. is_one: they are one person, somebody said so; else those who look so are found
 * among them. */
GtkWidget *loft_contact_merge_window_new (LoftContactActions *contacts, GPtrArray *all,
                                          gboolean is_one);

G_END_DECLS
