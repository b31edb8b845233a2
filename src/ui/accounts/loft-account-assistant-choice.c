/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-assistant-private.h"

#include "config.h"
#include "loft-account-finder.h"
#include "loft-account-kinds.h"
#include "loft-found-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* Only what can be read is chosen from, and first what keeps the mail on the server. */
static const char *const kinds[] = { "imap", "pop3", LOFT_ACCOUNT_KIND_EXCHANGE,
                                     LOFT_FOUND_KIND_AUTODISCOVER };

typedef struct {
  LoftFoundAccount *found; /* (borrowed) */
  const char *kind; /* static */
} Choice;

static const LoftFoundServer *
server_of (const Choice *choice)
{
  return loft_found_account_get_server (choice->found, choice->kind);
}

static const LoftFoundServer *
chosen_server (LoftAccountAssistant *self)
{
  return loft_found_account_get_server (self->chosen, self->kind);
}

static gboolean
is_same (const LoftFoundServer *a, const LoftFoundServer *b)
{
  return a->port == b->port && a->security == b->security && strcmp (a->host, b->host) == 0;
}

/* Two sources that say the same are one; the more trusted one is told. */
static gboolean
is_repeated (GArray *list, const Choice *choice)
{
  for (guint i = 0; i < list->len; i++)
    if (is_same (server_of (&g_array_index (list, Choice, i)), server_of (choice)))
      return TRUE;
  return FALSE;
}

/* (transfer full) of Choice. */
static GArray *
choices (LoftAccountAssistant *self)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Choice));

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint j = 0; self->found != NULL && j < self->found->len; j++)
      {
        Choice choice = { g_ptr_array_index (self->found, j), kinds[i] };

        if (server_of (&choice) != NULL && !is_repeated (list, &choice))
          g_array_append_val (list, choice);
      }
  return list;
}

guint
loft_account_assistant_count_choices (LoftAccountAssistant *self)
{
  g_autoptr (GArray) list = choices (self);

  return list->len;
}

/* What a provider wants that is known */

gboolean
loft_account_assistant_takes_password (const LoftFoundAccount *found)
{
  const LoftFoundServer *server = loft_found_account_get_server (found, "imap");

  return server == NULL || server->ways == 0 || (server->ways & LOFT_SIGN_IN_PASSWORD) != 0;
}

static char *
hint_for (const LoftFoundAccount *found)
{
  if (found->servers->len == 0)
    return g_strdup_printf (_ ("%s has no servers for mail programs like this one."),
                            found->provider);
  if (!loft_account_assistant_takes_password (found))
    return g_strdup_printf (_ ("%s signs people in by its own page in the browser."),
                            found->provider);
  if (found->app_password_url[0] != '\0')
    return g_strdup_printf (
      _ ("%s wants a password made for this program here, not the one of its web pages."),
      found->provider);
  return NULL;
}

