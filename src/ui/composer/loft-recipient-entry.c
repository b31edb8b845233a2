/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-recipient-entry.h"

#include "config.h"
#include "loft-recipient-completion.h"
#include "loft-recipient-pill.h"
#include "loft-recipient-text.h"
#include "loft-wrap-layout.h"

#include <glib/gi18n.h>
#include <string.h>

#define SPACING   4
#define MIN_TEXT  90
#define MAX_TYPED (256 * 1024)

struct _LoftRecipientEntry {
  GtkWidget parent_instance;

  GtkText *text;
  GPtrArray *pills; /* of LoftRecipientPill, borrowed from the children */
  LoftRecipientCompletion *completion;
  gboolean is_setting;
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftRecipientEntry, loft_recipient_entry, GTK_TYPE_WIDGET)

static const char *
get_typed (LoftRecipientEntry *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->text));
}

static void
set_typed (LoftRecipientEntry *self, const char *text)
{
  gboolean was_setting = self->is_setting;

  self->is_setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->text), text);
  gtk_editable_set_position (GTK_EDITABLE (self->text), -1);
  self->is_setting = was_setting;
}

static void
tell_changed (LoftRecipientEntry *self)
{
  if (!self->is_setting)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* Pills */

static void
focus_pill (LoftRecipientEntry *self, guint i)
{
  if (i < self->pills->len)
    gtk_widget_grab_focus (g_ptr_array_index (self->pills, i));
  else
    gtk_text_grab_focus_without_selecting (self->text);
}

static guint
index_of (LoftRecipientEntry *self, LoftRecipientPill *pill)
{
  guint i = 0;

  return g_ptr_array_find (self->pills, pill, &i) ? i : self->pills->len;
}

static void
drop_pill (LoftRecipientEntry *self, LoftRecipientPill *pill)
{
  g_signal_handlers_disconnect_by_data (pill, self);
  g_ptr_array_remove (self->pills, pill);
  gtk_widget_unparent (GTK_WIDGET (pill));
}

static void
on_pill_remove (LoftRecipientEntry *self, gboolean backwards, LoftRecipientPill *pill)
{
  guint i = index_of (self, pill);

  drop_pill (self, pill);
  focus_pill (self, backwards && i > 0 ? i - 1 : i);
  tell_changed (self);
}

static void
on_pill_edit (LoftRecipientEntry *self, LoftRecipientPill *pill)
{
  g_autofree char *text = loft_recipient_text_write (loft_recipient_pill_get_address (pill));

  loft_recipient_entry_finish (self);
  drop_pill (self, pill);
  set_typed (self, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
  tell_changed (self);
}

static void
on_pill_leave (LoftRecipientEntry *self, int step, LoftRecipientPill *pill)
{
  guint i = index_of (self, pill);

  if (step < 0 && i == 0)
    return;
  focus_pill (self, step < 0 ? i - 1 : i + 1);
}

/* Nobody is written to twice by the same field. */
static gboolean
has (LoftRecipientEntry *self, const LoftAddress *address)
{
  for (guint i = 0; i < self->pills->len; i++)
    {
      const LoftAddress *each =
        loft_recipient_pill_get_address (g_ptr_array_index (self->pills, i));

      if (address->email[0] != '\0' && loft_recipient_text_same (each->email, address->email))
        return TRUE;
    }
  return FALSE;
}

static void
append_pill (LoftRecipientEntry *self, const LoftAddress *address)
{
  GtkWidget *pill = NULL;

  if (has (self, address))
    return;
  pill = loft_recipient_pill_new (address);
  g_signal_connect_swapped (pill, "remove", G_CALLBACK (on_pill_remove), self);
  g_signal_connect_swapped (pill, "edit", G_CALLBACK (on_pill_edit), self);
  g_signal_connect_swapped (pill, "leave", G_CALLBACK (on_pill_leave), self);
  gtk_widget_insert_before (pill, GTK_WIDGET (self), GTK_WIDGET (self->text));
  g_ptr_array_add (self->pills, pill);
}

static void
append_all (LoftRecipientEntry *self, GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len; i++)
    append_pill (self, g_ptr_array_index (addresses, i));
}

/* What is typed */

/* Where the last entry of a list begins that nothing has ended yet. */
static const char *
unfinished (const char *typed)
{
  const char *start = typed;
  gboolean quoted = FALSE;
  gboolean angle = FALSE;

  for (const char *p = typed; *p != '\0'; p++)
    {
      quoted ^= *p == '"';
      angle = !quoted && (*p == '<' || (angle && *p != '>'));
      if (!quoted && !angle && strchr (",;\n\r\t", *p) != NULL)
        start = p + 1;
    }
  return start;
}

/* Finished entries become pills, the rest stays. */
static gboolean
take_finished (LoftRecipientEntry *self)
{
  const char *typed = get_typed (self);
  const char *rest = unfinished (typed);
  g_autofree char *kept = NULL;
  g_autofree char *done = NULL;
  g_autoptr (GPtrArray) addresses = NULL;

  if (rest == typed)
    return FALSE;
  done = g_strndup (typed, (gsize) (rest - typed));
  kept = g_strchug (g_strdup (rest));
  addresses = loft_recipient_text_read (done);
  append_all (self, addresses);
  set_typed (self, kept);
  return TRUE;
}

static void
on_typed (LoftRecipientEntry *self)
{
  if (self->is_setting)
    return;
  take_finished (self);
  loft_recipient_completion_update (self->completion);
  tell_changed (self);
}

void
loft_recipient_entry_finish (LoftRecipientEntry *self)
{
  g_autoptr (GPtrArray) addresses = loft_recipient_text_read (get_typed (self));

  if (get_typed (self)[0] == '\0')
    return;
  append_all (self, addresses);
  set_typed (self, "");
  loft_recipient_completion_close (self->completion);
  tell_changed (self);
}

/* An entry takes no line ends: a pasted column would be one address. */
static void
on_insert (LoftRecipientEntry *self, const char *text, int length, int *position)
{
  g_autofree char *pasted = NULL;
  int end = 0;

  if (memchr (text, '\n', length < 0 ? strlen (text) : (gsize) length) == NULL)
    return;
  g_signal_stop_emission_by_name (gtk_editable_get_delegate (GTK_EDITABLE (self->text)) != NULL
                                    ? gtk_editable_get_delegate (GTK_EDITABLE (self->text))
                                    : GTK_EDITABLE (self->text),
                                  "insert-text");
  pasted = length < 0 ? g_strdup (text) : g_strndup (text, (gsize) length);
  g_strdelimit (pasted, "\r\n\t", ',');
  end = *position;
  gtk_editable_insert_text (GTK_EDITABLE (self->text), pasted, -1, &end);
  *position = (int) g_utf8_strlen (get_typed (self), -1);
}

static gboolean
caret_at_start (LoftRecipientEntry *self)
{
  GtkEditable *editable = GTK_EDITABLE (self->text);

  return self->pills->len > 0 && gtk_editable_get_position (editable) == 0 &&
         !gtk_editable_get_selection_bounds (editable, NULL, NULL);
}

guint
loft_recipient_entry_get_n_suggested (LoftRecipientEntry *self)
{
  return loft_recipient_completion_get_n_shown (self->completion);
}

gboolean
loft_recipient_entry_press (LoftRecipientEntry *self, guint key)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (loft_recipient_completion_key (self->completion, key))
    return TRUE;
  switch (key)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (get_typed (self)[0] == '\0')
        return FALSE;
      loft_recipient_entry_finish (self);
      return TRUE;
    case GDK_KEY_BackSpace:
      if (!caret_at_start (self))
        return FALSE;
      focus_pill (self, self->pills->len - 1);
      return TRUE;
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      if (rtl != (key == GDK_KEY_Right || key == GDK_KEY_KP_Right) || !caret_at_start (self))
        return FALSE;
      focus_pill (self, self->pills->len - 1);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
on_key (LoftRecipientEntry *self, guint key, guint code, GdkModifierType modifiers)
{
  return (modifiers & gtk_accelerator_get_default_mod_mask ()) == 0 &&
         loft_recipient_entry_press (self, key);
}

static void
on_focus_left (LoftRecipientEntry *self)
{
  if (self->completion == NULL) /* its window is closed, and takes the focus away */
    return;
  loft_recipient_completion_close (self->completion);
  loft_recipient_entry_finish (self);
}

/* Public */

GtkEditable *
loft_recipient_entry_get_text (LoftRecipientEntry *self)
{
  return GTK_EDITABLE (self->text);
}

void
loft_recipient_entry_take (LoftRecipientEntry *self, const LoftAddress *address)
{
  append_pill (self, address);
  set_typed (self, "");
  gtk_text_grab_focus_without_selecting (self->text);
  tell_changed (self);
}

void
loft_recipient_entry_set_people (LoftRecipientEntry *self, LoftPeopleIndex *index)
{
  loft_recipient_completion_set_people (self->completion, index);
}

void
loft_recipient_entry_set_directories (LoftRecipientEntry *self, LoftDirectories *directories,
                                      int pause)
{
  loft_recipient_completion_set_directories (self->completion, directories, pause);
}

void
loft_recipient_entry_add (LoftRecipientEntry *self, const LoftAddress *address)
{
  append_pill (self, address);
  tell_changed (self);
}

void
loft_recipient_entry_set_addresses (LoftRecipientEntry *self, GPtrArray *addresses)
{
  while (self->pills->len > 0)
    drop_pill (self, g_ptr_array_index (self->pills, self->pills->len - 1));
  set_typed (self, "");
  append_all (self, addresses);
  tell_changed (self);
}

GPtrArray *
loft_recipient_entry_get_addresses (LoftRecipientEntry *self)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);

  for (guint i = 0; i < self->pills->len; i++)
    {
      const LoftAddress *each =
        loft_recipient_pill_get_address (g_ptr_array_index (self->pills, i));

      g_ptr_array_add (addresses, loft_address_new (each->name, each->email));
    }
  loft_recipient_text_append (addresses, get_typed (self));
  return addresses;
}

