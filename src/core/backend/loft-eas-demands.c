/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-demands.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-eas-connection.h"
#include "loft-eas-provision.h"
#include "loft-error.h"

/* A policy may be taken back on the server while nobody has decided here. */
#define LOOK_AGAIN_SECONDS (6 * 60 * 60)
#define SECONDS            60 /* of a request; other connections wait for it */
#define MAX_TELLINGS       3 /* that all is deleted */

typedef struct {
  const LoftSignInMemory *memory;
  gpointer user_data;
} Demands;

/* The connections of one account find out at the same time that their key is worth nothing. */
static GMutex lock;

/* ---- what is remembered ------------------------------------------------------------------- */

static char *
get_note (const Demands *self, const char *name)
{
  return loft_eas_connection_get_note (self->memory, name, self->user_data);
}

static void
set_note (const Demands *self, const char *name, const char *value)
{
  loft_eas_connection_set_note (self->memory, name, value, self->user_data);
}

/* Written where it is another one only: each time is one to the disk. */
static void
drop_note (const Demands *self, const char *name)
{
  g_autofree char *note = get_note (self, name);

  if (note != NULL)
    set_note (self, name, NULL);
}

static guint
get_key (const Demands *self)
{
  g_autofree char *note = get_note (self, LOFT_POLICY_NOTE_KEY);

  return note != NULL ? (guint) g_ascii_strtoull (note, NULL, 10) : 0;
}

static void
keep_key (const Demands *self, LoftEasClient *client, const char *key)
{
  guint number = (guint) g_ascii_strtoull (key, NULL, 10);

  loft_eas_client_set_policy_key (client, number);
  set_note (self, LOFT_POLICY_NOTE_KEY, number != 0 ? key : NULL);
}

/* How a person has answered exactly this policy; FALSE: not yet. */
static gboolean
find_answer (const Demands *self, const char *text, LoftPolicyAnswer *answer)
{
  g_autofree char *note = get_note (self, LOFT_POLICY_NOTE_ACCEPTED);
  g_autofree char *accepted = NULL;
  gint64 number;

  if (!loft_policy_read_note (note, &number, &accepted) || strcmp (accepted, text) != 0)
    return FALSE;
  *answer = number == LOFT_POLICY_ANSWER_ALL ? LOFT_POLICY_ANSWER_ALL : LOFT_POLICY_ANSWER_PARTLY;
  return TRUE;
}

static gboolean
wait_for_person (GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_POLICY,
                       "The server wants its policy accepted before it gives anything");
  return FALSE;
}

static gboolean
offer (const Demands *self, const char *text, GError **error)
{
  g_autofree char *note = loft_policy_write_note (loft_clock_now (), text);

  set_note (self, LOFT_POLICY_NOTE_OFFERED, note);
  return wait_for_person (error);
}

/* ---- requests ----------------------------------------------------------------------------- */

static gboolean
provision (LoftEasClient *client, LoftWbxmlElement *request, LoftEasProvision *answer,
           GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftWbxmlElement) sent = request;
  g_autoptr (LoftWbxmlElement) root = NULL;
  LoftEasCall call = {
    .command = LOFT_EAS_COMMAND_PROVISION,
    .request = sent,
    .seconds = SECONDS,
    .judges = TRUE,
  };

  memset (answer, 0, sizeof *answer);
  return loft_eas_client_call (client, &call, &root, cancellable, error) &&
         loft_eas_provision_reply (root, answer, error);
}

/* The computer's own name is nobody's business. */
static LoftWbxmlElement *
make_device_request (gboolean of_settings, guint version)
{
  g_autofree char *os = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  const LoftEasDevice device = { .model = "Loft", .os = os };

  return of_settings ? loft_eas_settings_device_request (&device)
                     : loft_eas_provision_request (version, &device);
}

static gboolean
tell_device (LoftEasClient *client, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftWbxmlElement) request = make_device_request (TRUE, 0);
  g_autoptr (LoftWbxmlElement) root = NULL;
  LoftEasCall call = { .command = LOFT_EAS_COMMAND_SETTINGS, .request = request };

  return loft_eas_client_call (client, &call, &root, cancellable, error) &&
         loft_eas_settings_device_reply (root, error);
}

/* What came to nothing is no word on what was asked for: nothing is taken back for it, nothing given up. */
static gboolean
stop (const char *what, GError *failure, GError **error)
{
  switch (loft_error_class (failure))
    {
    case LOFT_ERROR_OFFLINE:
    case LOFT_ERROR_TEMPORARY:
    case LOFT_ERROR_AUTH:
    case LOFT_ERROR_UNTRUSTED:
      g_propagate_error (error, failure);
      return FALSE;
    default:
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_POLICY, "%s: %s", what, failure->message);
      g_error_free (failure);
      return FALSE;
    }
}

