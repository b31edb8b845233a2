/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-list.h"

#include <string.h>

#include "loft-contact-groups.h"
#include "loft-thread-task.h"

struct _LoftContactList {
  GObject parent_instance;

  GPtrArray *items; /* of LoftContactItem in order */
  GPtrArray *shown; /* of LoftContactItem */
  GCancellable *loading; /* (nullable) */
  gint64 folder_id;
  char *category;
  char *group_uid; /* (nullable) with group_book: who of the group is shown */
  gint64 group_book;
  GHashTable *members; /* (owned) (nullable) of LoftContact, not owned: of that group */
  GPtrArray *
    strangers; /* of LoftContactItem in order: whom the group names by an address that no book has */
  GStrv words;
  gboolean family_first;
  gboolean is_loaded;
};

typedef struct {
  LoftContactSource source;
  gpointer data;
  GDestroyNotify destroy;
  gboolean family_first;
} Load;

static void loft_contact_list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftContactList, loft_contact_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      loft_contact_list_model_init))

static GType
get_item_type (GListModel *model)
{
  return LOFT_TYPE_CONTACT_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return LOFT_CONTACT_LIST (model)->shown->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  LoftContactList *self = LOFT_CONTACT_LIST (model);

  return position < self->shown->len ? g_object_ref (g_ptr_array_index (self->shown, position))
                                     : NULL;
}

static void
loft_contact_list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static void
loft_contact_list_dispose (GObject *object)
{
  LoftContactList *self = LOFT_CONTACT_LIST (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  G_OBJECT_CLASS (loft_contact_list_parent_class)->dispose (object);
}

static void
loft_contact_list_finalize (GObject *object)
{
  LoftContactList *self = LOFT_CONTACT_LIST (object);

  g_ptr_array_unref (self->shown);
  g_ptr_array_unref (self->items);
  g_free (self->category);
  g_free (self->group_uid);
  g_clear_pointer (&self->members, g_hash_table_unref);
  g_ptr_array_unref (self->strangers);
  g_strfreev (self->words);
  G_OBJECT_CLASS (loft_contact_list_parent_class)->finalize (object);
}

static void
loft_contact_list_class_init (LoftContactListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = loft_contact_list_dispose;
  G_OBJECT_CLASS (class)->finalize = loft_contact_list_finalize;
  g_signal_new ("loaded", LOFT_TYPE_CONTACT_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
loft_contact_list_init (LoftContactList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->strangers = g_ptr_array_new_with_free_func (g_object_unref);
  self->category = g_strdup ("");
  self->words = g_new0 (char *, 1);
  self->family_first = TRUE;
}

LoftContactList *
loft_contact_list_new (void)
{
  return g_object_new (LOFT_TYPE_CONTACT_LIST, NULL);
}

static gboolean
is_shown (LoftContactList *self, LoftContactItem *item)
{
  const LoftContact *contact = loft_contact_item_get (item);

  if (self->folder_id != 0 && contact->folder_id != self->folder_id)
    return FALSE;
  if (*self->category != '\0' &&
      !g_strv_contains ((const char *const *) contact->categories, self->category))
    return FALSE;
  if (self->members != NULL && !g_hash_table_contains (self->members, contact))
    return FALSE;
  return loft_contact_item_fits (item, (const char *const *) self->words);
}

static gboolean
are_same (LoftContactItem *a, LoftContactItem *b)
{
  return a == b || loft_contact_item_get (a) == loft_contact_item_get (b);
}

/* What stays at both ends is not touched: a key pressed moves no row that it does not concern. */
static void
tell_difference (LoftContactList *self, GPtrArray *before)
{
  guint first = 0;
  guint last = 0;
  guint shorter = MIN (before->len, self->shown->len);

  while (first < shorter && are_same (before->pdata[first], self->shown->pdata[first]))
    first++;
  while (last < shorter - first && are_same (before->pdata[before->len - 1 - last],
                                             self->shown->pdata[self->shown->len - 1 - last]))
    last++;
  if (before->len - first - last > 0 || self->shown->len - first - last > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), first, before->len - first - last,
                                self->shown->len - first - last);
}

/* (transfer none) (nullable) */
static const LoftContact *
find_group (LoftContactList *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const LoftContact *contact = loft_contact_item_get (g_ptr_array_index (self->items, i));

      if (contact->is_group && contact->folder_id == self->group_book &&
          g_str_equal (contact->uid, self->group_uid))
        return contact;
    }
  return NULL;
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  return loft_contact_item_compare (*(LoftContactItem *const *) a, *(LoftContactItem *const *) b);
}

/* (transfer full) The row that was there already, or a new one. They are told apart by their address. */
static LoftContactItem *
make_stranger (LoftContactList *self, GPtrArray *before, LoftContact *contact)
{
  g_autoptr (GPtrArray) emails = loft_contact_list_values (contact, "EMAIL");
  const LoftContactValue *email = g_ptr_array_index (emails, 0);
  g_autofree char *uid = g_strconcat ("mailto:", email->value, NULL);

  for (guint i = 0; i < before->len; i++)
    if (g_str_equal (loft_contact_item_get (g_ptr_array_index (before, i))->uid, uid))
      return g_object_ref (g_ptr_array_index (before, i));
  g_free (contact->uid);
  contact->uid = g_steal_pointer (&uid);
  return loft_contact_item_new (contact, self->family_first);
}

/* A group that has gone has nobody. */
static void
find_members (LoftContactList *self)
{
  const LoftContact *group = self->group_uid != NULL ? find_group (self) : NULL;
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->strangers);
  g_autoptr (GPtrArray) contacts = NULL;
  g_autoptr (GPtrArray) members = NULL;

  self->strangers = g_ptr_array_new_with_free_func (g_object_unref);
  g_clear_pointer (&self->members, g_hash_table_unref);
  if (self->group_uid == NULL)
    return;
  self->members = g_hash_table_new (NULL, NULL);
  if (group == NULL)
    return;
  contacts = loft_contact_list_get_contacts (self);
  members = loft_contact_groups_list_members (group, contacts);
  for (guint i = 0; i < members->len; i++)
    {
      LoftContact *member = g_ptr_array_index (members, i);

      if (member->folder_id != 0)
        g_hash_table_add (self->members, member);
      else
        g_ptr_array_add (self->strangers, make_stranger (self, before, member));
    }
  g_ptr_array_sort (self->strangers, compare_items);
}

