/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-picture-dialog.h"

#include "config.h"
#include "loft-draft-picture.h"

#include <adwaita.h>
#include <glib/gi18n.h>

static const struct {
  guint longest; /* pixels; 0: as they were */
  const char *label;
} sizes[] = {
  { 0, N_ ("Original") },
  { 2048, N_ ("Large") },
  { 1280, N_ ("Medium") },
  { 800, N_ ("Small") },
};

#define N_SIZES G_N_ELEMENTS (sizes)
#define USUAL   1

/* The data of the dialog. */
typedef struct {
  AdwMessageDialog *dialog; /* (borrowed) */
  LoftDraftAttachments *attachments;
  GPtrArray *originals; /* of LoftDraftPart */
  GPtrArray *scaled[N_SIZES]; /* (nullable) until they are made */
  AdwActionRow *rows[N_SIZES];
  GtkCheckButton *checks[N_SIZES];
  GCancellable *cancellable;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_cancellable_cancel (question->cancellable);
  g_object_unref (question->cancellable);
  for (guint i = 0; i < N_SIZES; i++)
    g_clear_pointer (&question->scaled[i], g_ptr_array_unref);
  g_ptr_array_unref (question->originals);
  g_object_unref (question->attachments);
  g_free (question);
}

static guint
chosen (Question *question)
{
  for (guint i = 0; i < N_SIZES; i++)
    if (gtk_check_button_get_active (question->checks[i]))
      return i;
  return 0;
}

static void
update (Question *question)
{
  adw_message_dialog_set_response_enabled (question->dialog, "use",
                                           question->scaled[chosen (question)] != NULL);
}

static guint64
weigh (GPtrArray *parts)
{
  guint64 size = 0;

  for (guint i = 0; i < parts->len; i++)
    size += g_bytes_get_size (((LoftDraftPart *) g_ptr_array_index (parts, i))->data);
  return size;
}

/* parts: (transfer full) */
static void
take (Question *question, guint i, GPtrArray *parts)
{
  g_autofree char *weight = g_format_size (weigh (parts));
  g_autofree char *text =
    sizes[i].longest == 0
      ? g_strdup (weight)
      /* Translators: the longer side of pictures in pixels, what all of them weigh. */
      : g_strdup_printf (_ ("at most %1$u pixels, %2$s"), sizes[i].longest, weight);

  question->scaled[i] = parts;
  adw_action_row_set_subtitle (question->rows[i], text);
  update (question);
}

static void make_next (Question *question, guint i);

typedef struct {
  Question *question; /* gone when it was cancelled */
  guint i;
} Making;

static void
on_scaled (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Making *making = data;
  GPtrArray *parts = loft_draft_picture_scale_finish (result, NULL);

  if (parts == NULL)
    return;
  take (making->question, making->i, parts);
  make_next (making->question, making->i + 1);
}

/* One after the other: each is shown as soon as it is known. */
static void
make_next (Question *question, guint i)
{
  Making *making = NULL;

  if (i >= N_SIZES)
    return;
  making = g_new0 (Making, 1);
  making->question = question;
  making->i = i;
  loft_draft_picture_scale_async (question->originals, sizes[i].longest, question->cancellable,
                                  on_scaled, making);
}

static void
on_response (AdwMessageDialog *dialog, const char *response, Question *question)
{
  guint i = chosen (question);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  if (g_str_equal (response, "use") && question->scaled[i] != NULL)
    loft_draft_attachments_replace_pictures (question->attachments, question->originals,
                                             question->scaled[i]);
}

static void
add_row (Question *question, GtkListBox *list, guint i)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  question->rows[i] = ADW_ACTION_ROW (row);
  question->checks[i] = GTK_CHECK_BUTTON (check);
  gtk_check_button_set_group (question->checks[i], i > 0 ? question->checks[0] : NULL);
  gtk_check_button_set_active (question->checks[i], i == USUAL);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (sizes[i].label), -1);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (update), question);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (sizes[i].label));
  adw_action_row_set_subtitle (question->rows[i], _ ("Being measured…"));
  adw_action_row_add_prefix (question->rows[i], check);
  adw_action_row_set_activatable_widget (question->rows[i], check);
  gtk_list_box_append (list, row);
}

static void
add_rows (Question *question)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_size_request (list, 280, -1);
  for (guint i = 0; i < N_SIZES; i++)
    add_row (question, GTK_LIST_BOX (list), i);
  adw_message_dialog_set_extra_child (question->dialog, list);
}

void
loft_picture_dialog_present (LoftDraftAttachments *attachments)
{
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (attachments), GTK_TYPE_WINDOW);
  Question *question = g_new0 (Question, 1);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), _ ("Scale Pictures"),
                                              _ ("The files on this computer stay as they are."));

  question->dialog = ADW_MESSAGE_DIALOG (dialog);
  question->attachments = g_object_ref (attachments);
  question->originals = loft_draft_attachments_get_pictures (attachments);
  question->cancellable = g_cancellable_new ();
  adw_message_dialog_add_responses (question->dialog, "cancel", _ ("_Cancel"), "use",
                                    _ ("_Use This Size"), NULL);
  adw_message_dialog_set_response_appearance (question->dialog, "use", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (question->dialog, "use");
  adw_message_dialog_set_close_response (question->dialog, "cancel");
  add_rows (question);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), question, question_free, 0);
  take (question, 0, g_ptr_array_ref (question->originals));
  make_next (question, 1);
  gtk_window_present (GTK_WINDOW (dialog));
}
