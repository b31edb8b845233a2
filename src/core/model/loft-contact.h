/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A value with its types and label: EMAIL, TEL, ADR, URL, IMPP, dates, related people. */
typedef struct {
  char *property;  /* "EMAIL", "TEL", "ADR", "URL", "IMPP", "BDAY", "ANNIVERSARY", "RELATED", "NOTE", … */
  char *value;     /* decoded; of ADR its seven parts joined with "\n" (RFC 6350 6.3.1) */
  GStrv types;     /* lower case: "home", "work", "cell", … */
  char *label;     /* X-ABLabel and the like, or "" */
  guint preference; /* 0: none, 1 most wished for to 100 */
} LoftContactValue;

/* A vCard (RFC 6350, 2426, 2.1) as people read and edit it. What Loft does not know of it stays in the raw
 * text. Strings are valid UTF-8 and never NULL. Immutable once published; counted (atomic). */
typedef struct {
  gatomicrefcount ref_count;
  gint64 resource_id;   /* of the store; 0: in no store */
  gint64 folder_id;     /* its address book */
  char *uid;
  gboolean is_group;    /* KIND:group, X-ADDRESSBOOKSERVER-KIND */
  char *name;           /* FN, else made of what there is; "" only when there is nothing */
  char *family, *given, *additional, *prefix, *suffix; /* N */
  char *nickname;
  char *organization;   /* its first part */
  char *department;     /* the second */
  char *title;
  char *role;
  GPtrArray *values;    /* of LoftContactValue, in the order of the text */
  GStrv categories;
  GStrv members;        /* of a group: uids ("urn:uuid:…") or "mailto:…" */
  GBytes *photo;        /* (nullable) image file, at most 1 MB */
  char *photo_uri;      /* one that is elsewhere, never loaded by itself; or "" */
  gint64 modified;      /* REV, seconds since 1970; 0: none */
} LoftContact;

LoftContact *loft_contact_new   (void);
LoftContact *loft_contact_copy  (const LoftContact *self);
LoftContact *loft_contact_ref   (LoftContact *self);
void         loft_contact_unref (LoftContact *self);

LoftContactValue *loft_contact_value_new   (const char *property, const char *value);
LoftContactValue *loft_contact_value_copy  (const LoftContactValue *self);
void              loft_contact_value_free  (LoftContactValue *self);
gboolean          loft_contact_value_equal (const LoftContactValue *a, const LoftContactValue *b);

/* (transfer container) of LoftContactValue: those of a property, the preferred first. */
GPtrArray *loft_contact_list_values (const LoftContact *self, const char *property);

/* What a list sorts by: family name first, or the name. (transfer full) */
char *loft_contact_dup_sort_text (const LoftContact *self, gboolean family_first);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftContact, loft_contact_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftContactValue, loft_contact_value_free)

G_END_DECLS
