/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-reader-private.h"

#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-journal.h"
#include "loft-mail-search-private.h"
#include "loft-operation-journal.h"
#include "loft-operation-store.h"
#include "loft-operation.h"
#include "loft-people-store.h"
#include "loft-receiver-trust.h"

#define CALLS_BETWEEN_LEARNING 20

struct _LoftMailReader {
  char *directory;
  LoftAccountStore *opened; /* (owned) */
  guint n_opened;
  gboolean told; /* of damage */
  LoftAuthenticationTrust *trust; /* (owned) (nullable) */
  guint n_untrusting; /* calls since it was last tried to learn it */
};

/* After a repair the files are others: they are opened anew. Until then what can be read is read. */
LoftAccountStore *
loft_mail_reader_current_store (LoftMailReader *self)
{
  LoftAccountStore *store;

  if (!loft_account_store_is_replaced (self->opened))
    {
      if (!self->told && loft_account_store_is_damaged (self->opened))
        loft_account_store_tell_damage (self->opened);
      self->told = loft_account_store_is_damaged (self->opened);
      return self->opened;
    }
  store = loft_account_store_open (self->directory, LOFT_DATABASE_READ_ONLY, NULL);
  if (store == NULL)
    return self->opened;
  loft_account_store_close (self->opened);
  self->opened = store;
  self->n_opened++;
  self->told = FALSE;
  return store;
}

LoftMailReader *
loft_mail_reader_open (const char *directory, GError **error)
{
  LoftAccountStore *store = loft_account_store_open (directory, LOFT_DATABASE_READ_ONLY, error);
  LoftMailReader *self;

  if (store == NULL)
    return NULL;
  self = g_new0 (LoftMailReader, 1);
  self->directory = g_strdup (directory);
  self->opened = store;
  return self;
}

void
loft_mail_reader_close (LoftMailReader *self)
{
  if (self == NULL)
    return;
  loft_account_store_close (self->opened);
  loft_authentication_trust_free (self->trust);
  g_free (self->directory);
  g_free (self);
}

gint64
loft_mail_reader_get_data_version (LoftMailReader *self)
{
  gint64 version = loft_mail_store_get_data_version (loft_mail_reader_current_store (self)->mail);

  return version + ((gint64) self->n_opened << 40);
}

static int
compare_folders (gconstpointer a, gconstpointer b)
{
  return loft_folder_compare (*(LoftFolder *const *) a, *(LoftFolder *const *) b);
}

GPtrArray *
loft_mail_reader_list_folders (LoftMailReader *self, GError **error)
{
  GPtrArray *folders = loft_folder_store_list (loft_mail_reader_current_store (self)->mail, error);

  for (guint i = folders != NULL ? folders->len : 0; i > 0; i--)
    if (((LoftFolder *) g_ptr_array_index (folders, i - 1))->waits & LOFT_FOLDER_WAITS_DELETION)
      g_ptr_array_remove_index_fast (folders, i - 1);
  if (folders != NULL)
    g_ptr_array_sort (folders, compare_folders);
  return folders;
}

LoftFolder *
loft_mail_reader_find_folder (LoftMailReader *self, const char *path, GError **error)
{
  return loft_folder_store_find (loft_mail_reader_current_store (self)->mail, path, error);
}

LoftMessage *
loft_mail_reader_get_message (LoftMailReader *self, gint64 message_id, GError **error)
{
  return loft_mail_store_get (loft_mail_reader_current_store (self)->mail, message_id, error);
}

GArray *
loft_mail_reader_list_ids (LoftMailReader *self, gint64 folder_id, guint limit, guint offset,
                           GCancellable *cancellable, GError **error)
{
  return loft_mail_store_list_ids (loft_mail_reader_current_store (self)->mail, folder_id, limit,
                                   offset, cancellable, error);
}

GBytes *
loft_mail_reader_get_raw (LoftMailReader *self, gint64 message_id, GError **error)
{
  return loft_account_store_get_content (loft_mail_reader_current_store (self), message_id, error);
}

const LoftAuthenticationTrust *
loft_mail_reader_get_trust (LoftMailReader *self, LoftAccount *account)
{
  if (self->trust == NULL && self->n_untrusting++ % CALLS_BETWEEN_LEARNING == 0)
    self->trust = loft_receiver_trust_learn (self, account);
  return self->trust;
}

