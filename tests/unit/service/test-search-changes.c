/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "loft-account-store.h"
#include "loft-folder-store.h"
#include "loft-ingest.h"
#include "loft-mail-reader.h"

/* Searches of a store that changes all the time against a scan of everything. */

#define OPERATIONS      600
#define SOAK_OPERATIONS 10000
#define N_FOLDERS       4
#define MAX_WORDS       12 /* of a column */
#define MAX_TERMS       4
#define FIRST_DATE      1700000000

enum { SUBJECT, SENDER, RECIPIENTS, BODY, N_COLUMNS };

/* With many beginnings in common. */
static const char *const words[] = { "plan",   "plane", "planet",  "planned", "play",
                                     "player", "pl",    "p",       "report",  "reports",
                                     "repair", "re",    "r2d2",    "r2",      "bridge",
                                     "bride",  "brief", "harbour", "har",     "größe",
                                     "gros",   "zoo",   "zone",    "zoom",    "zz9" };

typedef struct {
  gint64 id;
  gint64 date;
  gint64 folder;
  LoftFlags flags;
  guint extent; /* what the index holds: 1 headers, 2 text */
  gboolean is_here; /* the content */
  const char *columns[N_COLUMNS][MAX_WORDS];
  guint n_words[N_COLUMNS];
} Message;

typedef struct {
  char *directory;
  LoftAccountStore *store;
  LoftMailReader *reader;
  GArray *messages; /* of Message */
  GRand *rand;
  gint64 folders[N_FOLDERS];
  guint n_inserted;
  guint n_asked;
  guint n_found;
} Fixture;

static void
stop_on (GError *error)
{
  g_assert_no_error (error);
}

static guint
any (Fixture *fixture, guint end)
{
  return (guint) g_rand_int_range (fixture->rand, 0, (gint32) end);
}

static const char *
any_word (Fixture *fixture)
{
  return words[any (fixture, G_N_ELEMENTS (words))];
}

static Message *
any_message (Fixture *fixture)
{
  return &g_array_index (fixture->messages, Message, any (fixture, fixture->messages->len));
}

/* ---- changes ------------------------------------------------------------------------------ */

static void
fill_column (Fixture *fixture, Message *message, guint column, guint n)
{
  message->n_words[column] = n;
  for (guint i = 0; i < n; i++)
    message->columns[column][i] = any_word (fixture);
}

static char *
join_column (const Message *message, guint column, const char *between)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < message->n_words[column]; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? between : "", message->columns[column][i]);
  return g_string_free (text, FALSE);
}

/* A name of words and an address of the last two: words, too. */
static char *
write_person (const Message *message, guint column)
{
  const char *const *names = message->columns[column];

  return g_strdup_printf ("\"%s %s\" <%s@%s>", names[0], names[1], names[2], names[3]);
}

static GBytes *
write_message (const Message *message)
{
  g_autofree char *subject = join_column (message, SUBJECT, " ");
  g_autofree char *sender = write_person (message, SENDER);
  g_autofree char *recipients = write_person (message, RECIPIENTS);
  g_autofree char *body = join_column (message, BODY, message->id % 2 == 0 ? ", " : "\r\n");
  char *text = g_strdup_printf (
    "From: %s\r\nTo: %s\r\nSubject: %s\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n",
    sender, recipients, subject, body);

  return g_bytes_new_take (text, strlen (text));
}

static void
index_message (Fixture *fixture, Message *message)
{
  g_autoptr (GError) error = NULL;
  guint indexed = 0;

  loft_search_index_begin (fixture->store->search, &error);
  stop_on (error);
  loft_account_store_index_message (fixture->store, message->id, &indexed, &error);
  stop_on (error);
  loft_search_index_commit (fixture->store->search, &error);
  stop_on (error);
  message->extent = MAX (message->extent, indexed);
}

