/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-query.h"

#include "loft-dav-failure.h"
#include "loft-error.h"
#include "loft-text.h"

#define MAX_HEADER 4000 /* some have a thousand characters of features */

static gboolean
feed (const guint8 *bytes, gsize length, gpointer user_data, GError **error)
{
  return loft_dav_multistatus_feed (user_data, bytes, length, error);
}

static char *
dup_header (const LoftHttpReply *reply, const char *name)
{
  const char *value = loft_http_reply_get_header (reply, name);

  return value != NULL ? loft_text_one_line (value, MAX_HEADER) : NULL;
}

static void
fill_in (LoftDavAnswer *answer, const LoftHttpReply *reply, LoftDavMultistatus *multistatus)
{
  loft_dav_answer_clear (answer);
  answer->status = reply->status;
  answer->url = g_strdup (reply->url);
  answer->location = g_strdup (reply->location);
  answer->condition = loft_dav_failure_dup_condition (reply);
  answer->sync_token = g_strdup (loft_dav_multistatus_get_sync_token (multistatus));
  answer->features = dup_header (reply, "dav");
  answer->product = dup_header (reply, "server");
  answer->date = reply->date;
  answer->retry_after = reply->retry_after;
}

static gboolean
check (const LoftHttpReply *reply, LoftDavMultistatus *multistatus, const char *what,
       GError **error)
{
  if (reply->status == 207)
    return loft_dav_multistatus_end (multistatus, error);
  if (!loft_dav_failure_check (reply, what, error))
    return FALSE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
               "%s: the answer (%u, %s) is no multistatus, so this is no WebDAV server", what,
               reply->status, reply->content_type);
  return FALSE;
}

gboolean
loft_dav_query (LoftHttpClient *client, const LoftHttpCall *call, guint depth, const char *what,
                LoftDavResponseFunc func, gpointer user_data, LoftDavAnswer *answer,
                GCancellable *cancellable, GError **error)
{
  const char *headers[] = { "Depth", depth == 0 ? "0" : "1", NULL };
  LoftHttpCall asked = *call;
  g_autoptr (LoftDavMultistatus) multistatus =
    loft_dav_multistatus_new (call->url, func, user_data);
  g_autoptr (LoftHttpReply) reply = NULL;

  asked.headers = headers;
  asked.content_type = LOFT_DAV_XML;
  asked.sink_status = 207;
  asked.sink = feed;
  asked.sink_data = multistatus;
  reply = loft_http_client_send (client, &asked, cancellable, error);
  if (reply == NULL)
    return FALSE;
  if (answer != NULL)
    fill_in (answer, reply, multistatus);
  return check (reply, multistatus, what, error);
}

void
loft_dav_answer_clear (LoftDavAnswer *self)
{
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->location, g_free);
  g_clear_pointer (&self->condition, g_free);
  g_clear_pointer (&self->sync_token, g_free);
  g_clear_pointer (&self->features, g_free);
  g_clear_pointer (&self->product, g_free);
}
