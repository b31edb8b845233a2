/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pop3-session-private.h"

#include "loft-sasl-line.h"
#include "loft-text.h"

#include <string.h>

#define MAX_ROUNDS 20

/* Wiped when they go. */
typedef char Secret;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Secret, loft_secret_free)

/* Whatever the code, but for those that say otherwise, -ERR means "not with these credentials". */
static gboolean
refuse_sign_in (LoftPop3Session *self, const LoftPop3Response *reply, GError **error)
{
  g_autofree char *text = loft_text_quote ("The server refused the sign-in", reply->text);
  LoftError code = loft_pop3_code_to_error (reply->code);

  if (reply->code != LOFT_POP3_CODE_SYS_PERM && code != LOFT_ERROR_TEMPORARY)
    code = LOFT_ERROR_AUTH;
  return loft_pop3_session_break (self, error, code, text);
}

static gboolean
read_verdict (LoftPop3Session *self, GCancellable *cancellable, GError **error)
{
  g_auto (LoftPop3Response) reply = { 0 };

  return loft_pop3_session_read_status (self, &reply, cancellable, error) &&
         (reply.status == LOFT_POP3_STATUS_OK || refuse_sign_in (self, &reply, error));
}

/* --- AUTH (RFC 5034) ---------------------------------------------------------------------- */

/* error is set. */
static gboolean
give_up (LoftPop3Session *self)
{
  loft_pop3_session_close (self);
  return FALSE;
}

static gboolean
answer_challenge (LoftPop3Session *self, LoftSasl *sasl, GBytes **initial, const char *challenge,
                  GCancellable *cancellable, GError **error)
{
  g_autoptr (Secret) line = loft_sasl_line_answer (sasl, initial, challenge, error);

  if (line == NULL)
    return give_up (self);
  return loft_pop3_session_send_secret (self, "", line, cancellable, error);
}

static gboolean
conclude_sasl (LoftPop3Session *self, LoftSasl *sasl, const LoftPop3Response *reply, GError **error)
{
  if (reply->status == LOFT_POP3_STATUS_ERR)
    return refuse_sign_in (self, reply, error);
  return loft_sasl_is_done (sasl) ||
         loft_pop3_session_break (self, error, LOFT_ERROR_AUTH,
                                  "The server did not prove that it knows the password");
}

/* The initial response always waits for "+": servers of before RFC 5034 know it only so, and so
 * does Outlook.com. */
static gboolean
run_sasl (LoftPop3Session *self, LoftSasl *sasl, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) initial = loft_sasl_initial (sasl);
  g_autofree char *command = g_strconcat ("AUTH ", loft_sasl_get_mechanism (sasl), NULL);

  if (!loft_pop3_session_send (self, command, cancellable, error))
    return FALSE;
  for (guint i = 0; i < MAX_ROUNDS; i++)
    {
      g_auto (LoftPop3Response) reply = { 0 };

      if (!loft_pop3_session_read_any (self, &reply, cancellable, error))
        return FALSE;
      if (reply.status != LOFT_POP3_STATUS_CONTINUATION)
        return conclude_sasl (self, sasl, &reply, error);
      if (!answer_challenge (self, sasl, &initial, reply.text, cancellable, error))
        return FALSE;
    }
  return loft_pop3_session_break (self, error, LOFT_ERROR_PROTOCOL, "The sign-in does not end");
}

/* --- USER, PASS, APOP (RFC 1939, 7) ------------------------------------------------------- */

static gboolean
is_one_line (const char *text)
{
  return text != NULL && text[0] != '\0' && strpbrk (text, "\r\n") == NULL;
}

static gboolean
check_credentials (LoftPop3Session *self, const LoftCredentials *credentials, GError **error)
{
  if (is_one_line (credentials->user) && is_one_line (credentials->password))
    return TRUE;
  return loft_pop3_session_break (self, error, LOFT_ERROR_AUTH,
                                  credentials->password == NULL
                                    ? "The server wants a password, and there is none"
                                    : "Name and password must be one line each");
}

static gboolean
run_user (LoftPop3Session *self, const LoftCredentials *credentials, GCancellable *cancellable,
          GError **error)
{
  return check_credentials (self, credentials, error) &&
         loft_pop3_session_send_secret (self, "USER", credentials->user, cancellable, error) &&
         read_verdict (self, cancellable, error) &&
         loft_pop3_session_send_secret (self, "PASS", credentials->password, cancellable, error) &&
         read_verdict (self, cancellable, error);
}

static gboolean
run_apop (LoftPop3Session *self, const LoftCredentials *credentials, GCancellable *cancellable,
          GError **error)
{
  g_autoptr (Secret) shared = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *answer = NULL;

  if (self->timestamp == NULL)
    return loft_pop3_session_break (self, error, LOFT_ERROR_AUTH,
                                    "The server does not offer APOP on this connection");
  if (!check_credentials (self, credentials, error))
    return FALSE;
  shared = g_strconcat (self->timestamp, credentials->password, NULL);
  digest = g_compute_checksum_for_string (G_CHECKSUM_MD5, shared, -1);
  answer = g_strdup_printf ("%s %s", credentials->user, digest);
  return loft_pop3_session_send_secret (self, "APOP", answer, cancellable, error) &&
         read_verdict (self, cancellable, error);
}

/* --- Choice ------------------------------------------------------------------------------- */

typedef enum { BY_NOTHING, BY_SASL, BY_USER, BY_APOP } Way;

typedef struct {
  Way way;
  LoftSasl *sasl; /* (nullable) */
} Choice;

