/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* For a Change of a contact or a task. Exchange forgets what a Change does not name; SOGo and
 * Z-Push keep it. So what before (nullable) has and data has not is added to data, empty, where its
 * type can be empty: texts, lists, notes and pictures, not dates and numbers. before: made of the
 * item as the server has it, by the same function as data. */
void loft_eas_clearing_add (LoftWbxmlElement *data, const LoftWbxmlElement *before);

G_END_DECLS
