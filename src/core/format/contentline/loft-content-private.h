/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-content-component.h"

G_BEGIN_DECLS

/* For the reader: all take what they are given. begin NULL: the root. */
LoftContentComponent *loft_content_component_new_read (LoftContentProperty *begin);
void loft_content_component_close (LoftContentComponent *self, LoftContentProperty *end);
void loft_content_component_append (LoftContentComponent *self, LoftContentProperty *property);

G_END_DECLS
