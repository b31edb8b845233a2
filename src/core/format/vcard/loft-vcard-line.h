/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-content-component.h"

G_BEGIN_DECLS

/* One line of a vCard with its parameters understood. */
typedef struct {
  LoftContentProperty *property; /* (not owned) (nullable) NULL once removed */
  char *name; /* upper case */
  char *group; /* lower case, or "" */
  GStrv types; /* lower case, without "pref" and "internet" */
  guint preference; /* as in LoftContactValue */
  gboolean is_internet; /* had TYPE=internet, which says nothing */
  gboolean is_quoted; /* quoted-printable */
  gboolean is_base64;
  char *charset; /* or "" */
  char *kind; /* VALUE, lower case, or "" */
} LoftVcardLine;

LoftVcardLine *loft_vcard_line_read (LoftContentProperty *property);
void loft_vcard_line_free (LoftVcardLine *self);

/* (transfer full) UTF-8: quoted-printable and charset undone, escapes as they stand. Bytes that
 * are not what they claim are taken for Windows-1252. */
char *loft_vcard_line_dup_value (const LoftVcardLine *self);

/* (transfer full) The escapes undone too; line breaks are "\n". */
char *loft_vcard_line_dup_text (const LoftVcardLine *self);

/* (transfer full) (nullable) "" too; the first value of a parameter in UTF-8. */
char *loft_vcard_line_dup_parameter (const LoftVcardLine *self, const char *name);

/* value: UTF-8 with its escapes; what told of another encoding goes. */
void loft_vcard_line_set_value (LoftVcardLine *self, const char *value);

/* Writes TYPE (of version 3: one parameter each) and PREF anew. */
void loft_vcard_line_set_types (LoftContentProperty *property, GStrv types, gboolean is_internet,
                                guint preference, guint version);

/* (transfer full) One line, blanks trimmed, within the limit of texts. */
char *loft_vcard_trim_text (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftVcardLine, loft_vcard_line_free)

G_END_DECLS