/* ---- deleting ----------------------------------------------------------------------------- */

static gboolean
end_wiped (GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_WIPED,
                       "The organisation demands that this account's data be deleted here");
  return FALSE;
}

static gboolean
is_of_line (const GError *error)
{
  LoftError error_class = loft_error_class (error);

  return loft_error_is_cancelled (error) || error_class == LOFT_ERROR_OFFLINE ||
         error_class == LOFT_ERROR_TEMPORARY;
}

/* As MS-ASPROV 3.1.5.1.2.2 has it: the server is told at once, whatever it answers; then all is deleted. A
 * line that breaks just now gets more than one chance. */
static gboolean
tell_wiped (const Demands *self, LoftEasClient *client, LoftEasWipe wipe, GCancellable *cancellable,
            GError **error)
{
  gboolean told = FALSE;

  set_note (self, LOFT_WIPE_NOTE, LOFT_WIPE_ASKED);
  for (guint i = 0; i < MAX_TELLINGS && !told; i++)
    {
      g_auto (LoftEasProvision) answer = { 0 };

      told = provision (client, loft_eas_provision_wiped (wipe, TRUE), &answer, cancellable, NULL);
    }
  if (!told && g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  set_note (self, LOFT_WIPE_NOTE, LOFT_WIPE_TOLD);
  return end_wiped (error);
}

/* Which of the two is meant stands in the answer to an empty request (3.1.5.1.1). */
static gboolean
take_wipe (const Demands *self, LoftEasClient *client, GCancellable *cancellable, GError **error)
{
  g_auto (LoftEasProvision) answer = { 0 };
  GError *failure = NULL;

  loft_eas_client_set_policy_key (client, 0);
  if (!provision (client, loft_eas_provision_ask_wipe (), &answer, cancellable, &failure))
    return stop ("The server demanded that all be deleted, and does not say what", failure, error);
  if (answer.wipe != LOFT_EAS_WIPE_NONE)
    return tell_wiped (self, client, answer.wipe, cancellable, error);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                       "The server demanded that all be deleted, and took it back");
  return FALSE;
}

/* ---- the policy --------------------------------------------------------------------------- */

/* What a person accepted is not enough for the server: they, or whoever runs it, decide anew. */
static void
note_refusal (const Demands *self, LoftPolicyAnswer answer, const char *text)
{
  g_autofree char *refused = loft_policy_write_note (answer, text);
  g_autofree char *offered = loft_policy_write_note (loft_clock_now (), text);

  set_note (self, LOFT_POLICY_NOTE_REFUSED, refused);
  set_note (self, LOFT_POLICY_NOTE_OFFERED, offered);
  set_note (self, LOFT_POLICY_NOTE_ACCEPTED, NULL);
}

static gboolean
end_policy (const Demands *self, LoftEasClient *client, const char *key, GCancellable *cancellable)
{
  keep_key (self, client, key);
  drop_note (self, LOFT_POLICY_NOTE_OFFERED);
  drop_note (self, LOFT_POLICY_NOTE_REFUSED);
  /* Before 14.1 there is no place for it in Provision; a server that does not care need not answer. */
  if (loft_eas_client_get_server (client)->version < 141)
    tell_device (client, cancellable, NULL);
  return TRUE;
}

static gboolean
acknowledge (const Demands *self, LoftEasClient *client, const char *key, LoftPolicyAnswer answer,
             const char *text, GCancellable *cancellable, GError **error)
{
  g_auto (LoftEasProvision) end = { 0 };
  GError *failure = NULL;

  loft_eas_client_set_policy_key (client, (guint) g_ascii_strtoull (key, NULL, 10));
  if (provision (client, loft_eas_provision_acknowledge (key, answer), &end, cancellable, &failure))
    return end.wipe != LOFT_EAS_WIPE_NONE ? tell_wiped (self, client, end.wipe, cancellable, error)
                                          : end_policy (self, client, end.key, cancellable);
  loft_eas_client_set_policy_key (client, 0);
  if (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_POLICY))
    note_refusal (self, answer, text);
  return stop ("The server did not take the answer to its policy", failure, error);
}

