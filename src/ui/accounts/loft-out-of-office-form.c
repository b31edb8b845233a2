/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-out-of-office-form.h"

#include "config.h"
#include "loft-absence-text.h"
#include "loft-time-row.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

#define HOUR        3600
#define TEXT_HEIGHT 120
#define MAX_TEXT    32000 /* characters */

/* Whom outside the organization an answer is for; the order of the row. */
enum { NOBODY, CONTACTS, EVERYBODY };

struct _LoftOutOfOfficeForm {
  GtkBox parent_instance;

  AdwComboRow *state;
  LoftTimeRow *start;
  LoftTimeRow *end;
  AdwPreferencesGroup *inside;
  GtkWidget *inside_text;
  AdwPreferencesGroup *outside;
  AdwComboRow *audience;
  GtkWidget *outside_card;
  GtkWidget *outside_text;
  LoftOutOfOffice *shown; /* (owned) */
  GTimeZone *zone;
  gboolean filling;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (LoftOutOfOfficeForm, loft_out_of_office_form, GTK_TYPE_BOX)

/* ---- what is on screen -------------------------------------------------------------------- */

static char *
text_of (GtkWidget *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

/* Those who are known and all others are told the same, as long as nobody told them apart elsewhere. */
static LoftOutOfOfficeAudience
outside_audience (const LoftOutOfOffice *absence)
{
  const LoftOutOfOfficeAnswer *others = &absence->answers[LOFT_OUT_OF_OFFICE_OTHERS];
  const LoftOutOfOfficeAnswer *known = &absence->answers[LOFT_OUT_OF_OFFICE_CONTACTS];
  gboolean takes_known =
    !others->is_told || (known->is_told && !others->is_on &&
                         (known->is_on || (*known->text != '\0' && *others->text == '\0')));

  return takes_known ? LOFT_OUT_OF_OFFICE_CONTACTS : LOFT_OUT_OF_OFFICE_OTHERS;
}

static void
read_outside (LoftOutOfOfficeForm *self, LoftOutOfOffice *absence)
{
  guint audience = adw_combo_row_get_selected (self->audience);
  g_autofree char *text = text_of (self->outside_text);
  g_autofree char *before =
    loft_absence_text_dup (&self->shown->answers[outside_audience (self->shown)]);
  LoftOutOfOfficeAnswer *known = &absence->answers[LOFT_OUT_OF_OFFICE_CONTACTS];
  LoftOutOfOfficeAnswer *others = &absence->answers[LOFT_OUT_OF_OFFICE_OTHERS];

  known->is_on = audience != NOBODY;
  others->is_on = audience == EVERYBODY;
  if (!g_str_equal (text, before) || (known->is_on && *known->text == '\0'))
    loft_absence_text_set (known, text);
  if (!g_str_equal (text, before) || (others->is_on && *others->text == '\0'))
    loft_absence_text_set (others, text);
}

LoftOutOfOffice *
loft_out_of_office_form_read (LoftOutOfOfficeForm *self)
{
  LoftOutOfOffice *absence = loft_out_of_office_copy (self->shown);
  g_autofree char *text = text_of (self->inside_text);

  absence->state = (LoftOutOfOfficeState) adw_combo_row_get_selected (self->state);
  if (absence->state == LOFT_OUT_OF_OFFICE_SCHEDULED)
    {
      absence->start = loft_wall_to_instant (loft_time_row_get (self->start), self->zone);
      absence->end = loft_wall_to_instant (loft_time_row_get (self->end), self->zone);
    }
  loft_absence_text_set (&absence->answers[LOFT_OUT_OF_OFFICE_INSIDE], text);
  if (absence->state != LOFT_OUT_OF_OFFICE_OFF)
    {
      absence->answers[LOFT_OUT_OF_OFFICE_INSIDE].is_told = TRUE;
      absence->answers[LOFT_OUT_OF_OFFICE_INSIDE].is_on = TRUE;
    }
  if (gtk_widget_get_visible (GTK_WIDGET (self->outside)))
    read_outside (self, absence);
  return absence;
}

gboolean
loft_out_of_office_form_is_changed (LoftOutOfOfficeForm *self)
{
  g_autoptr (LoftOutOfOffice) absence =
    self->shown != NULL ? loft_out_of_office_form_read (self) : NULL;

  return absence != NULL && !loft_absence_equal (absence, self->shown);
}

/* ---- what cannot stay --------------------------------------------------------------------- */

static char *
complain (gpointer field, const char *sentence)
{
  gtk_widget_grab_focus (field);
  return g_strdup (sentence);
}

static char *
check_times (LoftOutOfOfficeForm *self)
{
  gint64 now = loft_wall_from_instant (g_get_real_time () / G_USEC_PER_SEC, self->zone);

  if (!loft_time_row_is_valid (self->start) || !loft_time_row_is_valid (self->end))
    return complain (self->start, _ ("Write the times as hours and minutes."));
  if (loft_time_row_get (self->end) <= loft_time_row_get (self->start))
    return complain (self->end, _ ("The end must be later than the beginning."));
  if (loft_time_row_get (self->end) <= now)
    return complain (self->end, _ ("The end is over already."));
  return NULL;
}

static char *
check_text (GtkWidget *view)
{
  g_autofree char *text = text_of (view);

  if (*text == '\0')
    return complain (view, _ ("Write what people are to be answered."));
  if (g_utf8_strlen (text, -1) > MAX_TEXT)
    return complain (view, _ ("This text is too long for an automatic answer."));
  return NULL;
}

char *
loft_out_of_office_form_check (LoftOutOfOfficeForm *self)
{
  guint state = adw_combo_row_get_selected (self->state);
  char *complaint = NULL;

  if (state == LOFT_OUT_OF_OFFICE_OFF)
    return NULL;
  if (state == LOFT_OUT_OF_OFFICE_SCHEDULED)
    complaint = check_times (self);
  if (complaint == NULL)
    complaint = check_text (self->inside_text);
  if (complaint == NULL && gtk_widget_get_visible (GTK_WIDGET (self->outside)) &&
      adw_combo_row_get_selected (self->audience) != NOBODY)
    complaint = check_text (self->outside_text);
  return complaint;
}

/* ---- changes ------------------------------------------------------------------------------ */

static void
update (LoftOutOfOfficeForm *self)
{
  gboolean scheduled = adw_combo_row_get_selected (self->state) == LOFT_OUT_OF_OFFICE_SCHEDULED;

  gtk_widget_set_visible (GTK_WIDGET (self->start), scheduled);
  gtk_widget_set_visible (GTK_WIDGET (self->end), scheduled);
  gtk_widget_set_visible (self->outside_card,
                          adw_combo_row_get_selected (self->audience) != NOBODY);
}

static void
on_changed (LoftOutOfOfficeForm *self)
{
  if (self->filling)
    return;
  update (self);
  g_signal_emit (self, changed_signal, 0);
}

/* The length stays when the beginning moves behind the end. */
static void
on_start_changed (LoftOutOfOfficeForm *self)
{
  gint64 start = loft_time_row_get (self->start);

  if (loft_time_row_get (self->end) <= start)
    loft_time_row_set (self->end, start + LOFT_WALL_DAY);
  on_changed (self);
}

/* ---- showing ------------------------------------------------------------------------------ */

static void
show_text (GtkWidget *view, const LoftOutOfOfficeAnswer *answer)
{
  g_autofree char *text = loft_absence_text_dup (answer);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

/* Times that are over help nobody: then it is from the next hour on for a week. */
static void
show_times (LoftOutOfOfficeForm *self, const LoftOutOfOffice *absence)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 start = absence->start;
  gint64 end = absence->end;

  if (absence->state != LOFT_OUT_OF_OFFICE_SCHEDULED && end <= now)
    {
      start = now - now % HOUR + HOUR;
      end = start + 7 * LOFT_WALL_DAY;
    }
  loft_time_row_set (self->start, loft_wall_from_instant (start, self->zone));
  loft_time_row_set (self->end, loft_wall_from_instant (end, self->zone));
}

static const char *
describe (const LoftOutOfOfficeAnswer *answer)
{
  return answer->is_html && *answer->text != '\0'
           ? _ ("The text is formatted on the server, and stays so unless you change it here.")
           : NULL;
}

static void
show_outside (LoftOutOfOfficeForm *self, const LoftOutOfOffice *absence)
{
  const LoftOutOfOfficeAnswer *known = &absence->answers[LOFT_OUT_OF_OFFICE_CONTACTS];
  const LoftOutOfOfficeAnswer *others = &absence->answers[LOFT_OUT_OF_OFFICE_OTHERS];
  const LoftOutOfOfficeAnswer *answer = &absence->answers[outside_audience (absence)];

  gtk_widget_set_visible (GTK_WIDGET (self->outside), known->is_told || others->is_told);
  adw_combo_row_set_selected (self->audience, others->is_on  ? EVERYBODY
                                              : known->is_on ? CONTACTS
                                                             : NOBODY);
  adw_preferences_group_set_description (self->outside, describe (answer));
  show_text (self->outside_text, answer);
}

void
loft_out_of_office_form_show (LoftOutOfOfficeForm *self, const LoftOutOfOffice *absence)
{
  const LoftOutOfOfficeAnswer *inside = &absence->answers[LOFT_OUT_OF_OFFICE_INSIDE];

  self->filling = TRUE;
  loft_out_of_office_free (self->shown);
  self->shown = loft_out_of_office_copy (absence);
  adw_combo_row_set_selected (self->state, absence->state);
  show_times (self, absence);
  adw_preferences_group_set_description (self->inside, describe (inside));
  show_text (self->inside_text, inside);
  show_outside (self, absence);
  update (self);
  self->filling = FALSE;
}

/* ---- building ----------------------------------------------------------------------------- */

static AdwPreferencesGroup *
add_group (LoftOutOfOfficeForm *self, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  gtk_box_append (GTK_BOX (self), group);
  return ADW_PREFERENCES_GROUP (group);
}

/* choices: ended by NULL, untranslated */
static AdwComboRow *
add_choice (LoftOutOfOfficeForm *self, AdwPreferencesGroup *group, const char *title,
            const char *const *choices)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  for (guint i = 0; choices[i] != NULL; i++)
    gtk_string_list_append (list, _ (choices[i]));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  adw_preferences_group_add (group, row);
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (on_changed), self);
  return ADW_COMBO_ROW (row);
}

