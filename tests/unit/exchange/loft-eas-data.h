/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* (transfer full) ApplicationData of pairs, a tag and its text; ends with 0. */
LoftWbxmlElement *loft_eas_data_new (guint tag, ...);

/* Equal but for the order of children. */
void loft_eas_data_assert_equal (const LoftWbxmlElement *a, const LoftWbxmlElement *b);

/* Of the elements of before and after, only those of tags (0-terminated) differ. */
void loft_eas_data_assert_only (const LoftWbxmlElement *before, const LoftWbxmlElement *after,
                                const guint *tags);

G_END_DECLS
