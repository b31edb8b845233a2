/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Names that attachments may claim to have: paths, devices, hidden and reordering characters,
 * extensions behind extensions, very long ones. */
typedef struct {
  char *name;          /* valid UTF-8, may hold anything but NUL; U+2400 stands for one */
  gboolean is_program; /* its last extension, as a desktop reads it, is that of a program */
} LoftHostileName;

/* (transfer full) of LoftHostileName; always the same ones. */
GPtrArray *loft_hostile_names_new (void);

/* (nullable) What makes a name unfit for a folder of the person's; static. */
const char *loft_hostile_names_find_fault (const char *safe);

G_END_DECLS
