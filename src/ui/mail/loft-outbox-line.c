/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-outbox-line.h"

#include "config.h"
#include "loft-error.h"
#include "loft-outbox.h"

#include <glib/gi18n.h>

struct _LoftOutboxLine {
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkLabel *count;
  GtkWidget *trouble;
  LoftService *service;
  GPtrArray *followed; /* of GObject: accounts, their lists, what is in these */
  guint update_source;
};

G_DEFINE_FINAL_TYPE (LoftOutboxLine, loft_outbox_line, GTK_TYPE_WIDGET)

static void
unfollow_one (gpointer object, gpointer self)
{
  g_signal_handlers_disconnect_by_data (object, self);
}

static void
unfollow (LoftOutboxLine *self)
{
  g_ptr_array_foreach (self->followed, unfollow_one, self);
  g_ptr_array_set_size (self->followed, 0);
}

static gboolean on_update (gpointer data);

/* Much changes at once: looked at once. */
static void
update_soon (LoftOutboxLine *self)
{
  if (self->update_source == 0)
    self->update_source = g_idle_add (on_update, self);
}

static void
follow (LoftOutboxLine *self, gpointer object, const char *signal)
{
  g_signal_connect_swapped (object, signal, G_CALLBACK (update_soon), self);
  g_ptr_array_add (self->followed, g_object_ref (object));
}

static gboolean
is_stuck (const LoftOutgoing *outgoing)
{
  return outgoing->state == LOFT_OUTGOING_REFUSED || outgoing->state == LOFT_OUTGOING_HELD ||
         outgoing->state == LOFT_OUTGOING_UNCONFIRMED;
}

/* *n_stuck: of those that wait for a person. */
static guint
count (LoftOutboxLine *self, GListModel *list, guint *n_stuck)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (LoftOutgoingItem) item = g_list_model_get_item (list, i);
      const LoftOutgoing *outgoing = loft_outgoing_item_get (item);

      follow (self, item, "notify::outgoing");
      if (outgoing->state == LOFT_OUTGOING_DRAFT || outgoing->state == LOFT_OUTGOING_SENT)
        continue;
      n++;
      *n_stuck += is_stuck (outgoing);
    }
  return n;
}

static gboolean
is_locked_out (LoftMailAccount *account)
{
  const GError *error = loft_mail_account_get_outgoing_error (account);
  LoftError class = error == NULL ? LOFT_ERROR_OFFLINE : loft_error_class (error);

  return class == LOFT_ERROR_AUTH || class == LOFT_ERROR_UNTRUSTED;
}

static void
show (LoftOutboxLine *self, guint n, guint n_stuck, gboolean locked_out)
{
  g_autofree char *number = g_strdup_printf ("%'u", n);
  g_autofree char *all =
    g_strdup_printf (ngettext ("%'u message on its way out", "%'u messages on their way out", n),
                     n);
  g_autofree char *stuck =
    n_stuck > 0
      ? g_strdup_printf (ngettext ("%'u needs a decision", "%'u need a decision", n_stuck), n_stuck)
      : NULL;
  g_autofree char *tip = stuck != NULL ? g_strdup_printf ("%s\n%s", all, stuck)
                         : locked_out
                           ? g_strdup_printf ("%s\n%s", all, _ ("The server lets nobody in"))
                           : g_strdup (all);

  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  gtk_label_set_text (self->count, number);
  gtk_widget_set_visible (self->trouble, n_stuck > 0 || locked_out);
  gtk_widget_set_tooltip_text (self->button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, tip, -1);
}

static gboolean
on_update (gpointer data)
{
  LoftOutboxLine *self = data;
  GListModel *accounts = loft_service_get_accounts (self->service);
  guint n = 0;
  guint n_stuck = 0;
  gboolean locked_out = FALSE;

  self->update_source = 0;
  unfollow (self);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      GListModel *list = loft_mail_account_get_outgoing (account);
      guint n_here = count (self, list, &n_stuck);

      follow (self, list, "items-changed");
      follow (self, account, "notify::state");
      n += n_here;
      locked_out = locked_out || (n_here > 0 && is_locked_out (account));
    }
  show (self, n, n_stuck, locked_out);
  return G_SOURCE_REMOVE;
}

void
loft_outbox_line_set_service (LoftOutboxLine *self, LoftService *service)
{
  self->service = g_object_ref (service);
  g_signal_connect_object (loft_service_get_accounts (service), "items-changed",
                           G_CALLBACK (update_soon), self, G_CONNECT_SWAPPED);
  update_soon (self);
}

/* Object */

static void
loft_outbox_line_dispose (GObject *object)
{
  LoftOutboxLine *self = LOFT_OUTBOX_LINE (object);

  g_clear_handle_id (&self->update_source, g_source_remove);
  unfollow (self);
  g_clear_object (&self->service);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_outbox_line_parent_class)->dispose (object);
}

static void
loft_outbox_line_finalize (GObject *object)
{
  g_ptr_array_unref (LOFT_OUTBOX_LINE (object)->followed);
  G_OBJECT_CLASS (loft_outbox_line_parent_class)->finalize (object);
}

static void
loft_outbox_line_class_init (LoftOutboxLineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_outbox_line_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_outbox_line_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
new_content (LoftOutboxLine *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (_ ("Outbox"));

  self->trouble = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_add_css_class (self->trouble, "warning");
  self->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "numeric");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("loft-sent-symbolic"));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->trouble);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));
  return box;
}

static void
loft_outbox_line_init (LoftOutboxLine *self)
{
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
  self->button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->button), new_content (self));
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_add_css_class (self->button, "outbox-line");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "mail.outbox");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Outbox"), -1);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
