/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-status.h"
#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* What all readers of answers have in common. */

/* FALSE with LOFT_ERROR_PROTOCOL when there is no root (an answer may be empty) or another one. */
gboolean loft_eas_answer_check (const LoftWbxmlElement *root, guint tag, GError **error);

/* The status that stands in an element. FALSE with its error, or LOFT_ERROR_PROTOCOL where there is none. */
gboolean loft_eas_answer_check_status (const LoftWbxmlElement *element, guint tag, guint of,
                                       const char *what, GError **error);

/* The common statuses from 100 on that some servers put at the outermost element of any answer. TRUE where
 * there is none, or a small one, which the command's own reader judges. */
gboolean loft_eas_answer_check_common (const LoftWbxmlElement *element, guint tag, guint of,
                                       const char *what, GError **error);

/* (transfer full) the text of the child, "" when there is none. */
char *loft_eas_answer_dup_text (const LoftWbxmlElement *element, guint tag);

G_END_DECLS
