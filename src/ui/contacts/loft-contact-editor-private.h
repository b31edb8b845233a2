/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-contact-editor.h"
#include "loft-contact-fields.h"
#include "loft-contact-input.h"

G_BEGIN_DECLS

#define LOFT_CONTACT_EDITOR_MAX_INPUTS 100

enum {
  NUMBERS,
  ADDRESSES,
  PAGES,
  DATES,
  PEOPLE,
  NOTES,
  N_GROUPS,
};

struct _LoftContactEditor {
  GtkWidget parent_instance;

  LoftContact *before;
  LoftContactFields *fields; /* (owned) names and work */
  GPtrArray *inputs; /* of LoftContactInput */
  GPtrArray *dead; /* of LoftContactInput: removed, freed with us */
  GtkWidget *scroller;
  AdwAvatar *face;
  GtkLabel *name;
  GtkLabel *work;
  GtkBox *lists;
  GtkListBox *groups[N_GROUPS];
  GtkWidget *categories;
  GtkWidget *book;
  GSimpleActionGroup *actions;
  gboolean is_changed;
  gboolean is_filled; /* what changes from now on a person did */
};

/* Whether values of that property are edited here; others stay as they are. */
gboolean loft_contact_editor_is_shown (const char *property);

G_END_DECLS
