/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-choices.h"

#include "config.h"

#include <glib/gi18n.h>

/* A row has its values beside its words: a setting made elsewhere is one more of them. */
#define VALUES_KEY "loft-values"

static GArray *
begin (AdwComboRow *row, GtkStringList **words)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (gint));

  *words = gtk_string_list_new (NULL);
  g_object_set_data_full (G_OBJECT (row), VALUES_KEY, values, (GDestroyNotify) g_array_unref);
  return values;
}

static void
show_numbers (AdwComboRow *row, const gint *numbers, const char *const *words, guint n, gint value,
              const char *other)
{
  g_autoptr (GtkStringList) list = NULL;
  GArray *values = begin (row, &list);
  guint selected = n;

  for (guint i = 0; i < n; i++)
    {
      g_array_append_val (values, numbers[i]);
      gtk_string_list_append (list, _ (words[i]));
      if (numbers[i] == value)
        selected = i;
    }
  if (selected == n)
    {
      g_array_append_val (values, value);
      gtk_string_list_append (list, other);
    }
  adw_combo_row_set_model (row, G_LIST_MODEL (list));
  adw_combo_row_set_selected (row, selected);
}

static gint
number_of (AdwComboRow *row)
{
  GArray *values = g_object_get_data (G_OBJECT (row), VALUES_KEY);

  return g_array_index (values, gint, MIN (adw_combo_row_get_selected (row), values->len - 1));
}

void
loft_account_choices_show_window (AdwComboRow *row, gint days)
{
  static const gint numbers[] = { 0, 30, 90, 365, 1095, -1 };
  static const char *const words[] = { N_ ("Headers Only"), N_ ("30 Days"), N_ ("3 Months"),
                                       N_ ("A Year"),       N_ ("3 Years"), N_ ("Everything") };
  g_autofree char *other = g_strdup_printf (ngettext ("%d Day", "%d Days", days), days);

  show_numbers (row, numbers, words, G_N_ELEMENTS (numbers), days, other);
}

gint
loft_account_choices_get_window (AdwComboRow *row)
{
  return number_of (row);
}

void
loft_account_choices_show_check (AdwComboRow *row, gint minutes)
{
  static const gint numbers[] = { 5, 10, 15, 30, 60 };
  static const char *const words[] = { N_ ("5 Minutes"), N_ ("10 Minutes"), N_ ("15 Minutes"),
                                       N_ ("30 Minutes"), N_ ("Hour") };
  g_autofree char *other = g_strdup_printf (ngettext ("%d Minute", "%d Minutes", minutes), minutes);

  show_numbers (row, numbers, words, G_N_ELEMENTS (numbers), minutes, other);
}

gint
loft_account_choices_get_check (AdwComboRow *row)
{
  return number_of (row);
}

void
loft_account_choices_show_notify (AdwComboRow *row, LoftNotify notify)
{
  static const gint numbers[] = { LOFT_NOTIFY_INBOX, LOFT_NOTIFY_ALL, LOFT_NOTIFY_NEVER };
  static const char *const words[] = { N_ ("New Mail in the Inbox"), N_ ("New Mail in Any Folder"),
                                       N_ ("Nothing") };

  show_numbers (row, numbers, words, G_N_ELEMENTS (numbers), (gint) notify, "");
}

LoftNotify
loft_account_choices_get_notify (AdwComboRow *row)
{
  return (LoftNotify) number_of (row);
}

void
loft_account_choices_show_removal (AdwComboRow *row, LoftRemovalKind kind)
{
  static const gint numbers[] = {
    LOFT_REMOVAL_NEVER,         LOFT_REMOVAL_AFTER_DAYS,     LOFT_REMOVAL_WHEN_DELETED,
    LOFT_REMOVAL_WHEN_MOVED,    LOFT_REMOVAL_KEEP_MESSAGES,  LOFT_REMOVAL_KEEP_MEGABYTES,
    LOFT_REMOVAL_AT_ONCE,
  };
  static const char *const words[] = {
    N_ ("Never"),
    N_ ("After Some Days"),
    N_ ("When Deleted Here"),
    N_ ("When Moved Elsewhere"),
    N_ ("All but the Newest"),
    N_ ("What Exceeds a Size"),
    N_ ("At Once"),
  };

  show_numbers (row, numbers, words, G_N_ELEMENTS (numbers), (gint) kind, "");
}

