/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-conversation-finder.h"

typedef struct {
  LoftMessageContent *content; /* (owned) */
  gulong handler;
  guint n; /* G_MAXUINT: very often */
  gboolean known; /* n is */
} Place;

struct _LoftConversationFinder {
  LoftOpenContentsFunc contents;
  LoftConversationFoundFunc found;
  gpointer user_data;
  char *text; /* (nullable) */
  GPtrArray *places; /* of Place */
  Place *current; /* (nullable) of places: where the selected match is */
  guint at; /* in it, from 1 */
  gboolean wanted; /* a match is to be selected as soon as there is one */
};

static void
place_free (gpointer data)
{
  Place *place = data;

  g_clear_signal_handler (&place->handler, place->content);
  g_object_unref (place->content);
  g_free (place);
}

static Place *
place_at (LoftConversationFinder *self, guint i)
{
  return g_ptr_array_index (self->places, i);
}

static Place *
find_place (LoftConversationFinder *self, LoftMessageContent *content)
{
  for (guint i = 0; i < self->places->len; i++)
    {
      if (place_at (self, i)->content == content)
        return place_at (self, i);
    }
  return NULL;
}

/* ---- telling ------------------------------------------------------------------------------ */

/* Not before something is known: "Not Found" would flash. */
static void
tell (LoftConversationFinder *self)
{
  guint64 n = 0;
  guint before = 0;
  gboolean known = TRUE;

  for (guint i = 0; i < self->places->len; i++)
    {
      Place *place = place_at (self, i);

      if (place == self->current)
        before = (guint) MIN (n, G_MAXUINT);
      n += place->n;
      known &= place->known;
    }
  if ((n == 0 && !known) || (n > 0 && self->wanted))
    return;
  if (n >= G_MAXUINT)
    self->found (G_MAXUINT, before == G_MAXUINT || self->at == 0 ? 0 : before + self->at,
                 self->user_data);
  else
    self->found ((guint) n, self->current != NULL ? before + self->at : 0, self->user_data);
}

/* In the order of the conversation, as soon as all before it are known to hold nothing. */
static void
select_first (LoftConversationFinder *self)
{
  for (guint i = 0; self->wanted && i < self->places->len; i++)
    {
      Place *place = place_at (self, i);

      if (!place->known)
        return;
      if (place->n == 0)
        continue;
      self->wanted = FALSE;
      self->current = place;
      loft_message_content_find (place->content, self->text, TRUE);
    }
}

static void
on_found (LoftConversationFinder *self, guint n, guint at, LoftMessageContent *content)
{
  Place *place = find_place (self, content);

  if (place == NULL || self->text == NULL)
    return;
  place->n = n;
  place->known = TRUE;
  if (place == self->current)
    self->at = at;
  select_first (self);
  tell (self);
}

/* ---- places ------------------------------------------------------------------------------- */

static void
count (LoftConversationFinder *self, Place *place)
{
  place->known = FALSE;
  place->n = 0;
  if (!loft_message_content_count (place->content, self->text))
    place->known = TRUE;
}

static Place *
new_place (LoftConversationFinder *self, LoftMessageContent *content)
{
  Place *place = g_new0 (Place, 1);

  place->content = g_object_ref (content);
  place->handler = g_signal_connect_swapped (content, "found", G_CALLBACK (on_found), self);
  return place;
}

/* What was known stays known. */
static void
take_contents (LoftConversationFinder *self)
{
  g_autoptr (GPtrArray) contents = self->contents (self->user_data);
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (place_free);
  gboolean has_current = FALSE;

  for (guint i = 0; i < contents->len; i++)
    {
      LoftMessageContent *content = g_ptr_array_index (contents, i);
      Place *known = find_place (self, content);
      Place *place = new_place (self, content);

      g_ptr_array_add (places, place);
      if (known == NULL)
        continue;
      place->n = known->n;
      place->known = known->known;
      if (known == self->current)
        {
          self->current = place;
          has_current = TRUE;
        }
    }
  if (!has_current)
    self->current = NULL;
  g_ptr_array_unref (self->places);
  self->places = g_steal_pointer (&places);
}

