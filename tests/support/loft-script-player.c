/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-script-player.h"

#include <string.h>

#include "loft-test-chains.h"
#include "loft-test-tls.h"

#define ROW_LENGTH 76

typedef struct {
  LoftScriptConnection *connection;
  GStrv lines;
  GHashTable *words; /* char* (owned) -> char* (owned): what "<word>" stands for */
  char *last_line;   /* read from the client */
  gsize split;
  const LoftScriptHooks *hooks;
  gpointer user_data;
  gboolean ended; /* nothing more can be played */
} Player;

typedef gboolean (*CommandFunc) (Player *self, const char *argument, GError **error);

static gboolean
fail (GError **error, const char *what, const char *detail)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s%s", what, detail);
  return FALSE;
}

/* The end of "<word>" at text, or NULL. */
static const char *
skip_word (const char *text)
{
  const char *p = text;

  if (*p++ != '<')
    return NULL;
  while (g_ascii_islower (*p))
    p++;
  return *p == '>' && p > text + 1 ? p + 1 : NULL;
}

static const char *
lookup_word (Player *self, const char *start, const char *end)
{
  g_autofree char *name = g_strndup (start + 1, end - start - 2);

  return g_hash_table_lookup (self->words, name);
}

static GString *
expand_words (Player *self, const char *text)
{
  GString *expanded = g_string_new (NULL);

  while (*text != '\0')
    {
      const char *end = skip_word (text);
      const char *value = end != NULL ? lookup_word (self, text, end) : NULL;

      if (value != NULL)
        {
          g_string_append (expanded, value);
          text = end;
        }
      else
        g_string_append_c (expanded, *text++);
    }
  return expanded;
}

static void
append_unescaped (GString *bytes, const char **text)
{
  char c = *(*text)++;

  switch (c)
    {
    case 'r':
      g_string_append_c (bytes, '\r');
      break;
    case 'n':
      g_string_append_c (bytes, '\n');
      break;
    case 't':
      g_string_append_c (bytes, '\t');
      break;
    case '0':
      g_string_append_c (bytes, '\0');
      break;
    case 'x':
      if (g_ascii_isxdigit ((*text)[0]) && g_ascii_isxdigit ((*text)[1]))
        {
          g_string_append_c (bytes, g_ascii_xdigit_value ((*text)[0]) << 4 |
                                      g_ascii_xdigit_value ((*text)[1]));
          *text += 2;
        }
      break;
    case '\0':
      (*text)--;
      break;
    default:
      g_string_append_c (bytes, c);
    }
}

static gboolean
send_string (Player *self, GString *bytes, GError **error)
{
  gboolean sent = loft_script_connection_write (self->connection, bytes->str, bytes->len,
                                                self->split, error);

  g_string_free (bytes, TRUE);
  return sent;
}

static gboolean
play_send (Player *self, const char *argument, GError **error)
{
  GString *line = expand_words (self, argument);

  g_string_append (line, "\r\n");
  return send_string (self, line, error);
}

static gboolean
play_raw (Player *self, const char *argument, GError **error)
{
  GString *expanded = expand_words (self, argument);
  GString *bytes = g_string_new (NULL);
  const char *p = expanded->str;

  while (*p != '\0')
    {
      if (*p == '\\')
        {
          p++;
          append_unescaped (bytes, &p);
        }
      else
        g_string_append_c (bytes, *p++);
    }
  g_string_free (expanded, TRUE);
  return send_string (self, bytes, error);
}

/* (RFC 4978) */
static gboolean
play_deflate (Player *self, const char *argument, GError **error)
{
  return loft_script_connection_deflate (self->connection, error);
}

static gboolean
play_damage (Player *self, const char *argument, GError **error)
{
  static const guint8 reserved_block[] = { 0xff, 0xff, 0xff, 0xff };

  return loft_script_connection_write_as_is (self->connection, reserved_block,
                                             sizeof reserved_block, 0, error);
}

