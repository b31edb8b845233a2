/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-policy-window.h"

#include "config.h"
#include "loft-error-text.h"
#include "loft-policy-text.h"
#include "loft-sensitive.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

struct _LoftPolicyWindow {
  AdwWindow parent;

  LoftMailAccount *account;
  LoftPolicy *policy;

  GtkHeaderBar *header;
  AdwWindowTitle *title;
  GtkWidget *not_now;
  GtkWidget *accept;
  AdwPreferencesGroup *introduction;
  AdwPreferencesGroup *kept;
  AdwPreferencesGroup *person;
  AdwPreferencesGroup *not_kept;
  GtkWidget *confirm_row;
  GtkSwitch *confirm;
};

G_DEFINE_FINAL_TYPE (LoftPolicyWindow, loft_policy_window, ADW_TYPE_WINDOW)

/* ---- the demands -------------------------------------------------------------------------- */

static const char *
icon_for (LoftPolicyHonour honour)
{
  switch (honour)
    {
    case LOFT_POLICY_KEPT:
      return "emblem-ok-symbolic";
    case LOFT_POLICY_PERSON:
      return "computer-symbolic";
    case LOFT_POLICY_NOT_KEPT:
    default:
      return "dialog-warning-symbolic";
    }
}

static GtkWidget *
new_row (const LoftPolicyDemand *demand)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_for (demand->honour));
  g_autofree char *title = loft_policy_text_describe (demand);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), loft_policy_text_remark (demand));
  gtk_widget_add_css_class (icon, demand->honour == LOFT_POLICY_NOT_KEPT ? "warning" : "dim-label");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  return row;
}

static void
fill (LoftPolicyWindow *self, AdwPreferencesGroup *group, LoftPolicyHonour honour)
{
  guint n_rows = 0;

  for (guint i = 0; i < self->policy->demands->len; i++)
    {
      const LoftPolicyDemand *demand = &g_array_index (self->policy->demands, LoftPolicyDemand, i);

      if (demand->honour != honour)
        continue;
      adw_preferences_group_add (group, new_row (demand));
      n_rows++;
    }
  gtk_widget_set_visible (GTK_WIDGET (group), n_rows > 0);
}

/* The last word of its group. */
static void
move_confirmation (LoftPolicyWindow *self)
{
  g_object_ref (self->confirm_row);
  adw_preferences_group_remove (self->person, self->confirm_row);
  adw_preferences_group_add (self->person, self->confirm_row);
  g_object_unref (self->confirm_row);
}

static const char *
introduce (LoftPolicyState state, LoftPolicyAnswer answer)
{
  switch (state)
    {
    case LOFT_POLICY_STATE_WAITING:
      return _ ("The server gives nothing to this computer before its rules are accepted.");
    case LOFT_POLICY_STATE_NOT_ENOUGH:
      return _ ("The server does not take it that some of its rules are not kept here. Accept them "
                "again when all are, or ask the organisation to allow it.");
    default:
      return answer == LOFT_POLICY_ANSWER_ALL
               ? _ ("You have accepted these rules. The server was told that all are kept.")
               : _ ("You have accepted these rules. The server was told that some are not kept.");
    }
}

static void
show (LoftPolicyWindow *self, LoftPolicyState state, LoftPolicyAnswer answer)
{
  gboolean waits = state != LOFT_POLICY_STATE_ACCEPTED;

  adw_window_title_set_subtitle (self->title, loft_mail_account_get_name (self->account));
  adw_preferences_group_set_description (self->introduction, introduce (state, answer));
  fill (self, self->kept, LOFT_POLICY_KEPT);
  fill (self, self->person, LOFT_POLICY_PERSON);
  fill (self, self->not_kept, LOFT_POLICY_NOT_KEPT);
  move_confirmation (self);
  gtk_widget_set_visible (self->confirm_row, waits);
  gtk_widget_set_visible (self->not_now, waits);
  gtk_widget_set_visible (self->accept, waits);
  gtk_header_bar_set_show_title_buttons (self->header, !waits);
}

/* ---- accepting ---------------------------------------------------------------------------- */

static void
on_accepted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftPolicyWindow) self = user_data;
  LoftMailAccount *account = LOFT_MAIL_ACCOUNT (source);

  loft_account_policy_accept_finish (account, result, NULL);
  loft_mail_account_sync_async (account, 0, NULL, NULL, NULL);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_accept (LoftPolicyWindow *self)
{
  loft_widget_set_sensitive (self->accept, FALSE);
  loft_account_policy_accept_async (self->account, self->policy,
                                    gtk_switch_get_active (self->confirm), NULL, on_accepted,
                                    g_object_ref (self));
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_policy_window_dispose (GObject *object)
{
  LoftPolicyWindow *self = LOFT_POLICY_WINDOW (object);

  g_clear_object (&self->account);
  g_clear_pointer (&self->policy, loft_policy_free);
  G_OBJECT_CLASS (loft_policy_window_parent_class)->dispose (object);
}

static void
loft_policy_window_class_init (LoftPolicyWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_policy_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("accounts/loft-policy-window.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftPolicyWindow, header);
  gtk_widget_class_bind_template_child (widget_class, LoftPolicyWindow, title);
  gtk_widget_class_bind_template_child (widget_class, LoftPolicyWindow, not_now);
  gtk_widget_class_bind_template_child (widget_class, LoftPolicyWindow, accept);
  gtk_widget_class_bind_template_child (widget_class, LoftPolicyWindow, introduction);
  gtk_widget_class_bind_template_child (widget_class, LoftPolicyWindow, kept);
  gtk_widget_class_bind_template_child (widget_class, LoftPolicyWindow, person);
  gtk_widget_class_bind_template_child (widget_class, LoftPolicyWindow, not_kept);
  gtk_widget_class_bind_template_child (widget_class, LoftPolicyWindow, confirm_row);
  gtk_widget_class_bind_template_child (widget_class, LoftPolicyWindow, confirm);
  gtk_widget_class_bind_template_callback (widget_class, on_accept);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
loft_policy_window_init (LoftPolicyWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

gboolean
loft_policy_window_present (GtkWidget *parent, LoftMailAccount *account)
{
  LoftPolicyState state;
  LoftPolicyAnswer answer;
  LoftPolicy *policy = loft_account_policy_read (account, &state, &answer);
  LoftPolicyWindow *self;

  if (policy == NULL)
    return FALSE;
  self =
    g_object_new (LOFT_TYPE_POLICY_WINDOW, "transient-for", gtk_widget_get_root (parent), NULL);
  self->account = g_object_ref (account);
  self->policy = policy;
  show (self, state, answer);
  gtk_window_present (GTK_WINDOW (self));
  return TRUE;
}
