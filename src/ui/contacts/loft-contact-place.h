/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-contact.h"
#include "loft-directory.h"

G_BEGIN_DECLS

/* A row of the contacts pane's sidebar, and what it stands for. Main thread only. */

typedef enum {
  LOFT_CONTACT_PLACE_BOOK,
  LOFT_CONTACT_PLACE_GROUP,
  LOFT_CONTACT_PLACE_DIRECTORY,
  LOFT_CONTACT_PLACE_CATEGORY,
} LoftContactPlaceKind;

typedef struct {
  LoftContactPlaceKind kind;
  gint64 folder_id; /* of a book; 0: of all books */
  char *category; /* or "" */
  char *name;
  char *account; /* of a book or directory, or "" */
  LoftContact *group; /* (owned) (nullable) */
  LoftDirectory *directory; /* (owned) (nullable) */
} LoftContactPlace;

/* (transfer full) a GtkListBoxRow: a book, or with category "…" that category. */
GtkWidget *loft_contact_place_new_row (gint64 folder_id, const char *category, const char *name,
                                       const char *account, const char *icon);
GtkWidget *loft_contact_place_new_directory (LoftDirectory *directory);

/* (transfer none) (nullable) row: (nullable) */
LoftContactPlace *loft_contact_place_get (GtkListBoxRow *row);

/* (transfer none) (nullable) What stands above a row: the account of the books, "Groups". */
const char *loft_contact_place_find_heading (const LoftContactPlace *place);

G_END_DECLS