/* "N" or "N C". */
static gboolean
parse_length (const char *argument, gsize *length, char *filler, GError **error)
{
  char *end = NULL;
  guint64 number = g_ascii_strtoull (argument, &end, 10);

  if (end == argument || number > G_MAXUINT32)
    return fail (error, "not a length: ", argument);
  *length = number;
  *filler = *end == ' ' && end[1] != '\0' ? end[1] : 'x';
  return TRUE;
}

static gboolean
play_literal (Player *self, const char *argument, GError **error)
{
  gsize length = 0;
  char filler = 0;
  GString *bytes;

  if (!parse_length (argument, &length, &filler, error))
    return FALSE;
  bytes = g_string_sized_new (length + ROW_LENGTH + 2);
  while (bytes->len < length)
    {
      gsize start = bytes->len;

      g_string_set_size (bytes, start + ROW_LENGTH);
      memset (bytes->str + start, filler, ROW_LENGTH);
      g_string_append (bytes, "\r\n");
    }
  g_string_truncate (bytes, length);
  return send_string (self, bytes, error);
}

static gboolean
play_fill (Player *self, const char *argument, GError **error)
{
  gsize length = 0;
  char filler = 0;
  GString *bytes;

  if (!parse_length (argument, &length, &filler, error))
    return FALSE;
  bytes = g_string_sized_new (length + 1);
  g_string_set_size (bytes, length);
  memset (bytes->str, filler, length);
  return send_string (self, bytes, error);
}

/* The pattern as a regular expression over bytes, with named groups for "<word>". */
static GString *
pattern_to_regex (Player *self, const char *pattern)
{
  GString *regex = g_string_new ("^");

  while (*pattern != '\0')
    {
      const char *end = skip_word (pattern);

      if (end != NULL && strncmp (pattern, "<i>", 3) != 0)
        {
          g_string_append (regex, "(?P");
          g_string_append_len (regex, pattern, end - pattern);
          g_string_append (regex, "[^ ]*)");
          pattern = end;
          continue;
        }
      if (end != NULL)
        {
          g_string_append (regex, lookup_word (self, pattern, end) != NULL
                                    ? lookup_word (self, pattern, end) : "<i>");
          pattern = end;
          continue;
        }
      if (*pattern == '*')
        g_string_append (regex, ".*");
      else if (*pattern == '?')
        g_string_append_c (regex, '.');
      else
        g_string_append_printf (regex, "\\x%02x", (guchar) *pattern);
      pattern++;
    }
  g_string_append_c (regex, '$');
  return regex;
}

static void
keep_words (Player *self, GMatchInfo *match, const char *pattern)
{
  for (const char *p = strchr (pattern, '<'); p != NULL; p = strchr (p + 1, '<'))
    {
      const char *end = skip_word (p);
      g_autofree char *name = end != NULL ? g_strndup (p + 1, end - p - 2) : NULL;
      char *value = name != NULL ? g_match_info_fetch_named (match, name) : NULL;

      if (value != NULL)
        g_hash_table_insert (self->words, g_steal_pointer (&name), value);
    }
}

static gboolean
play_expect (Player *self, const char *argument, GError **error)
{
  GString *pattern = pattern_to_regex (self, argument);
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;

  g_free (self->last_line);
  self->last_line = loft_script_connection_read_line (self->connection, error);
  regex = g_regex_new (pattern->str,
                       G_REGEX_RAW | G_REGEX_DOTALL | G_REGEX_DUPNAMES | G_REGEX_DOLLAR_ENDONLY,
                       0, NULL);
  g_string_free (pattern, TRUE);
  if (self->last_line == NULL)
    return FALSE;
  if (regex == NULL)
    return fail (error, "pattern cannot be read: ", argument);
  if (!g_regex_match (regex, self->last_line, 0, &match))
    return fail (error, "got: ", self->last_line);
  keep_words (self, match, argument);
  return TRUE;
}

