/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-spell-checker.h"

#include "config.h"
#include "loft-spelling.h"

#include <glib/gi18n.h>
#include <string.h>

#define SLICE_US        2000
#define MAX_WORD        60 /* characters; what is longer is no word */
#define MAX_LINE        20000
#define MAX_SUGGESTIONS 5

struct _LoftSpellChecker {
  GObject parent_instance;

  GtkTextView *view; /* (borrowed) owns us */
  GtkTextBuffer *buffer;
  GtkTextTag *wrong;
  GtkTextMark *from; /* what is to be looked at: lines from one mark to the other */
  GtkTextMark *to;
  GtkTextMark *asked; /* the word that the menu is for */
  GSimpleActionGroup *actions;
  guint source;
};

G_DEFINE_FINAL_TYPE (LoftSpellChecker, loft_spell_checker, G_TYPE_OBJECT)

/* Words */

static gboolean
belongs_to_word (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '\'' || c == 0x2019 || c == 0xad;
}

static gboolean
is_apostrophe (gunichar c)
{
  return c == '\'' || c == 0x2019;
}

/* Addresses and the like: what stands between blanks is looked at as a whole. */
static gboolean
is_technical (const char *start, const char *end)
{
  gboolean dot = FALSE;

  for (const char *p = start; p < end; p++)
    {
      if (*p == '@' || *p == '/' || *p == '\\' || *p == '_' || g_ascii_isdigit (*p))
        return TRUE;
      if (dot && g_ascii_isalpha (*p))
        return TRUE;
      dot = *p == '.';
    }
  return FALSE;
}

typedef void (*WordFunc) (LoftSpellChecker *self, GtkTextIter *line, const char *text,
                          const char *word, const char *end);

static void
foreach_word_in (LoftSpellChecker *self, GtkTextIter *line, const char *text, const char *start,
                 const char *end, WordFunc func)
{
  for (const char *p = start; p < end;)
    {
      const char *word = p;
      const char *last = p;

      while (last < end && belongs_to_word (g_utf8_get_char (last)))
        last = g_utf8_next_char (last);
      p = last > word ? last : g_utf8_next_char (p);
      while (word < last && is_apostrophe (g_utf8_get_char (word)))
        word = g_utf8_next_char (word);
      while (last > word && is_apostrophe (g_utf8_get_char (g_utf8_prev_char (last))))
        last = g_utf8_prev_char (last);
      if (last > word && g_utf8_strlen (word, last - word) <= MAX_WORD)
        func (self, line, text, word, last);
    }
}

static void
foreach_word (LoftSpellChecker *self, GtkTextIter *line, const char *text, WordFunc func)
{
  for (const char *p = text; *p != '\0';)
    {
      const char *start = p;

      while (*p != '\0' && !g_unichar_isspace (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
      if (p > start && !is_technical (start, p))
        foreach_word_in (self, line, text, start, p, func);
      if (*p != '\0')
        p = g_utf8_next_char (p);
    }
}

static void
check_word (LoftSpellChecker *self, GtkTextIter *line, const char *text, const char *word,
            const char *end)
{
  LoftSpelling *spelling = loft_spelling_get ();
  GtkTextIter start = *line, stop = *line, caret;

  if (loft_spelling_check (spelling, word, end - word))
    return;
  gtk_text_iter_set_line_index (&start, (int) (word - text));
  gtk_text_iter_set_line_index (&stop, (int) (end - text));
  gtk_text_buffer_get_iter_at_mark (self->buffer, &caret,
                                    gtk_text_buffer_get_insert (self->buffer));
  /* Not before it is written to its end. */
  if (gtk_text_iter_equal (&caret, &stop) && gtk_widget_has_focus (GTK_WIDGET (self->view)))
    return;
  gtk_text_buffer_apply_tag (self->buffer, self->wrong, &start, &stop);
}

/* Lines */

static void
check_line (LoftSpellChecker *self, GtkTextIter *line)
{
  GtkTextIter end = *line;
  g_autofree char *text = NULL;

  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  gtk_text_buffer_remove_tag (self->buffer, self->wrong, line, &end);
  if (gtk_text_iter_get_char (line) == '>' ||
      gtk_text_iter_get_offset (&end) - gtk_text_iter_get_offset (line) > MAX_LINE)
    return;
  text = gtk_text_iter_get_slice (line, &end);
  foreach_word (self, line, text, check_word);
}

static gboolean
check_slice (gpointer data)
{
  LoftSpellChecker *self = data;
  gint64 until = g_get_monotonic_time () + SLICE_US;
  GtkTextIter line, end;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &line, self->from);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &end, self->to);
  gtk_text_iter_set_line_offset (&line, 0);
  do
    {
      check_line (self, &line);
      if (!gtk_text_iter_forward_line (&line) || gtk_text_iter_compare (&line, &end) > 0)
        {
          gtk_text_buffer_move_mark (self->buffer, self->from, &end);
          self->source = 0;
          return G_SOURCE_REMOVE;
        }
    }
  while (g_get_monotonic_time () < until);
  gtk_text_buffer_move_mark (self->buffer, self->from, &line);
  return G_SOURCE_CONTINUE;
}

