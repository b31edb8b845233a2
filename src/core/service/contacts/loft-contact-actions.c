/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-actions.h"

G_DEFINE_INTERFACE (LoftContactActions, loft_contact_actions, G_TYPE_OBJECT)

#define INTERFACE(self) LOFT_CONTACT_ACTIONS_GET_IFACE (self)

LoftContactList *
loft_contact_actions_get_list (LoftContactActions *self)
{
  return INTERFACE (self)->get_list (self);
}

GListModel *
loft_contact_actions_get_books (LoftContactActions *self)
{
  return INTERFACE (self)->get_books (self);
}

gint64
loft_contact_actions_get_book_id (LoftContactActions *self, LoftCalendarItem *book)
{
  return INTERFACE (self)->get_book_id (self, book);
}

void
loft_contact_actions_change_async (LoftContactActions *self, const LoftContactChange *changes,
                                   guint n, GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  INTERFACE (self)->change_async (self, changes, n, cancellable, callback, user_data);
}

gboolean
loft_contact_actions_change_finish (LoftContactActions *self, GAsyncResult *result, guint64 *undo,
                                    GError **error)
{
  return INTERFACE (self)->change_finish (self, result, undo, error);
}

void
loft_contact_actions_undo_async (LoftContactActions *self, guint64 undo, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  INTERFACE (self)->undo_async (self, undo, cancellable, callback, user_data);
}

gboolean
loft_contact_actions_undo_finish (LoftContactActions *self, GAsyncResult *result, GError **error)
{
  return INTERFACE (self)->undo_finish (self, result, error);
}

void
loft_contact_actions_import_async (LoftContactActions *self, GFile *file, LoftCalendarItem *book,
                                   LoftContactProgressFunc func, gpointer func_data,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  INTERFACE (self)->import_async (self, file, book, func, func_data, cancellable, callback,
                                  user_data);
}

gboolean
loft_contact_actions_import_finish (LoftContactActions *self, GAsyncResult *result,
                                    LoftContactImport *report, GError **error)
{
  return INTERFACE (self)->import_finish (self, result, report, error);
}

void
loft_contact_actions_export_async (LoftContactActions *self, GPtrArray *contacts, GFile *file,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  INTERFACE (self)->export_async (self, contacts, file, cancellable, callback, user_data);
}

gboolean
loft_contact_actions_export_finish (LoftContactActions *self, GAsyncResult *result, GError **error)
{
  return INTERFACE (self)->export_finish (self, result, error);
}

static void
loft_contact_actions_default_init (LoftContactActionsInterface *iface)
{
}
