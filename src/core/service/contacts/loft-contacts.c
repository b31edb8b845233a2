/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contacts-private.h"

#include <string.h>

#include "loft-mail-account-private.h"
#include "loft-mail-reader-private.h"
#include "loft-resource-store.h"
#include "loft-vcard-object.h"

#define ACCOUNT_SHIFT LOFT_CONTACTS_ACCOUNT_SHIFT
#define HEAD          400 /* bytes of a card in which its version stands */

static void actions_iface_init (LoftContactActionsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftContacts, loft_contacts, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_CONTACT_ACTIONS,
                                                      actions_iface_init))

/* ---- in a thread -------------------------------------------------------------------------- */

/* A text and what it says: the same text again is not read again. */
typedef struct {
  GBytes *raw;
  LoftContact *contact; /* (nullable) it says nothing */
} Known;

static void
known_free (gpointer data)
{
  Known *known = data;

  g_bytes_unref (known->raw);
  g_clear_pointer (&known->contact, loft_contact_unref);
  g_free (known);
}

static GHashTable *
new_known (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, known_free);
}

typedef struct {
  GPtrArray *directories; /* of char* */
  GArray *numbers; /* of gint64, as long */
  GHashTable *before; /* (owned) */
  GHashTable *after; /* (owned) */
  GHashTable *fourth; /* (owned) */
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_ptr_array_unref (load->directories);
  g_array_unref (load->numbers);
  g_hash_table_unref (load->before);
  g_hash_table_unref (load->after);
  g_hash_table_unref (load->fourth);
  g_free (load);
}

static LoftContact *
read_contact (GBytes *raw, gint64 id, gint64 folder_id)
{
  LoftContact *contact = loft_vcard_read (raw, NULL);

  if (contact == NULL)
    return NULL;
  contact->resource_id = id;
  contact->folder_id = folder_id;
  return contact;
}

static gboolean
is_fourth (GBytes *raw)
{
  gsize size;
  const char *text = g_bytes_get_data (raw, &size);

  return g_strstr_len (text, MIN (size, HEAD), "\nVERSION:4.0") != NULL;
}

static void
take (Load *load, const LoftResource *resource, gint64 number, GPtrArray *contacts)
{
  gint64 id = number << ACCOUNT_SHIFT | resource->id;
  gint64 folder_id = number << ACCOUNT_SHIFT | resource->folder_id;
  Known *before = g_hash_table_lookup (load->before, &id);
  Known *known = g_new0 (Known, 1);

  known->raw = g_bytes_ref (resource->raw);
  if (is_fourth (resource->raw) && !g_hash_table_contains (load->fourth, &folder_id))
    g_hash_table_add (load->fourth, g_memdup2 (&folder_id, sizeof folder_id));
  if (before != NULL && before->contact != NULL && before->contact->folder_id == folder_id &&
      g_bytes_equal (before->raw, resource->raw))
    known->contact = loft_contact_ref (before->contact);
  else
    known->contact = read_contact (resource->raw, id, folder_id);
  if (known->contact != NULL)
    g_ptr_array_add (contacts, loft_contact_ref (known->contact));
  g_hash_table_insert (load->after, g_memdup2 (&id, sizeof id), known);
}

static gboolean
read_account (Load *load, const char *directory, gint64 number, GPtrArray *contacts,
              GCancellable *cancellable, GError **error)
{
  LoftMailReader *reader = loft_mail_reader_open (directory, error);
  LoftMailStore *store = reader != NULL ? loft_mail_reader_current_store (reader)->mail : NULL;
  g_autoptr (GArray) ids =
    store != NULL ? loft_resource_store_list (store, 0, LOFT_FOLDER_KIND_CONTACTS, error) : NULL;
  gboolean going_on = ids != NULL;

  for (guint i = 0; going_on && i < ids->len; i++)
    {
      g_autoptr (LoftResource) resource =
        loft_resource_store_get (store, g_array_index (ids, gint64, i), NULL);

      if (resource != NULL)
        take (load, resource, number, contacts);
      going_on = !g_cancellable_set_error_if_cancelled (cancellable, error);
    }
  loft_mail_reader_close (reader);
  return going_on;
}

/* LoftContactSource. An account that cannot be read says so itself. */
static GPtrArray *
read_all (gpointer data, GCancellable *cancellable, GError **error)
{
  Load *load = data;
  GPtrArray *contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);

  for (guint i = 0; i < load->directories->len; i++)
    {
      g_autoptr (GError) failure = NULL;

      if (!read_account (load, g_ptr_array_index (load->directories, i),
                         g_array_index (load->numbers, gint64, i), contacts, cancellable, &failure))
        g_message ("Contacts of an account cannot be read: %s", failure->message);
    }
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    return contacts;
  g_ptr_array_unref (contacts);
  return NULL;
}

