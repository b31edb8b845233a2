/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hostile-profile.h"

#include <string.h>

#include "loft-account-settings.h"
#include "loft-account-store.h"
#include "loft-folder-store.h"
#include "loft-ingest.h"

struct _HostileProfile {
  LoftAccountStore *store;
  gint64 folder_id;
  guint n;
};

static void
set (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

HostileProfile *
hostile_profile_new (const char *directory)
{
  HostileProfile *self = g_new0 (HostileProfile, 1);
  g_autoptr (LoftAccount) account = loft_account_new ("imap");
  g_autofree char *folder = g_build_filename (directory, "accounts", "hostile0", NULL);
  LoftFolderFacts facts = { "INBOX", NULL, "INBOX", LOFT_FOLDER_ROLE_INBOX, TRUE, TRUE };
  g_autoptr (GError) error = NULL;

  set (&account->id, "hostile0");
  set (&account->name, "Hostile");
  set (&account->address, "me@example.org");
  set (&account->incoming.host, "localhost");
  account->incoming.port = 1;
  account->secret = LOFT_SECRET_FILE;
  g_assert_true (loft_account_store_prepare (folder, &error));
  g_assert_true (loft_account_settings_save (directory, account, &error));
  self->store = loft_account_store_open (folder, LOFT_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (
    loft_folder_store_put (self->store->mail, &facts, &self->folder_id, NULL, &error));
  return self;
}

void
hostile_profile_free (HostileProfile *self)
{
  loft_account_store_close (self->store);
  g_free (self);
}

static gint64
insert (HostileProfile *self, GBytes *raw)
{
  gsize length = 0;
  const char *bytes = g_bytes_get_data (raw, &length);
  const char *end = memmem (bytes, length, "\r\n\r\n", 4);
  g_autoptr (GBytes) header =
    g_bytes_new_from_bytes (raw, 0, end == NULL ? length : (gsize) (end - bytes) + 4);
  gint64 received = g_get_real_time () / G_USEC_PER_SEC - 86400 + self->n;
  g_autoptr (LoftIngestedHeader) envelope = loft_ingest_header (header, received);
  g_autofree char *remote_id = g_strdup_printf ("%u", ++self->n);
  LoftNewMessage row = {
    .folder_id = self->folder_id,
    .remote_id = remote_id,
    .date = received,
    .received = received,
    .size = length,
    .server_keywords = "",
    .keywords = "",
    .conversation_id = self->n,
    .message_id = envelope->message_id,
    .subject = envelope->subject,
    .sender = envelope->sender,
    .recipients = envelope->recipients,
    .copies = envelope->copies,
  };
  gint64 id = 0;

  g_assert_true (loft_mail_store_insert (self->store->mail, &row, &id, NULL));
  return id;
}

gint64
hostile_profile_add (HostileProfile *self, GBytes *raw)
{
  LoftMailStore *mail = self->store->mail;
  LoftContentStore *content = self->store->content;
  g_autoptr (LoftIngestedBody) body = NULL;
  LoftCachedBody cached = { 0 };
  gint64 id = 0;

  g_assert_true (loft_mail_store_begin (mail, NULL));
  id = insert (self, raw);
  body = loft_ingest_body (id, raw, TRUE);
  g_assert_true (loft_content_store_begin (content, NULL));
  g_assert_true (loft_content_store_put (content, id, body->content, NULL));
  g_assert_true (loft_content_store_commit (content, NULL));
  cached = (LoftCachedBody){ body->size, body->preview, body->attachments, body->problem, 0 };
  g_assert_true (loft_mail_store_set_cached (mail, id, &cached, NULL));
  g_assert_true (loft_mail_store_commit (mail, NULL));
  return id;
}
