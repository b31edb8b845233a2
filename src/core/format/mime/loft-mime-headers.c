/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gmime/gmime-utils.h>
#include <string.h>

#include "loft-mime-addresses.h"
#include "loft-mime-field.h"
#include "loft-mime-gate.h"
#include "loft-mime-reader.h"
#include "loft-mime-scanner.h"
#include "loft-mime-value.h"
#include "loft-mime-words.h"

#define SUBJECT_LIMIT    2000 /* bytes shown */
#define SUBJECT_READ     (64 * 1024)
#define DATE_LIMIT       200
#define PRIORITY_LIMIT   200
#define ID_LIMIT         998 /* RFC 5322, 2.1.1: one line */
#define REFERENCES_LIMIT 64
#define EARLIEST_YEAR    1970
#define LATEST_YEAR      2200

static LoftMimeHeaders *
headers_new (void)
{
  LoftMimeHeaders *self = g_new0 (LoftMimeHeaders, 1);

  self->from = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
  self->to = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
  self->cc = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
  self->reply_to = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
  self->references = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
loft_mime_headers_free (LoftMimeHeaders *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->from);
  g_ptr_array_unref (self->to);
  g_ptr_array_unref (self->cc);
  g_ptr_array_unref (self->reply_to);
  g_ptr_array_unref (self->references);
  g_free (self->subject);
  g_free (self->message_id);
  g_free (self);
}

static void
read_addresses (GPtrArray *addresses, const LoftMimeField *field, const char *charset)
{
  g_autofree char *text = NULL;
  gsize length;

  text = loft_mime_field_unfold (field, loft_mime_limits.address_header + 1, &length);
  loft_mime_addresses_read (addresses, text, length, charset);
}

static char *
read_subject (const LoftMimeField *field, const char *charset)
{
  g_autofree char *text = NULL;
  g_autofree char *decoded = NULL;
  gsize length;

  text = loft_mime_field_unfold (field, SUBJECT_READ, &length);
  decoded = loft_mime_words_decode (text, length, charset);
  return loft_mime_words_show (decoded, SUBJECT_LIMIT);
}

static gint64
read_date (const LoftMimeField *field)
{
  g_autofree char *text = loft_mime_field_unfold (field, DATE_LIMIT, NULL);
  g_autoptr (GDateTime) date = g_mime_utils_header_decode_date (text);

  if (date == NULL || g_date_time_get_year (date) < EARLIEST_YEAR ||
      g_date_time_get_year (date) > LATEST_YEAR)
    return 0;
  return MAX (g_date_time_to_unix (date), 0);
}

/* (nullable) An id without its <>; blanks inside come from folding. */
static char *
clean_id (const char *text, gsize length)
{
  GString *id;

  if (length == 0 || length > ID_LIMIT)
    return NULL;
  id = g_string_sized_new (length);
  for (gsize i = 0; i < length; i++)
    if ((guchar) text[i] > ' ' && text[i] != 0x7f && text[i] != '<' && text[i] != '>')
      g_string_append_c (id, text[i]);
  if (!g_utf8_validate_len (id->str, id->len, NULL))
    {
      char *valid = g_utf8_make_valid (id->str, id->len);

      g_string_assign (id, valid);
      g_free (valid);
    }
  return g_string_free (id, id->len == 0);
}

/* The next <id> from *at; NULL when there is none. */
static char *
next_id (const char **at)
{
  const char *open;

  while ((open = strchr (*at, '<')) != NULL)
    {
      const char *close = open + 1 + strcspn (open + 1, "<>");
      char *id = clean_id (open + 1, close - open - 1);

      *at = *close == '>' ? close + 1 : close;
      if (id != NULL)
        return id;
    }
  return NULL;
}

static char *
read_message_id (const LoftMimeField *field)
{
  g_autofree char *text = loft_mime_field_unfold (field, 4 * ID_LIMIT, NULL);
  const char *at = text;
  char *id = next_id (&at);

  if (id == NULL)
    id = clean_id (text, strlen (text));
  return id != NULL ? id : g_strdup ("");
}

/* Only the end is looked at when it is very long: the nearest ancestors stand there. In-Reply-To
 * holds phrases and addresses in old mails; ids are what stands in <>. */
static void
read_ids (GPtrArray *ids, const LoftMimeField *field, GHashTable *seen)
{
  LoftMimeField tail = *field;
  g_autofree char *text = NULL;
  const char *at;
  char *id;

  if (tail.value_length > loft_mime_limits.address_header)
    {
      tail.value += tail.value_length - loft_mime_limits.address_header;
      tail.value_length = loft_mime_limits.address_header;
    }
  at = text = loft_mime_field_unfold (&tail, tail.value_length, NULL);
  while ((id = next_id (&at)) != NULL)
    {
      if (g_hash_table_contains (seen, id))
        {
          g_free (id);
          continue;
        }
      g_ptr_array_add (ids, id);
      g_hash_table_add (seen, id);
    }
}

