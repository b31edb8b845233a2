/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-fetch.h"

#include "loft-imap-utf7.h"
#include "loft-text.h"

#include <string.h>

/* A canonical list is made by comparing each word with each: the bound keeps that small. */
#define MAX_KEYWORDS       256
#define MAX_KEYWORD_LENGTH 255
#define MAX_OBJECT_ID      255 /* RFC 8474, 7 "objectid" */
#define MAX_LABELS         1000
#define MAX_LABEL_LENGTH   4096

/* FALSE for a keyword. */
static gboolean
take_flag (const LoftImapToken *token, LoftFlags *flags, LoftImapFlagsSpecial *special)
{
  static const struct {
    const char *name;
    LoftFlags flag;
    LoftImapFlagsSpecial special;
  } names[] = {
    { "\\Seen", LOFT_FLAG_SEEN, 0 },
    { "\\Answered", LOFT_FLAG_ANSWERED, 0 },
    { "\\Flagged", LOFT_FLAG_FLAGGED, 0 },
    { "\\Deleted", LOFT_FLAG_DELETED, 0 },
    { "\\Draft", LOFT_FLAG_DRAFT, 0 },
    { "\\*", LOFT_FLAG_NONE, LOFT_IMAP_FLAGS_ANY_KEYWORD },
    { "$Forwarded", LOFT_FLAG_FORWARDED, 0 },
    { "Forwarded", LOFT_FLAG_FORWARDED, LOFT_IMAP_FLAGS_OLD_FORWARDED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (loft_imap_token_is (token, names[i].name))
      {
        *flags |= names[i].flag;
        *special |= names[i].special;
        return TRUE;
      }
  return token->text[0] == '\\';
}

static void
add_keyword (GPtrArray **words, const LoftImapToken *token)
{
  if (token->length > MAX_KEYWORD_LENGTH)
    return;
  if (*words == NULL)
    *words = g_ptr_array_new_with_free_func (g_free);
  if ((*words)->len < MAX_KEYWORDS)
    g_ptr_array_add (*words, loft_text_to_utf8 (token->text, (gssize) token->length));
}

static char *
join_keywords (GPtrArray *words)
{
  if (words == NULL)
    return g_strdup ("");
  g_ptr_array_add (words, NULL);
  return loft_keywords_join ((const char *const *) words->pdata);
}

gboolean
loft_imap_flags_parse (LoftImapLexer *lexer, LoftFlags *flags, char **keywords,
                       LoftImapFlagsSpecial *special)
{
  g_autoptr (GPtrArray) words = NULL;
  LoftImapFlagsSpecial seen = 0;
  LoftImapToken token;

  *flags = LOFT_FLAG_NONE;
  if (loft_imap_lexer_next (lexer, &token) != LOFT_IMAP_TOKEN_OPEN)
    return FALSE;
  while (loft_imap_lexer_next (lexer, &token) == LOFT_IMAP_TOKEN_ATOM)
    if (!take_flag (&token, flags, &seen))
      add_keyword (&words, &token);
  if (token.type != LOFT_IMAP_TOKEN_CLOSE)
    return FALSE;
  *keywords = join_keywords (words);
  if (special != NULL)
    *special = seen;
  return TRUE;
}

/* --- INTERNALDATE ------------------------------------------------------------------------- */

static gboolean
two_digits (const char *p, int max, int *value)
{
  if (!(g_ascii_isdigit (p[0]) || p[0] == ' ') || !g_ascii_isdigit (p[1]))
    return FALSE;
  *value = (p[0] == ' ' ? 0 : p[0] - '0') * 10 + (p[1] - '0');
  return *value <= max;
}

static int
month_of (const char *p)
{
  static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

  for (int i = 0; i < 12; i++)
    if (g_ascii_strncasecmp (p, months + i * 3, 3) == 0)
      return i + 1;
  return 0;
}

/* Days since 1 January 1970 in the Gregorian calendar, year 0 and later. */
static gint64
days_of (int year, int month, int day)
{
  int y = month <= 2 ? year - 1 : year;
  gint64 era = (y + 400) / 400 - 1;
  gint64 year_of_era = y - era * 400;
  gint64 day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  gint64 day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * 146097 + day_of_era - 719468;
}

static gboolean
zone_seconds (const char *p, gint64 *seconds)
{
  int hours = 0;
  int minutes = 0;

  if ((p[0] != '+' && p[0] != '-') || !two_digits (p + 1, 23, &hours) ||
      !two_digits (p + 3, 59, &minutes))
    return FALSE;
  *seconds = (hours * 3600 + minutes * 60) * (p[0] == '-' ? -1 : 1);
  return TRUE;
}

gboolean
loft_imap_date_parse (const char *text, gsize length, gint64 *seconds)
{
  static const char shape[] = "dd-mmm-yyyy hh:mm:ss +zzzz";
  char p[sizeof shape];
  int day, month, century, year, hour, minute, second;
  gint64 zone;

  /* Some servers write a one-digit day without the blank before it. */
  if (length != sizeof shape - 1 && length != sizeof shape - 2)
    return FALSE;
  p[0] = ' ';
  memcpy (p + (sizeof shape - 1 - length), text, length);
  month = month_of (p + 3);
  if (p[2] != '-' || p[6] != '-' || p[11] != ' ' || p[14] != ':' || p[17] != ':' || p[20] != ' ' ||
      month == 0 || !two_digits (p, 31, &day) || day == 0 || !two_digits (p + 7, 99, &century) ||
      !two_digits (p + 9, 99, &year) || !two_digits (p + 12, 23, &hour) ||
      !two_digits (p + 15, 59, &minute) || !two_digits (p + 18, 60, &second) ||
      !zone_seconds (p + 21, &zone))
    return FALSE;
  *seconds =
    days_of (century * 100 + year, month, day) * 86400 + hour * 3600 + minute * 60 + second - zone;
  return TRUE;
}

/* --- FETCH -------------------------------------------------------------------------------- */

static gboolean
parse_flags (LoftImapFetch *self, LoftImapLexer *lexer)
{
  g_clear_pointer (&self->keywords, g_free);
  if (!loft_imap_flags_parse (lexer, &self->flags, &self->keywords, NULL))
    return FALSE;
  self->valid |= LOFT_IMAP_FETCH_FLAGS;
  return TRUE;
}

static gboolean
parse_modseq (LoftImapFetch *self, LoftImapLexer *lexer)
{
  LoftImapToken token;

  if (loft_imap_lexer_next (lexer, &token) != LOFT_IMAP_TOKEN_OPEN)
    return loft_imap_lexer_skip (lexer, &token);
  if (loft_imap_lexer_next (lexer, &token) == LOFT_IMAP_TOKEN_CLOSE)
    return TRUE;
  if (loft_imap_token_number (&token, G_MAXINT64, &self->modseq))
    self->valid |= LOFT_IMAP_FETCH_MODSEQ;
  return loft_imap_lexer_skip (lexer, &token) && loft_imap_lexer_leave_list (lexer);
}

/* A body wins over a header that came with it. FALSE: what was here stays. */
static gboolean
take_data (LoftImapFetch *self, const LoftImapToken *value, LoftImapFetchItems item)
{
  GBytes *data;

  if (item == LOFT_IMAP_FETCH_HEADER && (self->valid & LOFT_IMAP_FETCH_BODY))
    return FALSE;
  data = loft_imap_token_dup_bytes (value);
  if (data == NULL)
    return FALSE;
  g_clear_pointer (&self->data, g_bytes_unref);
  self->data = data;
  self->valid &= ~(LOFT_IMAP_FETCH_BODY | LOFT_IMAP_FETCH_HEADER | LOFT_IMAP_FETCH_RANGE);
  self->valid |= item;
  return TRUE;
}

static void
take_date (LoftImapFetch *self, const LoftImapToken *value)
{
  g_autoptr (GBytes) bytes = loft_imap_token_dup_bytes (value);
  const char *text = NULL;
  gsize length = 0;

  if (bytes != NULL)
    text = g_bytes_get_data (bytes, &length);
  if (length > 0 && loft_imap_date_parse (text, length, &self->internal_date))
    self->valid |= LOFT_IMAP_FETCH_INTERNAL_DATE;
}

/* --- Identities (RFC 8474; Gmail's X-GM-EXT-1) -------------------------------------------- */

static void
take_id (LoftImapFetch *self, const LoftImapToken *token, LoftImapFetchItems item)
{
  char **id = item == LOFT_IMAP_FETCH_EMAIL_ID ? &self->email_id : &self->thread_id;

  if (token->type != LOFT_IMAP_TOKEN_ATOM || token->length > MAX_OBJECT_ID ||
      loft_imap_token_is (token, "NIL"))
    return;
  g_free (*id);
  *id = loft_text_to_utf8 (token->text, (gssize) token->length);
  self->valid |= item;
}

/* EMAILID (M6d99), THREADID (T64b) or NIL; Gmail's are bare numbers. */
static gboolean
parse_id (LoftImapFetch *self, LoftImapLexer *lexer, LoftImapFetchItems item)
{
  LoftImapToken token;

  if (loft_imap_lexer_next (lexer, &token) != LOFT_IMAP_TOKEN_OPEN)
    {
      take_id (self, &token, item);
      return loft_imap_lexer_skip (lexer, &token);
    }
  if (loft_imap_lexer_next (lexer, &token) == LOFT_IMAP_TOKEN_CLOSE)
    return TRUE;
  take_id (self, &token, item);
  return loft_imap_lexer_skip (lexer, &token) && loft_imap_lexer_leave_list (lexer);
}

static void
add_label (GPtrArray *labels, const LoftImapToken *token)
{
  g_autofree char *name = NULL;
  char *label;

  if (labels->len >= MAX_LABELS || token->length > MAX_LABEL_LENGTH)
    return;
  name = token->type == LOFT_IMAP_TOKEN_ATOM ? g_strndup (token->text, token->length)
                                             : loft_imap_token_dup_string (token);
  if (name == NULL)
    return;
  label = loft_imap_utf7_decode (name);
  g_ptr_array_add (labels, label != NULL ? label : loft_text_to_utf8 (name, -1));
}

static gboolean
parse_labels (LoftImapFetch *self, LoftImapLexer *lexer)
{
  LoftImapToken token;

  g_clear_pointer (&self->labels, g_ptr_array_unref);
  self->valid &= ~LOFT_IMAP_FETCH_LABELS;
  if (loft_imap_lexer_next (lexer, &token) != LOFT_IMAP_TOKEN_OPEN)
    return loft_imap_lexer_skip (lexer, &token);
  self->labels = g_ptr_array_new_with_free_func (g_free);
  self->valid |= LOFT_IMAP_FETCH_LABELS;
  while (loft_imap_lexer_next (lexer, &token) >= LOFT_IMAP_TOKEN_ATOM &&
         token.type <= LOFT_IMAP_TOKEN_LITERAL)
    add_label (self->labels, &token);
  return token.type == LOFT_IMAP_TOKEN_CLOSE;
}

/* --- Values ------------------------------------------------------------------------------- */

/* "BODY[]<4096>": only what is asked for as "BODY.PEEK[]<4096.1024>" comes so. */
static gboolean
is_range (const LoftImapToken *name, guint64 *origin)
{
  LoftImapToken number = { LOFT_IMAP_TOKEN_ATOM, name->text + 7, name->length - 8 };

  return name->length > 8 && g_ascii_strncasecmp (name->text, "BODY[]<", 7) == 0 &&
         name->text[name->length - 1] == '>' &&
         loft_imap_token_number (&number, G_MAXINT64, origin);
}

static gboolean
parse_value (LoftImapFetch *self, const LoftImapToken *name, LoftImapLexer *lexer)
{
  LoftImapToken value;
  guint64 origin;

  if (loft_imap_lexer_next (lexer, &value) <= LOFT_IMAP_TOKEN_BROKEN)
    return FALSE;
  if (loft_imap_token_is (name, "UID"))
    return loft_imap_token_uid (&value, &self->uid);
  if (loft_imap_token_is (name, "BODY[]"))
    take_data (self, &value, LOFT_IMAP_FETCH_BODY);
  else if (loft_imap_token_is (name, "BODY[HEADER]"))
    take_data (self, &value, LOFT_IMAP_FETCH_HEADER);
  else if (is_range (name, &origin))
    self->origin = take_data (self, &value, LOFT_IMAP_FETCH_RANGE) ? origin : self->origin;
  else if (loft_imap_token_is (name, "INTERNALDATE"))
    take_date (self, &value);
  else if (loft_imap_token_is (name, "RFC822.SIZE") &&
           loft_imap_token_number (&value, G_MAXINT64, &self->size))
    self->valid |= LOFT_IMAP_FETCH_SIZE;
  return loft_imap_lexer_skip (lexer, &value);
}

static gboolean
parse_item (LoftImapFetch *self, const LoftImapToken *name, LoftImapLexer *lexer)
{
  if (loft_imap_token_is (name, "FLAGS"))
    return parse_flags (self, lexer);
  if (loft_imap_token_is (name, "MODSEQ"))
    return parse_modseq (self, lexer);
  if (loft_imap_token_is (name, "EMAILID") || loft_imap_token_is (name, "X-GM-MSGID"))
    return parse_id (self, lexer, LOFT_IMAP_FETCH_EMAIL_ID);
  if (loft_imap_token_is (name, "THREADID") || loft_imap_token_is (name, "X-GM-THRID"))
    return parse_id (self, lexer, LOFT_IMAP_FETCH_THREAD_ID);
  if (loft_imap_token_is (name, "X-GM-LABELS"))
    return parse_labels (self, lexer);
  return parse_value (self, name, lexer);
}

gboolean
loft_imap_fetch_parse (LoftImapFetch *self, LoftImapLexer *lexer)
{
  LoftImapToken token;

  memset (self, 0, sizeof *self);
  if (loft_imap_lexer_next (lexer, &token) != LOFT_IMAP_TOKEN_OPEN)
    return FALSE;
  while (loft_imap_lexer_next_item (lexer, &token) == LOFT_IMAP_TOKEN_ATOM)
    if (!parse_item (self, &token, lexer))
      return FALSE;
  return token.type == LOFT_IMAP_TOKEN_CLOSE;
}

void
loft_imap_fetch_clear (LoftImapFetch *self)
{
  g_clear_pointer (&self->keywords, g_free);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_free (self->email_id);
  g_free (self->thread_id);
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  memset (self, 0, sizeof *self);
}
