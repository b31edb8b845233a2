/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-reading.h"

#include "loft-mail-reader-private.h"
#include "loft-resource-store.h"
#include "loft-vcard-object.h"

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate ((*(LoftContact *const *) a)->name, (*(LoftContact *const *) b)->name);
}

static void
add (LoftMailStore *store, gint64 id, GPtrArray *contacts)
{
  g_autoptr (LoftResource) resource = loft_resource_store_get (store, id, NULL);
  LoftContact *contact = resource != NULL ? loft_vcard_read (resource->raw, NULL) : NULL;

  if (contact == NULL)
    return;
  contact->resource_id = id;
  contact->folder_id = resource->folder_id;
  g_ptr_array_add (contacts, contact);
}

GPtrArray *
loft_contact_reading_list (LoftMailReader *reader, GCancellable *cancellable, GError **error)
{
  LoftMailStore *store = loft_mail_reader_current_store (reader)->mail;
  g_autoptr (GArray) ids = loft_resource_store_list (store, 0, LOFT_FOLDER_KIND_CONTACTS, error);
  g_autoptr (GPtrArray) contacts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);

  if (ids == NULL)
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      add (store, g_array_index (ids, gint64, i), contacts);
    }
  g_ptr_array_sort (contacts, compare_names);
  return g_steal_pointer (&contacts);
}
