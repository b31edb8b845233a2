/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-command.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "loft-mail-export.h"
#include "loft-mail-import.h"
#include "loft-output.h"
#include "loft-resource-command.h"

/* import and export. */

#define QUIET_SECONDS 1 /* between two lines of progress that no terminal overwrites */

/* ---- progress ----------------------------------------------------------------------------- */

typedef struct {
  LoftContext *context;
  gint64 told_at;
} Telling;

static gboolean
may_tell (Telling *telling)
{
  gint64 now = g_get_monotonic_time ();

  if (!telling->context->progress && !isatty (STDERR_FILENO))
    return FALSE;
  if (!isatty (STDERR_FILENO) && now - telling->told_at < QUIET_SECONDS * G_USEC_PER_SEC)
    return FALSE;
  telling->told_at = now;
  return TRUE;
}

static void
tell_import (const LoftImportProgress *progress, gpointer user_data)
{
  Telling *telling = user_data;

  if (may_tell (telling))
    fprintf (stderr,
             "%s%s: %u imported, %u known, %" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT " MB%s",
             isatty (STDERR_FILENO) ? "\r\033[K" : "", progress->file, progress->n_imported,
             progress->n_known, progress->bytes / 1000000, progress->total / 1000000,
             isatty (STDERR_FILENO) ? "" : "\n");
}

static void
tell_export (const LoftExportProgress *progress, gpointer user_data)
{
  Telling *telling = user_data;

  if (may_tell (telling))
    fprintf (stderr, "%s%s: %u/%u messages%s", isatty (STDERR_FILENO) ? "\r\033[K" : "",
             progress->folder, progress->done, progress->total, isatty (STDERR_FILENO) ? "" : "\n");
}

static void
end_progress (void)
{
  if (isatty (STDERR_FILENO))
    fputs ("\r\033[K", stderr);
}

/* ---- import ------------------------------------------------------------------------------- */

static void
print_import (LoftContext *context, const LoftImportReport *report)
{
  g_autoptr (JsonBuilder) builder = NULL;

  for (guint i = 0; i < report->troubles->len; i++)
    fprintf (stderr, "loftctl: %s\n", (const char *) g_ptr_array_index (report->troubles, i));
  if (!context->json)
    {
      printf ("%u imported, %u already there, %u could not be read%s\n", report->n_imported,
              report->n_known, report->n_unreadable, report->cancelled ? " (stopped)" : "");
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  loft_output_add_int (builder, "imported", report->n_imported);
  loft_output_add_int (builder, "known", report->n_known);
  loft_output_add_int (builder, "deleted", report->n_deleted);
  loft_output_add_int (builder, "unreadable", report->n_unreadable);
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

/* Into the index, and to the server where there is one; that it cannot be reached is no failure. */
static void
follow_up (LoftContext *context, LoftMailAccount *account)
{
  gboolean local = strcmp (loft_mail_account_get_account (account)->kind, "local") == 0;
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (local)
    {
      loft_mail_account_sync_async (account, 0, context->cancellable, loft_wait_done, &wait);
      result = loft_wait_for (&wait);
      loft_mail_account_sync_finish (account, result, NULL, &error);
      return;
    }
  if (context->offline)
    return;
  loft_mail_account_send_changes_async (account, context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  if (!loft_mail_account_send_changes_finish (account, result, &error))
    fprintf (stderr, "loftctl: %s: kept here, waits for the server: %s\n",
             loft_mail_account_get_name (account), error->message);
}

int
loft_command_import (LoftContext *context, GPtrArray *args)
{
  g_autofree char *folder = loft_args_take_value (args, "--folder");
  LoftMailAccount *account = loft_take_account (context, args);
  g_autofree char *source = loft_args_take_word (args);
  Telling telling = { context, 0 };
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LoftImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  if (account == NULL || !loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  if (source == NULL || folder == NULL)
    return loft_usage_error ("import FILE|DIR --account NAME --folder PATH");
  if (loft_is_collection_source (account, source, folder))
    return loft_import_collection (context, account, source, folder);
  loft_mail_import_async (account, source, folder, tell_import, &telling, context->cancellable,
                          loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  report = loft_mail_import_finish (result, &error);
  end_progress ();
  if (report == NULL)
    return loft_report_error (loft_mail_account_get_name (account), error);
  if (report->n_imported > 0)
    follow_up (context, account);
  print_import (context, report);
  if (report->cancelled)
    return LOFT_EXIT_FAILED;
  return report->n_unreadable > 0 ? LOFT_EXIT_PARTLY : LOFT_EXIT_DONE;
}

/* ---- export ------------------------------------------------------------------------------- */

static void
print_export (LoftContext *context, const LoftExportReport *report)
{
  g_autoptr (JsonBuilder) builder = NULL;

  for (guint i = 0; i < report->troubles->len; i++)
    fprintf (stderr, "loftctl: %s\n", (const char *) g_ptr_array_index (report->troubles, i));
  if (!context->json)
    {
      printf ("%u exported, %u not here%s\n", report->n_exported, report->n_missing,
              report->cancelled ? " (stopped)" : "");
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  loft_output_add_int (builder, "exported", report->n_exported);
  loft_output_add_int (builder, "missing", report->n_missing);
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

/* All by the name of the output where nothing is said. */
static gboolean
is_collection_format (const char *name, const char *output)
{
  if (name != NULL)
    return strcmp (name, "ics") == 0 || strcmp (name, "vcf") == 0;
  return output != NULL && (g_str_has_suffix (output, ".ics") || g_str_has_suffix (output, ".vcf"));
}

static gboolean
is_contact_format (const char *name, const char *output)
{
  return name != NULL ? strcmp (name, "vcf") == 0 : g_str_has_suffix (output, ".vcf");
}

static gboolean
find_format (const char *name, const char *output, LoftExportFormat *format)
{
  static const char *const names[] = { "mbox", "maildir", "eml" };

  *format = g_str_has_suffix (output, ".eml") ? LOFT_EXPORT_EML : LOFT_EXPORT_MBOX;
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (names); i++)
    if (strcmp (name, names[i]) == 0)
      {
        *format = (LoftExportFormat) i;
        return TRUE;
      }
  return name == NULL;
}

int
loft_command_export (LoftContext *context, GPtrArray *args)
{
  g_autofree char *folder = loft_args_take_value (args, "--folder");
  g_autofree char *output = loft_args_take_value (args, "--output");
  g_autofree char *format_name = loft_args_take_value (args, "--format");
  LoftMailAccount *account = loft_take_account (context, args);
  Telling telling = { context, 0 };
  LoftWait wait = { NULL };
  LoftExportFormat format = LOFT_EXPORT_MBOX;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LoftExportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  if (account == NULL || !loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  if (output != NULL && is_collection_format (format_name, output))
    return loft_export_collections (context, account, folder, output,
                                    is_contact_format (format_name, output));
  if (output == NULL || !find_format (format_name, output, &format))
    return loft_usage_error ("export --account NAME [--folder PATH] --output DIR|FILE"
                             " [--format mbox|maildir|eml|ics|vcf]");
  loft_mail_export_async (account, folder, output, format, !context->offline, tell_export, &telling,
                          context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  report = loft_mail_export_finish (result, &error);
  end_progress ();
  if (report == NULL)
    return loft_report_error (loft_mail_account_get_name (account), error);
  print_export (context, report);
  if (report->cancelled)
    return LOFT_EXIT_FAILED;
  return report->n_missing > 0 ? LOFT_EXIT_PARTLY : LOFT_EXIT_DONE;
}
