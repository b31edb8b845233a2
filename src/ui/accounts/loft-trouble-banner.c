/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-trouble-banner.h"

#include "config.h"
#include "loft-account-dialogs.h"
#include "loft-banner.h"
#include "loft-error-text.h"

#include <glib/gi18n.h>

#define KEY "loft-troubles"

/* What a banner follows. */
typedef struct {
  LoftBanner *banner; /* (borrowed) */
  LoftService *service;
  GPtrArray *troubled; /* of LoftMailAccount, in the order in which it was noticed */
  GHashTable *put_away; /* set of LoftMailAccount: the person knows */
} Troubles;

static void
troubles_free (gpointer data)
{
  Troubles *self = data;

  g_ptr_array_unref (self->troubled);
  g_hash_table_unref (self->put_away);
  g_object_unref (self->service);
  g_free (self);
}

/* (transfer none) (nullable) */
static LoftMailAccount *
find_shown (Troubles *self)
{
  for (guint i = 0; i < self->troubled->len; i++)
    if (!g_hash_table_contains (self->put_away, g_ptr_array_index (self->troubled, i)))
      return g_ptr_array_index (self->troubled, i);
  return NULL;
}

static void
show (Troubles *self)
{
  LoftMailAccount *account = find_shown (self);
  const GError *error = account != NULL ? loft_mail_account_get_error (account) : NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  if (error == NULL)
    {
      loft_banner_set (self->banner, NULL, NULL);
      return;
    }
  title = loft_error_text_title (error);
  /* Translators: the name of an account, and what is wrong with it in a few words. */
  text = g_strdup_printf (_ ("%1$s: %2$s"), loft_mail_account_get_name (account), title);
  loft_banner_set (self->banner, text, loft_error_text_remedy (error));
}

/* Without a network nobody is reached, which is no trouble of an account's own. */
static gboolean
is_online (LoftService *service)
{
  return loft_service_get_online (service) && !loft_service_get_forced_offline (service);
}

typedef enum {
  WELL,
  TROUBLED,
  UNDECIDED, /* tries again: as before */
} Condition;

static Condition
condition_of (Troubles *self, LoftMailAccount *account)
{
  gboolean has_error = loft_mail_account_get_error (account) != NULL;

  if (loft_mail_account_get_account (account)->offline)
    return WELL;
  switch (loft_mail_account_get_state (account))
    {
    case LOFT_ACCOUNT_PROBLEM:
      return has_error ? TROUBLED : WELL;
    case LOFT_ACCOUNT_OFFLINE:
      return has_error && is_online (self->service) ? TROUBLED : WELL;
    case LOFT_ACCOUNT_IDLE:
      return WELL;
    default:
      return UNDECIDED;
    }
}

static Condition
look_at (Troubles *self, LoftMailAccount *account)
{
  Condition condition = condition_of (self, account);

  if (condition == TROUBLED && !g_ptr_array_find (self->troubled, account, NULL))
    g_ptr_array_add (self->troubled, g_object_ref (account));
  if (condition == WELL)
    {
      g_hash_table_remove (self->put_away, account);
      g_ptr_array_remove (self->troubled, account);
    }
  return condition;
}

static void
on_account (LoftMailAccount *account, GParamSpec *pspec, gpointer banner)
{
  Troubles *self = g_object_get_data (banner, KEY);

  if (look_at (self, account) != UNDECIDED)
    show (self);
}

static gboolean
is_there (GListModel *accounts, LoftMailAccount *account)
{
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) each = g_list_model_get_item (accounts, i);

      if (each == account)
        return TRUE;
    }
  return FALSE;
}

static void
forget_gone (Troubles *self, GListModel *accounts)
{
  for (guint i = self->troubled->len; i > 0; i--)
    {
      LoftMailAccount *account = g_ptr_array_index (self->troubled, i - 1);

      if (is_there (accounts, account))
        continue;
      g_hash_table_remove (self->put_away, account);
      g_ptr_array_remove_index (self->troubled, i - 1);
    }
}

static void
on_accounts (Troubles *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);

  forget_gone (self, accounts);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      if (!loft_account_kind_has_collections (loft_mail_account_get_account (account)->kind))
        continue;
      g_signal_handlers_disconnect_by_func (account, on_account, self->banner);
      g_signal_connect_object (account, "notify::state", G_CALLBACK (on_account), self->banner, 0);
      look_at (self, account);
    }
  show (self);
}

static void
on_changed (LoftBanner *banner)
{
  on_accounts (g_object_get_data (G_OBJECT (banner), KEY));
}

static void
on_clicked (LoftBanner *banner)
{
  Troubles *self = g_object_get_data (G_OBJECT (banner), KEY);
  LoftMailAccount *account = find_shown (self);

  if (account != NULL)
    loft_account_dialogs_remedy (GTK_WIDGET (banner), self->service, account);
}

static void
on_dismissed (LoftBanner *banner)
{
  Troubles *self = g_object_get_data (G_OBJECT (banner), KEY);
  LoftMailAccount *account = find_shown (self);

  if (account != NULL)
    g_hash_table_add (self->put_away, account);
  show (self);
}

GtkWidget *
loft_trouble_banner_new (LoftService *service)
{
  LoftBanner *banner = g_object_new (LOFT_TYPE_BANNER, NULL);
  Troubles *self = g_new0 (Troubles, 1);

  self->banner = banner;
  self->service = g_object_ref (service);
  self->troubled = g_ptr_array_new_with_free_func (g_object_unref);
  self->put_away = g_hash_table_new (NULL, NULL);
  g_object_set_data_full (G_OBJECT (banner), KEY, self, troubles_free);
  loft_banner_set_dismissable (banner, TRUE);
  g_signal_connect (banner, "button-clicked", G_CALLBACK (on_clicked), NULL);
  g_signal_connect (banner, "dismissed", G_CALLBACK (on_dismissed), NULL);
  g_signal_connect_object (loft_service_get_accounts (service), "items-changed",
                           G_CALLBACK (on_changed), banner, G_CONNECT_SWAPPED);
  g_signal_connect_object (service, "notify", G_CALLBACK (on_changed), banner, G_CONNECT_SWAPPED);
  on_accounts (self);
  return GTK_WIDGET (banner);
}

void
loft_trouble_banner_add (GtkWidget *header, LoftService *service)
{
  gtk_box_insert_child_after (GTK_BOX (gtk_widget_get_parent (header)),
                              loft_trouble_banner_new (service), header);
}
