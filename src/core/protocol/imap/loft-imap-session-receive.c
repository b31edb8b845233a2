/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-session-private.h"

#include "loft-text.h"

#include <string.h>

/* Responses: from the stream to whom they belong. */

/* --- Literals ----------------------------------------------------------------------------- */

#define FIRST_STEP 65536

static gssize
read_some (LoftImapSession *self, char *into, gsize length, GCancellable *cancellable,
           GError **error)
{
  gssize n = loft_stream_read (self->stream, into, length, cancellable, error);

  if (n == 0)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                           "The connection ended in the middle of a message");
      return -1;
    }
  return n;
}

/* Memory is never more than twice of what came, whatever was announced. */
static GBytes *
read_literal (LoftImapSession *self, gsize size, GCancellable *cancellable, GError **error)
{
  gsize capacity = MIN (size, FIRST_STEP);
  g_autofree char *bytes = g_malloc (capacity + 1);
  gsize length = 0;

  while (length < size)
    {
      gssize n;

      if (length == capacity)
        {
          capacity = MIN (size, capacity * 2);
          bytes = g_realloc (bytes, capacity + 1);
        }
      n = read_some (self, bytes + length, capacity - length, cancellable, error);
      if (n < 0)
        return NULL;
      length += (gsize) n;
    }
  bytes[length] = '\0';
  return g_bytes_new_take (g_steal_pointer (&bytes), length);
}

static GBytes *
drop_literal (LoftImapSession *self, gsize size, GCancellable *cancellable, GError **error)
{
  char scratch[16384];

  while (size > 0)
    {
      gssize n = read_some (self, scratch, MIN (size, sizeof scratch), cancellable, error);

      if (n < 0)
        return NULL;
      size -= (gsize) n;
    }
  return g_bytes_new (NULL, 0);
}

static gboolean
fetch_literal (LoftImapSession *self, GCancellable *cancellable, GError **error)
{
  gsize size = loft_imap_reader_get_literal_size (self->reader);
  g_autoptr (GBytes) literal = NULL;

  if (self->drops_bodies && loft_imap_reader_literal_is_body (self->reader))
    literal = drop_literal (self, size, cancellable, error);
  else
    literal = read_literal (self, size, cancellable, error);
  if (literal == NULL)
    return FALSE;
  loft_imap_reader_add_literal (self->reader, literal);
  return TRUE;
}

static gboolean
read_response (LoftImapSession *self, LoftImapResponse *response, GCancellable *cancellable,
               GError **error)
{
  LoftImapNeed need = LOFT_IMAP_NEED_LINE;

  loft_imap_reader_reset (self->reader);
  while (need != LOFT_IMAP_NEED_NOTHING)
    {
      gsize limit = loft_imap_reader_get_line_limit (self->reader);
      gsize length = 0;
      const char *line = loft_stream_read_line (self->stream, limit, &length, cancellable, error);

      if (line == NULL)
        return FALSE;
      need = loft_imap_reader_add_line (self->reader, line, length, error);
      if (need == LOFT_IMAP_NEED_BROKEN)
        return FALSE;
      if (need == LOFT_IMAP_NEED_LITERAL && !fetch_literal (self, cancellable, error))
        return FALSE;
    }
  return loft_imap_response_parse (response, self->reader, error);
}

/* --- Untagged responses ------------------------------------------------------------------- */

#define MAX_UNTAGGED 1000000 /* nobody asked for, until the next tagged response */

static void
take_capabilities (LoftImapSession *self, GPtrArray *words)
{
  loft_imap_session_forget_capabilities (self);
  self->capabilities = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < words->len; i++)
    g_hash_table_add (self->capabilities, g_ascii_strup (g_ptr_array_index (words, i), -1));
}

