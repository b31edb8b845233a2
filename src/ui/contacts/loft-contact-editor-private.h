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
  GtkLabel *photo_problem;
  GBytes *photo; /* (nullable) as it is shown */
  gboolean is_photo_changed;
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

/* loft-contact-editor.c: something was changed by the person. */
void loft_contact_editor_update (LoftContactEditor *self);

/* loft-contact-editor-photo.c */

/* (transfer floating) The face with its menu, around self->face; the actions are added. */
GtkWidget *loft_contact_editor_new_face (LoftContactEditor *self);

/* photo: (nullable) kept. Not a change yet. */
void loft_contact_editor_set_photo (LoftContactEditor *self, GBytes *photo);

/* Reads a picture and lets the person choose a square of it. */
void loft_contact_editor_open_photo (LoftContactEditor *self, GFile *file);

G_END_DECLS