/* N of the "{N}" or "{N+}" that ends the line read last. */
static gboolean
parse_announced (const char *line, guint64 *length)
{
  const char *brace = line != NULL ? strrchr (line, '{') : NULL;
  char *end = NULL;

  if (brace == NULL)
    return FALSE;
  *length = g_ascii_strtoull (brace + 1, &end, 10);
  return end > brace + 1 && (strcmp (end, "}") == 0 || strcmp (end, "+}") == 0 ||
                             strcmp (end, "-}") == 0);
}

/* N of "BDAT N", the line read last. */
static gboolean
parse_chunk (const char *line, guint64 *length)
{
  char *end = NULL;

  if (line == NULL || !g_str_has_prefix (line, "BDAT "))
    return FALSE;
  *length = g_ascii_strtoull (line + 5, &end, 10);
  return end > line + 5;
}

static gboolean
play_receive (Player *self, const char *argument, GError **error)
{
  char *end = NULL;
  guint64 length = 0;

  if (strcmp (argument, "literal") == 0 || strcmp (argument, "chunk") == 0)
    {
      if (!(argument[0] == 'l' ? parse_announced (self->last_line, &length)
                               : parse_chunk (self->last_line, &length)))
        return fail (error, "no length announced: ", self->last_line ? self->last_line : "");
    }
  else
    {
      length = g_ascii_strtoull (argument, &end, 10);
      if (end == argument)
        return fail (error, "not a length: ", argument);
    }
  return loft_script_connection_read_exactly (self->connection, length, error);
}

static gboolean
play_split (Player *self, const char *argument, GError **error)
{
  self->split = g_ascii_strtoull (argument, NULL, 10);
  return TRUE;
}

static gboolean
parse_version (const char *word, int *version)
{
  static const struct {
    const char *word;
    int version;
  } versions[] = {
    { "1.0", TLS1_VERSION },
    { "1.1", TLS1_1_VERSION },
    { "1.2", TLS1_2_VERSION },
    { "1.3", TLS1_3_VERSION },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    if (strcmp (word, versions[i].word) == 0)
      {
        *version = versions[i].version;
        return TRUE;
      }
  return FALSE;
}

static gboolean
parse_chain (const char *word, const LoftTestChain **chain)
{
  if (*word == ':')
    *chain = loft_test_chains_find (word + 1);
  return *word == ':' && *chain != NULL;
}

static SSL_CTX *
context_for (const char *argument, GError **error)
{
  LoftTestCertificate certificate = LOFT_TEST_CERTIFICATE_GOOD;
  const LoftTestChain *chain = NULL;
  g_auto (GStrv) words = g_strsplit (argument, " ", -1);
  int version = 0;

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && !parse_version (words[i], &version) &&
        !parse_chain (words[i], &chain) && !loft_test_tls_parse (words[i], &certificate))
      {
        fail (error, "no such certificate or version: ", words[i]);
        return NULL;
      }
  return chain != NULL ? loft_test_chains_new_server_context (chain, version)
                       : loft_test_tls_new_server_context (certificate, version);
}

static gboolean
play_tls (Player *self, const char *argument, GError **error)
{
  SSL_CTX *context = context_for (argument, error);
  gboolean done;

  if (context == NULL)
    return FALSE;
  done = loft_script_connection_handshake (self->connection, context, error);
  SSL_CTX_free (context);
  return done;
}

