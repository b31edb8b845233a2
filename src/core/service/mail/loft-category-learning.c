/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-category-learning.h"

#include <string.h>

#include "loft-account-store.h"
#include "loft-eas-category.h"
#include "loft-flags.h"
#include "loft-mail-account-private.h"
#include "loft-mail-reader-private.h"
#include "loft-message-facts.h"

#define PAUSE_MS 500 /* while messages come, their store is not read for each */
#define KEY      "loft-category-learning"

/* Of all accounts; owned by the owner. */
typedef struct {
  LoftCategories *categories; /* (owned) */
  GListModel *accounts; /* (owned) */
  GCancellable *cancellable; /* (owned) */
} Learning;

/* Of one account, owned by the closure of its signal. */
typedef struct {
  LoftCategories *categories; /* (owned) */
  GCancellable *cancellable; /* (owned) */
  LoftMailAccount *account; /* not a reference: it owns this */
  guint source; /* 0: nothing waits */
  gboolean running;
  gboolean again;
} Follower;

static void look_soon (Follower *self);

/* ---- in the reader's thread --------------------------------------------------------------- */

static void
collect (GHashTable *found, const char *keywords)
{
  g_auto (GStrv) words = g_strsplit (keywords, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *category = loft_eas_category_from_keyword (words[i]);

      if (category != NULL)
        g_hash_table_replace (found, g_strdup (words[i]), g_steal_pointer (&category));
    }
}

/* keyword -> name */
static void
read_store (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GError *error = NULL;
  g_autoptr (GPtrArray) sets =
    loft_message_facts_list_keywords (loft_mail_reader_current_store (reader)->mail, cancellable,
                                      &error);

  for (guint i = 0; sets != NULL && i < sets->len; i++)
    collect (found, g_ptr_array_index (sets, i));
  if (sets == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify) g_hash_table_unref);
}

/* ---- in the main thread ------------------------------------------------------------------- */

static void
learn (LoftCategories *categories, GHashTable *found)
{
  g_autoptr (GList) keywords = g_hash_table_get_keys (found);

  keywords = g_list_sort (keywords, (GCompareFunc) strcmp);
  for (GList *l = keywords; l != NULL; l = l->next)
    loft_categories_learn (categories, l->data, g_hash_table_lookup (found, l->data));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Follower *self = g_object_get_data (source, KEY);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) found = g_task_propagate_pointer (G_TASK (result), &error);

  if (self == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->running = FALSE;
  if (found != NULL)
    learn (self->categories, found);
  else
    g_message ("The categories of messages could not be read: %s", error->message);
  if (self->again)
    look_soon (self);
}

static gboolean
look (gpointer user_data)
{
  Follower *self = user_data;
  g_autoptr (GTask) task = g_task_new (self->account, self->cancellable, on_read, NULL);

  self->source = 0;
  self->again = FALSE;
  self->running = TRUE;
  loft_mail_account_queue_list (self->account, LOFT_WORKER_BACKGROUND, task, read_store);
  return G_SOURCE_REMOVE;
}

static void
look_soon (Follower *self)
{
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->again = TRUE;
  if (!self->running && self->source == 0)
    self->source = g_timeout_add (PAUSE_MS, look, self);
}

static void
follower_free (gpointer data)
{
  Follower *self = data;

  g_clear_handle_id (&self->source, g_source_remove);
  g_object_unref (self->cancellable);
  g_object_unref (self->categories);
  g_free (self);
}

static void
follow (Learning *learning, LoftMailAccount *account)
{
  Follower *self;

  if (!g_str_equal (loft_mail_account_get_account (account)->kind, "eas") ||
      g_object_get_data (G_OBJECT (account), KEY) != NULL)
    return;
  self = g_new0 (Follower, 1);
  self->categories = g_object_ref (learning->categories);
  self->cancellable = g_object_ref (learning->cancellable);
  self->account = account;
  g_object_set_data_full (G_OBJECT (account), KEY, self, follower_free);
  g_signal_connect_swapped (account, "messages-changed", G_CALLBACK (look_soon), self);
  look_soon (self);
}

static void
on_accounts (GListModel *accounts, guint position, guint removed, guint added, gpointer user_data)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      follow (user_data, account);
    }
}

static void
learning_free (gpointer data)
{
  Learning *self = data;

  g_cancellable_cancel (self->cancellable);
  g_signal_handlers_disconnect_by_data (self->accounts, self);
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (self->accounts, i);
      Follower *follower = g_object_get_data (G_OBJECT (account), KEY);

      if (follower != NULL)
        g_signal_handlers_disconnect_by_data (account, follower);
      g_object_set_data (G_OBJECT (account), KEY, NULL);
    }
  g_object_unref (self->cancellable);
  g_object_unref (self->accounts);
  g_object_unref (self->categories);
  g_free (self);
}

void
loft_category_learning_follow (LoftCategories *categories, GListModel *accounts, GObject *owner)
{
  Learning *self = g_new0 (Learning, 1);

  self->categories = g_object_ref (categories);
  self->accounts = g_object_ref (accounts);
  self->cancellable = g_cancellable_new ();
  g_object_set_data_full (owner, KEY, self, learning_free);
  g_signal_connect (accounts, "items-changed", G_CALLBACK (on_accounts), self);
  on_accounts (accounts, 0, 0, g_list_model_get_n_items (accounts), self);
}
