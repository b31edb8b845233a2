/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-identity-window.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-banner.h"
#include "loft-found-text.h"
#include "loft-recipient-text.h"

#include <glib/gi18n.h>

#define MAX_SIGNATURE      10000 /* characters */
#define MAX_SIGNATURE_HTML 100000
#define SIGNATURE_HEIGHT   110

struct _LoftIdentityWindow {
  AdwWindow parent_instance;

  LoftBanner *problem;
  GtkWidget *content;
  GtkEditable *name;
  GtkEditable *address;
  GtkEditable *reply_to;
  GtkEditable *organization;
  GtkTextBuffer *signature;
  GtkTextBuffer *signature_html;
  GtkWidget *signature_view;
  GtkWidget *html_view;
  GtkSwitch *usual;
};

enum { DONE, REMOVED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftIdentityWindow, loft_identity_window, ADW_TYPE_WINDOW)

static char *
text_of (GtkEditable *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (row)));
}

static char *
text_of_buffer (GtkTextBuffer *buffer)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strchomp (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

static void
set (char **field, char *value)
{
  g_free (*field);
  *field = value;
}

LoftIdentity *
loft_identity_window_read (LoftIdentityWindow *self)
{
  g_autofree char *name = text_of (self->name);
  g_autofree char *address = text_of (self->address);
  LoftIdentity *identity = loft_identity_new (name, address);

  set (&identity->reply_to, text_of (self->reply_to));
  set (&identity->organization, text_of (self->organization));
  set (&identity->signature, text_of_buffer (self->signature));
  set (&identity->signature_html, text_of_buffer (self->signature_html));
  return identity;
}

/* What cannot stay */

static gboolean
complain (LoftIdentityWindow *self, const char *sentence, gpointer field)
{
  loft_banner_set (self->problem, sentence, NULL);
  gtk_widget_add_css_class (field, "error");
  gtk_widget_grab_focus (field);
  return FALSE;
}

/* (transfer full) (nullable) */
static char *
objection_to (const char *address)
{
  char *sentence = loft_found_text_bad_address (address);

  if (sentence == NULL && !loft_recipient_text_is_address (address))
    sentence = g_strdup (_ ("No mail can be sent to this address."));
  return sentence;
}

static gboolean
check (LoftIdentityWindow *self)
{
  g_autoptr (LoftIdentity) identity = loft_identity_window_read (self);
  g_autofree char *of_address = objection_to (identity->address);
  g_autofree char *of_reply_to =
    identity->reply_to[0] != '\0' ? objection_to (identity->reply_to) : NULL;

  if (of_address != NULL)
    return complain (self, of_address, self->address);
  if (of_reply_to != NULL)
    return complain (self, of_reply_to, self->reply_to);
  if (g_utf8_strlen (identity->signature, -1) > MAX_SIGNATURE)
    return complain (self, _ ("This signature is too long for the end of a message."),
                     self->signature_view);
  if (g_utf8_strlen (identity->signature_html, -1) > MAX_SIGNATURE_HTML)
    return complain (self, _ ("This signature is too long for the end of a message."),
                     self->html_view);
  return TRUE;
}

static void
on_changed (LoftIdentityWindow *self)
{
  loft_banner_set (self->problem, NULL, NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (self->address), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->reply_to), "error");
  gtk_widget_remove_css_class (self->signature_view, "error");
  gtk_widget_remove_css_class (self->html_view, "error");
}

static void
on_done (LoftIdentityWindow *self)
{
  if (!check (self))
    return;
  g_signal_emit (self, signals[DONE], 0, gtk_switch_get_active (self->usual));
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_remove (LoftIdentityWindow *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
  gtk_window_close (GTK_WINDOW (self));
}

/* Rows */

static AdwPreferencesGroup *
add_group (LoftIdentityWindow *self, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  gtk_box_append (GTK_BOX (self->content), group);
  return ADW_PREFERENCES_GROUP (group);
}

static GtkEditable *
add_entry (LoftIdentityWindow *self, AdwPreferencesGroup *group, const char *title,
           GtkInputPurpose purpose)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row), purpose);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (row, "entry-activated", G_CALLBACK (on_done), self);
  adw_preferences_group_add (group, row);
  return GTK_EDITABLE (row);
}

/* A text of several lines as a card. */
static GtkWidget *
add_text (LoftIdentityWindow *self, AdwPreferencesGroup *group, const char *label,
          gboolean is_source, GtkTextBuffer **buffer)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), is_source);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_widget_add_css_class (view, "identity-text");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), SIGNATURE_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_widget_set_overflow (scroller, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (scroller, "card");
  adw_preferences_group_add (group, scroller);
  *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_signal_connect_swapped (*buffer, "changed", G_CALLBACK (on_changed), self);
  return view;
}