static void
count_unknown (LoftConversationFinder *self)
{
  for (guint i = 0; i < self->places->len; i++)
    {
      if (!place_at (self, i)->known)
        count (self, place_at (self, i));
    }
}

/* ---- finding ------------------------------------------------------------------------------ */

static void
end (LoftConversationFinder *self)
{
  g_autoptr (GPtrArray) contents = self->contents (self->user_data);

  g_clear_pointer (&self->text, g_free);
  self->current = NULL;
  self->at = 0;
  self->wanted = FALSE;
  g_ptr_array_set_size (self->places, 0);
  for (guint i = 0; i < contents->len; i++)
    loft_message_content_find (g_ptr_array_index (contents, i), NULL, TRUE);
}

static void
begin (LoftConversationFinder *self, const char *text)
{
  end (self);
  self->text = g_strdup (text);
  self->wanted = TRUE;
  take_contents (self);
  count_unknown (self);
  select_first (self);
  tell (self);
}

/* (nullable) the next one with a match, around at the end. */
static Place *
next_place (LoftConversationFinder *self, gboolean forward)
{
  guint n = self->places->len;
  guint from = 0;

  g_ptr_array_find (self->places, self->current, &from);
  for (guint i = 1; i < n; i++)
    {
      Place *place = place_at (self, (from + (forward ? i : n - i)) % n);

      if (place->n > 0)
        return place;
    }
  return NULL;
}

static gboolean
is_at_end (LoftConversationFinder *self, gboolean forward)
{
  if (self->at == 0) /* lost count */
    return FALSE;
  return forward ? self->at == self->current->n : self->at == 1;
}

static void
step (LoftConversationFinder *self, gboolean forward)
{
  Place *next = is_at_end (self, forward) ? next_place (self, forward) : NULL;
  Place *left = self->current;

  if (next != NULL)
    {
      self->current = next;
      self->at = 0;
      loft_message_content_count (left->content, self->text);
    }
  loft_message_content_find (self->current->content, self->text, forward);
}

void
loft_conversation_finder_find (LoftConversationFinder *self, const char *text, gboolean forward)
{
  if (text == NULL || text[0] == '\0')
    {
      if (self->text != NULL)
        end (self);
    }
  else if (g_strcmp0 (self->text, text) != 0)
    begin (self, text);
  else if (self->current != NULL)
    step (self, forward);
  else
    {
      self->wanted = TRUE;
      select_first (self);
      tell (self);
    }
}

/* What was selected there is gone with what was shown before. */
static void
find_anew (LoftConversationFinder *self, Place *place)
{
  self->at = 0;
  loft_message_content_find (place->content, NULL, TRUE);
  loft_message_content_find (place->content, self->text, TRUE);
}

void
loft_conversation_finder_update (LoftConversationFinder *self, LoftMessageContent *shown)
{
  Place *place = NULL;

  if (self->text == NULL)
    return;
  take_contents (self);
  place = shown != NULL ? find_place (self, shown) : NULL;
  if (place != NULL && place == self->current)
    find_anew (self, place);
  else if (place != NULL)
    place->known = FALSE;
  count_unknown (self);
  select_first (self);
  tell (self);
}

/* ---- life --------------------------------------------------------------------------------- */

LoftConversationFinder *
loft_conversation_finder_new (LoftOpenContentsFunc contents, LoftConversationFoundFunc found,
                              gpointer user_data)
{
  LoftConversationFinder *self = g_new0 (LoftConversationFinder, 1);

  self->contents = contents;
  self->found = found;
  self->user_data = user_data;
  self->places = g_ptr_array_new_with_free_func (place_free);
  return self;
}

void
loft_conversation_finder_free (LoftConversationFinder *self)
{
  g_ptr_array_unref (self->places);
  g_free (self->text);
  g_free (self);
}
