/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-reader.h"

#include <string.h>

#include "loft-account-store.h"
#include "loft-conversation-store.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-operation-store.h"
#include "loft-operation.h"
#include "loft-search-query.h"
#include "loft-text.h"

struct _LoftMailReader {
  LoftAccountStore *store; /* (owned) */
};

LoftMailReader *
loft_mail_reader_open (const char *directory, GError **error)
{
  LoftAccountStore *store = loft_account_store_open (directory, LOFT_DATABASE_READ_ONLY, error);
  LoftMailReader *self;

  if (store == NULL)
    return NULL;
  self = g_new0 (LoftMailReader, 1);
  self->store = store;
  return self;
}

void
loft_mail_reader_close (LoftMailReader *self)
{
  if (self == NULL)
    return;
  loft_account_store_close (self->store);
  g_free (self);
}

gint64
loft_mail_reader_get_data_version (LoftMailReader *self)
{
  return loft_mail_store_get_data_version (self->store->mail);
}

static int
compare_folders (gconstpointer a, gconstpointer b)
{
  return loft_folder_compare (*(LoftFolder *const *) a, *(LoftFolder *const *) b);
}

GPtrArray *
loft_mail_reader_list_folders (LoftMailReader *self, GError **error)
{
  GPtrArray *folders = loft_folder_store_list (self->store->mail, error);

  if (folders != NULL)
    g_ptr_array_sort (folders, compare_folders);
  return folders;
}

LoftFolder *
loft_mail_reader_find_folder (LoftMailReader *self, const char *path, GError **error)
{
  return loft_folder_store_find (self->store->mail, path, error);
}

LoftMessage *
loft_mail_reader_get_message (LoftMailReader *self, gint64 message_id, GError **error)
{
  return loft_mail_store_get (self->store->mail, message_id, error);
}

GArray *
loft_mail_reader_list_ids (LoftMailReader *self, gint64 folder_id, guint limit, guint offset,
                           GCancellable *cancellable, GError **error)
{
  return loft_mail_store_list_ids (self->store->mail, folder_id, limit, offset, cancellable,
                                   error);
}

GBytes *
loft_mail_reader_get_raw (LoftMailReader *self, gint64 message_id, GError **error)
{
  return loft_content_store_get (self->store->content, message_id, error);
}

/* ---- search ------------------------------------------------------------------------------- */

typedef struct {
  LoftMailReader *self;
  const LoftSearchConditions *conditions;
  GHashTable *folders;        /* (nullable) of gint64*: those that in: names */
  GHashTable *except_folders; /* (nullable) those that -in: names */
  GArray *ids;
  guint limit;
} Search;

static gboolean
message_fits (Search *search, const LoftMessage *message)
{
  const LoftSearchConditions *conditions = search->conditions;

  return (message->flags & conditions->with_flags) == conditions->with_flags &&
         (message->flags & conditions->without_flags) == 0 &&
         (!conditions->has_attachment || message->attachments->len > 0) &&
         (!conditions->without_attachment || message->attachments->len == 0) &&
         (conditions->before == 0 || message->date < conditions->before) &&
         (conditions->after == 0 || message->date >= conditions->after) &&
         (conditions->larger == 0 || message->size > conditions->larger) &&
         (conditions->smaller == 0 || message->size < conditions->smaller) &&
         (search->folders == NULL ||
          g_hash_table_contains (search->folders, &message->folder_id)) &&
         (search->except_folders == NULL ||
          !g_hash_table_contains (search->except_folders, &message->folder_id));
}

static gboolean
on_hit (gint64 message_id, gpointer user_data)
{
  Search *search = user_data;
  g_autoptr (LoftMessage) message =
      loft_mail_store_get (search->self->store->mail, message_id, NULL);

  if (message != NULL && message_fits (search, message))
    g_array_append_val (search->ids, message_id);
  return search->ids->len < search->limit;
}

static gboolean
is_folder_or_below (const char *path, const char *wanted)
{
  g_autofree char *folded_path = loft_text_fold (path, -1);
  g_autofree char *folded_wanted = loft_text_fold (wanted, -1);
  gsize length = strlen (folded_wanted);

  return strncmp (folded_path, folded_wanted, length) == 0 &&
         (folded_path[length] == '\0' || folded_path[length] == '/');
}

static GHashTable *
find_folders (LoftMailReader *self, const char *wanted, GError **error)
{
  g_autoptr (GPtrArray) folders = loft_folder_store_list (self->store->mail, error);
  GHashTable *found;

  if (folders == NULL)
    return NULL;
  found = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < folders->len; i++)
    {
      LoftFolder *folder = g_ptr_array_index (folders, i);

      if (is_folder_or_below (folder->path, wanted))
        g_hash_table_add (found, g_memdup2 (&folder->id, sizeof folder->id));
    }
  return found;
}

/* Conditions alone: every message is looked at, newest first. */
static gboolean
search_without_words (Search *search, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) all =
      loft_mail_store_list_all_ids (search->self->store->mail, cancellable, error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      if (i % 1024 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!on_hit (g_array_index (all, gint64, i), search))
        break;
    }
  return all != NULL;
}

GArray *
loft_mail_reader_search (LoftMailReader *self, const char *query, guint limit,
                         GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftSearchQuery) parsed = loft_search_query_parse (query);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) folders = NULL;
  g_autoptr (GHashTable) except_folders = NULL;
  const char *match = loft_search_query_get_match (parsed);
  Search search = { self, loft_search_query_get_conditions (parsed), NULL, NULL, ids,
                    MAX (limit, 1) };

  if (search.conditions->folder_path != NULL)
    {
      folders = find_folders (self, search.conditions->folder_path, error);
      if (folders == NULL)
        return NULL;
      search.folders = folders;
    }
  if (search.conditions->except_folder_path != NULL)
    {
      except_folders = find_folders (self, search.conditions->except_folder_path, error);
      if (except_folders == NULL)
        return NULL;
      search.except_folders = except_folders;
    }
  if (match == NULL ? !search_without_words (&search, cancellable, error)
                    : !loft_search_index_match (self->store->search, match, on_hit, &search,
                                                cancellable, error))
    return NULL;
  return g_steal_pointer (&ids);
}

