/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One content line of iCalendar (RFC 5545 3.1) or vCard (RFC 6350 3.3, RFC 2425 5.8): a name,
 * perhaps of a group, parameters, and a value. What was read and not changed is written byte by
 * byte as it was, however it was folded; what was changed is folded anew.
 *
 * Names are compared without case. Text that comes out is as it was written: not always valid
 * UTF-8, never with a NUL inside. A line without a colon has the name "" and is its own value: it
 * is carried along. Not thread-safe; any thread that owns it. */
typedef struct _LoftContentProperty LoftContentProperty;

/* value is written as it is, without the line breaks that it must not have. */
LoftContentProperty *loft_content_property_new (const char *name, const char *value);

/* The line with its folds and its end, a part of source. No NUL inside. */
LoftContentProperty *loft_content_property_new_read (GBytes *source, gsize offset, gsize length);
LoftContentProperty *loft_content_property_copy (LoftContentProperty *self);
void loft_content_property_free (LoftContentProperty *self);

gboolean loft_content_property_is (LoftContentProperty *self, const char *name);

/* (transfer full) As written, without the group. */
char *loft_content_property_dup_name (LoftContentProperty *self);

/* (transfer full) (nullable) "item1" of "item1.EMAIL:…". */
char *loft_content_property_dup_group (LoftContentProperty *self);

/* group NULL: none. */
void loft_content_property_set_group (LoftContentProperty *self, const char *group);

/* (transfer none) As written, until the next change. */
const char *loft_content_property_get_value (LoftContentProperty *self);
void loft_content_property_set_value (LoftContentProperty *self, const char *value);

/* (transfer full) The value with its escapes undone (RFC 5545 3.3.11), and back. */
char *loft_content_property_dup_text (LoftContentProperty *self);
void loft_content_property_set_text (LoftContentProperty *self, const char *text);

/* (transfer full) (nullable) The first value of a parameter, without quotes and escapes (RFC
 * 6868). A bare one, as vCard 2.1 has it ("TEL;HOME:"), is "". */
char *loft_content_property_dup_parameter (LoftContentProperty *self, const char *name);

/* (transfer full) All values of all parameters of this name. */
GStrv loft_content_property_dup_parameters (LoftContentProperty *self, const char *name);

/* (transfer full) The names of all parameters in their order, bare ones among them. */
GStrv loft_content_property_dup_parameter_names (LoftContentProperty *self);

/* value NULL: without this parameter. The others stay as they are written. */
void loft_content_property_set_parameter (LoftContentProperty *self, const char *name,
                                          const char *value);

/* One more, also of a name that is there: vCard 3.0 repeats TYPE. */
void loft_content_property_add_parameter (LoftContentProperty *self, const char *name,
                                          const char *value);

/* Appends the line with its end, and the end that the line before it lacks. */
void loft_content_property_append_to (LoftContentProperty *self, GString *bytes);

/* (transfer full) Escapes of TEXT undone and made. */
char *loft_content_text_unescape (const char *value, gssize length);
char *loft_content_text_escape (const char *text);

/* (transfer full) Splits at separator where it is not escaped; the parts keep their escapes. */
GStrv loft_content_value_split (const char *value, char separator);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftContentProperty, loft_content_property_free)

G_END_DECLS
