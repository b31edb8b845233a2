/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-writer.h"

#include <string.h>

#include "loft-error.h"
#include "loft-flowed-text.h"
#include "loft-mime-library-private.h"

#define MAX_ADDRESS 254 /* RFC 5321, 4.5.3.1.3 */
#define WORD_BYTES  45 /* of an encoded word: 75 characters (RFC 2047, 2) */
#define MAX_LINE    998 /* RFC 5322, 2.1.1 */
#define MOST_FOREIGN                                                                               \
  3 /* one byte in so many that is not ASCII: base64 is shorter, and as unreadable */

/* ---- fields ------------------------------------------------------------------------------- */

/* (transfer full) Valid UTF-8 without controls: no field can hold another. */
static char *
clean (const char *text)
{
  char *line = g_utf8_make_valid (text, -1);

  for (char *p = line; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  return line;
}

static const char *
end_of_local_part (const char *email)
{
  const char *p = email;

  if (*p != '"')
    return strchr (email, '@');
  for (p++; *p != '\0' && *p != '"'; p++)
    if (*p == '\\' && p[1] != '\0')
      p++;
  return *p == '"' && p[1] == '@' ? p + 1 : NULL;
}

static gboolean
has_only (const char *text, gsize length, const char *unwanted)
{
  for (gsize i = 0; i < length; i++)
    if (g_ascii_iscntrl (text[i]) || strchr (unwanted, text[i]) != NULL)
      return FALSE;
  return TRUE;
}

gboolean
loft_mime_is_address (const char *email)
{
  const char *at = end_of_local_part (email);
  gsize local;

  if (at == NULL || at == email || at[1] == '\0' || strlen (email) > MAX_ADDRESS ||
      !g_utf8_validate (email, -1, NULL))
    return FALSE;
  local = (gsize) (at - email);
  return has_only (email, local, email[0] == '"' ? "" : " <>()[]:;,\"\\") &&
         has_only (at + 1, strlen (at + 1), " <>(),;@\"\\") && at[1] != '.' &&
         !g_str_has_suffix (at, ".") && strstr (at, "..") == NULL;
}

static gboolean
add_address (InternetAddressList *list, const LoftAddress *address, GError **error)
{
  g_autofree char *name = clean (address->name);
  g_autoptr (GObject) mailbox = NULL;

  if (!loft_mime_is_address (address->email))
    {
      g_autofree char *shown = clean (address->email);

      g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "\"%s\" is not a mail address", shown);
      return FALSE;
    }
  mailbox = G_OBJECT (internet_address_mailbox_new (name[0] != '\0' ? name : NULL, address->email));
  internet_address_set_charset (INTERNET_ADDRESS (mailbox), "utf-8");
  internet_address_list_add (list, INTERNET_ADDRESS (mailbox));
  return TRUE;
}

/* Half an address that somebody is still typing. */
static void
keep_unfinished (GMimeMessage *message, GMimeAddressType type, const LoftAddress *address)
{
  static const char *const names[] = {
    [GMIME_ADDRESS_TYPE_SENDER] = "sender",
    [GMIME_ADDRESS_TYPE_FROM] = "from",
    [GMIME_ADDRESS_TYPE_REPLY_TO] = "reply-to",
    [GMIME_ADDRESS_TYPE_TO] = "to",
    [GMIME_ADDRESS_TYPE_CC] = "cc",
    [GMIME_ADDRESS_TYPE_BCC] = "bcc",
  };
  g_autofree char *typed = loft_address_to_text (address);
  g_autofree char *joined = g_strdup_printf ("%s; %s", names[type], typed);
  g_autofree char *value = clean (joined);

  if (typed[0] != '\0')
    g_mime_object_append_header (GMIME_OBJECT (message), LOFT_MIME_UNFINISHED, value, "utf-8");
}

static gboolean
add_one (GMimeMessage *message, GMimeAddressType type, const LoftAddress *address,
         LoftMimeWriteFlags flags, GError **error)
{
  if ((flags & LOFT_MIME_WRITE_UNFINISHED) == 0 || loft_mime_is_address (address->email))
    return add_address (g_mime_message_get_addresses (message, type), address, error);
  keep_unfinished (message, type, address);
  return TRUE;
}

