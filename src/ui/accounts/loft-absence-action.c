/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-absence-action.h"

#include "loft-absences.h"
#include "loft-out-of-office-window.h"

/* Of one window; lives as long as its action. */
typedef struct {
  GtkWidget *window; /* (borrowed) */
  LoftService *service; /* (owned) */
  GSimpleAction *action; /* (borrowed) */
} Absence;

/* (transfer full) (nullable) */
static LoftMailAccount *
find (Absence *self, gboolean on)
{
  GListModel *accounts = loft_service_get_accounts (self->service);
  LoftAbsences *absences = loft_absences_of (self->service);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      if (loft_absences_may_answer (absences, account) &&
          (!on || loft_absences_is_on (absences, account)))
        return g_steal_pointer (&account);
    }
  return NULL;
}

static void
on_edit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Absence *self = data;
  const char *id = g_variant_get_string (parameter, NULL);
  g_autoptr (LoftMailAccount) account = NULL;

  if (*id == '\0')
    account = find (self, TRUE);
  else
    g_set_object (&account, loft_service_find_account_by_id (self->service, id));
  if (account == NULL)
    account = find (self, FALSE);
  if (account != NULL)
    loft_out_of_office_window_present (GTK_WINDOW (self->window), self->service, account);
}

static void
update (Absence *self)
{
  g_autoptr (LoftMailAccount) account = find (self, FALSE);

  g_simple_action_set_enabled (self->action, account != NULL);
}

static void
absence_free (gpointer data, GObject *action)
{
  Absence *self = data;

  g_signal_handlers_disconnect_by_data (loft_absences_of (self->service), self);
  g_signal_handlers_disconnect_by_data (loft_service_get_accounts (self->service), self);
  g_object_unref (self->service);
  g_free (self);
}

void
loft_absence_action_add (GtkWidget *window, LoftService *service)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("edit", G_VARIANT_TYPE_STRING);
  Absence *self = g_new0 (Absence, 1);

  self->window = window;
  self->service = g_object_ref (service);
  self->action = action;
  g_object_weak_ref (G_OBJECT (action), absence_free, self);
  g_signal_connect (action, "activate", G_CALLBACK (on_edit), self);
  g_signal_connect_swapped (loft_absences_of (service), "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (loft_service_get_accounts (service), "items-changed",
                            G_CALLBACK (update), self);
  update (self);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (window, "absence", G_ACTION_GROUP (group));
}
