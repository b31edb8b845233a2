/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-session-private.h"

#include "loft-clock.h"
#include "loft-imap-utf7.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (LoftImapSession, loft_imap_session, G_TYPE_OBJECT)

static void
loft_imap_session_finalize (GObject *object)
{
  LoftImapSession *self = LOFT_IMAP_SESSION (object);

  loft_imap_session_close (self);
  g_weak_ref_clear (&self->wakeable);
  loft_sign_in_clear (&self->sign_in);
  g_free (self->alert);
  loft_imap_reader_free (self->reader);
  g_ptr_array_unref (self->in_flight);
  G_OBJECT_CLASS (loft_imap_session_parent_class)->finalize (object);
}

static void
loft_imap_session_class_init (LoftImapSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_imap_session_finalize;
}

static void
loft_imap_session_init (LoftImapSession *self)
{
  g_weak_ref_init (&self->wakeable, NULL);
  self->reader = loft_imap_reader_new ();
  self->in_flight = g_ptr_array_new ();
}

LoftImapSession *
loft_imap_session_new (const LoftEndpoint  *endpoint,
                       const char          *mechanism,
                       LoftCredentialsFunc  func,
                       gpointer             user_data)
{
  LoftImapSession *self = g_object_new (LOFT_TYPE_IMAP_SESSION, NULL);

  loft_sign_in_init (&self->sign_in, endpoint, mechanism, func, user_data);
  return self;
}

void
loft_imap_session_set_terms (LoftImapSession *self, const LoftSignInTerms *terms)
{
  loft_sign_in_set_terms (&self->sign_in, terms);
}

void
loft_imap_session_set_certificate_file (LoftImapSession *self, const char *path)
{
  loft_sign_in_set_certificate_file (&self->sign_in, path);
}

gboolean
loft_imap_session_is_connected (LoftImapSession *self)
{
  return self->stream != NULL && self->authenticated;
}

void
loft_imap_session_forget_capabilities (LoftImapSession *self)
{
  g_clear_pointer (&self->capabilities, g_hash_table_unref);
}

void
loft_imap_session_forget_selected (LoftImapSession *self)
{
  g_clear_pointer (&self->selected, g_free);
  g_clear_pointer (&self->permanent_keywords, g_free);
  self->has_modseq = FALSE;
  self->old_forwarded = FALSE;
  self->read_only = FALSE;
  self->permanent_flags = LOFT_FLAGS_ALL;
  self->fixed_keywords = FALSE;
  self->told_elsewhere = FALSE;
}

void
loft_imap_session_close (LoftImapSession *self)
{
  if (self->stream != NULL)
    {
      g_weak_ref_set (&self->wakeable, NULL);
      self->bytes_before += loft_stream_get_bytes_received (self->stream);
      loft_stream_close (self->stream);
      g_clear_object (&self->stream);
    }
  g_ptr_array_set_size (self->in_flight, 0);
  loft_imap_reader_reset (self->reader);
  loft_imap_reader_set_limits (self->reader, LOFT_IMAP_MAX_LINE, LOFT_IMAP_MAX_LITERAL);
  loft_imap_session_forget_capabilities (self);
  loft_imap_session_forget_selected (self);
  g_clear_pointer (&self->prefixes, g_ptr_array_unref);
  g_clear_pointer (&self->continuation, g_free);
  self->awaits_continuation = FALSE;
  loft_imap_reader_set_utf8_names (self->reader, FALSE);
  g_clear_pointer (&self->greeting, g_free);
  self->quirks = 0;
  self->greeted = FALSE;
  self->authenticated = FALSE;
  self->qresync = FALSE;
  self->utf8 = FALSE;
  self->notifies = FALSE;
  self->changed_elsewhere = FALSE;
  self->refuses_notify = FALSE;
  self->refuses_idle = FALSE;
}

#define LOGOUT_MICROSECONDS (2 * G_USEC_PER_SEC)

/* The server closes after its answer (RFC 9051, 6.1.3); what it says before is of no interest. */
void
loft_imap_session_logout (LoftImapSession *self)
{
  gint64 deadline = loft_clock_monotonic () + LOGOUT_MICROSECONDS;
  char scratch[4096];

  if (loft_imap_session_is_connected (self) &&
      loft_imap_session_write_line (self, "Z LOGOUT", FALSE, NULL, NULL))
    {
      loft_stream_set_idle_timeout (self->stream, 2);
      if (loft_stream_flush (self->stream, NULL, NULL))
        while (loft_clock_monotonic () < deadline &&
               loft_stream_wait (self->stream, deadline - loft_clock_monotonic (), NULL, NULL) &&
               loft_stream_read (self->stream, scratch, sizeof scratch, NULL, NULL) > 0)
          ;
    }
  loft_imap_session_close (self);
}

gboolean
loft_imap_session_break (LoftImapSession *self, GError **error, LoftError code,
                         const char *message)
{
  g_set_error_literal (error, LOFT_ERROR, code, message);
  loft_imap_session_close (self);
  return FALSE;
}

gboolean
loft_imap_session_check_connected (LoftImapSession *self, GError **error)
{
  if (loft_imap_session_is_connected (self))
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY, "There is no connection");
  return FALSE;
}

