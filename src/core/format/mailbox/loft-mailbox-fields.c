/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mailbox-fields.h"

#include <string.h>

#define MAX_VALUE    4096
#define MAX_KEYWORDS 100

/* Of Thunderbird; the rest of its bits is of no concern to others. */
enum {
  MOZILLA_READ = 0x0001,
  MOZILLA_REPLIED = 0x0002,
  MOZILLA_MARKED = 0x0004,
  MOZILLA_EXPUNGED = 0x0008, /* deleted, and still in the file */
  MOZILLA_FORWARDED = 0x1000,
};

typedef struct {
  LoftFlags flags;
  GPtrArray *words; /* (owned) of char* */
  gboolean told; /* any of it */
} Reading;

/* ---- lines -------------------------------------------------------------------------------- */

/* A line without its end; *next: behind it. */
static gsize
line_length (const char *line, const char *end, const char **next)
{
  const char *line_end = memchr (line, '\n', (gsize) (end - line));
  gsize length = line_end != NULL ? (gsize) (line_end - line) : (gsize) (end - line);

  *next = line_end != NULL ? line_end + 1 : end;
  return length > 0 && line_end != NULL && line[length - 1] == '\r' ? length - 1 : length;
}

static gboolean
is_field (const char *line, gsize length, const char *name)
{
  gsize n = strlen (name);

  return length > n && line[n] == ':' && g_ascii_strncasecmp (line, name, n) == 0;
}

gboolean
loft_mailbox_fields_is_unix (const char *line, gsize length)
{
  return is_field (line, length, "Status") || is_field (line, length, "X-Status") ||
         is_field (line, length, "X-Keywords");
}

gboolean
loft_mailbox_fields_is_one (const char *line, gsize length)
{
  static const char *const names[] = {
    "X-Mozilla-Status", "X-Mozilla-Status2", "X-Mozilla-Keys", "Content-Length", "X-UID",
    "X-IMAP",           "X-IMAPbase"
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (is_field (line, length, names[i]))
      return TRUE;
  return loft_mailbox_fields_is_unix (line, length);
}

/* ---- reading ------------------------------------------------------------------------------ */

static void
read_letters (Reading *reading, const char *value, const char *letters, const LoftFlags *flags)
{
  reading->told = TRUE;
  for (guint i = 0; letters[i] != '\0'; i++)
    if (strchr (value, letters[i]) != NULL)
      reading->flags |= flags[i];
}

static void
read_words (Reading *reading, const char *value)
{
  g_auto (GStrv) words = g_strsplit_set (value, " ,\t", MAX_KEYWORDS);

  for (guint i = 0; words[i] != NULL && reading->words->len < MAX_KEYWORDS; i++)
    if (words[i][0] != '\0' && g_str_is_ascii (words[i]) &&
        strpbrk (words[i], "(){%*\"\\]\x7f") == NULL)
      g_ptr_array_add (reading->words, g_strdup (words[i]));
}

static void
read_mozilla (Reading *reading, const char *value)
{
  static const struct {
    guint bit;
    LoftFlags flag;
  } bits[] = { { MOZILLA_READ, LOFT_FLAG_SEEN },
               { MOZILLA_REPLIED, LOFT_FLAG_ANSWERED },
               { MOZILLA_MARKED, LOFT_FLAG_FLAGGED },
               { MOZILLA_EXPUNGED, LOFT_FLAG_DELETED },
               { MOZILLA_FORWARDED, LOFT_FLAG_FORWARDED } };
  guint64 number;

  if (!g_ascii_string_to_unsigned (value, 16, 0, G_MAXUINT32, &number, NULL))
    return;
  reading->told = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (bits); i++)
    if (number & bits[i].bit)
      reading->flags |= bits[i].flag;
}

/* What Google hands out when a person takes the mail away. */
static void
read_labels (Reading *reading, const char *value)
{
  reading->told = TRUE;
  if (strstr (value, "Unread") == NULL)
    reading->flags |= LOFT_FLAG_SEEN;
  if (strstr (value, "Starred") != NULL)
    reading->flags |= LOFT_FLAG_FLAGGED;
}