gboolean
loft_recipient_entry_focus_malformed (LoftRecipientEntry *self)
{
  for (guint i = 0; i < self->pills->len; i++)
    {
      if (!loft_recipient_pill_is_malformed (g_ptr_array_index (self->pills, i)))
        continue;
      focus_pill (self, i);
      return TRUE;
    }
  return FALSE;
}

gboolean
loft_recipient_entry_is_empty (LoftRecipientEntry *self)
{
  return self->pills->len == 0 && get_typed (self)[0] == '\0';
}

static gboolean
loft_recipient_entry_grab_focus (GtkWidget *widget)
{
  return gtk_text_grab_focus_without_selecting (LOFT_RECIPIENT_ENTRY (widget)->text);
}

static void
loft_recipient_entry_dispose (GObject *object)
{
  LoftRecipientEntry *self = LOFT_RECIPIENT_ENTRY (object);
  GtkWidget *child = NULL;

  g_clear_object (&self->completion);
  self->is_setting = TRUE;
  while (self->pills->len > 0)
    drop_pill (self, g_ptr_array_index (self->pills, 0));
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (loft_recipient_entry_parent_class)->dispose (object);
}

static void
loft_recipient_entry_finalize (GObject *object)
{
  g_ptr_array_unref (LOFT_RECIPIENT_ENTRY (object)->pills);
  G_OBJECT_CLASS (loft_recipient_entry_parent_class)->finalize (object);
}

