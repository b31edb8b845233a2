/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-draft-world.h"

#include <glib/gstdio.h>
#include <string.h>

#include "loft-draft-copy.h"
#include "loft-folder-store.h"
#include "loft-operation-queue.h"
#include "loft-operation-store.h"
#include "loft-outgoing-maker.h"
#include "loft-outgoing-queue.h"
#include "loft-problem-store.h"

/* ---- begin and end ------------------------------------------------------------------------ */

static LoftJournal *
open_journal (LoftDraftWorld *self)
{
  g_autofree char *path = g_build_filename (self->directory, "operations.journal", NULL);
  g_autoptr (GError) error = NULL;
  LoftJournal *journal = loft_journal_open (path, &error);

  g_assert_no_error (error);
  return journal;
}

static void
open_stores (LoftDraftWorld *self)
{
  static const LoftSyncObserver observer = { NULL };
  g_autofree char *path = g_build_filename (self->directory, "store.db", NULL);
  g_autoptr (GError) error = NULL;

  loft_account_store_prepare (self->directory, &error);
  g_assert_no_error (error);
  self->store = loft_account_store_open (self->directory, LOFT_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  self->local = loft_mail_store_open (path, LOFT_DATABASE_DURABLE, &error);
  g_assert_no_error (error);
  self->journal = open_journal (self);
  self->local_journal = open_journal (self);
  self->sync =
    loft_account_sync_new (self->store, self->journal, self->eas.backend, -1, &observer, self);
  loft_operation_queue_recover (self->store, self->journal, NULL, &error);
  g_assert_no_error (error);
}

static void
close_stores (LoftDraftWorld *self)
{
  g_clear_object (&self->sync);
  g_clear_pointer (&self->journal, loft_journal_close);
  g_clear_pointer (&self->local_journal, loft_journal_close);
  g_clear_pointer (&self->local, loft_mail_store_close);
  g_clear_pointer (&self->store, loft_account_store_close);
}

void
loft_draft_world_set_up (LoftDraftWorld *self, gconstpointer version)
{
  loft_eas_world_set_up (&self->eas, version);
  self->directory = g_strdup (g_access ("/dev/shm", W_OK) == 0 ? "/dev/shm/loft-drafts-XXXXXX"
                                                               : "/tmp/loft-drafts-XXXXXX");
  g_assert_nonnull (g_mkdtemp (self->directory));
  open_stores (self);
  loft_draft_world_sync (self);
}

void
loft_draft_world_restart (LoftDraftWorld *self)
{
  close_stores (self);
  loft_eas_world_restart (&self->eas);
  open_stores (self);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  g_rmdir (path);
}

void
loft_draft_world_tear_down (LoftDraftWorld *self, gconstpointer version)
{
  close_stores (self);
  remove_folder (self->directory);
  g_free (self->directory);
  loft_eas_world_tear_down (&self->eas, version);
}

gboolean
loft_draft_world_try_sync (LoftDraftWorld *self, GError **error)
{
  return loft_account_sync_run (self->sync, 0, NULL, error) &&
         loft_operation_queue_recover (self->store, self->journal, NULL, error);
}

void
loft_draft_world_sync (LoftDraftWorld *self)
{
  g_autoptr (GError) error = NULL;

  loft_draft_world_try_sync (self, &error);
  g_assert_no_error (error);
}

/* ---- writing ------------------------------------------------------------------------------ */

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static LoftDraft *
make_draft (const char *subject)
{
  LoftDraft *draft = loft_draft_new (loft_address_new ("Desk", "desk@example.test"));
  g_autoptr (GBytes) data = g_bytes_new_static ("Notes\n", 6);

  replace (&draft->subject, subject);
  replace (&draft->message_id, "draft@example.test");
  replace (&draft->in_reply_to, "question@example.test");
  replace (&draft->text, "Dear Bob,\n\nas I said …\n");
  draft->priority = LOFT_PRIORITY_HIGH;
  draft->wants_receipt = TRUE;
  g_ptr_array_add (draft->to, loft_address_new ("Bob, the second", "bob@example.test"));
  g_ptr_array_add (draft->to, loft_address_new ("", "half an addr"));
  g_ptr_array_add (draft->bcc, loft_address_new ("", "carol@example.test"));
  g_ptr_array_add (draft->parts, loft_draft_part_new ("notes.txt", "text/plain", NULL, data));
  return draft;
}

static gint64
keep (LoftDraftWorld *self, LoftOutgoingQueue *queue, gint64 id, const char *subject, GBytes **raw)
{
  g_autoptr (LoftDraft) draft = make_draft (subject);
  g_autoptr (LoftOutgoing) outgoing = loft_outgoing_maker_make_draft (draft, raw, NULL);
  g_autoptr (GError) error = NULL;

  outgoing->id = id;
  loft_outgoing_queue_save (queue, outgoing, *raw, &error);
  g_assert_no_error (error);
  return outgoing->id;
}

gint64
loft_draft_world_write (LoftDraftWorld *self, gint64 id, const char *subject)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftOutgoingQueue) queue = loft_outgoing_queue_open (self->directory, &error);
  g_autoptr (LoftAccountStore) store =
    loft_account_store_open (self->directory, LOFT_DATABASE_DURABLE, &error);
  g_autoptr (GBytes) raw = NULL;

  g_assert_no_error (error);
  id = keep (self, queue, id, subject, &raw);
  loft_draft_copy_keep_apart (store, self->local_journal, id, raw, NULL, &error);
  g_assert_no_error (error);
  return id;
}