static gboolean
ask_policy (const Demands *self, LoftEasClient *client, GCancellable *cancellable, GError **error)
{
  guint version = loft_eas_client_get_server (client)->version;
  g_auto (LoftEasProvision) told = { 0 };
  g_autofree char *text = NULL;
  LoftPolicyAnswer answer;
  GError *failure = NULL;

  loft_eas_client_set_policy_key (client, 0);
  drop_note (self, LOFT_POLICY_NOTE_KEY);
  if (!provision (client, make_device_request (FALSE, version), &told, cancellable, &failure))
    return stop ("The server's policy cannot be read", failure, error);
  if (told.wipe != LOFT_EAS_WIPE_NONE)
    return tell_wiped (self, client, told.wipe, cancellable, error);
  if (told.is_free)
    return end_policy (self, client, told.key, cancellable);
  text = told.policy != NULL ? loft_policy_to_text (told.policy) : g_strdup ("");
  if (!find_answer (self, text, &answer))
    return offer (self, text, error);
  return acknowledge (self, client, told.key, answer, text, cancellable, error);
}

/* Another connection of this account may have dealt with it a moment ago: then its key counts. */
static gboolean
take_policy (const Demands *self, LoftEasClient *client, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  guint spent = loft_eas_client_get_server (client)->policy_key;
  guint known = get_key (self);

  if (known != 0 && known != spent)
    {
      loft_eas_client_set_policy_key (client, known);
      return TRUE;
    }
  return loft_eas_demands_allow (self->memory, self->user_data, error) &&
         ask_policy (self, client, cancellable, error);
}

/* ---- for connections ---------------------------------------------------------------------- */

static gboolean
take (LoftEasClient *client, LoftEasDemand demand, gpointer user_data, GCancellable *cancellable,
      GError **error)
{
  const Demands *self = user_data;

  switch (demand)
    {
    case LOFT_EAS_DEMAND_DEVICE:
      return tell_device (client, cancellable, error);
    case LOFT_EAS_DEMAND_WIPE:
      return take_wipe (self, client, cancellable, error);
    case LOFT_EAS_DEMAND_POLICY:
    default:
      return take_policy (self, client, cancellable, error);
    }
}

void
loft_eas_demands_attach (LoftEasClient *client, const LoftSignInMemory *memory, gpointer user_data)
{
  Demands *self = g_new0 (Demands, 1);

  self->memory = memory;
  self->user_data = user_data;
  loft_eas_client_set_demand_func (client, take, self, g_free);
  loft_eas_client_set_policy_key (client, get_key (self));
}

gboolean
loft_eas_demands_allow (const LoftSignInMemory *memory, gpointer user_data, GError **error)
{
  const Demands self = { memory, user_data };
  g_autofree char *wipe = get_note (&self, LOFT_WIPE_NOTE);
  g_autofree char *note = get_note (&self, LOFT_POLICY_NOTE_OFFERED);
  g_autofree char *text = NULL;
  LoftPolicyAnswer answer;
  gint64 since;
  gint64 passed;

  if (g_strcmp0 (wipe, LOFT_WIPE_TOLD) == 0)
    return end_wiped (error);
  if (!loft_policy_read_note (note, &since, &text) || find_answer (&self, text, &answer))
    return TRUE;
  passed = loft_clock_now () - since;
  return passed < 0 || passed >= LOOK_AGAIN_SECONDS || wait_for_person (error);
}

gboolean
loft_eas_demands_finish (LoftEasClient *client, const LoftSignInMemory *memory, gpointer user_data,
                         GCancellable *cancellable, GError **error)
{
  const Demands self = { memory, user_data };
  g_autofree char *wipe = get_note (&self, LOFT_WIPE_NOTE);
  g_auto (LoftEasProvision) answer = { 0 };
  g_autoptr (GError) failure = NULL;

  if (wipe == NULL)
    return TRUE;
  if (provision (client, loft_eas_provision_ask_wipe (), &answer, cancellable, &failure) &&
      answer.wipe != LOFT_EAS_WIPE_NONE)
    return tell_wiped (&self, client, answer.wipe, cancellable, error);
  if (failure != NULL && is_of_line (failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  /* It was told, and only its answer got lost; or it does not know the device any more. */
  set_note (&self, LOFT_WIPE_NOTE, LOFT_WIPE_TOLD);
  return end_wiped (error);
}

LoftPolicy *
loft_eas_demands_read_limits (const LoftSignInMemory *memory, gpointer user_data)
{
  const Demands self = { memory, user_data };
  g_autofree char *note = get_note (&self, LOFT_POLICY_NOTE_ACCEPTED);
  g_autofree char *text = NULL;
  gint64 number;

  return loft_policy_read_note (note, &number, &text) ? loft_policy_from_text (text) : NULL;
}
