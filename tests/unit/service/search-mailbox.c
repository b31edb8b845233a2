/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search-mailbox.h"

#include "loft-account-settings.h"
#include "loft-account-store.h"
#include "loft-folder-store.h"
#include "loft-text.h"

#define SEEN     LOFT_FLAG_SEEN
#define FLAGGED  LOFT_FLAG_FLAGGED
#define ANSWERED LOFT_FLAG_ANSWERED

static const struct {
  const char *path;
  LoftFolderRole role;
} folders[] = {
  { "INBOX", LOFT_FOLDER_ROLE_INBOX },         { "Work", LOFT_FOLDER_ROLE_NONE },
  { "Work/Old Plans", LOFT_FOLDER_ROLE_NONE }, { "Gesendet", LOFT_FOLDER_ROLE_SENT },
  { "Trash", LOFT_FOLDER_ROLE_TRASH },         { "Žluťoučký", LOFT_FOLDER_ROLE_NONE },
};

/* Newest last. body NULL: only the headers are here. */
static const struct {
  guint folder;
  const char *date;
  LoftFlags flags;
  guint64 size;
  const char *name;
  const char *email;
  const char *to;
  const char *subject;
  const char *attachment; /* (nullable) */
  const char *body; /* (nullable) */
} messages[] = {
  /* 1 */ { 0, "2022-12-31T23:30:00Z", SEEN, 900, "Dana Fox", "dana@example.com",
            "alice@example.net", "Happy new year", NULL, "All the best for the harbour museum" },
  /* 2 */
  { 2, "2023-06-01T10:00:00Z", SEEN, 2500, "Carol Ng", "carol@example.net", "alice@example.net",
    "Old plan for the harbour", "crane.dwg", "The bridge and the crane; the plan is from spring." },
  /* 3 */
  { 0, "2024-01-15T10:00:00Z", SEEN, 12000, "Eva Adler", "eva@example.org", "team@example.net",
    "Quarterly report", "numbers.pdf", "The plan stands. Größe und STRASSE." },
  /* 4 */
  { 0, "2024-01-31T22:30:00Z", 0, 3000, "田中太郎", "tanaka@example.jp", "eva@example.org",
    "東京の会議", NULL, "来週の東京都の会議について。予算は三百万円です。" },
  /* 5 */
  { 1, "2024-02-10T09:00:00Z", SEEN | ANSWERED, 5000, "Bob", "bob@example.net", "eva@example.org",
    "Re: plan", "Größe.png", "No objection to the report; see foo_bar-baz and C++." },
  /* 6 */
  { 3, "2024-02-11T09:00:00Z", SEEN, 1500, "Alice", "alice@example.net", "bob@example.net",
    "Re: Re: plan", NULL, "I agree with the report, Bob." },
  /* 7 */
  { 4, "2024-02-12T09:00:00Z", 0, 700, "Cheap Watches", "spam@cheap.example", "alice@example.net",
    "Cheap watches", NULL, "Buy now, plan ahead" },
  /* 8 */
  { 0, "2024-03-01T08:00:00Z", SEEN | FLAGGED, 4000, "Ève Ångström", "eve@sub.example.org",
    "alice@example.net", "Žluťoučký kůň", NULL, "Crème brûlée. Москва и Ёлка. don't" },
  /* 9 */
  { 0, "2024-03-05T08:00:00Z", 0, 2000, "Bob", "bob@example.net", "alice@example.net",
    "Only headers report", NULL, NULL },
  /* 10 */
  { 0, "2024-03-31T00:30:00Z", SEEN, 2000000, "Dana Fox", "dana@example.com", "alice@example.net",
    "A film of the harbour", "film.mp4", "See the film, it is large" },
  /* 11 */
  { 5, "2024-04-01T12:00:00Z", FLAGGED, 1000, "김철수", "kim@example.kr", "alice@example.net",
    "회의 안내", NULL, "회의는 서울에서 합니다" },
  /* 12 */
  { 1, "2024-06-14T12:00:00Z", LOFT_FLAG_DRAFT, 500, "Alice", "alice@example.net",
    "carol@example.net", "Draft of a plan", NULL, "unfinished" },
  /* 13 */
  { 0, "2024-06-15T05:00:00Z", 0, 800, "Eva Adler", "eva@example.org", "alice@example.net",
    "Lunch today?", NULL, "http://example.org/menu?day=1 -- soup" },
};

static void
stop_on (GError *error)
{
  g_assert_no_error (error);
}

static char *
pack (const char *name, const char *email)
{
  return g_strdup_printf ("%s\x1f%s", name, email);
}

static char *
fold_person (const char *name, const char *email)
{
  g_autofree char *text = g_strdup_printf ("%s %s", name, email);

  return loft_text_fold (text, -1);
}

