/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-found.h"

G_BEGIN_DECLS

/* Names that Search and Find have for the same. */
typedef struct {
  guint result;
  guint properties;
  guint range;
  guint total;
  guint long_id; /* 0: none */
} LoftEasFoundTags;

/* Fills found from the element that has the results. is_end: the server says that there are no more. */
void loft_eas_found_read (LoftEasFound *found, const LoftWbxmlElement *list,
                          const LoftEasFoundTags *tags, gboolean is_end);

/* Options{Range}: from first, at most n. */
void loft_eas_found_add_range (LoftWbxmlElement *options, guint tag, guint first, guint n);

G_END_DECLS
