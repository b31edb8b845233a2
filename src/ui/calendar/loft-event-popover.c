/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-event-popover.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-birthday-calendar.h"
#include "loft-clock.h"
#include "loft-color-dot.h"
#include "loft-event-file.h"
#include "loft-event-text.h"
#include "loft-message-link.h"
#include "loft-wall.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#define WIDTH          320
#define MOST_ATTENDEES 8
#define MOST_FILES     6
#define MOST_TEXT      600 /* characters of a description */
#define JOIN_BEFORE    600

struct _LoftEventPopover {
  GtkPopover parent_instance;

  LoftCalendarActions *actions;
  LoftOccurrenceItem *item;
  GCancellable *cancellable;
  GtkWidget *box;
  GtkWidget *details; /* what has to be read first */
};

G_DEFINE_FINAL_TYPE (LoftEventPopover, loft_event_popover, GTK_TYPE_POPOVER)

LoftOccurrenceItem *
loft_event_popover_get_item (LoftEventPopover *self)
{
  return self->item;
}

static GtkWidget *
new_text (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  g_object_set (label, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                "max-width-chars", 36, "selectable", FALSE, "hexpand", TRUE, NULL);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
add_line (GtkWidget *box, const char *icon, GtkWidget *content)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  gtk_widget_set_valign (image, GTK_ALIGN_START);
  gtk_widget_add_css_class (image, "dim-label");
  gtk_widget_add_css_class (image, "line-icon");
  gtk_box_append (GTK_BOX (line), image);
  gtk_box_append (GTK_BOX (line), content);
  gtk_box_append (GTK_BOX (box), line);
  return line;
}

static gboolean
is_link (const char *text)
{
  return g_str_has_prefix (text, "https://") || g_str_has_prefix (text, "http://");
}

/* In the zone it was made in, where that shows other times. */
static char *
there_text (const LoftOccurrence *occurrence)
{
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  g_autoptr (GTimeZone) there = *occurrence->zone != '\0' && !occurrence->is_wall
                                  ? g_time_zone_new_identifier (occurrence->zone)
                                  : NULL;
  gint64 start = 0, end = 0, today = 0;
  g_autofree char *when = NULL;

  if (there == NULL || g_str_equal (occurrence->zone, "UTC"))
    return NULL;
  start = loft_wall_from_instant (occurrence->start, there);
  if (start == loft_wall_from_instant (occurrence->start, here))
    return NULL;
  end = loft_wall_from_instant (occurrence->end, there);
  today = loft_wall_get_day (loft_wall_from_instant (loft_clock_now (), here));
  when = loft_event_text_when (start, end, FALSE, today);
  /* Translators: when an event is in another time zone, and that zone. */
  return g_strdup_printf (C_ ("time", "%1$s (%2$s)"), when, occurrence->zone);
}

static void
add_when (LoftEventPopover *self)
{
  const LoftOccurrence *occurrence = loft_occurrence_item_get (self->item);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 today = loft_wall_get_day (loft_wall_from_instant (loft_clock_now (), zone));
  g_autofree char *when =
    loft_event_text_when (loft_wall_get_start (occurrence, zone),
                          loft_wall_get_end (occurrence, zone), occurrence->all_day, today);
  g_autofree char *there = there_text (occurrence);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), new_text (when, NULL));
  if (there != NULL)
    gtk_box_append (GTK_BOX (box), new_text (there, "dim-label"));
  if (occurrence->is_recurring)
    gtk_box_append (GTK_BOX (box), new_text (_ ("Repeats"), "dim-label"));
  add_line (self->box, "alarm-symbolic", box);
}

static void
open_link (GtkWidget *button, const char *address)
{
  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (button)), address, GDK_CURRENT_TIME);
}

static void
add_where (LoftEventPopover *self)
{
  const LoftOccurrence *occurrence = loft_occurrence_item_get (self->item);

  if (*occurrence->location != '\0' && is_link (occurrence->location))
    {
      GtkWidget *link = gtk_link_button_new (occurrence->location);
      GtkWidget *label = gtk_button_get_child (GTK_BUTTON (link));

      g_object_set (label, "ellipsize", PANGO_ELLIPSIZE_END, "xalign", 0.0, NULL);
      gtk_widget_add_css_class (link, "event-link");
      add_line (self->box, "mark-location-symbolic", link);
    }
  else if (*occurrence->location != '\0')
    add_line (self->box, "mark-location-symbolic", new_text (occurrence->location, NULL));
}

