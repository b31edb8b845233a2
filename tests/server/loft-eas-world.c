/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-world.h"

#include <string.h>

#include "loft-error.h"
#include "loft-wbxml-writer.h"

static LoftFakeActivesync *fake;

static void
mail_free (gpointer data)
{
  LoftEasWorldMail *self = data;

  g_free (self->keywords);
  g_free (self->header);
  g_free (self);
}

/* ---- who signs in ------------------------------------------------------------------------- */

static LoftSignInTerms *
recall (gpointer user_data)
{
  return loft_sign_in_terms_new ("", NULL, "");
}

static void
signed_in (const char *mechanism, const char *faults, gpointer user_data)
{
}

static char *
get_note (const char *name, gpointer user_data)
{
  LoftEasWorld *self = user_data;

  return g_strdup (g_hash_table_lookup (self->notes, name));
}

static void
set_note (const char *name, const char *value, gpointer user_data)
{
  LoftEasWorld *self = user_data;

  if (value != NULL)
    g_hash_table_replace (self->notes, g_strdup (name), g_strdup (value));
  else
    g_hash_table_remove (self->notes, name);
}

const LoftSignInMemory *
loft_eas_world_get_memory (void)
{
  static const LoftSignInMemory memory = {
    .recall = recall,
    .signed_in = signed_in,
    .get_note = get_note,
    .set_note = set_note,
  };

  return &memory;
}

LoftCredentials *
loft_eas_world_sign_in (gpointer self, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("alice", "alice-secret", NULL);
}

/* ---- begin and end ------------------------------------------------------------------------ */

void
loft_eas_world_restart (LoftEasWorld *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->backend);
  self->backend = loft_eas_backend_new (self->account, loft_eas_world_sign_in,
                                        loft_eas_world_get_memory (), self);
  g_assert_true (loft_backend_connect (self->backend, NULL, &error));
  g_assert_no_error (error);
}

static LoftAccount *
new_account (const char *url)
{
  LoftAccount *account = loft_account_new ("eas");

  g_free (account->url);
  account->url = g_strdup (url);
  g_free (account->incoming.user);
  account->incoming.user = g_strdup ("alice");
  g_free (account->address);
  account->address = g_strdup ("alice@example.test");
  return account;
}

void
loft_eas_world_set_up (LoftEasWorld *self, gconstpointer version)
{
  if (fake == NULL)
    fake = loft_fake_activesync_new (NULL);
  self->fake = fake;
  self->version = version;
  loft_fake_activesync_tell (fake, "reset", NULL);
  loft_eas_world_tell (self, "versions", "{'versions': ['%s']}", self->version);
  self->account = new_account (loft_fake_activesync_get_url (fake));
  self->notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->mail = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, mail_free);
  self->etags = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  loft_eas_world_restart (self);
}

void
loft_eas_world_tear_down (LoftEasWorld *self, gconstpointer version)
{
  g_object_unref (self->backend);
  loft_account_unref (self->account);
  g_hash_table_unref (self->notes);
  g_hash_table_unref (self->mail);
  g_hash_table_unref (self->etags);
  g_hash_table_unref (self->texts);
  g_clear_pointer (&self->token, g_bytes_unref);
}

void
loft_eas_world_end (void)
{
  g_clear_pointer (&fake, loft_fake_activesync_free);
}

/* ---- the server --------------------------------------------------------------------------- */

void
loft_eas_world_tell (LoftEasWorld *self, const char *word, const char *format, ...)
{
  g_autofree char *json = NULL;
  va_list args;

  va_start (args, format);
  json = g_strdup_vprintf (format, args);
  va_end (args);
  loft_fake_activesync_tell (self->fake, word, json);
}

void
loft_eas_world_fail (LoftEasWorld *self, const char *fault)
{
  loft_eas_world_tell (self, "fault", "{%s}", fault);
}

void
loft_eas_world_answer (LoftEasWorld *self, const char *command, LoftWbxmlElement *answer)
{
  g_autoptr (GBytes) bytes = loft_wbxml_write (answer);
  g_autoptr (GString) hex = g_string_new (NULL);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (hex, "%02x", data[i]);
  loft_eas_world_tell (self, "fault", "{'command': '%s', 'garbage': '%s'}", command, hex->str);
  loft_wbxml_element_free (answer);
}

char *
loft_eas_world_put_mail (LoftEasWorld *self, const char *subject)
{
  g_autofree char *mime =
    g_strdup_printf ("From: bob@example.test\r\nTo: alice@example.test\r\nSubject: %s\r\n"
                     "Message-ID: <%s@example.test>\r\n\r\nText of %s\r\n",
                     subject, subject, subject);

  return loft_fake_activesync_put_mail (self->fake, "alice", "Inbox", mime);
}

guint
loft_eas_world_count (LoftEasWorld *self, const char *folder_id)
{
  g_autofree char *state = loft_fake_activesync_ask (self->fake, "state", NULL);
  g_autofree char *item = g_strdup_printf ("{\"id\": \"%s:", folder_id);
  guint count = 0;

  for (const char *found = strstr (state, item); found != NULL; found = strstr (found + 1, item))
    count++;
  return count;
}

