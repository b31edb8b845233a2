/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-content-private.h"
#include "loft-error.h"

const LoftContentLimits loft_content_limits = {
  .size = 64 * 1024 * 1024,
  .line = 32 * 1024 * 1024,
  .lines = 2000000,
  .depth = 10,
};

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

typedef struct {
  GBytes *source;
  const char *bytes;
  gsize size;
  gsize at;
  guint lines;
  GPtrArray *open; /* of LoftContentComponent, borrowed: the root first */
} Reader;

/* Behind the line end of the line at begin. */
static gsize
find_line_end (const Reader *self, gsize begin)
{
  const char *line_end = memchr (self->bytes + begin, '\n', self->size - begin);

  return line_end != NULL ? (gsize) (line_end - self->bytes) + 1 : self->size;
}

/* vCard 2.1: a quoted-printable value goes on where its line ends in "=". Only the head of the
 * line is looked at, which is short where it is honest. */
static gboolean
is_quoted_printable (const char *line, gsize length)
{
  const char *colon = memchr (line, ':', length);
  g_autofree char *head = g_ascii_strup (line, MIN (colon != NULL ? colon - line : 0, 1024));

  return strstr (head, "QUOTED-PRINTABLE") != NULL;
}

static gboolean
ends_softly (const Reader *self, gsize begin, gsize end)
{
  while (end > begin && strchr ("\r\n", self->bytes[end - 1]) != NULL)
    end--;
  return end > begin && self->bytes[end - 1] == '=';
}

/* A value that was cut off in its middle does not take the end of its card along. */
static gboolean
is_edge_of_card (const Reader *self, gsize at)
{
  static const char *const edges[] = { "END:VCARD", "BEGIN:VCARD" };

  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    if (self->size - at >= strlen (edges[i]) &&
        g_ascii_strncasecmp (self->bytes + at, edges[i], strlen (edges[i])) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_empty (const char *line, gsize length)
{
  return length <= 2 && (line[0] == '\n' || line[0] == '\r');
}

/* Behind the content line at begin: with the lines that are folded into it. Nothing is folded into
 * an empty one. */
static gsize
find_content_end (const Reader *self, gsize begin)
{
  gsize end = find_line_end (self, begin);
  gboolean quoted = is_quoted_printable (self->bytes + begin, end - begin);
  gsize last = begin;

  if (is_empty (self->bytes + begin, end - begin))
    return end;
  while (end < self->size &&
         (self->bytes[end] == ' ' || self->bytes[end] == '\t' ||
          (quoted && ends_softly (self, last, end) && !is_edge_of_card (self, end))))
    {
      last = end;
      end = find_line_end (self, end);
    }
  return end;
}

static LoftContentComponent *
innermost (const Reader *self)
{
  return g_ptr_array_index (self->open, self->open->len - 1);
}

static gboolean
begin_component (Reader *self, LoftContentProperty *line, GError **error)
{
  LoftContentComponent *component;

  if (self->open->len > loft_content_limits.depth)
    {
      loft_content_property_free (line);
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "components are nested too deeply");
      return FALSE;
    }
  component = loft_content_component_new_read (line);
  loft_content_component_add_component (innermost (self), component);
  g_ptr_array_add (self->open, component);
  return TRUE;
}

static gboolean
end_component (Reader *self, LoftContentProperty *line, GError **error)
{
  g_autofree char *name = g_strstrip (g_strdup (loft_content_property_get_value (line)));

  if (self->open->len == 1 || !loft_content_component_is (innermost (self), name))
    {
      loft_content_property_free (line);
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                           "a component ends that has not begun");
      return FALSE;
    }
  loft_content_component_close (innermost (self), line);
  g_ptr_array_set_size (self->open, self->open->len - 1);
  return TRUE;
}

static gboolean
read_line (Reader *self, GError **error)
{
  gsize end = find_content_end (self, self->at);
  LoftContentProperty *line;
  gboolean may_be_mark; /* most lines need not be unfolded to know that they are none */

  if (++self->lines > loft_content_limits.lines || end - self->at > loft_content_limits.line)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT,
                           end - self->at > loft_content_limits.line ? "a line is too long"
                                                                     : "there are too many lines");
      return FALSE;
    }
  may_be_mark = strchr ("BbEe", self->bytes[self->at]) != NULL;
  line = loft_content_property_new_read (self->source, self->at, end - self->at);
  self->at = end;
  if (may_be_mark && loft_content_property_is (line, "BEGIN"))
    return begin_component (self, line, error);
  if (may_be_mark && loft_content_property_is (line, "END"))
    return end_component (self, line, error);
  loft_content_component_append (innermost (self), line);
  return TRUE;
}

static gboolean
check_bytes (const Reader *self, GError **error)
{
  if (self->size > loft_content_limits.size)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "the text is too large");
  else if (memchr (self->bytes, '\0', self->size) != NULL)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "a NUL stands in the text");
  else
    return TRUE;
  return FALSE;
}

LoftContentComponent *
loft_content_component_read (GBytes *bytes, GError **error)
{
  g_autoptr (LoftContentComponent) root = loft_content_component_new_read (NULL);
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  Reader reader = { .source = bytes, .open = open };

  reader.bytes = g_bytes_get_data (bytes, &reader.size);
  g_ptr_array_add (open, root);
  if (reader.size == 0)
    return g_steal_pointer (&root);
  if (!check_bytes (&reader, error))
    return NULL;
  while (reader.size - reader.at >= 3 && memcmp (reader.bytes + reader.at, BYTE_ORDER_MARK, 3) == 0)
    reader.at += 3;
  while (reader.at < reader.size)
    if (!read_line (&reader, error))
      return NULL;
  if (open->len > 1)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "the end of a component is missing");
      return NULL;
    }
  return g_steal_pointer (&root);
}
