/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-autodiscover.h"

#include <string.h>

#include "loft-autodiscover-file.h"
#include "loft-error.h"
#include "loft-http.h"

#define MAX_REDIRECTS 3

typedef struct {
  LoftHttp *http; /* (owned) */
  LoftMailDomain *domain; /* (owned) of the address that is asked about */
  gboolean renamed; /* which is not the one that the person gave */
  GQueue *places; /* (owned) of char *: URLs to ask, until one answers */
  guint16 port;
  guint seconds;
  GCancellable *cancellable; /* (borrowed) */
} Asking;

static void
asking_clear (Asking *self)
{
  g_clear_object (&self->http);
  g_clear_pointer (&self->domain, loft_mail_domain_free);
  g_queue_free_full (self->places, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asking, asking_clear)

static LoftHttpReply *
ask (Asking *self, const char *url, GError **error)
{
  char *question = loft_autodiscover_file_ask (self->domain);
  g_autoptr (GBytes) body = g_bytes_new_take (question, strlen (question));
  LoftHttpRequest request = {
    .method = "POST",
    .url = url,
    .content_type = "text/xml; charset=utf-8",
    .body = body,
    .accept = "text/xml, application/xml",
    .limit = LOFT_AUTODISCOVER_FILE_LIMIT,
    .seconds = self->seconds,
  };

  return loft_http_send (self->http, &request, NULL, self->cancellable, error);
}

static LoftFoundAccount *
read_reply (const LoftHttpReply *reply, LoftAutodiscoverRedirect *redirect, GError **error)
{
  g_autofree char *origin = g_strndup (reply->url, strcspn (reply->url, "?#"));
  gsize length;
  const char *bytes = g_bytes_get_data (reply->body, &length);

  if (reply->status == 200)
    return loft_autodiscover_file_read (bytes != NULL ? bytes : "", length, origin, redirect,
                                        error);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "%s: status %u", origin, reply->status);
  return NULL;
}

/* The server knows nobody by the address that the person gave. */
static void
name_users (Asking *self, LoftFoundAccount *found)
{
  for (guint i = 0; self->renamed && i < found->servers->len; i++)
    {
      LoftFoundServer *server = g_ptr_array_index (found->servers, i);

      if (server->user[0] != '\0')
        continue;
      g_free (server->user);
      server->user = g_strdup (self->domain->address);
    }
}

static void
go_to_address (Asking *self, const char *address)
{
  LoftMailDomain *domain = loft_mail_domain_new (address, NULL);
  g_autofree char *port = self->port == 443 ? g_strdup ("") : g_strdup_printf (":%u", self->port);

  if (domain == NULL)
    return;
  loft_mail_domain_free (self->domain);
  self->domain = domain;
  self->renamed = TRUE;
  g_queue_push_tail (self->places,
                     g_strdup_printf ("https://autodiscover.%s%s/autodiscover/autodiscover.xml",
                                      domain->name, port));
  g_queue_push_tail (self->places, g_strdup_printf ("https://%s%s/autodiscover/autodiscover.xml",
                                                    domain->name, port));
}

/* Where the next one is to be asked is among the places then. */
static void
follow (Asking *self, LoftAutodiscoverRedirect *redirect)
{
  g_queue_clear_full (self->places, g_free);
  if (redirect->url != NULL)
    g_queue_push_tail (self->places, g_steal_pointer (&redirect->url));
  else
    go_to_address (self, redirect->address);
}

/* One place. *again: somebody else is to be asked. */
static LoftFoundAccount *
ask_next (Asking *self, gboolean *again, GError **error)
{
  g_autofree char *url = g_queue_pop_head (self->places);
  g_autoptr (LoftHttpReply) reply = ask (self, url, error);
  g_auto (LoftAutodiscoverRedirect) redirect = { 0 };
  LoftFoundAccount *found = reply != NULL ? read_reply (reply, &redirect, error) : NULL;

  *again = redirect.url != NULL || redirect.address != NULL;
  if (*again)
    follow (self, &redirect);
  else if (found != NULL)
    name_users (self, found);
  return found;
}

LoftFoundAccount *
loft_autodiscover_fetch (const char *url, const LoftMailDomain *domain, guint16 port, guint seconds,
                         GCancellable *cancellable, GError **error)
{
  g_auto (Asking) self = { loft_http_new (error),
                           loft_mail_domain_copy (domain),
                           FALSE,
                           g_queue_new (),
                           port,
                           seconds,
                           cancellable };
  guint n_redirects = 0;

  g_queue_push_tail (self.places, g_strdup (url));
  while (self.http != NULL && n_redirects <= MAX_REDIRECTS)
    {
      g_autoptr (GError) reason = NULL;
      gboolean again = FALSE;
      LoftFoundAccount *found = ask_next (&self, &again, &reason);

      n_redirects += again;
      if (found != NULL)
        return found;
      if (!again && g_queue_is_empty (self.places))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
    }
  if (self.http != NULL)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "%s: more than %d redirects", url,
                 MAX_REDIRECTS);
  return NULL;
}
