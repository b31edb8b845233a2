/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-quota-row.h"

#include "config.h"

#include <glib/gi18n.h>

#define BAR_WIDTH 120

struct _LoftQuotaRow {
  AdwActionRow parent_instance;

  GtkLevelBar *bar;
  LoftService *service;
  LoftMailAccount *account;
};

G_DEFINE_FINAL_TYPE (LoftQuotaRow, loft_quota_row, ADW_TYPE_ACTION_ROW)

char *
loft_quota_row_describe (guint64 used, guint64 limit)
{
  g_autofree char *used_text = g_format_size (used);
  g_autofree char *limit_text = g_format_size (limit);

  /* Translators: space used, of the space there is, and how much that is of a hundred. */
  return g_strdup_printf (_ ("%1$s of %2$s (%3$u %%)"), used_text, limit_text,
                          (guint) MIN (1000, (double) used * 100 / (double) limit));
}

static void
set_class (LoftQuotaRow *self, const char *name, gboolean set)
{
  if (set)
    gtk_widget_add_css_class (GTK_WIDGET (self->bar), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->bar), name);
}

static void
show (LoftQuotaRow *self)
{
  guint64 used = 0;
  guint64 limit = 0;
  gboolean told =
    loft_quota_watch_get (loft_service_get_quotas (self->service), self->account, &used, &limit);
  g_autofree char *text =
    told ? loft_quota_row_describe (used, limit) : g_strdup (_ ("Not told by this server"));
  LoftQuotaStep step = loft_quota_step (used, limit);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), told);
  if (told)
    gtk_level_bar_set_value (self->bar, MIN (1.0, (double) used / (double) limit));
  set_class (self, "nearly-full", step == LOFT_QUOTA_NEARLY_FULL);
  set_class (self, "full", step == LOFT_QUOTA_FULL);
}

static void
on_changed (LoftQuotaRow *self, LoftMailAccount *account)
{
  if (account == self->account)
    show (self);
}

void
loft_quota_row_set (LoftQuotaRow *self, LoftService *service, LoftMailAccount *account)
{
  LoftQuotaWatch *quotas = loft_service_get_quotas (service);

  if (g_set_object (&self->service, service))
    g_signal_connect_object (quotas, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  if (g_set_object (&self->account, account) && account != NULL)
    loft_quota_watch_refresh (quotas, account);
  if (account != NULL)
    show (self);
}

static void
loft_quota_row_dispose (GObject *object)
{
  LoftQuotaRow *self = LOFT_QUOTA_ROW (object);

  g_clear_object (&self->service);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (loft_quota_row_parent_class)->dispose (object);
}

static void
loft_quota_row_class_init (LoftQuotaRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_quota_row_dispose;
}

/* The bar's own colours say that much is good. */
static void
loft_quota_row_init (LoftQuotaRow *self)
{
  GtkWidget *bar = gtk_level_bar_new ();

  self->bar = GTK_LEVEL_BAR (bar);
  gtk_level_bar_remove_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_FULL);
  gtk_widget_set_size_request (bar, BAR_WIDTH, -1);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (bar, "quota");
  gtk_widget_add_css_class (GTK_WIDGET (self), "numeric");
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Space Used"), -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ ("Space Used on the Server"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), bar);
}

GtkWidget *
loft_quota_row_new (void)
{
  return g_object_new (LOFT_TYPE_QUOTA_ROW, NULL);
}
