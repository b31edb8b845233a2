/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-autoconfig.h"

#include <string.h>

#include "loft-autoconfig-file.h"
#include "loft-autodiscover.h"
#include "loft-clock.h"
#include "loft-eas-discovery.h"
#include "loft-eas-door.h"
#include "loft-error.h"
#include "loft-http.h"
#include "loft-provider-table.h"
#include "loft-public-suffix.h"
#include "loft-service-records.h"

static const LoftAutoconfigPorts usual_ports = { 443, 993, 143, 995, 465, 587, 80 };

/* One source, asked in a thread of its own. */
typedef struct Step Step;
typedef LoftFoundAccount *(*StepFunc) (Step *step, GError **error);

struct Step {
  StepFunc func;
  LoftFoundBy by;
  const char *url; /* pattern, for files */
  const LoftMailDomain *domain; /* (borrowed) */
  const LoftAutoconfigPorts *ports; /* (borrowed) */
  guint seconds;
  GCancellable *stop; /* (borrowed) */
  GAsyncQueue *done; /* (borrowed) where the step puts itself */
  GThread *thread;
  LoftFoundAccount *found; /* (owned) (nullable) */
  GError *error; /* (owned) (nullable) */
};

/* ---- whom to trust ------------------------------------------------------------------------ */

/* The answer of another site than the one that was asked: the domain sent us there, but the person
 * should see where. */
static gboolean
came_from_elsewhere (const LoftFoundAccount *found, const LoftMailDomain *domain)
{
  g_autoptr (GUri) uri = NULL;

  if (found->by != LOFT_FOUND_BY_AUTOCONFIG && found->by != LOFT_FOUND_BY_AUTODISCOVER)
    return FALSE;
  uri = g_uri_parse (found->origin, G_URI_FLAGS_ENCODED, NULL);
  return uri == NULL || !loft_mail_domain_owns (domain, g_uri_get_host (uri));
}

static void
judge (LoftFoundAccount *found, const LoftMailDomain *domain)
{
  gboolean doubtful = found->by == LOFT_FOUND_BY_GUESS || came_from_elsewhere (found, domain);

  for (guint i = 0; i < found->servers->len; i++)
    {
      LoftFoundServer *server = g_ptr_array_index (found->servers, i);
      gboolean known =
        loft_mail_domain_owns (domain, server->host) || loft_provider_table_has_host (server->host);

      server->needs_confirmation = doubtful || !known || server->security == LOFT_SECURITY_NONE ||
                                   strcmp (server->kind, LOFT_FOUND_KIND_AUTODISCOVER) == 0;
    }
}

/* ---- sources ------------------------------------------------------------------------------ */

static LoftFoundAccount *
read_reply (Step *step, const LoftHttpReply *reply, GError **error)
{
  gsize length;
  const char *bytes = g_bytes_get_data (reply->body, &length);
  g_autofree char *origin = g_strndup (reply->url, strcspn (reply->url, "?#"));

  if (reply->status != 200)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "%s: status %u", origin, reply->status);
      return NULL;
    }
  return loft_autoconfig_file_read (bytes != NULL ? bytes : "", length, step->domain, origin,
                                    error);
}

/* (transfer full) the step's address with the domain in its place. */
static char *
place_domain (Step *step, const char *query)
{
  g_autofree char *port =
    step->ports->https == 443 ? g_strdup ("") : g_strdup_printf (":%u", step->ports->https);
  g_auto (GStrv) parts = g_strsplit (step->url, "DOMAIN", 2);

  return g_strconcat (parts[0], step->domain->name, port, parts[1], query, NULL);
}

static LoftFoundAccount *
fetch_file (Step *step, GError **error)
{
  g_autoptr (LoftHttp) http = loft_http_new (error);
  g_autofree char *address = g_uri_escape_string (step->domain->address, NULL, FALSE);
  g_autofree char *url = place_domain (step, address);
  LoftHttpRequest request = {
    .url = url,
    .limit = LOFT_AUTOCONFIG_FILE_LIMIT,
    .seconds = step->seconds,
    .accept = "application/xml, text/xml",
  };
  g_autoptr (LoftHttpReply) reply = NULL;

  if (http == NULL)
    return NULL;
  reply = loft_http_send (http, &request, NULL, step->stop, error);
  return reply != NULL ? read_reply (step, reply, error) : NULL;
}

static LoftFoundAccount *
ask_for_outlook (Step *step, GError **error)
{
  g_autofree char *url = place_domain (step, "");

  return loft_autodiscover_fetch (url, step->domain, step->ports->https, step->seconds, step->stop,
                                  error);
}

static LoftFoundAccount *
ask_for_devices (Step *step, GError **error)
{
  LoftFoundAccount *found =
    loft_eas_discovery_find (step->domain, step->ports, step->seconds, step->stop, error);

  if (found != NULL || g_cancellable_is_cancelled (step->stop))
    return found;
  found = loft_eas_door_find (step->domain, step->ports, step->seconds, step->stop, NULL);
  if (found != NULL)
    g_clear_error (error);
  return found;
}

static LoftFoundAccount *
ask_srv (Step *step, GError **error)
{
  return loft_service_records_find_srv (step->domain, step->stop, error);
}

static LoftFoundAccount *
ask_mx (Step *step, GError **error)
{
  return loft_service_records_find_mx (step->domain, step->stop, error);
}