static LoftTimeRow *
add_time (AdwPreferencesGroup *group, const char *title)
{
  GtkWidget *row = loft_time_row_new (title);

  adw_preferences_group_add (group, row);
  return LOFT_TIME_ROW (row);
}

/* (transfer none) the text view; its card is its parent. */
static GtkWidget *
add_text (LoftOutOfOfficeForm *self, AdwPreferencesGroup *group, const char *label)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_widget_add_css_class (view, "identity-text");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), TEXT_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_widget_set_overflow (scroller, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (scroller, "card");
  adw_preferences_group_add (group, scroller);
  g_signal_connect_swapped (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "changed",
                            G_CALLBACK (on_changed), self);
  return view;
}

static void
loft_out_of_office_form_finalize (GObject *object)
{
  LoftOutOfOfficeForm *self = LOFT_OUT_OF_OFFICE_FORM (object);

  loft_out_of_office_free (self->shown);
  g_time_zone_unref (self->zone);
  G_OBJECT_CLASS (loft_out_of_office_form_parent_class)->finalize (object);
}

static void
loft_out_of_office_form_class_init (LoftOutOfOfficeFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_out_of_office_form_finalize;
  changed_signal = g_signal_new ("changed", LOFT_TYPE_OUT_OF_OFFICE_FORM, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
loft_out_of_office_form_init (LoftOutOfOfficeForm *self)
{
  static const char *const states[] = { N_ ("Off"), N_ ("On"), N_ ("Between Two Times"), NULL };
  static const char *const audiences[] = { N_ ("Nobody"), N_ ("People in My Contacts"),
                                           N_ ("Everyone"), NULL };
  AdwPreferencesGroup *when;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 24);
  self->filling = TRUE;
  self->zone = g_time_zone_new_local ();
  when = add_group (self, "");
  self->state = add_choice (self, when, _ ("Automatic Replies"), states);
  self->start = add_time (when, _ ("From"));
  self->end = add_time (when, _ ("Until"));
  g_signal_connect_swapped (self->start, "changed", G_CALLBACK (on_start_changed), self);
  g_signal_connect_swapped (self->end, "changed", G_CALLBACK (on_changed), self);
  self->inside = add_group (self, _ ("Inside Your Organization"));
  self->inside_text = add_text (self, self->inside, _ ("Reply inside your organization"));
  self->outside = add_group (self, _ ("Outside Your Organization"));
  self->audience = add_choice (self, self->outside, _ ("Reply To"), audiences);
  self->outside_text = add_text (self, self->outside, _ ("Reply outside your organization"));
  self->outside_card = gtk_widget_get_parent (self->outside_text);
  gtk_widget_set_margin_top (self->outside_card, 12);
  self->filling = FALSE;
}

GtkWidget *
loft_out_of_office_form_new (void)
{
  return g_object_new (LOFT_TYPE_OUT_OF_OFFICE_FORM, NULL);
}