static gboolean
add_addresses (GMimeMessage *message, GMimeAddressType type, GPtrArray *addresses,
               LoftMimeWriteFlags flags, GError **error)
{
  for (guint i = 0; i < addresses->len; i++)
    if (!add_one (message, type, g_ptr_array_index (addresses, i), flags, error))
      return FALSE;
  return TRUE;
}

static gboolean
add_people (GMimeMessage *message, const LoftDraft *draft, LoftMimeWriteFlags flags, GError **error)
{
  return add_one (message, GMIME_ADDRESS_TYPE_FROM, draft->from, flags, error) &&
         (draft->sender == NULL ||
          add_one (message, GMIME_ADDRESS_TYPE_SENDER, draft->sender, flags, error)) &&
         add_addresses (message, GMIME_ADDRESS_TYPE_REPLY_TO, draft->reply_to, flags, error) &&
         add_addresses (message, GMIME_ADDRESS_TYPE_TO, draft->to, flags, error) &&
         add_addresses (message, GMIME_ADDRESS_TYPE_CC, draft->cc, flags, error) &&
         ((flags & LOFT_MIME_WRITE_BCC) == 0 ||
          add_addresses (message, GMIME_ADDRESS_TYPE_BCC, draft->bcc, flags, error));
}

static void
set_field (GMimeObject *object, const char *name, const char *value)
{
  g_autofree char *line = clean (value);

  g_mime_object_set_header (object, name, line, "utf-8");
}

/* In one line each: GMime folds between the ids. */
static void
add_references (GMimeObject *object, const LoftDraft *draft)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < draft->references->len; i++)
    g_string_append_printf (text, "%s<%s>", i > 0 ? " " : "",
                            (const char *) g_ptr_array_index (draft->references, i));
  if (draft->in_reply_to != NULL)
    {
      g_autofree char *id = g_strdup_printf ("<%s>", draft->in_reply_to);

      set_field (object, "In-Reply-To", id);
    }
  if (text->len > 0)
    set_field (object, "References", text->str);
}

static void
add_priority (GMimeObject *object, LoftPriority priority)
{
  if (priority == LOFT_PRIORITY_NORMAL)
    return;
  /* RFC 4021 registers Importance; the other is what old programs look at. */
  set_field (object, "Importance", priority == LOFT_PRIORITY_HIGH ? "high" : "low");
  set_field (object, "X-Priority", priority == LOFT_PRIORITY_HIGH ? "1" : "5");
}

static void
add_receipt (GMimeMessage *message, const LoftDraft *draft)
{
  InternetAddressList *from = g_mime_message_get_addresses (message, GMIME_ADDRESS_TYPE_FROM);
  g_autofree char *text = internet_address_list_to_string (from, NULL, FALSE);

  if (draft->wants_receipt && text != NULL && text[0] != '\0')
    set_field (GMIME_OBJECT (message), "Disposition-Notification-To", text);
}

/* (transfer full) GMime leaves ASCII as it is, even where a reader would decode it. */
static char *
encode_subject (const char *text)
{
  g_autofree char *line = clean (text);
  GString *words = g_string_new (NULL);

  if (strstr (line, "=?") == NULL)
    {
      g_string_append (words, line);
      return g_string_free (words, FALSE);
    }
  for (const char *p = line; *p != '\0';)
    {
      gsize n = strlen (p);
      g_autofree char *word = NULL;

      if (n > WORD_BYTES)
        n = (gsize) (g_utf8_find_prev_char (p, p + WORD_BYTES + 1) - p);
      word = g_base64_encode ((const guchar *) p, n);
      g_string_append_printf (words, "%s=?utf-8?B?%s?=", words->len > 0 ? " " : "", word);
      p += n;
    }
  return g_string_free (words, FALSE);
}

