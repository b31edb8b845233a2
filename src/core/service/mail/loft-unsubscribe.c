/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-unsubscribe.h"

#include <string.h>

#include "loft-error.h"
#include "loft-http.h"
#include "loft-mime-domain.h"
#include "loft-thread-task.h"

#define SECONDS     30
#define REPLY_LIMIT (256 * 1024) /* a page that nobody reads */
#define ONE_CLICK   "List-Unsubscribe=One-Click"

gboolean
loft_unsubscribe_is_public (const char *url)
{
  static const char *const house[] = { "localhost", "local",    "internal", "lan",
                                       "home",      "intranet", "corp",     "private",
                                       "home.arpa", "onion",    "test" };
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autofree char *ascii = NULL;
  gsize n;

  if (host == NULL || g_hostname_is_ip_address (host) || g_uri_get_userinfo (uri) != NULL)
    return FALSE;
  ascii = loft_mime_domain_to_ascii (host);
  n = strlen (ascii);
  if (n > 0 && ascii[n - 1] == '.')
    ascii[--n] = '\0';
  /* Numbers in other writings are addresses too: "127.1", "0x7f.1". */
  if (strchr (ascii, '.') == NULL || g_ascii_isdigit (strrchr (ascii, '.')[1]) ||
      (n > 0 && g_ascii_strncasecmp (strrchr (ascii, '.'), ".0x", 3) == 0))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (house); i++)
    if (loft_mime_domain_is_within (ascii, house[i]))
      return FALSE;
  return TRUE;
}

gboolean
loft_unsubscribe_send (const char *url, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftHttp) http = loft_http_new (error);
  g_autoptr (GBytes) body = g_bytes_new_static (ONE_CLICK, strlen (ONE_CLICK));
  const LoftHttpRequest request = {
    .method = "POST",
    .url = url,
    .content_type = "application/x-www-form-urlencoded",
    .body = body,
    .limit = REPLY_LIMIT,
    .seconds = SECONDS,
    .stay = TRUE,
  };
  g_autoptr (LoftHttpReply) reply = NULL;

  if (http == NULL)
    return FALSE;
  reply = loft_http_send (http, &request, NULL, cancellable, error);
  if (reply == NULL)
    return FALSE;
  if (reply->status >= 200 && reply->status < 300)
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "The list's server answered with status %u",
               reply->status);
  return FALSE;
}

static void
send_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (loft_unsubscribe_send (data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
loft_unsubscribe_async (const LoftMailingList *list, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  if (!list->is_one_click || !loft_unsubscribe_is_public (list->unsubscribe_page))
    {
      g_task_return_new_error (task, LOFT_ERROR, LOFT_ERROR_REFUSED,
                               "The list offers no unsubscribing by one request");
      return;
    }
  g_task_set_task_data (task, g_strdup (list->unsubscribe_page), g_free);
  loft_thread_task_run (task, send_thread);
}

gboolean
loft_unsubscribe_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
