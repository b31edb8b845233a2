/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-client-private.h"

#include <string.h>

#include "loft-eas-failure.h"
#include "loft-error.h"
#include "loft-log.h"
#include "loft-wbxml-writer.h"

#define DEVICE_TYPE    "LoftDesktop"
#define WBXML          "application/vnd.ms-sync.wbxml"
#define STATUS_VERSION 138 /* it does not speak this one (any more) */
#define MAX_DEMANDS    2 /* in one call: another connection may have been faster once */

G_DEFINE_FINAL_TYPE (LoftEasClient, loft_eas_client, G_TYPE_OBJECT)

/* ---- what is known of the server ---------------------------------------------------------- */

void
loft_eas_server_clear (LoftEasServer *self)
{
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->home, g_free);
  g_clear_pointer (&self->device_id, g_free);
  g_clear_pointer (&self->commands, g_free);
}

const LoftEasServer *
loft_eas_client_get_server (LoftEasClient *self)
{
  return &self->server;
}

void
loft_eas_client_set_demand_func (LoftEasClient *self, LoftEasDemandFunc func, gpointer user_data,
                                 GDestroyNotify destroy)
{
  if (self->demand_destroy != NULL)
    self->demand_destroy (self->demand_data);
  self->demand_func = func;
  self->demand_data = user_data;
  self->demand_destroy = destroy;
}

void
loft_eas_client_set_learnt_func (LoftEasClient *self, LoftEasLearntFunc func, gpointer user_data,
                                 GDestroyNotify destroy)
{
  if (self->learnt_destroy != NULL)
    self->learnt_destroy (self->learnt_data);
  self->learnt_func = func;
  self->learnt_data = user_data;
  self->learnt_destroy = destroy;
}

void
loft_eas_client_set_policy_key (LoftEasClient *self, guint policy_key)
{
  self->server.policy_key = policy_key;
}

/* ---- one request -------------------------------------------------------------------------- */

/* (transfer full) The plain form: whatever reads it shows what was asked. */
static char *
make_url (LoftEasClient *self, const LoftEasCall *call)
{
  g_autofree char *user = g_uri_escape_string (self->server.user, NULL, FALSE);

  return g_strdup_printf ("%s?Cmd=%s&User=%s&DeviceId=%s&DeviceType=" DEVICE_TYPE "%s",
                          self->server.url, loft_eas_command_get_name (call->command), user,
                          self->server.device_id, call->parameters != NULL ? call->parameters : "");
}

/* Takes an answer while it comes. */
typedef struct {
  LoftWbxmlReader *reader; /* (nullable) until the first byte */
  const LoftEasCall *call;
} Intake;

static gboolean
take (const guint8 *bytes, gsize length, gpointer user_data, GError **error)
{
  Intake *intake = user_data;

  if (length == 0)
    return TRUE;
  if (intake->reader == NULL)
    {
      if (bytes[0] > 0x03)
        return loft_eas_failure_set_no_server (error);
      intake->reader =
        loft_wbxml_reader_new (intake->call->tags, intake->call->func, intake->call->user_data);
    }
  return loft_wbxml_reader_feed (intake->reader, bytes, length, error);
}

static LoftHttpReply *
send_once (LoftEasClient *self, const LoftEasCall *call, Intake *intake, GCancellable *cancellable,
           GError **error)
{
  g_autofree char *url = make_url (self, call);
  g_autofree char *key = g_strdup_printf ("%u", self->server.policy_key);
  const char *headers[] = { "MS-ASProtocolVersion",
                            loft_eas_client_name_version (self),
                            "User-Agent",
                            LOFT_EAS_USER_AGENT,
                            "X-MS-PolicyKey",
                            key,
                            NULL };
  g_autoptr (GBytes) body = call->message != NULL   ? g_bytes_ref (call->message)
                            : call->request != NULL ? loft_wbxml_write (call->request)
                                                    : NULL;
  LoftHttpCall http = {
    .method = "POST",
    .url = url,
    .headers = headers,
    .content_type = call->message != NULL ? "message/rfc822" : WBXML,
    .body = body,
    .seconds = call->seconds,
    .may_repeat = loft_eas_command_may_repeat (call->command, call->request),
    .sink_status = 200,
    .sink = take,
    .sink_data = intake,
  };

  if (loft_log_traces ("eas"))
    loft_log_trace ("eas", "%s", loft_eas_command_get_name (call->command));
  self->n_requests[call->command]++;
  self->n_requests[LOFT_EAS_N_COMMANDS]++;
  return loft_http_client_send (self->http, &http, cancellable, error);
}