static gboolean
add_fields (GMimeMessage *message, const LoftDraft *draft, LoftMimeWriteFlags flags, GError **error)
{
  g_autofree char *subject = encode_subject (draft->subject);
  g_autofree char *id = clean (draft->message_id);

  if (!add_people (message, draft, flags, error))
    return FALSE;
  g_mime_message_set_date (message, draft->date);
  g_mime_message_set_subject (message, subject, "utf-8");
  if (id[0] != '\0')
    g_mime_message_set_message_id (message, id);
  if (draft->organization[0] != '\0')
    set_field (GMIME_OBJECT (message), "Organization", draft->organization);
  add_references (GMIME_OBJECT (message), draft);
  add_priority (GMIME_OBJECT (message), draft->priority);
  add_receipt (message, draft);
  if (draft->wants_report && (flags & LOFT_MIME_WRITE_BCC) != 0)
    set_field (GMIME_OBJECT (message), LOFT_MIME_REPORT, "wanted");
  if (draft->forwarded != NULL && (flags & LOFT_MIME_WRITE_BCC) != 0)
    {
      g_autofree char *forwarded = g_strdup_printf ("<%s>", draft->forwarded);

      set_field (GMIME_OBJECT (message), LOFT_MIME_FORWARDED, forwarded);
    }
  return TRUE;
}

/* ---- content ------------------------------------------------------------------------------ */

typedef struct {
  gsize foreign; /* bytes that are not ASCII */
  gsize longest; /* line */
  gboolean has_nul;
  gboolean has_bare; /* CR or LF without the other */
} ContentFacts;

static ContentFacts
look_at (const char *data, gsize length)
{
  ContentFacts facts = { 0 };
  gsize line = 0;

  for (gsize i = 0; i < length; i++)
    {
      facts.foreign += (guchar) data[i] >= 0x80;
      facts.has_nul |= data[i] == '\0';
      facts.has_bare |= (data[i] == '\n') != (i > 0 && data[i - 1] == '\r');
      line = data[i] == '\n' ? 0 : line + 1;
      facts.longest = MAX (facts.longest, line);
    }
  return facts;
}

/* Trailing blanks, as format=flowed has them, and lines that begin with "From " or a dot pass as
 * they are: neither SMTP nor IMAP touches them. */
static GMimeContentEncoding
text_encoding (const char *text)
{
  gsize length = strlen (text);
  ContentFacts facts = look_at (text, length);

  if (facts.foreign == 0 && facts.longest <= MAX_LINE)
    return GMIME_CONTENT_ENCODING_7BIT;
  return facts.foreign > length / MOST_FOREIGN ? GMIME_CONTENT_ENCODING_BASE64
                                               : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
}

static GMimeDataWrapper *
new_content (const char *data, gsize length)
{
  g_autoptr (GObject) stream = G_OBJECT (g_mime_stream_mem_new_with_buffer (data, length));

  return g_mime_data_wrapper_new_with_stream (GMIME_STREAM (stream),
                                              GMIME_CONTENT_ENCODING_DEFAULT);
}

static GMimePart *
new_part (const char *type, const char *subtype, const char *data, gsize length,
          GMimeContentEncoding encoding)
{
  GMimePart *part = g_mime_part_new_with_type (type, subtype);
  g_autoptr (GObject) content = G_OBJECT (new_content (data, length));

  g_mime_part_set_content (part, GMIME_DATA_WRAPPER (content));
  g_mime_part_set_content_encoding (part, encoding);
  return part;
}

/* Text has CRLF on the wire whatever its encoding is (RFC 2046, 4.1.1). */
static char *
end_lines_with_crlf (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *lines = g_string_sized_new (strlen (valid) + 64);

  for (const char *p = valid; *p != '\0'; p++)
    {
      if (*p == '\r')
        continue;
      if (*p == '\n')
        g_string_append_c (lines, '\r');
      g_string_append_c (lines, *p);
    }
  return g_string_free (lines, FALSE);
}