/* Text that came in clear although TLS is wanted may be anybody's. */
static void
take_alert (LoftImapSession *self, const char *text)
{
  if (self->sign_in.endpoint->security != LOFT_ENDPOINT_PLAIN &&
      !loft_stream_is_secure (self->stream))
    return;
  if (loft_imap_quirks_is_muted_alert (self->quirks, text))
    return;
  g_free (self->alert);
  self->alert = g_strdup (text);
}

static void
take_code (LoftImapSession *self, const LoftImapResponse *response)
{
  if (response->code == LOFT_IMAP_CODE_ALERT)
    take_alert (self, response->text);
  else if (response->code == LOFT_IMAP_CODE_CAPABILITY)
    take_capabilities (self, response->words);
  else if (response->code == LOFT_IMAP_CODE_NOTIFICATIONOVERFLOW)
    loft_imap_session_take_overflow (self);
}

static void
take_enabled (LoftImapSession *self, GPtrArray *words)
{
  for (guint i = 0; i < words->len; i++)
    {
      const char *word = g_ptr_array_index (words, i);

      if (g_ascii_strcasecmp (word, "QRESYNC") == 0)
        self->qresync = !(self->quirks & LOFT_IMAP_QUIRK_NO_QRESYNC);
      else if (g_ascii_strcasecmp (word, "UTF8=ACCEPT") == 0)
        loft_imap_session_use_utf8 (self);
    }
}

static void
tell_fetched (LoftImapSession *self, const LoftImapFetch *fetch)
{
  if (fetch->uid != 0 && self->updates->fetched != NULL)
    self->updates->fetched (fetch, self->updates_data);
  else if (fetch->uid == 0 && self->updates->expunged != NULL)
    self->updates->expunged (self->updates_data);
}

static void
tell_update (LoftImapSession *self, const LoftImapResponse *response)
{
  self->changed = TRUE;
  self->unlisted |= response->kind != LOFT_IMAP_RESPONSE_FETCH;
  if (self->updates == NULL)
    return;
  if (response->kind == LOFT_IMAP_RESPONSE_FETCH)
    tell_fetched (self, &response->fetch);
  else if (response->kind == LOFT_IMAP_RESPONSE_EXISTS && self->updates->exists != NULL)
    self->updates->exists (response->number, self->updates_data);
  else if (response->kind == LOFT_IMAP_RESPONSE_VANISHED && self->updates->vanished != NULL)
    self->updates->vanished (response->uids, response->earlier, self->updates_data);
  else if (response->kind == LOFT_IMAP_RESPONSE_EXPUNGE && self->updates->expunged != NULL)
    self->updates->expunged (self->updates_data);
}

/* (transfer none) (nullable) of names and values in turn. */
static const char *
find_value (GPtrArray *pairs, const char *name)
{
  for (guint i = 0; i + 1 < pairs->len; i += 2)
    if (g_ascii_strcasecmp (g_ptr_array_index (pairs, i), name) == 0)
      return g_ptr_array_index (pairs, i + 1);
  return NULL;
}

/* FALSE for what nobody needs. */
static gboolean
take_data (LoftImapSession *self, LoftImapResponse *response)
{
  switch (response->kind)
    {
    case LOFT_IMAP_RESPONSE_ENABLED:
      take_enabled (self, response->words);
      return TRUE;
    case LOFT_IMAP_RESPONSE_NAMESPACE:
      g_clear_pointer (&self->prefixes, g_ptr_array_unref);
      self->prefixes = g_steal_pointer (&response->words);
      return TRUE;
    case LOFT_IMAP_RESPONSE_ID:
      loft_imap_session_find_quirks (self, find_value (response->words, "name"));
      return TRUE;
    case LOFT_IMAP_RESPONSE_LIST:
    case LOFT_IMAP_RESPONSE_MAILBOX_STATUS:
      self->changed_elsewhere |= self->notifies;
      return TRUE;
    case LOFT_IMAP_RESPONSE_EXISTS:
    case LOFT_IMAP_RESPONSE_EXPUNGE:
    case LOFT_IMAP_RESPONSE_VANISHED:
    case LOFT_IMAP_RESPONSE_FETCH:
      if (self->selected != NULL)
        tell_update (self, response);
      return TRUE;
    default:
      return FALSE;
    }
}

