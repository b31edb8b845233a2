/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-test-mailbox.h"

#include <string.h>

/* A message with the words of its columns, split when first asked for. */
typedef struct {
  LoftTestMessage message;
  GPtrArray *tokens[LOFT_TEST_N_COLUMNS];
} Entry;

struct _LoftTestMailbox {
  GPtrArray *messages; /* of Entry */
  gint64 last_id;
};

/* An alternative of a group; groups are ANDed. */
typedef struct {
  int column; /* -1: any */
  gboolean negated;
  gboolean prefix;
  GPtrArray *tokens;
} Term;

static const char *const words[] = {
  "report",  "Report",   "REPORTS", "plan",   "planet",   "Größe",  "größe",   "Straße",
  "STRASSE", "crème",    "Creme",   "kůň",    "Žlutý",    "Ångström", "naïve", "Москва",
  "москве",  "Ёлка",     "елка",    "Αθήνα",  "αθηνα",    "eva@example.org",   "bob@example.net",
  "foo-bar", "foo_bar",  "C++",     "2024",   "20240101", "don't",  "x",       "ｆｕｌｌ",
  "full",    "ﬁle",      "file",    "שלום",   "مرحبا",    "東京",   "東京都",  "京都",
  "会議",    "漢字かな", "カナ",    "한국어", "한국",     "中文邮件", "中",    "ภาษา",
  "iPhone手机",
};

static const char *
pick_word (GRand *rand)
{
  return words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))];
}

static char *
random_text (GRand *rand, gint max_words)
{
  static const char *const gaps[] = { " ", " ", " ", ", ", "\n", ".\r\n", "/", "——", "。", "  " };
  GString *text = g_string_new (NULL);

  for (gint n = g_rand_int_range (rand, 0, max_words + 1); n > 0; n--)
    {
      g_string_append (text, pick_word (rand));
      g_string_append (text, gaps[g_rand_int_range (rand, 0, G_N_ELEMENTS (gaps))]);
    }
  return g_string_free (text, FALSE);
}

/* Messages */

static void
forget_tokens (LoftTestMessage *message)
{
  for (guint i = 0; i < LOFT_TEST_N_COLUMNS; i++)
    g_clear_pointer (&((Entry *) message)->tokens[i], g_ptr_array_unref);
}

static void
message_free (gpointer data)
{
  LoftTestMessage *message = data;

  forget_tokens (message);
  for (guint i = 0; i < LOFT_TEST_N_COLUMNS; i++)
    g_free (message->columns[i]);
  g_free (message);
}

static void
fill_message (LoftTestMessage *message, GRand *rand, gboolean with_body)
{
  forget_tokens (message);
  for (guint i = 0; i < LOFT_TEST_BODY; i++)
    {
      g_free (message->columns[i]);
      message->columns[i] = random_text (rand, 4);
    }
  g_clear_pointer (&message->columns[LOFT_TEST_BODY], g_free);
  if (with_body)
    message->columns[LOFT_TEST_BODY] = random_text (rand, 40);
}

static gint64
random_date (GRand *rand)
{
  return G_GINT64_CONSTANT (86400) * g_rand_int_range (rand, 0, 20000);
}

LoftTestMailbox *
loft_test_mailbox_new (void)
{
  LoftTestMailbox *self = g_new0 (LoftTestMailbox, 1);

  self->messages = g_ptr_array_new_with_free_func (message_free);
  return self;
}

void
loft_test_mailbox_free (LoftTestMailbox *self)
{
  g_ptr_array_unref (self->messages);
  g_free (self);
}

guint
loft_test_mailbox_get_size (LoftTestMailbox *self)
{
  return self->messages->len;
}

static LoftTestMessage *
pick (LoftTestMailbox *self, GRand *rand)
{
  if (self->messages->len == 0)
    return NULL;
  return g_ptr_array_index (self->messages,
                            g_rand_int_range (rand, 0, (gint32) self->messages->len));
}

const LoftTestMessage *
loft_test_mailbox_pick (LoftTestMailbox *self, GRand *rand)
{
  return pick (self, rand);
}

