/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-date.h"

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#define LEAP_YEAR 2000

struct _LoftContactDate {
  GtkWidget parent_instance;

  GtkWidget *day;
  GtkWidget *month;
  GtkWidget *year;
};

G_DEFINE_FINAL_TYPE (LoftContactDate, loft_contact_date, GTK_TYPE_WIDGET)

typedef struct {
  int year; /* 0: none */
  int month;
  int day;
} Day;

static gboolean
is_day (const Day *day)
{
  return day->year >= 0 && day->year <= 9999 && day->month >= 1 && day->month <= 12 &&
         day->day >= 1 &&
         day->day <= g_date_get_days_in_month ((GDateMonth) day->month,
                                               (GDateYear) (day->year > 0 ? day->year : LEAP_YEAR));
}

static gboolean
read_day (const char *text, Day *day)
{
  int end = 0;

  *day = (Day){ 0 };
  if (sscanf (text, "--%2d-%2d%n", &day->month, &day->day, &end) == 2 && text[end] == '\0')
    return is_day (day);
  *day = (Day){ 0 };
  return sscanf (text, "%4d-%2d-%2d%n", &day->year, &day->month, &day->day, &end) == 3 &&
         text[end] == '\0' && day->year > 0 && is_day (day);
}

gboolean
loft_contact_date_fits (const char *text)
{
  Day day;

  return *text == '\0' || read_day (text, &day);
}

/* -1: no number. */
static int
read_number (GtkWidget *entry)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry)));
  guint64 number = 0;

  if (*g_strstrip (text) == '\0')
    return 0;
  return g_ascii_string_to_unsigned (text, 10, 1, 9999, &number, NULL) ? (int) number : -1;
}

static Day
get_day (LoftContactDate *self)
{
  Day day = { read_number (self->year),
              (int) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->month)),
              read_number (self->day) };

  return day;
}

static gboolean
is_empty (const Day *day)
{
  return day->year == 0 && day->month == 0 && day->day == 0;
}

char *
loft_contact_date_dup (LoftContactDate *self)
{
  Day day = get_day (self);

  if (is_empty (&day) || !is_day (&day))
    return g_strdup ("");
  return day.year > 0 ? g_strdup_printf ("%04d-%02d-%02d", day.year, day.month, day.day)
                      : g_strdup_printf ("--%02d-%02d", day.month, day.day);
}

gboolean
loft_contact_date_is_valid (LoftContactDate *self)
{
  Day day = get_day (self);

  return is_empty (&day) || is_day (&day);
}

static void
on_changed (LoftContactDate *self)
{
  gboolean is_valid = loft_contact_date_is_valid (self);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_valid)
      gtk_widget_remove_css_class (child, "error");
    else
      gtk_widget_add_css_class (child, "error");
  g_signal_emit_by_name (self, "changed");
}

static void
loft_contact_date_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (loft_contact_date_parent_class)->dispose (object);
}

static void
loft_contact_date_class_init (LoftContactDateClass *class)
{
  G_OBJECT_CLASS (class)->dispose = loft_contact_date_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
  g_signal_new ("changed", LOFT_TYPE_CONTACT_DATE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static GtkWidget *
add_number (LoftContactDate *self, const char *name, int width)
{
  GtkWidget *entry = gtk_entry_new ();

  g_object_set (entry, "width-chars", width, "max-width-chars", width, "max-length", width,
                "placeholder-text", name, "input-purpose", GTK_INPUT_PURPOSE_DIGITS, "valign",
                GTK_ALIGN_CENTER, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_parent (entry, GTK_WIDGET (self));
  return entry;
}

static GtkWidget *
add_months (LoftContactDate *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *months;

  gtk_string_list_append (names, _ ("Month"));
  for (int month = 1; month <= 12; month++)
    {
      g_autoptr (GDateTime) first = g_date_time_new_utc (LEAP_YEAR, month, 1, 0, 0, 0);
      g_autofree char *name = g_date_time_format (first, "%Ob");

      gtk_string_list_append (names, name);
    }
  months = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL);
  gtk_widget_set_valign (months, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (months), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Month"), -1);
  gtk_widget_set_parent (months, GTK_WIDGET (self));
  return months;
}

static void
loft_contact_date_init (LoftContactDate *self)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                              6);
  self->day = add_number (self, _ ("Day"), 3);
  self->month = add_months (self);
  self->year = add_number (self, _ ("Year"), 4);
}

static void
show_number (GtkWidget *entry, int number)
{
  g_autofree char *text = g_strdup_printf ("%d", number);

  gtk_editable_set_text (GTK_EDITABLE (entry), number > 0 ? text : "");
}

LoftContactDate *
loft_contact_date_new (const char *text)
{
  LoftContactDate *self = g_object_new (LOFT_TYPE_CONTACT_DATE, NULL);
  Day day = { 0 };

  if (*text != '\0' && read_day (text, &day))
    {
      show_number (self->day, day.day);
      show_number (self->year, day.year);
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->month), (guint) day.month);
    }
  g_signal_connect_swapped (self->day, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->year, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->month, "notify::selected", G_CALLBACK (on_changed), self);
  return self;
}