/* ---- main thread -------------------------------------------------------------------------- */

static gint64
number_of (LoftContacts *self, const char *account_id)
{
  gpointer number = g_hash_table_lookup (self->numbers, account_id);

  if (number == NULL)
    {
      number = GUINT_TO_POINTER (g_hash_table_size (self->numbers) + 1);
      g_hash_table_insert (self->numbers, g_strdup (account_id), number);
    }
  return GPOINTER_TO_UINT (number);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftContacts) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!loft_contact_list_load_finish (LOFT_CONTACT_LIST (source), result, &error))
    g_message ("The contacts were not loaded: %s", error->message);
  g_hash_table_unref (self->fourth);
  self->fourth = g_steal_pointer (&self->fourth_next);
  self->loading = FALSE;
  if (!self->again)
    return;
  self->again = FALSE;
  loft_resource_watch_tell (self->watch);
}

static Load *
load_new (LoftContacts *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);
  guint n = g_list_model_get_n_items (accounts);
  Load *load = g_new0 (Load, 1);

  load->directories = g_ptr_array_new_with_free_func (g_free);
  load->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  load->before = g_steal_pointer (&self->known);
  load->after = new_known ();
  self->known = g_hash_table_ref (load->after);
  load->fourth = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->fourth_next = g_hash_table_ref (load->fourth);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      gint64 number = number_of (self, loft_mail_account_get_account (account)->id);

      g_ptr_array_add (load->directories, g_strdup (loft_mail_account_get_directory (account)));
      g_array_append_val (load->numbers, number);
    }
  return load;
}

/* One load at a time: it has what was known. */
static void
refresh (LoftContacts *self)
{
  if (self->loading)
    {
      self->again = TRUE;
      return;
    }
  self->loading = TRUE;
  loft_contact_list_load_async (self->list, read_all, load_new (self), load_free, on_loaded,
                                g_object_ref (self));
}

static LoftContactList *
get_list (LoftContactActions *actions)
{
  return LOFT_CONTACTS (actions)->list;
}

static GListModel *
get_books (LoftContactActions *actions)
{
  return G_LIST_MODEL (LOFT_CONTACTS (actions)->books);
}

static gint64
get_book_id (LoftContactActions *actions, LoftCalendarItem *book)
{
  LoftContacts *self = LOFT_CONTACTS (actions);

  return number_of (self, loft_calendar_item_get_account_id (book)) << ACCOUNT_SHIFT |
         loft_calendar_item_get_folder_id (book);
}

static void
actions_iface_init (LoftContactActionsInterface *iface)
{
  iface->get_list = get_list;
  iface->get_books = get_books;
  iface->get_book_id = get_book_id;
  iface->change_async = loft_contacts_change_async;
  iface->change_finish = loft_contacts_change_finish;
  iface->undo_async = loft_contacts_undo_async;
  iface->undo_finish = loft_contacts_undo_finish;
  iface->import_async = loft_contacts_import_async;
  iface->import_finish = loft_contacts_import_finish;
  iface->export_async = loft_contacts_export_async;
  iface->export_finish = loft_contacts_export_finish;
}

/* ------------------------------------------------------------------------------------------- */

static void
loft_contacts_dispose (GObject *object)
{
  g_clear_object (&LOFT_CONTACTS (object)->watch);
  G_OBJECT_CLASS (loft_contacts_parent_class)->dispose (object);
}

static void
loft_contacts_finalize (GObject *object)
{
  LoftContacts *self = LOFT_CONTACTS (object);

  g_object_unref (self->list);
  g_object_unref (self->books);
  g_hash_table_unref (self->numbers);
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->fourth);
  g_clear_pointer (&self->fourth_next, g_hash_table_unref);
  g_hash_table_unref (self->undos);
  G_OBJECT_CLASS (loft_contacts_parent_class)->finalize (object);
}

static void
loft_contacts_class_init (LoftContactsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = loft_contacts_dispose;
  object_class->finalize = loft_contacts_finalize;
}

static void
loft_contacts_init (LoftContacts *self)
{
  self->list = loft_contact_list_new ();
  self->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->known = new_known ();
  self->fourth = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->undos =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}

LoftContacts *
loft_contacts_new (LoftService *service)
{
  LoftContacts *self = g_object_new (LOFT_TYPE_CONTACTS, NULL);

  self->service = service;
  self->books = loft_calendars_new (service, LOFT_FOLDER_KIND_CONTACTS);
  self->watch = loft_resource_watch_new (loft_service_get_accounts (service));
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
  return self;
}
