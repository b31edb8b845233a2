/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mbox-reader.h"

#include <string.h>

#include "loft-mbox-date.h"
#include "loft-mbox-from.h"

#define BUFFER_SIZE     ((gsize) 64 * 1024)
#define MAX_FROM_LINE   1000
#define LOOK_AHEAD      ((gsize) 4096)
#define MAX_HEADER_LINE 200 /* of which a length could be read */

struct _LoftMboxReader {
  LoftMboxSource source;
  gpointer user_data;
  guint8 *buffer; /* BUFFER_SIZE */
  gsize at;
  gsize length;
  guint64 offset; /* in the file, of buffer */
  gboolean at_end;
};

/* What is between two line ends, or BUFFER_SIZE of a longer line. Borrowed until the next one is read. */
typedef struct {
  const guint8 *bytes;
  gsize length; /* without the line end */
  guint64 offset;
  gboolean begins; /* a line */
  gboolean ends; /* a line */
} Piece;

typedef struct {
  GByteArray *bytes; /* (owned) (nullable) NULL: too long */
  gsize body; /* where it begins in bytes */
  guint64 content_length; /* G_MAXUINT64: none is told */
} Message;

/* ---- pieces ------------------------------------------------------------------------------- */

static gboolean
fill (LoftMboxReader *self, GError **error)
{
  gssize n;

  memmove (self->buffer, self->buffer + self->at, self->length - self->at);
  self->offset += self->at;
  self->length -= self->at;
  self->at = 0;
  while (!self->at_end && self->length < BUFFER_SIZE)
    {
      n = self->source (self->user_data, self->offset + self->length, self->buffer + self->length,
                        BUFFER_SIZE - self->length, error);
      if (n < 0)
        return FALSE;
      self->length += (gsize) n;
      self->at_end = n == 0;
    }
  return TRUE;
}

static const guint8 *
find_line_end (LoftMboxReader *self)
{
  return memchr (self->buffer + self->at, '\n', self->length - self->at);
}

static void
cut_piece (LoftMboxReader *self, const guint8 *line_end, Piece *piece)
{
  gboolean begins = piece->ends;

  piece->bytes = self->buffer + self->at;
  piece->offset = self->offset + self->at;
  piece->begins = begins;
  piece->ends = line_end != NULL;
  piece->length = line_end != NULL ? (gsize) (line_end - piece->bytes) : self->length - self->at;
  self->at += piece->length + piece->ends;
  if (piece->length > 0 && piece->bytes[piece->length - 1] == '\r' && piece->ends)
    piece->length--;
  /* Its LF may come with the next piece. */
  else if (piece->length > 1 && piece->bytes[piece->length - 1] == '\r' && !self->at_end)
    {
      piece->length--;
      self->at--;
    }
}

/* FALSE without error: the file ends. piece: as the one before, ends TRUE at first. Behind a line of
 * MAX_FROM_LINE at least MAX_FIELD_NAME of the next one are in the buffer. */
static gboolean
next_piece (LoftMboxReader *self, Piece *piece, GError **error)
{
  const guint8 *line_end;

  if (self->length - self->at < LOOK_AHEAD && !self->at_end && !fill (self, error))
    return FALSE;
  line_end = find_line_end (self);
  if (line_end == NULL)
    {
      if (!self->at_end && !fill (self, error))
        return FALSE;
      line_end = find_line_end (self);
    }
  if (self->at == self->length)
    return FALSE;
  cut_piece (self, line_end, piece);
  return TRUE;
}

static gboolean
is_whole_line (const Piece *piece)
{
  return piece->begins && piece->ends;
}

static gboolean
has_prefix (const Piece *piece, const char *prefix)
{
  gsize length = strlen (prefix);

  return piece->begins && piece->length >= length && memcmp (piece->bytes, prefix, length) == 0;
}

/* ---- From_ lines -------------------------------------------------------------------------- */

/* Of the line that the reader comes to next; next_piece() has seen to it that it is here. */
static gboolean
is_field_next (LoftMboxReader *self)
{
  return loft_mbox_from_is_field (self->buffer + self->at, self->length - self->at);
}

/* A body may hold such lines too: without a blank line before it, or without a date, it must be followed
 * by a header. *received: 0 for none. */
static gboolean
begins_message (LoftMboxReader *self, const Piece *piece, gboolean after_blank, gint64 *received)
{
  gboolean dated;

  *received = 0;
  if (!has_prefix (piece, "From ") || !is_whole_line (piece) || piece->length > MAX_FROM_LINE)
    return FALSE;
  dated = loft_mbox_date_find ((const char *) piece->bytes, piece->length, received);
  if (dated && after_blank)
    return TRUE;
  if (!dated && !(after_blank && loft_mbox_from_is_short (piece->bytes, piece->length)))
    return FALSE;
  return is_field_next (self);
}

