/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pop3-session-private.h"

#include "loft-text.h"

static gboolean
take_uid (const char *line, gsize length, gpointer user_data, GError **error)
{
  return loft_pop3_listing_add_uid (user_data, line, length, error);
}

static gboolean
take_size (const char *line, gsize length, gpointer user_data, GError **error)
{
  return loft_pop3_listing_add_size (user_data, line, length, error);
}

/* By what the message says, not by the code alone: UIDL is optional (RFC 1939, 7). */
static gboolean
refuse_uidl (LoftPop3Session *self, const LoftPop3Response *response, GError **error)
{
  LoftError code = loft_pop3_code_to_error (response->code);
  g_autofree char *text = loft_text_quote (
    code == LOFT_ERROR_TEMPORARY
      ? "The server cannot list its messages now"
      : "The server does not tell its messages apart (UIDL), so that what is new cannot be known; "
        "Loft cannot use it",
    response->text);

  return loft_pop3_session_break (self, error, code, text);
}

static gboolean
refuse_list (LoftPop3Session *self, const LoftPop3Response *response, GError **error)
{
  g_autofree char *text = loft_text_quote ("The server does not list its messages", response->text);

  return loft_pop3_session_break (self, error, loft_pop3_code_to_error (response->code), text);
}

static gboolean
read_uids (LoftPop3Session *self, LoftPop3Listing *listing, GCancellable *cancellable,
           GError **error)
{
  g_auto (LoftPop3Response) response = { 0 };

  if (!loft_pop3_session_read_status (self, &response, cancellable, error))
    return FALSE;
  if (response.status != LOFT_POP3_STATUS_OK)
    return refuse_uidl (self, &response, error);
  return loft_pop3_session_read_lines (self, take_uid, listing, cancellable, error);
}

static gboolean
read_sizes (LoftPop3Session *self, LoftPop3Listing *listing, GCancellable *cancellable,
            GError **error)
{
  g_auto (LoftPop3Response) response = { 0 };

  if (!loft_pop3_session_read_status (self, &response, cancellable, error))
    return FALSE;
  if (response.status != LOFT_POP3_STATUS_OK)
    return refuse_list (self, &response, error);
  return loft_pop3_session_read_lines (self, take_size, listing, cancellable, error);
}

static LoftPop3Listing *
conclude (LoftPop3Session *self, LoftPop3Listing *listing)
{
  loft_pop3_listing_conclude (listing);
  g_clear_pointer (&self->listing, loft_pop3_listing_unref);
  self->listing = loft_pop3_listing_ref (listing);
  return loft_pop3_listing_ref (listing);
}

LoftPop3Listing *
loft_pop3_session_list_sizes (LoftPop3Session *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftPop3Listing) listing = loft_pop3_listing_new ();

  if (!loft_pop3_session_check_connected (self, error) ||
      !loft_pop3_session_send (self, "LIST", cancellable, error) ||
      !read_sizes (self, listing, cancellable, error))
    return NULL;
  return conclude (self, listing);
}

LoftPop3Listing *
loft_pop3_session_list (LoftPop3Session *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftPop3Listing) listing = loft_pop3_listing_new ();
  gboolean pipelines = loft_pop3_session_pipelines (self);

  if (!loft_pop3_session_check_connected (self, error) ||
      !loft_pop3_session_send (self, "UIDL", cancellable, error) ||
      (pipelines && !loft_pop3_session_send (self, "LIST", cancellable, error)) ||
      !read_uids (self, listing, cancellable, error) ||
      (!pipelines && !loft_pop3_session_send (self, "LIST", cancellable, error)) ||
      !read_sizes (self, listing, cancellable, error))
    return NULL;
  return conclude (self, listing);
}
