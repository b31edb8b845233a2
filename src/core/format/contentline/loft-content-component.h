/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-content-property.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A tree of content lines: components (BEGIN … END) of properties and components. Written again
 * it is the bytes that were read, but for the lines that were changed: what Loft does not know
 * survives; only a byte order mark is left out. For iCalendar (RFC 5545 3.4) and vCard (RFC 6350
 * 3.3, RFC 2426, vCard 2.1).
 *
 * The root that is read has no name and holds what stands at the top. Its owner owns the tree; what
 * is got from it is borrowed. Not thread-safe; any thread that owns it. */
typedef struct _LoftContentComponent LoftContentComponent;

typedef struct {
  gsize size; /* 64 MiB: a calendar of somebody's whole life */
  gsize line; /* 32 MiB unfolded: a photo or an attachment inside */
  guint lines; /* 2,000,000 */
  guint depth; /* 10 */
} LoftContentLimits;

extern const LoftContentLimits loft_content_limits;

/* (transfer full) Linear in the size. Errors: LOFT_ERROR_LIMIT; LOFT_ERROR_PROTOCOL where BEGIN
 * and END do not match or a NUL is inside. */
LoftContentComponent *loft_content_component_read (GBytes *bytes, GError **error);

/* (transfer full) Empty, with the name of its BEGIN. */
LoftContentComponent *loft_content_component_new (const char *name);
LoftContentComponent *loft_content_component_copy (LoftContentComponent *self);
void loft_content_component_free (LoftContentComponent *self);

/* (transfer full) BEGIN and END with it, but for the root. */
GBytes *loft_content_component_write (LoftContentComponent *self);

gboolean loft_content_component_is (LoftContentComponent *self, const char *name);

/* (nullable) As written; NULL for the root. */
const char *loft_content_component_get_name (LoftContentComponent *self);

/* (transfer none) (nullable) The next one at or after *position, which starts at 0. name NULL: of
 * any name. A change of the tree ends a walk. */
LoftContentProperty *loft_content_component_next_property (LoftContentComponent *self,
                                                           guint *position, const char *name);
LoftContentComponent *loft_content_component_next_component (LoftContentComponent *self,
                                                             guint *position, const char *name);

/* (transfer none) (nullable) The first of its name. */
LoftContentProperty *loft_content_component_get_property (LoftContentComponent *self,
                                                          const char *name);
LoftContentComponent *loft_content_component_get_component (LoftContentComponent *self,
                                                            const char *name);

/* (transfer none) Behind the last of its name, else behind the last property. */
LoftContentProperty *loft_content_component_add_property (LoftContentComponent *self,
                                                          LoftContentProperty *property);

/* (transfer none) The first of its name with this value, added where there is none. A value that
 * it has already touches nothing. */
LoftContentProperty *loft_content_component_set_value (LoftContentComponent *self, const char *name,
                                                       const char *value);
LoftContentProperty *loft_content_component_set_text (LoftContentComponent *self, const char *name,
                                                      const char *text);

/* The property is freed. */
void loft_content_component_remove_property (LoftContentComponent *self,
                                             LoftContentProperty *property);
void loft_content_component_remove_properties (LoftContentComponent *self, const char *name);

/* (transfer none) At the end; takes component. */
LoftContentComponent *loft_content_component_add_component (LoftContentComponent *self,
                                                            LoftContentComponent *component);

/* (transfer none) Before the first component of this name, else at the end; takes component. */
LoftContentComponent *loft_content_component_insert_component (LoftContentComponent *self,
                                                               LoftContentComponent *component,
                                                               const char *before);

/* The component is freed. */
void loft_content_component_remove_component (LoftContentComponent *self,
                                              LoftContentComponent *component);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftContentComponent, loft_content_component_free)

G_END_DECLS