static LoftFoundAccount *
guess (Step *step, GError **error)
{
  return loft_server_guess_find (step->domain, step->ports, step->stop, error);
}

/* The order of trust within one round; the second file is asked for the case that the first is
 * not there. */
static const Step lookups[] = {
  { .func = fetch_file,
    .by = LOFT_FOUND_BY_AUTOCONFIG,
    .url = "https://autoconfig.DOMAIN/mail/config-v1.1.xml?emailaddress=" },
  { .func = fetch_file,
    .by = LOFT_FOUND_BY_AUTOCONFIG,
    .url = "https://DOMAIN/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=" },
  { .func = ask_srv, .by = LOFT_FOUND_BY_SRV },
  { .func = ask_mx, .by = LOFT_FOUND_BY_MX },
};
/* Where nobody has said anything in words that are meant for all. */
static const Step guessing[] = {
  { .func = ask_for_outlook,
    .by = LOFT_FOUND_BY_AUTODISCOVER,
    .url = "https://autodiscover.DOMAIN/autodiscover/autodiscover.xml" },
  { .func = ask_for_outlook,
    .by = LOFT_FOUND_BY_AUTODISCOVER,
    .url = "https://DOMAIN/autodiscover/autodiscover.xml" },
  { .func = ask_for_devices, .by = LOFT_FOUND_BY_AUTODISCOVER },
  { .func = guess, .by = LOFT_FOUND_BY_GUESS },
};

/* ---- rounds ------------------------------------------------------------------------------- */

typedef struct {
  LoftMailDomain *domain;
  const LoftAutoconfigPorts *ports;
  guint seconds;
  LoftAutoconfigFunc func;
  gpointer user_data;
  GCancellable *cancellable;
  GPtrArray *results;
} Search;

static gpointer
run_step (gpointer data)
{
  Step *step = data;

  step->found = step->func (step, &step->error);
  g_async_queue_push (step->done, step);
  return NULL;
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));
}

static void
tell (const Search *search, const Step *step)
{
  if (search->func != NULL)
    search->func (step->by, step->found, step->error, search->user_data);
}

/* The first that answers is told first; what came too late is told with the reason. */
static void
await_steps (const Search *search, GAsyncQueue *done, guint n, GCancellable *stop)
{
  gint64 deadline = loft_clock_monotonic () + search->seconds * G_USEC_PER_SEC;

  for (guint i = 0; i < n; i++)
    {
      gint64 left = MAX (deadline - loft_clock_monotonic (), 0);
      Step *step = g_async_queue_timeout_pop (done, (guint64) left);

      if (step == NULL)
        {
          g_cancellable_cancel (stop);
          step = g_async_queue_pop (done);
        }
      if (step->found != NULL)
        judge (step->found, search->domain);
      tell (search, step);
    }
}

static void
start_steps (const Search *search, Step *steps, guint n, GAsyncQueue *done, GCancellable *stop)
{
  for (guint i = 0; i < n; i++)
    {
      steps[i].domain = search->domain;
      steps[i].ports = search->ports;
      steps[i].seconds = search->seconds;
      steps[i].stop = stop;
      steps[i].done = done;
      steps[i].thread = g_thread_new ("autoconfig", run_step, &steps[i]);
    }
}

static void
run_round (Search *search, const Step *recipe, guint n)
{
  g_autofree Step *steps = g_memdup2 (recipe, n * sizeof *recipe);
  g_autoptr (GAsyncQueue) done = g_async_queue_new ();
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  gulong handler = 0;

  if (search->cancellable != NULL)
    handler = g_cancellable_connect (search->cancellable, G_CALLBACK (on_cancelled), stop, NULL);
  start_steps (search, steps, n, done, stop);
  await_steps (search, done, n, stop);
  g_cancellable_disconnect (search->cancellable, handler);
  for (guint i = 0; i < n; i++)
    {
      g_thread_join (steps[i].thread);
      if (steps[i].found != NULL)
        g_ptr_array_add (search->results, steps[i].found);
      g_clear_error (&steps[i].error);
    }
}

static gboolean
look_in_table (Search *search)
{
  LoftFoundAccount *found = loft_provider_table_find (search->domain);

  if (found == NULL)
    return FALSE;
  judge (found, search->domain);
  if (search->func != NULL)
    search->func (LOFT_FOUND_IN_TABLE, found, NULL, search->user_data);
  g_ptr_array_add (search->results, found);
  return TRUE;
}

static void
search_all (Search *search)
{
  guint skip = search->domain->registrable[0] != '\0' ? 0 : 2; /* files below a public suffix */

  if (look_in_table (search))
    return;
  run_round (search, lookups + skip, G_N_ELEMENTS (lookups) - skip);
  if (search->results->len == 0 && !g_cancellable_is_cancelled (search->cancellable))
    run_round (search, guessing + skip, G_N_ELEMENTS (guessing) - skip);
}

GPtrArray *
loft_autoconfig_find (const char *address, guint seconds, const LoftAutoconfigPorts *ports,
                      LoftAutoconfigFunc func, gpointer user_data, GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (LoftMailDomain) domain = loft_mail_domain_new (address, error);
  g_autoptr (GPtrArray) results =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_found_account_unref);
  Search search = {
    domain, ports != NULL ? ports : &usual_ports, seconds, func, user_data, cancellable, results,
  };

  if (domain == NULL)
    return NULL;
  search_all (&search);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&results);
}