const LoftTestMessage *
loft_test_mailbox_add (LoftTestMailbox *self, GRand *rand)
{
  LoftTestMessage *message = (LoftTestMessage *) g_new0 (Entry, 1);

  message->id = ++self->last_id;
  message->date = random_date (rand);
  fill_message (message, rand, g_rand_boolean (rand));
  g_ptr_array_add (self->messages, message);
  return message;
}

const LoftTestMessage *
loft_test_mailbox_complete (LoftTestMailbox *self, GRand *rand)
{
  for (guint i = 0; i < self->messages->len; i++)
    {
      LoftTestMessage *message = g_ptr_array_index (self->messages, i);

      if (message->columns[LOFT_TEST_BODY] == NULL)
        {
          message->columns[LOFT_TEST_BODY] = random_text (rand, 40);
          forget_tokens (message);
          return message;
        }
    }
  return NULL;
}

const LoftTestMessage *
loft_test_mailbox_replace (LoftTestMailbox *self, GRand *rand)
{
  LoftTestMessage *message = pick (self, rand);

  if (message == NULL)
    return NULL;
  if (g_rand_boolean (rand))
    message->date = random_date (rand);
  fill_message (message, rand, message->columns[LOFT_TEST_BODY] != NULL);
  return message;
}

const LoftTestMessage *
loft_test_mailbox_find (LoftTestMailbox *self, gint64 id)
{
  for (guint i = 0; i < self->messages->len; i++)
    {
      LoftTestMessage *message = g_ptr_array_index (self->messages, i);

      if (message->id == id)
        return message;
    }
  g_assert_not_reached ();
}

void
loft_test_mailbox_remove (LoftTestMailbox *self, gint64 id)
{
  g_ptr_array_remove_fast (self->messages, (gpointer) loft_test_mailbox_find (self, id));
}

/* Words of a text */

static gboolean
stands_alone (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_HANGUL:
    case G_UNICODE_SCRIPT_THAI:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
end_token (GPtrArray *tokens, GString *token)
{
  if (token->len > 0)
    g_ptr_array_add (tokens, g_strdup (token->str));
  g_string_truncate (token, 0);
}

static void
add_character (GPtrArray *tokens, GString *token, gunichar c)
{
  char utf8[8] = { 0 };
  g_autofree char *folded = NULL;
  g_autofree char *decomposed = NULL;

  g_unichar_to_utf8 (c, utf8);
  folded = g_utf8_casefold (utf8, -1);
  decomposed = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);
  for (const char *p = decomposed; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      g_string_append_unichar (token, g_utf8_get_char (p));
    else if (!g_unichar_ismark (g_utf8_get_char (p)))
      end_token (tokens, token);
}

static GPtrArray *
split (const char *text)
{
  GPtrArray *tokens = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) token = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!stands_alone (c) || c >= 0xff00)
        {
          add_character (tokens, token, c);
          continue;
        }
      end_token (tokens, token);
      if (g_unichar_isalnum (c))
        g_string_append_unichar (token, c);
      end_token (tokens, token);
    }
  end_token (tokens, token);
  return tokens;
}

/* Queries */

static void
term_free (gpointer data)
{
  Term *term = data;

  g_ptr_array_unref (term->tokens);
  g_free (term);
}

static char *
random_phrase (GRand *rand)
{
  g_autoptr (GString) phrase = g_string_new (pick_word (rand));

  for (gint n = g_rand_int_range (rand, 0, 3); n > 0; n--)
    g_string_append_printf (phrase, " %s", pick_word (rand));
  return g_strdup (phrase->str);
}

static char *
cut_word (GRand *rand)
{
  const char *word = pick_word (rand);
  glong length = g_utf8_strlen (word, -1);

  return g_utf8_substring (word, 0, g_rand_int_range (rand, 1, (gint32) length + 1));
}

