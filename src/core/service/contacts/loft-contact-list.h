/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-contact-item.h"

G_BEGIN_DECLS

/* A GListModel of LoftContactItem: the contacts of all books or one, in the order of an address
 * book, narrowed while somebody types. What was loaded stays until what is loaded next is here.
 * Main thread only. */
#define LOFT_TYPE_CONTACT_LIST (loft_contact_list_get_type ())
G_DECLARE_FINAL_TYPE (LoftContactList, loft_contact_list, LOFT, CONTACT_LIST, GObject)

/* (transfer full) of LoftContact (owned by the array). Called in a thread; may block. The same
 * LoftContact again for what did not change keeps its row. */
typedef GPtrArray *(*LoftContactSource) (gpointer data, GCancellable *cancellable, GError **error);

LoftContactList *loft_contact_list_new (void);

/* Asks source again and shows what it says; one that still runs is cancelled, and its callback gets
 * G_IO_ERROR_CANCELLED. destroy: (nullable) in the main thread. */
void loft_contact_list_load_async (LoftContactList *self, LoftContactSource source, gpointer data,
                                   GDestroyNotify destroy, GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean loft_contact_list_load_finish (LoftContactList *self, GAsyncResult *result,
                                        GError **error);

/* Whether it was loaded at all. Signal "loaded": after each load that succeeded. */
gboolean loft_contact_list_is_loaded (LoftContactList *self);

/* 0: all books. */
void loft_contact_list_set_book (LoftContactList *self, gint64 folder_id);

/* "": all. A contact fits when each word begins one of its own. */
void loft_contact_list_set_words (LoftContactList *self, const char *text);

/* "": all. */
void loft_contact_list_set_category (LoftContactList *self, const char *category);

/* By the family name, else by the name as it is written; takes effect with the next load. */
void loft_contact_list_set_family_first (LoftContactList *self, gboolean family_first);

/* (transfer container) of LoftContact: all that is loaded, whatever is shown. */
GPtrArray *loft_contact_list_get_contacts (LoftContactList *self);

/* (transfer full) of LoftContactItem: those that fit text as of set_words, at most max, in order; whatever is
 * shown. None for "". Linear, so not for each of many. */
GPtrArray *loft_contact_list_match (LoftContactList *self, const char *text, guint max);

/* (transfer full) Categories of all contacts, in order. */
GStrv loft_contact_list_dup_categories (LoftContactList *self);

/* Where it is shown; -1: nowhere. */
int loft_contact_list_find (LoftContactList *self, const char *uid);

G_END_DECLS
