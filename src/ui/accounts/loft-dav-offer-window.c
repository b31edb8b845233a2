/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-offer-window.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-dav-assistant-private.h"
#include "loft-dav-offer-rows.h"
#include "loft-error-text.h"
#include "loft-error.h"
#include "loft-sensitive.h"

#include <glib/gi18n.h>
#include <string.h>

/* Nobody waits for anything else here. */
#define SECONDS 20

struct _LoftDavOfferWindow {
  AdwWindow parent_instance;

  GtkStack *pages; /* "busy", "offer", "server" */
  GtkSpinner *spinner;
  GtkLabel *busy_text;
  LoftBanner *problem;
  LoftDavOfferRows *rows;
  GtkWidget *add;
  LoftDavAssistant *dav;

  LoftService *service;
  LoftMailAccount *mail;
  GCancellable *cancellable; /* (nullable) of what runs */
  LoftDavOffer *offer; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (LoftDavOfferWindow, loft_dav_offer_window, ADW_TYPE_WINDOW)

static const LoftAccount *
settings_of (LoftDavOfferWindow *self)
{
  return loft_mail_account_get_account (self->mail);
}

static void
show_page (LoftDavOfferWindow *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->pages, name);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (name, "busy"));
}

/* One at a time; it is the window's only while it has its cancellable. */
typedef struct {
  LoftDavOfferWindow *self;
  GCancellable *cancellable;
  LoftDavOfferParts parts;
} Step;

static void
step_free (Step *step)
{
  g_object_unref (step->self);
  g_object_unref (step->cancellable);
  g_free (step);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, step_free)

static Step *
step_new (LoftDavOfferWindow *self, LoftDavOfferParts parts, const char *text)
{
  Step *step = g_new0 (Step, 1);

  loft_banner_set (self->problem, NULL, NULL);
  gtk_label_set_text (self->busy_text, text);
  show_page (self, "busy");
  self->cancellable = g_cancellable_new ();
  step->self = g_object_ref (self);
  step->cancellable = g_object_ref (self->cancellable);
  step->parts = parts;
  return step;
}

/* TRUE once: it has ended, and somebody still waits for it. */
static gboolean
end (Step *step)
{
  if (step->self->cancellable != step->cancellable)
    return FALSE;
  g_clear_object (&step->self->cancellable);
  return TRUE;
}

static void
show_problem (LoftDavOfferWindow *self, const char *text)
{
  loft_banner_set (self->problem, text, NULL);
  show_page (self, "offer");
}

/* ---- adding ------------------------------------------------------------------------------- */

static void
on_added (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Step) step = data;
  g_autoptr (GError) error = NULL;
  LoftMailAccount *added = loft_service_add_account_finish (LOFT_SERVICE (source), result, &error);
  g_autofree char *text = added == NULL ? loft_error_text_for_account (error, NULL) : NULL;

  if (!end (step))
    return;
  if (added != NULL)
    gtk_window_close (GTK_WINDOW (step->self));
  else
    show_problem (step->self, text);
}

static void
add (LoftDavOfferWindow *self, LoftDavOfferParts parts)
{
  Step *step = step_new (self, parts, _ ("Adding the account…"));
  g_autoptr (LoftAccount) account =
    loft_dav_offer_rows_make_account (self->service, self->offer, settings_of (self), parts);

  /* It is kept or not; a moment later there is nothing to cancel. */
  loft_service_add_account_async (self->service, account, self->offer->secret, NULL, on_added,
                                  step);
}

static void
on_tried (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Step) step = data;
  g_autoptr (GError) error = NULL;
  LoftDavOffer *tried = loft_dav_offer_try_finish (result, &error);
  LoftDavOfferWindow *self = step->self;
  g_autofree char *text = NULL;

  if (!end (step))
    {
      loft_dav_offer_free (tried);
      return;
    }
  if (tried == NULL)
    {
      text = loft_dav_offer_rows_failure_text (self->offer, step->parts, error);
      show_problem (self, text);
      return;
    }
  loft_dav_offer_free (self->offer);
  self->offer = tried;
  add (self, step->parts);
}

static void
on_add (LoftDavOfferWindow *self)
{
  LoftDavOfferParts parts = loft_dav_offer_rows_get_parts (self->rows);
  Step *step = NULL;

  if (self->cancellable != NULL || self->offer == NULL)
    return;
  if (parts == 0)
    gtk_window_close (GTK_WINDOW (self));
  else if ((parts & self->offer->foreign) == 0)
    add (self, parts);
  else
    {
      step = step_new (self, parts, _ ("Signing in…"));
      loft_dav_offer_try_async (self->offer, settings_of (self), parts, step->cancellable, on_tried,
                                step);
    }
}

/* ---- looking ------------------------------------------------------------------------------ */

/* (transfer full) */
static char *
nothing_text (LoftDavOfferWindow *self, const GError *error)
{
  const char *at = strrchr (settings_of (self)->address, '@');
  const char *domain = at == NULL ? "" : at + 1;

  switch (loft_error_class (error))
    {
    case LOFT_ERROR_AUTH:
      return g_strdup_printf (_ ("The calendars and contacts of %s want another password than the "
                                 "mail. Enter it here."),
                              domain);
    case LOFT_ERROR_OFFLINE:
    case LOFT_ERROR_TEMPORARY:
      return g_strdup_printf (_ ("%s could not be asked where its calendars and contacts are. Try "
                                 "again later, or enter the address of the server."),
                              domain);
    case LOFT_ERROR_UNTRUSTED:
      return loft_error_text_for_check (error, domain);
    default:
      return g_strdup_printf (_ ("%s does not tell where its calendars and contacts are. Enter the "
                                 "address of the server instead."),
                              domain);
    }
}

