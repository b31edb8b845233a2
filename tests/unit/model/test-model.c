/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account.h"
#include "loft-folder.h"
#include "loft-message-link.h"
#include "loft-message.h"

/* ---- flags -------------------------------------------------------------------------------- */

static void
test_flag_names (void)
{
  g_autofree const char **all = loft_flags_to_names (LOFT_FLAGS_ALL);
  g_autofree const char **none = loft_flags_to_names (LOFT_FLAG_NONE);
  LoftFlags flags = LOFT_FLAG_NONE;

  for (gsize i = 0; all[i] != NULL; i++)
    {
      g_assert_cmpint (loft_flag_from_name (all[i]), ==, 1 << i);
      flags |= loft_flag_from_name (all[i]);
    }
  g_assert_cmpint (flags, ==, LOFT_FLAGS_ALL);
  g_assert_null (none[0]);
  g_assert_cmpint (loft_flag_from_name ("unheard-of"), ==, LOFT_FLAG_NONE);
  g_assert_cmpint (loft_flag_from_name (""), ==, LOFT_FLAG_NONE);
}

static const struct {
  const char *keywords;
  const char *add;
  const char *remove;
  const char *expected;
} keyword_rows[] = {
  { "", "", "", "" },
  { NULL, NULL, NULL, "" },
  { "", "$Work", "", "$Work" },
  { "b", "a c", "", "a b c" },
  { "a b c", "", "b", "a c" },
  { "a b c", "", "a b c", "" },
  { "Work", "work", "", "Work" },
  { "Work", "", "WORK", "" },
  { "Work", "work", "WORK", "work" },
  { "a", "a a  a", "", "a" },
  { "ab", "", "a", "ab" },
  { "a", "", "ab", "a" },
  { "B a", "", "", "B a" },
  { "z  y", "x", "", "x y z" },
  { "$due:2026-11-27 a", "$due:2026-12-01", "", "$due:2026-12-01 a" },
  { "$due:2026-11-27 a", "", "$due:", "a" },
  { "$due:2026-11-27 $start:2026-11-23", "", "$due: b", "$start:2026-11-23" },
  { "$due:2026-11-27", "", "$due:2026-11-28", "$due:2026-11-27" },
  { "a:b", "a:c", "a:", "a:b a:c" },
};

static void
test_keywords (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (keyword_rows); i++)
    {
      g_autofree char *changed = loft_keywords_change (keyword_rows[i].keywords,
                                                       keyword_rows[i].add, keyword_rows[i].remove);
      g_auto (GStrv) words = g_strsplit (changed, " ", -1);
      g_autofree char *joined = loft_keywords_join ((const char *const *) words);

      g_assert_cmpstr (changed, ==, keyword_rows[i].expected);
      g_assert_cmpstr (joined, ==, changed);
      for (gsize j = 0; words[j] != NULL; j++)
        g_assert_true (loft_keywords_contain (changed, words[j]));
    }
  g_assert_false (loft_keywords_contain ("", "a"));
  g_assert_false (loft_keywords_contain (NULL, "a"));
  g_assert_false (loft_keywords_contain ("ab bc", "b"));
  g_assert_true (loft_keywords_contain ("ab bC", "Bc"));
}

/* ---- addresses and attachments ------------------------------------------------------------ */

static void
test_addresses (void)
{
  g_autoptr (GPtrArray) addresses =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
  g_autofree char *packed = NULL;
  g_autofree char *again = NULL;
  g_autofree char *none = loft_addresses_pack (NULL);
  g_autoptr (GPtrArray) unpacked = NULL;
  g_autoptr (GPtrArray) nobody = loft_addresses_unpack (none);
  LoftAddress *address;

  g_ptr_array_add (addresses, loft_address_new ("Anna", "anna@example.org"));
  g_ptr_array_add (addresses, loft_address_new ("", "bob@example.org"));
  g_ptr_array_add (addresses, loft_address_new ("Only a name", ""));
  g_ptr_array_add (addresses, loft_address_new ("ev\x1eil\x1f", "x\x1ey@z"));
  packed = loft_addresses_pack (addresses);
  unpacked = loft_addresses_unpack (packed);
  g_assert_cmpuint (unpacked->len, ==, 4);
  g_assert_cmpuint (nobody->len, ==, 0);
  again = loft_addresses_pack (unpacked);
  g_assert_cmpstr (again, ==, packed);
  address = g_ptr_array_index (unpacked, 3);
  g_assert_cmpstr (address->name, ==, "ev il ");
  g_assert_cmpstr (address->email, ==, "x y@z");
  g_assert_cmpstr (loft_address_label (g_ptr_array_index (unpacked, 0)), ==, "Anna");
  g_assert_cmpstr (loft_address_label (g_ptr_array_index (unpacked, 1)), ==, "bob@example.org");
}