LoftRemovalKind
loft_account_choices_get_removal (AdwComboRow *row)
{
  return (LoftRemovalKind) number_of (row);
}

void
loft_account_choices_show_largest (AdwComboRow *row, gint limit)
{
  static const gint numbers[] = { 0, 100, 1000, 10000 };
  static const char *const words[] = { N_ ("Always"), N_ ("Up to 100 kB"), N_ ("Up to 1 MB"),
                                       N_ ("Up to 10 MB") };
  g_autofree char *other = g_strdup_printf (_ ("Up to %d kB"), limit);

  show_numbers (row, numbers, words, G_N_ELEMENTS (numbers), limit, other);
}

gint
loft_account_choices_get_largest (AdwComboRow *row)
{
  return number_of (row);
}

/* Mechanisms are called by their names everywhere. */
static const char *const mechanisms[] = { "",        "SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5",
                                          "PLAIN",   "LOGIN",         "OAUTHBEARER", "XOAUTH2",
                                          "EXTERNAL" };

void
loft_account_choices_show_auth (AdwComboRow *row, const char *auth)
{
  gint numbers[G_N_ELEMENTS (mechanisms)];
  const char *words[G_N_ELEMENTS (mechanisms)];
  gint value = (gint) G_N_ELEMENTS (mechanisms);

  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    {
      numbers[i] = (gint) i;
      words[i] = i == 0 ? N_ ("Best the Server Offers") : mechanisms[i];
      if (g_ascii_strcasecmp (mechanisms[i], auth) == 0)
        value = (gint) i;
    }
  g_object_set_data_full (G_OBJECT (row), "loft-auth", g_strdup (auth), g_free);
  show_numbers (row, numbers, words, G_N_ELEMENTS (numbers), value, auth);
}

const char *
loft_account_choices_get_auth (AdwComboRow *row)
{
  gint value = number_of (row);

  return value < (gint) G_N_ELEMENTS (mechanisms)
           ? mechanisms[value]
           : (const char *) g_object_get_data (G_OBJECT (row), "loft-auth");
}

void
loft_account_choices_show_months (AdwComboRow *row, gint months)
{
  static const gint numbers[] = { 3, 6, 12, 24, 36, 60, 120 };
  static const char *const words[] = { N_ ("3 Months"), N_ ("6 Months"), N_ ("A Year"),
                                       N_ ("2 Years"),  N_ ("3 Years"),  N_ ("5 Years"),
                                       N_ ("10 Years") };
  g_autofree char *other =
    g_strdup_printf (ngettext ("%d Month", "%d Months", (gulong) months), months);

  show_numbers (row, numbers, words, G_N_ELEMENTS (numbers), months, other);
}

gint
loft_account_choices_get_months (AdwComboRow *row)
{
  return number_of (row);
}

void
loft_account_choices_show_archive (AdwComboRow *row, LoftArchivePlace place, gboolean elsewhere)
{
  static const gint numbers[] = { LOFT_ARCHIVE_TO_ARCHIVE, LOFT_ARCHIVE_TO_YEARS,
                                  LOFT_ARCHIVE_TO_LOCAL };
  static const char *const words[] = { N_ ("Archive"), N_ ("Archive, by Year"),
                                       N_ ("On This Computer") };
  guint n = elsewhere ? 3 : 2;

  if (!elsewhere && place == LOFT_ARCHIVE_TO_LOCAL)
    place = LOFT_ARCHIVE_TO_ARCHIVE;
  show_numbers (row, numbers, words, n, (gint) place, "");
}

LoftArchivePlace
loft_account_choices_get_archive (AdwComboRow *row)
{
  return (LoftArchivePlace) number_of (row);
}
