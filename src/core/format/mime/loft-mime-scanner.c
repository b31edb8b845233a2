/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-scanner.h"

#include <string.h>

#include "loft-mime-field.h"
#include "loft-mime-gate.h"
#include "loft-mime-transfer.h"

static const char *
line_end (const char *at, const char *end)
{
  const char *newline = memchr (at, '\n', end - at);

  return newline != NULL ? newline + 1 : end;
}

static gboolean
is_empty_line (const char *line, const char *end)
{
  return *line == '\n' || (*line == '\r' && (line + 1 == end || line[1] == '\n'));
}

static gboolean
is_mbox_line (const char *line, const char *end)
{
  if (line < end && *line == '>')
    line++;
  return end - line > 5 && memcmp (line, "From ", 5) == 0;
}

void
loft_mime_scanner_init (LoftMimeScanner *self, const char *bytes, gsize length)
{
  self->at = bytes;
  self->end = bytes + length;
  self->state = LOFT_MIME_AT_BLOCK;
  self->event.type = NULL;
  self->depth = 0;
  self->n_closing = 0;
  self->closed_at = self->end;
  self->n_blocks = 0;
  self->n_fields = 0;
  self->has_long_field = FALSE;
  self->problem = NULL;
  if (is_mbox_line (self->at, self->end))
    self->at = line_end (self->at, self->end);
}

void
loft_mime_scanner_clear (LoftMimeScanner *self)
{
  g_clear_pointer (&self->event.type, loft_mime_value_free);
}

/* Behind the boundary only "--" and blanks may stand (RFC 2046, 5.1.1). */
static gboolean
matches_frame (const LoftMimeFrame *frame, const char *line, const char *end, gboolean *closes)
{
  gsize n = frame->boundary_length;

  if (n == 0 || (gsize) (end - line) < n + 2 || memcmp (line + 2, frame->boundary, n) != 0)
    return FALSE;
  line += n + 2;
  *closes = end - line >= 2 && line[0] == '-' && line[1] == '-';
  if (*closes)
    line += 2;
  while (line < end && g_ascii_isspace (*line))
    line++;
  return line == end;
}

/* The innermost frame whose boundary this line is, or -1. */
static int
match_boundary (LoftMimeScanner *self, const char *line, const char *end, gboolean *closes)
{
  if (end - line < 3 || line[0] != '-' || line[1] != '-')
    return -1;
  for (int i = (int) self->depth - 1; i >= 0; i--)
    if (matches_frame (&self->frames[i], line, end, closes))
      return i;
  return -1;
}

static void
count_field (LoftMimeScanner *self, const char *field, const char *end)
{
  self->n_fields++;
  if ((gsize) (end - field) > loft_mime_limits.header)
    self->has_long_field = TRUE;
}

/* A line that is neither field nor fold: one alone is passed over, since headers get broken by
 * careless wrapping; two in a row, or one at the start, mean that the empty line is missing. */
static const char *
find_block_end (LoftMimeScanner *self, const char *block, const char **body)
{
  const char *field = NULL;
  const char *stray = NULL;
  const char *p = block;
  gboolean closes;

  while (p < self->end)
    {
      const char *next = line_end (p, self->end);

      *body = next;
      if (is_empty_line (p, self->end))
        break;
      *body = p;
      if (match_boundary (self, p, next, &closes) >= 0)
        break;
      if (loft_mime_field_name_length (p, next) > 0)
        {
          if (field != NULL)
            count_field (self, field, p);
          field = p;
          stray = NULL;
        }
      else if (field == NULL || (stray != NULL && *p != ' ' && *p != '\t'))
        {
          *body = p = stray != NULL ? stray : p;
          break;
        }
      else if (*p != ' ' && *p != '\t')
        stray = p;
      *body = p = next;
    }
  if (field != NULL)
    count_field (self, field, p);
  return p;
}

gsize
loft_mime_scanner_find_header (const char *bytes, gsize length, const char **block)
{
  LoftMimeScanner self;
  const char *body = bytes;

  loft_mime_scanner_init (&self, bytes, length);
  *block = self.at;
  return find_block_end (&self, self.at, &body) - *block;
}

static gboolean
is_message_type (const char *type)
{
  return strcmp (type, "message/rfc822") == 0 || strcmp (type, "message/global") == 0 ||
         strcmp (type, "message/rfc2822") == 0 || strcmp (type, "message/news") == 0;
}

static gboolean
is_encoded (const LoftMimeEvent *event)
{
  LoftMimeField field;

  return loft_mime_field_find (event->header, event->header_length, "Content-Transfer-Encoding",
                               &field) &&
         loft_mime_transfer_from_value (field.value, field.value_length) !=
           LOFT_MIME_TRANSFER_IDENTITY;
}

static LoftMimeValue *
read_type (LoftMimeScanner *self, const LoftMimeEvent *event)
{
  const LoftMimeFrame *parent = self->depth > 0 ? &self->frames[self->depth - 1] : NULL;
  g_autofree char *text = NULL;
  LoftMimeField field;
  gsize length;

  if (loft_mime_field_find (event->header, event->header_length, "Content-Type", &field))
    {
      text = loft_mime_field_unfold (&field, loft_mime_limits.address_header, &length);
      return loft_mime_value_parse (text, length, NULL);
    }
  if (parent != NULL && parent->is_digest)
    return loft_mime_value_parse ("message/rfc822", 14, NULL);
  return loft_mime_value_parse ("", 0, NULL);
}