void
loft_account_assistant_show_hint (const LoftFoundAccount *found, GtkWidget *box, GtkLabel *text,
                                  GtkLinkButton *link)
{
  g_autofree char *hint = found == NULL ? NULL : hint_for (found);
  gboolean make =
    hint != NULL && found->servers->len > 0 && loft_account_assistant_takes_password (found);
  const char *url = hint == NULL ? "" : make ? found->app_password_url : found->help_url;

  gtk_widget_set_visible (box, hint != NULL);
  if (hint == NULL)
    return;
  gtk_label_set_text (text, hint);
  gtk_widget_set_visible (GTK_WIDGET (link), g_str_has_prefix (url, "https://"));
  gtk_link_button_set_uri (link, url);
  gtk_button_set_label (GTK_BUTTON (link),
                        make ? _ ("Make an App Password…") : _ ("What the Provider Says…"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (link), url);
}

/* The page */

static void
show_warning (LoftAccountAssistant *self)
{
  const LoftFoundServer *server = chosen_server (self);
  g_autofree char *domain = loft_account_assistant_dup_domain (self);
  g_autofree char *text = loft_found_text_warning (self->chosen, server, domain);
  gboolean plain = server->security == LOFT_SECURITY_NONE;

  gtk_label_set_text (self->warning_text, text);
  gtk_widget_set_visible (self->warning, text[0] != '\0');
  gtk_button_set_label (self->agree, plain             ? _ ("Sign In Without Protection")
                                     : text[0] != '\0' ? _ ("Agree and Sign In")
                                                       : _ ("Sign In"));
  gtk_widget_remove_css_class (GTK_WIDGET (self->agree), "suggested-action");
  gtk_widget_remove_css_class (GTK_WIDGET (self->agree), "destructive-action");
  gtk_widget_add_css_class (GTK_WIDGET (self->agree),
                            plain ? "destructive-action" : "suggested-action");
}

static void
select_choice (LoftAccountAssistant *self, const Choice *choice)
{
  LoftFoundAccount *found = choice->found;

  if (found != self->chosen || choice->kind != self->kind)
    {
      loft_found_account_ref (found);
      g_clear_pointer (&self->chosen, loft_found_account_unref);
      self->chosen = found;
      self->kind = choice->kind;
      self->agreed = FALSE;
      g_clear_pointer (&self->trust, g_free);
    }
  show_warning (self);
  loft_account_assistant_show_hint (self->known == NULL ? found : NULL, self->found_hint,
                                    self->found_hint_text, self->found_hint_link);
}

static void
on_toggled (GtkCheckButton *button, gpointer data)
{
  const Choice choice = { g_object_get_data (G_OBJECT (button), "loft-found"),
                          g_object_get_data (G_OBJECT (button), "loft-kind") };

  if (gtk_check_button_get_active (button))
    select_choice (data, &choice);
}

/* (transfer full) (nullable) what is special about a kind. */
static char *
kind_text (const char *kind)
{
  if (loft_account_kinds_is_exchange (kind))
    return g_strdup (_ ("Exchange: mail, calendars, contacts and tasks; it sends mail, too"));
  if (g_str_equal (kind, LOFT_FOUND_KIND_AUTODISCOVER))
    return g_strdup (_ ("Exchange: tells where your mailbox is when you sign in there"));
  return g_str_equal (kind, "pop3")
           ? g_strdup (_ ("POP3: mail is picked up from the inbox and kept on this computer"))
           : NULL;
}

/* (transfer full) */
static char *
lines_of (const Choice *choice)
{
  g_autofree char *kind = kind_text (choice->kind);
  g_autofree char *source = loft_found_text_source (choice->found);
  g_autofree char *others = loft_found_text_others (choice->found);
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();

  if (kind != NULL)
    g_ptr_array_add (lines, kind);
  g_ptr_array_add (lines, source);
  if (others[0] != '\0')
    g_ptr_array_add (lines, others);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static void
add_choice (LoftAccountAssistant *self, const Choice *choice, gboolean alone,
            GtkCheckButton **group)
{
  GtkWidget *row = adw_action_row_new ();
  g_autoptr (GtkWidget) check = g_object_ref_sink (gtk_check_button_new ());
  g_autofree char *server = loft_found_text_server (server_of (choice));
  g_autofree char *lines = lines_of (choice);
  g_autofree char *title = g_markup_escape_text (server, -1);
  g_autofree char *subtitle = g_markup_escape_text (lines, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), *group);
  *group = GTK_CHECK_BUTTON (check);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, server,
                                  -1);
  g_object_set_data_full (G_OBJECT (check), "loft-found", loft_found_account_ref (choice->found),
                          (GDestroyNotify) loft_found_account_unref);
  g_object_set_data (G_OBJECT (check), "loft-kind", (gpointer) choice->kind);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               choice->found == self->chosen && choice->kind == self->kind);
  g_signal_connect (check, "toggled", G_CALLBACK (on_toggled), self);
  /* One alone needs no mark. */
  if (!alone)
    {
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
    }
  adw_preferences_group_add (self->choices, row);
  g_ptr_array_add (self->rows, row);
}