gboolean
loft_mbox_reader_knows (const guint8 *bytes, gsize length)
{
  const guint8 *end = memchr (bytes, '\n', MIN (length, MAX_FROM_LINE));
  gint64 unused;
  gsize line;

  if (end == NULL || length < strlen ("From ") || memcmp (bytes, "From ", strlen ("From ")) != 0)
    return FALSE;
  line = (gsize) (end - bytes);
  return loft_mbox_date_find ((const char *) bytes, line, &unused) ||
         loft_mbox_from_is_field (end + 1, length - line - 1);
}

/* ---- what is kept ------------------------------------------------------------------------- */

static void
keep (Message *message, const guint8 *bytes, gsize length)
{
  if (message->bytes == NULL)
    return;
  if (message->bytes->len + length > LOFT_MBOX_MAX_MESSAGE)
    g_clear_pointer (&message->bytes, g_byte_array_unref);
  else
    g_byte_array_append (message->bytes, bytes, (guint) length);
}

static void
keep_line_end (Message *message)
{
  keep (message, (const guint8 *) "\r\n", 2);
}

static void
keep_piece (Message *message, const Piece *piece)
{
  keep (message, piece->bytes, piece->length);
  if (piece->ends)
    keep_line_end (message);
}

/* How many ">" stand before "From "; 0: none, or no From. */
static gsize
count_quotes (const guint8 *bytes, gsize length)
{
  gsize n = 0;

  while (n < length && bytes[n] == '>')
    n++;
  return length - n >= strlen ("From ") && memcmp (bytes + n, "From ", strlen ("From ")) == 0 ? n
                                                                                              : 0;
}

/* ---- header ------------------------------------------------------------------------------- */

static void
read_content_length (Message *message, const Piece *piece)
{
  static const char name[] = "content-length:";
  g_autofree char *line = NULL;

  if (!is_whole_line (piece) || piece->length > MAX_HEADER_LINE || piece->length < strlen (name) ||
      g_ascii_strncasecmp ((const char *) piece->bytes, name, strlen (name)) != 0)
    return;
  line = g_strndup ((const char *) piece->bytes + strlen (name), piece->length - strlen (name));
  if (!g_ascii_string_to_unsigned (g_strstrip (line), 10, 0, LOFT_MBOX_MAX_MESSAGE,
                                   &message->content_length, NULL))
    message->content_length = G_MAXUINT64;
}

/* To behind the blank line. *over: the file, or the message, ends before. */
static gboolean
read_header (LoftMboxReader *self, Message *message, gboolean *over, GError **error)
{
  Piece piece = { .ends = TRUE };
  GError *failure = NULL;

  *over = FALSE;
  while (next_piece (self, &piece, &failure))
    {
      gboolean blank = is_whole_line (&piece) && piece.length == 0;
      gint64 unused;

      if (begins_message (self, &piece, FALSE, &unused))
        {
          self->at = (gsize) (piece.offset - self->offset);
          *over = TRUE;
          return TRUE;
        }
      read_content_length (message, &piece);
      keep_piece (message, &piece);
      if (blank)
        {
          message->body = message->bytes != NULL ? message->bytes->len : 0;
          return TRUE;
        }
    }
  *over = TRUE;
  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL;
}

/* ---- body of known length ----------------------------------------------------------------- */

/* As much as there is. */
static gboolean
read_at (LoftMboxReader *self, guint64 offset, guint8 *bytes, gsize length, gsize *have,
         GError **error)
{
  gssize n;

  *have = 0;
  do
    {
      n = self->source (self->user_data, offset + *have, bytes + *have, length - *have, error);
      *have += n > 0 ? (gsize) n : 0;
    }
  while (n > 0 && *have < length);
  return n >= 0;
}

/* Whether the file ends, or another message begins, where the length says. *skip: what is before it. */
static gboolean
is_length_true (LoftMboxReader *self, guint64 length, gsize *skip, GError **error)
{
  guint64 offset = self->offset + self->at + length;
  guint8 bytes[16]; /* from the last byte of the body on */
  gsize have;
  gsize line_ends = 0;

  if (!read_at (self, offset - 1, bytes, sizeof bytes, &have, error) || have == 0)
    return FALSE;
  /* The end of the last line may not be counted, and a blank line follows. */
  while (1 + line_ends < have && line_ends < 4 &&
         (bytes[1 + line_ends] == '\n' || bytes[1 + line_ends] == '\r'))
    line_ends++;
  *skip = line_ends;
  if (have - 1 == line_ends)
    return TRUE;
  return have - 1 - line_ends >= strlen ("From ") && (line_ends > 0 || bytes[0] == '\n') &&
         memcmp (bytes + 1 + line_ends, "From ", strlen ("From ")) == 0;
}

/* Takes one ">" from each quoted line; in place. */
static void
unquote_body (Message *message)
{
  guint8 *bytes = message->bytes->data;
  gsize length = message->bytes->len;
  gsize to = message->body;
  gsize at = message->body;

  while (at < length)
    {
      const guint8 *end = memchr (bytes + at, '\n', length - at);
      gsize line = end != NULL ? (gsize) (end - bytes) + 1 - at : length - at;
      gsize quoted = count_quotes (bytes + at, line) > 0;

      memmove (bytes + to, bytes + at + quoted, line - quoted);
      to += line - quoted;
      at += line;
    }
  g_byte_array_set_size (message->bytes, (guint) to);
}