static void
loft_recipient_entry_class_init (LoftRecipientEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_recipient_entry_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_recipient_entry_finalize;
  widget_class->grab_focus = loft_recipient_entry_grab_focus;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "recipiententry");
}

static void
on_clicked_beside (LoftRecipientEntry *self)
{
  gtk_text_grab_focus_without_selecting (self->text);
}

static void
add_text (LoftRecipientEntry *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->text = GTK_TEXT (gtk_text_new ());
  gtk_widget_set_hexpand (GTK_WIDGET (self->text), TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self->text), MIN_TEXT, -1);
  gtk_text_set_max_length (self->text, MAX_TYPED);
  gtk_text_set_truncate_multiline (self->text, FALSE);
  gtk_text_set_input_purpose (self->text, GTK_INPUT_PURPOSE_EMAIL);
  g_signal_connect_swapped (self->text, "insert-text", G_CALLBACK (on_insert), self);
  g_signal_connect_swapped (self->text, "changed", G_CALLBACK (on_typed), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self->text), keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_focus_left), self);
  gtk_widget_add_controller (GTK_WIDGET (self->text), focus);
  gtk_widget_set_parent (GTK_WIDGET (self->text), GTK_WIDGET (self));
}

static void
loft_recipient_entry_init (LoftRecipientEntry *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->pills = g_ptr_array_new ();
  gtk_widget_set_layout_manager (GTK_WIDGET (self), loft_wrap_layout_new (SPACING));
  add_text (self);
  self->completion = loft_recipient_completion_new (self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_clicked_beside), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
loft_recipient_entry_new (const char *label)
{
  LoftRecipientEntry *self = g_object_new (LOFT_TYPE_RECIPIENT_ENTRY, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  return GTK_WIDGET (self);
}