static GMimeObject *
new_text (const char *subtype, const char *text)
{
  g_autofree char *lines = end_lines_with_crlf (text);
  gboolean is_ascii = g_str_is_ascii (lines);
  GMimePart *part = new_part ("text", subtype, lines, strlen (lines), text_encoding (lines));

  g_mime_object_set_content_type_parameter (GMIME_OBJECT (part), "charset",
                                            is_ascii ? "us-ascii" : "utf-8");
  return GMIME_OBJECT (part);
}

static GMimeObject *
new_plain (const LoftDraft *draft)
{
  g_autofree char *flowed = draft->flowed ? loft_flowed_text_split (draft->text) : NULL;
  GMimeObject *part = new_text ("plain", flowed != NULL ? flowed : draft->text);

  if (draft->flowed)
    g_mime_object_set_content_type_parameter (part, "format", "flowed");
  return part;
}

/* A forwarded message stays as it is (RFC 2046, 5.2.1: 7bit or 8bit only); one that no line of mail
 * can carry goes as a file. */
static GMimePart *
new_forwarded (const LoftDraftPart *part, const char *data, gsize length)
{
  ContentFacts facts = look_at (data, length);

  if (facts.has_nul || facts.has_bare || facts.longest > MAX_LINE)
    return new_part ("application", "octet-stream", data, length, GMIME_CONTENT_ENCODING_BASE64);
  return new_part ("message", "rfc822", data, length,
                   facts.foreign > 0 ? GMIME_CONTENT_ENCODING_8BIT : GMIME_CONTENT_ENCODING_7BIT);
}

static GMimePart *
new_file (const LoftDraftPart *part, const char *data, gsize length)
{
  g_autofree char *type = clean (part->content_type);
  GMimeContentType *parsed = g_mime_content_type_parse (NULL, type);
  GMimePart *file = new_part (g_mime_content_type_get_media_type (parsed),
                              g_mime_content_type_get_media_subtype (parsed), data, length,
                              GMIME_CONTENT_ENCODING_BASE64);

  g_object_unref (parsed);
  return file;
}

static gboolean
is_inline (const LoftDraft *draft, const LoftDraftPart *part)
{
  return draft->html != NULL && part->content_id != NULL;
}

static GMimeObject *
new_attached (const LoftDraft *draft, const LoftDraftPart *part)
{
  gsize length;
  const char *data = g_bytes_get_data (part->data, &length);
  g_autofree char *name = clean (part->name);
  GMimePart *object = g_ascii_strcasecmp (part->content_type, "message/rfc822") == 0
                        ? new_forwarded (part, data != NULL ? data : "", length)
                        : new_file (part, data != NULL ? data : "", length);

  g_mime_object_set_disposition (GMIME_OBJECT (object),
                                 is_inline (draft, part) ? "inline" : "attachment");
  if (name[0] != '\0')
    g_mime_part_set_filename (object, name);
  if (part->content_id != NULL)
    {
      g_autofree char *id = clean (part->content_id);

      g_mime_object_set_content_id (GMIME_OBJECT (object), id);
    }
  return GMIME_OBJECT (object);
}

/* ---- structure ---------------------------------------------------------------------------- */

/* (nullable) What is said to calendar programs: "text/calendar; method=…". */
static const LoftDraftPart *
find_calendar (const LoftDraft *draft)
{
  for (guint i = 0; i < draft->parts->len; i++)
    {
      const LoftDraftPart *part = g_ptr_array_index (draft->parts, i);

      if (g_str_has_prefix (part->content_type, "text/calendar; method="))
        return part;
    }
  return NULL;
}

/* first: (transfer full) */
static GMimeMultipart *
new_multipart (const char *subtype, GMimeObject *first)
{
  GMimeMultipart *multipart = g_mime_multipart_new_with_subtype (subtype);

  g_mime_multipart_add (multipart, first);
  g_object_unref (first);
  return multipart;
}

