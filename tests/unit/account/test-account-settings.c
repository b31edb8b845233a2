/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-settings.h"

#include <glib/gstdio.h>

#include "loft-error.h"

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("loft-settings-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "accounts.ini", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
save (Fixture *fixture, const char *id)
{
  g_autoptr (LoftAccount) account = loft_account_new ("imap");
  g_autoptr (GError) error = NULL;

  g_free (account->id);
  account->id = g_strdup (id);
  g_free (account->name);
  account->name = g_strdup (id);
  account->incoming.port = 993;
  g_assert_true (loft_account_settings_save (fixture->folder, account, &error));
  g_assert_no_error (error);
}

/* (transfer full) "a b c" */
static char *
ids (Fixture *fixture)
{
  g_autoptr (GPtrArray) accounts = loft_account_settings_load (fixture->folder, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < accounts->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            ((LoftAccount *) g_ptr_array_index (accounts, i))->id);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Every key takes what it gives. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  const char *const *keys = loft_account_settings_keys ();
  g_autoptr (LoftAccount) account = loft_account_new ("imap");

  for (guint i = 1; keys[i] != NULL; i++) /* not the kind */
    {
      g_autofree char *value = loft_account_settings_get (account, keys[i]);
      g_autoptr (GError) error = NULL;

      if (g_str_equal (keys[i], "port")) /* 0 is none yet */
        continue;
      loft_account_settings_set (account, keys[i], value, &error);
      g_assert_no_error (error);
    }
}

typedef struct {
  const char *key;
  const char *value;
  const char *kept; /* NULL: refused */
} ValueRow;

static const ValueRow values[] = {
  { "color", "#3584E4", "#3584e4" },
  { "color", "", "" },
  { "color", "blue", NULL },
  { "color", "#3584e", NULL },
  { "color", "#3584e4ff", NULL },
  { "color", "#35 4e4", NULL },
  { "notify", "all", "all" },
  { "notify", "never", "never" },
  { "notify", "inbox", "inbox" },
  { "notify", "sometimes", NULL },
  { "outgoing-port", "0", "0" },
  { "outgoing-port", "465", "465" },
  { "outgoing-port", "65536", NULL },
  { "outgoing-security", "starttls", "starttls" },
  { "outgoing-security", "maybe", NULL },
  { "calendars", "https://dav.example.org/", "https://dav.example.org/" },
  { "calendars", "https://dav.example.org/\nkind=x", NULL },
};

static void
test_values (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      const ValueRow *row = &values[i];
      g_autoptr (LoftAccount) account = loft_account_new ("imap");
      g_autoptr (GError) error = NULL;
      gboolean set = loft_account_settings_set (account, row->key, row->value, &error);
      g_autofree char *kept = loft_account_settings_get (account, row->key);

      g_test_message ("%s=%s", row->key, row->value);
      g_assert_cmpint (set, ==, row->kept != NULL);
      if (set)
        g_assert_cmpstr (kept, ==, row->kept);
      else
        g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
    }
}

/* What is kept comes back, also without the keys of later versions. */
static void
test_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftAccount) account = loft_account_new ("imap");
  g_autoptr (GPtrArray) loaded = NULL;
  LoftAccount *first = NULL;

  g_free (account->id);
  account->id = g_strdup ("a");
  g_free (account->name);
  account->name = g_strdup ("Work");
  account->incoming.port = 993;
  account->color = g_strdup ("#26a269");
  account->notify = LOFT_NOTIFY_NEVER;
  g_free (account->outgoing.host);
  account->outgoing.host = g_strdup ("smtp.example.org");
  account->outgoing.port = 465;
  g_free (account->calendars);
  account->calendars = g_strdup ("https://dav.example.org/cal/");
  g_assert_true (loft_account_settings_save (fixture->folder, account, NULL));
  loaded = loft_account_settings_load (fixture->folder, NULL);
  first = g_ptr_array_index (loaded, 0);
  g_assert_cmpstr (first->color, ==, "#26a269");
  g_assert_cmpint (first->notify, ==, LOFT_NOTIFY_NEVER);
  g_assert_cmpstr (first->outgoing.host, ==, "smtp.example.org");
  g_assert_cmpuint (first->outgoing.port, ==, 465);
  g_assert_cmpstr (first->calendars, ==, "https://dav.example.org/cal/");
  g_assert_true (g_file_set_contents (fixture->path, "[b]\nkind=imap\nname=Old\n", -1, NULL));
  g_ptr_array_unref (loaded);
  loaded = loft_account_settings_load (fixture->folder, NULL);
  first = g_ptr_array_index (loaded, 0);
  g_assert_null (first->color);
  g_assert_cmpint (first->notify, ==, LOFT_NOTIFY_INBOX);
}

typedef struct {
  const char *order;
  const char *expected;
} OrderRow;

static const OrderRow orders[] = {
  { "c a b", "c a b" }, { "b", "b a c" },   { "c b", "c b a" },
  { "", "a b c" },      { "x c", "c a b" }, { "c c b a", "c b a" },
};

