/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-composer-private.h"

#include "config.h"
#include "loft-clock.h"
#include "loft-send-time-dialog.h"
#include "loft-send-time.h"
#include "loft-spelling.h"

#include <glib/gi18n.h>

static void
on_send (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_composer_send (data);
}

static void
on_later (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftComposer *self = data;
  gint32 i = g_variant_get_int32 (parameter);

  self->not_before =
    i < 0 || i >= LOFT_SEND_TIMES ? 0 : loft_send_time_get ((guint) i, loft_clock_now ());
  loft_composer_update_actions (self);
}

static void
on_time_chosen (gint64 when, gpointer data)
{
  loft_composer_set_not_before (data, when);
}

static void
on_choose_time (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_send_time_dialog_present (data, LOFT_COMPOSER (data)->not_before, on_time_chosen, data);
}

static void
on_attach (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_draft_attachments_choose (LOFT_COMPOSER (data)->attachments);
}

static void
on_show_cc (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_composer_show_row (data, LOFT_RECIPIENT_CC, TRUE);
}

static void
on_show_bcc (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_composer_show_row (data, LOFT_RECIPIENT_BCC, TRUE);
}

static void
on_show_reply_to (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_composer_show_row (data, LOFT_RECIPIENT_REPLY_TO, TRUE);
}

static const struct {
  const char *name;
  const char *label;
} priorities[] = {
  [LOFT_PRIORITY_NORMAL] = { "normal", NC_ ("priority", "_Normal") },
  [LOFT_PRIORITY_HIGH] = { "high", NC_ ("priority", "_High") },
  [LOFT_PRIORITY_LOW] = { "low", NC_ ("priority", "_Low") },
};

static void
on_priority (GSimpleAction *action, GVariant *state, gpointer data)
{
  LoftComposer *self = data;

  for (guint i = 0; i < G_N_ELEMENTS (priorities); i++)
    if (g_str_equal (g_variant_get_string (state, NULL), priorities[i].name))
      self->priority = (LoftPriority) i;
  g_simple_action_set_state (action, state);
  loft_composer_changed (self);
}

static void
on_receipt (GSimpleAction *action, GVariant *state, gpointer data)
{
  LoftComposer *self = data;

  self->wants_receipt = g_variant_get_boolean (state);
  g_simple_action_set_state (action, state);
  loft_composer_changed (self);
}

static void
on_report (GSimpleAction *action, GVariant *state, gpointer data)
{
  LoftComposer *self = data;

  self->wants_report = g_variant_get_boolean (state);
  g_simple_action_set_state (action, state);
  loft_composer_changed (self);
}

static void
on_save_template (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_composer_save_template (data);
}

static void
on_scale_pictures (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_composer_scale_pictures (data);
}

static void
on_rich (GSimpleAction *action, GVariant *state, gpointer data)
{
  loft_composer_switch_editor (data, g_variant_get_boolean (state));
}

static void
on_pop_out (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_signal_emit_by_name (data, "pop-out");
}

static void
on_discard (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftComposer *self = data;

  if (self->sending)
    return;
  if (self->touched)
    loft_composer_close (self);
  else
    loft_composer_discard (self);
}

/* Suggestions go first. */
static void
on_close (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftComposer *self = data;

  for (guint i = 0; i < LOFT_N_RECIPIENT_FIELDS; i++)
    {
      if (loft_recipient_entry_get_n_suggested (self->recipients[i]) == 0)
        continue;
      loft_recipient_entry_press (self->recipients[i], GDK_KEY_Escape);
      return;
    }
  loft_composer_close (self);
}

/* Several languages at once: each is switched by itself. */
static void
on_language (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftComposer *self = data;
  const char *language = g_variant_get_string (parameter, NULL);
  LoftSpelling *spelling = loft_spelling_get ();
  g_autoptr (GStrvBuilder) chosen = g_strv_builder_new ();
  g_auto (GStrv) languages = NULL;
  gboolean had = FALSE;

  for (guint i = 0; spelling != NULL && loft_spelling_get_languages (spelling)[i] != NULL; i++)
    {
      const char *each = loft_spelling_get_languages (spelling)[i];

      if (g_str_equal (each, language))
        had = TRUE;
      else
        g_strv_builder_add (chosen, each);
    }
  if (!had)
    g_strv_builder_add (chosen, language);
  languages = g_strv_builder_end (chosen);
  loft_spelling_set_languages ((const char *const *) languages);
  loft_editor_check_spelling (self->editor);
}

