/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-send-time-dialog.h"

#include "config.h"
#include "loft-clock.h"
#include "loft-send-time.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define TOMORROW_MORNING 2 /* of loft_send_time_get() */
#define RECKON_SECONDS   5 /* what is chosen becomes past while it is looked at */

/* The data of the dialog. */
typedef struct {
  AdwMessageDialog *dialog; /* (borrowed) */
  GtkCalendar *calendar;
  GtkSpinButton *hour;
  GtkSpinButton *minute;
  GtkLabel *words;
  LoftSendTimeFunc func;
  GWeakRef object;
  gboolean has_object;
  guint source;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_clear_handle_id (&question->source, g_source_remove);
  g_weak_ref_clear (&question->object);
  g_free (question);
}

static gint64
chosen (Question *question)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (question->calendar);

  return loft_send_time_at (g_date_time_get_year (day), g_date_time_get_month (day),
                            g_date_time_get_day_of_month (day),
                            gtk_spin_button_get_value_as_int (question->hour),
                            gtk_spin_button_get_value_as_int (question->minute));
}

static void
update (Question *question)
{
  gint64 now = loft_clock_now ();
  gint64 when = chosen (question);
  gboolean is_past = when <= now;
  g_autofree char *words =
    is_past ? g_strdup (_ ("This time has passed already.")) : loft_send_time_words (when, now);

  gtk_label_set_text (question->words, words);
  if (is_past)
    gtk_widget_add_css_class (GTK_WIDGET (question->words), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (question->words), "error");
  adw_message_dialog_set_response_enabled (question->dialog, "choose", !is_past);
}

static gboolean
on_time (gpointer data)
{
  update (data);
  return G_SOURCE_CONTINUE;
}

static void
on_response (AdwMessageDialog *dialog, const char *response, Question *question)
{
  g_autoptr (GObject) object = g_weak_ref_get (&question->object);
  gint64 when = chosen (question);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  if (!g_str_equal (response, "choose") || when <= loft_clock_now () ||
      (question->has_object && object == NULL))
    return;
  question->func (when, object);
}

/* "07" rather than "7". */
static gboolean
on_output (GtkSpinButton *spin)
{
  g_autofree char *text = g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (spin));

  gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

static GtkSpinButton *
add_number (Question *question, GtkWidget *box, int most, const char *name)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (0, most, 1);

  gtk_widget_set_direction (spin, GTK_TEXT_DIR_LTR);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_spin_button_set_wrap (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 2);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), 2);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (spin, "output", G_CALLBACK (on_output), NULL);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (update), question);
  gtk_box_append (GTK_BOX (box), spin);
  return GTK_SPIN_BUTTON (spin);
}

static GtkWidget *
new_clock (Question *question)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  /* A time reads from left to right everywhere. */
  gtk_widget_set_direction (box, GTK_TEXT_DIR_LTR);
  question->hour = add_number (question, box, 23, _ ("Hour"));
  gtk_box_append (GTK_BOX (box), gtk_label_new (":"));
  question->minute = add_number (question, box, 59, _ ("Minute"));
  return box;
}

static void
add_fields (Question *question)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *words = gtk_label_new (NULL);

  question->calendar = GTK_CALENDAR (gtk_calendar_new ());
  question->words = GTK_LABEL (words);
  gtk_label_set_wrap (question->words, TRUE);
  gtk_label_set_justify (question->words, GTK_JUSTIFY_CENTER);
  gtk_label_set_width_chars (question->words, 28);
  gtk_label_set_max_width_chars (question->words, 36);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (question->calendar));
  gtk_box_append (GTK_BOX (box), new_clock (question));
  gtk_box_append (GTK_BOX (box), words);
  adw_message_dialog_set_extra_child (question->dialog, box);
  g_signal_connect_swapped (question->calendar, "day-selected", G_CALLBACK (update), question);
}

static void
show (Question *question, gint64 when)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (when);

  if (time == NULL)
    return;
  gtk_calendar_select_day (question->calendar, time);
  gtk_spin_button_set_value (question->hour, g_date_time_get_hour (time));
  gtk_spin_button_set_value (question->minute, g_date_time_get_minute (time));
}

void
loft_send_time_dialog_present (GtkWidget *parent, gint64 begin, LoftSendTimeFunc func,
                               gpointer object)
{
  GtkWidget *window = gtk_widget_get_ancestor (parent, GTK_TYPE_WINDOW);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), _ ("Send Later"), NULL);
  Question *question = g_new0 (Question, 1);
  gint64 now = loft_clock_now ();

  question->dialog = ADW_MESSAGE_DIALOG (dialog);
  question->func = func;
  question->has_object = object != NULL;
  g_weak_ref_init (&question->object, object);
  adw_message_dialog_add_responses (question->dialog, "cancel", _ ("_Cancel"), "choose",
                                    _ ("_Choose"), NULL);
  adw_message_dialog_set_response_appearance (question->dialog, "choose", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (question->dialog, "choose");
  adw_message_dialog_set_close_response (question->dialog, "cancel");
  add_fields (question);
  show (question, begin > now ? begin : loft_send_time_get (TOMORROW_MORNING, now));
  update (question);
  question->source = g_timeout_add_seconds (RECKON_SECONDS, on_time, question);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