static void
test_order (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_auto (GStrv) order = g_strsplit (orders[i].order, " ", -1);
      g_autoptr (GError) error = NULL;
      g_autofree char *now = NULL;

      g_unlink (fixture->path);
      save (fixture, "a");
      save (fixture, "b");
      save (fixture, "c");
      loft_account_settings_reorder (fixture->folder, (const char *const *) order, &error);
      g_assert_no_error (error);
      now = ids (fixture);
      g_assert_cmpstr (now, ==, orders[i].expected);
    }
}

/* What no version of Loft wrote stays: comments, strange keys, groups that are no account. */
static void
test_order_keeps (Fixture *fixture, gconstpointer data)
{
  const char *order[] = { "b", "a", NULL };
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path,
                                      "[a]\nkind=imap\n#for me\nname=A\nodd=1\n\n"
                                      "[Strange One]\nkey=value\n\n[b]\nkind=imap\nname=B\n",
                                      -1, NULL));
  loft_account_settings_reorder (fixture->folder, order, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpstr (g_strstrip (text), ==,
                   "[b]\nkind=imap\nname=B\n\n[a]\nkind=imap\n#for me\nname=A\nodd=1\n\n"
                   "[Strange One]\nkey=value");
}

/* As whom a person writes: several, signatures of more than a line, and nothing of one account in
 * another. */
static void
test_identities (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftAccount) account = loft_account_new ("imap");
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GPtrArray) usual = NULL;
  LoftAccount *loaded;
  LoftIdentity *second = loft_identity_new ("Anna", "anna@club.example");
  const LoftIdentity *found;

  save (fixture, "b");
  g_free (account->id);
  account->id = g_strdup ("a");
  g_free (account->name);
  account->name = g_strdup ("a");
  account->incoming.port = 993;
  g_free (account->address);
  account->address = g_strdup ("anna@example.org");
  usual = loft_account_list_identities (account);
  g_assert_cmpuint (usual->len, ==, 1);
  g_assert_cmpstr (((LoftIdentity *) g_ptr_array_index (usual, 0))->address, ==,
                   "anna@example.org");
  g_free (second->signature);
  second->signature = g_strdup ("Anna\n  [club] = #1; \\o/\n");
  g_ptr_array_add (account->identities, loft_identity_new ("Anna B.", "anna@example.org"));
  g_ptr_array_add (account->identities, second);
  g_assert_true (loft_account_settings_save (fixture->folder, account, NULL));
  accounts = loft_account_settings_load (fixture->folder, NULL);
  g_assert_cmpuint (accounts->len, ==, 2);
  loaded = g_ptr_array_index (accounts, 1);
  g_assert_cmpuint (loaded->identities->len, ==, 2);
  found = g_ptr_array_index (loaded->identities, 1);
  g_assert_cmpstr (found->address, ==, "anna@club.example");
  g_assert_cmpstr (found->signature, ==, second->signature);
  g_assert_cmpuint (((LoftAccount *) g_ptr_array_index (accounts, 0))->identities->len, ==, 0);
  g_assert_true (loft_account_settings_remove (fixture->folder, "a", NULL));
  g_clear_pointer (&accounts, g_ptr_array_unref);
  accounts = loft_account_settings_load (fixture->folder, NULL);
  g_assert_cmpuint (accounts->len, ==, 1);
}

static const struct {
  const char *host;
  LoftSentPolicy policy;
  gboolean makes;
} copy_rows[] = {
  { "smtp.example.org", LOFT_SENT_POLICY_AUTOMATIC, TRUE },
  { "smtp.gmail.com", LOFT_SENT_POLICY_AUTOMATIC, FALSE },
  { "SMTP.office365.com", LOFT_SENT_POLICY_AUTOMATIC, FALSE },
  { "smtp.gmail.com", LOFT_SENT_POLICY_LOFT, TRUE },
  { "smtp.example.org", LOFT_SENT_POLICY_SERVER, FALSE },
  { "smtp.example.org", LOFT_SENT_POLICY_NONE, FALSE },
};

/* Who keeps the copy, and which settings the outgoing server has. */
static void
test_outgoing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftAccount) account = loft_account_new ("imap");

  g_assert_null (loft_account_for_outgoing (account));
  for (guint i = 0; i < G_N_ELEMENTS (copy_rows); i++)
    {
      g_autoptr (LoftAccount) server = NULL;

      g_free (account->outgoing.host);
      account->outgoing.host = g_strdup (copy_rows[i].host);
      account->sent_copy = copy_rows[i].policy;
      g_assert_cmpint (loft_account_makes_sent_copy (account), ==, copy_rows[i].makes);
      g_free (account->incoming.user);
      account->incoming.user = g_strdup ("anna");
      g_free (account->trust);
      account->trust = g_strdup ("leaf");
      server = loft_account_for_outgoing (account);
      g_assert_cmpstr (server->incoming.host, ==, copy_rows[i].host);
      g_assert_cmpstr (server->incoming.user, ==, "anna");
      /* Trusted is a server, not an account. */
      g_assert_cmpstr (server->trust, ==, "");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/account-settings/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("keys", test_keys);
  ADD ("values", test_values);
  ADD ("file", test_file);
  ADD ("order", test_order);
  ADD ("order-keeps", test_order_keeps);
  ADD ("identities", test_identities);
  ADD ("outgoing", test_outgoing);
  return g_test_run ();
}
