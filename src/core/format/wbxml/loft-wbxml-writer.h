/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* (transfer full) A document as servers of ActiveSync read it (MS-ASWBXML): text as inline strings without
 * NUL and what XML does not allow, bytes as opaque data, pages switched only where they change. Pure. */
GBytes *loft_wbxml_write (const LoftWbxmlElement *root);

G_END_DECLS
