/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-category-dialog.h"

#include "config.h"
#include "loft-account-color.h"
#include "loft-category-look.h"
#include "loft-color-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct {
  AdwMessageDialog *dialog; /* (borrowed) */
  GtkEditable *name;
  LoftColorRow *color;
  GtkLabel *note;
  LoftCategoryFunc done;
  gpointer user_data;
  GDestroyNotify data_free;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  if (question->data_free != NULL)
    question->data_free (question->user_data);
  g_free (question);
}

/* Under the name that is shown, too. */
static LoftCategory *
find_shown (const char *name)
{
  GListModel *list = G_LIST_MODEL (loft_category_look_get_list ());
  g_autofree char *wanted = g_utf8_casefold (name, -1);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (LoftCategory) category = g_list_model_get_item (list, i);
      g_autofree char *folded = g_utf8_casefold (loft_category_look_name (category), -1);

      if (g_str_equal (folded, wanted))
        return category;
    }
  return loft_categories_find_name (loft_category_look_get_list (), name);
}

char *
loft_category_dialog_find_objection (const char *name, LoftCategory *except)
{
  LoftCategory *same = find_shown (name);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (loft_category_look_get_list ()));

  if (same != NULL && same != except)
    return g_strdup (_ ("There is a category of this name."));
  if (except == NULL && n >= LOFT_CATEGORIES_MAX)
    return g_strdup_printf (_ ("There are %d categories already. Remove one first."), (int) n);
  return NULL;
}

static char *
read_name (Question *question)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (question->name)));
}

static void
on_typed (Question *question)
{
  g_autofree char *name = read_name (question);
  g_autofree char *objection = loft_category_dialog_find_objection (name, NULL);

  gtk_label_set_text (question->note, objection != NULL ? objection : "");
  gtk_widget_set_visible (GTK_WIDGET (question->note), objection != NULL);
  adw_message_dialog_set_response_enabled (question->dialog, "add",
                                           name[0] != '\0' && objection == NULL);
}

static void
on_response (AdwMessageDialog *dialog, const char *response, Question *question)
{
  g_autofree char *name = read_name (question);
  g_autoptr (GError) error = NULL;
  LoftCategory *category = NULL;

  if (!g_str_equal (response, "add"))
    return;
  category = loft_categories_add (loft_category_look_get_list (), name,
                                  loft_color_row_get_color (question->color), NULL, &error);
  if (category != NULL)
    question->done (category, question->user_data);
  else
    g_warning ("The category is not kept: %s", error->message);
}

/* One that few categories have yet. */
static const char *
choose_color (void)
{
  const char *const *palette = loft_account_color_palette ();
  guint n = g_list_model_get_n_items (G_LIST_MODEL (loft_category_look_get_list ()));

  return palette[n % g_strv_length ((char **) palette)];
}

static GtkWidget *
new_content (Question *question)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *rows = gtk_list_box_new ();
  GtkWidget *name = adw_entry_row_new ();
  GtkWidget *note = gtk_label_new (NULL);

  question->name = GTK_EDITABLE (name);
  question->color = g_object_new (LOFT_TYPE_COLOR_ROW, NULL);
  question->note = GTK_LABEL (note);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (name), _ ("Name"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (name), TRUE);
  g_signal_connect_swapped (name, "changed", G_CALLBACK (on_typed), question);
  loft_color_row_set_color (question->color, choose_color ());
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (rows), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (rows, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (rows), name);
  gtk_list_box_append (GTK_LIST_BOX (rows), GTK_WIDGET (question->color));
  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_widget_add_css_class (note, "caption");
  gtk_widget_add_css_class (note, "warning");
  gtk_box_append (GTK_BOX (box), rows);
  gtk_box_append (GTK_BOX (box), note);
  return box;
}

void
loft_category_dialog_present (GtkWidget *parent, LoftCategoryFunc done, gpointer user_data,
                              GDestroyNotify data_free)
{
  Question *question = g_new0 (Question, 1);
  GtkWidget *dialog =
    adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (parent)), _ ("New Category"), NULL);

  question->done = done;
  question->user_data = user_data;
  question->data_free = data_free;
  question->dialog = ADW_MESSAGE_DIALOG (dialog);
  adw_message_dialog_add_responses (question->dialog, "cancel", _ ("_Cancel"), "add", _ ("_Add"),
                                    NULL);
  adw_message_dialog_set_response_appearance (question->dialog, "add", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (question->dialog, "add");
  adw_message_dialog_set_close_response (question->dialog, "cancel");
  adw_message_dialog_set_extra_child (question->dialog, new_content (question));
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), question, question_free, 0);
  on_typed (question);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (GTK_WIDGET (question->name));
}
