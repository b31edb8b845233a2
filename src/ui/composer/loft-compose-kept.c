/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-compose-private.h"

#include "config.h"
#include "loft-composer-window.h"
#include "loft-draft-reading.h"
#include "loft-error-text.h"
#include "loft-kept-drafts.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* What lies in folders: drafts, templates. */

typedef struct {
  LoftMailAccount *account;
  gint64 message_id;
  gboolean is_template;
} Opening;

static void
opening_free (Opening *opening)
{
  g_object_unref (opening->account);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
tell (const GError *error)
{
  GApplication *application = g_application_get_default ();
  g_autofree char *text = loft_error_text_for_message (error);
  GtkWidget *dialog = NULL;

  if (!GTK_IS_APPLICATION (application))
    return;
  dialog =
    adw_message_dialog_new (gtk_application_get_active_window (GTK_APPLICATION (application)),
                            _ ("This Draft Cannot Be Opened"), text);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Its window, when it is written on already. */
static gboolean
present_open_one (LoftMailAccount *account, gint64 outgoing_id)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      LoftComposer *composer = LOFT_IS_COMPOSER_WINDOW (window)
                                 ? loft_composer_window_get_composer (LOFT_COMPOSER_WINDOW (window))
                                 : NULL;

      if (composer == NULL || !loft_composer_is_of (composer, account, outgoing_id))
        continue;
      gtk_window_present (window);
      return TRUE;
    }
  return FALSE;
}

static void
on_edited (GObject *source, GAsyncResult *result, gpointer data)
{
  LoftMailAccount *account = LOFT_MAIL_ACCOUNT (source);
  g_autoptr (GError) error = NULL;
  gint64 id = loft_mail_account_edit_draft_finish (account, result, &error);

  if (id <= 0)
    tell (error);
  else if (!present_open_one (account, id))
    loft_compose_outgoing (account, id);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (LoftDraft) draft = loft_draft_reading_finish (result);

  if (draft == NULL || !loft_compose_is_possible ())
    return;
  if (!opening->is_template)
    {
      loft_mail_account_edit_draft_async (opening->account, opening->message_id, draft, NULL,
                                          on_edited, NULL);
      return;
    }
  /* Another message each time. */
  draft->message_id[0] = '\0';
  loft_compose_open_window (opening->account, draft, 0);
}

static void
open (LoftMailAccount *account, LoftMessageBody *body, gboolean is_template)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->account = g_object_ref (account);
  opening->message_id = body->message->id;
  opening->is_template = is_template;
  loft_draft_reading_async (body, on_read, opening);
}

void
loft_compose_draft (LoftMailAccount *account, LoftMessageBody *body)
{
  open (account, body, FALSE);
}

void
loft_compose_template (LoftMailAccount *account, LoftMessageBody *body)
{
  open (account, body, TRUE);
}
