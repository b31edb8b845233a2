/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-draft-html-private.h"

#include <string.h>

#include "loft-html-tokenizer.h"
#include "loft-html.h"

#define SCOPE        "loft-body" /* of loft-html.h: the element that stands for <body> */
#define OWN_SCOPE    "message-"
#define MAX_PICTURES 200

typedef struct {
  GString *out;
  GPtrArray *parts;
  LoftDraftHtmlPicture picture;
  gpointer data;
  guint n_pictures;
} Writer;

char *
loft_draft_html_new_content_id (void)
{
  g_autofree char *uuid = g_uuid_string_random ();

  return g_strconcat (uuid, "@inline", NULL);
}

/* Pictures */

/* (transfer full) (nullable) */
static char *
take_data (Writer *self, const char *uri)
{
  const char *comma = strchr (uri, ',');
  const char *mark = strstr (uri, ";base64,");
  g_autofree char *type = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guchar *data;
  gsize length = 0;

  if (mark == NULL || comma == NULL || mark + strlen (";base64") != comma)
    return NULL;
  data = g_base64_decode (comma + 1, &length);
  bytes = g_bytes_new_take (data, length);
  type = g_ascii_strdown (uri + strlen ("data:"), mark - uri - (gssize) strlen ("data:"));
  id = loft_draft_html_new_content_id ();
  g_ptr_array_add (self->parts, loft_draft_part_new ("", type, id, bytes));
  return g_steal_pointer (&id);
}

/* (transfer full) (nullable) */
static char *
take_source (Writer *self, const char *uri)
{
  g_autofree char *id = NULL;

  if (++self->n_pictures > MAX_PICTURES)
    return NULL;
  if (g_ascii_strncasecmp (uri, "data:", 5) == 0)
    return take_data (self, uri);
  if (g_ascii_strncasecmp (uri, "cid:", 4) != 0)
    return NULL;
  id = g_uri_unescape_string (uri + 4, NULL);
  return id == NULL ? NULL : self->picture (id, self->data);
}

/* Of a picture that is not there its words are left. */
static void
take_picture (Writer *self, const char *tag, const char *end)
{
  g_autoptr (GString) others = g_string_new (NULL);
  g_autofree char *id = NULL;
  g_autofree char *alt = NULL;
  LoftHtmlAttribute attribute;

  for (const char *at = tag; loft_html_attribute_next (&at, end, &attribute);)
    {
      g_autofree char *value = loft_html_attribute_decode (&attribute);

      if (loft_html_attribute_is (&attribute, "src"))
        id = id != NULL ? g_steal_pointer (&id) : take_source (self, value);
      else if (!g_str_has_prefix (attribute.name, "data-loft-"))
        {
          g_autofree char *escaped = g_markup_escape_text (value, -1);

          g_string_append_printf (others, " %.*s=\"%s\"", (int) attribute.name_length,
                                  attribute.name, escaped);
        }
      if (loft_html_attribute_is (&attribute, "alt"))
        alt = g_strdup (g_strstrip (value));
    }
  if (id != NULL)
    {
      g_autofree char *uri = g_uri_escape_string (id, "@!$*+=:,;/?", FALSE);

      g_string_append_printf (self->out, "<img src=\"cid:%s\"%s>", uri, others->str);
    }
  else if (alt != NULL && alt[0] != '\0')
    loft_draft_html_append_text (self->out, alt, strlen (alt));
}

/* What loft_html_clean() wrote is known: '<' and '>' are ends of tags only, values have quotes. */
static void
take_tag (Writer *self, const char *tag, const char *end)
{
  static const char remote[] = " data-loft-background=\"";
  gsize length = (gsize) (end - tag);
  const char *found = memmem (tag, length, remote, strlen (remote));
  const char *close =
    found == NULL ? NULL : memchr (found + strlen (remote), '"', end - found - strlen (remote));

  if (g_str_has_prefix (tag, "<img"))
    take_picture (self, tag + strlen ("<img"), end - 1);
  else if (close == NULL)
    g_string_append_len (self->out, tag, (gssize) length);
  else
    {
      g_string_append_len (self->out, tag, found - tag);
      g_string_append_len (self->out, close + 1, end - close - 1);
    }
}

static void
take_content (Writer *self, const char *html, const char *end)
{
  while (html < end)
    {
      const char *tag = memchr (html, '<', (gsize) (end - html));
      const char *after = tag == NULL ? NULL : memchr (tag, '>', (gsize) (end - tag));

      g_string_append_len (self->out, html, (tag == NULL ? end : tag) - html);
      if (after == NULL)
        return;
      take_tag (self, tag, after + 1);
      html = after + 1;
    }
}

/* Sheets */

/* Rules that are ours already stand as they are; TRUE when others were given the scope. */
static gboolean
take_sheet (GString *out, const char *css, const char *end, const char *scope)
{
  static const char theirs[] = "." SCOPE, ours[] = "." SCOPE " ." OWN_SCOPE;
  gboolean is_foreign = FALSE;

  while (css < end)
    {
      const char *found = memmem (css, (gsize) (end - css), theirs, strlen (theirs));

      g_string_append_len (out, css, (found == NULL ? end : found) - css);
      if (found == NULL)
        break;
      if (strncmp (found, ours, strlen (ours)) == 0)
        css = found + strlen (theirs) + 1;
      else
        {
          g_string_append_printf (out, ".%s", scope);
          css = found + strlen (theirs);
          is_foreign = TRUE;
        }
    }
  return is_foreign;
}

