/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-wbxml-reader.h"

G_BEGIN_DECLS

/* Puts the elements that the reader comes upon together, within limits, and hands over those that somebody
 * waits for. Only the reader uses it. Errors: LOFT_ERROR_LIMIT, and those of the function. */
typedef struct _LoftWbxmlBuilder LoftWbxmlBuilder;

/* Announced opaque data may be that large; text is at most an eighth of it. */
#define LOFT_WBXML_OPAQUE_LIMIT (512 * 1024 * 1024)

LoftWbxmlBuilder *loft_wbxml_builder_new (const guint *tags, LoftWbxmlElementFunc func,
                                          gpointer user_data);
void loft_wbxml_builder_free (LoftWbxmlBuilder *self);

/* How many elements are open. */
guint loft_wbxml_builder_get_depth (LoftWbxmlBuilder *self);
gboolean loft_wbxml_builder_open (LoftWbxmlBuilder *self, guint tag, GError **error);

/* All below: of the innermost open element; there must be one. */
gboolean loft_wbxml_builder_add_text (LoftWbxmlBuilder *self, const guint8 *bytes, gsize length,
                                      GError **error);
gboolean loft_wbxml_builder_add_opaque (LoftWbxmlBuilder *self, const guint8 *bytes, gsize length,
                                        GError **error);
gboolean loft_wbxml_builder_close (LoftWbxmlBuilder *self, GError **error);

/* (transfer full) (nullable) once it is closed. */
LoftWbxmlElement *loft_wbxml_builder_steal_root (LoftWbxmlBuilder *self);

G_END_DECLS
