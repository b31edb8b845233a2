/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* For a Change of a contact or a task. Exchange forgets what a Change does not name, but for the
 * note (MS-ASCMD 2.2.3.24); SOGo 5.8 does so of contacts and keeps all of tasks, Z-Push keeps it of
 * both. So what before (nullable) has and data has not is added to data, empty: texts, lists,
 * notes, pictures. before: made of the item as the server has it, by the same function as data.
 *
 * with_dates: dates too, which SOGo takes; not for Exchange, which checks that a date is one. */
void loft_eas_clearing_add (LoftWbxmlElement *data, const LoftWbxmlElement *before,
                            gboolean with_dates);

G_END_DECLS
