/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-search-entry.h"

#include "config.h"
#include "loft-search-query.h"
#include "loft-search-words.h"
#include "loft-wrap-layout.h"

#include <glib/gi18n.h>
#include <string.h>

#define PILL_CONDITION "loft-search-condition"
#define MAX_PILL_CHARS 28

struct _LoftSearchEntry {
  GtkWidget parent_instance;

  GtkWidget *icon;
  GtkSpinner *spinner;
  GtkWidget *parts; /* pills, then the text */
  GtkText *text;
  GtkWidget *clear;
  GPtrArray *pills; /* of GtkWidget, borrowed from parts */
  char *placeholder; /* (nullable) while there are no pills */
  gboolean is_setting;
};

enum { SIGNAL_CHANGED, SIGNAL_ACTIVATE, SIGNAL_LEAVE, SIGNAL_MOVE_DOWN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftSearchEntry, loft_search_entry, GTK_TYPE_WIDGET)

static const char *
get_typed (LoftSearchEntry *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->text));
}

static void
tell_changed (LoftSearchEntry *self)
{
  gtk_text_set_placeholder_text (self->text, self->pills->len == 0 ? self->placeholder : NULL);
  gtk_widget_set_visible (self->clear, self->pills->len > 0 || get_typed (self)[0] != '\0');
  if (!self->is_setting)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Pills */

static void
remove_pill (LoftSearchEntry *self, GtkWidget *pill)
{
  g_ptr_array_remove (self->pills, pill);
  gtk_widget_unparent (pill);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
  tell_changed (self);
}

static void
on_pill_closed (GtkButton *button, gpointer user_data)
{
  GtkWidget *pill = gtk_widget_get_parent (GTK_WIDGET (button));

  remove_pill (user_data, pill);
}

static char *
describe_condition (const char *condition)
{
  g_autoptr (LoftSearchQuery) query = loft_search_query_parse (condition);
  g_autofree char *label = NULL;

  if (loft_search_query_get_n_terms (query) == 0)
    return g_strdup (condition);
  label = loft_search_words_describe (loft_search_query_get_term (query, 0));
  if (!g_str_has_prefix (condition, "OR "))
    return g_steal_pointer (&label);
  /* Translators: a condition of a search that may hold instead of the one before it. */
  return g_strdup_printf (C_ ("search", "or %s"), label);
}

static GtkWidget *
new_pill (LoftSearchEntry *self, const char *condition)
{
  GtkWidget *pill = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autofree char *text = describe_condition (condition);
  g_autofree char *tip = g_strdup_printf (_ ("Remove “%s”"), text);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");

  gtk_widget_add_css_class (pill, "search-pill");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_PILL_CHARS);
  gtk_widget_set_tooltip_text (label, text);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  g_signal_connect (button, "clicked", G_CALLBACK (on_pill_closed), self);
  gtk_box_append (GTK_BOX (pill), label);
  gtk_box_append (GTK_BOX (pill), button);
  g_object_set_data_full (G_OBJECT (pill), PILL_CONDITION, g_strdup (condition), g_free);
  return pill;
}

static void
append_pill (LoftSearchEntry *self, const char *condition)
{
  GtkWidget *pill = new_pill (self, condition);

  gtk_widget_insert_before (pill, self->parts, GTK_WIDGET (self->text));
  g_ptr_array_add (self->pills, pill);
}

static void
clear_pills (LoftSearchEntry *self)
{
  for (guint i = 0; i < self->pills->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->pills, i));
  g_ptr_array_set_size (self->pills, 0);
}

static void
set_text (LoftSearchEntry *self, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->text), text);
  gtk_editable_set_position (GTK_EDITABLE (self->text), -1);
}

/* Whether a term can leave the words for a pill: it is a condition, typed to its end, and OR joins it
 * at most to the pill before it. */
static gboolean
makes_pill (LoftSearchEntry *self, const char *text, const LoftSearchQuery *query, guint index,
            gboolean finished, gsize *start)
{
  const LoftSearchTerm *term = loft_search_query_get_term (query, index);
  g_autofree char *before = g_strndup (text, term->start);

  *start = term->start;
  if (term->field == LOFT_SEARCH_ANYWHERE || term->joined ||
      (!finished && text[term->end] == '\0') || (text[term->end] != '\0' && text[term->end] != ' '))
    return FALSE;
  if (self->pills->len > 0 && strcmp (g_strstrip (before), "OR") == 0)
    *start = 0;
  return loft_search_query_group_end (query, index) == index + 1;
}

