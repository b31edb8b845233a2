/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-outgoing-maker.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-mime-reader.h"
#include "loft-mime-redirect.h"
#include "loft-mime-scanner.h"
#include "loft-mime-submission.h"
#include "loft-mime-writer.h"

#define LATER_SECONDS 60 /* a message that waits longer bears the time at which it leaves */

static void
replace (char **field, char *value)
{
  g_free (*field);
  *field = value;
}

/* (transfer full) RFC 5322, 3.6.4; the part before the @ tells nothing of anybody. */
static char *
new_message_id (const char *address)
{
  g_autofree char *uuid = g_uuid_string_random ();
  const char *at = strrchr (address, '@');
  gboolean usable =
    at != NULL && at[1] != '\0' && g_str_is_ascii (at) && strpbrk (at + 1, " <>[]()\\\"") == NULL;

  return g_strconcat (uuid, usable ? at : "@localhost", NULL);
}

static void
give_message_id (LoftDraft *draft)
{
  if (draft->message_id[0] == '\0')
    replace (&draft->message_id, new_message_id (draft->from->email));
}

/* ---- recipients --------------------------------------------------------------------------- */

static void
add_recipients (LoftOutgoing *outgoing, GPtrArray *people, GHashTable *seen)
{
  for (guint i = 0; i < people->len; i++)
    {
      const LoftAddress *address = g_ptr_array_index (people, i);

      if (g_hash_table_add (seen, g_utf8_strdown (address->email, -1)))
        g_ptr_array_add (outgoing->recipients, loft_outgoing_recipient_new (address->email));
    }
}

static char *
pack_people (const LoftDraft *draft)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new ();

  for (guint i = 0; i < draft->to->len; i++)
    g_ptr_array_add (people, g_ptr_array_index (draft->to, i));
  for (guint i = 0; i < draft->cc->len; i++)
    g_ptr_array_add (people, g_ptr_array_index (draft->cc, i));
  for (guint i = 0; i < draft->bcc->len; i++)
    g_ptr_array_add (people, g_ptr_array_index (draft->bcc, i));
  return loft_addresses_pack (people);
}

static LoftOutgoing *
describe (const LoftDraft *draft)
{
  LoftOutgoing *outgoing = loft_outgoing_new ();
  const LoftAddress *sender = draft->sender != NULL ? draft->sender : draft->from;

  replace (&outgoing->message_id, g_strdup (draft->message_id));
  replace (&outgoing->subject, g_utf8_make_valid (draft->subject, -1));
  replace (&outgoing->people, pack_people (draft));
  replace (&outgoing->sender, g_strdup (sender->email));
  return outgoing;
}

static gboolean
refuse_nobody (GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "The message has no recipients");
  return FALSE;
}

/* ---- drafts ------------------------------------------------------------------------------- */

LoftOutgoing *
loft_outgoing_maker_make_draft (LoftDraft *draft, GBytes **raw, GError **error)
{
  LoftOutgoing *outgoing;

  give_message_id (draft);
  *raw = loft_mime_write (draft, LOFT_MIME_WRITE_BCC | LOFT_MIME_WRITE_UNFINISHED, error);
  if (*raw == NULL)
    return NULL;
  outgoing = describe (draft);
  outgoing->state = LOFT_OUTGOING_DRAFT;
  return outgoing;
}

static void
give_date (LoftDraft *draft, gint64 not_before)
{
  gint64 now = loft_clock_now ();
  gint64 when = not_before > now + LATER_SECONDS ? not_before : now;
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (when);

  if (utc == NULL)
    return;
  g_date_time_unref (draft->date);
  draft->date = g_date_time_to_local (utc);
}

LoftOutgoing *
loft_outgoing_maker_make (LoftDraft *draft, gint64 not_before, LoftSentCopy copy, GBytes **raw,
                          GError **error)
{
  g_autoptr (LoftOutgoing) outgoing = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  give_message_id (draft);
  give_date (draft, not_before);
  outgoing = describe (draft);
  add_recipients (outgoing, draft->to, seen);
  add_recipients (outgoing, draft->cc, seen);
  add_recipients (outgoing, draft->bcc, seen);
  if (outgoing->recipients->len == 0)
    {
      refuse_nobody (error);
      return NULL;
    }
  *raw = loft_mime_write (draft, LOFT_MIME_WRITE_BCC, error);
  if (*raw == NULL)
    return NULL;
  outgoing->state = LOFT_OUTGOING_QUEUED;
  outgoing->not_before = not_before;
  outgoing->copy = copy;
  return g_steal_pointer (&outgoing);
}

/* ---- bytes -------------------------------------------------------------------------------- */

