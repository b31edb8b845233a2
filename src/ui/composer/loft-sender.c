/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sender.h"

#include "loft-recipient-text.h"

struct _LoftSender {
  GObject parent_instance;

  LoftMailAccount *account;
  LoftAddress *address;
  char *reply_to;
  char *signature;
  char *signature_html;
  char *organization;
  char *label;
};

G_DEFINE_FINAL_TYPE (LoftSender, loft_sender, G_TYPE_OBJECT)

LoftMailAccount *
loft_sender_get_account (LoftSender *self)
{
  return self->account;
}

const LoftAddress *
loft_sender_get_address (LoftSender *self)
{
  return self->address;
}

const char *
loft_sender_get_signature (LoftSender *self)
{
  return self->signature;
}

const char *
loft_sender_get_signature_html (LoftSender *self)
{
  return self->signature_html;
}

const char *
loft_sender_get_organization (LoftSender *self)
{
  return self->organization;
}

const char *
loft_sender_get_reply_to (LoftSender *self)
{
  return self->reply_to;
}

gboolean
loft_sender_can_send (LoftSender *self)
{
  return loft_account_can_send (loft_mail_account_get_account (self->account));
}

const char *
loft_sender_get_label (LoftSender *self)
{
  return self->label;
}

char *
loft_sender_dup_label (LoftSender *self)
{
  return g_strdup (self->label);
}

static void
loft_sender_finalize (GObject *object)
{
  LoftSender *self = LOFT_SENDER (object);

  g_object_unref (self->account);
  loft_address_free (self->address);
  g_free (self->reply_to);
  g_free (self->signature);
  g_free (self->signature_html);
  g_free (self->organization);
  g_free (self->label);
  G_OBJECT_CLASS (loft_sender_parent_class)->finalize (object);
}

static void
loft_sender_class_init (LoftSenderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_sender_finalize;
}

static void
loft_sender_init (LoftSender *self)
{
}

static void
append (GListStore *senders, LoftMailAccount *account, const LoftIdentity *identity)
{
  LoftSender *self = g_object_new (LOFT_TYPE_SENDER, NULL);

  self->account = g_object_ref (account);
  self->address = loft_address_new (identity->name, identity->address);
  self->reply_to = g_strdup (identity->reply_to);
  self->signature = g_strchomp (g_strdup (identity->signature));
  self->signature_html = g_strdup (identity->signature_html);
  self->organization = g_strdup (identity->organization);
  self->label = loft_address_to_text (self->address);
  g_list_store_append (senders, self);
  g_object_unref (self);
}

static void
append_account (GListStore *senders, LoftMailAccount *account)
{
  g_autoptr (GPtrArray) identities =
    loft_account_list_identities (loft_mail_account_get_account (account));

  for (guint i = 0; i < identities->len; i++)
    {
      const LoftIdentity *identity = g_ptr_array_index (identities, i);

      if (loft_recipient_text_is_address (identity->address))
        append (senders, account, identity);
    }
}

GListModel *
loft_sender_list (LoftService *service, LoftMailAccount *first)
{
  GListModel *accounts = loft_service_get_accounts (service);
  GListStore *senders = g_list_store_new (LOFT_TYPE_SENDER);

  if (first != NULL)
    append_account (senders, first);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      if (account != first &&
          loft_account_kind_has_mail (loft_mail_account_get_account (account)->kind))
        append_account (senders, account);
    }
  return G_LIST_MODEL (senders);
}

GPtrArray *
loft_sender_list_addresses (GListModel *senders)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);

  for (guint i = 0; i < g_list_model_get_n_items (senders); i++)
    {
      g_autoptr (LoftSender) each = g_list_model_get_item (senders, i);

      g_ptr_array_add (addresses, loft_address_new (each->address->name, each->address->email));
    }
  return addresses;
}

guint
loft_sender_find (GListModel *senders, LoftMailAccount *account, const char *email)
{
  guint found = 0;

  for (guint i = g_list_model_get_n_items (senders); i > 0; i--)
    {
      g_autoptr (LoftSender) each = g_list_model_get_item (senders, i - 1);

      if (!loft_recipient_text_same (each->address->email, email))
        continue;
      found = i - 1;
      if (each->account == account)
        break;
    }
  return found;
}