static void
add_fields (LoftIdentityWindow *self)
{
  AdwPreferencesGroup *group = add_group (self, "", NULL);

  self->name = add_entry (self, group, _ ("Your Name"), GTK_INPUT_PURPOSE_NAME);
  self->address = add_entry (self, group, _ ("Email Address"), GTK_INPUT_PURPOSE_EMAIL);
  self->reply_to =
    add_entry (self, group, _ ("Answers Go To Another Address"), GTK_INPUT_PURPOSE_EMAIL);
  self->organization = add_entry (self, group, _ ("Organization"), GTK_INPUT_PURPOSE_FREE_FORM);
}

static void
add_signatures (LoftIdentityWindow *self)
{
  AdwPreferencesGroup *plain =
    add_group (self, _ ("Signature"), _ ("Stands at the end of what you write"));
  AdwPreferencesGroup *html = add_group (self, _ ("Signature in HTML"),
                                         _ ("For formatted messages; empty for the one above"));

  self->signature_view = add_text (self, plain, _ ("Signature"), FALSE, &self->signature);
  self->html_view = add_text (self, html, _ ("Signature in HTML"), TRUE, &self->signature_html);
}

static void
add_end (LoftIdentityWindow *self, gboolean is_usual, gboolean can_remove)
{
  AdwPreferencesGroup *group = add_group (self, "", NULL);
  GtkWidget *row = adw_action_row_new ();

  self->usual = GTK_SWITCH (gtk_switch_new ());
  gtk_switch_set_active (self->usual, is_usual);
  gtk_widget_set_valign (GTK_WIDGET (self->usual), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->usual), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Use for New Messages"), -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Use for New Messages"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (self->usual));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), GTK_WIDGET (self->usual));
  gtk_widget_set_visible (row, !is_usual);
  adw_preferences_group_add (group, row);
  if (!can_remove)
    return;
  row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Remove Identity"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_add_css_class (row, "account-remove");
  g_signal_connect_swapped (row, "activated", G_CALLBACK (on_remove), self);
  adw_preferences_group_add (group, row);
}

/* Frame */

static GtkWidget *
new_header (LoftIdentityWindow *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_label (_ ("Cancel"));
  GtkWidget *done = gtk_button_new_with_label (_ ("Done"));

  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  gtk_widget_add_css_class (done, "suggested-action");
  g_signal_connect_swapped (done, "clicked", G_CALLBACK (on_done), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), done);
  return header;
}

static GtkWidget *
new_body (LoftIdentityWindow *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  gtk_widget_set_margin_top (self->content, 18);
  gtk_widget_set_margin_bottom (self->content, 24);
  gtk_widget_set_margin_start (self->content, 12);
  gtk_widget_set_margin_end (self->content, 12);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 480);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->content);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

static void
add_close_key (GtkWidget *widget)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape,
                                                                                  0),
                                                          gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (widget, keys);
}

static void
loft_identity_window_class_init (LoftIdentityWindowClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  signals[DONE] = g_signal_new ("done", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                1, G_TYPE_BOOLEAN);
  signals[REMOVED] =
    g_signal_new ("removed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
loft_identity_window_init (LoftIdentityWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_window_set_title (GTK_WINDOW (self), _ ("Identity"));
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 480, 620);
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, -1);
  self->problem = g_object_new (LOFT_TYPE_BANNER, NULL);
  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));
  gtk_box_append (GTK_BOX (box), new_body (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  add_close_key (GTK_WIDGET (self));
}

static void
fill (LoftIdentityWindow *self, const LoftIdentity *identity)
{
  gtk_editable_set_text (self->name, identity->name);
  gtk_editable_set_text (self->address, identity->address);
  gtk_editable_set_text (self->reply_to, identity->reply_to);
  gtk_editable_set_text (self->organization, identity->organization);
  gtk_text_buffer_set_text (self->signature, identity->signature, -1);
  gtk_text_buffer_set_text (self->signature_html, identity->signature_html, -1);
}

LoftIdentityWindow *
loft_identity_window_present (GtkWindow *parent, const LoftIdentity *identity, gboolean is_usual,
                              gboolean can_remove)
{
  LoftIdentityWindow *self = g_object_new (LOFT_TYPE_IDENTITY_WINDOW, NULL);

  add_fields (self);
  add_signatures (self);
  add_end (self, is_usual, can_remove);
  if (identity != NULL)
    fill (self, identity);
  loft_accessibility_prepare (GTK_WIDGET (self));
  gtk_window_set_transient_for (GTK_WINDOW (self), parent);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (identity == NULL ? GTK_WIDGET (self->name) : self->signature_view);
  return self;
}
