/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-subscribe-window.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-error-text.h"
#include "loft-sensitive.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_NAME 60

struct _LoftSubscribeWindow {
  AdwWindow parent_instance;

  LoftService *service;
  GCancellable *cancellable;
  GtkEditable *address;
  GtkEditable *name;
  GtkEditable *user;
  GtkEditable *password;
  GtkWidget *form;
  GtkWidget *note;
  GtkWidget *button;
  GtkWidget *spinner;
  gboolean is_named; /* by the person */
  gboolean is_guessing;
};

G_DEFINE_FINAL_TYPE (LoftSubscribeWindow, loft_subscribe_window, ADW_TYPE_WINDOW)

/* ---- addresses ---------------------------------------------------------------------------- */

char *
loft_subscribe_window_read_address (const char *text, gboolean *is_plain)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  const char *rest = g_ascii_strncasecmp (stripped, "webcal://", 9) == 0 ? stripped + 9 : stripped;
  g_autofree char *address =
    strstr (rest, "://") != NULL ? g_strdup (rest) : g_strconcat ("https://", rest, NULL);
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);

  *is_plain = uri != NULL && g_str_equal (g_uri_get_scheme (uri), "http");
  if (uri == NULL || (!*is_plain && !g_str_equal (g_uri_get_scheme (uri), "https")) ||
      g_uri_get_host (uri) == NULL || strchr (g_uri_get_host (uri), '.') == NULL ||
      g_uri_get_userinfo (uri) != NULL)
    return NULL;
  return g_steal_pointer (&address);
}

char *
loft_subscribe_window_guess_name (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  g_autofree char *name = uri != NULL ? g_path_get_basename (g_uri_get_path (uri)) : NULL;

  if (uri == NULL)
    return g_strdup ("");
  if (g_str_has_suffix (name, ".ics") && strlen (name) > 4)
    name[strlen (name) - 4] = '\0';
  else
    {
      g_free (name);
      name = g_strdup (g_uri_get_host (uri));
    }
  g_strdelimit (name, "_+", ' ');
  if (!g_utf8_validate (name, -1, NULL) || g_utf8_strlen (name, -1) > MAX_NAME)
    return g_strdup (g_uri_get_host (uri));
  return g_steal_pointer (&name);
}

/* ---- what is typed ------------------------------------------------------------------------ */

static void
say (LoftSubscribeWindow *self, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->note), text);
  gtk_widget_set_visible (self->note, *text != '\0');
}

static void
set_busy (LoftSubscribeWindow *self, gboolean busy)
{
  loft_widget_set_sensitive (self->form, !busy);
  gtk_widget_set_visible (self->spinner, busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
  gtk_widget_set_sensitive (self->button, !busy);
}

static void
on_typed (LoftSubscribeWindow *self)
{
  gboolean is_plain = FALSE;
  g_autofree char *address =
    loft_subscribe_window_read_address (gtk_editable_get_text (self->address), &is_plain);
  g_autofree char *name = address != NULL && !self->is_named
                            ? loft_subscribe_window_guess_name (address)
                            : g_strdup (gtk_editable_get_text (self->name));

  self->is_guessing = TRUE;
  if (!self->is_named)
    gtk_editable_set_text (self->name, address != NULL ? name : "");
  self->is_guessing = FALSE;
  gtk_widget_set_sensitive (self->button, address != NULL && *name != '\0');
  say (self, address != NULL && is_plain
               ? _ ("Without encryption, anybody on the way can read and change this calendar.")
               : "");
}

static void
on_named (LoftSubscribeWindow *self)
{
  if (self->is_guessing)
    return;
  self->is_named = TRUE;
  on_typed (self);
}

/* ---- subscribing -------------------------------------------------------------------------- */

/* Names of accounts are their own. */
static char *
choose_name (LoftSubscribeWindow *self)
{
  g_autofree char *wished = g_strstrip (g_strdup (gtk_editable_get_text (self->name)));
  char *name = g_strdup (wished);

  for (guint i = 2; loft_service_find_account (self->service, name) != NULL; i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s %u", wished, i);
    }
  return name;
}

static LoftAccount *
make_account (LoftSubscribeWindow *self)
{
  gboolean is_plain = FALSE;
  char *address =
    loft_subscribe_window_read_address (gtk_editable_get_text (self->address), &is_plain);
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  LoftAccount *account = loft_account_new ("ics");
  int port = g_uri_get_port (uri);

  g_free (account->calendars);
  account->calendars = address;
  g_free (account->name);
  account->name = choose_name (self);
  g_free (account->incoming.host);
  account->incoming.host = g_strdup (g_uri_get_host (uri));
  account->incoming.port = (guint16) (port > 0 ? port : is_plain ? 80 : 443);
  account->incoming.security = is_plain ? LOFT_SECURITY_NONE : LOFT_SECURITY_TLS;
  g_free (account->incoming.user);
  account->incoming.user = g_strstrip (g_strdup (gtk_editable_get_text (self->user)));
  return account;
}

static void
fail (LoftSubscribeWindow *self, const char *sentence, const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = loft_error_text_with_details (sentence, error);
  set_busy (self, FALSE);
  say (self, text);
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftSubscribeWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (loft_service_add_account_finish (LOFT_SERVICE (source), result, &error) != NULL)
    gtk_window_close (GTK_WINDOW (self));
  else
    fail (self, _ ("The calendar could not be added."), error);
}

typedef struct {
  LoftSubscribeWindow *self; /* (owned) */
  LoftAccount *account; /* (owned) */
} Check;

static const char *
get_password (LoftSubscribeWindow *self)
{
  const char *password = gtk_editable_get_text (self->password);

  return *password != '\0' ? password : NULL;
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Check *check = user_data;
  g_autoptr (LoftSubscribeWindow) self = check->self;
  g_autoptr (LoftAccount) account = check->account;
  g_autoptr (GError) error = NULL;

  g_free (check);
  if (loft_service_check_account_finish (LOFT_SERVICE (source), result, NULL, &error))
    loft_service_add_account_async (self->service, account, get_password (self), self->cancellable,
                                    on_added, g_object_ref (self));
  else
    fail (self, _ ("There is no calendar to be had at this address."), error);
}

static void
subscribe (LoftSubscribeWindow *self)
{
  Check *check;

  if (!gtk_widget_get_sensitive (self->button))
    return;
  check = g_new0 (Check, 1);
  check->self = g_object_ref (self);
  check->account = make_account (self);
  say (self, "");
  set_busy (self, TRUE);
  loft_service_check_account_async (self->service, check->account, get_password (self),
                                    self->cancellable, on_checked, check);
}

/* ---- the window --------------------------------------------------------------------------- */

static GtkWidget *
new_entry (GtkWidget *group, GtkWidget *row, const char *title, GtkEditable **editable)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  *editable = GTK_EDITABLE (row);
  return row;
}

