/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-saving.h"

#include "config.h"
#include "loft-attachment-folder.h"
#include "loft-work.h"

#include <glib/gi18n.h>

typedef struct {
  LoftMailAccount *account; /* (owned) */
  GArray *ids; /* of gint64 */
  char *folder;
  guint next;
  guint n_saved; /* attachments */
  guint n_failed; /* attachments, and messages that could not be had */
  gint n_tried; /* of the message that is worked on */
  GCancellable *cancellable; /* (owned) */
  LoftWork *work; /* (owned) */
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->account);
  g_array_unref (saving->ids);
  g_free (saving->folder);
  g_object_unref (saving->cancellable);
  g_object_unref (saving->work);
  g_free (saving);
}

static void save_next (Saving *saving);

static void
end (Saving *saving)
{
  g_autofree char *saved =
    g_strdup_printf (ngettext ("%'u attachment saved", "%'u attachments saved", saving->n_saved),
                     saving->n_saved);
  g_autofree char *text = NULL;

  if (saving->n_failed > 0)
    text = g_strdup_printf (ngettext ("%s, %'u could not be saved", "%s, %'u could not be saved",
                                      saving->n_failed),
                            saved, saving->n_failed);
  loft_work_end (saving->work, text != NULL ? text : saved);
  saving_free (saving);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = data;
  g_autoptr (LoftSavedAttachments) saved = loft_attachment_folder_save_finish (result);

  saving->n_saved += saved->n_saved;
  saving->n_failed += saved->unsaved->len;
  save_next (saving);
}

/* What is only shown inside the text is no file that anybody misses. */
static GPtrArray *
files_of (LoftMessageBody *body)
{
  GPtrArray *files = g_ptr_array_new ();

  for (guint i = 0; i < body->message->attachments->len; i++)
    {
      LoftAttachment *attachment = g_ptr_array_index (body->message->attachments, i);

      if (!attachment->is_inline)
        g_ptr_array_add (files, attachment);
    }
  return files;
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = data;
  g_autoptr (LoftMessageBody) body =
    loft_mail_account_open_message_finish (saving->account, result, NULL);
  g_autoptr (GPtrArray) files = body != NULL ? files_of (body) : NULL;

  if (body == NULL)
    saving->n_failed++;
  if (files == NULL || files->len == 0)
    {
      save_next (saving);
      return;
    }
  saving->n_tried = 0;
  loft_attachment_folder_save_async (body, files, saving->folder, &saving->n_tried,
                                     saving->cancellable, on_saved, saving);
}

static void
save_next (Saving *saving)
{
  g_autofree char *text = NULL;

  if (saving->next == saving->ids->len || g_cancellable_is_cancelled (saving->cancellable))
    {
      end (saving);
      return;
    }
  text = g_strdup_printf (ngettext ("%'u of %'u message", "%'u of %'u messages", saving->ids->len),
                          saving->next, saving->ids->len);
  loft_work_tell (saving->work, text, (double) saving->next / (double) saving->ids->len);
  loft_mail_account_open_message_async (saving->account,
                                        g_array_index (saving->ids, gint64, saving->next++),
                                        saving->cancellable, on_opened, saving);
}

static void
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
}

void
loft_message_saving_run (LoftMailAccount *account, GArray *message_ids, const char *folder)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->account = g_object_ref (account);
  saving->ids = g_array_copy (message_ids);
  saving->folder = g_strdup (folder);
  saving->cancellable = g_cancellable_new ();
  saving->work = loft_work_begin (_ ("Saving Attachments"), cancel, G_OBJECT (saving->cancellable));
  save_next (saving);
}