static gboolean
take_one_pill (LoftSearchEntry *self, gboolean finished)
{
  g_autofree char *text = loft_search_words_to_query (get_typed (self));
  g_autoptr (LoftSearchQuery) query = loft_search_query_parse (text);

  for (guint i = 0; i < loft_search_query_get_n_terms (query); i++)
    {
      const LoftSearchTerm *term = loft_search_query_get_term (query, i);
      gsize start = 0;
      g_autofree char *condition = NULL;
      g_autofree char *rest = NULL;

      if (!makes_pill (self, text, query, i, finished, &start))
        continue;
      condition = g_strndup (text + start, term->end - start);
      rest = g_strdup_printf ("%.*s%s", (int) start, text,
                              text[term->end] == ' ' ? text + term->end + 1 : text + term->end);
      append_pill (self, g_strchug (condition));
      set_text (self, rest);
      return TRUE;
    }
  return FALSE;
}

static void
take_pills (LoftSearchEntry *self, gboolean finished)
{
  gboolean was_setting = self->is_setting;

  self->is_setting = TRUE;
  while (take_one_pill (self, finished))
    continue;
  self->is_setting = was_setting;
}

/* What is typed */

static void
on_text_changed (LoftSearchEntry *self)
{
  if (self->is_setting)
    return;
  take_pills (self, FALSE);
  tell_changed (self);
}

static void
on_clear (LoftSearchEntry *self)
{
  self->is_setting = TRUE;
  clear_pills (self);
  set_text (self, "");
  self->is_setting = FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
  tell_changed (self);
}

static void
on_activate (LoftSearchEntry *self)
{
  loft_search_entry_finish_pills (self);
  g_signal_emit (self, signals[SIGNAL_ACTIVATE], 0);
}

static gboolean
erase_pill (LoftSearchEntry *self)
{
  GtkEditable *editable = GTK_EDITABLE (self->text);

  if (self->pills->len == 0 || gtk_editable_get_position (editable) != 0 ||
      gtk_editable_get_selection_bounds (editable, NULL, NULL))
    return FALSE;
  remove_pill (self, g_ptr_array_index (self->pills, self->pills->len - 1));
  return TRUE;
}

