/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-server-search.h"

#include "loft-mail-folder.h"
#include "loft-search-query.h"

/* An account and the folders of it that are still to be asked. */
typedef struct {
  LoftServerSearchPart part;
  GArray *folders; /* of gint64, next last */
  GArray *found; /* of gint64 */
} Search;

struct _LoftServerSearch {
  GObject parent;

  LoftSearchQuery *query; /* (owned) */
  gboolean needs_text;
  GPtrArray *parts; /* of Search */
  GCancellable *cancellable; /* (owned) */
};

enum { SIGNAL_FOUND, SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftServerSearch, loft_server_search, G_TYPE_OBJECT)

static void ask_next (LoftServerSearch *self, Search *search);

static void
search_free (gpointer data)
{
  Search *search = data;

  g_object_unref (search->part.account);
  g_array_unref (search->folders);
  g_array_unref (search->found);
  g_free (search);
}

static void
end (LoftServerSearch *self, Search *search, LoftServerSearchState state)
{
  search->part.state = state;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static Search *
find_search (LoftServerSearch *self, LoftMailAccount *account)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      Search *search = g_ptr_array_index (self->parts, i);

      if (search->part.account == account)
        return search;
    }
  return NULL;
}

/* A folder that has gone or whose list is out of date does not stop the others. */
static gboolean
is_of_folder_only (const GError *error)
{
  return g_error_matches (error, LOFT_ERROR, LOFT_ERROR_GONE) ||
         g_error_matches (error, LOFT_ERROR, LOFT_ERROR_CONFLICT);
}

static LoftServerSearchState
state_for (const GError *error)
{
  if (g_error_matches (error, LOFT_ERROR, LOFT_ERROR_OFFLINE))
    return LOFT_SERVER_SEARCH_OFFLINE;
  if (g_error_matches (error, LOFT_ERROR, LOFT_ERROR_REFUSED))
    return LOFT_SERVER_SEARCH_REFUSED;
  return LOFT_SERVER_SEARCH_FAILED;
}

static void
on_searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftServerSearch) self = user_data;
  Search *search = find_search (self, LOFT_MAIL_ACCOUNT (source));
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids =
    loft_mail_account_search_server_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable) || search == NULL)
    return;
  if (ids == NULL && !is_of_folder_only (error))
    {
      g_debug ("%s: the server was not searched: %s",
               loft_mail_account_get_name (search->part.account), error->message);
      end (self, search, state_for (error));
      return;
    }
  if (ids != NULL && ids->len > 0)
    {
      g_autoptr (GArray) all = NULL;

      g_array_append_vals (search->found, ids->data, ids->len);
      all = g_array_copy (search->found);
      g_signal_emit (self, signals[SIGNAL_FOUND], 0, search->part.account, all);
    }
  ask_next (self, search);
}

static void
ask_next (LoftServerSearch *self, Search *search)
{
  gint64 folder_id;

  if (search->folders->len == 0)
    {
      end (self, search, LOFT_SERVER_SEARCH_DONE);
      return;
    }
  folder_id = g_array_index (search->folders, gint64, search->folders->len - 1);
  g_array_set_size (search->folders, search->folders->len - 1);
  loft_mail_account_search_server_async (search->part.account, folder_id, self->query,
                                         self->cancellable, on_searched, g_object_ref (self));
}

/* Sidebar order: what people look into first is asked first. */
static void
add_folders (Search *search, gint64 folder_id)
{
  GListModel *folders = loft_mail_account_get_folders (search->part.account);

  for (guint i = g_list_model_get_n_items (folders); i > 0; i--)
    {
      g_autoptr (LoftMailFolder) item = g_list_model_get_item (folders, i - 1);
      LoftFolder *folder = loft_mail_folder_get (item);

      if (folder_id != 0 && folder->id != folder_id)
        continue;
      search->part.n_messages += folder->total;
      search->part.n_missing += folder->total - MIN (folder->cached, folder->total);
      if (folder->total > folder->cached && folder->selectable)
        g_array_append_val (search->folders, folder->id);
    }
}

static void
add_account (LoftServerSearch *self, LoftMailAccount *account, gint64 folder_id)
{
  Search *search = g_new0 (Search, 1);

  search->part.account = g_object_ref (account);
  search->folders = g_array_new (FALSE, FALSE, sizeof (gint64));
  search->found = g_array_new (FALSE, FALSE, sizeof (gint64));
  add_folders (search, folder_id);
  g_ptr_array_add (self->parts, search);
  if (self->needs_text && search->folders->len > 0)
    search->part.state = LOFT_SERVER_SEARCH_RUNNING;
}

/* Who wrote what to whom under which subject is here of every message. */
static gboolean
looks_into_text (const LoftSearchQuery *query)
{
  for (guint i = 0; i < loft_search_query_get_n_terms (query); i++)
    switch (loft_search_query_get_term (query, i)->field)
      {
      case LOFT_SEARCH_ANYWHERE:
      case LOFT_SEARCH_BODY:
      case LOFT_SEARCH_FILENAME:
        return TRUE;
      default:
        break;
      }
  return FALSE;
}

LoftServerSearch *
loft_server_search_new (LoftService *service, LoftMailAccount *account, gint64 folder_id,
                        const char *query)
{
  LoftServerSearch *self = g_object_new (LOFT_TYPE_SERVER_SEARCH, NULL);
  GListModel *accounts = loft_service_get_accounts (service);

  self->query = loft_search_query_parse (query);
  self->needs_text = looks_into_text (self->query);
  if (account != NULL)
    add_account (self, account, folder_id);
  for (guint i = 0; account == NULL && i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) one = g_list_model_get_item (accounts, i);

      add_account (self, one, 0);
    }
  for (guint i = 0; i < self->parts->len; i++)
    {
      Search *search = g_ptr_array_index (self->parts, i);

      if (search->part.state == LOFT_SERVER_SEARCH_RUNNING)
        ask_next (self, search);
    }
  return self;
}

GPtrArray *
loft_server_search_get_parts (LoftServerSearch *self)
{
  return self->parts;
}

gboolean
loft_server_search_is_running (LoftServerSearch *self)
{
  for (guint i = 0; i < self->parts->len; i++)
    if (((Search *) g_ptr_array_index (self->parts, i))->part.state == LOFT_SERVER_SEARCH_RUNNING)
      return TRUE;
  return FALSE;
}

void
loft_server_search_stop (LoftServerSearch *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
loft_server_search_dispose (GObject *object)
{
  LoftServerSearch *self = LOFT_SERVER_SEARCH (object);

  g_cancellable_cancel (self->cancellable);
  g_ptr_array_set_size (self->parts, 0);
  G_OBJECT_CLASS (loft_server_search_parent_class)->dispose (object);
}

static void
loft_server_search_finalize (GObject *object)
{
  LoftServerSearch *self = LOFT_SERVER_SEARCH (object);

  loft_search_query_unref (self->query);
  g_ptr_array_unref (self->parts);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (loft_server_search_parent_class)->finalize (object);
}

static void
loft_server_search_class_init (LoftServerSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = loft_server_search_dispose;
  object_class->finalize = loft_server_search_finalize;
  signals[SIGNAL_FOUND] =
    g_signal_new ("found", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, LOFT_TYPE_MAIL_ACCOUNT, G_TYPE_ARRAY);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
loft_server_search_init (LoftServerSearch *self)
{
  self->parts = g_ptr_array_new_with_free_func (search_free);
  self->cancellable = g_cancellable_new ();
}
