/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-certificate-view.h"

#include "config.h"
#include "loft-ui.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

struct _LoftCertificateView {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *title;
  GtkLabel *explanation;
  AdwActionRow *reason;
  AdwActionRow *subject;
  AdwActionRow *issuer;
  AdwActionRow *validity;
  GtkLabel *fingerprint;
};

G_DEFINE_FINAL_TYPE (LoftCertificateView, loft_certificate_view, GTK_TYPE_WIDGET)

char *
loft_certificate_view_format_fingerprint (const char *fingerprint)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize length = strlen (fingerprint);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && i % 4 == 0)
        g_string_append_c (text, ' ');
      g_string_append_c (text, g_ascii_toupper (fingerprint[i]));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
day_text (gint64 date)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (date);

  return time == NULL ? g_strdup ("?") : g_date_time_format (time, "%x");
}

/* What the certificate says of itself was written by whoever made it. */
static void
set_subtitle (AdwActionRow *row, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text == NULL ? "" : text, -1);

  adw_action_row_set_subtitle (row, escaped);
}

void
loft_certificate_view_set_problem (LoftCertificateView          *self,
                                   const LoftCertificateProblem *problem)
{
  g_autofree char *from = day_text (problem->not_before);
  g_autofree char *to = day_text (problem->not_after);
  g_autofree char *title = g_strdup_printf (_ ("Is This Really %s?"), problem->host);
  g_autofree char *explanation = g_strdup_printf (
    _ ("Loft cannot verify that it is talking to %1$s (port %2$u). Somebody could be reading "
       "along. Nothing was sent yet."),
    problem->host, problem->port);
  g_autofree char *validity = g_strdup_printf (C_ ("certificate", "%1$s to %2$s"), from, to);
  g_autofree char *fingerprint = loft_certificate_view_format_fingerprint (problem->fingerprint);

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->explanation, explanation);
  set_subtitle (self->reason, problem->reason);
  set_subtitle (self->subject, problem->subject);
  set_subtitle (self->issuer, problem->issuer);
  set_subtitle (self->validity, validity);
  gtk_label_set_text (self->fingerprint, fingerprint);
}

static void
loft_certificate_view_dispose (GObject *object)
{
  g_clear_pointer (&LOFT_CERTIFICATE_VIEW (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_certificate_view_parent_class)->dispose (object);
}

static void
loft_certificate_view_class_init (LoftCertificateViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_certificate_view_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, LOFT_UI_RESOURCE ("accounts/loft-certificate-view.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftCertificateView, box);
  gtk_widget_class_bind_template_child (widget_class, LoftCertificateView, title);
  gtk_widget_class_bind_template_child (widget_class, LoftCertificateView, explanation);
  gtk_widget_class_bind_template_child (widget_class, LoftCertificateView, reason);
  gtk_widget_class_bind_template_child (widget_class, LoftCertificateView, subject);
  gtk_widget_class_bind_template_child (widget_class, LoftCertificateView, issuer);
  gtk_widget_class_bind_template_child (widget_class, LoftCertificateView, validity);
  gtk_widget_class_bind_template_child (widget_class, LoftCertificateView, fingerprint);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_certificate_view_init (LoftCertificateView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