/* ---- search ------------------------------------------------------------------------------- */

GArray *
loft_mail_reader_search (LoftMailReader *self, const char *query, guint limit,
                         GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftSearchQuery) parsed = loft_search_query_parse (query);
  const LoftMailSearch search = { .query = parsed, .limit = limit };
  g_autoptr (GArray) hits =
    loft_mail_search_run (loft_mail_reader_current_store (self), &search, cancellable, error);
  GArray *ids;

  if (hits == NULL)
    return NULL;
  ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), hits->len);
  for (guint i = 0; i < hits->len; i++)
    g_array_append_val (ids, g_array_index (hits, LoftSearchHit, i).id);
  return ids;
}

GArray *
loft_mail_reader_search_for (LoftMailReader *self, const LoftMailSearch *search,
                             GCancellable *cancellable, GError **error)
{
  return loft_mail_search_run (loft_mail_reader_current_store (self), search, cancellable, error);
}

gboolean
loft_mail_reader_foreach_people (LoftMailReader *self, guint limit, LoftMailPeopleFunc func,
                                 gpointer user_data, GCancellable *cancellable, GError **error)
{
  return loft_people_store_foreach (loft_mail_reader_current_store (self)->mail, limit, func,
                                    user_data, cancellable, error);
}

/* ---- operations -------------------------------------------------------------------------- */

void
loft_pending_operation_free (LoftPendingOperation *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->folder);
  g_free (self->what);
  g_free (self->error);
  g_free (self);
}

GPtrArray *
loft_mail_reader_list_pending (LoftMailReader *self, GError **error)
{
  g_autoptr (GPtrArray) records =
    loft_operation_store_list (loft_mail_reader_current_store (self)->mail, error);
  GPtrArray *pending;

  if (records == NULL)
    return NULL;
  pending = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_pending_operation_free);
  for (guint i = 0; i < records->len; i++)
    {
      LoftOperationRecord *record = g_ptr_array_index (records, i);
      LoftPendingOperation *operation = g_new0 (LoftPendingOperation, 1);

      operation->id = record->id;
      operation->kind = g_strdup (record->kind);
      operation->folder = loft_mail_reader_describe_folder (self, record);
      operation->what = loft_mail_reader_describe_operation (self, record);
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

  loft_operation_store_count (loft_mail_reader_current_store (self)->mail, &count, NULL);
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
  LoftAccountStore *store;
  LoftMailReport *report;
  guint64 n_contents;
  GCancellable *cancellable;
} Examination;

