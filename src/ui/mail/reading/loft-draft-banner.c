/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-draft-banner.h"

#include "config.h"
#include "loft-banner.h"
#include "loft-compose.h"
#include "loft-kept-drafts.h"
#include "loft-mail-folder.h"

#include <glib/gi18n.h>

struct _LoftDraftBanner {
  GtkWidget parent_instance;

  LoftBanner *banner;
  LoftMailAccount *account;
  LoftMessageBody *body;
  gboolean is_template;
};

G_DEFINE_FINAL_TYPE (LoftDraftBanner, loft_draft_banner, GTK_TYPE_WIDGET)

static void
on_clicked (LoftDraftBanner *self)
{
  if (self->body == NULL)
    return;
  if (self->is_template)
    loft_compose_template (self->account, self->body);
  else
    loft_compose_draft (self->account, self->body);
}

/* (transfer full) (nullable) */
static LoftMailFolder *
find_folder (LoftMailAccount *account, gint64 folder_id)
{
  GListModel *folders = loft_mail_account_get_folders (account);

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (folders, i);

      if (loft_mail_folder_get (folder)->id == folder_id)
        return g_steal_pointer (&folder);
    }
  return NULL;
}

void
loft_draft_banner_set_body (LoftDraftBanner *self, LoftMailAccount *account, LoftMessageBody *body)
{
  g_autoptr (LoftMailFolder) folder =
    account != NULL && body != NULL ? find_folder (account, body->message->folder_id) : NULL;
  const LoftFolder *of = folder != NULL ? loft_mail_folder_get (folder) : NULL;
  gboolean is_draft = of != NULL && of->role == LOFT_FOLDER_ROLE_DRAFTS;

  self->is_template = of != NULL && loft_kept_drafts_is_template_path (of->path);
  g_clear_pointer (&self->body, loft_message_body_unref);
  g_set_object (&self->account, account);
  gtk_widget_set_visible (GTK_WIDGET (self), is_draft || self->is_template);
  if (!is_draft && !self->is_template)
    return;
  self->body = loft_message_body_ref (body);
  if (is_draft)
    loft_banner_set (self->banner, _ ("This is a draft."), C_ ("draft", "Edit"));
  else
    loft_banner_set (self->banner, _ ("This is a template."), _ ("New Message From It"));
}

static void
loft_draft_banner_dispose (GObject *object)
{
  LoftDraftBanner *self = LOFT_DRAFT_BANNER (object);

  g_clear_object (&self->account);
  g_clear_pointer (&self->body, loft_message_body_unref);
  g_clear_pointer ((GtkWidget **) &self->banner, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_draft_banner_parent_class)->dispose (object);
}

static void
loft_draft_banner_class_init (LoftDraftBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_draft_banner_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
loft_draft_banner_init (LoftDraftBanner *self)
{
  self->banner = g_object_new (LOFT_TYPE_BANNER, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->banner), GTK_WIDGET (self));
  g_signal_connect_swapped (self->banner, "button-clicked", G_CALLBACK (on_clicked), self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
