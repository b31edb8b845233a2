/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-directory.h"

#include "loft-contact-item.h"

struct _FakeDirectory {
  GObject parent_instance;

  char *name;
  GPtrArray *contacts; /* of LoftContact */
  GPtrArray *waiting; /* of GTask */
  GError *error; /* (nullable) */
  gboolean is_slow;
  guint n_asked;
};

typedef struct {
  char *words;
  guint limit;
} Question;

static void directory_init (LoftDirectoryInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeDirectory, fake_directory, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_DIRECTORY, directory_init))

static void
question_free (gpointer data)
{
  g_free (((Question *) data)->words);
  g_free (data);
}

static void
answer (FakeDirectory *self, GTask *task)
{
  const Question *question = g_task_get_task_data (task);
  g_auto (GStrv) words = loft_contact_item_fold_words (question->words);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);

  if (self->error != NULL)
    {
      g_ptr_array_unref (found);
      g_task_return_error (task, g_error_copy (self->error));
      return;
    }
  for (guint i = 0; i < self->contacts->len; i++)
    {
      LoftContact *contact = g_ptr_array_index (self->contacts, i);
      g_autoptr (LoftContactItem) item = loft_contact_item_new (contact, FALSE);

      if (loft_contact_item_fits (item, (const char *const *) words))
        g_ptr_array_add (found, loft_contact_ref (contact));
    }
  g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
}

static void
find_async (LoftDirectory *directory, const char *words, guint limit, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  FakeDirectory *self = FAKE_DIRECTORY (directory);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->words = g_strdup (words);
  question->limit = limit;
  g_task_set_task_data (task, question, question_free);
  self->n_asked++;
  if (self->is_slow)
    g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  else
    answer (self, task);
}

static GPtrArray *
find_finish (LoftDirectory *directory, GAsyncResult *result, gboolean *more, GError **error)
{
  const Question *question = g_task_get_task_data (G_TASK (result));
  GPtrArray *found = g_task_propagate_pointer (G_TASK (result), error);

  *more = found != NULL && found->len > question->limit;
  if (*more)
    g_ptr_array_set_size (found, (gint) question->limit);
  return found;
}

static LoftDirectoryKind
get_kind (LoftDirectory *directory)
{
  return LOFT_DIRECTORY_COMPANY;
}

static const char *
get_name (LoftDirectory *directory)
{
  return FAKE_DIRECTORY (directory)->name;
}

static void
directory_init (LoftDirectoryInterface *iface)
{
  iface->get_kind = get_kind;
  iface->get_id = get_name;
  iface->get_account_name = get_name;
  iface->find_async = find_async;
  iface->find_finish = find_finish;
}

static void
fake_directory_finalize (GObject *object)
{
  FakeDirectory *self = FAKE_DIRECTORY (object);

  g_free (self->name);
  g_ptr_array_unref (self->contacts);
  g_ptr_array_unref (self->waiting);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (fake_directory_parent_class)->finalize (object);
}

static void
fake_directory_class_init (FakeDirectoryClass *class)
{
  G_OBJECT_CLASS (class)->finalize = fake_directory_finalize;
}

static void
fake_directory_init (FakeDirectory *self)
{
  self->contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

FakeDirectory *
fake_directory_new (const char *account_name)
{
  FakeDirectory *self = g_object_new (FAKE_TYPE_DIRECTORY, NULL);

  self->name = g_strdup (account_name);
  return self;
}

static void
set (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

void
fake_directory_add (FakeDirectory *self, const char *name, const char *email, const char *title)
{
  LoftContact *contact = loft_contact_new ();
  const char *blank = g_strrstr (name, " ");

  set (&contact->name, name);
  set (&contact->uid, *email != '\0' ? email : name);
  set (&contact->title, title);
  set (&contact->organization, "Example Company");
  if (blank != NULL)
    {
      g_free (contact->given);
      contact->given = g_strndup (name, (gsize) (blank - name));
      set (&contact->family, blank + 1);
    }
  if (*email != '\0')
    g_ptr_array_add (contact->values, loft_contact_value_new ("EMAIL", email));
  g_ptr_array_add (contact->values, loft_contact_value_new ("TEL", "+1 555 0100"));
  g_ptr_array_add (self->contacts, contact);
}

void
fake_directory_fill (FakeDirectory *self)
{
  fake_directory_add (self, "Eva Baumgartner", "eva.baumgartner@example.com", "Engineer");
  fake_directory_add (self, "Evan Brown", "evan.brown@example.com", "Head of Purchasing");
  fake_directory_add (self, "Evelyn Wolfeschlegelsteinhausenbergerdorff",
                      "evelyn.wolfeschlegelsteinhausenbergerdorff@department.example.com",
                      "Deputy Director of Long Names and Addresses");
  fake_directory_add (self, "Evacuation Lift", "", "");
  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *name = g_strdup_printf ("Many %03u", i);
      g_autofree char *email = g_strdup_printf ("many%03u@example.com", i);

      fake_directory_add (self, name, email, "Clerk");
    }
}

void
fake_directory_set_error (FakeDirectory *self, const GError *error)
{
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
}

void
fake_directory_set_slow (FakeDirectory *self, gboolean slow)
{
  self->is_slow = slow;
  while (!slow && self->waiting->len > 0)
    {
      g_autoptr (GTask) task = g_ptr_array_steal_index (self->waiting, 0);

      answer (self, task);
    }
}

guint
fake_directory_get_n_asked (FakeDirectory *self)
{
  return self->n_asked;
}

LoftDirectories *
fake_directory_new_directories (FakeDirectory *self)
{
  g_autoptr (GListStore) list = g_list_store_new (LOFT_TYPE_DIRECTORY);

  g_list_store_append (list, self);
  return loft_directories_new (G_LIST_MODEL (list));
}