/* From ten minutes before until the end. */
static gboolean
is_time_to_join (const LoftOccurrence *occurrence)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 now = loft_clock_now ();

  return now >= loft_occurrence_get_start (occurrence, zone) - JOIN_BEFORE &&
         now < loft_occurrence_get_end (occurrence, zone);
}

static void
add_join (LoftEventPopover *self)
{
  const LoftOccurrence *occurrence = loft_occurrence_item_get (self->item);
  GtkWidget *button = NULL;

  if (!is_link (occurrence->join))
    return;
  button = gtk_button_new_with_label (_ ("Join"));
  gtk_widget_set_tooltip_text (button, occurrence->join);
  if (is_time_to_join (occurrence))
    gtk_widget_add_css_class (button, "suggested-action");
  g_signal_connect_data (button, "clicked", G_CALLBACK (open_link), g_strdup (occurrence->join),
                         (GClosureNotify) (GCallback) g_free, 0);
  gtk_box_append (GTK_BOX (self->box), button);
}

/* Who, and the rest of what the event says */

static const char *
answer_icon (LoftPartstat partstat)
{
  switch (partstat)
    {
    case LOFT_PARTSTAT_ACCEPTED:
      return "object-select-symbolic";
    case LOFT_PARTSTAT_DECLINED:
      return "window-close-symbolic";
    case LOFT_PARTSTAT_TENTATIVE:
      return "dialog-question-symbolic";
    default:
      return "mail-unread-symbolic";
    }
}

static const char *
answer_text (LoftPartstat partstat)
{
  switch (partstat)
    {
    case LOFT_PARTSTAT_ACCEPTED:
      return _ ("comes");
    case LOFT_PARTSTAT_DECLINED:
      return _ ("does not come");
    case LOFT_PARTSTAT_TENTATIVE:
      return _ ("perhaps");
    case LOFT_PARTSTAT_DELEGATED:
      return _ ("sends somebody");
    default:
      return _ ("has not answered");
    }
}

static void
add_attendee (GtkWidget *box, const LoftAttendee *attendee)
{
  const char *name = *attendee->name != '\0' ? attendee->name : attendee->address;
  g_autofree char *spoken = g_strdup_printf ("%s, %s", name, answer_text (attendee->partstat));
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name (answer_icon (attendee->partstat));
  GtkWidget *label = gtk_label_new (name);

  g_object_set (label, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, "hexpand", TRUE, NULL);
  gtk_widget_add_css_class (icon, "dim-label");
  gtk_widget_set_tooltip_text (line, spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (box), line);
}

static void
add_attendees (LoftEventPopover *self, LoftEvent *event)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  guint n = event->attendees == NULL ? 0 : event->attendees->len;

  gtk_widget_set_hexpand (box, TRUE);
  for (guint i = 0; i < MIN (n, MOST_ATTENDEES); i++)
    add_attendee (box, g_ptr_array_index (event->attendees, i));
  if (n > MOST_ATTENDEES)
    {
      g_autofree char *more =
        g_strdup_printf (ngettext ("%u more", "%u more", n - MOST_ATTENDEES), n - MOST_ATTENDEES);

      gtk_box_append (GTK_BOX (box), new_text (more, "dim-label"));
    }
  if (n > 0)
    add_line (self->details, "system-users-symbolic", box);
  else
    g_object_ref_sink (box), g_object_unref (box);
}

static void
add_description (LoftEventPopover *self, LoftEvent *event)
{
  g_autofree char *text = g_strstrip (g_strdup (event->description));
  g_autofree char *markup = NULL;
  GtkWidget *label = NULL;

  if (*text == '\0')
    return;
  markup = loft_event_text_markup (text, MOST_TEXT);
  label = new_text (NULL, NULL);
  gtk_label_set_markup (GTK_LABEL (label), markup);
  g_object_set (label, "lines", 6, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  add_line (self->details, "text-x-generic-symbolic", label);
}

static void
attachment_free (gpointer data, GClosure *closure)
{
  loft_event_attachment_free (data);
}

/* What is said stays when the popover is gone. */
static GtkWidget *
find_place (GtkWidget *button)
{
  return gtk_widget_get_parent (gtk_widget_get_ancestor (button, LOFT_TYPE_EVENT_POPOVER));
}

static void
open_file (GtkWidget *button, const LoftEventAttachment *one)
{
  loft_event_file_open (find_place (button), one);
}

static void
save_file (GtkWidget *button, const LoftEventAttachment *one)
{
  loft_event_file_save (find_place (button), one);
}

static void
connect_file (GtkWidget *button, GCallback callback, const LoftEventAttachment *one)
{
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "event-file");
  g_signal_connect_data (button, "clicked", callback,
                         loft_event_attachment_new (one->uri, one->name, one->type, one->bytes),
                         attachment_free, 0);
}