static gboolean
read_body_of_length (LoftMboxReader *self, Message *message, gsize skip, GError **error)
{
  guint64 end = self->offset + self->at + message->content_length;
  Piece piece = { .ends = TRUE };
  gboolean plain = FALSE;
  GError *failure = NULL;

  while (self->offset + self->at < end && next_piece (self, &piece, &failure))
    {
      guint64 beyond = self->offset + self->at;

      /* Only the last line can reach beyond: by its end, or by as much as was wrong. */
      if (beyond > end && piece.offset + piece.length > end)
        piece.length = (gsize) (end - piece.offset);
      if (beyond > end)
        piece.ends = FALSE;
      plain = plain || has_prefix (&piece, "From ");
      keep_piece (message, &piece);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  /* A length that ends before the last line end: that belongs to the line. */
  if (message->bytes != NULL && message->content_length > 0 && !piece.ends)
    keep_line_end (message);
  /* Who quotes nothing writes such lines as they are (mboxcl2). */
  if (message->bytes != NULL && !plain)
    unquote_body (message);
  while (skip > 0 && self->offset + self->at < end + skip && next_piece (self, &piece, error))
    continue;
  return TRUE;
}

/* ---- body up to the next message ---------------------------------------------------------- */

static void
keep_body_piece (Message *message, const Piece *piece)
{
  gsize quoted = piece->begins && count_quotes (piece->bytes, piece->length) > 0;
  Piece unquoted = *piece;

  unquoted.bytes += quoted;
  unquoted.length -= quoted;
  keep_piece (message, &unquoted);
}

static gboolean
read_body (LoftMboxReader *self, Message *message, GError **error)
{
  Piece piece = { .ends = TRUE };
  gboolean after_blank = TRUE;
  gboolean pending = FALSE; /* the blank line, which may be the one before the next message */
  gint64 unused;
  GError *failure = NULL;

  while (next_piece (self, &piece, &failure))
    {
      gboolean blank = is_whole_line (&piece) && piece.length == 0;

      if (begins_message (self, &piece, after_blank, &unused))
        {
          self->at = (gsize) (piece.offset - self->offset);
          return TRUE;
        }
      if (pending)
        keep_line_end (message);
      if (!blank)
        keep_body_piece (message, &piece);
      after_blank = pending = blank;
    }
  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL;
}

/* ---- messages ----------------------------------------------------------------------------- */

/* Everything before the first From_ line belongs to no message. */
static gboolean
find_from (LoftMboxReader *self, LoftMboxMessage *message, gboolean *found, GError **error)
{
  Piece piece = { .ends = TRUE };
  gboolean after_blank = TRUE;
  GError *failure = NULL;

  *found = FALSE;
  while (!*found && next_piece (self, &piece, &failure))
    {
      *found = begins_message (self, &piece, after_blank, &message->received);
      message->offset = piece.offset;
      after_blank = is_whole_line (&piece) && piece.length == 0;
    }
  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL;
}

static gboolean
read_rest (LoftMboxReader *self, Message *message, GError **error)
{
  GError *failure = NULL;
  gboolean over;
  gsize skip = 0;

  if (!read_header (self, message, &over, error))
    return FALSE;
  if (over)
    return TRUE;
  if (message->content_length != G_MAXUINT64 &&
      is_length_true (self, message->content_length, &skip, &failure))
    return read_body_of_length (self, message, skip, error);
  if (failure == NULL)
    return read_body (self, message, error);
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
loft_mbox_reader_next (LoftMboxReader *self, LoftMboxMessage *message, GError **error)
{
  Message reading = { g_byte_array_new (), 0, G_MAXUINT64 };
  gboolean found = FALSE;
  gboolean done;

  *message = (LoftMboxMessage){ NULL, 0, 0 };
  done = find_from (self, message, &found, error) && found && read_rest (self, &reading, error);
  if (done && reading.bytes != NULL)
    message->raw = g_byte_array_free_to_bytes (g_steal_pointer (&reading.bytes));
  g_clear_pointer (&reading.bytes, g_byte_array_unref);
  return done;
}

void
loft_mbox_message_clear (LoftMboxMessage *message)
{
  g_clear_pointer (&message->raw, g_bytes_unref);
}

guint64
loft_mbox_reader_get_offset (LoftMboxReader *self)
{
  return self->offset + self->at;
}

LoftMboxReader *
loft_mbox_reader_new (LoftMboxSource source, gpointer user_data)
{
  LoftMboxReader *self = g_new0 (LoftMboxReader, 1);

  self->source = source;
  self->user_data = user_data;
  self->buffer = g_malloc (BUFFER_SIZE);
  return self;
}

void
loft_mbox_reader_free (LoftMboxReader *self)
{
  g_free (self->buffer);
  g_free (self);
}
