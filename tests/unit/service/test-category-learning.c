/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-opening.h"
#include "loft-category-learning.h"
#include "loft-folder-store.h"
#include "loft-mail-account-private.h"

/* Accounts that were not started, over real stores: one of Exchange, one that is none. */
typedef struct {
  char *profile;
  LoftOnline *online;
  GListStore *accounts;
  LoftCategories *categories;
  GObject *owner;
} Fixture;

static LoftMailAccount *
add_account (Fixture *fixture, const char *kind)
{
  g_autoptr (LoftAccount) account = loft_account_new (kind);
  g_autoptr (LoftMailAccount) made = NULL;
  g_autoptr (GError) error = NULL;

  g_free (account->id);
  account->id = g_strdup (kind);
  loft_account_opening_prepare (fixture->profile, account, &error);
  g_assert_no_error (error);
  made = loft_mail_account_new (fixture->profile, account, fixture->online, 0, NULL);
  g_list_store_append (fixture->accounts, made);
  return made;
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->profile = g_dir_make_tmp ("loft-learning-XXXXXX", NULL);
  fixture->online = loft_online_new ();
  fixture->accounts = g_list_store_new (LOFT_TYPE_MAIL_ACCOUNT);
  fixture->categories = loft_categories_new (fixture->profile);
  fixture->owner = g_object_new (G_TYPE_OBJECT, NULL);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  const char *const arguments[] = { "rm", "-rf", fixture->profile, NULL };

  g_clear_object (&fixture->owner);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)); i++)
    {
      g_autoptr (LoftMailAccount) account =
        g_list_model_get_item (G_LIST_MODEL (fixture->accounts), i);

      loft_mail_account_stop (account);
    }
  g_clear_object (&fixture->accounts);
  g_clear_object (&fixture->categories);
  g_clear_object (&fixture->online);
  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->profile);
}

static void
put_message (LoftMailAccount *account, const char *keywords)
{
  g_autofree char *path =
    g_build_filename (loft_mail_account_get_directory (account), "store.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMailStore) store = loft_mail_store_open (path, LOFT_DATABASE_WRITE, &error);
  LoftFolderFacts facts = { .remote_id = "1", .path = "Inbox", .selectable = TRUE };
  LoftNewMessage message = { .remote_id = keywords,
                             .server_keywords = keywords,
                             .keywords = keywords,
                             .conversation_id = 1,
                             .message_id = "",
                             .subject = "",
                             .sender = "",
                             .recipients = "",
                             .copies = "" };
  gint64 id = 0;

  g_assert_no_error (error);
  loft_folder_store_put (store, &facts, &message.folder_id, NULL, &error);
  g_assert_no_error (error);
  loft_mail_store_insert (store, &message, &id, &error);
  g_assert_no_error (error);
  loft_mail_account_tell_changed (account);
}

static void
wait_for (Fixture *fixture, const char *keyword)
{
  while (loft_categories_find_keyword (fixture->categories, keyword) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Names as people write them; what is no category of Exchange stays what it is. */
static void
test_learn (Fixture *fixture, gconstpointer data)
{
  LoftMailAccount *exchange = add_account (fixture, "eas");
  LoftCategory *category;

  put_message (exchange, "$MDNSent $due:2026-11-27 $label2 Gr=C3=BCn Spring_fair");
  loft_category_learning_follow (fixture->categories, G_LIST_MODEL (fixture->accounts),
                                 fixture->owner);
  wait_for (fixture, "Spring_fair");
  category = loft_categories_find_keyword (fixture->categories, "Gr=C3=BCn");
  g_assert_cmpstr (loft_category_get_name (category), ==, "Grün");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->categories)), ==, 7);
  put_message (exchange, "Later_on");
  wait_for (fixture, "Later_on");
}

/* Keywords of IMAP are of other programs too. An account that comes later is followed as well. */
static void
test_others (Fixture *fixture, gconstpointer data)
{
  put_message (add_account (fixture, "imap"), "custom");
  loft_category_learning_follow (fixture->categories, G_LIST_MODEL (fixture->accounts),
                                 fixture->owner);
  put_message (add_account (fixture, "eas"), "Fair");
  wait_for (fixture, "Fair");
  g_assert_null (loft_categories_find_keyword (fixture->categories, "custom"));
}

/* It ends with its owner, whatever is read just then. */
static void
test_end (Fixture *fixture, gconstpointer data)
{
  LoftMailAccount *exchange = add_account (fixture, "eas");

  put_message (exchange, "Fair");
  loft_category_learning_follow (fixture->categories, G_LIST_MODEL (fixture->accounts),
                                 fixture->owner);
  g_clear_object (&fixture->owner);
  put_message (exchange, "Spring_fair");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (loft_categories_find_keyword (fixture->categories, "Fair"));
}

#define ADD(name, func)                                                                            \
  g_test_add ("/category-learning/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("learn", test_learn);
  ADD ("others", test_others);
  ADD ("end", test_end);
  return g_test_run ();
}