/* ---- conversations and operations --------------------------------------------------------- */

GArray *
loft_mail_reader_list_conversations (LoftMailReader *self, gint64 folder_id, guint limit,
                                     guint offset, GError **error)
{
  g_autoptr (GArray) lines =
      loft_conversation_store_list (self->store->mail, folder_id, limit, offset, error);
  GArray *conversations;

  if (lines == NULL)
    return NULL;
  conversations = g_array_new (FALSE, FALSE, sizeof (LoftConversation));
  for (guint i = 0; i < lines->len; i++)
    {
      const LoftConversationLine *line = &g_array_index (lines, LoftConversationLine, i);
      LoftConversation conversation = { line->conversation_id, line->newest_id, line->total,
                                        line->unread };

      g_array_append_val (conversations, conversation);
    }
  return conversations;
}

void
loft_pending_operation_free (LoftPendingOperation *self)
{
  if (self == NULL)
    return;
  g_free (self->what);
  g_free (self->error);
  g_free (self);
}

GPtrArray *
loft_mail_reader_list_pending (LoftMailReader *self, GError **error)
{
  g_autoptr (GPtrArray) records = loft_operation_store_list (self->store->mail, error);
  GPtrArray *pending;

  if (records == NULL)
    return NULL;
  pending = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_pending_operation_free);
  for (guint i = 0; i < records->len; i++)
    {
      LoftOperationRecord *record = g_ptr_array_index (records, i);
      g_autoptr (LoftFlagChange) change = loft_flag_change_parse (record->arguments);
      LoftPendingOperation *operation = g_new0 (LoftPendingOperation, 1);

      operation->id = record->id;
      operation->what = change != NULL ? loft_flag_change_describe (change)
                                       : g_strdup (record->kind);
      operation->items = record->messages->len;
      operation->since = record->created;
      operation->tries = record->tries;
      operation->error = g_strdup (record->error);
      g_ptr_array_add (pending, operation);
    }
  return pending;
}

guint
loft_mail_reader_count_pending (LoftMailReader *self)
{
  guint count = 0;

  loft_operation_store_count (self->store->mail, &count, NULL);
  return count;
}

/* ---- doctor ------------------------------------------------------------------------------- */

void
loft_mail_report_free (LoftMailReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->findings);
  g_free (self);
}

typedef struct {
  LoftMailReader *self;
  LoftMailReport *report;
  guint64 n_contents;
  GCancellable *cancellable;
} Examination;

/* Every record opens and agrees with the size that its row claims. A record without a row is
 * garbage that the owner will collect, not damage. */
static gboolean
examine_content (gint64 message_id, guint64 raw_size, gpointer user_data)
{
  Examination *examination = user_data;
  LoftAccountStore *store = examination->self->store;
  g_autoptr (LoftMessageState) state = loft_mail_store_get_state (store->mail, message_id, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = NULL;

  if (state == NULL || state->content != LOFT_CONTENT_CACHED)
    return TRUE;
  examination->n_contents++;
  raw = loft_content_store_get (store->content, message_id, &error);
  if (raw == NULL)
    g_ptr_array_add (examination->report->findings,
                     g_strdup_printf ("message %" G_GINT64_FORMAT ": %s", message_id,
                                      error->message));
  else if (g_bytes_get_size (raw) != state->size)
    g_ptr_array_add (examination->report->findings,
                     g_strdup_printf ("message %" G_GINT64_FORMAT " has %" G_GSIZE_FORMAT
                                      " bytes, its row says %" G_GUINT64_FORMAT,
                                      message_id, g_bytes_get_size (raw), state->size));
  return !g_cancellable_is_cancelled (examination->cancellable);
}

static void
add_finding (LoftMailReport *report, const char *where, char *finding)
{
  if (finding != NULL)
    g_ptr_array_add (report->findings, g_strdup_printf ("%s: %s", where, finding));
  g_free (finding);
}

LoftMailReport *
loft_mail_reader_examine (LoftMailReader *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftMailReport) report = g_new0 (LoftMailReport, 1);
  Examination examination = { self, report, 0, cancellable };
  LoftAccountStore *store = self->store;
  LoftMailCounts counts = { 0 };
  double dead = 0;

  report->findings = g_ptr_array_new_with_free_func (g_free);
  add_finding (report, "store.db", loft_mail_store_check (store->mail, cancellable, NULL));
  add_finding (report, "content.db", loft_content_store_check (store->content, cancellable, NULL));
  add_finding (report, "search.db", loft_search_index_check (store->search, cancellable, NULL));
  add_finding (report, "store.db", loft_mail_store_check_counts (store->mail, NULL));
  if (!loft_mail_store_count (store->mail, &counts, error) ||
      !loft_content_store_foreach (store->content, examine_content, &examination, error) ||
      !loft_search_index_get_state (store->search, &dead, &report->indexed, error) ||
      g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  report->folders = counts.folders;
  report->messages = counts.messages;
  report->cached = counts.cached;
  report->conversations = counts.conversations;
  report->operations = counts.operations;
  if (examination.n_contents < counts.cached)
    g_ptr_array_add (report->findings,
                     g_strdup_printf ("%" G_GUINT64_FORMAT " messages say they are cached, but "
                                      "their content is missing",
                                      counts.cached - examination.n_contents));
  return g_steal_pointer (&report);
}