static void
clear_choices (LoftAccountAssistant *self)
{
  for (guint i = 0; self->rows != NULL && i < self->rows->len; i++)
    adw_preferences_group_remove (self->choices, g_ptr_array_index (self->rows, i));
  g_clear_pointer (&self->rows, g_ptr_array_unref);
}

static void
show_choices (LoftAccountAssistant *self, GArray *list)
{
  GtkCheckButton *group = NULL;

  clear_choices (self);
  self->rows = g_ptr_array_new ();
  for (guint i = 0; i < list->len; i++)
    add_choice (self, &g_array_index (list, Choice, i), list->len == 1, &group);
  self->origin = "found";
  loft_account_assistant_show_page (self, "found");
}

/* Deciding */

/* Of the kind that is proposed: who wants the other one says so by hand. */
static guint
count_rivals (GArray *list, const char *kind)
{
  guint n = 0;

  for (guint i = 0; i < list->len; i++)
    n += g_array_index (list, Choice, i).kind == kind;
  return n;
}

static gboolean
is_plainly_good (LoftAccountAssistant *self, GArray *list)
{
  const LoftFoundServer *server = chosen_server (self);

  return count_rivals (list, self->kind) == 1 && !server->needs_confirmation &&
         server->security != LOFT_SECURITY_NONE &&
         (self->known != NULL || self->chosen->app_password_url[0] == '\0');
}

static void
go_on (LoftAccountAssistant *self)
{
  const LoftFoundServer *server = chosen_server (self);
  g_autoptr (LoftAccount) account = NULL;

  if (g_str_equal (self->kind, LOFT_FOUND_KIND_AUTODISCOVER))
    {
      loft_account_assistant_ask (self);
      return;
    }
  if (server->ways == LOFT_SIGN_IN_OAUTH)
    {
      loft_account_assistant_show_hand (self, TRUE);
      return;
    }
  account = loft_account_assistant_make_account (self);
  loft_account_assistant_sign_in (self, account);
}

/* The first; a guess after what was published and need not be asked about. */
static const Choice *
best_of (GArray *list)
{
  const Choice *first = &g_array_index (list, Choice, 0);

  if (first->found->by != LOFT_FOUND_BY_GUESS)
    return first;
  for (guint i = 1; i < list->len; i++)
    {
      const Choice *each = &g_array_index (list, Choice, i);

      if (each->found->by != LOFT_FOUND_BY_GUESS && !server_of (each)->needs_confirmation)
        return each;
    }
  return first;
}

void
loft_account_assistant_choose (LoftAccountAssistant *self)
{
  g_autoptr (GArray) list = choices (self);

  if (self->chosen == NULL)
    select_choice (self, best_of (list));
  if (self->agreed || is_plainly_good (self, list))
    go_on (self);
  else
    show_choices (self, list);
}

void
loft_account_assistant_replace (LoftAccountAssistant *self, LoftFoundAccount *asked,
                                LoftFoundAccount *told)
{
  gboolean is_server = loft_found_account_get_server (told, LOFT_ACCOUNT_KIND_EXCHANGE) != NULL;
  const Choice choice = { told,
                          is_server ? LOFT_ACCOUNT_KIND_EXCHANGE : LOFT_FOUND_KIND_AUTODISCOVER };

  g_ptr_array_remove (self->found, asked);
  g_ptr_array_insert (self->found, 0, loft_found_account_ref (told));
  select_choice (self, &choice);
  loft_account_assistant_choose (self);
}

void
loft_account_assistant_agree (LoftAccountAssistant *self)
{
  if (self->cancellable != NULL || self->chosen == NULL)
    return;
  loft_account_assistant_clear_problem (self);
  self->agreed = TRUE;
  go_on (self);
}
