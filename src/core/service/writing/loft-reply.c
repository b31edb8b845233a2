/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reply.h"

#include <string.h>

#include "loft-error.h"
#include "loft-mime-reader.h"
#include "loft-reply-html.h"
#include "loft-reply-recipients.h"
#include "loft-subject-text.h"
#include "loft-text.h"

#define SEPARATOR    "-- " /* in front of a signature (RFC 3676, 4.3) */
#define MAX_QUOTE    (256 * 1024)
#define MAX_TEXT     (2 * 1024 * 1024)
#define MAX_NAME     80
#define N_REFERENCES 40 /* the first and the last of them: headers do not grow for ever */

/* Subject */

/* "" when there is nothing but prefixes, which the reader of subjects would give back. */
static char *
bare_subject (const char *subject)
{
  g_autofree char *probe = g_strconcat (subject, " .", NULL);
  g_autofree char *rest = g_strdup (loft_subject_text_without_prefixes (probe));

  rest[strlen (rest) - 1] = '\0';
  return g_strdup (g_strstrip (rest));
}

char *
loft_reply_subject (const char *subject, LoftReplyKind kind)
{
  g_autofree char *bare = NULL;

  if (kind == LOFT_REPLY_EDIT)
    return g_strdup (subject);
  bare = bare_subject (subject);
  return g_strconcat (
    kind == LOFT_REPLY_FORWARD || kind == LOFT_REPLY_FORWARD_WHOLE ? "Fwd: " : "Re: ", bare, NULL);
}

/* Quote */

/* The length of text without the signature at its end. Where quoted lines follow, people answered
 * above them and the rest is what they answered to. */
static gsize
length_without_signature (const char *text)
{
  gsize found = strlen (text);

  for (const char *line = text; line != NULL && *line != '\0';)
    {
      const char *end = strchr (line, '\n');

      if (strncmp (line, SEPARATOR, 3) == 0 && (line[3] == '\n' || line[3] == '\0'))
        found = (gsize) (line - text);
      else if (line[0] == '>')
        found = strlen (text);
      line = end != NULL ? end + 1 : NULL;
    }
  return found;
}

static void
append_quoted (GString *quote, const char *line, gsize length)
{
  g_string_append_c (quote, '>');
  if (length > 0 && line[0] != '>')
    g_string_append_c (quote, ' ');
  g_string_append_len (quote, line, (gssize) length);
  g_string_append_c (quote, '\n');
}

static gsize
trimmed_length (const char *text, gsize length)
{
  while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == ' '))
    length--;
  return length;
}

char *
loft_reply_quote (const char *text, gsize max_bytes)
{
  gsize length = trimmed_length (text, length_without_signature (text));
  GString *quote = g_string_sized_new (length + length / 16);

  for (gsize start = 0; start < length;)
    {
      const char *newline = memchr (text + start, '\n', length - start);
      gsize end = newline != NULL ? (gsize) (newline - text) : length;

      if (end > max_bytes)
        {
          g_string_append (quote, "> […]\n");
          break;
        }
      append_quoted (quote, text + start, end - start);
      start = end + 1;
    }
  return g_string_free (quote, FALSE);
}

/* Text */

static void
append_signature (GString *text, const char *signature)
{
  if (signature != NULL && signature[0] != '\0')
    g_string_append_printf (text, "\n" SEPARATOR "\n%s\n", signature);
}

char *
loft_reply_new_text (const char *signature)
{
  GString *text = g_string_new ("\n");

  append_signature (text, signature);
  return text->len > 1 ? g_string_free (text, FALSE) : (g_string_free (text, TRUE), g_strdup (""));
}

/* One writes above the quote, or below it where the signature stands at the end. */
static char *
answer_text (const char *quote, const LoftReplyText *words, guint *caret)
{
  GString *text = g_string_new (NULL);

  *caret = 0;
  g_string_append (text, "\n");
  if (words->signature_above)
    append_signature (text, words->signature);
  g_string_append_printf (text, "\n%s\n%s", words->introduction, quote);
  if (!words->signature_above)
    append_signature (text, words->signature);
  return g_string_free (text, FALSE);
}

static char *
forward_text (const char *original, const LoftReplyText *words)
{
  g_autofree char *cut = g_strndup (original, MIN (strlen (original), MAX_QUOTE));
  g_autofree char *valid = g_utf8_make_valid (cut, -1);
  GString *text = g_string_new ("\n");

  append_signature (text, words->signature);
  g_string_append_printf (text, "\n%s\n\n%s", words->introduction, valid);
  if (text->str[text->len - 1] != '\n')
    g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}

/* References (RFC 5322, 3.6.4) */

static void
add_references (LoftDraft *draft, LoftMessageBody *body)
{
  gsize length = 0;
  const guint8 *bytes = g_bytes_get_data (body->raw, &length);
  g_autoptr (LoftMimeHeaders) headers = loft_mime_headers_read (bytes, length);
  GPtrArray *all = headers->references;

  for (guint i = 0; i < all->len; i++)
    {
      if (i == 0 || i + N_REFERENCES > all->len)
        g_ptr_array_add (draft->references, g_strdup (g_ptr_array_index (all, i)));
    }
  if (body->message->message_id[0] == '\0')
    return;
  draft->in_reply_to = g_strdup (body->message->message_id);
  g_ptr_array_add (draft->references, g_strdup (body->message->message_id));
}