gboolean
loft_eas_world_has (LoftEasWorld *self, const char *word, const char *json, const char *text)
{
  g_autofree char *answer = loft_fake_activesync_ask (self->fake, word, json);

  return strstr (answer, text) != NULL;
}

/* ---- a store in memory -------------------------------------------------------------------- */

static char *
dup_text (GBytes *bytes)
{
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
store_token (LoftEasWorld *self, GBytes *token)
{
  if (token == NULL)
    return;
  self->n_tokens++;
  g_bytes_ref (token);
  g_clear_pointer (&self->token, g_bytes_unref);
  self->token = token;
}

static void
store_mail (LoftEasWorld *self, const LoftRemoteItem *item)
{
  LoftEasWorldMail *mail = g_hash_table_lookup (self->mail, item->remote_id);

  self->n_new += item->is_new;
  if (mail == NULL)
    {
      g_assert_true (item->is_new);
      mail = g_new0 (LoftEasWorldMail, 1);
      g_hash_table_replace (self->mail, g_strdup (item->remote_id), mail);
    }
  mail->flags = (mail->flags & item->untold) | (item->flags & ~item->untold);
  if (item->keywords != NULL)
    {
      g_autofree char *before = mail->keywords;

      mail->keywords = loft_remote_item_dup_keywords (item, before != NULL ? before : "");
    }
  if (!item->is_new)
    return;
  g_free (mail->header);
  mail->header = dup_text (item->header);
}

static gboolean
is_gone (gpointer id, gpointer value, gpointer present)
{
  return !loft_remote_ids_contains (present, id);
}

static gboolean
is_removed (gpointer id, gpointer value, gpointer removed)
{
  return loft_remote_ids_contains (removed, id);
}

static gboolean
take_mail (LoftChangeBatch *batch, gpointer user_data, GError **error)
{
  LoftEasWorld *self = user_data;

  self->n_batches++;
  for (guint i = 0; i < batch->items->len; i++)
    store_mail (self, g_ptr_array_index (batch->items, i));
  if (batch->removed != NULL)
    g_hash_table_foreach_remove (self->mail, is_removed, batch->removed);
  if (batch->present != NULL)
    {
      self->n_present++;
      g_hash_table_foreach_remove (self->mail, is_gone, batch->present);
    }
  store_token (self, batch->token_after);
  return TRUE;
}

static gboolean
take_resources (LoftResourceBatch *batch, gpointer user_data, GError **error)
{
  LoftEasWorld *self = user_data;

  self->n_batches++;
  g_assert_cmpuint (batch->failures->len, ==, 0);
  for (guint i = 0; i < batch->resources->len; i++)
    {
      const LoftRemoteResource *resource = g_ptr_array_index (batch->resources, i);

      self->n_new++;
      g_hash_table_replace (self->etags, g_strdup (resource->remote_id), g_strdup (resource->etag));
      g_hash_table_replace (self->texts, g_strdup (resource->remote_id), dup_text (resource->raw));
    }
  for (guint i = 0; i < batch->removed->len; i++)
    g_hash_table_remove (self->etags, g_ptr_array_index (batch->removed, i));
  if (batch->present != NULL)
    {
      self->n_present++;
      g_hash_table_foreach_remove (self->etags, is_gone, batch->present);
    }
  store_token (self, batch->token_after);
  return TRUE;
}

static void
begin_sync (LoftEasWorld *self)
{
  self->n_batches = self->n_new = self->n_present = self->n_tokens = 0;
}

gboolean
loft_eas_world_try_mail (LoftEasWorld *self, const char *folder_id, GError **error)
{
  g_autoptr (LoftRemoteIds) known = loft_remote_ids_new ();
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->mail);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    loft_remote_ids_add (known, id);
  begin_sync (self);
  return loft_backend_changes (self->backend, folder_id, self->token, known, NULL, take_mail, self,
                               NULL, error);
}

gboolean
loft_eas_world_try_resources (LoftEasWorld *self, const char *folder_id, GError **error)
{
  begin_sync (self);
  return loft_backend_resource_changes (self->backend, folder_id, self->token, self->etags,
                                        take_resources, self, NULL, error);
}

void
loft_eas_world_sync_mail (LoftEasWorld *self)
{
  g_autoptr (GError) error = NULL;

  loft_eas_world_try_mail (self, LOFT_EAS_WORLD_INBOX, &error);
  g_assert_no_error (error);
}

void
loft_eas_world_sync_resources (LoftEasWorld *self, const char *folder_id)
{
  g_autoptr (GError) error = NULL;

  loft_eas_world_try_resources (self, folder_id, &error);
  g_assert_no_error (error);
}

guint
loft_eas_world_take_tokens (LoftEasWorld *self)
{
  g_autofree char *folder = NULL;
  g_autoptr (GBytes) token = NULL;

  if (!loft_backend_take_token (self->backend, &folder, &token))
    return 0;
  store_token (self, token);
  return 1 + loft_eas_world_take_tokens (self);
}

GPtrArray *
loft_eas_world_list_ids (const char *first, ...)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  va_list args;

  va_start (args, first);
  for (const char *id = first; id != NULL; id = va_arg (args, const char *))
    g_ptr_array_add (ids, g_strdup (id));
  va_end (args);
  return ids;
}
