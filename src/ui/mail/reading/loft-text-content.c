/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-text-content.h"

#include "config.h"
#include "loft-link-finder.h"
#include "loft-quote-header.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#define MAX_LINES 50000
#define MAX_LINKS 5000
#define MAX_MARKS 8 /* on one letter; more paint over the lines around it */
/* GtkTextView lays out a line as a whole: one without end is broken, or it takes seconds. */
#define MAX_LINE 1200
/* Of the main thread's time, in microseconds, before it is given back. */
#define STEP                6000
#define LOOK_AT_CLOCK_EVERY 8 /* lines */
#define DELETED_AT_ONCE     2000
/* A quote is folded that would push what was written below the screen; each has a widget. */
#define MIN_QUOTE  400 /* bytes */
#define MAX_QUOTES 200

typedef struct {
  int start; /* offsets in characters */
  int end;
  char *uri;
} Link;

struct _LoftTextQuote {
  GtkTextChildAnchor *anchor; /* belongs to the buffer */
  GtkTextTag *tag; /* likewise; on all its lines */
  gboolean folded;
};

struct _LoftTextContent {
  GtkTextBuffer *buffer;
  GtkTextTag *quoted;
  GtkTextTag *signature;
  GtkTextTag *link;
  GtkTextTag *columns;
  GArray *links; /* of Link, ascending */
  char *text;
  gsize length;
  gsize offset; /* what is before it is in the buffer */
  guint n_lines;
  gboolean in_signature;
  gboolean is_cut;
  LoftTextKind kind;
  gboolean has_own_text; /* before where it is, besides quotes */
  GPtrArray *quotes; /* of LoftTextQuote */
  LoftTextQuote *quote; /* (nullable) the one that the last line was of */
  gsize quote_end; /* offset behind the quote that was looked at last */
  LoftTextQuoteFunc quote_func;
  gpointer quote_data;
  guint source;
};

static void
link_clear (gpointer link)
{
  g_free (((Link *) link)->uri);
}

static void
insert_link (LoftTextContent *self, GtkTextIter *iter, const char *text, gsize length, char *uri)
{
  Link link = { gtk_text_iter_get_offset (iter), 0, uri };

  gtk_text_buffer_insert_with_tags (self->buffer, iter, text, length, self->link, NULL);
  link.end = gtk_text_iter_get_offset (iter);
  g_array_append_val (self->links, link);
}

static void
insert_line (LoftTextContent *self, GtkTextIter *iter, const char *line)
{
  const char *start = NULL, *end = NULL;
  char *uri = NULL;

  while (self->links->len < MAX_LINKS && loft_link_finder_next (line, &start, &end, &uri))
    {
      gtk_text_buffer_insert (self->buffer, iter, line, start - line);
      insert_link (self, iter, start, end - start, g_steal_pointer (&uri));
      line = end;
    }
  gtk_text_buffer_insert (self->buffer, iter, line, -1);
}

static void
tag_from (LoftTextContent *self, int offset, GtkTextIter *end, GtkTextTag *tag)
{
  GtkTextIter start;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, offset);
  gtk_text_buffer_apply_tag (self->buffer, tag, &start, end);
}

/* Behind a sentence where one ends in the second half, else a word, else any character. */
static gsize
line_length (const char *line, gsize length)
{
  const char *half = line + MAX_LINE / 2;
  const char *cut = NULL;

  if (length <= MAX_LINE)
    return length;
  for (const char *p = line + MAX_LINE - 1; p > half && cut == NULL; p--)
    cut = *p == ' ' && strchr (".!?:", p[-1]) != NULL ? p + 1 : NULL;
  if (cut == NULL)
    cut = memrchr (half, ' ', MAX_LINE / 2);
  if (cut == NULL)
    cut = g_utf8_find_prev_char (line, line + MAX_LINE);
  return cut == NULL || cut == line ? length : (gsize) (cut - line);
}

/* Its writer set columns with blanks, which only letters of one width keep in line. */
static gboolean
has_columns (const char *line)
{
  const char *first = line + strspn (line, " >");

  return strstr (first, "   ") != NULL || strchr (first, '\t') != NULL;
}

static gboolean
takes_no_room (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
    case G_UNICODE_FORMAT:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Takes out what no writing needs: marks and invisible characters by the hundred. */
static void
drop_walls (char *line)
{
  char *out = line;
  guint n_marks = 0;

  for (const char *p = line; *p != '\0';)
    {
      const char *next = g_utf8_next_char (p);

      n_marks = (guchar) *p >= 0x80 && takes_no_room (g_utf8_get_char (p)) ? n_marks + 1 : 0;
      if (n_marks <= MAX_MARKS)
        {
          memmove (out, p, next - p);
          out += next - p;
        }
      p = next;
    }
  *out = '\0';
}

/* Quotes */

/* (out) behind the last line of the quote that begins at text: blank lines in it belong to it. */
static gsize
quote_length (const char *text, gsize left)
{
  gsize end = 0;

  for (gsize at = 0; at < left;)
    {
      const char *newline = memchr (text + at, '\n', left - at);
      gsize next = newline == NULL ? left : (gsize) (newline + 1 - text);

      if (text[at] == '>')
        end = next;
      else if (strspn (text + at, " \r\t") + at + 1 < next)
        break;
      at = next;
    }
  return end;
}

static gboolean
is_blank (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isspace (text[i]))
        return FALSE;
    }
  return TRUE;
}

