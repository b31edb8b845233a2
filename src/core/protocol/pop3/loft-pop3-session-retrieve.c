/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pop3-body.h"
#include "loft-pop3-session-private.h"

/* RETR, TOP and DELE of many messages, several in flight where the server can (RFC 2449, 6.6).
 * Commands are short: 64 of them fit into every socket's buffer, so that neither side waits for the
 * other while both are sending. */

#define MAX_IN_FLIGHT 64
#define MAX_AHEAD     (256 * 1024) /* octets to come; what must be read when somebody stops */
#define UNKNOWN_SIZE  (64 * 1024)
#define HEADER_SIZE   (8 * 1024) /* guesses for TOP */
#define LINE_SIZE     80

typedef struct {
  LoftPop3Session *session;
  const guint32 *numbers;
  gsize n;
  const char *verb;
  int n_lines; /* of TOP, else -1 */
  guint64 max_bytes; /* of a message */
  gsize n_sent;
  gsize n_finished;
  guint64 ahead; /* octets announced of those in flight */
  gboolean stopped;
  GCancellable *cancellable;
} Batch;

/* --- Out ---------------------------------------------------------------------------------- */

/* Octets that the answer is expected to have. */
static guint64
expect (const Batch *self, guint32 number)
{
  LoftPop3Listing *listing = self->session->listing;
  const LoftPop3Message *message = NULL;
  guint64 size = UNKNOWN_SIZE;

  if (self->max_bytes == 0)
    return 0;
  if (listing != NULL)
    message = loft_pop3_listing_find (listing, number);
  if (message != NULL && message->size > 0)
    size = MIN (message->size, self->max_bytes);
  return self->n_lines < 0 ? size : MIN (size, HEADER_SIZE + (guint64) self->n_lines * LINE_SIZE);
}

static gboolean
send_next (Batch *self, GError **error)
{
  guint32 number = self->numbers[self->n_sent];
  char line[64];

  if (self->n_lines < 0)
    g_snprintf (line, sizeof line, "%s %u", self->verb, number);
  else
    g_snprintf (line, sizeof line, "%s %u %d", self->verb, number, self->n_lines);
  self->ahead += expect (self, number);
  self->n_sent++;
  return loft_pop3_session_send (self->session, line, self->cancellable, error);
}

/* Many at once when half of them are through, so that small messages do not cost a packet each. */
static gboolean
send_more (Batch *self, GError **error)
{
  gsize window = loft_pop3_session_pipelines (self->session) ? MAX_IN_FLIGHT : 1;
  gsize in_flight = self->n_sent - self->n_finished;

  if (self->stopped || (in_flight > 0 && (in_flight > window / 2 || self->ahead > MAX_AHEAD / 2)))
    return TRUE;
  for (; self->n_sent < self->n && in_flight < window; in_flight++)
    {
      if (in_flight > 0 && self->ahead >= MAX_AHEAD)
        return TRUE;
      if (!send_next (self, error))
        return FALSE;
    }
  return TRUE;
}

/* --- In ----------------------------------------------------------------------------------- */

/* refusal: (out) for -ERR. FALSE: the connection broke. */
static gboolean
read_reply (Batch *self, GError **refusal, GError **error)
{
  g_auto (LoftPop3Response) response = { 0 };

  if (!loft_pop3_session_read_status (self->session, &response, self->cancellable, error))
    return FALSE;
  if (response.status != LOFT_POP3_STATUS_OK)
    loft_pop3_session_refuse (&response, refusal);
  return TRUE;
}

typedef struct {
  Batch *batch;
  guint32 number;
  const LoftPop3Sink *sink;
  gpointer user_data;
  LoftPop3Body body;
  guint64 n_bytes;
} Reading;

/* Gives away what is in the buffer; returns how much of it was used up. */
static gsize
take_content (Reading *self, const char *input, gsize length)
{
  gsize used = 0;

  while (used < length && !loft_pop3_body_has_ended (&self->body))
    {
      const char *piece;
      gsize n;

      used += loft_pop3_body_take (&self->body, input + used, length - used, &piece, &n);
      self->n_bytes += n;
      if (self->n_bytes > self->batch->max_bytes)
        break;
      if (n > 0 && !self->batch->stopped)
        self->batch->stopped = !self->sink->piece (self->number, piece, n, self->user_data);
    }
  return used;
}