/* The headers come. */
static void
insert (Fixture *fixture)
{
  Message message = { .date = FIRST_DATE + any (fixture, 1000) * 3600,
                      .folder = fixture->folders[any (fixture, N_FOLDERS)],
                      .flags = any (fixture, 2) ? LOFT_FLAG_SEEN : LOFT_FLAG_FLAGGED };
  g_autofree char *remote_id = g_strdup_printf ("%u", ++fixture->n_inserted);
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftIngestedHeader) header = NULL;
  g_autoptr (GError) error = NULL;
  LoftNewMessage row = { .folder_id = message.folder,
                         .remote_id = remote_id,
                         .date = message.date,
                         .received = message.date,
                         .size = 100,
                         .server_flags = message.flags,
                         .flags = message.flags,
                         .server_keywords = "",
                         .keywords = "",
                         .conversation_id = fixture->n_inserted,
                         .message_id = "" };

  fill_column (fixture, &message, SUBJECT, any (fixture, 5));
  fill_column (fixture, &message, SENDER, 4);
  fill_column (fixture, &message, RECIPIENTS, 4);
  fill_column (fixture, &message, BODY, any (fixture, MAX_WORDS));
  raw = write_message (&message);
  header = loft_ingest_header (raw, message.date);
  row.subject = header->subject;
  row.sender = header->sender;
  row.recipients = header->recipients;
  row.copies = header->copies;
  loft_mail_store_insert (fixture->store->mail, &row, &message.id, &error);
  stop_on (error);
  index_message (fixture, &message);
  g_array_append_val (fixture->messages, message);
}

/* The text comes, for the first time or again. */
static void
download (Fixture *fixture, Message *message)
{
  const LoftCachedBody cached = { .size = 100, .preview = "", .attachments = "", .indexed = 2 };
  g_autoptr (GBytes) raw = write_message (message);
  LoftEncodedContent *content = loft_content_encode (raw);
  g_autoptr (GError) error = NULL;

  loft_content_store_begin (fixture->store->content, &error);
  stop_on (error);
  loft_account_store_put_content (fixture->store, message->id, content, &error);
  stop_on (error);
  loft_content_store_commit (fixture->store->content, &error);
  stop_on (error);
  loft_encoded_content_free (content);
  loft_mail_store_set_cached (fixture->store->mail, message->id, &cached, &error);
  stop_on (error);
  message->is_here = TRUE;
  index_message (fixture, message);
}

/* The words stay in the index. */
static void
evict (Fixture *fixture, Message *message)
{
  g_autoptr (GError) error = NULL;

  if (!message->is_here)
    return;
  loft_mail_store_set_content (fixture->store->mail, message->id, LOFT_CONTENT_NONE, NULL, &error);
  stop_on (error);
  loft_content_store_begin (fixture->store->content, &error);
  stop_on (error);
  loft_content_store_remove (fixture->store->content, message->id, &error);
  stop_on (error);
  loft_content_store_commit (fixture->store->content, &error);
  stop_on (error);
  message->is_here = FALSE;
}

static void
flag (Fixture *fixture, Message *message)
{
  g_autoptr (GError) error = NULL;

  message->flags ^= any (fixture, 2) ? LOFT_FLAG_SEEN : LOFT_FLAG_FLAGGED;
  loft_mail_store_set_shown (fixture->store->mail, message->id, message->flags, "", &error);
  stop_on (error);
}

static void
remove_message (Fixture *fixture, Message *message)
{
  g_autoptr (GError) error = NULL;

  loft_mail_store_remove (fixture->store->mail, message->id, &error);
  stop_on (error);
  g_array_remove_index_fast (fixture->messages,
                             (guint) (message - &g_array_index (fixture->messages, Message, 0)));
}

/* As the server tells it: gone here, new there. */
static void
move (Fixture *fixture, Message *message)
{
  remove_message (fixture, message);
  insert (fixture);
}

static void
tidy (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  gboolean more = FALSE;
  guint n_purged = 0;

  loft_account_store_collect (fixture->store, 1 + any (fixture, 20), &more, &error);
  stop_on (error);
  if (any (fixture, 4) > 0)
    return;
  loft_search_index_purge (fixture->store->search, 0, 1 + any (fixture, 20), &n_purged, NULL,
                           &error);
  stop_on (error);
}

static void
change (Fixture *fixture)
{
  guint what = any (fixture, 100);

  if (fixture->messages->len < 20 || (what < 30 && fixture->messages->len < 150))
    insert (fixture);
  else if (what < 55)
    download (fixture, any_message (fixture));
  else if (what < 65)
    evict (fixture, any_message (fixture));
  else if (what < 75)
    flag (fixture, any_message (fixture));
  else if (what < 80)
    move (fixture, any_message (fixture));
  else if (what < 92)
    remove_message (fixture, any_message (fixture));
  else
    tidy (fixture);
}

/* ---- queries, and what they mean ---------------------------------------------------------- */

typedef enum {
  ANYWHERE,
  IN_SUBJECT,
  FROM,
  TO,
  IN_BODY,
  UNREAD,
  FLAGGED,
  IN_FOLDER,
  N_FIELDS
} Field;