static GtkWidget *
new_form (LoftSubscribeWindow *self)
{
  GtkWidget *form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *what = adw_preferences_group_new ();
  GtkWidget *who = adw_preferences_group_new ();

  new_entry (what, adw_entry_row_new (), _ ("Address of the Calendar"), &self->address);
  new_entry (what, adw_entry_row_new (), _ ("Name"), &self->name);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (what),
                                         _ ("A calendar that somebody publishes on the web. It is "
                                            "kept up to date and can be read only."));
  new_entry (who, adw_entry_row_new (), _ ("User Name"), &self->user);
  new_entry (who, adw_password_entry_row_new (), _ ("Password"), &self->password);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (who),
                                         _ ("Only where the calendar is not for everybody."));
  gtk_box_append (GTK_BOX (form), what);
  gtk_box_append (GTK_BOX (form), who);
  g_signal_connect_swapped (self->address, "changed", G_CALLBACK (on_typed), self);
  g_signal_connect_swapped (self->name, "changed", G_CALLBACK (on_named), self);
  g_signal_connect_swapped (self->address, "entry-activated", G_CALLBACK (subscribe), self);
  g_signal_connect_swapped (self->password, "entry-activated", G_CALLBACK (subscribe), self);
  return form;
}

static GtkWidget *
new_header (LoftSubscribeWindow *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));

  self->button = gtk_button_new_with_mnemonic (_ ("_Subscribe"));
  self->spinner = gtk_spinner_new ();
  gtk_widget_set_visible (self->spinner, FALSE);
  gtk_widget_set_sensitive (self->button, FALSE);
  gtk_widget_add_css_class (self->button, "suggested-action");
  gtk_widget_add_css_class (header, "flat");
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->button);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->spinner);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_close), self);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (subscribe), self);
  return header;
}

static GtkWidget *
new_content (LoftSubscribeWindow *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->form = new_form (self);
  self->note = gtk_label_new (NULL);
  g_object_set (self->note, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "xalign", 0.0,
                "visible", FALSE, NULL);
  gtk_box_append (GTK_BOX (box), self->form);
  gtk_box_append (GTK_BOX (box), self->note);
  g_object_set (box, "margin-top", 12, "margin-bottom", 18, "margin-start", 12, "margin-end", 12,
                NULL);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  g_object_set (scrolled, "child", clamp, "hscrollbar-policy", GTK_POLICY_NEVER,
                "propagate-natural-height", TRUE, "vexpand", TRUE, NULL);
  return scrolled;
}

/* Nothing is added to what is not looked at any more. */
static void
loft_subscribe_window_dispose (GObject *object)
{
  LoftSubscribeWindow *self = LOFT_SUBSCRIBE_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->service);
  G_OBJECT_CLASS (loft_subscribe_window_parent_class)->dispose (object);
}

static gboolean
on_close (GtkWindow *window)
{
  g_cancellable_cancel (LOFT_SUBSCRIBE_WINDOW (window)->cancellable);
  return FALSE;
}

static void
loft_subscribe_window_finalize (GObject *object)
{
  g_object_unref (LOFT_SUBSCRIBE_WINDOW (object)->cancellable);
  G_OBJECT_CLASS (loft_subscribe_window_parent_class)->finalize (object);
}

static void
loft_subscribe_window_class_init (LoftSubscribeWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_subscribe_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_subscribe_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
loft_subscribe_window_init (LoftSubscribeWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->cancellable = g_cancellable_new ();
  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), new_content (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Subscribe to Calendar"));
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 460, 440);
  gtk_widget_set_size_request (GTK_WIDGET (self), 340, 294);
  g_signal_connect (self, "close-request", G_CALLBACK (on_close), NULL);
  loft_accessibility_prepare (GTK_WIDGET (self));
}

void
loft_subscribe_window_present (GtkWindow *parent, LoftService *service, const char *address)
{
  LoftSubscribeWindow *self =
    g_object_new (LOFT_TYPE_SUBSCRIBE_WINDOW, "transient-for", parent, NULL);

  self->service = g_object_ref (service);
  if (address != NULL)
    gtk_editable_set_text (self->address, address);
  gtk_widget_grab_focus (GTK_WIDGET (self->address));
  gtk_window_present (GTK_WINDOW (self));
}
