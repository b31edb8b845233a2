/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-composer-private.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-clock.h"
#include "loft-settings.h"
#include "loft-shortcuts.h"
#include "loft-ui.h"

#include <glib/gi18n.h>
#include <string.h>

#define IN_PLACE_HEIGHT 150
#define IN_PLACE_MAX    300
#define MAX_TITLE       200

enum { DONE, POP_OUT, TITLE_CHANGED, SAVED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftComposer, loft_composer, GTK_TYPE_WIDGET)

gboolean
loft_composer_get_signature_above (void)
{
  return loft_settings_get_boolean (LOFT_SETTING_SIGNATURE_ABOVE, FALSE);
}

void
loft_composer_tell (LoftComposer *self, LoftComposerMatter matter, const char *text)
{
  if (text == NULL && self->told != matter)
    return;
  self->told = matter;
  loft_banner_set (self->banner, text, NULL);
  /* What is too large would be said again with the next word. */
  if (text != NULL)
    loft_banner_set_dismissable (self->banner, matter != LOFT_COMPOSER_SIZE);
}

void
loft_composer_finish (LoftComposer *self)
{
  if (self->done)
    return;
  self->done = TRUE;
  g_clear_handle_id (&self->save_source, g_source_remove);
  g_signal_emit (self, signals[DONE], 0);
}

void
loft_composer_resume (LoftComposer *self)
{
  self->done = FALSE;
  self->discarded = FALSE;
  self->close_when_saved = FALSE;
  self->not_before = 0;
  loft_composer_update_actions (self);
}

void
loft_composer_tell_saved (LoftComposer *self)
{
  g_signal_emit (self, signals[SAVED], 0);
}

void
loft_composer_show_row (LoftComposer *self, LoftRecipientField field, gboolean focus)
{
  gtk_widget_set_visible (self->recipient_rows[field], TRUE);
  if (self->field_buttons[field] != NULL)
    gtk_widget_set_visible (self->field_buttons[field], FALSE);
  if (focus)
    gtk_widget_grab_focus (GTK_WIDGET (self->recipients[field]));
}

/* What changes while it is written */

static void
show_title (LoftComposer *self)
{
  const char *subject = gtk_editable_get_text (GTK_EDITABLE (self->subject));
  g_autofree char *start = g_strndup (subject, MAX_TITLE);
  g_autofree char *title =
    subject[0] != '\0' ? g_utf8_make_valid (start, -1) : g_strdup (_ ("New Message"));

  if (g_strcmp0 (title, self->title) == 0)
    return;
  g_free (self->title);
  self->title = g_steal_pointer (&title);
  g_signal_emit (self, signals[TITLE_CHANGED], 0);
}

void
loft_composer_changed (LoftComposer *self)
{
  show_title (self);
  if (!self->is_filling)
    loft_composer_touch (self);
}

static void
on_attachments_changed (LoftComposer *self)
{
  loft_composer_check_size (self);
  loft_composer_show_choices (self);
  loft_composer_changed (self);
}

static void
on_attachment_failed (LoftComposer *self, const char *text)
{
  loft_composer_tell (self, LOFT_COMPOSER_FILES, text);
}

static void
on_dismissed (LoftComposer *self)
{
  loft_composer_tell (self, self->told, NULL);
}

void
loft_composer_update_actions (LoftComposer *self)
{
  g_autofree char *label = loft_composer_send_label (self);

  adw_split_button_set_label (ADW_SPLIT_BUTTON (self->send_button), label);
  loft_composer_show_choices (self);
  g_signal_emit (self, signals[TITLE_CHANGED], 0);
}

/* Public */

const char *
loft_composer_get_title (LoftComposer *self)
{
  return self->title;
}

GActionGroup *
loft_composer_get_actions (LoftComposer *self)
{
  return G_ACTION_GROUP (self->actions);
}

gboolean
loft_composer_is_inline (LoftComposer *self)
{
  return self->in_place;
}

void
loft_composer_set_inline (LoftComposer *self, gboolean in_place)
{
  self->in_place = in_place;
  gtk_widget_set_visible (self->foot, in_place);
  gtk_widget_set_vexpand (GTK_WIDGET (self->scroller), !in_place);
  gtk_scrolled_window_set_propagate_natural_height (self->scroller, in_place);
  gtk_scrolled_window_set_max_content_height (self->scroller, in_place ? IN_PLACE_MAX : -1);
  gtk_scrolled_window_set_min_content_height (self->scroller, IN_PLACE_HEIGHT);
  if (in_place)
    gtk_widget_add_css_class (GTK_WIDGET (self), "in-place");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "in-place");
}

void
loft_composer_set_outgoing (LoftComposer *self, gint64 outgoing_id)
{
  self->outgoing_id = outgoing_id;
  g_set_object (&self->kept_in, loft_sender_get_account (self->chosen));
}

gboolean
loft_composer_is_of (LoftComposer *self, LoftMailAccount *account, gint64 outgoing_id)
{
  return self->kept_in == account && self->outgoing_id == outgoing_id;
}

void
loft_composer_set_not_before (LoftComposer *self, gint64 not_before)
{
  self->not_before = not_before > loft_clock_now () ? not_before : 0;
  loft_composer_update_actions (self);
}

void
loft_composer_focus (LoftComposer *self)
{
  if (loft_recipient_entry_is_empty (self->recipients[LOFT_RECIPIENT_TO]))
    gtk_widget_grab_focus (GTK_WIDGET (self->recipients[LOFT_RECIPIENT_TO]));
  else if (gtk_editable_get_text (GTK_EDITABLE (self->subject))[0] == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->subject));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