typedef struct {
  Field field;
  gboolean negated;
  gboolean joined;
  gboolean prefix;
  const char *first; /* words */
  const char *second; /* (nullable) of a phrase */
  char last[16]; /* the one of them that is the last, perhaps not to its end */
  guint folder;
} Term;

static void
make_words (Fixture *fixture, Term *term)
{
  const char *last;
  glong length;

  term->first = any_word (fixture);
  if (any (fixture, 4) == 0)
    term->second = any_word (fixture);
  last = term->second != NULL ? term->second : term->first;
  length = g_utf8_strlen (last, -1);
  term->prefix = any (fixture, 3) > 0;
  if (term->prefix)
    length = 1 + any (fixture, (guint) length);
  g_utf8_strncpy (term->last, last, length);
}

static void
make_term (Fixture *fixture, Term *term)
{
  guint what = any (fixture, 20);

  memset (term, 0, sizeof *term);
  term->negated = any (fixture, 5) == 0;
  if (what < 12)
    term->field = ANYWHERE;
  else if (what < 16)
    term->field = IN_SUBJECT + what - 12;
  else
    term->field = UNREAD + any (fixture, N_FIELDS - UNREAD);
  term->folder = any (fixture, N_FOLDERS);
  if (term->field < UNREAD)
    make_words (fixture, term);
}

static void
append_term (GString *query, const Term *term)
{
  static const char *const names[N_FIELDS] = { "",      "subject:",  "from:",      "to:",
                                               "body:", "is:unread", "is:flagged", "in:" };

  if (query->len > 0)
    g_string_append (query, term->joined ? " OR " : " ");
  g_string_append_printf (query, "%s%s", term->negated ? "-" : "", names[term->field]);
  if (term->field == IN_FOLDER)
    g_string_append_printf (query, "folder%u", term->folder);
  if (term->field >= UNREAD)
    return;
  if (term->second != NULL)
    g_string_append_printf (query, "\"%s %s\"", term->first, term->last);
  else
    g_string_append (query, term->last);
  if (term->prefix)
    g_string_append_c (query, '*');
}

/* As the index folds; of the marks only these occur. */
static gboolean
begins (const char *word, const char *wanted, gboolean prefix)
{
  static const char *const from = "größe";
  g_autofree char *text = g_strdup (strcmp (word, from) == 0 ? "grosse" : word);
  g_autoptr (GString) folded = g_string_new (wanted);

  g_string_replace (folded, "ö", "o", 0);
  g_string_replace (folded, "ß", "ss", 0);
  return prefix ? g_str_has_prefix (text, folded->str) : strcmp (text, folded->str) == 0;
}

static gboolean
column_holds (const Message *message, guint column, const Term *term)
{
  const char *const *all = message->columns[column];
  guint n = message->n_words[column];

  for (guint i = 0; i < n; i++)
    {
      if (term->second == NULL && begins (all[i], term->last, term->prefix))
        return TRUE;
      if (term->second != NULL && i + 1 < n && begins (all[i], term->first, FALSE) &&
          begins (all[i + 1], term->last, term->prefix))
        return TRUE;
    }
  return FALSE;
}

static gboolean
words_hold (const Message *message, const Term *term)
{
  static const int columns[] = { -1, SUBJECT, SENDER, RECIPIENTS, BODY };

  for (int i = 0; i < N_COLUMNS; i++)
    if ((columns[term->field] < 0 || columns[term->field] == i) &&
        (i != BODY || message->extent == 2) && column_holds (message, (guint) i, term))
      return TRUE;
  return FALSE;
}

static gboolean
term_holds (Fixture *fixture, const Message *message, const Term *term)
{
  switch (term->field)
    {
    case UNREAD:
      return (message->flags & LOFT_FLAG_SEEN) == 0;
    case FLAGGED:
      return (message->flags & LOFT_FLAG_FLAGGED) != 0;
    case IN_FOLDER:
      return message->folder == fixture->folders[term->folder];
    default:
      return words_hold (message, term);
    }
}

static gboolean
query_holds (Fixture *fixture, const Message *message, const Term *terms, guint n_terms)
{
  gboolean held = TRUE;

  for (guint i = 0; i < n_terms; i++)
    {
      if (!terms[i].joined && !held)
        return FALSE;
      held =
        (terms[i].joined && held) || term_holds (fixture, message, &terms[i]) != terms[i].negated;
    }
  return held;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static char *
write_ids (GArray *ids)
{
  GString *text = g_string_new (NULL);

  g_array_sort (ids, compare_ids);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT " ", g_array_index (ids, gint64, i));
  return g_string_free (text, FALSE);
}

