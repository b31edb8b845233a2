/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-door.h"

#include <string.h>

#include "loft-eas-discovery.h"
#include "loft-error.h"
#include "loft-http.h"

#define PATH             "/autodiscover/autodiscover.xml"
#define USUAL_PORT       443
#define USUAL_PLAIN_PORT 80
#define MAX_REDIRECTS    3
#define MOST_NAMED       4 /* by DNS */
#define MAX_ANSWER       (64 * 1024) /* a page that says no; it is not read */

/* ---- finding ------------------------------------------------------------------------------ */

typedef struct {
  LoftHttp *http; /* (owned) */
  guint seconds;
  GCancellable *cancellable; /* (borrowed) */
} Look;

static void
look_clear (Look *self)
{
  g_clear_object (&self->http);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)

/* origin: who was asked, and may have sent us there. */
static LoftFoundAccount *
door_new (const char *url, const char *origin)
{
  g_autofree char *place = g_strndup (origin, strcspn (origin, "?#"));
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *host = uri != NULL ? loft_mail_domain_clean_host (g_uri_get_host (uri)) : NULL;
  LoftFoundAccount *found;
  LoftFoundServer *server;
  int port;

  if (host == NULL)
    return NULL;
  port = g_uri_get_port (uri);
  found = loft_found_account_new (LOFT_FOUND_BY_AUTODISCOVER, place);
  server = loft_found_server_new (LOFT_FOUND_KIND_AUTODISCOVER, host,
                                  port > 0 ? (guint16) port : USUAL_PORT, LOFT_SECURITY_TLS);
  g_free (server->path);
  server->path = g_strdup (g_uri_get_path (uri));
  server->needs_confirmation = TRUE;
  g_ptr_array_add (found->servers, server);
  return found;
}

/* Those by which a password can be given; NTLM and Negotiate are not spoken here. */
static gboolean
wants_password (const LoftHttpReply *reply)
{
  const char *told = loft_http_reply_get_header (reply, "www-authenticate");
  g_autofree char *lower = g_ascii_strdown (told != NULL ? told : "", -1);

  return reply->status == 401 &&
         (strstr (lower, "basic") != NULL || strstr (lower, "digest") != NULL);
}

static LoftHttpReply *
get (Look *look, const char *url, GError **error)
{
  LoftHttpRequest request = {
    .url = url,
    .limit = MAX_ANSWER,
    .seconds = look->seconds,
    .stay = TRUE,
    .plain = g_str_has_prefix (url, "http://"),
  };

  return loft_http_send (look->http, &request, NULL, look->cancellable, error);
}

static gboolean
leads_to_https (const LoftHttpReply *reply)
{
  return reply->status / 100 == 3 && reply->location != NULL &&
         g_str_has_prefix (reply->location, "https://");
}

/* From here to where it leads; what is not https in the end is nothing. */
static LoftFoundAccount *
try_place (Look *look, const char *url, GError **error)
{
  g_autofree char *next = g_strdup (url);

  for (guint i = 0; i <= MAX_REDIRECTS; i++)
    {
      g_autoptr (LoftHttpReply) reply = get (look, next, error);
      LoftFoundAccount *found = NULL;

      if (reply == NULL)
        return NULL;
      if (leads_to_https (reply))
        {
          g_free (next);
          next = g_strdup (reply->location);
          continue;
        }
      if (g_str_has_prefix (next, "https://") && wants_password (reply))
        found = door_new (next, url);
      if (found == NULL)
        g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "%s: status %u, no sign-in", url,
                     reply->status);
      return found;
    }
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "%s: more than %d redirects", url,
               MAX_REDIRECTS);
  return NULL;
}

static void
add_named (GPtrArray *places, const LoftMailDomain *domain, GCancellable *cancellable)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  GList *targets =
    g_resolver_lookup_service (resolver, "autodiscover", "tcp", domain->name, cancellable, NULL);
  guint n = 0;

  for (GList *each = targets; each != NULL && n < MOST_NAMED; each = each->next, n++)
    {
      g_autofree char *host = loft_mail_domain_clean_host (g_srv_target_get_hostname (each->data));

      if (host != NULL)
        g_ptr_array_add (places, g_strdup_printf ("https://%s:%u" PATH, host,
                                                  g_srv_target_get_port (each->data)));
    }
  g_resolver_free_targets (targets);
}

/* (transfer full) in the order in which they are believed; empty below a public suffix. */
static GPtrArray *
list_places (const LoftMailDomain *domain, const LoftAutoconfigPorts *ports,
             GCancellable *cancellable)
{
  GPtrArray *places = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) usual = loft_eas_autodiscover_list_xml_places (domain, ports->https);

  if (usual[0] == NULL)
    return places;
  for (guint i = 0; usual[i] != NULL; i++)
    g_ptr_array_add (places, g_strdup (usual[i]));
  add_named (places, domain, cancellable);
  if (ports->http == USUAL_PLAIN_PORT)
    g_ptr_array_add (places, g_strconcat ("http://autodiscover.", domain->name, PATH, NULL));
  else if (ports->http != 0)
    g_ptr_array_add (places,
                     g_strdup_printf ("http://autodiscover.%s:%u" PATH, domain->name, ports->http));
  return places;
}

