/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reply-html.h"

#include <string.h>

#include "loft-draft-html-private.h"

#define MAX_HTML     (1024 * 1024)
#define MAX_PICTURES ((gsize) 25 * 1000 * 1000) /* what most servers take, in all */

typedef struct {
  LoftMessageBody *body;
  GPtrArray *parts;
  GHashTable *ids; /* of the message -> of the answer; "" for none */
  gsize left;
} Quote;

static char *
decode (Quote *self, const char *content_id)
{
  g_autofree char *type = NULL;
  g_autoptr (GBytes) bytes = loft_message_body_decode_inline (self->body, content_id, &type, NULL);
  g_autofree char *id = NULL;

  if (bytes == NULL || type == NULL || !g_str_has_prefix (type, "image/") ||
      g_bytes_get_size (bytes) > self->left)
    return g_strdup ("");
  self->left -= g_bytes_get_size (bytes);
  id = loft_draft_html_new_content_id ();
  g_ptr_array_add (self->parts, loft_draft_part_new ("", type, id, bytes));
  return g_steal_pointer (&id);
}

static char *
take_picture (const char *content_id, gpointer data)
{
  Quote *self = data;
  const char *known = g_hash_table_lookup (self->ids, content_id);
  char *id = NULL;

  if (known == NULL)
    {
      id = decode (self, content_id);
      g_hash_table_insert (self->ids, g_strdup (content_id), id);
      known = id;
    }
  return known[0] != '\0' ? g_strdup (known) : NULL;
}

static char *
quote (LoftMessageBody *body, GPtrArray *parts)
{
  Quote self = { body, parts, NULL, MAX_PICTURES };
  char *html = NULL;

  self.ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  html = loft_draft_html_rewrite (body->html, 0, parts, take_picture, &self);
  g_hash_table_unref (self.ids);
  return html;
}

/* Its own colours want white paper below, also in a dark window. */
static void
append_quote (GString *html, LoftMessageBody *body, const char *quoted)
{
  if (body->sets_colors)
    g_string_append_printf (html, "<div class=\"paper\">%s</div>", quoted);
  else
    g_string_append (html, quoted);
}

static char *
answer (LoftMessageBody *body, const char *quoted, const LoftReplyText *words, GPtrArray *parts)
{
  GString *html = g_string_new ("<div><br></div>");
  g_autofree char *signature =
    loft_draft_html_signature (words->signature, words->signature_html, parts);
  g_autofree char *introduction = loft_draft_html_from_text (words->introduction);

  if (words->signature_above)
    g_string_append_printf (html, "%s<div><br></div>", signature);
  g_string_append_printf (html, "%s" LOFT_DRAFT_HTML_QUOTE, introduction);
  append_quote (html, body, quoted);
  g_string_append (html, "</blockquote>");
  if (!words->signature_above && signature[0] != '\0')
    g_string_append_printf (html, "<div><br></div>%s", signature);
  return g_string_free (html, FALSE);
}

static char *
forward (LoftMessageBody *body, const char *quoted, const LoftReplyText *words, GPtrArray *parts)
{
  GString *html = g_string_new ("<div><br></div>");
  g_autofree char *signature =
    loft_draft_html_signature (words->signature, words->signature_html, parts);
  g_autofree char *heading = loft_draft_html_from_text (words->introduction);

  g_string_append_printf (html, "%s<div><br></div>%s<div><br></div>", signature, heading);
  append_quote (html, body, quoted);
  return g_string_free (html, FALSE);
}

char *
loft_reply_html_new (LoftMessageBody *body, LoftReplyKind kind, const LoftReplyText *words,
                     GPtrArray *parts)
{
  g_autofree char *quoted = NULL;

  if (body->html == NULL || strlen (body->html) > MAX_HTML)
    return NULL;
  quoted = quote (body, parts);
  switch (kind)
    {
    case LOFT_REPLY_EDIT:
      return g_steal_pointer (&quoted);
    case LOFT_REPLY_FORWARD:
      return forward (body, quoted, words, parts);
    case LOFT_REPLY_FORWARD_WHOLE:
      return NULL;
    case LOFT_REPLY_SENDER:
    case LOFT_REPLY_ALL:
    case LOFT_REPLY_LIST:
    default:
      return answer (body, quoted, words, parts);
    }
}
