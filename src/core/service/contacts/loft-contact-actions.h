/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-item.h"
#include "loft-contact-list.h"
#include "loft-untaken.h"

G_BEGIN_DECLS

/* The door of the contacts pane: the contacts of all accounts and their books, and every change. What is
 * changed is shown soon and durable when finish says so; servers follow later. Main thread only;
 * nothing blocks. */
#define LOFT_TYPE_CONTACT_ACTIONS (loft_contact_actions_get_type ())
G_DECLARE_INTERFACE (LoftContactActions, loft_contact_actions, LOFT, CONTACT_ACTIONS, GObject)

typedef enum {
  LOFT_CONTACT_ADD, /* after, into book */
  LOFT_CONTACT_EDIT, /* before becomes after (in book, when it is given) */
  LOFT_CONTACT_MOVE, /* before, into book */
  LOFT_CONTACT_REMOVE, /* before */
} LoftContactChangeKind;

typedef struct {
  LoftContactChangeKind kind;
  LoftContact *before; /* (nullable) one of the list, as it was shown when the change began */
  LoftContact *after; /* (nullable) uid "" is given one */
  LoftCalendarItem *book; /* (nullable) */
} LoftContactChange;

/* What came of an import. */
typedef struct {
  guint n_added;
  guint n_twins; /* were in the book already, by their UID */
  LoftUntakenList left_out; /* cards that cannot be read */
  gboolean cancelled; /* what is counted was done all the same */
  guint64 undo; /* takes it back; 0: nothing was done */
} LoftContactImport;

/* Of an import; not called after the end. */
typedef void (*LoftContactProgressFunc) (guint n_done, guint n_total, gpointer user_data);

struct _LoftContactActionsInterface {
  GTypeInterface parent;

  LoftContactList *(*get_list) (LoftContactActions *self);
  GListModel *(*get_books) (LoftContactActions *self);
  gint64 (*get_book_id) (LoftContactActions *self, LoftCalendarItem *book);
  void (*change_async) (LoftContactActions *self, const LoftContactChange *changes, guint n,
                        GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data);
  gboolean (*change_finish) (LoftContactActions *self, GAsyncResult *result, guint64 *undo,
                             GError **error);
  void (*undo_async) (LoftContactActions *self, guint64 undo, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*undo_finish) (LoftContactActions *self, GAsyncResult *result, GError **error);
  void (*import_async) (LoftContactActions *self, GFile *file, LoftCalendarItem *book,
                        LoftContactProgressFunc func, gpointer func_data, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*import_finish) (LoftContactActions *self, GAsyncResult *result,
                             LoftContactImport *report, GError **error);
  void (*export_async) (LoftContactActions *self, GPtrArray *contacts, GFile *file,
                        GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data);
  gboolean (*export_finish) (LoftContactActions *self, GAsyncResult *result, GError **error);
};

/* (transfer none) Loaded, and again whenever an address book has changed. Resources and folders of its
 * contacts have numbers that are theirs among all accounts. */
LoftContactList *loft_contact_actions_get_list (LoftContactActions *self);

/* (transfer none) of LoftCalendarItem: the address books. */
GListModel *loft_contact_actions_get_books (LoftContactActions *self);

/* The folder_id that its contacts have. */
gint64 loft_contact_actions_get_book_id (LoftContactActions *self, LoftCalendarItem *book);

/* changes: read during the call; done together, in each account all or none. Errors: LOFT_ERROR_REFUSED
 * where a book may not be written, LOFT_ERROR_GONE where a contact or a book has gone meanwhile,
 * LOFT_ERROR_CONFLICT where the same was changed elsewhere since before. */
void loft_contact_actions_change_async (LoftContactActions *self, const LoftContactChange *changes,
                                        guint n, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
/* undo (nullable): takes all of it back. */
gboolean loft_contact_actions_change_finish (LoftContactActions *self, GAsyncResult *result,
                                             guint64 *undo, GError **error);

/* Once for each; the changes after it stay. LOFT_ERROR_GONE: it was taken back. */
void loft_contact_actions_undo_async (LoftContactActions *self, guint64 undo,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean loft_contact_actions_undo_finish (LoftContactActions *self, GAsyncResult *result,
                                           GError **error);

/* The vCards of a file (2.1, 3.0, 4.0; at most 64 MB) into book; func: (nullable). A cancelled one is no
 * error. Errors: LOFT_ERROR_PROTOCOL: no card is in it; LOFT_ERROR_LIMIT; those of files and of changes. */
void loft_contact_actions_import_async (LoftContactActions *self, GFile *file,
                                        LoftCalendarItem *book, LoftContactProgressFunc func,
                                        gpointer func_data, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
gboolean loft_contact_actions_import_finish (LoftContactActions *self, GAsyncResult *result,
                                             LoftContactImport *report, GError **error);

/* contacts: of LoftContact, of the list; kept. Their texts as they stand, into one file that is replaced when
 * all is written. */
void loft_contact_actions_export_async (LoftContactActions *self, GPtrArray *contacts, GFile *file,
                                        GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean loft_contact_actions_export_finish (LoftContactActions *self, GAsyncResult *result,
                                             GError **error);

G_END_DECLS
