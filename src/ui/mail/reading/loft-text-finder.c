/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-text-finder.h"

/* Of the main thread's time, in microseconds, before it is given back. */
#define STEP          6000
#define LINES_AT_ONCE 200

typedef struct {
  int start;
  int end;
} Match;

struct _LoftTextFinder {
  GtkTextBuffer *buffer;
  char *text;
  LoftTextFinderFunc func;
  gpointer data;
  GArray *matches; /* of Match, ascending */
  int offset; /* what is before it was looked through */
  guint source;
  gulong handler;
};

/* Up to where a step looks; a match may go beyond. */
static void
limit_of (LoftTextFinder *self, const GtkTextIter *from, GtkTextIter *limit)
{
  *limit = *from;
  gtk_text_iter_forward_lines (limit, LINES_AT_ONCE);
}

static gboolean
find_next (LoftTextFinder *self, GtkTextIter *from, const GtkTextIter *limit)
{
  GtkTextSearchFlags flags = GTK_TEXT_SEARCH_CASE_INSENSITIVE | GTK_TEXT_SEARCH_TEXT_ONLY;
  GtkTextIter start, end;
  Match match = { 0, 0 };

  if (!gtk_text_iter_forward_search (from, self->text, flags, &start, &end, limit))
    return FALSE;
  match.start = gtk_text_iter_get_offset (&start);
  match.end = gtk_text_iter_get_offset (&end);
  g_array_append_val (self->matches, match);
  *from = end;
  return TRUE;
}

static gboolean
is_full (LoftTextFinder *self)
{
  return self->matches->len > LOFT_TEXT_FINDER_MAX;
}

/* Returns whether there is more to look through now. */
static gboolean
look (LoftTextFinder *self)
{
  gint64 end = g_get_monotonic_time () + STEP;
  GtkTextIter from, limit;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &from, self->offset);
  do
    {
      limit_of (self, &from, &limit);
      while (!is_full (self) && find_next (self, &from, &limit))
        ;
      /* The last match may have led beyond the limit. */
      if (gtk_text_iter_compare (&from, &limit) < 0)
        from = limit;
    }
  while (!is_full (self) && !gtk_text_iter_is_end (&from) && g_get_monotonic_time () < end);
  self->offset = gtk_text_iter_get_offset (&from);
  return !is_full (self) && !gtk_text_iter_is_end (&from);
}

static gboolean
look_on (gpointer data)
{
  LoftTextFinder *self = data;
  gboolean more = look (self);

  if (!more)
    self->source = 0;
  self->func (self->data);
  return more;
}

static void
on_changed (LoftTextFinder *self)
{
  if (self->source == 0 && !is_full (self))
    self->source = g_idle_add_full (G_PRIORITY_LOW, look_on, self, NULL);
}

LoftTextFinder *
loft_text_finder_new (GtkTextBuffer *buffer, const char *text, LoftTextFinderFunc func,
                      gpointer data)
{
  LoftTextFinder *self = g_new0 (LoftTextFinder, 1);

  self->buffer = g_object_ref (buffer);
  self->text = g_strdup (text);
  self->func = func;
  self->data = data;
  self->matches = g_array_new (FALSE, FALSE, sizeof (Match));
  self->handler = g_signal_connect_swapped (buffer, "changed", G_CALLBACK (on_changed), self);
  if (look (self))
    on_changed (self);
  return self;
}

void
loft_text_finder_free (LoftTextFinder *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_signal_handler_disconnect (self->buffer, self->handler);
  g_object_unref (self->buffer);
  g_array_unref (self->matches);
  g_free (self->text);
  g_free (self);
}

const char *
loft_text_finder_get_text (LoftTextFinder *self)
{
  return self->text;
}

guint
loft_text_finder_get_n (LoftTextFinder *self)
{
  return MIN (self->matches->len, LOFT_TEXT_FINDER_MAX);
}

gboolean
loft_text_finder_is_done (LoftTextFinder *self)
{
  return self->source == 0;
}

void
loft_text_finder_get (LoftTextFinder *self, guint i, GtkTextIter *start, GtkTextIter *end)
{
  const Match *match = &g_array_index (self->matches, Match, i);

  gtk_text_buffer_get_iter_at_offset (self->buffer, start, match->start);
  gtk_text_buffer_get_iter_at_offset (self->buffer, end, match->end);
}
