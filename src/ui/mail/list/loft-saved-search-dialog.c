/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-saved-search-dialog.h"

#include "config.h"
#include "loft-search-note.h"
#include "loft-search-words.h"
#include "loft-sidebar-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct {
  char *account;
  char *folder;
} Place;

/* What is asked for; the data of the dialog. */
typedef struct {
  LoftSavedSearches *searches;
  LoftSavedSearch *search; /* (nullable) the one that is edited */
  char *query; /* of a new one */
  GArray *places; /* of Place, in the order of the choice */
  AdwMessageDialog *dialog; /* (borrowed) */
  GtkEditable *name;
  GtkEditable *words; /* (nullable) */
  AdwComboRow *place; /* (nullable) */
  GtkLabel *note;
  LoftSavedSearchFunc done;
  gpointer user_data;
  GDestroyNotify data_free;
} Question;

static void
place_clear (gpointer data)
{
  Place *place = data;

  g_free (place->account);
  g_free (place->folder);
}

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  if (question->data_free != NULL)
    question->data_free (question->user_data);
  g_object_unref (question->searches);
  g_clear_object (&question->search);
  g_array_unref (question->places);
  g_free (question->query);
  g_free (question);
}

static void
add_place (Question *question, const char *account, const char *folder)
{
  Place place = { g_strdup (account), g_strdup (folder) };

  g_array_append_val (question->places, place);
}

static Question *
new_question (LoftSavedSearches *searches, LoftSavedSearchFunc done, gpointer user_data,
              GDestroyNotify data_free)
{
  Question *question = g_new0 (Question, 1);

  question->searches = g_object_ref (searches);
  question->places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_array_set_clear_func (question->places, place_clear);
  question->done = done;
  question->user_data = user_data;
  question->data_free = data_free;
  return question;
}

/* ---- answers ------------------------------------------------------------------------------ */

static char *
stripped (GtkEditable *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (entry)));
}

/* (transfer full) fields may be called as the interface calls them. */
static char *
read_query (Question *question)
{
  g_autofree char *typed = NULL;

  if (question->words == NULL)
    return g_strdup (question->query);
  typed = stripped (question->words);
  return loft_search_words_to_query (typed);
}

/* (transfer full) (nullable) what to think of before it is saved. */
static char *
find_objection (Question *question, const char *name, const char *query)
{
  g_autoptr (LoftSearchQuery) parsed = loft_search_query_parse (query);
  LoftSavedSearch *same = loft_saved_searches_find_name (question->searches, name);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (question->searches));
  char *problem = loft_search_note_new_for_problems (parsed);

  if (problem != NULL)
    return problem;
  if (same != NULL && same != question->search)
    return g_strdup (_ ("There is a search of this name. It will be replaced."));
  if (question->search == NULL && same == NULL && n >= LOFT_SAVED_SEARCHES_MAX)
    return g_strdup_printf (_ ("There are %d saved searches already. Remove one first."), (int) n);
  return NULL;
}

static gboolean
is_full (Question *question, const char *name)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (question->searches));

  return question->search == NULL && n >= LOFT_SAVED_SEARCHES_MAX &&
         loft_saved_searches_find_name (question->searches, name) == NULL;
}

static void
on_typed (Question *question)
{
  g_autofree char *name = stripped (question->name);
  g_autofree char *query = read_query (question);
  g_autofree char *objection = find_objection (question, name, query);

  gtk_label_set_text (question->note, objection != NULL ? objection : "");
  gtk_widget_set_visible (GTK_WIDGET (question->note), objection != NULL);
  adw_message_dialog_set_response_enabled (question->dialog, "save",
                                           name[0] != '\0' && query[0] != '\0' &&
                                             !is_full (question, name));
}

static LoftSavedSearch *
save (Question *question, GError **error)
{
  g_autofree char *name = stripped (question->name);
  g_autofree char *query = read_query (question);
  guint at = question->place != NULL ? adw_combo_row_get_selected (question->place) : 0;
  const Place *place = &g_array_index (question->places, Place, at);

  if (question->search == NULL)
    return loft_saved_searches_add (question->searches, name, query, place->account, place->folder,
                                    error);
  if (!loft_saved_searches_change (question->searches, question->search, name, query,
                                   place->account, place->folder, error))
    return NULL;
  return loft_saved_searches_find (question->searches, loft_saved_search_get_id (question->search));
}

static void
on_response (AdwMessageDialog *dialog, const char *response, Question *question)
{
  g_autoptr (GError) error = NULL;
  LoftSavedSearch *saved = NULL;

  if (!g_str_equal (response, "save"))
    return;
  saved = save (question, &error);
  if (saved == NULL)
    g_warning ("The search is not saved: %s", error->message);
  question->done (saved, question->user_data);
}

/* ---- the dialog --------------------------------------------------------------------------- */