static void
choice_clear (Choice *self)
{
  g_clear_pointer (&self->sasl, loft_sasl_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Choice, choice_clear)

static LoftSasl *
choose_sasl (LoftPop3Session *self, const LoftCredentials *credentials, gboolean plain_text_allowed,
             GError **error)
{
  const char *words = loft_pop3_session_get_capability (self, "SASL");
  g_auto (GStrv) offered = g_strsplit (words != NULL ? words : "", " ", -1);
  LoftSaslConnection connection = {
    .secure = loft_stream_is_secure (self->stream),
    .plain_text_allowed = plain_text_allowed,
    .has_client_certificate = self->sign_in.endpoint->client_certificate != NULL,
  };

  return loft_sasl_choose ((const char *const *) offered, self->sign_in.wanted_mechanism,
                           credentials, &connection, error);
}

static gboolean
take_sasl (LoftPop3Session *self, const LoftCredentials *credentials, gboolean plain_text_allowed,
           Choice *choice, GError **error)
{
  g_clear_error (error);
  choice->sasl = choose_sasl (self, credentials, plain_text_allowed, error);
  choice->way = choice->sasl != NULL ? BY_SASL : BY_NOTHING;
  return choice->sasl != NULL;
}

static gboolean
take_way (Choice *choice, Way way, gboolean fits, GError **error)
{
  if (!fits)
    return FALSE;
  g_clear_error (error);
  choice->way = way;
  return TRUE;
}

/* In clear, where the person chose that, what hides the password goes first. Some servers leave USER
 * out of CAPA and have it all the same, but in clear that is how they forbid it (RFC 2595, 4). */
static gboolean
choose_any (LoftPop3Session *self, const LoftCredentials *credentials, Choice *choice,
            GError **error)
{
  gboolean secure = loft_stream_is_secure (self->stream);
  gboolean clear = !secure && self->sign_in.endpoint->security == LOFT_ENDPOINT_PLAIN;
  gboolean password = credentials->password != NULL && credentials->password[0] != '\0';
  gboolean user = password && (secure || clear) && loft_pop3_session_offers (self, "USER", TRUE);
  gboolean apop = password && (secure || clear) && self->timestamp != NULL;

  return take_sasl (self, credentials, FALSE, choice, error) ||
         take_way (choice, BY_APOP, apop && clear, error) ||
         (clear && take_sasl (self, credentials, TRUE, choice, error)) ||
         take_way (choice, BY_USER, user, error) || take_way (choice, BY_APOP, apop, error) ||
         take_way (choice, BY_USER, password && secure, error);
}

static gboolean
choose (LoftPop3Session *self, const LoftCredentials *credentials, Choice *choice, GError **error)
{
  if (self->sign_in.wanted_mechanism[0] == '\0')
    return choose_any (self, credentials, choice, error);
  if (g_ascii_strcasecmp (self->sign_in.wanted_mechanism, "USER") == 0)
    return take_way (choice, BY_USER, TRUE, error);
  if (g_ascii_strcasecmp (self->sign_in.wanted_mechanism, "APOP") == 0)
    return take_way (choice, BY_APOP, TRUE, error);
  return take_sasl (self, credentials, self->sign_in.endpoint->security == LOFT_ENDPOINT_PLAIN,
                    choice, error);
}

/* USER and APOP show as much as PLAIN does. */
static gboolean
check_downgrade (LoftPop3Session *self, const LoftCredentials *credentials, GError **error)
{
  const LoftSignIn *sign_in = &self->sign_in;
  int strength =
    MAX (loft_sasl_strength (sign_in->used_mechanism), loft_sasl_strength ("PLAIN"));

  return strength >= loft_sasl_strength (sign_in->least_mechanism) ||
         loft_sasl_line_check_downgrade (sign_in->used_mechanism, sign_in->wanted_mechanism,
                                         sign_in->least_mechanism, credentials, error);
}

static gboolean
sign_in (LoftPop3Session *self, const LoftCredentials *credentials, GCancellable *cancellable,
         GError **error)
{
  g_auto (Choice) choice = { BY_NOTHING };
  g_autoptr (GError) failure = NULL;

  if (!choose (self, credentials, &choice, &failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  self->sign_in.used_mechanism =
    g_strdup (choice.way == BY_SASL   ? loft_sasl_get_mechanism (choice.sasl)
              : choice.way == BY_USER ? "USER"
                                      : "APOP");
  if (!check_downgrade (self, credentials, error))
    return FALSE;
  if (choice.way == BY_SASL)
    return run_sasl (self, choice.sasl, cancellable, error);
  return choice.way == BY_USER ? run_user (self, credentials, cancellable, error)
                               : run_apop (self, credentials, cancellable, error);
}

static LoftCredentials *
get_credentials (LoftPop3Session *self, GCancellable *cancellable, GError **error)
{
  const char *words = loft_pop3_session_get_capability (self, "SASL");
  g_auto (GStrv) offered = g_strsplit (words != NULL ? words : "", " ", -1);

  return loft_sign_in_get_credentials (&self->sign_in,
                                       g_strv_contains ((const char *const *) offered, "EXTERNAL"),
                                       cancellable, error);
}

gboolean
loft_pop3_session_authenticate (LoftPop3Session *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftCredentials) credentials = get_credentials (self, cancellable, error);

  if (credentials == NULL || !sign_in (self, credentials, cancellable, error))
    return FALSE;
  self->authenticated = TRUE;
  return TRUE;
}