static void
read_references (LoftMimeHeaders *self, const LoftMimeField *references,
                 const LoftMimeField *in_reply_to)
{
  g_autoptr (GHashTable) seen = NULL;

  if (references->value == NULL && in_reply_to->value == NULL)
    return;
  seen = g_hash_table_new (g_str_hash, g_str_equal);
  if (references->value != NULL)
    read_ids (self->references, references, seen);
  if (in_reply_to->value != NULL)
    read_ids (self->references, in_reply_to, seen);
  if (self->references->len > REFERENCES_LIMIT)
    g_ptr_array_remove_range (self->references, 0, self->references->len - REFERENCES_LIMIT);
}

/* (nullable) What unlabelled bytes in this header most likely are. */
static char *
find_charset (const char *block, gsize length)
{
  g_autoptr (LoftMimeValue) type = NULL;
  g_autofree char *text = NULL;
  LoftMimeField field;
  gboolean plain = TRUE;

  for (gsize i = 0; i < length && plain; i++)
    plain = (guchar) block[i] < 0x80;
  if (plain || !loft_mime_field_find (block, length, "Content-Type", &field))
    return NULL;
  text = loft_mime_field_unfold (&field, loft_mime_limits.address_header, &length);
  type = loft_mime_value_parse (text, length, NULL);
  return loft_mime_value_get (type, "charset");
}

/* ---- importance --------------------------------------------------------------------------- */

/* The surest first: the other two are copies of it, or older. */
static const char *const priority_fields[] = { "Importance", "X-Priority", "X-MSMail-Priority" };

/* "high", "1", "1 (Highest)", "Low" and so on; what is not known says nothing. */
static LoftPriority
read_priority (const LoftMimeField *field)
{
  static const struct {
    const char *word;
    LoftPriority priority;
  } words[] = {
    { "high", LOFT_PRIORITY_HIGH }, { "urgent", LOFT_PRIORITY_HIGH }, { "1", LOFT_PRIORITY_HIGH },
    { "2", LOFT_PRIORITY_HIGH },    { "low", LOFT_PRIORITY_LOW },     { "4", LOFT_PRIORITY_LOW },
    { "5", LOFT_PRIORITY_LOW },
  };
  g_autofree char *text = loft_mime_field_unfold (field, PRIORITY_LIMIT, NULL);
  char *word = g_strstrip (text);

  word[strcspn (word, " \t(")] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (word, words[i].word) == 0)
      return words[i].priority;
  return LOFT_PRIORITY_NORMAL;
}

/* fields: the first of each, as priority_fields has them. */
static LoftPriority
choose_priority (const LoftMimeField *fields)
{
  for (guint i = 0; i < G_N_ELEMENTS (priority_fields); i++)
    if (fields[i].value != NULL)
      return read_priority (&fields[i]);
  return LOFT_PRIORITY_NORMAL;
}

static void
find_priority (LoftMimeField *fields, const LoftMimeField *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (priority_fields); i++)
    if (fields[i].value == NULL && loft_mime_field_is (field, priority_fields[i]))
      fields[i] = *field;
}

/* ------------------------------------------------------------------------------------------- */

static void
read_field (LoftMimeHeaders *self, const LoftMimeField *field, const char *charset)
{
  if (loft_mime_field_is (field, "From"))
    read_addresses (self->from, field, charset);
  else if (loft_mime_field_is (field, "To"))
    read_addresses (self->to, field, charset);
  else if (loft_mime_field_is (field, "Cc"))
    read_addresses (self->cc, field, charset);
  else if (loft_mime_field_is (field, "Reply-To"))
    read_addresses (self->reply_to, field, charset);
  else if (self->subject == NULL && loft_mime_field_is (field, "Subject"))
    self->subject = read_subject (field, charset);
  else if (self->date == 0 && loft_mime_field_is (field, "Date"))
    self->date = read_date (field);
  else if (self->message_id == NULL && loft_mime_field_is (field, "Message-ID"))
    self->message_id = read_message_id (field);
}

LoftMimeHeaders *
loft_mime_headers_read (const guint8 *bytes, gsize length)
{
  LoftMimeHeaders *self = headers_new ();
  LoftMimeField references = { 0 }, in_reply_to = { 0 };
  LoftMimeField priorities[G_N_ELEMENTS (priority_fields)] = { 0 };
  g_autofree char *charset = NULL;
  LoftMimeField field;
  const char *block = "";
  gsize block_length = 0;

  if (bytes != NULL)
    block_length = loft_mime_scanner_find_header ((const char *) bytes, length, &block);
  if (block_length > loft_mime_limits.header_block)
    block_length = 0;
  charset = find_charset (block, block_length);
  for (const char *at = block; loft_mime_field_next (&at, block + block_length, &field);)
    {
      if (loft_mime_field_is (&field, "References"))
        references = field;
      else if (loft_mime_field_is (&field, "In-Reply-To"))
        in_reply_to = field;
      else
        read_field (self, &field, charset);
      find_priority (priorities, &field);
    }
  self->priority = choose_priority (priorities);
  read_references (self, &references, &in_reply_to);
  if (self->subject == NULL)
    self->subject = g_strdup ("");
  if (self->message_id == NULL)
    self->message_id = g_strdup ("");
  return self;
}
