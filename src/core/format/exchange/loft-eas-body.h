/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* Bodies of items (MS-ASAIRS 2.2.2.9) and what nobody knows of items, for texts that hold both.
 * Pure; any thread. */

/* (transfer full) (nullable) What people read, lines ended by "\n". NULL: none, or no plain text.
 * *mark: (transfer full) (nullable) of a text that came cut off; a text that still has its mark is
 * not to be sent. */
char *loft_eas_body_dup_text (const LoftWbxmlElement *data, char **mark);

/* (transfer full) */
char *loft_eas_body_dup_mark (const char *text);

/* Adds the body to data. mark: (nullable) as above. LOFT_ERROR_REFUSED for a text that came cut off
 * and was changed. */
gboolean loft_eas_body_add (LoftWbxmlElement *data, const char *text, const char *mark,
                            GError **error);

/* LOFT_ERROR_PROTOCOL where data is no ApplicationData, LOFT_ERROR_LIMIT where it has more elements
 * than any item of a person. */
gboolean loft_eas_body_check (const LoftWbxmlElement *data, GError **error);

/* (transfer full) An element as one word of a text, and back; (nullable) NULL: no such word. */
char *loft_eas_body_write_element (const LoftWbxmlElement *element);
LoftWbxmlElement *loft_eas_body_read_element (const char *word);

G_END_DECLS
