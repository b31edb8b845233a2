/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-drag.h"

static gpointer
copy (gpointer contacts)
{
  return g_ptr_array_ref (contacts);
}

static void
release (gpointer contacts)
{
  g_ptr_array_unref (contacts);
}

G_DEFINE_BOXED_TYPE (LoftContactDrag, loft_contact_drag, copy, release)

GdkContentProvider *
loft_contact_drag_new_content (GPtrArray *contacts)
{
  return contacts->len > 0 ? gdk_content_provider_new_typed (LOFT_TYPE_CONTACT_DRAG, contacts)
                           : NULL;
}