void
loft_draft_world_discard (LoftDraftWorld *self, gint64 id)
{
  g_autoptr (LoftOutgoingQueue) queue = loft_outgoing_queue_open (self->directory, NULL);
  g_autoptr (GError) error = NULL;

  loft_outgoing_queue_change (queue, id, LOFT_OUTGOING_DISCARD, NULL, &error);
  g_assert_no_error (error);
  loft_draft_copy_sweep (self->local, self->local_journal, NULL, &error);
  g_assert_no_error (error);
}

/* ---- the other device --------------------------------------------------------------------- */

#define ITEM  "{\"id\": \"" LOFT_DRAFT_WORLD_DRAFTS ":"
#define TITLE "\"title\": \""

/* Calls func with id and title of each. */
static void
foreach_there (LoftDraftWorld *self, GHFunc func, gpointer user_data)
{
  g_autofree char *state = loft_fake_activesync_ask (self->eas.fake, "state", NULL);

  for (const char *at = strstr (state, ITEM); at != NULL; at = strstr (at + 1, ITEM))
    {
      const char *id = at + strlen ("{\"id\": \"");
      const char *title = strstr (at, TITLE) + strlen (TITLE);
      g_autofree char *own_id = g_strndup (id, strcspn (id, "\""));
      g_autofree char *own_title = g_strndup (title, strcspn (title, "\""));

      func (own_id, own_title, user_data);
    }
}

typedef struct {
  const char *subject;
  char *id; /* (nullable) */
} Search;

static void
match (gpointer id, gpointer title, gpointer user_data)
{
  Search *search = user_data;

  if (search->id == NULL && strcmp (title, search->subject) == 0)
    search->id = g_strdup (id);
}

char *
loft_draft_world_find_there (LoftDraftWorld *self, const char *subject)
{
  Search search = { subject, NULL };

  foreach_there (self, match, &search);
  g_assert_nonnull (search.id);
  return search.id;
}

void
loft_draft_world_edit_there (LoftDraftWorld *self, const char *subject, const char *new_subject)
{
  g_autofree char *id = loft_draft_world_find_there (self, subject);

  loft_eas_world_tell (&self->eas, "change",
                       "{'id': '%s', 'mime': 'From: alice@example.test\\r\\nTo: "
                       "bob@example.test\\r\\nSubject: %s\\r\\n\\r\\nFrom my telephone\\r\\n'}",
                       id, new_subject);
}

/* ---- here --------------------------------------------------------------------------------- */

static GArray *
list_here (LoftDraftWorld *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftFolder) folder = loft_folder_store_find (self->store->mail, "Drafts", &error);
  GArray *ids;

  g_assert_no_error (error);
  ids = loft_mail_store_list_ids (self->store->mail, folder->id, G_MAXUINT, 0, NULL, &error);
  g_assert_no_error (error);
  return ids;
}

gint64
loft_draft_world_find_here (LoftDraftWorld *self, const char *subject)
{
  g_autoptr (GArray) ids = list_here (self);

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (LoftMessage) message = loft_mail_store_get (self->store->mail, id, NULL);

      if (strcmp (message->subject, subject) == 0)
        return id;
    }
  return 0;
}

char *
loft_draft_world_dup_content (LoftDraftWorld *self, gint64 message_id)
{
  g_autoptr (GBytes) raw = loft_account_store_get_content (self->store, message_id, NULL);

  return raw != NULL ? g_strndup (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw)) : NULL;
}

/* ---- both --------------------------------------------------------------------------------- */

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
add_title (gpointer id, gpointer title, gpointer titles)
{
  g_ptr_array_add (titles, g_strdup (title));
}

static void
assert_titles (GPtrArray *titles, const char *where, const char *expected)
{
  g_autofree char *found = NULL;

  g_ptr_array_sort (titles, compare);
  g_ptr_array_add (titles, NULL);
  found = g_strjoinv (" ", (char **) titles->pdata);
  g_test_message ("%s: %s", where, found);
  g_assert_cmpstr (found, ==, expected);
}

void
loft_draft_world_assert (LoftDraftWorld *self, const char *subjects)
{
  g_autoptr (GPtrArray) here = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) there = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) ids = list_here (self);
  guint n_waiting = 0;
  g_autoptr (GPtrArray) problems = loft_problem_store_list (self->store->mail, 100, NULL);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (LoftMessage) message =
        loft_mail_store_get (self->store->mail, g_array_index (ids, gint64, i), NULL);

      g_ptr_array_add (here, g_strdup (message->subject));
    }
  foreach_there (self, add_title, there);
  assert_titles (there, "there", subjects);
  assert_titles (here, "here", subjects);
  g_assert_true (loft_operation_store_count (self->store->mail, &n_waiting, NULL));
  g_assert_cmpuint (n_waiting, ==, 0);
  g_assert_cmpuint (problems->len, ==, 0);
}