static void
add_file (GtkWidget *box, const LoftEventAttachment *one)
{
  g_autofree char *title = loft_event_file_dup_title (one);
  g_autofree char *subtitle = loft_event_file_dup_subtitle (one);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *open = gtk_button_new_with_label (title);
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (open));
  GtkWidget *save = NULL;

  g_object_set (label, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, NULL);
  gtk_widget_set_hexpand (open, TRUE);
  gtk_widget_set_tooltip_text (open, subtitle);
  gtk_widget_set_sensitive (open, one->bytes != NULL || loft_event_file_is_link (one));
  connect_file (open, G_CALLBACK (open_file), one);
  gtk_box_append (GTK_BOX (line), open);
  if (one->bytes != NULL)
    {
      save = gtk_button_new_from_icon_name ("document-save-symbolic");
      loft_accessibility_set_button_name (save, _ ("Save As…"));
      connect_file (save, G_CALLBACK (save_file), one);
      gtk_box_append (GTK_BOX (line), save);
    }
  gtk_box_append (GTK_BOX (box), line);
}

static void
add_files (LoftEventPopover *self, LoftEvent *event)
{
  guint n = event->attachments->len;
  GtkWidget *box = NULL;

  if (n == 0)
    return;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_hexpand (box, TRUE);
  for (guint i = 0; i < MIN (n, MOST_FILES); i++)
    add_file (box, g_ptr_array_index (event->attachments, i));
  if (n > MOST_FILES)
    {
      g_autofree char *more =
        g_strdup_printf (ngettext ("%u more", "%u more", n - MOST_FILES), n - MOST_FILES);

      gtk_box_append (GTK_BOX (box), new_text (more, "dim-label"));
    }
  add_line (self->details, "mail-attachment-symbolic", box);
}

static void
show_message (GtkWidget *button, LoftEventPopover *self)
{
  g_autofree char *link = g_strdup (gtk_widget_get_tooltip_text (button));

  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_widget_activate_action (gtk_widget_get_parent (GTK_WIDGET (self)), "win.show-message", "s",
                              link);
}

/* What it was made of. */
static void
add_message (LoftEventPopover *self, LoftEvent *event)
{
  g_autofree char *message_id = loft_message_link_read (event->url);
  GtkWidget *button = NULL;

  if (message_id == NULL)
    return;
  button = gtk_button_new_with_label (_ ("Show Message"));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, event->url);
  g_signal_connect (button, "clicked", G_CALLBACK (show_message), self);
  add_line (self->details, "loft-letter-symbolic", button);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftEventPopover) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftEvent) event =
    loft_calendar_actions_read_finish (LOFT_CALENDAR_ACTIONS (source), result, &error);

  if (event == NULL || self->details == NULL)
    return;
  add_attendees (self, event);
  add_description (self, event);
  add_files (self, event);
  add_message (self, event);
  /* It is larger now. */
  gtk_popover_present (GTK_POPOVER (self));
}

/* What can be done */

static void
answer (GtkWidget *button, LoftEventPopover *self)
{
  int partstat = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "partstat"));

  g_signal_emit_by_name (self, "answer", partstat);
}

static void
add_answers (LoftEventPopover *self)
{
  static const struct {
    LoftPartstat partstat;
    const char *title;
  } answers[] = {
    { LOFT_PARTSTAT_ACCEPTED, N_ ("_Accept") },
    { LOFT_PARTSTAT_TENTATIVE, N_ ("_Perhaps") },
    { LOFT_PARTSTAT_DECLINED, N_ ("_Decline") },
  };
  const LoftOccurrence *occurrence = loft_occurrence_item_get (self->item);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "linked");
  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_mnemonic (_ (answers[i].title));

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button),
                                    occurrence->partstat == answers[i].partstat);
      g_object_set_data (G_OBJECT (button), "partstat", GINT_TO_POINTER (answers[i].partstat));
      g_signal_connect (button, "clicked", G_CALLBACK (answer), self);
      gtk_box_append (GTK_BOX (box), button);
    }
  gtk_box_append (GTK_BOX (self->box), box);
}

static void
on_delete (LoftEventPopover *self)
{
  g_signal_emit_by_name (self, "delete");
}

static void
on_edit (LoftEventPopover *self)
{
  g_signal_emit_by_name (self, "edit");
}

