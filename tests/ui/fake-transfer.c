/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Import and export of two messages, of which one cannot be read; a file called "never" never ends. */

#include "fake-service-private.h"
#include "loft-mail-export.h"
#include "loft-mail-import.h"

#include <string.h>

typedef struct {
  GCancellable *cancellable; /* (owned) (nullable) */
  LoftImportProgressFunc func;
  gpointer func_data;
  gboolean never;
} Importing;

static void
importing_free (gpointer data)
{
  Importing *importing = data;

  g_clear_object (&importing->cancellable);
  g_free (importing);
}

void
loft_import_report_free (LoftImportReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->troubles);
  g_free (self);
}

void
loft_export_report_free (LoftExportReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->troubles);
  g_free (self);
}

static gboolean
go_on (gpointer data)
{
  GTask *task = data;
  Importing *importing = g_task_get_task_data (task);
  const LoftImportProgress progress = { 1, 2, 1, 0, 1, "/tmp/never" };
  LoftImportReport *report;

  if (importing->func != NULL)
    importing->func (&progress, importing->func_data);
  if (importing->never && !g_cancellable_is_cancelled (importing->cancellable))
    return G_SOURCE_CONTINUE;
  report = g_new0 (LoftImportReport, 1);
  report->n_imported = 1;
  report->n_unreadable = 1;
  report->cancelled = importing->never;
  report->troubles = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (report->troubles, g_strdup ("a.mbox, byte 12: it has no header"));
  g_task_return_pointer (task, report, (GDestroyNotify) loft_import_report_free);
  return G_SOURCE_REMOVE;
}

void
loft_mail_import_async (LoftMailAccount *account, const char *source, const char *path,
                        LoftImportProgressFunc func, gpointer func_data, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (account, NULL, callback, user_data);
  Importing *importing = g_new0 (Importing, 1);

  importing->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  importing->func = func;
  importing->func_data = func_data;
  importing->never = g_str_has_suffix (source, "never");
  g_task_set_task_data (task, importing, importing_free);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, go_on, task, g_object_unref);
}

LoftImportReport *
loft_mail_import_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
loft_mail_export_async (LoftMailAccount *account, const char *path, const char *output,
                        LoftExportFormat format, gboolean fetch, LoftExportProgressFunc func,
                        gpointer func_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (account, NULL, callback, user_data);
  LoftExportReport *report = g_new0 (LoftExportReport, 1);

  report->n_exported = 2;
  report->troubles = g_ptr_array_new_with_free_func (g_free);
  g_task_return_pointer (task, report, (GDestroyNotify) loft_export_report_free);
}

LoftExportReport *
loft_mail_export_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
