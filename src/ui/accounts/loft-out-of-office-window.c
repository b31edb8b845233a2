/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-out-of-office-window.h"

#include "config.h"
#include "loft-absences.h"
#include "loft-accessibility.h"
#include "loft-banner.h"
#include "loft-error-text.h"
#include "loft-error.h"
#include "loft-out-of-office-form.h"
#include "loft-sensitive.h"

#include <glib/gi18n.h>

struct _LoftOutOfOfficeWindow {
  AdwWindow parent_instance;

  LoftService *service; /* (owned) */
  LoftMailAccount *account; /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable) of what runs */
  gboolean saving;
  gboolean may_close;

  GtkWidget *cancel;
  GtkWidget *save;
  GtkWidget *progress;
  LoftBanner *problem;
  GtkStack *pages;
  LoftOutOfOfficeForm *form;
  AdwStatusPage *missing;
  GtkWidget *again;
};

G_DEFINE_FINAL_TYPE (LoftOutOfOfficeWindow, loft_out_of_office_window, ADW_TYPE_WINDOW)

static void
update_save (LoftOutOfOfficeWindow *self)
{
  gtk_widget_set_sensitive (self->save,
                            !self->saving && loft_out_of_office_form_is_changed (self->form));
}

static void
set_saving (LoftOutOfOfficeWindow *self, gboolean saving)
{
  self->saving = saving;
  loft_widget_set_sensitive (GTK_WIDGET (self->form), !saving);
  gtk_widget_set_visible (self->progress, saving);
  gtk_spinner_set_spinning (GTK_SPINNER (self->progress), saving);
  update_save (self);
}

/* ---- reading ------------------------------------------------------------------------------ */

static void
show_missing (LoftOutOfOfficeWindow *self, const GError *error)
{
  gboolean has_none = g_error_matches (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  gboolean offline = g_error_matches (error, LOFT_ERROR, LOFT_ERROR_OFFLINE);
  g_autofree char *sentence = has_none || offline ? NULL : loft_error_text_for_check (error, "");

  adw_status_page_set_icon_name (self->missing, offline ? "network-offline-symbolic"
                                                        : "dialog-information-symbolic");
  adw_status_page_set_title (self->missing, has_none  ? _ ("Not Offered")
                                            : offline ? _ ("Needs the Server")
                                                      : _ ("Not Available Now"));
  adw_status_page_set_description (
    self->missing,
    has_none  ? _ ("The server of this account sends no automatic replies, or does not let "
                    "programs change them. They may be among its settings on the web.")
    : offline ? _ ("Automatic replies are kept by the server, which cannot be reached now.")
              : sentence);
  gtk_widget_set_visible (self->again, !has_none);
  gtk_widget_set_visible (self->save, FALSE);
  gtk_button_set_label (GTK_BUTTON (self->cancel), _ ("Close"));
  gtk_stack_set_visible_child_name (self->pages, "missing");
}

static void
show_form (LoftOutOfOfficeWindow *self, const LoftOutOfOffice *absence)
{
  loft_out_of_office_form_show (self->form, absence);
  gtk_widget_set_visible (self->save, TRUE);
  gtk_button_set_label (GTK_BUTTON (self->cancel), _ ("Cancel"));
  gtk_stack_set_visible_child_name (self->pages, "form");
  update_save (self);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftOutOfOfficeWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftOutOfOffice) absence =
    loft_absences_read_finish (LOFT_ABSENCES (source), result, &error);

  g_clear_object (&self->cancellable);
  if (absence != NULL)
    show_form (self, absence);
  else if (!loft_error_is_cancelled (error))
    show_missing (self, error);
}

static void
read_again (LoftOutOfOfficeWindow *self)
{
  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  gtk_widget_set_visible (self->save, FALSE);
  gtk_stack_set_visible_child_name (self->pages, "loading");
  loft_absences_read_async (loft_absences_of (self->service), self->account, self->cancellable,
                            on_read, g_object_ref (self));
}

/* ---- saving ------------------------------------------------------------------------------- */

