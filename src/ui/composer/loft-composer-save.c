/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-composer-private.h"

#include "config.h"
#include "loft-error-text.h"

#include <glib/gi18n.h>

#define SAVE_AFTER_MS  3000
#define MORE_MS_PER_MB 500 /* large attachments are written each time */
#define MAX_AFTER_MS   30000

static guint n_saving;

guint
loft_composer_n_saving (void)
{
  return n_saving;
}

gboolean
loft_composer_is_touched (LoftComposer *self)
{
  return self->touched;
}

static gboolean
on_time (gpointer data)
{
  LoftComposer *self = data;

  self->save_source = 0;
  loft_composer_save (self);
  return G_SOURCE_REMOVE;
}

static void
save_soon (LoftComposer *self)
{
  guint64 megabytes = loft_draft_attachments_get_size (self->attachments) / (1024 * 1024);

  if (self->save_source == 0)
    self->save_source =
      g_timeout_add ((guint) MIN (SAVE_AFTER_MS + megabytes * MORE_MS_PER_MB, MAX_AFTER_MS),
                     on_time, self);
}

void
loft_composer_touch (LoftComposer *self)
{
  /* An editor tells late what was typed just before it was sent. */
  if (self->done)
    return;
  self->touched = TRUE;
  self->unsaved = TRUE;
  save_soon (self);
  loft_composer_upload_later (self);
}

/* What another account kept before the sender was changed. */
static void
discard_kept (LoftComposer *self)
{
  if (self->outgoing_id != 0 && self->kept_in != NULL)
    loft_mail_account_change_outgoing_async (self->kept_in, self->outgoing_id,
                                             LOFT_OUTGOING_DISCARD, NULL, NULL, NULL);
  self->outgoing_id = 0;
}

static void
tell_failure (LoftComposer *self, const GError *error)
{
  g_autofree char *text = loft_error_text_with_details (
    _ ("This draft could not be kept. It is tried again with the next change."), error);

  self->unsaved = TRUE;
  self->close_when_saved = FALSE;
  loft_composer_tell (self, LOFT_COMPOSER_KEEPING, text);
}

static void
go_on (LoftComposer *self)
{
  if (self->discarded)
    discard_kept (self);
  else if (self->unsaved && self->close_when_saved)
    loft_composer_save (self);
  else if (self->close_when_saved)
    loft_composer_put_away (self);
  else if (self->unsaved && !self->done)
    save_soon (self);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftComposer) self = data;
  g_autoptr (GError) error = NULL;
  LoftMailAccount *account = LOFT_MAIL_ACCOUNT (source);
  gint64 id = loft_mail_account_save_draft_finish (account, result, &error);

  n_saving--;
  self->saving = FALSE;
  if (id <= 0)
    {
      tell_failure (self, error);
      loft_composer_tell_saved (self);
      return;
    }
  if (self->kept_in != account)
    discard_kept (self);
  g_set_object (&self->kept_in, account);
  self->outgoing_id = id;
  loft_composer_tell (self, LOFT_COMPOSER_KEEPING, NULL);
  go_on (self);
  loft_composer_tell_saved (self);
}

static void
save_settled (gpointer data)
{
  g_autoptr (LoftComposer) self = data;
  LoftMailAccount *account = loft_sender_get_account (self->chosen);
  g_autoptr (LoftDraft) draft = loft_composer_get_draft (self);

  self->unsaved = FALSE;
  /* Not at each key: what is in the text has to be read for it. */
  loft_composer_check_size (self);
  loft_mail_account_save_draft_async (account, draft,
                                      self->kept_in == account ? self->outgoing_id : 0, NULL,
                                      on_saved, g_object_ref (self));
}

/* One at a time: the next takes the place of the one before. */
void
loft_composer_save (LoftComposer *self)
{
  if (!self->unsaved || self->saving || self->sending)
    return;
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->unsaved = FALSE;
  self->saving = TRUE;
  n_saving++;
  loft_editor_settle (self->editor, save_settled, g_object_ref (self));
}

void
loft_composer_discard (LoftComposer *self)
{
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->unsaved = FALSE;
  self->discarded = TRUE;
  if (!self->saving)
    discard_kept (self);
  loft_composer_finish (self);
}

/* Closing */

static void
on_answer (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  LoftComposer *self = data;

  /* Its window may go first. */
  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  if (g_str_equal (response, "discard"))
    loft_composer_discard (self);
  if (!g_str_equal (response, "keep"))
    return;
  self->close_when_saved = TRUE;
  loft_composer_save (self);
  if (!self->saving)
    loft_composer_put_away (self);
}

static void
ask (LoftComposer *self)
{
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), _ ("Keep This Draft?"),
                                              _ ("You can go on writing it later."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "discard",
                                    _ ("_Discard"), "keep", _ ("_Keep Draft"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "keep",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answer), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
loft_composer_close (LoftComposer *self)
{
  if (self->sending)
    return;
  if (!self->touched)
    loft_composer_put_away (self);
  else
    ask (self);
}
