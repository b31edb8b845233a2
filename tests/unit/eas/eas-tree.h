/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* (transfer full) A tree from a text as loft_wbxml_element_to_string() makes it, which is easier to read than
 * the calls that would build it: "Settings:Settings\n  Settings:Status 1\n". Two spaces a level; angle
 * brackets may be left out. Ends the test for a name that nobody knows. */
LoftWbxmlElement *eas_tree (const char *text);

/* (transfer full) The text of a request, checked to be the same after being written and read. */
char *eas_tree_take_text (LoftWbxmlElement *root);

G_END_DECLS