/* own: (transfer full) becomes multipart/subtype when there is a part for it. (transfer full) */
static GMimeObject *
add_parts (GMimeObject *own, const char *subtype, const LoftDraft *draft, gboolean inline_ones)
{
  GMimeMultipart *multipart = NULL;

  for (guint i = 0; i < draft->parts->len; i++)
    {
      const LoftDraftPart *part = g_ptr_array_index (draft->parts, i);
      g_autoptr (GObject) object = NULL;

      if (is_inline (draft, part) != inline_ones || part == find_calendar (draft))
        continue;
      if (multipart == NULL)
        multipart = new_multipart (subtype, own);
      object = G_OBJECT (new_attached (draft, part));
      g_mime_multipart_add (multipart, GMIME_OBJECT (object));
    }
  return multipart != NULL ? GMIME_OBJECT (multipart) : own;
}

/* The method stands beside the type, too (RFC 6047, 2.4), and there is no disposition: then others show
 * it as an invitation. */
static GMimeObject *
new_calendar (const LoftDraftPart *part)
{
  gsize length;
  const char *data = g_bytes_get_data (part->data, &length);
  g_autofree char *method = clean (strrchr (part->content_type, '=') + 1);
  ContentFacts facts = look_at (data != NULL ? data : "", length);
  gboolean is_plain = facts.foreign == 0 && !facts.has_bare && facts.longest <= MAX_LINE;
  GMimeObject *object = GMIME_OBJECT (
    new_part ("text", "calendar", data != NULL ? data : "", length,
              is_plain ? GMIME_CONTENT_ENCODING_7BIT : GMIME_CONTENT_ENCODING_BASE64));

  g_mime_object_set_content_type_parameter (object, "charset", "utf-8");
  g_mime_object_set_content_type_parameter (object, "method", method);
  return object;
}

/* (transfer full) The pictures go with the HTML (RFC 2387), and both are one of the two ways to say
 * it; the best is the last (RFC 2046, 5.1.4). */
static GMimeObject *
new_words (const LoftDraft *draft)
{
  GMimeMultipart *alternative;
  const LoftDraftPart *calendar = find_calendar (draft);
  g_autoptr (GObject) html = NULL;
  g_autoptr (GObject) meeting = NULL;

  if (draft->html == NULL && calendar == NULL)
    return new_plain (draft);
  alternative = new_multipart ("alternative", new_plain (draft));
  if (calendar != NULL)
    {
      meeting = G_OBJECT (new_calendar (calendar));
      g_mime_multipart_add (alternative, GMIME_OBJECT (meeting));
    }
  if (draft->html == NULL)
    return GMIME_OBJECT (alternative);
  html = G_OBJECT (add_parts (new_text ("html", draft->html), "related", draft, TRUE));
  if (GMIME_IS_MULTIPART (html))
    g_mime_object_set_content_type_parameter (GMIME_OBJECT (html), "type", "text/html");
  g_mime_multipart_add (alternative, GMIME_OBJECT (html));
  return GMIME_OBJECT (alternative);
}

GBytes *
loft_mime_write (const LoftDraft *draft, LoftMimeWriteFlags flags, GError **error)
{
  g_autoptr (GObject) message = NULL;
  g_autoptr (GObject) body = NULL;

  loft_mime_library_start ();
  message = G_OBJECT (g_mime_message_new (TRUE));
  if (!add_fields (GMIME_MESSAGE (message), draft, flags, error))
    return NULL;
  body = G_OBJECT (add_parts (new_words (draft), "mixed", draft, FALSE));
  g_mime_message_set_mime_part (GMIME_MESSAGE (message), GMIME_OBJECT (body));
  return loft_mime_library_write (GMIME_MESSAGE (message));
}

/* ---- what a server must know -------------------------------------------------------------- */

static gboolean
are_ascii (GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len; i++)
    if (!g_str_is_ascii (((const LoftAddress *) g_ptr_array_index (addresses, i))->email))
      return FALSE;
  return TRUE;
}

gboolean
loft_mime_needs_utf8 (const LoftDraft *draft)
{
  return !g_str_is_ascii (draft->from->email) ||
         (draft->sender != NULL && !g_str_is_ascii (draft->sender->email)) ||
         !are_ascii (draft->reply_to) || !are_ascii (draft->to) || !are_ascii (draft->cc) ||
         !are_ascii (draft->bcc);
}
