/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-archiving.h"

#include "loft-age-store.h"
#include "loft-archive-look.h"
#include "loft-folder-making.h"
#include "loft-mail-account-private.h"
#include "loft-mail-reader-private.h"

/* Of one step: the local writer is free for the person between two. */
#define STEP 1000

struct _LoftArchiving {
  GObject parent;

  LoftMailAccount *account; /* (owned) */
  LoftMailAccount *local; /* (owned) */
  LoftArchiveRule rule;
  LoftArchiveLook *look; /* (owned) (nullable) before it began */
  guint folder; /* of look's, that is worked on */
  LoftAgedMessage behind; /* id 0: at its beginning */
  GArray *messages; /* (owned) (nullable) of LoftAgedMessage: the step's */
  char *target; /* (nullable) name of the step's */
  GHashTable *made; /* name of a target -> its folder's id */
  GPtrArray *undo; /* of LoftMailUndo */
  guint done;
  gboolean cancelled;
};

enum { PROP_0, PROP_PROGRESS, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (LoftArchiving, loft_archiving, G_TYPE_OBJECT)

LoftMailAccount *
loft_archiving_get_account (LoftArchiving *self)
{
  return self->account;
}

guint
loft_archiving_get_done (LoftArchiving *self)
{
  return self->done;
}

guint
loft_archiving_get_total (LoftArchiving *self)
{
  return self->look != NULL ? self->look->n_messages : 0;
}

void
loft_archiving_cancel (LoftArchiving *self)
{
  self->cancelled = TRUE;
}

gboolean
loft_archiving_is_cancelled (LoftArchiving *self)
{
  return self->cancelled;
}

GPtrArray *
loft_archiving_take_undo (LoftArchiving *self)
{
  GPtrArray *undo = self->undo;

  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_mail_undo_free);
  return undo;
}

/* ---- where to ----------------------------------------------------------------------------- */

static gboolean
goes_away (LoftArchiving *self)
{
  return self->rule.place == LOFT_ARCHIVE_TO_LOCAL && self->local != self->account;
}

static int
year_of (const LoftAgedMessage *message)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (message->date);

  return date != NULL ? g_date_time_get_year (date) : 1970;
}

/* A step has one target: it ends with the year. */
static void
name_target (LoftArchiving *self)
{
  const LoftArchiveFolder *folder = g_ptr_array_index (self->look->folders, self->folder);
  int year;

  g_clear_pointer (&self->target, g_free);
  if (goes_away (self))
    {
      self->target = g_strdup (folder->local_path);
      return;
    }
  if (self->rule.place != LOFT_ARCHIVE_TO_YEARS)
    {
      self->target = g_strdup ("");
      return;
    }
  year = year_of (&g_array_index (self->messages, LoftAgedMessage, 0));
  for (guint i = 1; i < self->messages->len; i++)
    if (year_of (&g_array_index (self->messages, LoftAgedMessage, i)) != year)
      {
        g_array_set_size (self->messages, i);
        break;
      }
  self->target = g_strdup_printf ("%04d", year);
}

/* ---- a step: list, make the folder, move -------------------------------------------------- */

static void list_next (GTask *client);

static void
end_run (GTask *client, GError *error)
{
  if (error != NULL)
    g_task_return_error (client, error);
  else
    g_task_return_boolean (client, TRUE);
  g_object_unref (client);
}

static void
on_moved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *client = user_data;
  LoftArchiving *self = g_task_get_source_object (client);
  GError *error = NULL;
  LoftMailUndo *undo = loft_mail_account_act_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  if (undo == NULL)
    {
      end_run (client, error);
      return;
    }
  self->done += loft_mail_undo_get_n_messages (undo);
  g_ptr_array_add (self->undo, undo);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
  list_next (client);
}

static void
move_step (GTask *client, gint64 folder_id)
{
  LoftArchiving *self = g_task_get_source_object (client);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->messages->len; i++)
    g_array_append_val (ids, g_array_index (self->messages, LoftAgedMessage, i).id);
  loft_mail_account_move_async (self->account, (const gint64 *) (gpointer) ids->data, ids->len,
                                goes_away (self) ? self->local : self->account, folder_id, on_moved,
                                client);
}

static void
on_folder_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *client = user_data;
  LoftArchiving *self = g_task_get_source_object (client);
  LoftMailUndo *undo = NULL;
  GError *error = NULL;
  gint64 folder_id =
    loft_folder_making_run_finish (LOFT_MAIL_ACCOUNT (source), result, &undo, &error);
  gint64 *kept;

  if (folder_id == 0)
    {
      end_run (client, error);
      return;
    }
  /* Only what it made goes again, once it is empty: before the messages in this order. */
  g_ptr_array_add (self->undo, undo);
  kept = g_new (gint64, 1);
  *kept = folder_id;
  g_hash_table_insert (self->made, g_strdup (self->target), kept);
  move_step (client, folder_id);
}