static gboolean
may_deal (LoftEasClient *self)
{
  return self->demand_func != NULL && !self->in_demand && self->n_demands < MAX_DEMANDS;
}

static gboolean
deal_with (LoftEasClient *self, LoftEasDemand demand, GCancellable *cancellable, GError **error)
{
  gboolean done;

  self->n_demands++;
  self->in_demand = TRUE;
  done = self->demand_func (self, demand, self->demand_data, cancellable, error);
  self->in_demand = FALSE;
  return done;
}

/* FALSE: it demands nothing. */
static gboolean
find_demand (const LoftEasMeaning *meaning, LoftEasDemand *demand)
{
  switch (meaning->recovery)
    {
    case LOFT_EAS_RECOVERY_PROVISION:
      *demand = LOFT_EAS_DEMAND_POLICY;
      return TRUE;
    case LOFT_EAS_RECOVERY_DEVICE:
      *demand = LOFT_EAS_DEMAND_DEVICE;
      return TRUE;
    case LOFT_EAS_RECOVERY_WIPE:
      *demand = LOFT_EAS_DEMAND_WIPE;
      return TRUE;
    default:
      return FALSE;
    }
}

/* *again: the server is reached elsewhere, or has its policy now. */
static gboolean
take_answer (LoftEasClient *self, const LoftEasCall *call, const LoftHttpReply *answer,
             gboolean *again, GCancellable *cancellable, GError **error)
{
  const char *location = loft_http_reply_get_header (answer, "x-ms-location");

  *again = FALSE;
  if (answer->status == 200)
    return TRUE;
  if (answer->status == 449 && may_deal (self))
    {
      *again = TRUE;
      return deal_with (self, LOFT_EAS_DEMAND_POLICY, cancellable, error);
    }
  if (answer->status == 451 && location != NULL)
    {
      *again = TRUE;
      return loft_eas_client_follow (self, location, error);
    }
  return loft_eas_failure_set_http (call->command, answer, error);
}

/* Of the root: what servers say of a request as a whole. */
static gint64
get_status (const LoftWbxmlElement *root)
{
  for (guint i = 0; i < loft_wbxml_element_get_n_children (root); i++)
    {
      const LoftWbxmlElement *child = loft_wbxml_element_get_child (root, i);

      if (g_strcmp0 (loft_eas_tag_get_name (child->tag), "Status") == 0 && child->text != NULL)
        return g_ascii_strtoll (child->text, NULL, 10);
    }
  return 0;
}

/* HTTP does not tell where an answer without length and chunks ends. The reader forgives missing ends, but
 * what is missing of a list would be taken for nothing new, or for gone. */
static gboolean
read_reply (Intake *intake, LoftWbxmlElement **reply, GError **error)
{
  *reply = NULL;
  if (intake->reader == NULL)
    return TRUE;
  if (!loft_wbxml_reader_is_whole (intake->reader))
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                           "The server's answer is cut off");
      return FALSE;
    }
  *reply = loft_wbxml_reader_end (intake->reader, error);
  return *reply != NULL;
}

static gboolean
judge_reply (LoftEasClient *self, const LoftEasCall *call, const LoftWbxmlElement *reply,
             gboolean *again, GCancellable *cancellable, GError **error)
{
  gint64 status = reply != NULL ? get_status (reply) : 0;
  LoftEasDemand demand;

  *again = FALSE;
  if (status > 100 && may_deal (self) &&
      find_demand (loft_eas_status_find (call->command, status), &demand))
    {
      *again = TRUE;
      return deal_with (self, demand, cancellable, error);
    }
  return status <= 100 || call->judges ||
         loft_eas_failure_check (call->command, status, "ActiveSync", error);
}