static void
make_quote (LoftTextContent *self, GtkTextIter *iter)
{
  LoftTextQuote *quote = g_new0 (LoftTextQuote, 1);

  quote->anchor = gtk_text_buffer_create_child_anchor (self->buffer, iter);
  quote->tag = gtk_text_buffer_create_tag (self->buffer, NULL, "invisible", TRUE, NULL);
  quote->folded = TRUE;
  g_ptr_array_add (self->quotes, quote);
  self->quote = quote;
  gtk_text_buffer_insert (self->buffer, iter, "\n", 1);
  if (self->quote_func != NULL)
    self->quote_func (quote, self->quote_data);
}

/* (out) how much of the text at the beginning of a line is a quote; 0: none. What stands below a header
 * in words goes on to the end. */
static gsize
quote_at (LoftTextContent *self, const char *text, gsize left)
{
  if (text[0] == '>')
    return quote_length (text, left);
  if (self->kind == LOFT_TEXT_LETTER && loft_quote_header_is_at (text, left))
    return left;
  return 0;
}

/* At the beginning of a line: whether a quote that is worth folding begins there. Each quote is
 * looked at once. */
static void
start_quote (LoftTextContent *self, GtkTextIter *iter)
{
  gsize length = 0;

  if (self->offset < self->quote_end)
    return;
  self->quote = NULL;
  if (self->kind == LOFT_TEXT_FILE || self->quotes->len >= MAX_QUOTES)
    return;
  length = quote_at (self, self->text + self->offset, self->length - self->offset);
  if (length == 0)
    return;
  self->quote_end = self->offset + length;
  /* Who sent nothing but a quote meant it to be read. */
  if (self->quote_end - self->offset < MIN_QUOTE ||
      (!self->has_own_text &&
       is_blank (self->text + self->quote_end, self->length - self->quote_end)))
    return;
  make_quote (self, iter);
}

/* With the line's own end, so that nothing of it takes room. */
static void
end_line (LoftTextContent *self, GtkTextIter *iter)
{
  int start = gtk_text_iter_get_offset (iter);

  gtk_text_buffer_insert (self->buffer, iter, "\n", 1);
  if (self->quote != NULL)
    tag_from (self, start, iter, self->quote->tag);
}

static void
tag_line (LoftTextContent *self, const char *line, int start, GtkTextIter *iter)
{
  if (self->kind == LOFT_TEXT_FILE)
    return;
  self->in_signature = self->in_signature || g_str_equal (line, "--");
  if (has_columns (line))
    tag_from (self, start, iter, self->columns);
  if (line[0] == '>')
    tag_from (self, start, iter, self->quoted);
  else if (self->in_signature)
    tag_from (self, start, iter, self->signature);
  if (self->quote != NULL)
    tag_from (self, start, iter, self->quote->tag);
}

static void
add_line (LoftTextContent *self, GtkTextIter *iter)
{
  const char *text = self->text + self->offset;
  gsize left = self->length - self->offset;
  const char *newline = memchr (text, '\n', left);
  gsize whole = newline == NULL ? left : (gsize) (newline - text);
  gsize part = line_length (text, whole);
  g_autofree char *line = g_strndup (text, part);
  int start = 0;

  g_strchomp (line);
  drop_walls (line);
  if (self->n_lines++ > 0)
    end_line (self, iter);
  start_quote (self, iter);
  start = gtk_text_iter_get_offset (iter);
  insert_line (self, iter, line);
  tag_line (self, line, start, iter);
  self->has_own_text = self->has_own_text || (line[0] != '\0' && line[0] != '>');
  self->offset += part + (part == whole && newline != NULL ? 1 : 0);
}

static gboolean
is_complete (LoftTextContent *self)
{
  return self->offset >= self->length || self->n_lines >= MAX_LINES;
}

static void
tell_cut (LoftTextContent *self, GtkTextIter *iter)
{
  gtk_text_buffer_insert (self->buffer, iter, "\n\n", 2);
  gtk_text_buffer_insert_with_tags (self->buffer, iter,
                                    _ ("The rest is not shown here. Its source has everything."),
                                    -1, self->signature, NULL);
}

/* Returns whether there is more. */
static gboolean
add_lines (LoftTextContent *self)
{
  gint64 end = g_get_monotonic_time () + STEP;
  GtkTextIter iter;

  gtk_text_buffer_get_end_iter (self->buffer, &iter);
  while (!is_complete (self))
    {
      add_line (self, &iter);
      if (self->n_lines % LOOK_AT_CLOCK_EVERY == 0 && g_get_monotonic_time () > end)
        return TRUE;
    }
  if (self->is_cut || self->offset < self->length)
    tell_cut (self, &iter);
  g_clear_pointer (&self->text, g_free);
  return FALSE;
}

