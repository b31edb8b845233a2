/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-server-guess.h"

#include <string.h>

#include "loft-error.h"
#include "loft-stream.h"

#define MAX_LINE        8192
#define MAX_LINES       50
#define SILENCE_SECONDS 10

/* What a server says first, and how TLS is asked for (RFC 9051, 2595, 3207). */
typedef struct {
  const char *kind;
  const char *greeting;
  const char *hello; /* (nullable) before STARTTLS */
  const char *start_tls;
  const char *agreement;
} Dialogue;

static const Dialogue imap = { "imap", "* OK", NULL, "A1 STARTTLS\r\n", "A1 OK" };
static const Dialogue pop3 = { "pop3", "+OK", NULL, "STLS\r\n", "+OK" };
static const Dialogue smtp = { "smtp", "220", "EHLO [127.0.0.1]\r\n", "STARTTLS\r\n", "220 " };

/* In the order of habit, for each kind: TLS from the first byte before STARTTLS. */
static const struct {
  const Dialogue *dialogue;
  const char *prefix;
  gsize port; /* offset in LoftAutoconfigPorts */
  LoftSecurity security;
} guesses[] = {
  { &imap, "imap.", G_STRUCT_OFFSET (LoftAutoconfigPorts, imaps), LOFT_SECURITY_TLS },
  { &imap, "mail.", G_STRUCT_OFFSET (LoftAutoconfigPorts, imaps), LOFT_SECURITY_TLS },
  { &imap, "", G_STRUCT_OFFSET (LoftAutoconfigPorts, imaps), LOFT_SECURITY_TLS },
  { &imap, "imap.", G_STRUCT_OFFSET (LoftAutoconfigPorts, imap), LOFT_SECURITY_STARTTLS },
  { &imap, "mail.", G_STRUCT_OFFSET (LoftAutoconfigPorts, imap), LOFT_SECURITY_STARTTLS },
  { &pop3, "pop.", G_STRUCT_OFFSET (LoftAutoconfigPorts, pop3s), LOFT_SECURITY_TLS },
  { &pop3, "pop3.", G_STRUCT_OFFSET (LoftAutoconfigPorts, pop3s), LOFT_SECURITY_TLS },
  { &pop3, "mail.", G_STRUCT_OFFSET (LoftAutoconfigPorts, pop3s), LOFT_SECURITY_TLS },
  { &smtp, "smtp.", G_STRUCT_OFFSET (LoftAutoconfigPorts, submissions), LOFT_SECURITY_TLS },
  { &smtp, "mail.", G_STRUCT_OFFSET (LoftAutoconfigPorts, submissions), LOFT_SECURITY_TLS },
  { &smtp, "", G_STRUCT_OFFSET (LoftAutoconfigPorts, submissions), LOFT_SECURITY_TLS },
  { &smtp, "smtp.", G_STRUCT_OFFSET (LoftAutoconfigPorts, submission), LOFT_SECURITY_STARTTLS },
  { &smtp, "mail.", G_STRUCT_OFFSET (LoftAutoconfigPorts, submission), LOFT_SECURITY_STARTTLS },
};

typedef struct {
  const Dialogue *dialogue;
  char *host;
  guint16 port;
  LoftSecurity security;
  GCancellable *cancellable; /* (borrowed) */
  gboolean answered;
} Attempt;

/* ---- one server --------------------------------------------------------------------------- */

/* Replies of SMTP go on while a "-" follows the code. */
static gboolean
read_reply (LoftStream *stream, const Dialogue *dialogue, const char *wanted,
            GCancellable *cancellable)
{
  for (guint i = 0; i < MAX_LINES; i++)
    {
      gsize length;
      const char *line = loft_stream_read_line (stream, MAX_LINE, &length, cancellable, NULL);

      if (line == NULL)
        return FALSE;
      if (dialogue != &smtp || length < 4 || line[3] != '-')
        return g_str_has_prefix (line, wanted);
    }
  return FALSE;
}

static gboolean
exchange (LoftStream *stream, const Dialogue *dialogue, const char *command, const char *wanted,
          GCancellable *cancellable)
{
  return loft_stream_write (stream, command, strlen (command), cancellable, NULL) &&
         loft_stream_flush (stream, cancellable, NULL) &&
         read_reply (stream, dialogue, wanted, cancellable);
}