static void
show_nothing (LoftDavOfferWindow *self, const GError *error)
{
  g_autofree char *text = nothing_text (self, error);

  show_page (self, "server");
  loft_dav_assistant_begin (self->dav, self->service, settings_of (self)->address);
  loft_dav_assistant_complain (self->dav, text, NULL);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Step) step = data;
  g_autoptr (GError) error = NULL;
  LoftDavOffer *offer = loft_dav_offer_find_finish (result, &error);
  LoftDavOfferWindow *self = step->self;

  if (!end (step))
    {
      loft_dav_offer_free (offer);
      return;
    }
  if (offer == NULL)
    {
      show_nothing (self, error);
      return;
    }
  self->offer = offer;
  loft_dav_offer_rows_show (self->rows, offer, settings_of (self)->address);
  show_page (self, "offer");
  gtk_widget_grab_focus (self->add);
}

static void
look (LoftDavOfferWindow *self)
{
  LoftAccount *mail = loft_mail_account_get_account (self->mail);
  g_autofree char *text =
    g_strdup_printf (_ ("Looking for the calendars and contacts of %s…"), mail->address);
  Step *step = step_new (self, 0, text);

  loft_dav_offer_find_async (self->service, mail, NULL, SECONDS, step->cancellable, on_found, step);
}

/* ---- object ------------------------------------------------------------------------------- */

static gboolean
loft_dav_offer_window_close_request (GtkWindow *window)
{
  LoftDavOfferWindow *self = LOFT_DAV_OFFER_WINDOW (window);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->offer, loft_dav_offer_free);
  loft_dav_assistant_end (self->dav);
  return GTK_WINDOW_CLASS (loft_dav_offer_window_parent_class)->close_request (window);
}

static void
loft_dav_offer_window_dispose (GObject *object)
{
  LoftDavOfferWindow *self = LOFT_DAV_OFFER_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->offer, loft_dav_offer_free);
  g_clear_object (&self->service);
  g_clear_object (&self->mail);
  G_OBJECT_CLASS (loft_dav_offer_window_parent_class)->dispose (object);
}

static void
loft_dav_offer_window_class_init (LoftDavOfferWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_dav_offer_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = loft_dav_offer_window_close_request;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static GtkWidget *
new_busy (LoftDavOfferWindow *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_widget_set_size_request (GTK_WIDGET (self->spinner), 32, 32);
  self->busy_text = GTK_LABEL (gtk_label_new (""));
  g_object_set (self->busy_text, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "justify",
                GTK_JUSTIFY_CENTER, NULL);
  gtk_widget_set_valign (page, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->busy_text));
  return page;
}

static GtkWidget *
new_offer (LoftDavOfferWindow *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->problem = g_object_new (LOFT_TYPE_BANNER, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "account-problem");
  self->rows = g_object_new (LOFT_TYPE_DAV_OFFER_ROWS, NULL);
  self->add = gtk_button_new_with_label (_ ("Add"));
  gtk_widget_set_halign (self->add, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->add, "pill");
  gtk_widget_add_css_class (self->add, "suggested-action");
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (on_add), self);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->problem));
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->rows));
  gtk_box_append (GTK_BOX (page), self->add);
  return page;
}

static GtkWidget *
new_server (LoftDavOfferWindow *self)
{
  self->dav = g_object_new (LOFT_TYPE_DAV_ASSISTANT, NULL);
  g_signal_connect_swapped (self->dav, "added", G_CALLBACK (gtk_window_close), self);
  g_signal_connect_swapped (self->dav, "back", G_CALLBACK (gtk_window_close), self);
  return GTK_WIDGET (self->dav);
}

static GtkWidget *
new_content (LoftDavOfferWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *clamp =
    g_object_new (ADW_TYPE_CLAMP, "maximum-size", 440, "child", self->pages, "margin-start", 12,
                  "margin-end", 12, "margin-top", 12, "margin-bottom", 24, NULL);
  GtkWidget *scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy",
                                      GTK_POLICY_NEVER, "vexpand", TRUE, "child", clamp, NULL);

  gtk_widget_add_css_class (header, "flat");
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), scroller);
  return box;
}

static void
loft_dav_offer_window_init (LoftDavOfferWindow *self)
{
  self->pages = GTK_STACK (gtk_stack_new ());
  g_object_set (self->pages, "hhomogeneous", FALSE, "vhomogeneous", FALSE, NULL);
  gtk_stack_add_named (self->pages, new_busy (self), "busy");
  gtk_stack_add_named (self->pages, new_offer (self), "offer");
  gtk_stack_add_named (self->pages, new_server (self), "server");
  adw_window_set_content (ADW_WINDOW (self), new_content (self));
  g_object_set (self, "title", _ ("Calendar and Contacts"), "modal", TRUE, "default-width", 480,
                "default-height", 460, NULL);
  loft_accessibility_prepare (GTK_WIDGET (self));
}

static GSList *kept; /* (owned) never freed, as the header says */

GtkWindow *
loft_dav_offer_window_present (GtkWindow *parent, LoftService *service, LoftMailAccount *mail)
{
  LoftDavOfferWindow *self =
    g_object_new (LOFT_TYPE_DAV_OFFER_WINDOW, "transient-for", parent, NULL);

  kept = g_slist_prepend (kept, g_object_ref (self));
  self->service = g_object_ref (service);
  self->mail = g_object_ref (mail);
  gtk_window_present (GTK_WINDOW (self));
  look (self);
  return GTK_WINDOW (self);
}