static gboolean
read_content (Reading *self, GError **error)
{
  LoftPop3Session *session = self->batch->session;

  while (!loft_pop3_body_has_ended (&self->body))
    {
      gsize length = 0;
      const char *input =
        loft_stream_peek (session->stream, &length, self->batch->cancellable, error);

      if (input == NULL)
        {
          loft_pop3_session_close (session);
          return FALSE;
        }
      if (length == 0)
        return loft_pop3_session_break (session, error, LOFT_ERROR_TEMPORARY,
                                        "The connection ended in the middle of a message");
      loft_stream_skip (session->stream, take_content (self, input, length));
      if (self->n_bytes > self->batch->max_bytes)
        return loft_pop3_session_break (session, error, LOFT_ERROR_LIMIT,
                                        "A message is larger than allowed");
    }
  return TRUE;
}

static gboolean
read_message (Batch *self, const LoftPop3Sink *sink, gpointer user_data, GError **error)
{
  guint32 number = self->numbers[self->n_finished];
  Reading reading = { self, number, sink, user_data, LOFT_POP3_BODY_INIT, 0 };
  g_autoptr (GError) refusal = NULL;

  if (!read_reply (self, &refusal, error) || (refusal == NULL && !read_content (&reading, error)))
    return FALSE;
  self->ahead -= expect (self, number);
  self->n_finished++;
  if (!self->stopped)
    self->stopped = !sink->end (number, refusal, user_data);
  return TRUE;
}

static gboolean
read_messages (Batch *self, const LoftPop3Sink *sink, gpointer user_data, GError **error)
{
  if (!loft_pop3_session_check_connected (self->session, error))
    return FALSE;
  while (self->n_finished < (self->stopped ? self->n_sent : self->n))
    if (!send_more (self, error) || !read_message (self, sink, user_data, error))
      return FALSE;
  return TRUE;
}

gboolean
loft_pop3_session_retrieve (LoftPop3Session *self, const guint32 *numbers, gsize n,
                            guint64 max_bytes, const LoftPop3Sink *sink, gpointer user_data,
                            GCancellable *cancellable, GError **error)
{
  Batch batch = { .session = self,
                  .numbers = numbers,
                  .n = n,
                  .verb = "RETR",
                  .n_lines = -1,
                  .max_bytes = max_bytes,
                  .cancellable = cancellable };

  return read_messages (&batch, sink, user_data, error);
}

gboolean
loft_pop3_session_top (LoftPop3Session *self, const guint32 *numbers, gsize n, guint n_lines,
                       guint64 max_bytes, const LoftPop3Sink *sink, gpointer user_data,
                       GCancellable *cancellable, GError **error)
{
  Batch batch = { .session = self,
                  .numbers = numbers,
                  .n = n,
                  .verb = "TOP",
                  .n_lines = (int) MIN (n_lines, G_MAXINT),
                  .max_bytes = max_bytes,
                  .cancellable = cancellable };

  return read_messages (&batch, sink, user_data, error);
}

/* --- DELE --------------------------------------------------------------------------------- */

static gboolean
read_mark (Batch *self, LoftPop3DeleteFunc func, gpointer user_data, GError **error)
{
  guint32 number = self->numbers[self->n_finished];
  g_autoptr (GError) refusal = NULL;

  if (!read_reply (self, &refusal, error))
    return FALSE;
  self->n_finished++;
  self->session->n_marked += refusal == NULL;
  if (func != NULL && !func (number, refusal, user_data))
    self->stopped = TRUE;
  return TRUE;
}

gboolean
loft_pop3_session_delete (LoftPop3Session *self, const guint32 *numbers, gsize n,
                          LoftPop3DeleteFunc func, gpointer user_data, GCancellable *cancellable,
                          GError **error)
{
  Batch batch = { .session = self,
                  .numbers = numbers,
                  .n = n,
                  .verb = "DELE",
                  .n_lines = -1,
                  .cancellable = cancellable };

  if (!loft_pop3_session_check_connected (self, error))
    return FALSE;
  while (batch.n_finished < (batch.stopped ? batch.n_sent : n))
    if (!send_more (&batch, error) || !read_mark (&batch, func, user_data, error))
      return FALSE;
  return TRUE;
}
