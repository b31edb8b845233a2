/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-people.h"

#include <string.h>

#include "loft-mail-account-private.h"
#include "loft-text.h"
#include "loft-thread-task.h"

#define MAX_MESSAGES   50000 /* of an account that are looked at */
#define MAX_PEOPLE     20000 /* of an account: as many as typing finds within a frame */
#define MAX_RECIPIENTS 10 /* more in one message are a list, not people one writes with */

static void
person_free (gpointer data)
{
  LoftPerson *person = data;

  g_free (person->name);
  g_free (person->email);
  g_free (person->folded);
  g_free (person);
}

/* ---- reader worker ------------------------------------------------------------------------ */

static void
count_person (GHashTable *people, const LoftAddress *address)
{
  g_autofree char *key = NULL;
  LoftPerson *person;

  if (address->email[0] == '\0')
    return;
  key = g_utf8_strdown (address->email, -1);
  person = g_hash_table_lookup (people, key);
  if (person == NULL && g_hash_table_size (people) >= MAX_PEOPLE)
    return;
  if (person == NULL)
    {
      person = g_new0 (LoftPerson, 1);
      person->name = g_strdup (address->name);
      person->email = g_strdup (address->email);
      g_hash_table_insert (people, g_steal_pointer (&key), person);
    }
  else if (person->name[0] == '\0' && address->name[0] != '\0')
    {
      g_free (person->name);
      person->name = g_strdup (address->name);
    }
  person->count++;
}

static void
count_people (const char *sender, const char *recipients, gpointer user_data)
{
  g_autoptr (GPtrArray) from = loft_addresses_unpack (sender);
  g_autoptr (GPtrArray) to = loft_addresses_unpack (recipients);

  for (guint i = 0; i < from->len; i++)
    count_person (user_data, g_ptr_array_index (from, i));
  for (guint i = 0; to->len <= MAX_RECIPIENTS && i < to->len; i++)
    count_person (user_data, g_ptr_array_index (to, i));
}

static GHashTable *
new_people (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, person_free);
}

static void
list_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  GHashTable *people = new_people ();
  GError *error = NULL;

  if (loft_mail_reader_foreach_people (reader, MAX_MESSAGES, count_people, people, cancellable,
                                       &error))
    {
      g_task_return_pointer (task, people, (GDestroyNotify) g_hash_table_unref);
      return;
    }
  g_hash_table_unref (people);
  g_task_return_error (task, error);
}

/* ---- main thread -------------------------------------------------------------------------- */

typedef struct {
  guint n_accounts; /* not here yet */
  GPtrArray *parts; /* of GHashTable, one an account */
} Loading;

static void
loading_free (gpointer data)
{
  Loading *loading = data;

  g_ptr_array_unref (loading->parts);
  g_free (loading);
}

static int
compare_people (gconstpointer a, gconstpointer b)
{
  const LoftPerson *left = *(LoftPerson *const *) a;
  const LoftPerson *right = *(LoftPerson *const *) b;

  if (left->count != right->count)
    return left->count > right->count ? -1 : 1;
  return strcmp (left->email, right->email);
}

static GPtrArray *
sort_people (GHashTable *people)
{
  GPtrArray *sorted = g_ptr_array_new_with_free_func (person_free);
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_hash_table_iter_init (&iter, people);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      LoftPerson *person = value;
      g_autofree char *text = g_strconcat (person->name, " ", person->email, NULL);

      g_hash_table_iter_steal (&iter);
      g_free (key);
      person->folded = loft_text_fold (text, -1);
      g_ptr_array_add (sorted, person);
    }
  g_ptr_array_sort (sorted, compare_people);
  return sorted;
}

static void
merge_people (GHashTable *into, GHashTable *from)
{
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      LoftPerson *known = g_hash_table_lookup (into, key);

      if (known != NULL)
        {
          known->count += ((LoftPerson *) value)->count;
          continue;
        }
      g_hash_table_iter_steal (&iter);
      g_hash_table_insert (into, key, value);
    }
}

/* So many are put together and ordered in a thread. */
static void
merge_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Loading *loading = data;
  g_autoptr (GHashTable) people = new_people ();

  for (guint i = 0; i < loading->parts->len; i++)
    merge_people (people, g_ptr_array_index (loading->parts, i));
  g_task_return_pointer (task, sort_people (people), (GDestroyNotify) g_ptr_array_unref);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  Loading *loading = g_task_get_task_data (client);
  GHashTable *people = g_task_propagate_pointer (G_TASK (result), NULL);

  if (people != NULL)
    g_ptr_array_add (loading->parts, people);
  if (--loading->n_accounts == 0)
    loft_thread_task_run (client, merge_in_thread);
}

void
loft_people_load_async (LoftService *service, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) client = g_task_new (service, cancellable, callback, user_data);
  GListModel *accounts = loft_service_get_accounts (service);
  Loading *loading = g_new0 (Loading, 1);

  loading->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  loading->n_accounts = g_list_model_get_n_items (accounts);
  g_task_set_task_data (client, loading, loading_free);
  if (loading->n_accounts == 0)
    loft_thread_task_run (client, merge_in_thread);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      g_autoptr (GTask) task = g_task_new (account, cancellable, on_listed, g_object_ref (client));

      loft_mail_account_queue_read (account, LOFT_WORKER_NORMAL, task, list_in_worker);
    }
}

GPtrArray *
loft_people_load_finish (LoftService *service, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
has_word (const char *folded, const char *wanted)
{
  gsize length = strlen (wanted);
  gboolean at_start = TRUE;

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gboolean is_word = g_unichar_isalnum (g_utf8_get_char (p));

      if (at_start && is_word && strncmp (p, wanted, length) == 0)
        return TRUE;
      at_start = !is_word;
    }
  return FALSE;
}

GPtrArray *
loft_people_match (GPtrArray *people, const char *text, guint max)
{
  g_autofree char *folded = loft_text_fold (text, -1);
  const char *wanted = g_strstrip (folded);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < people->len && found->len < max && *wanted != '\0'; i++)
    {
      LoftPerson *person = g_ptr_array_index (people, i);

      /* Most people are none of them, which is seen fastest so. */
      if (strstr (person->folded, wanted) != NULL && has_word (person->folded, wanted))
        g_ptr_array_add (found, person);
    }
  return found;
}