static GtkEditable *
add_entry (Question *question, GtkListBox *rows, const char *title, const char *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (on_typed), question);
  gtk_list_box_append (rows, row);
  return GTK_EDITABLE (row);
}

static GtkListBox *
add_rows (Question *question)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *rows = gtk_list_box_new ();
  GtkWidget *note = gtk_label_new (NULL);

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (rows), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (rows, "boxed-list");
  gtk_box_append (GTK_BOX (box), rows);
  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_label_set_width_chars (GTK_LABEL (note), 30);
  gtk_label_set_max_width_chars (GTK_LABEL (note), 40);
  gtk_widget_add_css_class (note, "caption");
  gtk_widget_add_css_class (note, "warning");
  gtk_box_append (GTK_BOX (box), note);
  question->note = GTK_LABEL (note);
  adw_message_dialog_set_extra_child (question->dialog, box);
  return GTK_LIST_BOX (rows);
}

static GtkListBox *
new_dialog (Question *question, GtkWidget *parent, const char *title, const char *body)
{
  GtkWidget *dialog =
    adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (parent)), title, body);

  question->dialog = ADW_MESSAGE_DIALOG (dialog);
  adw_message_dialog_add_responses (question->dialog, "cancel", _ ("_Cancel"), "save", _ ("_Save"),
                                    NULL);
  adw_message_dialog_set_response_appearance (question->dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (question->dialog, "save");
  adw_message_dialog_set_close_response (question->dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), question, question_free, 0);
  return add_rows (question);
}

static void
present (Question *question)
{
  on_typed (question);
  gtk_window_present (GTK_WINDOW (question->dialog));
  gtk_widget_grab_focus (GTK_WIDGET (question->name));
}

void
loft_saved_search_dialog_save (GtkWidget *parent, LoftSavedSearches *searches, const char *query,
                               const char *account, const char *folder, LoftSavedSearchFunc done,
                               gpointer user_data, GDestroyNotify data_free)
{
  Question *question = new_question (searches, done, user_data, data_free);
  GtkListBox *rows = new_dialog (question, parent, _ ("Save Search"),
                                 _ ("It is shown in the sidebar and stays up to date."));

  question->query = g_strdup (query);
  add_place (question, account, folder);
  question->name = add_entry (question, rows, _ ("Name"), query);
  present (question);
}

/* The places of a search: everywhere, an account, and the folder that it was made in. */
static void
add_places (Question *question, LoftService *service, GtkStringList *names)
{
  GListModel *accounts = loft_service_get_accounts (service);
  const char *folder = loft_saved_search_get_folder (question->search);

  add_place (question, "", "");
  gtk_string_list_append (names, _ ("All Accounts"));
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      const char *id = loft_mail_account_get_account (account)->id;
      const char *name = loft_mail_account_get_name (account);

      if (!loft_account_kind_has_mail (loft_mail_account_get_account (account)->kind))
        continue;
      add_place (question, id, "");
      gtk_string_list_append (names, name);
      if (folder[0] != '\0' && g_str_equal (id, loft_saved_search_get_account (question->search)))
        {
          /* Translators: account, path of a folder in it */
          g_autofree char *both = g_strdup_printf (_ ("%1$s: %2$s"), name, folder);

          add_place (question, id, folder);
          gtk_string_list_append (names, both);
        }
    }
}

static guint
find_place (Question *question)
{
  for (guint i = question->places->len; i > 0; i--)
    {
      const Place *place = &g_array_index (question->places, Place, i - 1);

      if (g_str_equal (place->account, loft_saved_search_get_account (question->search)) &&
          g_str_equal (place->folder, loft_saved_search_get_folder (question->search)))
        return i - 1;
    }
  return 0;
}

static void
add_place_row (Question *question, GtkListBox *rows, LoftService *service)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *row = adw_combo_row_new ();

  question->place = ADW_COMBO_ROW (row);
  add_places (question, service, names);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Search In"));
  adw_combo_row_set_model (question->place, G_LIST_MODEL (names));
  adw_combo_row_set_selected (question->place, find_place (question));
  gtk_list_box_append (rows, row);
}

void
loft_saved_search_dialog_edit (GtkWidget *parent, LoftSavedSearches *searches,
                               LoftSavedSearch *search, LoftService *service,
                               LoftSavedSearchFunc done, gpointer user_data,
                               GDestroyNotify data_free)
{
  Question *question = new_question (searches, done, user_data, data_free);
  GtkListBox *rows = new_dialog (question, parent, _ ("Edit Search"), NULL);

  question->search = g_object_ref (search);
  question->name = add_entry (question, rows, _ ("Name"), loft_saved_search_get_name (search));
  question->words =
    add_entry (question, rows, _ ("Search For"), loft_saved_search_get_query (search));
  add_place_row (question, rows, service);
  present (question);
}
