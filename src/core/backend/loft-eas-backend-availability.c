/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-busy-periods.h"
#include "loft-eas-backend-private.h"
#include "loft-eas-recipients.h"
#include "loft-eas-status.h"

#define HALF_HOUR 1800

gboolean
loft_eas_backend_has_availability (LoftEasBackend *self)
{
  return self->client != NULL && loft_eas_client_get_server (self->client)->version >= 140 &&
         loft_eas_client_has_command (self->client, LOFT_EAS_COMMAND_RESOLVE_RECIPIENTS);
}

static LoftBusyKind
kind_of (LoftEasBusyKind kind)
{
  switch (kind)
    {
    case LOFT_EAS_FREE:
      return LOFT_BUSY_FREE;
    case LOFT_EAS_TENTATIVE:
      return LOFT_BUSY_TENTATIVE;
    case LOFT_EAS_BUSY:
      return LOFT_BUSY_BUSY;
    case LOFT_EAS_AWAY:
      return LOFT_BUSY_AWAY;
    case LOFT_EAS_NOT_KNOWN:
    default:
      return LOFT_BUSY_UNKNOWN;
    }
}

/* ---- one person --------------------------------------------------------------------------- */

/* (transfer none) (nullable) Whom an answer is about: the only one, or of several who has the address. */
static const LoftEasRecipient *
choose (const LoftEasRecipientAnswer *answer, const char *address)
{
  for (guint i = 0; i < answer->recipients->len; i++)
    {
      const LoftEasRecipient *recipient = g_ptr_array_index (answer->recipients, i);

      if (recipient->address != NULL && g_ascii_strcasecmp (recipient->address, address) == 0)
        return recipient;
    }
  return !answer->is_ambiguous && answer->recipients->len > 0
           ? g_ptr_array_index (answer->recipients, 0)
           : NULL;
}

static char *
capitalize (const char *sentence)
{
  char *text = g_strdup (sentence);

  text[0] = g_ascii_toupper (text[0]);
  return text;
}

/* Contacts of one's own have no calendar on the server (MS-ASCMD 2.2.3.186.5). */
static char *
explain (const LoftEasRecipientAnswer *answer, const LoftEasRecipient *recipient)
{
  const LoftEasMeaning *meaning;

  if (answer == NULL || (recipient == NULL && !answer->is_ambiguous))
    return g_strdup ("The server does not know this person");
  if (recipient == NULL)
    return g_strdup ("The server knows several people by this address");
  meaning = loft_eas_status_find (LOFT_EAS_PART_AVAILABILITY, recipient->busy_status);
  if (recipient->busy_status > 1 && meaning->sentence != NULL)
    return capitalize (meaning->sentence);
  return g_strdup ("The server does not tell when this person has time");
}

static void
take_busy (LoftAvailability *availability, const LoftEasRecipient *recipient, gint64 since,
           gint64 until)
{
  for (guint i = 0; i < recipient->busy->len; i++)
    {
      const LoftEasBusyPeriod *period = &g_array_index (recipient->busy, LoftEasBusyPeriod, i);

      loft_busy_periods_add (availability->periods, period->start, period->end,
                             kind_of (period->kind));
    }
  loft_busy_periods_settle (availability->periods, since, until);
}

static const LoftEasRecipientAnswer *
find_answer (GPtrArray *answers, const char *address)
{
  for (guint i = 0; i < answers->len; i++)
    {
      const LoftEasRecipientAnswer *answer = g_ptr_array_index (answers, i);

      if (answer->asked != NULL && g_ascii_strcasecmp (answer->asked, address) == 0)
        return answer;
    }
  return NULL;
}

static LoftAvailability *
make (GPtrArray *answers, const char *address, gint64 since, gint64 until)
{
  LoftAvailability *self = loft_availability_new (address);
  const LoftEasRecipientAnswer *answer = find_answer (answers, address);
  const LoftEasRecipient *recipient = answer != NULL ? choose (answer, address) : NULL;

  if (recipient != NULL && recipient->name != NULL)
    {
      g_free (self->name);
      self->name = g_strdup (recipient->name);
    }
  if (recipient != NULL && recipient->busy != NULL)
    take_busy (self, recipient, since, until);
  else
    self->reason = explain (answer, recipient);
  return self;
}

/* ---- asking ------------------------------------------------------------------------------- */

static gboolean
ask (LoftEasBackend *self, GPtrArray *addresses, guint first,
     const LoftEasRecipientOptions *options, GPtrArray **answers, GCancellable *cancellable,
     GError **error)
{
  const char *names[LOFT_EAS_RECIPIENTS_LIMIT + 1] = { NULL };
  g_autoptr (LoftWbxmlElement) request = NULL;
  g_autoptr (LoftWbxmlElement) root = NULL;
  LoftEasCall call = { .command = LOFT_EAS_COMMAND_RESOLVE_RECIPIENTS };

  for (guint i = 0; i < LOFT_EAS_RECIPIENTS_LIMIT && first + i < addresses->len; i++)
    names[i] = g_ptr_array_index (addresses, first + i);
  request = loft_eas_recipients_request (names, options);
  call.request = request;
  if (!loft_eas_client_call (self->client, &call, &root, cancellable, error))
    return FALSE;
  *answers = loft_eas_recipients_reply (root, options, error);
  return *answers != NULL;
}

GPtrArray *
loft_eas_backend_read_availability (LoftBackend *backend, GPtrArray *addresses, gint64 since,
                                    gint64 until, GCancellable *cancellable, GError **error)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);
  g_autoptr (GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_availability_free);
  LoftEasRecipientOptions options = { 0 };

  /* MergedFreeBusy counts half hours from the start. */
  options.start = since - ((since % HALF_HOUR) + HALF_HOUR) % HALF_HOUR;
  options.end = options.start + (until - options.start + HALF_HOUR - 1) / HALF_HOUR * HALF_HOUR;
  for (guint first = 0; first < addresses->len; first += LOFT_EAS_RECIPIENTS_LIMIT)
    {
      g_autoptr (GPtrArray) answers = NULL;

      if (!ask (self, addresses, first, &options, &answers, cancellable, error))
        return NULL;
      for (guint i = first; i < addresses->len && i < first + LOFT_EAS_RECIPIENTS_LIMIT; i++)
        g_ptr_array_add (found, make (answers, g_ptr_array_index (addresses, i), since, until));
    }
  return g_steal_pointer (&found);
}