static void
add_head (LoftEventPopover *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *edit = gtk_button_new_from_icon_name ("document-edit-symbolic");
  GtkWidget *delete = gtk_button_new_from_icon_name ("user-trash-symbolic");
  LoftCalendarItem *calendar = loft_occurrence_item_get_calendar (self->item);
  GtkWidget *buttons[] = { edit, delete };

  gtk_box_append (GTK_BOX (head),
                  new_text (loft_event_text_title (loft_occurrence_item_get (self->item)),
                            "popover-title"));
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      gtk_widget_add_css_class (buttons[i], "flat");
      gtk_widget_set_valign (buttons[i], GTK_ALIGN_START);
      gtk_widget_set_visible (buttons[i], loft_calendar_item_get_writable (calendar));
      gtk_box_append (GTK_BOX (head), buttons[i]);
    }
  loft_accessibility_set_button_name (edit, _ ("Edit"));
  loft_accessibility_set_button_name (delete, _ ("Delete"));
  g_signal_connect_swapped (edit, "clicked", G_CALLBACK (on_edit), self);
  g_signal_connect_swapped (delete, "clicked", G_CALLBACK (on_delete), self);
  gtk_box_append (GTK_BOX (self->box), head);
}

static void
add_calendar (LoftEventPopover *self)
{
  LoftCalendarItem *calendar = loft_occurrence_item_get_calendar (self->item);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *dot = loft_color_dot_new ();
  GdkRGBA color;

  if (gdk_rgba_parse (&color, loft_calendar_item_get_color (calendar)))
    loft_color_dot_set_color (LOFT_COLOR_DOT (dot), &color);
  gtk_widget_add_css_class (dot, "line-icon");
  gtk_box_append (GTK_BOX (box), dot);
  gtk_box_append (GTK_BOX (box), new_text (loft_calendar_item_get_name (calendar), "dim-label"));
  gtk_box_append (GTK_BOX (self->box), box);
}

/* Of a birthday. */
static void
add_contact (LoftEventPopover *self)
{
  const char *uid = loft_birthday_calendar_get_contact (self->item);
  GtkWidget *button = NULL;

  if (uid == NULL)
    return;
  button = gtk_button_new_with_mnemonic (_ ("_Open Contact"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", uid);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-contact");
  g_signal_connect_object (button, "clicked", G_CALLBACK (gtk_popover_popdown), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), button);
}

static void
loft_event_popover_dispose (GObject *object)
{
  LoftEventPopover *self = LOFT_EVENT_POPOVER (object);

  g_cancellable_cancel (self->cancellable);
  self->details = NULL;
  g_clear_object (&self->cancellable);
  g_clear_object (&self->actions);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (loft_event_popover_parent_class)->dispose (object);
}

static void
loft_event_popover_class_init (LoftEventPopoverClass *klass)
{
  GType type = LOFT_TYPE_EVENT_POPOVER;

  G_OBJECT_CLASS (klass)->dispose = loft_event_popover_dispose;
  g_signal_new ("delete", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("edit", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("answer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
loft_event_popover_init (LoftEventPopover *self)
{
  GtkWidget *clamp = adw_clamp_new ();

  self->cancellable = g_cancellable_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  self->details = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  gtk_widget_set_size_request (self->box, WIDTH, -1);
  gtk_widget_add_css_class (self->box, "event-card");
  /* One width only: GtkPopover of 4.8 asks how high it is for the width with its shadow, so text that is
   * wrapped would lack a line. */
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->box);
  gtk_popover_set_child (GTK_POPOVER (self), clamp);
}

GtkWidget *
loft_event_popover_new (LoftCalendarActions *actions, LoftOccurrenceItem *item)
{
  LoftEventPopover *self = g_object_new (LOFT_TYPE_EVENT_POPOVER, NULL);
  const LoftOccurrence *occurrence = loft_occurrence_item_get (item);

  self->actions = g_object_ref (actions);
  self->item = g_object_ref (item);
  add_head (self);
  add_when (self);
  add_where (self);
  gtk_box_append (GTK_BOX (self->box), self->details);
  add_calendar (self);
  add_join (self);
  add_contact (self);
  if (occurrence->partstat != LOFT_PARTSTAT_NONE && !occurrence->is_organizer)
    add_answers (self);
  loft_calendar_actions_read_async (actions, item, LOFT_SCOPE_THIS, self->cancellable, on_read,
                                    g_object_ref (self));
  return GTK_WIDGET (self);
}