gboolean
loft_imap_session_check_selected (LoftImapSession *self, GError **error)
{
  if (!loft_imap_session_check_connected (self, error))
    return FALSE;
  if (self->selected != NULL)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY, "No mailbox is selected");
  return FALSE;
}

gboolean
loft_imap_session_check_offered (LoftImapSession *self, const char *capability, GError **error)
{
  if (!loft_imap_session_check_connected (self, error))
    return FALSE;
  if (loft_imap_session_has_capability (self, capability))
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "The server does not offer %s", capability);
  return FALSE;
}

void
loft_imap_session_find_quirks (LoftImapSession *self, const char *id_name)
{
  LoftImapServerFacts facts = { self->sign_in.endpoint->host, self->greeting, id_name,
                                self->capabilities };

  self->quirks |= loft_imap_quirks_find (&facts);
}

/* --- Capabilities ------------------------------------------------------------------------- */

/* What a server that only says IMAP4rev2 has without saying so (RFC 9051, appendix E). */
static gboolean
is_part_of_rev2 (const char *capability)
{
  static const char *const parts[] = {
    "BINARY", "ENABLE", "ESEARCH", "IDLE", "LIST-EXTENDED", "LIST-STATUS", "LITERAL-", "MOVE",
    "NAMESPACE", "SASL-IR", "SEARCHRES", "SPECIAL-USE", "STATUS=SIZE", "UIDPLUS", "UNSELECT", NULL,
  };

  return g_strv_contains (parts, capability);
}

gboolean
loft_imap_session_has_capability (LoftImapSession *self, const char *capability)
{
  g_autofree char *word = g_ascii_strup (capability, -1);

  if (self->capabilities == NULL)
    return FALSE;
  if (g_hash_table_contains (self->capabilities, word))
    return TRUE;
  return is_part_of_rev2 (word) && g_hash_table_contains (self->capabilities, "IMAP4REV2") &&
         !g_hash_table_contains (self->capabilities, "IMAP4REV1");
}

const char *
loft_imap_session_get_capability_value (LoftImapSession *self, const char *capability)
{
  gsize length = strlen (capability);
  GHashTableIter iter;
  gpointer word;

  if (self->capabilities == NULL)
    return NULL;
  g_hash_table_iter_init (&iter, self->capabilities);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    if (g_str_has_prefix (word, capability) && ((char *) word)[length] == '=')
      return (char *) word + length + 1;
  return NULL;
}

/* --- Commands ----------------------------------------------------------------------------- */

void
loft_imap_session_use_utf8 (LoftImapSession *self)
{
  self->utf8 = TRUE;
  loft_imap_reader_set_utf8_names (self->reader, TRUE);
}

void
loft_imap_session_add_mailbox (LoftImapSession *self, LoftImapCommand *command,
                               const char *mailbox)
{
  g_autofree char *name = self->utf8 ? loft_imap_utf7_decode (mailbox) : NULL;

  if (name != NULL)
    loft_imap_command_add_utf8 (command, name);
  else
    loft_imap_command_add_string (command, mailbox);
}

LoftImapCommand *
loft_imap_session_new_command (LoftImapSession *self, const char *words)
{
  LoftImapLiterals literals = LOFT_IMAP_LITERAL_SYNCHRONIZING;

  if (loft_imap_session_has_capability (self, "LITERAL+"))
    literals = LOFT_IMAP_LITERAL_PLUS;
  else if (loft_imap_session_has_capability (self, "LITERAL-"))
    literals = LOFT_IMAP_LITERAL_MINUS;
  return loft_imap_command_new (words, literals);
}

void
loft_imap_session_set_updates (LoftImapSession *self, const LoftImapUpdates *updates,
                               gpointer user_data)
{
  self->updates = updates;
  self->updates_data = user_data;
}

gboolean
loft_imap_session_noop (LoftImapSession *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftImapCommand) command = NULL;

  if (!loft_imap_session_check_connected (self, error))
    return FALSE;
  command = loft_imap_session_new_command (self, "NOOP");
  return loft_imap_session_run (self, command, NULL, NULL, cancellable, error);
}

void
loft_imap_session_wake (LoftImapSession *self)
{
  g_autoptr (LoftStream) stream = NULL;

  g_atomic_int_set (&self->woken, 1);
  stream = g_weak_ref_get (&self->wakeable);
  if (stream != NULL)
    loft_stream_wake (stream);
}

const LoftCertificateProblem *
loft_imap_session_get_certificate_problem (LoftImapSession *self)
{
  return self->sign_in.problem;
}

const char *
loft_imap_session_get_certificate_faults (LoftImapSession *self)
{
  return self->stream != NULL ? loft_stream_get_certificate_faults (self->stream) : NULL;
}

const char *
loft_imap_session_get_mechanism (LoftImapSession *self)
{
  return self->sign_in.used_mechanism;
}

const char *
loft_imap_session_get_selected (LoftImapSession *self)
{
  return self->selected;
}

const char *
loft_imap_session_get_alert (LoftImapSession *self)
{
  return self->alert;
}

guint64
loft_imap_session_get_bytes_received (LoftImapSession *self)
{
  guint64 bytes = self->bytes_before;

  if (self->stream != NULL)
    bytes += loft_stream_get_bytes_received (self->stream);
  return bytes;
}
