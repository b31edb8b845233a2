/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-discovery.h"

#include <string.h>

#include "loft-error.h"
#include "loft-http.h"

#define USUAL_PORT  443
#define MOST_PLACES 4 /* that DNS names */

/* ---- findings ----------------------------------------------------------------------------- */

static gboolean
is_of_domain (const char *url, const LoftMailDomain *domain)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL &&
         loft_mail_domain_owns (domain, g_uri_get_host (uri));
}

/* url passed the reader: it is https and has a host. origin: who said so. */
static LoftFoundAccount *
make_found (const char *url, const char *origin, const LoftMailDomain *domain)
{
  g_autofree char *place = g_strndup (origin, strcspn (origin, "?#"));
  LoftFoundAccount *found = loft_found_account_new (LOFT_FOUND_BY_AUTODISCOVER, place);
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *host = loft_mail_domain_clean_host (g_uri_get_host (uri));
  int port = g_uri_get_port (uri);
  LoftFoundServer *server =
    loft_found_server_new ("eas", host, port > 0 ? (guint16) port : USUAL_PORT, LOFT_SECURITY_TLS);

  g_free (server->path);
  server->path = g_strdup (g_uri_get_path (uri));
  server->needs_confirmation =
    !loft_mail_domain_owns (domain, host) || !is_of_domain (origin, domain);
  g_ptr_array_add (found->servers, server);
  return found;
}

static const char *
get_body (const LoftHttpReply *reply, gsize *length)
{
  const char *bytes = g_bytes_get_data (reply->body, length);

  return bytes != NULL ? bytes : "";
}

static void
set_status (const LoftHttpReply *reply, GError **error)
{
  g_autofree char *origin = g_strndup (reply->url, strcspn (reply->url, "?#"));

  g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "%s: status %u", origin, reply->status);
}

/* ---- without a password ------------------------------------------------------------------- */

/* An answer that is a refusal is JSON too. */
static LoftFoundAccount *
ask_json (LoftHttp *http, const char *url, const LoftMailDomain *domain, guint seconds,
          GCancellable *cancellable, GError **error)
{
  LoftHttpRequest request = {
    .url = url,
    .accept = "application/json",
    .limit = LOFT_EAS_AUTODISCOVER_LIMIT,
    .seconds = seconds,
  };
  g_autoptr (LoftHttpReply) reply = loft_http_send (http, &request, NULL, cancellable, error);
  g_auto (LoftEasAutodiscover) found = { NULL, NULL };
  gsize length;
  const char *bytes;

  if (reply == NULL)
    return NULL;
  if (reply->status != 200)
    {
      set_status (reply, error);
      return NULL;
    }
  bytes = get_body (reply, &length);
  if (!loft_eas_autodiscover_read_json (bytes, length, &found, error))
    return NULL;
  return make_found (found.url, reply->url, domain);
}

/* The whole address is told to the domain itself only, whatever DNS says (_autodiscover._tcp). */
static void
add_named (GPtrArray *places, const LoftMailDomain *domain, GCancellable *cancellable)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  GList *targets =
    g_resolver_lookup_service (resolver, "autodiscover", "tcp", domain->name, cancellable, NULL);

  for (GList *each = targets; each != NULL && places->len < MOST_PLACES; each = each->next)
    {
      g_autofree char *host = loft_mail_domain_clean_host (g_srv_target_get_hostname (each->data));

      if (host != NULL && loft_mail_domain_owns (domain, host))
        g_ptr_array_add (places,
                         loft_eas_autodiscover_dup_json_place (domain, host,
                                                               g_srv_target_get_port (each->data)));
    }
  g_resolver_free_targets (targets);
}

static LoftFoundAccount *
ask_places (LoftHttp *http, char **places, guint n, const LoftMailDomain *domain, guint seconds,
            GCancellable *cancellable, GError **reason)
{
  for (guint i = 0; i < n; i++)
    {
      LoftFoundAccount *found;

      g_clear_error (reason);
      found = ask_json (http, places[i], domain, seconds, cancellable, reason);
      if (found != NULL || loft_error_is_cancelled (*reason))
        return found;
    }
  return NULL;
}

LoftFoundAccount *
loft_eas_discovery_find (const LoftMailDomain *domain, const LoftAutoconfigPorts *ports,
                         guint seconds, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftHttp) http = loft_http_new (error);
  g_auto (GStrv) usual =
    loft_eas_autodiscover_list_json_places (domain, ports != NULL ? ports->https : USUAL_PORT);
  g_autoptr (GPtrArray) named = g_ptr_array_new_with_free_func (g_free);
  LoftFoundAccount *found;
  GError *reason = NULL;

  if (http == NULL)
    return NULL;
  found = ask_places (http, usual, g_strv_length (usual), domain, seconds, cancellable, &reason);
  if (found == NULL && usual[0] != NULL && !loft_error_is_cancelled (reason))
    {
      add_named (named, domain, cancellable);
      found = ask_places (http, (char **) named->pdata, named->len, domain, seconds, cancellable,
                          &reason);
    }
  if (found != NULL)
    {
      g_clear_error (&reason);
      return found;
    }
  if (reason != NULL)
    g_propagate_error (error, reason);
  else
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "%s is no domain of one organisation",
                 domain->name);
  return NULL;
}

/* ---- with a sign-in ----------------------------------------------------------------------- */

static LoftHttpReply *
post (LoftHttpClient *client, const char *place, const LoftMailDomain *domain, guint seconds,
      GCancellable *cancellable, GError **error)
{
  char *question = loft_eas_autodiscover_ask (domain);
  g_autoptr (GBytes) body = g_bytes_new_take (question, strlen (question));
  LoftHttpCall call = {
    .method = "POST",
    .url = place,
    .content_type = "text/xml; charset=utf-8",
    .body = body,
    .stay = TRUE,
    .seconds = seconds,
  };

  return loft_http_client_send (client, &call, cancellable, error);
}

static LoftFoundAccount *
read_reply (const LoftHttpReply *reply, const LoftMailDomain *domain, char **elsewhere,
            char **address, GError **error)
{
  g_auto (LoftEasAutodiscover) found = { NULL, NULL };
  gsize length;
  const char *bytes = get_body (reply, &length);

  if (reply->status / 100 == 3 && reply->location != NULL &&
      g_str_has_prefix (reply->location, "https://"))
    {
      *elsewhere = g_strdup (reply->location);
      return NULL;
    }
  if (reply->status != 200)
    {
      set_status (reply, error);
      return NULL;
    }
  if (!loft_eas_autodiscover_read (bytes, length, &found, error))
    return NULL;
  if (found.url != NULL)
    return make_found (found.url, reply->url, domain);
  *address = g_steal_pointer (&found.redirect_address);
  return NULL;
}

LoftFoundAccount *
loft_eas_discovery_ask (LoftHttpClient *client, const char *place, const LoftMailDomain *domain,
                        guint seconds, char **elsewhere, char **address, GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (LoftHttpReply) reply = NULL;

  *elsewhere = NULL;
  *address = NULL;
  reply = post (client, place, domain, seconds, cancellable, error);
  return reply != NULL ? read_reply (reply, domain, elsewhere, address, error) : NULL;
}
