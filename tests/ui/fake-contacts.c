/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-contacts.h"

struct _FakeContacts {
  GObject parent_instance;

  LoftContactList *list;
  GListStore *books;
  GPtrArray *contacts; /* of LoftContact */
  GPtrArray *before; /* of GPtrArray: as they were before each change */
  GError *error;
  gint64 next_id;
};

static void actions_init (LoftContactActionsInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeContacts, fake_contacts, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_CONTACT_ACTIONS, actions_init))

static LoftContactList *
get_list (LoftContactActions *actions)
{
  return FAKE_CONTACTS (actions)->list;
}

static GListModel *
get_books (LoftContactActions *actions)
{
  return G_LIST_MODEL (FAKE_CONTACTS (actions)->books);
}

static gint64
get_book_id (LoftContactActions *actions, LoftCalendarItem *book)
{
  return loft_calendar_item_get_folder_id (book);
}

/* ---- the list ----------------------------------------------------------------------------- */

static gpointer
ref_contact (gconstpointer contact, gpointer unused)
{
  return loft_contact_ref ((LoftContact *) contact);
}

static GPtrArray *
copy_contacts (GPtrArray *contacts)
{
  GPtrArray *copy = g_ptr_array_copy (contacts, ref_contact, NULL);

  g_ptr_array_set_free_func (copy, (GDestroyNotify) loft_contact_unref);
  return copy;
}

static GPtrArray *
give (gpointer data, GCancellable *cancellable, GError **error)
{
  return g_ptr_array_ref (data);
}

static void
load (FakeContacts *self, GAsyncReadyCallback callback, gpointer user_data)
{
  loft_contact_list_load_async (self->list, give, copy_contacts (self->contacts),
                                (GDestroyNotify) g_ptr_array_unref, callback, user_data);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  loft_contact_list_load_finish (LOFT_CONTACT_LIST (source), result, NULL);
  if (user_data != NULL)
    *(gboolean *) user_data = TRUE;
}

