/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-series-dialog.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct {
  LoftSeriesChosen chosen;
  gpointer data;
} Question;

static void
on_response (AdwMessageDialog *dialog, const char *response, Question *question)
{
  static const char *const names[] = { "this", "following", "all" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_str_equal (response, names[i]))
        question->chosen (i, question->data);
    }
}

void
loft_series_dialog_ask (GtkWidget *parent, gboolean removing, LoftSeriesChosen chosen,
                        gpointer data, GDestroyNotify destroy)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (parent));
  GtkWidget *dialog = adw_message_dialog_new (window,
                                              removing ? _ ("Delete a Repeating Event?")
                                                       : _ ("Change a Repeating Event?"),
                                              _ ("This event is one of a series."));
  Question *question = g_new0 (Question, 1);

  question->chosen = chosen;
  question->data = data;
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "all",
                                    _ ("_All Events"), "following", _ ("This and _Following"),
                                    "this", _ ("_This Event Only"), NULL);
  if (removing)
    adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "all",
                                                ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "this");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "question", question, g_free);
  g_object_set_data_full (G_OBJECT (dialog), "asked-for", data, destroy);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), question);
  gtk_window_present (GTK_WINDOW (dialog));
}
