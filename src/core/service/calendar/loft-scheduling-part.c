/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-scheduling-part.h"

#include <string.h>

#include "loft-error.h"
#include "loft-mime-charset.h"
#include "loft-mime-reader.h"
#include "loft-mime-tree.h"

static gboolean
is_calendar (const LoftMimeNode *node)
{
  return node->n > 0 && node->n_inside == 1 && node->tnef == NULL &&
         (strcmp (node->type, "text/calendar") == 0 || strcmp (node->type, "application/ics") == 0);
}

/* (nullable) Mails of calendars often have the same twice: to be answered, and to be saved. */
static const LoftMimeNode *
find_node (const LoftMimeTree *tree, char **method)
{
  const LoftMimeNode *found = NULL;

  for (guint i = 0; i < tree->nodes->len; i++)
    {
      const LoftMimeNode *node = loft_mime_tree_get (tree, i);

      if (!is_calendar (node))
        continue;
      *method = loft_mime_value_get (node->content_type, "method");
      if (*method != NULL)
        return node;
      if (found == NULL)
        found = node;
    }
  return found;
}

/* (transfer full) RFC 5545 says UTF-8; not all do. */
static GBytes *
to_utf8 (GBytes *bytes, const LoftMimeNode *node)
{
  g_autofree char *charset = loft_mime_value_get (node->content_type, "charset");
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  char *text;

  if (data == NULL || g_utf8_validate (data, (gssize) length, NULL))
    return g_bytes_ref (bytes);
  text = loft_mime_charset_decode (data, length, charset);
  return g_bytes_new_take (text, strlen (text));
}

GBytes *
loft_scheduling_part_find (GBytes *raw, char **method, GError **error)
{
  gsize length;
  const char *bytes = g_bytes_get_data (raw, &length);
  g_autoptr (LoftMimeTree) tree = NULL;
  g_autoptr (GBytes) part = NULL;
  const LoftMimeNode *node;

  *method = NULL;
  if (bytes == NULL)
    return NULL;
  tree = loft_mime_tree_new (bytes, length);
  node = find_node (tree, method);
  if (node == NULL)
    return NULL;
  /* Base64 has a third more. */
  if (node->body_length > 2 * (gsize) LOFT_SCHEDULING_MOST_BYTES)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "The invitation is too large");
      return NULL;
    }
  part = loft_mime_part_decode (raw, node->n, error);
  if (part != NULL && g_bytes_get_size (part) > LOFT_SCHEDULING_MOST_BYTES)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "The invitation is too large");
      return NULL;
    }
  return part != NULL ? to_utf8 (part, node) : NULL;
}