static void
check_between (LoftSpellChecker *self, const GtkTextIter *start, const GtkTextIter *end)
{
  GtkTextIter from, to;

  if (loft_spelling_get () == NULL)
    return;
  gtk_text_buffer_get_iter_at_mark (self->buffer, &from, self->from);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &to, self->to);
  if (self->source == 0 || gtk_text_iter_compare (start, &from) < 0)
    gtk_text_buffer_move_mark (self->buffer, self->from, start);
  if (self->source == 0 || gtk_text_iter_compare (end, &to) > 0)
    gtk_text_buffer_move_mark (self->buffer, self->to, end);
  if (self->source == 0)
    self->source = g_idle_add_full (G_PRIORITY_LOW, check_slice, self, NULL);
}

void
loft_spell_checker_check_all (LoftSpellChecker *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->wrong, &start, &end);
  check_between (self, &start, &end);
}

static void
on_inserted (LoftSpellChecker *self, GtkTextIter *end, const char *text, int length)
{
  GtkTextIter start = *end;

  gtk_text_iter_backward_chars (&start, (int) g_utf8_strlen (text, length));
  check_between (self, &start, end);
}

static void
on_deleted (LoftSpellChecker *self, GtkTextIter *start, GtkTextIter *end)
{
  check_between (self, start, start);
}

/* The word that was left is looked at. */
static void
on_caret (LoftSpellChecker *self)
{
  GtkTextIter place;

  if (self->source != 0)
    return;
  gtk_text_buffer_get_iter_at_mark (self->buffer, &place, self->to);
  check_between (self, &place, &place);
}

gboolean
loft_spell_checker_is_wrong (LoftSpellChecker *self, const GtkTextIter *iter)
{
  return gtk_text_iter_has_tag (iter, self->wrong);
}

/* Menu */

/* (transfer full) (nullable) */
static char *
asked_word (LoftSpellChecker *self, GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_mark (self->buffer, start, self->asked);
  if (!gtk_text_iter_has_tag (start, self->wrong))
    return NULL;
  *end = *start;
  if (!gtk_text_iter_starts_tag (start, self->wrong))
    gtk_text_iter_backward_to_tag_toggle (start, self->wrong);
  if (!gtk_text_iter_ends_tag (end, self->wrong))
    gtk_text_iter_forward_to_tag_toggle (end, self->wrong);
  return gtk_text_iter_get_slice (start, end);
}

static void
on_correct (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftSpellChecker *self = data;
  const char *word = g_variant_get_string (parameter, NULL);
  GtkTextIter start, end;
  g_autofree char *wrong = asked_word (self, &start, &end);

  if (wrong == NULL)
    return;
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, word, -1);
  gtk_text_buffer_end_user_action (self->buffer);
}

static void
accept_word (LoftSpellChecker *self, void (*accept) (LoftSpelling *, const char *))
{
  GtkTextIter start, end;
  g_autofree char *word = asked_word (self, &start, &end);

  if (word == NULL || loft_spelling_get () == NULL)
    return;
  accept (loft_spelling_get (), word);
  loft_spell_checker_check_all (self);
}

static void
on_add (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  accept_word (data, loft_spelling_add);
}

static void
on_ignore (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  accept_word (data, loft_spelling_ignore);
}

