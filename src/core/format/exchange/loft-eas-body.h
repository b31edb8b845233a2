/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* Bodies of items (MS-ASAIRS 2.2.2.9) and what nobody knows of items, for texts that hold both.
 * Pure; any thread. */

/* (transfer full) (nullable) What people read, lines ended by "\n"; NULL: none, or of a kind that
 * nobody reads. *mark: (transfer full) (nullable) of a text that came cut off. */
char *loft_eas_body_dup_text (const LoftWbxmlElement *data, char **mark);

/* Adds the body to data: kept (nullable), the element as it came, where it says text, else plain
 * text; none where text is "", or is as marked (nullable). LOFT_ERROR_REFUSED for a text that came
 * cut off and was changed. */
gboolean loft_eas_body_add (LoftWbxmlElement *data, const char *text, const char *mark,
                            const LoftWbxmlElement *kept, GError **error);

/* Whether the body's element says more than what people read, so that it must be kept. */
gboolean loft_eas_body_is_more (const LoftWbxmlElement *data);

/* LOFT_ERROR_PROTOCOL where data is neither ApplicationData nor Properties (of ItemOperations),
 * LOFT_ERROR_LIMIT where it has more elements than any item of a person. */
gboolean loft_eas_body_check (const LoftWbxmlElement *data, GError **error);

/* (transfer full) An element as one word of a text, and back; (nullable) NULL: no such word. */
char *loft_eas_body_write_element (const LoftWbxmlElement *element);
LoftWbxmlElement *loft_eas_body_read_element (const char *word);

G_END_DECLS