LoftFoundAccount *
loft_eas_door_find (const LoftMailDomain *domain, const LoftAutoconfigPorts *ports, guint seconds,
                    GCancellable *cancellable, GError **error)
{
  g_auto (Look) look = { loft_http_new (error), seconds, cancellable };
  g_autoptr (GPtrArray) places = list_places (domain, ports, cancellable);
  g_autoptr (GError) reason = NULL;

  if (look.http == NULL)
    return NULL;
  for (guint i = 0; i < places->len && !loft_error_is_cancelled (reason); i++)
    {
      LoftFoundAccount *found;

      g_clear_error (&reason);
      found = try_place (&look, g_ptr_array_index (places, i), &reason);
      if (found != NULL)
        return found;
    }
  if (loft_error_is_cancelled (reason))
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "%s: no place wants a sign-in: %s",
                 domain->name, reason != NULL ? reason->message : "nobody is asked");
  return NULL;
}

/* ---- asking ------------------------------------------------------------------------------- */

typedef struct {
  const LoftFoundServer *door;
  const LoftMailDomain *domain;
  const LoftAutoconfigPorts *ports;
  guint seconds;
  GCancellable *cancellable;
} Question;

static const LoftAutoconfigPorts usual_ports = { .https = USUAL_PORT, .http = USUAL_PLAIN_PORT };

static LoftFoundServer *
server_of (const LoftFoundAccount *found)
{
  return g_ptr_array_index (found->servers, 0);
}

/* The person's yes was for one host; those of the address's own domain need none. */
static LoftFoundAccount *
judge (const Question *question, LoftFoundAccount *found)
{
  LoftFoundServer *server = server_of (found);

  server->needs_confirmation = strcmp (server->host, question->door->host) != 0 &&
                               !loft_mail_domain_owns (question->domain, server->host);
  return found;
}

/* It is asked about by that name; who signs in keeps the name that they have. */
static void
name_mailbox (LoftFoundAccount *door, const char *address)
{
  g_free (server_of (door)->user);
  server_of (door)->user = g_strdup (address);
}

/* Another domain is somebody else: what it publishes is shown, and the password is not for it yet. */
static LoftFoundAccount *
go_to_address (const Question *question, const char *address, GError **error)
{
  g_autoptr (LoftMailDomain) domain = loft_mail_domain_new (address, error);
  LoftFoundAccount *found;

  if (domain == NULL)
    return NULL;
  found = loft_eas_discovery_find (domain, question->ports, question->seconds,
                                   question->cancellable, NULL);
  if (found != NULL)
    {
      server_of (found)->needs_confirmation = TRUE;
      return found;
    }
  found =
    loft_eas_door_find (domain, question->ports, question->seconds, question->cancellable, error);
  if (found != NULL)
    name_mailbox (found, domain->address);
  return found;
}

static LoftFoundAccount *
go_elsewhere (const Question *question, const char *url, GError **error)
{
  g_auto (Look) look = { loft_http_new (error), question->seconds, question->cancellable };
  LoftFoundAccount *found = look.http != NULL ? try_place (&look, url, error) : NULL;

  if (found != NULL)
    name_mailbox (found, question->door->user);
  return found;
}

/* Within the origin that was agreed to it is followed; each step beyond is the person's. */
static LoftFoundAccount *
ask (const Question *question, LoftHttpClient *client, const char *place,
     const LoftMailDomain *mailbox, GError **error)
{
  g_autofree char *next = g_strdup (place);

  for (guint i = 0; i <= MAX_REDIRECTS; i++)
    {
      g_autofree char *elsewhere = NULL;
      g_autofree char *address = NULL;
      g_autoptr (GError) reason = NULL;
      LoftFoundAccount *found =
        loft_eas_discovery_ask (client, next, mailbox, question->seconds, &elsewhere, &address,
                                question->cancellable, &reason);

      if (found != NULL)
        return judge (question, found);
      if (address != NULL)
        return go_to_address (question, address, error);
      if (elsewhere == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
      if (!loft_http_client_is_allowed (client, elsewhere))
        return go_elsewhere (question, elsewhere, error);
      g_free (next);
      next = g_steal_pointer (&elsewhere);
    }
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "%s: more than %d redirects", place,
               MAX_REDIRECTS);
  return NULL;
}

LoftFoundAccount *
loft_eas_door_ask (const LoftFoundServer *door, const LoftMailDomain *domain,
                   const LoftAutoconfigPorts *ports, LoftCredentialsFunc func, gpointer user_data,
                   guint seconds, GCancellable *cancellable, GError **error)
{
  Question question = { door, domain, ports != NULL ? ports : &usual_ports, seconds, cancellable };
  g_autoptr (LoftHttpClient) client = loft_http_client_new (func, user_data, FALSE, error);
  g_autofree char *place = g_strdup_printf ("https://%s:%u%s", door->host, door->port, door->path);
  g_autoptr (LoftMailDomain) mailbox = NULL;

  if (client == NULL)
    return NULL;
  mailbox = door->user[0] != '\0' ? loft_mail_domain_new (door->user, error)
                                  : loft_mail_domain_copy (domain);
  if (mailbox == NULL)
    return NULL;
  loft_http_client_allow (client, place);
  return ask (&question, client, place, mailbox, error);
}