static gboolean
check_people (GPtrArray *people, GError **error)
{
  for (guint i = 0; i < people->len; i++)
    {
      const LoftAddress *address = g_ptr_array_index (people, i);

      if (!loft_mime_is_address (address->email))
        {
          g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "\"%s\" is not a mail address",
                       address->email);
          return FALSE;
        }
    }
  return people->len > 0 || refuse_nobody (error);
}

static char *
format_date (void)
{
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (loft_clock_now ());
  g_autoptr (GDateTime) now = g_date_time_to_local (utc);
  g_autofree char *time = g_date_time_format (now, "%H:%M:%S %z");

  /* Not by strftime, whose words are those of the person's language. */
  return g_strdup_printf ("%s, %02d %s %d %s", days[g_date_time_get_day_of_week (now) - 1],
                          g_date_time_get_day_of_month (now),
                          months[g_date_time_get_month (now) - 1], g_date_time_get_year (now),
                          time);
}

/* CRLF ends a line and nothing else does, as it will be on the wire: what is kept, sent and copied to
 * the server is the same. */
static void
append_lines (GByteArray *out, const char *from, const char *end)
{
  for (const char *p = from; p < end; p++)
    if (*p == '\n')
      g_byte_array_append (out, (const guint8 *) "\r\n", 2);
    else if (*p != '\r')
      g_byte_array_append (out, (const guint8 *) p, 1);
    else if (p + 1 == end || p[1] != '\n')
      g_byte_array_append (out, (const guint8 *) " ", 1);
}

/* (transfer full) Without the line of an mbox file, and with the fields that a message must have. */
static GBytes *
complete (GBytes *raw, const LoftMimeHeaders *headers, const char *new_id)
{
  gsize size;
  const char *bytes = g_bytes_get_data (raw, &size);
  const char *block = bytes;
  GByteArray *out = g_byte_array_new ();

  loft_mime_scanner_find_header (bytes, size, &block);
  if (new_id != NULL)
    {
      g_autofree char *field = g_strdup_printf ("Message-ID: <%s>\r\n", new_id);

      g_byte_array_append (out, (const guint8 *) field, (guint) strlen (field));
    }
  if (headers->date == 0)
    {
      g_autofree char *date = format_date ();
      g_autofree char *field = g_strdup_printf ("Date: %s\r\n", date);

      g_byte_array_append (out, (const guint8 *) field, (guint) strlen (field));
    }
  append_lines (out, block, bytes + size);
  return g_byte_array_free_to_bytes (out);
}

LoftOutgoing *
loft_outgoing_maker_make_raw (GBytes *raw, const char *sender, gint64 not_before, LoftSentCopy copy,
                              GBytes **sent, GError **error)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (raw, &size);
  g_autoptr (LoftMimeHeaders) headers = loft_mime_headers_read (bytes, size);
  g_autoptr (GPtrArray) people = loft_mime_list_recipients (raw, error);
  g_autoptr (LoftAddress) writer = loft_mime_find_sender (raw);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *new_id = NULL;
  LoftOutgoing *outgoing;

  if (people == NULL || !check_people (people, error))
    return NULL;
  if (writer != NULL)
    sender = writer->email;
  if (sender == NULL || !loft_mime_is_address (sender))
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "The message does not say whom it is from");
      return NULL;
    }
  if (headers->message_id[0] == '\0')
    new_id = new_message_id (sender);
  *sent = complete (raw, headers, new_id);
  outgoing = loft_outgoing_new ();
  replace (&outgoing->message_id, g_strdup (new_id != NULL ? new_id : headers->message_id));
  replace (&outgoing->subject, g_strdup (headers->subject));
  replace (&outgoing->people, loft_addresses_pack (people));
  replace (&outgoing->sender, g_strdup (sender));
  add_recipients (outgoing, people, seen);
  outgoing->state = LOFT_OUTGOING_QUEUED;
  outgoing->not_before = not_before;
  outgoing->copy = copy;
  return outgoing;
}

LoftOutgoing *
loft_outgoing_maker_make_redirected (GBytes *raw, LoftDraft *resent, LoftSentCopy copy,
                                     GBytes **sent, GError **error)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (raw, &size);
  g_autoptr (LoftMimeHeaders) headers = loft_mime_headers_read (bytes, size);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GBytes) whole = NULL;
  LoftOutgoing *outgoing;

  if (!check_people (resent->to, error))
    return NULL;
  give_message_id (resent);
  give_date (resent, 0);
  whole = loft_mime_redirect (raw, resent, error);
  if (whole == NULL)
    return NULL;
  *sent = complete (whole, headers, NULL);
  outgoing = describe (resent);
  replace (&outgoing->subject, g_strdup (headers->subject));
  add_recipients (outgoing, resent->to, seen);
  outgoing->state = LOFT_OUTGOING_QUEUED;
  outgoing->copy = copy;
  return outgoing;
}
