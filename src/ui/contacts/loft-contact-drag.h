/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-contact.h"

G_BEGIN_DECLS

/* Contacts that are dragged, inside of the window only. A boxed GPtrArray of LoftContact. Main thread. */
#define LOFT_TYPE_CONTACT_DRAG (loft_contact_drag_get_type ())
typedef GPtrArray LoftContactDrag;
GType loft_contact_drag_get_type (void);

/* (transfer full) (nullable) NULL: there is nobody. contacts: kept. */
GdkContentProvider *loft_contact_drag_new_content (GPtrArray *contacts);

G_END_DECLS
