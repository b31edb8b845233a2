/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-client.h"

#include <string.h>

#include "loft-eas-failure.h"
#include "loft-error.h"
#include "loft-log.h"
#include "loft-wbxml-writer.h"

#define DEVICE_TYPE "LoftDesktop"
#define USER_AGENT  "Loft/1.0"
#define WBXML       "application/vnd.ms-sync.wbxml"
#define MAX_MOVES   3 /* to other addresses, in one call */
#define MAX_DEMANDS 2 /* in one call: another connection may have been faster once */

/* What both may speak, the best first; below 12.1 there is no header of the message. */
static const struct {
  const char *name;
  guint number;
} versions[] = {
  { "16.1", 161 }, { "16.0", 160 }, { "14.1", 141 }, { "14.0", 140 }, { "12.1", 121 },
};

struct _LoftEasClient {
  GObject parent;

  LoftHttpClient *http;
  LoftEasServer server;
  char *commands; /* (nullable) as the server lists them */
  LoftEasDemandFunc demand_func; /* (nullable) */
  gpointer demand_data;
  GDestroyNotify demand_destroy; /* (nullable) */
  gboolean in_demand;
  guint n_demands; /* of the call under way */
  gboolean is_exchange;
  guint n_requests[LOFT_EAS_N_COMMANDS + 1]; /* the last: all */
};

G_DEFINE_FINAL_TYPE (LoftEasClient, loft_eas_client, G_TYPE_OBJECT)

/* ---- what is known of the server ---------------------------------------------------------- */

void
loft_eas_server_clear (LoftEasServer *self)
{
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->device_id, g_free);
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
loft_eas_client_set_policy_key (LoftEasClient *self, guint policy_key)
{
  self->server.policy_key = policy_key;
}

/* Names between commas. */
static gboolean
lists (const char *list, const char *name)
{
  g_auto (GStrv) words = g_strsplit (list, ",", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_ascii_strcasecmp (g_strstrip (words[i]), name) == 0)
      return TRUE;
  return FALSE;
}

gboolean
loft_eas_client_has_command (LoftEasClient *self, LoftEasCommand command)
{
  return self->commands == NULL || lists (self->commands, loft_eas_command_get_name (command));
}

static const char *
name_version (guint number)
{
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    if (versions[i].number == number)
      return versions[i].name;
  return versions[G_N_ELEMENTS (versions) - 1].name;
}

static gboolean
agree (LoftEasClient *self, const char *offered, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    if (lists (offered, versions[i].name))
      {
        self->server.version = versions[i].number;
        return TRUE;
      }
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
               "The server speaks ActiveSync %s; Loft needs 12.1 or a later one", offered);
  return FALSE;
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
                            name_version (self->server.version),
                            "User-Agent",
                            USER_AGENT,
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

/* The server is reached at location from now on, with what stands before its query. */
static gboolean
follow (LoftEasClient *self, const char *location, GError **error)
{
  if (!loft_http_client_is_allowed (self->http, location))
    return loft_eas_failure_set_elsewhere (location, error);
  g_free (self->server.url);
  self->server.url = g_strndup (location, strcspn (location, "?"));
  return TRUE;
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
      return follow (self, location, error);
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

static gboolean
call_once (LoftEasClient *self, const LoftEasCall *call, LoftWbxmlElement **reply, gboolean *again,
           GCancellable *cancellable, GError **error)
{
  Intake intake = { NULL, call };
  g_autoptr (LoftHttpReply) answer = send_once (self, call, &intake, cancellable, error);
  g_autoptr (LoftWbxmlElement) read = NULL;
  gboolean done = answer != NULL && take_answer (self, call, answer, again, cancellable, error);

  if (call->http_status != NULL)
    *call->http_status = answer != NULL ? answer->status : 0;
  if (done && !*again)
    done = read_reply (&intake, &read, error) &&
           judge_reply (self, call, read, again, cancellable, error);
  g_clear_pointer (&intake.reader, loft_wbxml_reader_free);
  if (done && !*again)
    *reply = g_steal_pointer (&read);
  return done;
}

static gboolean
fail_endless (GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                       "The server sends from one address to the next");
  return FALSE;
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
  for (guint i = 0; i <= MAX_MOVES + MAX_DEMANDS; i++)
    {
      if (!call_once (self, call, reply != NULL ? reply : &unwanted, &again, cancellable, error))
        return FALSE;
      if (!again)
        return TRUE;
    }
  return fail_endless (error);
}

/* (transfer full) (nullable) What the server says of itself, wherever it is reached. */
static LoftHttpReply *
ask_options (LoftEasClient *self, GCancellable *cancellable, GError **error)
{
  const char *headers[] = { "User-Agent", USER_AGENT, NULL };

  for (guint i = 0; i <= MAX_MOVES; i++)
    {
      LoftHttpCall call = { .method = "OPTIONS", .url = self->server.url, .headers = headers };
      g_autoptr (LoftHttpReply) answer = NULL;
      const char *location;

      self->n_requests[LOFT_EAS_N_COMMANDS]++;
      answer = loft_http_client_send (self->http, &call, cancellable, error);
      location = answer != NULL ? loft_http_reply_get_header (answer, "x-ms-location") : NULL;
      if (answer == NULL || answer->status != 451 || location == NULL)
        return g_steal_pointer (&answer);
      if (!follow (self, location, error))
        return NULL;
    }
  fail_endless (error);
  return NULL;
}

gboolean
loft_eas_client_is_exchange (LoftEasClient *self)
{
  return self->is_exchange;
}

/* By what its web server and its proxies add to answers. */
static gboolean
looks_like_exchange (const LoftHttpReply *answer)
{
  const char *server = loft_http_reply_get_header (answer, "server");

  return (server != NULL && strstr (server, "Microsoft") != NULL) ||
         loft_http_reply_get_header (answer, "x-feserver") != NULL ||
         loft_http_reply_get_header (answer, "x-diaginfo") != NULL ||
         loft_http_reply_get_header (answer, "x-owa-version") != NULL;
}

gboolean
loft_eas_client_negotiate (LoftEasClient *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftHttpReply) answer = ask_options (self, cancellable, error);
  const char *offered;

  if (answer == NULL)
    return FALSE;
  if (answer->status != 200)
    return loft_eas_failure_set_http (LOFT_EAS_N_COMMANDS, answer, error);
  offered = loft_http_reply_get_header (answer, "ms-asprotocolversions");
  if (offered == NULL)
    return loft_eas_failure_set_no_server (error);
  self->is_exchange = looks_like_exchange (answer);
  g_free (self->commands);
  self->commands = g_strdup (loft_http_reply_get_header (answer, "ms-asprotocolcommands"));
  if (loft_log_traces ("eas"))
    loft_log_trace ("eas", "versions %s; commands %s", offered,
                    self->commands != NULL ? self->commands : "not told");
  return agree (self, offered, error);
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
  g_free (self->commands);
  if (self->demand_destroy != NULL)
    self->demand_destroy (self->demand_data);
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
  self->server.device_id = g_strdup (server->device_id);
  return self;
}