static const GActionEntry entries[] = {
  { "correct", on_correct, "s" },
  { "add", on_add },
  { "ignore", on_ignore },
};

static GMenuModel *
new_menu (const char *word)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) words = g_menu_new ();
  g_autoptr (GMenu) rest = g_menu_new ();
  g_auto (GStrv) suggestions = loft_spelling_suggest (loft_spelling_get (), word, MAX_SUGGESTIONS);

  for (guint i = 0; suggestions[i] != NULL; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (suggestions[i], NULL);

      g_menu_item_set_action_and_target (item, "spelling.correct", "s", suggestions[i]);
      g_menu_append_item (words, item);
    }
  g_menu_append (rest, _ ("_Add to Dictionary"), "spelling.add");
  g_menu_append (rest, _ ("_Ignore"), "spelling.ignore");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (words));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (rest));
  return G_MENU_MODEL (menu);
}

static void
prepare_menu (LoftSpellChecker *self, const GtkTextIter *place)
{
  GtkTextIter start, end;
  g_autofree char *word = NULL;
  g_autoptr (GMenuModel) menu = NULL;

  gtk_text_buffer_move_mark (self->buffer, self->asked, place);
  word = asked_word (self, &start, &end);
  if (word != NULL && loft_spelling_get () != NULL)
    menu = new_menu (word);
  gtk_text_view_set_extra_menu (self->view, menu);
}

static void
on_pressed (LoftSpellChecker *self, int n_press, double x, double y)
{
  GtkTextIter place;
  int bx = 0, by = 0;

  gtk_text_view_window_to_buffer_coords (self->view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y, &bx,
                                         &by);
  gtk_text_view_get_iter_at_location (self->view, &place, bx, by);
  prepare_menu (self, &place);
}

static gboolean
on_key (LoftSpellChecker *self, guint key, guint code, GdkModifierType modifiers)
{
  GtkTextIter caret;

  if (key != GDK_KEY_Menu && !(key == GDK_KEY_F10 && (modifiers & GDK_SHIFT_MASK) != 0))
    return FALSE;
  gtk_text_buffer_get_iter_at_mark (self->buffer, &caret,
                                    gtk_text_buffer_get_insert (self->buffer));
  prepare_menu (self, &caret);
  return FALSE;
}

/* Object */

static void
loft_spell_checker_dispose (GObject *object)
{
  LoftSpellChecker *self = LOFT_SPELL_CHECKER (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->actions);
  g_clear_object (&self->buffer);
  G_OBJECT_CLASS (loft_spell_checker_parent_class)->dispose (object);
}

static void
loft_spell_checker_class_init (LoftSpellCheckerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_spell_checker_dispose;
}

static void
loft_spell_checker_init (LoftSpellChecker *self)
{
}

static void
follow_view (LoftSpellChecker *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
  gtk_widget_insert_action_group (GTK_WIDGET (self->view), "spelling",
                                  G_ACTION_GROUP (self->actions));
}

static void
follow_buffer (LoftSpellChecker *self)
{
  GtkTextIter start;

  gtk_text_buffer_get_start_iter (self->buffer, &start);
  self->from = gtk_text_buffer_create_mark (self->buffer, NULL, &start, TRUE);
  self->to = gtk_text_buffer_create_mark (self->buffer, NULL, &start, FALSE);
  self->asked = gtk_text_buffer_create_mark (self->buffer, NULL, &start, TRUE);
  g_signal_connect_object (self->buffer, "insert-text", G_CALLBACK (on_inserted), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->buffer, "delete-range", G_CALLBACK (on_deleted), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->buffer, "notify::cursor-position", G_CALLBACK (on_caret), self,
                           G_CONNECT_SWAPPED);
}

LoftSpellChecker *
loft_spell_checker_new (GtkTextView *view)
{
  LoftSpellChecker *self = g_object_new (LOFT_TYPE_SPELL_CHECKER, NULL);

  self->view = view;
  self->buffer = g_object_ref (gtk_text_view_get_buffer (view));
  self->wrong =
    gtk_text_buffer_create_tag (self->buffer, NULL, "underline", PANGO_UNDERLINE_ERROR, NULL);
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  follow_view (self);
  follow_buffer (self);
  return self;
}