void
fake_contacts_load (FakeContacts *self)
{
  gboolean done = FALSE;

  load (self, on_loaded, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/* ---- changing ----------------------------------------------------------------------------- */

static void
remove_contact (FakeContacts *self, const LoftContact *contact)
{
  for (guint i = 0; i < self->contacts->len; i++)
    if (((LoftContact *) g_ptr_array_index (self->contacts, i))->resource_id ==
        contact->resource_id)
      {
        g_ptr_array_remove_index (self->contacts, i);
        return;
      }
}

static void
put_contact (FakeContacts *self, const LoftContact *contact, LoftCalendarItem *book)
{
  LoftContact *put = loft_contact_copy (contact);

  put->resource_id = ++self->next_id;
  if (book != NULL)
    put->folder_id = loft_calendar_item_get_folder_id (book);
  g_ptr_array_add (self->contacts, put);
}

static void
do_change (FakeContacts *self, const LoftContactChange *change)
{
  g_autoptr (LoftContact) after =
    change->kind == LOFT_CONTACT_REMOVE
      ? NULL
      : loft_contact_ref (change->after != NULL ? change->after : change->before);

  if (change->before != NULL)
    remove_contact (self, change->before);
  if (after != NULL)
    put_contact (self, after, change->book);
}

static void
change_async (LoftContactActions *actions, const LoftContactChange *changes, guint n,
              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  FakeContacts *self = FAKE_CONTACTS (actions);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  if (self->error != NULL)
    {
      g_task_return_error (task, g_error_copy (self->error));
      return;
    }
  g_ptr_array_add (self->before, copy_contacts (self->contacts));
  for (guint i = 0; i < n; i++)
    do_change (self, &changes[i]);
  load (self, on_loaded, NULL);
  g_task_return_int (task, (gssize) self->before->len);
}

static gboolean
change_finish (LoftContactActions *actions, GAsyncResult *result, guint64 *undo, GError **error)
{
  gssize number = g_task_propagate_int (G_TASK (result), error);

  if (number > 0 && undo != NULL)
    *undo = (guint64) number;
  return number > 0;
}

static void
undo_async (LoftContactActions *actions, guint64 undo, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  FakeContacts *self = FAKE_CONTACTS (actions);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_ptr_array_unref (self->contacts);
  self->contacts = copy_contacts (g_ptr_array_index (self->before, undo - 1));
  load (self, on_loaded, NULL);
  g_task_return_boolean (task, TRUE);
}

static gboolean
undo_finish (LoftContactActions *actions, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
import_async (LoftContactActions *actions, GFile *file, LoftCalendarItem *book,
              LoftContactProgressFunc func, gpointer func_data, GCancellable *cancellable,
              GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (actions, cancellable, callback, user_data);

  g_task_return_boolean (task, TRUE);
}

static gboolean
import_finish (LoftContactActions *actions, GAsyncResult *result, LoftContactImport *report,
               GError **error)
{
  *report = (LoftContactImport){ 0 };
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
export_async (LoftContactActions *actions, GPtrArray *contacts, GFile *file,
              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (actions, cancellable, callback, user_data);

  g_task_return_boolean (task, TRUE);
}

static gboolean
export_finish (LoftContactActions *actions, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
actions_init (LoftContactActionsInterface *interface)
{
  interface->get_list = get_list;
  interface->get_books = get_books;
  interface->get_book_id = get_book_id;
  interface->change_async = change_async;
  interface->change_finish = change_finish;
  interface->undo_async = undo_async;
  interface->undo_finish = undo_finish;
  interface->import_async = import_async;
  interface->import_finish = import_finish;
  interface->export_async = export_async;
  interface->export_finish = export_finish;
}

/* ---- what a test puts in ------------------------------------------------------------------ */

LoftCalendarItem *
fake_contacts_add_book (FakeContacts *self, const char *name)
{
  gint64 id = g_list_model_get_n_items (G_LIST_MODEL (self->books)) + 1;
  g_autoptr (LoftCalendarItem) book =
    loft_calendar_item_new ("account", id, "On This Computer", name, "#3584e4");

  g_list_store_append (self->books, book);
  return book; /* the list holds it */
}

void
fake_contacts_add (FakeContacts *self, LoftContact *contact)
{
  contact->resource_id = ++self->next_id;
  g_ptr_array_add (self->contacts, contact);
}

void
fake_contacts_clear (FakeContacts *self)
{
  g_ptr_array_set_size (self->contacts, 0);
}

guint
fake_contacts_count (FakeContacts *self)
{
  return self->contacts->len;
}

LoftContact *
fake_contacts_find (FakeContacts *self, const char *name)
{
  for (guint i = 0; i < self->contacts->len; i++)
    if (g_str_equal (((LoftContact *) g_ptr_array_index (self->contacts, i))->name, name))
      return g_ptr_array_index (self->contacts, i);
  return NULL;
}

void
fake_contacts_set_error (FakeContacts *self, const GError *error)
{
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
}

static void
set (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
add_value (LoftContact *contact, const char *property, const char *text, const char *types)
{
  LoftContactValue *value = loft_contact_value_new (property, text);

  g_strfreev (value->types);
  value->types = g_strsplit (types, ",", -1);
  g_ptr_array_add (contact->values, value);
}

static LoftContact *
make (const char *uid, const char *given, const char *family, const char *email)
{
  LoftContact *contact = loft_contact_new ();

  set (&contact->uid, uid);
  set (&contact->given, given);
  set (&contact->family, family);
  g_free (contact->name);
  contact->name = g_strstrip (g_strjoin (" ", given, family, NULL));
  add_value (contact, "EMAIL", email, "work");
  contact->folder_id = 1;
  return contact;
}

static LoftContact *
make_eva (void)
{
  LoftContact *eva = make ("1", "Eva", "Adler", "eva@example.org");

  add_value (eva, "EMAIL", "adler.eva@example.net", "home");
  add_value (eva, "TEL", "+43 660 1234567", "cell,voice");
  add_value (eva, "ADR", "\n\nRingstraße 1, Top 4\nWien\n\n1010\nAustria", "home");
  add_value (eva, "URL", "https://example.org/eva", "");
  add_value (eva, "BDAY", "1985-04-12", "");
  add_value (eva, "RELATED", "Jan Novak", "spouse");
  add_value (eva, "NOTE", "Sings in the choir on Thursdays.\nAsk her about the spring fair.", "");
  set (&eva->organization, "Spring Fair");
  set (&eva->title, "Director");
  g_strfreev (eva->categories);
  eva->categories = g_strsplit ("Choir", ",", -1);
  return eva;
}

/* What it claims is text, and opens nothing but the web. */
static LoftContact *
make_hostile (void)
{
  LoftContact *hostile = make ("4",
                               "<b>Mallory</b> & \xe2\x80\xae"
                               "evil",
                               "Zett", "m@example.net");

  add_value (hostile, "URL", "javascript:alert(1)", "");
  add_value (hostile, "URL", "file:///etc/passwd", "");
  add_value (hostile, "NOTE", "<i>no markup</i>", "");
  hostile->folder_id = 2;
  return hostile;
}

void
fake_contacts_fill (FakeContacts *self)
{
  fake_contacts_add_book (self, "Personal");
  fake_contacts_add_book (self, "Collected Addresses");
  fake_contacts_add (self, make_eva ());
  fake_contacts_add (self, make ("2", "Ärne", "Åsen", "arne@example.org"));
  fake_contacts_add (self, make ("3", "Jan", "Novák", "jan@example.org"));
  fake_contacts_add (self, make_hostile ());
  fake_contacts_add (self,
                     make ("5", "Wolfeschlegelsteinhausenbergerdorff Maximilian Konstantin",
                           "Bartholomäus von und zu Hohenlohe-Langenburg-Schillingsfürst",
                           "a.very.long.address.of.somebody@department.of.a.long.example.org"));
}

void
fake_contacts_add_twin (FakeContacts *self, const char *name)
{
  LoftContact *twin = loft_contact_copy (fake_contacts_find (self, name));

  set (&twin->uid, "twin");
  set (&twin->nickname, "Evi");
  set (&twin->title, "Chair");
  g_ptr_array_set_size (twin->values, 1);
  add_value (twin, "TEL", "+43 1 98765", "work");
  fake_contacts_add (self, twin);
}

static void
fake_contacts_finalize (GObject *object)
{
  FakeContacts *self = FAKE_CONTACTS (object);

  g_object_unref (self->list);
  g_object_unref (self->books);
  g_ptr_array_unref (self->contacts);
  g_ptr_array_unref (self->before);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (fake_contacts_parent_class)->finalize (object);
}

static void
fake_contacts_class_init (FakeContactsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = fake_contacts_finalize;
}

static void
fake_contacts_init (FakeContacts *self)
{
  self->list = loft_contact_list_new ();
  self->books = g_list_store_new (LOFT_TYPE_CALENDAR_ITEM);
  self->contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);
  self->before = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
}

FakeContacts *
fake_contacts_new (void)
{
  return g_object_new (FAKE_TYPE_CONTACTS, NULL);
}