static void
test_attachments (void)
{
  g_autoptr (GPtrArray) attachments =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_attachment_free);
  g_autoptr (GPtrArray) unpacked = NULL;
  g_autofree char *packed = NULL;
  LoftAttachment *attachment;

  g_ptr_array_add (attachments, loft_attachment_new (1, "a b.pdf", "application/pdf",
                                                     G_GUINT64_CONSTANT (5000000000), FALSE));
  g_ptr_array_add (attachments, loft_attachment_new (2, "", "image/png", 0, TRUE));
  packed = loft_attachments_pack (attachments);
  unpacked = loft_attachments_unpack (packed);
  g_assert_cmpuint (unpacked->len, ==, 2);
  attachment = g_ptr_array_index (unpacked, 0);
  g_assert_cmpstr (attachment->name, ==, "a b.pdf");
  g_assert_cmpstr (attachment->type, ==, "application/pdf");
  g_assert_cmpuint (attachment->size, ==, G_GUINT64_CONSTANT (5000000000));
  g_assert_false (attachment->is_inline);
  attachment = g_ptr_array_index (unpacked, 1);
  g_assert_cmpuint (attachment->n, ==, 2);
  g_assert_cmpstr (attachment->name, ==, "");
  g_assert_true (attachment->is_inline);
}

/* What a damaged store might hold is read without harm. */
static void
test_unpack_rubbish (void)
{
  static const char *const rubbish[] = { "",
                                         "\x1e",
                                         "\x1f",
                                         "\x1e\x1e\x1e",
                                         "a\x1f"
                                         "b\x1f"
                                         "c",
                                         "\x1f\x1f\x1f\x1f\x1f",
                                         "1\x1f",
                                         "x\x1fy\x1fz\x1f-1" };

  for (guint i = 0; i < G_N_ELEMENTS (rubbish); i++)
    {
      g_autoptr (GPtrArray) addresses = loft_addresses_unpack (rubbish[i]);
      g_autoptr (GPtrArray) attachments = loft_attachments_unpack (rubbish[i]);

      for (guint j = 0; j < addresses->len; j++)
        g_assert_nonnull (loft_address_label (g_ptr_array_index (addresses, j)));
      for (guint j = 0; j < attachments->len; j++)
        g_assert_nonnull (((LoftAttachment *) g_ptr_array_index (attachments, j))->name);
    }
}

/* ---- folders ------------------------------------------------------------------------------ */