typedef struct {
  const char *wrapper; /* (nullable) the tag */
  const char *wrapper_end;
  const char *sheet; /* (nullable) */
  const char *sheet_end;
  const char *content;
  const char *content_end;
} Page;

static Page
read_page (const char *html)
{
  static const char open[] = "<style>\n", close[] = "</style>\n";
  Page page = { .content = html, .content_end = html + strlen (html) };
  const char *end = g_str_has_prefix (html, "<div") ? strchr (html, '>') : NULL;

  if (end == NULL ||
      memmem (html, (gsize) (end - html), "class=\"" SCOPE, strlen ("class=\"" SCOPE)) == NULL)
    return page;
  page.wrapper = html;
  page.wrapper_end = page.content = end + 1;
  page.content_end -= strlen ("</div>");
  if (!g_str_has_prefix (page.content, open) || strstr (page.content, close) == NULL)
    return page;
  page.sheet = page.content + strlen (open);
  page.sheet_end = strstr (page.content, close);
  page.content = page.sheet_end + strlen (close);
  return page;
}

static void
append_wrapper (GString *out, const Page *page, const char *scope)
{
  const char *name = strstr (page->wrapper, SCOPE);

  g_string_append_len (out, page->wrapper, name - page->wrapper);
  g_string_append (out, scope);
  name += strlen (SCOPE);
  g_string_append_len (out, name, page->wrapper_end - name);
}

char *
loft_draft_html_rewrite (const char *cleaned, LoftDraftHtmlFlags flags, GPtrArray *parts,
                         LoftDraftHtmlPicture picture, gpointer data)
{
  static const char bare[] = "<div class=\"" SCOPE "\">";
  Page page = read_page (cleaned);
  g_autofree char *scope = g_strdup_printf (OWN_SCOPE "%08x", g_str_hash (cleaned));
  GString *out = g_string_sized_new (strlen (cleaned) + 64);
  Writer self = { out, parts, picture, data, 0 };
  gboolean wraps = page.wrapper != NULL && !g_str_has_prefix (page.wrapper, bare);

  if ((flags & LOFT_DRAFT_HTML_PASTE) != 0)
    wraps = FALSE;
  else if (page.sheet != NULL)
    {
      g_string_append (out, "<style>\n");
      wraps |= take_sheet (out, page.sheet, page.sheet_end, scope);
      g_string_append (out, "</style>\n");
    }
  if (wraps)
    append_wrapper (out, &page, scope);
  /* Blanks around it would grow each time. */
  while (page.content < page.content_end && g_ascii_isspace (*page.content))
    page.content++;
  while (page.content < page.content_end && g_ascii_isspace (page.content_end[-1]))
    page.content_end--;
  take_content (&self, page.content, page.content_end);
  if (wraps)
    g_string_append (out, "</div>");
  return g_string_free (out, FALSE);
}

/* Own parts */

static const LoftDraftPart *
find_part (GPtrArray *parts, const char *content_id)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const LoftDraftPart *part = g_ptr_array_index (parts, i);

      if (part->content_id != NULL && strcmp (part->content_id, content_id) == 0)
        return part;
    }
  return NULL;
}

static char *
keep_own (const char *content_id, gpointer parts)
{
  return find_part (parts, content_id) != NULL ? g_strdup (content_id) : NULL;
}

char *
loft_draft_html_clean (const char *html, GPtrArray *parts, LoftDraftHtmlFlags flags)
{
  g_autoptr (LoftCleanHtml) clean = loft_html_clean (html, -1);

  return loft_draft_html_rewrite (clean->html, flags, parts, keep_own, parts);
}

static gboolean
is_shown (const char *html, const LoftDraftPart *part)
{
  g_autofree char *id =
    part->content_id == NULL ? NULL : g_uri_escape_string (part->content_id, "@!$*+=:,;/?", FALSE);
  g_autofree char *tag = id == NULL ? NULL : g_strdup_printf ("<img src=\"cid:%s\"", id);

  return tag != NULL && strstr (html, tag) != NULL;
}

GPtrArray *
loft_draft_html_choose_parts (const char *html, GPtrArray *parts, GPtrArray *others)
{
  GPtrArray *shown = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_draft_part_free);

  for (guint i = 0; i < parts->len; i++)
    {
      const LoftDraftPart *part = g_ptr_array_index (parts, i);
      gboolean is_inline = is_shown (html, part);

      if (is_inline || others != NULL)
        g_ptr_array_add (is_inline ? shown : others,
                         loft_draft_part_new (part->name, part->content_type,
                                              is_inline ? part->content_id : NULL, part->data));
    }
  return shown;
}

char *
loft_draft_html_document (const char *html)
{
  return g_strconcat ("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head>\n<body>\n",
                      html, "\n</body></html>\n", NULL);
}
