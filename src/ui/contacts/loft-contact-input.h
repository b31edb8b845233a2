/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-contact.h"

G_BEGIN_DECLS

/* A value that is typed: a row for a list of rows. Main thread only. */
typedef struct _LoftContactInput LoftContactInput;

typedef void (*LoftContactInputFunc) (LoftContactInput *self, gpointer user_data);

/* value: (nullable) a new one; copied. changed: whatever is typed or chosen; removed: its button was
 * pressed, the input is freed in there or later. */
LoftContactInput *loft_contact_input_new (const char *property, const LoftContactValue *value,
                                          LoftContactInputFunc changed,
                                          LoftContactInputFunc removed, gpointer user_data);
/* The row is not removed by it. */
void loft_contact_input_free (LoftContactInput *self);

/* (transfer none) */
GtkWidget *loft_contact_input_get_row (LoftContactInput *self);
const char *loft_contact_input_get_property (LoftContactInput *self);

/* (transfer none) (nullable) As it was. */
const LoftContactValue *loft_contact_input_get_before (LoftContactInput *self);

/* (transfer full) (nullable) NULL: nothing is typed. */
LoftContactValue *loft_contact_input_make (LoftContactInput *self);

/* FALSE: no such day. */
gboolean loft_contact_input_is_valid (LoftContactInput *self);

void loft_contact_input_focus (LoftContactInput *self);

/* Of a property, for its row and for what adds one: "Phone". */
const char *loft_contact_input_title (const char *property);

G_END_DECLS
