/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-composer-private.h"

#include "config.h"
#include "loft-error-text.h"
#include "loft-kept-drafts.h"

#include <glib/gi18n.h>

/* The copy of the draft in the folder of drafts, for other devices: when nobody writes for a while, and
 * when the writing ends. */

#define IDLE_SECONDS  30
#define AGAIN_SECONDS 3 /* while it is being kept here */

typedef struct {
  LoftComposer *self;
  guint revision;
} Upload;

static void
on_uploaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Upload *upload = data;
  g_autoptr (GError) error = NULL;

  /* Here it is safe; the next pause tries again. */
  if (loft_mail_account_upload_draft_finish (LOFT_MAIL_ACCOUNT (source), result, &error))
    upload->self->uploaded = upload->revision;
  else
    g_message ("The draft is not in its folder: %s", error->message);
  g_object_unref (upload->self);
}

static gboolean
on_idle (gpointer data)
{
  LoftComposer *self = data;
  Upload *upload = NULL;

  self->upload_source = 0;
  if (self->done || self->sending || self->discarded)
    return G_SOURCE_REMOVE;
  if (self->unsaved || self->saving || self->outgoing_id == 0)
    {
      loft_composer_save (self);
      self->upload_source = g_timeout_add_seconds (AGAIN_SECONDS, on_idle, self);
      return G_SOURCE_REMOVE;
    }
  upload = g_new0 (Upload, 1);
  upload->self = g_object_ref (self);
  upload->revision = self->revision;
  loft_mail_account_upload_draft_async (self->kept_in, self->outgoing_id, NULL, on_uploaded,
                                        upload);
  return G_SOURCE_REMOVE;
}

void
loft_composer_upload_later (LoftComposer *self)
{
  self->revision++;
  g_clear_handle_id (&self->upload_source, g_source_remove);
  self->upload_source = g_timeout_add_seconds (IDLE_SECONDS, on_idle, self);
}

void
loft_composer_put_away (LoftComposer *self)
{
  if (self->outgoing_id != 0 && self->kept_in != NULL)
    loft_mail_account_shelve_draft_async (self->kept_in, self->outgoing_id,
                                          self->revision != self->uploaded, NULL, NULL, NULL);
  loft_composer_finish (self);
}

/* Templates */

static void
on_template_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftComposer) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (loft_mail_account_save_template_finish (LOFT_MAIL_ACCOUNT (source), result, &error))
    text = g_strdup (_ ("Saved in the folder of templates."));
  else
    text = loft_error_text_with_details (_ ("The template could not be saved."), error);
  if (self->box != NULL)
    loft_composer_tell (self, LOFT_COMPOSER_TEMPLATE, text);
}

void
loft_composer_save_template (LoftComposer *self)
{
  g_autoptr (LoftDraft) draft = loft_composer_get_draft (self);

  loft_mail_account_save_template_async (loft_sender_get_account (self->chosen), draft, NULL,
                                         on_template_saved, g_object_ref (self));
}