static void
close_now (LoftOutOfOfficeWindow *self)
{
  self->may_close = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static char *
text_of_failure (const GError *error)
{
  if (loft_error_is_cancelled (error))
    return g_strdup (_ ("Saving was stopped. The server may have the change all the same."));
  return loft_error_text_for_check (error, "");
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftOutOfOfficeWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  g_clear_object (&self->cancellable);
  set_saving (self, FALSE);
  if (loft_absences_write_finish (LOFT_ABSENCES (source), result, &error))
    {
      close_now (self);
      return;
    }
  sentence = text_of_failure (error);
  loft_banner_set (self->problem, sentence, NULL);
}

static void
on_save (LoftOutOfOfficeWindow *self)
{
  g_autofree char *complaint = NULL;
  g_autoptr (LoftOutOfOffice) absence = NULL;

  if (self->saving || self->cancellable != NULL)
    return;
  complaint = loft_out_of_office_form_check (self->form);
  loft_banner_set (self->problem, complaint, NULL);
  if (complaint != NULL)
    return;
  absence = loft_out_of_office_form_read (self->form);
  self->cancellable = g_cancellable_new ();
  set_saving (self, TRUE);
  loft_absences_write_async (loft_absences_of (self->service), self->account, absence,
                             self->cancellable, on_written, g_object_ref (self));
}

static void
on_changed (LoftOutOfOfficeWindow *self)
{
  loft_banner_set (self->problem, NULL, NULL);
  update_save (self);
}

/* ---- closing ------------------------------------------------------------------------------ */

/* The question outlives the window by a moment, and must not look for it then. */
static void
on_response (LoftOutOfOfficeWindow *self, const char *response, GtkWindow *dialog)
{
  if (g_str_equal (response, "discard"))
    {
      gtk_window_set_transient_for (dialog, NULL);
      close_now (self);
    }
  else if (g_str_equal (response, "save"))
    on_save (self);
}

static void
ask (LoftOutOfOfficeWindow *self)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("Save Changes?"),
                                              _ ("The server does not have them yet."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Keep Editing"),
                                    "discard", _ ("_Discard"), "save", _ ("_Save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
loft_out_of_office_window_close_request (GtkWindow *window)
{
  LoftOutOfOfficeWindow *self = LOFT_OUT_OF_OFFICE_WINDOW (window);

  if (self->saving)
    {
      g_cancellable_cancel (self->cancellable);
      return TRUE;
    }
  if (!self->may_close && loft_out_of_office_form_is_changed (self->form))
    {
      ask (self);
      return TRUE;
    }
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  return GTK_WINDOW_CLASS (loft_out_of_office_window_parent_class)->close_request (window);
}

/* ---- building ----------------------------------------------------------------------------- */

static GtkWidget *
new_header (LoftOutOfOfficeWindow *self)
{
  GtkWidget *header = adw_header_bar_new ();

  self->cancel = gtk_button_new_with_label (_ ("Cancel"));
  self->save = gtk_button_new_with_label (_ ("Save"));
  self->progress = gtk_spinner_new ();
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->cancel), "window.close");
  gtk_widget_add_css_class (self->save, "suggested-action");
  gtk_widget_set_visible (self->progress, FALSE);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->save);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->progress);
  return header;
}

static GtkWidget *
new_loading (void)
{
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (spinner, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Asking the server"), -1);
  return spinner;
}

static GtkWidget *
new_form (LoftOutOfOfficeWindow *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *form = loft_out_of_office_form_new ();

  self->form = LOFT_OUT_OF_OFFICE_FORM (form);
  gtk_widget_set_margin_top (form, 18);
  gtk_widget_set_margin_bottom (form, 24);
  gtk_widget_set_margin_start (form, 12);
  gtk_widget_set_margin_end (form, 12);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 480);
  adw_clamp_set_child (ADW_CLAMP (clamp), form);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  g_signal_connect_swapped (form, "changed", G_CALLBACK (on_changed), self);
  return scroller;
}

static GtkWidget *
new_missing (LoftOutOfOfficeWindow *self)
{
  GtkWidget *page = adw_status_page_new ();

  self->missing = ADW_STATUS_PAGE (page);
  self->again = gtk_button_new_with_label (_ ("Try Again"));
  gtk_widget_add_css_class (self->again, "pill");
  gtk_widget_set_halign (self->again, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->again, "clicked", G_CALLBACK (read_again), self);
  adw_status_page_set_child (self->missing, self->again);
  return page;
}

static void
loft_out_of_office_window_dispose (GObject *object)
{
  LoftOutOfOfficeWindow *self = LOFT_OUT_OF_OFFICE_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->account);
  g_clear_object (&self->service);
  G_OBJECT_CLASS (loft_out_of_office_window_parent_class)->dispose (object);
}

static void
loft_out_of_office_window_class_init (LoftOutOfOfficeWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_out_of_office_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = loft_out_of_office_window_close_request;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
loft_out_of_office_window_init (LoftOutOfOfficeWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_window_set_title (GTK_WINDOW (self), _ ("Out of Office"));
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 520, 660);
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, -1);
  self->problem = g_object_new (LOFT_TYPE_BANNER, NULL);
  self->pages = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_transition_type (self->pages, GTK_STACK_TRANSITION_TYPE_CROSSFADE);
  gtk_stack_add_named (self->pages, new_loading (), "loading");
  gtk_stack_add_named (self->pages, new_form (self), "form");
  gtk_stack_add_named (self->pages, new_missing (self), "missing");
  gtk_widget_set_vexpand (GTK_WIDGET (self->pages), TRUE);
  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->pages));
  adw_window_set_content (ADW_WINDOW (self), box);
}

LoftOutOfOfficeWindow *
loft_out_of_office_window_present (GtkWindow *parent, LoftService *service,
                                   LoftMailAccount *account)
{
  LoftOutOfOfficeWindow *self =
    g_object_new (LOFT_TYPE_OUT_OF_OFFICE_WINDOW, "transient-for", parent, NULL);
  g_autofree char *title = NULL;

  self->service = g_object_ref (service);
  self->account = g_object_ref (account);
  /* Translators: the name of an account. */
  title = g_strdup_printf (_ ("Out of Office: %s"), loft_mail_account_get_name (account));
  gtk_window_set_title (GTK_WINDOW (self), title);
  loft_accessibility_prepare (GTK_WIDGET (self));
  gtk_window_present (GTK_WINDOW (self));
  read_again (self);
  return self;
}
