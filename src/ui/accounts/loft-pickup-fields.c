/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pickup-fields.h"

#include "config.h"
#include "loft-account-choices.h"
#include "loft-ui.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _LoftPickupFields {
  GtkWidget parent_instance;

  GtkWidget *group;
  AdwComboRow *removal;
  AdwPreferencesRow *limit_row;
  GtkSpinButton *limit;
  AdwPreferencesRow *warning;
  AdwComboRow *largest;

  LoftRemovalHold hold;
  gint expiry; /* days after which the server deletes by itself; -1: never */
  gboolean filling;
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftPickupFields, loft_pickup_fields, GTK_TYPE_WIDGET)

/* (nullable) what the number is of. */
static const char *
limit_title (LoftRemovalKind kind)
{
  switch (kind)
    {
    case LOFT_REMOVAL_AFTER_DAYS:
      return _ ("Days");
    case LOFT_REMOVAL_KEEP_MESSAGES:
      return _ ("Messages to Keep There");
    case LOFT_REMOVAL_KEEP_MEGABYTES:
      return _ ("Megabytes to Keep There");
    case LOFT_REMOVAL_NEVER:
    case LOFT_REMOVAL_WHEN_DELETED:
    case LOFT_REMOVAL_WHEN_MOVED:
    case LOFT_REMOVAL_AT_ONCE:
      break;
    }
  return NULL;
}

/* (nullable) */
static const char *
warning_text (LoftRemovalKind kind, LoftRemovalHold hold)
{
  if (kind == LOFT_REMOVAL_NEVER)
    return NULL;
  if (hold == LOFT_REMOVAL_HOLD_UNSOUND)
    return _ ("Nothing is removed at present: the server does not tell its messages apart.");
  if (hold == LOFT_REMOVAL_HOLD_RENAMED)
    return _ ("Nothing is removed for a week: the server has given its messages new names, and a "
              "mistake would cost mail.");
  if (kind == LOFT_REMOVAL_AT_ONCE)
    return _ ("This computer will have the only copy. When its disk fails, the mail is lost; other "
              "devices will not see it at all.");
  return NULL;
}

/* (transfer full) (nullable) what the server does whatever is chosen. */
static char *
expiry_text (gint expiry)
{
  if (expiry < 0)
    return NULL;
  if (expiry == 0)
    return g_strdup (_ ("This server deletes messages as soon as they were downloaded, whatever is "
                        "chosen here: this computer has the only copy."));
  return g_strdup_printf (ngettext ("This server deletes messages by itself after %d day.",
                                    "This server deletes messages by itself after %d days.",
                                    (gulong) expiry),
                          expiry);
}

static void
show_warning (LoftPickupFields *self, const char *warning)
{
  g_autofree char *expiry = expiry_text (self->expiry);
  const char *title = warning != NULL ? warning : expiry;

  gtk_widget_set_visible (GTK_WIDGET (self->warning), title != NULL);
  adw_preferences_row_set_title (self->warning, title != NULL ? title : "");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->warning),
                               warning != NULL && expiry != NULL ? expiry : "");
}

static void
update (LoftPickupFields *self)
{
  LoftRemovalKind kind = loft_account_choices_get_removal (self->removal);
  const char *title = limit_title (kind);
  const char *warning = warning_text (kind, self->hold);

  gtk_widget_set_visible (GTK_WIDGET (self->limit_row), title != NULL);
  adw_preferences_row_set_title (self->limit_row, title != NULL ? title : "");
  show_warning (self, warning);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->limit), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title != NULL ? title : "", -1);
}

void
loft_pickup_fields_show (LoftPickupFields *self, LoftAccount *account, LoftRemovalHold hold,
                         gint expiry)
{
  self->filling = TRUE;
  self->expiry = expiry;
  self->hold = hold;
  loft_account_choices_show_removal (self->removal, account->removal.kind);
  loft_account_choices_show_largest (self->largest, account->download_limit);
  gtk_spin_button_set_value (self->limit, account->removal.limit);
  update (self);
  self->filling = FALSE;
}

void
loft_pickup_fields_read (LoftPickupFields *self, LoftAccount *account)
{
  gtk_spin_button_update (self->limit);
  account->removal.kind = loft_account_choices_get_removal (self->removal);
  account->removal.limit = gtk_spin_button_get_value_as_int (self->limit);
  account->download_limit = loft_account_choices_get_largest (self->largest);
}

/* Edits */

static void
on_changed (LoftPickupFields *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* Thirty days and two thousand messages are not the same wish. */
static void
propose_limit (LoftPickupFields *self)
{
  switch (loft_account_choices_get_removal (self->removal))
    {
    case LOFT_REMOVAL_AFTER_DAYS:
      gtk_spin_button_set_value (self->limit, 30);
      break;
    case LOFT_REMOVAL_KEEP_MESSAGES:
      gtk_spin_button_set_value (self->limit, 2000);
      break;
    case LOFT_REMOVAL_KEEP_MEGABYTES:
      gtk_spin_button_set_value (self->limit, 500);
      break;
    case LOFT_REMOVAL_NEVER:
    case LOFT_REMOVAL_WHEN_DELETED:
    case LOFT_REMOVAL_WHEN_MOVED:
    case LOFT_REMOVAL_AT_ONCE:
      break;
    }
}

static void
on_removal_changed (LoftPickupFields *self)
{
  if (self->filling)
    return;
  self->filling = TRUE;
  propose_limit (self);
  update (self);
  self->filling = FALSE;
  on_changed (self);
}

/* Object */

static void
loft_pickup_fields_dispose (GObject *object)
{
  g_clear_pointer (&LOFT_PICKUP_FIELDS (object)->group, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_pickup_fields_parent_class)->dispose (object);
}

#define BIND(child) gtk_widget_class_bind_template_child (widget_class, LoftPickupFields, child)

static void
loft_pickup_fields_class_init (LoftPickupFieldsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_pickup_fields_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("accounts/loft-pickup-fields.ui"));
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  BIND (group);
  BIND (removal);
  BIND (limit_row);
  BIND (limit);
  BIND (warning);
  BIND (largest);
  gtk_widget_class_bind_template_callback (widget_class, on_removal_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
loft_pickup_fields_init (LoftPickupFields *self)
{
  self->expiry = -1;
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
}