/* What comes back, as far as that it makes sense. */
static gboolean
ask_once (LoftEasClient *self, const LoftEasCall *call, LoftHttpReply **answer,
          LoftWbxmlElement **read, gboolean *again, GCancellable *cancellable, GError **error)
{
  Intake intake = { NULL, call };
  gboolean done;

  *answer = send_once (self, call, &intake, cancellable, error);
  done = *answer != NULL && take_answer (self, call, *answer, again, cancellable, error) &&
         (*again || read_reply (&intake, read, error));
  g_clear_pointer (&intake.reader, loft_wbxml_reader_free);
  return done;
}

/* Whether it is worth asking again what the server can do: it says so, or speaks other versions now
 * (MS-ASHTTP: X-MS-RP lists them). */
static gboolean
is_outdated (LoftEasClient *self, const LoftHttpReply *answer, const LoftWbxmlElement *reply)
{
  const char *versions = loft_http_reply_get_header (answer, "x-ms-rp");

  return (versions != NULL && loft_eas_client_would_change (self, versions)) ||
         (reply != NULL && get_status (reply) == STATUS_VERSION);
}

static gboolean
call_once (LoftEasClient *self, const LoftEasCall *call, LoftWbxmlElement **reply, gboolean *again,
           GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftHttpReply) answer = NULL;
  g_autoptr (LoftWbxmlElement) read = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean done = ask_once (self, call, &answer, &read, again, cancellable, &failure);

  if (call->http_status != NULL)
    *call->http_status = answer != NULL ? answer->status : 0;
  if (!done)
    {
      if (answer != NULL && answer->status == 505)
        loft_eas_client_confirm (self, TRUE);
      loft_eas_client_doubt (self, failure);
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (*again)
    return TRUE;
  loft_eas_client_confirm (self, is_outdated (self, answer, read));
  if (!judge_reply (self, call, read, again, cancellable, error))
    return FALSE;
  if (!*again)
    *reply = g_steal_pointer (&read);
  return TRUE;
}

gboolean
loft_eas_client_may_call (LoftEasClient *self, GError **error)
{
  return loft_http_client_may_send (self->http, error);
}

gboolean
loft_eas_client_call (LoftEasClient *self, const LoftEasCall *call, LoftWbxmlElement **reply,
                      GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftWbxmlElement) unwanted = NULL;
  gboolean again = FALSE;

  if (!self->in_demand)
    self->n_demands = 0;
  if (self->outdated && !self->in_demand && !loft_eas_client_negotiate (self, cancellable, error))
    return FALSE;
  for (guint i = 0; i <= LOFT_EAS_MAX_MOVES + MAX_DEMANDS; i++)
    {
      if (!call_once (self, call, reply != NULL ? reply : &unwanted, &again, cancellable, error))
        return FALSE;
      if (!again)
        return TRUE;
    }
  return loft_eas_client_fail_endless (error);
}

/* ---- object ------------------------------------------------------------------------------- */

const LoftCertificateProblem *
loft_eas_client_get_certificate_problem (LoftEasClient *self)
{
  return loft_http_client_get_certificate_problem (self->http);
}

guint
loft_eas_client_get_n_requests (LoftEasClient *self, guint command)
{
  return self->n_requests[MIN (command, LOFT_EAS_N_COMMANDS)];
}

static void
loft_eas_client_finalize (GObject *object)
{
  LoftEasClient *self = LOFT_EAS_CLIENT (object);

  g_clear_object (&self->http);
  loft_eas_server_clear (&self->server);
  if (self->demand_destroy != NULL)
    self->demand_destroy (self->demand_data);
  if (self->learnt_destroy != NULL)
    self->learnt_destroy (self->learnt_data);
  G_OBJECT_CLASS (loft_eas_client_parent_class)->finalize (object);
}

static void
loft_eas_client_class_init (LoftEasClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_eas_client_finalize;
}

static void
loft_eas_client_init (LoftEasClient *self)
{
}

LoftEasClient *
loft_eas_client_new (LoftHttpClient *http, const LoftEasServer *server)
{
  LoftEasClient *self = g_object_new (LOFT_TYPE_EAS_CLIENT, NULL);

  self->http = g_object_ref (http);
  self->server = *server;
  self->server.url = g_strdup (server->url);
  self->server.user = g_strdup (server->user);
  self->server.home = g_strdup (server->home != NULL ? server->home : server->url);
  self->server.device_id = g_strdup (server->device_id);
  self->server.commands = g_strdup (server->commands);
  return self;
}