static char *
scan (Fixture *fixture, const Term *terms, guint n_terms)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < fixture->messages->len; i++)
    {
      const Message *message = &g_array_index (fixture->messages, Message, i);

      if (query_holds (fixture, message, terms, n_terms))
        g_array_append_val (ids, message->id);
    }
  fixture->n_found += ids->len;
  return write_ids (ids);
}

static char *
search (Fixture *fixture, const char *query, LoftSearchWay way, gboolean by_relevance)
{
  g_autoptr (LoftSearchQuery) parsed = loft_search_query_parse (query);
  const LoftMailSearch what = {
    .query = parsed, .limit = 1000, .way = way, .by_relevance = by_relevance
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) hits = loft_mail_reader_search_for (fixture->reader, &what, NULL, &error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  stop_on (error);
  for (guint i = 0; i < hits->len; i++)
    {
      const LoftSearchHit *hit = &g_array_index (hits, LoftSearchHit, i);

      g_array_append_val (ids, hit->id);
      if (i > 0 && !by_relevance)
        g_assert_cmpint (hit->date, <=, g_array_index (hits, LoftSearchHit, i - 1).date);
    }
  return write_ids (ids);
}

static void
compare (Fixture *fixture)
{
  Term terms[MAX_TERMS];
  guint n_terms = 1 + any (fixture, MAX_TERMS);
  g_autoptr (GString) query = g_string_new (NULL);
  g_autofree char *expected = NULL;

  for (guint i = 0; i < n_terms; i++)
    {
      make_term (fixture, &terms[i]);
      terms[i].joined = i > 0 && any (fixture, 4) == 0;
      append_term (query, &terms[i]);
    }
  expected = scan (fixture, terms, n_terms);
  for (LoftSearchWay way = LOFT_SEARCH_QUICKEST_WAY; way <= LOFT_SEARCH_WAY_OF_READING; way++)
    {
      g_autofree char *found = search (fixture, query->str, way, any (fixture, 8) == 0);

      if (strcmp (found, expected) != 0)
        g_error ("“%s”, way %d: found %s, expected %s", query->str, way, found, expected);
    }
  fixture->n_asked++;
}

/* ---- frame -------------------------------------------------------------------------------- */

static guint
count (void)
{
  const char *wanted = g_getenv ("LOFT_TEST_COUNT");

  if (wanted != NULL)
    return (guint) strtoul (wanted, NULL, 10);
  return g_getenv ("LOFT_TEST_SOAK") != NULL ? SOAK_OPERATIONS : OPERATIONS;
}

static void
open_store (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("loft-search-changes-XXXXXX", &error);
  stop_on (error);
  loft_account_store_prepare (fixture->directory, &error);
  stop_on (error);
  fixture->store = loft_account_store_open (fixture->directory, LOFT_DATABASE_WRITE, &error);
  stop_on (error);
  fixture->reader = loft_mail_reader_open (fixture->directory, &error);
  stop_on (error);
  for (guint i = 0; i < N_FOLDERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("folder%u", i);
      const LoftFolderFacts facts = { name, NULL, name, LOFT_FOLDER_ROLE_NONE, TRUE, TRUE };

      loft_folder_store_put (fixture->store->mail, &facts, &fixture->folders[i], NULL, &error);
      stop_on (error);
    }
}

static void
test_changes (void)
{
  const char *seed_text = g_getenv ("LOFT_TEST_SEED");
  guint32 seed = seed_text != NULL ? (guint32) strtoul (seed_text, NULL, 10) : 41;
  Fixture fixture = { .rand = g_rand_new_with_seed (seed) };
  g_autofree char *remove = NULL;

  g_test_message ("seed %u (LOFT_TEST_SEED)", seed);
  open_store (&fixture);
  fixture.messages = g_array_new (FALSE, FALSE, sizeof (Message));
  for (guint i = count (); i > 0; i--)
    {
      change (&fixture);
      compare (&fixture);
    }
  g_test_message ("%u queries, %u messages found", fixture.n_asked, fixture.n_found);
  g_assert_cmpuint (fixture.n_found, >, fixture.n_asked);
  loft_mail_reader_close (fixture.reader);
  loft_account_store_close (fixture.store);
  g_array_unref (fixture.messages);
  g_rand_free (fixture.rand);
  remove = g_strdup_printf ("rm -rf '%s'", fixture.directory);
  g_spawn_command_line_sync (remove, NULL, NULL, NULL, NULL);
  g_free (fixture.directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search-changes/against-a-scan", test_changes);
  return g_test_run ();
}
