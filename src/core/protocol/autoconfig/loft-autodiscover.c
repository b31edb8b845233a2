/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-autodiscover.h"

#include <string.h>

#include "loft-autodiscover-file.h"
#include "loft-error.h"
#include "loft-http.h"

#define MAX_REDIRECTS 3

static LoftHttpReply *
ask (LoftHttp *http, const char *url, const LoftMailDomain *domain, guint seconds,
     GCancellable *cancellable, GError **error)
{
  char *question = loft_autodiscover_file_ask (domain);
  g_autoptr (GBytes) body = g_bytes_new_take (question, strlen (question));
  LoftHttpRequest request = {
    .method = "POST",
    .url = url,
    .content_type = "text/xml; charset=utf-8",
    .body = body,
    .accept = "text/xml, application/xml",
    .limit = LOFT_AUTODISCOVER_FILE_LIMIT,
    .seconds = seconds,
  };

  return loft_http_send (http, &request, NULL, cancellable, error);
}

static LoftFoundAccount *
read_reply (const LoftHttpReply *reply, char **redirect, GError **error)
{
  g_autofree char *origin = g_strndup (reply->url, strcspn (reply->url, "?#"));
  gsize length;
  const char *bytes = g_bytes_get_data (reply->body, &length);

  *redirect = NULL;
  if (reply->status == 200)
    return loft_autodiscover_file_read (bytes != NULL ? bytes : "", length, origin, redirect,
                                        error);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "%s: status %u", origin, reply->status);
  return NULL;
}

LoftFoundAccount *
loft_autodiscover_fetch (const char *url, const LoftMailDomain *domain, guint seconds,
                         GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftHttp) http = loft_http_new (error);
  g_autofree char *next = g_strdup (url);

  for (guint i = 0; http != NULL && i <= MAX_REDIRECTS; i++)
    {
      g_autofree char *redirect = NULL;
      g_autoptr (LoftHttpReply) reply = ask (http, next, domain, seconds, cancellable, error);
      LoftFoundAccount *found = reply != NULL ? read_reply (reply, &redirect, error) : NULL;

      if (redirect == NULL)
        return found;
      g_free (next);
      next = g_steal_pointer (&redirect);
    }
  if (http != NULL)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "%s: more than %d redirects", url,
                 MAX_REDIRECTS);
  return NULL;
}