/* People */

static void
on_people (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftComposer) self = data;
  g_autoptr (LoftPeopleIndex) index = loft_people_index_load_finish (result, NULL);

  for (guint i = 0; index != NULL && self->box != NULL && i < LOFT_N_RECIPIENT_FIELDS; i++)
    loft_recipient_entry_set_people (self->recipients[i], index);
}

/* Object */

static void
loft_composer_dispose (GObject *object)
{
  LoftComposer *self = LOFT_COMPOSER (object);

  g_clear_handle_id (&self->save_source, g_source_remove);
  g_clear_handle_id (&self->upload_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  self->is_filling = TRUE;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_composer_parent_class)->dispose (object);
}

static void
loft_composer_finalize (GObject *object)
{
  LoftComposer *self = LOFT_COMPOSER (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->actions);
  g_clear_object (&self->chosen);
  g_clear_object (&self->senders);
  g_clear_object (&self->kept_in);
  g_clear_object (&self->service);
  g_ptr_array_unref (self->references);
  g_free (self->message_id);
  g_free (self->in_reply_to);
  g_free (self->objection);
  g_free (self->forwarded);
  g_free (self->title);
  G_OBJECT_CLASS (loft_composer_parent_class)->finalize (object);
}

static guint
new_signal (GType type, const char *name)
{
  return g_signal_new (name, type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
loft_composer_class_init (LoftComposerClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_composer_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_composer_finalize;
  signals[DONE] = new_signal (type, "done");
  signals[POP_OUT] = new_signal (type, "pop-out");
  signals[TITLE_CHANGED] = new_signal (type, "title-changed");
  signals[SAVED] = new_signal (type, "saved");
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "composer");
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
loft_composer_init (LoftComposer *self)
{
  self->references = g_ptr_array_new_with_free_func (g_free);
  self->cancellable = g_cancellable_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  loft_composer_add_actions (self);
  loft_shortcuts_add_to_widget (GTK_WIDGET (self), LOFT_SHORTCUT_COMPOSER);
}

static void
add_editor (LoftComposer *self)
{
  self->banner = g_object_new (LOFT_TYPE_BANNER, NULL);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->banner));
  g_signal_connect_swapped (self->banner, "dismissed", G_CALLBACK (on_dismissed), self);
  loft_composer_add_editor (self);
  self->attachments = LOFT_DRAFT_ATTACHMENTS (loft_draft_attachments_new ());
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->attachments));
  g_signal_connect_swapped (self->attachments, "changed", G_CALLBACK (on_attachments_changed),
                            self);
  g_signal_connect_swapped (self->attachments, "failed", G_CALLBACK (on_attachment_failed), self);
}

static GtkWidget *
add_foot_button (LoftComposer *self, const char *icon, const char *name, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  loft_accessibility_set_button_name (button, name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_add_css_class (button, "flat");
  gtk_box_append (GTK_BOX (self->foot), button);
  return button;
}

static void
add_foot (LoftComposer *self)
{
  g_autoptr (GMenuModel) later = loft_composer_new_later_menu ();
  g_autoptr (GMenuModel) menu = loft_composer_new_menu ();
  GtkWidget *more = gtk_menu_button_new ();
  GtkWidget *space = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (self->foot, "composer-foot");
  self->send_button = adw_split_button_new ();
  adw_split_button_set_menu_model (ADW_SPLIT_BUTTON (self->send_button), later);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->send_button), "composer.send");
  gtk_widget_add_css_class (self->send_button, "suggested-action");
  gtk_box_append (GTK_BOX (self->foot), self->send_button);
  add_foot_button (self, "mail-attachment-symbolic", _ ("Attach Files"), "composer.attach");
  gtk_widget_set_hexpand (space, TRUE);
  gtk_box_append (GTK_BOX (self->foot), space);
  add_foot_button (self, "view-fullscreen-symbolic", _ ("Write in a Window"), "composer.pop-out");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (more), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (more), menu);
  gtk_widget_set_tooltip_text (more, _ ("More"));
  gtk_widget_add_css_class (more, "flat");
  gtk_box_append (GTK_BOX (self->foot), more);
  add_foot_button (self, "user-trash-symbolic", _ ("Discard Draft"), "composer.discard");
  gtk_box_append (GTK_BOX (self->box), self->foot);
}

static void
on_online (LoftComposer *self)
{
  if (self->box != NULL)
    loft_composer_update_actions (self);
}

static void
start (LoftComposer *self, LoftService *service, LoftMailAccount *account)
{
  self->service = g_object_ref (service);
  self->senders = loft_sender_list (service, account);
  loft_composer_add_fields (self);
  add_editor (self);
  add_foot (self);
  loft_accessibility_prepare (GTK_WIDGET (self));
  loft_composer_set_inline (self, FALSE);
  g_signal_connect_object (service, "notify", G_CALLBACK (on_online), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < LOFT_N_RECIPIENT_FIELDS; i++)
    loft_recipient_entry_set_directories (self->recipients[i],
                                          loft_service_get_directories (service), -1);
  loft_people_index_load_async (service, self->cancellable, on_people, g_object_ref (self));
}

GtkWidget *
loft_composer_new (LoftService *service, LoftMailAccount *account, const LoftDraft *draft,
                   guint caret)
{
  LoftComposer *self = g_object_new (LOFT_TYPE_COMPOSER, NULL);

  start (self, service, account);
  loft_composer_fill (self, draft, caret);
  show_title (self);
  loft_composer_update_actions (self);
  return GTK_WIDGET (self);
}