static gboolean
on_key (LoftSearchEntry *self, guint key, guint code, GdkModifierType modifiers)
{
  if ((modifiers & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_BackSpace:
      return erase_pill (self);
    case GDK_KEY_Escape:
      g_signal_emit (self, signals[SIGNAL_LEAVE], 0);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      g_signal_emit (self, signals[SIGNAL_MOVE_DOWN], 0);
      return TRUE;
    default:
      return FALSE;
    }
}

/* Public */

char *
loft_search_entry_get_query (LoftSearchEntry *self)
{
  GString *query = g_string_new (NULL);
  g_autofree char *typed = loft_search_words_to_query (get_typed (self));

  for (guint i = 0; i < self->pills->len; i++)
    g_string_append_printf (query, "%s ",
                            (const char *) g_object_get_data (
                              G_OBJECT (g_ptr_array_index (self->pills, i)), PILL_CONDITION));
  g_string_append (query, g_strstrip (typed));
  return g_strstrip (g_string_free (query, FALSE));
}

char *
loft_search_entry_get_typed_query (LoftSearchEntry *self)
{
  g_autofree char *query = loft_search_entry_get_query (self);

  return loft_search_words_leave_open (query, get_typed (self));
}

void
loft_search_entry_set_query (LoftSearchEntry *self, const char *query)
{
  g_autofree char *before = loft_search_entry_get_query (self);
  g_autofree char *after = NULL;

  self->is_setting = TRUE;
  clear_pills (self);
  set_text (self, query);
  take_pills (self, TRUE);
  self->is_setting = FALSE;
  after = loft_search_entry_get_query (self);
  if (strcmp (before, after) != 0)
    tell_changed (self);
}

gboolean
loft_search_entry_has_pills (LoftSearchEntry *self)
{
  return self->pills->len > 0;
}

void
loft_search_entry_add_pill (LoftSearchEntry *self, const char *condition)
{
  append_pill (self, condition);
  tell_changed (self);
}

void
loft_search_entry_finish_pills (LoftSearchEntry *self)
{
  guint before = self->pills->len;

  take_pills (self, TRUE);
  if (self->pills->len != before)
    tell_changed (self);
}

GtkEditable *
loft_search_entry_get_text (LoftSearchEntry *self)
{
  return GTK_EDITABLE (self->text);
}

/* Where the word begins that the cursor stands behind; a quote not closed belongs to it. */
static const char *
last_word (LoftSearchEntry *self)
{
  const char *typed = get_typed (self);
  const char *word = typed;
  gboolean quoted = FALSE;

  for (const char *p = typed; *p != '\0'; p = g_utf8_next_char (p))
    {
      quoted ^= *p == '"';
      if (!quoted && g_unichar_isspace (g_utf8_get_char (p)))
        word = g_utf8_next_char (p);
    }
  return word;
}

char *
loft_search_entry_get_last_word (LoftSearchEntry *self)
{
  return g_strdup (last_word (self));
}

void
loft_search_entry_replace_last_word (LoftSearchEntry *self, const char *text)
{
  g_autofree char *rest = g_strndup (get_typed (self), last_word (self) - get_typed (self));
  g_autofree char *all = g_strconcat (rest, text, NULL);

  set_text (self, all);
}

void
loft_search_entry_set_placeholder (LoftSearchEntry *self, const char *text)
{
  g_free (self->placeholder);
  self->placeholder = g_strdup (text);
  gtk_text_set_placeholder_text (self->text, text);
}

void
loft_search_entry_set_busy (LoftSearchEntry *self, gboolean busy)
{
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_widget_set_visible (self->icon, !busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static gboolean
loft_search_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (LOFT_SEARCH_ENTRY (widget)->text));
}

static void
loft_search_entry_dispose (GObject *object)
{
  LoftSearchEntry *self = LOFT_SEARCH_ENTRY (object);
  GtkWidget *child;

  if (self->parts != NULL)
    clear_pills (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->parts = NULL;
  G_OBJECT_CLASS (loft_search_entry_parent_class)->dispose (object);
}

static void
loft_search_entry_finalize (GObject *object)
{
  g_ptr_array_unref (LOFT_SEARCH_ENTRY (object)->pills);
  g_free (LOFT_SEARCH_ENTRY (object)->placeholder);
  G_OBJECT_CLASS (loft_search_entry_parent_class)->finalize (object);
}

static void
loft_search_entry_class_init (LoftSearchEntryClass *klass)
{
  static const char *const names[N_SIGNALS] = { "changed", "activate", "leave", "move-down" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_search_entry_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_search_entry_finalize;
  widget_class->grab_focus = loft_search_entry_grab_focus;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "entry");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
add_text (LoftSearchEntry *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->text = GTK_TEXT (gtk_text_new ());
  gtk_widget_set_hexpand (GTK_WIDGET (self->text), TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self->text), 96, -1);
  gtk_text_set_max_length (self->text, 4096);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search messages"), -1);
  g_signal_connect_swapped (self->text, "changed", G_CALLBACK (on_text_changed), self);
  g_signal_connect_swapped (self->text, "activate", G_CALLBACK (on_activate), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self->text), keys);
  gtk_widget_set_parent (GTK_WIDGET (self->text), self->parts);
}

static void
loft_search_entry_init (LoftSearchEntry *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->pills = g_ptr_array_new ();
  self->icon = gtk_image_new_from_icon_name ("system-search-symbolic");
  gtk_widget_set_parent (self->icon, widget);
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->spinner), widget);
  self->parts = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (self->parts, loft_wrap_layout_new (6));
  gtk_widget_set_hexpand (self->parts, TRUE);
  gtk_widget_set_valign (self->parts, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->parts, widget);
  add_text (self);
  self->clear = gtk_button_new_from_icon_name ("edit-clear-symbolic");
  gtk_widget_set_tooltip_text (self->clear, _ ("Clear"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->clear), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Clear"), -1);
  gtk_widget_add_css_class (self->clear, "flat");
  gtk_widget_add_css_class (self->clear, "circular");
  gtk_widget_add_css_class (self->clear, "small-button");
  gtk_widget_set_valign (self->clear, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->clear, FALSE);
  g_signal_connect_swapped (self->clear, "clicked", G_CALLBACK (on_clear), self);
  gtk_widget_set_parent (self->clear, widget);
  gtk_widget_add_css_class (widget, "search-pill-entry");
}