static gboolean
add_more (gpointer data)
{
  LoftTextContent *self = data;

  if (add_lines (self))
    return G_SOURCE_CONTINUE;
  self->source = 0;
  return G_SOURCE_REMOVE;
}

static gsize
length_shown (const char *text)
{
  gsize length = strlen (text);

  if (length > LOFT_TEXT_CONTENT_MAX)
    {
      const char *cut = g_utf8_find_prev_char (text, text + LOFT_TEXT_CONTENT_MAX);

      return cut == NULL ? 0 : (gsize) (cut - text);
    }
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  return length;
}

static void
make_tags (LoftTextContent *self, const GdkRGBA *link_color)
{
  const GdkRGBA dim = { 0.5, 0.5, 0.5, 1.0 };

  self->quoted = gtk_text_buffer_create_tag (self->buffer, NULL, "foreground-rgba", &dim, NULL);
  self->signature = gtk_text_buffer_create_tag (self->buffer, NULL, "foreground-rgba", &dim, NULL);
  self->columns = gtk_text_buffer_create_tag (self->buffer, NULL, "family", "monospace", NULL);
  self->link = gtk_text_buffer_create_tag (self->buffer, NULL, "underline", PANGO_UNDERLINE_SINGLE,
                                           "foreground-rgba", link_color, NULL);
}

LoftTextContent *
loft_text_content_new (const char *text, const GdkRGBA *link_color, LoftTextKind kind)
{
  LoftTextContent *self = g_new0 (LoftTextContent, 1);
  GtkTextIter start;

  self->buffer = gtk_text_buffer_new (NULL);
  gtk_text_buffer_set_enable_undo (self->buffer, FALSE);
  self->kind = kind;
  self->quotes = g_ptr_array_new_with_free_func (g_free);
  self->links = g_array_new (FALSE, FALSE, sizeof (Link));
  g_array_set_clear_func (self->links, link_clear);
  make_tags (self, link_color);
  self->length = length_shown (text);
  self->is_cut = strlen (text) > LOFT_TEXT_CONTENT_MAX;
  self->text = g_strndup (text, self->length);
  if (add_lines (self))
    self->source = g_idle_add_full (G_PRIORITY_LOW, add_more, self, NULL);
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  return self;
}

/* Freeing a buffer of many lines at once would be a stall of its own. */
static gboolean
delete_some (gpointer buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  if (gtk_text_iter_get_line (&end) < DELETED_AT_ONCE)
    return G_SOURCE_REMOVE;
  gtk_text_buffer_get_iter_at_line (buffer, &start,
                                    gtk_text_iter_get_line (&end) - DELETED_AT_ONCE);
  gtk_text_buffer_delete (buffer, &start, &end);
  return G_SOURCE_CONTINUE;
}

void
loft_text_content_free (LoftTextContent *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_array_unref (self->links);
  g_ptr_array_unref (self->quotes);
  g_free (self->text);
  g_idle_add_full (G_PRIORITY_LOW, delete_some, self->buffer, g_object_unref);
  g_free (self);
}

GtkTextBuffer *
loft_text_content_get_buffer (LoftTextContent *self)
{
  return self->buffer;
}

static int
compare_link (gconstpointer a, gconstpointer b)
{
  const Link *wanted = a, *link = b;

  return wanted->start < link->start ? -1 : wanted->start >= link->end ? 1 : 0;
}

const char *
loft_text_content_link_at (LoftTextContent *self, const GtkTextIter *iter)
{
  Link wanted = { gtk_text_iter_get_offset (iter), 0, NULL };
  Link *found = self->links->len == 0 ? NULL
                                      : bsearch (&wanted, self->links->data, self->links->len,
                                                 sizeof (Link), compare_link);

  return found == NULL ? NULL : found->uri;
}

/* Folding */

void
loft_text_content_follow_quotes (LoftTextContent *self, LoftTextQuoteFunc func, gpointer data)
{
  self->quote_func = func;
  self->quote_data = data;
  for (guint i = 0; func != NULL && i < self->quotes->len; i++)
    func (g_ptr_array_index (self->quotes, i), data);
}

GtkTextChildAnchor *
loft_text_quote_get_anchor (LoftTextQuote *self)
{
  return self->anchor;
}

gboolean
loft_text_quote_is_folded (LoftTextQuote *self)
{
  return self->folded;
}

void
loft_text_quote_set_folded (LoftTextQuote *self, gboolean folded)
{
  self->folded = folded;
  g_object_set (self->tag, "invisible", folded, NULL);
}

LoftTextQuote *
loft_text_content_quote_at (LoftTextContent *self, const GtkTextIter *iter)
{
  for (guint i = 0; i < self->quotes->len; i++)
    {
      LoftTextQuote *quote = g_ptr_array_index (self->quotes, i);

      if (quote->folded && gtk_text_iter_has_tag (iter, quote->tag))
        return quote;
    }
  return NULL;
}
