/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-account-opening.h"
#include "loft-content-store.h"
#include "loft-folder-store.h"
#include "loft-mail-account-private.h"
#include "loft-mail-store.h"
#include "loft-text.h"

/* Whom to believe is learnt from what lies in a real store. */
typedef struct {
  char *profile;
  LoftOnline *online;
  LoftMailAccount *account;
  LoftMailStore *store;
  LoftContentStore *content;
  gint64 folder_id;
  guint n;
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftAccount) account = loft_account_new ("imap");
  LoftFolderFacts facts = {
    .remote_id = "INBOX", .path = "INBOX", .role = LOFT_FOLDER_ROLE_INBOX, .selectable = TRUE
  };
  g_autofree char *path = NULL;
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;

  fixture->profile = g_dir_make_tmp ("loft-trust-XXXXXX", NULL);
  fixture->online = loft_online_new ();
  g_free (account->id);
  account->id = g_strdup ("test");
  g_free (account->incoming.host);
  account->incoming.host = g_strdup ("imap.home.test");
  loft_account_opening_prepare (fixture->profile, account, &error);
  g_assert_no_error (error);
  fixture->account = loft_mail_account_new (fixture->profile, account, fixture->online, 0, NULL);
  path = g_build_filename (loft_mail_account_get_directory (fixture->account), "store.db", NULL);
  content =
    g_build_filename (loft_mail_account_get_directory (fixture->account), "content.db", NULL);
  fixture->store = loft_mail_store_open (path, LOFT_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  fixture->content = loft_content_store_open (content, LOFT_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  loft_folder_store_put (fixture->store, &facts, &fixture->folder_id, NULL, &error);
  g_assert_no_error (error);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  const char *const arguments[] = { "rm", "-rf", fixture->profile, NULL };

  loft_mail_account_stop (fixture->account);
  g_clear_object (&fixture->account);
  g_clear_object (&fixture->online);
  loft_mail_store_close (fixture->store);
  loft_content_store_close (fixture->content);
  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->profile);
}

static void
insert (Fixture *fixture, const char *text)
{
  g_autofree char *remote_id = g_strdup_printf ("%u", ++fixture->n);
  LoftNewMessage message = {
    .folder_id = fixture->folder_id,
    .remote_id = remote_id,
    .date = 1000 + fixture->n,
    .received = 1000 + fixture->n,
    .size = strlen (text),
    .server_keywords = "",
    .keywords = "",
    .conversation_id = fixture->n,
    .message_id = "",
    .subject = "",
    .sender = "",
    .recipients = "",
    .copies = "",
  };
  const LoftContentOrigin origin = { 0, message.received };
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));
  LoftEncodedContent *encoded = loft_content_encode (raw);
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  g_assert_true (loft_mail_store_begin (fixture->store, NULL));
  g_assert_true (loft_mail_store_insert (fixture->store, &message, &id, &error));
  g_assert_true (
    loft_mail_store_set_content (fixture->store, id, LOFT_CONTENT_CACHED, NULL, &error));
  g_assert_true (loft_mail_store_commit (fixture->store, NULL));
  g_assert_true (loft_content_store_begin (fixture->content, &error));
  g_assert_true (loft_content_store_put_of (fixture->content, id, &origin, encoded, &error));
  g_assert_true (loft_content_store_commit (fixture->content, &error));
  g_assert_no_error (error);
  loft_encoded_content_free (encoded);
}

static const LoftAuthenticationTrust *
get_trust (Fixture *fixture, LoftMailReader *reader)
{
  return loft_mail_reader_get_trust (reader, loft_mail_account_get_account (fixture->account));
}

static void
test_learnt (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMailReader) reader =
    loft_mail_reader_open (loft_mail_account_get_directory (fixture->account), &error);
  const LoftAuthenticationTrust *trust;

  g_assert_no_error (error);
  g_assert_null (get_trust (fixture, reader));
  for (guint i = 0; i < 8; i++)
    insert (fixture, "Received: from x by mx.home.test; now\n"
                     "Authentication-Results: mx.home.test; spf=pass\nSubject: x\n\nHello\n");
  for (guint i = 0; i < 5; i++)
    insert (fixture, "Received: from y by mx.home.test; now\nReceived: from z by y; now\n"
                     "Authentication-Results: mx.home.test; dmarc=pass\n\nHello\n");
  for (guint i = 0; i < 19; i++) /* not asked of the store each time */
    g_assert_null (get_trust (fixture, reader));
  trust = get_trust (fixture, reader);
  g_assert_nonnull (trust);
  g_assert_cmpstr (trust->server, ==, "home.test");
  g_assert_cmpuint (trust->depth, ==, 1);
}

static void
test_strangers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMailReader) reader =
    loft_mail_reader_open (loft_mail_account_get_directory (fixture->account), NULL);

  for (guint i = 0; i < 12; i++)
    insert (fixture, "Received: from x by mx.home.test; now\n"
                     "Authentication-Results: mx.evil.test; dmarc=pass\n\nHello\n");
  g_assert_null (get_trust (fixture, reader));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/receiver-trust/learnt", Fixture, NULL, fixture_set_up, test_learnt,
              fixture_tear_down);
  g_test_add ("/receiver-trust/strangers", Fixture, NULL, fixture_set_up, test_strangers,
              fixture_tear_down);
  return g_test_run ();
}
