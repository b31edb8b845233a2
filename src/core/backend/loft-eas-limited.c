/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-limited.h"

#include <string.h>

#define TEXT 1
#define HTML 2

gboolean
loft_eas_limited_concerns (const LoftPolicy *policy)
{
  return policy != NULL &&
         (!policy->allows_attachments || policy->attachment_limit >= 0 || !policy->allows_html ||
          policy->text_limit >= 0 || policy->html_limit >= 0);
}

/* ---- attachments -------------------------------------------------------------------------- */

static gboolean
is_refused (const LoftPolicy *policy, const LoftWbxmlElement *attachment)
{
  gint64 size =
    loft_wbxml_element_get_int (attachment, LOFT_EAS_AIRSYNCBASE_ESTIMATED_DATA_SIZE, 0);

  return !policy->allows_attachments ||
         (policy->attachment_limit >= 0 && size > policy->attachment_limit);
}

static guint
count_refused (const LoftPolicy *policy, const LoftWbxmlElement *data)
{
  const LoftWbxmlElement *all = loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_ATTACHMENTS);
  guint n = 0;

  for (guint i = 0; all != NULL && i < loft_wbxml_element_get_n_children (all); i++)
    n += is_refused (policy, loft_wbxml_element_get_child (all, i));
  return n;
}

/* ---- what may be asked for ---------------------------------------------------------------- */

static guint
size_of (gint64 limit)
{
  return limit < 0 ? 0 : limit == 0 ? G_MAXUINT : (guint) MIN (limit, G_MAXINT32);
}

/* A message with one attachment too many comes as its text alone: MIME has all or nothing of them. */
LoftEasLimitedWish
loft_eas_limited_decide (const LoftPolicy *policy, const LoftWbxmlElement *data)
{
  gboolean html =
    policy->allows_html &&
    loft_wbxml_element_get_int (data, LOFT_EAS_AIRSYNCBASE_NATIVE_BODY_TYPE, HTML) != TEXT;
  LoftEasLimitedWish wish = {
    .whole = policy->allows_html && policy->text_limit < 0 && policy->html_limit < 0 &&
             count_refused (policy, data) == 0,
    .body_type = html ? HTML : TEXT,
    .body_size = size_of (html ? policy->html_limit : policy->text_limit),
  };

  return wish;
}

/* ---- the message -------------------------------------------------------------------------- */

/* What says how the content is written is said anew. */
static gboolean
is_of_content (const char *line)
{
  return g_ascii_strncasecmp (line, "Content-", 8) == 0 ||
         g_ascii_strncasecmp (line, "MIME-Version:", 13) == 0;
}

static void
append_header (GString *mime, GBytes *header)
{
  gsize length;
  const char *bytes = g_bytes_get_data (header, &length);
  g_autofree char *text = g_strndup (bytes, length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gboolean left_out = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_strchomp (lines[i]);
      if (lines[i][0] == '\0')
        continue;
      if (lines[i][0] != ' ' && lines[i][0] != '\t')
        left_out = is_of_content (lines[i]);
      if (!left_out)
        g_string_append_printf (mime, "%s\r\n", lines[i]);
    }
}

/* One sentence for each thing that is not here. */
static void
append_note (GString *body, gboolean html, const char *note)
{
  g_autofree char *escaped = html ? g_markup_escape_text (note, -1) : NULL;

  if (html)
    g_string_append_printf (body, "<p>[%s]</p>\r\n", escaped);
  else
    g_string_append_printf (body, "\r\n\r\n[%s]\r\n", note);
}

static void
append_attachments (GString *body, gboolean html, const LoftPolicy *policy,
                    const LoftWbxmlElement *data)
{
  const LoftWbxmlElement *all = loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_ATTACHMENTS);

  for (guint i = 0; all != NULL && i < loft_wbxml_element_get_n_children (all); i++)
    {
      const LoftWbxmlElement *each = loft_wbxml_element_get_child (all, i);
      const char *name = loft_wbxml_element_get_text (each, LOFT_EAS_AIRSYNCBASE_DISPLAY_NAME);
      gint64 size = loft_wbxml_element_get_int (each, LOFT_EAS_AIRSYNCBASE_ESTIMATED_DATA_SIZE, 0);
      g_autofree char *words = g_format_size ((guint64) MAX (size, 0));
      g_autofree char *note =
        is_refused (policy, each)
          ? g_strdup_printf ("Your organisation does not allow this attachment on this computer: "
                             "%s (%s)",
                             name != NULL ? name : "?", words)
          : g_strdup_printf (
              "Not downloaded, beside what your organisation does not allow: %s (%s)",
              name != NULL ? name : "?", words);

      append_note (body, html, note);
    }
}

/* In lines that mail may have. */
static void
append_base64 (GString *mime, const GString *body)
{
  g_autofree char *text = g_base64_encode ((const guchar *) body->str, body->len);
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i += 76)
    g_string_append_printf (mime, "%.76s\r\n", text + i);
}

GBytes *
loft_eas_limited_compose (const LoftPolicy *policy, GBytes *header, const LoftWbxmlElement *data,
                          const LoftEasLimitedWish *wish)
{
  const LoftWbxmlElement *told = loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_BODY);
  const char *text =
    told != NULL ? loft_wbxml_element_get_text (told, LOFT_EAS_AIRSYNCBASE_DATA) : NULL;
  gboolean html = wish->body_type == HTML;
  gboolean nothing = wish->body_size == G_MAXUINT;
  g_autoptr (GString) body = g_string_new (text != NULL && !nothing ? text : "");
  GString *mime = g_string_new (NULL);

  if (nothing ||
      (told != NULL && loft_wbxml_element_get_int (told, LOFT_EAS_AIRSYNCBASE_TRUNCATED, 0) == 1))
    append_note (body, html,
                 nothing ? "Your organisation does not allow texts on this computer"
                         : "Your organisation does not allow the rest of this text on this "
                           "computer");
  append_attachments (body, html, policy, data);
  append_header (mime, header);
  g_string_append_printf (mime,
                          "MIME-Version: 1.0\r\nContent-Type: text/%s; charset=utf-8\r\n"
                          "Content-Transfer-Encoding: base64\r\n\r\n",
                          html ? "html" : "plain");
  append_base64 (mime, body);
  return g_string_free_to_bytes (mime);
}