static void
take_strangers (LoftContactList *self, guint *next, LoftContactItem *until)
{
  for (; *next < self->strangers->len; ++*next)
    {
      LoftContactItem *item = g_ptr_array_index (self->strangers, *next);

      if (until != NULL && loft_contact_item_compare (item, until) > 0)
        return;
      if (loft_contact_item_fits (item, (const char *const *) self->words))
        g_ptr_array_add (self->shown, g_object_ref (item));
    }
}

/* Both kinds are in order. */
static void
show_again (LoftContactList *self)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->shown);
  guint next = 0;

  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->items->len; i++)
    {
      LoftContactItem *item = g_ptr_array_index (self->items, i);

      if (!is_shown (self, item))
        continue;
      take_strangers (self, &next, item);
      g_ptr_array_add (self->shown, g_object_ref (item));
    }
  take_strangers (self, &next, NULL);
  tell_difference (self, before);
}

static void
load_free (gpointer data)
{
  Load *load = data;

  if (load->destroy != NULL)
    load->destroy (load->data);
  g_free (load);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Load *load = task_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) contacts = load->source (load->data, cancellable, &error);
  GPtrArray *items;

  if (contacts == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  items = g_ptr_array_new_full (contacts->len, g_object_unref);
  for (guint i = 0; i < contacts->len; i++)
    g_ptr_array_add (items,
                     loft_contact_item_new (g_ptr_array_index (contacts, i), load->family_first));
  g_ptr_array_sort (items, compare_items);
  g_task_return_pointer (task, items, (GDestroyNotify) g_ptr_array_unref);
}

