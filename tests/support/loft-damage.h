/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What can happen to the file of a database, or of a journal, that nobody has open. */
typedef enum {
  LOFT_DAMAGE_FLIP_ONE,   /* one bit */
  LOFT_DAMAGE_FLIP_MANY,  /* up to 100 bytes */
  LOFT_DAMAGE_TRUNCATE,
  LOFT_DAMAGE_NO_LOG,     /* the write-ahead log and its index deleted */
  LOFT_DAMAGE_ZERO_PAGE,
  LOFT_DAMAGE_EMPTY,      /* a file of no bytes in its place */
  LOFT_DAMAGE_DIRECTORY,  /* a directory in its place */
  LOFT_DAMAGE_FLIP_LOG,   /* a byte of the log */
  LOFT_DAMAGE_CUT_LOG,
  LOFT_DAMAGE_SWAP_PAGES, /* two sound pages in each other's place */
  LOFT_DAMAGE_HEADER,     /* a byte of the first hundred */
  LOFT_DAMAGE_NO_FILE,
  LOFT_N_DAMAGES,
} LoftDamage;

/* (transfer full) what was done, in words. */
char *loft_damage_do (LoftDamage damage, const char *path, GRand *random);

G_END_DECLS
