/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-settings.h"
#include "loft-shortcuts.h"

/* Typing wins over every single key, also in an entry that lets a key pass. */
static gboolean
takes_text (GtkWidget *focus)
{
  if (focus == NULL)
    return FALSE;
  if (GTK_IS_EDITABLE (focus))
    return gtk_editable_get_editable (GTK_EDITABLE (focus));
  return GTK_IS_TEXT_VIEW (focus) && gtk_text_view_get_editable (GTK_TEXT_VIEW (focus));
}

static gboolean
on_single_key (GtkWidget *window, GVariant *args, gpointer action)
{
  if (takes_text (gtk_window_get_focus (GTK_WINDOW (window))))
    return FALSE;
  return gtk_widget_activate_action (window, action, NULL);
}

static void
update_phase (GtkEventController *controller)
{
  gboolean on = loft_settings_get_boolean (LOFT_SETTING_SINGLE_KEYS, FALSE);

  /* Bubbling: what has the focus is asked first. */
  gtk_event_controller_set_propagation_phase (controller, on ? GTK_PHASE_BUBBLE : GTK_PHASE_NONE);
}

void
loft_shortcuts_add_single_keys (GtkWindow *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  guint n_shortcuts = 0;
  const LoftShortcut *shortcuts = loft_shortcuts_get (&n_shortcuts);

  for (guint i = 0; i < n_shortcuts; i++)
    {
      if (shortcuts[i].single == NULL)
        continue;
      gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (shortcuts[i].single),
                          gtk_callback_action_new (on_single_key, (gpointer) shortcuts[i].action,
                                                   NULL)));
    }
  update_phase (controller);
  loft_settings_follow (LOFT_SETTING_SINGLE_KEYS, G_CALLBACK (update_phase), controller);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
}