static void
index_message (LoftAccountStore *store, guint n, gint64 id, gint64 date)
{
  g_autofree char *subject = loft_text_fold (messages[n].subject, -1);
  g_autofree char *sender = fold_person (messages[n].name, messages[n].email);
  g_autofree char *to = fold_person ("", messages[n].to);
  g_autofree char *names =
    loft_text_fold (messages[n].attachment != NULL ? messages[n].attachment : "", -1);
  g_autofree char *body = messages[n].body != NULL ? loft_text_fold (messages[n].body, -1) : NULL;
  g_autoptr (GError) error = NULL;

  loft_search_index_put (store->search, id, date, subject, sender, to, names, body, &error);
  stop_on (error);
}

static void
note_attachment (LoftAccountStore *store, guint n, gint64 id)
{
  g_autoptr (GPtrArray) attachments =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_attachment_free);
  g_autofree char *packed = NULL;
  g_autoptr (GError) error = NULL;
  LoftCachedBody body = { .size = messages[n].size, .preview = "", .indexed = 2 };

  g_ptr_array_add (attachments, loft_attachment_new (1, messages[n].attachment,
                                                     "application/octet-stream", 100, FALSE));
  packed = loft_attachments_pack (attachments);
  body.attachments = packed;
  loft_mail_store_set_cached (store->mail, id, &body, &error);
  stop_on (error);
}

/* In three spellings, as clients have them. */
static const char *
keywords_of (guint n)
{
  static const char *const keywords[] = { [3] = "Fair", [5] = "$label2", [6] = "$label2 fair" };
  const char *words = n < G_N_ELEMENTS (keywords) ? keywords[n] : NULL;

  return words != NULL ? words : "";
}

static void
add_message (LoftAccountStore *store, guint n, const gint64 *folder_ids)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (messages[n].date, NULL);
  g_autofree char *remote_id = g_strdup_printf ("%u", n + 1);
  g_autofree char *message_id = g_strdup_printf ("%u@search.example", n + 1);
  g_autofree char *sender = pack (messages[n].name, messages[n].email);
  g_autofree char *to = pack ("", messages[n].to);
  g_autoptr (GError) error = NULL;
  LoftNewMessage message = {
    .folder_id = folder_ids[messages[n].folder],
    .remote_id = remote_id,
    .date = g_date_time_to_unix (time),
    .received = g_date_time_to_unix (time),
    .size = messages[n].size,
    .flags = messages[n].flags,
    .server_flags = messages[n].flags,
    .keywords = keywords_of (n + 1),
    .server_keywords = keywords_of (n + 1),
    .conversation_id = n + 1,
    .message_id = message_id,
    .subject = messages[n].subject,
    .sender = sender,
    .recipients = to,
    .copies = "",
  };
  gint64 id = 0;

  loft_mail_store_insert (store->mail, &message, &id, &error);
  stop_on (error);
  g_assert_cmpint (id, ==, n + 1);
  if (messages[n].attachment != NULL)
    note_attachment (store, n, id);
  index_message (store, n, id, message.date);
}

static void
fill (LoftAccountStore *store)
{
  gint64 folder_ids[G_N_ELEMENTS (folders)];
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      const LoftFolderFacts facts = { folders[i].path, NULL, folders[i].path,
                                      folders[i].role, TRUE, TRUE };

      loft_folder_store_put (store->mail, &facts, &folder_ids[i], NULL, &error);
      stop_on (error);
    }
  loft_mail_store_begin (store->mail, &error);
  loft_search_index_begin (store->search, &error);
  stop_on (error);
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    add_message (store, i, folder_ids);
  loft_search_index_commit (store->search, &error);
  stop_on (error);
  loft_mail_store_commit (store->mail, &error);
  stop_on (error);
}

void
search_mailbox_make (const char *profile)
{
  g_autoptr (LoftAccount) account = loft_account_new ("imap");
  g_autofree char *directory = g_build_filename (profile, "accounts", SEARCH_MAILBOX_ACCOUNT, NULL);
  g_autoptr (LoftAccountStore) store = NULL;
  g_autoptr (GError) error = NULL;

  g_free (account->id);
  account->id = g_strdup (SEARCH_MAILBOX_ACCOUNT);
  g_free (account->name);
  account->name = g_strdup ("Search");
  g_free (account->address);
  account->address = g_strdup ("alice@example.net");
  g_free (account->incoming.host);
  account->incoming.host = g_strdup ("localhost");
  account->incoming.port = 1;
  account->secret = LOFT_SECRET_FILE;
  loft_account_store_prepare (directory, &error);
  stop_on (error);
  loft_account_settings_save (profile, account, &error);
  stop_on (error);
  store = loft_account_store_open (directory, LOFT_DATABASE_WRITE, &error);
  stop_on (error);
  fill (store);
}