static void
test_roles (void)
{
  static const struct {
    const char *name;
    LoftFolderRole role;
  } guesses[] = {
    { "Sent", LOFT_FOLDER_ROLE_SENT },
    { "Gesendet", LOFT_FOLDER_ROLE_SENT },
    { "PAPIERKORB", LOFT_FOLDER_ROLE_TRASH },
    { "Corbeille", LOFT_FOLDER_ROLE_TRASH },
    { "Gelo\xcc\x88schte Elemente", LOFT_FOLDER_ROLE_TRASH },
    { "Spam", LOFT_FOLDER_ROLE_JUNK },
    { "Sentences", LOFT_FOLDER_ROLE_NONE },
    { "", LOFT_FOLDER_ROLE_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (guesses); i++)
    g_assert_cmpint (loft_folder_role_guess (guesses[i].name), ==, guesses[i].role);
  for (int role = LOFT_FOLDER_ROLE_INBOX; role <= LOFT_FOLDER_ROLE_OUTBOX; role++)
    g_assert_cmpint (loft_folder_role_from_name (loft_folder_role_to_name ((LoftFolderRole) role)),
                     ==, role);
  g_assert_null (loft_folder_role_to_name (LOFT_FOLDER_ROLE_NONE));
  g_assert_cmpint (loft_folder_role_from_name (NULL), ==, LOFT_FOLDER_ROLE_NONE);
  g_assert_cmpint (loft_folder_role_from_name ("cellar"), ==, LOFT_FOLDER_ROLE_NONE);
}

static void
test_folder_order (void)
{
  static const struct {
    const char *path;
    LoftFolderRole role;
  } sorted[] = {
    { "INBOX", LOFT_FOLDER_ROLE_INBOX }, { "Drafts", LOFT_FOLDER_ROLE_DRAFTS },
    { "Trash", LOFT_FOLDER_ROLE_TRASH }, { "a", LOFT_FOLDER_ROLE_NONE },
    { "B", LOFT_FOLDER_ROLE_NONE },      { "c", LOFT_FOLDER_ROLE_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sorted); i++)
    for (guint j = 0; j < G_N_ELEMENTS (sorted); j++)
      {
        g_autoptr (LoftFolder) a = loft_folder_new ();
        g_autoptr (LoftFolder) b = loft_folder_new ();
        int order;

        a->path = g_strdup (sorted[i].path);
        a->role = sorted[i].role;
        b->path = g_strdup (sorted[j].path);
        b->role = sorted[j].role;
        order = loft_folder_compare (a, b);
        g_assert_cmpint ((order > 0) - (order < 0), ==, (i > j) - (i < j));
      }
}

static void
test_account_copy (void)
{
  g_autoptr (LoftAccount) account = loft_account_new ("imap");
  g_autoptr (LoftAccount) copy = NULL;

  g_free (account->name);
  account->name = g_strdup ("Work");
  account->incoming.port = 993;
  copy = loft_account_copy (account);
  g_assert_cmpstr (copy->name, ==, "Work");
  g_assert_true (copy->name != account->name);
  g_assert_cmpint (copy->incoming.port, ==, 993);
  g_assert_cmpstr (copy->kind, ==, "imap");
}

/* ---- links to messages --------------------------------------------------------------------- */

static void
test_message_links (void)
{
  static const struct {
    const char *uri;
    const char *message_id; /* (nullable) */
  } links[] = {
    { "mid:a@b.example", "a@b.example" },
    { "MID:a%2Fb%25c@d", "a/b%c@d" },
    { "mid:a@b/part1@c", "a@b" },
    { "mid:%C3%A9@b", "é@b" },
    { "mid:", NULL },
    { "mid:/a@b", NULL },
    { "mid:a%0Ab@c", NULL },
    { "mid:a%00b@c", NULL },
    { "mid:%FF@c", NULL },
    { "https://a@b/", NULL },
    { "mi", NULL },
    { "", NULL },
  };
  static const char *const ids[] = { "a@b", "weird %/?#<>\" é@[1]", "no-at" };
  g_autofree char *endless = g_strnfill (100000, 'a');
  g_autofree char *long_link = g_strconcat ("mid:", endless, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autofree char *read = loft_message_link_read (links[i].uri);

      g_assert_cmpstr (read, ==, links[i].message_id);
    }
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *link = loft_message_link_new (ids[i]);
      g_autofree char *read = loft_message_link_read (link);

      g_assert_cmpstr (read, ==, ids[i]);
    }
  g_assert_null (loft_message_link_read (long_link));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/flag-names", test_flag_names);
  g_test_add_func ("/model/keywords", test_keywords);
  g_test_add_func ("/model/addresses", test_addresses);
  g_test_add_func ("/model/attachments", test_attachments);
  g_test_add_func ("/model/unpack-rubbish", test_unpack_rubbish);
  g_test_add_func ("/model/roles", test_roles);
  g_test_add_func ("/model/folder-order", test_folder_order);
  g_test_add_func ("/model/account-copy", test_account_copy);
  g_test_add_func ("/model/message-links", test_message_links);
  return g_test_run ();
}
