/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the calendar prints, read from a PDF. */

#include "fake-calendar.h"
#include "loft-calendar-pane.h"
#include "loft-calendar-print.h"
#include "loft-clock.h"
#include "loft-month-view.h"
#include "loft-pane.h"
#include "loft-wall.h"
#include "ui-test.h"

#include <glib/gstdio.h>
#include <poppler.h>
#include <string.h>

#define NOW   1795514400 /* 2026-11-24 10:00 UTC, a Tuesday */
#define TODAY (NOW / LOFT_WALL_DAY)

typedef struct {
  FakeCalendar *calendar;
  GtkWidget *pane;
  GtkWindow *window;
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  loft_clock_set_for_test (NOW);
  fixture->folder = g_dir_make_tmp ("loft-print-XXXXXX", NULL);
  fixture->calendar = fake_calendar_new ();
  fake_calendar_fill (fixture->calendar, TODAY);
  fixture->pane = loft_calendar_pane_new (LOFT_CALENDAR_ACTIONS (fixture->calendar));
  gtk_widget_insert_action_group (fixture->pane, "calendar",
                                  loft_pane_get_actions (LOFT_PANE (fixture->pane)));
  fixture->window = ui_test_show (fixture->pane, 1200, 800);
  ui_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->window, gtk_window_destroy);
  ui_test_settle ();
  g_object_unref (fixture->calendar);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  loft_clock_set_for_test (0);
}

static LoftCalendarView *
find_view (GtkWidget *root)
{
  LoftCalendarView *found = NULL;

  if (LOFT_IS_CALENDAR_VIEW (root) && gtk_widget_get_mapped (root) &&
      !g_str_equal (G_OBJECT_TYPE_NAME (root), "LoftMiniMonth"))
    return LOFT_CALENDAR_VIEW (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_view (child);
  return found;
}

/* (transfer full) Its only page. LOFT_TEST_KEEP: a folder where it stays to be looked at. */
static PopplerPage *
print (Fixture *fixture, const char *name)
{
  const char *keep = g_getenv ("LOFT_TEST_KEEP");
  g_autofree char *file = g_strdup_printf ("%s.pdf", name);
  g_autofree char *path = g_build_filename (keep != NULL ? keep : fixture->folder, file, NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autoptr (GtkPrintOperation) operation = NULL;
  PopplerDocument *document = NULL;
  PopplerPage *page = NULL;
  g_autoptr (GError) error = NULL;

  loft_calendar_pane_show_view (LOFT_CALENDAR_PANE (fixture->pane), name);
  ui_test_settle ();
  operation = loft_calendar_print_new (find_view (fixture->pane));
  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT,
                                            fixture->window, &error),
                   ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  document = poppler_document_new_from_file (uri, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (poppler_document_get_n_pages (document), ==, 1);
  if (keep == NULL)
    g_unlink (path);
  page = poppler_document_get_page (document, 0);
  g_object_unref (document);
  return page;
}

/* page: (transfer full) */
static void
check (PopplerPage *page, gboolean landscape, const char *const *words)
{
  g_autofree char *text = poppler_page_get_text (page);
  double width = 0, height = 0;

  poppler_page_get_size (page, &width, &height);
  g_assert_true (landscape == (width > height));
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (text, words[i]) == NULL)
      g_error ("no \"%s\" in: %s", words[i], text);
  g_object_unref (page);
}

static void
test_month (Fixture *fixture, gconstpointer data)
{
  static const char *const words[] = {
    "November 2026", "Monday", "09:00 Stand-up", "Spring fair", "Choir", " more", NULL
  };

  check (print (fixture, "month"), TRUE, words);
}

static void
test_week (Fixture *fixture, gconstpointer data)
{
  static const char *const words[] = { "November 2026", "Tue 24",          "Dentist", "Planning",
                                       "Long weekend",  "Birthday of Jan", NULL };

  check (print (fixture, "week"), TRUE, words);
}

static void
test_day (Fixture *fixture, gconstpointer data)
{
  static const char *const words[] = { "Tue 24 November 2026", "Eva is away", "Dentist",
                                       "Main Street 4", NULL };

  check (print (fixture, "day"), FALSE, words);
}

/* The week of the day. */
static void
test_agenda (Fixture *fixture, gconstpointer data)
{
  static const char *const words[] = { "Tue 24", "Dentist", NULL };

  check (print (fixture, "agenda"), TRUE, words);
}

/* (transfer none) (nullable) */
static GtkWindow *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *each = windows; each != NULL; each = each->next)
    if (g_str_equal (G_OBJECT_TYPE_NAME (each->data), "GtkPrintUnixDialog") &&
        gtk_widget_get_mapped (each->data))
      return each->data;
  return NULL;
}

static gboolean
is_dialog_there (gpointer unused)
{
  return find_dialog () != NULL;
}

static gboolean
is_gone (GtkWidget **pane)
{
  return *pane == NULL;
}

/* Nothing is held when no printer is chosen. */
static void
test_given_up (Fixture *fixture, gconstpointer data)
{
  g_assert_true (gtk_widget_activate_action (fixture->pane, "calendar.print", NULL));
  ui_test_wait (is_dialog_there, NULL);
  gtk_dialog_response (GTK_DIALOG (find_dialog ()), GTK_RESPONSE_CANCEL);
  g_object_add_weak_pointer (G_OBJECT (fixture->pane), (gpointer *) &fixture->pane);
  ui_test_settle ();
  g_clear_pointer (&fixture->window, gtk_window_destroy);
  ui_test_wait_for (is_gone, &fixture->pane);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, function)                                                                        \
  g_test_add ("/calendar-print/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("month", test_month);
  ADD ("week", test_week);
  ADD ("day", test_day);
  ADD ("agenda", test_agenda);
  ADD ("given-up", test_given_up);
  return g_test_run ();
}