static gboolean
start_tls (LoftStream *stream, const Dialogue *dialogue, GCancellable *cancellable)
{
  if (dialogue->hello != NULL && !exchange (stream, dialogue, dialogue->hello, "250", cancellable))
    return FALSE;
  return exchange (stream, dialogue, dialogue->start_tls, dialogue->agreement, cancellable) &&
         loft_stream_start_tls (stream, NULL, cancellable, NULL);
}

static void
try_server (Attempt *attempt)
{
  gboolean upgrade = attempt->security == LOFT_SECURITY_STARTTLS;
  g_autoptr (LoftEndpoint) endpoint =
    loft_endpoint_new (attempt->host, attempt->port,
                       upgrade ? LOFT_ENDPOINT_STARTTLS : LOFT_ENDPOINT_TLS, "");
  g_autoptr (LoftStream) stream =
    loft_stream_connect (endpoint, attempt->dialogue->kind, NULL, attempt->cancellable, NULL);

  if (stream == NULL)
    return;
  loft_stream_set_idle_timeout (stream, SILENCE_SECONDS);
  attempt->answered =
    read_reply (stream, attempt->dialogue, attempt->dialogue->greeting, attempt->cancellable) &&
    (!upgrade || start_tls (stream, attempt->dialogue, attempt->cancellable));
  loft_stream_close (stream);
}

static gpointer
try_in_thread (gpointer data)
{
  try_server (data);
  return NULL;
}

/* ---- all ---------------------------------------------------------------------------------- */

static void
start_attempt (Attempt *attempt, guint i, const LoftMailDomain *domain,
               const LoftAutoconfigPorts *ports, GCancellable *cancellable)
{
  attempt->dialogue = guesses[i].dialogue;
  attempt->host = g_strconcat (guesses[i].prefix, domain->name, NULL);
  attempt->port = G_STRUCT_MEMBER (guint16, ports, guesses[i].port);
  attempt->security = guesses[i].security;
  attempt->cancellable = cancellable;
}

static void
add_first (LoftFoundAccount *found, const Attempt *attempts, const Dialogue *dialogue)
{
  for (guint i = 0; i < G_N_ELEMENTS (guesses); i++)
    if (attempts[i].answered && attempts[i].dialogue == dialogue)
      {
        g_ptr_array_add (found->servers,
                         loft_found_server_new (dialogue->kind, attempts[i].host, attempts[i].port,
                                                attempts[i].security));
        return;
      }
}

static LoftFoundAccount *
collect (const Attempt *attempts, const LoftMailDomain *domain)
{
  LoftFoundAccount *found = loft_found_account_new (LOFT_FOUND_BY_GUESS, domain->name);

  add_first (found, attempts, &imap);
  add_first (found, attempts, &pop3);
  add_first (found, attempts, &smtp);
  return found;
}

static void
run_attempts (Attempt *attempts)
{
  GThread *threads[G_N_ELEMENTS (guesses)];

  for (guint i = 0; i < G_N_ELEMENTS (guesses); i++)
    threads[i] = g_thread_new ("guess", try_in_thread, &attempts[i]);
  for (guint i = 0; i < G_N_ELEMENTS (guesses); i++)
    g_thread_join (threads[i]);
}

LoftFoundAccount *
loft_server_guess_find (const LoftMailDomain *domain, const LoftAutoconfigPorts *ports,
                        GCancellable *cancellable, GError **error)
{
  Attempt attempts[G_N_ELEMENTS (guesses)] = { 0 };
  g_autoptr (LoftFoundAccount) found = NULL;

  if (domain->registrable[0] != '\0')
    {
      for (guint i = 0; i < G_N_ELEMENTS (guesses); i++)
        start_attempt (&attempts[i], i, domain, ports, cancellable);
      run_attempts (attempts);
    }
  found = collect (attempts, domain);
  for (guint i = 0; i < G_N_ELEMENTS (guesses); i++)
    g_free (attempts[i].host);
  /* What was found before the time was up counts. */
  if (loft_found_account_get_server (found, "imap") != NULL ||
      loft_found_account_get_server (found, "pop3") != NULL)
    return g_steal_pointer (&found);
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "No server of %s has a usual name",
                 domain->name);
  return NULL;
}