/* BYE comes at any time, PREAUTH only as the greeting. */
static gboolean
take_status (LoftImapSession *self, const LoftImapResponse *response, GError **error)
{
  take_code (self, response);
  if (response->status == LOFT_IMAP_STATUS_BYE)
    {
      g_autofree char *text =
        loft_text_quote ("The server ended the connection", response->text);

      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY, text);
      return FALSE;
    }
  if (response->status == LOFT_IMAP_STATUS_PREAUTH && self->greeted)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                           "The server says PREAUTH in the middle of the session");
      return FALSE;
    }
  return TRUE;
}

/* Before authentication data is ignored (CVE-2020-12398 and kin): only words about the session
 * itself count. */
static gboolean
take_untagged (LoftImapSession *self, LoftImapResponse *response, GError **error)
{
  if (++self->n_untagged > MAX_UNTAGGED + self->n_expected)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT,
                           "The server sends without end what nobody asked for");
      return FALSE;
    }
  if (self->handler != NULL && self->handler (response, self->handler_data))
    return TRUE;
  if (response->kind == LOFT_IMAP_RESPONSE_STATUS)
    return take_status (self, response, error);
  if (response->kind == LOFT_IMAP_RESPONSE_CAPABILITY)
    take_capabilities (self, response->words);
  else if (self->authenticated)
    take_data (self, response);
  return TRUE;
}

/* --- Tagged responses and "+" ------------------------------------------------------------- */

static gboolean
take_tagged (LoftImapSession *self, LoftImapResponse *response, GError **error)
{
  for (guint i = 0; i < self->in_flight->len; i++)
    {
      LoftImapExchange *exchange = g_ptr_array_index (self->in_flight, i);
      char tag[16];

      g_snprintf (tag, sizeof tag, "A%u", exchange->tag);
      if (strcmp (tag, response->tag) != 0)
        continue;
      g_ptr_array_remove_index (self->in_flight, i);
      take_code (self, response);
      exchange->reply = *response;
      exchange->done = TRUE;
      memset (response, 0, sizeof *response);
      self->n_untagged = 0;
      return TRUE;
    }
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                       "The server answers a command that was not given");
  return FALSE;
}

static gboolean
take_continuation (LoftImapSession *self, LoftImapResponse *response, GError **error)
{
  if (!self->awaits_continuation)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                           "The server asks for more where there is nothing more");
      return FALSE;
    }
  g_free (self->continuation);
  self->continuation = g_steal_pointer (&response->text);
  return TRUE;
}

static gboolean
take_response (LoftImapSession *self, LoftImapResponse *response, GError **error)
{
  if (response->kind == LOFT_IMAP_RESPONSE_TAGGED)
    return take_tagged (self, response, error);
  if (response->kind == LOFT_IMAP_RESPONSE_CONTINUATION)
    return take_continuation (self, response, error);
  return take_untagged (self, response, error);
}

/* Whoever is to blame, the next connection goes without compression. */
static void
note_failure (LoftImapSession *self, const GError *failure)
{
  if (loft_stream_is_compressed (self->stream) &&
      g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_PROTOCOL))
    self->distrusts_compression = TRUE;
}

gboolean
loft_imap_session_read (LoftImapSession *self, GCancellable *cancellable, GError **error)
{
  g_auto (LoftImapResponse) response = { LOFT_IMAP_RESPONSE_UNKNOWN };
  g_autoptr (GError) failure = NULL;

  if (read_response (self, &response, cancellable, &failure) &&
      take_response (self, &response, &failure))
    return TRUE;
  note_failure (self, failure);
  loft_imap_session_close (self);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
