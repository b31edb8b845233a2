/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-contact-list.h"

G_BEGIN_DECLS

/* The photos of the people of the address books, by their addresses: for what knows no more of somebody. One
 * for the program. Signal "changed". Main thread only. */
#define LOFT_TYPE_FACES (loft_faces_get_type ())
G_DECLARE_FINAL_TYPE (LoftFaces, loft_faces, LOFT, FACES, GObject)

/* (transfer none) */
LoftFaces *loft_faces_get (void);

/* list: kept, until another one comes; (nullable). */
void loft_faces_follow (LoftFaces *self, LoftContactList *list);

/* (transfer none) (nullable) */
GBytes *loft_faces_find (LoftFaces *self, const char *email);

G_END_DECLS