static void add_finding (LoftMailReport *report, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_finding (LoftMailReport *report, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (report->findings, g_strdup_vprintf (format, args));
  va_end (args);
}

/* Every record opens and agrees with the size that its row claims. A record without a row is
 * garbage that the owner will collect, not damage. */
static gboolean
examine_content (gint64 message_id, guint64 raw_size, gpointer user_data)
{
  Examination *examination = user_data;
  LoftAccountStore *store = examination->store;
  g_autoptr (LoftMessageState) state = loft_mail_store_get_state (store->mail, message_id, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = NULL;

  if (state == NULL || state->content != LOFT_CONTENT_CACHED)
    return TRUE;
  examination->n_contents++;
  raw = loft_account_store_get_content (store, message_id, &error);
  if (raw == NULL)
    add_finding (examination->report, "message %" G_GINT64_FORMAT ": %s", message_id,
                 error->message);
  return !g_cancellable_is_cancelled (examination->cancellable);
}

/* A check that cannot be made is a finding too. */
static void
take_finding (LoftMailReport *report, const char *where, char *finding, GError *error)
{
  if (finding != NULL || error != NULL)
    add_finding (report, "%s: %s", where, finding != NULL ? finding : error->message);
  g_free (finding);
  g_clear_error (&error);
}

static void
examine_files (Examination *examination)
{
  LoftAccountStore *store = examination->store;
  LoftMailReport *report = examination->report;
  GCancellable *cancellable = examination->cancellable;
  GError *error = NULL;
  char *finding = loft_mail_store_check (store->mail, cancellable, &error);

  take_finding (report, "store.db", finding, g_steal_pointer (&error));
  finding = loft_content_store_check_structure (store->content, cancellable, &error);
  take_finding (report, "content.db", finding, g_steal_pointer (&error));
  finding = loft_search_index_check (store->search, cancellable, &error);
  take_finding (report, "search.db", finding, g_steal_pointer (&error));
  finding = loft_mail_store_check_counts (store->mail, &error);
  take_finding (report, "store.db", finding, g_steal_pointer (&error));
}

/* What the rows say of the index against what it holds. */
static gboolean
examine_index (Examination *examination, GError **error)
{
  LoftAccountStore *store = examination->store;
  guint64 n_missing = 0;
  gint64 after = 0;

  for (;;)
    {
      g_autoptr (GArray) ids = loft_mail_store_list_indexed (store->mail, after, 1000, error);

      if (ids == NULL || g_cancellable_set_error_if_cancelled (examination->cancellable, error))
        return FALSE;
      for (guint i = 0; i < ids->len; i++)
        {
          guint extent = 0;

          after = g_array_index (ids, gint64, i);
          if (!loft_search_index_get_extent (store->search, after, &extent, error))
            return FALSE;
          n_missing += extent < 2;
        }
      if (ids->len < 1000)
        break;
    }
  if (n_missing > 0)
    add_finding (examination->report,
                 "search.db: the text of %" G_GUINT64_FORMAT " messages is not in the index",
                 n_missing);
  return TRUE;
}

/* Every waiting operation is in the journal too, while nobody adds to both; but for the last, where a
 * process was killed between the one and the other: the next one that sends puts it there. */
static void
compare_journal (Examination *examination, LoftJournal *journal)
{
  g_autoptr (GPtrArray) waiting = loft_operation_store_list (examination->store->mail, NULL);
  g_autoptr (GHashTable) known = loft_operation_journal_list_known (journal, NULL);
  guint n_last = 0;
  guint n_missing = 0;

  if (waiting == NULL || known == NULL)
    return;
  for (guint i = 0; i < waiting->len; i++)
    if (!g_hash_table_contains (known, ((LoftOperationRecord *) g_ptr_array_index (waiting, i))->uuid))
      n_last++;
    else
      {
        n_missing += n_last;
        n_last = 0;
      }
  if (n_missing > 0)
    add_finding (examination->report, "operations.journal: %u waiting operations are not in it",
                 n_missing);
}

static void
examine_journal (Examination *examination)
{
  g_autofree char *path =
    g_build_filename (examination->store->directory, "operations.journal", NULL);
  g_autoptr (LoftJournal) journal = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  journal = loft_journal_is_file_damaged (path) ? NULL : loft_journal_open (path, &error);
  if (journal != NULL)
    compare_journal (examination, journal);
  else
    add_finding (examination->report, "operations.journal: %s",
                 error != NULL ? error->message : "it is damaged");
}

static gboolean
count_all (Examination *examination, GError **error)
{
  LoftMailReport *report = examination->report;
  LoftMailCounts counts = { 0 };
  double dead = 0;

  if (!loft_mail_store_count (examination->store->mail, &counts, error) ||
      !loft_search_index_get_state (examination->store->search, &dead, &report->indexed, error))
    return FALSE;
  report->folders = counts.folders;
  report->messages = counts.messages;
  report->cached = counts.cached;
  report->conversations = counts.conversations;
  report->operations = counts.operations;
  if (examination->n_contents < counts.cached)
    add_finding (report,
                 "%" G_GUINT64_FORMAT " messages say they are cached, but their content is missing",
                 counts.cached - examination->n_contents);
  return TRUE;
}

/* What cannot be read any more is the worst of the findings. */
LoftMailReport *
loft_mail_reader_examine (LoftMailReader *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftMailReport) report = g_new0 (LoftMailReport, 1);
  Examination examination = { loft_mail_reader_current_store (self), report, 0, cancellable };
  g_autoptr (GError) failure = NULL;

  report->findings = g_ptr_array_new_with_free_func (g_free);
  examine_files (&examination);
  examine_journal (&examination);
  if (!loft_content_store_foreach (examination.store->content, examine_content, &examination,
                                   &failure) ||
      !examine_index (&examination, &failure) || !count_all (&examination, &failure))
    add_finding (report, "%s", failure->message);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  loft_account_store_tell_damage (examination.store);
  return g_steal_pointer (&report);
}
