/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-categories.h"

G_BEGIN_DECLS

/* What the files of the categories share. */

#define LOFT_CATEGORY_MAX_NAME    50 /* characters */
#define LOFT_CATEGORY_N_ORIGINALS 5

struct _LoftCategory {
  GObject parent;

  char *name;
  char *color;
  char *keyword;
};

typedef struct {
  const char *name;
  const char *color;
  const char *keyword;
} LoftCategoryOriginal;

/* What every profile begins with. */
extern const LoftCategoryOriginal loft_category_originals[LOFT_CATEGORY_N_ORIGINALS];

/* color: one that is none is blue. */
LoftCategory *loft_category_new (const char *name, const char *color, const char *keyword);

G_END_DECLS
