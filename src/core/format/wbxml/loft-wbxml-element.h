/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-tags.h"

G_BEGIN_DECLS

/* A document of ActiveSync, or a part of one, as a tree: what requests are built of and answers taken apart
 * by. An element has text, bytes or children. Pure; any thread, one at a time. */
typedef struct _LoftWbxmlElement LoftWbxmlElement;

struct _LoftWbxmlElement {
  guint tag; /* LoftEasTag, or one that nobody knows */
  char *text; /* (nullable) valid UTF-8 */
  GBytes *bytes; /* (nullable) of a tag that holds anything but text, as Mime does */
  GPtrArray *children; /* (nullable) of LoftWbxmlElement */
};

LoftWbxmlElement *loft_wbxml_element_new (guint tag);
void loft_wbxml_element_free (LoftWbxmlElement *self);
LoftWbxmlElement *loft_wbxml_element_copy (const LoftWbxmlElement *self);

/* All return (transfer none) the child. text: (nullable) an empty element. */
LoftWbxmlElement *loft_wbxml_element_add (LoftWbxmlElement *self, guint tag);
LoftWbxmlElement *loft_wbxml_element_add_text (LoftWbxmlElement *self, guint tag, const char *text);
LoftWbxmlElement *loft_wbxml_element_add_int (LoftWbxmlElement *self, guint tag, gint64 value);
LoftWbxmlElement *loft_wbxml_element_add_bytes (LoftWbxmlElement *self, guint tag, GBytes *bytes);
LoftWbxmlElement *loft_wbxml_element_take (LoftWbxmlElement *self, LoftWbxmlElement *child);

/* (transfer none) (nullable) the first child of that tag; self: (nullable). */
LoftWbxmlElement *loft_wbxml_element_find (const LoftWbxmlElement *self, guint tag);
/* (transfer none) (nullable) find() again and again, down the tags, which end with 0. */
LoftWbxmlElement *loft_wbxml_element_find_path (const LoftWbxmlElement *self, ...);

guint loft_wbxml_element_get_n_children (const LoftWbxmlElement *self);
LoftWbxmlElement *loft_wbxml_element_get_child (const LoftWbxmlElement *self, guint i);

/* Of the first child of that tag. Text: (transfer none) (nullable) NULL when there is none, "" when it is
 * empty. Number: otherwise when there is none, or it is no number. */
const char *loft_wbxml_element_get_text (const LoftWbxmlElement *self, guint tag);
gint64 loft_wbxml_element_get_int (const LoftWbxmlElement *self, guint tag, gint64 otherwise);
/* (transfer full) (nullable) bytes, or the text's. */
GBytes *loft_wbxml_element_get_bytes (const LoftWbxmlElement *self, guint tag);

/* Same tags, texts and bytes in the same order. */
gboolean loft_wbxml_element_equal (const LoftWbxmlElement *a, const LoftWbxmlElement *b);

/* (transfer full) for people, logs of tests and debugging: <Page:Name>…, a line an element. */
char *loft_wbxml_element_to_string (const LoftWbxmlElement *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftWbxmlElement, loft_wbxml_element_free)

G_END_DECLS
