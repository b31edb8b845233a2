/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-service-private.h"

#include "loft-people.h"
#include "loft-server-search.h"

/* Servers are not searched, and nobody is known. */

void
loft_mail_account_search_server_async (LoftMailAccount *self, gint64 folder_id,
                                       LoftSearchQuery *query, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  fake_finish_later (self, cancellable, callback, user_data);
}

GArray *
loft_mail_account_search_server_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_array_new (FALSE, FALSE, sizeof (gint64));
}

static GPtrArray *people_here; /* (nullable) */

void
fake_people_set (GPtrArray *people)
{
  g_clear_pointer (&people_here, g_ptr_array_unref);
  people_here = people == NULL ? NULL : g_ptr_array_ref (people);
}

void
loft_people_load_async (LoftService *service, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  fake_finish_later (service, cancellable, callback, user_data);
}

GPtrArray *
loft_people_load_finish (LoftService *service, GAsyncResult *result, GError **error)
{
  return people_here != NULL ? g_ptr_array_ref (people_here) : g_ptr_array_new ();
}

GPtrArray *
loft_people_match (GPtrArray *people, const char *text, guint max)
{
  return g_ptr_array_new ();
}

void
loft_message_list_set_from_server (LoftMessageList *self, LoftMailAccount *account, GArray *ids)
{
}
