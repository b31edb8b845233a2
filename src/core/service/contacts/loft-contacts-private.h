/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendars.h"
#include "loft-contact-steps.h"
#include "loft-contacts.h"
#include "loft-resource-watch.h"

G_BEGIN_DECLS

#define LOFT_CONTACTS_ACCOUNT_SHIFT 40 /* ids of a store stay below */

struct _LoftContacts {
  GObject parent;

  LoftService *service; /* (borrowed) */
  LoftContactList *list; /* (owned) */
  LoftCalendars *books; /* (owned) */
  GHashTable *numbers; /* account id -> its number, from 1 */
  LoftResourceWatch *watch; /* (owned) */
  GHashTable *known; /* (owned) id -> Known: of the last load; a loading thread has it alone */
  GHashTable *fourth; /* (owned) ids of books that have cards of version 4.0 */
  GHashTable *fourth_next; /* (owned) (nullable) the same, of the load that runs */
  GHashTable *undos; /* (owned) guint64 -> GPtrArray of LoftResourceUndo */
  guint64 last_undo;
  gboolean loading;
  gboolean again;
};

/* (transfer none) (nullable) Of a contact's or book's id: its account, and the id in its store. */
LoftMailAccount *loft_contacts_find_account (LoftContacts *self, gint64 id);
gint64 loft_contacts_get_store_id (gint64 id);

/* Makes it known to a person; undos (of LoftResourceUndo) are kept. */
guint64 loft_contacts_keep_undo (LoftContacts *self, GPtrArray *undos);

/* (transfer full) Where new cards of a book go; NULL: it has gone. */
LoftContactStep *loft_contacts_step_into (LoftContacts *self, LoftCalendarItem *book,
                                          GError **error);

/* Members of the interface. */
void loft_contacts_change_async (LoftContactActions *actions, const LoftContactChange *changes,
                                 guint n, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean loft_contacts_change_finish (LoftContactActions *actions, GAsyncResult *result,
                                      guint64 *undo, GError **error);
void loft_contacts_undo_async (LoftContactActions *actions, guint64 undo, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
gboolean loft_contacts_undo_finish (LoftContactActions *actions, GAsyncResult *result,
                                    GError **error);
void loft_contacts_import_async (LoftContactActions *actions, GFile *file, LoftCalendarItem *book,
                                 LoftContactProgressFunc func, gpointer func_data,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean loft_contacts_import_finish (LoftContactActions *actions, GAsyncResult *result,
                                      LoftContactImport *report, GError **error);
void loft_contacts_export_async (LoftContactActions *actions, GPtrArray *contacts, GFile *file,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean loft_contacts_export_finish (LoftContactActions *actions, GAsyncResult *result,
                                      GError **error);

G_END_DECLS