static const GActionEntry entries[] = {
  { "send", on_send },
  { "later", on_later, "i" },
  { "choose-time", on_choose_time },
  { "attach", on_attach },
  { "show-cc", on_show_cc },
  { "show-bcc", on_show_bcc },
  { "show-reply-to", on_show_reply_to },
  { "priority", NULL, "s", "'normal'", on_priority },
  { "receipt", NULL, NULL, "false", on_receipt },
  { "report", NULL, NULL, "false", on_report },
  { "scale-pictures", on_scale_pictures },
  { "rich", NULL, NULL, "false", on_rich },
  { "save-template", on_save_template },
  { "language", on_language, "s" },
  { "pop-out", on_pop_out },
  { "discard", on_discard },
  { "close", on_close },
};

void
loft_composer_add_actions (LoftComposer *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "composer", G_ACTION_GROUP (self->actions));
}

static void
show_choice (LoftComposer *self, const char *action, gboolean is_on)
{
  g_simple_action_set_state (G_SIMPLE_ACTION (
                               g_action_map_lookup_action (G_ACTION_MAP (self->actions), action)),
                             g_variant_new_boolean (is_on));
}

void
loft_composer_show_choices (LoftComposer *self)
{
  g_simple_action_set_state (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "priority")),
    g_variant_new_string (priorities[self->priority].name));
  show_choice (self, "receipt", self->wants_receipt);
  show_choice (self, "report", self->wants_report);
  /* Only where the server would do it, once that is known. */
  g_simple_action_set_enabled (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "report")),
    self->wants_report || (self->chosen != NULL && loft_mail_account_gives_reports (
                                                     loft_sender_get_account (self->chosen))));
  g_simple_action_set_enabled (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "scale-pictures")),
    self->attachments != NULL && loft_composer_can_scale_pictures (self));
}

char *
loft_composer_send_label (LoftComposer *self)
{
  g_autofree char *time = NULL;

  if (self->not_before != 0)
    {
      time = loft_send_time_short (self->not_before, loft_clock_now ());
      /* Translators: a button; %s is a time, "18:00" or "Mon 08:00". */
      return g_strdup_printf (_ ("Send at %s"), time);
    }
  if (loft_service_get_forced_offline (self->service) || !loft_service_get_online (self->service))
    return g_strdup (C_ ("composer", "Queue"));
  return g_strdup (C_ ("composer", "Send"));
}

/* Menus */

static void
append (GMenu *menu, const char *label, const char *action, int target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "i", target);
  g_menu_append_item (menu, item);
}

GMenuModel *
loft_composer_new_later_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) now = g_menu_new ();
  g_autoptr (GMenu) later = g_menu_new ();

  append (now, _ ("Send _Now"), "composer.later", -1);
  for (guint i = 0; i < LOFT_SEND_TIMES; i++)
    {
      g_autofree char *label = loft_send_time_describe (i, loft_clock_now ());

      append (later, label, "composer.later", (int) i);
    }
  g_menu_append (later, _ ("At _Another Time…"), "composer.choose-time");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (now));
  g_menu_append_section (menu, _ ("Send Later"), G_MENU_MODEL (later));
  return G_MENU_MODEL (menu);
}

static GMenuModel *
new_languages_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_auto (GStrv) languages = loft_spelling_list_languages ();

  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (languages[i], NULL);

      g_menu_item_set_action_and_target (item, "composer.language", "s", languages[i]);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

static GMenuModel *
new_priorities_menu (void)
{
  static const LoftPriority order[] = { LOFT_PRIORITY_HIGH, LOFT_PRIORITY_NORMAL,
                                        LOFT_PRIORITY_LOW };
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_autoptr (GMenuItem) item =
        g_menu_item_new (g_dpgettext2 (NULL, "priority", priorities[order[i]].label), NULL);

      g_menu_item_set_action_and_target (item, "composer.priority", "s", priorities[order[i]].name);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

GMenuModel *
loft_composer_new_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) fields = g_menu_new ();
  g_autoptr (GMenu) message = g_menu_new ();
  g_autoptr (GMenu) end = g_menu_new ();
  g_autoptr (GMenuModel) languages = new_languages_menu ();
  g_autoptr (GMenuModel) priority = new_priorities_menu ();

  g_menu_append (fields, _ ("Add _Cc"), "composer.show-cc");
  g_menu_append (fields, _ ("Add _Bcc"), "composer.show-bcc");
  g_menu_append (fields, _ ("Add _Reply-To"), "composer.show-reply-to");
  g_menu_append_submenu (message, _ ("_Priority"), priority);
  g_menu_append (message, _ ("Ask for a _Read Receipt"), "composer.receipt");
  g_menu_append (message, _ ("Ask for a De_livery Report"), "composer.report");
  g_menu_append (message, _ ("Scale _Pictures…"), "composer.scale-pictures");
  if (g_menu_model_get_n_items (languages) > 1)
    g_menu_append_submenu (message, _ ("_Spelling"), languages);
  g_menu_append (end, _ ("Save as _Template"), "composer.save-template");
  g_menu_append (end, _ ("_Discard Draft"), "composer.discard");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (fields));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (message));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (end));
  return G_MENU_MODEL (menu);
}