static Term *
add_random_term (GString *text, GRand *rand)
{
  static const char *const names[] = { "subject", "from", "to", "filename", "body" };
  Term *term = g_new0 (Term, 1);
  g_autofree char *phrase = NULL;
  gboolean quoted = g_rand_int_range (rand, 0, 3) == 0;

  term->negated = g_rand_int_range (rand, 0, 4) == 0;
  term->prefix = g_rand_int_range (rand, 0, 4) == 0;
  term->column = g_rand_int_range (rand, 0, 3) == 0 ? g_rand_int_range (rand, 0, 5) : -1;
  phrase = quoted ? random_phrase (rand) : term->prefix ? cut_word (rand)
                                                        : g_strdup (pick_word (rand));
  term->tokens = split (phrase);
  g_string_append_printf (text, "%s%s%s%s%s%s%s", term->negated ? "-" : "",
                          term->column >= 0 ? names[term->column] : "",
                          term->column >= 0 ? ":" : "", quoted ? "\"" : "", phrase,
                          quoted ? "\"" : "", term->prefix ? "*" : "");
  return term;
}

LoftTestQuery *
loft_test_query_new (GRand *rand)
{
  LoftTestQuery *self = g_new0 (LoftTestQuery, 1);
  g_autoptr (GString) text = g_string_new (NULL);

  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  for (gint n = g_rand_int_range (rand, 1, 4); n > 0; n--)
    {
      GPtrArray *group = g_ptr_array_new_with_free_func (term_free);

      g_ptr_array_add (group, add_random_term (text, rand));
      while (g_rand_int_range (rand, 0, 4) == 0)
        {
          g_string_append (text, " OR ");
          g_ptr_array_add (group, add_random_term (text, rand));
        }
      g_ptr_array_add (self->groups, group);
      g_string_append_c (text, ' ');
    }
  self->text = g_strdup (text->str);
  return self;
}

void
loft_test_query_free (LoftTestQuery *self)
{
  g_ptr_array_unref (self->groups);
  g_free (self->text);
  g_free (self);
}

/* The slow search */

static gboolean
token_matches (const char *token, const char *wanted, gboolean prefix)
{
  return prefix ? g_str_has_prefix (token, wanted) : strcmp (token, wanted) == 0;
}

static gboolean
stands_at (GPtrArray *tokens, guint at, const Term *term)
{
  for (guint i = 0; i < term->tokens->len; i++)
    if (at + i >= tokens->len ||
        !token_matches (g_ptr_array_index (tokens, at + i), g_ptr_array_index (term->tokens, i),
                        term->prefix && i + 1 == term->tokens->len))
      return FALSE;
  return TRUE;
}

static gboolean
column_has (LoftTestMessage *message, int column, const Term *term)
{
  GPtrArray **tokens = &((Entry *) message)->tokens[column];

  if (message->columns[column] == NULL)
    return FALSE;
  if (*tokens == NULL)
    *tokens = split (message->columns[column]);
  for (guint at = 0; at < (*tokens)->len; at++)
    if (stands_at (*tokens, at, term))
      return TRUE;
  return FALSE;
}

static gboolean
message_has (LoftTestMessage *message, const Term *term)
{
  gboolean found = FALSE;

  for (int i = 0; i < LOFT_TEST_N_COLUMNS && !found; i++)
    found = (term->column < 0 || term->column == i) && column_has (message, i, term);
  return found != term->negated;
}

static gboolean
message_matches (LoftTestMessage *message, const LoftTestQuery *query)
{
  for (guint i = 0; i < query->groups->len; i++)
    {
      GPtrArray *group = g_ptr_array_index (query->groups, i);
      gboolean any = FALSE;

      for (guint j = 0; j < group->len && !any; j++)
        any = message_has (message, g_ptr_array_index (group, j));
      if (!any)
        return FALSE;
    }
  return TRUE;
}

GHashTable *
loft_test_mailbox_scan (LoftTestMailbox *self, const LoftTestQuery *query)
{
  GHashTable *ids = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < self->messages->len; i++)
    {
      LoftTestMessage *message = g_ptr_array_index (self->messages, i);

      if (message_matches (message, query))
        g_hash_table_add (ids, &message->id);
    }
  return ids;
}