void
loft_contact_list_load_async (LoftContactList *self, LoftContactSource source, gpointer data,
                              GDestroyNotify destroy, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Load *load = g_new0 (Load, 1);

  *load = (Load){ source, data, destroy, self->family_first };
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  task = g_task_new (self, self->loading, callback, user_data);
  g_task_set_task_data (task, load, load_free);
  loft_thread_task_run (task, load_in_thread);
}

gboolean
loft_contact_list_load_finish (LoftContactList *self, GAsyncResult *result, GError **error)
{
  GPtrArray *items = g_task_propagate_pointer (G_TASK (result), error);
  g_autoptr (GPtrArray) before = NULL;

  if (items == NULL)
    return FALSE;
  before = g_steal_pointer (&self->items); /* the rows that go are told of while they are there */
  self->items = items;
  self->is_loaded = TRUE;
  find_members (self);
  show_again (self);
  g_signal_emit_by_name (self, "loaded");
  return TRUE;
}

gboolean
loft_contact_list_is_loaded (LoftContactList *self)
{
  return self->is_loaded;
}

void
loft_contact_list_set_book (LoftContactList *self, gint64 folder_id)
{
  self->folder_id = folder_id;
  show_again (self);
}

void
loft_contact_list_set_words (LoftContactList *self, const char *text)
{
  g_strfreev (self->words);
  self->words = loft_contact_item_fold_words (text);
  show_again (self);
}

void
loft_contact_list_set_category (LoftContactList *self, const char *category)
{
  char *copy = g_strdup (category);

  g_free (self->category);
  self->category = copy;
  show_again (self);
}

void
loft_contact_list_set_group (LoftContactList *self, const LoftContact *group)
{
  char *uid = group != NULL ? g_strdup (group->uid) : NULL;

  self->group_book = group != NULL ? group->folder_id : 0;
  g_free (self->group_uid);
  self->group_uid = uid;
  find_members (self);
  show_again (self);
}

void
loft_contact_list_set_family_first (LoftContactList *self, gboolean family_first)
{
  self->family_first = family_first;
}

GPtrArray *
loft_contact_list_get_contacts (LoftContactList *self)
{
  GPtrArray *contacts = g_ptr_array_new_full (self->items->len, NULL);

  for (guint i = 0; i < self->items->len; i++)
    g_ptr_array_add (contacts, loft_contact_item_get (g_ptr_array_index (self->items, i)));
  return contacts;
}

GPtrArray *
loft_contact_list_match (LoftContactList *self, const char *text, guint max)
{
  g_auto (GStrv) words = loft_contact_item_fold_words (text);
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; words[0] != NULL && i < self->items->len && found->len < max; i++)
    {
      LoftContactItem *item = g_ptr_array_index (self->items, i);

      if (loft_contact_item_fits (item, (const char *const *) words))
        g_ptr_array_add (found, g_object_ref (item));
    }
  return found;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(char *const *) a, *(char *const *) b);
}

GStrv
loft_contact_list_dup_categories (LoftContactList *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char **sorted = NULL;
  guint count;

  for (guint i = 0; i < self->items->len; i++)
    {
      const LoftContact *contact = loft_contact_item_get (g_ptr_array_index (self->items, i));

      for (guint k = 0; contact->categories[k] != NULL; k++)
        g_hash_table_add (seen, contact->categories[k]);
    }
  sorted = (char **) g_hash_table_get_keys_as_array (seen, &count);
  qsort (sorted, count, sizeof *sorted, compare_texts);
  return g_strdupv (sorted);
}

int
loft_contact_list_find (LoftContactList *self, const char *uid)
{
  for (guint i = 0; i < self->shown->len; i++)
    if (g_str_equal (loft_contact_item_get (g_ptr_array_index (self->shown, i))->uid, uid))
      return i;
  return -1;
}