static gboolean
play_tls_refused (Player *self, const char *argument, GError **error)
{
  SSL_CTX *context = context_for (argument, error);
  g_autoptr (GError) refusal = NULL;
  gboolean done;

  if (context == NULL)
    return FALSE;
  done = loft_script_connection_handshake (self->connection, context, &refusal);
  SSL_CTX_free (context);
  if (done)
    return fail (error, "the client accepted the handshake", "");
  if (!g_error_matches (refusal, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    return fail (error, "the client did not refuse: ", refusal->message);
  self->ended = TRUE;
  return TRUE;
}

static gboolean
play_pause (Player *self, const char *argument, GError **error)
{
  if (!self->hooks->pause (self->user_data))
    return fail (error, "stopped while pausing", "");
  return TRUE;
}

/* Waits for any end of the connection: the client's close, reset, or the server's stop. */
static gboolean
play_stall (Player *self, const char *argument, GError **error)
{
  gsize n_bytes;

  self->ended = TRUE;
  self->hooks->settled (self->user_data);
  loft_script_connection_read_to_end (self->connection, &n_bytes, NULL);
  return TRUE;
}

static gboolean
play_eof (Player *self, const char *argument, GError **error)
{
  gsize n_bytes = 0;

  self->ended = TRUE;
  if (!loft_script_connection_read_to_end (self->connection, &n_bytes, error))
    {
      /* A client that gives up may well reset. */
      if (!g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
        return FALSE;
      g_clear_error (error);
    }
  if (n_bytes > 0)
    return fail (error, "the client sent more before it closed", "");
  return TRUE;
}

static gboolean
play_close (Player *self, const char *argument, GError **error)
{
  loft_script_connection_shut_down (self->connection);
  self->ended = TRUE;
  return TRUE;
}

static gboolean
play_reset (Player *self, const char *argument, GError **error)
{
  loft_script_connection_reset (self->connection);
  self->ended = TRUE;
  return TRUE;
}

static const struct {
  const char *name;
  CommandFunc func;
} commands[] = {
  { "S:", play_send },         { "C:", play_expect },    { "raw", play_raw },
  { "literal", play_literal }, { "fill", play_fill },    { "receive", play_receive },
  { "split", play_split },     { "pause", play_pause },  { "stall", play_stall },
  { "tls", play_tls },         { "starttls", play_tls }, { "tls-refused", play_tls_refused },
  { "eof", play_eof },         { "close", play_close },  { "reset", play_reset },
  { "deflate", play_deflate }, { "damage", play_damage },
};

static gboolean
play_line (Player *self, const char *line, GError **error)
{
  const char *blank = strchr (line, ' ');
  gsize length = blank != NULL ? (gsize) (blank - line) : strlen (line);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strlen (commands[i].name) == length && strncmp (commands[i].name, line, length) == 0)
      return commands[i].func (self, blank != NULL ? blank + 1 : "", error);
  return fail (error, "no such command", "");
}

static gboolean play_range (Player *self, guint first, guint end, GError **error);

static gboolean
play_repeat (Player *self, guint first, guint end, guint64 times, GError **error)
{
  for (guint64 i = 1; i <= times && !self->ended; i++)
    {
      g_hash_table_insert (self->words, g_strdup ("i"),
                           g_strdup_printf ("%" G_GUINT64_FORMAT, i));
      if (!play_range (self, first, end, error))
        return FALSE;
    }
  g_hash_table_remove (self->words, "i");
  return TRUE;
}

static gboolean
play_range (Player *self, guint first, guint end, GError **error)
{
  for (guint i = first; i < end && !self->ended; i++)
    {
      const char *line = self->lines[i];
      guint last = i;

      if (*line == '\0' || *line == '#')
        continue;
      if (g_str_has_prefix (line, "repeat "))
        {
          while (last < end && strcmp (self->lines[last], "end") != 0)
            last++;
          if (!play_repeat (self, i + 1, last, g_ascii_strtoull (line + 7, NULL, 10), error))
            return FALSE;
          i = last;
          continue;
        }
      if (!play_line (self, line, error))
        {
          g_prefix_error (error, "line %u, ‘%s’: ", i + 1, line);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
loft_script_player_run (LoftScriptConnection  *connection,
                        const char            *script,
                        const LoftScriptHooks *hooks,
                        gpointer               user_data,
                        GError               **error)
{
  Player self = { .connection = connection, .hooks = hooks, .user_data = user_data };
  gboolean played;

  self.lines = g_strsplit (script, "\n", -1);
  for (guint i = 0; self.lines[i] != NULL; i++)
    g_strchug (self.lines[i]);
  self.words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  played = play_range (&self, 0, g_strv_length (self.lines), error);
  if (played && !self.ended)
    {
      loft_script_connection_shut_down (connection);
      play_stall (&self, "", NULL);
    }
  g_hash_table_unref (self.words);
  g_free (self.last_line);
  g_strfreev (self.lines);
  return played;
}
