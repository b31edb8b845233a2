/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-send-toast.h"

#include "config.h"
#include "loft-clock.h"
#include "loft-composer-window.h"
#include "loft-error-text.h"
#include "loft-outbox.h"
#include "loft-send-time.h"
#include "loft-settings.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define DELAY_SECONDS 10
#define LATER_SECONDS 8 /* a message that waits for hours can be found in the outbox */

typedef struct {
  LoftComposer *composer;
  LoftMailAccount *account;
  AdwToastOverlay *overlay; /* (nullable) weak */
  AdwToast *toast;
  gint64 outgoing_id;
  gint64 end; /* monotonic */
  guint source;
} Sending;

static void
sending_free (gpointer data)
{
  Sending *self = data;

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_weak_pointer (&self->overlay);
  g_object_unref (self->composer);
  g_object_unref (self->account);
  g_free (self);
}

static AdwToastOverlay *
find_overlay_below (GtkWidget *widget)
{
  AdwToastOverlay *found = NULL;

  if (ADW_IS_TOAST_OVERLAY (widget))
    return ADW_TOAST_OVERLAY (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_overlay_below (child);
  return found;
}

/* Not in the composer's own window, which goes away. */
static AdwToastOverlay *
find_overlay (LoftComposer *composer)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (composer));
  GApplication *application = g_application_get_default ();
  GList *windows = GTK_IS_APPLICATION (application)
                     ? gtk_application_get_windows (GTK_APPLICATION (application))
                     : NULL;
  AdwToastOverlay *found = NULL;

  if (root != NULL && !LOFT_IS_COMPOSER_WINDOW (root))
    return find_overlay_below (GTK_WIDGET (root));
  for (; windows != NULL && found == NULL; windows = windows->next)
    {
      if (!LOFT_IS_COMPOSER_WINDOW (windows->data))
        found = find_overlay_below (windows->data);
    }
  return found;
}

static void
on_cancelled (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftComposer) composer = data;
  g_autoptr (GError) error = NULL;
  AdwToastOverlay *overlay = find_overlay (composer);

  if (loft_mail_account_change_outgoing_finish (LOFT_MAIL_ACCOUNT (source), result, &error))
    loft_composer_window_open (composer);
  else if (overlay != NULL)
    adw_toast_overlay_add_toast (overlay,
                                 adw_toast_new (_ ("Too late: the message is on its way")));
}

static void
on_undo (AdwToast *toast, gpointer data)
{
  Sending *self = data;

  loft_mail_account_change_outgoing_async (self->account, self->outgoing_id, LOFT_OUTGOING_CANCEL,
                                           NULL, on_cancelled, g_object_ref (self->composer));
}

static void
show_seconds (Sending *self)
{
  gint64 left = (self->end - g_get_monotonic_time () + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
  g_autofree char *title = g_strdup_printf (_ ("Sending in %u s"), (guint) CLAMP (left, 0, 3600));

  adw_toast_set_title (self->toast, title);
}

static gboolean
on_second (gpointer data)
{
  show_seconds (data);
  return G_SOURCE_CONTINUE;
}

static void
on_dismissed (AdwToast *toast, gpointer data)
{
  sending_free (data);
}

static void
describe (Sending *self, gint64 not_before, int delay)
{
  gint64 now = loft_clock_now ();
  g_autofree char *time = NULL;
  g_autofree char *title = NULL;

  if (not_before > now + delay)
    {
      time = loft_send_time_short (not_before, now);
      title = g_strdup_printf (_ ("Will be sent at %s"), time);
      adw_toast_set_title (self->toast, title);
      adw_toast_set_timeout (self->toast, LATER_SECONDS);
      return;
    }
  adw_toast_set_timeout (self->toast, (guint) delay);
  self->end = g_get_monotonic_time () + delay * G_USEC_PER_SEC;
  show_seconds (self);
  self->source = g_timeout_add_seconds (1, on_second, self);
}

void
loft_send_toast_show (LoftComposer *composer, LoftMailAccount *account, gint64 outgoing_id,
                      gint64 not_before)
{
  int delay = loft_settings_get_int (LOFT_SETTING_UNDO_SEND, DELAY_SECONDS);
  AdwToastOverlay *overlay = find_overlay (composer);
  Sending *self = NULL;

  if (overlay == NULL)
    return;
  if (delay <= 0 && not_before == 0)
    {
      adw_toast_overlay_add_toast (
        overlay, adw_toast_new (loft_mail_account_get_state (account) == LOFT_ACCOUNT_OFFLINE
                                  ? _ ("Will be sent when you are online")
                                  : _ ("Sending")));
      return;
    }
  self = g_new0 (Sending, 1);
  self->composer = g_object_ref (composer);
  self->account = g_object_ref (account);
  self->outgoing_id = outgoing_id;
  self->toast = adw_toast_new ("");
  adw_toast_set_button_label (self->toast, _ ("_Undo"));
  describe (self, not_before, delay);
  g_signal_connect (self->toast, "button-clicked", G_CALLBACK (on_undo), self);
  g_signal_connect (self->toast, "dismissed", G_CALLBACK (on_dismissed), self);
  adw_toast_overlay_add_toast (overlay, self->toast);
}