static void
make_folder (GTask *client)
{
  LoftArchiving *self = g_task_get_source_object (client);
  const gint64 *made = g_hash_table_lookup (self->made, self->target);

  if (made != NULL)
    move_step (client, *made);
  else if (goes_away (self))
    loft_folder_making_run_async (self->local, LOFT_FOLDER_ROLE_NONE, self->target, on_folder_made,
                                  client);
  else
    loft_folder_making_run_async (self->account, LOFT_FOLDER_ROLE_ARCHIVE,
                                  self->target[0] != '\0' ? self->target : NULL, on_folder_made,
                                  client);
}

/* What a step needs to know, away from the object. */
typedef struct {
  LoftAge age;
  LoftAgedMessage behind;
} Listing;

static void
list_job (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  const Listing *listing = g_task_get_task_data (task);
  GError *error = NULL;
  GArray *messages =
    loft_age_store_list (loft_mail_reader_current_store (reader)->mail, &listing->age,
                         listing->behind.id != 0 ? &listing->behind : NULL, STEP, &error);

  if (messages != NULL)
    g_task_return_pointer (task, messages, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *client = user_data;
  LoftArchiving *self = g_task_get_source_object (client);
  GError *error = NULL;

  g_clear_pointer (&self->messages, g_array_unref);
  self->messages = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->messages == NULL)
    {
      end_run (client, error);
      return;
    }
  if (self->messages->len == 0)
    {
      self->folder++;
      self->behind = (LoftAgedMessage){ 0 };
      list_next (client);
      return;
    }
  name_target (self);
  self->behind = g_array_index (self->messages, LoftAgedMessage, self->messages->len - 1);
  make_folder (client);
}

static void
list_next (GTask *client)
{
  LoftArchiving *self = g_task_get_source_object (client);
  g_autoptr (GTask) task = NULL;
  const LoftArchiveFolder *folder;
  Listing *listing;

  if (self->cancelled || self->folder == self->look->folders->len)
    {
      end_run (client, NULL);
      return;
    }
  folder = g_ptr_array_index (self->look->folders, self->folder);
  listing = g_new0 (Listing, 1);
  listing->age =
    (LoftAge){ folder->folder_id, self->look->before, self->rule.unread, self->rule.flagged };
  listing->behind = self->behind;
  task = g_task_new (self->account, NULL, on_listed, client);
  g_task_set_task_data (task, listing, g_free);
  loft_mail_account_queue_list (self->account, LOFT_WORKER_NORMAL, task, list_job);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *client = user_data;
  LoftArchiving *self = g_task_get_source_object (client);
  GError *error = NULL;

  self->look = loft_archive_look_finish (self->account, result, &error);
  if (self->look == NULL)
    {
      end_run (client, error);
      return;
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
  list_next (client);
}

void
loft_archiving_run_async (LoftArchiving *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (self, NULL, callback, user_data);

  loft_archive_look_async (self->account, &self->rule, NULL, on_looked, client);
}

gboolean
loft_archiving_run_finish (LoftArchiving *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_archiving_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_PROGRESS)
    g_value_set_uint (value, LOFT_ARCHIVING (object)->done);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
loft_archiving_finalize (GObject *object)
{
  LoftArchiving *self = LOFT_ARCHIVING (object);

  g_clear_object (&self->account);
  g_clear_object (&self->local);
  loft_archive_rule_clear (&self->rule);
  loft_archive_look_free (self->look);
  g_clear_pointer (&self->messages, g_array_unref);
  g_free (self->target);
  g_hash_table_unref (self->made);
  g_ptr_array_unref (self->undo);
  G_OBJECT_CLASS (loft_archiving_parent_class)->finalize (object);
}

static void
loft_archiving_class_init (LoftArchivingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = loft_archiving_get_property;
  object_class->finalize = loft_archiving_finalize;
  properties[PROP_PROGRESS] =
    g_param_spec_uint ("progress", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
loft_archiving_init (LoftArchiving *self)
{
  self->made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_mail_undo_free);
}

LoftArchiving *
loft_archiving_new (LoftMailAccount *account, LoftMailAccount *local, const LoftArchiveRule *rule)
{
  LoftArchiving *self = g_object_new (LOFT_TYPE_ARCHIVING, NULL);

  self->account = g_object_ref (account);
  self->local = g_object_ref (local);
  loft_archive_rule_copy (rule, &self->rule);
  return self;
}
