/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Old messages of a pretended account: twelve in each folder that the rule takes. A run moves them at the
 * next turn of the main loop. */

#include "fake-service-private.h"
#include "loft-archive-look.h"
#include "loft-archiver.h"

#define N_OLD 12

/* ---- looking ------------------------------------------------------------------------------ */

void
loft_archive_look_free (LoftArchiveLook *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->folders);
  g_free (self);
}

static guint
count (LoftMailAccount *account, const LoftArchiveRule *rule)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (account->folders)); i++)
    {
      g_autoptr (LoftMailFolder) row = g_list_model_get_item (G_LIST_MODEL (account->folders), i);

      n += loft_archive_rule_takes (rule, loft_mail_folder_get (row)) ? N_OLD : 0;
    }
  return n;
}

void
loft_archive_look_async (LoftMailAccount *account, const LoftArchiveRule *rule,
                         GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (account, cancellable, callback, user_data);
  LoftArchiveLook *look = g_new0 (LoftArchiveLook, 1);

  look->before = loft_archive_rule_before (rule, 1795358735);
  look->folders = g_ptr_array_new ();
  look->n_messages = count (account, rule);
  look->bytes = look->n_messages * (guint64) 45000;
  g_task_return_pointer (task, look, (GDestroyNotify) loft_archive_look_free);
}

LoftArchiveLook *
loft_archive_look_finish (LoftMailAccount *account, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- a run -------------------------------------------------------------------------------- */

struct _LoftArchiving {
  GObject parent;

  LoftMailAccount *account;
  guint done;
  guint total;
  gboolean cancelled;
};

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
  return self->total;
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
  return g_ptr_array_new_with_free_func ((GDestroyNotify) loft_mail_undo_free);
}

static void
loft_archiving_finalize (GObject *object)
{
  g_object_unref (LOFT_ARCHIVING (object)->account);
  G_OBJECT_CLASS (loft_archiving_parent_class)->finalize (object);
}

static void
loft_archiving_class_init (LoftArchivingClass *klass)
{
  static const char *const names[] = { "progress", NULL };

  G_OBJECT_CLASS (klass)->finalize = loft_archiving_finalize;
  fake_install_properties (G_OBJECT_CLASS (klass), names);
}

static void
loft_archiving_init (LoftArchiving *self)
{
}

/* ---- the archiver ------------------------------------------------------------------------- */

struct _LoftArchiver {
  GObject parent;

  GListStore *running;
};

static guint ended_signal;

G_DEFINE_FINAL_TYPE (LoftArchiver, loft_archiver, G_TYPE_OBJECT)

GListModel *
loft_archiver_get_running (LoftArchiver *self)
{
  return G_LIST_MODEL (self->running);
}

static gboolean
end_run (gpointer data)
{
  LoftArchiver *self = data;
  g_autoptr (LoftArchiving) run = g_list_model_get_item (G_LIST_MODEL (self->running), 0);

  run->done = run->cancelled ? 0 : run->total;
  g_object_notify (G_OBJECT (run), "progress");
  g_list_store_remove (self->running, 0);
  g_signal_emit (self, ended_signal, 0, run, FALSE, NULL);
  return G_SOURCE_REMOVE;
}

LoftArchiving *
loft_archiver_run (LoftArchiver *self, LoftMailAccount *account, const LoftArchiveRule *rule)
{
  g_autoptr (LoftArchiving) run = g_object_new (LOFT_TYPE_ARCHIVING, NULL);

  run->account = g_object_ref (account);
  run->total = count (account, rule);
  g_list_store_append (self->running, run);
  g_object_notify (G_OBJECT (run), "progress");
  g_idle_add_full (G_PRIORITY_LOW, end_run, g_object_ref (self), g_object_unref);
  return run;
}

static void
loft_archiver_finalize (GObject *object)
{
  g_object_unref (LOFT_ARCHIVER (object)->running);
  G_OBJECT_CLASS (loft_archiver_parent_class)->finalize (object);
}

static void
loft_archiver_class_init (LoftArchiverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_archiver_finalize;
  ended_signal = g_signal_new ("ended", LOFT_TYPE_ARCHIVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 3, LOFT_TYPE_ARCHIVING, G_TYPE_BOOLEAN, G_TYPE_ERROR);
}

static void
loft_archiver_init (LoftArchiver *self)
{
  self->running = g_list_store_new (LOFT_TYPE_ARCHIVING);
}

LoftArchiver *
loft_service_get_archiver (LoftService *service)
{
  LoftArchiver *self = g_object_get_data (G_OBJECT (service), "fake-archiver");

  if (self == NULL)
    {
      self = g_object_new (LOFT_TYPE_ARCHIVER, NULL);
      g_object_set_data_full (G_OBJECT (service), "fake-archiver", self, g_object_unref);
    }
  return self;
}
