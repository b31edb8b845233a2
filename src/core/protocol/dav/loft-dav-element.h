/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The namespaces of WebDAV, CalDAV, CardDAV and of what Apple's servers began. */
#define LOFT_DAV_NS_DAV     "DAV:"
#define LOFT_DAV_NS_CALDAV  "urn:ietf:params:xml:ns:caldav"
#define LOFT_DAV_NS_CARDDAV "urn:ietf:params:xml:ns:carddav"
#define LOFT_DAV_NS_SERVER  "http://calendarserver.org/ns/"
#define LOFT_DAV_NS_APPLE   "http://apple.com/ns/ical/"
#define LOFT_DAV_NS_INFIT   "http://inf-it.com/ns/ab/"

/* An element of an answer with what is in it. Whoever makes one bounds how many there are and how
 * deep they lie. */
typedef struct {
  char *space;           /* namespace, "" for none */
  char *name;
  GString *text;         /* of its own, without that of its children */
  GHashTable *attributes; /* (nullable) name without namespace -> value */
  GPtrArray *children;   /* (nullable) of LoftDavElement */
} LoftDavElement;

LoftDavElement *loft_dav_element_new  (const char *space, const char *name);
void            loft_dav_element_free (LoftDavElement *self);

/* child: (transfer full) */
void loft_dav_element_take_child (LoftDavElement *self, LoftDavElement *child);

gboolean loft_dav_element_is (const LoftDavElement *self, const char *space, const char *name);

guint loft_dav_element_get_n_children (const LoftDavElement *self);
const LoftDavElement *loft_dav_element_get_child (const LoftDavElement *self, guint i);

/* (transfer none) (nullable) the first child of that name; self (nullable): none. */
const LoftDavElement *loft_dav_element_find (const LoftDavElement *self, const char *space,
                                             const char *name);

/* (transfer full) (nullable) its text without white space around it; NULL when there is no such child, or
 * nothing in it. */
char *loft_dav_element_dup_text (const LoftDavElement *self, const char *space, const char *name);

/* (transfer none) (nullable) */
const char *loft_dav_element_get_attribute (const LoftDavElement *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftDavElement, loft_dav_element_free)

G_END_DECLS