/* The original gets its mark once this is sent. */
static void
note_forwarded (LoftDraft *draft, LoftMessageBody *body)
{
  if (body->message->message_id[0] != '\0')
    draft->forwarded = g_strdup (body->message->message_id);
}

/* Attachments */

static gboolean
add_parts (LoftDraft *draft, LoftMessageBody *body, GError **error)
{
  GPtrArray *attachments = body->message->attachments;

  for (guint i = 0; i < attachments->len; i++)
    {
      const LoftAttachment *each = g_ptr_array_index (attachments, i);
      g_autoptr (GBytes) data = loft_message_body_decode_attachment (body, each->n, error);

      if (data == NULL)
        return FALSE;
      g_ptr_array_add (draft->parts, loft_draft_part_new (each->name, each->type, NULL, data));
    }
  return TRUE;
}

static void
add_whole (LoftDraft *draft, LoftMessageBody *body)
{
  g_autofree char *subject = loft_text_one_line (body->message->subject, MAX_NAME);
  g_autofree char *name = g_strconcat (subject[0] != '\0' ? subject : "message", ".eml", NULL);

  g_ptr_array_add (draft->parts, loft_draft_part_new (name, "message/rfc822", NULL, body->raw));
}

/* Kinds */

static void
set_text (LoftDraft *draft, char *text)
{
  g_free (draft->text);
  draft->text = text;
}

static void
copy_addresses (GPtrArray *into, GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    {
      const LoftAddress *each = g_ptr_array_index (from, i);

      if (each->email[0] != '\0')
        g_ptr_array_add (into, loft_address_new (each->name, each->email));
    }
}

/* What cannot go along as HTML is here as text. */
static void
set_html (LoftDraft *draft, LoftMessageBody *body, LoftReplyKind kind, const LoftReplyText *words)
{
  if (words->as_html)
    draft->html = loft_reply_html_new (body, kind, words, draft->parts);
}

static gboolean
edit (LoftDraft *draft, LoftMessageBody *body, GError **error)
{
  copy_addresses (draft->to, body->message->to);
  copy_addresses (draft->cc, body->message->cc);
  copy_addresses (draft->reply_to, body->reply_to);
  set_text (draft, g_strndup (body->text, MIN (strlen (body->text), MAX_TEXT)));
  return add_parts (draft, body, error);
}

static gboolean
fill (LoftDraft *draft, LoftMessageBody *body, LoftReplyKind kind, const LoftReplyText *words,
      guint *caret, GError **error)
{
  g_autofree char *quote = NULL;

  switch (kind)
    {
    case LOFT_REPLY_EDIT:
      set_html (draft, body, kind, words);
      return edit (draft, body, error);
    case LOFT_REPLY_FORWARD_WHOLE:
      note_forwarded (draft, body);
      set_text (draft, loft_reply_new_text (words->signature));
      add_whole (draft, body);
      return TRUE;
    case LOFT_REPLY_FORWARD:
      note_forwarded (draft, body);
      set_text (draft, forward_text (body->text, words));
      set_html (draft, body, kind, words);
      return add_parts (draft, body, error);
    case LOFT_REPLY_SENDER:
    case LOFT_REPLY_ALL:
    case LOFT_REPLY_LIST:
      break;
    }
  quote = loft_reply_quote (body->text, MAX_QUOTE);
  set_text (draft, answer_text (quote, words, caret));
  set_html (draft, body, kind, words);
  add_references (draft, body);
  return TRUE;
}

static gboolean
is_answer (LoftReplyKind kind)
{
  return kind == LOFT_REPLY_SENDER || kind == LOFT_REPLY_ALL || kind == LOFT_REPLY_LIST;
}

LoftDraft *
loft_reply_new (LoftMessageBody *body, GPtrArray *own, LoftReplyKind kind,
                const LoftReplyText *text, guint *caret, GError **error)
{
  g_autoptr (LoftDraft) draft = loft_draft_new (NULL);
  guint unused = 0;

  if (kind == LOFT_REPLY_LIST && !loft_reply_has_list (body))
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "No list takes an answer to this");
      return NULL;
    }
  if (caret == NULL)
    caret = &unused;
  *caret = 0;
  draft->from = loft_reply_recipients_choose (body, own, kind, draft);
  if (!is_answer (kind))
    {
      g_ptr_array_set_size (draft->to, 0);
      g_ptr_array_set_size (draft->cc, 0);
    }
  g_free (draft->subject);
  draft->subject = loft_reply_subject (body->message->subject, kind);
  return fill (draft, body, kind, text, caret, error) ? g_steal_pointer (&draft) : NULL;
}

gboolean
loft_reply_has_list (LoftMessageBody *body)
{
  return body->list != NULL && !body->list->is_closed && body->list->post[0] != '\0';
}

gboolean
loft_reply_has_others (LoftMessageBody *body, GPtrArray *own)
{
  g_autoptr (LoftDraft) one = loft_draft_new (NULL);
  g_autoptr (LoftDraft) all = loft_draft_new (NULL);

  loft_reply_recipients_fill (body, own, LOFT_REPLY_SENDER, one);
  loft_reply_recipients_fill (body, own, LOFT_REPLY_ALL, all);
  return all->to->len + all->cc->len > one->to->len + one->cc->len;
}