static void
read_field (Reading *reading, const char *line, gsize length)
{
  static const LoftFlags status[] = { LOFT_FLAG_SEEN };
  static const LoftFlags x_status[] = { LOFT_FLAG_ANSWERED, LOFT_FLAG_FLAGGED, LOFT_FLAG_DRAFT };
  const char *colon = memchr (line, ':', length);
  gsize at = colon != NULL ? (gsize) (colon - line) + 1 : length;
  g_autofree char *value = g_strndup (line + at, MIN (length - at, MAX_VALUE));

  g_strstrip (value);
  if (is_field (line, length, "Status"))
    read_letters (reading, value, "R", status);
  else if (is_field (line, length, "X-Status"))
    read_letters (reading, value, "AFT", x_status);
  else if (is_field (line, length, "X-Mozilla-Status"))
    read_mozilla (reading, value);
  else if (is_field (line, length, "X-Gmail-Labels"))
    read_labels (reading, value);
  else if (is_field (line, length, "X-Keywords") || is_field (line, length, "X-Mozilla-Keys"))
    read_words (reading, value);
}

gboolean
loft_mailbox_fields_read (GBytes *raw, LoftFlags *flags, char **keywords)
{
  gsize size = 0;
  const char *at = g_bytes_get_data (raw, &size);
  const char *end = at + size;
  Reading reading = { 0, g_ptr_array_new_with_free_func (g_free), FALSE };

  while (at < end)
    {
      const char *next;
      gsize length = line_length (at, end, &next);

      if (length == 0)
        break;
      read_field (&reading, at, length);
      at = next;
    }
  g_ptr_array_add (reading.words, NULL);
  *flags = reading.flags;
  *keywords = loft_keywords_join ((const char *const *) reading.words->pdata);
  g_ptr_array_unref (reading.words);
  return reading.told;
}

/* ---- the message itself ------------------------------------------------------------------- */

/* Line ends at the end are not hashed: an mbox cannot tell how many there were. */
static void
hash_line (GChecksum *hash, const char *line, gsize length, gsize *line_ends)
{
  if (length > 0)
    for (; *line_ends > 0; --*line_ends)
      g_checksum_update (hash, (const guchar *) "\n", 1);
  g_checksum_update (hash, (const guchar *) line, (gssize) length);
  ++*line_ends;
}

char *
loft_mailbox_fields_identity (GBytes *raw)
{
  g_autoptr (GChecksum) hash = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = 0;
  const char *at = g_bytes_get_data (raw, &size);
  const char *end = at + size;
  gboolean in_header = TRUE;
  gboolean passing = FALSE; /* over a field that is none of the message */
  gsize line_ends = 0;

  while (at < end)
    {
      const char *next;
      gsize length = line_length (at, end, &next);

      in_header = in_header && length > 0;
      if (!in_header || (at[0] != ' ' && at[0] != '\t'))
        passing = in_header && loft_mailbox_fields_is_one (at, length);
      if (!passing)
        hash_line (hash, at, length, &line_ends);
      at = next;
    }
  return g_strdup (g_checksum_get_string (hash));
}

static gboolean
has_bare_line_end (const char *bytes, gsize size)
{
  const char *at = bytes;
  const char *end = bytes + size;

  while (at < end && (at = memchr (at, '\n', (gsize) (end - at))) != NULL)
    {
      if (at == bytes || at[-1] != '\r')
        return TRUE;
      at++;
    }
  return FALSE;
}

GBytes *
loft_mailbox_fields_canonical (GBytes *raw)
{
  gsize size = 0;
  const char *at = g_bytes_get_data (raw, &size);
  const char *end = at + size;
  GByteArray *lines;

  if (size == 0 || !has_bare_line_end (at, size))
    return g_bytes_ref (raw);
  lines = g_byte_array_sized_new ((guint) MIN (size + size / 32, G_MAXUINT / 2));
  while (at < end)
    {
      const char *next;
      gsize length = line_length (at, end, &next);

      g_byte_array_append (lines, (const guint8 *) at, (guint) length);
      if (next[-1] == '\n')
        g_byte_array_append (lines, (const guint8 *) "\r\n", 2);
      at = next;
    }
  return g_byte_array_free_to_bytes (lines);
}