/* FALSE with a problem at the limit of depth. */
static gboolean
push_frame (LoftMimeScanner *self, const LoftMimeEvent *event, const char *boundary)
{
  LoftMimeFrame *frame = &self->frames[self->depth];

  if (self->depth >= loft_mime_limits.mime_depth)
    {
      self->problem = "Parts are nested too deeply";
      return FALSE;
    }
  frame->header = event->header;
  frame->header_length = event->header_length;
  frame->body = self->at;
  frame->is_message = boundary == NULL;
  frame->is_digest = strcmp (loft_mime_value_get_word (event->type), "multipart/digest") == 0;
  frame->boundary_length = boundary != NULL ? strlen (boundary) : 0;
  if (frame->boundary_length > sizeof frame->boundary)
    {
      self->problem = "A boundary is too long";
      return FALSE;
    }
  if (boundary != NULL)
    memcpy (frame->boundary, boundary, frame->boundary_length);
  self->depth++;
  return TRUE;
}

/* What the block announces: sets kind and the next state. FALSE with a problem. */
static gboolean
open_part (LoftMimeScanner *self, LoftMimeEvent *event)
{
  const char *word = loft_mime_value_get_word (event->type);
  g_autofree char *boundary = NULL;

  if (g_str_has_prefix (word, "multipart/"))
    boundary = loft_mime_value_get (event->type, "boundary");
  event->is_message = is_message_type (word) && !is_encoded (event);
  if (!event->is_message && (boundary == NULL || boundary[0] == '\0'))
    {
      event->kind = LOFT_MIME_EVENT_LEAF;
      self->state = LOFT_MIME_AT_LEAF;
      return TRUE;
    }
  event->kind = LOFT_MIME_EVENT_ENTER;
  self->state = event->is_message ? LOFT_MIME_AT_BLOCK : LOFT_MIME_AT_GAP;
  return push_frame (self, event, event->is_message ? NULL : boundary);
}

/* FALSE with a problem. */
static gboolean
read_block (LoftMimeScanner *self)
{
  LoftMimeEvent *event = &self->event;
  const char *body = self->at;
  const char *header = self->at;

  event->header = header;
  event->header_length = find_block_end (self, header, &body) - header;
  event->body = NULL;
  event->body_length = 0;
  self->at = body;
  self->n_blocks++;
  if (event->header_length > loft_mime_limits.header_block)
    self->problem = "A header is too large";
  else if (self->n_blocks > loft_mime_limits.parts)
    self->problem = "It has too many parts";
  if (self->problem != NULL)
    return FALSE;

  g_clear_pointer (&event->type, loft_mime_value_free);
  event->type = read_type (self, event);
  return open_part (self, event);
}

/* Moves to the next line that is a boundary, or to the end; what stood before it ends at
 * closed_at. The line end in front of a boundary belongs to the boundary. */
static void
find_boundary (LoftMimeScanner *self)
{
  const char *start = self->at;
  gboolean closes = FALSE;
  const char *p = start;
  int found = -1;

  if (self->depth == 0)
    p = self->end;
  while (p < self->end)
    {
      const char *next = line_end (p, self->end);

      found = *p == '-' ? match_boundary (self, p, next, &closes) : -1;
      if (found >= 0)
        {
          self->at = next;
          break;
        }
      p = next;
    }
  if (found < 0)
    {
      self->at = self->closed_at = self->end;
      self->n_closing = self->depth;
      self->state = LOFT_MIME_AT_END;
      return;
    }
  if (p > start && p[-1] == '\n')
    p--;
  if (p > start && p[-1] == '\r')
    p--;
  self->closed_at = p;
  self->n_closing = self->depth - found - (closes ? 0 : 1);
  self->state = closes ? LOFT_MIME_AT_GAP : LOFT_MIME_AT_BLOCK;
}

static LoftMimeEvent *
leave_frame (LoftMimeScanner *self)
{
  const LoftMimeFrame *frame = &self->frames[--self->depth];
  LoftMimeEvent *event = &self->event;

  self->n_closing--;
  event->kind = LOFT_MIME_EVENT_LEAVE;
  event->is_message = frame->is_message;
  event->header = frame->header;
  event->header_length = frame->header_length;
  event->body = frame->body;
  event->body_length = MAX (self->closed_at, frame->body) - frame->body;
  return event;
}

static LoftMimeEvent *
take_leaf (LoftMimeScanner *self)
{
  LoftMimeEvent *event = &self->event;

  event->body = self->at;
  find_boundary (self);
  event->body_length = MAX (self->closed_at, event->body) - event->body;
  return event;
}

LoftMimeEvent *
loft_mime_scanner_next (LoftMimeScanner *self)
{
  while (self->problem == NULL)
    {
      if (self->n_closing > 0)
        return leave_frame (self);
      switch (self->state)
        {
        case LOFT_MIME_AT_BLOCK:
          if (!read_block (self))
            return NULL;
          if (self->event.kind == LOFT_MIME_EVENT_ENTER)
            return &self->event;
          break;
        case LOFT_MIME_AT_LEAF:
          return take_leaf (self);
        case LOFT_MIME_AT_GAP:
          find_boundary (self);
          break;
        case LOFT_MIME_AT_END:
        default:
          return NULL;
        }
    }
  return NULL;
}
