/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-busy-periods.h"
#include "loft-dav-backend-private.h"
#include "loft-dav-failure.h"
#include "loft-dav-schedule.h"
#include "loft-error.h"
#include "loft-ical-free-busy.h"

#define MOST_AT_ONCE 20 /* people in a request: their answers stay small */

static const char what[] = "When people have time";

/* ---- one person --------------------------------------------------------------------------- */

static const LoftDavScheduled *
find_scheduled (GPtrArray *people, const char *address)
{
  for (guint i = 0; i < people->len; i++)
    {
      const LoftDavScheduled *scheduled = g_ptr_array_index (people, i);

      if (g_ascii_strcasecmp (scheduled->address, address) == 0)
        return scheduled;
    }
  return NULL;
}

static LoftAvailability *
make (GPtrArray *people, const char *address, gint64 since, gint64 until)
{
  LoftAvailability *self = loft_availability_new (address);
  const LoftDavScheduled *scheduled = find_scheduled (people, address);
  const char *reason = scheduled != NULL ? loft_dav_schedule_explain (scheduled)
                                         : "The server does not know this person";

  if (reason == NULL &&
      !loft_ical_free_busy_read (scheduled->data, since, until, self->periods, NULL))
    reason = "What the server tells of them cannot be read";
  self->reason = g_strdup (reason);
  return self;
}

/* ---- asking ------------------------------------------------------------------------------- */

/* (transfer full) of LoftDavScheduled. Originator and Recipient are of the drafts before RFC 6638; servers
 * that began with those still want them, others pass them over. */
static GPtrArray *
ask (LoftDavBackend *self, GPtrArray *addresses, gint64 since, gint64 until,
     GCancellable *cancellable, GError **error)
{
  g_autofree char *uid = g_uuid_string_random ();
  g_autoptr (GBytes) body =
    loft_ical_free_busy_request (self->organizer, addresses, since, until, uid);
  LoftHttpCall call = { .method = "POST",
                        .url = self->outbox,
                        .content_type = "text/calendar; charset=utf-8",
                        .body = body };
  g_autoptr (LoftHttpReply) reply = loft_http_client_send (self->client, &call, cancellable, error);

  if (reply == NULL || !loft_dav_failure_check (reply, what, error))
    return NULL;
  return loft_dav_schedule_read (reply->body, error);
}

static gboolean
ask_some (LoftDavBackend *self, GPtrArray *addresses, guint first, gint64 since, gint64 until,
          GPtrArray *found, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) some = g_ptr_array_new ();
  g_autoptr (GPtrArray) people = NULL;

  for (guint i = first; i < addresses->len && i < first + MOST_AT_ONCE; i++)
    g_ptr_array_add (some, g_ptr_array_index (addresses, i));
  people = ask (self, some, since, until, cancellable, error);
  if (people == NULL)
    return FALSE;
  for (guint i = 0; i < some->len; i++)
    g_ptr_array_add (found, make (people, g_ptr_array_index (some, i), since, until));
  return TRUE;
}

GPtrArray *
loft_dav_backend_read_availability (LoftBackend *backend, GPtrArray *addresses, gint64 since,
                                    gint64 until, GCancellable *cancellable, GError **error)
{
  LoftDavBackend *self = LOFT_DAV_BACKEND (backend);
  g_autoptr (GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_availability_free);

  if (self->outbox == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "The server does not tell when people have time");
      return NULL;
    }
  for (guint first = 0; first < addresses->len; first += MOST_AT_ONCE)
    if (!ask_some (self, addresses, first, since, until, found, cancellable, error))
      return NULL;
  return g_steal_pointer (&found);
}
