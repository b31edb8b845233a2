/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "config.h"
#include "loft-absences.h"
#include "loft-error-text.h"

#include <glib/gi18n.h>

/* Whose server answers in the person's place: said until it is off, or put away. */

#define PUT_AWAY "loft-absence-put-away"

static gboolean
is_put_away (LoftMailAccount *account)
{
  return g_object_get_data (G_OBJECT (account), PUT_AWAY) != NULL;
}

static void
put_away (LoftMailAccount *account, gboolean away)
{
  g_object_set_data (G_OBJECT (account), PUT_AWAY, GINT_TO_POINTER (away));
}

/* (transfer full) (nullable) */
static LoftMailAccount *
find_away (LoftMailPane *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);
  LoftAbsences *absences = loft_absences_of (self->service);
  g_autoptr (LoftMailAccount) found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      if (!loft_absences_is_on (absences, account))
        put_away (account, FALSE);
      else if (found == NULL && !is_put_away (account))
        found = g_object_ref (account);
    }
  return g_steal_pointer (&found);
}

static void
update_absence (LoftMailPane *self)
{
  g_autoptr (LoftMailAccount) account = find_away (self);
  g_autofree char *text = NULL;

  /* Translators: the name of an account. */
  if (account != NULL)
    text = g_strdup_printf (_ ("%s: Out-of-office replies are on"),
                            loft_mail_account_get_name (account));
  loft_banner_set (self->absence_banner, text, text != NULL ? _ ("Turn Off") : NULL);
}

static void
on_turned_off (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftMailPane) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *text = NULL;

  /* What is known then was told already. */
  if (loft_absences_write_finish (LOFT_ABSENCES (source), result, &error) ||
      self->absence_banner == NULL)
    return;
  reason = loft_error_text_title (error);
  /* Translators: why, in a few words. */
  text = g_strdup_printf (_ ("Out-of-office replies are still on: %s"), reason);
  loft_banner_set (self->absence_banner, text, _ ("Turn Off"));
}

void
loft_mail_pane_on_absence_clicked (LoftMailPane *self)
{
  LoftAbsences *absences = loft_absences_of (self->service);
  g_autoptr (LoftMailAccount) account = find_away (self);
  g_autoptr (LoftOutOfOffice) off = NULL;

  if (account == NULL)
    return;
  off = loft_out_of_office_copy (loft_absences_get (absences, account));
  off->state = LOFT_OUT_OF_OFFICE_OFF;
  loft_banner_set (self->absence_banner, _ ("Turning off out-of-office replies…"), NULL);
  loft_absences_write_async (absences, account, off, NULL, on_turned_off, g_object_ref (self));
}

void
loft_mail_pane_on_absence_dismissed (LoftMailPane *self)
{
  g_autoptr (LoftMailAccount) account = find_away (self);

  if (account != NULL)
    put_away (account, TRUE);
  update_absence (self);
}

void
loft_mail_pane_follow_absences (LoftMailPane *self)
{
  loft_banner_set_dismissable (self->absence_banner, TRUE);
  g_signal_connect_object (loft_absences_of (self->service), "changed", G_CALLBACK (update_absence),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (loft_service_get_accounts (self->service), "items-changed",
                           G_CALLBACK (update_absence), self, G_CONNECT_SWAPPED);
  update_absence (self);
}
